package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func TestPathsDoNotLeadThroughEventsThatOnlyAProgramFound(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var batch graph.Batch
	add := func(n graph.Node) {
		record := graph.NewNodeRecord(n)
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	meet := func(event graph.ID, status graph.EventStatus) {
		add(&graph.Event{Header: graph.Header{ID: event, Name: string(event)}, Status: status})
		for _, actor := range []graph.ID{"state:AAA", "state:BBB"} {
			batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(&graph.ActorIn{RelationshipHeader: graph.RelationshipHeader{
				FromID: actor, ToID: event, DatasetID: "dataset:x",
			}}, ""))
		}
	}
	add(&graph.State{Header: graph.Header{ID: "state:AAA", Name: "Aland"}})
	add(&graph.State{Header: graph.Header{ID: "state:BBB", Name: "Beland"}})
	for i := range 60 {
		meet(graph.ID(fmt.Sprintf("event:a%03d", i)), graph.EventCandidate)
	}
	meet("event:reported", graph.EventReported)
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for query, want := range map[string]string{
		`{ paths(from: "state:AAA", to: ["state:BBB"], profile: ANY, maxHops: 2) { paths { nodes { id } } truncated } }`:  "event:reported",
		`{ paths(from: "state:AAA", to: ["event:a007"], profile: ANY, maxHops: 1) { paths { nodes { id } } truncated } }`: "event:a007",
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if len(answer.Errors) > 0 || strings.Count(string(answer.Data), "event:") != 1 || !strings.Contains(string(answer.Data), want) {
			t.Errorf("%s: %s %v", query, answer.Data, answer.Errors)
		}
	}
	add(&graph.Source{Header: graph.Header{ID: "source:s", Name: "A report"}})
	for _, actor := range []graph.ID{"state:AAA", "state:BBB"} {
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(&graph.Mentions{RelationshipHeader: graph.RelationshipHeader{
			FromID: "source:s", ToID: actor, DatasetID: "dataset:x",
		}}, ""))
	}
	for i := 60; i < 400; i++ {
		meet(graph.ID(fmt.Sprintf("event:a%03d", i)), graph.EventCandidate)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	answer := httpapitest.Ask(t, h, `{ paths(from: "state:AAA", to: ["state:BBB"], profile: ANY, maxHops: 2) { paths { nodes { id } } truncated } }`, nil)
	if strings.Contains(string(answer.Data), "event:a") || !strings.Contains(string(answer.Data), "source:s") || !strings.Contains(string(answer.Data), "event:reported") ||
		!strings.Contains(string(answer.Data), `"truncated":false`) {
		t.Errorf("of very many candidates: %s %v", answer.Data, answer.Errors)
	}
}

func TestNoFieldShowsEventsThatOnlyAProgramFound(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var batch graph.Batch
	add := func(n graph.Node) {
		record := graph.NewNodeRecord(n)
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	link := func(r graph.Relationship, from, to graph.ID) {
		*r.Head() = graph.RelationshipHeader{FromID: from, ToID: to, DatasetID: "dataset:x"}
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(r, ""))
	}
	add(&graph.State{Header: graph.Header{ID: "state:AAA", Name: "Aland"}})
	add(&graph.Place{Header: graph.Header{ID: "place:p", Name: "Harbour"}})
	for i := range 6 {
		status := graph.EventCandidate
		if i == 5 {
			status = graph.EventReported
		}
		id := graph.ID(fmt.Sprintf("event:e%d", i))
		add(&graph.Event{Header: graph.Header{ID: id, Name: "Meeting"}, Status: status})
		link(&graph.ActorIn{}, "state:AAA", id)
		link(&graph.LocatedAt{}, id, "place:p")
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for _, query := range []string{
		`{ search(text: "meeting", first: 1) { node { id } } }`,
		`{ node(id: "state:AAA") { ... on State { relationships(first: 1) { to { id } } } } }`,
		`{ node(id: "state:AAA") { ... on State { events(first: 1) { id } } } }`,
		`{ node(id: "place:p") { ... on Place { located(first: 1) { id } } } }`,
		`{ neighborhood(of: "state:AAA", hops: 1, limit: 3, perNode: 1) { nodes { id } omitted } }`,
		`{ events(filter: {actors: ["state:AAA"]}, first: 1) { nodes { id } totalCount } }`,
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if text := string(answer.Data); len(answer.Errors) > 0 || strings.Count(text, `"event:`) != 1 || !strings.Contains(text, `"event:e5"`) {
			t.Errorf("%s: %s %v; want the reported event alone", query, answer.Data, answer.Errors)
		}
	}
	answer := httpapitest.Ask(t, h, `{ node(id: "state:AAA") { ... on State { degrees { count } } } }`, nil)
	if !strings.Contains(string(answer.Data), `"degrees":[{"count":1}]`) {
		t.Errorf("degrees: %s %v", answer.Data, answer.Errors)
	}
}
