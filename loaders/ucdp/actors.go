package ucdp

import (
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// list splits a cell of ids: "117, 116". A part that is no number makes the whole cell unreadable.
func list(cell string) (ids []int, ok bool) {
	for part := range strings.SplitSeq(cell, ",") {
		part = strings.TrimSuffix(strings.TrimSpace(part), ".0")
		if part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, false
		}
		ids = append(ids, n)
	}
	return ids, true
}

// names splits a cell of names where that gives as many as there are ids; else the names of several are not known, and
// the name of one is the whole cell, commas and all.
func names(cell string, ids int) []string {
	if ids == 1 {
		return []string{strings.TrimSpace(cell)}
	}
	parts := strings.Split(cell, ",")
	if len(parts) != ids {
		return make([]string, ids)
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

const government = "Government of "

// actorNamed finds the state of a government that has no state number beside it, such as "Government of Russia (Soviet
// Union)": by the name, then by the one in brackets, on the day. It never guesses.
func actorNamed(identities loaders.Identities, name string, on graph.Day) (graph.ID, bool) {
	rest, ok := strings.CutPrefix(name, government)
	if !ok {
		return "", false
	}
	main, other, _ := strings.Cut(rest, "(")
	for _, candidate := range []string{main, strings.TrimSuffix(other, ")")} {
		if candidate = strings.TrimSpace(candidate); candidate == "" {
			continue
		}
		if id, _, ok := identities.ByName(candidate, []graph.Label{graph.LabelState}, on); ok {
			return id, true
		}
	}
	return "", false
}

func group(id int) graph.ID { return graph.ID("group:ucdp-" + strconv.Itoa(id)) }

func groupNode(id graph.ID, name string) *graph.ArmedGroup {
	return &graph.ArmedGroup{Header: graph.Header{ID: id, Name: name}}
}
