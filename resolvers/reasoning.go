package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

func (q query) ObligationsIfAttacked(ctx context.Context, attacker, victim api.NodeRef, asOf *graph.Date,
	scenario *api.ScenarioInput, whatIf []*api.TreatyChange, datasets []graph.ID, includeFree bool,
) (*alliance.AttackAssessment, error) {
	a := q.asking(ctx, datasets)
	question := alliance.Question{On: a.asOf(asOf, false), Datasets: datasets, IncludeFree: includeFree}
	a.together(attacker, victim)
	question.Attacker, question.Victim = a.actor(attacker, "attacker"), a.actor(victim, "victim")
	question.Scenario, question.WhatIf = a.scenario(scenario), a.changes(whatIf)
	out, err := ask(a, alliance.IfAttacked, question)
	if err != nil {
		return nil, err
	}
	q.suppose(ctx, out.World)
	duties := 0
	for _, r := range out.Responders {
		duties += dutiesOf(r)
	}
	return out, requestOf(ctx).spend(duties)
}

// dutiesOf counts the duties of a responder.
func dutiesOf(r *alliance.Responder) int {
	return len(r.Because) + len(r.Against) + len(r.Unmet) + len(r.Tensions) + len(r.Political) + len(r.Consultation)
}

func (q query) Cascade(ctx context.Context, attacks []*api.AttackInput, asOf *graph.Date,
	escalation alliance.Escalation, scenario *api.ScenarioInput,
	whatIf []*api.TreatyChange, datasets []graph.ID, maxRounds int, conditionalEnters bool,
) (*alliance.Cascade, error) {
	a := q.asking(ctx, datasets)
	question := alliance.CascadeQuestion{
		On: a.asOf(asOf, false), Escalation: escalation, Datasets: datasets, MaxRounds: maxRounds,
		ConditionalEnters: conditionalEnters,
	}
	a.want(maxRounds >= 1, "maxRounds: %d is outside 1 to %d", maxRounds, alliance.MaxRounds)
	question.Attacks = a.attacks(attacks, "attacks")
	question.Scenario, question.WhatIf = a.scenario(scenario), a.changes(whatIf)
	out, err := ask(a, alliance.RunCascade, question)
	if err != nil {
		return nil, err
	}
	q.suppose(ctx, out.World)
	duties := len(out.Subgraph.Relationships)
	for _, r := range slices.Concat(out.Torn, out.KeptOut) {
		duties += dutiesOf(r)
	}
	for _, round := range out.Rounds {
		for _, e := range round.Entrants {
			duties += len(e.Because)
		}
	}
	return out, requestOf(ctx).spend(duties)
}

func (q query) Contradictions(ctx context.Context, asOf *graph.Date, actors []api.NodeRef,
	kinds []alliance.ContradictionKind, datasets []graph.ID, page api.Page,
) (*api.ContradictionConnection, error) {
	a := q.asking(ctx, datasets)
	question := alliance.ContradictionQuery{
		On: a.asOf(asOf, false), Kinds: kinds, Datasets: datasets,
		Actors: a.actors(actors, "actors"),
	}
	all, err := ask(a, alliance.Contradictions, question)
	if err != nil {
		return nil, err
	}
	return slice(ctx, all, page, (*alliance.Contradiction).Key)
}

func (q query) VerdictChangePoints(ctx context.Context, attacker, victim api.NodeRef, from graph.Date, to *graph.Date,
	scenario *api.ScenarioInput, datasets []graph.ID,
) ([]*alliance.VerdictChangePoint, error) {
	a := q.asking(ctx, datasets)
	until := requestOf(ctx).today.Date()
	if to != nil {
		until = *to
	}
	if a.err != nil {
		return nil, a.err
	}
	time, err := api.Asked("", "from", &from, "to", &until)
	if err != nil {
		return nil, err
	}
	first, end := time.Bounds()
	requestOf(ctx).ask(0)
	a.on = first
	question := alliance.Question{
		On: first, Datasets: datasets,
		Attacker: a.actor(attacker, "attacker"), Victim: a.actor(victim, "victim"), Scenario: a.scenario(scenario),
	}
	if a.err != nil {
		return nil, a.err
	}
	points, err := alliance.ChangePoints(ctx, requestOf(ctx).store, question, first, end)
	if err != nil {
		return nil, err
	}
	return pointers(points), nil
}

func (q query) AllianceDiff(ctx context.Context, from, to graph.Date, actors []api.NodeRef,
	types []graph.ObligationType, datasets []graph.ID,
) (*alliance.AllianceDiff, error) {
	a := q.asking(ctx, datasets)
	question := alliance.DiffQuery{
		From: a.exactDay("from", from), To: a.exactDay("to", to), Types: types, Datasets: datasets,
	}
	a.on = question.To
	question.Actors = a.actors(actors, "actors")
	out, err := ask(a, alliance.Diff, question)
	return spent(ctx, out, err, func(d *alliance.AllianceDiff) int { return len(d.Changes) })
}

func (q query) AllianceHistory(ctx context.Context, refA, refB api.NodeRef, maxHops int, types []graph.ObligationType,
	datasets []graph.ID,
) (*alliance.AllianceHistory, error) {
	a := q.asking(ctx, datasets)
	a.want(maxHops >= 1, "maxHops: %d is outside 1 to %d", maxHops, alliance.MaxHistoryHops)
	requestOf(ctx).ask(0)
	question := alliance.HistoryQuery{
		MaxHops: maxHops, Types: types, Datasets: datasets, A: a.actorEver(refA, "a"), B: a.actorEver(refB, "b"),
	}
	out, err := ask(a, alliance.History, question)
	return spent(ctx, out, err, func(h *alliance.AllianceHistory) int { return len(h.Duties) })
}

func (q query) Duties(ctx context.Context, actor api.NodeRef, asOf *graph.Date, types []graph.ObligationType,
	datasets []graph.ID,
) (*alliance.DutiesInForce, error) {
	a := q.asking(ctx, datasets)
	question := alliance.DutiesQuery{
		On: a.asOf(asOf, false), Actor: a.actor(actor, "actor"), Types: types, Datasets: datasets,
	}
	out, err := ask(a, alliance.Duties, question)
	return spent(ctx, out, err, func(d *alliance.DutiesInForce) int {
		return len(d.Owes) + len(d.Owed) + len(d.Political)
	})
}

func (q query) Lifecycle(ctx context.Context, treaty api.NodeRef) (*api.TreatyLifecycle, error) {
	requestOf(ctx).ask(0)
	a := q.asking(ctx, nil)
	id := a.treaty(&treaty, "treaty")
	if a.err != nil {
		return nil, a.err
	}
	t, actions, err := alliance.Lifecycle(ctx, requestOf(ctx).store, id)
	if err != nil {
		return nil, err
	}
	return &api.TreatyLifecycle{Treaty: t, Actions: pointers(actions)}, nil
}

func (q query) Compliance(ctx context.Context, treaty *api.NodeRef, actors []api.NodeRef, outcomes []graph.Text,
	datasets []graph.ID, page api.Page,
) (*api.ComplianceConnection, error) {
	a := q.asking(ctx, datasets)
	requestOf(ctx).ask(0)
	question := alliance.ComplianceQuery{Outcomes: outcomes, Datasets: datasets, Treaty: a.treaty(treaty, "treaty")}
	if a.err == nil {
		question.Actors, a.err = q.resolveAllEver(ctx, actors, "actors", graph.ActorLabels...)
	}
	cases, err := ask(a, alliance.Cases, question)
	if err != nil {
		return nil, err
	}
	return slice(ctx, cases, page, func(c *alliance.Compliance) string { return string(c.Relationship.ID) })
}

func (q query) Backtest(ctx context.Context, alliances, wars graph.ID) (*alliance.Backtest, error) {
	requestOf(ctx).ask(0)
	named := func(id graph.ID) graph.ID {
		if !strings.Contains(string(id), ":") {
			return "dataset:" + id
		}
		return id
	}
	out, err := alliance.RunBacktest(ctx, requestOf(ctx).store,
		alliance.BacktestQuery{Alliances: named(alliances), Wars: named(wars)})
	return spent(ctx, out, err, func(b *alliance.Backtest) int { return len(b.Cases) })
}
