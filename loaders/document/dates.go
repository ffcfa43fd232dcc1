package document

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// dated is a date, or a few days, in a text.
type dated struct {
	start, end int // bytes
	period     graph.Period
}

// text is the date as mentions keep it: as exact as it was written, or the first and the last day.
func (d dated) text() string {
	first := d.period.From
	if d.period.Until == first.After().Date() {
		return first.String()
	}
	return first.String() + " to " + d.period.Until.First().Previous().String()
}

// The forms of dates that leave nothing to guess; groups: year, month, day, last day, by the names given.
var dateForms = []*regexp.Regexp{
	regexp.MustCompile(`\b(?P<y>[12]\d{3})-(?P<m>\d{2})-(?P<d>\d{2})\b`),
	regexp.MustCompile(
		`(?i)\b(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?\s+(?:of\s+)?` +
			loaders.MonthName + `,?\s+(?P<y>[12]\d{3})\b`),
	regexp.MustCompile(`(?i)\b` + loaders.MonthName +
		`\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<y>[12]\d{3})\b`),
	regexp.MustCompile(`(?P<y>[12]\d{3})\s?[년年]\s?(?P<m>\d{1,2})\s?[월月]\s?(?P<d>\d{1,2})\s?[일日]`),
	regexp.MustCompile(`(?i)\b` + loaders.MonthName + `,?\s+(?P<y>[12]\d{3})\b`),
}

// dates finds the dates of a text, in order. Where two forms overlap the earlier one of dateForms counts; what is not
// in the calendar is none.
func dates(text string) []dated {
	var out []dated
	for _, form := range dateForms {
		for _, m := range form.FindAllStringSubmatchIndex(text, -1) {
			overlaps := func(d dated) bool { return m[0] < d.end && d.start < m[1] }
			if !slices.ContainsFunc(out, overlaps) {
				p := periodOf(form, text, m)
				out = append(out, dated{m[0], m[1], p})
			}
		}
	}
	// only now: 31 February 2024 is not February 2024
	out = slices.DeleteFunc(out, func(d dated) bool { return d.period == graph.Period{} })
	slices.SortFunc(out, func(a, b dated) int { return cmp.Compare(a.start, b.start) })
	return out
}

// year is what every date of a text has in it.
var year = regexp.MustCompile(`[12]\d{3}`)

// lastNamed is the last day that a text names, 0 where it names none: whoever wrote it did so on that day or later.
func lastNamed(text string) (last graph.Day) {
	for start, end := range sentences(text) {
		sentence := text[start:min(end, start+maxClause)]
		if !year.MatchString(sentence) {
			continue
		}
		for _, d := range dates(sentence) {
			last = max(last, d.period.From.First())
		}
	}
	return last
}

// periodOf is the period that a match of a form tells, none where it is not in the calendar.
func periodOf(form *regexp.Regexp, text string, m []int) (none graph.Period) {
	group := func(name string) string { return string(form.ExpandString(nil, "${"+name+"}", text, m)) }
	year, _ := strconv.Atoi(group("y"))
	month, _ := strconv.Atoi(group("m"))
	day, _ := strconv.Atoi(group("d"))
	if name := group("name"); name != "" {
		month = loaders.MonthNumber(name)
	}
	if month == 0 || form.SubexpIndex("d") >= 0 && day == 0 {
		return none
	}
	from, err := graph.NewDate(year, month, day)
	if err != nil {
		return none
	}
	last := from
	if s := group("last"); s != "" {
		n, _ := strconv.Atoi(s)
		if last, err = graph.NewDate(year, month, n); err != nil || n < day {
			return none
		}
	}
	return graph.Between(from, last.After().Date())
}
