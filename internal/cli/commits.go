package cli

import (
	"context"
)

type commitsCommand struct {
	answering
	First int `default:"20" help:"At most so many, 1 to 500, the newest first."`
}

// Run lists the commits.
func (c *commitsCommand) Run(ctx context.Context, env *Env) error {
	return env.question(ctx, c, "commits", map[string]any{"first": c.First})
}
