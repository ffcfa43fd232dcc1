package resolvers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// TestANewspaperReaderFindsOctober2024InOwnWords: each matter that was in the news of the Korean peninsula is among the
// first hits, has a day or a month, a source, and somebody whom it concerns.
func TestANewspaperReaderFindsOctober2024InOwnWords(t *testing.T) {
	type hit struct {
		Node struct {
			ID         string
			Period     struct{ From *string }
			Sources    []struct{ ID string }
			Actors     []struct{ Actor struct{ ID string } }
			Recipients []struct{ Actor struct{ ID string } }
		}
	}
	h := bundled(t)
	for words, id := range map[string]string{
		"southward border":                      "event:dprk-maritime-shift",
		"northern limit line":                   "event:dprk-maritime-shift",
		"drone accusation":                      "event:dprk-drone-accusation",
		"artillery alert DMZ":                   "event:artillery-alert",
		"roads demolished":                      "event:roads-demolished",
		"demolition of roads":                   "event:roads-demolished",
		"General Staff meeting":                 "event:kim-security-meeting",
		"Taurus first time seven years":         "event:taurus-live-fire-2024",
		"Hyunmoo-5 8-ton warhead":               "event:hyunmoo-5-shown",
		"defense minister readiness":            "event:rok-minister-ready",
		"Duma treaty North Korea":               "event:treaty-submitted-duma",
		"by all available means":                "event:article-4-clause",
		"common views and assessments":          "event:belousov-beijing",
		"drills around Taiwan":                  "event:joint-sword-2024b",
		"alignment of Pyongyang Moscow Beijing": "event:koreas-brink-assessment",
	} {
		var data struct{ Search []hit }
		httpapitest.Data(t, h, `query ($words: String!) { search(text: $words, first: 5) {
			node { id period { from } sources { id } ... on Event { actors { actor { id } } recipients { actor { id } } } } } }`, map[string]any{"words": words}, &data)
		i := slices.IndexFunc(data.Search, func(h hit) bool { return h.Node.ID == id })
		if i < 0 {
			t.Errorf("%q: %s is not among the first five: %+v", words, id, data.Search)
		} else if n := data.Search[i].Node; n.Period.From == nil || len(n.Sources) == 0 || len(n.Actors)+len(n.Recipients) == 0 {
			t.Errorf("%s lacks a day, a source or an actor: %+v", id, n)
		}
	}
}

func TestTheStateOfTodayComesFirstOfThoseThatBearItsName(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var batch graph.Batch
	for _, n := range []graph.Node{
		&graph.Place{Header: graph.Header{ID: "place:china", Name: "China"}},
		&graph.State{Header: graph.Header{ID: "state:CHN", Name: "China"}},
		&graph.State{Header: graph.Header{ID: "state:qing", Name: "China"}},
	} {
		record := graph.NewNodeRecord(n)
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for text, want := range map[string]string{"China": "state:CHN", "china": "state:CHN", "Китай": "state:CHN"} {
		var data struct {
			Search []struct{ Node struct{ ID string } }
		}
		httpapitest.Data(t, h, `query ($t: String!) { search(text: $t, first: 1) { node { id } } }`, map[string]any{"t": text}, &data)
		if len(data.Search) != 1 || data.Search[0].Node.ID != want {
			t.Errorf("%s: %+v", text, data.Search)
		}
	}
}

func TestAFigureIsFoundByTheNameOfWhomItIsAbout(t *testing.T) {
	var data struct {
		Search []struct{ Node struct{ Name string } }
	}
	httpapitest.Data(t, bundled(t), `{ search(text: "active military personnel North Korea 2022", labels: [OBSERVATION], first: 1) { node { name } } }`, nil, &data)
	if len(data.Search) != 1 || data.Search[0].Node.Name != "Active military personnel, North Korea, 2022-12" {
		t.Errorf("%+v", data.Search)
	}
}

func TestASearchFindsWhatAReferenceFindsAndForgivesSlips(t *testing.T) {
	h := bundled(t)
	for text, want := range map[string]string{
		"hwasung": "weapon:hwasong-", "Hwasung-15": "weapon:hwasong-15", "KN23": "weapon:hwasong-11a", "Korea, Rep.": "state:KOR", "The Netherlands": "state:NLD",
		"Nordkorea": "state:PRK", "북한": "state:PRK", "Nroth Korea": "state:PRK", "Warsaw Treaty Orgnaization": "org:",
	} {
		var data struct {
			Search []struct {
				Node    struct{ ID string }
				Matched string
			}
		}
		httpapitest.Data(t, h, `query ($text: String!) { search(text: $text, first: 5) { node { id } matched } }`, map[string]any{"text": text}, &data)
		if len(data.Search) == 0 || !strings.HasPrefix(data.Search[0].Node.ID, want) || data.Search[0].Matched == "" {
			t.Errorf("%s: %+v", text, data.Search)
		}
	}
}
