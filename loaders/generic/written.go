package generic

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// clearDates are the forms of dates that leave nothing to guess. They are read beside ISO 8601 and the patterns of the
// mapping; a day or month of 00 is an unknown one.
var clearDates = []*regexp.Regexp{
	regexp.MustCompile(`^(?P<y>\d{4})(?:-(?P<m>\d{1,2})-|/(?P<m2>\d{1,2})/|\.(?P<m3>\d{1,2})\.)(?P<d>\d{1,2})$`),
	regexp.MustCompile(`^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$`),
	regexp.MustCompile(`(?i)^(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -]` + loaders.MonthName + `,?[ -](?P<y>\d{4})$`),
	regexp.MustCompile(`(?i)^` + loaders.MonthName + ` (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})$`),
	regexp.MustCompile(`(?i)^` + loaders.MonthName + `,?[ -](?P<y>\d{4})$`),
}

// float is a year or a day that a program has kept as a number with decimals, since others of its column were missing.
var float = regexp.MustCompile(`^(\d{4}|\d{8})\.0$`)

// clock is a time behind a day.
var clock = regexp.MustCompile(`(?:T\d{2}:?\d{2}| \d{1,2}:\d{2}).*$`)

// date reads a date by the mapping's patterns, in ISO 8601, or in a form that leaves nothing to guess, with or without
// a time.
func (b *builder) date(text string) (graph.Date, error) {
	d, err := b.written(text)
	if err == nil {
		b.together.date(d, text)
	}
	return d, err
}

func (b *builder) written(text string) (graph.Date, error) {
	patterns := b.mapping.Table.Dates
	for i := len(b.dates); i < len(patterns); i++ {
		b.dates = append(b.dates, expression(patterns[i]))
	}
	for _, pattern := range b.dates {
		if d, ok := byPattern(pattern, text); ok {
			return d, nil
		}
	}
	d, err := clearDate(text)
	switch {
	case err == nil:
	case noDay.MatchString(text):
		err = fmt.Errorf("%q is no day; where it means that there is none, list it in the mapping's table as `missing`", text)
	case len(patterns) > 0:
		err = fmt.Errorf("%q is none of %s", text, strings.Join(patterns, ", "))
	}
	return d, err
}

// noDay is what databases and people write where there is no day, mostly because something goes on.
var noDay = regexp.MustCompile(
	`(?i)^(0000-00-00.*|9999(-12-31.*)?|31[./-]12[./-]9999|12/31/9999|-99?|present|current|ongoing|today|to date)$`)

// clearDate reads a date that needs no pattern.
func clearDate(text string) (graph.Date, error) {
	d, err := loaders.ParseDate(text)
	if err == nil {
		return d, nil
	}
	text = float.ReplaceAllString(clock.ReplaceAllString(text, ""), "$1")
	if d, err = loaders.ParseDate(text); err == nil {
		return d, nil
	}
	for _, form := range clearDates {
		if d, ok := byPattern(form, text); ok {
			return d, nil
		}
	}
	return d, err
}

// expression matches the dates of a pattern. Of a pattern only the quoted text remains where it has no place for a
// date.
func expression(pattern string) *regexp.Regexp {
	text := regexp.QuoteMeta(pattern)
	for _, part := range [][2]string{{"YYYY", `(?P<y>\d{4})`}, {"MM", `(?P<m>\d{1,2})`}, {"DD", `(?P<d>\d{1,2})`}} {
		text = strings.Replace(text, part[0], part[1], 1)
	}
	return regexp.MustCompile("^" + text + "$")
}

func byPattern(re *regexp.Regexp, text string) (graph.Date, bool) {
	match := re.FindStringSubmatch(text)
	if match == nil {
		return graph.Date{}, false
	}
	parts := map[string]int{}
	for i, name := range re.SubexpNames() {
		switch {
		case match[i] == "" || name == "":
		case name == "name":
			parts["m"] = loaders.MonthNumber(match[i])
		default:
			parts[name[:1]], _ = strconv.Atoi(match[i])
		}
	}
	d, err := loaders.NewDate(parts["y"], parts["m"], parts["d"])
	return d, err == nil
}

// between is what may set thousands apart beside the sign that the decimal one leaves.
const between = `[ '’\x{a0}\x{202f}]`

// notation is one of the two ways in which numbers are written.
type notation struct{ number, apart *regexp.Regexp }

var (
	point = notation{
		regexp.MustCompile(`^[-+]?[1-9]\d{0,2}(?:(?:,|` + between + `)\d{3})+(?:\.\d+)?$`),
		regexp.MustCompile(`,|` + between),
	}
	comma = notation{
		regexp.MustCompile(`^[-+]?(?:[1-9]\d{0,2}(?:(?:\.|` + between + `)\d{3})+|\d+)(?:,\d+)?$`),
		regexp.MustCompile(`\.|` + between),
	}
)

// plain is a number as Go reads it: without what sets thousands apart, and with a decimal point. What is no number in
// the notation of the table is none.
func (t TableMapping) plain(text string) string {
	switch {
	case t.Decimal != "," && point.number.MatchString(text):
		return point.apart.ReplaceAllString(text, "")
	case t.Decimal != ",":
		return text
	case comma.number.MatchString(text):
		return strings.Replace(comma.apart.ReplaceAllString(text, ""), ",", ".", 1)
	}
	return ""
}
