package cli

import (
	"context"
	"fmt"

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
	var answer struct {
		Actor                 shownName
		AsOf                  string
		Owes, Owed, Political []shownDuty
		Pending               []shownTreaty
		Warnings              []string
	}
	given := c.variables(map[string]any{"actor": c.Actor, "asOf": c.AsOf, "types": capitals(c.Type)})
	return env.question(ctx, "duties", given, c.answering, &answer, func(p *printer) {
		p.line("%s, as of %s", answer.Actor.Name, answer.AsOf)
		table := p.table("DUTY", "TYPE", "BY", "IN FORCE", "DATASET")
		rows := func(verb string, list []shownDuty, other func(shownDuty) string) {
			for _, d := range list {
				table.row(verb+" "+other(d), d.Type, d.Citation, d.Period.Text, d.Dataset.dataset())
			}
		}
		rows("owes", answer.Owes, func(d shownDuty) string { return d.Beneficiary.Name })
		rows("is owed by", answer.Owed, func(d shownDuty) string { return d.Obligor.Name })
		rows("political:", answer.Political, func(d shownDuty) string { return d.Obligor.Name + " to " + d.Beneficiary.Name })
		table.flush()
		p.pending(answer.Pending)
		p.warnings(answer.Warnings)
	})
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
	var answer struct {
		From, To string
		Warnings []string
		Changes  []struct {
			Kind, Type, Article, Reason, On string
			Actor, Dataset                  shownName
			Treaty                          shownTreaty
			Beneficiaries                   []shownName
			Predecessor                     *shownName
		}
	}
	given := c.variables(map[string]any{"from": c.From, "to": c.To, "actors": c.Actor, "types": capitals(c.Type)})
	return env.question(ctx, "allianceDiff", given, c.answering, &answer, func(p *printer) {
		counts, all := map[string]int{}, 0
		for _, ch := range answer.Changes {
			n := max(1, len(ch.Beneficiaries)) // duties, each toward one other, as the page counts them
			counts[ch.Kind] += n
			all += n
		}
		p.line("from %s to %s: %d duties, %d gained, %d lost, %d changed, %d carried over", answer.From, answer.To, all,
			counts["GAINED"], counts["LOST"], counts["CHANGED"], counts["CARRIED"])
		table := p.table("ON", "CHANGE", "OWES", "TO", "TYPE", "BY", "WHY", "DATASET")
		for _, ch := range answer.Changes {
			to := nameList(ch.Beneficiaries)
			if n := len(ch.Beneficiaries); n > 3 {
				to = fmt.Sprintf("%s and %d others", nameList(ch.Beneficiaries[:2]), n-2)
			}
			by := ch.Treaty.Title
			if ch.Article != "" {
				by = "article " + ch.Article + " of the " + by
			}
			if ch.Predecessor != nil {
				ch.Reason += " to " + ch.Predecessor.Name
			}
			table.row(ch.On, ch.Kind, ch.Actor.Name, to, ch.Type, by, ch.Reason, ch.Dataset.dataset())
		}
		table.flush()
		p.warnings(answer.Warnings)
	})
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
	var answer struct {
		A, B    shownName
		Duties  []shownDuty
		Periods []struct{ Text string }
		Paths   []struct {
			Length int
			Period struct{ Text string }
		}
		Warnings []string
	}
	given := c.variables(map[string]any{"a": c.A, "b": c.B, "hops": c.MaxHops, "types": capitals(c.Type)})
	return env.question(ctx, "allianceHistory", given, c.answering, &answer, func(p *printer) {
		for _, period := range answer.Periods {
			p.line("%s and %s were bound directly %s", answer.A.Name, answer.B.Name, period.Text)
		}
		switch {
		case len(answer.Duties) == 0:
			p.line("no direct duty between %s and %s in the loaded data", answer.A.Name, answer.B.Name)
		case len(answer.Periods) == 0:
			p.line("no direct duty between %s and %s that binds in international law", answer.A.Name, answer.B.Name)
		}
		table := p.table("IN FORCE", "OWES", "TO", "TYPE", "BY", "DATASET")
		for _, d := range answer.Duties {
			table.row(d.Period.Text, d.Obligor.Name, d.Beneficiary.Name, d.Type, d.Citation, d.Dataset.dataset())
		}
		table.flush()
		for _, path := range answer.Paths {
			p.line("shortest path %s: %d", path.Period.Text, path.Length)
		}
		p.warnings(answer.Warnings)
	})
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
	var answer struct {
		TotalCount int
		Nodes      []struct {
			Kind, Since, Explanation string
			Hostility                int
		}
	}
	given := c.variables(map[string]any{"asOf": c.AsOf, "actors": c.Actor, "kinds": capitals(c.Kind), "first": c.First})
	return env.question(ctx, "contradictions", given, c.answering, &answer, func(p *printer) {
		p.line("contradictions: %d", answer.TotalCount)
		table := p.table("KIND", "HOSTILITY", "SINCE", "WHAT")
		for _, n := range answer.Nodes {
			table.row(n.Kind, fmt.Sprint(n.Hostility), n.Since, n.Explanation)
		}
		table.flush()
	})
}
