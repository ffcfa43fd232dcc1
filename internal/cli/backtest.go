package cli

import (
	"context"
	"fmt"
	"strings"
)

type backtestCommand struct {
	Alliances string `required:"" placeholder:"DATASET" help:"Whose treaties count: atop or cow-alliances, or another dataset in the store."`
	Wars      string `default:"cow-interstate-wars" placeholder:"DATASET" help:"Whose wars."`
	Cases     bool   `help:"List every case."`
	answering
}

func (backtestCommand) Help() string {
	return `Judges the reasoning against recorded wars: who had to help whom by the treaties in force on the eve of each war, and who in fact
joined which side. docs/backtest.md gives every rule. The store must hold both datasets.

Examples:
  entente load atop atop-alliance-level.csv atop-member-level.csv --store file:./entente.db
  entente load cow-interstate-wars Inter-StateWarData_v4.0.csv --store file:./entente.db
  entente backtest --alliances atop --store file:./entente.db
  entente backtest --alliances atop --cases --store file:./entente.db`
}

const backtestQuery = `query ($alliances: ID!, $wars: ID!) {
  backtest(alliances: $alliances, wars: $wars) {
    alliances { id name version } wars { id name version } warCount judged
    notJudged { war { id name } why }
    states { type judgement era kept total }
    treaties { type judgement era strict lenient total }
    studies { judgement era strict lenient total }
    verdicts { verdict outcome count }
    cases { war { id name } eve era state { id name } type judgement verdict outcome kept duties { citation judgement beneficiary { id name } treaty { id title } } }
  }
}`

type backtestAnswer struct {
	Alliances, Wars  struct{ ID, Name, Version string }
	WarCount, Judged int
	NotJudged        []struct {
		War shownName
		Why string
	}
	States []struct {
		Type, Judgement, Era string
		Kept, Total          int
	}
	Treaties []struct {
		Type, Judgement, Era   string
		Strict, Lenient, Total int
	}
	Studies []struct {
		Judgement, Era         string
		Strict, Lenient, Total int
	}
	Verdicts []struct {
		Verdict, Outcome string
		Count            int
	}
	Cases []struct {
		War, State                    shownName
		Eve, Type, Judgement, Outcome string
		Verdict                       string
		Kept                          bool
		Duties                        []shownDuty
	}
}

// Run judges.
func (c *backtestCommand) Run(ctx context.Context, env *Env) error {
	var a backtestAnswer
	given := map[string]any{"alliances": c.Alliances, "wars": c.Wars}
	return env.question(ctx, backtestQuery, "backtest", given, c.answering, &a, func(p *printer) {
		p.line("%s against %s: %d of %d wars judged", a.Alliances.Name, a.Wars.Name, a.Judged, a.WarCount)
		for _, n := range a.NotJudged {
			p.line("not judged: %s: %s", n.War.Name, n.Why)
		}
		p.line("\nDuties kept, one per state and war:")
		table := p.table("TYPE", "JUDGED", "ERA", "KEPT", "OF", "SHARE")
		for _, r := range a.States {
			if r.Total > 0 {
				table.row(r.Type, orAll(r.Judgement), orAll(r.Era), fmt.Sprint(r.Kept), fmt.Sprint(r.Total), share(r.Kept, r.Total))
			}
		}
		table.flush()
		p.line("\nTreaties kept, one per treaty and war:")
		table = p.table("TYPE", "JUDGED", "ERA", "BY ALL", "SHARE", "BY ONE", "SHARE", "OF")
		for _, r := range a.Treaties {
			if r.Total > 0 {
				table.row(r.Type, orAll(r.Judgement), orAll(r.Era), fmt.Sprint(r.Strict), share(r.Strict, r.Total),
					fmt.Sprint(r.Lenient), share(r.Lenient, r.Total), fmt.Sprint(r.Total))
			}
		}
		table.flush()
		p.line("\nTreaties kept as the published studies count them, all types but NONAGG together:")
		table = p.table("JUDGED", "ERA", "BY ALL", "SHARE", "BY ONE", "SHARE", "OF")
		for _, r := range a.Studies {
			if r.Total > 0 {
				table.row(orAll(r.Judgement), orAll(r.Era), fmt.Sprint(r.Strict), share(r.Strict, r.Total), fmt.Sprint(r.Lenient),
					share(r.Lenient, r.Total), fmt.Sprint(r.Total))
			}
		}
		table.flush()
		p.line("\nVerdicts by what the states did:")
		table = p.table("VERDICT", "OUTCOME", "COUNT")
		for _, v := range a.Verdicts {
			table.row(v.Verdict, v.Outcome, fmt.Sprint(v.Count))
		}
		table.flush()
		if c.Cases {
			p.line("\nCases:")
			table = p.table("WAR", "EVE", "STATE", "TYPE", "JUDGED", "VERDICT", "OUTCOME", "KEPT", "BY")
			for _, x := range a.Cases {
				var by []string
				for _, d := range x.Duties {
					by = append(by, d.Citation+" (to "+d.Beneficiary.Name+")")
				}
				table.row(x.War.Name, x.Eve, x.State.Name, x.Type, x.Judgement, x.Verdict, x.Outcome, fmt.Sprint(x.Kept),
					strings.Join(by, "; "))
			}
			table.flush()
		}
	})
}

func orAll(s string) string {
	if s == "" {
		return "all"
	}
	return s
}

func share(part, whole int) string { return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole)) }
