package atop

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

type reader struct {
	in       loaders.Input
	book     *statecode.Book
	treaties []*treaty
	byID     map[int]*treaty
}

// treaty is a row of the alliance level with its rows of the member level.
type treaty struct {
	number      int
	cow         string // cow4id, "" where there is none
	locator     string // of the row, for messages
	file        string
	key         string // of the row, for the store
	period      graph.Period
	endedHow    graph.EndKind
	adversaries []int
	members     []*memberRow
	origin      []loaders.Origin

	id      graph.ID
	bundled bool
	cowName bool // whether the COW number means this node
}

// memberRow is a row of the member level: a member in a phase.
type memberRow struct {
	key         string
	code, phase int
	period      graph.Period
	spans       []loaders.Span
	endedHow    graph.EndKind
	owes        [5]bool // by obligations
	uncertain   bool
	conditions  [5][]graph.ConditionKind
	adversaries []int
}

// obligations are the columns of what is owed, with the prefix of their conditions.
var obligations = [5]struct {
	column, prefix string
	owed           graph.ObligationType
}{
	{"defense", "defco", graph.ObligationDefense},
	{"offense", "offco", graph.ObligationOffense},
	{"neutral", "neuco", graph.ObligationNeutral},
	{"nonagg", "", graph.ObligationNonagg},
	{"consul", "conco", graph.ObligationConsul},
}

// suffixes are what a condition's column ends with: DEFCO and ADV make DEFCOADV.
var suffixes = []struct {
	suffix string
	kind   graph.ConditionKind
	text   string
}{
	{"att", graph.ConditionArmedAttack, "only if the ally is attacked"},
	{"npr", graph.ConditionNonProvocation, "only if the ally did not provoke it"},
	{"adv", graph.ConditionSpecificAdversary, "only against specified adversaries"},
	{"num", graph.ConditionAdversaryCount, "only against a number of adversaries"},
	{"con", graph.ConditionSpecificConflict, "only in a specified conflict"},
	{"req", graph.ConditionOnRequest, "only on request"},
	{"loc", graph.ConditionSpecificLocation, "only in specified places"},
	{"dem", graph.ConditionDemandNoncompliance, "only if the adversary does not comply with a demand"},
}

func conditionText(kind graph.ConditionKind) graph.Text {
	for _, s := range suffixes {
		if s.kind == kind {
			return graph.Text(s.text + " (as coded by ATOP)")
		}
	}
	return ""
}

func (r *reader) addTreaty(row *table.Row) error {
	t := &treaty{
		number: row.MustNumber("atopid"), locator: row.Locator(), file: row.File(),
		origin: []loaders.Origin{row.Origin()},
	}
	begin := row.Date("begyr", "begmo", "begday")
	t.period, t.endedHow = r.time(row, begin, row.Date("endyr", "endmo", "endday"))
	if cow, known := row.Int("cow4id"); known && cow > 0 {
		t.cow = strconv.Itoa(cow)
	}
	t.adversaries = adversaries(row)
	if err := row.Err(); err != nil {
		return err
	}
	switch {
	case begin.IsZero():
		return row.Errorf("begyr", "missing-value", "has no year; every treaty has a begin")
	case t.period.Validate() != nil:
		return row.Errorf("endyr", "bad-period", "ends on %s, before its begin %s", t.period.Until, begin)
	case r.byID[t.number] != nil:
		return row.Errorf("atopid", "duplicate-row", "treaty %d has a row already, at %s", t.number, r.byID[t.number].locator)
	}
	t.key = fmt.Sprintf("%s: atopid %d", row.File(), t.number)
	r.byID[t.number] = t
	r.treaties = append(r.treaties, t)
	return nil
}

func (r *reader) addMember(row *table.Row) error {
	m := &memberRow{code: row.MustInt("member")}
	number := row.MustNumber("atopid")
	m.phase, _ = row.Int("phase")
	entry := row.Date("yrent", "moent", "dayent")
	m.period, m.endedHow = r.time(row, entry, row.Date("yrexit", "moexit", "dayexit"))
	m.uncertain, _ = row.Flag("obvary")
	m.adversaries = adversaries(row)
	for i, o := range obligations {
		m.owes[i], _ = row.Flag(o.column)
		for _, s := range suffixes {
			column := o.prefix + s.suffix
			if o.prefix != "" && row.Has(column) {
				if set, _ := row.Flag(column); set && m.owes[i] {
					m.conditions[i] = append(m.conditions[i], s.kind)
				}
			}
		}
	}
	if err := row.Err(); err != nil {
		return err
	}
	t := r.byID[number]
	switch {
	case entry.IsZero():
		return row.Errorf("yrent", "missing-value", "has no year; every member has an entry")
	case m.period.Validate() != nil:
		return row.Errorf("yrexit", "bad-period", "leaves on %s, before its entry %s", m.period.Until, entry)
	case t == nil:
		return row.Errorf("atopid", "unknown-treaty", "treaty %d has no row in the alliance-level file", number)
	}
	for _, other := range t.members {
		if other.code == m.code && other.phase == m.phase && other.period.From == entry {
			return row.Errorf("", "duplicate-row", "member %d entered phase %d of treaty %d on %s already", m.code, m.phase,
				number, entry)
		}
	}
	if m.spans = r.spans(m.code, m.period); len(m.spans) == 0 {
		_, err := r.book.Spans(row, "member", m.period)
		return err
	}
	if m.code > lastCOW && m.code != annam {
		r.book.Mention(m.spans, fmt.Sprintf("ATOP member %d", m.code))
	}
	m.key = fmt.Sprintf("%s: atopid %d, member %d, phase %d, from %s", row.File(), number, m.code, m.phase, entry)
	t.members = append(t.members, m)
	t.origin = append(t.origin, row.Origin())
	return nil
}

// annam is ATOP's number of the state that signed at Saigon in 1874 and was no member of the COW state system;
// Gleditsch and Ward have it as 815.
const annam, annamGW = 8152, "815"

// spans are the states of a member. ATOP has numbers of its own, above those of COW, for members that were never in the
// COW state system: what the bundled table does not know of them gets a node of its own.
func (r *reader) spans(code int, period graph.Period) []loaders.Span {
	if code == annam {
		return r.in.Identities.Spans(graph.SchemeGW, annamGW, period)
	}
	spans := r.in.Identities.Spans(graph.SchemeCOW, strconv.Itoa(code), period)
	if spans == nil && code > lastCOW {
		return []loaders.Span{{ID: graph.ID("state:atop-" + strconv.Itoa(code)), Period: period}}
	}
	return spans
}

// lastCOW is the last number of the COW state list's range.
const lastCOW = 999

// time is the period from a signature to an end. Without an end the treaty is in effect, unless the row says that it is
// not.
func (r *reader) time(row *table.Row, begin, end graph.Date) (graph.Period, graph.EndKind) {
	p := graph.Period{From: begin, Until: end, StartUncertain: true}
	if inEffect, known := row.Flag("ineffect"); end.IsZero() && known && !inEffect {
		p.EndUncertain = true
	}
	var how graph.EndKind
	if term, _ := row.Int("term"); !end.IsZero() {
		switch term {
		case 1:
			how = graph.EndExpiry
		case 3:
			how = graph.EndSuperseded
		}
	}
	return p, how
}

func adversaries(row *table.Row) (codes []int) {
	for i := 1; i <= 4; i++ {
		if code, known := row.Int("statthr" + strconv.Itoa(i)); known && code > 0 {
			codes = append(codes, code)
		}
	}
	return codes
}

// identified are the treaties, each with its node, independently of the order of the rows: first those whose ATOP
// number the bundled table knows, then by begin and number.
func (r *reader) identified() []*treaty {
	ordered := slices.SortedFunc(slices.Values(r.treaties), func(a, b *treaty) int {
		return cmp.Or(a.period.From.Compare(b.period.From), cmp.Compare(a.number, b.number))
	})
	claimed := map[graph.ID]bool{}
	for _, t := range ordered {
		if id, ok := r.in.Identities.ByCode(graph.SchemeATOP, strconv.Itoa(t.number), 0); ok && !claimed[id] {
			t.id, t.bundled = id, true
			claimed[id] = true
		}
	}
	named := map[string]bool{}
	for _, t := range ordered {
		byCOW, bundled := graph.ID(""), false
		if t.cow != "" {
			if byCOW, bundled = r.in.Identities.ByCode(graph.SchemeCOWAlliance, t.cow, 0); !bundled {
				byCOW = graph.ID("treaty:cow-" + t.cow)
			}
		}
		if t.id == "" {
			if byCOW != "" && !claimed[byCOW] {
				t.id, t.bundled = byCOW, bundled
			} else {
				t.id = graph.ID("treaty:atop-" + strconv.Itoa(t.number))
			}
			claimed[t.id] = true
		}
		if t.id == byCOW && !named[t.cow] {
			t.cowName, named[t.cow] = true, true
		}
	}
	return r.treaties
}
