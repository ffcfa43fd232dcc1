package opensanctions

import (
	"errors"
	"fmt"
	"iter"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/jsonstream"
)

// Loader loads FollowTheMoney entities.
type Loader struct{}

// Name implements loaders.Loader.
func (Loader) Name() string { return "opensanctions" }

// Mode implements loaders.Loader: each file is a collection of its own.
func (Loader) Mode() loaders.Mode { return loaders.ByFile }

// Dataset implements loaders.Loader.
func (l Loader) Dataset() graph.Dataset {
	return graph.Dataset{Header: graph.Header{ID: "dataset:opensanctions", Name: "Persons, companies and sanctions in FollowTheMoney format"},
		Publisher: "OpenSanctions", Licence: "as stated by the release (OpenSanctions: CC BY-NC 4.0)", Attribution: "OpenSanctions.org",
		URL: "https://www.opensanctions.org/", Priority: 40}
}

// index is what the first pass over a file learns: which ids it holds and what became of merged ones.
type index struct {
	nodes map[string]graph.ID // entity id, or an id merged into it → node
	gone  map[string]bool     // ids that a delta deletes
}

// Records implements loaders.Loader. Each file is read twice: links may stand before what they link.
func (l Loader) Records(in loaders.Input) iter.Seq2[loaders.Record, error] {
	return func(yield func(loaders.Record, error) bool) {
		for _, file := range in.Files {
			known, err := l.scan(file)
			if err != nil {
				yield(loaders.Record{}, err)
				return
			}
			unplaced := map[string]int{}
			for value, err := range jsonstream.Values(file, "") {
				if err == nil {
					var record loaders.Record
					if record, err = l.entity(file, value, known, unplaced); err == nil && len(record.Nodes)+len(record.Relationships) == 0 {
						continue
					} else if err == nil {
						if !yield(record, nil) {
							return
						}
						continue
					}
				}
				var rejected *loaders.RowError
				if !yield(loaders.Record{}, err) || !errors.As(err, &rejected) {
					return
				}
			}
			warn(in, file.Name, unplaced)
		}
	}
}

func warn(in loaders.Input, name string, unplaced map[string]int) {
	if len(unplaced) == 0 || in.Warn == nil {
		return
	}
	var parts []string
	for schema, n := range unplaced {
		parts = append(parts, fmt.Sprintf("%s %d", schema, n))
	}
	sort.Strings(parts)
	in.Warn("%s: entities that have no place in the ontology: %s", name, strings.Join(parts, ", "))
}

// entity reads one value; an empty record for one that a delta deletes or that has no place, counted under its schema.
func (l Loader) entity(file loaders.File, value jsonstream.Value, known index, unplaced map[string]int) (loaders.Record, error) {
	op, e, err := parse(value.Raw)
	if err != nil || e.ID == "" || e.Schema == "" {
		return loaders.Record{}, &loaders.RowError{File: file.Name, Line: value.Line, Rule: "no-entity", Row: []string{string(value.Raw)},
			Message: "no FollowTheMoney entity: want {\"id\", \"schema\", \"properties\"}"}
	}
	if op == "DEL" || known.gone[e.ID] {
		return loaders.Record{}, nil // what a delta deletes is not stated
	}
	record, rejected := l.record(e, known)
	if rejected != nil {
		rejected.File, rejected.Line, rejected.Row = file.Name, value.Line, []string{string(value.Raw)}
		return loaders.Record{}, rejected
	}
	if len(record.Nodes)+len(record.Relationships) == 0 {
		unplaced[e.Schema]++
	}
	record.Locator = fmt.Sprintf("%s:%d", file.Name, value.Line)
	for i := range record.Nodes {
		record.Nodes[i].Locator = record.Locator
	}
	for i := range record.Relationships {
		record.Relationships[i].Locator = record.Locator
	}
	return record, nil
}

// scan is the first pass. A file without an entity among its first values is refused: it is something else.
func (l Loader) scan(file loaders.File) (index, error) {
	known := index{nodes: map[string]graph.ID{}, gone: map[string]bool{}}
	entities, others := 0, 0
	for value, err := range jsonstream.Values(file, "") {
		var rejected *loaders.RowError
		if err != nil && !errors.As(err, &rejected) {
			return known, err
		}
		op, e, err := parse(value.Raw)
		if err != nil || e.ID == "" || e.Schema == "" {
			if others++; entities == 0 && others == 20 {
				break
			}
			continue
		}
		entities++
		if op == "DEL" {
			known.gone[e.ID] = true
			continue
		}
		if id, ok := nodeID(e); ok {
			known.nodes[e.ID] = id
			for _, merged := range e.Referents {
				if _, taken := known.nodes[merged]; !taken {
					known.nodes[merged] = id
				}
			}
		}
	}
	if entities == 0 {
		return known, graph.Invalidf("%s: no FollowTheMoney entity: want one JSON object a line with \"id\", \"schema\" and \"properties\"", file.Path)
	}
	return known, nil
}

// record makes what one entity states; an empty record for a schema without a place in the ontology.
func (l Loader) record(e entity, known index) (loaders.Record, *loaders.RowError) {
	if link, ok := links[e.Schema]; ok {
		return relationships(e, link.from, link.to, link.role, known)
	}
	id, ok := nodeID(e)
	if !ok {
		return loaders.Record{}, nil
	}
	if err := id.Validate(); err != nil {
		return loaders.Record{}, &loaders.RowError{Column: "id", Rule: "bad-id", Message: err.Error()}
	}
	if e.Schema != "Sanction" {
		return loaders.Record{Nodes: []graph.NodeRecord{graph.NewNodeRecord(e.node(id))}}, nil
	}
	record := loaders.Record{Nodes: []graph.NodeRecord{graph.NewNodeRecord(e.sanction(id))}}
	for _, target := range e.Properties["entity"] {
		to, ok := known.nodes[target]
		if !ok {
			return loaders.Record{}, dangling("entity", target)
		}
		record.Relationships = append(record.Relationships, graph.NewRelationshipRecord(&graph.Targets{Plain: graph.Plain{
			RelationshipHeader: graph.RelationshipHeader{FromID: id, ToID: to, Period: e.period()}}}, ""))
	}
	return record, nil
}

func dangling(column, id string) *loaders.RowError {
	return &loaders.RowError{Column: column, Rule: "dangling-reference",
		Message: fmt.Sprintf("%q is not a person, organization or sanction of this file", id)}
}

func relationships(e entity, from, to, role string, known index) (loaders.Record, *loaders.RowError) {
	var record loaders.Record
	for _, a := range e.Properties[from] {
		start, ok := known.nodes[a]
		if !ok {
			return loaders.Record{}, dangling(from, a)
		}
		for _, b := range e.Properties[to] {
			end, ok := known.nodes[b]
			if !ok {
				return loaders.Record{}, dangling(to, b)
			}
			header := graph.RelationshipHeader{FromID: start, ToID: end, Period: e.period()}
			var r graph.Relationship = &graph.Owns{RelationshipHeader: header, Share: graph.Text(e.first("percentage", "sharesCount")), Role: graph.Text(role)}
			if e.Schema == "Membership" && end.Prefix() == "org" {
				r = &graph.MemberOf{RelationshipHeader: header, Kind: "MEMBER", Note: graph.Text(e.first("role"))}
			}
			record.Relationships = append(record.Relationships, graph.NewRelationshipRecord(r, e.ID))
		}
	}
	if len(record.Relationships) == 0 {
		return record, &loaders.RowError{Column: from, Rule: "missing-end", Message: fmt.Sprintf("a %s needs %s and %s", e.Schema, from, to)}
	}
	return record, nil
}
