package ucdp

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

var eventSpec = table.Spec{
	Dataset: "ucdp-ged", Missing: []string{"", "NA", "-99"}, Columns: append([]table.Column{
		{Name: "id", Required: true},
		{Name: "type_of_violence", Required: true},
		{Name: "side_a", Required: true, Missing: []string{""}},
		{Name: "side_b", Required: true, Missing: []string{""}},
		{Name: "date_start", Required: true},
		{Name: "date_end", Required: true},
		{Name: "best", Required: true, Aliases: []string{"best_est"}},
		{Name: "high", Aliases: []string{"high_est"}, Required: true},
		{Name: "low", Aliases: []string{"low_est"}, Required: true},
		{Name: "side_a_id", Aliases: []string{"side_a_new_id"}},
		{Name: "side_b_id", Aliases: []string{"side_b_new_id"}},
		{Name: "gwnoa", Aliases: []string{"gwno_a"}},
		{Name: "gwnob", Aliases: []string{"gwno_b"}},
		{Name: "conflict_id", Aliases: []string{"conflict_new_id"}},
		{Name: "where_coordinates", Missing: []string{""}},
	}, table.Names("date_prec", "conflict_name", "where_prec", "latitude", "longitude", "event_clarity")...),
	Headerless: strings.Split(""+
		"id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"+
		"dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"+
		"number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"+
		"where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"+
		"region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,"+
		"high,low,gwnoa,gwnob", ","),
}

type events struct {
	in        loaders.Input
	book      *statecode.Book
	described map[graph.ID]bool // groups, places and conflicts
	dated     bool              // whether the edition has been told
}

// edition finds the version in names such as GEDEvent_v25_1.csv and ged201.csv, and GEDEvent_v25_0_7.csv of the
// candidate events of a month: the file has no column for it.
var edition = regexp.MustCompile(`(?i)^ged(?:event)?[_-]?v?(\d\d)[_.]?(\d)(?:[_.](\d{1,2})\b)?`)

func newEvents(in loaders.Input) *events {
	return &events{in: in, book: statecode.New(in, graph.SchemeGW), described: map[graph.ID]bool{}}
}

const civilians = "Civilians"

var whereWords = map[int]graph.Text{
	1: "exact place", 2: "within about 25 km", 3: "somewhere in the district", 4: "somewhere in the province",
	5: "a feature or area, by a point in it", 6: "somewhere in the country", 7: "at sea or in the air",
}

func (r *events) read(row *table.Row) (loaders.Record, error) {
	number, kind := row.MustNumber("id"), row.MustInt("type_of_violence")
	a, b := row.Text("side_a"), row.Text("side_b")
	start, end := day(row, "date_start"), day(row, "date_end")
	e := &graph.Event{
		Type: "ASSAULT", Status: graph.EventReported, Low: row.FloatPointer("low"),
		Best: row.FloatPointer("best"), High: row.FloatPointer("high"),
	}
	exact := precision(row, "date_prec") == 1
	where, _ := row.Int("where_prec")
	clarity, _ := row.Int("event_clarity")
	conflict, inConflict := row.Int("conflict_id")
	latitude, longitude := row.FloatPointer("latitude"), row.FloatPointer("longitude")
	if err := row.Err(); err != nil {
		return loaders.Record{}, err
	}
	switch {
	case start.IsZero():
		return loaders.Record{}, row.Errorf("date_start", "missing-value", "is blank or missing; every event has a day")
	case kind < 1 || kind > 3:
		return loaders.Record{}, row.Errorf("type_of_violence", "bad-code",
			"%d: want 1 (state-based), 2 (non-state) or 3 (one-sided)", kind)
	case latitude != nil && (*latitude < -90 || *latitude > 90),
		longitude != nil && (*longitude < -180 || *longitude > 180):
		return loaders.Record{}, row.Errorf("latitude", "bad-coordinates", "%s, %s is not on the globe", row.Text("latitude"),
			row.Text("longitude"))
	}
	e.ID = graph.ID(fmt.Sprintf("event:ucdp-ged-%d", number))
	e.Period = graph.Through(start, end)
	e.Period.StartUncertain, e.Period.EndUncertain = !exact, !exact
	if e.Period.Validate() != nil {
		return loaders.Record{}, row.Errorf("date_end", "bad-period", "ends on %s, before its start %s", end, start)
	}
	e.Name = fmt.Sprintf("%s against %s, %s", a, b, start)
	e.Summary = graph.Text(fmt.Sprintf("Fighting between %s and %s.", a, b))
	if kind == 3 {
		e.Summary = graph.Text(fmt.Sprintf("Violence of %s against civilians.", a))
	}
	if clarity == 2 {
		e.Note = "Reported as part of a larger figure; UCDP has set it apart."
	}
	file := row.File()
	locator := fmt.Sprintf("%s: id %d", file, number)
	out := loaders.Record{Locator: row.Locator(), Origin: []loaders.Origin{row.Origin()}}
	out.State(e, locator)
	if found := edition.FindStringSubmatch(file); found != nil && !r.dated {
		r.dated = true
		version := strings.TrimSuffix(strings.Join(found[1:], "."), ".")
		out.Edition(graph.Dataset{Header: graph.Header{ID: eventsID}, Version: graph.Text(version)}, file)
	}
	head := graph.RelationshipHeader{ToID: e.ID, Period: e.Period, Locator: graph.Text(locator)}
	if actor, err := r.actor(row, &out, "side_a", "gwnoa", start); err != nil {
		return loaders.Record{}, err
	} else if actor != "" {
		head.FromID = actor
		out.Relate(&graph.ActorIn{Participation: graph.Participation{Side: "A"}}, head, "A")
	}
	if kind != 3 && b != civilians {
		if actor, err := r.actor(row, &out, "side_b", "gwnob", start); err != nil {
			return loaders.Record{}, err
		} else if actor != "" {
			head.FromID = actor
			out.Relate(&graph.RecipientOf{Participation: graph.Participation{Side: "B"}}, head, "B")
		}
	}
	if latitude != nil && longitude != nil {
		r.locate(&out, e, row.Text("where_coordinates"), *latitude, *longitude, where, locator)
	}
	if inConflict {
		r.belong(&out, e, kind, conflict, row.Text("conflict_name"), locator)
	}
	return out, nil
}

// actor is a side's node: a state by its number, else by its name, else a group by UCDP's id. A side may be several
// groups at once ("Ahrar al-Sham, HTS"): UCDP gives such an alliance an id of its own, and so it is a group of its own
// here.
func (r *events) actor(row *table.Row, out *loaders.Record, side, gw string, on graph.Date) (graph.ID, error) {
	name, file := row.Text(side), row.File()
	if n, known := row.Int(gw); known && n > 0 && !strings.Contains(row.Text(gw), ",") {
		id, err := r.book.On(row, gw, graph.Since(on))
		if err == nil {
			out.Nodes = append(out.Nodes, r.book.Take(file, id)...)
		}
		return id, err
	}
	if id, ok := actorNamed(r.in.Identities, name, on.First()); ok {
		out.Nodes = append(out.Nodes, r.book.Take(file, id)...)
		return id, nil
	}
	id := graph.ID("group:ucdp-" + graph.Slug(name))
	if n, known := row.Int(side + "_id"); known {
		id = group(n)
	}
	if err := row.Err(); err != nil {
		return "", err
	}
	if name == "" || id.Validate() != nil {
		return "", row.Errorf(side, "missing-value", "names no actor")
	}
	if !r.described[id] {
		r.described[id] = true
		out.State(groupNode(id, name), file)
	}
	return id, nil
}

func (r *events) locate(out *loaders.Record, e *graph.Event, name string, latitude, longitude float64, precision int,
	locator string,
) {
	slug := graph.Slug(name)
	if runes := []rune(slug); len(runes) > 40 {
		slug = string(runes[:40])
	}
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	id := graph.ID(fmt.Sprintf("place:ucdp-%s_%s_%s", slug, number(latitude), number(longitude)))
	if id.Validate() != nil {
		return
	}
	if !r.described[id] {
		r.described[id] = true
		file, _, _ := strings.Cut(locator, ":")
		out.State(&graph.Place{Header: graph.Header{ID: id, Name: name}, Latitude: &latitude, Longitude: &longitude}, file)
	}
	at := &graph.LocatedAt{}
	at.Note = whereWords[precision]
	out.Relate(at, graph.RelationshipHeader{FromID: e.ID, ToID: id, Period: e.Period, Locator: graph.Text(locator)}, "")
}

func (r *events) belong(out *loaders.Record, e *graph.Event, kind, number int, name, locator string) {
	dataset, sort := "ucdp-ged", graph.ConflictKind("")
	switch kind {
	case 1:
		dataset, sort = "ucdp-acd", graph.ConflictArmed
	case 2:
		sort = graph.ConflictArmed
	}
	id := graph.ID(fmt.Sprintf("conflict:%s-%d", dataset, number))
	if !r.described[id] {
		r.described[id] = true
		file, _, _ := strings.Cut(locator, ":")
		out.State(&graph.Conflict{Header: graph.Header{
			ID: id, Name: name,
			Identifiers: []graph.Identifier{{Scheme: graph.SchemeUCDP, Value: strconv.Itoa(number)}},
		}, Kind: sort}, file)
	}
	out.Relate(&graph.PartOf{},
		graph.RelationshipHeader{FromID: e.ID, ToID: id, Period: e.Period, Locator: graph.Text(locator)}, "")
}
