package totals

import (
	"cmp"
	"context"

	"github.com/entente-graph/entente/graph"
)

// EventDimension is what events can be counted by.
type EventDimension string

// The dimensions of events.
const (
	EventsByType  EventDimension = "TYPE"
	EventsByMode  EventDimension = "MODE"
	EventsByMonth EventDimension = "MONTH"
	EventsByYear  EventDimension = "YEAR"
)

// EventTotals are counts of events.
type EventTotals struct {
	Rows      []EventTotal
	Truncated bool
}

// EventTotal are the counts of one combination.
type EventTotal struct {
	EventType graph.Text
	Mode      graph.Text
	Month     graph.Date
	Year      *int
	Events    int
}

// Events counts events.
func Events(ctx context.Context, s Selection, by []EventDimension) (*EventTotals, error) {
	t, err := newTable[EventDimension, EventTotal](by)
	if err != nil {
		return nil, err
	}
	more, err := each(ctx, s, func(events []*graph.Event) error {
		for _, e := range events {
			var of EventTotal
			if t.has(EventsByType) {
				of.EventType = e.Type
			}
			if t.has(EventsByMode) {
				of.Mode = e.Mode
			}
			from := e.Period.From
			if t.has(EventsByMonth) && from.Month() > 0 {
				of.Month = graph.MonthOnly(from.Year(), from.Month())
			}
			if t.has(EventsByYear) && !from.IsZero() {
				of.Year = t.year(from.Year())
			}
			t.row(of).Events++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows, cut := t.sorted(func(d EventDimension, a, b *EventTotal) int {
		switch d {
		case EventsByType:
			return cmp.Compare(a.EventType, b.EventType)
		case EventsByMode:
			return cmp.Compare(a.Mode, b.Mode)
		case EventsByMonth:
			return a.Month.Compare(b.Month)
		default:
			return compareYears(a.Year, b.Year)
		}
	})
	return &EventTotals{Rows: rows, Truncated: more || cut}, nil
}
