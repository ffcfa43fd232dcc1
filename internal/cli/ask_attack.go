package cli

import (
	"context"
	"strings"
)

type askIfAttacked struct {
	asked
	onDay
	suppositions
	Attacker    string `required:"" placeholder:"ACTOR" help:"Who attacks."`
	Victim      string `required:"" placeholder:"ACTOR" help:"Who is attacked."`
	MaxFacts    int    `default:"2" placeholder:"N" help:"How many unknown facts an open question may have, 1 to 4."`
	IncludeFree bool   `help:"List every state of the day, also those that nothing binds."`
}

// Run asks.
func (c *askIfAttacked) Run(ctx context.Context, env *Env) error {
	given := map[string]any{
		"attacker": c.Attacker, "victim": c.Victim, "asOf": c.AsOf, "includeFree": c.IncludeFree, "maxFacts": c.MaxFacts,
	}
	if err := c.input(given); err != nil {
		return err
	}
	return env.question(ctx, c, "obligationsIfAttacked", c.variables(given))
}

type askCascade struct {
	asked
	onDay
	suppositions
	Attacker    string   `placeholder:"ACTOR" help:"Who attacks first."`
	Victim      string   `placeholder:"ACTOR" help:"Who is attacked first."`
	Attack      []string `sep:"none" placeholder:"ATTACKER>VICTIM" help:"A further attack: China>Taiwan. May be given several times."`
	Escalation  string   `enum:"NONE,COUNTERATTACK" default:"NONE" help:"NONE, or COUNTERATTACK: entrants count as attacked, too."`
	MaxRounds   int      `default:"5" help:"At most so many rounds, 1 to 20."`
	Conditional bool     `help:"Let those enter of whom a condition is not known."`
}

// Run asks.
func (c *askCascade) Run(ctx context.Context, env *Env) error {
	given := map[string]any{
		"asOf": c.AsOf, "escalation": c.Escalation, "maxRounds": c.MaxRounds, "conditional": c.Conditional,
	}
	if err := c.input(given); err != nil {
		return err
	}
	var attacks []any
	if (c.Attacker == "") != (c.Victim == "") {
		return misused("--attacker, --victim: want both or neither")
	}
	if c.Attacker != "" {
		attacks = append(attacks, map[string]any{"attacker": c.Attacker, "victim": c.Victim})
	}
	for _, text := range c.Attack {
		attacker, victim, ok := strings.Cut(text, ">")
		if !ok {
			return misused("--attack %q: want ATTACKER>VICTIM", text)
		}
		attacks = append(attacks,
			map[string]any{"attacker": strings.TrimSpace(attacker), "victim": strings.TrimSpace(victim)})
	}
	if len(attacks) == 0 {
		return misused("no attack is given: want --attacker and --victim, or --attack ATTACKER>VICTIM")
	}
	given["attacks"] = attacks
	return env.question(ctx, c, "cascade", c.variables(given))
}
