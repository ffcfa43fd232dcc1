package loaders

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// How the Why of a candidate begins that does not bear the name that was asked for.
const (
	WhySimilar = "similar name" // its name is near
	WhyCode    = "say "         // the text reads like a code of its own, and codes are asked for with their scheme
)

// WhyNumber is how the Why of a state begins that bore, on the day asked of, the Correlates of War number of the one
// whose name it is.
const WhyNumber = "bore its number"

// OfTheDay is the state that a publisher means who writes today's name for a day on which another bore it: among the
// candidates of ByName the one that bore the same number, if there is one. "Serbia" in 2004 is Serbia and Montenegro.
func OfTheDay(candidates []graph.Candidate) (id graph.ID, ok bool) {
	for _, c := range candidates {
		if strings.HasPrefix(c.Why, WhyNumber) {
			if ok {
				return "", false
			}
			id, ok = c.ID, true
		}
	}
	return id, ok
}

// HasExactName tells whether some candidate bears the very name: then the name is known and means several or none on
// that day.
func HasExactName(candidates []graph.Candidate) bool {
	return slices.ContainsFunc(candidates, func(c graph.Candidate) bool {
		return !strings.HasPrefix(c.Why, WhySimilar) && !strings.HasPrefix(c.Why, WhyCode)
	})
}
