package missiletests

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/workbook"
)

type builder struct {
	identities loaders.Identities
	file       string
	days       map[string]int // tests seen of each day
}

// firstYear is before any missile was tested.
const firstYear = 1930

func (t test) get(names ...string) string {
	for _, name := range names {
		if v := t.values[name]; v != "" {
			return v
		}
	}
	return ""
}

func (b *builder) record(t test) (loaders.Record, error) {
	origin := loaders.Origin{File: b.file, Sheet: t.sheet, Line: t.line, Row: t.row, Header: t.header}
	day, ok := workbook.Date(t.get("date"))
	if !ok || day.Year() < firstYear { // a year alone in a cell is a day number of a hundred years ago
		return loaders.Record{}, origin.Rejected("Date", "bad-date", "%q: want a day of %d or later, such as 2017-11-28",
			t.get("date"), firstYear)
	}
	missile := t.get("missilename")
	if missile == "" {
		missile = t.get("missiletype", "missilefamily") // what flew may be known only by its type, or not at all
	}
	country := cmp.Or(t.get("country", "state"), "North Korea")
	actor, _, ok := b.identities.ByName(country, []graph.Label{graph.LabelState}, day.First())
	if !ok {
		return loaders.Record{}, origin.Rejected("Country", "unknown-name", "no state is called %q on %s", country, day)
	}
	b.days[day.String()]++
	number := cmp.Or(t.get("f1", "eventnumber", "event", "number", "id"), fmt.Sprintf("%s-%d", day, b.days[day.String()]))
	id := graph.ID("event:missile-test-" + graph.Slug(number))
	if err := id.Validate(); err != nil {
		return loaders.Record{}, origin.Rejected("F1", "bad-id", "%v", err)
	}
	record := loaders.Record{Locator: t.locator, Origin: []loaders.Origin{origin}}
	period := graph.Through(day, day)
	shown := cmp.Or(missile, "an unknown missile")
	event := &graph.Event{
		Header: graph.Header{ID: id, Name: fmt.Sprintf("Test of %s, %s", shown, day), Period: period}, Type: "MOBILIZE",
		Mode: "weapons-test", Status: graph.EventReported, Summary: graph.Text(summary(t)),
		Note: graph.Text(clip(t.get("additionalinformation"))),
	}
	if strings.EqualFold(t.get("confirmationstatus", "confirmation"), "confirmed") {
		event.Status = graph.EventConfirmed
	}
	node := graph.NewNodeRecord(event)
	if cited := t.get("sources", "source"); cited != "" {
		source := &graph.Source{Header: graph.Header{
			ID: graph.ID("source:missile-test-" + loaders.Hash(cited)), Name: clip(cited),
		}}
		if strings.HasPrefix(cited, "http") {
			source.URL = graph.Text(clip(cited))
		}
		node.Source = source.ID
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(source))
	}
	record.Nodes = append(record.Nodes, node, graph.NodeRecord{ID: actor, Label: graph.LabelState})
	agency := graph.Participation{Role: graph.Text(t.get("launchagencyauthority", "launchagency", "launchauthority"))}
	record.Relate(&graph.ActorIn{Participation: agency},
		graph.RelationshipHeader{FromID: actor, ToID: id, Period: period}, "")
	if missile != "" {
		weapon := b.weapon(missile, t.get("missiletype", "missilefamily"))
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(weapon))
		record.Relate(&graph.Involves{}, graph.RelationshipHeader{FromID: id, ToID: weapon.ID, Period: period}, "")
	}
	if place := b.place(t); place != nil {
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(place))
		record.Relate(&graph.LocatedAt{}, graph.RelationshipHeader{FromID: id, ToID: place.ID, Period: period}, "")
	}
	record.Cite(t.locator, node.Source)
	return record, nil
}

// summary puts what is known of the flight into one line.
func summary(t test) string {
	var parts []string
	for _, p := range [][2]string{
		{"outcome", "testoutcome"},
		{"apogee", "apogee"},
		{"distance travelled", "distancetravelled"},
		{"landed", "landinglocation"},
	} {
		if v := t.get(p[1]); v != "" {
			parts = append(parts, p[0]+": "+v)
		}
	}
	return clip(strings.Join(parts, "; "))
}

// clip bounds a text taken from a table.
func clip(s string) string { return loaders.Clip(s, 2000) }

func (b *builder) weapon(name, kind string) *graph.WeaponSystem {
	id, _, known := loaders.Uncounted(b.identities).ByName(name, []graph.Label{graph.LabelWeaponSystem}, 0)
	if !known {
		id = graph.ID("weapon:missile-test-" + graph.Slug(name))
	}
	w := &graph.WeaponSystem{Header: graph.Header{ID: id, Name: name}, Category: "Missiles"}
	if kind != name {
		w.Subtype = graph.Text(kind)
	}
	return w
}

func (b *builder) place(t test) *graph.Place {
	name := t.get("facilityname", "facilitylocation")
	p := &graph.Place{
		Header: graph.Header{ID: graph.ID("place:missile-test-" + graph.Slug(name)), Name: name},
		Kind:   "FACILITY", Note: graph.Text(clip(t.get("facilitylocation"))),
	}
	if name == "" || p.ID.Validate() != nil {
		return nil
	}
	lat, err1 := strconv.ParseFloat(t.get("facilitylatitude"), 64)
	long, err2 := strconv.ParseFloat(t.get("facilitylongitude"), 64)
	if err1 == nil && err2 == nil && loaders.OnGlobe(lat, long) {
		p.Latitude, p.Longitude = &lat, &long
	}
	return p
}
