package graph

// Period is valid time, half-open: From is the first day, Until the first day after. The zero Period is always.
//
// In comparisons a From known only to the month (year) counts from its first day, and an Until known only to the month
// (year) lasts through its last. An unknown From has always been, an unknown Until is still open. Where it is known
// that a start or an end exists but not when, the flag says so: readers are told instead of being shown a guess. A
// period that has ended on a day that nobody knows is counted on the days of From alone, since no later one is known to
// be in it.
type Period struct {
	From  Date `json:"from,omitzero"`
	Until Date `json:"until,omitzero"`
	// StartUncertain says that From is only the best known bound: the true start was not found.
	StartUncertain bool `json:"startUncertain,omitempty"`
	// EndUncertain says that Until is only the best known bound; without an Until, that there was an end.
	EndUncertain bool `json:"endUncertain,omitempty"`
}

// Since is the period that starts on d and is open.
func Since(d Date) Period { return Period{From: d} }

// Between is the half-open period [from, until).
func Between(from, until Date) Period { return Period{From: from, Until: until} }

// Through is the period from a first to a last day, both included, as most sources state it. A last day that is known
// to the month (year) lasts through that month (year) as it is.
func Through(from, last Date) Period {
	if last.day != 0 {
		last = last.After().Date()
	}
	return Period{From: from, Until: last}
}

// Bounds are the first day of the period and the first day after it.
func (p Period) Bounds() (first, end Day) {
	first, end = p.From.First(), Forever
	switch {
	case p.endUnknown() && p.From.IsZero():
		end = first
	case p.endUnknown():
		end = p.From.After()
	case p.Until.IsZero():
	case p.Until.day != 0:
		end = p.Until.First()
	default: // lasts through the last day of the month or year
		end = p.Until.After()
	}
	return first, end
}

// endUnknown tells whether the period has ended and nothing is known of when.
func (p Period) endUnknown() bool { return p.EndUncertain && p.Until.IsZero() }

// Unknown tells whether the period has ended, and no day is known that lies in it.
func (p Period) Unknown() bool { return p.endUnknown() && p.From.IsZero() }

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

// Intersect is the time that both periods share, with the precision and the flags of the bounds that decide; ok is
// false where they share no day.
func (p Period) Intersect(q Period) (r Period, ok bool) {
	if p.Unknown() || q.Unknown() {
		return Period{}, false
	}
	r = p
	if q.From.First() > p.From.First() || (q.From.First() == p.From.First() && q.From.Compare(p.From) > 0) {
		r.From, r.StartUncertain = q.From, q.StartUncertain
	} else if q.From == p.From {
		r.StartUncertain = p.StartUncertain || q.StartUncertain
	}
	p, q = p.counted(r.From), q.counted(r.From)
	_, pe := p.Bounds()
	_, qe := q.Bounds()
	r.Until, r.EndUncertain = p.Until, p.EndUncertain
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

// counted writes down the end by which a period of unknown end is counted, where it is to start on another day than its
// own.
func (p Period) counted(from Date) Period {
	if p.endUnknown() && p.From != from {
		_, end := p.Bounds()
		p.Until = end.Date()
	}
	return p
}

// Without is what remains of p when q is taken out: none, one or two periods in order. A bound of q that is not known
// to the day makes an uncertain bound of what remains, because the day counted by is not the day known.
func (p Period) Without(q Period) []Period {
	if !p.Overlaps(q) {
		return []Period{p}
	}
	var out []Period
	first, end := q.Bounds()
	if before, ok := p.Intersect(Period{Until: first.Date(), EndUncertain: q.StartUncertain || q.From.day == 0}); ok &&
		first > Beginning {
		out = append(out, before)
	}
	if after, ok := p.Intersect(Period{From: end.Date(), StartUncertain: q.EndUncertain || q.Until.day == 0}); ok &&
		end < Forever {
		out = append(out, after)
	}
	return out
}

// Validate tells what is wrong with a period that ends before it starts, or on the day on which it starts: none lies in
// it. One that has ended, of which no day is known, is as good as what is known of it.
func (p Period) Validate() error {
	switch first, end := p.Bounds(); {
	case p.Unknown():
	case first > end:
		return Invalidf("period %s: ends before it starts", p.Text())
	case first == end:
		return Invalidf("period %s: its end is the first day after, so no day lies in it", p.Text())
	}
	return nil
}

// Text is the period in words that can be read aloud: "2024-12-04 to today" is written "since 2024-12-04", and a period
// of one year, month or day is just that year, month or day.
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
	case p.Unknown():
		return "unknown"
	case p.endUnknown():
		return from + " until an unknown day"
	case from == "" && p.StartUncertain && until == "":
		return "since an unknown day"
	case from == "" && p.StartUncertain:
		return "from an unknown day to " + until
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
