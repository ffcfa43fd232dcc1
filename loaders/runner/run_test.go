package runner_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

func (s *stumbling) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	s.batch++
	if s.batch != s.fails {
		return s.Store.Apply(ctx, b)
	}
	var result graph.ApplyResult
	var err error
	if s.after {
		result, err = s.Store.Apply(ctx, b)
	}
	if s.then != nil {
		s.then()
		return result, err
	}
	return graph.ApplyResult{}, graph.Errorf(graph.KindUnavailable, "the store is gone")
}

func TestALoadWritesRecordsWithTheirDerivedOnesAndTheDataset(t *testing.T) {
	store := emptyStore(t)
	report := mustLoad(t, store, "state CCC Celand\nstate DDD Deland\ntreaty pact CCC DDD\n")
	if report.Read != 3 || report.Accepted != 3 || report.Rejected != 0 || report.Result.NodesCreated != 5 || report.Result.RelationshipsCreated != 6 {
		t.Errorf("%+v", report)
	}
	pages, err := store.Expand(t.Context(), []graph.ID{"state:CCC"}, graph.HopQuery{PerNode: 10, Direction: graph.DirectionOut, Filter: graph.Filter{Types: []graph.RelationshipType{graph.AlliedWithType}}})
	if err != nil || len(pages[0].Hops) != 1 {
		t.Fatalf("%v %v", pages, err)
	}
	allied := pages[0].Hops[0].Relationship.(*graph.AlliedWith)
	if allied.ToID != "state:DDD" || allied.DatasetID != "dataset:fake" || allied.Locator != "f.txt:3" || !allied.Derived {
		t.Errorf("%+v", allied)
	}
	nodes, err := store.Nodes(t.Context(), []graph.ID{"dataset:fake"})
	if err != nil || nodes[0] == nil || string(nodes[0].(*graph.Dataset).Fingerprint) != report.Input {
		t.Errorf("dataset %+v, %v; want the fingerprint %s", nodes[0], err, report.Input)
	}
	runs, err := store.LoadRuns(t.Context(), 5)
	if err != nil || len(runs) != 1 || runs[0].Status != graph.LoadFinished || runs[0].ID != report.Run || runs[0].Accepted != 3 || runs[0].Result != report.Result {
		t.Errorf("%+v %v", runs, err)
	}
}

func TestTheSameFileAgainChangesNothingAndSaysSo(t *testing.T) {
	store := emptyStore(t)
	const content = "state CCC Celand\nborders CCC AAA\n"
	first := mustLoad(t, store, content)
	before := fingerprint(t, store)
	second := mustLoad(t, store, content)
	if !second.NoChange || first.NoChange || fingerprint(t, store) != before {
		t.Errorf("first %v, second %v", first.NoChange, second.NoChange)
	}
	var out strings.Builder
	if err := second.WriteText(&out); err != nil || !strings.Contains(out.String(), "no change") {
		t.Errorf("%s %v", out.String(), err)
	}
}

// countingRecords counts the pages of records that are read.
type countingRecords struct {
	graph.Store
	pages int
}

func (c *countingRecords) Records(ctx context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	c.pages++
	return c.Store.Records(ctx, q)
}

func TestWhereAllRecordsCameAgainNoneIsLookedForThatDidNot(t *testing.T) {
	full := "state AAA A\nstate BBB B\nstate CCC C\nborders AAA BBB\ntreaty T AAA CCC\n"
	for _, mode := range []loaders.Mode{loaders.Whole, loaders.ByFile} {
		loader, store := fake, &countingRecords{Store: emptyStore(t)}
		loader.Mode = mode
		for _, step := range []struct {
			content string
			looks   bool
			removed int
		}{
			{full, false, 0},
			{full, false, 0},
			{strings.Replace(full, "B\n", "Other\n", 1), false, 0},
			{strings.Replace(full, "borders AAA BBB\n", "", 1), true, 1},
			{strings.Replace(full, "borders AAA BBB\n", "borders AAA CCC\n", 1), false, 0},
			{full, true, 1}, // one came and another one did not
		} {
			store.pages = 0
			report, err := load(t, store, loader, runner.Options{AllowShrink: true}, text("f.txt", step.content))
			if looks := store.pages > 0; err != nil || looks != step.looks || report.Result.RelationshipsRemoved != step.removed {
				t.Errorf("%v, %q: %d pages, %+v, %v", mode, step.content, store.pages, report.Result, err)
			}
		}
	}
}

func TestWhatDoesNotComeAgainIsRemovedWithWhatWasDerivedFromIt(t *testing.T) {
	store := emptyStore(t)
	lines := "state CCC Celand\nstate DDD Deland\n"
	for i := range 20 {
		lines += fmt.Sprintf("state X%02d Exland\n", i)
	}
	mustLoad(t, store, lines)
	before := fingerprint(t, store)
	mustLoad(t, store, lines+"treaty pact CCC DDD\n")
	report := mustLoad(t, store, lines)
	if report.Result.NodesRemoved != 2 || report.Result.RelationshipsRemoved != 6 || report.Result.NodesChanged != 1 { // the dataset's fingerprint
		t.Errorf("%+v", report.Result)
	}
	if fingerprint(t, store) != before {
		t.Error("the store is not what it was before the treaty")
	}
}

func TestAnEndThatOnlyTheBundledTableKnowsGetsABareRecordWhateverTheStoreHolds(t *testing.T) {
	plain, filled := emptyStore(t), emptyStore(t)
	other := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:AAA", Name: "Republic of Aland"}})
	other.Dataset, other.Priority = "dataset:other", 90
	if _, err := filled.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{other}}); err != nil {
		t.Fatal(err)
	}
	for _, store := range []graph.Store{plain, filled} {
		mustLoad(t, store, "borders AAA BBB\n")
		statements, err := store.Statements(t.Context(), []graph.ID{"state:AAA"})
		if err != nil {
			t.Fatal(err)
		}
		bare := statements[0][len(statements[0])-1]
		if bare.Dataset != "dataset:fake" || bare.Label != graph.LabelState || bare.Properties["name"] != "Aland" || len(bare.Properties) != 1 {
			t.Errorf("%+v", bare)
		}
	}
	if _, err := filled.Retract(t.Context(), "dataset:other"); err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, plain) != fingerprint(t, filled) {
		t.Error("what a load leaves depends on what was there before")
	}
}

func TestARelationshipToNobodyIsRejectedAndTheRestOfTheRowLoaded(t *testing.T) {
	store := emptyStore(t)
	report := mustLoad(t, store, "state CCC Celand\ntreaty pact CCC ZZZ\nborders CCC AAA\n")
	if report.Read != 3 || report.Accepted != 2 || report.Rejected != 1 || report.Rules[0].Rule != "dangling" {
		t.Errorf("%+v", report)
	}
	if !strings.Contains(report.Examples[0].Error(), "f.txt:2: ") || !strings.Contains(report.Examples[0].Message, "nothing describes state:ZZZ") {
		t.Errorf("%v", report.Examples[0].Error())
	}
	if report.Result.NodesCreated != 5 || report.Result.RelationshipsCreated != 4 { // not the three about ZZZ
		t.Errorf("%+v", report.Result)
	}
}

func TestARelationshipMayComeBeforeTheNodesItJoins(t *testing.T) {
	for _, batch := range []int{1, 2, 1000} {
		store := emptyStore(t)
		content := "borders CCC DDD\nborders DDD EEE\nstate CCC Celand\nstate DDD Deland\nstate EEE Eland\n"
		report, err := load(t, store, fake, runner.Options{BatchSize: batch}, text("f.txt", content))
		if err != nil || report.Result.RelationshipsCreated != 2 || report.Accepted != 5 {
			t.Errorf("batches of %d: %+v %v", batch, report, err)
		}
		if again, err := load(t, store, fake, runner.Options{BatchSize: batch}, text("f.txt", content)); err != nil || !again.NoChange {
			t.Errorf("batches of %d, again: %+v %v", batch, again.Result, err)
		}
	}
}

func TestALoadLargerThanTheBufferWaitsInAFileWithTheSameOutcome(t *testing.T) {
	content := "state CCC Celand\nbad luck\nborders CCC AAA\nborders CCC ZZZ\nstate CCC Other\nknows Nobody\n"
	var reports []runner.Report
	var prints []string
	for _, buffer := range []int{1, 100_000} {
		store := emptyStore(t)
		report, err := load(t, store, fake, runner.Options{Buffer: buffer}, text("f.txt", content))
		if err != nil {
			t.Fatal(err)
		}
		report.Seconds, report.RowsPerSecond, report.Run = 0, 0, ""
		reports, prints = append(reports, report), append(prints, fingerprint(t, store))
	}
	if diff := cmp.Diff(reports[0], reports[1], cmp.AllowUnexported(runner.Report{})); diff != "" || prints[0] != prints[1] {
		t.Error(diff)
	}
}

func TestAFatalErrorInAnyFileLeavesTheStoreAsItWas(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, "state CCC Celand\n")
	before := fingerprint(t, store)
	_, err := load(t, store, fake, runner.Options{BatchSize: 1}, text("good.txt", "state DDD Deland\nstate EEE Eland\n"), text("wrong.txt", "something else\n"))
	if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "nothing was written") {
		t.Errorf("%v", err)
	}
	runs, _ := store.LoadRuns(t.Context(), 5)
	if fingerprint(t, store) != before || len(runs) != 1 {
		t.Error("something was written")
	}
}

func TestALoadOfWhichNoRowIsAcceptedIsRefused(t *testing.T) {
	store := emptyStore(t)
	mustLoad(t, store, "state CCC Celand\n")
	before := fingerprint(t, store)
	for _, content := range []string{"bad\nbad\n", ""} {
		report, err := load(t, store, fake, runner.Options{AllowShrink: true}, text("f.txt", content))
		if graph.KindOf(err) != graph.KindInvalid || fingerprint(t, store) != before {
			t.Errorf("%q: %v", content, err)
		}
		if report.Rejected != strings.Count(content, "bad") || len(report.Examples) != report.Rejected {
			t.Errorf("%q: the report hides why: %+v", content, report)
		}
	}
}

func TestARelationshipStatedTwiceWithDifferentContentIsRejected(t *testing.T) {
	store := emptyStore(t)
	report := mustLoad(t, store, "state CCC Celand\nsame CCC AAA\nborders CCC AAA\nborders CCC AAA\nstate CCC Other\n")
	if report.Rejected != 1 || report.Rules[0].Rule != "duplicate" || report.Repeated != 1 {
		t.Errorf("%+v", report)
	}
	if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0], "state:CCC was described before") {
		t.Errorf("%q", report.Warnings)
	}
}

func TestALoadThatShrankByMoreThanATenthAsks(t *testing.T) {
	store := emptyStore(t)
	lines := func(n int) (out string) {
		for i := range n {
			out += fmt.Sprintf("state A%03d Land\n", i)
		}
		return out
	}
	mustLoad(t, store, lines(100))
	mustLoad(t, store, lines(90))
	before := fingerprint(t, store)
	if _, err := load(t, store, fake, runner.Options{}, text("f.txt", lines(80))); graph.KindOf(err) != graph.KindConflict ||
		!strings.Contains(err.Error(), "--allow-shrink") || fingerprint(t, store) != before {
		t.Errorf("%v", err)
	}
	if report, err := load(t, store, fake, runner.Options{AllowShrink: true}, text("f.txt", lines(80))); err != nil || report.Result.NodesRemoved != 10 {
		t.Errorf("%+v %v", report, err)
	}
	if _, err := store.Retract(t.Context(), "dataset:fake"); err != nil {
		t.Fatal(err)
	}
	mustLoad(t, store, lines(10)) // what was retracted does not count
}

func TestAssertionsAreCheckedBeforeAnythingIsWritten(t *testing.T) {
	for name, assertions := range map[string]loaders.Assertions{
		"nodes State":              {Nodes: map[graph.Label]int{graph.LabelState: 3}},
		"relationships BORDERS":    {Relationships: map[graph.RelationshipType]int{graph.BordersType: 2}},
		"share of State.capital":   {Filled: map[string]float64{"State.capital": 0.5}},
		"1 unknown names and code": {MaxUnknown: 0.1},
	} {
		store := emptyStore(t)
		loader := fake
		loader.Assertions = assertions
		_, err := load(t, store, loader, runner.Options{}, text("f.txt", "state CCC Celand\nborders CCC AAA\nknows Nobody\n"))
		if graph.KindOf(err) != graph.KindConflict || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		if stats, _ := store.Stats(t.Context()); len(stats.Datasets) != 0 {
			t.Errorf("%s: something was written", name)
		}
	}
	meeting := fake
	meeting.Assertions = loaders.Assertions{Nodes: map[graph.Label]int{graph.LabelState: 1}, Filled: map[string]float64{"State.name": 1}, MaxUnknown: 0.5}
	if _, err := load(t, emptyStore(t), meeting, runner.Options{}, text("f.txt", "state CCC Celand\nknows Aland\n")); err != nil {
		t.Error(err)
	}
}

func TestUnknownNamesAreCountedWithTheNearest(t *testing.T) {
	report := mustLoad(t, emptyStore(t), "state CCC Celand\nknows Nobody\nknows Alnd\nknows Nobody\nknows Aland\n")
	want := []loaders.Unknown{
		{Value: "Nobody", Count: 2, Nearest: []graph.Candidate{{ID: "state:AAA", Name: "Aland", Why: "similar name"}}},
		{Value: "Alnd", Count: 1, Nearest: []graph.Candidate{{ID: "state:AAA", Name: "Aland", Why: "similar name"}}},
	}
	if diff := cmp.Diff(want, report.Unknown); diff != "" || report.UnknownCount != 3 {
		t.Error(diff, report.UnknownCount)
	}
}

func TestADryRunCountsWhatALoadWouldDoAndWritesNothing(t *testing.T) {
	store := emptyStore(t)
	const old = "state CCC Celand\nstate DDD Deland\nstate EEE Eland\nborders CCC DDD\nborders CCC AAA\n"
	const changed = "state CCC Newland\nstate DDD Deland\nborders CCC DDD\nstate FFF Fland\nborders CCC FFF\nbad\n"
	mustLoad(t, store, old)
	before := fingerprint(t, store)
	options := runner.Options{DryRun: true, AllowShrink: true}
	dry, err := load(t, store, fake, options, text("f.txt", changed))
	if err != nil {
		t.Fatal(err)
	}
	if runs, _ := store.LoadRuns(t.Context(), 5); fingerprint(t, store) != before || len(runs) != 1 {
		t.Error("a dry run wrote something")
	}
	options.DryRun = false
	real, err := load(t, store, fake, options, text("f.txt", changed))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(real.Result, dry.Result); diff != "" || dry.Rejected != 1 || dry.Accepted != 5 {
		t.Errorf("a dry run says something else than the load: %s", diff)
	}
	if again, err := load(t, store, fake, runner.Options{DryRun: true}, text("f.txt", changed)); err != nil || !again.NoChange {
		t.Errorf("%+v %v", again, err)
	}
}

func TestADatasetThatGrowsFileByFileReplacesOnlyWhatCameWithAFileOfThatName(t *testing.T) {
	loader := fake
	loader.Mode = loaders.ByFile
	monday, tuesday := text("monday.txt", "state CCC Celand\nstate DDD Deland\nborders CCC DDD\n"), text("tuesday.txt", "state CCC Celand\nstate EEE Eland\nborders EEE AAA\n")
	one, other := emptyStore(t), emptyStore(t)
	for _, f := range []input.File{monday, tuesday} {
		if _, err := load(t, one, loader, runner.Options{}, f); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []input.File{tuesday, monday, tuesday} {
		if _, err := load(t, other, loader, runner.Options{}, f); err != nil {
			t.Fatal(err)
		}
	}
	if fingerprint(t, one) != fingerprint(t, other) {
		t.Error("the order of the files shows")
	}
	report, err := load(t, one, loader, runner.Options{AllowShrink: true}, text("monday.txt", "state CCC Celand\n"))
	if err != nil || report.Result.NodesRemoved != 1 || report.Result.RelationshipsRemoved != 1 {
		t.Errorf("%+v %v", report.Result, err)
	}
	if nodes, _ := one.Nodes(t.Context(), []graph.ID{"state:CCC", "state:DDD", "state:EEE"}); nodes[0] == nil || nodes[1] != nil || nodes[2] == nil {
		t.Errorf("%v", nodes)
	}
}

func TestRejectedRowsGoToAFileThatCanBeMendedAndLoaded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rejects.csv")
	report, err := load(t, emptyStore(t), fake, runner.Options{Rejects: path}, text("f.txt", "state CCC Celand\nbad luck\nknows Nobody\nbad again\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	want := "word,first,entente_file,entente_line,entente_column,entente_rule,entente_message\n" +
		"bad,luck,f.txt,2,word,bad-line,want another word\n" +
		"bad,again,f.txt,4,word,bad-line,want another word\n"
	if err != nil || string(got) != want {
		t.Errorf("%s %v", got, err)
	}
	second := strings.TrimSuffix(path, ".csv") + ".f.csv"
	if diff := cmp.Diff([]string{path, second}, report.RejectsFiles); diff != "" {
		t.Error(diff)
	}
	if got, err := os.ReadFile(second); err != nil || !strings.Contains(string(got), "knows,Nobody,f.txt,3,,unknown-name,Nobody is nobody\n") {
		t.Errorf("%s %v", got, err)
	}
}

func TestALoadWhoseRejectsCannotBeWrittenLeavesTheStoreAsItWas(t *testing.T) {
	folder := t.TempDir()
	input := put(t, folder, "f.txt", []byte("state CCC C\nbad\n"))
	paths := map[string]string{filepath.Join(input, "below"): "rejects file", input: "is one of the files to load; name another"}
	if _, err := os.Stat("/dev/full"); err == nil {
		paths["/dev/full"] = "no space left"
	}
	for path, want := range paths {
		store := emptyStore(t)
		report, err := runner.Run(t.Context(), store, fake, runner.Options{Paths: []string{input}, Rejects: path, Identities: table{}})
		if err == nil || !strings.Contains(err.Error(), want) || len(report.RejectsFiles) > 0 {
			t.Errorf("%s: %v, %q", path, err, report.RejectsFiles)
		}
		if stats, _ := store.Stats(t.Context()); len(stats.Datasets) > 0 {
			t.Errorf("%s: %v was written", path, stats.Datasets)
		}
	}
	if content, err := os.ReadFile(input); err != nil || string(content) != "state CCC C\nbad\n" {
		t.Errorf("the input reads %q now: %v", content, err)
	}
}

func TestTheSameFilesInAnotherOrderAreTheSameLoad(t *testing.T) {
	a, b := text("a.txt", "state CCC Celand\n"), text("b.txt", "state CCC Seeland\nborders CCC AAA\n")
	one, other := emptyStore(t), emptyStore(t)
	first, err := load(t, one, fake, runner.Options{}, a, b)
	if err != nil {
		t.Fatal(err)
	}
	second, err := load(t, other, fake, runner.Options{}, b, a)
	if err != nil {
		t.Fatal(err)
	}
	if first.Input != second.Input || fingerprint(t, one) != fingerprint(t, other) {
		t.Errorf("%s and %s, %s and %s", first.Input, second.Input, fingerprint(t, one), fingerprint(t, other))
	}
	if again, err := load(t, one, fake, runner.Options{}, b, a); err != nil || !again.NoChange {
		t.Errorf("%+v %v", again, err)
	}
	inOrder := fake
	inOrder.InOrder = true
	ordered, err := load(t, emptyStore(t), inOrder, runner.Options{}, b, a)
	if err != nil || ordered.Input == first.Input || !slices.Equal(ordered.Files, []string{"b.txt", "a.txt"}) {
		t.Errorf("a loader for which the order counts: %+v %v", ordered, err)
	}
}

const long = "state CCC C\nborders CCC LLL\nstate DDD D\nbad\nstate EEE E\ntreaty pact CCC DDD\nstate FFF F\nstate GGG G\nborders GGG AAA\nstate LLL L\nstate MMM M\n"

func TestAnInterruptedLoadGoesOnToTheSameEnd(t *testing.T) {
	whole := emptyStore(t)
	mustLoad(t, whole, long)
	for fails := 1; fails <= 12; fails++ {
		for _, after := range []bool{false, true} {
			inner := emptyStore(t)
			_, err := load(t, &stumbling{Store: inner, fails: fails, after: after}, fake, runner.Options{BatchSize: 2}, text("f.txt", long))
			if err == nil {
				if fails < 6 {
					t.Errorf("there were only %d batches", fails)
				}
				continue
			}
			report, err := load(t, inner, fake, runner.Options{BatchSize: 2}, text("f.txt", long))
			if err != nil || report.Read != 11 || report.Rejected != 1 || fingerprint(t, inner) != fingerprint(t, whole) {
				t.Errorf("batch %d, after %v: %+v %v", fails, after, report, err)
			}
			if fails > 2 && report.Resumed == 0 {
				t.Errorf("batch %d, after %v: the load began anew", fails, after)
			}
		}
	}
}

func TestALoadThatFailsAtItsFirstBatchDoesNotSayThatItGoesOn(t *testing.T) {
	_, err := load(t, &stumbling{Store: emptyStore(t), fails: 1}, fake, runner.Options{BatchSize: 2}, text("f.txt", long))
	if err == nil || !strings.Contains(err.Error(), "stopped at the first batch; the same command begins anew") {
		t.Errorf("got %v", err)
	}
}

func TestAFileWithoutAnyRowSaysSo(t *testing.T) {
	_, err := load(t, emptyStore(t), fake, runner.Options{}, text("f.txt", ""))
	if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "fake: no row in f.txt; nothing was written") {
		t.Errorf("got %v", err)
	}
}

func TestAnInterruptedLoadBeginsAnewWhereItsRecordsWereRetracted(t *testing.T) {
	whole, store := emptyStore(t), emptyStore(t)
	mustLoad(t, whole, long)
	if _, err := load(t, &stumbling{Store: store, fails: 4}, fake, runner.Options{BatchSize: 2}, text("f.txt", long)); err == nil {
		t.Fatal("the store did not fail")
	}
	if _, err := store.Retract(t.Context(), "dataset:fake"); err != nil {
		t.Fatal(err)
	}
	report, err := load(t, store, fake, runner.Options{BatchSize: 2}, text("f.txt", long))
	if err != nil || fingerprint(t, store) != fingerprint(t, whole) || report.Resumed != 0 || report.Read != 11 {
		t.Errorf("%+v %v", report, err)
	}
}

func TestAnotherInputDoesNotGoOnWhereAnInterruptedOneStopped(t *testing.T) {
	store, whole := emptyStore(t), emptyStore(t)
	if _, err := load(t, &stumbling{Store: store, fails: 4}, fake, runner.Options{BatchSize: 2}, text("f.txt", long)); err == nil {
		t.Fatal("the store did not fail")
	}
	mustLoad(t, store, "state NNN N\n"+long)
	mustLoad(t, whole, "state NNN N\n"+long)
	if fingerprint(t, store) != fingerprint(t, whole) {
		t.Error("the store holds something else than the file")
	}
}

func TestCancelingStopsBetweenTwoBatchesAndSaysHowToGoOn(t *testing.T) {
	whole, store := emptyStore(t), emptyStore(t)
	mustLoad(t, whole, long)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stopping := &stumbling{Store: store, fails: 3, after: true, then: cancel}
	_, err := runner.Run(ctx, stopping, fake, runner.Options{BatchSize: 2, Files: []input.File{text("f.txt", long)}, Identities: table{}})
	if graph.KindOf(err) != graph.KindCanceled || !strings.Contains(err.Error(), "the same command goes on") {
		t.Fatalf("%v", err)
	}
	runs, _ := store.LoadRuns(t.Context(), 1)
	if len(runs) != 1 || runs[0].Status != graph.LoadStopped || runs[0].Position == 0 {
		t.Errorf("%+v", runs)
	}
	if report, err := load(t, store, fake, runner.Options{BatchSize: 2}, text("f.txt", long)); err != nil || report.Resumed == 0 || fingerprint(t, store) != fingerprint(t, whole) {
		t.Errorf("%+v %v", report, err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := runner.Run(ctx, emptyStore(t), fake, runner.Options{Files: []input.File{text("f.txt", long)}}); graph.KindOf(err) != graph.KindCanceled {
		t.Errorf("canceled before it began: %v", err)
	}
}

func TestALoaderWithoutFilesOfItsOwnAsksForThem(t *testing.T) {
	if _, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{}); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("%v", err)
	}
}

func TestWhatWouldHoldOnNoDayIsRejectedAndNeverStoredUnnoticed(t *testing.T) {
	store := emptyStore(t)
	report := mustLoad(t, store, "lasted AAA 1950-06-25 1950-06-25\nlasted BBB 1950-06-25 1950-06-26\nlasted CCC 1950 1950\n")
	if report.Accepted != 2 || report.Rejected != 1 || report.Rules[0].Rule != "empty-period" {
		t.Errorf("%+v", report)
	}
	if !strings.Contains(report.Examples[0].Error(), "f.txt:1: state:AAA: starts and ends on 1950-06-25 and so holds on no day") {
		t.Error(report.Examples[0].Error())
	}
}

// TestWhatEndsBeforeItStartsIsRejected whatever loader it came from, and the rest is loaded.
func TestWhatEndsBeforeItStartsIsRejected(t *testing.T) {
	report := mustLoad(t, emptyStore(t), "lasted AAA 2001-12-31 2000\nlasted BBB 1950 1951\n")
	if report.Accepted != 1 || report.Rejected != 1 || report.Rules[0].Rule != "ontology" {
		t.Fatalf("%+v", report)
	}
	if text := report.Examples[0].Error(); !strings.Contains(text, "f.txt:1: ") || !strings.Contains(text, "period 2001-12-31 to 2000: ends before it starts") {
		t.Error(text)
	}
}

func TestInAStoreWithoutTheBundledDatasetTheTableSaysWhoIsMeant(t *testing.T) {
	known := map[graph.ID]*graph.State{}
	for id, name := range map[graph.ID]string{"state:AAA": "Aland", "state:CCC": "Celand of the table"} {
		s := &graph.State{Header: graph.Header{
			ID: id, Name: name, Identifiers: []graph.Identifier{{Scheme: graph.SchemeCOW, Value: "7"}},
			Period: graph.Since(graph.YearOnly(1918)),
		}}
		known[id] = s
	}
	bundled := loaders.Bundled{Dataset: "dataset:bundled", Node: func(id graph.ID) graph.Node {
		if n := known[id]; n != nil {
			return n
		}
		return nil
	}}
	const content = "state CCC Celand\nborders CCC AAA\n"
	store := emptyStore(t)
	for range 2 { // the second time nothing changes
		report, err := load(t, store, fake, runner.Options{Bundled: bundled}, text("f.txt", content))
		if err != nil {
			t.Fatal(err)
		}
		nodes, err := store.Nodes(t.Context(), []graph.ID{"state:AAA", "state:CCC"})
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range []string{"Aland", "Celand"} { // the dataset's own name goes first
			h := nodes[i].Head()
			if h.Name != name || len(h.Identifiers) != 1 || h.Period.Text() != "since 1918" {
				t.Errorf("%+v", h)
			}
		}
		if report.Result.NodesRemoved+report.Result.RelationshipsRemoved > 0 {
			t.Errorf("%+v", report.Result)
		}
	}
	if report, err := load(t, store, fake, runner.Options{Bundled: bundled}, text("f.txt", content)); err != nil || !report.NoChange {
		t.Errorf("again: %+v %v", report.Result, err)
	}
	record := graph.NewNodeRecord(&graph.Dataset{Header: graph.Header{ID: "dataset:bundled", Name: "Bundled"}})
	record.Dataset = "dataset:bundled"
	if _, err := store.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{record}}); err != nil {
		t.Fatal(err)
	}
	if _, err := load(t, store, fake, runner.Options{Bundled: bundled}, text("f.txt", content)); err != nil {
		t.Fatal(err)
	}
	nodes, err := store.Nodes(t.Context(), []graph.ID{"state:CCC"})
	if err != nil || nodes[0].Head().Period != (graph.Period{}) {
		t.Errorf("the bundled dataset speaks for itself: %+v %v", nodes[0].Head(), err)
	}
}
