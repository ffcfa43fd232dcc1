package opening_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/opening"
)

func TestOpenPicksTheStoreByItsURL(t *testing.T) {
	var got string
	stores := opening.Stores{
		Memory: func(context.Context) (graph.Store, error) { got = "memory"; return nil, nil },
		File:   func(_ context.Context, path string) (graph.Store, error) { got = "file " + path; return nil, nil },
		Neo4j: func(_ context.Context, url string, l opening.Login, _ *slog.Logger) (graph.Store, error) {
			got = "neo4j " + url + " " + l.Username
			return nil, nil
		},
	}
	for store, want := range map[string]string{
		"memory:":              "memory",
		"file:./entente.db":    "file ./entente.db",
		"file:/data/e.db":      "file /data/e.db",
		"file:///data/e.db":    "file /data/e.db",
		"neo4j://localhost":    "neo4j neo4j://localhost ann",
		"bolt+s://db:7687":     "neo4j bolt+s://db:7687 ann",
		"neo4j://u:p@db/other": "neo4j neo4j://u:p@db/other ann",
	} {
		got = ""
		if _, err := stores.Open(t.Context(), store, opening.Login{Username: "ann"}, nil); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", store, got, err, want)
		}
	}
}

func TestAnUnknownStoreIsRefusedWithWhatIsValidAndWithoutThePassword(t *testing.T) {
	for _, store := range []string{"", "memory", "memory:x", "file:", "file:/", "neo4j:", "neo4j://", "http://u:secret@db", "entente.db", "neo4j:/u:secret@db"} {
		_, err := opening.Stores{}.Open(t.Context(), store, opening.Login{}, nil)
		if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "want memory:, file:PATH") {
			t.Errorf("%s: %v", store, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the message shows the password: %v", store, err)
		}
	}
}
