package graphtest

import (
	"slices"
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
	var out []graph.RelationshipRecord
	for _, p := range list {
		a, b := cut(p)
		out = append(out, allied(a, b, ""))
	}
	return out
}

func cut(pair string) (a, b string) {
	for i := range pair {
		if pair[i] == '-' {
			return pair[:i], pair[i+1:]
		}
	}
	panic("no pair: " + pair)
}

func apply(t testing.TB, s graph.Store, b graph.Batch) graph.ApplyResult {
	t.Helper()
	result, err := s.Apply(t.Context(), b)
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	return result
}

func put(t testing.TB, s graph.Store, nodes []graph.NodeRecord, relationships ...graph.RelationshipRecord) {
	t.Helper()
	apply(t, s, graph.Batch{Nodes: nodes, Relationships: relationships})
}

func stats(t testing.TB, s graph.Store) graph.Stats {
	t.Helper()
	out, err := s.Stats(t.Context())
	if err != nil {
		t.Fatalf("Stats: %v", err)
	}
	return out
}

func node(t testing.TB, s graph.Store, id graph.ID) graph.Node {
	t.Helper()
	list, err := s.Nodes(t.Context(), []graph.ID{id})
	if err != nil || len(list) != 1 {
		t.Fatalf("Nodes(%s): %d nodes, %v", id, len(list), err)
	}
	return list[0]
}

func wantKind(t testing.TB, err error, kind graph.ErrorKind) {
	t.Helper()
	if graph.KindOf(err) != kind {
		t.Errorf("error %v is of kind %q, want %q", err, graph.KindOf(err), kind)
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
	out := make([]graph.ID, len(nodes))
	for i, n := range nodes {
		if n != nil {
			out[i] = n.Head().ID
		}
	}
	return out
}

func relationshipIDs(list []graph.Relationship) []graph.ID {
	out := make([]graph.ID, len(list))
	for i, r := range list {
		if r != nil {
			out[i] = r.Head().ID
		}
	}
	return out
}

func recordIDs(list ...graph.RelationshipRecord) []graph.ID {
	out := make([]graph.ID, len(list))
	for i := range list {
		out[i] = list[i].ID()
	}
	return out
}

func sortedIDs(ids []graph.ID) []graph.ID {
	slices.Sort(ids)
	return ids
}

func stateIDs(codes ...string) []graph.ID {
	return lists.Map(codes, stateID)
}
