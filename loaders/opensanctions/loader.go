package opensanctions

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
)

// Loader loads FollowTheMoney entities.
var Loader = loaders.Loader{
	Name: "opensanctions",
	Dataset: graph.Dataset{
		Header: graph.Header{ID: "dataset:opensanctions", Name: "Persons, companies and sanctions in FollowTheMoney " +
			"format"},
		Publisher: "OpenSanctions", Licence: "as stated by the release (OpenSanctions: CC BY-NC 4.0)",
		Attribution: "OpenSanctions.org",
		URL:         "https://www.opensanctions.org/", Priority: 40,
	},
	Mode:    loaders.ByFile, // each file is a collection of its own
	InOrder: true,           // of several deltas the last word counts
	Deltas:  &loaders.Deltas{Are: deltas, Subject: subject},
	Read:    read,
}

// read goes through each file twice: links may stand before what they link. Whole files are collections of their own;
// deltas are one change, in the order of the files.
func read(in loaders.Input, yield loaders.Yield) error {
	delta, err := deltas(in.Files)
	if err != nil {
		return err
	}
	together := 1
	if delta {
		together = len(in.Files)
	}
	for files := range slices.Chunk(in.Files, together) {
		known := newIndex(delta)
		if err := known.scan(files, in.Stored); err != nil {
			return err
		}
		for i, file := range files {
			if err := known.records(i, file, yield); err != nil {
				return err
			}
		}
		known.warn(in, files[0].Name)
	}
	return nil
}

// records yields what one file states; false where no more is wanted or can be read.
func (x *index) records(at int, file input.File, yield loaders.Yield) error {
	return loaders.Each(jsonstream.Values(file, ""), yield, func(value jsonstream.Value) (loaders.Record, error) {
		return x.line(at, file, value)
	})
}

// line reads one value. The record is empty for an entity of a whole file that has no place in the ontology, and for a
// step of a delta that a later one undoes.
func (x *index) line(at int, file input.File, value jsonstream.Value) (loaders.Record, error) {
	op, e, wrong := parse(value.Raw, x.delta)
	if wrong != nil {
		return loaders.Record{}, value.Reject(file, "", wrong.rule, "%s", wrong.message)
	}
	record := loaders.Record{Locator: fmt.Sprintf("%s:%d", file.Name, value.Line), Origin: value.Origin(file)}
	if x.delta {
		if x.steps[e.ID].at != (place{at, value.Line}) {
			x.undone++
			return loaders.Record{}, nil
		}
		record.Replaces = append([]string{e.ID}, x.mergedInto(e.ID)...)
		if op == opDelete {
			return record, nil
		}
	}
	if wrong := x.state(e, &record); wrong != nil {
		return loaders.Record{}, value.Reject(file, wrong.Column, wrong.Rule, "%s", wrong.Message)
	}
	record.Cite(record.Locator, "")
	return record, nil
}

// state adds what one entity states; nothing for a schema without a place in the ontology, which is counted.
func (x *index) state(e entity, record *loaders.Record) *loaders.RowError {
	if link, ok := links[e.Schema]; ok {
		return x.link(e, link, record)
	}
	id, ok := nodeID(e)
	if !ok {
		x.unplaced[e.Schema]++
		return nil
	}
	if err := id.Validate(); err != nil {
		return &loaders.RowError{Column: "id", Rule: "bad-id", Message: err.Error()}
	}
	if e.Schema != "Sanction" {
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(e.node(id, &x.reversed)))
		return nil
	}
	record.Nodes = append(record.Nodes, graph.NewNodeRecord(e.sanction(id, &x.reversed)))
	for _, target := range e.Properties["entity"] {
		if !x.known(target) {
			return dangling("entity", target)
		}
		to, ok := x.nodes[target]
		if !ok {
			x.leave(e, target)
			continue
		}
		record.Relate(&graph.Targets{}, graph.RelationshipHeader{FromID: id, ToID: to, Period: e.period(&x.reversed)}, "")
	}
	return nil
}

func dangling(column, id string) *loaders.RowError {
	return &loaders.RowError{
		Column: column, Rule: "dangling-reference",
		Message: fmt.Sprintf("%q is no entity of this file", id),
	}
}

// link adds the relationships of an entity that links others.
func (x *index) link(e entity, link linking, record *loaders.Record) *loaders.RowError {
	from, to := link.from, link.to
	if len(e.Properties[from]) == 0 || len(e.Properties[to]) == 0 {
		return &loaders.RowError{
			Column: from, Rule: "missing-end",
			Message: fmt.Sprintf("a %s needs %s and %s", e.Schema, from, to),
		}
	}
	for _, end := range []string{from, to} {
		for _, id := range e.Properties[end] {
			if !x.known(id) {
				return dangling(end, id)
			}
		}
	}
	for _, a := range e.Properties[from] {
		for _, b := range e.Properties[to] {
			start, ok := x.nodes[a]
			if !ok {
				x.leave(e, a)
				continue
			}
			end, ok := x.nodes[b]
			if !ok {
				x.leave(e, b)
				continue
			}
			header := graph.RelationshipHeader{FromID: start, ToID: end, Period: e.period(&x.reversed)}
			record.Relationships = append(record.Relationships, graph.NewRelationshipRecord(link.relationship(e, header), e.ID))
		}
	}
	return nil
}

// deltas tells whether the files are deltas: a file is one where its first entity is a step of one.
func deltas(files []input.File) (bool, error) {
	var kinds [2][]string
	for _, file := range files {
		delta, tried, found := 0, 0, false
		for value, err := range jsonstream.Values(file, "") {
			if _, ok := errors.AsType[*loaders.RowError](err); err != nil && !ok {
				return false, err
			}
			if _, _, wrong := parse(value.Raw, true); wrong == nil {
				delta, found = 1, true
				break
			}
			if _, _, wrong := parse(value.Raw, false); wrong == nil {
				found = true
				break
			}
			if tried++; tried == maxOthers {
				break
			}
		}
		if !found {
			return false, foreign(file)
		}
		kinds[delta] = append(kinds[delta], file.Name)
	}
	if len(kinds[0]) > 0 && len(kinds[1]) > 0 {
		return false, graph.Invalidf("%s is a delta and %s is not: load the whole files first, then the deltas",
			kinds[1][0], kinds[0][0])
	}
	return len(kinds[1]) > 0, nil
}

// subject is the id of the entity that a stored record is about.
func subject(id graph.ID, discriminator string) string {
	if discriminator != "" {
		return discriminator // of the entity that links two others
	}
	_, rest, _ := strings.Cut(string(id), ":")
	if own, ok := strings.CutPrefix(rest, "ftm-"); ok {
		return own
	}
	return ""
}
