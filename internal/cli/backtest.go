package cli

import "context"

type backtestCommand struct {
	Alliances string `required:"" placeholder:"DATASET" help:"Whose treaties count: atop or cow-alliances, or another dataset in the store."`
	Wars      string `default:"cow-interstate-wars" placeholder:"DATASET" help:"Whose wars."`
	Cases     bool   `help:"List every case."`
	answering
}

// Run judges.
func (c *backtestCommand) Run(ctx context.Context, env *Env) error {
	return env.question(ctx, c, "backtest", map[string]any{"alliances": c.Alliances, "wars": c.Wars})
}
