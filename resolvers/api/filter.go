package api

import "github.com/entente-graph/entente/graph"

// ListFilter is what every list can be filtered by.
type ListFilter struct {
	Text              *string
	Datasets          []graph.ID
	IdentifierSchemes []graph.IdentifierScheme
	During            *PeriodInput
}

// Combination are the filters that a filter is combined of: all of And, one of Or and not Not must hold besides its own
// conditions.
type Combination[F any] struct {
	And, Or []*F
	Not     *F
}

// AllianceFilter says which alliances.
type AllianceFilter struct {
	Combination[AllianceFilter]
	Obligors        []NodeRef
	Beneficiaries   []NodeRef
	Actors          []NodeRef
	Treaties        []NodeRef
	ObligationTypes []graph.ObligationType
	Binding         *bool
	Mutual          *bool
	Datasets        []graph.ID
}

// ActorFilter says which actors.
type ActorFilter struct {
	ListFilter
	Combination[ActorFilter]
	Labels            []graph.Label
	OrganizationKinds []graph.OrganizationKind
	MemberOf          *NodeRef
	Kinds             []graph.MembershipKind
	PartyTo           *NodeRef
	Operates          *NodeRef
	NuclearArmed      *bool
	AlliedWith        []NodeRef
	AlliedBy          []graph.ObligationType
}

// TreatyFilter says which treaties.
type TreatyFilter struct {
	ListFilter
	Combination[TreatyFilter]
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
	Combination[WeaponSystemFilter]
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
	Combination[ArmsTransferFilter]
	Suppliers     []NodeRef
	Recipients    []NodeRef
	WeaponSystems []NodeRef
	Categories    []string
	Ordered       *PeriodInput
}

// EventFilter says which events.
type EventFilter struct {
	ListFilter
	Combination[EventFilter]
	Actors     []NodeRef
	Between    []NodeRef
	Involves   []NodeRef
	EventTypes []string
	Statuses   []graph.EventStatus
}

// ConflictFilter says which conflicts.
type ConflictFilter struct {
	ListFilter
	Combination[ConflictFilter]
	Kinds        []graph.ConflictKind
	Participants []NodeRef
	MinHostility *int
}

// SanctionFilter says which sanctions.
type SanctionFilter struct {
	ListFilter
	Combination[SanctionFilter]
	ImposedBy []NodeRef
	Targets   []NodeRef
	Programs  []string
	Statuses  []string
}

// ObservationFilter says which figures.
type ObservationFilter struct {
	ListFilter
	Combination[ObservationFilter]
	Indicators []string
	Subjects   []NodeRef
	Units      []string
	MinValue   *float64
	MaxValue   *float64
}
