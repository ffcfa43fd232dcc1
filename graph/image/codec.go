package image

import (
	"sync"
	"unsafe"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
)

// A relationship's record is kept in the form of package form, behind its discriminator, and decoded when it is read.
// What its link says already (type, ends, dataset) is not repeated, and texts that come again stand in it as numbers.

// comesAgain tells which properties have values that come again: days and enumerations.
var comesAgain = func() map[string]bool {
	out := map[string]bool{}
	for _, spec := range graph.Ontology.Types {
		for _, p := range spec.Properties {
			if p.Kind == graph.DateValue || p.Enum != nil {
				out[p.Name] = true
			}
		}
	}
	return out
}()

// writers are those that nobody uses just now.
var writers = sync.Pool{New: func() any { return &form.Writer{} }}

// writer is one for the record with a discriminator.
func (now *Image) writer(discriminator string) *form.Writer {
	w := writers.Get().(*form.Writer)
	w.Begin(now.texts)
	w.Text(discriminator)
	return w
}

// reader reads the state of a link.
func (now *Image) reader(l *link) *form.Reader {
	r := &form.Reader{Bytes: l.raw, Texts: now.texts}
	r.Text()
	return r
}

// record decodes a link.
func (now *Image) record(l *link) graph.RelationshipRecord {
	r := now.key(l)
	now.reader(l).Relationship(&r)
	return r
}

// key is what a link's id is made of.
func (now *Image) key(l *link) graph.RelationshipRecord {
	return graph.RelationshipRecord{
		Type: graph.Ontology.Types[l.kind].Type, From: now.table.at(l.from).id, To: now.table.at(l.to).id,
		Discriminator: l.discriminator(), Dataset: graph.ID(now.texts.at(l.dataset)),
	}
}

// discriminator is that of the record.
func (l *link) discriminator() string {
	r := form.Reader{Bytes: l.raw}
	return r.Text()
}

// part is the part of the record.
func (now *Image) part(l *link) string {
	_, part := now.reader(l).Origin()
	return part
}

// sameContent tells whether two links of one key say the same.
func (now *Image) sameContent(a, b *link) bool {
	r, s := now.reader(a), now.reader(b)
	derived, _ := r.Origin()
	other, _ := s.Origin()
	return derived == other && r.Bytes == s.Bytes
}

// traits are what the hops and the link of a relationship have of its record.
type traits struct {
	period     graph.Period
	confidence uint8 // one more than stated; 0 where none is
	bits       uint8
}

// see takes in a property. Those of obligations are ALLIED_WITH's alone.
func (t *traits) see(name string, value any) {
	switch name {
	case "from":
		t.period.From, _ = graph.ParseDate(text(value))
	case "until":
		t.period.Until, _ = graph.ParseDate(text(value))
	case "endUncertain":
		t.period.EndUncertain = value == true
	case "obligationType":
		t.bits |= obligationBit(graph.ObligationType(text(value)))
	case "binding":
		if value == false {
			t.bits |= politicalBit
		}
	}
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

func (t *traits) state(confidence *int) {
	if confidence != nil {
		t.confidence = uint8(*confidence) + 1
	}
}

// relationship is a link as readers see it. Those read last are held decoded.
func (now *Image) relationship(l *link) graph.Relationship {
	held := now.texts.held(l.raw)
	if d := held.Load(); d != nil && unsafe.StringData(d.raw) == unsafe.StringData(l.raw) {
		return d.rel
	}
	rel, err := graph.NewRelationship(now.record(l))
	if err != nil {
		panic(err) // what was checked when it was written is decoded
	}
	held.Store(&decoded{l.raw, rel})
	return rel
}
