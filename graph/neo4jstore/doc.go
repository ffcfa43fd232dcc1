// Package neo4jstore keeps the graph in Neo4j 5: for data that outgrow one process, and for people who have a Neo4j
// already. It gives the same answers in the same order as graph/memstore.
//
// What an analyst sees in Neo4j Browser reads like the ontology:
//
//	(:Entity:State {id, name, codes, …shown properties…, fromDay, fromDate, …})-[:ALLIED_WITH {key, dataset, …}]->(:Entity:State)
//	(:Record {key, dataset, …})-[:DESCRIBES]->(:Entity)      one dataset's statement about the node
//	(:Identifier {key: 'COW|365', …})-[:IDENTIFIES]->(:Entity)   a code with the days on which it means the node
//	(:EntenteCommit) (:EntenteBlock) (:EntenteGathered)   the ledger: commits, what they changed, what runs have gathered
//	(:LoadRun) (:EntenteStore) (:EntenteAnnouncement) (:EntenteDataset) (:EntenteBatches) (:EntenteMigration)   bookkeeping
//
// The graph is that of the newest commit (docs/adr/0007-ledger.md, docs/neo4j.md). An Entity carries the merge of its
// Records, made in Go by [graph.Merge] when a commit is published, in one transaction unless it is large (publish.go).
// Community edition has no existence or type constraints, so validation happens before writing.
//
// Neo4j reads what is committed at each moment and not one state of the whole, so each answer is checked against the
// mark of the last commit (snapshot.go) and read again where a commit came between.
//
// Only parameters reach Cypher; labels, types and property names in a statement come from [graph.Ontology].
package neo4jstore
