package registry_test

import (
	"testing"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/runner"
)

// BenchmarkBundled is what a server does before it is ready: the bundled dataset into an empty memory store.
func BenchmarkBundled(b *testing.B) {
	for b.Loop() {
		table, err := curated.Identities()
		if err != nil {
			b.Fatal(err)
		}
		store := memstore.New()
		report, err := runner.Run(b.Context(), store, curated.New(), runner.Options{Identities: table})
		if err != nil || report.Result.RelationshipsCreated < 10_000 {
			b.Fatal(report.Result, err)
		}
		_ = store.Close()
	}
}
