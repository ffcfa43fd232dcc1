package curated

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// TestATermEndsOnTheFirstDayWithoutIt holds those whose last day was told as the first without them.
func TestATermEndsOnTheFirstDayWithoutIt(t *testing.T) {
	d := load(t)
	for _, c := range [][3]string{
		{"person:moon-jae-in", "President", "2022-05-09"},
		{"person:lech-walesa", "President", "1995-12-22"},
		{"person:mark-milley", "Chairman of the Joint Chiefs of Staff", "2023-09-30"},
	} {
		if !slices.ContainsFunc(d.relationships[graph.HoldsOfficeType], func(r graph.Relationship) bool {
			o := r.(*graph.HoldsOffice)
			return o.FromID == graph.ID(c[0]) && string(o.Title) == c[1] && o.Period.Contains(day(t, c[2]))
		}) {
			t.Errorf("%s is no %s on %s", c[0], c[1], c[2])
		}
	}
}

// TestOneHoldsAnOfficeAtATime compares the terms of those who are the same to one state: what is certain of their days
// leaves each to one. Who acts for a holder may do so while the holder is suspended.
func TestOneHoldsAnOfficeAtATime(t *testing.T) {
	terms := map[[2]string][]*graph.HoldsOffice{}
	for _, r := range load(t).relationships[graph.HoldsOfficeType] {
		if o := r.(*graph.HoldsOffice); o.Role != "" {
			key := [2]string{string(o.ToID), string(o.Role)}
			terms[key] = append(terms[key], o)
		}
	}
	acting := func(o *graph.HoldsOffice) bool { return strings.HasPrefix(string(o.Note), "Acting") }
	for key, list := range terms {
		slices.SortFunc(list, func(a, b *graph.HoldsOffice) int {
			return int(a.Period.From.First()) - int(b.Period.From.First())
		})
		for i, a := range list {
			for _, b := range list[i+1:] {
				closed := !a.Period.Until.IsZero() && !b.Period.Until.IsZero()
				if a.FromID == b.FromID || closed && acting(a) != acting(b) {
					continue
				}
				if a.Period.Until.IsZero() || certainlyBefore(b.Period.From, a.Period.Until) {
					t.Errorf("%s: %s from %s to %s, and %s from %s", key, a.FromID, a.Period.From, a.Period.Until, b.FromID, b.Period.From)
				}
			}
		}
	}
}
