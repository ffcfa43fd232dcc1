package wikidata

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
)

// Loader loads Wikidata entities.
var Loader = loaders.Loader{
	Name: "wikidata",
	Dataset: graph.Dataset{
		Header: graph.Header{ID: "dataset:wikidata", Name: "Wikidata"}, Publisher: "The Wikidata community",
		Licence: "CC0 1.0", Attribution: "Wikidata contributors", URL: "https://www.wikidata.org/", Priority: 30,
	},
	Mode: loaders.ByFile, // each file is an extract of its own
	Read: read,
}

// extract is what the first pass over a file learns.
type extract struct {
	identities loaders.Identities
	nodes      map[string]graph.ID // Q number → node
	classes    map[string]class
	names      map[string]string
	unplaced   loaders.Tally
	reversed   loaders.Reversed
}

// read goes through each file twice: claims may stand before what they name.
func read(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		x, err := scan(file, in.Identities)
		if err != nil {
			return err
		}
		err = loaders.Each(jsonstream.Values(file, "entities"), yield,
			func(value jsonstream.Value) (loaders.Record, error) { return x.record(file, value) })
		if err != nil {
			return err
		}
		x.reversed.Warn(in, file.Name)
		x.unplaced.Warn(in, file.Name+": not taken")
	}
	return nil
}

func decode(value jsonstream.Value) (e entity, ok bool) {
	ok = json.Unmarshal(value.Raw, &e) == nil && e.ID != "" && (e.Type != "" || e.Missing != nil)
	return e, ok
}

func scan(file input.File, identities loaders.Identities) (*extract, error) {
	x := &extract{
		identities: identities, nodes: map[string]graph.ID{}, classes: map[string]class{},
		names: map[string]string{}, unplaced: loaders.Tally{},
	}
	entities := 0
	for value, err := range jsonstream.Values(file, "entities") {
		if _, ok := errors.AsType[*loaders.RowError](err); err != nil && !ok {
			return nil, err
		}
		e, ok := decode(value)
		if !ok {
			continue
		}
		entities++
		x.names[e.ID] = e.name()
		if id := x.bundled(e.ID); id != "" {
			x.nodes[e.ID], x.classes[e.ID] = id, class{label: graph.Ontology.LabelOf(id)}
		} else if c, ok := classify(&e); ok {
			x.nodes[e.ID], x.classes[e.ID] = graph.ID(prefixes[c.label]+e.ID), c
		}
	}
	if entities == 0 {
		return nil, loaders.Foreign(file, "%s: no Wikidata entity: want {\"entities\": {…}}, an array of entities or one a "+
			"line", file.Path)
	}
	return x, nil
}

// bundled is the node that the bundled table knows by a Q number; "" where it does not.
func (x *extract) bundled(q string) graph.ID {
	if x.identities == nil {
		return ""
	}
	if spans := loaders.Uncounted(x.identities).Spans(graph.SchemeWikidata, q, graph.Period{}); len(spans) == 1 {
		return spans[0].ID
	}
	return ""
}

// record makes what one entity states; an empty record for one of no known class.
func (x *extract) record(file input.File, value jsonstream.Value) (loaders.Record, error) {
	e, ok := decode(value)
	switch {
	case !ok:
		return loaders.Record{}, value.Reject(file, "", "no-entity",
			"no Wikidata entity: want \"id\", \"type\", \"labels\" and \"claims\"")
	case e.Missing != nil:
		return loaders.Record{}, value.Reject(file, "", "missing-entity", "%s is marked as missing by Wikidata", e.ID)
	}
	id := x.nodes[e.ID]
	if id == "" {
		x.unplaced["entities of no known class"]++
		return loaders.Record{}, nil
	}
	if err := id.Validate(); err != nil {
		return loaders.Record{}, value.Reject(file, "", "bad-id", "%v", err)
	}
	b := &builder{
		extract: x, entity: &e, id: id,
		record: loaders.Record{Locator: fmt.Sprintf("%s:%d", file.Name, value.Line), Origin: value.Origin(file)},
	}
	if node := b.node(x.classes[e.ID]); node != nil {
		b.record.State(node, b.record.Locator)
		b.relationships()
	}
	return b.record, nil
}
