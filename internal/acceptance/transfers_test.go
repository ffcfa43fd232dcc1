package acceptance_test

import (
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

type party struct{ ID, Label string }

type deal struct {
	ID, Designation, Category, Ordered string
	Supplier, Recipient                *party
	OrderedEstimate                    *bool
	NumberDelivered, TivDelivered      *float64
	NumberDeliveredEstimate            *bool
	WeaponSystem                       struct{ Name string }
	Deliveries                         []delivery
}

type delivery struct {
	Year     int
	Number   float64
	Tiv      float64
	Estimate bool
}

const dealFields = `id designation category ordered orderedEstimate numberDelivered numberDeliveredEstimate tivDelivered
	supplier { id label } recipient { id label } weaponSystem { name } deliveries { year number tiv estimate }`

// transfers asks what SIPRI's excerpt says.
func transfers(t *testing.T, h http.Handler, dir string) {
	t.Run("from North Korea to Russia with weapons, years, numbers and estimate flags", func(t *testing.T) {
		var data struct{ ArmsTransfers struct{ Nodes []deal } }
		httpapitest.Data(t, h, `{ armsTransfers(filter: {suppliers: ["North Korea"], recipients: ["Russia"]}) { nodes { `+dealFields+` } } }`, nil, &data)
		yes, north, russia := true, &party{"state:PRK", "STATE"}, &party{"state:RUS", "STATE"}
		number := func(f float64) *float64 { return &f }
		want := []deal{
			{
				ID: "transfer:sipri-67145", Designation: "Hwasong-11", Category: "Missiles", Ordered: "2023", OrderedEstimate: &yes,
				NumberDelivered: number(100), NumberDeliveredEstimate: &yes, TivDelivered: number(250), Supplier: north, Recipient: russia,
				WeaponSystem: struct{ Name string }{"Hwasong-11"}, Deliveries: []delivery{{2023, 5, 12.5, true}, {2024, 95, 237.5, true}},
			},
			{
				ID: "transfer:sipri-68227", Designation: "M-1978 170mm", Category: "Artillery", Ordered: "2024",
				NumberDelivered: number(10), NumberDeliveredEstimate: &yes, TivDelivered: number(5), Supplier: north, Recipient: russia,
				WeaponSystem: struct{ Name string }{"M-1978 170mm"}, Deliveries: []delivery{{2024, 10, 5, true}},
			},
		}
		if diff := cmp.Diff(want, data.ArmsTransfers.Nodes); diff != "" {
			t.Error(diff)
		}
	})
	var data struct {
		ArmsTransfers struct {
			TotalCount int
			Nodes      []deal
		}
		ArmsTransferTotals struct {
			Rows []struct{ TivDelivered float64 }
		}
	}
	httpapitest.Data(t, h, `{ armsTransfers(filter: {datasets: ["dataset:sipri-transfers"]}, first: 500) { totalCount nodes { `+dealFields+` } }
		armsTransferTotals(filter: {datasets: ["dataset:sipri-transfers"]}, by: [YEAR]) { rows { tivDelivered } } }`, nil, &data)
	starred := starredDeals(t, filepath.Join(dir, sipri))
	rows, korean, tiv, summed := 0, 0, 0.0, 0.0
	suppliers, designations := map[party]bool{}, map[string]bool{}
	for _, d := range data.ArmsTransfers.Nodes {
		rows += len(d.Deliveries)
		for _, delivery := range d.Deliveries {
			tiv += delivery.Tiv
		}
		designations[d.Designation] = true
		ends := map[string]*party{"supplier": d.Supplier, "recipient": d.Recipient}
		for end, p := range ends {
			if p != nil && p.ID == "state:PRK" {
				korean += len(d.Deliveries)
			}
			if star := starred[strings.TrimPrefix(d.ID, "transfer:sipri-")][end]; star != "" && p != nil && p.Label != star {
				t.Errorf("%s: the starred %s became %s, a %s; want a %s", d.ID, end, p.ID, p.Label, star)
			}
		}
		if d.Supplier != nil {
			suppliers[*d.Supplier] = true
		}
	}
	for _, row := range data.ArmsTransferTotals.Rows {
		summed += row.TivDelivered
	}
	const published = 7174.29
	if data.ArmsTransfers.TotalCount != 257 || rows != 323 || math.Abs(tiv-published) > 1e-6 || math.Abs(summed-published) > 1e-6 {
		t.Errorf("%d deals, %d delivery rows, TIV %f, by year %f; want 257, 323 and 7174.29", data.ArmsTransfers.TotalCount, rows, tiv, summed)
	}
	// The fortieth supplier of the file is "unknown supplier(s)".
	if korean != 95 || len(suppliers) != 39 || len(designations) != 216 || len(starred) < 30 {
		t.Errorf("%d rows with North Korea, %d suppliers, %d designations, %d starred deals; want 95, 39, 216 and 30 or more", korean, len(suppliers), len(designations), len(starred))
	}
}

// starredDeals reads SIPRI's numbers of the deals whose supplier or recipient bears stars, with the label that the
// stars ask for.
func starredDeals(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, ",")
		if len(cells) < 17 {
			continue
		}
		for i, end := range []string{"supplier", "recipient"} {
			name, label := cells[1+i], "ARMED_GROUP"
			if strings.HasSuffix(name, "**") {
				label = "ORGANIZATION"
			}
			if strings.HasSuffix(name, "*") {
				if out[cells[0]] == nil {
					out[cells[0]] = map[string]string{}
				}
				out[cells[0]][end] = label
			}
		}
	}
	return out
}
