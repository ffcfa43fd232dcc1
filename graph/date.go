package graph

import (
	"cmp"
	"io"
	"strconv"
	"time"
)

// Date is a calendar date as exactly as it is known: a year, a month of a year, or a day. The zero Date is unknown.
// An unknown day is never stored or shown as the first of the month. Dates are proleptic Gregorian.
type Date struct {
	year       int16
	month, day uint8
}

// Day is a day of the calendar as the number yyyymmdd, so that days compare like numbers in every store.
type Day int32

// The open ends of time: every day d satisfies Beginning < d < Forever.
const (
	Beginning Day = 0
	Forever   Day = 99991231
)

// YearOnly, MonthOnly and FullDate build dates of each precision; they panic on a date that is not in the calendar, so
// they are for constants. Use [ParseDate] for input.
func YearOnly(year int) Date             { return mustDate(year, 0, 0) }
func MonthOnly(year, month int) Date     { return mustDate(year, month, 0) }
func FullDate(year, month, day int) Date { return mustDate(year, month, day) }

func mustDate(year, month, day int) Date {
	d, err := NewDate(year, month, day)
	if err != nil {
		panic(err)
	}
	return d
}

// NewDate builds a date from its parts; month 0 means that only the year is known, day 0 that the day is unknown.
func NewDate(year, month, day int) (Date, error) {
	if year < 1 || year > 9998 || month < 0 || month > 12 || day < 0 || (month == 0 && day != 0) {
		return Date{}, Invalidf("date %04d-%02d-%02d: not in the calendar (months 1 to 12, years 1 to 9998)",
			year, month, day)
	}
	if day > 28 && day > daysIn(year, month) {
		return Date{}, Invalidf("date %04d-%02d-%02d: that month has no such day", year, month, day)
	}
	return Date{int16(year), uint8(month), uint8(day)}, nil
}

// daysIn is how many days a month has.
func daysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4, month == 6, month == 9, month == 11:
		return 30
	}
	return 31
}

// ParseDate reads "1949", "1949-04" or "1949-04-04". The empty string is the unknown date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	bad := func() error { return Invalidf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", s) }
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return Date{}, bad()
	}
	part := func(from, to int) (int, bool) {
		for _, c := range []byte(s[from:to]) {
			if c < '0' || c > '9' {
				return 0, false
			}
		}
		n, err := strconv.Atoi(s[from:to])
		return n, err == nil
	}
	year, ok := part(0, 4)
	if !ok {
		return Date{}, bad()
	}
	month, day := 0, 0
	if len(s) >= 7 {
		if month, ok = part(5, 7); !ok || s[4] != '-' || month == 0 {
			return Date{}, bad()
		}
	}
	if len(s) == 10 {
		if day, ok = part(8, 10); !ok || s[7] != '-' || day == 0 {
			return Date{}, bad()
		}
	}
	return NewDate(year, month, day)
}

// DateOf is the UTC day of t.
func DateOf(t time.Time) Date {
	t = t.UTC()
	return Date{int16(t.Year()), uint8(t.Month()), uint8(t.Day())}
}

// IsZero tells whether the date is unknown.
func (d Date) IsZero() bool { return d.year == 0 }

// Year is the year, 0 where the date is unknown.
func (d Date) Year() int { return int(d.year) }

// Month is 1 to 12, 0 where it is unknown.
func (d Date) Month() int { return int(d.month) }

// DayOfMonth is 1 to 31, 0 where it is unknown.
func (d Date) DayOfMonth() int { return int(d.day) }

// String is the date in ISO 8601 with the precision it has; empty where it is unknown.
func (d Date) String() string {
	text := [...]byte{
		'0' + byte(d.year/1000), '0' + byte(d.year/100%10), '0' + byte(d.year/10%10), '0' + byte(d.year%10),
		'-', '0' + d.month/10, '0' + d.month%10, '-', '0' + d.day/10, '0' + d.day%10,
	}
	switch {
	case d.year == 0:
		return ""
	case d.month == 0:
		return string(text[:len("YYYY")])
	case d.day == 0:
		return string(text[:len("YYYY-MM")])
	}
	return string(text[:])
}

// First is the earliest day that the date can mean; Beginning where it is unknown.
func (d Date) First() Day {
	if d.year == 0 {
		return Beginning
	}
	return Day(int(d.year)*10000 + max(int(d.month), 1)*100 + max(int(d.day), 1))
}

// After is the first day after all days that the date can mean; Forever where it is unknown.
func (d Date) After() Day {
	if d.year == 0 {
		return Forever
	}
	year, month, day := int(d.year), int(d.month), int(d.day)
	switch {
	case month == 0 || month == 12 && (day == 0 || day == 31):
		return Day((year+1)*10000 + 101)
	case day == 0 || day == daysIn(year, month):
		return Day(year*10000 + (month+1)*100 + 1)
	}
	return d.First() + 1
}

// Compare orders dates by the first day they can mean, a less precise one before a more precise one of the same first
// day.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.First(), e.First()), cmp.Compare(d.month, e.month), cmp.Compare(d.day, e.day))
}

// Date is the day as a Date; the zero Date for Beginning and Forever.
func (d Day) Date() Date {
	if d <= Beginning || d >= Forever {
		return Date{}
	}
	return Date{int16(d / 10000), uint8(d / 100 % 100), uint8(d % 100)}
}

// Next and Previous are the neighbouring days; the open ends stay what they are.
func (d Day) Next() Day { return d.shift(1) }

// Previous is the day before.
func (d Day) Previous() Day { return d.shift(-1) }

func (d Day) shift(n int) Day {
	if d <= Beginning || d >= Forever {
		return d
	}
	t := time.Date(int(d/10000), time.Month(d/100%100), int(d%100), 0, 0, 0, 0, time.UTC)
	return DateOf(t.AddDate(0, 0, n)).First()
}

// String is the day in ISO 8601; empty at the open ends.
func (d Day) String() string { return d.Date().String() }

// MarshalText and UnmarshalText make a Date read well in JSON and YAML.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (d *Date) UnmarshalText(b []byte) error {
	parsed, err := ParseDate(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

// MarshalGQL writes the date as a GraphQL string, null where it is unknown.
func (d Date) MarshalGQL(w io.Writer) {
	writeGQL(w, d.String())
}

// UnmarshalGQL reads what MarshalGQL writes; a number is refused, because 1949 could be a year or a mistake.
func (d *Date) UnmarshalGQL(v any) error {
	switch text, ok := v.(string); {
	case !ok:
		return Invalidf("date %v: want a string such as \"1949-04-04\"", v)
	case text == "":
		return Invalidf("date: empty; want YYYY, YYYY-MM or YYYY-MM-DD")
	default:
		return d.UnmarshalText([]byte(text))
	}
}
