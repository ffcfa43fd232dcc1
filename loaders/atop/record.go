package atop

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

func (r *reader) record(t *treaty) loaders.Record {
	var states []graph.ID
	for _, m := range t.members {
		for _, s := range m.spans {
			states = append(states, s.ID)
		}
	}
	slices.SortStableFunc(t.members, func(a, b *memberRow) int {
		return cmp.Or(cmp.Compare(a.phase, b.phase), cmp.Compare(a.code, b.code), a.period.From.Compare(b.period.From))
	})
	against := r.resolve(t)
	for _, ids := range against {
		states = append(states, ids...)
	}
	file, _, _ := strings.Cut(t.key, ":")
	out := loaders.Record{Locator: t.locator, Rows: len(t.origin), Origin: t.origin, Nodes: r.book.Take(file, states...)}
	node := graph.NewNodeRecord(r.node(t))
	node.Locator = t.key
	out.Nodes = append(out.Nodes, node)
	r.join(&out, t)
	for start := 0; start < len(t.members); {
		end := start
		for end < len(t.members) && t.members[end].phase == t.members[start].phase {
			end++
		}
		for i := range obligations {
			for _, uncertain := range []bool{false, true} {
				impose(&out, t, t.members[start:end], i, uncertain, against)
			}
		}
		start = end
	}
	return out
}

func (r *reader) node(t *treaty) *graph.Treaty {
	binding := true
	node := &graph.Treaty{
		Binding: &binding, Signed: t.period.From, Ended: t.period.Until, EndedHow: t.endedHow,
		Header: graph.Header{
			ID: t.id, Name: r.title(t), Period: t.period,
			Identifiers: []graph.Identifier{{Scheme: graph.SchemeATOP, Value: strconv.Itoa(t.number)}},
		},
	}
	if t.cowName {
		node.Identifiers = append(node.Identifiers, graph.Identifier{Scheme: graph.SchemeCOWAlliance, Value: t.cow})
	} else if t.cow != "" {
		node.Note = graph.Text("ATOP gives it the COW alliance number " + t.cow + ", which is another treaty's here.")
	}
	if !t.bundled {
		node.Kind = graph.TreatyAlliance
	}
	return node
}

// title calls a treaty by its strongest obligation, members and year, since ATOP gives no names.
func (r *reader) title(t *treaty) string {
	words := "Treaty"
	for i, kind := range []string{"Defense pact", "Offense pact", "Neutrality pact", "Non-aggression pact", "Consultation pact"} {
		if slices.ContainsFunc(t.members, func(m *memberRow) bool { return m.owes[i] }) {
			words = kind
			break
		}
	}
	var names []string
	for _, m := range t.members {
		for _, s := range m.spans {
			names = append(names, cmp.Or(r.book.Name(s.ID), string(s.ID)))
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	who := ""
	switch n := len(names); {
	case n == 0:
		return fmt.Sprintf("%s %d, %d", words, t.number, t.period.From.Year())
	case n == 1:
		who = names[0]
	case n > 3:
		who = fmt.Sprintf("%s, %s and %d others", names[0], names[1], n-2)
	default:
		who = strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return fmt.Sprintf("%s of %s, %d", words, who, t.period.From.Year())
}

// resolve finds the states that the codes of adversaries mean in the treaty's time. A code that means none is counted as
// unknown by the load and left out: the condition stays.
func (r *reader) resolve(t *treaty) map[int][]graph.ID {
	out := map[int][]graph.ID{}
	add := func(codes []int) {
		for _, code := range codes {
			if _, done := out[code]; done {
				continue
			}
			out[code] = nil
			for _, s := range r.in.Identities.Spans(graph.SchemeCOW, strconv.Itoa(code), t.period) {
				if !slices.Contains(out[code], s.ID) {
					out[code] = append(out[code], s.ID)
				}
			}
		}
	}
	add(t.adversaries)
	for _, m := range t.members {
		add(m.adversaries)
	}
	return out
}

// join adds PARTY_TO: a member's phases that follow without a gap are one spell, which a succession splits again.
func (r *reader) join(out *loaders.Record, t *treaty) {
	byTime := slices.SortedFunc(slices.Values(t.members), func(a, b *memberRow) int {
		return cmp.Or(cmp.Compare(a.code, b.code), a.period.From.Compare(b.period.From), cmp.Compare(a.phase, b.phase))
	})
	seen := map[string]bool{}
	for i := 0; i < len(byTime); {
		spell := *byTime[i]
		last := byTime[i]
		for i++; i < len(byTime) && byTime[i].code == spell.code && follows(last, byTime[i]); i++ {
			last = byTime[i]
		}
		spell.period.Until, spell.period.EndUncertain = last.period.Until, last.period.EndUncertain
		spans := spell.spans
		if last.key != spell.key {
			spans = r.spans(spell.code, spell.period)
		}
		for j, span := range spans {
			p := &graph.PartyTo{Ended: span.Period.Until}
			p.RelationshipHeader = graph.RelationshipHeader{FromID: span.ID, ToID: t.id, Period: span.Period, Locator: graph.Text(spell.key)}
			if j == 0 {
				p.Signed = spell.period.From
			} else {
				p.ConsentKind, p.InForce = "SUCCESSION", span.Period.From
			}
			if j < len(spans)-1 {
				p.EndedHow = graph.EndSuccession
			} else if !span.Period.Until.IsZero() {
				p.EndedHow = last.endedHow
			}
			discriminator := span.Period.From.String()
			if key := string(span.ID) + discriminator; seen[key] {
				discriminator += "/" + strconv.Itoa(spell.code)
			} else {
				seen[key] = true
			}
			out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(p, discriminator))
		}
	}
}

func follows(a, b *memberRow) bool {
	_, end := a.period.Bounds()
	return !a.period.Until.IsZero() && b.period.From.First() <= end
}

// impose adds the obligation of one type in one phase with those who owe it and the members of the phase as those to
// whom. Nobody owes anything to itself, so a lone obligor is not among the beneficiaries.
func impose(out *loaders.Record, t *treaty, phase []*memberRow, kind int, uncertain bool, against map[int][]graph.ID) {
	var obligors []*memberRow
	who := map[graph.ID]bool{}
	mutual := true
	for _, m := range phase {
		if !m.owes[kind] || m.uncertain != uncertain {
			mutual = false
			continue
		}
		obligors = append(obligors, m)
		for _, s := range m.spans {
			who[s.ID] = true
		}
	}
	if len(obligors) == 0 {
		return
	}
	o := obligations[kind]
	name := strings.ToLower(string(o.owed))
	if uncertain {
		name += "-uncertain"
	}
	id := graph.ID(fmt.Sprintf("obligation:atop-%d/%d/%s", t.number, phase[0].phase, name))
	node := graph.NewNodeRecord(&graph.Obligation{
		Header: graph.Header{ID: id, Name: fmt.Sprintf("%s of ATOP treaty %d, phase %d", o.owed, t.number, phase[0].phase)},
		Type:   o.owed, Mutual: mutual && !uncertain, BeneficiaryUncertain: uncertain, Conditions: conditions(t, obligors, kind, against),
	})
	node.Locator = t.key
	out.Nodes = append(out.Nodes, node)
	imposes := &graph.Imposes{}
	imposes.RelationshipHeader = graph.RelationshipHeader{FromID: t.id, ToID: id, Locator: graph.Text(t.key)}
	out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(imposes, ""))
	seen := map[string]bool{}
	for _, m := range phase {
		for _, s := range m.spans {
			head := graph.RelationshipHeader{FromID: id, ToID: s.ID, Period: s.Period, Locator: graph.Text(m.key)}
			discriminator := s.Period.From.String()
			if key := string(s.ID) + discriminator; seen[key] {
				discriminator += "/" + strconv.Itoa(m.code)
			} else {
				seen[key] = true
			}
			if m.owes[kind] && m.uncertain == uncertain {
				obliges := &graph.Obliges{}
				obliges.RelationshipHeader = head
				out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(obliges, discriminator))
			}
			if len(who) > 1 || !who[s.ID] {
				benefits := &graph.Benefits{}
				benefits.RelationshipHeader = head
				out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(benefits, discriminator))
			}
		}
	}
}

// conditions are those of all obligors, and those of some with the obligors whom they concern.
func conditions(t *treaty, obligors []*memberRow, kind int, against map[int][]graph.ID) []graph.Condition {
	var out []graph.Condition
	for _, s := range suffixes {
		holders := map[string][]*memberRow{} // by adversaries
		for _, m := range obligors {
			if !slices.Contains(m.conditions[kind], s.kind) {
				continue
			}
			key := ""
			if s.kind == graph.ConditionSpecificAdversary {
				key = fmt.Sprint(firstOf(m.adversaries, t.adversaries))
			}
			holders[key] = append(holders[key], m)
		}
		for _, key := range slices.Sorted(maps.Keys(holders)) {
			rows := holders[key]
			c := graph.Condition{Kind: s.kind, Text: conditionText(s.kind)}
			if s.kind == graph.ConditionSpecificAdversary {
				for _, code := range firstOf(rows[0].adversaries, t.adversaries) {
					c.Adversaries = append(c.Adversaries, against[code]...)
				}
			}
			if len(rows) < len(obligors) {
				for _, m := range rows {
					for _, span := range m.spans {
						c.Obligors = append(c.Obligors, span.ID)
					}
				}
				slices.Sort(c.Obligors)
				c.Obligors = slices.Compact(c.Obligors)
			}
			out = append(out, c)
		}
	}
	return out
}

// firstOf is the first list that is not empty.
func firstOf(a, b []int) []int {
	if len(a) > 0 {
		return a
	}
	return b
}
