package cli

import (
	"cmp"
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
	return env.question(ctx, "backtest", given, c.answering, &a, func(p *printer) {
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

func orAll(s string) string { return cmp.Or(s, "all") }

func share(part, whole int) string { return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole)) }
