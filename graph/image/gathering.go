package image

import (
	"context"
	"hash/maphash"

	"github.com/entente-graph/entente/graph"
)

// Gathering is an image in the making, which nobody reads before it is done. Batches are taken in one after the other;
// the order of adjacencies, what nodes show and the indexes follow from all of them at once, at the end. A batch that
// takes something away, or brings a relationship again, ends what was gathered so far.
type Gathering struct {
	done    *Image
	e       *edit               // nil where nothing has come since
	brought map[uint64]struct{} // hashes of the relationships that have come since
	failed  error
}

var seed = maphash.MakeSeed()

// Gather begins with the image.
func (now *Image) Gather() *Gathering { return &Gathering{done: now} }

// Apply checks a batch as graph.Store.Apply says and takes it in; where it returns an error nothing of it is. The Step
// has no image. Relationships may also end at nodes of the other image.
func (g *Gathering) Apply(ctx context.Context, b *graph.Batch, other *Image) (*Step, error) {
	if g.failed != nil {
		return nil, g.failed
	}
	if len(b.RemoveNodes)+len(b.RemoveRelationships) == 0 {
		if g.e == nil {
			g.e, g.brought = newEdit(g.done), map[uint64]struct{}{}
		}
		p, err := g.e.next.check(b, other)
		if err != nil {
			return nil, err
		}
		if err := Ended(ctx); err != nil {
			return nil, err
		}
		if g.apart(p) {
			return g.take(p), nil
		}
	}
	now, err := g.Image()
	if err != nil {
		return nil, err
	}
	step, err := now.Apply(ctx, b, other)
	if err != nil {
		return nil, err
	}
	g.done = step.Next
	return &Step{Result: step.Result, log: step.log}, nil
}

// apart tells whether a batch brings no relationship that has come already: that would have to be found in adjacencies
// that are not in order yet.
func (g *Gathering) apart(p *prepared) bool {
	for i := range p.links {
		l := &p.links[i]
		l.idHash = maphash.String(seed, string(l.id))
		if _, again := g.brought[l.idHash]; again {
			return false
		}
	}
	return true
}

func (g *Gathering) take(p *prepared) *Step {
	for i := range p.links {
		g.brought[p.links[i].idHash] = struct{}{}
	}
	g.e.left, g.e.log = graph.ApplyResult{}, &Difference{from: g.e.base, to: g.e.next}
	g.e.take(p)
	return &Step{Result: g.e.left.Add(g.e.log.Result), log: g.e.log}
}

// Image is the image with all that was gathered. More may be gathered afterwards.
func (g *Gathering) Image() (*Image, error) {
	if g.failed == nil && g.e != nil {
		if g.failed = g.e.finish(); g.failed == nil {
			g.done, g.e, g.brought = g.e.next, nil, nil
		}
	}
	return g.done, g.failed
}
