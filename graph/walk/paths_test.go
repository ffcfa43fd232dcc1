package walk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
)

// small is a random graph whose nodes' numbers are not in the order of their ids.
type small struct {
	next, before [][]uint32
	asked        int
}

const nodes, longest = 7, 6

func drawSmall(t *rapid.T) *small {
	g := &small{make([][]uint32, nodes), make([][]uint32, nodes), 0}
	for i := range uint32(nodes) {
		for j := range uint32(nodes) {
			if rapid.IntRange(0, 2).Draw(t, "step") == 0 {
				g.next[i] = append(g.next[i], j)
				g.before[j] = append(g.before[j], i)
			}
		}
	}
	return g
}

func (g *small) Neighbours(_ context.Context, list []uint32, backward bool) ([][]uint32, error) {
	var out [][]uint32
	for _, n := range list {
		if g.asked++; backward {
			out = append(out, g.before[n])
		} else {
			out = append(out, g.next[n])
		}
	}
	return out, nil
}

func (g *small) After(n uint32) []uint32                { return g.next[n] }
func (g *small) Cost(list []uint32, _ bool) int         { return len(list) }
func (g *small) Compare(a, b uint32) int                { return int(b) - int(a) }
func (g *small) id(n uint32) graph.ID                   { return graph.ID(fmt.Sprintf("state:%c", 'Z'-rune(n))) }
func (g *small) number(id graph.ID) uint32              { return uint32('Z' - id[len(id)-1]) }
func (g *small) ids(list []uint32) (out []graph.ID)     { return each(list, g.id) }
func (g *small) numbers(list []graph.ID) (out []uint32) { return each(list, g.number) }

func each[A, B any](list []A, f func(A) B) (out []B) {
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

// all are the paths that trying everything finds.
func (g *small) all(from uint32, targets []uint32) [][]uint32 {
	var out [][]uint32
	var try func(path []uint32)
	try = func(path []uint32) {
		at := path[len(path)-1]
		if slices.Contains(targets, at) && at != from {
			out = append(out, slices.Clone(path))
		}
		if len(path) > longest {
			return
		}
		for _, other := range g.next[at] {
			if !slices.Contains(path, other) {
				try(append(path, other))
			}
		}
	}
	try([]uint32{from})
	slices.SortFunc(out, func(a, b []uint32) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return slices.CompareFunc(a, b, g.Compare)
	})
	return out
}

// TestFindAgreesWithTryingEverything compares the search, over a graph at hand and over one that is asked by ids, with
// a plain search in depth.
func TestFindAgreesWithTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		targets := []uint32{1, uint32(rapid.IntRange(1, nodes-1).Draw(t, "target"))}
		limit := rapid.SampledFrom([]int{1, 3, 10_000}).Draw(t, "limit")
		want := g.all(0, targets)
		question := walk.Question{From: 0, To: targets, MaxHops: longest, Limit: limit}
		var completed [][]uint32
		question.Complete = func(_ context.Context, found [][]uint32) error {
			completed = append(completed, found...)
			return nil
		}
		got, err := walk.Find(t.Context(), g, question)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[:min(limit, len(want))], got.Found); diff != "" && len(want)+len(got.Found) > 0 {
			t.Error(diff)
		}
		if len(got.Found) != len(completed) || got.Truncated != (len(want) > limit) {
			t.Errorf("%d found, %d completed, truncated %v of %d", len(got.Found), len(completed), got.Truncated, len(want))
		}

		question.UpToLimit, completed = true, nil
		few, err := walk.Find(t.Context(), g, question)
		if diff := cmp.Diff(got.Found, few.Found); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if len(completed) != len(few.Found) || few.Truncated || few.Explored > got.Explored {
			t.Errorf("up to the limit: %d completed, truncated %v, %d explored of %d", len(completed), few.Truncated, few.Explored, got.Explored)
		}

		remote := walk.NewRemote(func(_ context.Context, ids []graph.ID, backward bool) (map[graph.ID][]graph.ID, error) {
			out := map[graph.ID][]graph.ID{}
			lists, _ := g.Neighbours(t.Context(), g.numbers(ids), backward)
			for i, id := range ids {
				out[id] = g.ids(lists[i])
			}
			return out, nil
		}, rapid.IntRange(0, 3).Draw(t, "near"), rapid.IntRange(0, 3).Draw(t, "far"))
		far, err := walk.Find(t.Context(), remote, walk.Question{From: remote.Number(g.id(0)), To: remote.Numbered(g.ids(targets)), MaxHops: longest, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		var back [][]uint32
		for _, p := range far.Found {
			back = append(back, g.numbers(remote.IDs(p)))
		}
		if diff := cmp.Diff(got.Found, back); diff != "" && len(back)+len(got.Found) > 0 {
			t.Error(diff)
		}
	})
}

func TestASearchAsksForNoMoreThanItsAnswerNeeds(t *testing.T) {
	g := &small{[][]uint32{{1, 2, 3, 4}, {}, {5}, {5}, {5}, {6}, {}}, [][]uint32{{}, {0}, {0}, {0}, {0}, {2, 3, 4}, {5}}, 0}
	got, err := walk.Find(t.Context(), g, walk.Question{From: 0, To: []uint32{1}, MaxHops: 1, Limit: 5})
	if err != nil || len(got.Found) != 1 || g.asked != 1 || got.Explored != 1 {
		t.Errorf("%v, %d asked, %v", got, g.asked, err)
	}
}

func TestWhatWasFoundStandsBesideTheEnd(t *testing.T) {
	g := &small{[][]uint32{{1, 2}, {}, {1}}, [][]uint32{{}, {0, 2}, {0}}, 0}
	ctx, cancel := context.WithCancel(t.Context())
	got, err := walk.Find(ctx, g, walk.Question{From: 0, To: []uint32{1}, MaxHops: 3, Limit: 5, Complete: func(context.Context, [][]uint32) error {
		cancel()
		return nil
	}})
	if len(got.Found) == 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", got, err)
	}
}
