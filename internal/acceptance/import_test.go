package acceptance_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
	"github.com/entente-graph/entente/internal/storecheck"
	"github.com/entente-graph/entente/loaders/jsonl"
)

// TestANeo4jMadeByNeo4jAdminIsTheSameStore imports the bundled data, and texts that are hard on CSV, and goes on with a
// load.
func TestANeo4jMadeByNeo4jAdminIsTheSameStore(t *testing.T) {
	from := memstore.New()
	defer func() { _ = from.Close() }()
	load(t, from, "curated")
	hard := graph.NewNodeRecord(&graph.Person{Header: graph.Header{ID: "person:hard", Name: "a \"quoted\",\nbroken\\ name; 'so'\t", Aliases: []string{"one, two", "\"", " padded "}}})
	hard.Dataset, hard.Locator = "dataset:hard", "row 1, \"x\""
	alone := graph.NewRelationshipRecord(&graph.Borders{RelationshipHeader: graph.RelationshipHeader{FromID: "state:ZZA", ToID: "state:ZZB", DatasetID: "dataset:hard"}}, "a|b \"c\"")
	batch := graph.Batch{Nodes: []graph.NodeRecord{hard}, Relationships: []graph.RelationshipRecord{alone}}
	for _, id := range []graph.ID{"state:ZZA", "state:ZZB"} {
		gone := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: string(id)}})
		gone.Dataset = "dataset:gone"
		batch.Nodes = append(batch.Nodes, gone)
	}
	if _, err := from.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if _, err := from.Retract(t.Context(), "dataset:gone"); err != nil { // then only the relationship keeps the two
		t.Fatal(err)
	}
	reader, commit, err := from.At(t.Context(), graph.KnownAt{})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "import")
	if _, _, err := neo4jstore.WriteImport(t.Context(), reader, commit, dir); err != nil {
		t.Fatal(err)
	}
	if _, _, err := neo4jstore.WriteImport(t.Context(), reader, commit, dir); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("a folder that is there already: %v", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // another user reads it in the container
		t.Fatal(err)
	}

	store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: neo4jtest.Imported(t, dir)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	if got, want := stats(t, store), stats(t, from); got.Fingerprint != want.Fingerprint || len(got.Datasets) != len(want.Datasets) {
		t.Errorf("fingerprint %s with %d datasets, want %s with %d", got.Fingerprint, len(got.Datasets), want.Fingerprint, len(want.Datasets))
	}
	exported := func(r graph.Reader) string {
		var out bytes.Buffer
		if _, _, err := jsonl.Export(t.Context(), r, &out, nil); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if got, want := exported(store), exported(from); got != want {
		t.Errorf("the records differ: %d bytes, want %d", len(got), len(want))
	}
	if _, err := storecheck.Run(t.Context(), store, func(f storecheck.Fault) { t.Errorf("a fault: %v", f) }); err != nil {
		t.Error(err)
	}
	for _, s := range []graph.Store{from, store} {
		if _, err := s.Retract(t.Context(), "dataset:hard"); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := stats(t, store).Fingerprint, stats(t, from).Fingerprint; got != want {
		t.Errorf("after a retraction fingerprint %s, want %s", got, want)
	}
}
