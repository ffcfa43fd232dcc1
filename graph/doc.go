// Package graph is the domain of Entente: who is bound to whom, by which article of which treaty, on which day, and who
// says so.
//
// The graph has nodes (a State, a Treaty, an Event …) and relationships (ALLIED_WITH, MEMBER_OF …), all typed by one
// table, [Ontology]. Nothing in it is a bare fact: a dataset states what it knows about a node in a [NodeRecord], and a
// relationship is itself one dataset's statement, a [RelationshipRecord]. A node as readers see it is the merge of its
// records ([Merge]): the value shown is that of the dataset with the highest priority, and all others stay readable as
// [Statement] and [Disagreement].
//
//	loader ──records──▶ Batch ──Apply──▶ Store ◀──Find, Expand, Paths …── resolvers, graph/alliance
//
// Time is valid time. A [Date] keeps its precision, a [Period] is half-open, and a question is asked of a [Day].
//
// The package imports the standard library only and does no I/O.
package graph
