// Package alliance reasons over the duties in the graph: who must help whom if somebody attacks, what follows round by
// round, where duties contradict each other, and what changed between two days.
//
// A question is asked of a day. What binds on it is read from the derived ALLIED_WITH relationships (obligor to
// beneficiary, one per obligation), and each obligation's terms are judged against a [Scenario]:
//
//	attacker A ──attacks──▶ victim V ◀──DEFENSE (article 5, all triggers MET)── X: OBLIGED
//	    ▲                                                                        │
//	    └───────────────NEUTRAL, OFFENSE, or a DEFENSE tie: CONFLICTED ──────────┘
//
// Trigger conditions are MET, UNMET or UNKNOWN, each with a reason, and decide the [Verdict]; qualifiers say how free the
// obligor is and never decide. The obligation types and conditions are those of ATOP (Leeds, Ritter, Mitchell and Long 2002).
//
// Everything here is a pure function of a graph.Reader: nothing is written, and both stores give the same answers. A
// what-if is a [graph.Reader] laid over another ([Overlay]), so that every function can be asked of a world with other
// treaties. A question about one attack costs three calls to the store.
package alliance
