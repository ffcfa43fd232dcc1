package neo4jstore

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// A condition is what WHERE asks, with its parameters; the conditions of one statement share a map of parameters, so
// their names are distinct.
type conditions struct {
	where      []string
	parameters map[string]any
}

func newConditions() *conditions { return &conditions{parameters: map[string]any{}} }

func (c *conditions) add(where string)           { c.where = append(c.where, where) }
func (c *conditions) set(name string, value any) { c.parameters[name] = value }

// clause writes "\nWHERE a\n  AND b", indented, or nothing.
func (c *conditions) clause(indent string) string { return whereClause(c.where, indent) }

func whereClause(where []string, indent string) string {
	if len(where) == 0 {
		return ""
	}
	return "\n" + indent + "WHERE " + strings.Join(where, "\n"+indent+"  AND ")
}

// typePattern is what follows the colon: the types asked for, or all of the ontology; never none, which would also
// follow DESCRIBES and IDENTIFIES.
func typePattern(types []graph.RelationshipType) string {
	var out []string
	for _, t := range graph.Ontology.Types { // in one order, so that equal questions are equal texts
		if len(types) == 0 || slices.Contains(types, t.Type) {
			out = append(out, string(t.Type))
		}
	}
	return strings.Join(out, "|")
}

// arrows are the two sides of a relationship pattern walked in the direction.
func arrows(d graph.Direction) (left, right string) {
	switch d {
	case graph.DirectionOut:
		return "-", "->"
	case graph.DirectionIn:
		return "<-", "-"
	}
	return "-", "-"
}

// relationshipTests are what Filter.Allows asks of the relationship r beside its type, as universal predicates that the
// planner can put into its search.
func (c *conditions) relationshipTests(f *graph.Filter) {
	if f.On != 0 {
		c.set("on", int64(f.On))
		c.add("r.fromDay <= $on")
		c.add("r.untilDay > $on")
	}
	if len(f.Datasets) > 0 {
		c.set("datasets", anys(f.Datasets))
		c.add("r.dataset IN $datasets")
	}
	if f.MinConfidence > 0 {
		c.set("minConfidence", int64(f.MinConfidence))
		c.add("coalesce(r.confidence, -1) >= $minConfidence")
	}
	onlyAllied := len(f.Types) == 1 && f.Types[0] == graph.AlliedWithType
	allied := func(test string) {
		switch {
		case onlyAllied:
			c.add(test)
		case len(f.Types) == 0 || slices.Contains(f.Types, graph.AlliedWithType):
			c.add("(type(r) <> 'ALLIED_WITH' OR " + test + ")")
		}
	}
	if len(f.ObligationTypes) > 0 {
		c.set("obligationTypes", anys(f.ObligationTypes))
		allied("coalesce(r.obligationType, '') IN $obligationTypes")
	}
	if f.BindingOnly {
		allied("coalesce(r.binding, true)")
	}
}

// nodeTests are what Filter.Enters asks of a node; except, where not empty, is a test for nodes that may be entered
// anyhow.
func (c *conditions) nodeTests(f *graph.Filter, node, except string) {
	var tests []string
	if len(f.Labels) > 0 {
		tests = append(tests, node+":"+labelPattern(f.Labels))
	}
	if len(f.Exclude) > 0 {
		c.set("exclude", anys(f.Exclude))
		tests = append(tests, "NOT "+node+".id IN $exclude")
	}
	if f.HideCandidates && meetsEvents(f.Types) {
		tests = append(tests, notCandidate(node))
	}
	if len(tests) == 0 {
		return
	}
	test := strings.Join(tests, " AND ")
	if except != "" {
		test = "(" + except + " OR " + test + ")"
	}
	c.add(test)
}

// meetsEvents tells whether relationships of the types, all where none is named, may have an event at an end.
func meetsEvents(types []graph.RelationshipType) bool {
	return slices.ContainsFunc(graph.Ontology.Types, func(t graph.TypeSpec) bool {
		return (len(types) == 0 || slices.Contains(types, t.Type)) && (mayBeEvent(t.From) || mayBeEvent(t.To))
	})
}

// mayBeEvent tells whether an event is among the labels that an end may have.
func mayBeEvent(labels []graph.Label) bool {
	return labels == nil || slices.Contains(labels, graph.LabelEvent)
}

// notCandidate tells in Cypher that a node is no event that only a program found.
func notCandidate(node string) string {
	return "(NOT " + node + ":Event OR coalesce(" + node + ".status, '') <> '" + string(graph.EventCandidate) + "')"
}

// pathNodeTests are nodeTests for a search with targets, which may be candidates: they were asked for.
func (c *conditions) pathNodeTests(q *graph.PathQuery, node, except string) {
	f := q.Filter
	f.HideCandidates = false
	c.nodeTests(&f, node, except)
	if !q.Filter.HideCandidates || !meetsEvents(q.Filter.Types) {
		return
	}
	c.set("asked", anys(append([]graph.ID{q.From}, q.To...)))
	c.add("(" + node + ".id IN $asked OR " + notCandidate(node) + ")")
}

// labelPattern is a label expression of the ontology's labels that are asked for.
func labelPattern(labels []graph.Label) string {
	var out []string
	for _, l := range graph.Ontology.Labels {
		if slices.Contains(labels, l.Label) {
			out = append(out, string(l.Label))
		}
	}
	if len(out) == 1 {
		return out[0]
	}
	return "(" + strings.Join(out, "|") + ")"
}
