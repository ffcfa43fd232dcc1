package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// cypherFewHops finds the first of the shortest paths, as many as are wanted, where these have one to three hops.
// cypherShortest tells of what it has found. A walk of the least length is always a path. What leads to an end is
// gathered, of two hops the end that has fewer relationships, and met from the other: of three hops by one neighbour
// after the other, in order, until there are enough.
const (
	cypherFewHops = `
WITH *, CASE
  WHEN least = 1 THEN [[x, z]]
  WHEN least = 2 AND near < far THEN COLLECT {
    WITH COLLECT {
      %[1]s
      RETURN DISTINCT y
    } AS ends
    %[4]s
    WITH DISTINCT y
    RETURN [x, y, z]
    ORDER BY y.id
    LIMIT %[6]d
  }
  WHEN least = 2 THEN COLLECT {
    WITH COLLECT {
      %[2]s
      RETURN DISTINCT y
    } AS ends
    %[3]s
    WITH DISTINCT y
    RETURN [x, y, z]
    ORDER BY y.id
    LIMIT %[6]d
  }
  WHEN least = 3 AND near <= %[7]d AND far <= %[7]d THEN COLLECT {
    WITH COLLECT {
      %[2]s
      RETURN DISTINCT y
    } AS ends
    %[1]s
    WITH DISTINCT y AS first, ends
    ORDER BY first.id
    CALL (first, ends) {
      %[5]s
      RETURN DISTINCT y AS second
      ORDER BY second.id
      LIMIT %[6]d
    }
    RETURN [x, first, second, z]
    ORDER BY first.id, second.id
    LIMIT %[6]d
  }
END AS found
WITH *, CASE WHEN size(found) = %[6]d THEN found END AS shortest`

	cypherShortest = `, [path IN shortest | [n IN path | n.id]] AS shortest, COLLECT {
  UNWIND shortest AS path
  UNWIND path AS n
  RETURN DISTINCT n
} AS nodes, COLLECT {
  UNWIND shortest AS path
  UNWIND range(1, size(path) - 1) AS i
  WITH DISTINCT path[i - 1] AS a, path[i] AS b
  MATCH (a)%s[r:%s]%s(b)%s
  RETURN [a.id, b.id, properties(r)]
} AS links`
)

// pathStatements are the statements of one PathQuery.
type pathStatements struct {
	ends, forward, backward, whole marked
	probed                         bool // ends also tells how far the targets are at least
	told                           bool // and tells the paths themselves where those of up to three hops are enough
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
		universal = append(universal, "all(r IN relationships(p) WHERE "+strings.Join(relationship, " AND ")+")")
	}
	if len(before.where) > 0 {
		universal = append(universal, "all(y IN nodes(p) WHERE "+strings.Join(before.where, " AND ")+")")
	}
	target := newConditions()
	target.add("z.id <> $from")
	target.pathNodeTests(q, "z", "")
	ends := "MATCH (x:Entity {id: $from})\nUSING INDEX SEEK x:Entity(id)\nUNWIND $to AS id\nMATCH (z:Entity {id: " +
		"id})\nUSING INDEX SEEK z:Entity(id)" + whereClause(target.where, "")
	out.probed = len(q.To) <= probedTargets && q.MaxHops > 1
	out.told = out.probed && len(q.To) == 1 && q.UpToLimit
	ends += "\nWITH x, z, count { (x)--() } AS near, count { (z)--() } AS far"
	columns := []string{"id", "near", "far"}
	var more strings.Builder // of what is returned
	wanted := "least IS NOT NULL"
	if out.probed {
		ends += fmt.Sprintf("\nCALL (x, z) {\n  OPTIONAL MATCH p = shortestPath((x)%s[:%s*1..%d]%s(z))%s\n  "+
			"RETURN length(p) AS least\n}", left, types, q.MaxHops, right, whereClause(universal, "  "))
		columns = append(columns, "least")
		more.WriteString(", least")
	}
	if out.told {
		wanted += " AND shortest IS NULL"
		hop := func(from string, d graph.Direction, more ...string) string {
			l, r := arrows(d)
			return "MATCH (" + from + ")" + l + "[r:" + types + "]" + r + "(y)" +
				whereClause(slices.Concat(more, relationship), "      ")
		}
		ends += fmt.Sprintf(cypherFewHops, hop("x", q.Direction, enters...), hop("z", q.Direction.Reverse(), enters...),
			hop("x", q.Direction, "y IN ends"), hop("z", q.Direction.Reverse(), "y IN ends"),
			hop("first", q.Direction, "y IN ends"), q.Limit, askedAtOnce)
	}
	if out.probed && len(q.To) == 1 {
		first := func(end, degree string, d graph.Direction, node []string) string {
			l, r := arrows(d)
			return fmt.Sprintf("CASE WHEN %s AND %s <= %d THEN COLLECT {\n  MATCH (%s)%s[r:%s]%s(y)%s\n  RETURN DISTINCT "+
				"y.id\n} END", wanted, degree, askedAtOnce, end, l, types, r,
				whereClause(slices.Concat(relationship, node), "  "))
		}
		columns = append(columns, "ahead", "behind")
		fmt.Fprintf(&more, ", %s AS ahead, %s AS behind",
			first("x", "near", q.Direction, enters), first("z", "far", q.Direction.Reverse(), before.where))
	}
	if out.told {
		columns = append(columns, "shortest", "nodes", "links")
		fmt.Fprintf(&more, cypherShortest, left, types, right, whereClause(relationship, "  "))
	}
	ends += "\nRETURN z.id AS id, near, far" + more.String()
	out.ends = marked{inner: ends, columns: columns}

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
		"[x.id, y.id, properties(r)] AS link, null AS n\nUNION ALL\nUNWIND $ids AS id\nMATCH (n:Entity {id: id})\nUSING "+
		"INDEX SEEK n:Entity(id)\nRETURN null AS link, n",
		left, types, right, whereClause(relationship, "")), columns: []string{"link", "n"}}
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
// wanted, and they have up to three hops, the first statement answers.
func (s reader) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	return answer(ctx, s, func(ctx context.Context) (out graph.PathResult, err error) {
		if err := q.Validate(); err != nil {
			return out, err
		}
		statements := newPathStatements(&q)
		err = s.search(ctx, q.Timeout, &out.TimedOut, func(ctx context.Context, tx transaction) error {
			out = graph.PathResult{}
			return tx.paths(ctx, &q, &statements, &out)
		})
		return out, err
	})
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
	if statements.told {
		if shortest, ok := rows[0][6].([]any); ok {
			nodes, links := list(rows[0][7]), list(rows[0][8])
			out.ExploredNodes = len(nodes)
			out.Paths, err = pathsFrom(lists.Map(shortest, idsIn), nodes, links)
			return err
		}
	}
	var ahead, behind []graph.ID
	if statements.probed && len(q.To) == 1 {
		if ahead = idsIn(rows[0][4]); ahead != nil {
			near = 0
		}
		if behind = idsIn(rows[0][5]); behind != nil {
			far = 0
		}
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
	met := map[[2]graph.ID]bool{}
	var pairs []any
	for _, sequence := range sequences {
		for i, id := range sequence[1:] {
			if p := [2]graph.ID{sequence[i], id}; !met[p] {
				met[p] = true
				pairs = append(pairs, []any{string(p[0]), string(p[1])})
			}
		}
	}
	parameters := statements.with("pairs", pairs)
	parameters["ids"] = anys(sortedUnique(slices.Concat(sequences...)))
	rows, err := t.table(ctx, statements.whole, parameters)
	if err != nil {
		return nil, err
	}
	var nodes, links []any
	for _, row := range rows {
		if row[1] != nil {
			nodes = append(nodes, row[1])
		} else {
			links = append(links, row[0])
		}
	}
	return pathsFrom(sequences, nodes, links)
}

// pathsFrom puts paths together out of their nodes and links, each of which is the ids that it was followed from and to
// and the properties of the relationship.
func pathsFrom(sequences [][]graph.ID, nodes, links []any) ([]graph.Path, error) {
	known, err := nodesIn(nodes)
	if err != nil {
		return nil, err
	}
	hops := map[[2]graph.ID][]graph.Relationship{}
	for _, link := range links {
		parts := list(link)
		if len(parts) != 3 {
			return nil, errDamaged
		}
		r, err := linkFrom(parts[2])
		if err != nil {
			return nil, err
		}
		pair := [2]graph.ID{graph.ID(text(parts[0])), graph.ID(text(parts[1]))}
		hops[pair] = append(hops[pair], r)
	}
	for _, between := range hops {
		slices.SortFunc(between, graph.CompareStrength)
	}
	out := make([]graph.Path, len(sequences))
	for i, sequence := range sequences {
		for j, id := range sequence {
			out[i].Nodes = append(out[i].Nodes, known[id])
			if j > 0 {
				out[i].Hops = append(out[i].Hops, hops[[2]graph.ID{sequence[j-1], id}])
			}
		}
	}
	return out, nil
}
