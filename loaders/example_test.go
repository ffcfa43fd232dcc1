package loaders_test

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
	"github.com/entente-graph/entente/loaders/table"
)

// ports is a loader of a table with a port on each row.
var ports = loaders.Loader{
	Name:    "ports",
	Dataset: graph.Dataset{Header: graph.Header{ID: "dataset:ports", Name: "Ports"}, Publisher: "a harbour master"},
	Read: func(in loaders.Input, yield loaders.Yield) error {
		spec := table.Spec{Dataset: "ports", Columns: table.Required("port", "latitude", "longitude")}
		return table.Set{Specs: []table.Spec{spec}}.Each(in, yield, port)
	},
}

func port(row *table.Row) (loaders.Record, error) {
	p := &graph.Place{Latitude: row.FloatPointer("latitude"), Longitude: row.FloatPointer("longitude")}
	p.Name = row.Text("port")
	p.ID = graph.ID("place:" + strings.ToLower(p.Name))
	if err := row.Err(); err != nil {
		return loaders.Record{}, err
	}
	return loaders.Record{Locator: row.Locator(), Nodes: []graph.NodeRecord{graph.NewNodeRecord(p)}}, nil
}

// A loader makes records of files, and the runner puts them into a store. A row that does not fit is rejected by
// itself.
func ExampleLoader() {
	ctx := context.Background()
	store := memstore.New()
	defer func() { _ = store.Close() }()
	text := "port,latitude,longitude\nTartus,34.9,35.9\nNowhere,north,35.9\n"
	file := input.File{Name: "ports.csv", Path: "ports.csv", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
	report, err := runner.Run(ctx, store, ports, runner.Options{Files: []input.File{file}})
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := store.Find(ctx, graph.NodeQuery{Labels: []graph.Label{graph.LabelPlace}, First: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range page.Nodes {
		fmt.Println(n.Head().ID, n.Head().Name)
	}
	for _, rejected := range report.Examples {
		fmt.Println(rejected.Error())
	}
	// Output:
	// place:tartus Tartus
	// ports.csv:3: column latitude: "north": want a number
}
