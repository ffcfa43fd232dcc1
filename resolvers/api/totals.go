package api

import "github.com/entente-graph/entente/graph"

// ArmsTransferDimension is what deals can be summed by.
type ArmsTransferDimension string

// The dimensions of deals.
const (
	BySupplier  ArmsTransferDimension = "SUPPLIER"
	ByRecipient ArmsTransferDimension = "RECIPIENT"
	ByCategory  ArmsTransferDimension = "CATEGORY"
	ByYear      ArmsTransferDimension = "YEAR"
)

// ArmsTransferTotals are sums over deals.
type ArmsTransferTotals struct {
	Rows      []ArmsTransferTotal
	Truncated bool
	// What the rows by year leave out, because it is not known in which of several years it was delivered.
	UndatedDeals  int
	UndatedNumber *float64
	UndatedTiv    *float64
}

// ArmsTransferTotal are the sums of one combination.
type ArmsTransferTotal struct {
	SupplierID, RecipientID graph.ID
	Category                graph.Text
	Year                    *int
	Deals                   int
	NumberDelivered         *float64
	TivDelivered            *float64
}

// ConflictDimension is what conflicts can be counted by.
type ConflictDimension string

// The dimensions of conflicts.
const (
	ByPair   ConflictDimension = "PAIR"
	ByDecade ConflictDimension = "DECADE"
	ByKind   ConflictDimension = "KIND"
)

// ConflictTotals are counts of conflicts.
type ConflictTotals struct {
	Rows      []ConflictTotal
	Truncated bool
}

// ConflictTotal are the counts of one combination.
type ConflictTotal struct {
	AID, BID     graph.ID
	Decade       *int
	Kind         graph.ConflictKind
	Conflicts    int
	MaxHostility *int
}

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
