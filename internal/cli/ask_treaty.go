package cli

import (
	"cmp"
	"context"
)

type askLifecycle struct {
	answering
	Treaty string `required:"" placeholder:"TREATY" help:"The treaty."`
}

// Run asks.
func (c *askLifecycle) Run(ctx context.Context, env *Env) error {
	var answer struct {
		Treaty  shownTreaty
		Actions []struct {
			Date, Kind, Text string
			Party            shownName
			Dataset          shownName
		}
	}
	given := map[string]any{"treaty": c.Treaty}
	return env.question(ctx, "lifecycle", given, c.answering, &answer, func(p *printer) {
		p.line("%s (%s)", answer.Treaty.Title, answer.Treaty.ID)
		table := p.table("ON", "STEP", "PARTY", "WHAT", "DATASET")
		for _, a := range answer.Actions {
			table.row(cmp.Or(a.Date, "unknown"), a.Kind, cmp.Or(a.Party.Name, "the treaty"), a.Text, a.Dataset.dataset())
		}
		table.flush()
	})
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
	var answer struct {
		TotalCount int
		Nodes      []struct {
			Event struct {
				Name   string
				Period struct{ From string }
			}
			Treaty               shownTreaty
			Article              struct{ Number string }
			Obligor, Beneficiary shownName
			Outcome, Note        string
		}
	}
	more := map[string]any{"actors": c.Actor, "outcomes": capitals(c.Outcome), "first": c.First}
	if c.Treaty != "" {
		more["treaty"] = c.Treaty
	}
	return env.question(ctx, "compliance", c.variables(more), c.answering, &answer, func(p *printer) {
		p.line("cases in which an obligation was put to the test: %d", answer.TotalCount)
		table := p.table("ON", "OUTCOME", "OWED", "TO", "TREATY", "ARTICLE", "EVENT")
		for _, n := range answer.Nodes {
			table.row(n.Event.Period.From, cmp.Or(n.Outcome, "not coded"), n.Obligor.Name, n.Beneficiary.Name, n.Treaty.Title,
				n.Article.Number, n.Event.Name)
		}
		table.flush()
	})
}
