package neo4jstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// fewHops is up to how many relationships of one type, out of a node, are found by the index on their keys.
const fewHops = 100

// What an expansion tells: relationships and the nodes that they lead to, or no more than the relationships' keys.
const (
	toldWhole = "id, properties(r) AS p, y"
	toldKeys  = "id, r.key AS key"
)

// expansion is the statement that follows, from each of $ids, the first $limit relationships by key. The keys of what
// leads out of a node by one type begin alike, so that the first few are side by side in the index, in order: a hub
// need not be looked at as a whole. Of a derived type that index has the days, too.
func expansion(f *graph.Filter, d graph.Direction, perNode int, mayEnter, told string) (string, map[string]any) {
	c := newConditions()
	if d == graph.DirectionOut && len(f.Types) == 1 && perNode <= fewHops {
		c.add("r.key STARTS WITH '" + string(f.Types[0]) + "|' + id + '|'")
		c.relationshipTests(f)
		c.nodeTests(f, "y", mayEnter)
		index := "key"
		if f.On != 0 && graph.Ontology.Type(f.Types[0]).Derived {
			index = strings.Join(dayIndex, ", ")
		}
		return fmt.Sprintf(`UNWIND $ids AS id
CALL (id) {
  MATCH (x)-[r:%[1]s]->(y)
  USING INDEX SEEK r:%[1]s(%[2]s)%[3]s
  RETURN r, y
  ORDER BY r.key
  LIMIT $limit
}
RETURN %[4]s`, f.Types[0], index, c.clause("  "), told), c.parameters
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
RETURN %s`, left, typePattern(f.Types), right, c.clause("  "), told), c.parameters
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
func (t transaction) follow(ctx context.Context, cypher string, parameters map[string]any, ids []graph.ID,
	perNode int,
) (steps map[graph.ID][]step, cut map[graph.ID]bool, nodes map[graph.ID]graph.Node, err error) {
	if len(ids) == 0 {
		return nil, nil, nil, nil
	}
	parameters["ids"], parameters["limit"] = anys(ids), int64(perNode)+1
	rows, err := t.table(ctx, expanded(cypher), parameters)
	if err != nil {
		return nil, nil, nil, err
	}
	also, rows := rows[len(rows)-1], rows[:len(rows)-1]
	if nodes, err = nodesIn(list(also[0])); err != nil {
		return nil, nil, nil, err
	}
	steps, cut, err = stepsFrom(rows, perNode)
	return steps, cut, nodes, err
}

// stepsFrom reads the rows of an expansion.
func stepsFrom(rows [][]any, perNode int) (steps map[graph.ID][]step, cut map[graph.ID]bool, err error) {
	steps, cut = map[graph.ID][]step{}, map[graph.ID]bool{}
	for _, row := range rows {
		id := graph.ID(text(row[0]))
		if len(steps[id]) == perNode {
			cut[id] = true
			continue
		}
		link, err := linkFrom(row[1])
		if err != nil {
			return nil, nil, err
		}
		steps[id] = append(steps[id], step{link, graph.ID(text(row[2]))})
	}
	return steps, cut, nil
}

func (s reader) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	return answer(ctx, s, func(ctx context.Context) ([]graph.HopPage, error) {
		if err := cmp.Or(tooMany(len(ids)), q.Validate()); err != nil {
			return nil, err
		}
		pages, err := s.expand(ctx, sortedUnique(ids), []graph.HopQuery{q})
		if err != nil {
			return nil, err
		}
		return lists.Map(ids, func(id graph.ID) graph.HopPage { return pages[0][id] }), nil
	})
}

// expandedColumns are those of expansions that tell all.
var expandedColumns = []string{"question", "id", "p", "y.id"}

// expand gives the pages of each question by one statement, mostly.
func (s reader) expand(ctx context.Context, ids []graph.ID,
	hops []graph.HopQuery,
) (pages []map[graph.ID]graph.HopPage, err error) {
	familiar := true
	for i := range hops {
		followed := expansionsOf(ids, &hops[i])
		known := make([]bool, len(followed))
		s.store.remembers.expansions.recall(s.version, followed, known)
		familiar = familiar && !slices.Contains(known, false)
	}
	if familiar {
		if pages, err = s.expandByKey(ctx, ids, hops); pages != nil || err != nil {
			return pages, err
		}
	}
	cypher, parameters := expansions(hops, toldWhole)
	parameters["ids"] = anys(ids)
	rows, err := s.one(ctx, marked{
		inner: cypher, columns: expandedColumns, also: "collect(DISTINCT y) AS also",
	}, parameters)
	if err != nil {
		return nil, err
	}
	also := rows[len(rows)-1]
	return s.expanded(ids, hops, rows[:len(rows)-1], list(also[0]))
}

// expanded reads what expansions told whole, and remembers it.
func (s reader) expanded(ids []graph.ID, hops []graph.HopQuery, rows [][]any,
	others []any,
) (pages []map[graph.ID]graph.HopPage, err error) {
	nodes, err := nodesIn(others)
	if err != nil {
		return nil, err
	}
	s.keepNodes(nodes)
	pages = make([]map[graph.ID]graph.HopPage, len(hops))
	for i, rows := range byQuestion(rows, len(hops)) {
		steps, cut, err := stepsFrom(rows, hops[i].PerNode)
		if err != nil {
			return nil, err
		}
		pages[i] = make(map[graph.ID]graph.HopPage, len(ids))
		met, anew := 0, 0
		for id, list := range steps {
			page := graph.HopPage{More: cut[id]}
			for _, step := range list {
				met++
				if s.store.remembers.relationships.keep(s.version, step.link.Head().ID, step.link) {
					anew++
				}
				page.Hops = append(page.Hops, graph.Hop{Relationship: step.link, Other: nodes[step.other]})
			}
			pages[i][id] = page
		}
		for _, name := range expansionsOf(ids, &hops[i]) {
			s.store.remembers.expansions.keep(s.version, name, anew <= met/4)
		}
	}
	return pages, nil
}

// expandByKey asks which relationships the pages hold and takes them, and the nodes that they lead to, from what is
// remembered. The few that are not are read by their ids; where more than half are not, it gives nothing.
func (s reader) expandByKey(ctx context.Context, ids []graph.ID,
	hops []graph.HopQuery,
) ([]map[graph.ID]graph.HopPage, error) {
	cypher, parameters := expansions(hops, toldKeys)
	parameters["ids"] = anys(ids)
	rows, err := s.one(ctx, marked{inner: cypher, columns: []string{"question", "id", "key"}}, parameters)
	if err != nil {
		return nil, err
	}
	pages := make([]map[graph.ID]graph.HopPage, len(hops))
	type place struct {
		question int
		start    graph.ID
	}
	var places []place
	var keys, others []graph.ID
	for i, rows := range byQuestion(rows, len(hops)) {
		pages[i] = make(map[graph.ID]graph.HopPage, len(ids))
		shown := map[graph.ID]int{}
		for _, row := range rows {
			start, key := graph.ID(text(row[0])), graph.ID(text(row[1]))
			r, ok := key.RelationshipKey()
			switch shown[start]++; {
			case !ok:
				return nil, errDamaged
			case shown[start] > hops[i].PerNode:
				pages[i][start] = graph.HopPage{More: true}
				continue
			}
			other := r.To
			if other == start {
				other = r.From
			}
			places, keys, others = append(places, place{i, start}), append(keys, key), append(others, other)
		}
	}
	unknown := s.store.remembers.relationships.recall(s.version, keys, make([]graph.Relationship, len(keys)))
	if len(unknown) > len(keys)/2 {
		return nil, nil
	}
	links, err := s.relationshipsOf(ctx, keys)
	if err != nil {
		return nil, err
	}
	nodes, err := s.nodesOf(ctx, others)
	if err != nil {
		return nil, err
	}
	for i, at := range places {
		if links[i] == nil || nodes[i] == nil {
			return nil, errDamaged
		}
		page := pages[at.question][at.start]
		page.Hops = append(page.Hops, graph.Hop{Relationship: links[i], Other: nodes[i]})
		pages[at.question][at.start] = page
	}
	return pages, nil
}

// nodesIn reads nodes.
func nodesIn(values []any) (map[graph.ID]graph.Node, error) {
	return nodesFrom(lists.Map(values, func(n any) []any { return []any{n} }))
}

// cypherDegrees counts without reading a relationship where no day is asked about: a node knows its degrees. Only where
// an event may be at the other end, and candidates are hidden, are they looked at.
func cypherDegrees(hideCandidates bool) string {
	var counts []string
	for _, t := range graph.Ontology.Types {
		end := func(labels []graph.Label) string {
			if hideCandidates && mayBeEvent(labels) {
				return "(y) WHERE y = n OR " + notCandidate("y")
			}
			return "()"
		}
		counts = append(counts,
			fmt.Sprintf("count { (n)-[:%s]->%s }, count { (n)<-[:%s]-%s }", t.Type, end(t.To), t.Type, end(t.From)))
	}
	return "UNWIND $ids AS id\nMATCH (n:Entity {id: id})\nUSING INDEX SEEK n:Entity(id)\nRETURN id, [\n  " +
		strings.Join(counts, ",\n  ") + "\n]"
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

func (s reader) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	return answer(ctx, s, func(ctx context.Context) ([][]graph.Degree, error) {
		if err := tooMany(len(ids)); err != nil {
			return nil, err
		}
		counts, err := readValue(ctx, s, func(ctx context.Context, tx transaction) (map[graph.ID][]int64, error) {
			return tx.degrees(ctx, sortedUnique(ids), q)
		})
		out := make([][]graph.Degree, len(ids))
		for i, id := range ids {
			for j, n := range counts[id] { // OUT and IN of each type
				if n > 0 {
					direction := []graph.Direction{graph.DirectionOut, graph.DirectionIn}[j%2]
					out[i] = append(out[i], graph.Degree{Type: graph.Ontology.Types[j/2].Type, Direction: direction, Count: int(n)})
				}
			}
		}
		return out, err
	})
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
