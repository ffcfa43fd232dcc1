package runner_test

import (
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/runner"
)

// dictionary is a table that lists its names.
type dictionary struct{ table }

func (dictionary) Names() iter.Seq2[string, loaders.Span] {
	return maps.All(map[string]loaders.Span{"Aland": {ID: "state:AAA"}, "Beland": {ID: "state:BBB"}})
}

func TestLoadersSeeTheNamesOfTheIdentitiesAndCountWhatTheyDoNotSettle(t *testing.T) {
	for identities, want := range map[loaders.Identities][]string{dictionary{}: {"Aland", "Beland"}, table{}: nil} {
		var got []string
		// It lists the names it is given, and finds one of them to mean several.
		loader := reading(func(in loaders.Input, yield loaders.Yield) error {
			got = slices.Sorted(maps.Keys(maps.Collect(loaders.NamesOf(in.Identities))))
			loaders.CountUnknown(in.Identities, "Twins", 3, []graph.Candidate{{ID: "state:AAA", Name: "Aland"}})
			loaders.CountUnknown(loaders.Uncounted(in.Identities), "Nobody", 3, nil)
			return readFake(in, yield)
		})
		report, err := load(t, emptyStore(t), loader, runner.Options{Identities: identities}, text("f.txt", "state CCC Celand\n"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		unknown := []loaders.Unknown{{Value: "Twins", Count: 3, Nearest: []graph.Candidate{{ID: "state:AAA", Name: "Aland"}}}}
		if diff := cmp.Diff(unknown, report.Unknown); diff != "" || report.UnknownCount != 3 {
			t.Error(diff, report.UnknownCount)
		}
	}
}

func TestANodeThatADatasetOnlyMentionsHasTheNameOfTheTable(t *testing.T) {
	store := emptyStore(t)
	mentioning := reading(func(_ loaders.Input, yield loaders.Yield) error {
		yield(loaders.Record{Locator: "f.txt:1", Nodes: []graph.NodeRecord{
			{ID: "state:AAA", Label: graph.LabelState}, {ID: "state:CCC", Label: graph.LabelState},
		}}, nil)
		return nil
	})
	if _, err := load(t, store, mentioning, runner.Options{Identities: table{}}, text("f.txt", "x\n")); err != nil {
		t.Fatal(err)
	}
	nodes, err := store.Nodes(t.Context(), []graph.ID{"state:AAA", "state:CCC"})
	if err != nil || nodes[0].Head().Name != "Aland" || nodes[1].Head().Name != "state:CCC" {
		t.Errorf("%v %v", nodes, err)
	}
}
