package curated

import "github.com/entente-graph/entente/graph"

// document is one YAML file: any of its sections.
type document struct {
	file string // base name
	text []byte // for finding lines in errors

	Sources       []source       `yaml:"sources" json:"sources,omitzero"`
	States        []state        `yaml:"states" json:"states,omitzero"`
	Organizations []organization `yaml:"organizations" json:"organizations,omitzero"`
	Groups        []organization `yaml:"groups" json:"groups,omitzero"`
	Persons       []person       `yaml:"persons" json:"persons,omitzero"`
	Memberships   []membership   `yaml:"memberships" json:"memberships,omitzero"`
	Places        []place        `yaml:"places" json:"places,omitzero"`
	Areas         []area         `yaml:"areas" json:"areas,omitzero"`
	Weapons       []weapon       `yaml:"weapons" json:"weapons,omitzero"`
	Treaties      []treaty       `yaml:"treaties" json:"treaties,omitzero"`
	Events        []event        `yaml:"events" json:"events,omitzero"`
	Observations  []observation  `yaml:"observations" json:"observations,omitzero"`
	Claims        []claim        `yaml:"claims" json:"claims,omitzero"`
	Compliance    []compliance   `yaml:"compliance" json:"compliance,omitzero"`
}

// date is a graph.Date as it is written. It is text for the decoder's sake (see bounds); parseFile has checked it.
type date string

// value is the date; the zero Date where there is none.
func (d date) value() graph.Date {
	v, _ := graph.ParseDate(string(d))
	return v
}

// IsZero tells whether no date is given.
func (d date) IsZero() bool { return d == "" }

// through is the half-open period from one date to the end of another: a month or year lasts through its last day.
func through(from, last date) graph.Period { return graph.Through(from.value(), last.value()) }

func between(from, until date) graph.Period { return graph.Between(from.value(), until.value()) }

type source struct {
	ID          string `yaml:"id" json:"id,omitzero"`
	Title       string `yaml:"title" json:"title,omitzero"`
	Publisher   string `yaml:"publisher" json:"publisher,omitzero"`
	Date        date   `yaml:"date" json:"date,omitzero"`
	URL         string `yaml:"url" json:"url,omitzero"`
	Reliability string `yaml:"reliability" json:"reliability,omitzero"`
	Checked     bool   `yaml:"checked" json:"checked,omitzero"`
}

type state struct {
	ID       graph.ID `yaml:"id" json:"id,omitzero"`
	Name     string   `yaml:"name" json:"name,omitzero"`
	Official string   `yaml:"official" json:"official,omitzero"`
	Aliases  []string `yaml:"aliases" json:"aliases,omitzero"`
	Capital  struct {
		Name string  `yaml:"name" json:"name,omitzero"`
		Lat  float64 `yaml:"lat" json:"lat,omitzero"`
		Lon  float64 `yaml:"lon" json:"lon,omitzero"`
	} `yaml:"capital" json:"capital,omitzero"`
	From         date `yaml:"from" json:"from,omitzero"`
	Until        date `yaml:"until" json:"until,omitzero"`
	UN           date `yaml:"un" json:"un,omitzero"`
	NuclearSince date `yaml:"nuclear_since" json:"nuclear_since,omitzero"`
	// NuclearEstimated says that others estimate it and the state has never confirmed it.
	NuclearEstimated *bool      `yaml:"nuclear_estimated" json:"nuclear_estimated,omitzero"`
	Codes            []code     `yaml:"codes" json:"codes,omitzero"`
	Predecessors     []graph.ID `yaml:"predecessors" json:"predecessors,omitzero"`
	Note             string     `yaml:"note" json:"note,omitzero"`
	Provenance       `yaml:",inline"`
}

// code is an identifier; without days it is valid as long as the state exists.
type code struct {
	Scheme graph.IdentifierScheme `yaml:"scheme" json:"scheme,omitzero"`
	Value  string                 `yaml:"value" json:"value,omitzero"`
	From   date                   `yaml:"from" json:"from,omitzero"`
	Until  date                   `yaml:"until" json:"until,omitzero"`
}

// organization is also an armed group, which has no kind.
type organization struct {
	ID      graph.ID               `yaml:"id" json:"id,omitzero"`
	Name    string                 `yaml:"name" json:"name,omitzero"`
	Aliases []string               `yaml:"aliases" json:"aliases,omitzero"`
	Kind    graph.OrganizationKind `yaml:"kind" json:"kind,omitzero"`
	// narrower than the kind: LEGISLATURE, COURT, POLITICAL_PARTY, PARTY_BODY
	Form     string     `yaml:"form" json:"form,omitzero"`
	Parent   graph.ID   `yaml:"parent" json:"parent,omitzero"`
	From     date       `yaml:"from" json:"from,omitzero"`
	Until    date       `yaml:"until" json:"until,omitzero"`
	Treaty   graph.ID   `yaml:"treaty" json:"treaty,omitzero"` // founding treaty
	Seat     string     `yaml:"seat" json:"seat,omitzero"`
	Wikidata string     `yaml:"wikidata" json:"wikidata,omitzero"`
	Members  []graph.ID `yaml:"members" json:"members,omitzero"`
	// MembersComplete says that every full member of every day is among the memberships of these files.
	MembersComplete bool   `yaml:"members_complete" json:"members_complete,omitzero"`
	Note            string `yaml:"note" json:"note,omitzero"`
	Provenance      `yaml:",inline"`
}

type person struct {
	ID          graph.ID `yaml:"id" json:"id,omitzero"`
	Name        string   `yaml:"name" json:"name,omitzero"`
	Aliases     []string `yaml:"aliases" json:"aliases,omitzero"`
	Nationality graph.ID `yaml:"nationality" json:"nationality,omitzero"`
	Offices     []office `yaml:"offices" json:"offices,omitzero"`
	Note        string   `yaml:"note" json:"note,omitzero"`
	Provenance  `yaml:",inline"`
}

type office struct {
	Title  string   `yaml:"title" json:"title,omitzero"`
	Of     graph.ID `yaml:"of" json:"of,omitzero"`
	From   date     `yaml:"from" json:"from,omitzero"`
	Until  date     `yaml:"until" json:"until,omitzero"`
	Acting bool     `yaml:"acting" json:"acting,omitzero"`
	// HEAD_OF_STATE, HEAD_OF_GOVERNMENT, FOREIGN_MINISTER, DEFENCE_MINISTER, CHIEF_OF_STAFF
	Role       string `yaml:"role" json:"role,omitzero"`
	Seen       date   `yaml:"seen" json:"seen,omitzero"` // last day on which a source shows the person in office
	Note       string `yaml:"note" json:"note,omitzero"`
	Provenance `yaml:",inline"`
}

type membership struct {
	Org        graph.ID `yaml:"org" json:"org,omitzero"`
	Member     graph.ID `yaml:"member" json:"member,omitzero"`
	Kind       string   `yaml:"kind" json:"kind,omitzero"`
	Seat       string   `yaml:"seat" json:"seat,omitzero"` // PERMANENT or ELECTED, where the organization has both
	Signed     date     `yaml:"signed" json:"signed,omitzero"`
	From       date     `yaml:"from" json:"from,omitzero"`
	Until      date     `yaml:"until" json:"until,omitzero"`
	Note       string   `yaml:"note" json:"note,omitzero"`
	Provenance `yaml:",inline"`
}

type place struct {
	ID         string  `yaml:"id" json:"id,omitzero"`
	Name       string  `yaml:"name" json:"name,omitzero"`
	Kind       string  `yaml:"kind" json:"kind,omitzero"`
	Lat        float64 `yaml:"lat" json:"lat,omitzero"`
	Lon        float64 `yaml:"lon" json:"lon,omitzero"`
	Note       string  `yaml:"note" json:"note,omitzero"`
	Provenance `yaml:",inline"`
}

type area struct {
	ID      string   `yaml:"id" json:"id,omitzero"`
	Name    string   `yaml:"name" json:"name,omitzero"`
	Words   string   `yaml:"words" json:"words,omitzero"`
	Treaty  graph.ID `yaml:"treaty" json:"treaty,omitzero"`
	Article string   `yaml:"article" json:"article,omitzero"`
	Parts   []struct {
		Name    string       `yaml:"name" json:"name,omitzero"`
		Polygon [][2]float64 `yaml:"polygon" json:"polygon,omitzero"`
	} `yaml:"parts" json:"parts,omitzero"`
}

type weapon struct {
	ID             graph.ID   `yaml:"id" json:"id,omitzero"`
	Name           string     `yaml:"name" json:"name,omitzero"`
	Aliases        []string   `yaml:"aliases" json:"aliases,omitzero"`
	Category       string     `yaml:"category" json:"category,omitzero"`
	UNROCA         string     `yaml:"unroca" json:"unroca,omitzero"`
	Subtype        string     `yaml:"subtype" json:"subtype,omitzero"`
	RangeKm        *float64   `yaml:"range_km" json:"range_km,omitzero"`
	WarheadKg      *float64   `yaml:"warhead_kg" json:"warhead_kg,omitzero"`
	NuclearCapable *bool      `yaml:"nuclear_capable" json:"nuclear_capable,omitzero"`
	FirstTest      date       `yaml:"first_test" json:"first_test,omitzero"`
	InService      date       `yaml:"in_service" json:"in_service,omitzero"`
	FirstShown     date       `yaml:"first_shown" json:"first_shown,omitzero"`
	Origin         []graph.ID `yaml:"origin" json:"origin,omitzero"`
	Developers     []graph.ID `yaml:"developers" json:"developers,omitzero"`
	Operators      []use      `yaml:"operators" json:"operators,omitzero"` // who has it in service
	// who has ordered it; from is the day of the order, until the end of waiting
	Ordered    []use    `yaml:"ordered" json:"ordered,omitzero"`
	Variants   []string `yaml:"variants" json:"variants,omitzero"`
	Note       string   `yaml:"note" json:"note,omitzero"`
	Provenance `yaml:",inline"`
}

// use is what an actor has to do with a weapon system. Whoever did not develop it has a day since when it is in
// service, or one on which a source shows it there: no start is invented.
type use struct {
	Actor      graph.ID `yaml:"actor" json:"actor,omitzero"`
	From       date     `yaml:"from" json:"from,omitzero"`
	Until      date     `yaml:"until" json:"until,omitzero"`
	Seen       date     `yaml:"seen" json:"seen,omitzero"`
	Note       string   `yaml:"note" json:"note,omitzero"`
	Provenance `yaml:",inline"`
}

type event struct {
	ID           graph.ID          `yaml:"id" json:"id,omitzero"`
	Title        string            `yaml:"title" json:"title,omitzero"`
	Aliases      []string          `yaml:"aliases" json:"aliases,omitzero"`
	Summary      string            `yaml:"summary" json:"summary,omitzero"`
	Quotation    string            `yaml:"quotation" json:"quotation,omitzero"`
	Type         string            `yaml:"type" json:"type,omitzero"`
	Mode         string            `yaml:"mode" json:"mode,omitzero"`
	Context      string            `yaml:"context" json:"context,omitzero"`
	Status       graph.EventStatus `yaml:"status" json:"status,omitzero"`
	Date         date              `yaml:"date" json:"date,omitzero"`
	LastDay      date              `yaml:"last_day" json:"last_day,omitzero"`
	Actors       []graph.ID        `yaml:"actors" json:"actors,omitzero"`
	Recipients   []graph.ID        `yaml:"recipients" json:"recipients,omitzero"`
	ThirdParties []graph.ID        `yaml:"third_parties" json:"third_parties,omitzero"`
	Persons      []graph.ID        `yaml:"persons" json:"persons,omitzero"`
	Place        string            `yaml:"place" json:"place,omitzero"`
	Weapons      []graph.ID        `yaml:"weapons" json:"weapons,omitzero"`
	Treaties     []graph.ID        `yaml:"treaties" json:"treaties,omitzero"`
	Figures      map[string]string `yaml:"figures" json:"figures,omitzero"`
	Note         string            `yaml:"note" json:"note,omitzero"`
	Provenance   `yaml:",inline"`
}

type observation struct {
	ID           graph.ID   `yaml:"id" json:"id,omitzero"`
	Indicator    string     `yaml:"indicator" json:"indicator,omitzero"`
	Measure      string     `yaml:"measure" json:"measure,omitzero"`
	Of           []graph.ID `yaml:"of" json:"of,omitzero"`
	Date         date       `yaml:"date" json:"date,omitzero"`
	Value        *float64   `yaml:"value" json:"value,omitzero"`
	Low          *float64   `yaml:"low" json:"low,omitzero"`
	High         *float64   `yaml:"high" json:"high,omitzero"`
	Unit         string     `yaml:"unit" json:"unit,omitzero"`
	Estimate     *bool      `yaml:"estimate" json:"estimate,omitzero"`
	Basis        string     `yaml:"basis" json:"basis,omitzero"`
	AttributedTo string     `yaml:"attributed_to" json:"attributed_to,omitzero"`
	Weapon       graph.ID   `yaml:"weapon" json:"weapon,omitzero"`
	Recipient    graph.ID   `yaml:"recipient" json:"recipient,omitzero"`
	Note         string     `yaml:"note" json:"note,omitzero"`
	Provenance   `yaml:",inline"`
}

// claim is one sentence of a report, and the nodes that hold what it says.
type claim struct {
	Number   int        `yaml:"number" json:"number,omitzero"`
	Source   string     `yaml:"source" json:"source,omitzero"`
	Claim    string     `yaml:"claim" json:"claim,omitzero"`
	Phrase   string     `yaml:"phrase" json:"phrase,omitzero"` // a few of the report's own words
	Subjects []graph.ID `yaml:"subjects" json:"subjects,omitzero"`
}

// compliance is an event that put an obligation to the test.
type compliance struct {
	Event       graph.ID `yaml:"event" json:"event,omitzero"`
	Treaty      graph.ID `yaml:"treaty" json:"treaty,omitzero"`
	Article     string   `yaml:"article" json:"article,omitzero"`
	Obligor     graph.ID `yaml:"obligor" json:"obligor,omitzero"`
	Beneficiary graph.ID `yaml:"beneficiary" json:"beneficiary,omitzero"`
	Outcome     string   `yaml:"outcome" json:"outcome,omitzero"`
	Text        string   `yaml:"text" json:"text,omitzero"`
	Note        string   `yaml:"note" json:"note,omitzero"`
	Provenance  `yaml:",inline"`
}
