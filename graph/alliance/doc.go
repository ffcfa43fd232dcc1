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
// Trigger conditions are MET, UNMET or UNKNOWN, each with a reason, and decide the [Verdict]; qualifiers say how free
// the obligor is and never decide. The obligation types and conditions are those of ATOP (Leeds, Ritter, Mitchell and
// Long 2002).
//
// The files go from what is read to what is made of it; their prefixes say where one is on that way:
//
//	read_     what a question has read of the graph, what it could not know, and which datasets it draws on
//	judge_    one attack: scenario, facts, conditions, duties, rulings, verdicts, and the questions that stay open
//	war_      many attacks: the cascade round by round, and the rules tried on recorded wars
//	compare_  two days, two actors, two datasets: what came and went, since when, and what cannot all be true
//	list_     what is stated: duties, the life of a treaty, tests of obligations, the coverage of a dataset
//	whatif_   the law changed: overlays, and the pivots that would end a verdict or a path
//	words     how names and sentences are put
//
// Begin with IfAttacked in judge_attack.go: it reads ([reading]), judges (attackView, ruling) and answers (Responder).
//
// Everything here is a pure function of a graph.Reader: nothing is written, and both stores give the same answers. A
// what-if is a [graph.Reader] laid over another ([Overlay]), so that every function can be asked of a world with other
// treaties. A question about one attack costs three calls to the store.
package alliance
