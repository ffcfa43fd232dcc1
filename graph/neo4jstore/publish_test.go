package neo4jstore_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// inBatches cuts a batch into those of a run; the last one finishes it.
func inBatches(b graph.Batch, id string, size int) (out []graph.Batch) {
	run := func(status graph.LoadRunStatus) *graph.LoadRun {
		return &graph.LoadRun{ID: id, Dataset: dataset, Status: status, Started: time.Date(2024, 10, 15, 12, 0, 0, 0, time.UTC), Position: len(out) + 1}
	}
	for i := 0; i < len(b.Nodes); i += size {
		out = append(out, graph.Batch{Nodes: b.Nodes[i:min(i+size, len(b.Nodes))], Run: run(graph.LoadRunning)})
	}
	for i := 0; i < len(b.Relationships); i += size {
		out = append(out, graph.Batch{Relationships: b.Relationships[i:min(i+size, len(b.Relationships))], Run: run(graph.LoadRunning)})
	}
	out[0].RemoveNodes, out[0].RemoveRelationships = b.RemoveNodes, b.RemoveRelationships
	return append(out, graph.Batch{Run: run(graph.LoadFinished)})
}

func inSteps(url string) neo4jstore.Options {
	return neo4jstore.Options{URL: url, CommitRecords: 50}
}

// history is all that a store says of its past, times left out.
func history(t *testing.T, s graph.Store) (commits []graph.Commit, changes []graph.Change) {
	t.Helper()
	commits, err := s.Commits(t.Context(), graph.CommitQuery{First: 100})
	if err != nil {
		t.Fatal(err)
	}
	for i := range commits {
		commits[i].Time = time.Time{}
		commits[i].Result.NodesUnchanged, commits[i].Result.RelationshipsUnchanged = 0, 0
	}
	for q := (graph.ChangeQuery{Limit: 70}); ; {
		page, err := s.Changes(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, page.Changes...)
		if q.After = page.Next; q.After == "" {
			return commits, changes
		}
	}
}

// load applies the batches of two loads, the second of which changes, removes and moves much, and a retraction.
func load(t *testing.T, s graph.Store) {
	t.Helper()
	for _, b := range twoLoads() {
		apply(t, s, b)
	}
	if _, err := s.Retract(t.Context(), dataset); err != nil {
		t.Fatal(err)
	}
}

func twoLoads() []graph.Batch {
	first, second := ring(120), ring(120)
	second.Nodes, second.Relationships = second.Nodes[:100], second.Relationships[:90]
	for i := range first.Nodes[100:] {
		second.RemoveNodes = append(second.RemoveNodes, first.Nodes[100+i].Key())
	}
	for i := range first.Relationships[90:] {
		second.RemoveRelationships = append(second.RemoveRelationships, first.Relationships[90+i].ID())
	}
	for i := range second.Nodes {
		if i%3 == 0 {
			second.Nodes[i].Locator = "changed"
		}
		if i%7 == 0 {
			second.Nodes[i].Part = "moved"
		}
	}
	for i := range second.Relationships {
		if i%2 == 0 {
			second.Relationships[i].Locator = "changed"
		}
	}
	batches := inBatches(first, "one", 30)
	repeated := ring(120) // what comes again with other content
	repeated.Nodes, repeated.Relationships = repeated.Nodes[:20], repeated.Relationships[:20]
	for i := range repeated.Nodes {
		repeated.Nodes[i].Locator = "again"
		repeated.Relationships[i].Locator = "again"
	}
	again := inBatches(repeated, "one", 30)
	batches = append(append(batches[:len(batches)-1:len(batches)-1], again[:2]...), batches[len(batches)-1])
	return append(batches, inBatches(second, "two", 25)...)
}

func TestALargeCommitIsTheSameAsASmallOne(t *testing.T) {
	open(t)
	s := reopen(t, inSteps(neo4jtest.URL(t)))
	load(t, s)
	m := memstore.New()
	load(t, m)
	gotCommits, gotChanges := history(t, s)
	wantCommits, wantChanges := history(t, m)
	if diff := cmp.Diff(wantCommits, gotCommits); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantChanges, gotChanges); diff != "" {
		t.Error(diff)
	}
	for _, c := range wantCommits {
		r, _, err := s.At(t.Context(), graph.KnownAt{Commit: c.Number})
		if err != nil {
			t.Fatal(err)
		}
		if stats, err := r.Stats(t.Context()); err != nil || stats.Fingerprint != c.Fingerprint {
			t.Errorf("commit %d: %+v, %v", c.Number, stats, err)
		}
	}
	if rows := cypher(t, "MATCH (g:EntenteGathered) RETURN count(g)"); rows[0].Values[0] != int64(0) {
		t.Errorf("%v blocks are left of what was gathered", rows[0].Values[0])
	}
}

// TestAPublicationIsBroughtToItsEndWhateverCommitIsLost cuts one COMMIT after the other of a load that takes several
// transactions to publish, and lets another process look meanwhile.
func TestAPublicationIsBroughtToItsEndWhateverCommitIsLost(t *testing.T) {
	open(t)
	watch := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	b := ring(60)
	want := sum(b)
	for number := 1; ; number++ {
		for _, passes := range []bool{false, true} {
			proxy := newProxy(t, neo4jtest.URL(t))
			o := inSteps(proxy.url)
			s := reopen(t, o)
			proxy.cutCommit(number, passes)
			for _, part := range inBatches(b, fmt.Sprintf("run %d %v", number, passes), 40) {
				apply(t, s, part)
				if got := fingerprint(t, watch); got != want && got != (graph.Hash{}) {
					t.Fatalf("commit %d: half a load was seen: %v", number, got)
				}
			}
			cut := proxy.cut()
			if got := fingerprint(t, s); got != want {
				t.Fatalf("commit %d, passes %v: fingerprint %v, want %v", number, passes, got, want)
			}
			if page, err := s.Records(t.Context(), graph.RecordQuery{Limit: 1000}); err != nil || len(page.Nodes)+len(page.Relationships) != 120 {
				t.Fatalf("commit %d: %d nodes, %d relationships, %v", number, len(page.Nodes), len(page.Relationships), err)
			}
			commits, err := s.Commits(t.Context(), graph.CommitQuery{First: 1})
			if err != nil || commits[0].Result.NodesCreated != 60 || commits[0].Result.RelationshipsCreated != 60 {
				t.Fatalf("commit %d: %+v, %v", number, commits, err)
			}
			if _, err := watch.Retract(t.Context(), dataset); err != nil {
				t.Fatal(err)
			}
			if !cut {
				t.Logf("%d commits", number-1)
				if number < 8 {
					t.Error("too few to tell anything")
				}
				return
			}
		}
	}
}

func TestAPublicationWhoseProcessIsGoneIsFinishedByAnother(t *testing.T) {
	for name, goOn := range map[string]func(t *testing.T, s *neo4jstore.Store){
		"that opens the store": func(t *testing.T, s *neo4jstore.Store) {
			for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
				if commits, err := s.Commits(t.Context(), graph.CommitQuery{First: 1}); err == nil && len(commits) == 1 {
					return
				}
			}
		},
		"that writes": func(t *testing.T, s *neo4jstore.Store) {
			apply(t, s, graph.Batch{Nodes: []graph.NodeRecord{state("AAA")}})
		},
		"that loads the same": func(t *testing.T, s *neo4jstore.Store) {
			batches := inBatches(ring(60), "one", 40)
			apply(t, s, batches[len(batches)-1])
		},
	} {
		t.Run(name, func(t *testing.T) {
			open(t)
			watch := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
			proxy := newProxy(t, neo4jtest.URL(t))
			o := inSteps(proxy.url)
			o.RetryTime = 300 * time.Millisecond
			s := reopen(t, o)
			b := ring(60)
			batches := inBatches(b, "one", 40)
			for _, part := range batches[:len(batches)-1] {
				apply(t, s, part)
			}
			proxy.cutCommit(2, true) // the first step's
			proxy.thenStop()
			if _, err := s.Apply(t.Context(), batches[len(batches)-1]); graph.KindOf(err) != graph.KindUnavailable {
				t.Fatalf("%v", err)
			}
			var err error
			for wait := 300 * time.Millisecond; wait < time.Minute; wait *= 2 { // a busy server may not say so much in time
				short, cancel := context.WithTimeout(t.Context(), wait)
				_, err = watch.Stats(short)
				cancel()
				if graph.KindOf(err) != graph.KindTimeout {
					break
				}
			}
			if graph.KindOf(err) != graph.KindUnavailable || !strings.Contains(err.Error(), "being published") {
				t.Errorf("a reader meanwhile: %v", err)
			}
			other := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t), CommitRecords: 30})
			goOn(t, other)
			if got := fingerprint(t, watch); got != sum(b) {
				t.Errorf("fingerprint %v, want %v", got, sum(b))
			}
			if commits, err := other.Commits(t.Context(), graph.CommitQuery{First: 9}); err != nil || len(commits) != 1 || commits[0].Run != "one" {
				t.Errorf("%+v, %v", commits, err)
			}
			if runs, err := other.LoadRuns(t.Context(), 9); err != nil || len(runs) != 1 || runs[0].Status != graph.LoadFinished {
				t.Errorf("%+v, %v", runs, err)
			}
		})
	}
}

func TestARunWhoseGatheringAnotherLoadHasDiscardedIsRefused(t *testing.T) {
	s := open(t)
	other := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	one, two := inBatches(ring(40), "one", 20), inBatches(ring(30), "two", 20)
	apply(t, s, one[0])
	apply(t, other, two[0])
	for _, b := range []graph.Batch{one[1], one[len(one)-1]} {
		if _, err := s.Apply(t.Context(), b); graph.KindOf(err) != graph.KindConflict || !strings.Contains(err.Error(), "discarded: another load") {
			t.Errorf("%v", err)
		}
	}
	for _, b := range two[1:] {
		apply(t, other, b)
	}
	if got := fingerprint(t, s); got != sum(ring(30)) {
		t.Errorf("fingerprint %v", got)
	}
}

func TestARunGoesOnInAnotherProcess(t *testing.T) {
	open(t)
	b := ring(100)
	batches := inBatches(b, "one", 30)
	for _, part := range batches { // each by a process of its own
		apply(t, reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)}), part)
	}
	s := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	if got := fingerprint(t, s); got != sum(b) {
		t.Errorf("fingerprint %v, want %v", got, sum(b))
	}
}

// TestALargeLoadThatOnlyMovesRecordsLeavesNoBlocks: it makes no commit, and the number is the next one's.
func TestALargeLoadThatOnlyMovesRecordsLeavesNoBlocks(t *testing.T) {
	open(t)
	s := reopen(t, inSteps(neo4jtest.URL(t)))
	b := ring(100)
	for _, part := range inBatches(b, "first", 40) {
		apply(t, s, part)
	}
	for i := range b.Relationships {
		b.Relationships[i].Part = "moved.csv"
	}
	for _, part := range inBatches(b, "moved", 40) {
		apply(t, s, part)
	}
	removed := apply(t, s, graph.Batch{RemoveRelationships: []graph.ID{b.Relationships[0].ID()}})
	if removed.RelationshipsRemoved != 1 {
		t.Errorf("%+v", removed)
	}
	changes, err := s.Changes(t.Context(), graph.ChangeQuery{Since: 1, Limit: 10})
	if err != nil || len(changes.Changes) != 1 {
		t.Errorf("%+v, %v", changes, err)
	}
}
