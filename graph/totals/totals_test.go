package totals_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/totals"
)

// selection is of the nodes of a label among those that are stored, without those named.
func selection(t *testing.T, label graph.Label, without graph.ID, nodes []graph.Node, relationships ...graph.Relationship) totals.Selection {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var b graph.Batch
	for _, n := range nodes {
		r := graph.NewNodeRecord(n)
		r.Dataset = "dataset:x"
		b.Nodes = append(b.Nodes, r)
	}
	for _, r := range relationships {
		record := graph.NewRelationshipRecord(r, "")
		record.Dataset = "dataset:x"
		b.Relationships = append(b.Relationships, record)
	}
	if _, err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	keep := func(page []graph.Node) ([]bool, error) {
		out := make([]bool, len(page))
		for i, n := range page {
			out[i] = n.Head().ID != without
		}
		return out, nil
	}
	return totals.Selection{Reader: store, Query: graph.NodeQuery{Labels: []graph.Label{label}}, Keep: keep}
}

func pointer[T any](v T) *T { return &v }

func TestDealsAreSummedInTheYearsOfTheirDeliveries(t *testing.T) {
	deal := func(id, to graph.ID, tiv float64, deliveries ...graph.Delivery) graph.Node {
		return &graph.ArmsTransfer{Header: graph.Header{ID: id, Name: string(id)}, Supplier: "state:XAA", Recipient: to, TIVDelivered: &tiv, Deliveries: deliveries}
	}
	delivered := func(year int, tiv float64) graph.Delivery { return graph.Delivery{Year: year, TIV: &tiv} }
	s := selection(t, graph.LabelArmsTransfer, "transfer:4", []graph.Node{
		deal("transfer:1", "state:XBB", 4.3, delivered(2001, 0.1), delivered(2001, 0.2), delivered(2002, 4)),
		deal("transfer:2", "state:XBB", 2, delivered(2002, 1.5)), // of 0.5 it is not known when
		deal("transfer:3", "state:XCC", 1),
		deal("transfer:4", "state:XCC", 100),
	})
	got, err := totals.ArmsTransfers(t.Context(), s, []totals.ArmsTransferDimension{totals.ByRecipient, totals.ByYear})
	if err != nil {
		t.Fatal(err)
	}
	want := &totals.ArmsTransferTotals{UndatedDeals: 1, UndatedTiv: pointer(0.5), Rows: []totals.ArmsTransferTotal{
		{RecipientID: "state:XBB", Year: pointer(2001), Deals: 1, TivDelivered: pointer(0.3)},
		{RecipientID: "state:XBB", Year: pointer(2002), Deals: 2, TivDelivered: pointer(5.5)},
		{RecipientID: "state:XCC", Deals: 1, TivDelivered: pointer(1.0)},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestConflictsAreCountedOncePerPairOfAdversaries(t *testing.T) {
	conflict := func(id graph.ID, year int, hostility *int) graph.Node {
		return &graph.Conflict{Header: graph.Header{ID: id, Name: string(id), Period: graph.Since(graph.YearOnly(year))}, Hostility: hostility}
	}
	side := func(id, conflict graph.ID, side graph.Text) graph.Relationship {
		return &graph.ParticipatedIn{RelationshipHeader: graph.RelationshipHeader{FromID: id, ToID: conflict}, Side: side}
	}
	s := selection(t, graph.LabelConflict, "", []graph.Node{
		&graph.State{Header: graph.Header{ID: "state:XAA", Name: "A"}}, &graph.State{Header: graph.Header{ID: "state:XBB", Name: "B"}},
		&graph.State{Header: graph.Header{ID: "state:XCC", Name: "C"}},
		conflict("conflict:1", 1951, pointer(3)), conflict("conflict:2", 1959, pointer(5)), conflict("conflict:3", 1960, nil),
	}, side("state:XAA", "conflict:1", "A"), side("state:XBB", "conflict:1", "B"), side("state:XBB", "conflict:2", "A"), side("state:XAA", "conflict:2", "B"),
		side("state:XCC", "conflict:2", "A"), side("state:XCC", "conflict:3", "A"))
	got, err := totals.Conflicts(t.Context(), s, []totals.ConflictDimension{totals.ByPair, totals.ByDecade})
	if err != nil {
		t.Fatal(err)
	}
	want := &totals.ConflictTotals{Rows: []totals.ConflictTotal{
		{AID: "state:XAA", BID: "state:XBB", Decade: pointer(1950), Conflicts: 2, MaxHostility: pointer(5)},
		{AID: "state:XAA", BID: "state:XCC", Decade: pointer(1950), Conflicts: 1, MaxHostility: pointer(5)},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEventsAreCountedOverAllPages(t *testing.T) {
	var nodes []graph.Node
	for i := range graph.MaxFirst + 100 {
		id := graph.ID(fmt.Sprintf("event:%03d", i))
		nodes = append(nodes, &graph.Event{Header: graph.Header{ID: id, Name: string(id), Period: graph.Since(graph.FullDate(2000+i%2, 3, 1))}, Type: "CONSULT"})
	}
	got, err := totals.Events(t.Context(), selection(t, graph.LabelEvent, "event:000", nodes), []totals.EventDimension{totals.EventsByMonth, totals.EventsByType})
	if err != nil {
		t.Fatal(err)
	}
	want := &totals.EventTotals{Rows: []totals.EventTotal{
		{EventType: "CONSULT", Month: graph.MonthOnly(2000, 3), Events: 299}, {EventType: "CONSULT", Month: graph.MonthOnly(2001, 3), Events: 300},
	}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b graph.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func TestDimensionsAreAtLeastOneAndNoneTwice(t *testing.T) {
	for _, by := range [][]totals.EventDimension{nil, {totals.EventsByYear, totals.EventsByType, totals.EventsByYear}} {
		if _, err := totals.Events(t.Context(), totals.Selection{}, by); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%v: %v", by, err)
		}
	}
}
