package loaders

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// Unknown is a name or code that nothing known bears, with how often it came.
type Unknown struct {
	Scheme  graph.IdentifierScheme `json:"scheme,omitempty"` // empty for a name
	Value   string                 `json:"value"`
	Count   int                    `json:"count"`
	Nearest []graph.Candidate      `json:"nearest,omitempty"`
}

// maxUnknown bounds how many different unknown names and codes are kept apart.
const maxUnknown = 10_000

// counter passes questions on and keeps what was not known.
type counter struct {
	Identities
	mu     sync.Mutex // a loader may parse in several goroutines
	byKey  map[unknownKey]*Unknown
	others int // occurrences beyond maxUnknown
	total  int
}

// Uncounted answers like the identities that a loader was given, without counting what is not known: for questions whose "no" is
// the rule and no fault, such as whether a weapon's designation is one of the bundled weapon systems.
func Uncounted(identities Identities) Identities {
	if c, ok := identities.(*counter); ok {
		return c.Identities
	}
	return identities
}

type unknownKey struct {
	scheme graph.IdentifierScheme
	value  string
}

func newCounter(identities Identities) *counter {
	return &counter{Identities: identities, byKey: map[unknownKey]*Unknown{}}
}

// Spans does not count a treaty's number: that the bundled table lacks it is the rule, and the dataset's own id is used.
func (c *counter) Spans(scheme graph.IdentifierScheme, value string, period graph.Period) []Span {
	spans := c.Identities.Spans(scheme, value, period)
	if spans == nil && !scheme.OfTreaties() {
		c.count(scheme, value, nil)
	}
	return spans
}

func (c *counter) ByCode(scheme graph.IdentifierScheme, value string, on graph.Day) (graph.ID, bool) {
	id, ok := c.Identities.ByCode(scheme, value, on)
	if !ok && !scheme.OfTreaties() {
		c.count(scheme, value, nil)
	}
	return id, ok
}

func (c *counter) ByName(name string, labels []graph.Label, on graph.Day) (graph.ID, []graph.Candidate, bool) {
	id, candidates, ok := c.Identities.ByName(name, labels, on)
	if !ok {
		c.count("", name, candidates)
	}
	return id, candidates, ok
}

// Names implements Dictionary.
func (c *counter) Names() iter.Seq2[string, Span] { return NamesOf(c.Identities) }

func (c *counter) count(scheme graph.IdentifierScheme, value string, nearest []graph.Candidate) {
	c.countTimes(scheme, value, nearest, 1)
}

func (c *counter) countTimes(scheme graph.IdentifierScheme, value string, nearest []graph.Candidate, times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total += times
	key := unknownKey{scheme, value}
	u := c.byKey[key]
	if u == nil {
		if len(c.byKey) >= maxUnknown {
			c.others += times
			return
		}
		u = &Unknown{Scheme: scheme, Value: value, Nearest: slices.Clone(nearest)}
		c.byKey[key] = u
	}
	u.Count += times
}

// CountUnknown counts a name that a loader, and not the identities, found to mean nobody or several, as often as it came.
func CountUnknown(identities Identities, name string, times int, candidates []graph.Candidate) {
	if c, ok := identities.(*counter); ok {
		c.countTimes("", name, candidates, times)
	}
}

// list is what was not known: the most frequent first, then by scheme and value.
func (c *counter) list() []Unknown {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := make([]Unknown, 0, len(c.byKey))
	for _, u := range c.byKey {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b Unknown) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// nothing is what is known without a table: nothing.
type nothing struct{}

func (nothing) Spans(graph.IdentifierScheme, string, graph.Period) []Span { return nil }
func (nothing) ByCode(graph.IdentifierScheme, string, graph.Day) (graph.ID, bool) {
	return "", false
}
func (nothing) ByName(string, []graph.Label, graph.Day) (graph.ID, []graph.Candidate, bool) {
	return "", nil, false
}
func (nothing) Name(graph.ID) string { return "" }
