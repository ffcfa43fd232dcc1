package cli

import (
	"context"
)

type askLifecycle struct {
	answering
	Treaty string `required:"" placeholder:"TREATY" help:"The treaty."`
}

// Run asks.
func (c *askLifecycle) Run(ctx context.Context, env *Env) error {
	return env.question(ctx, c, "lifecycle", map[string]any{"treaty": c.Treaty})
}

type askCompliance struct {
	asked
	Treaty  string   `placeholder:"TREATY" help:"Only obligations of this treaty."`
	Actor   []string `placeholder:"ACTOR" help:"Only cases in which this actor owed or was owed. May be given several times."`
	Outcome []string `placeholder:"OUTCOME" help:"Only this outcome: HONOURED, NOT_HONOURED, PARTLY or DISPUTED. May be given several times."`
	First   int      `default:"50" help:"At most so many, 1 to 500."`
}

// Run asks.
func (c *askCompliance) Run(ctx context.Context, env *Env) error {
	more := map[string]any{"actors": c.Actor, "outcomes": capitals(c.Outcome), "first": c.First}
	if c.Treaty != "" {
		more["treaty"] = c.Treaty
	}
	return env.question(ctx, c, "compliance", c.variables(more))
}
