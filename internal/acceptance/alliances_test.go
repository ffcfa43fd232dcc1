package acceptance_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// alliances asks what COW and ATOP say beside the bundled dataset.
func alliances(t *testing.T, h http.Handler) {
	t.Run("COW has 414 alliances", func(t *testing.T) {
		var data struct{ Treaties struct{ TotalCount int } }
		httpapitest.Data(t, h, `{ treaties(first: 1, filter: {datasets: ["dataset:cow-alliances"], identifierSchemes: [COW_ALLIANCE]}) { totalCount } }`, nil, &data)
		if data.Treaties.TotalCount != 414 {
			t.Errorf("%d; want 414", data.Treaties.TotalCount)
		}
	})
	t.Run("by COW the United States owes South Korea defence under alliance 236, and not the reverse", func(t *testing.T) {
		var data struct {
			Treaty struct{ ID, Signed string }
			Actor  struct {
				Alliances []struct {
					Obligor, Beneficiary struct{ ID string }
					Treaty               struct{ ID string }
				}
			}
		}
		httpapitest.Data(t, h, `{ treaty(ref: "cow-alliance:236") { id signed }
			actor(ref: "KOR") { alliances(asOf: "1960-01-01", datasets: ["dataset:cow-alliances"], obligationTypes: [DEFENSE]) { obligor { id } beneficiary { id } treaty { id } } } }`, nil, &data)
		var got []string
		for _, a := range data.Actor.Alliances {
			if a.Treaty.ID == data.Treaty.ID {
				got = append(got, a.Obligor.ID+" owes "+a.Beneficiary.ID)
			}
		}
		if diff := cmp.Diff([]string{"state:USA owes state:KOR"}, got); diff != "" || data.Treaty.Signed[:4] != "1953" {
			t.Errorf("%+v:\n%s", data.Treaty, diff)
		}
	})
	t.Run("the treaty of 1961 is one node on whose end COW and ATOP disagree", func(t *testing.T) {
		var data struct {
			Treaty struct {
				Identifiers   []struct{ Scheme, Value string }
				Disagreements []struct {
					Property, Chosen string
					Values           []struct {
						Value   string
						Dataset struct{ ID string }
					}
				}
			}
		}
		httpapitest.Data(t, h, `{ treaty(ref: "treaty:su-kp-1961") { identifiers { scheme value } disagreements { property chosen values { value dataset { id } } } } }`, nil, &data)
		said := map[string]string{}
		for _, d := range data.Treaty.Disagreements {
			if d.Property != "ended" {
				continue
			}
			for _, v := range d.Values {
				said[v.Dataset.ID] = v.Value
			}
		}
		if said["dataset:cow-alliances"] == "" || said["dataset:atop"] == "" || said["dataset:cow-alliances"] == said["dataset:atop"] {
			t.Errorf("what the datasets say of its end: %v", said)
		}
		var schemes []string
		for _, i := range data.Treaty.Identifiers {
			schemes = append(schemes, i.Scheme)
		}
		if !slices.Contains(schemes, "COW_ALLIANCE") || !slices.Contains(schemes, "ATOP") {
			t.Errorf("identifiers %v; want those of both", data.Treaty.Identifiers)
		}
	})
	t.Run("a relationship tells what another dataset says of the same", func(t *testing.T) {
		var data struct {
			Actor struct {
				Alliances []struct {
					Dataset       struct{ ID string }
					Disagreements []struct {
						Property, Reason string
						Values           []struct{ Dataset struct{ ID string } }
					}
				}
			}
		}
		httpapitest.Data(t, h, `{ actor(ref: "state:SUN") { alliances(asOf: "1970-01-01", direction: OUT, obligationTypes: [DEFENSE]) {
			dataset { id } disagreements { property reason values { dataset { id } } } } } }`, nil, &data)
		found := false
		for _, a := range data.Actor.Alliances {
			for _, d := range a.Disagreements {
				found = true
				if d.Values[0].Dataset.ID != a.Dataset.ID || len(d.Values) < 2 {
					t.Errorf("%s: %+v; want its own statement first, and another", a.Dataset.ID, d)
				}
			}
		}
		if !found {
			t.Error("no relationship of the Soviet Union in 1970 is disputed")
		}
	})
}
