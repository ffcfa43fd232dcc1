package acceptance_test

import (
	"bytes"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/jsonl"
	"github.com/entente-graph/entente/loaders/runner"
)

func TestAnExportGoesIntoAnotherStoreWithTheSameFingerprint(t *testing.T) {
	from := memstore.New()
	defer func() { _ = from.Close() }()
	load(t, from, "curated")
	var out bytes.Buffer
	if _, _, err := jsonl.Export(t.Context(), from, &out, nil); err != nil {
		t.Fatal(err)
	}
	want := stats(t, from).Fingerprint
	take := func(t *testing.T, store graph.Store) {
		for range 2 {
			if _, err := runner.Run(t.Context(), store, jsonl.New(), runner.Options{Paths: []string{"-"}, Stdin: bytes.NewReader(out.Bytes())}); err != nil {
				t.Fatal(err)
			}
			if got := stats(t, store).Fingerprint; got != want {
				t.Errorf("fingerprint %s, want %s", got, want)
			}
		}
		var again bytes.Buffer
		if _, _, err := jsonl.Export(t.Context(), store, &again, nil); err != nil || !bytes.Equal(again.Bytes(), out.Bytes()) {
			t.Errorf("the export of the other store differs: %d bytes and %d, %v", again.Len(), out.Len(), err)
		}
	}
	t.Run("in memory", func(t *testing.T) {
		store := memstore.New()
		defer func() { _ = store.Close() }()
		take(t, store)
	})
	t.Run("in Neo4j", func(t *testing.T) { take(t, neo4j(t)) })
}
