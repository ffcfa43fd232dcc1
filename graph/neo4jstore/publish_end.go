package neo4jstore

import (
	"container/heap"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

const (
	cypherStaged = `MATCH (g:EntenteGathered)
WHERE g.key STARTS WITH $prefix
RETURN g.key
ORDER BY g.key`

	cypherEndPublication = `MATCH (s:EntenteStore {id: 'store'})
SET s.publishing = null
RETURN count(*)`

	cypherPublication = `MATCH (s:EntenteStore {id: 'store'})
RETURN s.publishing`
)

// part are the changes that one step of a publication has made, in their order.
type part struct {
	keys    []string // of the blocks that are not read yet
	changes []graph.Change
	first   string // key of the first change that is left
}

// read makes sure of the first change that is left; ok is false at the end.
func (p *part) read(ctx context.Context, s *Store) (ok bool, err error) {
	for len(p.changes) == 0 {
		if len(p.keys) == 0 {
			return false, nil
		}
		err := s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
			p.changes, err = tx.gatheredBlock(ctx, p.keys[0])
			return err
		})
		if err != nil {
			return false, err
		}
		p.keys = p.keys[1:]
	}
	p.first = ledger.Key(&p.changes[0])
	return true, nil
}

// parts are a heap: the part whose first change comes first is at the top.
type parts []*part

func (p parts) Len() int           { return len(p) }
func (p parts) Less(i, j int) bool { return p[i].first < p[j].first }
func (p parts) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *parts) Push(x any)        { *p = append(*p, x.(*part)) }
func (p *parts) Pop() any {
	last := (*p)[len(*p)-1]
	*p = (*p)[:len(*p)-1]
	return last
}

func (s *Store) staged(ctx context.Context, number int64) (keys []string, err error) {
	rows, err := s.ask(ctx, cypherStaged, map[string]any{"prefix": stagedPrefix(number)})
	for _, row := range rows {
		keys = append(keys, text(row[0]))
	}
	return keys, err
}

// mergeParts writes the blocks of a large commit: the changes of all its steps in one order. Doing so again, or by two
// processes at once, writes the same.
func (s *Store) mergeParts(ctx context.Context, p *publication) error {
	keys, err := s.staged(ctx, p.Commit.Number)
	if err != nil {
		return err
	}
	var left parts
	step := ""
	for _, key := range keys {
		if of := key[:strings.LastIndexByte(key, '|')]; of != step {
			step = of
			left = append(left, &part{})
		}
		last := left[len(left)-1]
		last.keys = append(last.keys, key)
	}
	for _, p := range left {
		if _, err := p.read(ctx, s); err != nil { // each has a block, and each block a change
			return err
		}
	}
	heap.Init(&left)
	out, n := ledger.NewWriter(), 0
	write := func(blocks []ledger.Block) error {
		for _, b := range blocks {
			row := map[string]any{
				"key": blockKey(p.Commit.Number, n), "commit": p.Commit.Number, "changes": int64(b.Changes),
				"bytes": b.Data,
			}
			n++
			err := s.surely(ctx, func(ctx context.Context, tx transaction) error {
				_, err := tx.rows(ctx, cypherMergeBlock, map[string]any{"rows": []any{row}})
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	for len(left) > 0 {
		first := left[0]
		out.Add(&first.changes[0])
		first.changes = first.changes[1:]
		more, err := first.read(ctx, s)
		if err == nil {
			err = write(out.Full())
		}
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&left, 0)
		} else {
			heap.Pop(&left)
		}
	}
	return write(out.Blocks())
}

// endLarge publishes what the steps have made.
func (s *Store) endLarge(ctx context.Context, number int64, g *gathering) error {
	keys, err := s.staged(ctx, number)
	if err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx transaction) error {
		h, err := tx.lockMet(ctx)
		if err != nil {
			return err
		}
		p := h.publication
		if p == nil || p.Commit.Number != number {
			return errFinished
		}
		w := &writer{store: s, tx: tx, head: h}
		if err := w.inBatches(ctx, cypherDropGathered, anys(keys), nil); err != nil {
			return err
		}
		if p.Run != nil {
			if err := w.endRun(ctx, g, p.Run); err != nil {
				return err
			}
		}
		if !p.Commit.Result.Changes() {
			_, err := tx.rows(ctx, cypherEndPublication, nil)
			return err
		}
		c := p.Commit
		c.Fingerprint = h.fingerprint
		if p.Several {
			c.Dataset = ""
		}
		if err := w.inBatches(ctx, cypherCommit, []any{commitProperties(&c)},
			map[string]any{"number": number, "fingerprint": c.Fingerprint.String()}); err != nil {
			return err
		}
		return s.announce(ctx, number)
	})
}

const (
	publicationPoll = 50 * time.Millisecond
	// publicationStale is after how long without progress another process helps.
	publicationStale = 10 * time.Second
)

// awaitPublication waits until no large commit is being published.
func (s *Store) awaitPublication(ctx context.Context) error {
	last, since := "", time.Now()
	for {
		rows, err := s.ask(ctx, cypherPublication, nil)
		if err == nil && len(rows) != 1 {
			err = errDamaged
		}
		if err == nil {
			now := text(rows[0][0])
			if now == "" {
				return nil
			}
			if now != last {
				last, since = now, time.Now()
			}
			if time.Since(since) > publicationStale {
				s.help()
			}
			err = pause(ctx, publicationPoll)
		}
		if ctx.Err() != nil && last != "" {
			return graph.Errorf(graph.KindUnavailable, "a large load is being published; ask again in a moment").Because(err)
		}
		if err != nil {
			return err
		}
	}
}

// help brings a publication to its end, in the background, whose process is gone.
func (s *Store) help() {
	if s.helping.Swap(true) {
		return
	}
	go func() {
		defer s.helping.Store(false)
		_ = s.call(context.Background(), func(ctx context.Context) error {
			_, err := s.commit(ctx, func(context.Context, *writer) error { return nil }) // which meets it
			return err
		})
	}()
}

// finishWhatWasLeft has a publication looked after that is under way when the store is opened.
func (s *Store) finishWhatWasLeft(ctx context.Context) error {
	rows, err := s.ask(ctx, cypherPublication, nil)
	if err == nil && len(rows) == 1 && rows[0][0] != nil {
		s.help()
	}
	return err
}

func (s *Store) Retract(ctx context.Context, dataset graph.ID) (out graph.ApplyResult, err error) {
	if dataset == "" {
		return out, nil // no record is of it, and a RecordQuery would take it for all
	}
	return answer(ctx, s.reader, func(ctx context.Context) (out graph.ApplyResult, err error) {
		w, err := s.commit(ctx, func(ctx context.Context, w *writer) error {
			if err := w.tx.discard(ctx, dataset, "", retracted, true); err != nil {
				return err
			}
			w.wrote = true
			if w.held.total(dataset) > int64(s.options.CommitRecords) {
				return errLarge
			}
			w.publish, w.kind = true, graph.CommitRetraction
			if _, err := w.retract(ctx, dataset, s.options.CommitRecords+1); err != nil {
				return err
			}
			return w.complete(ctx)
		})
		if errors.Is(err, errLarge) {
			c, err := s.retractLarge(ctx, dataset)
			return c.Result, err
		}
		if err != nil {
			return out, err
		}
		return w.result, nil
	})
}

var errLarge = graph.Errorf(graph.KindLimitExceeded, "too large for one transaction")

const retracted = "the dataset was retracted before the load had finished"

// retractLarge does it in several transactions.
func (s *Store) retractLarge(ctx context.Context, dataset graph.ID) (c graph.Commit, err error) {
	number, err := s.publishLarge(ctx,
		publication{Commit: graph.Commit{Kind: graph.CommitRetraction, Dataset: dataset}}, nil)
	if err != nil {
		return c, err
	}
	rows, err := s.ask(ctx, cypherCommitOf, map[string]any{"number": number})
	if err == nil && len(rows) == 1 {
		c, _, err = commitFrom(rows[0][0])
	}
	return c, err
}

// retractSome is a step of a large retraction.
func (w *writer) retractSome(ctx context.Context, p *publication) error {
	more, err := w.retract(ctx, p.Commit.Dataset, w.store.options.CommitRecords)
	if !more {
		p.Block = -1
	}
	return err
}

// retract takes away the first records of a dataset, and tells whether it has more.
func (w *writer) retract(ctx context.Context, dataset graph.ID, limit int) (more bool, err error) {
	q := graph.RecordQuery{Dataset: dataset, KeysOnly: true}
	for done := 0; done < limit; done += q.Limit {
		q.Limit = min(batchRows, limit-done)
		page, err := w.tx.records(ctx, &q)
		if err != nil {
			return false, err
		}
		var b graph.Batch
		for i := range page.Nodes {
			b.RemoveNodes = append(b.RemoveNodes, page.Nodes[i].Key())
		}
		for i := range page.Relationships {
			b.RemoveRelationships = append(b.RemoveRelationships, page.Relationships[i].ID())
		}
		plan, err := arrange(b)
		if err != nil {
			return false, err
		}
		if err := w.put(ctx, plan); err != nil || page.Next == "" {
			return false, err
		}
		q.After = page.Next
	}
	return true, nil
}

// total counts what a dataset has.
func (h held) total(dataset graph.ID) (n int64) {
	for _, of := range h[dataset] {
		n += of
	}
	return n
}

// sortDid puts the changes in the order of the ledger.
func (w *writer) sortDid() {
	type keyed struct {
		key string
		c   graph.Change
	}
	list := make([]keyed, len(w.did))
	for i := range w.did {
		list[i] = keyed{ledger.Key(&w.did[i]), w.did[i]}
	}
	slices.SortFunc(list, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for i := range list {
		w.did[i] = list[i].c
	}
}
