package curated

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Bundled is the table of actors for stores that do not hold the bundled dataset.
func Bundled() loaders.Bundled {
	return loaders.Bundled{Dataset: DatasetID, Node: func(id graph.ID) graph.Node {
		identities, err := Identities()
		known, ok := identities.(*table)
		if err != nil || !ok || known.nodes[id] == nil {
			return nil
		}
		spec := graph.Ontology.Label(graph.Ontology.LabelOf(id))
		if spec == nil || spec.Label == graph.LabelTreaty {
			return nil // of a treaty a dataset says more than its name
		}
		node := spec.New()
		*node.Head() = *known.nodes[id]
		return node
	}}
}
