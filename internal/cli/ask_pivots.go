package cli

import (
	"context"
	"reflect"
	"slices"
	"strings"
)

type askPivots struct {
	asked
	onDay
	scenarioFlags
	whatIfFlags
	Attacker string `placeholder:"ACTOR" help:"Who attacks; with --victim and --actor, the verdict on an actor."`
	Victim   string `placeholder:"ACTOR" help:"Who is attacked."`
	Actor    string `placeholder:"ACTOR" help:"Whom the verdict is on."`
	Want     string `placeholder:"VERDICT" help:"The verdict to bring about; any other than it has by default."`
	From     string `placeholder:"NODE" help:"Where a path of duties starts; with --to."`
	To       string `placeholder:"NODE" help:"Where it ends."`
	Profile  string `default:"ALLIANCE" enum:"ALLIANCE,DEFENSE_CHAIN,PACT" help:"What the path walks: ALLIANCE, DEFENSE_CHAIN or PACT."`
	MaxHops  int    `default:"4" help:"At most so many hops."`
}

// Run asks.
func (c *askPivots) Run(ctx context.Context, env *Env) error {
	var subject map[string]any
	verdict, path := []string{c.Attacker, c.Victim, c.Actor}, []string{c.From, c.To}
	switch {
	case !slices.Contains(verdict, "") && strings.Join(path, "") == "":
		scenario, err := c.scenarioFlags.input()
		if err != nil {
			return err
		}
		subject = map[string]any{"attacker": c.Attacker, "victim": c.Victim, "actor": c.Actor, "scenario": scenario}
		if c.Want != "" {
			subject["want"] = strings.ToUpper(c.Want)
		}
		subject = map[string]any{"verdict": subject}
	case slices.Contains(path, "") || strings.Join(verdict, "") != "":
		return misused("want --attacker, --victim and --actor, for the verdict on an actor, or --from and --to, for a path")
	case c.Want != "" || !reflect.DeepEqual(c.scenarioFlags, scenarioFlags{Requested: "unknown"}):
		return misused("--want and the flags that tell of an attack are for the verdict on an actor; --from and --to ask " +
			"for a path, which has neither")
	default:
		subject = map[string]any{"path": map[string]any{
			"from": c.From, "to": c.To, "profile": c.Profile, "maxHops": c.MaxHops,
		}}
	}
	whatIf, err := c.whatIfFlags.input()
	if err != nil {
		return err
	}
	given := c.variables(map[string]any{"of": subject, "asOf": c.AsOf, "whatIf": whatIf})
	return env.question(ctx, c, "pivots", given)
}
