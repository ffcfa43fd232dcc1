package generic

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// maxSample is how many rows a proposal looks at.
const maxSample = 200

// sampled is a column with what its sample tells.
type sampled struct {
	name                          string
	values                        []string
	numbers, dates, unique        bool
	iso2, iso3, cow, states, urls bool
}

var (
	wordID    = regexp.MustCompile(`(?i)^(id|code|key|.*[_ .-]id|.*[_ .-]code)$`)
	wordName  = regexp.MustCompile(`(?i)(name|title|label|headline)`)
	wordLat   = regexp.MustCompile(`(?i)^(lat|latitude|.*[_ .]lat)$`)
	wordLong  = regexp.MustCompile(`(?i)^(lon|lng|long|longitude|.*[_ .](lon|lng|long))$`)
	wordEnd   = regexp.MustCompile(`(?i)(end|until|to|closed|last|exit)`)
	wordTwo   = regexp.MustCompile(`(?i)(target|recipient|victim|to|2|b)$`)
	wordNotes = regexp.MustCompile(`(?i)(note|remark|comment|description|summary)`)
)

// Propose reads the beginning of a file and proposes a mapping for it, as YAML that ParseMapping accepts. It is a start to be
// edited: the label is a guess, and columns that it has no use for are named in comments.
func Propose(in loaders.Input, file loaders.File) (string, error) {
	columns, err := sample(in, file)
	if err != nil {
		return "", err
	}
	p := &proposal{columns: columns, used: map[string]bool{}}
	return p.write(file), nil
}

func sample(in loaders.Input, file loaders.File) ([]sampled, error) {
	var order []string
	values := map[string][]string{}
	n := 0
	for r, err := range rows(in, file, TableMapping{}) {
		var rejected *loaders.RowError
		if errors.As(err, &rejected) {
			continue
		}
		if err != nil {
			return nil, err
		}
		names := r.header
		if names == nil {
			names = sortedKeys(r.values)
		}
		for _, name := range names {
			name = strings.TrimSpace(name)
			if name == "" || strings.ContainsAny(name, "{}") {
				continue
			}
			if !slices.Contains(order, name) {
				order = append(order, name)
			}
			if v := r.values[name]; v != "" {
				values[name] = append(values[name], v)
			}
		}
		if n++; n >= maxSample {
			break
		}
	}
	if n == 0 {
		return nil, graph.Invalidf("%s: no row to propose a mapping from", file.Path)
	}
	out := make([]sampled, len(order))
	for i, name := range order {
		out[i] = look(in.Identities, name, values[name], n)
	}
	return out, nil
}

func look(identities loaders.Identities, name string, values []string, rows int) sampled {
	s := sampled{name: name, values: values}
	share := func(is func(string) bool) bool {
		if len(values) == 0 {
			return false
		}
		n := 0
		for _, v := range values {
			if is(v) {
				n++
			}
		}
		return float64(n) >= 0.8*float64(len(values))
	}
	today := graph.Forever - 1
	code := func(scheme graph.IdentifierScheme, width int) func(string) bool {
		return func(v string) bool {
			if width > 0 && (len(v) != width || v != strings.ToUpper(v)) {
				return false
			}
			_, ok := identities.ByCode(scheme, v, today)
			return ok
		}
	}
	number := func(v string) bool { _, err := strconv.ParseFloat(v, 64); return err == nil }
	s.numbers = share(number)
	s.dates = share(func(v string) bool {
		day, _, _ := strings.Cut(v, "T")
		_, err := graph.ParseDate(day)
		return err == nil && len(day) >= 7
	})
	s.urls = share(func(v string) bool { return strings.HasPrefix(v, "http") })
	distinct := map[string]bool{}
	for _, v := range values {
		distinct[v] = true
	}
	s.unique = len(distinct) == rows
	s.iso3, s.iso2 = share(code(graph.SchemeISOAlpha3, 3)), share(code(graph.SchemeISOAlpha2, 2))
	s.cow = s.numbers && regexp.MustCompile(`(?i)(cow|ccode)`).MatchString(name) && share(code(graph.SchemeCOW, 0))
	s.states = !s.numbers && !s.iso2 && !s.iso3 && share(func(v string) bool {
		_, _, ok := identities.ByName(v, []graph.Label{graph.LabelState}, today)
		return ok
	})
	return s
}

type proposal struct {
	columns []sampled
	used    map[string]bool
	text    strings.Builder
}

// take finds the first unused column of a kind and marks it as used.
func (p *proposal) take(is func(s sampled) bool) (sampled, bool) {
	for _, c := range p.columns {
		if !p.used[c.name] && is(c) {
			p.used[c.name] = true
			return c, true
		}
	}
	return sampled{}, false
}

func quoted(column string) string { return strconv.Quote("{" + column + "}") }

func (p *proposal) line(format string, args ...any) { fmt.Fprintf(&p.text, format+"\n", args...) }

func (p *proposal) write(file loaders.File) string {
	var countries []sampled
	for {
		c, ok := p.take(func(s sampled) bool { return s.iso3 || s.iso2 || s.cow || s.states })
		if !ok {
			break
		}
		countries = append(countries, c)
	}
	lat, hasLat := p.take(func(s sampled) bool { return s.numbers && wordLat.MatchString(s.name) })
	long, hasLong := p.take(func(s sampled) bool { return s.numbers && wordLong.MatchString(s.name) })
	from, hasFrom := p.take(func(s sampled) bool { return s.dates && !wordEnd.MatchString(s.name) })
	until, hasUntil := p.take(func(s sampled) bool { return s.dates && wordEnd.MatchString(s.name) })
	id, hasID := p.take(func(s sampled) bool { return s.unique && wordID.MatchString(s.name) })
	name, hasName := p.take(func(s sampled) bool { return !s.numbers && wordName.MatchString(s.name) })
	note, hasNote := p.take(func(s sampled) bool { return !s.numbers && wordNotes.MatchString(s.name) })
	if !hasID {
		switch {
		case hasName:
			id, hasID = name, true
		default:
			id, hasID = p.take(func(s sampled) bool { return s.unique })
		}
	}
	label := graph.LabelOrganization
	switch {
	case hasFrom && len(countries) > 0 && !hasUntil:
		label = graph.LabelEvent
	case hasLat && hasLong:
		label = graph.LabelPlace
	}
	short := graph.Slug(strings.TrimSuffix(file.Name, filepath.Ext(file.Name)))
	if short == "" || strings.ContainsFunc(short, func(r rune) bool { return r > 0x7f }) {
		short = "my-dataset"
	}
	p.line("# Proposed by `entente map`: read it, correct it, then `entente load generic %s -o mapping=THIS_FILE`", strconv.Quote(file.Name))
	p.line("dataset: {id: %s, name: %s, publisher: \"\", licence: \"\", priority: 50}", strconv.Quote(short), strconv.Quote(file.Name))
	p.line("nodes:")
	p.line("  thing:                  # what a row is about: one of %s", labelNames())
	p.line("    label: %s", label)
	if hasID {
		p.line("    id: %s", quoted(id.name))
	} else {
		all := make([]string, 0, len(p.columns))
		for _, c := range p.columns {
			all = append(all, "{"+c.name+"}")
		}
		p.line("    id: %s       # no column is unique: choose what tells rows apart", strconv.Quote(strings.Join(all, "-")))
	}
	var properties []string
	if hasName {
		properties = append(properties, "name: "+quoted(name.name))
	}
	if label == graph.LabelPlace {
		properties = append(properties, "latitude: "+quoted(lat.name), "longitude: "+quoted(long.name))
	}
	if hasNote {
		field := "note"
		if label == graph.LabelEvent {
			field = "summary"
		}
		properties = append(properties, field+": "+quoted(note.name))
	}
	if len(properties) > 0 {
		p.line("    properties: {%s}", strings.Join(properties, ", "))
	}
	if hasFrom {
		p.line("    from: %s", quoted(from.name))
	}
	if hasUntil {
		p.line("    last: %s              # the last day; until would be the first day after", quoted(until.name))
	}
	p.countries(countries, label)
	p.rest(hasLat && label != graph.LabelPlace, lat.name)
	return p.text.String()
}

func (p *proposal) countries(countries []sampled, label graph.Label) {
	names := make([]string, len(countries))
	for i, c := range countries {
		names[i] = "state"
		if i > 0 {
			names[i] = fmt.Sprintf("state%d", i+1)
		}
		find := quoted(c.name)
		switch {
		case c.iso3:
			find = strconv.Quote("iso3:{" + c.name + "}")
		case c.iso2:
			find = strconv.Quote("iso2:{" + c.name + "}")
		case c.cow:
			find = strconv.Quote("cow:{" + c.name + "}")
		}
		p.line("  %s: {label: State, find: %s}", names[i], find)
	}
	if len(countries) == 0 {
		return
	}
	p.line("relationships:")
	for i, c := range countries {
		switch {
		case label != graph.LabelEvent:
			p.line("  - {type: PART_OF, from: thing, to: %s}", names[i])
		case i > 0 && wordTwo.MatchString(c.name):
			p.line("  - {type: RECIPIENT_OF, from: %s, to: thing}", names[i])
		default:
			p.line("  - {type: ACTOR_IN, from: %s, to: thing}", names[i])
		}
	}
}

// rest names the columns that the proposal has no use for.
func (p *proposal) rest(latToo bool, lat string) {
	var unused []string
	for _, c := range p.columns {
		if !p.used[c.name] || latToo && c.name == lat {
			unused = append(unused, strings.ReplaceAll(c.name, "\n", " "))
		}
	}
	if len(unused) > 0 {
		p.line("# Not used: %s", strings.Join(unused, ", "))
	}
}
