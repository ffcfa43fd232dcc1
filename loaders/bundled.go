package loaders

import "github.com/entente-graph/entente/graph"

// Bundled is the bundled table as the runner asks it for a store that does not hold the bundled dataset: there a load
// also brings who the states and bodies are that it speaks of, with names, codes and the time in which they existed.
type Bundled struct {
	Dataset graph.ID                     // which brings more, where it is loaded
	Node    func(id graph.ID) graph.Node // nil for a node that is not in the table
}
