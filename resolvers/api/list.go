package api

import "github.com/entente-graph/entente/graph"

// NodeRef is a reference to a node as a user writes it: an id, a code, a name.
type NodeRef string

// PeriodInput is a time to ask about, half-open, open where a bound is missing.
type PeriodInput struct {
	From  *graph.Date
	Until *graph.Date
}

// Period is the input as a period; that of nil is nil.
func (p *PeriodInput) Period() *graph.Period {
	if p == nil {
		return nil
	}
	var out graph.Period
	if p.From != nil {
		out.From = *p.From
	}
	if p.Until != nil {
		out.Until = *p.Until
	}
	return &out
}

// OrderField is a property to order by, in capitals: "IN_FORCE". START is the first day of the period.
type OrderField string

// OrderDirection is ascending or descending.
type OrderDirection string

// The directions of an order.
const (
	Ascending  OrderDirection = "ASC"
	Descending OrderDirection = "DESC"
)

// Order is how a list is ordered.
type Order struct {
	Field     OrderField
	Direction OrderDirection
}

// Page is which part of a list is asked for.
type Page struct {
	First int
	After *string
}

// PageInfo says where a page stands.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
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
	TimelineConnection     = Connection[TimelineItem]
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
	TimelineEdge     = Edge[TimelineItem]
)
