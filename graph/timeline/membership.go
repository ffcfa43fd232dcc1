package timeline

import "github.com/entente-graph/entente/graph"

const suspended graph.MembershipKind = "SUSPENDED"

// membershipSteps put the first day of a membership of a kind, and the day after its last, into words: between the
// member's name and the organization's.
var membershipSteps = map[graph.MembershipKind]struct{ begins, ends string }{
	graph.FullMember: {" joins ", " leaves "},
	"OBSERVER":       {" becomes an observer of ", " stops being an observer of "},
	"PARTNER":        {" becomes a partner of ", " stops being a partner of "},
	"CANDIDATE":      {" becomes a candidate of ", " stops being a candidate of "},
	suspended:        {" is suspended from ", " is no longer suspended from "},
}

// membership is a kind of membership of one actor in one organization.
type membership struct {
	member, organization graph.ID
	kind                 graph.MembershipKind
}

// memberships adds what begins and ends of memberships. A membership that goes on in another spell neither ends nor
// begins between the two; and who is suspended is a member still, so that nobody leaves or joins there.
func (t *timeline) memberships(actor graph.ID, hops []graph.Hop) {
	type edge struct {
		membership
		day graph.Date
	}
	starts, stops := map[edge]bool{}, map[edge]bool{}
	for _, hop := range hops {
		r := hop.Relationship.(*graph.MemberOf)
		m := membershipOf(r)
		kinds := []graph.MembershipKind{m.kind}
		if m.kind == suspended {
			kinds = append(kinds, graph.FullMember)
		}
		for _, m.kind = range kinds {
			starts[edge{m, r.Period.From}], stops[edge{m, r.Period.Until}] = true, true
		}
	}
	for _, hop := range hops {
		r := hop.Relationship.(*graph.MemberOf)
		m, from, until := membershipOf(r), r.Period.From, r.Period.Until
		words := membershipSteps[m.kind]
		member, organization := t.name(m.member), t.name(m.organization)
		key := "MEMBERSHIP|" + string(m.member) + "|" + string(m.organization)
		if !stops[edge{m, from}] {
			t.add(Membership, from, key+"|from|"+from.String()+"|"+string(m.kind), member+words.begins+organization,
				hop.Other, actor)
		}
		if !starts[edge{m, until}] {
			t.add(Membership, until, key+"|until|"+until.String()+"|"+string(m.kind), member+words.ends+organization,
				hop.Other, actor)
		}
	}
}

func membershipOf(r *graph.MemberOf) membership {
	return membership{r.FromID, r.ToID, r.Membership()}
}
