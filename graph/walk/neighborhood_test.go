package walk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
)

// web is a random graph of numbered relationships.
type web [][2]uint32

func (w web) Compare(a, b uint32) int { return int(b) - int(a) }

func (w web) Follow(_ context.Context, list []uint32, perNode int) (steps [][]walk.Step, more bool, err error) {
	for _, node := range list {
		var own []walk.Step
		for number, ends := range w {
			switch node {
			case ends[0]:
				own = append(own, walk.Step{Relationship: uint32(number), Other: ends[1]})
			case ends[1]:
				own = append(own, walk.Step{Relationship: uint32(number), Other: ends[0]})
			}
		}
		more = more || len(own) > perNode
		steps = append(steps, own[:min(perNode, len(own))])
	}
	return steps, more, nil
}

// around is what a plain walk finds: it takes each distance's nodes in order, while there is room.
func (w web) around(starts []uint32, hops, perNode, limit int) (out walk.Subgraph) {
	var omitted []uint32
	followed := map[uint32]bool{}
	for at, hop := starts, 0; ; hop++ {
		slices.SortFunc(at, w.Compare)
		var taken []uint32
		for _, node := range at {
			switch {
			case slices.Contains(out.Nodes, node):
			case len(out.Nodes) < limit:
				out.Nodes, taken = append(out.Nodes, node), append(taken, node)
			case !slices.Contains(omitted, node):
				omitted = append(omitted, node)
			}
		}
		if hop == hops || len(taken) == 0 {
			break
		}
		steps, more, _ := w.Follow(context.Background(), taken, perNode)
		out.Truncated = out.Truncated || more
		at = nil
		for _, step := range slices.Concat(steps...) {
			followed[step.Relationship] = true
			at = append(at, step.Other)
		}
	}
	for number, ends := range w {
		if followed[uint32(number)] && slices.Contains(out.Nodes, ends[0]) && slices.Contains(out.Nodes, ends[1]) {
			out.Relationships = append(out.Relationships, uint32(number))
		}
	}
	out.Omitted = len(omitted)
	out.Truncated = out.Truncated || out.Omitted > 0
	return out
}

func TestNeighborhoodAgreesWithAPlainWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		node := rapid.Uint32Range(0, nodes-1)
		g := web(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]uint32 {
			return [2]uint32{node.Draw(t, "from"), node.Draw(t, "to")}
		}), 0, 15).Draw(t, "relationships"))
		starts := rapid.SliceOfNDistinct(node, 1, 2, rapid.ID).Draw(t, "starts")
		q := graph.NeighborhoodQuery{
			Hops: rapid.IntRange(1, 3).Draw(t, "hops"), PerNode: rapid.IntRange(1, 6).Draw(t, "perNode"),
			Limit: rapid.IntRange(1, nodes).Draw(t, "limit"),
		}
		want := g.around(slices.Clone(starts), q.Hops, q.PerNode, q.Limit)
		got, err := walk.Neighborhood(t.Context(), g, &q, slices.Clone(starts))
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(got.Relationships)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestASearchEndsByItsOwnTimeOrByThatOfItsQuestion(t *testing.T) {
	for name, c := range map[string]struct {
		timeout, least, most time.Duration
	}{
		"its own":      {time.Minute, 50 * time.Second, time.Minute},
		"none":         {0, walk.Patience - 5*time.Second, walk.Patience},
		"less than no": {-1, walk.Patience - 5*time.Second, walk.Patience},
	} {
		search, cancel, _ := walk.Within(t.Context(), c.timeout)
		end, bounded := search.Deadline()
		cancel()
		if left := time.Until(end); !bounded || left < c.least || left > c.most {
			t.Errorf("%s: %v are left, want %v to %v", name, left, c.least, c.most)
		}
	}
	question, giveUp := context.WithCancel(t.Context())
	search, cancel, stopped := walk.Within(question, time.Minute)
	defer cancel()
	if stopped(nil) || stopped(errors.New("the graph is gone")) {
		t.Error("a search that has not ended is said to be stopped by its time")
	}
	cancel()
	if !stopped(search.Err()) {
		t.Error("what the end of the search's time stopped is taken for a fault")
	}
	if giveUp(); stopped(search.Err()) {
		t.Error("what the end of the question stopped is taken for the end of the search's time")
	}
}

func TestAPathToNobodyAsksForNothing(t *testing.T) {
	g := &small{next: make([][]uint32, nodes), before: make([][]uint32, nodes)}
	got, err := walk.Find(t.Context(), g, walk.Question{From: 0, MaxHops: longest, Limit: 1})
	if err != nil || len(got.Found) > 0 || g.asked > 0 {
		t.Errorf("%v after %d nodes were asked for, %v", got, g.asked, err)
	}
}
