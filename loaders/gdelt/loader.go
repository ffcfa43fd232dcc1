package gdelt

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/plover"
	"github.com/entente-graph/entente/loaders/table"
)

// maxLine bounds a row, in bytes.
const maxLine = 1 << 20

// Loader loads GDELT events.
var Loader = loaders.Loader{
	Name: "gdelt-events",
	Dataset: graph.Dataset{
		Header: graph.Header{ID: "dataset:gdelt-events", Name: "GDELT events"}, Publisher: "The GDELT Project",
		Licence: "free use with citation", Attribution: "The GDELT Project, https://www.gdeltproject.org/",
		URL:      "https://www.gdeltproject.org/",
		Priority: 20, CoverageFrom: graph.YearOnly(1979),
	},
	Mode: loaders.ByFile, // the table grows by a file every 15 minutes
	Read: read,
}

func read(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		b := &builder{identities: in.Identities, sideless: map[string]int{}}
		t, err := openNamed(in, file)
		if err != nil {
			return err
		}
		if t != nil {
			if err := b.named(file.Name, t, yield); err != nil {
				return err
			}
			b.warn(in, file.Name)
			continue
		}
		read := 0
		err = rows(file, func(line int, fields []string) bool {
			if line == 1 && header(fields) {
				return true
			}
			p, err := parse(file.Name, line, fields)
			if err != nil {
				return yield(loaders.Record{}, err)
			}
			read++
			record, err := b.record(p)
			return yield(record, err)
		})
		if err == nil && read == 0 {
			err = loaders.Foreign(file, "%s: no row of GDELT's: want tab-separated rows of 61, 58 or 57 columns, or a table "+
				"with its column names, at least %s",
				file.Path, strings.Join(needed, ", "))
		}
		if err != nil {
			return err
		}
		b.warn(in, file.Name)
	}
	return nil
}

func (b *builder) warn(in loaders.Input, file string) {
	if b.merged > 0 {
		in.Warning("%s: meetings that are told from both sides, each one event: %d", file, b.merged)
	}
	if len(b.sideless) > 0 {
		in.Warning("%s: sides that are no actor of the graph: %d regions and groups, %d without a country", file,
			b.sideless["group"], b.sideless["role"])
	}
}

// rows reads tab-separated lines; quotes mean nothing. A file whose first 20 rows all have another width is refused.
func rows(file input.File, use func(line int, fields []string) bool) (err error) {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	decoded, err := table.Decode(r, file, nil)
	if err != nil {
		return err
	}
	reader := bufio.NewReaderSize(decoded, maxLine)
	others, known := 0, false
	var early []string
	for line := 1; ; line++ {
		raw, err := reader.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return graph.Invalidf("%s:%d: the row exceeds the limit of %d bytes", file.Path, line, maxLine)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s:%d: %w", file.Path, line, err)
		}
		text := strings.TrimRight(string(raw), "\r\n")
		if text != "" {
			text = clean(text)
			fields := strings.Split(text, "\t")
			if _, ok := widths[len(fields)]; ok {
				known = true
				for i, held := range early {
					if held != "" && !use(i+1, strings.Split(held, "\t")) {
						return loaders.ErrStopped
					}
				}
				early = nil
			}
			switch {
			case !known:
				if others++; others == 20 {
					return nil // Records says that there is no row of GDELT's
				}
				for len(early) < line-1 {
					early = append(early, "")
				}
				early = append(early, text)
			case !use(line, fields):
				return loaders.ErrStopped
			}
		}
		if err != nil {
			return nil
		}
	}
}

// clean takes out what no store keeps: NUL and broken UTF-8.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return strings.ReplaceAll(s, "\x00", "")
}

type builder struct {
	identities loaders.Identities
	meetings   plover.Meetings
	sideless   map[string]int
	merged     int
}

func (b *builder) record(p *parsed) (loaders.Record, error) {
	kind, mode, ok := plover.FromCAMEO(p.code)
	if !ok && p.code != "---" {
		return loaders.Record{}, &loaders.RowError{
			File: p.file, Line: p.line, Column: "EventCode", Rule: "bad-code", Row: p.fields,
			Message: fmt.Sprintf("%q is no CAMEO code: want two to four digits as text, 01 to 20", p.code),
		}
	}
	id := graph.ID("event:gdelt-" + p.id)
	on := p.day.First()
	one, two := b.actor(p.one, on), b.actor(p.two, on)
	p.one.state, p.two.state = b.state(p.one, one, on), b.state(p.two, two, on)
	record := loaders.Record{
		Locator: p.locator,
		Origin:  []loaders.Origin{{File: p.file, Line: p.line, Row: p.fields}},
	}
	if first, mirrored := b.mirrored(p, id, one, two); mirrored {
		b.merged++
		relate(&record, p, first, one, two, true)
		record.Cite(p.locator, "")
		return record, nil
	}
	event := &graph.Event{
		Header: graph.Header{ID: id, Name: b.title(p, kind), Period: graph.Through(p.day, p.day)}, Type: graph.Text(kind),
		Mode:   graph.Text(mode),
		Status: graph.EventReported, Code: graph.Text(p.code), RootCode: graph.Text(p.root), QuadClass: p.quad,
		Intensity: p.goldstein, Mentions: p.mentions,
	}
	node := graph.NewNodeRecord(event)
	if p.url != "" && len(p.url) < 4000 {
		sum := sha256.Sum256([]byte(p.url))
		source := &graph.Source{Header: graph.Header{
			ID:   graph.ID("source:gdelt-" + hex.EncodeToString(sum[:8])),
			Name: p.url,
		}, URL: graph.Text(p.url)}
		node.Source = source.ID
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(source))
	}
	record.Nodes = append(record.Nodes, node)
	relate(&record, p, id, one, two, false)
	for _, actor := range []graph.ID{one, two, p.one.state, p.two.state} {
		record.Mention(actor)
	}
	if p.place != nil {
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(p.place))
		record.Relate(&graph.LocatedAt{}, graph.RelationshipHeader{FromID: id, ToID: p.place.ID, Period: event.Period}, "")
	}
	record.Cite(p.locator, node.Source)
	return record, nil
}

// relate adds both sides and their countries to the event, as actor and recipient. A mirrored row tells an event that
// is known from the other side: its actor becomes one more actor of it, and its recipient is one already.
func relate(record *loaders.Record, p *parsed, event, one, two graph.ID, mirrored bool) {
	add := func(actor graph.ID, r graph.Relationship, discriminator string) {
		if actor != "" {
			record.Relate(r, graph.RelationshipHeader{FromID: actor, ToID: event, Period: graph.Through(p.day, p.day)},
				discriminator)
		}
	}
	part := func(s side) graph.Participation {
		return graph.Participation{Role: graph.Text(s.name), Sector: s.types}
	}
	countryPart := func(s side) graph.Participation {
		return graph.Participation{Role: graph.Text("country of " + s.name)}
	}
	add(one, &graph.ActorIn{Participation: part(p.one)}, "")
	if !mirrored {
		add(two, &graph.RecipientOf{Participation: part(p.two)}, "")
	}
	add(p.one.state, &graph.ActorIn{Participation: countryPart(p.one)}, "country")
	if !mirrored {
		add(p.two.state, &graph.RecipientOf{Participation: countryPart(p.two)}, "country")
	}
}

func (b *builder) title(p *parsed, kind string) string {
	if kind == "" {
		kind = "CAMEO " + p.code
	}
	names := []string{p.one.name, p.two.name}
	for i, name := range names {
		if name == "" {
			names[i] = "unknown"
		}
	}
	return fmt.Sprintf("%s: %s, %s (%s)", kind, names[0], names[1], p.day)
}

// mirrored tells whether the row is the other side's record of a meeting seen before, and remembers it otherwise.
func (b *builder) mirrored(p *parsed, id, one, two graph.ID) (first graph.ID, ok bool) {
	code, meeting := plover.Mirror(p.code)
	if !meeting || one == "" || two == "" || one == two {
		return "", false
	}
	place := ""
	if p.place != nil {
		place = string(p.place.ID)
	}
	key := func(code string, a, b graph.ID, from, to side) string {
		return strings.Join([]string{p.day.String(), code, string(a), string(b), from.code, to.code, p.url, place}, "\x00")
	}
	return b.meetings.Met(key(p.code, one, two, p.one, p.two), key(code, two, one, p.two, p.one), id)
}

// groups are CAMEO's codes of organizations that have a node of their own.
var groups = map[string]string{
	"NAT": "NATO", "NATO": "NATO", "EEC": "European Union", "UNO": "United Nations", "ARL": "Arab League",
	"ASN": "ASEAN", "OAS": "Organization of American States", "CIS": "Commonwealth of Independent States",
	"SCO": "Shanghai Cooperation Organisation",
	"GCC": "Gulf Cooperation Council", "OPC": "OPEC", "APE": "APEC", "CST": "CSTO",
}

// iso are CAMEO's country codes that differ from ISO's.
var iso = map[string]string{"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "SUN": "RUS", "KSV": "XKX", "BYS": "BLR"}

// state is the country that a row states beside an actor that is another node, such as an alliance; "" where there is
// none.
func (b *builder) state(s side, actor graph.ID, on graph.Day) graph.ID {
	if s.country == "" || groups[s.group] == "" || regions[s.country] {
		return ""
	}
	if id := b.actor(side{code: s.country, country: s.country}, on); id != actor {
		return id
	}
	return ""
}

// actor is the node of a side; "" for one that is no actor of the graph, which is counted.
func (b *builder) actor(s side, on graph.Day) graph.ID {
	if s.code == "" && s.country == "" {
		return ""
	}
	if name := groups[s.group]; name != "" {
		if id, _, ok := b.identities.ByName(name, []graph.Label{graph.LabelOrganization}, 0); ok {
			return id
		}
	}
	country := s.country
	if country == "" && len(s.code) >= 3 {
		country = s.code[:3]
	}
	if regions[country] || s.country == "" && roles[country] || s.country == "" && country != strings.ToUpper(country) {
		b.sideless["group"]++
		return ""
	}
	if other := iso[country]; other != "" {
		country = other
	}
	scheme := graph.SchemeISOAlpha3
	if country == "RUS" { // before 1992 the code stands for the Soviet Union, as COW 365 does
		scheme, country = graph.SchemeCOW, "365"
	}
	if id, ok := b.identities.ByCode(scheme, country, on); ok {
		return id
	}
	b.sideless["role"]++
	return ""
}
