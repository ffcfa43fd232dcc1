package generic

import (
	"errors"
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
	name                                 string
	values                               []string
	numbers, dates, unique, filled       bool
	iso2, iso3, cow, states, urls, years bool
	pattern                              string // of its dates, "" for ISO 8601
	means                                string // the states that its cells mean, to tell that two columns mean the same
}

// word makes a pattern of whole words, where digits, signs and capitals after small letters part words.
func word(alternatives string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(^|[^\pL])(` + alternatives + `)($|[^\pL])`)
}

var (
	wordID       = regexp.MustCompile(`(?i)^(id|code|key|.*[_ .-]id|.*[_ .-]code)$`)
	wordName     = regexp.MustCompile(`(?i)(name|title|label|headline|company|organi[sz]ation|exercise|treaty|agreement|pact|event|facility|base|site)`)
	wordLat      = word(`lat|latitude`)
	wordLong     = word(`lon|lng|long|longitude`)
	wordDay      = regexp.MustCompile(`(?i)(date|day|year|when|since|start|begin|from|opened|founded|signed|end|until|closed|exit)`)
	wordEnd      = regexp.MustCompile(`(?i)(end|until|to|closed|last|exit)`)
	wordTwo      = regexp.MustCompile(`(?i)(target|recipient|victim|importer|to|2|b)$`)
	wordNotes    = regexp.MustCompile(`(?i)(note|remark|comment|description|summary)`)
	wordTreaty   = regexp.MustCompile(`(?i)(treaty|treaties|agreement|pact|alliance)`)
	wordCompany  = regexp.MustCompile(`(?i)(company|companies|organi[sz]ation)`)
	wordEvent    = regexp.MustCompile(`(?i)(event|exercise|incident|attack|test|launch|visit|summit)`)
	dotted       = regexp.MustCompile(`^\d{1,2}([./-])\d{1,2}([./-])\d{4}$`)
	codeOfStates = regexp.MustCompile(`(?i)(cow|ccode)`)
)

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
			return ok || len(identities.Spans(scheme, v, graph.Period{})) > 0
		}
	}
	s.numbers = share(func(v string) bool { _, err := strconv.ParseFloat(ungrouped(v), 64); return err == nil })
	s.years = s.numbers && share(func(v string) bool { return len(v) == 4 && v >= "1000" && v <= "2200" })
	s.dates = share(func(v string) bool {
		day, _, _ := strings.Cut(v, "T")
		_, err := graph.ParseDate(day)
		return err == nil && (len(day) >= 7 || wordDay.MatchString(name))
	})
	if !s.dates && share(dotted.MatchString) {
		s.dates, s.pattern = true, patternOf(values)
	}
	s.urls = share(func(v string) bool { return strings.HasPrefix(v, "http") })
	distinct := map[string]bool{}
	for _, v := range values {
		distinct[v] = true
	}
	s.unique, s.filled = len(distinct) == rows, float64(len(values)) >= 0.8*float64(rows)
	s.iso3, s.iso2 = share(code(graph.SchemeISOAlpha3, 3)), share(code(graph.SchemeISOAlpha2, 2))
	s.cow = s.numbers && codeOfStates.MatchString(name) && share(code(graph.SchemeCOW, 0))
	s.states = !s.numbers && !s.iso2 && !s.iso3 && share(func(v string) bool {
		_, candidates, ok := identities.ByName(v, []graph.Label{graph.LabelState}, graph.Beginning)
		return ok || loaders.Borne(candidates)
	})
	for _, v := range values {
		switch id, ok := graph.ID(""), false; {
		case s.iso3:
			id, ok = identities.ByCode(graph.SchemeISOAlpha3, v, today)
			fallthrough
		case s.iso2:
			if !ok {
				id, _ = identities.ByCode(graph.SchemeISOAlpha2, v, today)
			}
			s.means += " " + string(id)
		case s.states:
			id, _, _ = identities.ByName(v, []graph.Label{graph.LabelState}, today)
			s.means += " " + string(id)
		}
	}
	return s
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
