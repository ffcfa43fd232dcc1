package jsonl_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonl"
	"github.com/entente-graph/entente/loaders/runner"
)

func confidence(n int) *int { return &n }

// filled is a store of two datasets with values of every kind.
func filled(t *testing.T) graph.Store {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	quad, best, yes := 3, 12.0, true
	own := graph.NewNodeRecord(&graph.Event{Header: graph.Header{
		ID: "event:a", Name: `"quoted" <b>&`, Aliases: []string{"x", "y"},
		Identifiers: []graph.Identifier{{Scheme: graph.SchemeUCDP, Value: "1"}}, Period: graph.Since(graph.MonthOnly(1950, 6)),
	}, QuadClass: &quad, Best: &best})
	own.Dataset, own.Priority, own.Part, own.Source, own.Locator, own.Confidence = "dataset:one", 50, "a.csv", "source:s", "a.csv:1", confidence(70)
	other := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:AAA", Name: "Aland"}})
	other.Dataset, other.Discriminator = "dataset:two", "second"
	again := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:BBB", Name: "Beland"}})
	again.Dataset = "dataset:two"
	link := graph.NewRelationshipRecord(&graph.ActorIn{RelationshipHeader: graph.RelationshipHeader{
		FromID: "state:AAA", ToID: "event:a", DatasetID: "dataset:one",
		Confidence: confidence(0),
	}}, "role")
	allied := graph.NewRelationshipRecord(&graph.AlliedWith{
		RelationshipHeader: graph.RelationshipHeader{FromID: "state:AAA", ToID: "state:BBB", DatasetID: "dataset:two", Derived: true},
		Binding:            &yes, Conditions: []graph.Condition{{Kind: graph.ConditionArmedAttack}},
	}, "d")
	if _, err := store.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{own, other, again}, Relationships: []graph.RelationshipRecord{link, allied}}); err != nil {
		t.Fatal(err)
	}
	return store
}

func export(t *testing.T, store graph.Reader, datasets ...graph.ID) string {
	t.Helper()
	var out bytes.Buffer
	if _, _, err := jsonl.Export(t.Context(), store, &out, datasets); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func take(t *testing.T, store graph.Store, text string) (runner.Report, error) {
	t.Helper()
	return runner.Run(t.Context(), store, jsonl.New(), runner.Options{Paths: []string{"-"}, Stdin: strings.NewReader(text)})
}

func fingerprint(t *testing.T, store graph.Reader) graph.Hash {
	t.Helper()
	stats, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats.Fingerprint
}

func TestAnExportTakenBackHasTheSameRecordsAndFingerprint(t *testing.T) {
	from, to := filled(t), memstore.New()
	text := export(t, from)
	for i, unchanged := range []bool{false, true} {
		report, err := take(t, to, text)
		if err != nil || report.Rejected != 0 || report.Accepted != 5 || report.NoChange != unchanged {
			t.Errorf("load %d: %+v %v", i, report, err)
		}
		if fingerprint(t, from) != fingerprint(t, to) {
			t.Errorf("load %d: other fingerprint", i)
		}
	}
	if diff := cmp.Diff(strings.Split(text, "\n"), strings.Split(export(t, to), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestTakingADatasetBackReplacesItAndLeavesTheOthers(t *testing.T) {
	store := filled(t)
	before := fingerprint(t, store)
	text := export(t, store, "dataset:two")
	stray := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:CCC", Name: "Celand"}})
	stray.Dataset = "dataset:two"
	if _, err := store.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{stray}}); err != nil {
		t.Fatal(err)
	}
	report, err := take(t, store, text)
	if err != nil || report.Result.NodesRemoved != 1 || fingerprint(t, store) != before {
		t.Errorf("%+v %v", report, err)
	}
}

func TestARelationshipWhoseEndsOtherDatasetsDescribeComesInAlone(t *testing.T) {
	store := memstore.New()
	report, err := take(t, store, export(t, filled(t), "dataset:one"))
	if err != nil || report.Rejected != 0 {
		t.Fatalf("%+v %v", report, err)
	}
	stats, err := store.Stats(t.Context())
	want := map[graph.ID]graph.DatasetStats{"dataset:one": {NodeRecords: 1, Relationships: 1}}
	if diff := cmp.Diff(want, stats.Datasets); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if nodes, err := store.Nodes(t.Context(), []graph.ID{"state:AAA"}); err != nil || nodes[0] == nil {
		t.Errorf("the end is not there: %v", err)
	}
}

func TestAFileThatIsNoWholeExportIsRefused(t *testing.T) {
	text := export(t, filled(t))
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	whole := strings.Join(lines, "") + "\n"
	for want, bad := range map[string]string{
		"empty":                        "",
		"not an export":                "{\"id\":1}\n",
		"not an export of Entente":     "plain text\n",
		"this program reads version 1": strings.Replace(whole, `"entente":1`, `"entente":2`, 1),
		"cut off after line 4":         strings.Join(lines[:4], ""),
		"the last line counts 3 and 2": strings.Join(append(append([]string{}, lines[:2]...), lines[3:]...), ""),
		"a line after the last one":    whole + lines[1],
		"is in an earlier file too":    "", // two files, below
		"more than 16777216 bytes":     lines[0] + strings.Repeat(" ", 17<<20) + "\n",
		"there is no standard input":   "-",
	} {
		store := memstore.New()
		var err error
		switch want {
		case "is in an earlier file too":
			open := func(name string) input.File {
				return input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(whole)), nil }}
			}
			_, err = runner.Run(t.Context(), store, jsonl.New(), runner.Options{Files: []input.File{open("a"), open("b")}})
		case "there is no standard input":
			_, err = runner.Run(t.Context(), store, jsonl.New(), runner.Options{Paths: []string{"-"}})
		default:
			_, err = take(t, store, bad)
		}
		if err == nil || !strings.Contains(err.Error(), want) || graph.KindOf(err) == graph.KindInternal {
			t.Errorf("%v; want %q", err, want)
		}
		if stats, _ := store.Stats(t.Context()); len(stats.Datasets) != 0 {
			t.Errorf("%s: something was written", want)
		}
	}
}

func TestAFaultyLineIsRejectedWithItsNumber(t *testing.T) {
	text := export(t, filled(t))
	text = strings.Replace(text, `"label":"Event"`, `"label":"Nonsense"`, 1)
	text = strings.Replace(text, `"dataset":"dataset:two","discriminator":"second"`, `"dataset":"dataset:six","discriminator":"second"`, 1)
	report, err := take(t, memstore.New(), text)
	if err != nil || report.Rejected < 2 || report.Examples[0].Line != 2 {
		t.Errorf("%+v %v", report, err)
	}
}

func TestOnlyDatasetsThatTheStoreHoldsAreExported(t *testing.T) {
	_, _, err := jsonl.Export(t.Context(), filled(t), &bytes.Buffer{}, []graph.ID{"dataset:three"})
	if graph.KindOf(err) != graph.KindNotFound || !strings.Contains(err.Error(), "dataset:one dataset:two") {
		t.Error(err)
	}
}
