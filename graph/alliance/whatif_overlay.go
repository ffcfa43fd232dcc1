package alliance

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/overlay"
)

// Overlay lays changes of treaties over a reader, as of the day; nothing is written, and the reader is not changed.
// Without changes it is the reader itself. Errors: KindInvalid and KindNotFound, with what would be valid.
//
// The reader returned answers everything about the changed graph, the statements of WhatIfDataset among it; what tells
// of the store (Stats, LoadRuns, Records) is as it was. The duties of a changed treaty are those that its articles and
// parties then impose.
func Overlay(ctx context.Context, r graph.Reader, changes []TreatyChange, on graph.Day) (graph.Reader, error) {
	if len(changes) == 0 {
		return r, nil
	}
	if len(changes) > MaxChanges {
		return nil, graph.Invalidf("whatIf: %d changes exceed the limit of %d", len(changes), MaxChanges)
	}
	for i := range changes {
		if err := changes[i].validate(); err != nil {
			return nil, err
		}
	}
	w, err := newLegislation(ctx, r, changes, on)
	if err != nil {
		return nil, err
	}
	batch, err := w.batch()
	if err != nil {
		return nil, err
	}
	return overlay.New(ctx, r, batch, WhatIfDataset)
}

// legislation makes the records that differ where treaties are changed.
type legislation struct {
	on            graph.Day
	bundles       map[graph.ID]*bundle       // by treaty
	before        map[graph.ID]*bundle       // the same, as the reader has them
	others        map[graph.ID]graph.Node    // met at the ends
	nodes         []graph.NodeRecord         // stated by the what-if
	relationships []graph.RelationshipRecord // of treaties that it adds
	added         int
}

// newLegislation reads the treaties and makes the changes, one after the other.
func newLegislation(ctx context.Context, r graph.Reader, changes []TreatyChange, on graph.Day) (*legislation, error) {
	var treaties, actors []graph.ID
	for _, c := range changes {
		if c.Add != nil {
			actors = append(actors, c.Add.Parties...)
		} else {
			treaties = append(treaties, c.Treaty())
		}
	}
	slices.Sort(treaties)
	treaties = slices.Compact(treaties)
	w := &legislation{on: on, before: map[graph.ID]*bundle{}}
	var err error
	if w.bundles, w.others, err = readBundles(ctx, r, treaties); err != nil {
		return nil, err
	}
	for id, b := range w.bundles {
		w.before[id] = b.clone()
	}
	if err := w.readActors(ctx, r, actors); err != nil {
		return nil, err
	}
	for _, c := range changes {
		if err := w.change(c); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// readActors reads those that new treaties name.
func (w *legislation) readActors(ctx context.Context, r graph.Reader, actors []graph.ID) error {
	slices.Sort(actors)
	actors = slices.Compact(actors)
	for chunk := range slices.Chunk(actors, graph.MaxIDs) {
		nodes, err := r.Nodes(ctx, chunk)
		if err != nil {
			return err
		}
		for i, n := range nodes {
			if _, ok := n.(graph.Actor); !ok {
				return graph.NotFoundf("whatIf: add: there is no actor %q; want the id, code or name of an actor, such as "+
					"state:PRK", chunk[i])
			}
			if h := n.Head(); !h.Period.Contains(w.on) {
				return graph.Invalidf("whatIf: add: %s (%s) did not exist on %s; valid are days in its time, %s", h.Name, h.ID,
					w.on, h.Period.Text())
			}
			w.others[chunk[i]] = n
		}
	}
	return nil
}

func (w *legislation) change(c TreatyChange) error {
	b := w.bundles[c.Treaty()]
	switch {
	case c.Add != nil:
		return w.add(c.Add)
	case c.Withdraw != nil:
		return b.withdraw(c.Withdraw.Party)
	case c.Amend != nil:
		obligations, err := b.amend(c.Amend.Article, c.Amend.Type)
		for _, id := range obligations {
			w.state(&graph.Obligation{Header: graph.Header{ID: id}, Type: c.Amend.Type})
		}
		return err
	case c.EnterIntoForce != "":
		return b.enterIntoForce(w.on)
	case c.Suspend != "":
		b.stop(func(t *graph.Treaty) {
			t.Suspensions = append(t.Suspensions, graph.Suspension{Period: graph.Since(w.on.Date())})
		})
	case c.End != "":
		return b.end(w.on)
	}
	return nil
}

// state has the what-if state something about a node, in front of everybody else.
func (w *legislation) state(n graph.Node) {
	r := graph.NewNodeRecord(n)
	r.Dataset, r.Priority = WhatIfDataset, whatIfPriority
	w.nodes = append(slices.DeleteFunc(w.nodes, func(earlier graph.NodeRecord) bool { return earlier.Key() == r.Key() }),
		r)
}

// whatIfPriority is above that of every dataset.
const whatIfPriority = 1_000

func (w *legislation) add(t *NewTreaty) error {
	w.added++
	nodes, relationships := t.records(w.added, w.on)
	derived, err := graph.Derive(nodes, relationships)
	if err != nil {
		return err
	}
	w.nodes = append(w.nodes, nodes...)
	w.relationships = append(append(w.relationships, relationships...), derived...)
	return nil
}

// batch is what would have to be written for the changes to be law.
func (w *legislation) batch() (graph.Batch, error) {
	for _, id := range slices.Sorted(maps.Keys(w.bundles)) {
		if before, after := w.before[id].treaty, w.bundles[id].treaty; before != after {
			w.state(&graph.Treaty{
				Header: graph.Header{ID: id, Period: after.Period}, InForce: after.InForce, Ended: after.Ended,
				EndedHow: after.EndedHow, Suspensions: after.Suspensions,
			})
		}
	}
	out := graph.Batch{Relationships: w.relationships}
	if len(w.nodes)+len(w.relationships) > 0 {
		w.state(&graph.Dataset{Header: graph.Header{ID: WhatIfDataset, Name: "What-if"}})
	}
	out.Nodes = w.nodes
	for _, id := range slices.Sorted(maps.Keys(w.bundles)) {
		before, err := w.before[id].law()
		if err != nil {
			return out, err
		}
		after, err := w.bundles[id].law()
		if err != nil {
			return out, err
		}
		for key := range before {
			if _, stays := after[key]; !stays {
				out.RemoveRelationships = append(out.RemoveRelationships, key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(after)) {
			if was, known := before[key]; !known || was.Hash() != after[key].Hash() {
				out.Relationships = append(out.Relationships, after[key])
			}
		}
	}
	slices.Sort(out.RemoveRelationships)
	return out, nil
}
