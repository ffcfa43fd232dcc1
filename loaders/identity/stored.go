package identity

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/loaders"
)

// storedLabels are the labels of nodes that texts and tables name.
var storedLabels = append(slices.Clone(graph.ActorLabels), graph.LabelTreaty, graph.LabelWeaponSystem, graph.LabelPlace)

// WithStored lets the names of the store's actors, treaties, weapon systems and places answer where the base knows
// none. It reads them all, once.
func WithStored(ctx context.Context, base loaders.Identities, store graph.Reader) (loaders.Identities, error) {
	s := &stored{Identities: base, byFold: map[string][]graph.Node{}, all: map[graph.ID]graph.Node{}}
	query := graph.NodeQuery{Labels: storedLabels, First: graph.MaxFirst}
	for {
		page, err := store.Find(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, n := range page.Nodes {
			h := n.Head()
			s.all[h.ID] = n
			for _, fold := range names.FoldAll(h.Name, h.Aliases) {
				if fold != "" {
					s.byFold[fold] = append(s.byFold[fold], n)
				}
			}
		}
		if !page.More || len(page.Cursors) == 0 {
			return s, nil
		}
		query.After = page.Cursors[len(page.Cursors)-1]
	}
}

type stored struct {
	loaders.Identities
	byFold map[string][]graph.Node
	all    map[graph.ID]graph.Node
}

func (s *stored) ByName(name string, labels []graph.Label, on graph.Day) (graph.ID, []graph.Candidate, bool) {
	id, candidates, ok := s.Identities.ByName(name, labels, on)
	if ok || loaders.HasExactName(candidates) {
		return id, candidates, ok // known, or ambiguous in the bundled table
	}
	var found []graph.Node
	for _, n := range s.byFold[names.Fold(name)] {
		if fits(n.Label(), labels) && (on == graph.Beginning || n.Head().Period.Contains(on)) && !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	if len(found) == 1 {
		h := found[0].Head()
		return h.ID, []graph.Candidate{{ID: h.ID, Name: h.Name, Why: "name or alias of a node in the store"}}, true
	}
	for _, n := range found {
		candidates = append(candidates, graph.Candidate{
			ID: n.Head().ID, Name: shown(n),
			Why: fmt.Sprintf("one of %d nodes in the store that bear the name", len(found)),
		})
	}
	if len(found) == 0 {
		candidates = append(candidates, s.nearest(name, labels, candidates)...)
	}
	return "", candidates, false
}

// Names implements [loaders.Dictionary].
func (s *stored) Names() iter.Seq2[string, loaders.Span] {
	return func(yield func(string, loaders.Span) bool) {
		known := map[string]bool{}
		for name, span := range loaders.NamesOf(s.Identities) {
			known[names.Fold(name)] = true
			if !yield(name, span) {
				return
			}
		}
		for id, n := range s.all {
			h := n.Head()
			period := h.Period
			if n.Label() == graph.LabelTreaty { // cited before it is in force, and after
				period = graph.Period{}
			}
			for _, name := range append([]string{h.Name}, h.Aliases...) {
				if !known[names.Fold(name)] && !yield(name, loaders.Span{ID: id, Period: period}) {
					return
				}
			}
		}
	}
}

func (s *stored) nearest(name string, labels []graph.Label, known []graph.Candidate) (out []graph.Candidate) {
	for _, near := range names.Nearest(name, func(yield func(string, string) bool) {
		for id, n := range s.all {
			if !fits(n.Label(), labels) || slices.ContainsFunc(known, func(c graph.Candidate) bool { return c.ID == id }) {
				continue
			}
			for _, called := range append([]string{n.Head().Name}, n.Head().Aliases...) {
				if !yield(string(id), called) {
					return
				}
			}
		}
	}, 5) {
		out = append(out, graph.Candidate{ID: graph.ID(near.Key), Name: near.Name, Why: loaders.WhySimilar})
	}
	return out
}
