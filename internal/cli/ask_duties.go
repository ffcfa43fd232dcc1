package cli

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

type askDuties struct {
	asked
	onDay
	Actor string   `required:"" placeholder:"ACTOR" help:"Whose duties."`
	Type  []string `placeholder:"TYPE" help:"Only duties of this type: DEFENSE, OFFENSE, NEUTRAL, NONAGG or CONSUL."`
}

// Run asks.
func (c *askDuties) Run(ctx context.Context, env *Env) error {
	given := c.variables(map[string]any{"actor": c.Actor, "asOf": c.AsOf, "types": capitals(c.Type)})
	return env.question(ctx, c, "duties", given)
}

type askDiff struct {
	asked
	From  graph.Date `required:"" placeholder:"DATE" help:"The earlier day."`
	To    graph.Date `required:"" placeholder:"DATE" help:"The later day."`
	Actor []string   `placeholder:"ACTOR" help:"Only duties that this actor owes or is owed. May be given several times."`
	Type  []string   `placeholder:"TYPE" help:"Only duties of this type."`
}

// Run asks.
func (c *askDiff) Run(ctx context.Context, env *Env) error {
	given := c.variables(map[string]any{"from": c.From, "to": c.To, "actors": c.Actor, "types": capitals(c.Type)})
	return env.question(ctx, c, "allianceDiff", given)
}

type askHistory struct {
	asked
	A       string   `required:"" placeholder:"ACTOR" help:"One actor."`
	B       string   `required:"" placeholder:"ACTOR" help:"The other."`
	Type    []string `placeholder:"TYPE" help:"Only duties of this type."`
	MaxHops int      `default:"1" help:"The longest path to look for, 1 to 3 hops."`
}

// Run asks.
func (c *askHistory) Run(ctx context.Context, env *Env) error {
	given := c.variables(map[string]any{"a": c.A, "b": c.B, "hops": c.MaxHops, "types": capitals(c.Type)})
	return env.question(ctx, c, "allianceHistory", given)
}

type askContradictions struct {
	asked
	onDay
	Actor []string `placeholder:"ACTOR" help:"Only those that concern this actor. May be given several times."`
	Kind  []string `placeholder:"KIND" help:"Only of this kind: DEFENSE_OF_BOTH_SIDES, DATASETS_DIFFER …"`
	First int      `default:"50" help:"At most so many, 1 to 500."`
}

// Run asks.
func (c *askContradictions) Run(ctx context.Context, env *Env) error {
	given := c.variables(map[string]any{"asOf": c.AsOf, "actors": c.Actor, "kinds": capitals(c.Kind), "first": c.First})
	return env.question(ctx, c, "contradictions", given)
}
