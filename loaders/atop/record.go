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
	"github.com/entente-graph/entente/loaders/statecode"
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
	out := loaders.Record{Locator: t.locator, Rows: len(t.origin), Origin: t.origin, Nodes: r.book.Take(t.file, states...)}
	out.State(r.node(t), t.key)
	r.join(&out, t)
	for start := 0; start < len(t.members); {
		end := start
		for end < len(t.members) && t.members[end].phase == t.members[start].phase {
			end++
		}
		phase := t.members[start:end]
		members := membersOf(phase)
		for i := range obligations {
			for _, uncertain := range []bool{false, true} {
				impose(&out, t, phase, members, i, uncertain, against)
			}
		}
		start = end
	}
	return out
}

func (r *reader) node(t *treaty) *graph.Treaty {
	node := &graph.Treaty{
		Binding: new(true), Signed: t.period.From, Ended: t.period.Until, EndedHow: t.endedHow,
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
	for i, kind := range []string{
		"Defense pact", "Offense pact", "Neutrality pact", "Non-aggression pact",
		"Consultation pact",
	} {
		if slices.ContainsFunc(t.members, func(m *memberRow) bool { return m.owes[i] }) {
			words = kind
			break
		}
	}
	who := r.book.Names(membersOf(t.members))
	if who == "" {
		return fmt.Sprintf("%s %d, %d", words, t.number, t.period.From.Year())
	}
	return fmt.Sprintf("%s of %s, %d", words, who, t.period.From.Year())
}

// membersOf are the states of rows, each for its time.
func membersOf(rows []*memberRow) (out []statecode.Member) {
	for _, m := range rows {
		for _, s := range m.spans {
			out = append(out, statecode.Member{Span: s, Code: strconv.Itoa(m.code), Locator: m.key})
		}
	}
	statecode.Discriminate(out)
	return out
}

// resolve finds the states that the codes of adversaries mean in the treaty's time. A code that means none is counted
// as unknown by the load and left out: the condition stays.
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
	var members []statecode.Member
	var parties []*graph.PartyTo
	for i := 0; i < len(byTime); {
		spell := *byTime[i]
		last := byTime[i]
		for i++; i < len(byTime) && byTime[i].code == spell.code && follows(last, byTime[i]); i++ {
			last = byTime[i]
		}
		spell.period.Until, spell.period.EndUncertain = last.period.Until, last.period.EndUncertain
		if last.key != spell.key {
			spell.spans = r.spans(spell.code, spell.period)
		}
		members = append(members, membersOf([]*memberRow{&spell})...)
		for j, span := range spell.spans {
			p := &graph.PartyTo{Ended: span.Period.Until}
			if j == 0 {
				p.Signed = spell.period.From
			} else {
				p.ConsentKind, p.InForce = "SUCCESSION", span.Period.From
			}
			if j < len(spell.spans)-1 {
				p.EndedHow = graph.EndSuccession
			} else if !span.Period.Until.IsZero() {
				p.EndedHow = last.endedHow
			}
			parties = append(parties, p)
		}
	}
	statecode.Discriminate(members)
	for i, m := range members {
		m.Relate(out, parties[i], m.ID, t.id)
	}
}

func follows(a, b *memberRow) bool {
	_, end := a.period.Bounds()
	return !a.period.Until.IsZero() && b.period.From.First() <= end
}

// impose adds the obligation of one type in one phase.
func impose(out *loaders.Record, t *treaty, phase []*memberRow, members []statecode.Member, kind int, uncertain bool,
	against map[int][]graph.ID,
) {
	var obligors []*memberRow
	var owes []bool
	for _, m := range phase {
		owed := m.owes[kind] && m.uncertain == uncertain
		if owed {
			obligors = append(obligors, m)
		}
		for range m.spans {
			owes = append(owes, owed)
		}
	}
	o := obligations[kind]
	name := strings.ToLower(string(o.owed))
	if uncertain {
		name += "-uncertain"
	}
	statecode.Impose(out, t.id, &graph.Obligation{
		Header: graph.Header{
			ID:   graph.ID(fmt.Sprintf("obligation:atop-%d/%d/%s", t.number, phase[0].phase, name)),
			Name: fmt.Sprintf("%s of ATOP treaty %d, phase %d", o.owed, t.number, phase[0].phase),
		},
		Type: o.owed, Mutual: len(obligors) == len(phase) && !uncertain, BeneficiaryUncertain: uncertain,
		Conditions: conditions(t, obligors, kind, against),
	}, t.key, members, owes)
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
