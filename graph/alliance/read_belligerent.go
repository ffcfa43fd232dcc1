package alliance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// belligerent returns the actor that attacks or is attacked. Besides what existing refuses, that is not an organization
// with members on the day: treaties bind the members, each of its own, so the answer would be that nobody owes it
// anything. It costs a call to the store for an organization, none for others.
func (g *reading) belligerent(ctx context.Context, role string, id graph.ID) (graph.Actor, error) {
	actor, err := g.existing(ctx, role, id)
	if err != nil || actor.Label() != graph.LabelOrganization {
		return actor, err
	}
	var members []graph.Actor
	q := along(graph.DirectionIn, graph.MemberOfType)
	q.Filter.On = g.on
	err = expandEach(ctx, g.reader, []graph.ID{id}, q, func(_ graph.ID, h graph.Hop) {
		member, ok := h.Other.(graph.Actor)
		if ok && h.Relationship.(*graph.MemberOf).Membership() == graph.FullMember {
			members = append(members, member)
		}
	})
	if err != nil || len(members) == 0 {
		return actor, err
	}
	slices.SortFunc(members, compareActors)
	members = slices.CompactFunc(members, func(a, b graph.Actor) bool { return a.Head().ID == b.Head().ID })
	var named []string
	var candidates []graph.Candidate
	for _, m := range members[:min(len(members), 5)] {
		named = append(named, fmt.Sprintf("%s (%s)", m.Head().Name, m.Head().ID))
		candidates = append(candidates, graph.Candidate{ID: m.Head().ID, Name: m.Head().Name, Why: "a member"})
	}
	if more := len(members) - len(named); more > 0 {
		named = append(named, fmt.Sprintf("and %d more", more))
	}
	h := actor.Head()
	fault := graph.Invalidf("%s: %s (%s) is an organization, and treaties bind its members; want one that is a member "+
		"on %s: %s", role, h.Name, h.ID, g.on, strings.Join(named, ", "))
	fault.Candidates = candidates
	return nil, fault
}

// checkHostile refuses hostile actors as belligerent does.
func (g *reading) checkHostile(ctx context.Context, s *Scenario) error {
	for _, id := range s.HostileActors {
		if _, err := g.belligerent(ctx, "scenario.hostileActors", id); err != nil {
			return err
		}
	}
	return nil
}
