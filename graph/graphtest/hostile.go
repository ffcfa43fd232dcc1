package graphtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// hostile are texts that have broken stores: they must come back as they went in.
var hostile = []string{
	`"; MATCH (n) DETACH DELETE n //`, "`", "``) DELETE", `'`, `\`, `\u0000`, `$name`, "{x: 1}", "a\nb\r\n\tc", "\u202eright to left", "שלום مرحبا",
	"👩‍👩‍👧‍👦 é e\u0301", "\ufeffbom", strings.Repeat("long ", 2000), strings.Repeat("無", 5000), "null", "true", "1949-04-04", " spaces ", "%s%n", "<script>alert(1)</script>",
	"\x01\x1f\x7f", "\ufffd", "||", "a|b|c", "../../etc/passwd", "*", "\"", "+ - && || ! ( ) { } [ ] ^ ~ * ? : /",
}

var hostileCases = []testCase{
	{"any text is kept and found again", func(t *testing.T, s graph.Store) {
		var b graph.Batch
		for i, text := range hostile {
			n := &graph.State{Capital: graph.Text(text), Note: graph.Text(text)}
			n.ID, n.Name, n.Aliases = stateID(fmt.Sprintf("N%02d", i)), text, []string{"alias " + text}
			b.Nodes = append(b.Nodes, record(n))
			r := &graph.LinkedTo{Kind: graph.Text(text)}
			r.FromID, r.ToID = n.ID, n.ID
			link := graph.NewRelationshipRecord(r, cutTo(text, 300))
			link.Dataset = alpha
			link.Locator = cutTo(text, 300)
			b.Relationships = append(b.Relationships, link)
		}
		apply(t, s, b)
		for i, text := range hostile {
			n := node(t, s, b.Nodes[i].ID).(*graph.State)
			if n.Name != text || string(n.Capital) != text || n.Aliases[0] != "alias "+text {
				t.Errorf("%.60q came back as %.60q, %.60q, %.60q", text, n.Name, n.Capital, n.Aliases)
			}
			rels, err := s.Relationships(t.Context(), []graph.ID{b.Relationships[i].ID()})
			if err != nil || rels[0] == nil || string(rels[0].(*graph.LinkedTo).Kind) != text || string(rels[0].Head().Locator) != cutTo(text, 300) {
				t.Errorf("%.60q as a relationship's key: %v, %v", text, rels, err)
			}
			if len(text) > graph.MaxTextBytes {
				continue
			}
			byText := graph.NodeQuery{Text: text, First: 50}
			same(t, fmt.Sprintf("found by %.60q", text), modelOf(b).find(byText), find(t, s, byText))
			byValue := graph.NodeQuery{Where: []graph.PropertyFilter{{Property: "capital", Operator: graph.Equal, Values: []any{text}}}, First: 50}
			same(t, fmt.Sprintf("filtered by %.60q", text), []graph.ID{b.Nodes[i].ID}, find(t, s, byValue))
		}
		same(t, "by name", modelOf(b).find(graph.NodeQuery{First: 500, Order: graph.Order{Property: "name"}}), find(t, s, graph.NodeQuery{First: 3, Order: graph.Order{Property: "name"}}))
		same(t, "again", graph.ApplyResult{NodesUnchanged: len(hostile), RelationshipsUnchanged: len(hostile)}, apply(t, s, b))
		n, r := allRecords(t, s, graph.RecordQuery{Limit: 7})
		same(t, "records", []int{len(hostile), len(hostile)}, []int{len(n), len(r)})
		retract(t, s, alpha)
		same(t, "left over", map[graph.Label]int{}, stats(t, s).Nodes)
	}},
	{"text that no store can keep is refused", func(t *testing.T, s graph.Store) {
		for name, spoil := range map[string]func(b *graph.Batch){
			"NUL in a property":   func(b *graph.Batch) { b.Nodes[0].Properties["name"] = "a\x00b" },
			"NUL in a list":       func(b *graph.Batch) { b.Nodes[0].Properties["aliases"] = []string{"a\x00b"} },
			"broken UTF-8":        func(b *graph.Batch) { b.Nodes[0].Properties["name"] = "a\xffb" },
			"over 64 kB":          func(b *graph.Batch) { b.Nodes[0].Properties["note"] = strings.Repeat("x", 64<<10+1) },
			"discriminator":       func(b *graph.Batch) { b.Nodes[0].Discriminator = "\x00" },
			"long discriminator":  func(b *graph.Batch) { b.Relationships[0].Discriminator = strings.Repeat("x", 301) },
			"NUL in the locator":  func(b *graph.Batch) { b.Relationships[0].Locator = "\x00" },
			"id with a space":     func(b *graph.Batch) { b.Nodes[0].ID = "state:a b" },
			"id with a bar":       func(b *graph.Batch) { b.Nodes[0].ID = "state:a|b" },
			"id without a kind":   func(b *graph.Batch) { b.Nodes[0].ID = "A" },
			"id of 201 bytes":     func(b *graph.Batch) { b.Nodes[0].ID = stateID(strings.Repeat("x", 195)) },
			"source with a space": func(b *graph.Batch) { b.Nodes[0].Source = "source: x" },
		} {
			b := graph.Batch{Nodes: states("A"), Relationships: pairs("A-A")}
			spoil(&b)
			wantKind(t, failure(s.Apply(t.Context(), b)), graph.KindInvalid, name)
		}
		same(t, "written", map[graph.Label]int{}, stats(t, s).Nodes)
	}},
	{"hostile questions find nothing and break nothing", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"), pairs("A-B")...)
		for _, text := range append(hostile, "\x00", "\xff", "") {
			id := graph.ID(text)
			if list, err := s.Nodes(t.Context(), []graph.ID{id, "state:" + id}); err != nil || list[0] != nil || list[1] != nil {
				t.Errorf("Nodes(%.60q): %v, %v", text, list, err)
			}
			if list, err := s.Relationships(t.Context(), []graph.ID{id}); err != nil || list[0] != nil {
				t.Errorf("Relationships(%.60q): %v, %v", text, list, err)
			}
			if list, err := s.Lookup(t.Context(), []graph.IdentifierRef{{Scheme: graph.IdentifierScheme(text), Value: text}}, 0); err != nil || len(list[0]) != 0 {
				t.Errorf("Lookup(%.60q): %v, %v", text, list, err)
			}
			if result, err := s.Paths(t.Context(), graph.PathQuery{From: "state:A", To: []graph.ID{id}, MaxHops: 2, Limit: 2, Filter: graph.Filter{Exclude: []graph.ID{id}, Datasets: []graph.ID{id}}}); err != nil || len(result.Paths) != 0 {
				t.Errorf("Paths to %.60q: %v", text, err)
			}
			if result, err := s.Retract(t.Context(), id); err != nil || result.Changes() {
				t.Errorf("Retract(%.60q): %+v, %v", text, result, err)
			}
			if result, err := s.Apply(t.Context(), graph.Batch{RemoveNodes: []string{text}, RemoveRelationships: []graph.ID{id}}); err != nil || result.Changes() {
				t.Errorf("removing %.60q: %+v, %v", text, result, err)
			}
		}
		same(t, "still there", []string{"A>B"}, routes(t, paths(t, s, query("A", "B"))))
	}},
}

// cutTo cuts a text to at most n bytes at a letter.
func cutTo(text string, n int) string {
	if len(text) > n {
		text = strings.ToValidUTF8(text[:n], "")
	}
	return text
}
