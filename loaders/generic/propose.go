package generic

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Propose reads a file and proposes a mapping for it, as YAML that ParseMapping accepts. It is a start to be edited:
// the label is a guess, and columns that it has no use for are named in comments.
func Propose(in loaders.Input, file input.File) (string, error) {
	sheets, err := sheetsOf(file)
	if err != nil {
		return "", err
	}
	reading := TableMapping{Missing: []string{""}, Sheet: in.Options["sheet"]}
	if reading.Sheet == "" && len(sheets) > 1 {
		reading.Sheet = sheets[0]
	}
	columns, nameless, err := sample(in, file, reading)
	if err != nil {
		return "", err
	}
	years := slices.IndexFunc(columns, func(s sampled) bool { return yearOf(s.name) != "" })
	if years >= 0 && years+leastYears <= len(columns) && yearOf(columns[years+leastYears-1].name) != "" {
		turned := reading
		turned.Wide = true
		if cells, _, err := sample(in, file, turned); err == nil { // no year comes twice, and no column is called "value"
			reading, columns = turned, cells
		}
	}
	p := &proposal{
		in: in, file: file, reading: reading, sheets: sheets, columns: columns, nameless: nameless, used: map[string]bool{},
	}
	return p.write(file), nil
}

// leastYears is how many columns that are called by years a table has that is proposed to be turned.
const leastYears = 3

type proposal struct {
	in       loaders.Input
	file     input.File
	reading  TableMapping
	sheets   []string // of a workbook
	columns  []sampled
	nameless []string // that no mapping can take
	used     map[string]bool
	text     strings.Builder
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

func (p *proposal) write(file input.File) string {
	var countries []sampled
	for {
		c, ok := p.take(func(s sampled) bool { return s.scheme != "" || s.states })
		if !ok {
			break
		}
		same := slices.IndexFunc(countries, c.sameStates)
		if same < 0 {
			countries = append(countries, c)
		} else if o := countries[same]; len(c.unknown) < len(o.unknown) ||
			len(c.unknown) == len(o.unknown) && o.scheme == "" && c.scheme != "" {
			countries[same] = c // the one that knows more of the states; a code is surer than a name
		}
	}
	lat, hasLat := p.take(func(s sampled) bool { return s.numbers && wordLat.MatchString(s.name) })
	long, hasLong := p.take(func(s sampled) bool { return s.numbers && wordLong.MatchString(s.name) })
	force, hasForce := p.take(func(s sampled) bool { return s.dates && wordForce.MatchString(s.name) })
	from, hasFrom := p.take(func(s sampled) bool {
		return s.dates && s.filled && !wordEnd.MatchString(s.name) && (s.name == yearColumn || !p.reading.Wide)
	})
	if hasForce && !hasFrom {
		from, hasFrom, hasForce = force, force.filled, false
	}
	until, hasUntil := p.take(func(s sampled) bool { return s.dates && wordEnd.MatchString(s.name) })
	id, hasID := p.take(func(s sampled) bool { return s.key })
	name, hasName := p.take(func(s sampled) bool { return !s.numbers && !s.urls && wordName.MatchString(s.name) })
	note, hasNote := p.take(func(s sampled) bool { return !s.numbers && wordNotes.MatchString(s.name) })
	value, hasValue := sampled{}, false
	switch {
	case p.reading.Wide && len(countries) > 0 && hasFrom:
		value, hasValue = p.take(func(s sampled) bool { return s.numbers && s.name == valueColumn })
	case !hasName && !hasID && len(countries) == 1 && hasFrom:
		value, hasValue = p.take(func(s sampled) bool { return s.numbers && !s.years && !wordID.MatchString(s.name) })
	}
	label := graph.LabelOrganization
	switch about := name.name + " " + file.Name; {
	case hasValue:
		label = graph.LabelObservation
	case hasLat && hasLong:
		label = graph.LabelPlace
	case hasForce, wordTreaty.MatchString(about), hasName && named(name.values, wordTreaty):
		label = graph.LabelTreaty
	case wordCompany.MatchString(about):
	case hasFrom && len(countries) > 0 && (!hasUntil || len(countries) > 1), hasFrom && wordEvent.MatchString(about):
		label = graph.LabelEvent
	}
	var key string
	switch {
	case hasID:
		key = "{" + id.name + "}"
	case hasName && name.unique:
		key = "{" + name.name + "}"
	default:
		c, ok := p.take(func(s sampled) bool {
			return s.unique && !s.numbers && !s.dates && !s.urls && !wordDay.MatchString(s.name)
		})
		if !ok {
			c, ok = p.take(func(s sampled) bool {
				return s.unique && s.numbers && !s.dates && !s.years && !slices.ContainsFunc(s.values, fraction)
			})
		}
		if ok {
			key = "{" + c.name + "}"
		}
	}
	short := graph.Slug(strings.TrimSuffix(file.Name, filepath.Ext(file.Name)))
	if short == "" || strings.ContainsFunc(short, func(r rune) bool { return r > 0x7f }) {
		short = "my-dataset"
	}
	p.line("# Proposed by `entente map`: read it, correct it, then `entente load generic %s -o mapping=THIS_FILE`",
		strconv.Quote(file.Name))
	p.line("dataset: {id: %s, name: %s, publisher: \"\", licence: \"\", priority: 50}", strconv.Quote(short),
		strconv.Quote(file.Name))
	p.table([]sampled{from, force, until}, []sampled{lat, long, value})
	p.line("nodes:")
	p.line("  thing:                  # what a row is about: one of %s", labelNames())
	p.line("    label: %s", label)
	if key != "" {
		p.line("    id: %s", strconv.Quote(key))
	} else {
		p.line("    id: %s       # no column is unique: choose what tells rows apart",
			strconv.Quote(p.allOf(countries, from, name)))
	}
	var properties []string
	if hasName && !hasValue {
		properties = append(properties, "name: "+quoted(name.name))
	}
	switch label {
	case graph.LabelPlace:
		properties = append(properties, "latitude: "+quoted(lat.name), "longitude: "+quoted(long.name))
	case graph.LabelObservation:
		what, shown := value.name, value.name
		if p.reading.Wide { // what the figures are says another column, or the file
			what, shown = short, short
		}
		if hasName {
			shown = "{" + name.name + "}"
		}
		properties = append(properties, "name: "+strconv.Quote(shown+" of {"+countries[0].name+"}, {"+from.name+"}"),
			"indicator: "+strconv.Quote(strings.ToUpper(strings.ReplaceAll(graph.Slug(what), "-", "_"))),
			"value: "+quoted(value.name))
	case graph.LabelTreaty:
		if hasFrom {
			properties = append(properties, "signed: "+quoted(from.name))
		}
		if hasForce {
			properties = append(properties, "inForce: "+quoted(force.name))
		}
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
	switch {
	case hasForce && force.filled:
		p.line("    from: %s            # signed is not in force", quoted(force.name))
	case hasFrom:
		p.line("    from: %s", quoted(from.name))
	}
	switch {
	case hasUntil:
		p.line("    last: %s              # the last day; until would be the first day after", quoted(until.name))
	case hasFrom && (label == graph.LabelEvent || label == graph.LabelObservation):
		p.line("    last: %s              # the same day: without it the time is open", quoted(from.name))
	}
	p.countries(countries, label, from, hasFrom)
	p.rest()
	return p.text.String()
}

// monthFirst makes a pattern with the day first one with the month first.
var monthFirst = strings.NewReplacer("DD", "MM", "MM", "DD")

// table writes how the columns write dates and numbers, where that is not clear without.
func (p *proposal) table(dates, numbers []sampled) {
	var patterns, parts []string
	doubt := ""
	if p.reading.Sheet != "" {
		parts = append(parts, "sheet: "+strconv.Quote(p.reading.Sheet))
	}
	if p.reading.Wide {
		parts = append(parts, "wide: true")
	}
	for _, c := range dates {
		pattern, doubtful := strings.CutSuffix(c.pattern, "?")
		if doubtful {
			doubt = "      # or the month first? the values fit both"
		}
		if pattern != "" && !slices.Contains(patterns, strconv.Quote(pattern)) {
			patterns = append(patterns, strconv.Quote(pattern))
		}
	}
	for _, pattern := range patterns {
		if other := monthFirst.Replace(pattern); other != pattern && slices.Contains(patterns, other) {
			doubt = "      # both orders are there: what fits both is read by the first; better make it one"
		}
	}
	if len(patterns) > 0 {
		parts = append(parts, "dates: ["+strings.Join(patterns, ", ")+"]")
	}
	if slices.ContainsFunc(numbers, func(s sampled) bool { return s.comma }) {
		parts = append(parts, `decimal: ","`)
	} else if i := slices.IndexFunc(numbers, func(s sampled) bool { return s.either != "" }); i >= 0 {
		parts = append(parts, `decimal: "."`)
		doubt += fmt.Sprintf("      # or \",\"? %s fits both", numbers[i].either)
	}
	if missing := p.missing(); len(missing) > 0 {
		parts = append(parts, "missing: ["+strings.Join(missing, ", ")+"]")
	}
	if len(parts) > 0 {
		p.line("table: {%s}%s", strings.Join(parts, ", "), doubt)
	}
	if len(p.sheets) > 1 {
		p.line("# The sheets are %q; -o sheet=NAME proposes a mapping for another", p.sheets)
	}
}

// missing are the texts that mean that there is no value, where the file has others than those that always do. A table
// in which NA is Namibia has none proposed: they would hold for all columns, and NA means nothing in the others.
func (p *proposal) missing() (all []string) {
	for _, c := range p.columns {
		if c.holdsNA {
			return nil
		}
		all = append(all, c.nulls...)
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	all = append([]string{"", ".", "NA"}, slices.Compact(all)...)
	for i, text := range all {
		all[i] = strconv.Quote(text)
	}
	return all
}

// allOf is a template of several columns that may tell rows apart together: of all where the given ones are not there.
func (p *proposal) allOf(countries []sampled, others ...sampled) string {
	var parts []string
	for _, c := range append(slices.Clone(countries), others...) {
		if c.name != "" {
			parts = append(parts, "{"+c.name+"}")
		}
	}
	if len(parts) < 2 {
		parts = nil
		for _, c := range p.columns {
			parts = append(parts, "{"+c.name+"}")
		}
	}
	return strings.Join(parts, "-")
}

// day is what a country is looked up on: "" for the day of the row. An event is of its day; a base or a company lasts,
// and its country is that of today, unless today knows fewer of the countries: Germany, Russia and China are several
// states over time.
func (p *proposal) day(c sampled, label graph.Label, from sampled, dated bool) string {
	today := time.Now().Format(time.DateOnly)
	if !dated {
		return today
	}
	ofRow, ofToday := p.resolved(c, from)
	lasting := label != graph.LabelEvent && label != graph.LabelObservation && label != graph.LabelTreaty
	if ofToday > ofRow || lasting && ofToday == ofRow {
		return today
	}
	return ""
}

// resolved counts the rows whose country is known on the day of the row, and on that of today.
func (p *proposal) resolved(c, from sampled) (ofRow, ofToday int) {
	b := &builder{mapping: &Mapping{}, identities: p.in.Identities, file: p.file.Name}
	if from.pattern != "" {
		b.mapping.Table.Dates = []string{strings.TrimSuffix(from.pattern, "?")}
	}
	n := new(compiler).node("", NodeMapping{Label: graph.LabelState, Find: p.find(c)})
	y, m, d := time.Now().Date()
	today := graph.Day(y*10000 + int(m)*100 + d)
	type question struct {
		value string
		on    graph.Day
	}
	answers := map[question]bool{}
	known := func(r row, on graph.Day) bool {
		q := question{r.value(c.name), on}
		answer, asked := answers[q]
		if !asked {
			id, err := b.find(r, &n, on)
			answer = err == nil && id != ""
			answers[q] = answer
		}
		return answer
	}
	for r, err := range rows(p.in, p.file, p.reading) {
		if err != nil {
			continue
		}
		on := graph.Day(0)
		if date, err := b.date(r.value(from.name)); err == nil && !date.IsZero() {
			on = date.First()
		}
		if known(r, on) {
			ofRow++
		}
		if known(r, today) {
			ofToday++
		}
	}
	return ofRow, ofToday
}

// find is the template by which the country of a column is looked up.
func (p *proposal) find(c sampled) string {
	if c.scheme != "" {
		return c.scheme.Prefix() + ":{" + c.name + "}"
	}
	return "{" + c.name + "}"
}

func fraction(v string) bool { return strings.ContainsAny(v, ".,eE") }

// named tells whether most of a column's values have a word.
func named(values []string, word *regexp.Regexp) bool {
	n := 0
	for _, v := range values {
		if word.MatchString(v) {
			n++
		}
	}
	return 2*n > len(values)
}

func (p *proposal) countries(countries []sampled, label graph.Label, from sampled, dated bool) {
	names := make([]string, len(countries))
	for i, c := range countries {
		names[i] = "state"
		if i > 0 {
			names[i] = fmt.Sprintf("state%d", i+1)
		}
		on, why := "", ""
		if day := p.day(c, label, from, dated); day != "" {
			on, why = ", on: "+day, "     # the day on which the names and codes are meant"
		}
		if c.holdsNA {
			why += "     # NA is Namibia here"
		}
		p.line("  %s: {label: State, find: %s%s}%s", names[i], strconv.Quote(p.find(c)), on, why)
	}
	if len(countries) == 0 {
		return
	}
	p.line("relationships:")
	for i, c := range countries {
		switch {
		case label == graph.LabelObservation:
			p.line("  - {type: OBSERVED_FOR, from: thing, to: %s}", names[i])
		case label == graph.LabelTreaty:
			p.line("  - {type: PARTY_TO, from: %s, to: thing}", names[i])
		case label != graph.LabelEvent:
			p.line("  - {type: PART_OF, from: thing, to: %s}", names[i])
		case i > 0 && wordTwo.MatchString(c.name):
			p.line("  - {type: RECIPIENT_OF, from: %s, to: thing}", names[i])
		default:
			p.line("  - {type: ACTOR_IN, from: %s, to: thing}", names[i])
		}
	}
}

// takes tells whether the mapping has a place for a column so far.
func (p *proposal) takes(c sampled) bool {
	return strings.Contains(p.text.String(), strings.Trim(quoted(c.name), `"`))
}

// rest names the columns that the proposal has no use for.
func (p *proposal) rest() {
	var unused []string
	for _, c := range p.columns {
		name := strings.ReplaceAll(c.name, "\n", " ")
		if !p.takes(c) {
			unused = append(unused, name)
			continue
		}
		if c.undated > 0 {
			p.line("# %s: %d different values are no date as the mapping has them; their rows are rejected", name, c.undated)
		}
		switch n := len(c.unknown); {
		case n == 1:
			p.line("# %s: 1 of %d different values is no state that is known: %q; its rows are rejected", name, len(c.values),
				c.unknown[0])
		case n > 1:
			p.line("# %s: %d of %d different values are no states that are known, such as %q; their rows are rejected", name, n,
				len(c.values), c.unknown[0])
		}
		if c.key && c.without > 0 {
			p.line("# %s: rows without a value, which are rejected: %d", name, c.without)
		}
	}
	for _, column := range p.nameless {
		p.line("# Not usable: %s; give it a name of its own, without braces", strings.ReplaceAll(column, "\n", " "))
	}
	if len(unused) > 0 {
		p.line("# Not used: %s", strings.Join(unused, ", "))
	}
}
