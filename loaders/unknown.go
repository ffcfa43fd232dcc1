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

// Counter passes questions on and keeps what was not known. It is safe for concurrent use: a loader may parse in
// several goroutines.
type Counter struct {
	Identities
	mu     sync.Mutex
	byKey  map[unknownKey]*Unknown
	others int // occurrences beyond maxUnknown
	total  int
}

// Uncounted answers like the identities that a loader was given, without counting what is not known: for questions
// whose "no" is the rule and no fault, such as whether a weapon's designation is one of the bundled weapon systems.
func Uncounted(identities Identities) Identities {
	if c, ok := identities.(*Counter); ok {
		return c.Identities
	}
	return identities
}

type unknownKey struct {
	scheme graph.IdentifierScheme
	value  string
}

// NewCounter counts what the identities do not know.
func NewCounter(identities Identities) *Counter {
	return &Counter{Identities: identities, byKey: map[unknownKey]*Unknown{}}
}

// Spans does not count a treaty's number: that the bundled table lacks it is the rule, and the dataset's own id is
// used.
func (c *Counter) Spans(scheme graph.IdentifierScheme, value string, period graph.Period) []Span {
	spans := c.Identities.Spans(scheme, value, period)
	if spans == nil && !scheme.OfTreaties() {
		c.count(scheme, value, nil)
	}
	return spans
}

func (c *Counter) ByCode(scheme graph.IdentifierScheme, value string, on graph.Day) (graph.ID, bool) {
	id, ok := c.Identities.ByCode(scheme, value, on)
	if !ok && !scheme.OfTreaties() {
		c.count(scheme, value, nil)
	}
	return id, ok
}

func (c *Counter) ByName(name string, labels []graph.Label, on graph.Day) (graph.ID, []graph.Candidate, bool) {
	id, candidates, ok := c.Identities.ByName(name, labels, on)
	if !ok {
		c.count("", name, candidates)
	}
	return id, candidates, ok
}

// Names implements Dictionary.
func (c *Counter) Names() iter.Seq2[string, Span] { return NamesOf(c.Identities) }

func (c *Counter) count(scheme graph.IdentifierScheme, value string, nearest []graph.Candidate) {
	c.countTimes(scheme, value, nearest, 1)
}

func (c *Counter) countTimes(scheme graph.IdentifierScheme, value string, nearest []graph.Candidate, times int) {
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

// CountUnknown counts a name that a loader, and not the identities, found to mean nobody or several, as often as it
// came.
func CountUnknown(identities Identities, name string, times int, candidates []graph.Candidate) {
	if c, ok := identities.(*Counter); ok {
		c.countTimes("", name, candidates, times)
	}
}

// List is what was not known: the most frequent first, then by scheme and value.
func (c *Counter) List() []Unknown {
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

// Total is how often a name or code was not known.
func (c *Counter) Total() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

// Omitted is how often one was not known beyond those that List keeps apart.
func (c *Counter) Omitted() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.others
}
