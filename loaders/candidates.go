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

// Borne tells whether some candidate bears the very name: then the name is known and means several or none on that day.
func Borne(candidates []graph.Candidate) bool {
	return slices.ContainsFunc(candidates, func(c graph.Candidate) bool {
		return !strings.HasPrefix(c.Why, WhySimilar) && !strings.HasPrefix(c.Why, WhyCode)
	})
}
