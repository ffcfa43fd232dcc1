package image

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
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

// Step is a batch that was made into an image, or taken in by a Gathering; then there is no Next.
type Step struct {
	Next   *Image
	Result graph.ApplyResult
	log    *Difference
}

// Len is the number of records that the step has changed.
func (s *Step) Len() int { return s.log.Len() }

// Changes are what the step has changed.
func (s *Step) Changes() *Difference { return s.log.sort() }

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
	return &Step{e.next, e.left.Add(e.log.Result), e.log}, nil
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

// Part is a part of the commit of a Replay, which is shown its changes and keeps what they lead to.
type Part struct {
	base   *Image
	writer form.Writer
	p      prepared
	err    error
}

// Part begins one of about so many changes, out of one block. It may be shown them while other parts are added, none of
// which has the same record.
func (r *Replay) Part(changes int) *Part {
	t := &Part{base: r.e.base, p: prepared{Batch: &graph.Batch{}, links: make([]preparedLink, 0, changes)}}
	t.writer.Begin(t.base.texts)
	t.writer.Remember()
	return t
}

// Prepare makes a part of a batch.
func (r *Replay) Prepare(b graph.Batch) (*Part, error) {
	p, err := r.e.base.trusted(&b, false)
	if err != nil {
		return nil, err
	}
	return &Part{p: *p}, nil
}

// Node implements form.Visitor.
func (t *Part) Node(c graph.Change) {
	switch {
	case c.NodeAfter == nil:
		t.p.RemoveNodes = append(t.p.RemoveNodes, c.NodeBefore.Key())
	case graph.Ontology.LabelOf(c.NodeAfter.ID) != c.NodeAfter.Label:
		t.err = mislabeled(c.NodeAfter.ID)
	default:
		t.p.Nodes, t.p.nodes = append(t.p.Nodes, *c.NodeAfter), append(t.p.nodes, preparedNode{})
	}
}

// Relationship implements form.Visitor.
func (t *Part) Relationship(key *graph.RelationshipRecord, before, after *form.Reader) {
	if before != nil {
		before.Skip()
	}
	if after == nil {
		t.p.RemoveRelationships = append(t.p.RemoveRelationships, key.ID())
		return
	}
	var seen traits
	t.writer.Bytes = t.writer.Bytes[:0]
	t.writer.Text(key.Discriminator)
	seen.state(t.writer.Copy(after, seen.see))
	t.p.links = append(t.p.links, preparedLink{})
	t.base.place(key, &seen, t.writer.Bytes, &t.p.links[len(t.p.links)-1])
}

// Add takes a part in.
func (r *Replay) Add(t *Part) error {
	if t.err == nil {
		r.e.take(&t.p)
	}
	return t.err
}

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
		now.compare(c.after, &node)
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
		p.links = append(p.links, link)
	}
	return p
}
