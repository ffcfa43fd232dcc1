package overlay

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Reader is the changed graph.
type Reader struct {
	graph.Reader
	// changed are the nodes that the batch states something about, or ceases to, and those that come or go with a
	// relationship.
	changed map[graph.ID]change
	ends    map[graph.ID]graph.Node // of added relationships, where they are not changed themselves
	links   map[graph.ID]graph.Relationship
	added   map[graph.ID][]graph.Relationship // by either end
	removed map[graph.ID]bool                 // relationships below that are gone or have another in their place
	lost    map[graph.ID][]graph.ID           // removed, by either end; they may not have been there
	passing []graph.ID
}

var _ graph.Reader = (*Reader)(nil)

// change is a node before and after; each is nil where there is none.
type change struct {
	before, after graph.Node
	statement     []graph.NodeRecord // after, the preceding one first
}

// Local implements graph.Local: the changes are in memory, so it is as the reader below is.
func (o *Reader) Local() bool { return graph.IsLocal(o.Reader) }

// New lays a batch over a reader. Relationships of the passing datasets pass every filter by dataset: who asks what one
// dataset knows, and what if, means both. Errors are those of graph.Store.Apply, besides the reader's.
func New(ctx context.Context, below graph.Reader, b graph.Batch, passing ...graph.ID) (*Reader, error) {
	o := &Reader{
		Reader: below, changed: map[graph.ID]change{}, ends: map[graph.ID]graph.Node{},
		links: map[graph.ID]graph.Relationship{}, added: map[graph.ID][]graph.Relationship{},
		removed: map[graph.ID]bool{}, lost: map[graph.ID][]graph.ID{}, passing: passing,
	}
	for i := range b.Relationships {
		if err := o.add(&b.Relationships[i]); err != nil {
			return nil, err
		}
	}
	for _, id := range b.RemoveRelationships {
		o.remove(id)
	}
	return o, o.change(ctx, b)
}

// add takes a relationship's place, whether or not there is one below.
func (o *Reader) add(record *graph.RelationshipRecord) error {
	if err := record.Validate(); err != nil {
		return err
	}
	r, err := graph.NewRelationship(*record)
	if err != nil {
		return err
	}
	h := r.Head()
	o.links[h.ID] = r
	o.remove(h.ID)
	for _, end := range ends(h.FromID, h.ToID) {
		o.added[end] = append(o.added[end], r)
	}
	return nil
}

func (o *Reader) remove(id graph.ID) {
	key, ok := id.RelationshipKey()
	if !ok || o.removed[id] {
		return
	}
	o.removed[id] = true
	for _, end := range ends(key.From, key.To) {
		o.lost[end] = append(o.lost[end], id)
	}
}

func ends(from, to graph.ID) []graph.ID {
	if from == to {
		return []graph.ID{from}
	}
	return []graph.ID{from, to}
}

// change reads what the batch touches and makes the nodes anew.
func (o *Reader) change(ctx context.Context, b graph.Batch) error {
	stated, gone := map[graph.ID][]graph.NodeRecord{}, map[graph.ID][]string{}
	touched := map[graph.ID]bool{}
	for _, r := range b.Nodes {
		if err := r.Validate(); err != nil {
			return err
		}
		stated[r.ID], touched[r.ID] = append(stated[r.ID], r), true
	}
	for _, key := range b.RemoveNodes {
		if k, ok := graph.ParseNodeKey(key); ok {
			gone[k.ID], touched[k.ID] = append(gone[k.ID], key), true
		}
	}
	for id := range o.lost {
		touched[id] = true
	}
	ids := slices.Sorted(maps.Keys(touched))
	nodes, statements, err := o.below(ctx, ids)
	if err != nil {
		return err
	}
	var unstated []graph.ID
	for i, id := range ids {
		c := change{before: nodes[i], statement: restated(statements[i], stated[id], gone[id])}
		switch {
		case len(stated[id])+len(gone[id]) > 0:
			o.changed[id] = c
		case nodes[i] != nil && len(c.statement) > 0:
			o.ends[id] = nodes[i]
			continue
		}
		if len(c.statement) == 0 {
			o.changed[id] = c
			unstated = append(unstated, id)
		}
	}
	alive, err := o.touched(ctx, unstated)
	if err != nil {
		return err
	}
	for id, c := range o.changed {
		if len(c.statement) == 0 && !alive[id] {
			continue
		}
		if c.after, err = made(id, c.statement); err != nil {
			return err
		}
		o.changed[id] = c
	}
	for _, r := range b.Relationships {
		for _, id := range []graph.ID{r.From, r.To} {
			if c, known := o.changed[id]; o.ends[id] == nil && !(known && (c.before != nil || len(c.statement) > 0)) {
				return graph.Invalidf("%s from %s to %s: there is no %s", r.Type, r.From, r.To, id)
			}
		}
	}
	return nil
}

// below reads nodes and what is stated about them.
func (o *Reader) below(ctx context.Context,
	ids []graph.ID,
) (nodes []graph.Node, statements [][]graph.NodeRecord, err error) {
	for some := range slices.Chunk(ids, graph.MaxIDs) {
		found, err := o.Reader.Nodes(ctx, some)
		if err != nil {
			return nil, nil, err
		}
		records, err := o.Reader.Statements(ctx, some)
		if err != nil {
			return nil, nil, err
		}
		nodes, statements = append(nodes, found...), append(statements, records...)
	}
	return nodes, statements, nil
}

// touched tells of nodes whether a relationship keeps them alive.
func (o *Reader) touched(ctx context.Context, ids []graph.ID) (map[graph.ID]bool, error) {
	out := map[graph.ID]bool{}
	for some := range slices.Chunk(ids, graph.MaxIDs) {
		degrees, err := o.Degrees(ctx, some, graph.DegreeQuery{})
		if err != nil {
			return nil, err
		}
		for i, id := range some {
			out[id] = len(degrees[i]) > 0
		}
	}
	return out, nil
}

func restated(records, stated []graph.NodeRecord, gone []string) []graph.NodeRecord {
	if len(stated)+len(gone) == 0 {
		return records
	}
	replaced := func(r graph.NodeRecord) bool {
		key := r.Key()
		return slices.Contains(gone, key) ||
			slices.ContainsFunc(stated, func(s graph.NodeRecord) bool { return s.Key() == key })
	}
	out := append(slices.DeleteFunc(slices.Clone(records), replaced), stated...)
	slices.SortFunc(out, func(a, b graph.NodeRecord) int { return a.Compare(&b) })
	return out
}

func made(id graph.ID, records []graph.NodeRecord) (graph.Node, error) {
	_, properties := graph.Merge(records)
	return graph.NewNode(graph.Ontology.LabelOf(id), id, properties)
}

// now is a node of an answer from below as it is in the changed graph.
func (o *Reader) now(n graph.Node) graph.Node {
	if c, ok := o.changed[n.Head().ID]; ok {
		return c.after
	}
	return n
}

// end is the end of an added relationship, nil where there is none.
func (o *Reader) end(id graph.ID) graph.Node {
	if c, ok := o.changed[id]; ok {
		return c.after
	}
	return o.ends[id]
}

// laid lays what is here over an answer from below, which is aligned with the ids.
func laid[T any](below []T, err error, ids []graph.ID, here func(graph.ID) (T, bool)) ([]T, error) {
	out := slices.Clone(below)
	for i := range out {
		if value, differs := here(ids[i]); differs {
			out[i] = value
		}
	}
	return out, err
}

func (o *Reader) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	below, err := o.Reader.Nodes(ctx, ids)
	return laid(below, err, ids, func(id graph.ID) (graph.Node, bool) {
		c, changed := o.changed[id]
		return c.after, changed
	})
}

func (o *Reader) Relationships(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	below, err := o.Reader.Relationships(ctx, ids)
	return laid(below, err, ids, func(id graph.ID) (graph.Relationship, bool) { return o.links[id], o.removed[id] })
}

func (o *Reader) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	below, err := o.Reader.Statements(ctx, ids)
	return laid(below, err, ids, func(id graph.ID) ([]graph.NodeRecord, bool) {
		c, changed := o.changed[id]
		return c.statement, changed
	})
}

func (o *Reader) Lookup(ctx context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	found, err := o.Reader.Lookup(ctx, codes, on)
	if err != nil || len(o.changed) == 0 {
		return found, err
	}
	out := make([][]graph.ID, len(codes))
	for i, code := range codes {
		for _, id := range found[i] {
			if _, changed := o.changed[id]; !changed {
				out[i] = append(out[i], id)
			}
		}
		for id, c := range o.changed {
			if c.after != nil && slices.ContainsFunc(c.after.Head().Identifiers, func(x graph.Identifier) bool {
				return x.Scheme == code.Scheme && x.Value == code.Value && (on == 0 || x.Period.Contains(on))
			}) {
				out[i] = append(out[i], id)
			}
		}
		slices.Sort(out[i])
	}
	return out, nil
}
