package cowalliances

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
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
	statecode.Member
	heir, bequeathed bool // took over from a predecessor, hands over to a successor
}

func (r *reader) record(a *alliance) loaders.Record {
	id, bundled := r.in.Identities.ByCode(graph.SchemeCOWAlliance, a.number, 0)
	if !bundled {
		id = graph.ID("treaty:cow-" + a.number)
	}
	stretches, members := a.members()
	states := lists.Map(members, func(m statecode.Member) graph.ID { return m.ID })
	out := loaders.Record{Locator: a.locator, Rows: len(a.spells), Origin: a.origin, Nodes: r.book.Take(a.file, states...)}
	locator := a.file + ": version4id " + a.number
	out.State(a.treaty(id, bundled, r.title(a, members)), locator)
	for i, m := range members {
		m.Relate(&out, stretches[i].party(), m.ID, id)
	}
	for i, term := range terms {
		owes, mutual := make([]bool, len(members)), true
		for j := range members {
			owes[j] = stretches[j].owes[i]
			mutual = mutual && owes[j]
		}
		statecode.Impose(&out, id, &graph.Obligation{
			Header: graph.Header{
				ID:   graph.ID("obligation:cow-" + a.number + "/" + strings.ToLower(string(term.owed))),
				Name: fmt.Sprintf("%s of COW alliance %s", term.owed, a.number),
			}, Type: term.owed, Mutual: mutual,
		}, locator, members, owes)
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
	t := &graph.Treaty{Binding: new(true), InForce: start, Ended: ended, Header: graph.Header{
		ID: id, Name: title,
		Identifiers: []graph.Identifier{{Scheme: graph.SchemeCOWAlliance, Value: a.number}},
		Period:      graph.Between(start, ended),
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
func (r *reader) title(a *alliance, members []statecode.Member) string {
	words := "Alliance"
	if _, kind, ok := strings.Cut(a.label, ": "); ok {
		words = strings.ToUpper(kind[:1]) + strings.ToLower(kind[1:])
	}
	words += " of " + r.book.Names(members)
	if year := a.start.Year(); year > 0 {
		return fmt.Sprintf("%s, %d", words, year)
	}
	return words
}

// members lists the stretches of all spells by code and day.
func (a *alliance) members() (stretches []member, members []statecode.Member) {
	for i := range a.spells {
		s := &a.spells[i]
		for j, span := range s.spans {
			stretches = append(stretches,
				member{s, statecode.Member{Span: span, Code: s.code, Locator: s.locator}, j > 0, j < len(s.spans)-1})
		}
	}
	slices.SortStableFunc(stretches, func(x, y member) int {
		return cmp.Or(cmp.Compare(len(x.code), len(y.code)), cmp.Compare(x.code, y.code),
			x.Period.From.Compare(y.Period.From))
	})
	for _, m := range stretches {
		members = append(members, m.Member)
	}
	statecode.Discriminate(members)
	return stretches, members
}

func (m member) party() *graph.PartyTo {
	p := &graph.PartyTo{Ended: m.Period.Until}
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
