package image

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
)

// walkable is a snapshot as package walk sees it under one question: nodes are slots.
type walkable struct {
	s         *Image
	filter    *filter
	direction graph.Direction
	links     []uint32 // slots of those followed; a step's number is a place here
	numbers   map[uint32]uint32
}

// Neighbours implements walk.Graph.
func (w *walkable) Neighbours(ctx context.Context, nodes []uint32, backward bool) ([][]uint32, error) {
	out := make([][]uint32, len(nodes))
	direction := w.direction
	if backward {
		direction = direction.Reverse()
	}
	for i, slot := range nodes {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out[i] = w.neighbours(slot, direction)
	}
	return out, nil
}

// neighbours are the slots of the nodes that one hop leads to, each once. It is what a search spends its time on.
func (w *walkable) neighbours(slot uint32, direction graph.Direction) []uint32 {
	e, f := w.s.table.at(slot), w.filter
	stretch := 0
	var list []uint32
	add := func(hops []hop) {
		for part := range stretches(hops, f.types) {
			list = slices.Grow(list, min(len(part), growAtOnce))
			stretch++
			for i := range part {
				h := &part[i]
				if n := len(list); (n == 0 || list[n-1] != h.other) && f.allows(h) && f.enters(h.other, w.s.table.mark(h.other)) {
					list = append(list, h.other)
				}
			}
		}
	}
	if direction != graph.DirectionIn {
		add(e.out)
	}
	if direction != graph.DirectionOut {
		add(e.in)
	}
	if stretch == 1 && f.types != 0 {
		return list // one type in one direction: those of a node stand side by side
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// growAtOnce bounds the room that is made for neighbours of which a filter may leave few.
const growAtOnce = 1024

// After implements walk.Graph.
func (w *walkable) After(slot uint32) []uint32 { return w.neighbours(slot, w.direction) }

// Cost implements walk.Graph: how many relationships there are to look at.
func (w *walkable) Cost(nodes []uint32, _ bool) int {
	n := 0
	for _, slot := range nodes {
		e := w.s.table.at(slot)
		n += len(e.out) + len(e.in)
	}
	return n
}

// Compare implements walk.Graph.
func (w *walkable) Compare(a, b uint32) int {
	return cmp.Compare(w.s.table.at(a).id, w.s.table.at(b).id)
}

// Follow implements walk.Around.
func (w *walkable) Follow(ctx context.Context, nodes []uint32,
	perNode int,
) (steps [][]walk.Step, more bool, err error) {
	steps = make([][]walk.Step, len(nodes))
	for i, slot := range nodes {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		for h, other := range w.s.orderedHops(w.s.table.at(slot), w.direction, w.filter) {
			if len(steps[i]) == perNode {
				more = true
				break
			}
			number, known := w.numbers[h.link]
			if !known {
				number = uint32(len(w.links))
				w.numbers[h.link] = number
				w.links = append(w.links, h.link)
			}
			steps[i] = append(steps[i], walk.Step{Relationship: number, Other: other.slot})
		}
	}
	return steps, more, nil
}
