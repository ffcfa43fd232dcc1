package api

import "github.com/entente-graph/entente/graph"

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

// DatasetCount is how much a dataset states.
type DatasetCount struct {
	DatasetID     graph.ID
	NodeRecords   int
	Relationships int
}
