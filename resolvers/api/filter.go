package api

import "github.com/entente-graph/entente/graph"

// ListFilter is what every list can be filtered by.
type ListFilter struct {
	Text              *string
	Datasets          []graph.ID
	IdentifierSchemes []graph.IdentifierScheme
	During            *PeriodInput
}

// ActorFilter says which actors.
type ActorFilter struct {
	ListFilter
	Labels            []graph.Label
	OrganizationKinds []graph.OrganizationKind
	MemberOf          *NodeRef
	Kinds             []graph.MembershipKind
	PartyTo           *NodeRef
	Operates          *NodeRef
}

// TreatyFilter says which treaties.
type TreatyFilter struct {
	ListFilter
	Kinds       []graph.TreatyKind
	Binding     *bool
	Parties     []NodeRef
	OnlyParties bool
	InForceOn   *graph.Date
	Signed      *PeriodInput
}

// WeaponSystemFilter says which weapon systems.
type WeaponSystemFilter struct {
	ListFilter
	Categories     []string
	UnrocaClasses  []string
	Subtypes       []string
	NuclearCapable *bool
	MinRangeKm     *float64
	MaxRangeKm     *float64
	OperatedBy     *NodeRef
	DevelopedBy    *NodeRef
}

// ArmsTransferFilter says which deals.
type ArmsTransferFilter struct {
	ListFilter
	Suppliers     []NodeRef
	Recipients    []NodeRef
	WeaponSystems []NodeRef
	Categories    []string
	Ordered       *PeriodInput
}

// EventFilter says which events.
type EventFilter struct {
	ListFilter
	Actors     []NodeRef
	Between    []NodeRef
	Involves   []NodeRef
	EventTypes []string
	Statuses   []graph.EventStatus
}

// ConflictFilter says which conflicts.
type ConflictFilter struct {
	ListFilter
	Kinds        []graph.ConflictKind
	Participants []NodeRef
	MinHostility *int
}

// SanctionFilter says which sanctions.
type SanctionFilter struct {
	ListFilter
	ImposedBy []NodeRef
	Targets   []NodeRef
	Programs  []string
	Statuses  []string
}

// ObservationFilter says which figures.
type ObservationFilter struct {
	ListFilter
	Indicators []string
	Subjects   []NodeRef
	Units      []string
	MinValue   *float64
	MaxValue   *float64
}
