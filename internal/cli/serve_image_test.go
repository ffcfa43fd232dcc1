package cli

import (
	"io"
	"log/slog"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/follow"
	"github.com/entente-graph/entente/graph/memstore"
)

func TestAnImageIsHeldWhereItFits(t *testing.T) {
	var b graph.Batch
	for _, code := range []string{"A", "B", "C"} {
		r := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: graph.ID("state:" + code), Name: code}})
		r.Dataset = "dataset:test"
		b.Nodes = append(b.Nodes, r)
	}
	env := &Env{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	for name, c := range map[string]struct {
		image  string
		memory int
		held   bool
		kind   graph.ErrorKind
	}{
		"auto, with room":    {"auto", 100, true, ""},
		"auto, without room": {"auto", -1, false, ""},
		"on, with room":      {"on", 100, true, ""},
		"on, without room":   {"on", -1, false, graph.KindLimitExceeded},
	} {
		store := memstore.New()
		if _, err := store.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		command := serveCommand{Image: c.image, ImageMemory: c.memory}
		got, err := command.follow(t.Context(), env, store)
		if _, held := got.(*follow.Store); held != c.held || graph.KindOf(err) != c.kind {
			t.Errorf("%s: a %T, %v", name, got, err)
		}
		if err := got.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
