package graphtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

const (
	alpha = graph.ID("dataset:alpha") // the dataset of the records made here unless another is given
	beta  = graph.ID("dataset:beta")
)

func date(s string) graph.Date {
	d, err := graph.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func day(s string) graph.Day { return date(s).First() }

func period(from, until string) graph.Period { return graph.Between(date(from), date(until)) }

// record makes a node record of dataset alpha with priority 50.
func record(n graph.Node) graph.NodeRecord {
	r := graph.NewNodeRecord(n)
	r.Dataset, r.Priority = alpha, 50
	return r
}

func by(r graph.NodeRecord, dataset graph.ID, priority int) graph.NodeRecord {
	r.Dataset, r.Priority = dataset, priority
	return r
}

func state(code, name string, aliases ...string) graph.NodeRecord {
	n := &graph.State{}
	n.ID, n.Name, n.Aliases = stateID(code), name, aliases
	return record(n)
}

func stateID(code string) graph.ID { return graph.ID("state:" + code) }

func states(codes ...string) []graph.NodeRecord {
	return lists.Map(codes, func(code string) graph.NodeRecord { return state(code, "State "+code) })
}

// allied makes an ALLIED_WITH of type DEFENSE that always holds; change adjusts it.
func allied(from, to, discriminator string, change ...func(*graph.AlliedWith)) graph.RelationshipRecord {
	r := &graph.AlliedWith{ObligationType: graph.ObligationDefense, TreatyID: "treaty:t"}
	r.FromID, r.ToID = stateID(from), stateID(to)
	for _, f := range change {
		f(r)
	}
	out := graph.NewRelationshipRecord(r, discriminator)
	if out.Dataset == "" {
		out.Dataset = alpha
	}
	return out
}

func during(from, until string) func(*graph.AlliedWith) {
	return func(r *graph.AlliedWith) { r.Period = period(from, until) }
}

func ofType(t graph.ObligationType) func(*graph.AlliedWith) {
	return func(r *graph.AlliedWith) { r.ObligationType = t }
}

func from(dataset graph.ID) func(*graph.AlliedWith) {
	return func(r *graph.AlliedWith) { r.DatasetID = dataset }
}

func borders(a, b string) graph.RelationshipRecord {
	r := &graph.Borders{}
	r.FromID, r.ToID = stateID(a), stateID(b)
	out := graph.NewRelationshipRecord(r, "")
	out.Dataset = alpha
	return out
}

// pairs makes a relationship of each pair "A-B", both of DEFENSE and always.
func pairs(list ...string) []graph.RelationshipRecord {
	return lists.Map(list, func(pair string) graph.RelationshipRecord {
		a, b, _ := strings.Cut(pair, "-")
		return allied(a, b, "")
	})
}

// member makes a MEMBER_OF in org:O.
func member(code string, kind graph.MembershipKind, times ...graph.Period) graph.RelationshipRecord {
	r := &graph.MemberOf{Kind: kind}
	r.FromID, r.ToID, r.DatasetID = stateID(code), "org:O", alpha
	for _, p := range times {
		r.Period = p
	}
	return graph.NewRelationshipRecord(r, string(kind))
}

func orgO() graph.NodeRecord {
	return record(&graph.Organization{Header: graph.Header{ID: "org:O", Name: "O"}})
}

const ringSize = 20

// ring is the n-th of batches each of which gives all nodes of a ring the same name, and other relationships in place
// of those before, so that a mixture of two shows.
func ring(n int) (b graph.Batch) {
	for i := range ringSize {
		code := fmt.Sprintf("N%02d", i)
		b.Nodes = append(b.Nodes, state(code, fmt.Sprintf("name %d", n)))
		b.Relationships = append(b.Relationships, allied("N00", code, fmt.Sprint(n)))
		if n > 0 {
			b.RemoveRelationships = append(b.RemoveRelationships, recordIDs(allied("N00", code, fmt.Sprint(n-1)))...)
		}
	}
	return b
}

// canceled is a context that has ended.
func canceled(t testing.TB) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

func apply(t testing.TB, s graph.Store, b graph.Batch) graph.ApplyResult {
	t.Helper()
	return must(s.Apply(t.Context(), b))(t)
}

func retract(t testing.TB, s graph.Store, dataset graph.ID) graph.ApplyResult {
	t.Helper()
	return must(s.Retract(t.Context(), dataset))(t)
}

func put(t testing.TB, s graph.Store, nodes []graph.NodeRecord, relationships ...graph.RelationshipRecord) {
	t.Helper()
	apply(t, s, graph.Batch{Nodes: nodes, Relationships: relationships})
}

func stats(t testing.TB, s graph.Reader) graph.Stats {
	t.Helper()
	return must(s.Stats(t.Context()))(t)
}

func node(t testing.TB, s graph.Reader, id graph.ID) graph.Node {
	t.Helper()
	list, err := s.Nodes(t.Context(), []graph.ID{id})
	if err != nil || len(list) != 1 {
		t.Fatalf("Nodes(%s): %d nodes, %v", id, len(list), err)
	}
	return list[0]
}

// must gives what was answered, to a test that ends where nothing was.
func must[T any](answer T, err error) func(fataler) T {
	return func(t fataler) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
}

// fataler is a test, of properties too.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

func failure[T any](_ T, err error) error { return err }

// wantKind checks the kind of an error; of says what it is the error of, where that does not show.
func wantKind(t testing.TB, err error, kind graph.ErrorKind, of ...string) {
	t.Helper()
	if graph.KindOf(err) != kind {
		t.Errorf("%s error %v is of kind %q, want %q", strings.Join(of, ": "), err, graph.KindOf(err), kind)
	}
}

var compareOptions = cmp.Options{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b graph.Date) bool { return a == b })}

// same compares, taking nil and empty for equal.
func same(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, compareOptions); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func nodeIDs(nodes []graph.Node) []graph.ID {
	return lists.Map(nodes, func(n graph.Node) graph.ID { return n.Head().ID })
}

func relationshipIDs(list []graph.Relationship) []graph.ID {
	return lists.Map(list, func(r graph.Relationship) graph.ID { return r.Head().ID })
}

func recordIDs(list ...graph.RelationshipRecord) []graph.ID {
	return lists.Map(list, func(r graph.RelationshipRecord) graph.ID { return r.ID() })
}

func sortedIDs(ids []graph.ID) []graph.ID {
	slices.Sort(ids)
	return ids
}

func stateIDs(codes ...string) []graph.ID {
	return lists.Map(codes, stateID)
}
