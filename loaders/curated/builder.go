package curated

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Confidence by what a statement was checked by; confidenceChecked is also that of what was read in a source of no
// stated kind.
const (
	confidenceText      = 95
	confidenceChecked   = 90
	confidenceDataset   = 80
	confidenceReport    = 70
	confidenceUnread    = 60 // at most, where nobody read the source for this dataset
	confidenceUnchecked = 50
)

// generalKnowledge is the source of what was not looked up.
const generalKnowledge = "general-knowledge"

// fullMember is the kind of a membership without restriction.
const fullMember = "MEMBER"

// builder collects records; file is the document in work.
type builder struct {
	file    string
	records []loaders.Record

	parent      map[graph.ID]graph.ID // of organizations
	nationality map[graph.ID]graph.ID // of persons
	treaty      map[graph.ID]*treaty
	members     map[graph.ID][]membership // full ones, by organization
	began       map[graph.ID]graph.Date   // of states
	ended       map[graph.ID]graph.Date   // of states that are no more
	name        map[graph.ID]string       // of states and organizations
	unread      map[graph.ID]bool         // sources that nobody read for this dataset
}

func newBuilder(docs []*document) *builder {
	b := &builder{
		parent: map[graph.ID]graph.ID{}, nationality: map[graph.ID]graph.ID{}, treaty: map[graph.ID]*treaty{},
		members: map[graph.ID][]membership{}, began: map[graph.ID]graph.Date{}, ended: map[graph.ID]graph.Date{},
		name: map[graph.ID]string{}, unread: map[graph.ID]bool{},
	}
	for _, d := range docs {
		for _, s := range d.Sources {
			b.unread[sourceID(s.ID)] = !s.Checked
		}
		for _, o := range d.Organizations {
			b.parent[o.ID], b.name[o.ID] = o.Parent, o.Name
		}
		for _, p := range d.Persons {
			b.nationality[p.ID] = p.Nationality
		}
		for _, s := range d.States {
			b.began[s.ID], b.ended[s.ID], b.name[s.ID] = s.From.value(), s.Until.value(), s.Name
		}
		for _, m := range d.Memberships {
			if m.Kind == fullMember {
				b.members[m.Org] = append(b.members[m.Org], m)
			}
		}
		for i := range d.Treaties {
			b.treaty[d.Treaties[i].ID] = &d.Treaties[i]
		}
	}
	return b
}

// root is the state, or the outermost body, to which an actor belongs.
func (b *builder) root(id graph.ID) graph.ID {
	for range 10 { // deeper chains are a fault of the data that a test finds
		up := b.parent[id]
		if n := b.nationality[id]; n != "" {
			up = n
		}
		if up == "" {
			break
		}
		id = up
	}
	return id
}

// lifelong ends an open period with the state's own end; ended tells whether it did.
func (b *builder) lifelong(id graph.ID, p graph.Period) (_ graph.Period, ended bool) {
	if end := b.ended[id]; p.Until.IsZero() && !end.IsZero() {
		p.Until = end
		return p, true
	}
	return p, false
}

// start begins a record about an item.
func (b *builder) start(id string) *loaders.Record {
	b.records = append(b.records, loaders.Record{Locator: b.file + ":" + id})
	return &b.records[len(b.records)-1]
}

func sourceID(slug string) graph.ID {
	if slug == "" {
		return ""
	}
	return graph.ID("source:" + slug)
}

func placeID(slug string) graph.ID { return graph.ID("place:" + slug) }

// node adds a node with its provenance.
func (b *builder) node(r *loaders.Record, n graph.Node, p Provenance) {
	record := graph.NewNodeRecord(n)
	record.Source, record.Confidence, record.Locator = p.source(), b.confidence(p.Checked, p.source()),
		cmp.Or(p.Locator, b.file)
	b.cite(p, record.Properties, graph.Ontology.Label(record.Label).Property)
	r.Nodes = append(r.Nodes, record)
}

// mentions says of every source, also of those of single properties, that it is about the node.
func (b *builder) mentions(r *loaders.Record, id graph.ID, p Provenance) {
	for _, s := range p.cited() {
		if s == generalKnowledge {
			continue
		}
		b.relate(r, joining(&graph.Mentions{}, sourceID(s), id, graph.Period{}), "",
			Provenance{Sources: []string{s}, Checked: p.checkedIn(s)})
	}
}

// joining gives a relationship its ends and its period.
func joining(r graph.Relationship, from, to graph.ID, period graph.Period) graph.Relationship {
	h := r.Head()
	h.FromID, h.ToID, h.Period = from, to, period
	return r
}

// relate adds a relationship whose ends and period its header has.
func (b *builder) relate(r *loaders.Record, rel graph.Relationship, discriminator string, p Provenance) {
	h := rel.Head()
	h.SourceID, h.Confidence, h.Locator = p.source(), b.confidence(p.Checked, p.source()),
		cmp.Or(graph.Text(p.Locator), h.Locator, graph.Text(b.file))
	record := graph.NewRelationshipRecord(rel, discriminator)
	b.cite(p, record.Properties, graph.Ontology.Type(record.Type).Property)
	r.Relationships = append(r.Relationships, record)
}

// words turns the ids and figures of a remark into text: "troops 1500; ships 7", in the order of the keys.
func words(figures map[string]string) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(figures)) {
		out = append(out, strings.ReplaceAll(k, "_", " ")+" "+figures[k])
	}
	if len(out) == 0 {
		return ""
	}
	return "Figures: " + strings.Join(out, "; ")
}
