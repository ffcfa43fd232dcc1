package neo4jstore

import (
	"context"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

const (
	cypherHead = `MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
OPTIONAL MATCH (c:EntenteCommit {number: s.head})
RETURN s.head, a.number, s.publishing IS NOT NULL, properties(c)`

	cypherCommits = `MATCH (c:EntenteCommit)
WHERE c.number > 0
RETURN properties(c)
ORDER BY c.number`

	cypherCommitOf = `MATCH (c:EntenteCommit {number: $number})
RETURN properties(c)`

	cypherBlockRefs = `MATCH (b:EntenteBlock)
WHERE b.key >= $from
RETURN b.key, b.changes
ORDER BY b.key`

	cypherBlock = `MATCH (b:EntenteBlock {key: $key})
RETURN b.bytes`

	cypherBlocks = `UNWIND $keys AS key
MATCH (b:EntenteBlock {key: key})
USING INDEX SEEK b:EntenteBlock(key)
RETURN key, b.bytes`

	cypherForget = `MATCH (c:EntenteCommit {number: $number})
SET c.forgotten = true
WITH c
CALL () {
  MATCH (b:EntenteBlock)
  WHERE b.key < $end
  DELETE b
}
CALL () {
  MATCH (c:EntenteCommit)
  WHERE c.number < $number
  DELETE c
  RETURN count(*) AS number
}
RETURN number`
)

// blockKey numbers the blocks of a commit in their order.
func blockKey(commit int64, n int) int64 { return commit<<20 + int64(n) }

// commitProperties are those of the node that tells of a commit.
func commitProperties(c *graph.Commit) map[string]any {
	out := map[string]any{
		"number": c.Number, "kind": string(c.Kind), "time": c.Time,
		"fingerprint": c.Fingerprint.String(),
	}
	putText(out, "dataset", string(c.Dataset))
	putText(out, "run", c.Run)
	for name, n := range counters(&c.Result) {
		if *n != 0 {
			out[name] = int64(*n)
		}
	}
	return out
}

func counters(r *graph.ApplyResult) map[string]*int {
	return map[string]*int{
		"nodesCreated": &r.NodesCreated, "nodesChanged": &r.NodesChanged, "nodesUnchanged": &r.NodesUnchanged,
		"nodesRemoved":         &r.NodesRemoved,
		"relationshipsCreated": &r.RelationshipsCreated, "relationshipsChanged": &r.RelationshipsChanged,
		"relationshipsUnchanged": &r.RelationshipsUnchanged, "relationshipsRemoved": &r.RelationshipsRemoved,
	}
}

// commitFrom also tells whether the commit's changes were forgotten.
func commitFrom(value any) (c graph.Commit, forgotten bool, err error) {
	p, ok := value.(map[string]any)
	at, timed := p["time"].(time.Time)
	if !ok || !timed {
		return c, false, errDamaged
	}
	c = graph.Commit{
		Number: integer(p["number"]), Kind: graph.CommitKind(text(p["kind"])), Time: at.UTC(),
		Dataset: graph.ID(text(p["dataset"])), Run: text(p["run"]),
	}
	for name, n := range counters(&c.Result) {
		*n = int(integer(p[name]))
	}
	if c.Fingerprint, err = graph.ParseHash(text(p["fingerprint"])); err != nil {
		err = errDamaged
	}
	return c, p["forgotten"] == true, err
}

// history is what the ledger has.
type history struct {
	commits []graph.Commit // the oldest first
	kept    []ledger.Kept  // those whose changes it has, without their blocks
}

func (t transaction) history(ctx context.Context) (h history, err error) {
	rows, err := t.rows(ctx, cypherCommits, nil)
	if err != nil {
		return h, err
	}
	for _, row := range rows {
		c, forgotten, err := commitFrom(row[0])
		if err != nil {
			return h, err
		}
		h.commits = append(h.commits, c)
		if !forgotten {
			h.kept = append(h.kept, ledger.Kept{Commit: c})
		}
	}
	return h, nil
}

// since finds the blocks of the commits kept after a number.
func (t transaction) since(ctx context.Context, kept []ledger.Kept, number int64) ([]ledger.Kept, error) {
	rows, err := t.rows(ctx, cypherBlockRefs, map[string]any{"from": blockKey(number+1, 0)})
	if err != nil {
		return nil, err
	}
	var out []ledger.Kept
	for _, c := range kept {
		if c.Number <= number {
			continue
		}
		for len(rows) > 0 && integer(rows[0][0]) < blockKey(c.Number+1, 0) {
			if integer(rows[0][0]) >= blockKey(c.Number, 0) {
				c.Blocks = append(c.Blocks, ledger.Ref{Key: uint64(integer(rows[0][0])), Changes: int(integer(rows[0][1]))})
			}
			rows = rows[1:]
		}
		out = append(out, c)
	}
	return out, nil
}

// block reads the bytes of one.
func (t transaction) block(ctx context.Context, key uint64) ([]byte, error) {
	row, err := t.row(ctx, cypherBlock, map[string]any{"key": int64(key)})
	if err != nil {
		return nil, err
	}
	data, _ := row[0].([]byte)
	return data, nil
}

// blocksAtOnce is how many blocks are read by one statement.
const blocksAtOnce = 64

// between are the net changes of commits. Their blocks are read beforehand: they are decoded by several goroutines, and
// a transaction is one's.
func (t transaction) between(ctx context.Context, kept []ledger.Kept) ([]graph.Change, error) {
	var keys []any
	for _, c := range kept {
		for _, ref := range c.Blocks {
			keys = append(keys, int64(ref.Key))
		}
	}
	blocks := make(map[uint64][]byte, len(keys))
	for part := range slices.Chunk(keys, blocksAtOnce) {
		rows, err := t.rows(ctx, cypherBlocks, map[string]any{"keys": part})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			blocks[uint64(integer(row[0]))], _ = row[1].([]byte)
		}
	}
	return ledger.Between(ctx, kept, func(_ context.Context, key uint64) ([]byte, error) { return blocks[key], nil })
}

// At implements graph.Store. The newest commit is read by Cypher for as long as it is the newest; another is read from
// a copy in memory.
func (s *Store) At(ctx context.Context, known graph.KnownAt) (out graph.Reader, commit graph.Commit, err error) {
	err = s.call(ctx, func(ctx context.Context) error {
		if known.IsZero() {
			var m mark
			if m, commit, err = s.head(ctx); err != nil {
				return err
			}
			out = s.pin(m, commit)
			return nil
		}
		var h history
		m, err := s.readMarked(ctx, func(ctx context.Context, tx transaction) (err error) {
			h, err = tx.history(ctx)
			return err
		})
		if err != nil {
			return err
		}
		if commit, err = ledger.Find(h.commits, known); err != nil {
			return err
		}
		if commit.Number == m.head {
			out = s.pin(m, commit)
			return nil
		}
		out, err = s.past.at(ctx, commit.Number)
		return err
	})
	if err != nil {
		return nil, graph.Commit{}, err
	}
	return out, commit, nil
}

// newest is the newest commit, and when the database said so.
type newest struct {
	mark   mark
	commit graph.Commit
	told   time.Time
	wrote  int64 // of this process when it was asked: what it has written since may have made another
}

// headHolds is how long the newest commit is taken for the newest without asking: each answer says anew which it is, so
// one question after another need not ask for it first. What another process commits is seen by so much later at most;
// a question that meets it on its way is answered of the commit that it was asked of. What this process commits is seen
// at once.
const headHolds = 5 * time.Millisecond

// confirm notes that an answer was of the newest commit.
func (s *Store) confirm(m mark) {
	if known := s.known.Load(); known != nil && known.mark == m {
		s.known.CompareAndSwap(known, &newest{known.mark, known.commit, time.Now(), known.wrote})
	}
}

// head tells the newest commit.
func (s *Store) head(ctx context.Context) (m mark, c graph.Commit, err error) {
	wrote := s.wrote.Load()
	if known := s.known.Load(); known != nil && known.wrote == wrote && time.Since(known.told) < headHolds {
		if seen := s.seen.Load(); seen != nil && *seen == known.mark {
			return known.mark, known.commit, nil
		}
	}
	for try := range optimisticReads {
		rows, err := s.ask(ctx, cypherHead, nil)
		if err != nil {
			return m, c, err
		}
		if len(rows) != 1 {
			return m, c, errDamaged
		}
		m = mark{integer(rows[0][0]), integer(rows[0][1]), rows[0][2] == true}
		if rows[0][3] != nil {
			if c, _, err = commitFrom(rows[0][3]); err != nil {
				return m, c, err
			}
		}
		if c.Number == m.head && m.settled() {
			s.seen.Store(&m)
			s.known.Store(&newest{m, c, time.Now(), wrote})
			return m, c, nil
		}
		if _, err := s.settledMark(ctx, try); err != nil {
			return m, c, err
		}
	}
	m, err = reader{store: s}.readLocked(ctx, func(ctx context.Context, tx transaction) error {
		rows, err := tx.rows(ctx, cypherHead, nil)
		if err == nil && len(rows) == 1 && rows[0][3] != nil {
			c, _, err = commitFrom(rows[0][3])
		}
		return err
	})
	return m, c, err
}

func (s *Store) Commits(ctx context.Context, q graph.CommitQuery) ([]graph.Commit, error) {
	return answer(ctx, s.reader, func(ctx context.Context) ([]graph.Commit, error) {
		h, err := readValue(ctx, s.reader, func(ctx context.Context, tx transaction) (history, error) {
			return tx.history(ctx)
		})
		if err != nil {
			return nil, err
		}
		return ledger.Page(h.commits, q)
	})
}

func (s *Store) Changes(ctx context.Context, q graph.ChangeQuery) (graph.ChangePage, error) {
	return answer(ctx, s.reader, func(ctx context.Context) (graph.ChangePage, error) {
		return readValue(ctx, s.reader, func(ctx context.Context, tx transaction) (out graph.ChangePage, err error) {
			h, err := tx.history(ctx)
			if err != nil {
				return out, err
			}
			kept, err := tx.since(ctx, h.kept, q.Since)
			if err != nil {
				return out, err
			}
			if len(kept) == 0 {
				kept = h.kept
			}
			return ledger.Changes(ctx, q, h.commits, kept, tx.block)
		})
	})
}

func (s *Store) Compact(ctx context.Context, before graph.KnownAt) (int, error) {
	return answer(ctx, s.reader, func(ctx context.Context) (forgotten int, err error) {
		_, err = s.commit(ctx, func(ctx context.Context, w *writer) error {
			h, err := w.tx.history(ctx)
			if err != nil {
				return err
			}
			c, err := ledger.Find(h.commits, before)
			if err != nil || c.Number == 0 {
				return err
			}
			rows, err := w.tx.rows(ctx, cypherForget, map[string]any{"number": c.Number, "end": blockKey(c.Number+1, 0)})
			if err == nil && len(rows) == 1 {
				forgotten = int(integer(rows[0][0]))
			}
			w.wrote = true
			return err
		})
		return forgotten, err
	})
}
