package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/identity"
)

type resolveCommand struct {
	Names   []string      `arg:"" name:"name" help:"Names, or codes such as cow:365, iso3:PRK, gw:260, atop:3375."`
	On      graph.Date    `placeholder:"DATE" help:"The day that is meant: 1980-01-01; a month or a year stands for its first day. Default: any."`
	Label   []graph.Label `placeholder:"LABEL" help:"Only nodes of these labels. Default: actors, and where none bears the name treaties, weapon systems and places."`
	Aliases string        `placeholder:"FILE" help:"Your own names: a CSV file with a node's name and id on each line."`
	JSON    bool          `name:"json" help:"Print the answers as JSON."`
}

// answer is what a name means.
type answer struct {
	Name       string            `json:"name"`
	ID         graph.ID          `json:"id,omitempty"` // empty where it is not known or means several
	Shown      string            `json:"shown,omitempty"`
	Why        string            `json:"why"`
	Candidates []graph.Candidate `json:"candidates,omitempty"`
}

// Run resolves the names.
func (c *resolveCommand) Run(ctx context.Context, env *Env) (err error) {
	for _, l := range c.Label {
		if graph.Ontology.Label(l) == nil {
			return misused("label %q: not in the ontology", l)
		}
	}
	table, err := identities(c.Aliases)
	if err != nil {
		return err
	}
	if opening.Lasts(env.Store) {
		store, err := env.kept(ctx)
		if err != nil {
			return err
		}
		table, err = identity.WithStored(ctx, table, store)
		if err = errors.Join(err, store.Close()); err != nil {
			return err
		}
	}
	answers := make([]answer, len(c.Names))
	unknown := false
	for i, name := range c.Names {
		answers[i] = c.resolve(table, name)
		unknown = unknown || answers[i].ID == ""
	}
	err = env.result(c.JSON, "resolve", answers)
	if err == nil && unknown {
		return &exitError{code: exitWanting}
	}
	return err
}

func (c *resolveCommand) resolve(table loaders.Identities, name string) answer {
	switch ref := graph.ParseRef(name); {
	case ref.Code.Scheme != "":
		return c.code(table, name, ref.Code.Scheme, ref.Code.Value)
	case ref.ID != "" && table.Name(ref.ID) != "":
		return answer{Name: name, ID: ref.ID, Shown: table.Name(ref.ID), Why: "id"}
	case ref.ID != "":
		return answer{Name: name, Why: "no node of the bundled table has this id"}
	}
	day := graph.Beginning
	if !c.On.IsZero() {
		day = c.On.First()
	}
	id, candidates, ok := table.ByName(name, c.Label, day)
	if !ok && c.Label == nil && !loaders.HasExactName(candidates) {
		if other, several, known := table.ByName(name, otherLabels, day); known || loaders.HasExactName(several) {
			id, candidates, ok = other, several, known
		} else {
			candidates = append(candidates, several...)
		}
	}
	switch {
	case ok && len(candidates) > 0:
		return answer{Name: name, ID: id, Shown: cmp.Or(table.Name(id), candidates[0].Name), Why: candidates[0].Why}
	case ok && names.Fold(table.Name(id)) == names.Fold(name):
		return answer{Name: name, ID: id, Shown: table.Name(id), Why: "name in the bundled table"}
	case ok:
		return answer{Name: name, ID: id, Shown: table.Name(id), Why: "alias in the bundled table"}
	case len(candidates) == 0:
		return answer{Name: name, Why: "unknown, and no name is near"}
	case strings.HasPrefix(candidates[0].Why, loaders.WhyCode):
		return answer{Name: name, Why: "unknown as a name; codes are asked for with their scheme", Candidates: candidates}
	case loaders.HasExactName(candidates):
		return answer{
			Name: name, Why: "means several nodes, or none on that day; say which with --on, --label or --aliases",
			Candidates: candidates,
		}
	}
	return answer{Name: name, Why: "unknown; a similar name is never taken for it", Candidates: candidates}
}

// otherLabels are those of nodes that are no actors but have names.
var otherLabels = []graph.Label{graph.LabelTreaty, graph.LabelWeaponSystem, graph.LabelPlace}

func (c *resolveCommand) code(table loaders.Identities, name string, scheme graph.IdentifierScheme, value string,
) answer {
	if !c.On.IsZero() {
		id, ok := table.ByCode(scheme, value, c.On.First())
		if !ok {
			return answer{Name: name, Why: fmt.Sprintf("nobody bears %s %s on %s", scheme, value, c.On.First())}
		}
		return answer{Name: name, ID: id, Shown: table.Name(id), Why: fmt.Sprintf("%s %s on %s", scheme, value, c.On.First())}
	}
	spans := table.Spans(scheme, value, graph.Period{})
	var bearers []graph.Candidate
	for _, s := range spans {
		bearers = append(bearers, graph.Candidate{ID: s.ID, Name: table.Name(s.ID), Why: s.Period.Text()})
	}
	switch len(bearers) {
	case 0:
		return answer{Name: name, Why: fmt.Sprintf("unknown: nobody in the bundled table bears %s %s", scheme, value)}
	case 1:
		return answer{
			Name: name, ID: bearers[0].ID, Shown: bearers[0].Name,
			Why: fmt.Sprintf("%s %s, %s", scheme, value, bearers[0].Why),
		}
	}
	return answer{Name: name, Why: "means several nodes over time; say when with --on", Candidates: bearers}
}
