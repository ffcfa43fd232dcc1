package graphtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
)

// Model answers the questions of graph.Reader by looking at everything each time. It has no index, no search but the
// enumeration of all paths, and no limit of time: it is meant to be seen to be right, for graphs of a few dozen nodes.
type Model struct {
	records []graph.NodeRecord
	links   []graph.RelationshipRecord
	runs    []graph.LoadRun

	ids   []graph.ID // of all nodes, in order
	nodes map[graph.ID]graph.Node
	rels  []graph.Relationship // by id
}

var _ graph.Reader = (*Model)(nil)

// NewModel makes a model of records, each of which must be valid and come once.
func NewModel(nodes []graph.NodeRecord, relationships []graph.RelationshipRecord, runs ...graph.LoadRun) *Model {
	m := &Model{records: slices.Clone(nodes), links: slices.Clone(relationships), runs: slices.Clone(runs), nodes: map[graph.ID]graph.Node{}}
	for _, r := range relationships {
		rel, err := graph.NewRelationship(r)
		if err != nil {
			panic(err)
		}
		m.rels = append(m.rels, rel)
		m.ids = append(m.ids, r.From, r.To)
	}
	for _, r := range nodes {
		m.ids = append(m.ids, r.ID)
	}
	slices.Sort(m.ids)
	m.ids = slices.Compact(m.ids)
	sort.Slice(m.rels, func(i, j int) bool { return m.rels[i].Head().ID < m.rels[j].Head().ID })
	for _, id := range m.ids {
		_, properties := graph.Merge(m.about(id))
		n, err := graph.NewNode(graph.Ontology.LabelOf(id), id, properties)
		if err != nil {
			panic(err)
		}
		m.nodes[id] = n
	}
	return m
}

func modelOf(b graph.Batch) *Model { return NewModel(b.Nodes, b.Relationships) }

// about are the records of a node, the preceding one first.
func (m *Model) about(id graph.ID) (out []graph.NodeRecord) {
	for _, r := range m.records {
		if r.ID == id {
			out = append(out, r)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		key := func(r graph.NodeRecord) string {
			return fmt.Sprintf("%012d\x00%s\x00%s", 1_000_000-r.Priority, r.Dataset, r.Discriminator)
		}
		return key(out[i]) < key(out[j])
	})
	return out
}

func (m *Model) Nodes(_ context.Context, ids []graph.ID) ([]graph.Node, error) {
	return lists.Map(ids, func(id graph.ID) graph.Node { return m.nodes[id] }), nil
}

func (m *Model) Relationships(_ context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	out := make([]graph.Relationship, len(ids))
	for i, id := range ids {
		for _, r := range m.rels {
			if r.Head().ID == id {
				out[i] = r
			}
		}
	}
	return out, nil
}

func (m *Model) Lookup(_ context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	out := make([][]graph.ID, len(codes))
	for i, code := range codes {
		for _, id := range m.ids {
			if slices.ContainsFunc(m.nodes[id].Head().Identifiers, func(x graph.Identifier) bool {
				return x.Scheme == code.Scheme && x.Value == code.Value && (on == 0 || x.Period.Contains(on))
			}) {
				out[i] = append(out[i], id)
			}
		}
	}
	return out, nil
}

// Find implements graph.Reader. A cursor is the number of nodes before it.
func (m *Model) Find(_ context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	if err := q.Validate(); err != nil {
		return graph.NodePage{}, err
	}
	all := m.find(q)
	start, _ := strconv.Atoi(q.After)
	var out graph.NodePage
	for i := start; i < len(all) && i < start+q.First; i++ {
		out.Nodes, out.Cursors = append(out.Nodes, m.nodes[all[i]]), append(out.Cursors, strconv.Itoa(i+1))
	}
	out.More = start+q.First < len(all)
	if q.Total {
		out.Total = len(all)
	}
	return out, nil
}

// find lists all nodes that answer the query, in its order.
func (m *Model) find(q graph.NodeQuery) []graph.ID {
	var out []graph.ID
	for _, id := range m.ids {
		if m.answers(id, &q) {
			out = append(out, id)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, hasA := m.orderValue(out[i], &q)
		b, hasB := m.orderValue(out[j], &q)
		switch {
		case !hasA || !hasB:
			return hasA && !hasB
		case q.Order.Descending:
			return a > b
		}
		return a < b
	})
	return out
}

// orderValue writes what a node is ordered by as a text that sorts like it.
func (m *Model) orderValue(id graph.ID, q *graph.NodeQuery) (string, bool) {
	n := m.nodes[id]
	h := n.Head()
	number := func(f float64) string { return fmt.Sprintf("%030.9f", f+1e15) }
	switch q.Order.Property {
	case "", "id":
		return string(id), true
	case "name":
		return names.SortKey(h.Name), true
	case "relevance":
		query := names.Parse(q.Text)
		if q.Similar {
			query = query.WithSlips()
		}
		score, _ := query.Score(names.FoldAll(h.Name, h.Aliases))
		return number(float64(score)), true
	}
	_, shown := graph.Merge(m.about(id))
	if value, ok := m.comparable(n.Label(), q.Order.Property, shown[q.Order.Property]); ok {
		return number(value), true
	}
	return "", false
}

func (m *Model) comparable(label graph.Label, property string, value any) (float64, bool) {
	spec := graph.Ontology.Label(label).Property(property)
	if spec == nil || value == nil {
		return 0, false
	}
	switch fmt.Sprintf("%s %T", spec.Kind, value) {
	case "DATE string":
		return float64(date(value.(string)).First()), value != ""
	case "INTEGER int64", "FLOAT int64":
		return float64(value.(int64)), true
	case "INTEGER float64", "FLOAT float64":
		return value.(float64), true
	}
	return 0, false
}

// words are the folded words of a text.
func words(text string) []string { return names.Parse(text).Words() }

// allNear tells whether every word begins, or is a forgivable slip away from, one of the others.
func allNear(words, others []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(others, func(o string) bool { return strings.HasPrefix(o, w) || names.Distance(w, o, 9) <= names.Slips(w) }) {
			return false
		}
	}
	return len(words) > 0
}

func (m *Model) answers(id graph.ID, q *graph.NodeQuery) bool {
	n := m.nodes[id]
	h := n.Head()
	if q.HideCandidates && isCandidate(n) || len(q.Labels) > 0 && !slices.Contains(q.Labels, n.Label()) || q.During != nil && !h.Period.Overlaps(*q.During) {
		return false
	}
	if q.Text != "" {
		found := false
		for _, name := range append([]string{h.Name}, h.Aliases...) {
			found = found || allBegin(words(q.Text), words(name)) || q.Similar && allNear(words(q.Text), words(name))
		}
		if !found {
			return false
		}
	}
	records := m.about(id)
	stated, coded := len(q.Datasets) == 0, len(q.Schemes) == 0
	for _, r := range records {
		stated = stated || slices.Contains(q.Datasets, r.Dataset)
	}
	for _, x := range h.Identifiers {
		coded = coded || slices.Contains(q.Schemes, x.Scheme)
	}
	if !stated || !coded {
		return false
	}
	_, shown := graph.Merge(records)
	for _, w := range q.Where {
		value := shown[w.Property]
		holds := false
		for _, v := range w.Values {
			have, ok := m.comparable(n.Label(), w.Property, value)
			want, ok2 := m.comparable(n.Label(), w.Property, v)
			switch {
			case w.Operator == graph.AtLeast:
				holds = ok && ok2 && have >= want
			case w.Operator == graph.AtMost:
				holds = ok && ok2 && have <= want
			default:
				if list, isList := value.([]string); isList {
					for _, s := range list {
						holds = holds || v == s
					}
				} else {
					text := func(v any) string { return strings.Replace(fmt.Sprintf("%T %v", v, v), "int64", "float64", 1) }
					holds = holds || value != nil && text(v) == text(value)
				}
			}
		}
		if w.Operator == graph.Missing {
			holds = value == nil
		}
		if !holds {
			return false
		}
	}
	for _, l := range q.Related {
		found := false
		for _, hop := range m.hops(id, l.Direction, graph.Filter{On: l.On, Types: l.Types, Datasets: l.Datasets}, nil) {
			kind := graph.FullMember
			if m, ok := hop.Relationship.(*graph.MemberOf); ok && m.Kind != "" {
				kind = m.Kind
			}
			allowed := hop.Relationship.Type() != graph.MemberOfType || len(l.MembershipKinds) == 0 || slices.Contains(l.MembershipKinds, kind)
			found = found || allowed && (len(l.IDs) == 0 || slices.Contains(l.IDs, hop.Other.Head().ID))
		}
		if !found {
			return false
		}
	}
	return true
}

// allBegin tells whether there are words, and each begins one of the name's.
func allBegin(words, name []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(name, func(n string) bool { return strings.HasPrefix(n, w) }) {
			return false
		}
	}
	return len(words) > 0
}

// hops are the relationships of a node that the filter allows, by id, to nodes that may be entered.
func (m *Model) hops(id graph.ID, d graph.Direction, f graph.Filter, starts []graph.ID) (out []graph.Hop) {
	for _, r := range m.rels {
		h := r.Head()
		other := h.ToID
		switch {
		case h.FromID == id && d != graph.DirectionIn:
		case h.ToID == id && d != graph.DirectionOut:
			other = h.FromID
		default:
			continue
		}
		if n := m.nodes[other]; f.Allows(r) && (m.enters(f, n, false) || slices.Contains(starts, other)) {
			out = append(out, graph.Hop{Relationship: r, Other: n})
		}
	}
	return out
}

func isCandidate(n graph.Node) bool {
	e, ok := n.(*graph.Event)
	return ok && e.Status == "CANDIDATE"
}

func (m *Model) enters(f graph.Filter, n graph.Node, askedFor bool) bool {
	return (len(f.Labels) == 0 || slices.Contains(f.Labels, n.Label())) && !slices.Contains(f.Exclude, n.Head().ID) &&
		(askedFor || !f.HideCandidates || !isCandidate(n))
}

func (m *Model) Expand(_ context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	out := make([]graph.HopPage, len(ids))
	for i, id := range ids {
		hops := m.hops(id, q.Direction, q.Filter, []graph.ID{id})
		out[i] = graph.HopPage{Hops: hops[:min(q.PerNode, len(hops))], More: len(hops) > q.PerNode}
	}
	return out, q.Validate()
}

func (m *Model) Degrees(_ context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	out := make([][]graph.Degree, len(ids))
	for i, id := range ids {
		for _, spec := range graph.Ontology.Types {
			for _, d := range []graph.Direction{graph.DirectionOut, graph.DirectionIn} {
				if n := len(m.hops(id, d, graph.Filter{On: q.On, Types: []graph.RelationshipType{spec.Type}, HideCandidates: q.HideCandidates}, []graph.ID{id})); n > 0 {
					out[i] = append(out[i], graph.Degree{Type: spec.Type, Direction: d, Count: n})
				}
			}
		}
	}
	return out, nil
}

func (m *Model) Neighborhood(_ context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	var out graph.Subgraph
	distance := map[graph.ID]int{}
	var omitted, followed []graph.ID
	take := func(ids []graph.ID, d int) {
		slices.Sort(ids)
		for _, id := range slices.Compact(ids) {
			if _, held := distance[id]; held {
				continue
			}
			if len(distance) == q.Limit {
				omitted = append(omitted, id)
				continue
			}
			distance[id] = d
			out.Nodes = append(out.Nodes, m.nodes[id])
		}
	}
	take(slices.DeleteFunc(slices.Clone(q.Of), func(id graph.ID) bool { return m.nodes[id] == nil }), 0)
	for d := range q.Hops {
		var seen []graph.ID
		for id, at := range distance {
			if at != d {
				continue
			}
			hops := m.hops(id, q.Direction, q.Filter, q.Of)
			if len(hops) > q.PerNode {
				hops, out.Truncated = hops[:q.PerNode], true
			}
			for _, hop := range hops {
				seen = append(seen, hop.Other.Head().ID)
				followed = append(followed, hop.Relationship.Head().ID)
			}
		}
		take(seen, d+1)
	}
	for _, r := range m.rels {
		h := r.Head()
		_, from := distance[h.FromID]
		_, to := distance[h.ToID]
		if from && to && slices.Contains(followed, h.ID) {
			out.Relationships = append(out.Relationships, r)
		}
	}
	slices.Sort(omitted)
	out.Omitted = len(slices.Compact(omitted))
	out.Truncated = out.Truncated || out.Omitted > 0
	return out, q.Validate()
}

// Paths implements graph.Reader: it writes down every path and sorts them.
func (m *Model) Paths(_ context.Context, q graph.PathQuery) (graph.PathResult, error) {
	var askedFor []graph.ID // candidates that may be entered because they are targets
	for _, id := range q.To {
		if n := m.nodes[id]; n != nil && isCandidate(n) && m.enters(q.Filter, n, true) {
			askedFor = append(askedFor, id)
		}
	}
	var all [][]graph.ID
	var walk func(path []graph.ID)
	walk = func(path []graph.ID) {
		last := path[len(path)-1]
		if len(path) > 1 && slices.Contains(q.To, last) {
			all = append(all, slices.Clone(path))
		}
		if len(path) > q.MaxHops {
			return
		}
		tried := map[graph.ID]bool{}
		for _, hop := range m.hops(last, q.Direction, q.Filter, askedFor) {
			if other := hop.Other.Head().ID; !slices.Contains(path, other) && !tried[other] {
				tried[other] = true
				walk(append(path, other))
			}
		}
	}
	walk([]graph.ID{q.From})
	slices.SortFunc(all, func(a, b []graph.ID) int { return cmp.Or(len(a)-len(b), slices.Compare(a, b)) })
	out := graph.PathResult{Truncated: len(all) > q.Limit && !q.UpToLimit}
	for _, ids := range all[:min(q.Limit, len(all))] {
		p := graph.Path{Nodes: []graph.Node{m.nodes[ids[0]]}}
		for i, id := range ids[1:] {
			var between []graph.Relationship
			for _, hop := range m.hops(ids[i], q.Direction, q.Filter, askedFor) {
				if hop.Other.Head().ID == id {
					between = append(between, hop.Relationship)
				}
			}
			slices.SortFunc(between, graph.CompareStrength)
			p.Nodes, p.Hops = append(p.Nodes, m.nodes[id]), append(p.Hops, between)
		}
		out.Paths = append(out.Paths, p)
	}
	return out, q.Validate()
}

func (m *Model) Statements(_ context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	return lists.Map(ids, m.about), nil
}

func (m *Model) Stats(context.Context) (graph.Stats, error) {
	out := graph.Stats{Nodes: map[graph.Label]int{}, Relationships: map[graph.RelationshipType]int{}, Datasets: map[graph.ID]graph.DatasetStats{}}
	for _, n := range m.nodes {
		out.Nodes[n.Label()]++
	}
	for _, r := range m.records {
		d := out.Datasets[r.Dataset]
		d.NodeRecords++
		out.Datasets[r.Dataset] = d
		out.Fingerprint = out.Fingerprint.Add(r.Hash())
	}
	for _, r := range m.links {
		d := out.Datasets[r.Dataset]
		d.Relationships++
		out.Datasets[r.Dataset] = d
		out.Relationships[r.Type]++
		out.Fingerprint = out.Fingerprint.Add(r.Hash())
	}
	return out, nil
}

func (m *Model) LoadRuns(_ context.Context, first int) ([]graph.LoadRun, error) {
	out := slices.Clone(m.runs)
	slices.SortFunc(out, func(a, b graph.LoadRun) int { return cmp.Or(b.Started.Compare(a.Started), cmp.Compare(b.ID, a.ID)) })
	return out[:min(first, len(out))], nil
}

// Records implements graph.Reader. Next is the number of records before it.
func (m *Model) Records(_ context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	type either struct {
		key  string
		node *graph.NodeRecord
		link *graph.RelationshipRecord
	}
	var all []either
	for _, r := range m.records {
		if q.Dataset == "" || r.Dataset == q.Dataset {
			all = append(all, either{"0" + r.Key(), &r, nil})
		}
	}
	for _, r := range m.links {
		if q.Dataset == "" || r.Dataset == q.Dataset {
			all = append(all, either{"1" + string(r.ID()), nil, &r})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].key < all[j].key })
	start, _ := strconv.Atoi(q.After)
	var out graph.RecordPage
	for _, e := range all[start:min(start+q.Limit, len(all))] {
		if n := e.node; n != nil {
			if q.KeysOnly {
				n = &graph.NodeRecord{ID: n.ID, Label: n.Label, Dataset: n.Dataset, Discriminator: n.Discriminator, Part: n.Part}
			}
			out.Nodes = append(out.Nodes, *n)
			continue
		}
		r := e.link
		if q.KeysOnly {
			r = &graph.RelationshipRecord{Type: r.Type, From: r.From, To: r.To, Discriminator: r.Discriminator, Dataset: r.Dataset, Part: r.Part}
		}
		out.Relationships = append(out.Relationships, *r)
	}
	if start+q.Limit < len(all) {
		out.Next = strconv.Itoa(start + q.Limit)
	}
	return out, q.Validate()
}
