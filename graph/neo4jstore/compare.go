package neo4jstore

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// comparison tells what a batch of a run would do to the newest commit with what the run has gathered.
type comparison struct {
	g       *gathering
	tx      transaction
	plan    *plan
	held    held
	changes []graph.Change // to be gathered
	absent  []bool         // of which of them the store has nothing
	result  graph.ApplyResult
}

func (c *comparison) run(ctx context.Context) (err error) {
	if c.held, err = c.tx.datasets(ctx); err != nil {
		return err
	}
	if err := c.checkEnds(ctx); err != nil {
		return err
	}
	if err := c.nodes(ctx); err != nil {
		return err
	}
	for _, t := range c.plan.types() {
		if err := c.links(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (c *comparison) checkEnds(ctx context.Context) error {
	ends := c.plan.ends()
	var ask []graph.ID
	for _, id := range sortedKeys(ends) {
		if c.g.alive[shortKey(string(id))] <= 0 {
			ask = append(ask, id)
		}
	}
	known, err := c.tx.entities(ctx, ask)
	if err != nil {
		return err
	}
	return c.plan.endMissing(func(id graph.ID) bool { return known[id] != "" || c.g.alive[shortKey(string(id))] > 0 })
}

// verdict of what a record does.
type verdict int

const (
	creates verdict = iota
	changes
	moves // to another part
	leaves
)

// judge compares a record with what the run has gathered under its key, or with what the store has.
func (c *comparison) judge(key string, hash graph.Hash, part string, change graph.Change,
	known map[string]stored,
) verdict {
	old, stored := known[key]
	exists, same, samePart := stored, stored && old.hash == hash, old.part == part
	if now, has := c.g.records[shortKey(ledger.Key(&change))]; has {
		exists, same, samePart = !now.removed, !now.removed && now.hash == hash, now.part == c.g.part(part)
	}
	if same && samePart {
		return leaves
	}
	c.changes, c.absent = append(c.changes, change), append(c.absent, !stored)
	switch {
	case same:
		return moves
	case exists:
		return changes
	}
	return creates
}

// takesAway tells whether there is something to remove, of what the run has gathered or of what the store has.
func (c *comparison) takesAway(key string, change graph.Change, known map[string]stored) bool {
	_, exists := known[key]
	if now, has := c.g.records[shortKey(ledger.Key(&change))]; has {
		exists = !now.removed
	}
	if exists {
		c.changes, c.absent = append(c.changes, change), append(c.absent, false)
	}
	return exists
}

func (c *comparison) nodes(ctx context.Context) error {
	p := c.plan
	keys := sortedKeys(p.nodes)
	known, err := c.known(ctx, nodeRecords, cypherKnownRecords, append(slices.Clone(keys), p.removeNodes...))
	if err != nil {
		return err
	}
	for _, key := range keys {
		r := p.nodes[key]
		switch c.judge(key, r.Hash(), r.Part, graph.Change{NodeAfter: r}, known) {
		case creates:
			c.result.NodesCreated++
		case changes:
			c.result.NodesChanged++
		default:
			c.result.NodesUnchanged++
		}
	}
	for _, key := range p.removeNodes {
		gone := recordOfKey(key)
		if c.takesAway(key, graph.Change{NodeBefore: &gone}, known) {
			c.result.NodesRemoved++
		}
	}
	return nil
}

func (c *comparison) links(ctx context.Context, t graph.RelationshipType) error {
	p := c.plan
	keys := sortedKeys(p.relationships[t])
	known, err := c.known(ctx, string(t), cypherKnownRelationships(t), append(slices.Clone(keys), p.removeLinks[t]...))
	if err != nil {
		return err
	}
	for _, key := range keys {
		r := p.relationships[t][key]
		switch c.judge(key, r.Hash(), r.Part, graph.Change{RelationshipAfter: r}, known) {
		case creates:
			c.result.RelationshipsCreated++
		case changes:
			c.result.RelationshipsChanged++
		default:
			c.result.RelationshipsUnchanged++
		}
	}
	for _, key := range p.removeLinks[t] {
		gone, _ := graph.ID(key).RelationshipKey()
		if c.takesAway(key, graph.Change{RelationshipBefore: &gone}, known) {
			c.result.RelationshipsRemoved++
		}
	}
	return nil
}

func (c *comparison) known(ctx context.Context, kind, cypher string, keys []string) (map[string]stored, error) {
	if !c.plan.mayHave(c.held, kind) {
		return nil, nil
	}
	return c.tx.known(ctx, cypher, keys)
}
