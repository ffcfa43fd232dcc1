package graph

import "slices"

// EventStatus says how sure it is that an event took place.
type EventStatus string

// The statuses of an event. A candidate was found by a program in a text and is never shown unless asked for.
const (
	EventConfirmed EventStatus = "CONFIRMED"
	EventReported  EventStatus = "REPORTED"
	EventClaimed   EventStatus = "CLAIMED"
	EventCandidate EventStatus = "CANDIDATE"
)

// IsCandidate tells whether a node is an event that only a program found.
func IsCandidate(n Node) bool {
	e, ok := n.(*Event)
	return ok && e.Status == EventCandidate
}

// Event is something that happened, coded after PLOVER.
type Event struct {
	Header
	Type      Text        `prop:"eventType" enum:"AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST MOBILIZE SANCTION COERCE ASSAULT" doc:"PLOVER event type, such as CONSULT or MOBILIZE."`
	Mode      Text        `prop:"mode" doc:"PLOVER mode."`
	Status    EventStatus `prop:"status" enum:"CONFIRMED REPORTED CLAIMED CANDIDATE" doc:"How sure it is."`
	Summary   Text        `prop:"summary" doc:"What happened, in own words."`
	Quotation Text        `prop:"quotation" doc:"A short quotation."`
	Code      Text        `prop:"code" doc:"CAMEO code where the dataset has one."`
	RootCode  Text        `prop:"rootCode" doc:"CAMEO root code."`
	QuadClass *int        `prop:"quadClass" doc:"GDELT's QuadClass, 1 to 4."`
	Intensity *float64    `prop:"intensity" doc:"Goldstein scale or intensity of the dataset, -10 to 10."`
	Low       *float64    `prop:"fatalitiesLow" doc:"Fatalities, low estimate."`
	Best      *float64    `prop:"fatalitiesBest" doc:"Fatalities, best estimate."`
	High      *float64    `prop:"fatalitiesHigh" doc:"Fatalities, high estimate."`
	Mentions  *int        `prop:"mentionCount" doc:"How many source documents mention it, as the dataset counts."`
	Note      Text        `prop:"note" doc:"Remark."`
}

// ConflictKind is war or dispute.
type ConflictKind string

// The kinds of Conflict.
const (
	ConflictInterstateWar ConflictKind = "INTERSTATE_WAR"
	ConflictIntrastateWar ConflictKind = "INTRASTATE_WAR"
	ConflictExtrastateWar ConflictKind = "EXTRASTATE_WAR"
	ConflictNonstateWar   ConflictKind = "NONSTATE_WAR"
	ConflictDispute       ConflictKind = "DISPUTE"
	ConflictArmed         ConflictKind = "ARMED_CONFLICT"
)

// Conflict is a war or a dispute with sides.
type Conflict struct {
	Header
	Kind      ConflictKind `prop:"kind" enum:"INTERSTATE_WAR INTRASTATE_WAR EXTRASTATE_WAR NONSTATE_WAR DISPUTE ARMED_CONFLICT" doc:"War or dispute."`
	Hostility *int         `prop:"hostility" doc:"Highest hostility level, 1 (none) to 5 (war), after COW."`
	Low       *float64     `prop:"fatalitiesLow" doc:"Battle deaths, low estimate."`
	Best      *float64     `prop:"fatalitiesBest" doc:"Battle deaths, best estimate."`
	High      *float64     `prop:"fatalitiesHigh" doc:"Battle deaths, high estimate."`
	Intensity Text         `prop:"intensity" doc:"Intensity as the dataset codes it."`
	Issue     Text         `prop:"issue" doc:"What it is about: territory, government …"`
	Note      Text         `prop:"note" doc:"Remark."`
}

// Sanction is a restrictive measure.
type Sanction struct {
	Header
	Measures  []string `prop:"measures" doc:"Measures, after the OpenSanctions taxonomy."`
	Authority Text     `prop:"authority" doc:"Who imposed it."`
	Program   Text     `prop:"program" doc:"Program or list."`
	Status    Text     `prop:"status" doc:"Active or lifted, as the dataset says."`
	Reason    Text     `prop:"reason" doc:"Reason given."`
}

// Place is a point or an area.
type Place struct {
	Header
	Kind      Text     `prop:"kind" doc:"CITY, BASE, STRAIT, ISLAND, REGION, AREA …"`
	Latitude  *float64 `prop:"latitude" doc:"Degrees north of a representative point."`
	Longitude *float64 `prop:"longitude" doc:"Degrees east of a representative point."`
	// Words are the treaty's words for an area.
	Words Text `prop:"words" doc:"The area as the treaty puts it."`
	Area  Area `prop:"area" doc:"Coarse geometry of an area."`
	Note  Text `prop:"note" doc:"Remark."`
}

// Area is the coarse geometry of a place: the union of its boxes and polygons, less its holes.
type Area struct {
	// Bands are [south, north] latitudes in degrees, all the way round the globe.
	Bands [][2]float64 `json:"bands,omitempty"`
	// Polygons are rings of [latitude, longitude] points; a ring that crosses the antimeridian uses longitudes over
	// 180.
	Polygons [][][2]float64 `json:"polygons,omitempty"`
	// Except are rings that do not belong to the area.
	Except [][][2]float64 `json:"except,omitempty"`
}

// IsZero tells whether there is no geometry.
func (a Area) IsZero() bool { return len(a.Bands)+len(a.Polygons) == 0 }

// Contains tells whether the point lies in the area. Latitude and longitude are in degrees north and east.
func (a Area) Contains(latitude, longitude float64) bool {
	in := func(rings [][][2]float64) bool {
		return slices.ContainsFunc(rings, func(ring [][2]float64) bool {
			return inRing(ring, latitude, longitude) || inRing(ring, latitude, longitude+360)
		})
	}
	if in(a.Except) {
		return false
	}
	for _, band := range a.Bands {
		if band[0] <= latitude && latitude <= band[1] {
			return true
		}
	}
	return in(a.Polygons)
}

// inRing is the even-odd rule on a plane of degrees, which is exact enough for the coarse rings of the data.
func inRing(ring [][2]float64, latitude, longitude float64) bool {
	inside := false
	for i, j := 0, len(ring)-1; i < len(ring); j, i = i, i+1 {
		a, b := ring[i], ring[j]
		if (a[0] > latitude) != (b[0] > latitude) &&
			longitude < (b[1]-a[1])*(latitude-a[0])/(b[0]-a[0])+a[1] {
			inside = !inside
		}
	}
	return inside
}

// Observation is a figure about an actor or a weapon system for a time.
type Observation struct {
	Header
	Indicator Text     `prop:"indicator" doc:"What is measured: MILITARY_PERSONNEL, MILITARY_SPENDING, NUCLEAR_WARHEADS …"`
	Value     *float64 `prop:"value" doc:"The figure in its unit; null where it was sought and not available."`
	Low       *float64 `prop:"low" doc:"Low estimate."`
	High      *float64 `prop:"high" doc:"High estimate."`
	Unit      Text     `prop:"unit" doc:"Unit: persons, USD, warheads, kg …"`
	Estimate  *bool    `prop:"estimate" doc:"Whether it is an estimate; null where the dataset does not say."`
	Subject   ID       `prop:"subject" ref:"any" doc:"About whom or what it is."`
	Note      Text     `prop:"note" doc:"Remark."`
}

func (*Event) Label() Label       { return LabelEvent }
func (*Conflict) Label() Label    { return LabelConflict }
func (*Sanction) Label() Label    { return LabelSanction }
func (*Place) Label() Label       { return LabelPlace }
func (*Observation) Label() Label { return LabelObservation }
