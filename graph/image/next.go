package image

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// Ended is the error of a context that has ended, nil before.
func Ended(ctx context.Context) error {
	switch err := ctx.Err(); {
	case err == nil:
		return nil
	case graph.KindOf(err) == graph.KindTimeout:
		return graph.Errorf(graph.KindTimeout, "the time for the question has passed").Because(err)
	default:
		return graph.Errorf(graph.KindCanceled, "the question was canceled").Because(err)
	}
}

// Step is a batch that was made into an image.
type Step struct {
	Next   *Image
	Result graph.ApplyResult
	log    *Difference
}

// Changes are what the step has changed.
func (s *Step) Changes() *Difference { return s.log }

// Apply checks a batch as graph.Store.Apply says and makes the next image. Relationships may also end at nodes of the
// other image.
func (now *Image) Apply(ctx context.Context, b *graph.Batch, other *Image) (*Step, error) {
	p, err := now.check(b, other)
	if err != nil {
		return nil, err
	}
	if err := Ended(ctx); err != nil {
		return nil, err
	}
	return now.step(p)
}

// Retract makes the image without the records of a dataset.
func (now *Image) Retract(dataset graph.ID) (*Step, error) {
	p := &prepared{Batch: &graph.Batch{}}
	if d := now.datasets[dataset]; d != nil {
		p.RemoveNodes = d.nodes.Keys()
		for l := range now.linksAfter(context.Background(), nil, dataset) {
			r := now.key(l)
			p.RemoveRelationships = append(p.RemoveRelationships, r.ID())
		}
	}
	return now.step(p)
}

func (now *Image) step(p *prepared) (*Step, error) {
	e := newEdit(now)
	e.log = &Difference{from: now, to: e.next}
	if err := e.apply(p); err != nil {
		return nil, err
	}
	return &Step{e.next, e.result, e.log.sort()}, nil
}

// With makes the next image of a batch that was checked when it was written first.
func (now *Image) With(b graph.Batch) (*Image, error) {
	p, err := now.trusted(&b, true)
	if err != nil {
		return nil, err
	}
	e := newEdit(now)
	return e.next, e.apply(p)
}

// Replay makes the next image of a commit whose fingerprint is known, batch by batch.
type Replay struct{ e *edit }

// Replay begins one.
func (now *Image) Replay() *Replay { return &Replay{newEdit(now)} }

// Part is a batch that is prepared for a Replay.
type Part struct{ p *prepared }

// Prepare prepares a part of the commit, which has no record that another part has. It may be called while other parts are added.
func (r *Replay) Prepare(b graph.Batch) (Part, error) {
	p, err := r.e.base.trusted(&b, false)
	return Part{p}, err
}

// Add takes a part in.
func (r *Replay) Add(p Part) { r.e.take(p.p) }

// End is the image after all parts.
func (r *Replay) End(fingerprint graph.Hash) (*Image, error) {
	if err := r.e.finish(); err != nil {
		return nil, err
	}
	r.e.next.fingerprint = fingerprint
	return r.e.next, nil
}

// After makes the next image by the changes that lead from one to another of the same origin.
func (now *Image) After(d *Difference) (*Image, error) {
	e := newEdit(now)
	return e.next, e.apply(now.prepared(d))
}

// Fingerprint is that of all records.
func (now *Image) Fingerprint() graph.Hash { return now.fingerprint }

// prepared is a difference as a batch for the image.
func (now *Image) prepared(d *Difference) *prepared {
	p := &prepared{Batch: &graph.Batch{}}
	for i := range d.nodes {
		c := &d.nodes[i]
		if c.after == nil {
			p.RemoveNodes = append(p.RemoveNodes, c.key)
			continue
		}
		var node preparedNode
		now.meet(c.after, &node)
		p.Nodes, p.nodes = append(p.Nodes, *c.after), append(p.nodes, node)
	}
	for i := range d.links {
		in, l := d.either(&d.links[i])
		r := in.record(l)
		if d.links[i].after == nil {
			p.RemoveRelationships = append(p.RemoveRelationships, r.ID())
			continue
		}
		var link preparedLink
		now.encode(&r, &link, true)
		p.Relationships, p.links = append(p.Relationships, r), append(p.links, link)
	}
	return p
}
