package alliance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// overlay is a reader in which some treaties are otherwise, as far as Overlay says.
type overlay struct {
	graph.Reader
	changed map[graph.ID]bool // treaties of which the reader's own ALLIED_WITH and PARTY_TO count no longer
	nodes   map[graph.ID]graph.Node
	links   map[graph.ID]graph.Relationship
	touched map[graph.ID][]graph.Relationship // links by either end
}

// Overlay lays changes of treaties over a reader, as of the day; nothing is written, and the reader is not changed.
// Without changes it is the reader itself. Errors: KindInvalid and KindNotFound, with what would be valid.
//
// Everything here that reasons, and Nodes, Relationships, Expand, Neighborhood and Paths of the reader returned, see the
// change. Lookup, Find, Degrees and what tells of datasets and records (Statements, Stats, LoadRuns, Records) describe the
// graph as it is: a treaty that a what-if adds cannot be found by its name, and no dataset states it.
func Overlay(ctx context.Context, r graph.Reader, changes []TreatyChange, on graph.Day) (graph.Reader, error) {
	if len(changes) == 0 {
		return r, nil
	}
	if len(changes) > MaxChanges {
		return nil, graph.Invalidf("whatIf: %d changes exceed the limit of %d", len(changes), MaxChanges)
	}
	var treaties, actors []graph.ID
	for i := range changes {
		c := &changes[i]
		if err := c.validate(); err != nil {
			return nil, err
		}
		switch {
		case c.Add != nil:
			actors = append(actors, c.Add.Parties...)
		case c.Withdraw != nil:
			treaties = append(treaties, c.Withdraw.Treaty)
		case c.Amend != nil:
			treaties = append(treaties, c.Amend.Treaty)
		default:
			treaties = append(treaties, c.Suspend+c.End+c.EnterIntoForce)
		}
	}
	slices.Sort(treaties)
	return relay(ctx, r, slices.Compact(treaties), changes, on, actors...)
}

// relay lays the treaties, as the changes make them, over the reader.
func relay(ctx context.Context, r graph.Reader, treaties []graph.ID, changes []TreatyChange, on graph.Day, actors ...graph.ID) (*overlay, error) {
	bundles, others, err := readBundles(ctx, r, treaties)
	if err != nil {
		return nil, err
	}
	o := &overlay{Reader: r, changed: map[graph.ID]bool{}, nodes: map[graph.ID]graph.Node{},
		links: map[graph.ID]graph.Relationship{}, touched: map[graph.ID][]graph.Relationship{}}
	if err := o.meet(ctx, actors, others, on); err != nil {
		return nil, err
	}
	added := 0
	for _, c := range changes {
		var err error
		switch {
		case c.Add != nil:
			added++
			err = o.add(c.Add, added, on)
		case c.Withdraw != nil:
			err = bundles[c.Withdraw.Treaty].withdraw(c.Withdraw.Party)
		case c.Amend != nil:
			var obligations []graph.Node
			obligations, err = bundles[c.Amend.Treaty].amend(c.Amend.Article, c.Amend.Type)
			for _, n := range obligations {
				o.nodes[n.Head().ID] = n
			}
		case c.EnterIntoForce != "":
			err = bundles[c.EnterIntoForce].enterIntoForce(on)
		case c.Suspend != "":
			bundles[c.Suspend].stop(func(t *graph.Treaty) {
				t.Suspensions = append(t.Suspensions, graph.Suspension{Period: graph.Since(on.Date())})
			})
		case c.End != "":
			bundles[c.End].stop(func(t *graph.Treaty) {
				t.Ended, t.EndedHow = on.Date(), graph.EndTermination
				t.Period, _ = t.Period.Intersect(graph.Period{Until: on.Date()})
			})
		}
		if err != nil {
			return nil, err
		}
	}
	for _, id := range sortedIDs(bundles) {
		b := bundles[id]
		o.changed[id], o.nodes[id] = true, b.treaty
		derived, err := b.derive()
		if err != nil {
			return nil, err
		}
		for _, l := range b.links {
			if l.Type == graph.PartyToType {
				party, err := graph.NewRelationship(l)
				if err != nil {
					return nil, err
				}
				derived = append(derived, party)
			}
		}
		o.link(derived, others)
	}
	return o, nil
}

// stop ends or suspends the treaty: it derives no duties, and a copy of it says so.
func (b *bundle) stop(change func(*graph.Treaty)) {
	treaty := *b.treaty
	treaty.Suspensions = slices.Clone(treaty.Suspensions)
	change(&treaty)
	b.treaty, b.noDuties = &treaty, true
}

// meet finds the actors that new treaties name.
func (o *overlay) meet(ctx context.Context, actors []graph.ID, others map[graph.ID]graph.Node, on graph.Day) error {
	slices.Sort(actors)
	actors = slices.Compact(actors)
	for chunk := range slices.Chunk(actors, graph.MaxIDs) {
		nodes, err := o.Reader.Nodes(ctx, chunk)
		if err != nil {
			return err
		}
		for i, n := range nodes {
			if _, ok := n.(graph.Actor); !ok {
				return graph.NotFoundf("whatIf: add: there is no actor %q; want the id, code or name of an actor, such as state:PRK", chunk[i])
			}
			if h := n.Head(); !h.Period.Contains(on) {
				return graph.Invalidf("whatIf: add: %s (%s) did not exist on %s; valid are days in its time, %s", h.Name, h.ID, on, h.Period.Text())
			}
			others[chunk[i]] = n
		}
	}
	for id, n := range others {
		if n.Head().ID == id {
			o.nodes[id] = n
		}
	}
	return nil
}

func (o *overlay) add(t *NewTreaty, n int, on graph.Day) error {
	nodes, links := t.records(n, on)
	derived, err := graph.Derive(nodes, links)
	if err != nil {
		return err
	}
	for _, record := range nodes {
		node, err := graph.NewNode(record.Label, record.ID, record.Properties)
		if err != nil {
			return err
		}
		o.nodes[record.ID] = node
	}
	o.nodes[WhatIfDataset] = &graph.Dataset{Header: graph.Header{ID: WhatIfDataset, Name: "What-if"}}
	var all []graph.Relationship
	for _, record := range append(links, derived...) {
		r, err := graph.NewRelationship(record)
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	o.link(all, o.nodes)
	return nil
}

// link adds relationships whose ends are in ends or among the overlay's own nodes.
func (o *overlay) link(list []graph.Relationship, ends map[graph.ID]graph.Node) {
	for _, r := range list {
		h := r.Head()
		for _, id := range []graph.ID{h.FromID, h.ToID} {
			if o.nodes[id] == nil && ends[id] != nil {
				o.nodes[id] = ends[id]
			}
			o.touched[id] = append(o.touched[id], r)
		}
		o.links[h.ID] = r
	}
}

// hides tells whether the relationship is one of a changed treaty, whose own ones take its place.
func (o *overlay) hides(r graph.Relationship) bool {
	switch r := r.(type) {
	case *graph.AlliedWith:
		return o.changed[r.TreatyID]
	case *graph.PartyTo:
		return o.changed[r.ToID]
	}
	return false
}

// Nodes implements graph.Reader.
func (o *overlay) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	nodes, err := o.Reader.Nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	nodes = slices.Clone(nodes)
	for i, id := range ids {
		if n := o.nodes[id]; n != nil {
			nodes[i] = n
		}
	}
	return nodes, nil
}

// Relationships implements graph.Reader.
func (o *overlay) Relationships(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	list, err := o.Reader.Relationships(ctx, ids)
	if err != nil {
		return nil, err
	}
	list = slices.Clone(list)
	for i, id := range ids {
		if r := o.links[id]; r != nil {
			list[i] = r
		} else if list[i] != nil && o.hides(list[i]) {
			list[i] = nil
		}
	}
	return list, nil
}

// Expand implements graph.Reader: the reader's own hops without those of changed treaties, and the overlay's.
func (o *overlay) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	base := q
	base.PerNode = graph.MaxPerNode // hidden ones must not take the place of others
	pages, err := o.Reader.Expand(ctx, ids, base)
	if err != nil {
		return nil, err
	}
	out := make([]graph.HopPage, len(ids))
	for i, id := range ids {
		var hops []graph.Hop
		for _, h := range pages[i].Hops {
			if !o.hides(h.Relationship) {
				if n := o.nodes[h.Other.Head().ID]; n != nil {
					h.Other = n
				}
				hops = append(hops, h)
			}
		}
		for _, r := range o.touched[id] {
			if other := o.from(id, r, &q); other != nil {
				hops = append(hops, graph.Hop{Relationship: r, Other: other})
			}
		}
		slices.SortFunc(hops, func(a, b graph.Hop) int {
			return strings.Compare(string(a.Relationship.Head().ID), string(b.Relationship.Head().ID))
		})
		more := pages[i].More
		if len(hops) > q.PerNode {
			hops, more = hops[:q.PerNode], true
		}
		out[i] = graph.HopPage{Hops: hops, More: more}
	}
	return out, nil
}

// from is the other end of an added relationship seen from the node, nil where the query does not allow the hop.
func (o *overlay) from(id graph.ID, r graph.Relationship, q *graph.HopQuery) graph.Node {
	h := r.Head()
	var other graph.ID
	switch {
	case h.FromID == id && q.Direction != graph.DirectionIn:
		other = h.ToID
	case h.ToID == id && q.Direction != graph.DirectionOut:
		other = h.FromID
	default:
		return nil
	}
	node := o.nodes[other]
	if node == nil || !q.Filter.Allows(r) && !o.allowsOwn(r, &q.Filter) || !q.Filter.Enters(node) {
		return nil
	}
	return node
}

// allowsOwn lets what a what-if adds through a filter by dataset.
func (o *overlay) allowsOwn(r graph.Relationship, f *graph.Filter) bool {
	if r.Head().DatasetID != WhatIfDataset {
		return false
	}
	without := *f
	without.Datasets = nil
	return without.Allows(r)
}

// String says what the overlay is, for logs.
func (o *overlay) String() string {
	return fmt.Sprintf("overlay of %d changed treaties", len(o.changed))
}
