package runner

import (
	"context"
	"maps"

	"github.com/entente-graph/entente/graph"
)

const (
	// identityRecord tells what the table says of a node from what the dataset does.
	identityRecord = "identity"
	// identityLocator is where it stands.
	identityLocator = "Entente's table of identities"
)

// lacksBundled notes whether the table has to speak for the bundled dataset.
func (r *run) lacksBundled(ctx context.Context) error {
	table := r.options.Bundled
	if r.verbatim() || table.Node == nil || table.Dataset == r.dataset.ID {
		return nil
	}
	held, err := r.store.Nodes(ctx, []graph.ID{table.Dataset})
	r.identifies = err == nil && held[0] == nil
	return err
}

// known are the properties by which the table knows a node; nil where it does not, or need not say.
func (r *run) known(id graph.ID) graph.Properties {
	if !r.identifies {
		return nil
	}
	node := r.options.Bundled.Node(id)
	if node == nil {
		return nil
	}
	all, out := graph.PropertiesOf(node), graph.Properties{}
	for _, name := range []string{"name", "aliases", "identifiers", "from", "until", "startUncertain", "endUncertain"} {
		if value, ok := all[name]; ok {
			out[name] = value
		}
	}
	return out
}

// identify adds what the table knows of a node and the load does not say, once.
func (b *batcher) identify(n graph.NodeRecord) {
	if n.Discriminator != "" && n.Discriminator != n.Part {
		return
	}
	properties := maps.Clone(b.run.known(n.ID))
	if properties == nil {
		return
	}
	record := graph.NodeRecord{
		ID: n.ID, Label: n.Label, Dataset: n.Dataset, Discriminator: identityRecord, Priority: n.Priority,
		Properties: properties,
		Locator:    identityLocator,
	}
	key := hashKey("n" + record.Key())
	if b.survey.pass.seen.has(key) {
		return
	}
	if n.Properties.Period() != (graph.Period{}) {
		for _, name := range []string{"from", "until", "startUncertain", "endUncertain"} {
			delete(properties, name)
		}
	}
	for name := range n.Properties {
		delete(properties, name)
	}
	b.survey.pass.seen.put(key, 0)
	if len(properties) > 0 {
		b.batch.Nodes = append(b.batch.Nodes, record)
	}
}
