package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

// Pivots implements generated.QueryResolver.
func (q query) Pivots(ctx context.Context, subject api.PivotSubject, asOf *graph.Date, whatIf []*api.TreatyChange, datasets []graph.ID) (*alliance.Pivots, error) {
	if err := q.loaded(ctx, datasets, "datasets"); err != nil {
		return nil, err
	}
	on, err := day(ctx, asOf, false)
	if err != nil {
		return nil, err
	}
	changes, err := q.changes(ctx, whatIf, on)
	if err != nil {
		return nil, err
	}
	given := 0
	for _, is := range []bool{subject.Verdict != nil, subject.Path != nil, subject.Cascade != nil, subject.Contradiction != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		return nil, graph.Invalidf("of: %d of verdict, path, cascade and contradiction are given; want exactly one", given)
	}
	world, err := alliance.Overlay(ctx, requestOf(ctx).store, changes, on)
	if err != nil {
		return nil, err
	}
	q.suppose(ctx, world)
	if err := q.spendOn(ctx, changes); err != nil { // the search makes a world of its own
		return nil, err
	}
	out, err := q.pivots(ctx, &subject, on, datasets)
	if err != nil {
		return nil, err
	}
	effects := 0
	for _, p := range out.List {
		effects += len(p.Changes) + len(p.Also)
	}
	return out, requestOf(ctx).spend(effects)
}

func (q query) pivots(ctx context.Context, of *api.PivotSubject, on graph.Day, datasets []graph.ID) (*alliance.Pivots, error) {
	switch {
	case of.Verdict != nil:
		return q.verdictPivots(ctx, of.Verdict, alliance.Question{On: on, Datasets: datasets})
	case of.Path != nil:
		return q.pathPivots(ctx, of.Path, on, datasets)
	case of.Cascade != nil:
		return q.cascadePivots(ctx, of.Cascade, alliance.CascadeQuestion{On: on, Datasets: datasets})
	}
	question := alliance.ContradictionPivotQuestion{On: on, Datasets: datasets, Kind: of.Contradiction.Kind}
	var err error
	if question.Actor, err = q.actorRef(ctx, of.Contradiction.Actor, "of.contradiction.actor", on); err != nil {
		return nil, err
	}
	if question.Between, err = q.resolveAll(ctx, of.Contradiction.Between, "of.contradiction.between", on, graph.ActorLabels...); err != nil {
		return nil, err
	}
	return alliance.ContradictionPivots(ctx, requestOf(ctx).store, question)
}

func (q query) verdictPivots(ctx context.Context, of *api.VerdictSubject, base alliance.Question) (*alliance.Pivots, error) {
	question := alliance.VerdictPivotQuestion{Question: base, Want: *orZero(of.Want)}
	for _, ref := range []struct {
		argument string
		ref      api.NodeRef
		id       *graph.ID
	}{{"attacker", of.Attacker, &question.Attacker}, {"victim", of.Victim, &question.Victim}, {"actor", of.Actor, &question.Actor}} {
		id, err := q.actorRef(ctx, ref.ref, "of.verdict."+ref.argument, base.On)
		if err != nil {
			return nil, err
		}
		*ref.id = id
	}
	var err error
	if question.Scenario, err = q.scenario(ctx, of.Scenario, base.On); err != nil {
		return nil, err
	}
	return alliance.VerdictPivots(ctx, requestOf(ctx).store, question)
}

func (q query) pathPivots(ctx context.Context, of *api.PathSubject, on graph.Day, datasets []graph.ID) (*alliance.Pivots, error) {
	var question alliance.PathPivotQuestion
	question.Direction, question.MaxHops, question.Limit = profiles[of.Profile].direction, of.MaxHops, 1
	from, err := q.resolve(ctx, of.From, "of.path.from", on)
	if err != nil {
		return nil, err
	}
	to, err := q.resolve(ctx, of.To, "of.path.to", on)
	if err != nil {
		return nil, err
	}
	question.From, question.To = from.Head().ID, []graph.ID{to.Head().ID}
	if question.Filter, err = q.filter(ctx, of.Profile, of.Filter, on); err != nil {
		return nil, err
	}
	var some bool
	if question.Filter.Datasets, some = narrow(question.Filter.Datasets, datasets); !some {
		return nil, graph.Invalidf("datasets: none of these is among filter.datasets; give them in one place")
	}
	return alliance.PathPivots(ctx, requestOf(ctx).store, question)
}

func (q query) cascadePivots(ctx context.Context, of *api.CascadeSubject, base alliance.CascadeQuestion) (*alliance.Pivots, error) {
	question := alliance.CascadePivotQuestion{CascadeQuestion: base, Side: *orZero(of.Side)}
	question.Escalation, question.ConditionalEnters = of.Escalation, of.ConditionalEnters
	var err error
	if question.Attacks, err = q.attacks(ctx, of.Attacks, "of.cascade.attacks", base.On); err != nil {
		return nil, err
	}
	if question.Actor, err = q.actorRef(ctx, of.Actor, "of.cascade.actor", base.On); err != nil {
		return nil, err
	}
	if question.Scenario, err = q.scenario(ctx, of.Scenario, base.On); err != nil {
		return nil, err
	}
	return alliance.CascadePivots(ctx, requestOf(ctx).store, question)
}
