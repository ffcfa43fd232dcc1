package api

import "github.com/entente-graph/entente/graph"

// RecordChange is what a commit did to one record.
type RecordChange struct {
	graph.Change
	By *graph.Commit
}

// The connections of the ledger.
type (
	CommitConnection       = Connection[*graph.Commit]
	CommitEdge             = Edge[*graph.Commit]
	RecordChangeConnection = Connection[*RecordChange]
	RecordChangeEdge       = Edge[*RecordChange]
)

// Receipt says what was asked, of what, and what the answer was: enough to ask again and to see whether it is the same.
type Receipt struct {
	Query         string         `json:"query,omitempty"` // not in extensions.entente: whoever asked has it
	OperationName string         `json:"operationName,omitempty"`
	Variables     map[string]any `json:"variables,omitempty"`
	Question      string         `json:"question"` // hash of these three
	AskedOn       graph.Date     `json:"askedOn"`
	AsOf          *graph.Date    `json:"asOf,omitempty"`
	KnownAt       *graph.KnownAt `json:"knownAt,omitempty"`
	DataVersion   string         `json:"dataVersion"`
	Answer        string         `json:"answer"` // hash of data
	Program       string         `json:"program,omitempty"`
}

// ReceiptInput is a receipt as it is asked about.
type ReceiptInput = Receipt
