package alliance

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// attackView is one attack as the judging of conditions sees it, from the side of a beneficiary.
type attackView struct {
	*reading
	scenario         *Scenario // nil where no attack is asked about
	attacker, victim graph.ID
	where            graph.Node // the place of the attack, the victim as a rule; nil where the scenario gives coordinates
	point            [2]float64 // where; only if located
	located          bool
	// towardAttacker judges a duty owed to the attacker, whose own war it is.
	towardAttacker bool
	// words asks for the reasons too.
	words bool
}

// toward is the attack as a duty to the attacker, or one to the victim, sees it.
func (v *attackView) toward(attacker bool) *attackView {
	out := *v
	out.towardAttacker = attacker
	return &out
}

// reason puts a reason together, where one is asked for.
func (v *attackView) reason(parts ...string) string {
	if !v.words {
		return ""
	}
	return strings.Join(parts, "")
}

// judge judges one trigger condition of a duty of the type.
func (v *attackView) judge(c *graph.Condition, duty graph.ObligationType) (Judgement, string) {
	if v.scenario == nil {
		return Unknown, "no scenario was given"
	}
	switch c.Kind {
	case graph.ConditionArmedAttack:
		return v.armedAttack(duty)
	case graph.ConditionNonProvocation:
		return v.nonProvocation()
	case graph.ConditionUNCharter51:
		return v.selfDefence()
	case graph.ConditionSpecificAdversary:
		return v.adversary(c)
	case graph.ConditionAdversaryCount:
		return v.adversaryCount(c)
	case graph.ConditionSpecificConflict:
		switch s := v.scenario.SpecificConflict; {
		case s == nil:
			return Unknown, "whether this is the conflict that the treaty has in mind is not known"
		case *s:
			return Met, "the scenario says that this is the conflict that the treaty has in mind"
		}
		return Unmet, "the scenario says that this is another conflict than the treaty has in mind"
	case graph.ConditionOnRequest:
		return v.requested()
	case graph.ConditionGeographicArea, graph.ConditionSpecificLocation:
		return v.area(c)
	case graph.ConditionDemandNoncompliance:
		return Unknown, "whether a demand was made and refused is not known"
	}
	return Unknown, "the condition cannot be judged from the scenario"
}

func (v *attackView) armedAttack(duty graph.ObligationType) (Judgement, string) {
	switch {
	case v.towardAttacker && !v.scenario.DefendAggressorsToo:
		return Unmet, v.reason(v.called(v.attacker), " attacks and is not attacked")
	case v.scenario.Armed:
		return Met, "the attack is armed"
	case duty == graph.ObligationConsul:
		return Unknown, "the attack is not armed; a duty to consult may need only a threat"
	}
	return Unmet, "the attack is not armed"
}

func (v *attackView) nonProvocation() (Judgement, string) {
	switch {
	case v.towardAttacker && v.scenario.Provoked:
		return Met, v.reason(v.called(v.victim), " provoked the war")
	case v.towardAttacker:
		return Unmet, v.reason(v.called(v.attacker), " began the war unprovoked")
	case v.scenario.Provoked:
		return Unmet, v.reason(v.called(v.victim), " provoked the attack")
	}
	return Met, "the attack is unprovoked"
}

func (v *attackView) selfDefence() (Judgement, string) {
	switch {
	case v.towardAttacker:
		return Unmet, v.reason(v.called(v.attacker), " began the war: no self-defence under Article 51 of the UN Charter")
	case !v.scenario.Armed:
		return Unmet, "the attack is not armed: no case of Article 51 of the UN Charter"
	case v.scenario.Provoked:
		return Unmet, v.reason(v.called(v.victim), " provoked the attack: self-defence under Article 51 of the UN Charter "+
			"is not made out")
	}
	return Met, "an armed, unprovoked attack: self-defence under Article 51 of the UN Charter"
}

func (v *attackView) adversary(c *graph.Condition) (Judgement, string) {
	if len(c.Adversaries) == 0 {
		return Unknown, "the adversary that the treaty has in mind is not recorded"
	}
	for _, a := range c.Adversaries {
		if v.towardAttacker && a == v.victim || !v.towardAttacker && v.hostile(a) {
			return Met, v.reason("the duty runs against ", v.called(a))
		}
	}
	if !v.words {
		return Unmet, ""
	}
	foe := v.attacker
	if v.towardAttacker {
		foe = v.victim
	}
	named := lists.Map(c.Adversaries, v.called)
	return Unmet, v.reason("the duty runs against ", strings.Join(named, ", "), ", not against ", v.called(foe))
}

// hostile tells whether an actor is the attacker or one of those that attack with it.
func (v *attackView) hostile(id graph.ID) bool {
	return id == v.attacker || slices.Contains(v.scenario.HostileActors, id)
}

// foes counts the attacker and those that attack with it, each once.
func (v *attackView) foes() int {
	count := 1
	for i, id := range v.scenario.HostileActors {
		if id != v.attacker && !slices.Contains(v.scenario.HostileActors[:i], id) {
			count++
		}
	}
	return count
}

func (v *attackView) adversaryCount(c *graph.Condition) (Judgement, string) {
	if c.Count == 0 {
		return Unknown, "the number of adversaries that the treaty asks for is not recorded"
	}
	count := v.foes()
	stated := count > 1
	if v.scenario.AdversaryCount != nil {
		count, stated = *v.scenario.AdversaryCount, true
	}
	asks, attack := strconv.Itoa(c.Count), strconv.Itoa(count)
	switch {
	case v.towardAttacker:
		return Unknown, v.reason("how many adversaries ", v.called(v.attacker),
			" faces is not known; the treaty asks for ", asks)
	case count >= c.Count:
		return Met, v.reason(attack, " attack; the treaty asks for at least ", asks)
	case !stated:
		return Unknown, v.reason("whether others attack too is not known; the treaty asks for at least ", asks,
			" adversaries")
	}
	return Unmet, v.reason(attack, " attack; the treaty asks for at least ", asks)
}

func (v *attackView) requested() (Judgement, string) {
	switch r := v.scenario.Requested; {
	case v.towardAttacker || r == nil:
		return Unknown, "whether help is asked for is not known"
	case *r:
		return Met, v.reason(v.called(v.victim), " asks for help")
	}
	return Unmet, v.reason(v.called(v.victim), " does not ask for help")
}

func (v *attackView) area(c *graph.Condition) (Judgement, string) {
	place := v.place(c.Area)
	switch {
	case place == nil || place.Area.IsZero():
		return Unknown, "the area is known in words only"
	case !v.located:
		return Unknown, v.reason("where the attack takes place is not known: ", v.pointText())
	case place.Area.Contains(v.point[0], v.point[1]):
		return Met, v.reason(v.pointText(), " ", lies(v.pointText()), " in the area: ", place.Name)
	}
	return Unmet, v.reason(v.pointText(), " ", lies(v.pointText()), " outside the area: ", place.Name)
}

// locate finds the point of the attack: the scenario's, else the victim's home point.
func (v *attackView) locate() error {
	var latitude, longitude *float64
	switch at := v.scenario.Where; {
	case at == nil:
		v.where = v.nodes[v.victim]
		if state, ok := v.where.(*graph.State); ok {
			latitude, longitude = state.Latitude, state.Longitude
		}
	case at.Place != "":
		place := v.place(at.Place)
		if place == nil {
			return graph.NotFoundf("scenario.where: there is no place %q; want the id or name of a place, or coordinates",
				at.Place)
		}
		v.where, latitude, longitude = place, place.Latitude, place.Longitude
	default:
		latitude, longitude = &at.Latitude, &at.Longitude
	}
	if latitude != nil && longitude != nil {
		v.point, v.located = [2]float64{*latitude, *longitude}, true
	}
	return nil
}

// pointText says where the point of the attack is, or why it is not known.
func (v *attackView) pointText() string {
	if !v.words {
		return ""
	}
	switch at := v.where.(type) {
	case *graph.State:
		switch {
		case !v.located:
			return "no home point of " + Called(at.Name) + " is recorded"
		case at.Capital != "":
			return string(at.Capital) + " (" + at.Name + ")"
		}
		return "the home point of " + Called(at.Name)
	case *graph.Place:
		if !v.located {
			return "no point of " + Called(at.Name) + " is recorded"
		}
		return Called(at.Name)
	}
	if v.located {
		return coordinates(v.point[0], v.point[1])
	}
	return v.called(v.victim) + " has no home point"
}
