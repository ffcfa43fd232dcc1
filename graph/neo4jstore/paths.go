package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
	"github.com/entente-graph/entente/internal/lists"
)

// probedTargets is up to how many targets the shortest-path operator is asked, one after the other, whether there is a
// path at all.
const probedTargets = 8

// askedAtOnce is up to how many relationships of an end are looked at in the first statement, so that the search need
// not ask for its neighbours by another.
const askedAtOnce = 5000

// shortestAtOnce is up to how many shortest paths, parallel relationships told apart, are taken from Neo4j's own
// operator where the question wants no more than some of them.
const shortestAtOnce = 10_000

// pathStatements are the statements of one PathQuery.
type pathStatements struct {
	ends, forward, backward, whole marked
	probed                         bool // ends also tells how far the targets are at least
	told                           bool // and tells the shortest paths, unless they are too many
	parameters                     map[string]any
}

func newPathStatements(q *graph.PathQuery) pathStatements {
	out := pathStatements{parameters: map[string]any{"from": string(q.From)}}
	types := typePattern(q.Filter.Types)
	left, right := arrows(q.Direction)

	tests := newConditions() // on a relationship r and the node y that it leads to
	tests.relationshipTests(&q.Filter)
	relationship := tests.where
	tests.pathNodeTests(q, "y", "")
	enters := tests.where[len(relationship):]
	maps.Copy(out.parameters, tests.parameters)
	before := newConditions() // the same for the node that a hop comes from, where the start is always allowed
	before.pathNodeTests(q, "y", "y.id = $from")

	// Universal predicates keep Neo4j's search from both ends; a WHERE on anything else would filter what was found.
	var universal []string
	if len(relationship) > 0 {
		universal = append(universal, "all(r IN relationships(p) WHERE "+join(relationship)+")")
	}
	if len(before.where) > 0 {
		universal = append(universal, "all(y IN nodes(p) WHERE "+join(before.where)+")")
	}
	target := newConditions()
	target.add("z.id <> $from")
	target.pathNodeTests(q, "z", "")
	ends := "MATCH (x:Entity {id: $from})\nUSING INDEX SEEK x:Entity(id)\nUNWIND $to AS id\nMATCH (z:Entity {id: " +
		"id})\nUSING INDEX SEEK z:Entity(id)" + whereClause(target.where, "")
	least, shortest := "null", "null"
	out.probed = len(q.To) <= probedTargets && q.MaxHops > 1
	out.told = out.probed && len(q.To) == 1 && q.UpToLimit
	if out.probed {
		operator, answer := "shortestPath", "\n  RETURN length(p) AS least"
		if out.told {
			operator = "allShortestPaths"
			answer = fmt.Sprintf("\n  WITH p\n  LIMIT %d\n  RETURN min(length(p)) AS least, CASE WHEN count(p) < %[1]d THEN "+
				"collect(DISTINCT [n IN nodes(p) | n.id]) END AS shortest", shortestAtOnce)
			shortest = "shortest"
		}
		ends += fmt.Sprintf("\nCALL (x, z) {\n  OPTIONAL MATCH p = %s((x)%s[:%s*1..%d]%s(z))%s%s\n}",
			operator, left, types, q.MaxHops, right, whereClause(universal, "  "), answer)
		least = "least"
	}
	ends += "\nWITH x, z, count { (x)--() } AS near, count { (z)--() } AS far, " + least + " AS least, " + shortest +
		" AS shortest"
	ahead, behind := "null", "null"
	if out.probed && len(q.To) == 1 && !out.told {
		first := func(end, degree string, d graph.Direction, node []string) string {
			l, r := arrows(d)
			return fmt.Sprintf("CASE WHEN least IS NOT NULL AND %s <= %d THEN COLLECT {\n  MATCH (%s)%s[r:%s]%s(y)%s\n  "+
				"RETURN DISTINCT y.id\n} END",
				degree, askedAtOnce, end, l, types, r, whereClause(slices.Concat(relationship, node), "  "))
		}
		ahead, behind = first("x", "near", q.Direction, enters), first("z", "far", q.Direction.Reverse(), before.where)
	}
	ends += fmt.Sprintf("\nRETURN z.id AS id, near, far, least, shortest, %s AS ahead, %s AS behind", ahead, behind)
	out.ends = marked{inner: ends, columns: []string{"id", "near", "far", "least", "shortest", "ahead", "behind"}}

	step := func(d graph.Direction, node []string) marked {
		l, r := arrows(d)
		return marked{inner: fmt.Sprintf("UNWIND $ids AS id\nMATCH (x:Entity {id: id})%s[r:%s]%s(y)\nUSING INDEX SEEK "+
			"x:Entity(id)%s\nRETURN id, collect(DISTINCT y.id) AS others",
			l, types, r, whereClause(slices.Concat(relationship, node), "")), columns: []string{"id", "others"}}
	}
	out.forward = step(q.Direction, enters)
	out.backward = step(q.Direction.Reverse(), before.where)
	out.whole = marked{inner: fmt.Sprintf("UNWIND $pairs AS pair\nMATCH (x:Entity {id: pair[0]})\nUSING INDEX SEEK "+
		"x:Entity(id)\nMATCH (y:Entity {id: pair[1]})\nUSING INDEX SEEK y:Entity(id)\nMATCH (x)%s[r:%s]%s(y)%s\nRETURN "+
		"pair, properties(r) AS p, null AS n\nUNION ALL\nUNWIND $ids AS id\nMATCH (n:Entity {id: id})\nUSING INDEX SEEK "+
		"n:Entity(id)\nRETURN null AS pair, null AS p, n",
		left, types, right, whereClause(relationship, "")), columns: []string{"pair", "p", "n"}}
	return out
}

func join(where []string) string {
	out := where[0]
	for _, w := range where[1:] {
		out += " AND " + w
	}
	return out
}

func (p pathStatements) with(name string, value any) map[string]any {
	out := map[string]any{name: value}
	maps.Copy(out, p.parameters)
	return out
}

// Paths implements graph.Reader.
//
// Neo4j's own k-shortest operators multiply paths by parallel relationships and do not order them, so the operator is
// asked only whether there is a path (quickly, from both ends), and the paths are found by package walk over neighbours
// that are asked for a level at a time, with every filter in the statement. Where a few of the shortest are all that is
// wanted, Neo4j gives all of the least length, unless they are very many, and they are put in order here.
func (s reader) Paths(ctx context.Context, q graph.PathQuery) (out graph.PathResult, err error) {
	err = s.call(ctx, func(ctx context.Context) error {
		if err := q.Validate(); err != nil {
			return err
		}
		search, cancel, stopped := walk.Within(ctx, q.Timeout)
		defer cancel()
		statements := newPathStatements(&q)
		return s.each(ctx, func(_ context.Context, tx transaction) error {
			out = graph.PathResult{}
			err := tx.paths(search, &q, &statements, &out)
			if stopped(err) {
				out.TimedOut = true
				return errStopped
			}
			return err
		})
	})
	return given(out, err)
}

func (t transaction) paths(ctx context.Context, q *graph.PathQuery, statements *pathStatements,
	out *graph.PathResult,
) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rows, err := t.table(ctx, statements.ends, statements.with("to", anys(sortedUnique(q.To))))
	if err != nil {
		return err
	}
	targets := make([]graph.ID, len(rows))
	var near, far int64 // how much there is to ask for at either end
	for i, row := range rows {
		targets[i], near, far = graph.ID(text(row[0])), integer(row[1]), far+integer(row[2])
	}
	if len(targets) == 0 {
		return nil
	}
	least := 1
	if statements.probed {
		if !slices.ContainsFunc(rows, func(row []any) bool { return row[3] != nil }) {
			return nil // there is no path
		}
		if len(targets) == 1 {
			least = int(integer(rows[0][3]))
		}
	}
	if shortest, ok := rows[0][4].([]any); ok && len(shortest) >= q.Limit {
		sequences := make([][]graph.ID, len(shortest))
		met := map[graph.ID]bool{}
		for i, sequence := range shortest {
			sequences[i] = idsIn(sequence)
			for _, id := range sequences[i] {
				met[id] = true
			}
		}
		slices.SortFunc(sequences, slices.Compare)
		out.ExploredNodes = len(met)
		out.Paths, err = t.complete(ctx, statements, sequences[:q.Limit])
		return err
	}
	ahead, behind := idsIn(rows[0][5]), idsIn(rows[0][6])
	if ahead != nil {
		near = 0
	}
	if behind != nil {
		far = 0
	}
	remote := walk.NewRemote(func(ctx context.Context, ids []graph.ID, backward bool) (map[graph.ID][]graph.ID, error) {
		statement, start, told := statements.forward, q.From, ahead
		if backward {
			statement, start, told = statements.backward, targets[0], behind
		}
		if told != nil && len(ids) == 1 && ids[0] == start {
			return map[graph.ID][]graph.ID{start: told}, nil
		}
		return t.neighbours(ctx, statement, statements.with("ids", anys(ids)))
	}, int(near), int(far))
	question := walk.Question{
		From: remote.Number(q.From), To: remote.Numbered(targets), MaxHops: q.MaxHops,
		Limit: q.Limit, UpToLimit: q.UpToLimit, Least: least,
	}
	question.Complete = func(ctx context.Context, found [][]uint32) error {
		sequences := lists.Map(found, remote.IDs)
		paths, err := t.complete(ctx, statements, sequences)
		out.Paths = append(out.Paths, paths...)
		return err
	}
	found, err := walk.Find(ctx, remote, question)
	out.ExploredNodes, out.Truncated = found.Explored, found.Truncated
	return err
}

func (t transaction) neighbours(ctx context.Context, statement marked,
	parameters map[string]any,
) (map[graph.ID][]graph.ID, error) {
	rows, err := t.table(ctx, statement, parameters)
	if err != nil {
		return nil, err
	}
	out := make(map[graph.ID][]graph.ID, len(rows))
	for _, row := range rows {
		out[graph.ID(text(row[0]))] = idsIn(row[1])
	}
	return out, nil
}

// idsIn reads a list of ids; nil where there is none.
func idsIn(value any) []graph.ID {
	list, ok := value.([]any)
	if !ok {
		return nil
	}
	return lists.Map(list, func(id any) graph.ID { return graph.ID(text(id)) })
}

// complete reads the nodes of the paths and, for each pair of neighbours, all relationships that the query allows.
func (t transaction) complete(ctx context.Context, statements *pathStatements,
	sequences [][]graph.ID,
) ([]graph.Path, error) {
	if len(sequences) == 0 {
		return nil, nil
	}
	type pair [2]graph.ID
	hops := map[pair][]graph.Relationship{}
	var pairs []any
	var ids []graph.ID
	for _, sequence := range sequences {
		ids = append(ids, sequence...)
		for i := range sequence[1:] {
			if p := (pair{sequence[i], sequence[i+1]}); hops[p] == nil {
				hops[p] = []graph.Relationship{}
				pairs = append(pairs, []any{string(p[0]), string(p[1])})
			}
		}
	}
	parameters := statements.with("pairs", pairs)
	parameters["ids"] = anys(sortedUnique(ids))
	rows, err := t.table(ctx, statements.whole, parameters)
	if err != nil {
		return nil, err
	}
	nodes := map[graph.ID]graph.Node{}
	for _, row := range rows {
		if row[2] != nil {
			n, err := nodeFrom(row[2])
			if err != nil {
				return nil, err
			}
			nodes[n.Head().ID] = n
			continue
		}
		r, err := linkFrom(row[1])
		if err != nil {
			return nil, err
		}
		ends, _ := row[0].([]any)
		if len(ends) != 2 {
			return nil, errDamaged
		}
		p := pair{graph.ID(text(ends[0])), graph.ID(text(ends[1]))}
		hops[p] = append(hops[p], r)
	}
	for _, list := range hops {
		slices.SortFunc(list, graph.CompareStrength)
	}
	out := make([]graph.Path, len(sequences))
	for i, sequence := range sequences {
		for j, id := range sequence {
			out[i].Nodes = append(out[i].Nodes, nodes[id])
			if j > 0 {
				out[i].Hops = append(out[i].Hops, hops[pair{sequence[j-1], id}])
			}
		}
	}
	return out, nil
}
