package neo4jstore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// fewHops is up to how many relationships of one type, out of a node, are found by the index on their keys.
const fewHops = 100

// expansion is the statement that follows, from each of $ids, the first $limit relationships by key. It ends with the
// node that one leads to. The keys of what leads out of a node by one type begin alike, so that the first few are side
// by side in the index, in order: a hub need not be looked at as a whole.
func expansion(f *graph.Filter, d graph.Direction, perNode int, mayEnter string) (string, map[string]any) {
	c := newConditions()
	if d == graph.DirectionOut && len(f.Types) == 1 && perNode <= fewHops {
		c.add("r.key STARTS WITH '" + string(f.Types[0]) + "|' + id + '|'")
		c.relationshipTests(f)
		c.nodeTests(f, "y", mayEnter)
		return fmt.Sprintf(`UNWIND $ids AS id
CALL (id) {
  MATCH (x)-[r:%[1]s]->(y)
  USING INDEX SEEK r:%[1]s(key)%[2]s
  RETURN r, y
  ORDER BY r.key
  LIMIT $limit
}
RETURN id, properties(r) AS p, y`, f.Types[0], c.clause("  ")), c.parameters
	}
	c.relationshipTests(f)
	c.nodeTests(f, "y", mayEnter)
	left, right := arrows(d)
	return fmt.Sprintf(`UNWIND $ids AS id
MATCH (x:Entity {id: id})
USING INDEX SEEK x:Entity(id)
CALL (x) {
  MATCH (x)%s[r:%s]%s(y)%s
  RETURN r, y
  ORDER BY r.key
  LIMIT $limit
}
RETURN id, properties(r) AS p, y`, left, typePattern(f.Types), right, c.clause("  ")), c.parameters
}

// step is one relationship that was followed.
type step struct {
	link  graph.Relationship
	other graph.ID
}

// expanded is an expansion whose answer ends with the nodes that it leads to, each once.
func expanded(cypher string) marked {
	return marked{inner: cypher, columns: []string{"id", "p", "y.id"}, also: "collect(DISTINCT y) AS also"}
}

// follow expands each of the ids by at most perNode relationships; cut tells of which it has more.
func (t transaction) follow(ctx context.Context, cypher string, parameters map[string]any, ids []graph.ID, perNode int) (steps map[graph.ID][]step, cut map[graph.ID]bool, nodes map[graph.ID]graph.Node, err error) {
	if len(ids) == 0 {
		return nil, nil, nil, nil
	}
	parameters["ids"], parameters["limit"] = anys(ids), int64(perNode)+1
	rows, err := t.table(ctx, expanded(cypher), parameters)
	if err != nil {
		return nil, nil, nil, err
	}
	return stepsFrom(rows, perNode)
}

// stepsFrom reads the rows of an expansion.
func stepsFrom(rows [][]any, perNode int) (steps map[graph.ID][]step, cut map[graph.ID]bool, nodes map[graph.ID]graph.Node, err error) {
	also, rows := rows[len(rows)-1], rows[:len(rows)-1]
	if nodes, err = nodesIn(also[0]); err != nil {
		return nil, nil, nil, err
	}
	steps, cut = map[graph.ID][]step{}, map[graph.ID]bool{}
	for _, row := range rows {
		id := graph.ID(text(row[0]))
		if len(steps[id]) == perNode {
			cut[id] = true
			continue
		}
		link, err := linkFrom(row[1])
		if err != nil {
			return nil, nil, nil, err
		}
		steps[id] = append(steps[id], step{link, graph.ID(text(row[2]))})
	}
	return steps, cut, nodes, nil
}

// Expand implements graph.Reader.
func (s reader) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) (out []graph.HopPage, err error) {
	err = s.call(ctx, func(ctx context.Context) error {
		if err := tooMany(len(ids)); err != nil {
			return err
		}
		if err := q.Validate(); err != nil {
			return err
		}
		cypher, parameters := expansion(&q.Filter, q.Direction, q.PerNode, "y = x")
		parameters["ids"], parameters["limit"] = anys(sortedUnique(ids)), int64(q.PerNode)+1
		rows, err := s.one(ctx, expanded(cypher), parameters)
		if err != nil {
			return err
		}
		steps, cut, nodes, err := stepsFrom(rows, q.PerNode)
		out = make([]graph.HopPage, len(ids))
		for i, id := range ids {
			page := graph.HopPage{More: cut[id]}
			for _, step := range steps[id] {
				page.Hops = append(page.Hops, graph.Hop{Relationship: step.link, Other: nodes[step.other]})
			}
			out[i] = page
		}
		return err
	})
	return given(out, err)
}

// nodesIn reads a list of nodes.
func nodesIn(value any) (map[graph.ID]graph.Node, error) {
	list, _ := value.([]any)
	rows := make([][]any, len(list))
	for i, n := range list {
		rows[i] = []any{n}
	}
	return nodesFrom(rows)
}

// cypherDegrees counts without reading a relationship where no day is asked about: a node knows its degrees. Only where
// an event may be at the other end, and candidates are hidden, are they looked at.
func cypherDegrees(hideCandidates bool) string {
	var counts []string
	for _, t := range graph.Ontology.Types {
		end := func(labels []graph.Label) string {
			if hideCandidates && (labels == nil || slices.Contains(labels, graph.LabelEvent)) {
				return "(y) WHERE y = n OR " + notCandidate("y")
			}
			return "()"
		}
		counts = append(counts, fmt.Sprintf("count { (n)-[:%s]->%s }, count { (n)<-[:%s]-%s }", t.Type, end(t.To), t.Type, end(t.From)))
	}
	return "UNWIND $ids AS id\nMATCH (n:Entity {id: id})\nUSING INDEX SEEK n:Entity(id)\nRETURN id, [\n  " + strings.Join(counts, ",\n  ") + "\n]"
}

func cypherDegreesOn(hideCandidates bool) string {
	hidden := ""
	if hideCandidates {
		hidden = "\n    AND (y = n OR " + notCandidate("y") + ")"
	}
	return fmt.Sprintf(`UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
CALL (n) {
  MATCH (n)-[r:%[1]s]->(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on%[2]s
  RETURN type(r) AS type, 'OUT' AS direction, count(*) AS number
  UNION ALL
  MATCH (n)<-[r:%[1]s]-(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on%[2]s
  RETURN type(r) AS type, 'IN' AS direction, count(*) AS number
}
RETURN id, type, direction, number`, typePattern(nil), hidden)
}

// Degrees implements graph.Reader.
func (s reader) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) (out [][]graph.Degree, err error) {
	err = s.call(ctx, func(ctx context.Context) error {
		if err := tooMany(len(ids)); err != nil {
			return err
		}
		return s.read(ctx, func(ctx context.Context, tx transaction) error {
			counts, err := tx.degrees(ctx, sortedUnique(ids), q)
			if err != nil {
				return err
			}
			out = make([][]graph.Degree, len(ids))
			for i, id := range ids {
				for j, t := range graph.Ontology.Types {
					for k, direction := range []graph.Direction{graph.DirectionOut, graph.DirectionIn} {
						if n := counts[id]; n != nil && n[2*j+k] > 0 {
							out[i] = append(out[i], graph.Degree{Type: t.Type, Direction: direction, Count: int(n[2*j+k])})
						}
					}
				}
			}
			return nil
		})
	})
	return given(out, err)
}

// degrees counts OUT and IN of each type in the ontology's order.
func (t transaction) degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) (map[graph.ID][]int64, error) {
	out := map[graph.ID][]int64{}
	if q.On == 0 {
		rows, err := t.rows(ctx, cypherDegrees(q.HideCandidates), map[string]any{"ids": anys(ids)})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			list, _ := row[1].([]any)
			if len(list) != 2*len(graph.Ontology.Types) {
				return nil, errDamaged
			}
			for _, n := range list {
				out[graph.ID(text(row[0]))] = append(out[graph.ID(text(row[0]))], integer(n))
			}
		}
		return out, nil
	}
	index := map[string]int{}
	for i, t := range graph.Ontology.Types {
		index[string(t.Type)] = 2 * i
	}
	rows, err := t.rows(ctx, cypherDegreesOn(q.HideCandidates), map[string]any{"ids": anys(ids), "on": int64(q.On)})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		id := graph.ID(text(row[0]))
		if out[id] == nil {
			out[id] = make([]int64, 2*len(graph.Ontology.Types))
		}
		i := index[text(row[1])]
		if text(row[2]) == string(graph.DirectionIn) {
			i++
		}
		out[id][i] = integer(row[3])
	}
	return out, nil
}
