package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

type askIfAttacked struct {
	asked
	onDay
	scenarioFlags
	whatIfFlags
	Attacker    string `required:"" placeholder:"ACTOR" help:"Who attacks."`
	Victim      string `required:"" placeholder:"ACTOR" help:"Who is attacked."`
	MaxFacts    int    `default:"2" placeholder:"N" help:"How many unknown facts an open question may have, 1 to 4."`
	IncludeFree bool   `help:"List every state of the day, also those that nothing binds."`
}

type (
	shownName struct {
		ID   graph.ID `json:"id"`
		Name string   `json:"name"`
	}
	shownTreaty struct {
		ID    graph.ID `json:"id"`
		Title string   `json:"title"`
	}
	shownDuty struct {
		Citation    string                  `json:"citation"`
		Type        string                  `json:"type"`
		Judgement   string                  `json:"judgement"`
		Period      struct{ Text string }   `json:"period"`
		Treaty      shownTreaty             `json:"treaty"`
		Obligor     shownName               `json:"obligor"`
		Beneficiary shownName               `json:"beneficiary"`
		Dataset     shownName               `json:"dataset"`
		Qualifiers  []struct{ Kind string } `json:"qualifiers"`
	}
	shownResponder struct {
		Actor       shownName `json:"actor"`
		Verdict     string    `json:"verdict"`
		Explanation string    `json:"explanation"`
	}
)

// dataset is the name of a dataset as commands take it.
func (n shownName) dataset() string { return strings.TrimPrefix(string(n.ID), "dataset:") }

// Run asks.
func (c *askIfAttacked) Run(ctx context.Context, env *Env) error {
	scenario, err := c.scenarioFlags.input()
	if err != nil {
		return err
	}
	whatIf, err := c.whatIfFlags.input()
	if err != nil {
		return err
	}
	var answer struct {
		Attacker, Victim shownName
		AsOf             string
		Responders       []shownResponder
		Pending          []shownTreaty
		Warnings         []string
		OpenQuestions    []openQuestion
		Changes          []struct {
			effect
			Gained, Lost []shownDuty
		}
	}
	return env.question(ctx, "obligationsIfAttacked", c.variables(map[string]any{
		"attacker": c.Attacker, "victim": c.Victim,
		"asOf": c.AsOf, "scenario": scenario, "whatIf": whatIf, "includeFree": c.IncludeFree, "maxFacts": c.MaxFacts,
	}), c.answering, &answer, func(p *printer) {
		p.line("%s attacks %s, as of %s", answer.Attacker.Name, answer.Victim.Name, answer.AsOf)
		p.responders(answer.Responders)
		p.pending(answer.Pending)
		p.openQuestions(answer.OpenQuestions)
		for _, ch := range answer.Changes {
			if ch.After == ch.Before {
				p.line("what-if: %s stays %s, with other duties", ch.Actor.Name, ch.After)
			} else {
				p.line("what-if: %s is %s instead of %s", ch.Actor.Name, ch.After, ch.Before)
			}
			for _, d := range ch.Gained {
				p.line("  gained: %s to %s by %s", d.Type, d.Beneficiary.Name, d.Citation)
			}
			for _, d := range ch.Lost {
				p.line("  lost: %s to %s by %s", d.Type, d.Beneficiary.Name, d.Citation)
			}
		}
		p.warnings(answer.Warnings)
	})
}

type askCascade struct {
	asked
	onDay
	scenarioFlags
	whatIfFlags
	Attacker    string   `placeholder:"ACTOR" help:"Who attacks first."`
	Victim      string   `placeholder:"ACTOR" help:"Who is attacked first."`
	Attack      []string `sep:"none" placeholder:"ATTACKER>VICTIM" help:"A further attack: China>Taiwan. May be given several times."`
	Escalation  string   `enum:"NONE,COUNTERATTACK" default:"NONE" help:"NONE, or COUNTERATTACK: entrants count as attacked, too."`
	MaxRounds   int      `default:"5" help:"At most so many rounds, 1 to 20."`
	Conditional bool     `help:"Let those enter of whom a condition is not known."`
}

// Run asks.
func (c *askCascade) Run(ctx context.Context, env *Env) error {
	scenario, err := c.scenarioFlags.input()
	if err != nil {
		return err
	}
	whatIf, err := c.whatIfFlags.input()
	if err != nil {
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
	var answer struct {
		AsOf   string
		Rounds []struct {
			Number   int
			Entrants []struct {
				Actor, Helps, Against shownName
				Side, Verdict         string
				Because               []shownDuty
			}
		}
		AttackerSide, VictimSide []shownName
		Torn, KeptOut            []shownResponder
		Truncated                bool
		Warnings                 []string
		Changes                  []effect
	}
	return env.question(ctx, "cascade", c.variables(map[string]any{
		"attacks": attacks, "asOf": c.AsOf, "escalation": c.Escalation,
		"scenario": scenario, "whatIf": whatIf, "maxRounds": c.MaxRounds, "conditional": c.Conditional,
	}), c.answering, &answer, func(p *printer) {
		p.line("as of %s", answer.AsOf)
		table := p.table("ROUND", "ENTERS", "SIDE", "HELPS", "AGAINST", "BY")
		for _, r := range answer.Rounds {
			for _, e := range r.Entrants {
				table.row(fmt.Sprint(r.Number), e.Actor.Name, e.Side, e.Helps.Name, e.Against.Name, e.Because[0].Citation)
			}
		}
		table.flush()
		p.line("attackers' side: %s", nameList(answer.AttackerSide))
		p.line("victims' side: %s", nameList(answer.VictimSide))
		for _, r := range answer.Torn {
			p.line("torn: %s", r.Explanation)
		}
		for _, r := range answer.KeptOut {
			p.line("stays out: %s", r.Explanation)
		}
		if answer.Truncated {
			p.line("others would enter after round %d: ask with a higher --max-rounds", c.MaxRounds)
		}
		for _, ch := range answer.Changes {
			p.line("what-if: %s %s; before: %s", ch.Actor.Name, ch.After, ch.Before)
		}
		p.warnings(answer.Warnings)
	})
}

func nameList(list []shownName) string {
	return strings.Join(lists.Map(list, func(n shownName) string { return n.Name }), ", ")
}

// printer writes lines and tables and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func newPrinter(w io.Writer) *printer { return &printer{w: w} }

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) responders(list []shownResponder) {
	table := p.table("VERDICT", "ACTOR", "WHY")
	for _, r := range list {
		table.row(r.Verdict, r.Actor.Name, r.Explanation)
	}
	table.flush()
}

func (p *printer) pending(list []shownTreaty) {
	for _, t := range list {
		p.line("signed and not in force: %s (%s)", t.Title, t.ID)
	}
}

func (p *printer) warnings(list []string) {
	for _, w := range list {
		p.line("note: %s", w)
	}
}

// printTable is a table of a printer; one without rows is not shown.
type printTable struct {
	p    *printer
	rows [][]string
}

func (p *printer) table(head ...string) *printTable { return &printTable{p, [][]string{head}} }

func (t *printTable) row(cells ...string) { t.rows = append(t.rows, cells) }

func (t *printTable) flush() {
	if len(t.rows) == 1 || t.p.err != nil {
		return
	}
	out := tabwriter.NewWriter(t.p.w, 0, 0, 2, ' ', 0)
	for _, cells := range t.rows {
		fmt.Fprintln(out, strings.Join(cells, "\t"))
	}
	t.p.err = out.Flush()
}
