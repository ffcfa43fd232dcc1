package runner

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// nothing is what is known without a table: nothing.
type nothing struct{}

func (nothing) Spans(graph.IdentifierScheme, string, graph.Period) []loaders.Span { return nil }
func (nothing) ByCode(graph.IdentifierScheme, string, graph.Day) (graph.ID, bool) {
	return "", false
}

func (nothing) ByName(string, []graph.Label, graph.Day) (graph.ID, []graph.Candidate, bool) {
	return "", nil, false
}
func (nothing) Name(graph.ID) string { return "" }
