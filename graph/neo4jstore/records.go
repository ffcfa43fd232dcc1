package neo4jstore

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// typesByKey are the relationship types in the order of their relationships' ids.
var typesByKey = func() []graph.RelationshipType {
	out := lists.Map(graph.Ontology.Types, func(t graph.TypeSpec) graph.RelationshipType { return t.Type })
	sort.Slice(out, func(i, j int) bool { return out[i]+"|" < out[j]+"|" })
	return out
}()

// recordPattern and relationshipPattern are the patterns of recordsPage.
const recordPattern = "(r:Record)"

func relationshipPattern(t graph.RelationshipType) string { return "()-[r:" + string(t) + "]->()" }

// recordsPage reads node records, or relationships of a type, in the order of their keys.
func recordsPage(pattern string, ofDataset, keysOnly bool) string {
	where, order, answer := "r.key > $after", "r.key", "properties(r)"
	if ofDataset {
		where += "\n  AND r.dataset = $dataset"
		if pattern == recordPattern {
			order = "r.dataset, r.key" // the composite index's own order
		}
	}
	if keysOnly {
		answer = "r {.key, .part, .node, .dataset, .discriminator} AS record" // as r it would be what ORDER BY sorts
	}
	return fmt.Sprintf("MATCH %s\nWHERE %s\nRETURN %s\nORDER BY %s\nLIMIT $limit", pattern, where, answer, order)
}

// The sections of a list of records, as the Next of a page begins with them before the key that it follows.
const (
	nodeSection         = "n"
	relationshipSection = "r"
)

func (s reader) Records(ctx context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	return answer(ctx, s, func(ctx context.Context) (graph.RecordPage, error) {
		if err := q.Validate(); err != nil {
			return graph.RecordPage{}, err
		}
		return readValue(ctx, s, func(ctx context.Context, tx transaction) (graph.RecordPage, error) {
			return tx.records(ctx, &q)
		})
	})
}

func (t transaction) records(ctx context.Context, q *graph.RecordQuery) (out graph.RecordPage, err error) {
	from, after, room := nodeSection, "", q.Limit
	if q.After != "" {
		if from, after = q.After[:1], q.After[1:]; from != nodeSection && from != relationshipSection {
			return out, graph.Invalidf("after: %.40q is not the Next of a page", q.After)
		}
	}
	held, err := t.datasets(ctx)
	if err != nil {
		return out, err
	}
	if from != relationshipSection && held.holds(nodeRecords, q.Dataset) {
		list, more, err := t.page(ctx, recordPattern, q, after, room)
		if err != nil {
			return out, err
		}
		for _, p := range list {
			r, err := recordFrom(p)
			if err != nil {
				return out, errDamaged
			}
			out.Nodes = append(out.Nodes, r)
			after = text(p["key"])
		}
		if more {
			out.Next = nodeSection + after
			return out, nil
		}
		room, after = room-len(list), ""
	}
	last := after
	for _, kind := range typesByKey {
		// A type whose ids all come before the mark has nothing left.
		if !held.holds(string(kind), q.Dataset) || after > string(kind)+"|\U0010ffff" {
			continue
		}
		list, more, err := t.page(ctx, relationshipPattern(kind), q, after, room)
		if err != nil {
			return out, err
		}
		for _, p := range list {
			r, err := relationshipFrom(p)
			if err != nil {
				return out, err
			}
			if q.KeysOnly {
				r.Properties = nil
			}
			out.Relationships = append(out.Relationships, r)
			last = text(p["key"])
		}
		if more {
			out.Next = relationshipSection + last
			return out, nil
		}
		room -= len(list)
	}
	return out, nil
}

// page reads at most room rows; more tells that another follows.
func (t transaction) page(ctx context.Context, pattern string, q *graph.RecordQuery, after string,
	room int,
) (out []map[string]any, more bool, err error) {
	rows, err := t.rows(ctx, recordsPage(pattern, q.Dataset != "", q.KeysOnly),
		map[string]any{"after": after, "dataset": string(q.Dataset), "limit": int64(room) + 1})
	if err != nil {
		return nil, false, err
	}
	if len(rows) > room {
		rows, more = rows[:room], true
	}
	for _, row := range rows {
		p, ok := row[0].(map[string]any)
		if !ok {
			return nil, false, errDamaged
		}
		out = append(out, p)
	}
	return out, more, nil
}

const (
	cypherDatasets = `MATCH (d:EntenteDataset)
RETURN d.id, properties(d)`
	cypherFingerprint = `MATCH (s:EntenteStore {id: 'store'})
RETURN s.fingerprint`
	cypherRuns = `MATCH (l:LoadRun)
RETURN l.run
ORDER BY l.started DESC, l.id DESC
LIMIT $first`
)

// nodeRecords is the kind of a dataset's node records; that of its relationships is their type.
const nodeRecords = "nodeRecords"

// held counts what each dataset has of each kind. With it a page of a dataset's records is looked for among the types
// that it has, not among all relationships of the database.
type held map[graph.ID]map[string]int64

func (h held) add(dataset graph.ID, kind string, n int64) {
	if h[dataset] == nil {
		h[dataset] = map[string]int64{}
	}
	h[dataset][kind] += n
}

// holds tells whether a dataset, or where none is named any, has something of a kind.
func (h held) holds(kind string, dataset graph.ID) bool {
	if dataset != "" {
		return h[dataset][kind] > 0
	}
	for _, kinds := range h {
		if kinds[kind] > 0 {
			return true
		}
	}
	return false
}

func (t transaction) datasets(ctx context.Context) (held, error) {
	rows, err := t.rows(ctx, cypherDatasets, nil)
	if err != nil {
		return nil, err
	}
	out := held{}
	for _, row := range rows {
		kinds, ok := row[1].(map[string]any)
		if !ok {
			return nil, errDamaged
		}
		for kind, n := range kinds {
			if kind != "id" {
				out.add(graph.ID(text(row[0])), kind, integer(n))
			}
		}
	}
	return out, nil
}

// cypherLabels reads the database's own counters.
var cypherLabels = func() string {
	var parts []string
	for _, l := range graph.Ontology.Labels {
		parts = append(parts, fmt.Sprintf("MATCH (n:%s)\nRETURN '%s' AS label, count(n) AS number", l.Label, l.Label))
	}
	return strings.Join(parts, "\nUNION ALL\n")
}()

func (s reader) Stats(ctx context.Context) (graph.Stats, error) {
	return answer(ctx, s, func(ctx context.Context) (graph.Stats, error) {
		return readValue(ctx, s, func(ctx context.Context, tx transaction) (graph.Stats, error) { return tx.stats(ctx) })
	})
}

func (t transaction) stats(ctx context.Context) (graph.Stats, error) {
	out := graph.Stats{
		Nodes: map[graph.Label]int{}, Relationships: map[graph.RelationshipType]int{},
		Datasets: map[graph.ID]graph.DatasetStats{},
	}
	labels, err := t.rows(ctx, cypherLabels, nil)
	if err != nil {
		return out, err
	}
	for _, row := range labels {
		if n := int(integer(row[1])); n > 0 {
			out.Nodes[graph.Label(text(row[0]))] = n
		}
	}
	held, err := t.datasets(ctx)
	if err != nil {
		return out, err
	}
	for id, kinds := range held {
		var d graph.DatasetStats
		for kind, n := range kinds {
			if kind == nodeRecords {
				d.NodeRecords = int(n)
			} else if n > 0 {
				d.Relationships += int(n)
				out.Relationships[graph.RelationshipType(kind)] += int(n)
			}
		}
		out.Datasets[id] = d
	}
	rows, err := t.rows(ctx, cypherFingerprint, nil)
	if err == nil && len(rows) == 1 {
		out.Fingerprint, err = graph.ParseHash(text(rows[0][0]))
	}
	return out, err
}

func (s reader) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	return answer(ctx, s, func(ctx context.Context) ([]graph.LoadRun, error) {
		if first < 1 || first > graph.MaxFirst {
			return nil, graph.Invalidf("first: %d is outside 1 to %d", first, graph.MaxFirst)
		}
		return readValue(ctx, s, func(ctx context.Context, tx transaction) (out []graph.LoadRun, err error) {
			rows, err := tx.rows(ctx, cypherRuns, map[string]any{"first": int64(first)})
			out = make([]graph.LoadRun, len(rows))
			for i := 0; i < len(rows) && err == nil; i++ {
				out[i], err = runFrom(rows[i][0])
			}
			return out, err
		})
	})
}
