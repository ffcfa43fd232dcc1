package alliance

import (
	"io"

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
	// SpecificConflict says whether this is the conflict that a treaty limited to one conflict has in mind; nil: not
	// known.
	SpecificConflict *bool
	// DefendAggressorsToo counts a DEFENSE duty to the attacker as covering a war that it began.
	DefendAggressorsToo bool
	// Assume takes facts as known that the scenario cannot tell otherwise; [Fact] says which there are.
	Assume []Assumption
}

// DefaultScenario is an armed, unprovoked attack on the victim's home territory; whether help is asked for is not
// known.
func DefaultScenario() Scenario { return Scenario{Armed: true} }

// Location is a point: a Place of the graph, or coordinates.
type Location struct {
	Place               graph.ID // empty: the coordinates count
	Latitude, Longitude float64  // degrees north and east
}

func (s *Scenario) validate() error {
	if l := s.Where; l != nil && l.Place == "" &&
		(l.Latitude < -90 || l.Latitude > 90 || l.Longitude < -180 || l.Longitude > 180) {
		return graph.Invalidf(
			"scenario: where %g, %g is no point: want a latitude of -90 to 90 and a longitude of -180 to 180",
			l.Latitude, l.Longitude)
	}
	if s.AdversaryCount != nil && *s.AdversaryCount < 1 {
		return graph.Invalidf("scenario: adversaryCount %d: want at least 1, the attacker", *s.AdversaryCount)
	}
	if len(s.HostileActors) > graph.MaxFilterValues {
		return graph.Invalidf("scenario: %d hostile actors exceed the limit of %d", len(s.HostileActors),
			graph.MaxFilterValues)
	}
	return validateAssumptions(s.Assume)
}

// alike tells whether two scenarios judge what is owed to an attacker alike, but for the place.
func (s *Scenario) alike(o *Scenario) bool {
	return len(s.Assume)+len(o.Assume) == 0 && s.Armed == o.Armed && s.Provoked == o.Provoked &&
		s.SpecificConflict == o.SpecificConflict && s.DefendAggressorsToo == o.DefendAggressorsToo
}

// Judgement is whether a trigger condition holds in a scenario.
type Judgement string

// The judgements.
const (
	Met     Judgement = "MET"
	Unmet   Judgement = "UNMET"
	Unknown Judgement = "UNKNOWN"
)

// MarshalGQL writes the judgement, null for the empty one that stands for all.
func (j Judgement) MarshalGQL(w io.Writer) { graph.Text(j).MarshalGQL(w) }

// UnmarshalGQL reads what MarshalGQL writes.
func (j *Judgement) UnmarshalGQL(v any) error { return (*graph.Text)(j).UnmarshalGQL(v) }

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
