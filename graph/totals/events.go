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

// eventKey is a combination of dimensions of events.
type eventKey struct {
	eventType, mode graph.Text
	month           graph.Date
	year            int // 0 for none
}

// Events counts events.
func Events(ctx context.Context, s Selection, by []EventDimension) (*EventTotals, error) {
	t, err := newTable[eventKey, EventDimension, EventTotal](by)
	if err != nil {
		return nil, err
	}
	more, err := each(ctx, s, func(events []*graph.Event) error {
		for _, e := range events {
			var key eventKey
			if t.has(EventsByType) {
				key.eventType = e.Type
			}
			if t.has(EventsByMode) {
				key.mode = e.Mode
			}
			from := e.Period.From
			if t.has(EventsByMonth) && from.Month() > 0 {
				key.month = graph.MonthOnly(from.Year(), from.Month())
			}
			fresh := EventTotal{EventType: key.eventType, Mode: key.mode, Month: key.month}
			if t.has(EventsByYear) && !from.IsZero() {
				key.year = from.Year()
				fresh.Year = &key.year
			}
			t.row(key, fresh).Events++
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
