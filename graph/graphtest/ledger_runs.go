package graphtest

import (
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// loadRun is the mark of a load of dataset alpha that is under way.
func loadRun(id string, position int) *graph.LoadRun {
	return &graph.LoadRun{
		ID: id, Dataset: alpha, Input: "i", Files: []string{"a.csv"}, Status: graph.LoadRunning,
		Position: position,
		Started:  time.Date(2024, 10, 15, 12, 0, 0, 0, time.UTC),
	}
}

// with gives the mark another status.
func with(run *graph.LoadRun, status graph.LoadRunStatus) *graph.LoadRun {
	run.Status = status
	if status == graph.LoadFinished {
		run.Finished = run.Started.Add(time.Minute)
	}
	return run
}

// ofDataset gives the mark another dataset.
func ofDataset(run *graph.LoadRun, dataset graph.ID) *graph.LoadRun {
	run.Dataset = dataset
	return run
}

// unseen checks that the store is what it was.
func unseen(t *testing.T, s graph.Store, before graph.Stats, commits int) {
	t.Helper()
	same(t, "stats while a run is under way", before, stats(t, s))
	same(t, "commits while a run is under way", commits, len(allCommits(t, s, 100)))
	r, _ := at(t, s, graph.KnownAt{})
	same(t, "stats of the newest commit", before, stats(t, r))
}

// over checks that a run was discarded: it is marked as failed, and takes no more batches.
func over(t *testing.T, s graph.Store, id string) {
	t.Helper()
	for _, run := range must(s.LoadRuns(t.Context(), 10))(t) {
		if run.ID == id {
			same(t, "status of the discarded run", graph.LoadFailed, run.Status)
		}
	}
	for _, status := range []graph.LoadRunStatus{graph.LoadRunning, graph.LoadFinished} {
		wantKind(t, failure(s.Apply(t.Context(), graph.Batch{Run: with(loadRun(id, 9), status), Nodes: states("LATE")})), graph.KindConflict)
	}
}

var runCases = []testCase{
	{"what a run gathers is not seen until it has finished, and then at once", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "X"), pairs("A-X")...)
		before := stats(t, s)
		var sum graph.ApplyResult
		for i, b := range []graph.Batch{
			{Nodes: []graph.NodeRecord{state("A", "New"), states("B")[0]}},
			{Relationships: pairs("A-B", "B-A")}, // to what the run has gathered
			{RemoveNodes: []string{"state:X|dataset:alpha|"}, RemoveRelationships: recordIDs(pairs("A-X")...)},
			{Nodes: states("C"), Relationships: pairs("C-B", "C-A")},
		} {
			b.Run = loadRun("one", i+1)
			sum = sum.Add(apply(t, s, b))
			unseen(t, s, before, 1)
			same(t, "name before its time", "State A", nameOf(t, s, "state:A"))
			same(t, "found before its time", stateIDs(), find(t, s, graph.NodeQuery{Text: "state b", First: 5}))
		}
		same(t, "results", graph.ApplyResult{NodesCreated: 2, NodesChanged: 1, NodesRemoved: 1, RelationshipsCreated: 4, RelationshipsRemoved: 1}, sum)
		apply(t, s, graph.Batch{Run: with(loadRun("one", 5), graph.LoadFinished), Nodes: states("D")})
		answersAs(t, NewModel([]graph.NodeRecord{state("A", "New"), states("B")[0], states("C")[0], states("D")[0]},
			pairs("A-B", "B-A", "C-B", "C-A")), s)
		got := newest(t, s)
		sum.NodesCreated++
		got.Result.NodesUnchanged, got.Result.RelationshipsUnchanged = 0, 0
		same(t, "commit", graph.Commit{
			Number: 2, Kind: graph.CommitLoad, Time: got.Time, Dataset: alpha, Run: "one", Result: sum,
			Fingerprint: stats(t, s).Fingerprint,
		}, got)
		same(t, "runs", []graph.LoadRun{*with(loadRun("one", 5), graph.LoadFinished)}, must(s.LoadRuns(t.Context(), 5))(t))
	}},
	{"the marks of a run that is under way are seen", func(t *testing.T, s graph.Store) {
		apply(t, s, graph.Batch{Run: loadRun("one", 3), Nodes: states("A")})
		same(t, "runs", []graph.LoadRun{*loadRun("one", 3)}, must(s.LoadRuns(t.Context(), 5))(t))
	}},
	{"a run that changes nothing is no commit", func(t *testing.T, s graph.Store) {
		b := graph.Batch{Nodes: states("A", "B"), Relationships: pairs("A-B")}
		apply(t, s, b)
		b.Run = loadRun("one", 3)
		same(t, "result", graph.ApplyResult{NodesUnchanged: 2, RelationshipsUnchanged: 1}, apply(t, s, b))
		apply(t, s, graph.Batch{Run: with(loadRun("one", 3), graph.LoadFinished)})
		same(t, "commits", 1, len(allCommits(t, s, 5)))
	}},
	{"a run that ends in one batch is one commit", func(t *testing.T, s graph.Store) {
		apply(t, s, graph.Batch{Run: with(loadRun("one", 3), graph.LoadFinished), Nodes: states("A")})
		c := newest(t, s)
		same(t, "commit", []any{int64(1), graph.CommitLoad, "one"}, []any{c.Number, c.Kind, c.Run})
		same(t, "name", "State A", nameOf(t, s, "state:A"))
	}},
	{"a run that was stopped goes on where it was", func(t *testing.T, s graph.Store) {
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("A", "B")})
		apply(t, s, graph.Batch{Run: with(loadRun("one", 1), graph.LoadStopped)})
		put(t, s, []graph.NodeRecord{by(state("M", "of another"), beta, 1)}) // meanwhile
		unseen(t, s, stats(t, s), 1)
		apply(t, s, graph.Batch{Run: loadRun("one", 2), Relationships: pairs("A-B")})
		apply(t, s, graph.Batch{Run: with(loadRun("one", 2), graph.LoadFinished)})
		st := stats(t, s)
		same(t, "nodes", map[graph.Label]int{graph.LabelState: 3}, st.Nodes)
		same(t, "relationships", map[graph.RelationshipType]int{graph.AlliedWithType: 1}, st.Relationships)
	}},
	{"a run that failed leaves nothing, and is over", func(t *testing.T, s graph.Store) {
		put(t, s, states("K"))
		before := stats(t, s)
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("A"), RemoveNodes: []string{"state:K|dataset:alpha|"}})
		apply(t, s, graph.Batch{Run: with(loadRun("one", 1), graph.LoadFailed)})
		unseen(t, s, before, 1)
		over(t, s, "one")
		unseen(t, s, before, 1)
	}},
	{"a run that begins discards what an unfinished one has gathered", func(t *testing.T, s graph.Store) {
		put(t, s, states("K"))
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("A"), RemoveNodes: []string{"state:K|dataset:alpha|"}})
		apply(t, s, graph.Batch{Run: loadRun("two", 1), Nodes: states("B")})
		over(t, s, "one")
		wantKind(t, failure(s.Apply(t.Context(), graph.Batch{Run: loadRun("two", 2), Relationships: pairs("A-B")})), graph.KindInvalid)
		apply(t, s, graph.Batch{Run: with(loadRun("two", 2), graph.LoadFinished), Nodes: states("C")})
		same(t, "nodes", stateIDs("B", "C", "K"), find(t, s, graph.NodeQuery{First: 10}))
		same(t, "runs", 2, len(must(s.LoadRuns(t.Context(), 5))(t)))
	}},
	{"a retraction discards what a run of the dataset has gathered, and no other", func(t *testing.T, s graph.Store) {
		put(t, s, states("K"))
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("A")})
		apply(t, s, graph.Batch{Run: ofDataset(loadRun("two", 1), beta), Nodes: []graph.NodeRecord{by(state("B", "B"), beta, 1)}})
		retract(t, s, alpha)
		over(t, s, "one")
		apply(t, s, graph.Batch{Run: ofDataset(with(loadRun("two", 1), graph.LoadFinished), beta)})
		same(t, "nodes", stateIDs("B"), find(t, s, graph.NodeQuery{First: 10}))
	}},
	{"runs of several datasets gather apart", func(t *testing.T, s graph.Store) {
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("A")})
		apply(t, s, graph.Batch{Run: ofDataset(loadRun("two", 1), beta), Nodes: []graph.NodeRecord{by(state("B", "B"), beta, 1)}})
		unknown := graph.Batch{Run: ofDataset(loadRun("two", 2), beta), Relationships: []graph.RelationshipRecord{allied("A", "B", "", from(beta))}}
		wantKind(t, failure(s.Apply(t.Context(), unknown)), graph.KindInvalid)
		wantKind(t, failure(s.Apply(t.Context(), graph.Batch{Relationships: pairs("A-A")})), graph.KindInvalid, "an edit does not see it either")
		apply(t, s, graph.Batch{Run: ofDataset(with(loadRun("two", 2), graph.LoadFinished), beta)})
		same(t, "nodes", stateIDs("B"), find(t, s, graph.NodeQuery{First: 10}))
		apply(t, s, graph.Batch{Run: with(loadRun("one", 2), graph.LoadFinished), Relationships: pairs("A-B")})
		same(t, "nodes", stateIDs("A", "B"), find(t, s, graph.NodeQuery{First: 10}))
		commits := lists.Map(allCommits(t, s, 5), func(c graph.Commit) string { return c.Run + " of " + string(c.Dataset) })
		same(t, "commits", []string{"two of dataset:beta", "one of dataset:alpha"}, commits)
	}},
	{"what a run has said holds when it has finished, whatever others wrote meanwhile", func(t *testing.T, s graph.Store) {
		// The run brings A as another, B anew and takes away G.
		put(t, s, states("A", "G", "H"))
		apply(t, s, graph.Batch{
			Run: loadRun("one", 1), Nodes: []graph.NodeRecord{state("A", "New"), states("B")[0]},
			Relationships: pairs("A-B", "B-H"), RemoveNodes: []string{"state:G|dataset:alpha|"},
		})
		put(t, s, []graph.NodeRecord{state("A", "Edited"), by(state("A", "Beta's"), beta, 1), state("G", "Edited")})
		apply(t, s, graph.Batch{Nodes: states("B"), RemoveNodes: []string{"state:H|dataset:alpha|"}})
		apply(t, s, graph.Batch{Run: with(loadRun("one", 2), graph.LoadFinished)})
		answersAs(t, NewModel([]graph.NodeRecord{state("A", "New"), states("B")[0], by(state("A", "Beta's"), beta, 1)},
			pairs("A-B", "B-H")), s)
		c := newest(t, s)
		c.Result.NodesUnchanged, c.Result.RelationshipsUnchanged = 0, 0
		same(t, "result", graph.ApplyResult{NodesChanged: 1, NodesRemoved: 1, RelationshipsCreated: 2}, c.Result)
	}},
	{"a run may replace and remove what it has gathered", func(t *testing.T, s graph.Store) {
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("A", "B"), Relationships: pairs("A-B")})
		same(t, "again", graph.ApplyResult{NodesUnchanged: 1, NodesChanged: 1, RelationshipsRemoved: 1},
			apply(t, s, graph.Batch{
				Run:   loadRun("one", 2),
				Nodes: []graph.NodeRecord{states("A")[0], state("B", "Other")}, RemoveRelationships: recordIDs(pairs("A-B")...),
			}))
		apply(t, s, graph.Batch{Run: loadRun("one", 3), RemoveNodes: []string{"state:A|dataset:alpha|"}})
		apply(t, s, graph.Batch{Run: with(loadRun("one", 3), graph.LoadFinished)})
		same(t, "nodes", stateIDs("B"), find(t, s, graph.NodeQuery{First: 10}))
		same(t, "name", "Other", nameOf(t, s, "state:B"))
		same(t, "changes", 1, len(allChanges(t, s, graph.ChangeQuery{Limit: 10})))
	}},
	{"a bad batch of a run leaves what it had gathered", func(t *testing.T, s graph.Store) {
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("A")})
		wantKind(t, failure(s.Apply(t.Context(), graph.Batch{Run: loadRun("one", 2), Nodes: states("B"), Relationships: pairs("A-Z")})), graph.KindInvalid)
		apply(t, s, graph.Batch{Run: with(loadRun("one", 2), graph.LoadFinished)})
		same(t, "nodes", stateIDs("A"), find(t, s, graph.NodeQuery{First: 10}))
	}},
}
