package gdelt

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
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

// early is how many rows are held until one has a width of GDELT's.
const early = 20

// rows reads tab-separated lines; quotes mean nothing. Of a file whose first rows all have another width none is used.
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
	type row struct {
		line   int
		fields []string
	}
	var held []row
	known := false
	lines := bufio.NewScanner(decoded)
	lines.Buffer(nil, maxLine)
	line := 1
	for ; lines.Scan(); line++ {
		text := strings.TrimRight(lines.Text(), "\r")
		if text == "" {
			continue
		}
		fields := strings.Split(clean(text), "\t")
		held = append(held, row{line, fields})
		if _, own := widths[len(fields)]; own {
			known = true
		}
		switch {
		case known:
			for _, row := range held {
				if !use(row.line, row.fields) {
					return loaders.ErrStopped
				}
			}
			held = held[:0]
		case len(held) == early:
			return nil
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return graph.Invalidf("%s:%d: the row exceeds the limit of %d bytes", file.Path, line, maxLine)
	case err != nil:
		return fmt.Errorf("%s:%d: %w", file.Path, line, err)
	}
	return nil
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
		return loaders.Record{}, p.origin.Rejected("EventCode", "bad-code",
			"%q is no CAMEO code: want two to four digits as text, 01 to 20", p.code)
	}
	id := graph.ID("event:gdelt-" + p.id)
	on := p.day.First()
	for _, s := range []*side{&p.one, &p.two} {
		s.Node = b.actor(*s, on)
		s.State = b.state(*s, on)
	}
	record := loaders.Record{Locator: p.locator, Origin: []loaders.Origin{p.origin}}
	period := graph.Through(p.day, p.day)
	if first, mirrored := b.mirrored(p, id); mirrored {
		b.merged++
		plover.Relate(&record, first, p.one.Side, plover.Side{}, period)
		record.Cite(p.locator, "")
		return record, nil
	}
	event := &graph.Event{
		Header: graph.Header{ID: id, Name: b.title(p, kind), Period: period}, Type: graph.Text(kind), Mode: graph.Text(mode),
		Status: graph.EventReported, Code: graph.Text(p.code), RootCode: graph.Text(p.root), QuadClass: p.quad,
		Intensity: p.goldstein, Mentions: p.mentions,
	}
	var source *graph.Source
	if p.url != "" && len(p.url) < 4000 {
		source = &graph.Source{
			Header: graph.Header{ID: graph.ID("source:gdelt-" + loaders.Hash(p.url)), Name: p.url}, URL: graph.Text(p.url),
		}
	}
	plover.Tell(&record, event, p.one.Side, p.two.Side, source, p.place)
	return record, nil
}

func (b *builder) title(p *parsed, kind string) string {
	kind = cmp.Or(kind, "CAMEO "+p.code)
	return fmt.Sprintf("%s: %s, %s (%s)", kind, cmp.Or(p.one.Name, "unknown"), cmp.Or(p.two.Name, "unknown"), p.day)
}

// mirrored tells whether the row is the other side's record of a meeting seen before, and remembers it otherwise.
func (b *builder) mirrored(p *parsed, id graph.ID) (first graph.ID, ok bool) {
	code, meeting := plover.Mirror(p.code)
	if !meeting || p.one.Node == "" || p.two.Node == "" || p.one.Node == p.two.Node {
		return "", false
	}
	place := ""
	if p.place != nil {
		place = string(p.place.ID)
	}
	key := func(code string, from, to side) string {
		return strings.Join([]string{
			p.day.String(), code, string(from.Node), string(to.Node), from.code, to.code, p.url, place,
		}, "\x00")
	}
	return b.meetings.Met(key(p.code, p.one, p.two), key(code, p.two, p.one), id)
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
func (b *builder) state(s side, on graph.Day) graph.ID {
	if s.country == "" || groups[s.group] == "" || regions[s.country] {
		return ""
	}
	if id := b.actor(side{code: s.country, country: s.country}, on); id != s.Node {
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
