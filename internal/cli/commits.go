package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
)

type commitsCommand struct {
	answering
	First int `default:"20" help:"At most so many, 1 to 500, the newest first."`
}

type shownCommit struct {
	Number          int
	Kind, Time, Run string
	DataVersion     string
	Dataset         shownName
	Result          graph.ApplyResult
}

// String is "commit 7, 2026-11-29T12:00:00Z: LOAD of atop".
func (c shownCommit) String() string {
	of := ""
	if c.Dataset.ID != "" {
		of = " of " + c.Dataset.dataset()
	}
	return fmt.Sprintf("commit %d, %s: %s%s", c.Number, c.Time, c.Kind, of)
}

// Run lists the commits.
func (c *commitsCommand) Run(ctx context.Context, env *Env) error {
	var answer struct{ Nodes []shownCommit }
	given := map[string]any{"first": c.First}
	return env.question(ctx, "commits", given, c.answering, &answer, func(p *printer) {
		table := p.table("COMMIT", "PUBLISHED", "BY", "DATASET", "RECORDS", "RELATIONSHIPS", "VERSION")
		for _, a := range answer.Nodes {
			r := a.Result
			table.row(fmt.Sprint(a.Number), a.Time, a.Kind, a.Dataset.dataset(),
				counts(r.NodesCreated, r.NodesChanged, r.NodesRemoved),
				counts(r.RelationshipsCreated, r.RelationshipsChanged, r.RelationshipsRemoved),
				a.DataVersion[:12])
		}
		table.flush()
	})
}

// counts is "+12 ~3 -1", without what is nothing.
func counts(created, changed, removed int) string {
	var words []string
	for i, n := range []int{created, changed, removed} {
		if n > 0 {
			words = append(words, fmt.Sprintf("%c%d", "+~-"[i], n))
		}
	}
	return strings.Join(words, " ")
}
