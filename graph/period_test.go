package graph_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func between(from, until string) graph.Period { return graph.Between(date(from), date(until)) }

func drawPeriod(t *rapid.T, label string) graph.Period {
	return graph.Period{
		From: drawDate(t, label+" from"), Until: drawDate(t, label+" until"),
		StartUncertain: rapid.Bool().Draw(t, label+" start uncertain"), EndUncertain: rapid.Bool().Draw(t, label+" end uncertain"),
	}
}

// allDays are days around all dates that drawDate makes.
func allDays() []graph.Day {
	var out []graph.Day
	for d := graph.Day(19471230); d < 19540103; d = d.Next() {
		out = append(out, d)
	}
	return out
}

func TestPeriodsHoldFromTheirFirstDayToTheLast(t *testing.T) {
	for _, c := range []struct {
		from, until, first, last string
	}{
		{"1949-04-04", "1950-01-01", "1949-04-04", "1949-12-31"},
		{"1949-04", "1950-06", "1949-04-01", "1950-06-30"},
		{"1949", "1950", "1949-01-01", "1950-12-31"},
		{"1949", "1949", "1949-01-01", "1949-12-31"},
		{"1949-02", "1949-02", "1949-02-01", "1949-02-28"},
		{"1949-04-04", "1949-04-05", "1949-04-04", "1949-04-04"},
	} {
		p := between(c.from, c.until)
		first, last := date(c.first).First(), date(c.last).First()
		if !p.Contains(first) || p.Contains(first.Previous()) || !p.Contains(last) || p.Contains(last.Next()) || p.Empty() || p.Validate() != nil {
			t.Errorf("%s does not go from %s to %s", p.Text(), c.first, c.last)
		}
	}
	always := graph.Period{}
	if !always.Contains(1) || !always.Contains(graph.Forever-1) || always.Empty() {
		t.Error("the zero period is not always")
	}
	if p := between("1950-01-01", "1950-01-01"); !p.Empty() || p.Validate() == nil || p.Contains(19500101) || p.Overlaps(graph.Period{}) {
		t.Error("a period of no day is not empty, or refused")
	}
	if err := between("1951", "1949").Validate(); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("a period that ends before it starts: %v", err)
	}
}

func TestAnEndOnAnUnknownDayIsNeverTakenForNone(t *testing.T) {
	for text, c := range map[string]struct {
		period  graph.Period
		in, out []graph.Day
	}{
		"unknown":                   {graph.Period{StartUncertain: true, EndUncertain: true}, nil, []graph.Day{1, 19490404, 20240101}},
		"1949 until an unknown day": {graph.Period{From: date("1949"), EndUncertain: true}, []graph.Day{19490101, 19491231}, []graph.Day{19481231, 19500101, 20240101}},
		"1949-04-04 (start uncertain) until an unknown day": {
			graph.Period{From: date("1949-04-04"), StartUncertain: true, EndUncertain: true},
			[]graph.Day{19490404},
			[]graph.Day{19490403, 19490405},
		},
		"since an unknown day":           {graph.Period{StartUncertain: true}, []graph.Day{19490404, 20240101}, nil},
		"from an unknown day to 0014-08": {graph.Period{Until: date("0014-08"), StartUncertain: true}, []graph.Day{140831}, []graph.Day{140901, 20240101}},
	} {
		if got := c.period.Text(); got != text {
			t.Errorf("%q, want %q", got, text)
		}
		for _, d := range c.in {
			if !c.period.Contains(d) {
				t.Errorf("%s does not hold on %s", text, d)
			}
		}
		for _, d := range c.out {
			if c.period.Contains(d) || c.period.Overlaps(graph.Period{From: d.Date(), Until: d.Next().Date()}) {
				t.Errorf("%s holds on %s", text, d)
			}
		}
		if err := c.period.Validate(); err != nil {
			t.Error(err)
		}
		if (text == "unknown") != c.period.Unknown() {
			t.Errorf("%s: Unknown is %v", text, c.period.Unknown())
		}
	}
}

func TestALastDayIsADayOfThePeriod(t *testing.T) {
	for last, want := range map[string]string{"1949-04-04": "1949-04-04", "1949-12-31": "1949-04-04 to 1950-01-01", "1949-06": "1949-04-04 to 1949-06", "": "since 1949-04-04"} {
		if p := graph.Through(date("1949-04-04"), date(last)); p.Text() != want || p.Empty() {
			t.Errorf("through %s: %s, want %s", last, p.Text(), want)
		}
	}
}

func TestPeriodsReadAloud(t *testing.T) {
	for want, p := range map[string]graph.Period{
		"always": {}, "since 1949-04": graph.Since(date("1949-04")), "until 1950": between("", "1950"), "1949 to 1950-01-01": between("1949", "1950-01-01"),
		"2025": between("2025", "2025"), "2025-02": between("2025-02", "2025-02"), "2025-02-28": between("2025-02-28", "2025-03-01"),
		"2025-02 to 2025": between("2025-02", "2025"), "2025 to 2026": between("2025", "2026"), "2025-02-28 to 2025-02-28": between("2025-02-28", "2025-02-28"),
		"2024 (start and end uncertain)":                 {From: date("2024"), Until: date("2024"), StartUncertain: true, EndUncertain: true},
		"2024 (end uncertain)":                           {From: date("2024"), Until: date("2024"), EndUncertain: true},
		"1949 (start uncertain) to 1950 (end uncertain)": {From: date("1949"), Until: date("1950"), StartUncertain: true, EndUncertain: true},
	} {
		if got := p.Text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestIntersectionIsTheDaysOfBoth(t *testing.T) {
	days := allDays()
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPeriod(t, "p"), drawPeriod(t, "q")
		r, ok := p.Intersect(q)
		any := false
		for _, d := range days {
			both := p.Contains(d) && q.Contains(d)
			any = any || both
			if ok && r.Contains(d) != both {
				t.Fatalf("%s in %s and %s: %v; in %s: %v", d, p.Text(), q.Text(), both, r.Text(), !both)
			}
		}
		if ok != any || p.Overlaps(q) != any || q.Overlaps(p) != any {
			t.Fatalf("%s and %s share a day: %v; Intersect says %v, Overlaps %v", p.Text(), q.Text(), any, ok, p.Overlaps(q))
		}
		if s, _ := q.Intersect(p); ok && s != r {
			t.Fatalf("%+v with %+v is %+v one way and %+v the other", p, q, r, s)
		}
		_, pe := p.Bounds()
		_, qe := q.Bounds()
		if ok && (r.From != p.From && r.From != q.From || r.Until != p.Until && r.Until != q.Until && r.Until != min(pe, qe).Date()) {
			t.Fatalf("%s has a bound of neither %s nor %s", r.Text(), p.Text(), q.Text())
		}
	})
}

func TestIntersectionKeepsTheFlagsOfTheBoundsThatDecide(t *testing.T) {
	p := graph.Period{From: date("1949"), Until: date("1960"), StartUncertain: true}
	q := graph.Period{From: date("1950"), Until: date("1960"), EndUncertain: true}
	if r, ok := p.Intersect(q); !ok || r != (graph.Period{From: date("1950"), Until: date("1960"), EndUncertain: true}) {
		t.Errorf("%+v", r)
	}
	if r, ok := graph.Since(date("1949")).Intersect(graph.Period{From: date("1949"), EndUncertain: true}); !ok || r != (graph.Period{From: date("1949"), EndUncertain: true}) {
		t.Errorf("an end that is known to exist is lost: %+v", r)
	}
}

func TestWhatRemainsIsTheDaysOfOneAndNotTheOther(t *testing.T) {
	days := allDays()
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPeriod(t, "p"), drawPeriod(t, "q")
		rest := p.Without(q)
		if len(rest) > 2 {
			t.Fatalf("%d periods", len(rest))
		}
		for _, d := range days {
			n := 0
			for _, r := range rest {
				if r.Contains(d) {
					n++
				}
			}
			want := 0
			if p.Contains(d) && !q.Contains(d) {
				want = 1
			}
			if n != want {
				t.Fatalf("%s without %s: %s lies in %d of %v, want %d", p.Text(), q.Text(), d, n, rest, want)
			}
		}
		if len(rest) == 2 && rest[0].From.Compare(rest[1].From) >= 0 {
			t.Fatalf("not in order: %v", rest)
		}
	})
}

func TestAGapThatIsNotKnownToTheDayLeavesUncertainBounds(t *testing.T) {
	rest := between("1949-01-01", "1960-01-01").Without(between("1950-06", "1953-07"))
	if len(rest) != 2 || rest[0] != (graph.Period{From: date("1949-01-01"), Until: date("1950-06-01"), EndUncertain: true}) ||
		rest[1] != (graph.Period{From: date("1953-08-01"), Until: date("1960-01-01"), StartUncertain: true}) {
		t.Errorf("%+v", rest)
	}
	rest = between("1949-01-01", "1960-01-01").Without(between("1950-06-25", "1953-07-27"))
	if len(rest) != 2 || rest[0] != between("1949-01-01", "1950-06-25") || rest[1] != between("1953-07-27", "1960-01-01") {
		t.Errorf("%+v", rest)
	}
}
