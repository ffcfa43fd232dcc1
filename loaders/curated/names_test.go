package curated

import (
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

func TestEveryNameThatIsListedIsAnsweredWithItsBearerOrReportedWithItAmongOthers(t *testing.T) {
	table, err := Identities()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for name, span := range loaders.NamesOf(table) {
		n++
		label := graph.Ontology.LabelOf(span.ID)
		id, candidates, ok := table.ByName(name, []graph.Label{label}, span.Period.From.First())
		if ok && id != span.ID || !ok && !slices.ContainsFunc(candidates, func(c graph.Candidate) bool { return c.ID == span.ID }) {
			t.Errorf("%q of %s is answered with %s, candidates %v", name, span.ID, id, candidates)
		}
	}
	if n < 1000 {
		t.Errorf("%d names", n)
	}
}
