package neo4jstore

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// Apply implements graph.Store. Where the connection is lost during a commit, it finds out whether the batch is there,
// and writes it again where it is not.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	return answer(ctx, s.reader, func(ctx context.Context) (graph.ApplyResult, error) {
		if b.Run != nil {
			return s.applyRun(ctx, &b)
		}
		plan, err := newPlan(b)
		if err != nil {
			return graph.ApplyResult{}, err
		}
		w, err := s.commit(ctx, func(ctx context.Context, w *writer) error {
			w.publish, w.kind = true, graph.CommitEdit
			if err := w.put(ctx, plan); err != nil {
				return err
			}
			return w.complete(ctx)
		})
		if err != nil {
			return graph.ApplyResult{}, err
		}
		return w.result, nil
	})
}

// commitsInDoubt bounds how often a lost commit is looked into.
const commitsInDoubt = 3

// commit runs work in one transaction as the only writer, and makes a commit of what it changes where it asks for one.
func (s *Store) commit(ctx context.Context, work func(context.Context, *writer) error) (*writer, error) {
	for try := 1; ; {
		token := rand.Text()
		w := &writer{store: s}
		reached := false // the commit
		err := s.write(ctx, func(ctx context.Context, tx transaction) error {
			reached = false
			*w = writer{store: s, tx: tx}
			h, err := tx.lock(ctx, cypherLock, map[string]any{"token": token})
			if err != nil {
				return err
			}
			if err := w.begin(ctx, h); err != nil {
				return err
			}
			if err := work(ctx, w); err != nil {
				return err
			}
			err = w.end(ctx)
			reached = err == nil && w.wrote
			return err
		})
		var begun *begunError
		if errors.As(err, &begun) {
			if err := s.finish(ctx, begun.head); err != nil {
				return nil, err
			}
			continue
		}
		if err == nil && w.committed > 0 {
			s.seen.Store(&mark{head: w.committed, announced: w.committed})
		}
		if err == nil || !reached || ctx.Err() != nil || serverError(err) != nil {
			return w, err
		}
		if try++; try > commitsInDoubt {
			return nil, s.inDoubt(err)
		}
		written, lookErr := s.isLast(ctx, token)
		if lookErr != nil {
			return nil, s.inDoubt(err)
		}
		if written {
			return w, nil
		}
	}
}

// end makes a commit of what was changed.
func (w *writer) end(ctx context.Context) error {
	if !w.publish || !w.result.Changes() {
		return nil
	}
	c := graph.Commit{
		Number: w.head.number + 1, Kind: w.kind, Time: ledger.NextTime(time.Now(), w.head.time),
		Result: w.result, Fingerprint: w.fingerprint,
	}
	if len(w.datasets) == 1 {
		for c.Dataset = range w.datasets {
		}
	}
	if w.run != nil {
		c.Run = w.run.ID
	}
	if err := w.keep(ctx, c.Number); err != nil {
		return err
	}
	if err := w.inBatches(ctx, cypherCommit, []any{commitProperties(&c)},
		map[string]any{"number": c.Number, "fingerprint": c.Fingerprint.String()}); err != nil {
		return err
	}
	w.committed = c.Number
	return w.store.announce(ctx, c.Number)
}

// keep writes the blocks of the commit.
func (w *writer) keep(ctx context.Context, number int64) error {
	w.sortDid()
	for i, b := range ledger.Blocks(w.did) {
		row := map[string]any{"key": blockKey(number, i), "commit": number, "changes": int64(b.Changes), "bytes": b.Data}
		if err := w.inBatches(ctx, cypherCreateBlock, []any{row}, nil); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) inDoubt(err error) error {
	return graph.Errorf(graph.KindUnavailable, "Neo4j was lost during a commit: the batch is there wholly or not at "+
		"all; apply it again, which is harmless").
		Because(s.at(err))
}

// isLast tells whether the commit with the token is the last one. It takes the writers' lock, and so waits until the
// transaction in doubt has ended on the server.
func (s *Store) isLast(ctx context.Context, token string) (last bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx transaction) error {
		row, err := tx.row(ctx, cypherIsLast, map[string]any{"token": token})
		last = err == nil && row[0] == true
		return err
	})
	return last, err
}

// cypherIsLast sets a property of its own to take the lock, because the other one is what it wants to know.
const cypherIsLast = `MATCH (s:EntenteStore {id: 'store'})
SET s.asked = true
RETURN s.lock = $token`

// announce tells readers, in a transaction of its own, that a commit is about to be made. It may be repeated, so a lost
// commit of its own is no matter.
func (s *Store) announce(ctx context.Context, number int64) (err error) {
	for range commitsInDoubt {
		err = s.write(ctx, func(ctx context.Context, tx transaction) error {
			_, err := tx.rows(ctx, cypherAnnounce, map[string]any{"number": number})
			return err
		})
		if err == nil || ctx.Err() != nil || serverError(err) != nil {
			return err
		}
	}
	return err
}

// plan is a batch that has been checked, in the order in which it is written.
type plan struct {
	batch         graph.Batch
	nodes         map[string]*graph.NodeRecord // by key
	relationships map[graph.RelationshipType]map[string]*graph.RelationshipRecord
	removeNodes   []string
	removeLinks   map[graph.RelationshipType][]string
	described     map[graph.ID]bool // ids of the batch's node records
	datasets      map[graph.ID]bool // of all that the batch brings and removes
	fresh         bool              // the store is known to have none of them
}

// newPlan refuses what is no valid batch.
func newPlan(b graph.Batch) (*plan, error) {
	for i := range b.Nodes {
		r := &b.Nodes[i]
		if err := r.Validate(); err != nil {
			return nil, err
		}
		if _, err := graph.NewNode(r.Label, r.ID, r.Properties); err != nil {
			return nil, graph.Invalidf("node %s: %v", r.ID, err) // its values do not fit the struct
		}
	}
	for i := range b.Relationships {
		r := &b.Relationships[i]
		if err := r.Validate(); err != nil {
			return nil, err
		}
		if _, err := graph.NewRelationship(*r); err != nil {
			return nil, graph.Invalidf("%s: %v", r.ID(), err)
		}
	}
	return arrange(b)
}

// arrange puts a valid batch in the order in which it is written.
func arrange(b graph.Batch) (*plan, error) {
	p := &plan{
		batch: b, nodes: make(map[string]*graph.NodeRecord, len(b.Nodes)), described: map[graph.ID]bool{},
		datasets:      map[graph.ID]bool{},
		relationships: map[graph.RelationshipType]map[string]*graph.RelationshipRecord{},
		removeLinks:   map[graph.RelationshipType][]string{},
	}
	for i := range b.Nodes {
		r := &b.Nodes[i]
		key := r.Key()
		if p.nodes[key] != nil {
			return nil, graph.Invalidf("node record %s: twice in the batch", key)
		}
		p.nodes[key] = r
		p.described[r.ID], p.datasets[r.Dataset] = true, true
	}
	for i := range b.Relationships {
		r := &b.Relationships[i]
		ofType := p.relationships[r.Type]
		if ofType == nil {
			ofType = map[string]*graph.RelationshipRecord{}
			p.relationships[r.Type] = ofType
		}
		key := string(r.ID())
		if ofType[key] != nil {
			return nil, graph.Invalidf("relationship %s: twice in the batch", key)
		}
		ofType[key], p.datasets[r.Dataset] = r, true
	}
	removed := map[string]bool{}
	for _, key := range b.RemoveNodes {
		if p.nodes[key] != nil || removed[key] {
			return nil, graph.Invalidf("node record %s: twice in the batch", key)
		}
		removed[key], p.datasets[recordOfKey(key).Dataset] = true, true
	}
	p.removeNodes = sortedKeys(removed)
	clear(removed)
	for _, id := range b.RemoveRelationships {
		r, known := id.RelationshipKey()
		known = known && graph.Ontology.Type(r.Type) != nil
		if removed[string(id)] || known && p.relationships[r.Type][string(id)] != nil {
			return nil, graph.Invalidf("relationship %s: twice in the batch", id)
		}
		removed[string(id)] = true
		if known {
			p.removeLinks[r.Type] = append(p.removeLinks[r.Type], string(id))
			p.datasets[r.Dataset] = true
		}
	}
	for _, keys := range p.removeLinks {
		slices.Sort(keys)
	}
	return p, nil
}

func sortedUnique[T ~string](list []T) []T {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// types are those of the relationships that the plan writes and takes away.
func (p *plan) types() []graph.RelationshipType {
	return sortedUnique(slices.AppendSeq(sortedKeys(p.relationships), maps.Keys(p.removeLinks)))
}

// ends are those of the plan's relationships that its records do not describe.
func (p *plan) ends() map[graph.ID]bool {
	out := map[graph.ID]bool{}
	for i := range p.batch.Relationships {
		for _, id := range []graph.ID{p.batch.Relationships[i].From, p.batch.Relationships[i].To} {
			if !p.described[id] {
				out[id] = true
			}
		}
	}
	return out
}

// endMissing names the first end that is neither known nor described.
func (p *plan) endMissing(known func(graph.ID) bool) error {
	for i := range p.batch.Relationships {
		r := &p.batch.Relationships[i]
		for _, id := range []graph.ID{r.From, r.To} {
			if !p.described[id] && !known(id) {
				return graph.Invalidf("relationship %s: %s is neither in the store nor in the batch", r.ID(), id)
			}
		}
	}
	return nil
}

// mayHave tells whether one of the plan's datasets has anything of a kind.
func (p *plan) mayHave(h held, kind string) bool {
	if p.fresh {
		return false
	}
	for dataset := range p.datasets {
		if h.holds(kind, dataset) {
			return true
		}
	}
	return false
}
