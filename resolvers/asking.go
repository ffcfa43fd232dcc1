package resolvers

import (
	"cmp"
	"context"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

// asking reads the arguments of a question, one after the other in the order of the code. It remembers the first that
// is wrong and looks at none behind it: what it returns counts only where err is nil.
type asking struct {
	query
	ctx context.Context
	on  graph.Day // on which actors are meant
	err error
}

// asking begins a question that looks at these datasets only.
func (q query) asking(ctx context.Context, datasets []graph.ID) *asking {
	return &asking{query: q, ctx: ctx, err: loaded(ctx, datasets, "datasets")}
}

// try reads what may be wrong.
func (a *asking) try(read func() error) {
	if a.err == nil {
		a.err = read()
	}
}

// loaded refuses datasets that are not loaded.
func (a *asking) loaded(datasets []graph.ID, argument string) {
	a.try(func() error { return loaded(a.ctx, datasets, argument) })
}

// period is the time of an argument; nil without one.
func (a *asking) period(in *api.PeriodInput, argument string) (p *graph.Period) {
	a.try(func() (err error) {
		p, err = in.Period(argument)
		return err
	})
	return p
}

// ask is what the domain answers to the question, once its arguments are read.
func ask[Q, A any](a *asking, domain func(context.Context, graph.Reader, Q) (A, error), question Q) (A, error) {
	if a.err != nil {
		var none A
		return none, a.err
	}
	return domain(a.ctx, requestOf(a.ctx).store, question)
}

// spent takes what an answer holds from the budget of the request.
func spent[A any](ctx context.Context, answer *A, err error, holds func(*A) int) (*A, error) {
	if err != nil {
		return nil, err
	}
	return answer, requestOf(ctx).spend(holds(answer))
}

// asOf is the day of the question, 0 for all time.
func (a *asking) asOf(asOf *graph.Date, allTime bool) graph.Day {
	if a.err == nil {
		a.on, a.err = day(a.ctx, asOf, allTime)
	}
	return a.on
}

// orAllTime is the day of a question that may be about all time (0), whose references are then meant today.
func (a *asking) orAllTime(asOf *graph.Date, allTime bool) graph.Day {
	on := a.asOf(asOf, allTime)
	a.on = cmp.Or(on, requestOf(a.ctx).today)
	return on
}

// exactDay is the day of an argument.
func (a *asking) exactDay(argument string, date graph.Date) (day graph.Day) {
	a.try(func() (err error) {
		if day, err = exactDay(argument, date); err == nil {
			requestOf(a.ctx).ask(day)
		}
		return err
	})
	return day
}

// want refuses the question where a condition does not hold.
func (a *asking) want(holds bool, format string, args ...any) {
	if a.err == nil && !holds {
		a.err = graph.Invalidf(format, args...)
	}
}

func (a *asking) node(ref api.NodeRef, argument string, on graph.Day, labels ...graph.Label) graph.ID {
	return a.found(func() (graph.Node, error) { return a.resolve(a.ctx, ref, argument, on, labels...) })
}

func (a *asking) found(resolve func() (graph.Node, error)) (id graph.ID) {
	a.try(func() error {
		n, err := resolve()
		if err == nil {
			id = n.Head().ID
		}
		return err
	})
	return id
}

func (a *asking) actor(ref api.NodeRef, argument string) graph.ID {
	return a.node(ref, argument, a.on, graph.ActorLabels...)
}

// actorEver is the actor that is meant where the question is about no day.
func (a *asking) actorEver(ref api.NodeRef, argument string) graph.ID {
	return a.found(func() (graph.Node, error) { return a.resolveEver(a.ctx, ref, argument, graph.ActorLabels...) })
}

// treaty is the one of a reference, none without one. A treaty's name means the same on all days.
func (a *asking) treaty(ref *api.NodeRef, argument string) graph.ID {
	if ref == nil {
		return ""
	}
	return a.node(*ref, argument, 0, graph.LabelTreaty)
}

func (a *asking) place(ref *api.NodeRef, argument string) graph.ID {
	if ref == nil {
		return ""
	}
	return a.node(*ref, argument, 0, graph.LabelPlace)
}

func (a *asking) actors(refs []api.NodeRef, argument string) []graph.ID {
	return a.nodes(refs, argument, graph.ActorLabels...)
}

// nodes are those of the labels (none: any) that references mean on the day of the question, else today.
func (a *asking) nodes(refs []api.NodeRef, argument string, labels ...graph.Label) (out []graph.ID) {
	a.try(func() (err error) {
		out, err = a.resolveAll(a.ctx, refs, argument, cmp.Or(a.on, requestOf(a.ctx).today), labels...)
		return err
	})
	return out
}

// together asks at once for the nodes of references that are resolved next.
func (a *asking) together(refs ...api.NodeRef) {
	a.try(func() error { return a.fetch(a.ctx, refs...) })
}

// scenario reads the input; without one it is the default scenario.
func (a *asking) scenario(in *api.ScenarioInput) alliance.Scenario {
	if in == nil {
		return alliance.DefaultScenario()
	}
	out := alliance.Scenario{
		Armed: in.Armed, Provoked: in.Provoked, Requested: in.Requested, AdversaryCount: in.AdversaryCount,
		SpecificConflict: in.SpecificConflict, DefendAggressorsToo: in.DefendAggressorsToo,
		HostileActors: a.actors(in.HostileActors, "scenario.hostileActors"),
	}
	for _, assumed := range in.Assume {
		out.Assume = append(out.Assume, alliance.Assumption(*assumed))
	}
	switch w := in.Where; {
	case w == nil:
	case w.Place != nil && w.Latitude == nil && w.Longitude == nil:
		out.Where = &alliance.Location{Place: a.place(w.Place, "scenario.where.place")}
	case w.Place == nil && w.Latitude != nil && w.Longitude != nil:
		out.Where = &alliance.Location{Latitude: *w.Latitude, Longitude: *w.Longitude}
	default:
		a.want(false, "scenario.where: want a place, or a latitude and a longitude")
	}
	return out
}

// attacks reads the attacks of a cascade, up to one more than are allowed.
func (a *asking) attacks(in []*api.AttackInput, argument string) (out []alliance.Attack) {
	in = in[:min(len(in), alliance.MaxAttacks+1)]
	var refs []api.NodeRef
	for _, attack := range in {
		refs = append(refs, attack.Attacker, attack.Victim)
	}
	a.together(refs...)
	for _, attack := range in {
		out = append(out, alliance.Attack{
			Attacker: a.actor(attack.Attacker, argument+".attacker"), Victim: a.actor(attack.Victim, argument+".victim"),
		})
	}
	return out
}

// changes reads a what-if, and takes what it costs from the budget of the request.
func (a *asking) changes(in []*api.TreatyChange) (out []alliance.TreatyChange) {
	for i, c := range in {
		out = append(out, a.change(c, fmt.Sprintf("whatIf[%d]", i)))
	}
	a.try(func() error { return a.spendOn(a.ctx, out) })
	return out
}

func (a *asking) change(in *api.TreatyChange, argument string) (out alliance.TreatyChange) {
	if in.Add != nil {
		out.Add = a.newTreaty(in.Add, argument+".add")
	}
	if w := in.Withdraw; w != nil {
		out.Withdraw = &alliance.Withdrawal{
			Treaty: a.treaty(&w.Treaty, argument+".withdraw.treaty"), Party: a.actor(w.Party, argument+".withdraw.party"),
		}
	}
	out.Suspend = a.treaty(in.Suspend, argument+".suspend")
	out.End = a.treaty(in.End, argument+".end")
	out.EnterIntoForce = a.treaty(in.EnterIntoForce, argument+".enterIntoForce")
	if amend := in.Amend; amend != nil {
		out.Amend = &alliance.Amendment{
			Treaty: a.treaty(&amend.Treaty, argument+".amend.treaty"), Article: *orZero(amend.Article), Type: amend.Type,
		}
	}
	return out
}

func (a *asking) newTreaty(in *api.NewTreatyInput, argument string) *alliance.NewTreaty {
	out := &alliance.NewTreaty{Title: *orZero(in.Title), Parties: a.actors(in.Parties, argument+".parties")}
	articles := in.Articles
	if in.Type != nil {
		a.want(len(articles) == 0, "%s: want a type or articles, not both", argument)
		articles = []*api.NewArticleInput{{Type: *in.Type}}
	}
	argument += ".articles"
	for _, one := range articles {
		article := alliance.NewArticle{
			Number: *orZero(one.Number), Type: one.Type,
			Obligors:      a.actors(one.Obligors, argument+".obligors"),
			Beneficiaries: a.actors(one.Beneficiaries, argument+".beneficiaries"),
		}
		for _, c := range one.Conditions {
			article.Conditions = append(article.Conditions, graph.Condition{
				Kind: c.Kind, Text: graph.Text(*orZero(c.Text)), Count: *orZero(c.Count),
				Adversaries: a.actors(c.Adversaries, argument+".conditions.adversaries"),
				Area:        a.place(c.Area, argument+".conditions.area"),
			})
		}
		out.Articles = append(out.Articles, article)
	}
	return out
}
