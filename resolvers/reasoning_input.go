package resolvers

import (
	"context"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

// actorRef resolves a reference to an actor on a day.
func (q query) actorRef(ctx context.Context, ref api.NodeRef, argument string, on graph.Day) (graph.ID, error) {
	n, err := q.resolve(ctx, ref, argument, on, graph.ActorLabels...)
	if err != nil {
		return "", err
	}
	return n.Head().ID, nil
}

func (q query) treatyRef(ctx context.Context, ref api.NodeRef, argument string) (graph.ID, error) {
	n, err := q.resolve(ctx, ref, argument, 0, graph.LabelTreaty)
	if err != nil {
		return "", err
	}
	return n.Head().ID, nil
}

// scenario reads the input; without one it is the default scenario.
func (q query) scenario(ctx context.Context, in *api.ScenarioInput, on graph.Day) (alliance.Scenario, error) {
	out := alliance.DefaultScenario()
	if in == nil {
		return out, nil
	}
	out = alliance.Scenario{
		Armed: in.Armed, Provoked: in.Provoked, Requested: in.Requested, AdversaryCount: in.AdversaryCount,
		SpecificConflict: in.SpecificConflict, DefendAggressorsToo: in.DefendAggressorsToo,
	}
	for _, a := range in.Assume {
		out.Assume = append(out.Assume, alliance.Assumption(a))
	}
	var err error
	if out.HostileActors, err = q.resolveAll(ctx, in.HostileActors, "scenario.hostileActors", on, graph.ActorLabels...); err != nil {
		return out, err
	}
	switch w := in.Where; {
	case w == nil:
	case w.Place != nil && w.Latitude == nil && w.Longitude == nil:
		place, err := q.resolve(ctx, *w.Place, "scenario.where.place", 0, graph.LabelPlace)
		if err != nil {
			return out, err
		}
		out.Where = &alliance.Location{Place: place.Head().ID}
	case w.Place == nil && w.Latitude != nil && w.Longitude != nil:
		out.Where = &alliance.Location{Latitude: *w.Latitude, Longitude: *w.Longitude}
	default:
		return out, graph.Invalidf("scenario.where: want a place, or a latitude and a longitude")
	}
	return out, nil
}

// attacks reads the attacks of a cascade, up to one more than are allowed.
func (q query) attacks(ctx context.Context, in []*api.AttackInput, argument string, on graph.Day) (out []alliance.Attack, err error) {
	in = in[:min(len(in), alliance.MaxAttacks+1)]
	var refs []api.NodeRef
	for _, a := range in {
		refs = append(refs, a.Attacker, a.Victim)
	}
	if err := q.fetch(ctx, refs...); err != nil {
		return nil, err
	}
	for _, a := range in {
		var attack alliance.Attack
		if attack.Attacker, err = q.actorRef(ctx, a.Attacker, argument+".attacker", on); err != nil {
			return nil, err
		}
		if attack.Victim, err = q.actorRef(ctx, a.Victim, argument+".victim", on); err != nil {
			return nil, err
		}
		out = append(out, attack)
	}
	return out, nil
}

// changes reads a what-if.
func (q query) changes(ctx context.Context, in []*api.TreatyChange, on graph.Day) ([]alliance.TreatyChange, error) {
	var out []alliance.TreatyChange
	for i, c := range in {
		change, err := q.change(ctx, *c, fmt.Sprintf("whatIf[%d]", i), on)
		if err != nil {
			return nil, err
		}
		out = append(out, change)
	}
	return out, q.spendOn(ctx, out)
}

func (q query) change(ctx context.Context, in api.TreatyChange, argument string, on graph.Day) (out alliance.TreatyChange, err error) {
	if in.Add != nil {
		if out.Add, err = q.newTreaty(ctx, in.Add, argument+".add", on); err != nil {
			return out, err
		}
	}
	if w := in.Withdraw; w != nil {
		out.Withdraw = &alliance.Withdrawal{}
		if out.Withdraw.Treaty, err = q.treatyRef(ctx, w.Treaty, argument+".withdraw.treaty"); err != nil {
			return out, err
		}
		if out.Withdraw.Party, err = q.actorRef(ctx, w.Party, argument+".withdraw.party", on); err != nil {
			return out, err
		}
	}
	if in.Suspend != nil {
		if out.Suspend, err = q.treatyRef(ctx, *in.Suspend, argument+".suspend"); err != nil {
			return out, err
		}
	}
	if in.End != nil {
		if out.End, err = q.treatyRef(ctx, *in.End, argument+".end"); err != nil {
			return out, err
		}
	}
	if in.EnterIntoForce != nil {
		if out.EnterIntoForce, err = q.treatyRef(ctx, *in.EnterIntoForce, argument+".enterIntoForce"); err != nil {
			return out, err
		}
	}
	if a := in.Amend; a != nil {
		out.Amend = &alliance.Amendment{Article: *orZero(a.Article), Type: a.Type}
		if out.Amend.Treaty, err = q.treatyRef(ctx, a.Treaty, argument+".amend.treaty"); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (q query) newTreaty(ctx context.Context, in *api.NewTreatyInput, argument string, on graph.Day) (*alliance.NewTreaty, error) {
	out := &alliance.NewTreaty{Title: *orZero(in.Title)}
	var err error
	if out.Parties, err = q.resolveAll(ctx, in.Parties, argument+".parties", on, graph.ActorLabels...); err != nil {
		return nil, err
	}
	articles := in.Articles
	switch {
	case in.Type != nil && len(articles) > 0:
		return nil, graph.Invalidf("%s: want a type or articles, not both", argument)
	case in.Type != nil:
		articles = []api.NewArticleInput{{Type: *in.Type}}
	}
	for _, a := range articles {
		article := alliance.NewArticle{Number: *orZero(a.Number), Type: a.Type}
		if article.Obligors, err = q.resolveAll(ctx, a.Obligors, argument+".articles.obligors", on, graph.ActorLabels...); err != nil {
			return nil, err
		}
		if article.Beneficiaries, err = q.resolveAll(ctx, a.Beneficiaries, argument+".articles.beneficiaries", on, graph.ActorLabels...); err != nil {
			return nil, err
		}
		for _, c := range a.Conditions {
			condition := graph.Condition{Kind: c.Kind, Text: graph.Text(*orZero(c.Text)), Count: *orZero(c.Count)}
			if condition.Adversaries, err = q.resolveAll(ctx, c.Adversaries, argument+".articles.conditions.adversaries", on, graph.ActorLabels...); err != nil {
				return nil, err
			}
			if c.Area != nil {
				place, err := q.resolve(ctx, *c.Area, argument+".articles.conditions.area", 0, graph.LabelPlace)
				if err != nil {
					return nil, err
				}
				condition.Area = place.Head().ID
			}
			article.Conditions = append(article.Conditions, condition)
		}
		out.Articles = append(out.Articles, article)
	}
	return out, nil
}
