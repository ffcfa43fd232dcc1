package loaders

import (
	"iter"

	"github.com/entente-graph/entente/graph"
)

// Span is a time in which a code or name meant one node.
type Span struct {
	ID     graph.ID
	Period graph.Period
}

// Identities tells loaders which node a code or name means. Answers do not depend on the order in which datasets are
// loaded: they come from the bundled table of states and treaties, the user's aliases and, for what those do not know,
// from the dataset's own ids.
type Identities interface {
	// Spans splits a period among the nodes that bear the code in it: a membership of COW 365 from 1980 to 2000 is two
	// spans, one of the Soviet Union and one of Russia, split on the day of succession. Days on which nobody bears the
	// code go to the bearer nearest in time, so that no day of the dataset is lost, but only within five years; beyond
	// that they are left out. Nil where the code is not known; the runner counts it as unknown.
	Spans(scheme graph.IdentifierScheme, value string, period graph.Period) []Span
	// ByCode is the bearer of a code on a day; ok is false where there is none. For treaties (schemes ATOP,
	// COW_ALLIANCE, UNTS) the day does not matter.
	ByCode(scheme graph.IdentifierScheme, value string, on graph.Day) (id graph.ID, ok bool)
	// ByName is the one node of the labels (nil: actors) whose name or alias is the given one after folding case and
	// diacritics, on the day (0: any). ok is false where there is none or more than one: never a guess; then the
	// candidates are the equal or nearest names, and the runner counts the name as unknown.
	ByName(name string, labels []graph.Label, on graph.Day) (id graph.ID, candidates []graph.Candidate, ok bool)
	// Name is the shown name of a node of the bundled table, "" where it is not in it.
	Name(id graph.ID) string
}

// Dictionary is an Identities that can list its names, for loaders that look for names in running text.
type Dictionary interface {
	// Names yields each name and alias as it is written, with the node that bears it and the days on which it does. A
	// name comes once for each of its bearers; a name that one source of identities answers is not asked of the next,
	// just as in ByName. The order is any.
	Names() iter.Seq2[string, Span]
}

// NamesOf lists the names that the identities know; none where they cannot list them.
func NamesOf(identities Identities) iter.Seq2[string, Span] {
	if d, ok := identities.(Dictionary); ok {
		return d.Names()
	}
	return func(func(string, Span) bool) {}
}
