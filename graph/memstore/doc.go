// Package memstore is the embedded store: the whole graph in memory, with a ledger, optionally kept in a file.
//
// Readers work on an immutable snapshot, found through one atomic pointer, so that any number of them run beside one
// writer and each answer is of one state. A batch makes the next snapshot by copying only what it touches (trees that
// share their nodes, a table of nodes in chunks):
//
//	Apply ──validate, hash, decode──▶ edit (copy on write) ──▶ snapshot
//	  of a run that goes on:   what the run gathers, which nobody sees
//	  of one that ends:        difference ──▶ blocks ──▶ commit ──▶ snapshot pointer ◀── readers
//
// What a commit changed is kept in blocks (graph/ledger), in memory or in the file. A snapshot of an older commit is made
// by undoing changes, and held for a while.
//
// The file is a bbolt database: it has the blocks, the commits, the load runs and what unfinished runs have gathered, and
// no state. A batch is one transaction, synced before Apply returns, so it survives kill -9 wholly or not at all. One
// process holds a file at a time; beside it lies a small file that names the process.
//
// Everything is decoded when it is written, never when it is read. Memory is about 1 kB for a relationship and 2 kB for
// a node; for graphs that outgrow it there is graph/neo4jstore.
package memstore
