// Package overlay is the graph as it would be if a batch were applied to it: a [graph.Reader] over another, for which
// nothing is written.
//
//	New(reader, batch) ──▶ Reader ──▶ Nodes, Relationships, Lookup, Find, Expand, Degrees, Statements of the changed graph
//	                              └─▶ Paths, Neighborhood: package walk over Expand
//
// What tells of a store instead of the graph in it (Stats, LoadRuns, Records) is that of the reader below: an answer
// with a what-if is made from the data of that store.
package overlay
