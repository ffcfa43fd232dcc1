package cli

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// openQuestion is a set of unknown facts with what answers to them change.
type openQuestion struct {
	Facts    []struct{ Key, Question string }
	Outcomes []struct {
		Answers []struct {
			Fact  string
			Holds bool
		}
		Changes []effect
	}
}

// effect is what an actor is or does before and after.
type effect struct {
	Actor         shownName
	Before, After string
}

// openQuestions prints what would settle the answer, a line for each answer.
func (p *printer) openQuestions(list []openQuestion) {
	for _, q := range list {
		var asked []string
		for _, f := range q.Facts {
			asked = append(asked, f.Question)
		}
		p.line("open: %s", strings.Join(asked, " "))
		for _, o := range q.Outcomes {
			var answers []string
			for _, a := range o.Answers {
				answers = append(answers, fmt.Sprintf("%s=%s", a.Fact, yesNo(a.Holds)))
			}
			p.line("  --assume %s: %s", strings.Join(answers, " --assume "), effectsText(o.Changes))
		}
	}
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// effectsText lists at most five changes and counts the rest.
func effectsText(list []effect) string {
	var out []string
	for i, e := range list {
		if i == 5 {
			out = append(out, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		out = append(out, fmt.Sprintf("%s %s instead of %s", e.Actor.Name, e.After, e.Before))
	}
	return strings.Join(out, ", ")
}

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

func some(given []string) bool { return strings.Join(given, "") != "" }

func whole(given []string) bool { return !slices.Contains(given, "") }

// Run asks.
func (c *askPivots) Run(ctx context.Context, env *Env) error {
	subject := map[string]any{"path": map[string]any{
		"from": c.From, "to": c.To, "profile": c.Profile,
		"maxHops": c.MaxHops,
	}}
	switch verdict, path := []string{c.Attacker, c.Victim, c.Actor}, []string{c.From, c.To}; {
	case whole(verdict) && !some(path), whole(path) && !some(verdict):
	default:
		return misused("want --attacker, --victim and --actor, for the verdict on an actor, or --from and --to, for a path")
	}
	attacked := c.Want != "" || !reflect.DeepEqual(c.scenarioFlags, scenarioFlags{Requested: "unknown"})
	if c.From != "" && attacked {
		return misused("--want and the flags that tell of an attack are for the verdict on an actor; --from and --to ask " +
			"for a path, which has neither")
	}
	if c.From == "" {
		scenario, err := c.scenarioFlags.input()
		if err != nil {
			return err
		}
		verdict := map[string]any{"attacker": c.Attacker, "victim": c.Victim, "actor": c.Actor, "scenario": scenario}
		if c.Want != "" {
			verdict["want"] = strings.ToUpper(c.Want)
		}
		subject = map[string]any{"verdict": verdict}
	}
	whatIf, err := c.whatIfFlags.input()
	if err != nil {
		return err
	}
	var answer struct {
		Holds, Truncated bool
		List             []struct {
			Verdict string
			Duties  int
			Changes []struct{ Text string }
			Also    []effect
		}
	}
	given := c.variables(map[string]any{"of": subject, "asOf": c.AsOf, "whatIf": whatIf})
	return env.question(ctx, "pivots", given, c.answering, &answer, func(p *printer) {
		verb := "brings it about"
		if answer.Holds {
			verb = "ends it"
		}
		if len(answer.List) == 0 {
			p.line("no set of at most three changes of treaties %s", verb)
		}
		for _, pivot := range answer.List {
			var changes []string
			for _, ch := range pivot.Changes {
				changes = append(changes, ch.Text)
			}
			line := strings.Join(changes, " and ") + ": " + verb
			if pivot.Verdict != "" {
				line += ", " + pivot.Verdict
			}
			if len(pivot.Also) > 0 {
				line += "; also " + effectsText(pivot.Also)
			}
			p.line("%s", line)
		}
		if answer.Truncated {
			p.line("there may be more: the search is bounded")
		}
	})
}
