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

func TestRowsHaveTheDimensionsAskedForAndNoOthers(t *testing.T) {
	four := 4.0
	deal := func(id, from, to graph.ID, category graph.Text) graph.Node {
		return &graph.ArmsTransfer{
			Header: graph.Header{ID: id, Name: string(id)}, Supplier: from, Recipient: to, Category: category, NumberDelivered: &four,
			Deliveries: []graph.Delivery{{Year: 2001}}, // it is not known how many
		}
	}
	deals := selection(t, graph.LabelArmsTransfer, "", []graph.Node{
		deal("transfer:1", "state:XAA", "state:XBB", "Ships"), deal("transfer:2", "state:XBB", "state:XCC", "Ships"),
	})
	event := func(id graph.ID, date graph.Date, kind, mode graph.Text) graph.Node {
		return &graph.Event{Header: graph.Header{ID: id, Name: string(id), Period: graph.Since(date)}, Type: kind, Mode: mode}
	}
	events := selection(t, graph.LabelEvent, "", []graph.Node{
		event("event:1", graph.Date{}, "CONSULT", "visit"), event("event:2", graph.YearOnly(2001), "AID", "visit"),
		event("event:3", graph.MonthOnly(2001, 5), "CONSULT", "visit"), event("event:4", graph.MonthOnly(2001, 3), "CONSULT", "visit"),
		event("event:5", graph.MonthOnly(2001, 4), "AID", "visit"),
	})
	events.Keep = nil
	conflict := func(id graph.ID, from graph.Date, hostility *int) graph.Node {
		return &graph.Conflict{Header: graph.Header{ID: id, Name: string(id), Period: graph.Since(from)}, Kind: graph.ConflictDispute, Hostility: hostility}
	}
	conflicts := selection(t, graph.LabelConflict, "", []graph.Node{
		conflict("conflict:1", graph.YearOnly(1951), pointer(3)), conflict("conflict:2", graph.YearOnly(1952), pointer(2)),
		conflict("conflict:3", graph.Date{}, nil),
	})
	month := graph.MonthOnly
	for name, c := range map[string]struct {
		got  func() (any, error)
		want any
	}{
		"deals by supplier": {func() (any, error) {
			return totals.ArmsTransfers(t.Context(), deals, []totals.ArmsTransferDimension{totals.BySupplier})
		}, &totals.ArmsTransferTotals{Rows: []totals.ArmsTransferTotal{
			{SupplierID: "state:XAA", Deals: 1, NumberDelivered: &four}, {SupplierID: "state:XBB", Deals: 1, NumberDelivered: &four},
		}}},
		"deals by category": {func() (any, error) {
			return totals.ArmsTransfers(t.Context(), deals, []totals.ArmsTransferDimension{totals.ByCategory})
		}, &totals.ArmsTransferTotals{Rows: []totals.ArmsTransferTotal{{Category: "Ships", Deals: 2, NumberDelivered: pointer(8.0)}}}},
		"deals by year": {func() (any, error) {
			return totals.ArmsTransfers(t.Context(), deals, []totals.ArmsTransferDimension{totals.ByYear})
		}, &totals.ArmsTransferTotals{Rows: []totals.ArmsTransferTotal{{Year: pointer(2001), Deals: 2}}, UndatedDeals: 2, UndatedNumber: pointer(8.0)}},
		"events by mode": {func() (any, error) {
			return totals.Events(t.Context(), events, []totals.EventDimension{totals.EventsByMode})
		}, &totals.EventTotals{Rows: []totals.EventTotal{{Mode: "visit", Events: 5}}}},
		"events by year": {func() (any, error) {
			return totals.Events(t.Context(), events, []totals.EventDimension{totals.EventsByYear})
		}, &totals.EventTotals{Rows: []totals.EventTotal{{Year: pointer(2001), Events: 4}, {Events: 1}}}},
		"events by type and month": {func() (any, error) {
			return totals.Events(t.Context(), events, []totals.EventDimension{totals.EventsByType, totals.EventsByMonth})
		}, &totals.EventTotals{Rows: []totals.EventTotal{
			{EventType: "AID", Events: 1},
			{EventType: "AID", Month: month(2001, 4), Events: 1},
			{EventType: "CONSULT", Events: 1},
			{EventType: "CONSULT", Month: month(2001, 3), Events: 1},
			{EventType: "CONSULT", Month: month(2001, 5), Events: 1},
		}}},
		"conflicts by kind, without adversaries": {func() (any, error) {
			return totals.Conflicts(t.Context(), conflicts, []totals.ConflictDimension{totals.ByKind})
		}, &totals.ConflictTotals{Rows: []totals.ConflictTotal{{Kind: graph.ConflictDispute, Conflicts: 3, MaxHostility: pointer(3)}}}},
		"conflicts by decade": {func() (any, error) {
			return totals.Conflicts(t.Context(), conflicts, []totals.ConflictDimension{totals.ByDecade})
		}, &totals.ConflictTotals{Rows: []totals.ConflictTotal{{Decade: pointer(1950), Conflicts: 2, MaxHostility: pointer(3)}, {Conflicts: 1}}}},
	} {
		got, err := c.got()
		if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b graph.Date) bool { return a == b })); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestDimensionsAreAtLeastOneAndNoneTwice(t *testing.T) {
	for _, by := range [][]totals.EventDimension{nil, {totals.EventsByYear, totals.EventsByType, totals.EventsByYear}} {
		if _, err := totals.Events(t.Context(), totals.Selection{}, by); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%v: %v", by, err)
		}
	}
}
