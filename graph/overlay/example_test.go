package overlay_test

import (
	"context"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/overlay"
)

// What a batch would change is seen in the overlay, and nothing is written.
func ExampleNew() {
	ctx := context.Background()
	store := memstore.New()
	defer func() { _ = store.Close() }()
	added := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:A", Name: "Arcadia"}})
	added.Dataset = "dataset:mine"
	changed, err := overlay.New(ctx, store, graph.Batch{Nodes: []graph.NodeRecord{added}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range []graph.Reader{store, changed} {
		page, err := r.Find(ctx, graph.NodeQuery{Text: "arcadia", First: 10})
		fmt.Println(len(page.Nodes), err)
	}
	// Output:
	// 0 <nil>
	// 1 <nil>
}
