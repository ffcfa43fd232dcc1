package curated_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/curated"
)

// TestBearerIsWhomByNameGives: it only leaves out the candidates.
func TestBearerIsWhomByNameGives(t *testing.T) {
	table := curated.MustIdentities()
	found := 0
	for _, name := range []string{"Nordkorea", "Korea", "Russia", "North Korea", "북한", "Prussia", "Germany", "Congo", "Nroth Korea", "", "NATO"} {
		for _, on := range []graph.Day{0, 19000101, 19700101, 20241204} {
			for _, labels := range [][]graph.Label{graph.ActorLabels, {graph.LabelState}, {graph.LabelTreaty}} {
				want, _, known := table.ByName(name, labels, on)
				if got, ok := table.Bearer(name, labels, on); ok != known || got != want {
					t.Errorf("%q on %s among %v: %s, %v; want %s, %v", name, on, labels, got, ok, want, known)
				}
				if known {
					found++
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d are known", found)
	}
}
