package api

import "github.com/entente-graph/entente/graph"

// RecordChange is what a commit did to one record.
type RecordChange struct {
	graph.Change
	By *graph.Commit
}

// PropertyChange is a property of a record that is not what it was; nil stands for none.
type PropertyChange struct {
	Property      string
	Before, After any
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

// ChangeReason is what can change an answer.
type ChangeReason string

// The reasons.
const (
	ReasonData    ChangeReason = "DATA"
	ReasonDay     ChangeReason = "DAY"
	ReasonProgram ChangeReason = "PROGRAM"
	ReasonUnknown ChangeReason = "UNKNOWN"
)

// WhyChanged says whether an answer is what it was, and if not, why.
type WhyChanged struct {
	Same        bool
	Reproduced  *bool
	Reasons     []ChangeReason
	Commits     []*AnswerChange
	Truncated   bool
	Then        *AnswerState
	Now         *AnswerState
	Explanation string
}

// AnswerState is what a question was asked of, and the hash of its answer.
type AnswerState struct {
	Commit  *graph.Commit // nil for an empty store
	AskedOn graph.Date
	Answer  string
}

// AnswerChange is a commit that changed an answer, with those of its changes that are nearest to it.
type AnswerChange struct {
	Commit      *graph.Commit
	Changes     []*RecordChange
	ChangeCount int
}
