package runner_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

func statesOf(n int) (out string) {
	for i := range n {
		out += fmt.Sprintf("state A%05d Land\n", i)
	}
	return out
}

// another is the fake as a loader of another dataset.
func another() loaders.Loader {
	out := fake
	out.Name, out.Dataset.ID = "another", "dataset:another"
	return out
}

// refusing is a store whose n-th batch it refuses.
type refusing struct {
	graph.Store
	left int
	err  error
}

func (r *refusing) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	if r.left--; r.left == 0 {
		return graph.ApplyResult{}, r.err
	}
	return r.Store.Apply(ctx, b)
}

// TestTheStoreIsUpToDateWhereTheLastLoadOfTheSameFilesCameToItsEnd, whatever was done with other datasets since.
func TestTheStoreIsUpToDateWhereTheLastLoadOfTheSameFilesCameToItsEnd(t *testing.T) {
	own := fake
	own.OwnFiles = []input.File{text("own.txt", long)}
	loaded := func(t *testing.T, store graph.Store, loader loaders.Loader, content string) string {
		t.Helper()
		report, err := load(t, store, loader, runner.Options{BatchSize: 2, AllowShrink: true}, text("own.txt", content))
		if err != nil {
			t.Fatal(err)
		}
		return report.Input
	}
	interrupted := func(t *testing.T, store graph.Store, loader loaders.Loader) {
		t.Helper()
		if _, err := load(t, &stumbling{Store: store, fails: 3}, loader, runner.Options{BatchSize: 2}, text("own.txt", long+"state NNN N\n")); err == nil {
			t.Fatal("the store did not fail")
		}
	}
	for name, c := range map[string]struct {
		before func(*testing.T, graph.Store)
		want   bool
	}{
		"nothing is loaded":             {func(*testing.T, graph.Store) {}, false},
		"the same files are":            {func(t *testing.T, s graph.Store) { loaded(t, s, fake, long) }, true},
		"other files are":               {func(t *testing.T, s graph.Store) { loaded(t, s, fake, "state CCC C\n") }, false},
		"the same, and others since":    {func(t *testing.T, s graph.Store) { loaded(t, s, fake, long); loaded(t, s, fake, "state CCC C\n") }, false},
		"a load since has stopped":      {func(t *testing.T, s graph.Store) { loaded(t, s, fake, long); interrupted(t, s, fake) }, false},
		"one of another dataset has":    {func(t *testing.T, s graph.Store) { loaded(t, s, fake, long); interrupted(t, s, another()) }, true},
		"another dataset is loaded":     {func(t *testing.T, s graph.Store) { loaded(t, s, another(), long) }, false},
		"what is loaded was taken away": {func(t *testing.T, s graph.Store) { loaded(t, s, fake, long); retract(t, s) }, false},
		"it came with an export, and no load is known": {func(t *testing.T, s graph.Store) {
			d := graph.NewNodeRecord(&graph.Dataset{Header: graph.Header{ID: "dataset:fake"}, Fingerprint: graph.Text(loaded(t, emptyStore(t), fake, long))})
			d.Dataset = "dataset:fake"
			if _, err := s.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{d}}); err != nil {
				t.Fatal(err)
			}
		}, true},
	} {
		store := emptyStore(t)
		c.before(t, store)
		if got, err := runner.UpToDate(t.Context(), store, own); err != nil || got != c.want {
			t.Errorf("%s: %t, %v; want %t", name, got, err, c.want)
		}
	}
}

func retract(t *testing.T, store graph.Store) {
	t.Helper()
	if _, err := store.Retract(t.Context(), "dataset:fake"); err != nil {
		t.Fatal(err)
	}
}

// TestALoadIsComparedWithTheLastOneOfTheSameData, and with no other: neither one that stopped, nor another dataset's,
// nor that of another file of a dataset that grows file by file.
func TestALoadIsComparedWithTheLastOneOfTheSameData(t *testing.T) {
	type step struct {
		loader loaders.Loader
		file   string
		rows   int
		stops  bool // at its third batch
	}
	byFile := fake
	byFile.Mode = loaders.ByFile
	for name, c := range map[string]struct {
		steps   []step
		refused bool
	}{
		"less than before":           {[]step{{fake, "f.txt", 100, false}, {fake, "f.txt", 10, false}}, true},
		"another dataset's was more": {[]step{{fake, "f.txt", 10, false}, {another(), "f.txt", 100, false}, {fake, "f.txt", 10, false}}, false},
		"less, after another's":      {[]step{{fake, "f.txt", 100, false}, {another(), "f.txt", 10, false}, {fake, "f.txt", 10, false}}, true},
		"one that stopped was more":  {[]step{{fake, "f.txt", 10, false}, {fake, "f.txt", 100, true}, {fake, "f.txt", 10, false}}, false},
		"another file was more":      {[]step{{byFile, "a.txt", 100, false}, {byFile, "b.txt", 10, false}}, false},
		"less, after another file":   {[]step{{byFile, "a.txt", 100, false}, {byFile, "b.txt", 10, false}, {byFile, "a.txt", 10, false}}, true},
		"less, of another name":      {[]step{{fake, "a.txt", 100, false}, {fake, "b.txt", 10, false}}, true},
	} {
		store := emptyStore(t)
		var err error
		for _, s := range c.steps {
			to := store
			if s.stops {
				to = &stumbling{Store: store, fails: 3}
			}
			_, err = load(t, to, s.loader, runner.Options{BatchSize: 5}, text(s.file, statesOf(s.rows)))
		}
		if refused := graph.KindOf(err) == graph.KindConflict; refused != c.refused || !refused && err != nil {
			t.Errorf("%s: %v; want it refused: %t", name, err, c.refused)
		}
	}
}

// TestALoadThatFailsSaysWhetherItGoesOn or begins anew, and so it does.
func TestALoadThatFailsSaysWhetherItGoesOn(t *testing.T) {
	whole := emptyStore(t)
	mustLoad(t, whole, long)
	const goesOn, anew = "the same command goes on from there", "the same command begins anew"
	for name, c := range map[string]struct {
		kind   graph.ErrorKind
		batch  int
		want   string
		status graph.LoadRunStatus // empty: the store knows of no run
	}{
		"the store is gone":              {graph.KindUnavailable, 3, goesOn, graph.LoadStopped},
		"the store is slow":              {graph.KindTimeout, 3, goesOn, graph.LoadStopped},
		"the store is damaged":           {graph.KindInternal, 3, "of which none is kept; " + anew, graph.LoadFailed},
		"another load has begun":         {graph.KindConflict, 3, "of which none is kept; " + anew, graph.LoadFailed},
		"the records are at fault":       {graph.KindInvalid, 3, "refused", graph.LoadFailed},
		"the store is gone at once":      {graph.KindUnavailable, 1, "stopped at the first batch; " + anew, ""},
		"the records are wrong at once":  {graph.KindInvalid, 1, "refused", ""},
		"the store is damaged before it": {graph.KindInternal, 1, "stopped at the first batch; " + anew, ""},
	} {
		t.Run(name, func(t *testing.T) {
			store := emptyStore(t)
			_, err := load(t, &refusing{store, c.batch, graph.Errorf(c.kind, "refused")}, fake, runner.Options{BatchSize: 2}, text("f.txt", long))
			if graph.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v (%s); want %s", err, graph.KindOf(err), c.want)
			}
			if c.kind == graph.KindInvalid && strings.Contains(err.Error(), "the same command") {
				t.Errorf("%v: the same command would fail again", err)
			}
			runs, _ := store.LoadRuns(t.Context(), 5)
			if c.status == "" != (len(runs) == 0) || len(runs) > 0 && runs[0].Status != c.status {
				t.Errorf("%+v; want it %s", runs, c.status)
			}
			report, err := load(t, store, fake, runner.Options{BatchSize: 2}, text("f.txt", long))
			if err != nil || fingerprint(t, store) != fingerprint(t, whole) || report.Resumed > 0 != (c.want == goesOn) {
				t.Errorf("again: resumed after %d records, %v", report.Resumed, err)
			}
		})
	}
}

func TestALoadThatRunsOutOfTimeSaysSo(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	_, err := runner.Run(ctx, emptyStore(t), fake, runner.Options{Files: []input.File{text("f.txt", long)}})
	if graph.KindOf(err) != graph.KindTimeout || !strings.Contains(err.Error(), "nothing was written") {
		t.Errorf("%v (%s)", err, graph.KindOf(err))
	}
}

func TestARunThatChangedNothingIsListedAsSuch(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, long)
	mustLoad(t, store, long)
	runs, err := store.LoadRuns(t.Context(), 5)
	if err != nil || len(runs) != 2 || runs[0].Message != "no change" || runs[1].Message != "" {
		t.Errorf("%+v, %v", runs, err)
	}
}

// TestWhatIsGoneIsRemovedHoweverMuchTheStoreHolds: records are looked through page by page.
func TestWhatIsGoneIsRemovedHoweverMuchTheStoreHolds(t *testing.T) {
	store := emptyStore(t)
	all := statesOf(10_500)
	mustLoad(t, store, all)
	lines := strings.SplitAfter(all, "\n")
	rest := strings.Join(append(lines[1:5_000:5_000], lines[5_001:10_499]...), "") // without the first, one within, and the last
	if report := mustLoad(t, store, rest); report.Result.NodesRemoved != 3 {
		t.Errorf("%+v", report.Result)
	}
}

// TestEachFileOfADatasetSaysItsOwnOfANode, under its name wherever in it that stands, and takes only that away.
func TestEachFileOfADatasetSaysItsOwnOfANode(t *testing.T) {
	loader := reading(func(in loaders.Input, yield loaders.Yield) error {
		return readFake(in, func(r loaders.Record, err error) bool {
			r.Locator = strings.Replace(r.Locator, ":", "[first]:", 1) // as of a sheet of a workbook
			for i := range r.Nodes {
				if r.Nodes[i].ID == "state:DDD" {
					r.Nodes[i].Discriminator = "own"
				}
			}
			return yield(r, err)
		})
	})
	loader.Mode = loaders.ByFile
	store := emptyStore(t)
	said := func() (out []string) {
		statements, err := store.Statements(t.Context(), []graph.ID{"state:CCC", "state:DDD"})
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range statements {
			for _, n := range list {
				out = append(out, fmt.Sprintf("%s: %s by %s, of %s", n.ID, n.Properties["name"], n.Discriminator, n.Part))
			}
		}
		return out
	}
	a, b := text("a.txt", "state CCC Celand\nstate DDD Deland\n"), text("b.txt", "state CCC Seeland\n")
	if _, err := load(t, store, loader, runner.Options{}, a, b); err != nil {
		t.Fatal(err)
	}
	want := []string{"state:CCC: Celand by a.txt, of a.txt", "state:CCC: Seeland by b.txt, of b.txt", "state:DDD: Deland by a.txt/own, of a.txt"}
	if diff := cmp.Diff(want, said()); diff != "" {
		t.Error(diff)
	}
	if _, err := load(t, store, loader, runner.Options{}, text("b.txt", "state EEE Eland\n")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{want[0], want[2]}, said()); diff != "" {
		t.Error(diff)
	}
}

// TestTheDatasetShowsTheVersionThatItsFilesState, and does not say how far that reaches.
func TestTheDatasetShowsTheVersionThatItsFilesState(t *testing.T) {
	for stated, want := range map[string]struct {
		version  graph.Text
		covered  graph.Date
		warnings int
	}{"": {"1", graph.YearOnly(2016), 0}, "1": {"1", graph.YearOnly(2016), 0}, "2": {"2", graph.Date{}, 1}} {
		loader, store := fake, emptyStore(t)
		loader.Dataset.CoverageUntil = graph.YearOnly(2016)
		loader.VersionOf = func(loaders.Input, input.File, string) string { return stated }
		report, err := load(t, store, loader, runner.Options{}, text("f.txt", "state CCC C\n"))
		if err != nil {
			t.Fatal(err)
		}
		nodes, err := store.Nodes(t.Context(), []graph.ID{"dataset:fake"})
		if err != nil {
			t.Fatal(err)
		}
		d := nodes[0].(*graph.Dataset)
		if d.Version != want.version || d.CoverageUntil != want.covered || report.Version != string(want.version) || len(report.Warnings) != want.warnings {
			t.Errorf("%q: version %s until %s, %q", stated, d.Version, d.CoverageUntil, report.Warnings)
		}
		if want.warnings > 0 && !strings.Contains(report.Warnings[0], "f.txt is of version 2") {
			t.Errorf("%q", report.Warnings)
		}
	}
}

// TestWarningsOfOneKindAreFew: of nodes that are described twice three are named.
func TestWarningsOfOneKindAreFew(t *testing.T) {
	content := statesOf(9) + strings.ReplaceAll(statesOf(9), "Land", "Other")
	if report := mustLoad(t, emptyStore(t), content); strings.Count(strings.Join(report.Warnings, "\n"), "was described before") != 3 {
		t.Errorf("%q", report.Warnings)
	}
}

// TestWhoAllowsALoadToShrinkMayLoadLessThanTheDatasetShouldHold, too.
func TestWhoAllowsALoadToShrinkMayLoadLessThanTheDatasetShouldHold(t *testing.T) {
	loader := fake
	loader.Assertions = loaders.Assertions{Nodes: map[graph.Label]int{graph.LabelState: 3}}
	for allowed, kind := range map[bool]graph.ErrorKind{false: graph.KindConflict, true: ""} {
		_, err := load(t, emptyStore(t), loader, runner.Options{AllowShrink: allowed}, text("f.txt", "state CCC C\n"))
		if err == nil != allowed || err != nil && graph.KindOf(err) != kind {
			t.Errorf("allowed: %t, %v", allowed, err)
		}
	}
}
