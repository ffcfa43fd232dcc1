package stix

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
)

// Loader loads STIX bundles.
var Loader = loaders.Loader{
	Name: "stix",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:stix", Name: "Threat intelligence in STIX bundles"},
		Publisher: "as stated by each bundle", Version: "STIX 2", Licence: "as stated by the bundle's publisher",
		Attribution: "the bundle's publisher", Priority: 40,
	},
	Mode: loaders.ByFile, // each bundle is a collection of its own
	Read: read,
}

// bundle is what the first pass over a file learns.
type bundle struct {
	nodes    map[string]graph.ID  // object id → node
	types    map[string]string    // object id → STIX type
	modified map[string]time.Time // object id → when its last version was modified
	revoked  map[string]bool
	markings map[string]string // marking id → name
	unplaced loaders.Tally
	absent   absent
	reversed loaders.Reversed
}

// absent are references, other than those of relationships, to what is not in the bundle or was revoked.
type absent struct {
	count int
	first string
}

// read goes through each file twice: relationships may stand before what they join.
func read(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		known, err := scan(file)
		if err != nil {
			return err
		}
		err = loaders.Each(values(file), yield, func(value jsonstream.Value) (loaders.Record, error) {
			return known.record(file, value)
		})
		if err != nil {
			return err
		}
		known.warn(in, file.Name)
	}
	return nil
}

func scan(file input.File) (*bundle, error) {
	known := &bundle{
		nodes: map[string]graph.ID{}, types: map[string]string{}, modified: map[string]time.Time{},
		revoked:  map[string]bool{},
		markings: map[string]string{}, unplaced: loaders.Tally{},
	}
	objects := 0
	for value, err := range values(file) {
		if _, ok := errors.AsType[*loaders.RowError](err); err != nil && !ok {
			return nil, err
		}
		var o object
		if json.Unmarshal(value.Raw, &o) != nil || !strings.Contains(o.ID, "--") || o.Type == "" {
			continue
		}
		objects++
		if o.version().Before(known.modified[o.ID]) {
			continue
		}
		known.modified[o.ID], known.types[o.ID], known.revoked[o.ID] = o.version(), o.Type, o.Revoked
		if id := o.nodeID(); id != "" {
			known.nodes[o.ID] = id
		}
		if o.Type == "marking-definition" {
			known.markings[o.ID] = markingName(o)
		}
	}
	if objects == 0 {
		return nil, loaders.Foreign(file, "%s: no STIX object: want a bundle with \"objects\", each with \"type\" and "+
			"\"id\"", file.Path)
	}
	return known, nil
}

// markingName is "TLP:AMBER" for a TLP marking, else its name or statement.
func markingName(o object) string {
	if tlp, _ := o.Definition["tlp"].(string); tlp != "" {
		return "TLP:" + strings.ToUpper(tlp)
	}
	statement, _ := o.Definition["statement"].(string)
	return cmp.Or(o.Name, statement, o.ID)
}

// wellKnown are the markings of the Traffic Light Protocol, which bundles use without their definition: STIX 2.1,
// 7.2.1.4, and its extension for TLP 2.0.
var wellKnown = map[string]string{
	"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:WHITE",
	"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
	"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
	"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
	"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "TLP:CLEAR",
	"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "TLP:GREEN",
	"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "TLP:AMBER",
	"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "TLP:AMBER+STRICT",
	"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "TLP:RED",
}

// marked names the markings of an object, those of single members among them: the whole is no freer than its parts.
func (b *bundle) marked(o *object) (out []string) {
	refs := slices.Clone(o.MarkingRefs)
	for _, m := range o.GranularMarkings {
		if m.Ref != "" {
			refs = append(refs, m.Ref)
		}
	}
	for _, ref := range refs {
		name := cmp.Or(b.markings[ref], wellKnown[ref])
		if name == "" {
			name = ref
			b.there(o, "object_marking_refs", ref)
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// there tells whether a reference leads to an object of the bundle, and counts it where it does not.
func (b *bundle) there(o *object, member, ref string) bool {
	if _, known := b.types[ref]; known && !b.revoked[ref] {
		return true
	}
	if b.absent.count++; b.absent.count == 1 {
		b.absent.first = fmt.Sprintf("%s of %s: %s", member, o.ID, ref)
	}
	return false
}

func (b *bundle) warn(in loaders.Input, name string) {
	b.reversed.Warn(in, name)
	if b.absent.count > 0 {
		in.Warning("%s: %d references to what is not in the bundle, or was revoked, beside those of rejected "+
			"relationships: the first is %.200s", name, b.absent.count, b.absent.first)
	}
	b.unplaced.Warn(in, name+": objects that have no place in the ontology")
}

// record makes what one object states; an empty record for what is superseded, revoked or has no place.
func (b *bundle) record(file input.File, value jsonstream.Value) (loaders.Record, error) {
	locator := fmt.Sprintf("%s:%d", file.Name, value.Line)
	var o object
	if err := json.Unmarshal(value.Raw, &o); err != nil || !strings.Contains(o.ID, "--") || o.Type == "" {
		return loaders.Record{}, value.Reject(file, "", "no-object", "no STIX object: want \"type\" and \"id\"")
	}
	if !o.version().Equal(b.modified[o.ID]) || o.Revoked {
		return loaders.Record{}, nil
	}
	record := loaders.Record{Locator: locator, Origin: value.Origin(file)}
	if o.CreatedByRef != "" {
		b.there(&o, "created_by_ref", o.CreatedByRef)
	}
	markings := b.marked(&o)
	if o.Type == "relationship" {
		for _, end := range []struct{ column, ref string }{{"source_ref", o.SourceRef}, {"target_ref", o.TargetRef}} {
			if _, known := b.types[end.ref]; !known || b.revoked[end.ref] {
				return loaders.Record{}, value.Reject(file, end.column, "dangling-reference",
					"%q is not in the bundle, or was revoked", end.ref)
			}
		}
		r := b.relationship(&o, strings.Join(append([]string{o.RelationshipType}, markings...), "; "))
		if r == nil {
			b.unplaced[fmt.Sprintf("relationship %s (%s to %s)", o.RelationshipType, b.types[o.SourceRef],
				b.types[o.TargetRef])]++
			return loaders.Record{}, nil
		}
		head := r.Head()
		head.Period = through(o.ID, o.StartTime, o.StopTime, &b.reversed)
		head.Locator, head.Confidence = graph.Text(locator), o.Confidence
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
	node := graph.NewNodeRecord(o.node(id, markings, &b.reversed))
	node.Locator, node.Confidence = locator, o.Confidence
	if err := id.Validate(); err != nil {
		return loaders.Record{}, value.Reject(file, "id", "bad-id", "%v", err)
	}
	record.Nodes = append(record.Nodes, node)
	if o.Type == "report" {
		for _, ref := range o.ObjectRefs {
			target, placed := b.nodes[ref]
			if !b.there(&o, "object_refs", ref) || !placed || target == id {
				continue // indicators and the like were counted
			}
			record.Relate(&graph.Mentions{},
				graph.RelationshipHeader{FromID: id, ToID: target, Locator: graph.Text(locator)}, "")
		}
	}
	return record, nil
}

// relationship makes the typed relationship of a STIX relationship, nil where it has no place in the ontology.
// What it says of itself, its type and markings, goes into a remark or a role.
func (b *bundle) relationship(o *object, says string) graph.Relationship {
	from, to := b.nodes[o.SourceRef], b.nodes[o.TargetRef]
	if from == "" || to == "" {
		return nil
	}
	plain := graph.Plain{RelationshipHeader: graph.RelationshipHeader{FromID: from, ToID: to}, Note: graph.Text(says)}
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
			return &graph.ActorIn{
				RelationshipHeader: graph.RelationshipHeader{FromID: to, ToID: from},
				Participation:      graph.Participation{Role: graph.Text(says)},
			}
		}
	case "targets":
		if from.Prefix() == "event" && actor(to) {
			return &graph.RecipientOf{
				RelationshipHeader: graph.RelationshipHeader{FromID: to, ToID: from},
				Participation:      graph.Participation{Role: graph.Text("target" + strings.TrimPrefix(says, o.RelationshipType))},
			}
		}
	case "located-at", "originates-from":
		if to.Prefix() == "place" {
			return &graph.LocatedAt{Plain: plain}
		}
	}
	return nil
}
