package cowalliances

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

var terms = [4]struct {
	column string
	owed   graph.ObligationType
}{
	{"defense", graph.ObligationDefense},
	{"neutrality", graph.ObligationNeutral},
	{"nonaggression", graph.ObligationNonagg},
	{"entente", graph.ObligationConsul},
}

// member is one state for one stretch of a spell: what a row becomes.
type member struct {
	*spell
	loaders.Span
	discriminator    string
	heir, bequeathed bool // took over from a predecessor, hands over to a successor
}

func (r *reader) record(a *alliance) loaders.Record {
	id, bundled := r.in.Identities.ByCode(graph.SchemeCOWAlliance, a.number, 0)
	if !bundled {
		id = graph.ID("treaty:cow-" + a.number)
	}
	members := a.members()
	var states []graph.ID
	for _, m := range members {
		states = append(states, m.ID)
	}
	out := loaders.Record{Locator: a.locator, Rows: len(a.spells), Origin: a.origin, Nodes: r.book.Take(a.file, states...)}
	treaty := graph.NewNodeRecord(a.treaty(id, bundled, r.title(a, members)))
	treaty.Locator = a.file + ": version4id " + a.number
	out.Nodes = append(out.Nodes, treaty)
	for _, m := range members {
		out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(m.party(id), m.discriminator))
	}
	for i, term := range terms {
		a.impose(&out, id, term.owed, members, func(m member) bool { return m.owes[i] })
	}
	return out
}

// treaty makes the node. Where not every alliance-wide date is given, the spells give it.
func (a *alliance) treaty(id graph.ID, bundled bool, title string) *graph.Treaty {
	start, ended := a.start, a.ended
	for _, s := range a.spells {
		first := s.spans[0].Period.From
		if a.start.IsZero() && (start.IsZero() || first.Compare(start) < 0) {
			start = first
		}
		if last := s.spans[len(s.spans)-1].Period.Until; a.ended.IsZero() && !a.open && last.Compare(ended) > 0 {
			ended = last
		}
	}
	binding := true
	t := &graph.Treaty{Binding: &binding, InForce: start, Ended: ended, Header: graph.Header{
		ID: id, Name: title,
		Identifiers: []graph.Identifier{{Scheme: graph.SchemeCOWAlliance, Value: a.number}}, Period: graph.Between(start, ended),
	}}
	if !bundled {
		t.Kind = graph.TreatyAlliance
	}
	if a.label != "" {
		t.Note = graph.Text("Type given by COW for the alliance as a whole: " + a.label)
	}
	return t
}

// title calls an alliance by its type, members and year, since COW gives no names.
func (r *reader) title(a *alliance, members []member) string {
	var names []string
	for _, m := range members {
		if name := cmp.Or(r.book.Name(m.ID), string(m.ID)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	words := "Alliance"
	if _, kind, ok := strings.Cut(a.label, ": "); ok {
		words = strings.ToUpper(kind[:1]) + strings.ToLower(kind[1:])
	}
	who := ""
	switch n := len(names); {
	case n == 1:
		who = names[0]
	case n > 3:
		who = fmt.Sprintf("%s, %s and %d others", names[0], names[1], n-2)
	default:
		who = strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	if year := a.start.Year(); year > 0 {
		return fmt.Sprintf("%s of %s, %d", words, who, year)
	}
	return words + " of " + who
}

// members lists the stretches of all spells by code and day; the discriminator is the first day, with the code where two
// codes have become one state on one day.
func (a *alliance) members() []member {
	var out []member
	for i := range a.spells {
		s := &a.spells[i]
		for j, span := range s.spans {
			out = append(out, member{spell: s, Span: span, discriminator: span.Period.From.String(), heir: j > 0, bequeathed: j < len(s.spans)-1})
		}
	}
	slices.SortStableFunc(out, func(x, y member) int {
		return cmp.Or(cmp.Compare(len(x.code), len(y.code)), cmp.Compare(x.code, y.code), x.Period.From.Compare(y.Period.From))
	})
	seen := map[string]bool{}
	for i := range out {
		key := string(out[i].ID) + " " + out[i].discriminator
		if seen[key] {
			out[i].discriminator += "/" + out[i].code
		}
		seen[key] = true
	}
	return out
}

func (m member) party(treaty graph.ID) *graph.PartyTo {
	p := &graph.PartyTo{RelationshipHeader: m.link(m.ID, treaty), Ended: m.Period.Until}
	if !m.Period.StartUncertain {
		p.InForce = m.Period.From
	}
	if m.heir {
		p.ConsentKind = "SUCCESSION"
	}
	if m.bequeathed {
		p.EndedHow = graph.EndSuccession
	}
	return p
}

func (m member) link(from, to graph.ID) graph.RelationshipHeader {
	return graph.RelationshipHeader{FromID: from, ToID: to, Period: m.Period, Locator: graph.Text(m.locator)}
}

// impose adds an obligation of one type with those who owe it and those to whom: the other members. Nobody owes
// anything to itself, so a lone obligor is not among the beneficiaries.
func (a *alliance) impose(out *loaders.Record, treaty graph.ID, owed graph.ObligationType, members []member, owes func(member) bool) {
	obligors := map[graph.ID]bool{}
	mutual := true
	for _, m := range members {
		if owes(m) {
			obligors[m.ID] = true
		} else {
			mutual = false
		}
	}
	if len(obligors) == 0 {
		return
	}
	id := graph.ID("obligation:cow-" + a.number + "/" + strings.ToLower(string(owed)))
	node := graph.NewNodeRecord(&graph.Obligation{Header: graph.Header{ID: id, Name: fmt.Sprintf("%s of COW alliance %s", owed, a.number)}, Type: owed, Mutual: mutual})
	node.Locator = a.file + ": version4id " + a.number
	out.Nodes = append(out.Nodes, node)
	imposes := &graph.Imposes{}
	imposes.RelationshipHeader = graph.RelationshipHeader{FromID: treaty, ToID: id, Locator: graph.Text(node.Locator)}
	out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(imposes, ""))
	for _, m := range members {
		if owes(m) {
			obliges := &graph.Obliges{}
			obliges.RelationshipHeader = m.link(id, m.ID)
			out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(obliges, m.discriminator))
		}
		if len(obligors) > 1 || !obligors[m.ID] {
			benefits := &graph.Benefits{}
			benefits.RelationshipHeader = m.link(id, m.ID)
			out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(benefits, m.discriminator))
		}
	}
}
