package memstore_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// TestAnyHistoryLeavesWhatAMapWouldHold writes, removes, retracts and reopens at random, and compares with two maps.
func TestAnyHistoryLeavesWhatAMapWouldHold(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n, ".db"))
		defer func() { _ = os.Remove(path) }()
		open := func() *memstore.Store {
			s, err := memstore.Open(path)
			if err != nil {
				t.Fatalf("Open: %v", err)
			}
			return s
		}
		s := open()
		defer func() { _ = s.Close() }()
		nodes, links := map[string]graph.NodeRecord{}, map[graph.ID]graph.RelationshipRecord{}
		ctx := bareContext
		t.Repeat(map[string]func(*rapid.T){
			"apply": func(t *rapid.T) {
				b := drawBatch(t, nodes, links)
				if _, err := s.Apply(ctx, b); err != nil {
					t.Fatalf("Apply: %v", err)
				}
				for i := range b.Nodes {
					nodes[b.Nodes[i].Key()] = b.Nodes[i]
				}
				for i := range b.Relationships {
					links[b.Relationships[i].ID()] = b.Relationships[i]
				}
				for _, key := range b.RemoveNodes {
					delete(nodes, key)
				}
				for _, id := range b.RemoveRelationships {
					delete(links, id)
				}
			},
			"retract": func(t *rapid.T) {
				d := rapid.SampledFrom(historySets).Draw(t, "dataset")
				if _, err := s.Retract(ctx, d); err != nil {
					t.Fatalf("Retract: %v", err)
				}
				for key, r := range nodes {
					if r.Dataset == d {
						delete(nodes, key)
					}
				}
				for id, r := range links {
					if r.Dataset == d {
						delete(links, id)
					}
				}
			},
			"reopen": func(t *rapid.T) {
				if err := s.Close(); err != nil {
					t.Fatalf("Close: %v", err)
				}
				s = open()
			},
			"": func(t *rapid.T) { compareWithMaps(t, s, nodes, links) },
		})
	})
}

var historySets = []graph.ID{"dataset:a", "dataset:b"}

func drawBatch(t *rapid.T, nodes map[string]graph.NodeRecord, links map[graph.ID]graph.RelationshipRecord) graph.Batch {
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
		r.Dataset, r.Part = rapid.SampledFrom(historySets).Draw(t, "dataset"), rapid.SampledFrom([]string{"", "p"}).Draw(t, "part")
		if key := r.Key(); !used[key] {
			used[key] = true
			alive[r.ID] = true
			b.Nodes = append(b.Nodes, r)
		}
	}
	for range rapid.IntRange(0, 20).Draw(t, "relationships") {
		rel := &graph.Borders{Kind: rapid.SampledFrom([]graph.Text{"LAND", "WATER_12"}).Draw(t, "kind")}
		rel.FromID, rel.ToID, rel.DatasetID = id.Draw(t, "from"), id.Draw(t, "to"), rapid.SampledFrom(historySets).Draw(t, "dataset")
		r := graph.NewRelationshipRecord(rel, "")
		if key := string(r.ID()); !used[key] && alive[r.From] && alive[r.To] {
			used[key] = true
			b.Relationships = append(b.Relationships, r)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(nodes)) {
		if !used[key] && rapid.IntRange(0, 9).Draw(t, "remove node") == 0 {
			b.RemoveNodes = append(b.RemoveNodes, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(links)) {
		if !used[string(key)] && rapid.IntRange(0, 9).Draw(t, "remove relationship") == 0 {
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
