package api

import "github.com/entente-graph/entente/graph"

// SearchHit is a node found by its name.
type SearchHit struct {
	Node    graph.Node
	Matched string
	Exact   bool
}

// Suggestion is a node that may be meant by what was typed.
type Suggestion struct {
	Node    graph.Node
	Matched string
	Reason  SuggestionReason
	Why     string
}

// SuggestionReason is why a node is suggested.
type SuggestionReason string

// The reasons, the surest first.
const (
	SuggestedByCode     SuggestionReason = "CODE"
	SuggestedByName     SuggestionReason = "NAME"
	SuggestedByAlias    SuggestionReason = "ALIAS"
	SuggestedByTable    SuggestionReason = "KNOWN_AS"
	SuggestedBySpelling SuggestionReason = "SPELLING"
)

// Stats counts what is stored.
type Stats struct {
	Nodes         []LabelCount
	Relationships []TypeCount
	Datasets      []DatasetCount
	Fingerprint   string
}

// NodeCount is the number of nodes in all.
func (s Stats) NodeCount() (n int) {
	for _, c := range s.Nodes {
		n += c.Count
	}
	return n
}

// RelationshipCount is the number of relationships in all.
func (s Stats) RelationshipCount() (n int) {
	for _, c := range s.Relationships {
		n += c.Count
	}
	return n
}

// LabelCount is how many nodes have a label.
type LabelCount struct {
	Label graph.Label
	Count int
}

// TypeCount is how many relationships have a type.
type TypeCount struct {
	Type  graph.RelationshipType
	Count int
}

// DatasetCount is how much a dataset states.
type DatasetCount struct {
	DatasetID     graph.ID
	NodeRecords   int
	Relationships int
}
