package opensanctions

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
)

// maxOthers is how many values a file may begin with that are no entities.
const maxOthers = 20

// index is what the first reading of a file, or of several deltas, learns.
type index struct {
	delta  bool
	nodes  map[string]graph.ID // entity id, or an id merged into it → node
	others map[string]string   // entity id → schema, of those that become no node
	steps  map[string]step     // of a delta: the last step about each entity
	// unplaced counts what has no place in the ontology.
	unplaced loaders.Tally
	undone   int // steps that a later one of the delta undoes
	// absent counts references of a delta to what neither it nor the store has; one of them for an example.
	absent        int
	absentExample string
	reversed      loaders.Reversed
}

// step is one line of a delta.
type step struct {
	at     place
	op     string
	merged []string // ids that the entity has taken over
}

type place struct{ file, line int }

func newIndex(delta bool) *index {
	return &index{
		delta: delta, nodes: map[string]graph.ID{}, others: map[string]string{}, steps: map[string]step{},
		unplaced: loaders.Tally{},
	}
}

func foreign(file input.File) error {
	return loaders.Foreign(file, "%s: no FollowTheMoney entity: want one JSON object a line with \"id\", \"schema\" and "+
		"\"properties\", or a delta's {\"op\", \"entity\"}", file.Path)
}

// scan is the first reading. Files without an entity among their first values are refused: they are something else.
func (x *index) scan(files []input.File, stored func([]graph.ID) ([]bool, error)) error {
	merged := map[string]graph.ID{}
	leads := map[string]bool{} // ids that links of a delta lead to
	for at, file := range files {
		entities, others := 0, 0
		for value, err := range jsonstream.Values(file, "") {
			if _, ok := errors.AsType[*loaders.RowError](err); err != nil && !ok {
				return err
			}
			op, e, wrong := parse(value.Raw, x.delta)
			if wrong != nil {
				if others++; entities == 0 && others == maxOthers {
					break
				}
				continue
			}
			entities++
			x.note(op, e, place{at, value.Line}, merged, leads)
		}
		if entities == 0 {
			return foreign(file)
		}
	}
	for id, node := range merged {
		if _, taken := x.nodes[id]; !taken && x.others[id] == "" {
			x.nodes[id] = node
		}
	}
	if !x.delta || stored == nil {
		return nil
	}
	return x.lookUp(leads, stored)
}

// note takes down what a line says about which ids there are.
func (x *index) note(op string, e entity, at place, merged map[string]graph.ID, leads map[string]bool) {
	delete(x.nodes, e.ID)
	delete(x.others, e.ID)
	if x.delta {
		for _, old := range x.steps[e.ID].merged {
			delete(merged, old)
		}
		x.steps[e.ID] = step{at: at, op: op}
	}
	if op == opDelete {
		return
	}
	id, ok := nodeID(e)
	if !ok {
		x.others[e.ID] = e.Schema
	} else {
		x.nodes[e.ID] = id
		for _, old := range e.Referents {
			if _, taken := merged[old]; !taken && old != e.ID {
				merged[old] = id
			}
		}
	}
	if !x.delta {
		return
	}
	x.steps[e.ID] = step{at, op, e.Referents}
	if link, ok := links[e.Schema]; ok {
		for _, end := range slices.Concat(e.Properties[link.from], e.Properties[link.to]) {
			leads[end] = true
		}
	}
	if e.Schema == "Sanction" {
		for _, target := range e.Properties["entity"] {
			leads[target] = true
		}
	}
}

// lookUp finds the nodes of entities that the delta leads to and does not describe, among those that are loaded
// already.
func (x *index) lookUp(leads map[string]bool, stored func([]graph.ID) ([]bool, error)) error {
	var names []string
	var ask []graph.ID
	for _, name := range slices.Sorted(maps.Keys(leads)) {
		if _, known := x.nodes[name]; known || x.others[name] != "" || x.steps[name].op != "" {
			continue
		}
		for _, prefix := range []string{"person:ftm-", "org:ftm-"} {
			if id := graph.ID(prefix + name); id.Validate() == nil {
				names, ask = append(names, name), append(ask, id)
			}
		}
	}
	held, err := stored(ask)
	if err != nil {
		return err
	}
	for i, name := range names {
		if held[i] {
			x.nodes[name] = ask[i]
		}
	}
	return nil
}

// known tells whether an id may be referred to. A delta may refer to anything: what has no place in the ontology is not
// in the store.
func (x *index) known(id string) bool {
	_, placed := x.nodes[id]
	return placed || x.others[id] != "" || x.delta
}

// leave counts a reference to what becomes no node.
func (x *index) leave(e entity, id string) {
	if schema := x.others[id]; schema != "" {
		x.unplaced[e.Schema+" of "+schema]++
		return
	}
	if x.absent++; x.absent == 1 {
		x.absentExample = fmt.Sprintf("%s %s refers to %q", e.Schema, e.ID, id)
	}
}

// mergedInto lists the ids that an entity of a delta has taken over and that are no entities of the delta themselves.
func (x *index) mergedInto(id string) (out []string) {
	for _, old := range x.steps[id].merged {
		if op := x.steps[old].op; old != id && (op == "" || op == opDelete) {
			out = append(out, old)
		}
	}
	return out
}

// warn says what was not taken.
func (x *index) warn(in loaders.Input, name string) {
	x.reversed.Warn(in, name)
	if x.undone > 0 {
		in.Warning("%s: %d lines are undone by later ones about the same entity", name, x.undone)
	}
	if x.absent > 0 {
		in.Warning("%s: %d references to what is neither in the delta nor loaded as a person or organization, and so left "+
			"out: the first is %s", name, x.absent, x.absentExample)
	}
	x.unplaced.Warn(in, name+": entities that have no place in the ontology")
}
