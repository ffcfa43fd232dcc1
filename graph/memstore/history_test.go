package memstore_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// TestAnyHistoryLeavesWhatAMapWouldHold writes, gathers, publishes, retracts, compacts and reopens at random, and
// compares with two maps: those of now, and those of each commit.
func TestAnyHistoryLeavesWhatAMapWouldHold(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n, ".db"))
		defer func() { _ = os.Remove(path) }()
		h := &history{path: path, now: noRecords()}
		h.open(t)
		defer func() { _ = h.store.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"edit": h.edit, "gather": h.gather, "publish": h.publish, "retract": h.retract, "compact": h.compact,
			"reopen": func(t *rapid.T) {
				if err := h.store.Close(); err != nil {
					t.Fatalf("Close: %v", err)
				}
				h.open(t)
			},
			"": h.check,
		})
	})
}

// records are those of a state by key.
type records struct {
	nodes map[string]graph.NodeRecord
	links map[graph.ID]graph.RelationshipRecord
}

func noRecords() records {
	return records{map[string]graph.NodeRecord{}, map[graph.ID]graph.RelationshipRecord{}}
}

func (m records) copy() records { return records{maps.Clone(m.nodes), maps.Clone(m.links)} }

func (m records) apply(b graph.Batch) {
	for i := range b.Nodes {
		m.nodes[b.Nodes[i].Key()] = b.Nodes[i]
	}
	for i := range b.Relationships {
		m.links[b.Relationships[i].ID()] = b.Relationships[i]
	}
	for _, key := range b.RemoveNodes {
		delete(m.nodes, key)
	}
	for _, id := range b.RemoveRelationships {
		delete(m.links, id)
	}
}

func (m records) retract(d graph.ID) {
	maps.DeleteFunc(m.nodes, func(_ string, r graph.NodeRecord) bool { return r.Dataset == d })
	maps.DeleteFunc(m.links, func(_ graph.ID, r graph.RelationshipRecord) bool { return r.Dataset == d })
}

func (m records) equal(o records) bool {
	return cmp.Equal(m, o, cmp.AllowUnexported(records{}), cmpopts.EquateEmpty())
}

// history is a store and what it must hold.
type history struct {
	path    string
	store   *memstore.Store
	now     records
	commits []kept        // all that are known
	pending []graph.Batch // that the unfinished run has gathered
	runs    int
}

type kept struct {
	graph.Commit
	records
}

func (h *history) open(t *rapid.T) {
	s, err := memstore.Open(h.path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	h.store = s
}

// changed notes the commit that must have come of it where the maps are other ones.
func (h *history) changed(t *rapid.T, next records, kind graph.CommitKind) {
	page, err := h.store.Commits(bareContext, graph.CommitQuery{First: 1})
	if err != nil {
		t.Fatalf("Commits: %v", err)
	}
	number := int64(0)
	if len(page) > 0 {
		number = page[0].Number
	}
	last := int64(0)
	if n := len(h.commits); n > 0 {
		last = h.commits[n-1].Number
	}
	if h.now.equal(next) {
		if number != last {
			t.Fatalf("commit %d changes nothing", number)
		}
		return
	}
	if number != last+1 || page[0].Kind != kind {
		t.Fatalf("commit %+v, want %d of kind %s", page, last+1, kind)
	}
	h.now = next
	h.commits = append(h.commits, kept{page[0], next.copy()})
}

func (h *history) run(status graph.LoadRunStatus) *graph.LoadRun {
	return &graph.LoadRun{ID: fmt.Sprint("run ", h.runs), Dataset: "dataset:b", Status: status, Started: time.Unix(int64(h.runs), 0).UTC()}
}

// work is what the unfinished run would leave.
func (h *history) work() records {
	out := h.now.copy()
	for _, b := range h.pending {
		out.apply(b)
	}
	return out
}

func (h *history) edit(t *rapid.T) {
	b := drawBatch(t, h.now, "dataset:a", "dataset:c")
	if _, err := h.store.Apply(bareContext, b); err != nil {
		t.Fatalf("Apply: %v", err)
	}
	next := h.now.copy()
	next.apply(b)
	h.changed(t, next, graph.CommitEdit)
}

func (h *history) gather(t *rapid.T) {
	b := drawBatch(t, h.work(), "dataset:b")
	b.Run = h.run(graph.LoadRunning)
	if _, err := h.store.Apply(bareContext, b); err != nil {
		t.Fatalf("Apply: %v", err)
	}
	h.pending = append(h.pending, b)
}

func (h *history) publish(t *rapid.T) {
	b := drawBatch(t, h.work(), "dataset:b")
	b.Run = h.run(graph.LoadFinished)
	if _, err := h.store.Apply(bareContext, b); err != nil {
		t.Fatalf("Apply: %v", err)
	}
	next := h.work()
	next.apply(b)
	h.runs, h.pending = h.runs+1, nil
	h.changed(t, next, graph.CommitLoad)
}

func (h *history) retract(t *rapid.T) {
	d := rapid.SampledFrom([]graph.ID{"dataset:a", "dataset:b", "dataset:c"}).Draw(t, "dataset")
	if _, err := h.store.Retract(bareContext, d); err != nil {
		t.Fatalf("Retract: %v", err)
	}
	next := h.now.copy()
	next.retract(d)
	h.changed(t, next, graph.CommitRetraction)
	if d == "dataset:b" {
		if len(h.pending) > 0 {
			if _, err := h.store.Apply(bareContext, graph.Batch{Run: h.run(graph.LoadFinished)}); graph.KindOf(err) != graph.KindConflict {
				t.Fatalf("a run whose dataset was retracted goes on: %v", err)
			}
		}
		h.runs, h.pending = h.runs+1, nil
	}
}

func (h *history) compact(t *rapid.T) {
	if len(h.commits) == 0 {
		return
	}
	i := rapid.IntRange(0, len(h.commits)-1).Draw(t, "before")
	forgotten, err := h.store.Compact(bareContext, graph.KnownAt{Commit: h.commits[i].Number})
	if err != nil || forgotten != i {
		t.Fatalf("Compact: %d, %v; want %d", forgotten, err, i)
	}
	if i > 0 {
		gone := h.commits[i-1].Commit
		for _, known := range []graph.KnownAt{{Commit: gone.Number}, {Instant: gone.Time}} {
			if _, _, err := h.store.At(bareContext, known); graph.KindOf(err) != graph.KindNotFound {
				t.Fatalf("%s, which was forgotten: %v", known, err)
			}
		}
	}
	h.commits = slices.Clone(h.commits[i:])
}

func (h *history) check(t *rapid.T) {
	compareWithMaps(t, h.store, h.now.nodes, h.now.links)
	if len(h.commits) == 0 {
		return
	}
	c := rapid.SampledFrom(h.commits).Draw(t, "commit")
	known := rapid.SampledFrom([]graph.KnownAt{{Commit: c.Number}, {Instant: c.Time}}).Draw(t, "known at")
	at, got, err := h.store.At(bareContext, known)
	if err != nil {
		t.Fatalf("At(%s): %v", known, err)
	}
	if diff := cmp.Diff(c.Commit, got); diff != "" {
		t.Fatalf("At(%s):\n%s", known, diff)
	}
	compareWithMaps(t, at, c.nodes, c.links)
}

func drawBatch(t *rapid.T, now records, sets ...graph.ID) graph.Batch {
	nodes, links := now.nodes, now.links
	set := rapid.SampledFrom(sets)
	var b graph.Batch
	used, alive := map[string]bool{}, map[graph.ID]bool{}
	for _, r := range nodes {
		alive[r.ID] = true
	}
	for _, r := range links {
		alive[r.From], alive[r.To] = true, true
	}
	id := rapid.Custom(func(t *rapid.T) graph.ID {
		return graph.ID(fmt.Sprintf("state:S%d", rapid.IntRange(0, 300).Draw(t, "number")))
	})
	for range rapid.IntRange(0, 20).Draw(t, "nodes") {
		n := &graph.State{}
		n.ID, n.Name = id.Draw(t, "id"), rapid.SampledFrom([]string{"X", "Y Z", "X Y"}).Draw(t, "name")
		r := graph.NewNodeRecord(n)
		r.Dataset, r.Part = set.Draw(t, "dataset"), rapid.SampledFrom([]string{"", "p"}).Draw(t, "part")
		if key := r.Key(); !used[key] {
			used[key] = true
			alive[r.ID] = true
			b.Nodes = append(b.Nodes, r)
		}
	}
	for range rapid.IntRange(0, 20).Draw(t, "relationships") {
		rel := &graph.Borders{Kind: rapid.SampledFrom([]graph.Text{"LAND", "WATER_12"}).Draw(t, "kind")}
		rel.FromID, rel.ToID, rel.DatasetID = id.Draw(t, "from"), id.Draw(t, "to"), set.Draw(t, "dataset")
		r := graph.NewRelationshipRecord(rel, "")
		if key := string(r.ID()); !used[key] && alive[r.From] && alive[r.To] {
			used[key] = true
			b.Relationships = append(b.Relationships, r)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(nodes)) {
		if !used[key] && slices.Contains(sets, nodes[key].Dataset) && rapid.IntRange(0, 9).Draw(t, "remove node") == 0 {
			b.RemoveNodes = append(b.RemoveNodes, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(links)) {
		if !used[string(key)] && slices.Contains(sets, links[key].Dataset) && rapid.IntRange(0, 9).Draw(t, "remove relationship") == 0 {
			b.RemoveRelationships = append(b.RemoveRelationships, key)
		}
	}
	return b
}

func compareWithMaps(t *rapid.T, s graph.Reader, nodes map[string]graph.NodeRecord, links map[graph.ID]graph.RelationshipRecord) {
	page, err := s.Records(bareContext, graph.RecordQuery{Limit: graph.MaxRecords})
	if err != nil || page.Next != "" {
		t.Fatalf("Records: %v, next %q", err, page.Next)
	}
	var sum graph.Hash
	gotNodes, gotLinks := map[string]graph.NodeRecord{}, map[graph.ID]graph.RelationshipRecord{}
	ids, touched := map[graph.ID]bool{}, map[graph.ID][2]int{}
	for _, r := range page.Nodes {
		gotNodes[r.Key()] = r
		sum = sum.Add(r.Hash())
		ids[r.ID] = true
	}
	for _, r := range page.Relationships {
		gotLinks[r.ID()] = r
		sum = sum.Add(r.Hash())
		ids[r.From], ids[r.To] = true, true
		from := touched[r.From]
		touched[r.From] = [2]int{from[0] + 1, from[1]}
		to := touched[r.To]
		touched[r.To] = [2]int{to[0], to[1] + 1}
	}
	if diff := cmp.Diff(nodes, gotNodes, cmpopts.EquateEmpty()) + cmp.Diff(links, gotLinks, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("records (-maps +store):\n%s", diff)
	}
	st, err := s.Stats(bareContext)
	if err != nil || st.Fingerprint != sum || st.Nodes[graph.LabelState] != len(ids) || st.Relationships[graph.BordersType] != len(links) {
		t.Fatalf("stats %+v, %v; want fingerprint %s, %d nodes, %d relationships", st, err, sum, len(ids), len(links))
	}
	found := 0
	for q := (graph.NodeQuery{First: graph.MaxFirst}); ; {
		page, err := s.Find(bareContext, q)
		if err != nil {
			t.Fatal(err)
		}
		found += len(page.Nodes)
		for _, n := range page.Nodes {
			degrees, err := s.Degrees(bareContext, []graph.ID{n.Head().ID}, graph.DegreeQuery{})
			if err != nil {
				t.Fatal(err)
			}
			var got [2]int
			for _, d := range degrees[0] {
				if d.Direction == graph.DirectionOut {
					got[0] += d.Count
				} else {
					got[1] += d.Count
				}
			}
			if got != touched[n.Head().ID] {
				t.Fatalf("%s has %v relationships out and in, want %v", n.Head().ID, got, touched[n.Head().ID])
			}
		}
		if !page.More {
			break
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
	if found != len(ids) {
		t.Fatalf("found %d nodes, want %d", found, len(ids))
	}
}
