package graph

import "context"

// Reader answers questions about the graph. It is safe for concurrent use, and each answer is of one consistent state.
//
// Every method returns an *Error: KindInvalid for a query that its Validate refuses, KindCanceled or KindTimeout when
// the context ends, KindUnavailable when the store cannot be reached (the message says what to check), KindInternal for
// anything else. What is not there is no error: it is nil or empty in its place. Nothing returned may be changed by the
// caller.
type Reader interface {
	// Nodes returns the nodes of the ids, aligned with them, nil where there is none. At most MaxIDs.
	Nodes(ctx context.Context, ids []ID) ([]Node, error)
	// Relationships does the same for relationship ids.
	Relationships(ctx context.Context, ids []ID) ([]Relationship, error)
	// Lookup returns, aligned with the codes, the ids of the nodes that bear each on the day (0: on any day), ordered
	// by id.
	Lookup(ctx context.Context, codes []IdentifierRef, on Day) ([][]ID, error)
	// Find returns a page of nodes.
	Find(ctx context.Context, q NodeQuery) (NodePage, error)
	// Expand returns one hop from each of the nodes, aligned with the ids; an unknown id has no hops. A relationship of
	// a node with itself comes once. At most MaxIDs.
	Expand(ctx context.Context, ids []ID, q HopQuery) ([]HopPage, error)
	// Degrees counts relationships exactly, aligned with the ids: by type in the ontology's order, OUT before IN, zero
	// counts left out. At most MaxIDs.
	Degrees(ctx context.Context, ids []ID, q DegreeQuery) ([][]Degree, error)
	// Neighborhood walks from the nodes breadth first. Unknown start ids are passed over. The answer holds nodes while
	// there is room (by distance, then id), starts first. From each node that it holds nearer than Hops it follows the
	// first PerNode relationships by id of those that the filter allows and whose other end may be entered (a start
	// always may be), and it holds every followed relationship whose two ends it holds.
	Neighborhood(ctx context.Context, q NeighborhoodQuery) (Subgraph, error)
	// Paths finds the shortest paths. From an unknown node, to itself or beyond MaxHops there are none. A target may be
	// passed through on the way to another.
	Paths(ctx context.Context, q PathQuery) (PathResult, error)
	// Statements returns the records about each node, aligned with the ids, the preceding one first. At most MaxIDs.
	Statements(ctx context.Context, ids []ID) ([][]NodeRecord, error)
	// Stats counts what is stored.
	Stats(ctx context.Context) (Stats, error)
	// LoadRuns returns the newest load runs first (by Started, then by id, both descending), at most first (1 to
	// MaxFirst).
	LoadRuns(ctx context.Context, first int) ([]LoadRun, error)
	// Records pages through stored records.
	Records(ctx context.Context, q RecordQuery) (RecordPage, error)
}

// Store keeps the graph.
//
// A node lives while a record describes it or a relationship touches it; one that only a relationship keeps alive has
// its label and its id for a name.
type Store interface {
	Reader
	// Apply writes a batch: wholly or not at all, and a second time changes nothing. A record replaces the one of its
	// key. A batch without a Run is published as a commit of its own. Those of one run (Batch.Run.ID) are gathered:
	// nobody sees them until a batch comes whose Run has finished; then they are published as one commit, that batch
	// with them. A run that begins for a dataset discards what an unfinished one of that dataset had gathered, as
	// Retract does, and a run that fails its own: the discarded run is marked as failed, and a batch of it is
	// KindConflict from then on. What others publish while a run gathers stays: the run's own changes are made on top
	// of it. A commit that changes nothing is not made. Every end of a relationship must be in the store, in what the
	// run has gathered or in the batch (KindInvalid names the first that is not), every record must be valid and must
	// not be twice in the batch (to be written and removed is twice), and a node has one label for all records. A
	// record that differs in its Part only is counted as unchanged, and its Part is stored. The batch must not be
	// changed afterwards: the store may keep its values.
	Apply(ctx context.Context, b Batch) (ApplyResult, error)
	// Retract removes all records of a dataset, and nothing else, as one commit. Load runs stay; those of the dataset
	// that have not finished are marked as failed.
	Retract(ctx context.Context, dataset ID) (ApplyResult, error)
	// At returns a reader of the published commit that is asked of, and that commit; of an empty store the zero Commit.
	// Load runs are bookkeeping and not part of a state: every reader lists those of now. It stays the state of that
	// commit whatever is written meanwhile, for as long as one request lasts. A commit, an instant or a version that
	// the store does not have, or no longer since its history was compacted, is KindNotFound with what it does have.
	At(ctx context.Context, known KnownAt) (Reader, Commit, error)
	// Commits returns a page of commits, the newest first.
	Commits(ctx context.Context, q CommitQuery) ([]Commit, error)
	// Changes pages through what commits did. A query that reaches back before what the ledger still has is
	// KindNotFound.
	Changes(ctx context.Context, q ChangeQuery) (ChangePage, error)
	// Compact forgets the history before the commit asked of: states and changes up to it can't be asked for any more,
	// what it holds and what came after stay. It returns how many commits were forgotten.
	Compact(ctx context.Context, before KnownAt) (int, error)
	// Ready tells whether the store can answer now: nil, or KindUnavailable with what to check.
	Ready(ctx context.Context) error
	// Close releases what the store holds; it waits for calls under way. Calls after it are KindUnavailable.
	Close() error
}
