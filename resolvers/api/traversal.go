package api

import "github.com/entente-graph/entente/graph"

// TraversalProfile says which relationships a traversal walks.
type TraversalProfile string

// The profiles.
const (
	ProfileAlliance     TraversalProfile = "ALLIANCE"
	ProfileDefenseChain TraversalProfile = "DEFENSE_CHAIN"
	ProfilePact         TraversalProfile = "PACT"
	ProfileMembership   TraversalProfile = "MEMBERSHIP"
	ProfileArms         TraversalProfile = "ARMS"
	ProfileDiplomatic   TraversalProfile = "DIPLOMATIC"
	ProfileAny          TraversalProfile = "ANY"
)

// TraversalFilter narrows what a traversal may use.
type TraversalFilter struct {
	RelationshipTypes []graph.RelationshipType
	Labels            []graph.Label
	ObligationTypes   []graph.ObligationType
	Datasets          []graph.ID
	MinConfidence     *int
	Exclude           []NodeRef
}

// PathResult are the paths found, and the day asked about (zero for all time).
type PathResult struct {
	Paths         []Path
	AsOf          graph.Date
	ExploredNodes int
	Truncated     bool
	TimedOut      bool
	Warnings      []string
	Changes       *PathChanges // of a what-if
}

// Path is a sequence of nodes. Period is nil where no day has all hops.
type Path struct {
	Nodes  []graph.Node
	Hops   []Hop
	Period *graph.Period
}

// HeldTogether tells whether a day has all hops.
func (p Path) HeldTogether() bool { return p.Period != nil }

// Length is the number of hops.
func (p Path) Length() int { return len(p.Hops) }

// Hop is a step of a path; Relationships is never empty.
type Hop struct {
	From          graph.Node
	To            graph.Node
	Relationships []graph.Relationship
}

// Relationship is the strongest one.
func (h Hop) Relationship() graph.Relationship { return h.Relationships[0] }
