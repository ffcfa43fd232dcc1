package statecode

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Member is one state for one stretch of time in a treaty, as datasets give it that list members and say of each what
// it owes.
type Member struct {
	loaders.Span
	Code    string // by which the dataset means the state
	Locator string
	// Discriminator tells the stretches of one state apart: the first day, with the code where two codes have become
	// one state on one day. Discriminate fills it in.
	Discriminator string
}

// Discriminate tells members apart, in their order.
func Discriminate(members []Member) {
	seen := map[string]bool{}
	for i := range members {
		m := &members[i]
		m.Discriminator = m.Period.From.String()
		key := string(m.ID) + " " + m.Discriminator
		if seen[key] {
			m.Discriminator += "/" + m.Code
		}
		seen[key] = true
	}
}

// Relate adds a relationship between the member and another node, for the member's time.
func (m *Member) Relate(record *loaders.Record, r graph.Relationship, from, to graph.ID) {
	record.Relate(r, graph.RelationshipHeader{FromID: from, ToID: to, Period: m.Period, Locator: graph.Text(m.Locator)},
		m.Discriminator)
}

// Impose adds an obligation of a treaty with those of the members who owe it and those to whom: all the others. Nobody
// owes anything to itself, so a lone obligor is not among the beneficiaries. It adds nothing where nobody owes it.
func Impose(record *loaders.Record, treaty graph.ID, o *graph.Obligation, locator string, members []Member,
	owes []bool,
) {
	obligors := map[graph.ID]bool{}
	for i, m := range members {
		if owes[i] {
			obligors[m.ID] = true
		}
	}
	if len(obligors) == 0 {
		return
	}
	record.State(o, locator)
	record.Relate(&graph.Imposes{}, graph.RelationshipHeader{FromID: treaty, ToID: o.ID, Locator: graph.Text(locator)}, "")
	for i, m := range members {
		if owes[i] {
			m.Relate(record, &graph.Obliges{}, o.ID, m.ID)
		}
		if len(obligors) > 1 || !obligors[m.ID] {
			m.Relate(record, &graph.Benefits{}, o.ID, m.ID)
		}
	}
}

// Names lists the members for a title: "Austria, Prussia and 3 others"; empty where there are none.
func (b *Book) Names(members []Member) string {
	var names []string
	for _, m := range members {
		name := cmp.Or(b.Name(m.ID), string(m.ID))
		names = append(names, name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	switch n := len(names); {
	case n < 2:
		return strings.Join(names, "")
	case n > 3:
		return fmt.Sprintf("%s, %s and %d others", names[0], names[1], n-2)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
