package loaders

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// State adds what the record states about a node; the locator says where the files do.
func (r *Record) State(n graph.Node, locator string) {
	record := graph.NewNodeRecord(n)
	record.Locator = locator
	r.Nodes = append(r.Nodes, record)
}

// Mention adds a node of which nothing is stated, so that relationships have their ends, unless the record has it. The
// empty id is none.
func (r *Record) Mention(id graph.ID) {
	if id != "" && !slices.ContainsFunc(r.Nodes, func(n graph.NodeRecord) bool { return n.ID == id }) {
		r.Nodes = append(r.Nodes, graph.NodeRecord{ID: id, Label: graph.Ontology.LabelOf(id)})
	}
}

// Relate adds a relationship with its ends, period and the like.
func (r *Record) Relate(rel graph.Relationship, h graph.RelationshipHeader, discriminator string) {
	*rel.Head() = h
	r.Relationships = append(r.Relationships, graph.NewRelationshipRecord(rel, discriminator))
}

// Cite gives one locator to all that the record states, and one source to its relationships.
func (r *Record) Cite(locator string, source graph.ID) {
	for i := range r.Nodes {
		r.Nodes[i].Locator = locator
	}
	for i := range r.Relationships {
		r.Relationships[i].Locator, r.Relationships[i].Source = locator, source
	}
}

// Edition adds what the files say of the version of their dataset, and of how far it reaches.
func (r *Record) Edition(of graph.Dataset, locator string) {
	r.State(&of, locator)
	r.Nodes[len(r.Nodes)-1].Discriminator = "edition"
}
