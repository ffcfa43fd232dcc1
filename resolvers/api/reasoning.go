package api

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// ScenarioInput is what is known of an attack.
type ScenarioInput struct {
	Armed               bool
	Provoked            bool
	Requested           *bool
	Where               *LocationInput
	HostileActors       []NodeRef
	AdversaryCount      *int
	SpecificConflict    *bool
	DefendAggressorsToo bool
	Assume              []AssumptionInput
}

// AssumptionInput takes a fact as known.
type AssumptionInput struct {
	Fact  string
	Holds bool
}

// LocationInput is a place of the graph or a pair of coordinates.
type LocationInput struct {
	Place     *NodeRef
	Latitude  *float64
	Longitude *float64
}

// AttackInput is one attack of a cascade.
type AttackInput struct{ Attacker, Victim NodeRef }

// TreatyChange is one change of a what-if; exactly one field is set.
type TreatyChange struct {
	Add      *NewTreatyInput
	Withdraw *WithdrawalInput
	Suspend  *NodeRef
	End      *NodeRef
	Amend    *AmendmentInput
	// EnterIntoForce is a treaty that is signed and pending.
	EnterIntoForce *NodeRef
}

// NewTreatyInput is a treaty that is not in the graph.
type NewTreatyInput struct {
	Title    *string
	Parties  []NodeRef
	Type     *graph.ObligationType
	Articles []NewArticleInput
}

// NewArticleInput is an article of a new treaty.
type NewArticleInput struct {
	Number        *string
	Type          graph.ObligationType
	Conditions    []ConditionInput
	Obligors      []NodeRef
	Beneficiaries []NodeRef
}

// ConditionInput is a condition of a new duty.
type ConditionInput struct {
	Kind        graph.ConditionKind
	Text        *string
	Adversaries []NodeRef
	Count       *int
	Area        *NodeRef
}

// WithdrawalInput takes a party out of a treaty.
type WithdrawalInput struct{ Treaty, Party NodeRef }

// AmendmentInput gives the duties of an article another type.
type AmendmentInput struct {
	Treaty  NodeRef
	Article *string
	Type    graph.ObligationType
}

// TreatyLifecycle is a treaty with the steps of its life.
type TreatyLifecycle struct {
	Treaty  *graph.Treaty
	Actions []alliance.LifecycleAction
}

// PathChanges are the paths that only one of two graphs has.
type PathChanges struct{ Gained, Lost []Path }

// The connections and edges of the reasoning.
type (
	ContradictionConnection = Connection[*alliance.Contradiction]
	ComplianceConnection    = Connection[*alliance.Compliance]
	ContradictionEdge       = Edge[*alliance.Contradiction]
	ComplianceEdge          = Edge[*alliance.Compliance]
)

// PivotSubject is what pivots are asked of; exactly one field is set.
type PivotSubject struct {
	Verdict       *VerdictSubject
	Path          *PathSubject
	Cascade       *CascadeSubject
	Contradiction *ContradictionSubject
}

// VerdictSubject is the verdict on an actor in an attack.
type VerdictSubject struct {
	Attacker, Victim, Actor NodeRef
	Scenario                *ScenarioInput
	Want                    *alliance.Verdict
}

// PathSubject is that there is a path of duties, or none.
type PathSubject struct {
	From, To NodeRef
	Profile  TraversalProfile
	Filter   *TraversalFilter
	MaxHops  int
}

// CascadeSubject is an actor's part in a cascade.
type CascadeSubject struct {
	Attacks           []*AttackInput
	Actor             NodeRef
	Side              *alliance.Side
	Escalation        alliance.Escalation
	Scenario          *ScenarioInput
	ConditionalEnters bool
}

// ContradictionSubject is a contradiction as the list of them has it.
type ContradictionSubject struct {
	Kind    alliance.ContradictionKind
	Actor   NodeRef
	Between []NodeRef
}
