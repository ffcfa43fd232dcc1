package stix

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/jsonstream"
)

// Loader loads STIX bundles.
type Loader struct{}

// Name implements loaders.Loader.
func (Loader) Name() string { return "stix" }

// Mode implements loaders.Loader: each bundle is a collection of its own.
func (Loader) Mode() loaders.Mode { return loaders.ByFile }

// Dataset implements loaders.Loader.
func (Loader) Dataset() graph.Dataset {
	return graph.Dataset{Header: graph.Header{ID: "dataset:stix", Name: "Threat intelligence in STIX bundles"},
		Publisher: "as stated by each bundle", Version: "STIX 2.1", Licence: "as stated by the bundle's publisher",
		Attribution: "the bundle's publisher", Priority: 40}
}

// bundle is what the first pass over a file learns.
type bundle struct {
	nodes    map[string]graph.ID // object id → node
	types    map[string]string   // object id → STIX type
	modified map[string]string   // object id → when its last version was modified
	revoked  map[string]bool
	markings map[string]string // marking id → name
	unplaced map[string]int
}

// Records implements loaders.Loader. Each file is read twice: relationships may stand before what they join.
func (l Loader) Records(in loaders.Input) iter.Seq2[loaders.Record, error] {
	return func(yield func(loaders.Record, error) bool) {
		for _, file := range in.Files {
			known, err := scan(file)
			if err != nil {
				yield(loaders.Record{}, err)
				return
			}
			for value, err := range jsonstream.Values(file, "objects") {
				var record loaders.Record
				if err == nil {
					record, err = known.record(file, value)
				}
				if err == nil && len(record.Nodes)+len(record.Relationships) == 0 {
					continue
				}
				var rejected *loaders.RowError
				if !yield(record, err) || (err != nil && !errors.As(err, &rejected)) {
					return
				}
			}
			known.warn(in, file.Name)
		}
	}
}

func scan(file loaders.File) (*bundle, error) {
	known := &bundle{map[string]graph.ID{}, map[string]string{}, map[string]string{}, map[string]bool{}, map[string]string{}, map[string]int{}}
	objects := 0
	for value, err := range jsonstream.Values(file, "objects") {
		var rejected *loaders.RowError
		if err != nil && !errors.As(err, &rejected) {
			return nil, err
		}
		var o object
		if json.Unmarshal(value.Raw, &o) != nil || !strings.Contains(o.ID, "--") || o.Type == "" {
			continue
		}
		objects++
		if o.Modified < known.modified[o.ID] {
			continue
		}
		known.modified[o.ID], known.types[o.ID], known.revoked[o.ID] = o.Modified, o.Type, o.Revoked
		if id := o.nodeID(); id != "" {
			known.nodes[o.ID] = id
		}
		if o.Type == "marking-definition" {
			known.markings[o.ID] = markingName(o)
		}
	}
	if objects == 0 {
		return nil, loaders.Foreign(file, "%s: no STIX object: want a bundle with \"objects\", each with \"type\" and \"id\"", file.Path)
	}
	return known, nil
}

// markingName is "TLP:AMBER" for a TLP marking, else its name or statement.
func markingName(o object) string {
	if tlp, _ := o.Definition["tlp"].(string); tlp != "" {
		return "TLP:" + strings.ToUpper(tlp)
	}
	statement, _ := o.Definition["statement"].(string)
	for _, name := range []string{o.Name, statement, o.ID} {
		if name != "" {
			return name
		}
	}
	return ""
}

func (b *bundle) warn(in loaders.Input, name string) {
	if len(b.unplaced) == 0 || in.Warn == nil {
		return
	}
	var parts []string
	for what, n := range b.unplaced {
		parts = append(parts, fmt.Sprintf("%s %d", what, n))
	}
	sort.Strings(parts)
	in.Warn("%s: objects that have no place in the ontology: %s", name, strings.Join(parts, ", "))
}

// record makes what one object states; an empty record for what is superseded, revoked or has no place.
func (b *bundle) record(file loaders.File, value jsonstream.Value) (loaders.Record, error) {
	locator := fmt.Sprintf("%s:%d", file.Name, value.Line)
	reject := func(column, rule, format string, args ...any) error {
		return &loaders.RowError{File: file.Name, Line: value.Line, Column: column, Rule: rule, Message: fmt.Sprintf(format, args...), Row: []string{string(value.Raw)}}
	}
	var o object
	if err := json.Unmarshal(value.Raw, &o); err != nil || !strings.Contains(o.ID, "--") || o.Type == "" {
		return loaders.Record{}, reject("", "no-object", "no STIX object: want \"type\" and \"id\"")
	}
	if o.Modified != b.modified[o.ID] || o.Revoked {
		return loaders.Record{}, nil
	}
	record := loaders.Record{Locator: locator}
	if o.Type == "relationship" {
		for column, ref := range map[string]string{"source_ref": o.SourceRef, "target_ref": o.TargetRef} {
			if _, known := b.types[ref]; !known || b.revoked[ref] {
				return loaders.Record{}, reject(column, "dangling-reference", "%q is not in the bundle, or was revoked", ref)
			}
		}
		r := b.relationship(&o)
		if r == nil {
			b.unplaced[fmt.Sprintf("relationship %s (%s to %s)", o.RelationshipType, b.types[o.SourceRef], b.types[o.TargetRef])]++
			return loaders.Record{}, nil
		}
		head := r.Head()
		head.Period, head.Locator, head.Confidence = o.span(), graph.Text(locator), o.Confidence
		record.Relationships = append(record.Relationships, graph.NewRelationshipRecord(r, o.ID))
		return record, nil
	}
	id := b.nodes[o.ID]
	if id == "" {
		if o.Type != "marking-definition" {
			b.unplaced[o.Type]++
		}
		return loaders.Record{}, nil
	}
	var markings []string
	for _, ref := range o.MarkingRefs {
		name := b.markings[ref]
		if name == "" {
			name = ref // the well-known TLP markings are often not in the bundle
		}
		markings = append(markings, name)
	}
	node := graph.NewNodeRecord(o.node(id, markings))
	node.Locator, node.Confidence = locator, o.Confidence
	if err := id.Validate(); err != nil {
		return loaders.Record{}, reject("id", "bad-id", "%v", err)
	}
	record.Nodes = append(record.Nodes, node)
	if o.Type == "report" {
		for _, ref := range o.ObjectRefs {
			target, placed := b.nodes[ref]
			if !placed || b.revoked[ref] || target == id {
				continue // indicators and the like were counted; what is not in the bundle cannot be mentioned
			}
			record.Relationships = append(record.Relationships, graph.NewRelationshipRecord(&graph.Mentions{
				RelationshipHeader: graph.RelationshipHeader{FromID: id, ToID: target, Locator: graph.Text(locator)}}, ""))
		}
	}
	return record, nil
}

func (o *object) span() graph.Period {
	p := graph.Between(date(o.StartTime), date(o.StopTime))
	if p.Validate() != nil {
		return graph.Period{}
	}
	return p
}

// relationship makes the typed relationship of a STIX relationship, nil where it has no place in the ontology.
func (b *bundle) relationship(o *object) graph.Relationship {
	from, to := b.nodes[o.SourceRef], b.nodes[o.TargetRef]
	if from == "" || to == "" {
		return nil
	}
	plain := graph.Plain{RelationshipHeader: graph.RelationshipHeader{FromID: from, ToID: to}, Note: graph.Text(o.RelationshipType)}
	actor := func(id graph.ID) bool { return id.Prefix() == "org" || id.Prefix() == "person" }
	switch o.RelationshipType {
	case "uses":
		switch {
		case actor(from) && to.Prefix() == "weapon":
			return &graph.Operates{Plain: plain}
		case from.Prefix() == "event" && to.Prefix() == "weapon":
			return &graph.Involves{Plain: plain}
		}
	case "authored-by":
		if from.Prefix() == "weapon" && actor(to) {
			plain.FromID, plain.ToID = to, from
			return &graph.Developed{Plain: plain}
		}
	case "attributed-to", "part-of":
		switch {
		case actor(from) && actor(to):
			return &graph.PartOf{Plain: plain}
		case from.Prefix() == "event" && actor(to):
			return &graph.ActorIn{RelationshipHeader: graph.RelationshipHeader{FromID: to, ToID: from},
				Participation: graph.Participation{Role: graph.Text(o.RelationshipType)}}
		}
	case "targets":
		if from.Prefix() == "event" && actor(to) {
			return &graph.RecipientOf{RelationshipHeader: graph.RelationshipHeader{FromID: to, ToID: from},
				Participation: graph.Participation{Role: "target"}}
		}
	case "located-at", "originates-from":
		if to.Prefix() == "place" {
			return &graph.LocatedAt{Plain: plain}
		}
	}
	return nil
}
