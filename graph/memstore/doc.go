// Package memstore is the embedded store: the whole graph in memory, with a ledger, optionally kept in a file.
//
// Readers work on an immutable image, found through one atomic pointer, so that any number of them run beside one
// writer and each answer is of one state. A batch makes the next image (graph/image) by copying only what it touches:
//
//	Apply ──validate, hash, decode──▶ edit (copy on write) ──▶ image
//	  of a run that goes on:   what the run gathers, which nobody sees
//	  of one that ends:        difference ──▶ blocks ──▶ commit ──▶ image pointer ◀── readers
//
// What a commit changed is kept in blocks (graph/ledger), in memory or in the file. The image of an older commit is
// made by undoing changes, and held for a while.
//
// The file is a bbolt database: it has the blocks, the commits, the load runs and what unfinished runs have gathered,
// and no state. A batch is one transaction, synced before Apply returns, so it survives kill -9 wholly or not at all.
// One process holds a file at a time; beside it lies a small file that names the process.
//
// Memory is about 150 bytes for a relationship, half a kilobyte more for each of those that were read last, and 1.5 kB
// for a node; for graphs that outgrow it there is graph/neo4jstore.
package memstore
