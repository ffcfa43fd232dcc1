package resolvers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/memo"
	"github.com/entente-graph/entente/internal/lists"
)

// absences say of a label what its nodes are called in a sentence, and which datasets bring them, by the names that
// `entente load` takes: what an empty answer says where none is loaded.
var absences = map[graph.Label]struct {
	things   string
	bringers []string
}{
	graph.LabelTreaty:       {"treaties", []string{"curated", "cow-alliances", "atop"}},
	graph.LabelArmsTransfer: {"arms transfers", []string{"sipri-transfers"}},
	graph.LabelConflict:     {"conflicts", []string{"cow-interstate-wars", "cow-mid", "ucdp-acd"}},
	graph.LabelSanction:     {"sanctions", []string{"opensanctions"}},
	graph.LabelEvent:        {"events", []string{"curated", "gdelt-events", "icews", "ucdp-ged"}},
	graph.LabelObservation:  {"figures", []string{"curated", "sipri-milex", "cow-nmc"}},
	graph.LabelWeaponSystem: {"weapon systems", []string{"curated", "sipri-transfers", "missile-tests"}},
}

// warn puts warnings beside an answer that has no field for them, in extensions.entente.
func (q *request) warn(warnings []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, w := range warnings {
		if i, found := slices.BinarySearch(q.warnings, w); !found {
			q.warnings = slices.Insert(q.warnings, i, w)
		}
	}
}

// absent says of an answer without nodes of a label that none at all are loaded, if so, and what brings them.
func absent(ctx context.Context, found int, label graph.Label) ([]string, error) {
	absence, known := absences[label]
	if found > 0 || !known {
		return nil, nil
	}
	stats, err := requestOf(ctx).stats(ctx)
	if err != nil || stats.Nodes[label] > 0 {
		return nil, err
	}
	loads := lists.Map(absence.bringers, func(name string) string { return fmt.Sprintf("`entente load %s`", name) })
	others, last := strings.Join(loads[:len(loads)-1], ", "), loads[len(loads)-1]
	bring := last + " brings them"
	if others != "" {
		bring = others + " or " + last + " bring them"
	}
	words := fmt.Sprintf("no %s are loaded, so that this answer is empty says nothing: %s", absence.things, bring)
	warnings := []string{words}
	requestOf(ctx).warn(warnings)
	return warnings, nil
}

// warnIfAbsent is absent for a list of a node, whose field has no place for a warning.
func warnIfAbsent[T any](ctx context.Context, list []T, err error, label graph.Label) ([]T, error) {
	if err == nil {
		_, err = absent(ctx, len(list), label)
	}
	return list, err
}

// gone says which of the nodes did not exist on the day of a question (0: any day), so that little can hold of them.
func gone(ctx context.Context, on graph.Day, ids ...graph.ID) (warnings []string, err error) {
	if on == 0 {
		return nil, nil
	}
	nodes, err := requestOf(ctx).nodes.LoadAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		if h := n.Head(); !h.Period.Contains(on) {
			warnings = append(warnings,
				fmt.Sprintf("%s (%s) did not exist on %s: its time is %s", h.Name, h.ID, on, h.Period.Text()))
		}
	}
	requestOf(ctx).warn(warnings)
	return warnings, nil
}

// coverage says what a reader must know of the data before relying on relationships found by a filter that lets
// alliances through, and on their absence.
func coverage(ctx context.Context, f *graph.Filter, found []graph.Relationship) ([]string, error) {
	if len(f.Types) > 0 && !slices.Contains(f.Types, graph.AlliedWithType) {
		if len(found) == 0 && slices.Equal(f.Types, []graph.RelationshipType{graph.SuppliedType}) {
			return absent(ctx, 0, graph.LabelArmsTransfer)
		}
		return nil, nil
	}
	var stated []graph.ID
	for _, r := range found {
		if d := r.Head().DatasetID; r.Type() == graph.AlliedWithType && d != alliance.WhatIfDataset &&
			!slices.Contains(stated, d) {
			stated = append(stated, d)
		}
	}
	if len(stated) == 0 && len(found) > 0 {
		return nil, nil
	}
	reader := requestOf(ctx).store
	if here := requestOf(ctx); here == here.whole && !graph.IsLocal(reader) {
		reader = here.remembered.of(here.commit.Fingerprint, reader)
	}
	warnings, err := askOnce(requestOf(ctx), fmt.Sprint("coverage", f.On, f.Datasets, stated), func() ([]string, error) {
		return alliance.Coverage(ctx, reader, f.On, f.Datasets, stated)
	})
	requestOf(ctx).warn(warnings)
	return warnings, err
}

// remembered is what the datasets of the newest commit that was asked of say of themselves, which many answers ask for.
type remembered struct {
	mu      sync.Mutex
	version graph.Hash
	memory  *memo.Memory
}

// of is a reader that asks the store only for what is not remembered of its commit.
func (h *remembered) of(version graph.Hash, store graph.Reader) graph.Reader {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.version != version || h.memory == nil {
		h.version, h.memory = version, memo.New()
	}
	return h.memory.Over(store)
}
