package api

import (
	"github.com/entente-graph/entente/graph/alliance"
)

// TreatyChange is one change of a what-if; exactly one field is set. It is not generated, because the domain has a type
// of its name, to which it would bind.
type TreatyChange struct {
	Add      *NewTreatyInput
	Withdraw *WithdrawalInput
	Suspend  *NodeRef
	End      *NodeRef
	Amend    *AmendmentInput
	// EnterIntoForce is a treaty that is signed and pending.
	EnterIntoForce *NodeRef
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
