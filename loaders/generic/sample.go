package generic

import (
	"errors"
	"fmt"
	"hash/maphash"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// maxKept is how many different values of a column a proposal looks at. Whether a column tells rows apart is asked of
// all rows.
const maxKept = 10_000

// maxProposed is how many columns a table may have for which a mapping is proposed: more are data in the place of
// names.
const maxProposed = 2_000

// sampled is a column with what its values tell.
type sampled struct {
	name                           string
	values                         []string // different ones, in the order of the file
	numbers, dates, unique, filled bool
	key                            bool // is called so, and tells those rows apart that have a value
	states, urls, years            bool
	scheme                         graph.IdentifierScheme // of the codes of states that it holds, "" for none
	holdsNA                        bool                   // as a code
	undated                        int                    // different values that are no date, of a column of dates
	pattern                        string                 // of its dates, "" for ISO 8601
	comma                          bool                   // before the decimals of its numbers
	either                         string                 // a number that may have a point or a comma for decimals
	without                        int                    // rows without a value
	nulls                          []string               // texts in it that programs write where there is no value
	unknown                        []string               // values that are no state, in a column of states
	means                          []graph.ID             // the states of the first values, "" for one that is none
}

// sameStates tells whether two columns mean the same states, leaving out those that one of them does not know,
// or that are no more.
func (s *sampled) sameStates(o sampled) bool {
	both := 0
	for i := range min(len(s.means), len(o.means)) {
		if known := s.means[i] != "" && o.means[i] != ""; known && s.means[i] != o.means[i] {
			return false
		} else if known {
			both++
		}
	}
	return len(s.means) == len(o.means) && both > 0 && 2*both >= len(s.means)
}

// word makes a pattern of whole words, where digits, signs and capitals after small letters part words.
func word(alternatives string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(^|[^\pL])(` + alternatives + `)($|[^\pL])`)
}

var (
	wordID = regexp.MustCompile(
		`(^|[_ .#-])(?i:id|code|key|number|num|no|nr|ref)[ .#]*$|[a-z](Id|ID|Code|Key|Number|No|Nr)$`)
	wordName = regexp.MustCompile(
		`(?i)(name|title|label|headline|company|organi[sz]ation|exercise|treaty|agreement|pact|event|facility|base|site)`)
	wordLat  = word(`lat|latitude`)
	wordLong = word(`lon|lng|long|longitude`)
	wordDay  = regexp.MustCompile(
		`(?i)(date|day|year|when|since|start|begin|from|opened|founded|signed|end|until|closed|exit|jahr|datum|seit|ann[ée]e|fecha|год|дата)`)
	wordEnd     = regexp.MustCompile(`(?i)(end|until|to|closed|last|exit)`)
	wordForce   = regexp.MustCompile(`(?i)(^|[^a-z])in.?(to.?)?force`)
	wordTwo     = regexp.MustCompile(`(?i)(target|recipient|victim|importer|to|2|b)$`)
	wordNotes   = regexp.MustCompile(`(?i)(note|remark|comment|description|summary)`)
	wordTreaty  = regexp.MustCompile(`(?i)(treaty|treaties|agreement|pact|alliance)`)
	wordCompany = regexp.MustCompile(`(?i)(company|companies|organi[sz]ation)`)
	wordEvent   = regexp.MustCompile(`(?i)(event|exercise|incident|attack|test|launch|visit|summit)`)
	wordISO     = regexp.MustCompile(`(?i)iso`)
	wordNation  = regexp.MustCompile(`(?i)(iso|country|nation)`)
	dotted      = regexp.MustCompile(`^\d{1,2}([./-])\d{1,2}([./-])\d{4}$`)
	wordCountry = regexp.MustCompile(
		`(?i)^(c|cc|cntry|country|state|nation|party|member|side|actor|source|target|importer|exporter|reporter|partner|host)[ _.-]?(code|id|no|num)?[ _.-]?[0-9ab]?$`)
)

// numbered are the schemes of codes that are numbers, with what their columns are called.
var numbered = []struct {
	scheme graph.IdentifierScheme
	header *regexp.Regexp
}{
	{graph.SchemeCOW, regexp.MustCompile(`(?i)(cow|ccode)`)},
	{graph.SchemeGW, regexp.MustCompile(`(?i)(^|[^a-z])gw`)},
	{graph.SchemeUNM49, regexp.MustCompile(`(?i)(m49|un[_ .-]?code)`)},
	{graph.SchemeISONumeric, wordISO},
}

// gathered is what is kept of a column while the file is read.
type gathered struct {
	distinct []string
	counts   map[string]int
	seen     map[uint64]struct{} // hashes of all values, nil once one came twice
	filled   int
}

var seed = maphash.MakeSeed()

func (g *gathered) add(value string) {
	g.filled++
	if g.seen != nil {
		sum := maphash.String(seed, value)
		if _, twice := g.seen[sum]; twice {
			g.seen = nil
		} else {
			g.seen[sum] = struct{}{}
		}
	}
	if _, known := g.counts[value]; known || len(g.distinct) < maxKept {
		if !known {
			g.distinct = append(g.distinct, value)
		}
		g.counts[value]++
	}
}

// nulls are what databases, programs and people write where there is no value, beside blank, "." and NA.
var nulls = strings.Split(`NULL|null|\N|NaN|nan|None|N/A|n/a|#N/A|<NA>|NaT|nil|-|--|–|—|..|. .|...|…|:|xxx`, "|")

// without takes out texts that mean that there is no value.
func (g *gathered) without(texts ...string) {
	for _, text := range texts {
		g.filled -= g.counts[text]
		delete(g.counts, text)
	}
	g.distinct = slices.DeleteFunc(g.distinct, func(v string) bool { return slices.Contains(texts, v) })
}

// sample reads the whole file. Columns that no mapping can name are told apart.
func sample(in loaders.Input, file input.File, t TableMapping) (columns []sampled, nameless []string, err error) {
	var order, twice []string
	of := map[string]*gathered{}
	n := 0
	var first *loaders.RowError // that was rejected
	for r, err := range rows(in, file, t) {
		if rejected, ok := errors.AsType[*loaders.RowError](err); ok {
			if first == nil {
				first = rejected
			}
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		names := r.header
		if names == nil {
			names = sortedKeys(r.values)
		}
		if n == 0 && len(r.header) == 1 && fixedWidth.MatchString(r.header[0]) {
			return nil, nil, graph.Invalidf("%s: columns of a fixed width; open it in a spreadsheet and save it as .csv",
				file.Path)
		}
		for i, name := range names {
			name = strings.TrimSpace(name)
			g := of[name]
			switch {
			case name == "" || strings.ContainsAny(name, "{}"):
				if n == 0 {
					nameless = append(nameless, fmt.Sprintf("column %d %q", i+1, name))
				}
				continue
			case g == nil:
				if len(order) == maxProposed {
					return nil, nil, graph.Invalidf("%s: more than %d columns, such as %q; are they data? a mapping is for a table "+
						"whose rows have the same columns", file.Path, maxProposed, name)
				}
				g = &gathered{counts: map[string]int{}, seen: map[uint64]struct{}{}}
				of[name], order = g, append(order, name)
			case n == 0:
				nameless, twice = append(nameless, fmt.Sprintf("column %d, which is called %q like another", i+1, name)),
					append(twice, name)
				continue
			}
			if v := r.value(name); v != "" {
				g.add(v)
			}
		}
		n++
	}
	if n == 0 && first != nil {
		return nil, nil, graph.Invalidf("%s: no row to propose a mapping from; the first is rejected: %v", file.Path, first)
	}
	if n == 0 {
		return nil, nil, graph.Invalidf("%s: no row to propose a mapping from", file.Path)
	}
	for _, name := range order {
		if !slices.Contains(twice, name) {
			columns = append(columns, look(in.Identities, name, of[name], n))
		}
	}
	return columns, nameless, nil
}

// fixedWidth fits a header whose names stand below one another with blanks between them.
var fixedWidth = regexp.MustCompile(`\S {2,}\S`)

// most is the share of the rows with a value by which a column is told to hold something; where its name says so, and
// for names of states, which hardly are anything else, more than half are enough.
const (
	most     = 0.8
	majority = 0.5
)

// numeric tells whether the values are numbers, and in which notation; part is of how many rows something is true.
func (s *sampled) numeric(part func(is func(string) bool) float64) {
	point, comma := TableMapping{}, TableMapping{Decimal: ","}
	number := func(table TableMapping) func(string) bool {
		return func(v string) bool { _, err := strconv.ParseFloat(table.plain(v), 64); return err == nil }
	}
	points, commas := part(number(point)), part(number(comma))
	s.comma = commas >= most && commas > points
	s.numbers = s.comma || points >= most
	if s.comma || commas < most {
		return
	}
	if at := slices.IndexFunc(s.values, func(v string) bool {
		return number(point)(v) && number(comma)(v) && point.plain(v) != comma.plain(v)
	}); at >= 0 {
		s.either = s.values[at]
	}
}

func look(identities loaders.Identities, name string, g *gathered, rows int) sampled {
	s := sampled{name: name}
	// part is the share of the values, counted as often as they come, of which something is true.
	part := func(is func(string) bool) float64 {
		n, all := 0, 0
		for v, times := range g.counts {
			all += times
			if is(v) {
				n += times
			}
		}
		if all == 0 {
			return 0
		}
		return float64(n) / float64(all)
	}
	share := func(is func(string) bool) bool { return part(is) >= most }
	codes := func(is func(string) bool) bool {
		return share(is) || part(is) > majority && wordNation.MatchString(name)
	}
	for _, text := range g.distinct {
		_, err := strconv.Atoi(text) // 9999 may be a value of another column
		open := err != nil && noDay.MatchString(text) && wordDay.MatchString(name)
		if len(g.distinct) > 1 && (open || slices.Contains(nulls, text)) {
			s.nulls = append(s.nulls, text)
		}
	}
	g.without(s.nulls...)
	today := graph.Forever - 1
	code := func(scheme graph.IdentifierScheme, width int) func(string) bool {
		return func(v string) bool {
			if width > 0 && (len(v) != width || v != strings.ToUpper(v)) {
				return false
			}
			v = scheme.Canonical(v)
			_, ok := identities.ByCode(scheme, v, today)
			return ok || len(identities.Spans(scheme, v, graph.Period{})) > 0
		}
	}
	width := 0
	switch {
	case codes(code(graph.SchemeISOAlpha3, 3)):
		s.scheme, width = graph.SchemeISOAlpha3, 3
	case holdsAlpha2(name, g, func() bool { return codes(code(graph.SchemeISOAlpha2, 2)) }):
		s.scheme, width, s.holdsNA = graph.SchemeISOAlpha2, 2, g.counts["NA"] > 0
		g.without(".")
	default:
		g.without("NA", ".")
	}
	s.values = g.distinct
	s.numeric(part)
	s.years = s.numbers && share(func(v string) bool { return len(v) == 4 && v >= "1000" && v <= "2200" })
	date := func(v string) bool {
		_, err := clearDate(v)
		return err == nil && (len(v) >= 7 && strings.ContainsAny(v, "-/. ") || wordDay.MatchString(name))
	}
	if s.dates = share(date); !s.dates && share(func(v string) bool { return date(v) || dotted.MatchString(v) }) {
		s.dates = true
	}
	if s.dates && slices.ContainsFunc(s.values, dotted.MatchString) {
		s.pattern = patternOf(s.values)
	}
	if s.dates {
		pattern := expression(strings.TrimSuffix(s.pattern, "?"))
		for _, v := range s.values {
			if _, ok := byPattern(pattern, v); !ok && !date(v) {
				s.undated++
			}
		}
	}
	s.urls = share(func(v string) bool { return strings.HasPrefix(v, "http") })
	s.without, s.filled = rows-g.filled, float64(g.filled) >= most*float64(rows)
	s.unique = g.seen != nil && s.without == 0
	s.key = g.seen != nil && s.filled && wordID.MatchString(name)
	if s.scheme == "" && s.numbers && !s.years {
		s.scheme = schemeOf(name, func(scheme graph.IdentifierScheme) float64 { return part(code(scheme, 0)) })
	}
	isState := func(v string) bool {
		_, candidates, ok := identities.ByName(v, []graph.Label{graph.LabelState}, graph.Beginning)
		return ok || loaders.HasExactName(candidates)
	}
	if s.scheme != "" {
		isState = code(s.scheme, width)
	}
	s.states = !s.numbers && s.scheme == "" && part(isState) > majority
	if s.scheme != "" || s.states {
		s.unknown = slices.DeleteFunc(slices.Clone(s.values), isState)
	}
	for _, v := range s.values[:min(len(s.values), 200)] {
		var id graph.ID
		if s.scheme != "" {
			id, _ = identities.ByCode(s.scheme, s.scheme.Canonical(v), today)
		} else if s.states {
			id, _, _ = identities.ByName(v, []graph.Label{graph.LabelState}, today)
		}
		s.means = append(s.means, id)
	}
	return s
}

// holdsAlpha2 tells whether the values are ISO alpha-2 codes, which alpha2 answers. NA is a code beside others; a
// column of nothing else holds codes only where it is called so, and is blank elsewhere.
func holdsAlpha2(name string, g *gathered, alpha2 func() bool) bool {
	times, holds := g.counts["NA"]
	if holds && len(g.counts) == 1 {
		return wordCountry.MatchString(name) || wordISO.MatchString(name)
	}
	if holds {
		delete(g.counts, "NA")
		defer func() { g.counts["NA"] = times }()
	}
	return alpha2()
}

// schemeOf tells which numbers of states a column holds: by its name, or, where that only says that it is about
// countries, by the register that knows the most of them.
func schemeOf(name string, known func(graph.IdentifierScheme) float64) graph.IdentifierScheme {
	for _, n := range numbered {
		if n.header.MatchString(name) && known(n.scheme) > majority {
			return n.scheme
		}
	}
	if !wordCountry.MatchString(name) {
		return ""
	}
	best, most := graph.IdentifierScheme(""), 0.9
	for _, n := range numbered {
		if share := known(n.scheme); share > most || best == "" && share == most {
			best, most = n.scheme, share
		}
	}
	return best
}

// patternOf tells the order of day and month by the first number that is no month; where none is, days are put first.
func patternOf(values []string) string {
	pattern := ""
	for _, v := range values {
		m := dotted.FindStringSubmatch(v)
		if m == nil {
			continue
		}
		parts := strings.Split(v, m[1])
		if pattern == "" {
			pattern = "DD" + m[1] + "MM" + m[2] + "YYYY"
		}
		if n, _ := strconv.Atoi(parts[0]); n > 12 {
			return "DD" + m[1] + "MM" + m[2] + "YYYY"
		}
		if n, _ := strconv.Atoi(parts[1]); len(parts) > 1 && n > 12 {
			return "MM" + m[1] + "DD" + m[2] + "YYYY"
		}
	}
	return pattern + "?" // either could be meant
}
