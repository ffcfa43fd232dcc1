package neo4jstore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

const (
	cypherNodes = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN n`

	cypherLookup = `UNWIND range(0, size($keys) - 1) AS i
MATCH (c:Identifier {key: $keys[i]})-[:IDENTIFIES]->(n:Entity)
USING INDEX SEEK c:Identifier(key)
WHERE $on = 0
   OR c.fromDay <= $on AND c.untilDay > $on
RETURN DISTINCT i, n.id AS id
ORDER BY i, id`

	cypherStatements = `UNWIND $ids AS id
MATCH (r:Record)-[:DESCRIBES]->(n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN id, collect(properties(r)) AS records`
)

var nodesByID = marked{inner: cypherNodes, columns: []string{"n"}}

func cypherRelationships(t graph.RelationshipType) string {
	return fmt.Sprintf("UNWIND $keys AS key\nMATCH ()-[r:%[1]s {key: key}]->()\nUSING INDEX SEEK r:%[1]s(key)\nRETURN "+
		"properties(r) AS p", t)
}

func tooMany(n int) error {
	if n > graph.MaxIDs {
		return graph.Invalidf("ids: %d exceed the limit of %d", n, graph.MaxIDs)
	}
	return nil
}

func (s reader) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	return answer(ctx, s, func(ctx context.Context) ([]graph.Node, error) {
		if err := tooMany(len(ids)); err != nil {
			return nil, err
		}
		return s.nodesOf(ctx, ids)
	})
}

// nodesOf asks for those that are not remembered.
func (s reader) nodesOf(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	out := make([]graph.Node, len(ids))
	missing := s.store.remembers.nodes.recall(s.version, ids, out)
	if len(missing) == 0 {
		return out, nil
	}
	rows, err := s.one(ctx, nodesByID, map[string]any{"ids": anys(missing)})
	if err != nil {
		return nil, err
	}
	found, err := nodesFrom(rows)
	if err != nil {
		return nil, err
	}
	s.keepNodes(found)
	for i, id := range ids {
		if n, ok := found[id]; ok {
			out[i] = n
		}
	}
	return out, nil
}

func (s reader) keepNodes(found map[graph.ID]graph.Node) {
	for id, n := range found {
		s.store.remembers.nodes.keep(s.version, id, n)
	}
}

// answer runs one call of the contract. Half an answer does not go out with an error.
func answer[T any](ctx context.Context, s reader, f func(context.Context) (T, error)) (out T, err error) {
	err = s.call(ctx, func(ctx context.Context) (err error) {
		out, err = f(ctx)
		return err
	})
	if err != nil {
		return *new(T), err
	}
	return out, nil
}

// readValue is what work reads of one commit.
func readValue[T any](ctx context.Context, s reader,
	work func(context.Context, transaction) (T, error),
) (out T, err error) {
	err = s.read(ctx, func(ctx context.Context, tx transaction) (err error) {
		out, err = work(ctx, tx)
		return err
	})
	return out, err
}

// nodes reads those of the ids that are there.
func (t transaction) nodes(ctx context.Context, ids []graph.ID) (map[graph.ID]graph.Node, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := t.table(ctx, nodesByID, map[string]any{"ids": anys(sortedUnique(ids))})
	if err != nil {
		return nil, err
	}
	return nodesFrom(rows)
}

// nodesFrom reads the first column.
func nodesFrom(rows [][]any) (map[graph.ID]graph.Node, error) {
	out := make(map[graph.ID]graph.Node, len(rows))
	for _, row := range rows {
		n, err := nodeFrom(row[0])
		if err != nil {
			return nil, err
		}
		out[n.Head().ID] = n
	}
	return out, nil
}

func nodeFrom(value any) (graph.Node, error) {
	entity, ok := value.(neo4j.Node)
	if !ok {
		return nil, errDamaged
	}
	id := graph.ID(text(entity.Props["id"]))
	spec := graph.Ontology.Label(graph.Ontology.LabelOf(id))
	if spec == nil {
		return nil, errDamaged
	}
	return graph.NewNode(spec.Label, id, propertiesFrom(entity.Props, spec.Properties))
}

func linkFrom(value any) (graph.Relationship, error) {
	p, ok := value.(map[string]any)
	if !ok {
		return nil, errDamaged
	}
	r, err := relationshipFrom(p)
	if err != nil {
		return nil, err
	}
	return graph.NewRelationship(r)
}

func (s reader) Relationships(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	return answer(ctx, s, func(ctx context.Context) ([]graph.Relationship, error) {
		if err := tooMany(len(ids)); err != nil {
			return nil, err
		}
		return s.relationshipsOf(ctx, ids)
	})
}

// relationshipsOf asks for those that are not remembered.
func (s reader) relationshipsOf(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	out := make([]graph.Relationship, len(ids))
	byType := map[graph.RelationshipType][]any{}
	for _, id := range s.store.remembers.relationships.recall(s.version, ids, out) {
		if r, ok := id.RelationshipKey(); ok && graph.Ontology.Type(r.Type) != nil {
			byType[r.Type] = append(byType[r.Type], string(id))
		}
	}
	if len(byType) == 0 {
		return out, nil
	}
	found := map[graph.ID]graph.Relationship{}
	var parts []string
	parameters := map[string]any{}
	for _, t := range sortedKeys(byType) {
		parts = append(parts, strings.Replace(cypherRelationships(t), "$keys", "$keys"+string(t), 1))
		parameters["keys"+string(t)] = byType[t]
	}
	rows, err := s.one(ctx, marked{inner: strings.Join(parts, "\nUNION ALL\n"), columns: []string{"p"}}, parameters)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		r, err := linkFrom(row[0])
		if err != nil {
			return nil, err
		}
		id := r.Head().ID
		found[id] = r
		s.store.remembers.relationships.keep(s.version, id, r)
	}
	for i, id := range ids {
		if r, ok := found[id]; ok {
			out[i] = r
		}
	}
	return out, nil
}

func (s reader) Lookup(ctx context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	return answer(ctx, s, func(ctx context.Context) ([][]graph.ID, error) {
		if err := tooMany(len(codes)); err != nil {
			return nil, err
		}
		keys := lists.Map(codes, func(code graph.IdentifierRef) any { return identifierKey(code) })
		rows, err := s.one(ctx, marked{inner: cypherLookup, columns: []string{"i", "id"}},
			map[string]any{"keys": keys, "on": int64(on)})
		out := make([][]graph.ID, len(codes))
		for _, row := range rows {
			i := integer(row[0])
			out[i] = append(out[i], graph.ID(text(row[1])))
		}
		return out, err
	})
}

func (s reader) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	return answer(ctx, s, func(ctx context.Context) ([][]graph.NodeRecord, error) {
		if err := tooMany(len(ids)); err != nil {
			return nil, err
		}
		rows, err := s.one(ctx, marked{inner: cypherStatements, columns: []string{"id", "records"}},
			map[string]any{"ids": anys(sortedUnique(ids))})
		if err != nil {
			return nil, err
		}
		found := make(map[graph.ID][]graph.NodeRecord, len(rows))
		for _, row := range rows {
			records, err := recordsFrom(row[1])
			if err != nil {
				return nil, err
			}
			slices.SortFunc(records, func(a, b graph.NodeRecord) int { return a.Compare(&b) })
			found[graph.ID(text(row[0]))] = records
		}
		return lists.Map(ids, func(id graph.ID) []graph.NodeRecord { return found[id] }), nil
	})
}

func recordsFrom(value any) ([]graph.NodeRecord, error) {
	list, _ := value.([]any)
	out := make([]graph.NodeRecord, 0, len(list))
	for _, item := range list {
		p, _ := item.(map[string]any)
		r, err := recordFrom(p)
		if err != nil {
			return nil, errDamaged
		}
		out = append(out, r)
	}
	return out, nil
}
