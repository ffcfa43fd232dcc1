package api

import "github.com/entente-graph/entente/graph"

// Stats counts what is stored. It is not generated, because the domain has a type of its name, to which it would bind.
type Stats struct {
	NodeCount, RelationshipCount int
	Nodes                        []*LabelCount
	Relationships                []*TypeCount
	Datasets                     []*DatasetCount
	Fingerprint                  string
}

// DatasetCount is how much a dataset states.
type DatasetCount struct {
	DatasetID     graph.ID
	NodeRecords   int
	Relationships int
}
