package resolvers_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// pastQuestions are asked of random actors and days; $k is what was known.
var pastQuestions = []string{
	`query ($a: NodeRef!, $b: NodeRef!, $d: Date, $k: KnownAt) { paths(from: $a, to: [$b], asOf: $d, knownAt: $k) { paths { nodes { id } hops { label } } } }`,
	`query ($a: NodeRef!, $d: Date, $k: KnownAt) { actor(ref: $a, on: $d, knownAt: $k) { name alliances(asOf: $d) { obligationType to { name } } memberships(asOf: $d) { to { name } } } }`,
	`query ($a: NodeRef!, $b: NodeRef!, $d: Date, $k: KnownAt) { obligationsIfAttacked(attacker: $a, victim: $b, asOf: $d, knownAt: $k) { responders { verdict explanation } } }`,
	`query ($a: NodeRef!, $d: Date, $k: KnownAt) { neighborhood(of: $a, asOf: $d, knownAt: $k) { nodes { id name } relationships { id } } }`,
	`query ($a: NodeRef!, $d: Date, $k: KnownAt) { duties(actor: $a, asOf: $d, knownAt: $k) { owes { citation } owed { citation } } }`,
	`query ($d: Date, $k: KnownAt) { treaties(first: 7, asOf: $d, knownAt: $k) { totalCount nodes { id status(asOf: $d) statements { property value dataset { id } } } } }`,
	`query ($a: NodeRef!, $k: KnownAt) { timeline(actors: [$a], first: 20, knownAt: $k) { totalCount nodes { date text } } stats(knownAt: $k) { fingerprint nodeCount } }`,
	`query ($k: KnownAt) { search(text: "treaty mutual", knownAt: $k) { matched node { id } } datasets(knownAt: $k) { id nodeRecords } }`,
}

// TestThePastIsAnsweredAsByAStoreOfThen asks random questions of the bundled data at random commits of a random
// history, and of fresh stores that were loaded only up to then: 200, and 1,000 with PROOF=long.
func TestThePastIsAnsweredAsByAStoreOfThen(t *testing.T) {
	random := rand.New(rand.NewPCG(1648, 1815))
	source, store := inMemory(t), inMemory(t)
	httpapitest.LoadCurated(t, source)
	all, err := source.Records(t.Context(), graph.RecordQuery{Limit: graph.MaxRecords})
	if err != nil {
		t.Fatal(err)
	}
	nodes := all.Nodes
	var links []graph.RelationshipRecord
	for q := (graph.RecordQuery{Limit: graph.MaxRecords, After: all.Next}); ; {
		links = append(links, all.Relationships...)
		if q.After = all.Next; q.After == "" {
			break
		}
		if all, err = source.Records(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, all.Nodes...)
	}
	type state struct {
		nodes map[string]graph.NodeRecord
		links map[graph.ID]graph.RelationshipRecord
	}
	now := state{map[string]graph.NodeRecord{}, map[graph.ID]graph.RelationshipRecord{}}
	var states []state
	write := func(b graph.Batch) {
		if _, err := store.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		now = state{maps.Clone(now.nodes), maps.Clone(now.links)}
		for i := range b.Nodes {
			now.nodes[b.Nodes[i].Key()] = b.Nodes[i]
		}
		for i := range b.Relationships {
			now.links[b.Relationships[i].ID()] = b.Relationships[i]
		}
		for _, id := range b.RemoveRelationships {
			delete(now.links, id)
		}
		states = append(states, now)
	}
	const datasets = 3
	for i := range nodes { // three datasets that may differ, and go
		nodes[i].Dataset = graph.ID(fmt.Sprintf("dataset:part%d", i%datasets))
	}
	write(graph.Batch{Nodes: nodes})
	random.Shuffle(len(links), func(i, j int) { links[i], links[j] = links[j], links[i] })
	for i := range links {
		links[i].Dataset = graph.ID(fmt.Sprintf("dataset:part%d", i%datasets))
	}
	for len(links) > 0 && len(states) < 6 {
		n := min(len(links), 1+random.IntN(2*len(links)/3+1))
		b := graph.Batch{Relationships: links[:n]}
		links = links[n:]
		for _, id := range slices.Sorted(maps.Keys(now.links)) {
			if random.IntN(4) == 0 {
				b.RemoveRelationships = append(b.RemoveRelationships, id)
			}
		}
		for range 20 {
			r := nodes[random.IntN(len(nodes))]
			r.Dataset, r.Priority = "dataset:part9", 90
			if r.Properties = maps.Clone(r.Properties); !slices.ContainsFunc(b.Nodes, func(o graph.NodeRecord) bool { return o.Key() == r.Key() }) {
				r.Properties["name"] = fmt.Sprintf("Renamed %d", len(states))
				b.Nodes = append(b.Nodes, r)
			}
		}
		write(b)
	}
	for _, gone := range []graph.ID{"dataset:part1", "dataset:part9"} {
		if _, err := store.Retract(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		now = state{maps.Clone(now.nodes), maps.Clone(now.links)}
		maps.DeleteFunc(now.nodes, func(_ string, r graph.NodeRecord) bool { return r.Dataset == gone })
		maps.DeleteFunc(now.links, func(_ graph.ID, r graph.RelationshipRecord) bool { return r.Dataset == gone })
		states = append(states, now)
	}
	h := httpapitest.Handler(store)
	questions := 200
	if os.Getenv("PROOF") == "long" {
		questions = 1_000
	}
	actors := []string{"state:USA", "state:RUS", "state:PRK", "state:CHN", "state:POL", "state:FIN", "state:GBR", "state:JPN", "state:SUN", "org:nato"}
	for i, s := range states {
		fresh := inMemory(t)
		b := graph.Batch{Nodes: slices.Collect(maps.Values(s.nodes)), Relationships: slices.Collect(maps.Values(s.links))}
		for _, id := range ends(s.links) { // what only a relationship keeps alive has to be there first
			b.Nodes = append(b.Nodes, graph.NodeRecord{ID: id, Label: graph.Ontology.LabelOf(id), Dataset: "dataset:first"})
		}
		if _, err := fresh.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		if _, err := fresh.Retract(t.Context(), "dataset:first"); err != nil {
			t.Fatal(err)
		}
		then := httpapitest.Handler(fresh)
		for range questions / len(states) {
			query := pastQuestions[random.IntN(len(pastQuestions))]
			variables := map[string]any{
				"a": actors[random.IntN(len(actors))], "b": actors[random.IntN(len(actors))],
				"d": fmt.Sprintf("%d-%02d-%02d", 1930+random.IntN(96), 1+random.IntN(12), 1+random.IntN(28)),
			}
			want := httpapitest.Ask(t, then, query, variables)
			variables["k"] = fmt.Sprintf("commit %d", i+1)
			got := httpapitest.Ask(t, h, query, variables)
			if string(got.Data) != string(want.Data) || fmt.Sprint(got.Errors) != fmt.Sprint(want.Errors) {
				t.Fatalf("%s\n%v\n%.2000s %+v\nwant %.2000s %+v", query, variables, got.Data, got.Errors, want.Data, want.Errors)
			}
		}
	}
}

// ends are the nodes of relationships.
func ends(links map[graph.ID]graph.RelationshipRecord) []graph.ID {
	var out []graph.ID
	for _, r := range links {
		out = append(out, r.From, r.To)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
