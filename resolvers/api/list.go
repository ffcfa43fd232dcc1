package api

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/timeline"
)

// NodeRef is a reference to a node as a user writes it: an id, a code, a name.
type NodeRef string

// Period is the input as a period; that of nil is nil. The argument is what errors call it.
func (p *PeriodInput) Period(argument string) (*graph.Period, error) {
	if p == nil {
		return nil, nil
	}
	return Asked(argument+": ", "from", p.From, "until", p.Until)
}

// Asked is the time that a question names, half-open whatever the precision: it begins with the first day that its
// first date can mean and ends before the first day that its second can. "2024-11" ends it where "2024-11-01" does,
// unlike the end of something stored, which lasts through a month or year of which no day is known. Names are those of
// the arguments, before is what errors put before them. A time without a day is refused.
func Asked(before, fromName string, from *graph.Date, untilName string, until *graph.Date) (*graph.Period, error) {
	var out graph.Period
	if from != nil {
		out.From = *from
	}
	if until == nil || until.IsZero() {
		return &out, nil
	}
	out.Until = until.First().Date()
	switch first := out.From.First(); {
	case until.First() < first:
		return nil, graph.Invalidf("%s%s %s comes before %s %s", before, untilName, until, fromName, from)
	case until.First() == first:
		return nil, graph.Invalidf("%s%s %s leaves no day from %s on: it names the first day that no longer counts", before,
			untilName, until, from)
	}
	return &out, nil
}

// OrderField is a property to order by, in capitals: "IN_FORCE". START is the first day of the period.
type OrderField string

// Order is how a list is ordered.
type Order struct {
	Field     OrderField
	Direction OrderDirection
}

// Page is which part of a list is asked for: the First from behind After, or the Last before Before. One of the two may
// be null.
type Page struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// Edge is one match and its place in the list.
type Edge[N any] struct {
	Cursor string
	Node   N
}

// Connection is a page of a list. TotalCount is set only where it was selected.
type Connection[N any] struct {
	Edges      []Edge[N]
	Nodes      []N
	PageInfo   PageInfo
	TotalCount int
	Warnings   []string
}

// The connections of the schema.
type (
	ActorConnection        = Connection[graph.Actor]
	TreatyConnection       = Connection[*graph.Treaty]
	WeaponSystemConnection = Connection[*graph.WeaponSystem]
	ArmsTransferConnection = Connection[*graph.ArmsTransfer]
	EventConnection        = Connection[*graph.Event]
	ConflictConnection     = Connection[*graph.Conflict]
	SanctionConnection     = Connection[*graph.Sanction]
	ObservationConnection  = Connection[*graph.Observation]
	TimelineConnection     = Connection[*timeline.Item]
	AllianceConnection     = Connection[*graph.AlliedWith]
)

// The edges of the schema.
type (
	ActorEdge        = Edge[graph.Actor]
	TreatyEdge       = Edge[*graph.Treaty]
	WeaponSystemEdge = Edge[*graph.WeaponSystem]
	ArmsTransferEdge = Edge[*graph.ArmsTransfer]
	EventEdge        = Edge[*graph.Event]
	ConflictEdge     = Edge[*graph.Conflict]
	SanctionEdge     = Edge[*graph.Sanction]
	ObservationEdge  = Edge[*graph.Observation]
	TimelineEdge     = Edge[*timeline.Item]
	AllianceEdge     = Edge[*graph.AlliedWith]
)
