package alliance

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// noAlliances says that nothing in the store could tell of an alliance.
const noAlliances = "no treaties are loaded, so nothing is known of alliances: `entente load curated`, " +
	"`cow-alliances` or `atop` brings them"

// Coverage says what a reader must know of the data before relying on an answer about alliances on a day, 0 for all
// time: of each dataset that states a part of it, whether the day lies outside what it covers. Where no dataset does,
// the answer is empty: then it says of each that could have spoken, of those allowed or of all, what it holds. Absence
// from a selection is no evidence of absence.
func Coverage(ctx context.Context, reader graph.Reader, on graph.Day, allowed, stated []graph.ID) ([]string, error) {
	g := newReading(reader, on, nil)
	g.sources = slices.Clone(stated)
	if len(stated) > 0 {
		if err := g.readNodes(ctx); err != nil {
			return nil, err
		}
		return g.coverage(), nil
	}
	g.datasets = allowed
	none, err := g.silence(ctx)
	if err != nil {
		return nil, err
	}
	return append(none, g.coverage()...), nil
}

// silence says what the datasets hold that could state a duty, and adds them to the sources: an empty answer is
// explained by "none in the loaded data".
func (g *reading) silence(ctx context.Context) ([]string, error) {
	found, err := findAll[*graph.Dataset](ctx, g.reader, graph.NodeQuery{Labels: []graph.Label{graph.LabelDataset}})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, d := range found {
		if d.ID == WhatIfDataset || len(g.datasets) > 0 && !slices.Contains(g.datasets, d.ID) {
			continue // nobody has loaded what is only supposed
		}
		page, err := g.reader.Find(ctx,
			graph.NodeQuery{Labels: []graph.Label{graph.LabelTreaty}, Datasets: []graph.ID{d.ID}, First: 1})
		if err != nil {
			return nil, err
		}
		if len(page.Nodes) == 0 {
			continue
		}
		g.nodes[d.ID] = d
		g.addSource(d.ID)
		out = append(out, "none in the loaded data: "+coverageOf(d))
	}
	if len(out) == 0 {
		return []string{noAlliances}, nil
	}
	return out, nil
}

// coverageOf says what a dataset holds.
func coverageOf(d *graph.Dataset) string {
	words := fmt.Sprintf("%s (%s)", d.Name, d.ID)
	switch covered := d.Coverage(); {
	case d.Scope != "":
		words += " has " + string(d.Scope)
	case covered.From.IsZero() && covered.Until.IsZero():
		words += " does not say what it covers"
	case covered.Until.IsZero():
		words += fmt.Sprintf(" covers the time since %s", covered.From)
	case covered.From.IsZero():
		words += fmt.Sprintf(" covers the time to %s", lastDay(covered))
	default:
		words += fmt.Sprintf(" covers %s to %s", covered.From, lastDay(covered))
	}
	return words
}

// nobody tells that no responder has a duty that an answer rests on.
func nobody(responders []*Responder) bool {
	return !slices.ContainsFunc(responders, func(r *Responder) bool { return r.Verdict != VerdictFree })
}
