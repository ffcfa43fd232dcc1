package loaders

import (
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// NewDate is graph.NewDate for what sources write: a day that the month does not have, such as 29 February of most
// years, is an unknown day of that month.
func NewDate(year, month, day int) (graph.Date, error) {
	d, err := graph.NewDate(year, month, day)
	if err != nil && day >= 29 && day <= 31 {
		if whole, monthErr := graph.NewDate(year, month, 0); monthErr == nil {
			return whole, nil
		}
	}
	return d, err
}

// ParseDate is graph.ParseDate with the days of NewDate.
func ParseDate(text string) (graph.Date, error) {
	d, err := graph.ParseDate(text)
	if err != nil && len(text) == 10 && text[4] == '-' && text[7] == '-' && strings.Trim(text[8:], "0123456789") == "" {
		if month, monthErr := graph.ParseDate(text[:7]); monthErr == nil {
			day, _ := strconv.Atoi(text[8:])
			return NewDate(month.Year(), month.Month(), day)
		}
	}
	return d, err
}

// DayOf is the day of a timestamp, or a date of any precision; unknown where it is neither.
func DayOf(timestamp string) graph.Date {
	day, _, _ := strings.Cut(timestamp, "T")
	d, err := ParseDate(day)
	if err != nil {
		return graph.Date{}
	}
	return d
}

// MonthName is an expression for the name of a month, or what is written for short; the group of it is called name.
const MonthName = `(?P<name>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?`

// MonthNumber is the number of a month that MonthName matches.
func MonthNumber(name string) int {
	return strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))/3 + 1
}
