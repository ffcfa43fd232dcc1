package sipritransfers

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestInventedRegistersOfEachLayout(t *testing.T) {
	for _, layout := range []string{"by-delivery", "by-deal", "by-deal-range", "by-heading", "by-heading-2rows"} {
		t.Run(layout, func(t *testing.T) {
			result := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/"+layout+".csv")
			loadertest.Valid(t, Loader, result)
			loadertest.Golden(t, "testdata/"+layout+".golden.json", result)
		})
	}
}

func TestARegisterWrittenAgainByASpreadsheetStatesTheSame(t *testing.T) {
	text, err := os.ReadFile("testdata/by-delivery.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := loadertest.LoadText(Loader, loadertest.Identities(t), "by-delivery.csv", string(text))
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimRight(line, ";\r\n"), ","))
	}
	for name, write := range map[string]func(row []string) string{
		"all quoted": func(row []string) string { return `"` + strings.Join(row, `","`) + `"` },
		"semicolons": func(row []string) string { return strings.Join(row, ";") },
		"tabs":       func(row []string) string { return strings.Join(row, "\t") },
	} {
		var out strings.Builder
		for _, row := range rows {
			out.WriteString(write(row) + "\r\n")
		}
		got := loadertest.LoadText(Loader, loadertest.Identities(t), "by-delivery.csv", out.String())
		if diff := cmp.Diff(want.Records, got.Records); diff != "" || got.Fatal != nil || len(got.Rejected) != len(want.Rejected) {
			t.Errorf("%s: fatal %v, rejected %v; %s", name, got.Fatal, got.Rejected, diff)
		}
	}
}

func TestAFileOfSomethingElseIsRefusedByItsColumns(t *testing.T) {
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "x.csv", "atopid,member,yrent\n1,2,3\n")
	if result.Fatal == nil || !strings.Contains(result.Fatal.Error(), "SIPRI AT Database ID") || len(result.Records) > 0 {
		t.Errorf("fatal %v, %d records", result.Fatal, len(result.Records))
	}
}

func TestThePublishedExcerpt(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), filepath.Join(shareddata.Dir(t), "sipri/sipri_trade_register_2026_excerpt.csv"))
	loadertest.Valid(t, Loader, result)
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	rows, tiv, suppliers, recipients := 0, 0.0, map[graph.ID]bool{}, map[graph.ID]bool{}
	designations := map[string]bool{}
	for _, record := range result.Records {
		rows += record.Rows
		for _, n := range record.Nodes {
			if n.Label == graph.LabelState && strings.HasSuffix(n.Properties["name"].(string), "*") {
				t.Errorf("%s: a starred actor became a state", record.Locator)
			}
			if n.Label != graph.LabelArmsTransfer {
				continue
			}
			node, err := graph.NewNode(n.Label, n.ID, n.Properties)
			if err != nil {
				t.Fatal(err)
			}
			deal := node.(*graph.ArmsTransfer)
			if deal.TIVDelivered != nil {
				tiv += *deal.TIVDelivered
			}
			suppliers[deal.Supplier], recipients[deal.Recipient], designations[string(deal.Designation)] = true, true, true
			supplied, err := graph.Derive([]graph.NodeRecord{n}, nil)
			if err != nil || (len(supplied) == 1) != (deal.Supplier != "" && deal.Recipient != "") {
				t.Errorf("%s: derived %v, error %v", record.Locator, supplied, err)
			}
		}
	}
	if rows != 323 || result.Count(graph.LabelArmsTransfer) != 257 || math.Abs(tiv-7174.29) > 1e-9 {
		t.Errorf("%d rows, %d deals, TIV %v; want 323, 257, 7174.29", rows, result.Count(graph.LabelArmsTransfer), tiv)
	}
	// The file has 40 names of suppliers and 111 of recipients; two of the latter, "unknown recipient(s)" and "unknown
	// rebel group", name nobody and are both left empty.
	if len(suppliers) != 40 || len(recipients) != 110 || len(designations) != 216 {
		t.Errorf("%d suppliers, %d recipients, %d designations; want 40, 110, 216", len(suppliers), len(recipients), len(designations))
	}
}

func FuzzRegistersNeverPanic(f *testing.F) {
	f.Add("SIPRI AT Database ID,Supplier,Recipient,Designation,Order date,Numbers delivered,Delivery year,TIV delivery values\n1,France,Chad,X,2001,2,2002,1;\n")
	f.Add("Recipient;Supplier;Year of order;Weapon designation;Year(s) of delivery\nChad;France;2001;X;2001-2003\n")
	identities := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, identities, "f.csv", text))
	})
}

func TestAColumnThatALayoutNeedsIsNamed(t *testing.T) {
	for file, columns := range map[string][]string{
		"by-delivery": {"Supplier", "Delivery year"}, "by-deal": {"Year of order", "Year(s) of delivery"},
		"by-deal-range": {"Weapon designation"}, "by-heading": {"Year(s) of deliveries", "Weapon designation"},
	} {
		text, err := os.ReadFile("testdata/" + file + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		for _, column := range columns {
			result := loadertest.LoadText(Loader, loadertest.Identities(t), "x.csv", strings.Replace(string(text), column, "Other", 1))
			want := strings.Replace(column, "deliveries", "delivery", 1)
			if _, missing, ok := strings.Cut(fmt.Sprint(result.Fatal), "missing columns "); !ok || !strings.HasPrefix(missing, want+";") {
				t.Errorf("%s without %s: %v", file, column, result.Fatal)
			}
		}
	}
}

func TestAYearOfOrderThatIsNoneRejectsTheDeal(t *testing.T) {
	const header = "SIPRI AT Database ID,Supplier,Recipient,Designation,Order date,Numbers delivered,Delivery year,TIV delivery values\n"
	for _, year := range []string{"-77", "99999"} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "x.csv", header+"1,France,Chad,X,"+year+",2,2002,1\n")
		if len(result.Records) != 0 || len(result.Rejected) != 1 || result.Rejected[0].Rule != "bad-date" {
			t.Errorf("%s: %d records, rejected %v", year, len(result.Records), result.Rejected)
		}
	}
}
