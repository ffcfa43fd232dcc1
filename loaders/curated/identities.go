package curated

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/loaders"
)

// Identities is the bundled table as loaders ask it: which state, treaty or other node a code or a name means on a day.
// It is read once, safe for concurrent use, and depends on nothing that was loaded. The error is a fault of the
// embedded data, which a test rules out.
func Identities() (loaders.Identities, error) {
	table, err := identitiesOnce()
	if err != nil {
		return nil, err
	}
	return table, nil
}

// Table is the bundled table with what those need who ask it at every key that somebody presses.
type Table interface {
	loaders.Identities
	// Bearer is the node that ByName gives, without the candidates, which take a look through all names.
	Bearer(name string, labels []graph.Label, on graph.Day) (id graph.ID, ok bool)
}

// MustIdentities is Identities for those who cannot do without it.
func MustIdentities() Table {
	table, err := identitiesOnce()
	if err != nil {
		panic(err)
	}
	return table
}

var identitiesOnce = sync.OnceValues(func() (*table, error) {
	docs, err := bundled()
	if err != nil {
		return nil, err
	}
	t := newTable(identityNodes(docs))
	for _, d := range docs {
		for _, s := range d.States {
			for _, p := range s.Predecessors {
				t.related[s.ID], t.related[p] = append(t.related[s.ID], p), append(t.related[p], s.ID)
			}
		}
		for _, o := range d.Organizations {
			if o.Treaty != "" {
				t.founded[o.ID] = o.Treaty
			}
		}
	}
	return t, nil
})

// identityNodes are the nodes that bear names and codes.
func identityNodes(docs []*document) []graph.Node {
	var out []graph.Node
	for _, d := range docs {
		for i := range d.States {
			out = append(out, d.States[i].node())
		}
		for i := range d.Organizations {
			out = append(out, &graph.Organization{Header: d.Organizations[i].header()})
		}
		for i := range d.Groups {
			out = append(out, &graph.ArmedGroup{Header: d.Groups[i].header()})
		}
		for _, p := range d.Persons {
			out = append(out, &graph.Person{Header: graph.Header{ID: p.ID, Name: p.Name, Aliases: p.Aliases}})
		}
		for i := range d.Treaties {
			out = append(out, &graph.Treaty{Header: d.Treaties[i].header()})
		}
		for _, w := range d.Weapons {
			out = append(out, &graph.WeaponSystem{Header: graph.Header{ID: w.ID, Name: w.Name, Aliases: w.Aliases}})
		}
		for _, p := range d.Places {
			out = append(out, &graph.Place{Header: graph.Header{ID: placeID(p.ID), Name: p.Name}})
		}
	}
	return out
}

// table implements [loaders.Identities].
type table struct {
	codes map[codeKey][]loaders.Span // in order of time
	names map[string][]bearer        // by fold
	keys  map[string][]bearer        // by [names.Key], for what no fold finds
	// foreign are the names in other languages, by key: they answer last, and are not listed.
	foreign func() map[string][]bearer
	related map[graph.ID][]graph.ID // predecessors and successors
	founded map[graph.ID]graph.ID   // treaties on which organizations were founded
	all     []bearer
	nodes   map[graph.ID]*graph.Header
}

type codeKey struct {
	scheme graph.IdentifierScheme
	value  string
}

// bearer is one name of a node; a name is borne as long as the thing exists.
type bearer struct {
	id     graph.ID
	label  graph.Label
	name   string
	alias  bool
	period graph.Period
}

func newTable(nodes []graph.Node) *table {
	t := &table{
		codes: map[codeKey][]loaders.Span{}, names: map[string][]bearer{}, keys: map[string][]bearer{},
		nodes:   map[graph.ID]*graph.Header{},
		related: map[graph.ID][]graph.ID{}, founded: map[graph.ID]graph.ID{},
	}
	for _, n := range nodes {
		h := n.Head()
		t.nodes[h.ID] = h
		for _, c := range h.Identifiers {
			key := codeKey{c.Scheme, c.Scheme.Canonical(c.Value)}
			t.codes[key] = append(t.codes[key], loaders.Span{ID: h.ID, Period: c.Period})
		}
		period := h.Period
		if n.Label() == graph.LabelTreaty { // cited before it is in force, and after
			period = graph.Period{}
		}
		for i, name := range append([]string{h.Name}, h.Aliases...) {
			b := bearer{h.ID, n.Label(), name, i > 0, period}
			t.all = append(t.all, b)
			put(t.names, names.Fold(name), b)
			put(t.keys, names.Key(name), b)
		}
	}
	t.foreign = sync.OnceValue(func() map[string][]bearer { return inOtherLanguages(nodes) })
	for _, spans := range t.codes {
		slices.SortFunc(spans, func(a, b loaders.Span) int {
			return cmp.Or(a.Period.From.Compare(b.Period.From), cmp.Compare(a.ID, b.ID))
		})
	}
	return t
}

// nearby is how far from its bearers' days a code still means the nearest of them, as a difference of days yyyymmdd.
const nearby graph.Day = 5_00_00

// Spans implements [loaders.Identities].
func (t *table) Spans(scheme graph.IdentifierScheme, value string, period graph.Period) []loaders.Span {
	bearers, known := t.codes[codeKey{scheme, scheme.Canonical(value)}]
	if !known {
		return nil
	}
	out := []loaders.Span{}
	for i, b := range bearers {
		first, end := b.Period.Bounds()
		first, end = reach(bearers, i, first, end)
		if p, ok := period.Intersect(graph.Between(first.Date(), end.Date())); ok {
			out = append(out, loaders.Span{ID: b.ID, Period: p})
		}
	}
	return out
}

// reach extends the days of a bearer into the gaps beside it: halfway to a neighbour, and never further than nearby.
func reach(bearers []loaders.Span, i int, first, end graph.Day) (graph.Day, graph.Day) {
	if first > graph.Beginning {
		earliest := valid(first - nearby)
		if i > 0 {
			if _, before := bearers[i-1].Period.Bounds(); before < first {
				earliest = max(earliest, middle(before, first))
			} else {
				earliest = first
			}
		}
		first = earliest
	}
	if end < graph.Forever {
		latest := valid(end + nearby)
		if i+1 < len(bearers) {
			if after, _ := bearers[i+1].Period.Bounds(); after > end {
				latest = min(latest, middle(end, after))
			} else {
				latest = end
			}
		}
		end = latest
	}
	return first, end
}

// valid brings a sum of dates back into the calendar: 29 February of a common year is the 28th.
func valid(d graph.Day) graph.Day {
	if _, err := graph.NewDate(int(d/10000), int(d/100%100), int(d%100)); err != nil {
		return d - 1
	}
	return d
}

// middle is the day halfway between two, to the year: exact days do not matter where nobody bears the code.
func middle(a, b graph.Day) graph.Day {
	if a/10000 == b/10000 {
		return b
	}
	year := (a/10000 + b/10000 + 1) / 2
	return min(max(year*10000+101, a), b)
}

// ByCode implements [loaders.Identities].
func (t *table) ByCode(scheme graph.IdentifierScheme, value string, on graph.Day) (graph.ID, bool) {
	for _, b := range t.codes[codeKey{scheme, scheme.Canonical(value)}] {
		if scheme.OfTreaties() || b.Period.Contains(on) {
			return b.ID, true
		}
	}
	return "", false
}

// Bearer implements [Table].
func (t *table) Bearer(name string, labels []graph.Label, on graph.Day) (graph.ID, bool) {
	bearers := t.bearers(name, labels)
	if on != graph.Beginning {
		bearers = slices.DeleteFunc(bearers, func(b bearer) bool { return !b.period.Contains(on) })
	}
	if len(bearers) != 1 {
		return "", false
	}
	return bearers[0].id, true
}

// ByName implements [loaders.Identities].
func (t *table) ByName(name string, labels []graph.Label, on graph.Day) (graph.ID, []graph.Candidate, bool) {
	if labels == nil {
		labels = graph.ActorLabels
	}
	var living, others []graph.Candidate
	for _, b := range t.bearers(name, labels) {
		if on == graph.Beginning || b.period.Contains(on) {
			living = append(living, t.candidate(b))
		} else {
			others = append(others, t.candidate(b))
		}
	}
	switch {
	case len(living) == 1:
		return living[0].ID, nil, true
	case len(living) > 1:
		return "", append(living, others...), false
	case len(others) > 0:
		return "", append(t.relatives(others, on), others...), false
	}
	return "", t.nearest(name, labels), false
}

// bearers are the nodes of the labels that a name may mean, by the first of these that anybody bears: its fold, the key
// of one of its readings, a name in another language. Where a treaty is asked for and none bears the name, it is the
// one on which the organization of the name was founded: NATO's is the North Atlantic Treaty.
func (t *table) bearers(name string, labels []graph.Label) []bearer {
	fitting := func(found []bearer) []bearer {
		return slices.DeleteFunc(slices.Clone(found), func(b bearer) bool { return !slices.Contains(labels, b.label) })
	}
	if found := fitting(t.names[names.Fold(name)]); len(found) > 0 {
		return found
	}
	keys := names.Keys(name)
	for _, key := range keys {
		if found := fitting(t.keys[key]); len(found) > 0 {
			return found
		}
	}
	for _, key := range keys {
		if found := fitting(t.foreign()[key]); len(found) > 0 {
			return found
		}
	}
	if !slices.Contains(labels, graph.LabelTreaty) || slices.Contains(labels, graph.LabelOrganization) {
		return nil
	}
	var treaties []bearer
	for _, o := range t.bearers(name, []graph.Label{graph.LabelOrganization}) {
		if treaty := t.nodes[t.founded[o.id]]; treaty != nil {
			treaties = append(treaties, bearer{treaty.ID, graph.LabelTreaty, o.name, true, graph.Period{}})
		}
	}
	return treaties
}

func put(index map[string][]bearer, key string, b bearer) {
	if !slices.ContainsFunc(index[key], func(o bearer) bool { return o.id == b.id }) {
		index[key] = append(index[key], b)
	}
}

// maxGenerations is how many successions apart a state may be from the one whose name was given.
const maxGenerations = 4

// relatives are the states of the day that came before or after those of a name that nobody bears on it, the nearest
// first: "Russia" on a day of 1939 may be meant for the Soviet Union. Where one of them bore the same number as a
// bearer (COW 365), it alone, and not Finland or Estonia, which came after the Russian Empire as well. They are
// offered, never taken.
func (t *table) relatives(bearers []graph.Candidate, on graph.Day) (out []graph.Candidate) {
	seen := map[graph.ID]bool{}
	var level []graph.ID
	for _, b := range bearers {
		seen[b.ID] = true
		level = append(level, b.ID)
	}
	for range maxGenerations {
		var next []graph.ID
		for _, id := range level {
			for _, other := range t.related[id] {
				if h := t.nodes[other]; !seen[other] && h != nil {
					seen[other] = true
					next = append(next, other)
					if h.Period.Contains(on) {
						out = append(out,
							graph.Candidate{ID: other, Name: h.Name, Why: "came before or after " + t.Name(id) + ", " + h.Period.Text()})
					}
				}
			}
		}
		level = next
	}
	same := slices.DeleteFunc(slices.Clone(out), func(c graph.Candidate) bool {
		return !slices.ContainsFunc(bearers, func(b graph.Candidate) bool { return t.shareNumber(b.ID, c.ID) })
	})
	if len(same) == 0 {
		return out
	}
	for i, c := range same {
		same[i].Why = loaders.WhyNumber + ", " + t.nodes[c.ID].Period.Text()
	}
	return same
}

// shareNumber tells whether two states bore one number of Correlates of War, in whatever times.
func (t *table) shareNumber(a, b graph.ID) bool {
	if t.nodes[a] == nil || t.nodes[b] == nil {
		return false
	}
	return slices.ContainsFunc(t.nodes[a].Identifiers, func(x graph.Identifier) bool {
		return x.Scheme == graph.SchemeCOW && slices.ContainsFunc(t.nodes[b].Identifiers,
			func(y graph.Identifier) bool { return y.Scheme == x.Scheme && y.Value == x.Value })
	})
}

// Names implements [loaders.Dictionary].
func (t *table) Names() iter.Seq2[string, loaders.Span] {
	return func(yield func(string, loaders.Span) bool) {
		for _, b := range t.all {
			if !yield(b.name, loaders.Span{ID: b.id, Period: b.period}) {
				return
			}
		}
	}
}

func (t *table) candidate(b bearer) graph.Candidate {
	why := "name"
	if b.alias {
		why = fmt.Sprintf("alias %q", b.name)
	}
	if text := b.period.Text(); text != "always" {
		why += ", " + text
	}
	return graph.Candidate{ID: b.id, Name: t.Name(b.id), Why: why}
}

// coded are the states of which the text is an ISO code, in whatever time. A code is never a name: they are offered,
// not taken.
func (t *table) coded(text string, labels []graph.Label) (out []graph.Candidate) {
	for prefix, scheme := range map[string]graph.IdentifierScheme{
		"iso2:": graph.SchemeISOAlpha2,
		"iso3:": graph.SchemeISOAlpha3,
	} {
		for _, b := range t.codes[codeKey{scheme, scheme.Canonical(text)}] {
			if !slices.Contains(labels, graph.Ontology.LabelOf(b.ID)) {
				continue
			}
			why := loaders.WhyCode + prefix + scheme.Canonical(text)
			if period := b.Period.Text(); period != "always" {
				why += ", " + period
			}
			out = append(out, graph.Candidate{ID: b.ID, Name: t.Name(b.ID), Why: why})
		}
	}
	return out // of one scheme: two letters, or three
}

// nearest are the bearers of a code that the text may be, then of names that are near.
func (t *table) nearest(name string, labels []graph.Label) []graph.Candidate {
	out := t.coded(name, labels)
	for _, s := range names.Nearest(name, func(yield func(string, string) bool) {
		for _, b := range t.all {
			if slices.Contains(labels, b.label) && !yield(string(b.id), b.name) {
				return
			}
		}
	}, 5) {
		if !slices.ContainsFunc(out, func(c graph.Candidate) bool { return c.ID == graph.ID(s.Key) }) {
			out = append(out, graph.Candidate{ID: graph.ID(s.Key), Name: s.Name, Why: loaders.WhySimilar})
		}
	}
	return out
}

// Name implements [loaders.Identities].
func (t *table) Name(id graph.ID) string {
	if h := t.nodes[id]; h != nil {
		return h.Name
	}
	return ""
}
