package runner

import (
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// check is the first assertion that a survey does not meet.
func check(a loaders.Assertions, loader string, s *survey) error {
	fail := func(what string, have, want any) error {
		return graph.Errorf(graph.KindConflict, "%s: %s: %v, and the dataset has at least %v; nothing was written; if the "+
			"file is right, load with --allow-shrink",
			loader, what, have, want)
	}
	for _, label := range slices.Sorted(maps.Keys(a.Nodes)) {
		if have, want := s.labels[label], a.Nodes[label]; have < want {
			return fail("nodes "+string(label), have, want)
		}
	}
	for _, t := range slices.Sorted(maps.Keys(a.Relationships)) {
		if have, want := s.types[t], a.Relationships[t]; have < want {
			return fail("relationships "+string(t), have, want)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Filled)) {
		label, _, _ := strings.Cut(name, ".")
		total := max(s.bases[graph.Label(label)], 1)
		if have, want := float64(s.filled[name])/float64(total), a.Filled[name]; have < want {
			return fail("share of "+name+" that is filled", have, want)
		}
	}
	if rows := s.rows + s.rejected; a.MaxUnknown > 0 && rows > 0 {
		if share := float64(s.pass.run.counter.Total()) / float64(rows); share > a.MaxUnknown {
			return graph.Errorf(graph.KindConflict, "%s: %d unknown names and codes in %d rows, more than the share of %v "+
				"that the dataset may have; nothing was written; name them with --aliases",
				loader, s.pass.run.counter.Total(), rows, a.MaxUnknown)
		}
	}
	return nil
}
