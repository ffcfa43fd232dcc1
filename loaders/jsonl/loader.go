package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// maxLine bounds one line in bytes: a record's properties may be 64 kB each.
const maxLine = 16 << 20

// New makes a loader that takes back what Export has written. It serves one load.
func New() loaders.Loader {
	r := &reader{}
	return loaders.Loader{
		Name: "jsonl",
		Dataset: graph.Dataset{ // of the load runs; the records carry their own
			Header:    graph.Header{ID: "dataset:entente-export", Name: "Export of an Entente store"},
			Publisher: "Entente", Licence: "that of each dataset in the file",
		},
		Verbatim: func() []graph.ID { return r.datasets },
		Read:     r.read,
	}
}

type reader struct{ datasets []graph.ID }

func (r *reader) read(in loaders.Input, yield loaders.Yield) error {
	r.datasets = nil
	for _, f := range in.Files {
		if err := r.file(f, yield); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) file(f input.File, yield loaders.Yield) error {
	opened, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = opened.Close() }()
	lines := bufio.NewScanner(opened)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	var datasets []graph.ID
	var read end
	var last *end
	number, bad := 0, 0
	for lines.Scan() {
		number++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var one line
		fault := json.Unmarshal(lines.Bytes(), &one)
		if _, column := input.BadByte(lines.Bytes()); column > 0 { // Unmarshal would put another character in its place
			fault = graph.Invalidf("column %d: a byte that is not valid UTF-8", column)
		}
		switch {
		case datasets == nil && (fault != nil || one.Entente == 0):
			return graph.Invalidf(
				`%s:%d: not an export of Entente; want a first line like {"entente":1,"datasets":["dataset:curated"]}`,
				f.Path, number)
		case datasets == nil && (one.Entente != version || len(one.Datasets) == 0):
			return graph.Invalidf("%s: export of version %d with %d datasets; this program reads version %d", f.Path,
				one.Entente, len(one.Datasets), version)
		case datasets == nil:
			datasets = one.Datasets
			for _, id := range datasets {
				if slices.Contains(r.datasets, id) {
					return graph.Invalidf("%s: dataset %s is in an earlier file too", f.Path, id)
				}
			}
			r.datasets = append(r.datasets, datasets...)
			continue
		case last != nil:
			return graph.Invalidf("%s:%d: a line after the last one", f.Path, number)
		case fault == nil && one.End != nil:
			last = one.End
			continue
		}
		record, fault := one.record(datasets, fault)
		read.Nodes += len(record.Nodes)
		read.Relationships += len(record.Relationships)
		record.Locator = fmt.Sprintf("%s:%d", f.Name, number)
		record.Origin = []loaders.Origin{{File: f.Name, Line: number, Row: []string{lines.Text()}}}
		if fault != nil {
			bad++
			fault = &loaders.RowError{File: f.Name, Line: number, Rule: "not-a-record", Message: fault.Error()}
		}
		if !yield(record, fault) {
			return loaders.ErrStopped
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return graph.Errorf(graph.KindLimitExceeded, "%s:%d: a line of more than %d bytes", f.Path, number+1, maxLine)
	case err != nil:
		return err
	case datasets == nil:
		return graph.Invalidf("%s: empty; want an export of Entente", f.Path)
	case last == nil:
		return graph.Invalidf("%s: cut off after line %d: the last line, which counts the records, is missing",
			f.Path, number)
	case read.Nodes+read.Relationships+bad != last.Nodes+last.Relationships:
		return graph.Invalidf("%s: %d nodes and %d relationships, and the last line counts %d and %d", f.Path, read.Nodes,
			read.Relationships, last.Nodes, last.Relationships)
	}
	return nil
}

// record makes a record of a line, with the kinds of values that JSON has blurred.
func (l *line) record(datasets []graph.ID, fault error) (loaders.Record, error) {
	var dataset graph.ID
	var out loaders.Record
	switch {
	case fault != nil:
		return out, fmt.Errorf("not JSON of a node or relationship: %w", fault)
	case l.Node != nil && l.Relationship == nil:
		if spec := graph.Ontology.Label(l.Node.Label); spec != nil {
			l.Node.Properties.Normalize(spec.Properties)
		}
		dataset, out.Nodes = l.Node.Dataset, []graph.NodeRecord{*l.Node}
	case l.Relationship != nil && l.Node == nil:
		if spec := graph.Ontology.Type(l.Relationship.Type); spec != nil {
			l.Relationship.Properties.Normalize(spec.Properties)
		}
		dataset, out.Relationships = l.Relationship.Dataset, []graph.RelationshipRecord{*l.Relationship}
	default:
		return out, errors.New(`want one of "node" and "relationship"`)
	}
	if !slices.Contains(datasets, dataset) {
		return loaders.Record{}, fmt.Errorf("dataset %s is not among those of the first line", dataset)
	}
	return out, nil
}
