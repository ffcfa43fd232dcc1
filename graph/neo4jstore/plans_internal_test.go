package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/golden"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// fixedGraph has a hub that is allied with all of 600 states on different days, a chain of defence through all of them,
// and an event of each.
func fixedGraph() (b graph.Batch) {
	const n = 600
	id := func(i int) graph.ID { return graph.ID(fmt.Sprintf("state:S%03d", i%n)) }
	node := func(n graph.Node) {
		r := graph.NewNodeRecord(n)
		r.Dataset = "dataset:test"
		b.Nodes = append(b.Nodes, r)
	}
	link := func(r graph.Relationship, discriminator string) {
		b.Relationships = append(b.Relationships, graph.NewRelationshipRecord(r, discriminator))
	}
	head := func(from, to graph.ID, since int) graph.RelationshipHeader {
		return graph.RelationshipHeader{FromID: from, ToID: to, DatasetID: "dataset:test", Period: graph.Since(graph.YearOnly(since))}
	}
	node(&graph.State{Header: graph.Header{ID: "state:HUB", Name: "Hub"}})
	for i := range n {
		node(&graph.State{Header: graph.Header{
			ID: id(i), Name: fmt.Sprintf("State Number %d", i),
			Identifiers: []graph.Identifier{{Scheme: graph.SchemeCOW, Value: fmt.Sprint(i)}},
		}})
		event := graph.ID(fmt.Sprintf("event:e%03d", i))
		node(&graph.Event{Header: graph.Header{ID: event, Name: "Event", Period: graph.Since(graph.YearOnly(1900 + i%100))}})
		link(&graph.ActorIn{RelationshipHeader: head(id(i), event, 1900+i%100)}, "")
		treaty := func(suffix string) (graph.ID, graph.ID) {
			return graph.ID(fmt.Sprintf("treaty:t%03d%s", i, suffix)), graph.ID(fmt.Sprintf("obligation:t%03d%s/1", i, suffix))
		}
		for suffix, r := range map[string]graph.RelationshipHeader{"a": head("state:HUB", id(i), 1900+i%100), "b": head(id(i), id(i+1), 1950)} {
			t, o := treaty(suffix)
			link(&graph.AlliedWith{RelationshipHeader: r, ObligationType: graph.ObligationDefense, TreatyID: t, ObligationID: o}, string(o))
		}
	}
	return b
}

// atMost is the next of 10, 20, 50, 100 … above a third more than was counted.
func atMost(hits int64) int64 {
	for bound := int64(10); ; bound *= 10 {
		for _, n := range []int64{bound, 2 * bound, 5 * bound} {
			if hits*4/3 <= n {
				return n
			}
		}
	}
}

// stillHolds tells whether a bound that the file has says the truth, and is not far above it: the same plan counts a
// little more or less on another server.
func stillHolds(bound, hits int64) bool { return hits <= bound && bound <= max(100, 5*atMost(hits)) }

// TestQuestionsAreAnsweredByThesePlans holds, for each question, its statements, of which each is a round trip, their
// operators and how often they touch the database.
func TestQuestionsAreAnsweredByThesePlans(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	s, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Apply(t.Context(), fixedGraph()); err != nil {
		t.Fatal(err)
	}
	first, err := s.Commits(t.Context(), graph.CommitQuery{First: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), graph.Batch{RemoveNodes: []string{"state:S599|dataset:test|"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.autoCommit(t.Context(), "CALL db.prepareForReplanning()", nil); err != nil {
		t.Fatal(err)
	}
	allied := graph.Filter{On: 19800101, Types: []graph.RelationshipType{graph.AlliedWithType}}
	defence := allied
	defence.ObligationTypes, defence.BindingOnly = []graph.ObligationType{graph.ObligationDefense}, true
	path := func(to graph.ID) graph.PathQuery {
		return graph.PathQuery{From: "state:S010", To: []graph.ID{to}, Filter: defence, MaxHops: 4, Limit: 1, UpToLimit: true}
	}
	alone := path("state:S500")
	alone.UpToLimit = false
	questions := []struct {
		name string
		ask  func(context.Context, graph.Reader) error
	}{
		{"the newest commit", func(ctx context.Context, _ graph.Reader) error {
			s.known.Store(nil)
			_, _, err := s.At(ctx, graph.KnownAt{})
			return err
		}},
		{"a node", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Nodes(ctx, []graph.ID{"state:S010"})
			return err
		}},
		{"a code", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Lookup(ctx, []graph.IdentifierRef{{Scheme: graph.SchemeCOW, Value: "10"}}, 19800101)
			return err
		}},
		{"a name", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Find(ctx, graph.NodeQuery{Text: "number 10", First: 10, Order: graph.Order{Property: "name"}})
			return err
		}},
		{"a page of states", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Find(ctx, graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 20})
			return err
		}},
		{"the same page again", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Find(ctx, graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 20})
			return err
		}},
		{"what a hub owes, the first ten", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Expand(ctx, []graph.ID{"state:HUB"}, graph.HopQuery{Filter: allied, Direction: graph.DirectionOut, PerNode: 10})
			return err
		}},
		{"the same again and again", func(ctx context.Context, r graph.Reader) error {
			for range 2 {
				_, err := r.Expand(ctx, []graph.ID{"state:HUB"}, graph.HopQuery{Filter: allied, Direction: graph.DirectionOut, PerNode: 10})
				if err != nil {
					return err
				}
			}
			return nil
		}},
		{"a node that was read before", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Nodes(ctx, []graph.ID{"state:S010"})
			return err
		}},
		{"duties to two", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Expand(ctx, []graph.ID{"state:S010", "state:S020"}, graph.HopQuery{Filter: allied, Direction: graph.DirectionIn, PerNode: graph.MaxPerNode})
			return err
		}},
		{"a page of states and what they owe, foreseen", func(ctx context.Context, r graph.Reader) error {
			page := graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 20, Order: graph.Order{Property: "name"}}
			return foresee(ctx, r, graph.Ahead{Page: &page, Hops: []graph.HopQuery{{Filter: allied, Direction: graph.DirectionOut, PerNode: 10}}})
		}},
		{"the same page on another day, foreseen", func(ctx context.Context, r graph.Reader) error {
			page := graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 20, Order: graph.Order{Property: "name"}}
			later := allied
			later.On = 19900101
			return foresee(ctx, r, graph.Ahead{Page: &page, Hops: []graph.HopQuery{{Filter: later, Direction: graph.DirectionOut, PerNode: 10}}})
		}},
		{"a verdict's duties and treaties, foreseen", func(ctx context.Context, r graph.Reader) error {
			return foresee(ctx, r, graph.Ahead{IDs: []graph.ID{"state:S030", "state:S040"}, Hops: []graph.HopQuery{
				{Filter: allied, Direction: graph.DirectionIn, PerNode: graph.MaxPerNode},
				{Filter: graph.Filter{Types: []graph.RelationshipType{graph.PartyToType}}, Direction: graph.DirectionOut, PerNode: graph.MaxPerNode},
			}})
		}},
		{"a path of two hops", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Paths(ctx, path("state:S500"))
			return err
		}},
		{"a path of two hops, and whether there is another", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Paths(ctx, alone)
			return err
		}},
		{"a path of one hop", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Paths(ctx, path("state:S011"))
			return err
		}},
		{"a path of three hops", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Paths(ctx, path("state:S081"))
			return err
		}},
		{"no path", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Paths(ctx, path("event:e000"))
			return err
		}},
		{"what is around a node", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Neighborhood(ctx, graph.NeighborhoodQuery{Of: []graph.ID{"state:S010"}, Hops: 2, PerNode: 50, Limit: 500, Filter: graph.Filter{On: 19800101}})
			return err
		}},
		{"a timeline", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Expand(ctx, []graph.ID{"state:S010", "state:S020"}, graph.HopQuery{
				Filter:    graph.Filter{Types: []graph.RelationshipType{graph.ActorInType, graph.RecipientOfType}},
				Direction: graph.DirectionOut, PerNode: graph.MaxPerNode,
			})
			return err
		}},
		{"what is stated of a node", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Statements(ctx, []graph.ID{"state:S010"})
			return err
		}},
		{"degrees", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Degrees(ctx, []graph.ID{"state:HUB"}, graph.DegreeQuery{})
			return err
		}},
		{"a node as an old commit has it", func(ctx context.Context, _ graph.Reader) error {
			old, _, err := s.At(ctx, graph.KnownAt{Commit: first[0].Number})
			if err == nil {
				_, err = old.Nodes(ctx, []graph.ID{"state:S599"})
			}
			return err
		}},
		{"a path as an old commit has it", func(ctx context.Context, _ graph.Reader) error {
			old, _, err := s.At(ctx, graph.KnownAt{Commit: first[0].Number})
			if err == nil {
				_, err = old.Paths(ctx, path("state:S500"))
			}
			return err
		}},
		{"a page of a dataset's node records, keys alone", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Records(ctx, graph.RecordQuery{Dataset: "dataset:test", Limit: 10, KeysOnly: true})
			return err
		}},
		{"a page of a dataset's relationships, keys alone", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Records(ctx, graph.RecordQuery{Dataset: "dataset:test", Limit: 10, KeysOnly: true, After: "r"})
			return err
		}},
		{"a page of a dataset's relationships", func(ctx context.Context, r graph.Reader) error {
			_, err := r.Records(ctx, graph.RecordQuery{Dataset: "dataset:test", Limit: 10, After: "r"})
			return err
		}},
	}
	held, err := os.ReadFile("testdata/plans.txt")
	if err != nil {
		t.Fatal(err)
	}
	bounds := heldBound.FindAllStringSubmatch(string(held), -1)
	var out strings.Builder
	for _, q := range questions {
		var asked []statement
		reader, _, err := s.At(t.Context(), graph.KnownAt{})
		if err != nil {
			t.Fatal(err)
		}
		s.observe = func(cypher string, parameters map[string]any) {
			asked = append(asked, statement{cypher, maps.Clone(parameters)})
		}
		err = q.ask(t.Context(), reader)
		s.observe = nil
		if err != nil {
			t.Fatalf("%s: %v", q.name, err)
		}
		fmt.Fprintf(&out, "%s: %d statements\n", q.name, len(asked))
		for _, one := range asked {
			operators, hits := profiled(t, s, one)
			bound := atMost(hits)
			if len(bounds) > 0 {
				if former, _ := strconv.ParseInt(bounds[0][1], 10, 64); stillHolds(former, hits) {
					bound = former
				}
				bounds = bounds[1:]
			}
			fmt.Fprintf(&out, "  at most %d dbHits: %s\n", bound, strings.Join(operators, " "))
		}
	}
	golden.Compare(t, "testdata/plans.txt", []byte(out.String()))
}

// foresee asks for what was foreseen, too.
func foresee(ctx context.Context, r graph.Reader, next graph.Ahead) error {
	if err := graph.Foresee(ctx, r, next); err != nil {
		return err
	}
	ids := next.IDs
	if next.Page != nil {
		page, err := r.Find(ctx, *next.Page)
		if err != nil {
			return err
		}
		for _, n := range page.Nodes {
			ids = append(ids, n.Head().ID)
		}
	}
	for _, q := range next.Hops {
		if _, err := r.Expand(ctx, ids, q); err != nil {
			return err
		}
	}
	return nil
}

// profiled runs a statement and tells its operators, those that fetch or order something, and how often they touched
// the database.
func profiled(t *testing.T, s *Store, one statement) (operators []string, hits int64) {
	t.Helper()
	session := s.session(t.Context(), neo4j.AccessModeRead)
	defer session.Close(t.Context())
	result, err := session.Run(t.Context(), "PROFILE "+one.text, one.parameters)
	if err != nil {
		t.Fatalf("%v\n%s", err, one.text)
	}
	summary, err := result.Consume(t.Context())
	if err != nil {
		t.Fatalf("%v\n%s", err, one.text)
	}
	whole, _ := summary.Profile().Arguments()["string-representation"].(string)
	if total := totalHits.FindStringSubmatch(whole); total != nil {
		hits, _ = strconv.ParseInt(total[1], 10, 64)
	}
	for _, m := range profileLine.FindAllStringSubmatch(whole, -1) {
		for _, telling := range []string{"Seek", "Scan", "Expand", "Path", "Top", "Sort"} {
			if strings.Contains(m[1], telling) {
				operators = append(operators, m[1])
				break
			}
		}
	}
	return operators, hits
}

var (
	totalHits   = regexp.MustCompile(`Total database accesses: (\d+)`)
	heldBound   = regexp.MustCompile(`at most (\d+) dbHits`)
	profileLine = regexp.MustCompile(`(?m)^\|[ |]*\+(\S+)`)
)
