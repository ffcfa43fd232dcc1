package sipritransfers

import (
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// spellings are SIPRI's names of states that are nobody's name or alias elsewhere.
var spellings = map[string]string{
	"Congo":         "Republic of the Congo",
	"Saint Vincent": "Saint Vincent and the Grenadines",
}

// actor is one side of a deal. The id is empty for SIPRI's unknown suppliers and recipients; ok is false for a state
// that nobody knows.
func actor(identities loaders.Identities, name string,
	on graph.Day,
) (id graph.ID, node graph.Node, candidates []graph.Candidate, ok bool) {
	name = strings.TrimSpace(name)
	plain := strings.TrimRight(name, "* ")
	switch {
	case strings.HasPrefix(plain, "unknown "):
		return "", nil, nil, true
	case strings.HasSuffix(name, "**"):
		if id, _, known := identities.ByName(plain, []graph.Label{graph.LabelOrganization}, 0); known {
			return id, &graph.Organization{Header: graph.Header{ID: id, Name: plain}}, nil, true
		}
		id = graph.ID("org:sipri-" + graph.Slug(plain))
		return id, &graph.Organization{Header: graph.Header{ID: id, Name: plain}}, nil, true
	case strings.HasSuffix(name, "*"):
		id = graph.ID("group:sipri-" + graph.Slug(plain))
		return id, &graph.ArmedGroup{Header: graph.Header{ID: id, Name: plain}}, nil, true
	}
	tried := []string{plain}
	if other := spellings[plain]; other != "" {
		tried = append(tried, other)
	}
	for _, spelling := range tried {
		var of []graph.Candidate                               // of the day of the deal
		for _, day := range []graph.Day{on, on + 5_00_00, 0} { // a deal may be dated a few years before independence
			id, offered, known := loaders.Uncounted(identities).ByName(spelling, []graph.Label{graph.LabelState}, day)
			if !known && day == on {
				of, id, known = offered, "", false
			}
			if !known && day == 0 {
				id, known = loaders.OfTheDay(of)
			}
			if known {
				return id, &graph.State{Header: graph.Header{ID: id, Name: plain}}, nil, true
			}
		}
	}
	_, candidates, _ = identities.ByName(plain, []graph.Label{graph.LabelState}, on) // counted once as unknown
	return "", nil, candidates, false
}
