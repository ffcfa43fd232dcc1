package runner

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// delta is a load of deltas under way.
type delta struct {
	subject    func(id graph.ID, discriminator string) string // as in [loaders.Deltas]
	collection string                                         // the part of the dataset that it changes
	leading    int                                            // relationships that stay and lead to what is taken away
}

// CollectionOption is the setting that names the collection that a delta changes, as its file is called.
const CollectionOption = "collection"

// findDelta finds out whether the files are deltas, and of which collection: the one that the user names, else the only
// one that is loaded, else the only one whose file is called like the delta up to the first point. Where nothing is
// loaded the delta begins a collection of its own.
func (r *run) findDelta(ctx context.Context) error {
	if r.loader.Deltas == nil {
		return nil
	}
	is, err := r.loader.Deltas.Are(r.files)
	if err != nil || !is {
		return err
	}
	statements, err := r.store.Statements(ctx, []graph.ID{r.dataset.ID})
	if err != nil {
		return err
	}
	var loaded []string
	for _, n := range statements[0] {
		if n.Dataset == r.dataset.ID && n.Part != "" {
			loaded = append(loaded, n.Part)
		}
	}
	r.delta = &delta{subject: r.loader.Deltas.Subject}
	own := r.files[0].Name
	named := r.options.Options[CollectionOption]
	called := slices.DeleteFunc(slices.Clone(loaded), func(part string) bool { return stem(part) != stem(own) })
	switch {
	case named != "" && !slices.Contains(loaded, named):
		return graph.Invalidf("%s: option %s: %q is not loaded; loaded are %s", r.loader.Name, CollectionOption, named,
			listed(loaded))
	case named != "":
		r.delta.collection = named
	case len(loaded) == 0:
		r.delta.collection = own
	case len(loaded) == 1:
		r.delta.collection = loaded[0]
	case len(called) == 1:
		r.delta.collection = called[0]
	default:
		return graph.Invalidf("%s: %s is a delta, and several collections are loaded: %s; say which one it changes with -o "+
			"%s=NAME",
			r.loader.Name, own, listed(loaded), CollectionOption)
	}
	return nil
}

// stem is a file's name up to the first point.
func stem(name string) string {
	out, _, _ := strings.Cut(name, ".")
	return out
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// stored tells which of the nodes the store holds.
func (r *run) stored(ctx context.Context, ids []graph.ID) ([]bool, error) {
	out := make([]bool, 0, len(ids))
	for chunk := range slices.Chunk(ids, graph.MaxIDs) {
		nodes, err := r.store.Nodes(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			out = append(out, n != nil)
		}
	}
	return out, nil
}

// replace takes note of what a record takes the place of.
func (p *pass) replace(record loaders.Record) {
	for _, subject := range record.Replaces {
		if len(record.Nodes) == 1 {
			p.replaced[subject] = record.Nodes[0].ID
		} else if _, known := p.replaced[subject]; !known {
			p.replaced[subject] = ""
		}
	}
}

// names tells whether a stored record that the load did not bring is gone for that: every one, but of a delta only one
// of the subjects that it names.
func (p *pass) names(id graph.ID, discriminator string) bool {
	d := p.run.delta
	if d == nil {
		return true
	}
	_, named := p.replaced[d.subject(id, discriminator)]
	return named
}

// move leads relationships of subjects that the delta does not name to the nodes that their ends are now. What cannot
// lead there is left as it is.
func (r *run) move(ctx context.Context, p *pass, kept []graph.RelationshipRecord, batch *graph.Batch) error {
	var moved []graph.RelationshipRecord // with the new ends
	var ids []graph.ID                   // under which they are stored
	for _, rel := range kept {
		id, gone := rel.ID(), false
		for _, end := range []*graph.ID{&rel.From, &rel.To} {
			if now, named := p.replaced[r.delta.subject(*end, "")]; named && now != "" {
				*end = now
			} else if named {
				gone = true
			}
		}
		if gone {
			r.delta.leading++
		}
		if rel.ID() != id {
			moved, ids = append(moved, rel), append(ids, id)
		}
	}
	for len(ids) > 0 {
		n := min(len(ids), graph.MaxIDs)
		known, err := r.store.Relationships(ctx, ids[:n])
		if err != nil {
			return err
		}
		for i, now := range moved[:n] {
			if known[i] == nil {
				continue
			}
			record := graph.NewRelationshipRecord(known[i], now.Discriminator)
			record.From, record.To, record.Part = now.From, now.To, now.Part
			if record.From == record.To || record.Validate() != nil {
				r.delta.leading++
				continue
			}
			batch.RemoveRelationships = append(batch.RemoveRelationships, ids[i])
			if !p.seen.has(hashKey(string(record.ID()))) {
				p.seen.put(hashKey(string(record.ID())), 0) // two of them may have become one
				batch.Relationships = append(batch.Relationships, record)
			}
		}
		moved, ids = moved[n:], ids[n:]
	}
	return nil
}

func (d *delta) warn(r *run) {
	if d.leading > 0 {
		r.warnings.add("%d relationships that the delta does not name lead to what it takes away; they stay, and so do the "+
			"ids that they lead to", d.leading)
	}
	d.leading = 0
}
