package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

func (q query) Pivots(ctx context.Context, subject api.PivotSubject, asOf *graph.Date, whatIf []*api.TreatyChange,
	datasets []graph.ID,
) (*alliance.Pivots, error) {
	a := q.asking(ctx, datasets)
	on := a.asOf(asOf, false)
	changes := a.changes(whatIf)
	given := boolRank(subject.Verdict != nil) + boolRank(subject.Path != nil) + boolRank(subject.Cascade != nil) +
		boolRank(subject.Contradiction != nil)
	a.want(given == 1, "of: %d of verdict, path, cascade and contradiction are given; want exactly one", given)
	if a.err != nil {
		return nil, a.err
	}
	world, err := alliance.Overlay(ctx, requestOf(ctx).store, changes, on)
	if err != nil {
		return nil, err
	}
	q.suppose(ctx, world)
	if err := q.spendOn(ctx, changes); err != nil { // the search makes a world of its own
		return nil, err
	}
	out, err := a.pivots(&subject, datasets)
	return spent(ctx, out, err, func(p *alliance.Pivots) (effects int) {
		for _, pivot := range p.List {
			effects += len(pivot.Changes) + len(pivot.Also)
		}
		return effects
	})
}

func (a *asking) pivots(of *api.PivotSubject, datasets []graph.ID) (*alliance.Pivots, error) {
	switch {
	case of.Verdict != nil:
		return a.verdictPivots(of.Verdict, alliance.Question{On: a.on, Datasets: datasets})
	case of.Path != nil:
		return a.pathPivots(of.Path, datasets)
	case of.Cascade != nil:
		return a.cascadePivots(of.Cascade, alliance.CascadeQuestion{On: a.on, Datasets: datasets})
	}
	question := alliance.ContradictionPivotQuestion{
		On: a.on, Datasets: datasets, Kind: of.Contradiction.Kind,
		Actor:   a.actor(of.Contradiction.Actor, "of.contradiction.actor"),
		Between: a.actors(of.Contradiction.Between, "of.contradiction.between"),
	}
	return ask(a, alliance.ContradictionPivots, question)
}

func (a *asking) verdictPivots(of *api.VerdictSubject, base alliance.Question) (*alliance.Pivots, error) {
	base.Attacker, base.Victim = a.actor(of.Attacker, "of.verdict.attacker"), a.actor(of.Victim, "of.verdict.victim")
	question := alliance.VerdictPivotQuestion{
		Question: base, Actor: a.actor(of.Actor, "of.verdict.actor"),
		Want: *orZero(of.Want),
	}
	question.Scenario = a.scenario(of.Scenario)
	return ask(a, alliance.VerdictPivots, question)
}

func (a *asking) pathPivots(of *api.PathSubject, datasets []graph.ID) (*alliance.Pivots, error) {
	var question alliance.PathPivotQuestion
	question.Direction, question.MaxHops, question.Limit = profiles[of.Profile].direction, of.MaxHops, 1
	question.From = a.node(of.From, "of.path.from", a.on)
	question.To = []graph.ID{a.node(of.To, "of.path.to", a.on)}
	question.Filter = a.filter(of.Profile, of.Filter, a.on)
	var some bool
	question.Filter.Datasets, some = narrow(question.Filter.Datasets, datasets)
	a.want(some, "datasets: none of these is among filter.datasets; give them in one place")
	return ask(a, alliance.PathPivots, question)
}

func (a *asking) cascadePivots(of *api.CascadeSubject, base alliance.CascadeQuestion) (*alliance.Pivots, error) {
	base.Escalation, base.ConditionalEnters, base.Attacks = of.Escalation, of.ConditionalEnters,
		a.attacks(of.Attacks, "of.cascade.attacks")
	question := alliance.CascadePivotQuestion{
		CascadeQuestion: base, Side: *orZero(of.Side),
		Actor: a.actor(of.Actor, "of.cascade.actor"),
	}
	question.Scenario = a.scenario(of.Scenario)
	return ask(a, alliance.CascadePivots, question)
}
