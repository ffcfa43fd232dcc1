package sipritransfers

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestWhatTotalsByYearLeaveOutIsReported(t *testing.T) {
	const header = "Recipient,Supplier,Year of order,Number ordered,Weapon designation,Weapon description,Number delivered,Year(s) of delivery,status,Comments," +
		"SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "r.csv", header+
		"Oman,United Kingdom,2012,2,Example-1,fighter,2,2016; 2017,New,,10,20,20.5\n"+
		"Oman,United Kingdom,2012,1,Example-2,mortar,1,2017,New,,1,1,1\n"+
		"Oman,France,2012,1,Example-3,mortar,,2017; 2019,New,,1,1,\n")
	want := []string{"r.csv: of 2 of 3 deals it is not known what was delivered in which of several years: totals by year leave out 20.5 of a trend-indicator value of 21.5"}
	if diff := cmp.Diff(want, result.Warnings); diff != "" {
		t.Error(diff)
	}
}
