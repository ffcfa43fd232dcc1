package alliance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Scenario is what is known of an attack. The zero Scenario knows nothing; start from [DefaultScenario].
type Scenario struct {
	// Armed says that the attack is an armed one.
	Armed bool
	// Provoked says that the victim provoked it.
	Provoked bool
	// Requested says whether the victim asks for help; nil where that is not known.
	Requested *bool
	// Where is where the attack takes place; nil means the victim's home territory.
	Where *Location
	// HostileActors attack the victim together with the attacker.
	HostileActors []graph.ID
	// AdversaryCount is how many states attack; nil means as many as are named.
	AdversaryCount *int
	// SpecificConflict says whether this is the conflict that a treaty limited to one conflict has in mind; nil: not known.
	SpecificConflict *bool
	// DefendAggressorsToo counts a DEFENSE duty to the attacker as covering a war that it began.
	DefendAggressorsToo bool
}

// DefaultScenario is an armed, unprovoked attack on the victim's home territory; whether help is asked for is not known.
func DefaultScenario() Scenario { return Scenario{Armed: true} }

// Location is a point: a Place of the graph, or coordinates.
type Location struct {
	Place               graph.ID // empty: the coordinates count
	Latitude, Longitude float64  // degrees north and east
}

func (s *Scenario) validate() error {
	if l := s.Where; l != nil && l.Place == "" && (l.Latitude < -90 || l.Latitude > 90 || l.Longitude < -180 || l.Longitude > 180) {
		return graph.Invalidf("scenario: where %g, %g is no point: want a latitude of -90 to 90 and a longitude of -180 to 180", l.Latitude, l.Longitude)
	}
	if s.AdversaryCount != nil && *s.AdversaryCount < 1 {
		return graph.Invalidf("scenario: adversaryCount %d: want at least 1, the attacker", *s.AdversaryCount)
	}
	if len(s.HostileActors) > graph.MaxFilterValues {
		return graph.Invalidf("scenario: %d hostile actors exceed the limit of %d", len(s.HostileActors), graph.MaxFilterValues)
	}
	return nil
}

// alike tells whether two scenarios judge what is owed to an attacker alike, but for the place.
func (s *Scenario) alike(o *Scenario) bool {
	return s.Armed == o.Armed && s.Provoked == o.Provoked && s.SpecificConflict == o.SpecificConflict && s.DefendAggressorsToo == o.DefendAggressorsToo
}

// Judgement is whether a trigger condition holds in a scenario.
type Judgement string

// The judgements.
const (
	Met     Judgement = "MET"
	Unmet   Judgement = "UNMET"
	Unknown Judgement = "UNKNOWN"
)

// JudgedCondition is a trigger condition judged against a scenario.
type JudgedCondition struct {
	Kind      graph.ConditionKind
	Text      graph.Text // the treaty's words or the dataset's coding
	Judgement Judgement
	Reason    string
}

// Qualifier says how free the obligor is in what it does. It never decides a verdict.
type Qualifier struct {
	Kind graph.ConditionKind
	Text graph.Text
}

// attackView is one attack as the judging of conditions sees it, from the side of a beneficiary.
type attackView struct {
	scenario         *Scenario
	attacker, victim graph.ID
	names            func(graph.ID) string
	areas            func(graph.ID) *graph.Place
	point            *[2]float64 // where; nil where not known
	pointText        string
	// towardAttacker judges a duty owed to the attacker, whose own war it is.
	towardAttacker bool
}

// judge judges one trigger condition of a duty of the type.
func (v *attackView) judge(c graph.Condition, duty graph.ObligationType) (Judgement, string) {
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
		return Unmet, v.names(v.attacker) + " attacks and is not attacked"
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
		return Met, v.names(v.victim) + " provoked the war"
	case v.towardAttacker:
		return Unmet, v.names(v.attacker) + " began the war unprovoked"
	case v.scenario.Provoked:
		return Unmet, v.names(v.victim) + " provoked the attack"
	}
	return Met, "the attack is unprovoked"
}

func (v *attackView) selfDefence() (Judgement, string) {
	switch {
	case v.towardAttacker:
		return Unmet, v.names(v.attacker) + " began the war: no self-defence under Article 51 of the UN Charter"
	case !v.scenario.Armed:
		return Unmet, "the attack is not armed: no case of Article 51 of the UN Charter"
	case v.scenario.Provoked:
		return Unmet, v.names(v.victim) + " provoked the attack: self-defence under Article 51 of the UN Charter is not made out"
	}
	return Met, "an armed, unprovoked attack: self-defence under Article 51 of the UN Charter"
}

func (v *attackView) adversary(c graph.Condition) (Judgement, string) {
	if len(c.Adversaries) == 0 {
		return Unknown, "the adversary that the treaty has in mind is not recorded"
	}
	foes := v.foes()
	if v.towardAttacker {
		foes = []graph.ID{v.victim}
	}
	var named []string
	for _, a := range c.Adversaries {
		if slices.Contains(foes, a) {
			return Met, "the duty runs against " + v.names(a)
		}
		named = append(named, v.names(a))
	}
	return Unmet, fmt.Sprintf("the duty runs against %s, not against %s", strings.Join(named, ", "), v.names(foes[0]))
}

// foes are the attacker and those that attack with it, each once.
func (v *attackView) foes() []graph.ID {
	out := []graph.ID{v.attacker}
	for _, id := range v.scenario.HostileActors {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (v *attackView) adversaryCount(c graph.Condition) (Judgement, string) {
	if c.Count == 0 {
		return Unknown, "the number of adversaries that the treaty asks for is not recorded"
	}
	count := len(v.foes())
	stated := count > 1
	if v.scenario.AdversaryCount != nil {
		count, stated = *v.scenario.AdversaryCount, true
	}
	switch {
	case v.towardAttacker:
		return Unknown, fmt.Sprintf("how many adversaries %s faces is not known; the treaty asks for %d", v.names(v.attacker), c.Count)
	case count >= c.Count:
		return Met, fmt.Sprintf("%d attack; the treaty asks for at least %d", count, c.Count)
	case !stated:
		return Unknown, fmt.Sprintf("whether others attack too is not known; the treaty asks for at least %d adversaries", c.Count)
	}
	return Unmet, fmt.Sprintf("%d attack; the treaty asks for at least %d", count, c.Count)
}

func (v *attackView) requested() (Judgement, string) {
	switch r := v.scenario.Requested; {
	case v.towardAttacker || r == nil:
		return Unknown, "whether help is asked for is not known"
	case *r:
		return Met, v.names(v.victim) + " asks for help"
	}
	return Unmet, v.names(v.victim) + " does not ask for help"
}

func (v *attackView) area(c graph.Condition) (Judgement, string) {
	place := v.areas(c.Area)
	switch {
	case place == nil || place.Area.IsZero():
		return Unknown, "the area is known in words only"
	case v.point == nil:
		return Unknown, "where the attack takes place is not known: " + v.pointText
	case place.Area.Contains(v.point[0], v.point[1]):
		return Met, fmt.Sprintf("%s lies in the area: %s", v.pointText, place.Name)
	}
	return Unmet, fmt.Sprintf("%s lies outside the area: %s", v.pointText, place.Name)
}
