package graph

// Period is valid time, half-open: From is the first day, Until the first day after. The zero Period is always.
//
// In comparisons a From known only to the month (year) counts from its first day, and an Until known only to the month
// (year) lasts through its last. An unknown From has always been, an unknown Until is still open. Where it is known that
// a start or an end exists but not when, the flag says so: readers are told instead of being shown a guess.
type Period struct {
	From  Date `json:"from,omitzero"`
	Until Date `json:"until,omitzero"`
	// StartUncertain says that From is only the best known bound: the true start was not found.
	StartUncertain bool `json:"startUncertain,omitempty"`
	// EndUncertain says that Until is only the best known bound.
	EndUncertain bool `json:"endUncertain,omitempty"`
}

// Since is the period that starts on d and is open.
func Since(d Date) Period { return Period{From: d} }

// Between is the half-open period [from, until).
func Between(from, until Date) Period { return Period{From: from, Until: until} }

// Bounds are the first day of the period and the first day after it.
func (p Period) Bounds() (first, end Day) {
	first, end = p.From.First(), Forever
	switch {
	case p.Until.IsZero():
	case p.Until.day != 0:
		end = p.Until.First()
	default: // lasts through the last day of the month or year
		end = p.Until.After()
	}
	return first, end
}

// Contains tells whether the day lies in the period.
func (p Period) Contains(d Day) bool {
	first, end := p.Bounds()
	return first <= d && d < end
}

// Overlaps tells whether the two periods share a day.
func (p Period) Overlaps(q Period) bool {
	a, b := p.Bounds()
	c, d := q.Bounds()
	return max(a, c) < min(b, d)
}

// Empty tells whether no day lies in the period.
func (p Period) Empty() bool {
	first, end := p.Bounds()
	return first >= end
}

// Intersect is the time that both periods share, with the precision and the flags of the bounds that decide; ok is false
// where they share no day.
func (p Period) Intersect(q Period) (r Period, ok bool) {
	r = p
	if q.From.First() > p.From.First() || (q.From.First() == p.From.First() && q.From.Compare(p.From) > 0) {
		r.From, r.StartUncertain = q.From, q.StartUncertain
	} else if q.From == p.From {
		r.StartUncertain = p.StartUncertain || q.StartUncertain
	}
	_, pe := p.Bounds()
	_, qe := q.Bounds()
	if qe < pe {
		r.Until, r.EndUncertain = q.Until, q.EndUncertain
	} else if qe == pe {
		if q.Until.String() > p.Until.String() { // the more precise of two that end on one day
			r.Until = q.Until
		}
		r.EndUncertain = p.EndUncertain || q.EndUncertain
	}
	return r, !r.Empty()
}

// Without is what remains of p when q is taken out: none, one or two periods in order. A bound of q that is not known to
// the day makes an uncertain bound of what remains, because the day counted by is not the day known.
func (p Period) Without(q Period) []Period {
	if !p.Overlaps(q) {
		return []Period{p}
	}
	var out []Period
	first, end := q.Bounds()
	if before, ok := p.Intersect(Period{Until: first.Date(), EndUncertain: q.StartUncertain || q.From.day == 0}); ok && first > Beginning {
		out = append(out, before)
	}
	if after, ok := p.Intersect(Period{From: end.Date(), StartUncertain: q.EndUncertain || q.Until.day == 0}); ok && end < Forever {
		out = append(out, after)
	}
	return out
}

// Validate tells what is wrong with a period that ends before it starts.
func (p Period) Validate() error {
	if first, end := p.Bounds(); first > end {
		return Invalidf("period %s: ends before it starts", p.Text())
	}
	return nil
}

// Text is the period in words that can be read aloud: "2024-12-04 to today" is written "since 2024-12-04", and a period of one year, month or day is just
// that year, month or day.
func (p Period) Text() string {
	from, until := p.From.String(), p.Until.String()
	if p.single() {
		switch {
		case p.StartUncertain && p.EndUncertain:
			return from + " (start and end uncertain)"
		case p.EndUncertain:
			return from + " (end uncertain)"
		case p.StartUncertain:
			return from + " (start uncertain)"
		}
		return from
	}
	if p.StartUncertain && from != "" {
		from += " (start uncertain)"
	}
	if p.EndUncertain && until != "" {
		until += " (end uncertain)"
	}
	switch {
	case from == "" && until == "":
		return "always"
	case until == "":
		return "since " + from
	case from == "":
		return "until " + until
	}
	return from + " to " + until
}

// single tells whether the period is the one year, month or day that From names.
func (p Period) single() bool {
	if p.From.IsZero() || p.Until.IsZero() {
		return false
	}
	if p.From.day != 0 {
		return p.Until.day != 0 && p.Until.First() == p.From.After()
	}
	return p.From == p.Until
}
