package curated

import (
	_ "embed"
	"sync"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// languages are those in which the names of countries are known: the six of the United Nations, and four of the
// neighbourhoods that the bundled data are about. The names are those of the Unicode CLDR, which golang.org/x/text
// carries (Unicode License v3); English and French are among them for spellings that the table lacks.
var languages = []language.Tag{
	language.English, language.French, language.Spanish, language.Russian, language.SimplifiedChinese,
	language.TraditionalChinese,
	language.Arabic, language.Korean, language.Japanese, language.German, language.Ukrainian,
}

//go:embed spoken.yaml
var spokenYAML []byte

// spoken are names that CLDR does not have: other usual names of states of today, and those of states that are no more.
var spoken = sync.OnceValue(func() map[graph.ID][]string {
	out := map[graph.ID][]string{}
	if err := yaml.Unmarshal(spokenYAML, &out); err != nil {
		panic(err) // a test reads it
	}
	return out
})

// namesIn are the names of a state in other languages, by its ISO code of today and from those spoken.
func namesIn(h *graph.Header) []string {
	out := spoken()[h.ID]
	for _, code := range h.Identifiers {
		if code.Scheme != graph.SchemeISOAlpha2 || !code.Period.Until.IsZero() {
			continue
		}
		region, err := language.ParseRegion(code.Value)
		if err != nil || region.String() != code.Value {
			continue
		}
		for _, in := range languages {
			if name := display.Regions(in).Name(region); name != "" {
				out = append(out, name)
			}
		}
	}
	return out
}

// inOtherLanguages are the bearers of foreign names by key.
func inOtherLanguages(nodes []graph.Node) map[string][]bearer {
	out := map[string][]bearer{}
	for _, n := range nodes {
		if n.Label() != graph.LabelState {
			continue
		}
		for _, name := range namesIn(n.Head()) {
			put(out, names.Key(name), bearer{n.Head().ID, n.Label(), name, true, n.Head().Period})
		}
	}
	return out
}
