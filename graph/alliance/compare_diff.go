package alliance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// ChangeKind is what became of a duty between two days.
type ChangeKind string

// The kinds of change.
const (
	DutyGained  ChangeKind = "GAINED"
	DutyLost    ChangeKind = "LOST"
	DutyChanged ChangeKind = "CHANGED" // the same article binds with other terms
	DutyCarried ChangeKind = "CARRIED" // a successor took a duty over: nothing came or went
)

// Why a duty came or went.
const (
	ReasonEntryIntoForce = "ENTRY_INTO_FORCE" // the treaty entered into force
	ReasonSignature      = "SIGNATURE"        // the treaty was signed; when it entered into force is not known
	ReasonAccession      = "ACCESSION"        // a party joined a treaty in force
	ReasonResumption     = "RESUMPTION"       // a suspension ended
	ReasonAmendment      = "AMENDMENT"        // the duty itself began or ended, or its terms changed, within the treaty
	ReasonOther          = "OTHER"
)

// DiffQuery asks what changed in the duties of actors between two days.
type DiffQuery struct {
	From, To graph.Day
	Actors   []graph.ID // who owes or is owed; empty: all actors with duties on either day
	Datasets []graph.ID
	Types    []graph.ObligationType
}

// AllianceDiff is what was gained, lost and changed, by actor and treaty.
type AllianceDiff struct {
	From, To graph.Date
	Changes  []*AllianceChange
	Warnings []string
}

// AllianceChange is one duty of an actor under a treaty, to one or more others, that came, went or changed.
type AllianceChange struct {
	Kind   ChangeKind
	Actor  graph.Actor // the obligor
	Treaty *graph.Treaty
	Type   graph.ObligationType
	// Article is the article's number, empty where the dataset knows no articles.
	Article graph.Text
	Dataset *graph.Dataset
	// Beneficiaries are those to whom it is owed, by name.
	Beneficiaries []graph.Actor
	// Predecessor is whose duty it was before, or to whom it was owed; nil unless Kind is CARRIED.
	Predecessor graph.Actor
	// Reason is why: ENTRY_INTO_FORCE, SIGNATURE, ACCESSION, RESUMPTION, AMENDMENT, an end as the treaty or the party
	// ended (EXPIRY, TERMINATION, WITHDRAWAL, SUPERSEDED, SUSPENSION, SUCCESSION, BREACH), or OTHER where the graph
	// does not say.
	Reason string
	// On is the day on which it came or went, as exactly as it is known.
	On graph.Date
	// Before and After are the duty to the first beneficiary on each day; one of them is nil where it was gained or lost.
	Before, After *Duty
}

// Diff compares the duties of two days, in at most eight calls to the store for up to a thousand actors.
func Diff(ctx context.Context, reader graph.Reader, q DiffQuery) (*AllianceDiff, error) {
	if q.From <= graph.Beginning || q.To >= graph.Forever || q.From >= q.To {
		return nil, graph.Invalidf("from, to: want two days, the earlier first, such as 1990-01-01 and 2000-01-01")
	}
	then, now := newReading(reader, q.From, q.Datasets), newReading(reader, q.To, q.Datasets)
	// What a successor carries on is in the duties of its predecessor.
	actors, err := family(ctx, reader, q.Actors)
	direction := graph.DirectionAny
	if len(q.Actors) == 0 {
		actors, err = bound(ctx, reader, []graph.Day{q.From, q.To}, now.datasets)
		direction = graph.DirectionOut // every duty has its obligor in the list: once is enough
	}
	if err != nil {
		return nil, err
	}
	d := &differ{q: &q, then: then, now: now, groups: map[string]*AllianceChange{}}
	before, err := d.duties(ctx, then, actors, direction)
	if err != nil {
		return nil, err
	}
	after, err := d.duties(ctx, now, actors, direction)
	if err != nil {
		return nil, err
	}
	if err := d.load(ctx, before, after); err != nil {
		return nil, err
	}
	for _, id := range q.Actors {
		if _, ok := now.nodes[id].(graph.Actor); !ok {
			return nil, graph.NotFoundf("actors: there is no actor %q; want the id, code or name of an actor, such as "+
				"state:PRK", id)
		}
	}
	if err := d.compare(ctx, before, after); err != nil {
		return nil, err
	}
	out := &AllianceDiff{From: q.From.Date(), To: q.To.Date(), Changes: d.changes()}
	for _, g := range []*reading{then, now} {
		var none []string
		if len(out.Changes) == 0 {
			if none, err = g.silence(ctx); err != nil {
				return nil, err
			}
		}
		for _, w := range append(none, g.coverage()...) {
			if !slices.Contains(out.Warnings, w) {
				out.Warnings = append(out.Warnings, w)
			}
		}
	}
	return out, nil
}

// bound lists the actors that owe something on one of the days. More than a thousand, of whom an answer would tell
// nobody anything, are counted and not read.
func bound(ctx context.Context, reader graph.Reader, days []graph.Day, datasets []graph.ID) ([]graph.ID, error) {
	found := map[graph.ID]bool{}
	for _, day := range days {
		owing := graph.NodeQuery{Labels: graph.ActorLabels, First: graph.MaxFirst, Total: true, Related: []graph.RelatedTo{
			{Types: []graph.RelationshipType{graph.AlliedWithType}, Direction: graph.DirectionOut, On: day, Datasets: datasets},
		}}
		for page, err := range graph.Pages(ctx, reader, owing) {
			if err != nil {
				return nil, err
			}
			if page.Total > graph.MaxIDs {
				return nil, graph.Errorf(graph.KindLimitExceeded, "%d actors owe something on %s: what changed is told of at most "+
					"%d at once; say of whom (actors), or narrow the question by datasets", page.Total, day, graph.MaxIDs)
			}
			for _, n := range page.Nodes {
				found[n.Head().ID] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// family are actors with those that they succeeded and that succeeded them.
func family(ctx context.Context, reader graph.Reader, actors []graph.ID) ([]graph.ID, error) {
	out := slices.Clone(actors)
	err := expandEach(ctx, reader, actors, along(graph.DirectionAny, graph.SucceedsType), func(_ graph.ID, h graph.Hop) {
		out = append(out, h.Other.Head().ID)
	})
	slices.Sort(out)
	return slices.Compact(out), err
}

type differ struct {
	q         *DiffQuery
	then, now *reading
	groups    map[string]*AllianceChange
}

// dutyKey is what makes two relationships of different days the same duty.
type dutyKey struct {
	obligor, beneficiary, treaty, dataset graph.ID
	article                               graph.Text
	obligationType                        graph.ObligationType
}

func (d *differ) duties(ctx context.Context, g *reading, actors []graph.ID,
	direction graph.Direction,
) (map[dutyKey]*graph.AlliedWith, error) {
	out := map[dutyKey]*graph.AlliedWith{}
	err := expandEach(ctx, g.reader, actors, g.duties(direction, d.q.Types...), func(id graph.ID, h graph.Hop) {
		r := h.Relationship.(*graph.AlliedWith)
		key := dutyKey{r.FromID, r.ToID, r.TreatyID, r.DatasetID, r.ArticleNumber, r.ObligationType}
		if known := out[key]; known == nil || r.ID < known.ID {
			out[key] = r
		}
		d.now.nodes[h.Other.Head().ID], d.then.nodes[h.Other.Head().ID] = h.Other, h.Other
	})
	return out, err
}

// load reads the nodes and the participations that the changed duties name.
func (d *differ) load(ctx context.Context, before, after map[dutyKey]*graph.AlliedWith) error {
	parties := map[graph.ID]bool{}
	ids := slices.Clone(d.q.Actors)
	for _, side := range []struct {
		g    *reading
		mine map[dutyKey]*graph.AlliedWith
		its  map[dutyKey]*graph.AlliedWith
	}{{d.then, before, after}, {d.now, after, before}} {
		for key, r := range side.mine {
			side.g.addSource(r.DatasetID)
			if other := side.its[key]; other == nil || termsOf(other) != termsOf(r) {
				ids = append(ids, key.obligor, key.beneficiary)
				d.now.requestNamed(r)
				parties[key.obligor], parties[key.beneficiary] = true, true
			}
			d.now.request(r.DatasetID)
		}
	}
	if err := d.now.readNodes(ctx, ids...); err != nil {
		return err
	}
	maps.Copy(d.then.nodes, d.now.nodes)
	return d.now.readParties(ctx, slices.Sorted(maps.Keys(parties))...)
}

// turn is a duty that came or went.
type turn struct {
	key    dutyKey
	duty   *graph.AlliedWith
	reason string
	on     graph.Date
}

func (d *differ) compare(ctx context.Context, before, after map[dutyKey]*graph.AlliedWith) error {
	var lost, gained []turn
	for key, was := range before {
		is := after[key]
		switch {
		case is == nil:
			reason, on := d.ending(was)
			lost = append(lost, turn{key, was, reason, on})
		case termsOf(was) != termsOf(is):
			d.note(DutyChanged, ReasonAmendment, d.amended(was, is), was, is, "")
		}
	}
	for key, is := range after {
		if before[key] == nil {
			reason, on := d.beginning(is)
			gained = append(gained, turn{key, is, reason, on})
		}
	}
	lost, gained, err := d.carry(ctx, lost, gained)
	if err != nil {
		return err
	}
	for _, t := range lost {
		d.note(DutyLost, t.reason, t.on, t.duty, nil, "")
	}
	for _, t := range gained {
		d.note(DutyGained, t.reason, t.on, nil, t.duty, "")
	}
	return nil
}

// carry notes what ended for a predecessor and began for its successor on one day, under one article and with one other
// side: it is carried over. What is left was lost or gained.
func (d *differ) carry(ctx context.Context, lost, gained []turn) (stillLost, stillGained []turn, err error) {
	succeeds, err := d.predecessors(ctx, gained)
	if err != nil {
		return nil, nil, err
	}
	type place struct {
		key dutyKey
		on  graph.Date
	}
	ended := map[place]turn{}
	for _, t := range lost {
		if t.reason == string(graph.EndSuccession) {
			ended[place{t.key, t.on}] = t
		}
	}
	taken := map[graph.ID]bool{}
	slices.SortFunc(gained, func(a, b turn) int { return cmp.Compare(a.duty.ID, b.duty.ID) })
	for _, t := range gained {
		was, predecessor := turn{}, graph.ID("")
		if t.reason == string(graph.EndSuccession) {
			try := func(id graph.ID, key dutyKey) {
				if found, ok := ended[place{key, t.on}]; ok && was.duty == nil && !taken[found.duty.ID] {
					was, predecessor = found, id
				}
			}
			for _, id := range succeeds[t.key.obligor] {
				key := t.key
				key.obligor = id
				try(id, key)
			}
			for _, id := range succeeds[t.key.beneficiary] {
				key := t.key
				key.beneficiary = id
				try(id, key)
			}
		}
		if was.duty == nil {
			stillGained = append(stillGained, t)
			continue
		}
		taken[was.duty.ID] = true
		d.note(DutyCarried, t.reason, t.on, was.duty, t.duty, predecessor)
	}
	return slices.DeleteFunc(lost, func(t turn) bool { return taken[t.duty.ID] }), stillGained, nil
}

// predecessors are those of the ends of duties that began by succession.
func (d *differ) predecessors(ctx context.Context, gained []turn) (map[graph.ID][]graph.ID, error) {
	ends := map[graph.ID]bool{}
	for _, t := range gained {
		if t.reason == string(graph.EndSuccession) {
			ends[t.key.obligor], ends[t.key.beneficiary] = true, true
		}
	}
	out := map[graph.ID][]graph.ID{}
	if len(ends) == 0 {
		return out, nil
	}
	q := along(graph.DirectionOut, graph.SucceedsType)
	return out, expandEach(ctx, d.now.reader, slices.Sorted(maps.Keys(ends)), q, func(id graph.ID, h graph.Hop) {
		out[id] = append(out[id], h.Other.Head().ID)
	})
}

// amended is the last day on which the terms of a duty changed: a condition of it began or ended, or another
// relationship took its place.
func (d *differ) amended(was, is *graph.AlliedWith) graph.Date {
	on := is.Period.From
	if was.ID != is.ID {
		if until := was.Period.Until; !was.Period.Contains(d.q.To) && until.First() > on.First() {
			on = until // the other has been there before
		}
		return on
	}
	for _, c := range was.Conditions {
		if !c.HoldsOn(d.q.To) && c.Period.Until.First() > on.First() {
			on = c.Period.Until
		}
	}
	for _, c := range is.Conditions {
		if !c.HoldsOn(d.q.From) && c.Period.From.First() > on.First() {
			on = c.Period.From
		}
	}
	return on
}

// spells are the participations of the ends of a duty in its treaty, the obligor's first.
func (d *differ) spells(r *graph.AlliedWith) []participation {
	var out []participation
	for _, actor := range []graph.ID{r.FromID, r.ToID} {
		for _, p := range d.now.parties[actor] {
			if p.treaty.ID == r.TreatyID && p.DatasetID == r.DatasetID {
				out = append(out, p)
			}
		}
	}
	return out
}

func (d *differ) beginning(r *graph.AlliedWith) (string, graph.Date) {
	from := r.Period.From
	resumed := func(s graph.Suspension) bool { return s.Period.Until == from && !from.IsZero() }
	for _, p := range d.spells(r) {
		if slices.ContainsFunc(p.Suspensions, resumed) {
			return ReasonResumption, from
		}
	}
	treaty, _ := d.now.nodes[r.TreatyID].(*graph.Treaty)
	switch {
	case treaty == nil:
		return ReasonOther, from
	case slices.ContainsFunc(treaty.Suspensions, resumed):
		return ReasonResumption, from
	case treaty.Period.From == from && treaty.Period.StartUncertain && treaty.Signed == from:
		return ReasonSignature, from
	case treaty.Period.From == from:
		return ReasonEntryIntoForce, from
	}
	for _, p := range d.spells(r) {
		if p.Period.From == from {
			if p.ConsentKind == "SUCCESSION" {
				return string(graph.EndSuccession), from
			}
			return ReasonAccession, from
		}
	}
	if treaty.Period.From.First() > from.First() {
		return ReasonEntryIntoForce, from // the dataset dates it earlier than the treaty's shown period
	}
	return ReasonAmendment, from
}

func (d *differ) ending(r *graph.AlliedWith) (string, graph.Date) {
	until := r.Period.Until
	treaty, _ := d.now.nodes[r.TreatyID].(*graph.Treaty)
	suspended := func(s graph.Suspension) bool { return s.Period.From == until && !until.IsZero() }
	for _, p := range d.spells(r) {
		if p.Period.Until == until && !until.IsZero() && (treaty == nil || treaty.Ended != until) {
			return cmp.Or(string(p.EndedHow), ReasonOther), until
		}
		if slices.ContainsFunc(p.Suspensions, suspended) {
			return string(graph.EndSuspension), until
		}
	}
	switch {
	case treaty == nil:
		return ReasonOther, until
	case slices.ContainsFunc(treaty.Suspensions, suspended):
		return string(graph.EndSuspension), until
	case treaty.Ended == until && !until.IsZero() || treaty.Period.Until == until:
		return cmp.Or(string(treaty.EndedHow), ReasonOther), until
	}
	for _, a := range treaty.Actions {
		if a.Date == until && a.Kind == string(graph.EndSuspension) {
			return a.Kind, until // of this duty only
		}
	}
	return ReasonAmendment, until
}

// note adds a duty to the change that it belongs to, unless it concerns none of those who are asked about.
func (d *differ) note(kind ChangeKind, reason string, on graph.Date, was, is *graph.AlliedWith, predecessor graph.ID) {
	r, g := is, d.now
	if r == nil {
		r, g = was, d.then
	}
	if asked := d.q.Actors; len(asked) > 0 && !slices.ContainsFunc([]graph.ID{r.FromID, r.ToID, predecessor},
		func(id graph.ID) bool { return slices.Contains(asked, id) }) {
		return
	}
	beneficiary := g.actor(r.ToID)
	if beneficiary == nil || g.actor(r.FromID) == nil {
		return
	}
	key := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|%s|%s", r.FromID, kind, r.TreatyID, r.ObligationType, r.ArticleNumber,
		r.DatasetID, reason, on, predecessor)
	c := d.groups[key]
	if c == nil {
		c = &AllianceChange{
			Kind: kind, Type: r.ObligationType, Article: r.ArticleNumber, Reason: reason, On: on,
			Predecessor: d.then.actor(predecessor),
		}
		d.groups[key] = c
	}
	c.Beneficiaries = append(c.Beneficiaries, beneficiary)
	if known := cmp.Or(c.After, c.Before); known != nil && compareActors(known.Beneficiary, beneficiary) < 0 {
		return
	}
	if was != nil {
		c.Before = d.then.unjudged(was)
	}
	if is != nil {
		c.After = d.now.unjudged(is)
	}
	duty := cmp.Or(c.After, c.Before)
	c.Actor, c.Treaty, c.Dataset = duty.Obligor, duty.Treaty, duty.Dataset
}

func (d *differ) changes() []*AllianceChange {
	out := make([]*AllianceChange, 0, len(d.groups))
	for _, c := range d.groups {
		slices.SortFunc(c.Beneficiaries, compareActors)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *AllianceChange) int {
		return cmp.Or(compareActors(a.Actor, b.Actor), cmp.Compare(a.On.First(), b.On.First()),
			cmp.Compare(a.Treaty.ID, b.Treaty.ID),
			cmp.Compare(slices.Index(graph.ObligationTypes, a.Type), slices.Index(graph.ObligationTypes, b.Type)),
			cmp.Compare(a.Article, b.Article), cmp.Compare(a.Dataset.ID, b.Dataset.ID), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Reason, b.Reason), compareActors(a.Beneficiaries[0], b.Beneficiaries[0]))
	})
	return out
}

func compareActors(a, b graph.Actor) int {
	x, y := a.Head(), b.Head()
	return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
}
