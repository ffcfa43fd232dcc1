package graph_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func date(s string) graph.Date {
	d, err := graph.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func drawDate(t *rapid.T, label string) graph.Date {
	if rapid.IntRange(0, 4).Draw(t, label+" known") == 0 {
		return graph.Date{}
	}
	year := rapid.IntRange(1948, 1952).Draw(t, label+" year")
	month := rapid.IntRange(0, 12).Draw(t, label+" month")
	day := 0
	if month > 0 {
		day = rapid.IntRange(0, 28).Draw(t, label+" day")
	}
	d, err := graph.NewDate(year, month, day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDatesKeepTheirPrecisionAndTheirDays(t *testing.T) {
	for _, c := range []struct {
		text         string
		first, after graph.Day
	}{
		{"", graph.Beginning, graph.Forever},
		{"1949", 19490101, 19500101},
		{"1949-04", 19490401, 19490501},
		{"1949-12", 19491201, 19500101},
		{"1949-04-04", 19490404, 19490405},
		{"1999-12-31", 19991231, 20000101},
		{"2000-02", 20000201, 20000301},
		{"2000-02-29", 20000229, 20000301},
		{"1900-02-28", 19000228, 19000301},
		{"0001", 10101, 20101},
		{"9998-12-31", 99981231, 99990101},
	} {
		d := date(c.text)
		if d.String() != c.text || d.First() != c.first || d.After() != c.after || d.IsZero() != (c.text == "") {
			t.Errorf("%q: %q from %d to %d; want %d to %d", c.text, d, d.First(), d.After(), c.first, c.after)
		}
		b, err := json.Marshal(d)
		var back graph.Date
		if err != nil || json.Unmarshal(b, &back) != nil || back != d {
			t.Errorf("%q: as JSON %s, back %q, %v", c.text, b, back, err)
		}
	}
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	for _, s := range []string{
		"0000", "9999", "49", "1949-4", "1949-04-4", "1949-13", "1949-00", "1949-04-00", "1949-04-31", "1900-02-29", "1949/04/04", "1949-04-04T00:00",
		"+949", "-949", "19 9", "1949-", "١٩٤٩", " 1949", "1949-1-01x", "abcd-ef-gh",
	} {
		if d, err := graph.ParseDate(s); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%q: %v, %v; want an error of kind INVALID", s, d, err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("FullDate(1949, 2, 30) does not panic")
		}
	}()
	graph.FullDate(1949, 2, 30)
}

func TestDatesAreOrderedByTheirFirstDayTheLessPreciseFirst(t *testing.T) {
	inOrder := []string{"", "1948-12-31", "1949", "1949-01", "1949-01-01", "1949-01-02", "1949-02", "1949-02-01", "1950"}
	for i, a := range inOrder {
		for j, b := range inOrder {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := date(a).Compare(date(b)); got != want {
				t.Errorf("%q against %q: %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestDaysGoRoundTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(1600, 1, 1, 23, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 300_000).Draw(t, "days"))
		d := graph.DateOf(at).First()
		next := graph.DateOf(at.AddDate(0, 0, 1)).First()
		if d.Next() != next || next.Previous() != d || d >= next || d.Date().First() != d || d.Date().After() != next {
			t.Fatalf("%s, next %s, previous of that %s", d, d.Next(), next.Previous())
		}
	})
	for _, d := range []graph.Day{graph.Beginning, graph.Forever} {
		if d.Next() != d || d.Previous() != d || d.String() != "" {
			t.Errorf("the open end %d moves to %d, %d, or reads %q", d, d.Next(), d.Previous(), d)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"1949", "1949-04", "1949-04-04", "", "0000-00-00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := graph.ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q is read as %q", s, d)
		}
	})
}
