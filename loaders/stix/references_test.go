package stix

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/loadertest"
)

const (
	red       = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed" // TLP:RED, as the standard defines it
	objectsOf = `{"type":"bundle","id":"bundle--1","objects":[
{"type":"campaign","id":"campaign--1","modified":"2022-01-01T00:00:00Z","name":"Old name"},
{"type":"campaign","id":"campaign--1","modified":"2022-01-01T00:00:00.5Z","name":"Operation Example","created_by_ref":"identity--gone","object_marking_refs":["` + red + `","marking-definition--own"],
 "granular_markings":[{"marking_ref":"marking-definition--limited","selectors":["description"]},{"lang":"en","selectors":["name"]}]},
{"type":"marking-definition","id":"marking-definition--own","definition_type":"statement","definition":{"statement":"Copyright Example"}},
{"type":"marking-definition","id":"marking-definition--limited","name":"For members"},
{"type":"intrusion-set","id":"intrusion-set--1","name":"Example Bear","object_marking_refs":["marking-definition--nobody"]},
{"type":"threat-actor","id":"threat-actor--1","name":"Example Actor","labels":["nation-state"]},
{"type":"tool","id":"tool--1","name":"ExampleScan","labels":["vulnerability-scanning"]},
{"type":"relationship","id":"relationship--1","relationship_type":"attributed-to","source_ref":"campaign--1","target_ref":"intrusion-set--1","object_marking_refs":["` + red + `"]},
{"type":"relationship","id":"relationship--2","relationship_type":"uses","source_ref":"intrusion-set--1","target_ref":"tool--1","object_marking_refs":["marking-definition--own"]},
{"type":"relationship","id":"relationship--3","relationship_type":"uses","source_ref":"intrusion-set--9","target_ref":"tool--9"},
{"type":"relationship","id":"relationship--4","relationship_type":"mitigates","source_ref":"course-of-action--1","target_ref":"tool--1"},
{"type":"course-of-action","id":"course-of-action--1","name":"Patch"},
{"type":"sighting","id":"sighting--1","sighting_of_ref":"tool--1"},
{"type":"report","id":"report--1","name":"A report","published":"2022-02-03T00:00:00Z","object_refs":["campaign--1","malware--gone","course-of-action--1"]}
]}`
)

func TestMarkingsAreKeptOfObjectsTheirPartsAndRelationships(t *testing.T) {
	result := loadertest.LoadText(Loader, nil, "b.json", objectsOf)
	loadertest.Valid(t, Loader, result)
	nodes, relationships := map[graph.ID]graph.Properties{}, map[string]graph.Properties{}
	for _, record := range result.Records {
		for _, n := range record.Nodes {
			nodes[n.ID] = n.Properties
		}
		for _, r := range record.Relationships {
			relationships[r.Discriminator] = r.Properties
		}
	}
	if diff := cmp.Diff([]string{"TLP:RED", "Copyright Example", "For members"}, nodes["event:stix-campaign-1"]["markings"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"marking-definition--nobody"}, nodes["org:stix-intrusion-set-1"]["markings"]); diff != "" {
		t.Error(diff)
	}
	if got := fmt.Sprint(relationships["relationship--1"]["role"], relationships["relationship--2"]["note"]); got != "attributed-to; TLP:REDuses; Copyright Example" {
		t.Errorf("%q", got)
	}
	if name := nodes["event:stix-campaign-1"]["name"]; name != "Operation Example" {
		t.Errorf("the version of half a second later does not count: %v", name)
	}
	if got := fmt.Sprint(nodes["org:stix-threat-actor-1"]["topics"], nodes["weapon:stix-tool-1"]["subtype"]); got != "[threat-actor nation-state]tool, vulnerability-scanning" {
		t.Errorf("the types of STIX 2.0: %s", got)
	}
}

func TestWhatIsNotInTheBundleAndWhatHasNoPlaceIsReported(t *testing.T) {
	result := loadertest.LoadText(Loader, nil, "b.json", objectsOf)
	if len(result.Rejected) != 1 || result.Rejected[0].Line != 12 || result.Rejected[0].Column != "source_ref" || result.Rejected[0].Rule != "dangling-reference" {
		t.Errorf("rejected %v", result.Rejected)
	}
	want := []string{
		"b.json: 3 references to what is not in the bundle, or was revoked, beside those of rejected relationships: the first is created_by_ref of campaign--1: identity--gone",
		"b.json: objects that have no place in the ontology: course-of-action 1, relationship mitigates (course-of-action to tool) 1, sighting 1",
	}
	if diff := cmp.Diff(want, result.Warnings); diff != "" {
		t.Error(diff)
	}
	pretty := strings.NewReplacer(`","`, "\",\n\t\"", "{", "{\n").Replace(objectsOf)
	if again := loadertest.LoadText(Loader, nil, "b.json", pretty); len(again.Records) != len(result.Records) || !cmp.Equal(again.Warnings, result.Warnings) {
		t.Errorf("the same on more lines: %d records, want %d; warnings %q", len(again.Records), len(result.Records), again.Warnings)
	}
}
