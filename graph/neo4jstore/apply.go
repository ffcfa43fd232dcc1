package neo4jstore

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Apply writes a batch in one transaction. Where the connection is lost during the commit, it finds out whether the
// batch is there, and writes it again where it is not.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (result graph.ApplyResult, err error) {
	err = s.call(ctx, func(ctx context.Context) error {
		plan, err := newPlan(b)
		if err != nil {
			return err
		}
		result, err = s.apply(ctx, plan)
		return err
	})
	if err != nil {
		return graph.ApplyResult{}, err
	}
	return result, nil
}

// commitsInDoubt bounds how often a lost commit is looked into.
const commitsInDoubt = 3

func (s *Store) apply(ctx context.Context, plan *plan) (graph.ApplyResult, error) {
	for try := 1; ; try++ {
		token := rand.Text()
		var w *writer
		reached := false // the commit
		err := s.write(ctx, func(ctx context.Context, tx transaction) (err error) {
			reached = false
			w = &writer{tx: tx, plan: plan, token: token, announce: s.announce}
			if err = w.run(ctx); err == nil {
				reached = w.wrote
			}
			return err
		})
		if err == nil && w.wrote {
			s.seen.Store(&mark{w.version, w.version})
		}
		if err == nil || !reached || ctx.Err() != nil || serverError(err) != nil {
			return w.resultUnless(err)
		}
		if try == commitsInDoubt {
			return graph.ApplyResult{}, s.inDoubt(err)
		}
		written, lookErr := s.isLast(ctx, token)
		if lookErr != nil {
			return graph.ApplyResult{}, s.inDoubt(err)
		}
		if written {
			return w.result, nil
		}
	}
}

func (s *Store) inDoubt(err error) error {
	return graph.Errorf(graph.KindUnavailable, "Neo4j was lost during a commit: the batch is there wholly or not at all; apply it again, which is harmless").
		Because(s.at(err))
}

// isLast tells whether the commit with the token is the last one. It takes the writers' lock, and so waits until the
// transaction in doubt has ended on the server.
func (s *Store) isLast(ctx context.Context, token string) (last bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx transaction) error {
		rows, err := tx.rows(ctx, cypherIsLast, map[string]any{"token": token})
		if err == nil && len(rows) != 1 {
			err = errDamaged
		}
		if err == nil {
			last = rows[0][0] == true
		}
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
func (s *Store) announce(ctx context.Context, version int64) (err error) {
	for range commitsInDoubt {
		err = s.write(ctx, func(ctx context.Context, tx transaction) error {
			_, err := tx.rows(ctx, cypherAnnounce, map[string]any{"version": version})
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
}

func newPlan(b graph.Batch) (*plan, error) {
	p := &plan{batch: b, nodes: make(map[string]*graph.NodeRecord, len(b.Nodes)), described: map[graph.ID]bool{}, datasets: map[graph.ID]bool{},
		relationships: map[graph.RelationshipType]map[string]*graph.RelationshipRecord{}, removeLinks: map[graph.RelationshipType][]string{}}
	if b.Run != nil && b.Run.ID == "" {
		return nil, graph.Invalidf("load run: has no id")
	}
	for i := range b.Nodes {
		r := &b.Nodes[i]
		if err := r.Validate(); err != nil {
			return nil, err
		}
		if _, err := graph.NewNode(r.Label, r.ID, r.Properties); err != nil {
			return nil, graph.Invalidf("node %s: %v", r.ID, err) // its values do not fit the struct
		}
		key := r.Key()
		if p.nodes[key] != nil {
			return nil, graph.Invalidf("node record %s: twice in the batch", key)
		}
		p.nodes[key] = r
		p.described[r.ID], p.datasets[r.Dataset] = true, true
	}
	for i := range b.Relationships {
		r := &b.Relationships[i]
		if err := r.Validate(); err != nil {
			return nil, err
		}
		if _, err := graph.NewRelationship(*r); err != nil {
			return nil, graph.Invalidf("%s: %v", r.ID(), err)
		}
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
		_, dataset := recordKeyParts(key)
		removed[key], p.datasets[dataset] = true, true
	}
	p.removeNodes = sortedKeys(removed)
	clear(removed)
	for _, id := range b.RemoveRelationships {
		r, known := keyParts(id)
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

func (w *writer) resultUnless(err error) (graph.ApplyResult, error) {
	if err != nil {
		return graph.ApplyResult{}, err
	}
	return w.result, nil
}
