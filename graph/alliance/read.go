package alliance

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// WhatIfDataset is the dataset of what a what-if adds; a filter by dataset always lets it through.
const WhatIfDataset graph.ID = "dataset:what-if"

// reading is what a question has read of the graph so far: duties in force on its day by beneficiary, participation in
// treaties by actor, and the nodes that these name. It belongs to one question and is not safe for concurrent use.
type reading struct {
	reader          graph.Reader
	on              graph.Day
	datasets        []graph.ID
	owed            map[graph.ID][]*graph.AlliedWith // by beneficiary
	owedToAttackers map[graph.ID]*attackerDuties     // the same of an attacker, where asked for
	parties         map[graph.ID][]participation     // by actor, of all time
	nodes           map[graph.ID]graph.Node          // nil where it is requested or not there
	requested       []graph.ID                       // nodes that readNodes has yet to read
	sources         []graph.ID                       // datasets that state what has been read
	// exclude are actors of which no duties are wanted, and types those that are; both narrow what readOwed reads.
	exclude []graph.ID
	types   []graph.ObligationType
}

type participation struct {
	*graph.PartyTo
	treaty *graph.Treaty
}

func newReading(r graph.Reader, on graph.Day, datasets []graph.ID) *reading {
	return &reading{
		reader: r, on: on, datasets: datasets, owed: map[graph.ID][]*graph.AlliedWith{},
		owedToAttackers: map[graph.ID]*attackerDuties{},
		parties:         map[graph.ID][]participation{}, nodes: make(map[graph.ID]graph.Node, 256),
		sources: slices.Clone(datasets),
	}
}

// readOwed reads, in one call, what is owed to the beneficiaries that have not been read yet. It requests the nodes
// that judging the duties takes, the areas, and leaves those that naming them takes to requestNamed.
func (g *reading) readOwed(ctx context.Context, beneficiaries ...graph.ID) error {
	return expand(ctx, g.reader, absent(g.owed, beneficiaries), g.owedTo(), func(id graph.ID, hops []graph.Hop) {
		owed := make([]*graph.AlliedWith, len(hops))
		for i, h := range hops {
			r := h.Relationship.(*graph.AlliedWith)
			owed[i] = r
			g.addSource(r.DatasetID)
			for j := range r.Conditions {
				g.request(r.Conditions[j].Area)
			}
			if i == 0 || hops[i-1].Other != h.Other {
				g.nodes[r.FromID] = h.Other
			}
		}
		g.owed[id] = owed
	})
}

// owedTo asks for what readOwed reads.
func (g *reading) owedTo() graph.HopQuery {
	q := g.duties(graph.DirectionIn, g.types...)
	q.Filter.Exclude = g.exclude
	return q
}

// readOwedAndParties is readOwed and readParties in one round trip, and what is asked for next about the same actors.
func (g *reading) readOwedAndParties(ctx context.Context, actors []graph.ID, next ...graph.HopQuery) error {
	all := graph.Ahead{IDs: actors, Hops: append([]graph.HopQuery{g.owedTo(), g.partOf()}, next...)}
	if err := graph.Foresee(ctx, g.reader, all); err != nil {
		return err
	}
	if err := g.readOwed(ctx, actors...); err != nil {
		return err
	}
	return g.readParties(ctx, actors...)
}

// obligors yields what each obligor owes, of duties in the order in which stores give them: by obligor.
func obligors(owed []*graph.AlliedWith) iter.Seq2[graph.ID, []*graph.AlliedWith] {
	return func(yield func(graph.ID, []*graph.AlliedWith) bool) {
		for len(owed) > 0 {
			id, n := owed[0].FromID, 1
			for n < len(owed) && owed[n].FromID == id {
				n++
			}
			if !yield(id, owed[:n:n]) {
				return
			}
			owed = owed[n:]
		}
	}
}

// readParties reads, in one call, the treaties of the actors, of all time.
func (g *reading) readParties(ctx context.Context, actors ...graph.ID) error {
	return expand(ctx, g.reader, absent(g.parties, actors), g.partOf(), func(id graph.ID, hops []graph.Hop) {
		g.parties[id] = []participation{}
		for _, h := range hops {
			treaty := h.Other.(*graph.Treaty)
			g.addSource(h.Relationship.Head().DatasetID)
			g.nodes[treaty.ID] = treaty
			g.parties[id] = append(g.parties[id], participation{h.Relationship.(*graph.PartyTo), treaty})
		}
	})
}

// partOf asks for what readParties reads.
func (g *reading) partOf() graph.HopQuery {
	q := along(graph.DirectionOut, graph.PartyToType)
	q.Filter.Datasets = g.datasets
	return q
}

// requestNamed requests the nodes that a duty names.
func (g *reading) requestNamed(r *graph.AlliedWith) {
	if _, known := g.nodes[r.ObligationID]; !known { // its treaty and article are the same for all
		g.request(r.TreatyID)
		g.request(r.ArticleID)
		g.request(r.ObligationID)
	}
	g.request(r.DatasetID)
	for i := range r.Conditions {
		g.request(r.Conditions[i].Area)
		for _, id := range r.Conditions[i].Adversaries {
			g.request(id)
		}
	}
}

// requestNamedByOwed wants all that was read as owed.
func (g *reading) requestNamedByOwed() {
	for _, owed := range g.owed {
		for _, r := range owed {
			g.requestNamed(r)
		}
	}
}

// addSource notes a dataset that states what is read.
func (g *reading) addSource(dataset graph.ID) {
	if !slices.Contains(g.sources, dataset) {
		g.sources = append(g.sources, dataset)
	}
}

// request notes a node to be read with the next readNodes, unless it has been before.
func (g *reading) request(id graph.ID) {
	if id == "" {
		return
	}
	if _, known := g.nodes[id]; !known {
		g.nodes[id] = nil
		g.requested = append(g.requested, id)
	}
}

// readNodes reads, mostly in one call, the nodes given, those requested, and the datasets that state what was read.
func (g *reading) readNodes(ctx context.Context, ids ...graph.ID) error {
	for _, list := range [][]graph.ID{ids, g.sources} {
		for _, id := range list {
			g.request(id)
		}
	}
	missing := g.requested
	g.requested = nil
	for chunk := range slices.Chunk(missing, graph.MaxIDs) {
		nodes, err := g.reader.Nodes(ctx, chunk)
		if err != nil {
			return err
		}
		for i, n := range nodes {
			g.nodes[chunk[i]] = n
		}
	}
	return nil
}

// name is how a node is called, its id where it is not there.
func (g *reading) name(id graph.ID) string {
	if n := g.nodes[id]; n != nil {
		return n.Head().Name
	}
	return string(id)
}

func (g *reading) place(id graph.ID) *graph.Place {
	p, _ := g.nodes[id].(*graph.Place)
	return p
}

func (g *reading) actor(id graph.ID) graph.Actor {
	a, _ := g.nodes[id].(graph.Actor)
	return a
}

// duty is a duty with what its relationship names by id.
func (g *reading) duty(r *graph.AlliedWith, view *attackView) *Duty {
	d := &Duty{Relationship: r, Type: r.ObligationType, Period: r.Period, Judgement: judge(r, view), view: view}
	d.Obligor, d.Beneficiary = g.actor(r.FromID), g.actor(r.ToID)
	d.Article, _ = g.nodes[r.ArticleID].(*graph.Article)
	if d.Obligation, _ = g.nodes[r.ObligationID].(*graph.Obligation); d.Obligation == nil {
		d.Obligation = &graph.Obligation{
			Header: graph.Header{ID: r.ObligationID, Name: string(r.ObligationID)},
			Type:   r.ObligationType, Mutual: r.Mutual,
		}
	}
	if d.Dataset, _ = g.nodes[r.DatasetID].(*graph.Dataset); d.Dataset == nil {
		d.Dataset = &graph.Dataset{Header: graph.Header{ID: r.DatasetID, Name: string(r.DatasetID)}}
	}
	if d.Treaty, _ = g.nodes[r.TreatyID].(*graph.Treaty); d.Treaty == nil {
		d.Treaty = &graph.Treaty{Header: graph.Header{ID: r.TreatyID, Name: string(r.TreatyID)}}
	}
	return d
}

// unjudged is a duty without an attack against which to judge it.
func (g *reading) unjudged(r *graph.AlliedWith) *Duty { return g.duty(r, &attackView{reading: g}) }

// findAll reads all pages of a query, whose labels are those of N.
func findAll[N graph.Node](ctx context.Context, r graph.Reader, q graph.NodeQuery) ([]N, error) {
	q.First = graph.MaxFirst
	var out []N
	for page, err := range graph.Pages(ctx, r, q) {
		if err != nil {
			return nil, err
		}
		for _, n := range page.Nodes {
			out = append(out, n.(N))
		}
	}
	return out, nil
}

// findByID is findAll by the ids of the nodes.
func findByID[N graph.Node](ctx context.Context, r graph.Reader, q graph.NodeQuery) (map[graph.ID]N, error) {
	nodes, err := findAll[N](ctx, r, q)
	out := make(map[graph.ID]N, len(nodes))
	for _, n := range nodes {
		out[n.Head().ID] = n
	}
	return out, err
}

// existing returns the actor of the id if it is there, is an actor and existed on the day.
// One of another day is refused with those that were there in its place.
func (g *reading) existing(ctx context.Context, role string, id graph.ID) (graph.Actor, error) {
	node := g.nodes[id]
	if node == nil {
		return nil, graph.NotFoundf("%s: there is no actor %q; want the id, code or name of a state, organization, person "+
			"or armed group, such as state:PRK", role, id)
	}
	actor, ok := node.(graph.Actor)
	if !ok {
		return nil, graph.Invalidf("%s: %s (%s) is a %s; want a state, organization, person or armed group", role,
			node.Head().Name, id, node.Label())
	}
	if p := node.Head().Period; g.on != 0 && !p.Contains(g.on) {
		fault := graph.Invalidf("%s: %s (%s) did not exist on %s; valid are days in its time, %s", role, node.Head().Name, id,
			g.on, p.Text())
		var err error
		fault.Candidates, err = InPlaceOf(ctx, g.reader, node, g.on)
		return nil, cmp.Or(err, error(fault))
	}
	return actor, nil
}

// expand asks for one hop from each id, in calls of at most MaxIDs, and refuses to work on half an answer.
func expand(ctx context.Context, r graph.Reader, ids []graph.ID, q graph.HopQuery,
	each func(graph.ID, []graph.Hop),
) error {
	for chunk := range slices.Chunk(ids, graph.MaxIDs) {
		pages, err := r.Expand(ctx, chunk, q)
		if err != nil {
			return err
		}
		for i, page := range pages {
			if page.More {
				return graph.Errorf(graph.KindLimitExceeded, "%s has more than %d relationships %v in question: narrow the "+
					"question by datasets or obligation types",
					chunk[i], q.PerNode, q.Filter.Types)
			}
			each(chunk[i], hopsOn(page.Hops, q.Filter.On))
		}
	}
	return nil
}

// expandEach is expand by single hops.
func expandEach(ctx context.Context, r graph.Reader, ids []graph.ID, q graph.HopQuery,
	each func(graph.ID, graph.Hop),
) error {
	return expand(ctx, r, ids, q, func(id graph.ID, hops []graph.Hop) {
		for _, h := range hops {
			each(id, h)
		}
	})
}

// eachTerm is expandEach for treaties, and for the obligations that their articles impose: those come with the article
// and the treaty that has it.
func eachTerm(ctx context.Context, r graph.Reader, treaties []graph.ID, q graph.HopQuery,
	each func(treaty graph.ID, article *graph.Article, h graph.Hop),
) error {
	articles, owner := map[graph.ID]*graph.Article{}, map[graph.ID]graph.ID{}
	err := expandEach(ctx, r, treaties, q, func(id graph.ID, h graph.Hop) {
		if a, ok := h.Other.(*graph.Article); ok {
			articles[a.ID], owner[a.ID] = a, id
		}
		each(id, nil, h)
	})
	if err != nil {
		return err
	}
	q.Direction, q.Filter.Types = graph.DirectionOut, []graph.RelationshipType{graph.ImposesType}
	return expandEach(ctx, r, slices.Sorted(maps.Keys(owner)), q, func(id graph.ID, h graph.Hop) {
		each(owner[id], articles[id], h)
	})
}

// along asks for all relationships of some types, of all time.
func along(d graph.Direction, types ...graph.RelationshipType) graph.HopQuery {
	return graph.HopQuery{Filter: graph.Filter{Types: types}, Direction: d, PerNode: graph.MaxPerNode}
}

// duties asks for the ALLIED_WITH of the day by the datasets that are asked for.
func (g *reading) duties(d graph.Direction, obligations ...graph.ObligationType) graph.HopQuery {
	q := along(d, graph.AlliedWithType)
	q.Filter.On, q.Filter.Datasets, q.Filter.ObligationTypes = g.on, g.datasets, obligations
	return q
}

// hopsOn are hops with the duties as they are on the day; 0: as they are stored.
func hopsOn(hops []graph.Hop, on graph.Day) []graph.Hop {
	if on == 0 {
		return hops
	}
	copied := false
	for i, h := range hops {
		duty, ok := h.Relationship.(*graph.AlliedWith)
		if !ok {
			continue
		}
		if now := duty.On(on); now != duty {
			if !copied {
				hops, copied = slices.Clone(hops), true
			}
			hops[i].Relationship = now
		}
	}
	return hops
}

// absent lists, without repetition and in order, the ids that the map does not have.
func absent[T any](known map[graph.ID]T, ids []graph.ID) []graph.ID {
	var out []graph.ID
	met := map[graph.ID]bool{}
	for _, id := range ids {
		if _, ok := known[id]; !ok && !met[id] {
			met[id] = true
			out = append(out, id)
		}
	}
	return out
}
