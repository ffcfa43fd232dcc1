package graphtest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// The graphs drawn are small and dense, with ids, names and dates from few values, so that ties, cycles, parallel
// relationships and shared days are common.
var (
	drawnIDs   = []graph.ID{"state:A", "state:B", "state:A-B", "state:C", "state:é", "org:O", "org:P", "treaty:t", "event:e", "event:f", "weapon:w"}
	drawnNames = []string{"", "Korea", "North Korea", "korea, north", "Côte d’Ivoire", "U.S.A.", "Article 10", "Article 9", "Union of Korea", "?"}
	drawnDates = []string{"", "1900", "1950", "1950-06", "1950-06-25", "1950-06-26", "1953-07-27", "1991-12", "1991-12-26"}
	drawnDays  = []string{"1899-12-31", "1900-01-01", "1950-06-01", "1950-06-25", "1950-06-26", "1953-07-26", "1953-07-27", "1991-12-26", "1992-01-01"}
	drawnSets  = []graph.ID{alpha, beta, "dataset:gamma"}
)

func drawPeriod(t *rapid.T) graph.Period {
	p := graph.Period{
		From: date(rapid.SampledFrom(drawnDates).Draw(t, "from")), Until: date(rapid.SampledFrom(drawnDates).Draw(t, "until")),
		StartUncertain: rapid.Bool().Draw(t, "start uncertain"), EndUncertain: rapid.Bool().Draw(t, "end uncertain"),
	}
	if p.Validate() != nil {
		p.Until = graph.Date{}
	}
	return p
}

func drawConfidence(t *rapid.T) *int {
	return rapid.SampledFrom([]*int{nil, new(0), new(50), new(100)}).Draw(t, "confidence")
}

func drawNodeRecord(t *rapid.T) graph.NodeRecord {
	id := rapid.SampledFrom(drawnIDs).Draw(t, "id")
	n := graph.Ontology.Label(graph.Ontology.LabelOf(id)).New()
	h := n.Head()
	h.ID, h.Name = id, rapid.SampledFrom(drawnNames).Draw(t, "name")
	h.Aliases = rapid.SliceOfN(rapid.SampledFrom(drawnNames[1:]), 0, 2).Draw(t, "aliases")
	h.Period = drawPeriod(t)
	for range rapid.IntRange(0, 2).Draw(t, "identifiers") {
		h.Identifiers = append(h.Identifiers, graph.Identifier{
			Scheme: rapid.SampledFrom(graph.Schemes[:3]).Draw(t, "scheme"),
			Value:  rapid.SampledFrom([]string{"1", "12", "2"}).Draw(t, "value"), Period: drawPeriod(t),
		})
	}
	switch n := n.(type) {
	case *graph.State:
		n.Latitude = rapid.SampledFrom([]*float64{nil, new(-1.5), new(0.0), new(39.0)}).Draw(t, "latitude")
		n.UNMember = date(rapid.SampledFrom(drawnDates).Draw(t, "member"))
		n.Capital = graph.Text(rapid.SampledFrom(drawnNames).Draw(t, "capital"))
	case *graph.Organization:
		n.Kind = rapid.SampledFrom([]graph.OrganizationKind{"", graph.OrganizationAlliance, graph.OrganizationNGO}).Draw(t, "kind")
	case *graph.Event:
		n.Status = rapid.SampledFrom([]graph.EventStatus{"", graph.EventReported, graph.EventCandidate, graph.EventCandidate}).Draw(t, "status")
		n.Mentions = rapid.SampledFrom([]*int{nil, new(1), new(2)}).Draw(t, "mentions")
	}
	r := graph.NewNodeRecord(n)
	r.Dataset = rapid.SampledFrom(drawnSets).Draw(t, "dataset")
	r.Discriminator = rapid.SampledFrom([]string{"", "", "2", "x|y"}).Draw(t, "discriminator")
	r.Priority = rapid.SampledFrom([]int{10, 50, 90}).Draw(t, "priority")
	r.Confidence = drawConfidence(t)
	return r
}

func drawRelationshipRecord(t *rapid.T, ids []graph.ID) (graph.RelationshipRecord, bool) {
	from, to := rapid.SampledFrom(ids).Draw(t, "from"), rapid.SampledFrom(ids).Draw(t, "to")
	kind := rapid.SampledFrom([]graph.RelationshipType{
		graph.AlliedWithType, graph.AlliedWithType, graph.AlliedWithType, graph.BordersType, graph.PartOfType,
		graph.MemberOfType, graph.PartyToType, graph.OperatesType, graph.ActorInType, graph.ActorInType,
	}).Draw(t, "type")
	rel := graph.Ontology.Type(kind).New()
	*rel.Head() = graph.RelationshipHeader{
		FromID: from, ToID: to, Period: drawPeriod(t), DatasetID: rapid.SampledFrom(drawnSets).Draw(t, "dataset"),
		Confidence: drawConfidence(t),
	}
	if allied, ok := rel.(*graph.AlliedWith); ok {
		allied.ObligationType = rapid.SampledFrom(graph.ObligationTypes).Draw(t, "obligation")
		allied.Binding = rapid.SampledFrom([]*bool{nil, new(true), new(false)}).Draw(t, "binding")
	}
	if membership, ok := rel.(*graph.MemberOf); ok {
		membership.Kind = rapid.SampledFrom([]graph.MembershipKind{"", "MEMBER", "CANDIDATE"}).Draw(t, "kind")
	}
	r := graph.NewRelationshipRecord(rel, rapid.SampledFrom([]string{"", "", "1", "a|b"}).Draw(t, "discriminator"))
	return r, r.Validate() == nil
}

// drawGraph draws a valid batch for an empty store.
func drawGraph(t *rapid.T) graph.Batch {
	var b graph.Batch
	seen := map[string]bool{}
	var ids []graph.ID
	for range rapid.IntRange(1, 14).Draw(t, "nodes") {
		r := drawNodeRecord(t)
		if !seen[r.Key()] {
			seen[r.Key()] = true
			b.Nodes = append(b.Nodes, r)
			if !slices.Contains(ids, r.ID) {
				ids = append(ids, r.ID)
			}
		}
	}
	for range rapid.IntRange(0, 30).Draw(t, "relationships") {
		if r, ok := drawRelationshipRecord(t, ids); ok && !seen[string(r.ID())] {
			seen[string(r.ID())] = true
			b.Relationships = append(b.Relationships, r)
		}
	}
	return b
}

func drawDay(t *rapid.T) graph.Day {
	if rapid.Bool().Draw(t, "all time") {
		return 0
	}
	return day(rapid.SampledFrom(drawnDays).Draw(t, "day"))
}

func drawDirection(t *rapid.T) graph.Direction {
	return rapid.SampledFrom([]graph.Direction{graph.DirectionAny, graph.DirectionOut, graph.DirectionIn, ""}).Draw(t, "direction")
}

// few draws none of a list more often than some.
func few[T any](t *rapid.T, what string, list []T) []T {
	if rapid.IntRange(0, 2).Draw(t, "any "+what) > 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(list), 1, 2).Draw(t, what)
}

func drawFilter(t *rapid.T) graph.Filter {
	return graph.Filter{
		On: drawDay(t), Types: few(t, "types", []graph.RelationshipType{graph.AlliedWithType, graph.BordersType, graph.MemberOfType, graph.PartOfType}),
		Labels:          few(t, "labels", []graph.Label{graph.LabelState, graph.LabelState, graph.LabelOrganization}),
		ObligationTypes: few(t, "obligations", graph.ObligationTypes[:3]), BindingOnly: rapid.IntRange(0, 3).Draw(t, "binding") == 0,
		Datasets: few(t, "datasets", drawnSets), MinConfidence: rapid.SampledFrom([]int{0, 0, 0, 50, 100}).Draw(t, "confidence"),
		Exclude: few(t, "exclude", append(drawnIDs, "state:none")), HideCandidates: rapid.IntRange(0, 2).Draw(t, "hide candidates") == 0,
	}
}

func drawID(t *rapid.T) graph.ID {
	return rapid.SampledFrom(append(drawnIDs, "state:none")).Draw(t, "id")
}

func drawIDs(t *rapid.T, least int) []graph.ID {
	return rapid.SliceOfN(rapid.SampledFrom(append(drawnIDs, "state:none")), least, 4).Draw(t, "ids")
}

func drawNodeQuery(t *rapid.T) graph.NodeQuery {
	q := graph.NodeQuery{
		Labels:   few(t, "labels", []graph.Label{graph.LabelState, graph.LabelOrganization, graph.LabelEvent}),
		Datasets: few(t, "datasets", drawnSets), Schemes: few(t, "schemes", graph.Schemes[:4]), First: rapid.SampledFrom([]int{1, 2, 3, 500}).Draw(t, "first"),
		Total: rapid.Bool().Draw(t, "total"), HideCandidates: rapid.IntRange(0, 2).Draw(t, "hide candidates") == 0,
	}
	if rapid.IntRange(0, 2).Draw(t, "text?") == 0 {
		q.Text = rapid.SampledFrom([]string{"korea", "nor", "north kor", "KOREA UNION", "korae", "nroth", "artcile", "article", "ivoire", "u.s", "state a", "o", "?", "none"}).Draw(t, "text")
	}
	if rapid.IntRange(0, 3).Draw(t, "during?") == 0 {
		q.During = new(drawPeriod(t))
	}
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "conditions") {
		q.Where = append(q.Where, rapid.SampledFrom([]graph.PropertyFilter{
			{Property: "latitude", Operator: graph.AtLeast, Values: []any{int64(0)}},
			{Property: "latitude", Operator: graph.AtMost, Values: []any{0.5}},
			{Property: "latitude", Operator: graph.Equal, Values: []any{0.0, int64(39)}},
			{Property: "latitude", Operator: graph.Missing},
			{Property: "unMember", Operator: graph.AtLeast, Values: []any{"1950-06"}},
			{Property: "unMember", Operator: graph.Equal, Values: []any{"1950"}},
			{Property: "from", Operator: graph.AtMost, Values: []any{"1950-06-25"}},
			{Property: "aliases", Operator: graph.Equal, Values: []any{"Korea", "?"}},
			{Property: "kind", Operator: graph.Equal, Values: []any{"NGO"}},
			{Property: "mentionCount", Operator: graph.AtLeast, Values: []any{1.5}},
			{Property: "startUncertain", Operator: graph.Equal, Values: []any{true}},
			{Property: "name", Operator: graph.Missing},
		}).Draw(t, "condition"))
	}
	for range rapid.SampledFrom([]int{0, 0, 1}).Draw(t, "links") {
		f := drawFilter(t)
		q.Related = append(q.Related, graph.RelatedTo{
			Types: f.Types, Direction: drawDirection(t), IDs: few(t, "link ids", append(drawnIDs, "state:none")), On: f.On, Datasets: f.Datasets,
			MembershipKinds: few(t, "membership kinds", []graph.MembershipKind{"MEMBER", "CANDIDATE", "PARTNER"}),
		})
	}
	orders := []string{"", "id", "name", "from", "latitude", "unMember", "mentionCount"}
	if q.Text != "" {
		orders = append(orders, "relevance", "relevance", "relevance")
	}
	q.Order = graph.Order{Property: rapid.SampledFrom(orders).Draw(t, "order"), Descending: rapid.Bool().Draw(t, "descending")}
	return q
}

// describe makes a failing example readable.
func describe(b graph.Batch) string {
	out := ""
	for _, r := range b.Nodes {
		out += fmt.Sprintf("%s %d %v\n", r.Key(), r.Priority, r.Properties)
	}
	for _, r := range b.Relationships {
		out += fmt.Sprintf("%s %v\n", r.ID(), r.Properties)
	}
	return out
}
