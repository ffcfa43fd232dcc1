package neo4jstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
)

// search is a NodeQuery as Cypher: where candidates come from, and what they must satisfy.
type search struct {
	match string
	conditions
}

// maxPrefix bounds a word in the full-text query: the index cuts words at 255 characters, and the exact test follows.
const maxPrefix = 50

// newSearch builds the part of the statement that all orders share. never tells that nothing can match.
func newSearch(q *graph.NodeQuery) (s *search, never bool) {
	s = &search{match: "MATCH (n:Entity)", conditions: *newConditions()}
	if q.Text != "" {
		words := names.Parse(q.Text).Words()
		if len(words) == 0 {
			return s, true
		}
		s.match = "CALL db.index.fulltext.queryNodes('entity_names', $text)\nYIELD node AS n"
		s.set("text", fullText(words, q.Similar))
		s.match += "\nWITH n"
		// Beside the index's own test, because it mixes the words of all names and cuts long ones. What is similar is
		// tested in Go.
		if !q.Similar {
			spaced := lists.Map(words, func(w string) any { return " " + w })
			s.set("words", spaced)
			s.add("any(name IN n.foldedNames WHERE all(word IN $words WHERE name CONTAINS word))")
		}
	}
	if len(q.Labels) > 0 {
		s.add("n:" + labelPattern(q.Labels))
		if spec := graph.Ontology.Label(q.Labels[0]); len(q.Labels) == 1 && q.Text == "" {
			s.set("prefix", spec.Prefix+":")
			s.add("n.id STARTS WITH $prefix") // the index on ids has the label's nodes side by side
		}
	}
	if q.HideCandidates {
		s.add(notCandidate("n"))
	}
	if len(q.Datasets) > 0 {
		s.set("datasets", anys(q.Datasets))
		s.add("any(d IN n.datasets WHERE d IN $datasets)")
	}
	if len(q.Schemes) > 0 {
		s.set("schemes", anys(q.Schemes))
		s.add("EXISTS { (n)<-[:IDENTIFIES]-(i:Identifier) WHERE i.scheme IN $schemes }")
	}
	if q.During != nil {
		first, end := q.During.Bounds()
		if first >= end {
			return s, true
		}
		s.set("first", int64(first))
		s.set("end", int64(end))
		s.add("n.fromDay < $end AND n.untilDay > $first AND n.fromDay < n.untilDay")
	}
	for i, w := range q.Where {
		s.whereProperty(q, i, w)
	}
	for i, l := range q.Related {
		s.whereRelated(i, l)
	}
	return s, false
}

// fullText is the index's query: every word begins a word of the node's names, or is similar to one.
func fullText(words []string, similar bool) string {
	var b strings.Builder
	for i, word := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		slips := 0
		if similar {
			slips = names.Slips(word)
		}
		b.WriteByte('+')
		if slips > 0 {
			fmt.Fprintf(&b, "(%s~%d ", escaped(word), slips)
		}
		b.WriteString(escaped(word))
		b.WriteByte('*')
		if slips > 0 {
			b.WriteByte(')')
		}
	}
	return b.String()
}

// escaped is a word in the index's language, no longer than the index keeps it.
func escaped(word string) string {
	var b strings.Builder
	for n, r := range []rune(word) {
		if n == maxPrefix {
			break
		}
		if strings.ContainsRune(`+-&|!(){}[]^"~*?:\/`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (s *search) whereProperty(q *graph.NodeQuery, i int, w graph.PropertyFilter) {
	property, parameter := "n."+w.Property, fmt.Sprintf("value%d", i)
	spec := propertyOf(q.Labels, w.Property)
	list := spec.Kind == graph.StringsValue || spec.Kind == graph.JSONsValue
	switch w.Operator {
	case graph.Missing:
		s.add(property + " IS NULL")
	case graph.Equal:
		s.set(parameter, w.Values)
		if list {
			s.add(fmt.Sprintf("any(v IN %s WHERE v IN $%s)", property, parameter))
		} else {
			s.add(fmt.Sprintf("%s IN $%s", property, parameter))
		}
	default:
		sign := ">="
		if w.Operator == graph.AtMost {
			sign = "<="
		}
		value := w.Values[0]
		if spec.Kind == graph.DateValue {
			property, value = firstDay(property), firstDayOf(fmt.Sprint(value))
		}
		s.set(parameter, value)
		s.add(fmt.Sprintf("%s %s $%s", property, sign, parameter))
	}
}

// firstDay is, in Cypher, the first day that a date can mean.
func firstDay(property string) string { return "left(nullIf(" + property + ", '') + '-01-01', 10)" }

func firstDayOf(date string) string {
	d, _ := graph.ParseDate(date) // Validate has seen it
	return d.First().String()
}

// propertyOf is the property of the first of the labels (none: all) that has it; Validate has seen that one has.
func propertyOf(labels []graph.Label, name string) *graph.PropertySpec {
	for i := range graph.Ontology.Labels {
		spec := &graph.Ontology.Labels[i]
		if len(labels) > 0 && !slices.Contains(labels, spec.Label) {
			continue
		}
		if p := spec.Property(name); p != nil {
			return p
		}
	}
	return &graph.PropertySpec{}
}

func (s *search) whereRelated(i int, l graph.RelatedTo) {
	left, right := arrows(l.Direction)
	c := conditions{parameters: s.parameters}
	if len(l.IDs) > 0 {
		ids := fmt.Sprintf("ends%d", i)
		c.set(ids, anys(l.IDs))
		c.add(fmt.Sprintf("m.id IN $%s", ids))
	}
	if l.On != 0 {
		on := fmt.Sprintf("on%d", i)
		c.set(on, int64(l.On))
		c.add(fmt.Sprintf("r.fromDay <= $%s AND r.untilDay > $%s", on, on))
	}
	if len(l.Datasets) > 0 {
		datasets := fmt.Sprintf("linkDatasets%d", i)
		c.set(datasets, anys(l.Datasets))
		c.add(fmt.Sprintf("r.dataset IN $%s", datasets))
	}
	if len(l.MembershipKinds) > 0 && (len(l.Types) == 0 || slices.Contains(l.Types, graph.MemberOfType)) {
		kinds := fmt.Sprintf("membershipKinds%d", i)
		c.set(kinds, anys(l.MembershipKinds))
		c.add(fmt.Sprintf("(type(r) <> 'MEMBER_OF' OR coalesce(r.kind, 'MEMBER') IN $%s)", kinds))
	}
	s.add(fmt.Sprintf("EXISTS {\n    MATCH (n)%s[r:%s]%s(m:Entity)%s\n  }", left, typePattern(l.Types), right,
		c.clause("    ")))
}

// orderKey is what nodes are sorted by before their ids, in Cypher; "" for the id itself.
func orderKey(q *graph.NodeQuery) string {
	switch q.Order.Property {
	case "", "id":
		return ""
	case "name":
		return "n.sortName"
	case "from":
		return "nullIf(n.fromDay, 0)"
	}
	key := "n." + q.Order.Property
	if propertyOf(q.Labels, q.Order.Property).Kind == graph.DateValue {
		return firstDay(key)
	}
	// Where the property is a text for some labels, theirs count as missing.
	var numbers []graph.Label
	texts := false
	for i := range graph.Ontology.Labels {
		spec := &graph.Ontology.Labels[i]
		if p := spec.Property(q.Order.Property); p != nil && (p.Kind == graph.IntValue || p.Kind == graph.FloatValue) {
			numbers = append(numbers, spec.Label)
		} else if p != nil {
			texts = true
		}
	}
	if texts {
		key = "CASE WHEN n:" + labelPattern(numbers) + " THEN " + key + " END"
	}
	return key
}

func (s reader) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	return answer(ctx, s, func(ctx context.Context) (graph.NodePage, error) {
		page, _, err := s.find(ctx, &q, nil)
		return page, err
	})
}

// find gives the page and, where it is read by a statement that can bring them, the pages of hops from its nodes.
func (s reader) find(ctx context.Context, q *graph.NodeQuery,
	hops []graph.HopQuery,
) (out graph.NodePage, pages []map[graph.ID]graph.HopPage, err error) {
	if err := q.Validate(); err != nil {
		return out, nil, err
	}
	after, err := parseCursor(q)
	if err != nil {
		return out, nil, err
	}
	search, never := newSearch(q)
	if never {
		return out, nil, nil
	}
	if known, err := s.foundBefore(ctx, q, &out); known || err != nil {
		return out, nil, err
	}
	if q.Order.Property == "relevance" {
		out, err = readValue(ctx, s, func(ctx context.Context, tx transaction) (graph.NodePage, error) {
			return tx.findRelevant(ctx, search, q, after)
		})
	} else {
		out, pages, err = s.findOrdered(ctx, search, q, after, hops)
	}
	if err == nil {
		s.keepPage(q, &out)
	}
	return out, pages, err
}

// foundBefore gives a page that is remembered; nodes of it that are not are read by their ids.
func (s reader) foundBefore(ctx context.Context, q *graph.NodeQuery, out *graph.NodePage) (known bool, err error) {
	page := make([]foundPage, 1)
	if len(s.store.remembers.pages.recall(s.version, []graph.ID{graph.ID(q.Key())}, page)) > 0 {
		return false, nil
	}
	*out = graph.NodePage{Cursors: page[0].cursors, More: page[0].more, Total: page[0].total}
	if len(page[0].ids) > 0 {
		out.Nodes, err = s.nodesOf(ctx, page[0].ids)
	}
	if err == nil && slices.Contains(out.Nodes, nil) {
		err = errDamaged
	}
	return true, err
}

func (s reader) keepPage(q *graph.NodeQuery, page *graph.NodePage) {
	ids := make([]graph.ID, len(page.Nodes))
	for i, n := range page.Nodes {
		ids[i] = n.Head().ID
		s.store.remembers.nodes.keep(s.version, ids[i], n)
	}
	s.store.remembers.pages.keep(s.version, graph.ID(q.Key()), foundPage{ids, page.Cursors, page.More, page.Total})
}

// findOrdered reads a page in an order that Neo4j can make, with hops from its nodes.
func (s reader) findOrdered(ctx context.Context, search *search, q *graph.NodeQuery, after *cursor,
	hops []graph.HopQuery,
) (out graph.NodePage, pages []map[graph.ID]graph.HopPage, err error) {
	statement, parameters := search.marked(q, after, hops)
	rows, err := s.one(ctx, statement, parameters)
	if err != nil {
		return out, nil, err
	}
	var beside []any
	if q.Total || len(hops) > 0 {
		beside, rows = rows[len(rows)-1], rows[:len(rows)-1]
	}
	if out, err = pageFrom(q, rows); err != nil {
		return out, nil, err
	}
	if q.Total {
		out.Total, beside = int(integer(beside[0])), beside[1:]
	}
	if len(hops) > 0 {
		ids := lists.Map(out.Nodes, func(n graph.Node) graph.ID { return n.Head().ID })
		pages, err = s.expanded(ids, hops, rowsIn(beside[0]), list(beside[1]))
	}
	return out, pages, err
}

// marked is the statement for a page with all that is asked for beside it.
func (s *search) marked(q *graph.NodeQuery, after *cursor, hops []graph.HopQuery) (marked, map[string]any) {
	cypher, parameters := s.page(q, after)
	out := marked{inner: cypher, columns: []string{"n", "key"}}
	if q.Total {
		out.then = s.match + s.clause("") + "\nRETURN count(n) AS total"
	}
	if len(hops) > 0 {
		cypher, own := expansions(hops, toldWhole)
		maps.Copy(parameters, own)
		out.hops = strings.ReplaceAll(cypher, "UNWIND $ids AS id", "UNWIND rows[..$limit - 1] AS row\nWITH row[0].id AS id")
	}
	return out, parameters
}

// page is the statement for one page in an order that Neo4j can make.
func (s *search) page(q *graph.NodeQuery, after *cursor) (string, map[string]any) {
	parameters := map[string]any{"limit": int64(q.First) + 1}
	maps.Copy(parameters, s.parameters)
	direction, sign := "", ">"
	if q.Order.Descending {
		direction, sign = " DESC", "<"
	}
	if after != nil {
		parameters["after"] = string(after.id)
	}
	key := orderKey(q)
	if key == "" {
		start := "n.id > ''" // for all, and tells the planner that an index has the order
		if after != nil {
			start = "n.id " + sign + " $after"
		}
		return s.match + whereClause(append(slices.Clip(s.where), start), "") + "\nRETURN n, null AS key\nORDER BY n.id" +
			direction + "\nLIMIT $limit", parameters
	}
	text := s.match + s.clause("") + "\nWITH n, " + key + " AS key"
	if after != nil {
		if after.key == nil {
			text += "\nWHERE key IS NULL AND n.id > $after"
		} else {
			parameters["afterKey"] = after.key
			text += "\nWHERE key " + sign + " $afterKey\n   OR key = $afterKey AND n.id > $after\n   OR key IS NULL"
		}
	}
	return text + "\nRETURN n, key\nORDER BY key IS NULL, key" + direction + ", n.id\nLIMIT $limit", parameters
}

// pageFrom reads nodes with their places in the order.
func pageFrom(q *graph.NodeQuery, rows [][]any) (out graph.NodePage, err error) {
	for i, row := range rows {
		if i == q.First {
			out.More = true
			break
		}
		n, err := nodeFrom(row[0])
		if err != nil {
			return out, err
		}
		out.Nodes = append(out.Nodes, n)
		out.Cursors = append(out.Cursors, newCursor(q, row[1], n.Head().ID))
	}
	return out, nil
}

// findRelevant scores all matches in Go, where both stores do it, and reads the nodes of the page.
func (t transaction) findRelevant(ctx context.Context, s *search, q *graph.NodeQuery,
	after *cursor,
) (out graph.NodePage, err error) {
	rows, err := t.rows(ctx, s.match+s.clause("")+"\nRETURN n.id, n.foldedNames", s.parameters)
	if err != nil {
		return out, err
	}
	type match struct {
		score int64
		id    graph.ID
	}
	query := names.Parse(q.Text)
	if q.Similar {
		query = query.WithSlips()
	}
	matches := make([]match, 0, len(rows))
	for _, row := range rows {
		folded := texts(row[1])
		for i := range folded {
			folded[i] = strings.TrimPrefix(folded[i], " ")
		}
		if score, ok := query.Score(folded); ok {
			matches = append(matches, match{int64(score), graph.ID(text(row[0]))})
		}
	}
	compare := func(a, b match) int {
		if q.Order.Descending {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
		}
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.id, b.id))
	}
	slices.SortFunc(matches, compare)
	if q.Total {
		out.Total = len(matches)
	}
	start := 0
	if after != nil {
		last := match{integer(after.key), after.id}
		start = sort.Search(len(matches), func(i int) bool { return compare(last, matches[i]) < 0 })
	}
	page := matches[start:]
	if len(page) > q.First {
		page, out.More = page[:q.First], true
	}
	ids := lists.Map(page, func(m match) graph.ID { return m.id })
	found, err := t.nodes(ctx, ids)
	if err != nil {
		return out, err
	}
	for _, m := range page {
		out.Nodes = append(out.Nodes, found[m.id])
		out.Cursors = append(out.Cursors, newCursor(q, m.score, m.id))
	}
	return out, nil
}
