package memstore

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
)

// reader answers from one image, or from the newest one of its store at each question.
type reader struct{ graph.Relay }

// Local implements graph.Local: every answer comes from memory.
func (*reader) Local() bool { return true }

// readerOf answers from an image (nil: the newest), as long as the store is open.
func (s *Store) readerOf(fixed *image.Image) *reader {
	return &reader{func(ctx context.Context, question func(graph.Reader) error) error {
		if err := s.enter(ctx); err != nil {
			return err
		}
		defer s.leave()
		if fixed != nil {
			return question(shown{fixed, s})
		}
		return question(shown{s.current.Load().Image, s})
	}}
}

// shown is an image beside the load runs of its store.
type shown struct {
	*image.Image
	store *Store
}

func (s shown) LoadRuns(_ context.Context, first int) ([]graph.LoadRun, error) {
	if first < 1 || first > graph.MaxFirst {
		return nil, graph.Invalidf("first: %d is outside 1 to %d", first, graph.MaxFirst)
	}
	runs := *s.store.runs.Load()
	return slices.Clone(runs[:min(first, len(runs))]), nil
}
