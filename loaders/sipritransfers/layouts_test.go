package sipritransfers

import (
	"io"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/runner"
)

func TestDealsWithAndWithoutNumbersInOneDatasetAreWarnedOf(t *testing.T) {
	file := func(name, text string) input.File {
		return input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	}
	numbered := file("new.csv", "SIPRI AT Database ID,Supplier,Recipient,Designation,Order date,Numbers delivered,Delivery year,TIV delivery values,Local production;\n"+
		"90001,United Kingdom,Oman,Example-1,2012,2,2017,20,No;\n")
	plain := file("old.csv", "Recipient,Supplier,Year of order,Number ordered,Weapon designation,Number delivered,Year(s) of delivery,SIPRI TIV of delivered weapons\n"+
		"Oman,United Kingdom,2012,2,Example-1,2,2017,20\n")
	other := file("other.csv", "Recipient,Supplier,Year of order,Number ordered,Weapon designation,Number delivered,Year(s) of delivery,SIPRI TIV of delivered weapons\n"+
		"Oman,France,2012,2,Example-2,2,2017,20\n")
	const want = "what both tell counts twice"
	for name, c := range map[string]struct {
		loads [][]input.File
		warns bool
	}{
		"together":              {[][]input.File{{numbered, plain}}, true},
		"one after the other":   {[][]input.File{{numbered}, {plain}}, true},
		"in the other order":    {[][]input.File{{plain}, {numbered}}, true},
		"two of one layout":     {[][]input.File{{plain}, {other}}, false},
		"the same again":        {[][]input.File{{plain}, {plain}}, false},
		"the same file changed": {[][]input.File{{file("r.csv", textOf(t, plain))}, {file("r.csv", textOf(t, numbered))}}, false},
	} {
		store := memstore.New()
		var last runner.Report
		for _, files := range c.loads {
			var err error
			if last, err = runner.Run(t.Context(), store, Loader, runner.Options{Files: files, Identities: loadertest.Identities(t), AllowShrink: true}); err != nil {
				t.Fatal(err)
			}
		}
		if warned := strings.Contains(strings.Join(last.Warnings, "\n"), want); warned != c.warns {
			t.Errorf("%s: %q", name, last.Warnings)
		}
		_ = store.Close()
	}
}

func textOf(t *testing.T, f input.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
