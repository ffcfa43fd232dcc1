package opensanctions

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestEachSchemaOfALinkSaysWhatItMeans(t *testing.T) {
	lines := []string{
		`{"id":"p1","schema":"Person","properties":{"name":["Ann Sample"]}}`, `{"id":"p2","schema":"Person","properties":{"name":["Bob Sample"]}}`,
		`{"id":"c1","schema":"Company","properties":{"name":["Sample Ltd"]}}`, `{"id":"c2","schema":"Company","properties":{"name":["Sample Holding"]}}`,
	}
	want := map[string]string{}
	for i, link := range []struct{ schema, properties, want string }{
		{"Family", `"person":["p1"],"relative":["p2"],"relationship":["daughter"]`, "LINKED_TO person:ftm-p1 person:ftm-p2 FAMILY daughter"},
		{"Associate", `"person":["p1"],"associate":["p2"]`, "LINKED_TO person:ftm-p1 person:ftm-p2 ASSOCIATE <nil>"},
		{"Directorship", `"director":["p1"],"organization":["c1"],"role":["chair"]`, "HOLDS_OFFICE person:ftm-p1 org:ftm-c1 <nil> chair"},
		{"Directorship", `"director":["p1"],"organization":["c1"]`, "HOLDS_OFFICE person:ftm-p1 org:ftm-c1 <nil> director"},
		{"Directorship", `"director":["c2"],"organization":["c1"]`, "LINKED_TO org:ftm-c2 org:ftm-c1 DIRECTORSHIP <nil>"},
		{"Membership", `"member":["p1"],"organization":["c1"],"role":["secretary"]`, "MEMBER_OF person:ftm-p1 org:ftm-c1 MEMBER secretary"},
		{"Employment", `"employee":["p1"],"employer":["c1"],"role":["driver"]`, "LINKED_TO person:ftm-p1 org:ftm-c1 EMPLOYMENT driver"},
		{"Representation", `"agent":["p1"],"client":["c1"]`, "LINKED_TO person:ftm-p1 org:ftm-c1 REPRESENTATION <nil>"},
		{"Succession", `"successor":["c2"],"predecessor":["c1"]`, "LINKED_TO org:ftm-c2 org:ftm-c1 SUCCESSION <nil>"},
		{"UnknownLink", `"subject":["p1"],"object":["c1"],"role":["seen with"]`, "LINKED_TO person:ftm-p1 org:ftm-c1 UNKNOWN seen with"},
		{"Ownership", `"owner":["p1"],"asset":["c1"],"percentage":["51"]`, "OWNS person:ftm-p1 org:ftm-c1 OWNERSHIP 51"},
	} {
		id := fmt.Sprintf("l%d", i)
		lines = append(lines, fmt.Sprintf(`{"id":%q,"schema":%q,"properties":{%s}}`, id, link.schema, link.properties))
		want[id] = link.want
	}
	result := loadertest.LoadText(Loader, nil, "f.json", strings.Join(lines, "\n"))
	loadertest.Valid(t, Loader, result)
	got := map[string]string{}
	for _, record := range result.Records {
		for _, r := range record.Relationships {
			p := r.Properties
			kind, said := p["kind"], p["role"]
			switch r.Type {
			case "HOLDS_OFFICE":
				said = p["title"]
			case "MEMBER_OF":
				said = p["note"]
			case "OWNS":
				kind, said = p["role"], p["share"]
			}
			got[r.Discriminator] = fmt.Sprintf("%s %s %s %v %v", r.Type, r.From, r.To, kind, said)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
