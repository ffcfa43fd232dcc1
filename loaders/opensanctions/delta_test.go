package opensanctions

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

// file is a file of the test data under a name of its own, or one given as text.
func file(t *testing.T, name, content string) input.File {
	t.Helper()
	if from, ok := strings.CutPrefix(content, "testdata/"); ok {
		raw, err := os.ReadFile("testdata/" + from)
		if err != nil {
			t.Fatal(err)
		}
		content = string(raw)
	}
	return input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func emptyStore(t *testing.T) graph.Store {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func mustLoad(t *testing.T, store graph.Store, files ...input.File) runner.Report {
	t.Helper()
	report, err := runner.Run(t.Context(), store, Loader, runner.Options{Files: files})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// stated lists what a store says, without the line that it stands on and the hash of the file.
func stated(t *testing.T, store graph.Reader) (out []string) {
	t.Helper()
	page, err := store.Records(t.Context(), graph.RecordQuery{Limit: graph.MaxRecords})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range page.Nodes {
		delete(n.Properties, "fingerprint")
		out = append(out, fmt.Sprintf("%s %s %s %v", n.Key(), n.Label, n.Part, n.Properties))
	}
	for _, r := range page.Relationships {
		out = append(out, fmt.Sprintf("%s %s %v", r.ID(), r.Part, r.Properties))
	}
	return out
}

func TestACollectionAndItsDeltaStateWhatTheNextCollectionDoes(t *testing.T) {
	whole, changed := emptyStore(t), emptyStore(t)
	mustLoad(t, whole, file(t, "entities.ftm.json", "testdata/invented.next.json"))
	mustLoad(t, changed, file(t, "entities.ftm.json", "testdata/invented.base.json"))
	delta := file(t, "entities.delta.json", "testdata/invented.delta.json")
	dry, err := runner.Run(t.Context(), changed, Loader, runner.Options{Files: []input.File{delta}, DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	report := mustLoad(t, changed, delta)
	if diff := cmp.Diff(stated(t, whole), stated(t, changed)); diff != "" {
		t.Errorf("base and delta differ from the next collection (-next +delta):\n%s", diff)
	}
	if report.Accepted != 9 || report.Rejected != 0 || report.NoChange {
		t.Errorf("%+v", report)
	}
	if diff := cmp.Diff(report.Result, dry.Result); diff != "" {
		t.Errorf("a dry run foretold something else: %s", diff)
	}
	for range 2 {
		if again := mustLoad(t, changed, delta); !again.NoChange {
			t.Errorf("the same delta again is a change: %+v", again.Result)
		}
	}
	back, err := runner.Run(t.Context(), changed, Loader, runner.Options{
		AllowShrink: true,
		Files:       []input.File{file(t, "entities.ftm.json", "testdata/invented.next.json")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if back.Result.NodesCreated+back.Result.NodesRemoved+back.Result.RelationshipsCreated+back.Result.RelationshipsRemoved != 0 {
		t.Errorf("the next collection adds to, or takes from, what the delta left: %+v", back.Result)
	}
}

func TestADeltaLeavesOtherCollectionsAndWhatItDoesNotName(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, file(t, "one.ftm.json", "testdata/invented.base.json"))
	mustLoad(t, store, file(t, "two.ftm.json", "testdata/invented.base.json"))
	before := stated(t, store)
	delta := file(t, "one.20240602.delta.json", `{"op":"DEL","entity":{"id":"c-2"}}`)
	// two.ftm.json was loaded last: the relationships that both state are its.
	if report := mustLoad(t, store, delta); report.Result != (graph.ApplyResult{NodesRemoved: 1, NodesUnchanged: 1}) || len(report.Warnings) > 0 {
		t.Errorf("%+v %q", report.Result, report.Warnings)
	}
	var left []string
	for _, line := range before {
		if !strings.HasPrefix(line, "org:ftm-c-2|dataset:opensanctions|one.ftm.json ") {
			left = append(left, line)
		}
	}
	if diff := cmp.Diff(left, stated(t, store)); diff != "" {
		t.Error(diff)
	}
}

func TestADeltaNeedsToKnowItsCollectionWhereSeveralAreLoaded(t *testing.T) {
	store := emptyStore(t)
	delta := file(t, "20240602.delta.json", `{"op":"DEL","entity":{"id":"c-2"}}`)
	load := func(options map[string]string) (runner.Report, error) {
		return runner.Run(t.Context(), store, Loader, runner.Options{Files: []input.File{delta}, Options: options})
	}
	mustLoad(t, store, file(t, "one.json", "testdata/invented.base.json"))
	mustLoad(t, store, file(t, "two.json", `{"id":"c-2","schema":"Company","properties":{"name":["Example Mill"]}}`))
	before := stated(t, store)
	for _, options := range []map[string]string{nil, {"collection": "three.json"}} {
		if _, err := load(options); graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "one.json, two.json") {
			t.Errorf("%v: %v", options, err)
		}
	}
	if diff := cmp.Diff(before, stated(t, store)); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
	if report, err := load(map[string]string{"collection": "two.json"}); err != nil || report.Result.NodesRemoved != 1 {
		t.Errorf("%+v %v", report.Result, err)
	}
}

func TestDeltasBeginACollectionWhereNothingIsLoaded(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, file(t, "day1.delta.json", `{"op":"ADD","entity":{"id":"p-1","schema":"Person","properties":{"name":["Ana Example"]}}}
{"op":"ADD","entity":{"id":"p-2","schema":"Person","properties":{"name":["Ben Example"]}}}`))
	report := mustLoad(t, store, file(t, "day2.delta.json", `{"op":"DEL","entity":{"id":"p-2"}}
{"op":"ADD","entity":{"id":"f-1","schema":"Family","properties":{"person":["p-1"],"relative":["p-2"]}}}
{"op":"ADD","entity":{"id":"p-3","schema":"Person","properties":{"name":["Cem Example"]}}}
{"op":"ADD","entity":{"id":"f-2","schema":"Family","properties":{"person":["p-1"],"relative":["p-3"]}}}`))
	nodes, err := store.Nodes(t.Context(), []graph.ID{"person:ftm-p-1", "person:ftm-p-2", "person:ftm-p-3"})
	if err != nil || nodes[0] == nil || nodes[1] != nil || nodes[2] == nil || report.Result.RelationshipsCreated != 1 {
		t.Errorf("%v %v %+v", nodes, err, report.Result)
	}
	if w := strings.Join(report.Warnings, "\n"); !strings.Contains(w, `1 references to what is neither in the delta nor loaded`) || !strings.Contains(w, `Family f-1 refers to "p-2"`) {
		t.Errorf("warnings: %s", w)
	}
}

func TestOfSeveralStepsAboutAnEntityTheLastCounts(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, file(t, "base.json", "testdata/invented.base.json"))
	report := mustLoad(t, store,
		file(t, "1.delta.json", `{"op":"DEL","entity":{"id":"c-2"}}
{"op":"ADD","entity":{"id":"c-9","schema":"Company","properties":{"name":["Short-lived"]}}}`),
		file(t, "2.delta.json", `{"op":"ADD","entity":{"id":"c-2","schema":"Company","properties":{"name":["Example Mill, again"]}}}
{"op":"DEL","entity":{"id":"c-9"}}`))
	nodes, err := store.Nodes(t.Context(), []graph.ID{"org:ftm-c-2", "org:ftm-c-9"})
	if err != nil || nodes[0] == nil || nodes[0].Head().Name != "Example Mill, again" || nodes[1] != nil {
		t.Errorf("%v %v", nodes, err)
	}
	if w := strings.Join(report.Warnings, "\n"); !strings.Contains(w, "2 lines are undone") {
		t.Errorf("warnings: %s", w)
	}
}

func TestARejectedStepLeavesWhatWasThere(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, file(t, "base.json", "testdata/invented.base.json"))
	before := stated(t, store)
	report := mustLoad(t, store, file(t, "1.delta.json", `{"op":"MOD","entity":{"id":"own-1","schema":"Ownership","properties":{"owner":["NK-1"]}}}
{"op":"GONE","entity":{"id":"c-2"}}
{"op":"DEL","entity":{}}
{"id":"c-1","schema":"Company","properties":{"name":["No step"]}}
{"op":"MOD","entity":{"id":"c-1","schema":"Company","properties":{"name":["Example Bank"],"country":["xx"]}}}`))
	if diff := cmp.Diff(before, stated(t, store)); diff != "" {
		t.Error(diff)
	}
	var rules []string
	for _, e := range report.Examples {
		rules = append(rules, fmt.Sprintf("%d %s", e.Line, e.Rule))
	}
	if diff := cmp.Diff([]string{"1 missing-end", "2 no-operation", "3 no-entity", "4 no-operation"}, rules); diff != "" {
		t.Error(diff)
	}
}

func TestWhatLeadsToADeletedEntityIsReported(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, file(t, "base.json", "testdata/invented.base.json"))
	report := mustLoad(t, store, file(t, "1.delta.json", `{"op":"DEL","entity":{"id":"c-1"}}`))
	if report.Result.NodesRemoved != 1 || report.Result.RelationshipsRemoved != 0 {
		t.Errorf("%+v", report.Result)
	}
	if w := strings.Join(report.Warnings, "\n"); !strings.Contains(w, "3 relationships that the delta does not name") {
		t.Errorf("warnings: %s", w)
	}
}

func TestADeltaBesideWholeFilesIsRefused(t *testing.T) {
	_, err := runner.Run(t.Context(), emptyStore(t), Loader, runner.Options{Files: []input.File{
		file(t, "base.json", "testdata/invented.base.json"), file(t, "1.delta.json", "testdata/invented.delta.json"),
	}})
	if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "load the whole files first") {
		t.Errorf("%v", err)
	}
}

// failing is a store that is gone from the n-th batch on.
type failing struct {
	graph.Store
	left int
}

func (s *failing) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	if s.left--; s.left < 0 {
		return graph.ApplyResult{}, graph.Errorf(graph.KindUnavailable, "the store is gone")
	}
	return s.Store.Apply(ctx, b)
}

func TestAnInterruptedDeltaGoesOnToTheSameEnd(t *testing.T) {
	delta := file(t, "1.delta.json", "testdata/invented.delta.json")
	whole := emptyStore(t)
	mustLoad(t, whole, file(t, "base.json", "testdata/invented.base.json"))
	mustLoad(t, whole, delta)
	failed := 0
	for batches := range 8 {
		store := emptyStore(t)
		mustLoad(t, store, file(t, "base.json", "testdata/invented.base.json"))
		_, err := runner.Run(t.Context(), &failing{store, batches}, Loader, runner.Options{Files: []input.File{delta}, BatchSize: 1})
		if err != nil {
			failed++
		}
		if _, err := runner.Run(t.Context(), store, Loader, runner.Options{Files: []input.File{delta}, BatchSize: 1, Buffer: 1}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stated(t, whole), stated(t, store)); diff != "" {
			t.Errorf("after %d batches: %s", batches, diff)
		}
	}
	if failed < 5 {
		t.Errorf("only %d loads were interrupted", failed)
	}
}
