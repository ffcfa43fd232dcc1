package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// totalled is a store of invented deals, disputes and events between invented states.
func totalled(t *testing.T) http.Handler {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var b graph.Batch
	node := func(n graph.Node) {
		r := graph.NewNodeRecord(n)
		r.Dataset, r.Priority = "dataset:invented", 50
		b.Nodes = append(b.Nodes, r)
	}
	link := func(r graph.Relationship) {
		record := graph.NewRelationshipRecord(r, "")
		record.Dataset = "dataset:invented"
		b.Relationships = append(b.Relationships, record)
	}
	node(&graph.Dataset{Header: graph.Header{ID: "dataset:invented", Name: "Invented"}})
	for _, id := range []graph.ID{"state:XAA", "state:XBB", "state:XCC"} {
		node(&graph.State{Header: graph.Header{ID: id, Name: "State " + string(id[6:])}})
	}
	f := func(v float64) *float64 { return &v }
	five := 5
	deal := func(id graph.ID, to graph.ID, category graph.Text, deliveries ...graph.Delivery) {
		sum := 0.0
		for _, d := range deliveries {
			sum += *d.TIV
		}
		node(&graph.ArmsTransfer{Header: graph.Header{ID: id, Name: string(id)}, Supplier: "state:XAA", Recipient: to, Category: category, Deliveries: deliveries, TIVDelivered: &sum})
	}
	deal("transfer:x-1", "state:XBB", "Ships", graph.Delivery{Year: 2001, TIV: f(0.1), Number: f(1)}, graph.Delivery{Year: 2001, TIV: f(0.2)}, graph.Delivery{Year: 2002, TIV: f(4)})
	deal("transfer:x-2", "state:XCC", "Aircraft", graph.Delivery{Year: 2002, TIV: f(1.5)})
	node(&graph.ArmsTransfer{Header: graph.Header{ID: "transfer:x-3", Name: "x-3"}, Supplier: "state:XAA", Recipient: "state:XBB", Category: "Ships"})
	conflict := func(id graph.ID, year int, hostility *int, a, c graph.ID) {
		node(&graph.Conflict{Header: graph.Header{ID: id, Name: string(id), Period: graph.Since(graph.YearOnly(year))}, Kind: graph.ConflictDispute, Hostility: hostility})
		link(&graph.ParticipatedIn{RelationshipHeader: graph.RelationshipHeader{FromID: a, ToID: id}, Side: "A"})
		link(&graph.ParticipatedIn{RelationshipHeader: graph.RelationshipHeader{FromID: c, ToID: id}, Side: "B"})
	}
	conflict("conflict:x-1", 1951, &five, "state:XAA", "state:XBB")
	conflict("conflict:x-2", 1959, nil, "state:XBB", "state:XAA")
	conflict("conflict:x-3", 1960, nil, "state:XBB", "state:XCC")
	event := func(id graph.ID, day graph.Date, status graph.EventStatus, with graph.ID) {
		node(&graph.Event{Header: graph.Header{ID: id, Name: string(id), Period: graph.Since(day)}, Type: "CONSULT", Status: status})
		link(&graph.ActorIn{RelationshipHeader: graph.RelationshipHeader{FromID: "state:XAA", ToID: id}})
		link(&graph.RecipientOf{RelationshipHeader: graph.RelationshipHeader{FromID: with, ToID: id}})
	}
	event("event:x-1", graph.FullDate(2018, 6, 1), graph.EventReported, "state:XBB")
	event("event:x-2", graph.FullDate(2018, 6, 30), graph.EventReported, "state:XBB")
	event("event:x-3", graph.FullDate(2018, 7, 1), graph.EventReported, "state:XCC")
	event("event:x-4", graph.FullDate(2018, 7, 1), graph.EventCandidate, "state:XBB")
	if _, err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return httpapitest.Handler(store)
}

func TestTotalsByYearSayWhatTheyLeaveOut(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	f := func(v float64) *float64 { return &v }
	var b graph.Batch
	for id, deal := range map[graph.ID]*graph.ArmsTransfer{
		"transfer:x-1": {Deliveries: []graph.Delivery{{Year: 2016}, {Year: 2017}}, NumberDelivered: f(2), TIVDelivered: f(20.1)}, // nobody knows what came when
		"transfer:x-2": {Deliveries: []graph.Delivery{{Year: 2016, TIV: f(0.1)}, {Year: 2017}}, TIVDelivered: f(0.4)},            // of a part
		"transfer:x-3": {Deliveries: []graph.Delivery{{Year: 2017, TIV: f(1), Number: f(3)}}, NumberDelivered: f(3), TIVDelivered: f(1)},
		"transfer:x-4": {Deliveries: []graph.Delivery{{Year: 2016}, {Year: 2017}}}, // nothing is left out that is known
		"transfer:x-5": {TIVDelivered: f(7)},                                       // in the row without a year
	} {
		deal.ID, deal.Name = id, string(id)
		record := graph.NewNodeRecord(deal)
		record.Dataset = "dataset:invented"
		b.Nodes = append(b.Nodes, record)
	}
	if _, err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for by, want := range map[string]string{"[YEAR]": `{"undatedDeals":2,"undatedNumber":2,"undatedTiv":20.4}`, "[SUPPLIER]": `{"undatedDeals":0,"undatedNumber":null,"undatedTiv":null}`} {
		answer := httpapitest.Ask(t, httpapitest.Handler(store), "{armsTransferTotals(by: "+by+") {undatedDeals undatedNumber undatedTiv}}", nil)
		if got := strings.ReplaceAll(string(answer.Data), " ", ""); !strings.Contains(got, want) {
			t.Errorf("by %s: %s %v; want %s", by, got, answer.Errors, want)
		}
	}
}

func TestTotalsAreFlatTables(t *testing.T) {
	handler := totalled(t)
	type rows []map[string]any
	for _, test := range []struct {
		name, query string
		want        rows
	}{
		{"deals by recipient and year", `{t: armsTransferTotals(by: [RECIPIENT, YEAR]) {truncated rows {year deals numberDelivered tivDelivered}}}`, rows{
			{"year": 2001.0, "deals": 1.0, "numberDelivered": 1.0, "tivDelivered": 0.3},
			{"year": 2002.0, "deals": 1.0, "numberDelivered": nil, "tivDelivered": 4.0},
			{"year": nil, "deals": 1.0, "numberDelivered": nil, "tivDelivered": nil},
			{"year": 2002.0, "deals": 1.0, "numberDelivered": nil, "tivDelivered": 1.5},
		}},
		{"deals by category under a filter", `{t: armsTransferTotals(filter: {recipients: ["state:XBB"]}, by: [CATEGORY]) {truncated rows {category deals tivDelivered}}}`, rows{
			{"category": "Ships", "deals": 2.0, "tivDelivered": 4.3},
		}},
		{"disputes by pair and decade", `{t: conflictTotals(by: [PAIR, DECADE]) {truncated rows {a {id} b {id} decade conflicts maxHostility}}}`, rows{
			{"a": map[string]any{"id": "state:XAA"}, "b": map[string]any{"id": "state:XBB"}, "decade": 1950.0, "conflicts": 2.0, "maxHostility": 5.0},
			{"a": map[string]any{"id": "state:XBB"}, "b": map[string]any{"id": "state:XCC"}, "decade": 1960.0, "conflicts": 1.0, "maxHostility": nil},
		}},
		{"events between two actors by type and month", `{t: eventTotals(filter: {between: ["state:XAA", "state:XBB"]}, by: [TYPE, MONTH]) {truncated rows {eventType month events}}}`, rows{
			{"eventType": "CONSULT", "month": "2018-06", "events": 2.0},
		}},
		{"events by year", `{t: eventTotals(by: [YEAR]) {truncated rows {year events}}}`, rows{{"year": 2018.0, "events": 3.0}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got struct {
				T struct {
					Rows      rows
					Truncated bool
				}
			}
			httpapitest.Data(t, handler, test.query, nil, &got)
			if diff := cmp.Diff(test.want, got.T.Rows); diff != "" || got.T.Truncated {
				t.Errorf("truncated %v (-want +got):\n%s", got.T.Truncated, diff)
			}
		})
	}
}

func TestTotalsByNothingOrTwiceTheSameAreRefused(t *testing.T) {
	handler := totalled(t)
	for _, by := range []string{"[]", "[YEAR, YEAR]"} {
		answer := httpapitest.Ask(t, handler, "{armsTransferTotals(by: "+by+") {truncated}}", nil)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" || !strings.HasPrefix(answer.Errors[0].Message, "by: ") {
			t.Errorf("%s: %+v", by, answer.Errors)
		}
	}
}
