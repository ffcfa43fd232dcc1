package icews

import (
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/plover"
	"github.com/entente-graph/entente/loaders/table"
)

// Loader loads ICEWS events.
var Loader = loaders.Loader{
	Name: "icews",
	Dataset: graph.Dataset{
		Header:      graph.Header{ID: "dataset:icews", Name: "ICEWS coded event data"},
		Publisher:   "Lockheed Martin, Harvard Dataverse",
		Licence:     "as stated by the Harvard Dataverse",
		Attribution: "Boschee et al., ICEWS Coded Event Data, Harvard Dataverse",
		Priority:    20, CoverageFrom: graph.YearOnly(1995),
	},
	Mode: loaders.ByFile, // a file a year
	Read: read,
}

var spec = table.Spec{
	Dataset: "icews", Delimiter: '\t', Verbatim: true, Missing: []string{"", "NA", "NULL"},
	Columns: append(
		table.Required("Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name",
			"Target Country"),
		table.Names("Source Sectors", "Event Text", "Intensity", "Target Sectors", "Story ID", "Sentence Number", "Publisher",
			"City", "District", "Province",
			"Country", "Latitude", "Longitude")...),
}

// exported is the layout in which statistics packages and spreadsheets write the table again: quoted, with any
// delimiter.
var exported = table.Spec{Dataset: spec.Dataset, Missing: spec.Missing, Columns: spec.Columns}

// day reads a date as the publisher writes it (2018-06-01), with a time after it, or as a number (20180601).
func day(text string) (graph.Date, error) {
	text, _, _ = strings.Cut(text, " ")
	text, _, _ = strings.Cut(text, "T")
	if len(text) == 8 && strings.Trim(text, "0123456789") == "" {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	return loaders.ParseDate(text)
}

func read(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		t, _, err := table.OpenAny(in, file, spec, exported)
		if err != nil {
			return err
		}
		b := &builder{identities: in.Identities, named: map[string]graph.ID{}}
		if err := loaders.Each(t.Rows(), yield, b.record); err != nil {
			return err
		}
		if b.merged > 0 {
			in.Warning("%s: meetings that are told from both sides, each one event: %d", file.Name, b.merged)
		}
	}
	return nil
}

type builder struct {
	identities loaders.Identities
	meetings   plover.Meetings
	merged     int
	named      map[string]graph.ID // actor names looked up before; "" for those that no table has
}

// maxNamed bounds the names that are remembered.
const maxNamed = 100_000

// actorNamed is the actor of a name: an actor's name means the same person or body on all days.
func (b *builder) actorNamed(name string) graph.ID {
	id, known := b.named[name]
	if !known {
		if len(b.named) >= maxNamed {
			clear(b.named)
		}
		id, _, _ = loaders.Uncounted(b.identities).ByName(name, graph.ActorLabels, 0)
		b.named[name] = id
	}
	return id
}

func (b *builder) record(row *table.Row) (loaders.Record, error) {
	number, code := row.MustText("Event ID"), row.MustText("CAMEO Code")
	day, err := day(row.MustText("Event Date"))
	intensity := row.FloatPointer("Intensity")
	lat, long := row.FloatPointer("Latitude"), row.FloatPointer("Longitude")
	if fault := row.Err(); fault != nil {
		return loaders.Record{}, fault
	}
	if err != nil || day.DayOfMonth() == 0 && len(row.Text("Event Date")) < len("20180601") {
		return loaders.Record{}, row.Errorf("Event Date", "bad-date", "%q: want YYYY-MM-DD", row.Text("Event Date"))
	}
	kind, mode, ok := plover.FromCAMEO(code)
	if !ok || len(code) < 3 {
		return loaders.Record{}, row.Errorf("CAMEO Code", "bad-code",
			"%q: want three or four digits as text, such as 010", code)
	}
	on := day.First()
	from, to := b.side(row, "Source", on), b.side(row, "Target", on)
	id := graph.ID("event:icews-" + number)
	if err := id.Validate(); err != nil {
		return loaders.Record{}, row.Errorf("Event ID", "bad-id", "%v", err)
	}
	record := loaders.Record{Locator: row.Locator(), Origin: []loaders.Origin{row.Origin()}}
	period := graph.Through(day, day)
	if first, mirrored := b.mirrored(row, id, code, from, to); mirrored {
		b.merged++
		plover.Relate(&record, first, from, plover.Side{}, period)
		record.Cite(row.Locator(), "")
		return record, nil
	}
	event := &graph.Event{
		Header: graph.Header{
			ID: id, Name: fmt.Sprintf("%s: %s, %s (%s)", row.Text("Event Text"), from.Name, to.Name, day),
			Period: period,
		},
		Type: graph.Text(kind), Mode: graph.Text(mode), Status: graph.EventReported,
		Summary: graph.Text(row.Text("Event Text")),
		Code:    graph.Text(code), RootCode: graph.Text(code[:2]), Intensity: intensity,
	}
	var source *graph.Source
	publisher := row.Text("Publisher")
	if id := graph.ID("source:icews-" + graph.Slug(publisher)); publisher != "" && id.Validate() == nil {
		source = &graph.Source{Header: graph.Header{ID: id, Name: publisher}, Publisher: graph.Text(publisher)}
	}
	plover.Tell(&record, event, from, to, source, place(row, lat, long))
	return record, nil
}

// side finds the node of an actor: the one of its very name, else its state. One that has neither stays without a node;
// the names and countries that nobody knows are counted by the runner.
func (b *builder) side(row *table.Row, prefix string, on graph.Day) plover.Side {
	s, country := plover.Side{Name: row.Text(prefix + " Name")}, row.Text(prefix+" Country")
	for sector := range strings.SplitSeq(row.Text(prefix+" Sectors"), ",") {
		if sector = strings.TrimSpace(sector); sector != "" {
			s.Sectors = append(s.Sectors, sector)
		}
	}
	if country != "" {
		s.Node, _, _ = b.identities.ByName(country, []graph.Label{graph.LabelState}, on)
	}
	if s.Name != "" && s.Name != country && !strings.Contains(s.Name, "(") {
		if named := b.actorNamed(s.Name); named != "" {
			if s.Node != named {
				s.State = s.Node
			}
			s.Node = named // where no table has the name, the state stands for it
		}
	}
	return s
}

func (b *builder) mirrored(row *table.Row, id graph.ID, code string, from, to plover.Side) (graph.ID, bool) {
	mirror, meeting := plover.Mirror(code)
	if !meeting || from.Node == "" || to.Node == "" || from.Node == to.Node || row.Text("Story ID") == "" {
		return "", false
	}
	key := func(code string, a, b plover.Side) string {
		return strings.Join([]string{
			row.Text("Event Date"), row.Text("Story ID"), row.Text("Sentence Number"), code, a.Name, b.Name,
		}, "\x00")
	}
	return b.meetings.Met(key(code, from, to), key(mirror, to, from), id)
}

// place is where the event took place, named by its parts; nil where the row does not say.
func place(row *table.Row, lat, long *float64) *graph.Place {
	var parts []string
	kind := ""
	for _, column := range []string{"City", "District", "Province", "Country"} {
		if part := row.Text(column); part != "" {
			if kind == "" {
				kind = map[string]string{"City": "CITY", "District": "REGION", "Province": "REGION", "Country": "COUNTRY"}[column]
			}
			parts = append(parts, part)
		}
	}
	name := strings.Join(parts, ", ")
	p := &graph.Place{
		Header: graph.Header{ID: graph.ID("place:icews-" + graph.Slug(name)), Name: name},
		Kind:   graph.Text(kind),
	}
	if name == "" || p.ID.Validate() != nil {
		return nil
	}
	if kind == "CITY" && lat != nil && long != nil && loaders.OnGlobe(*lat, *long) {
		p.Latitude, p.Longitude = lat, long
	}
	return p
}
