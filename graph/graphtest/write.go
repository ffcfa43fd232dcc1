package graphtest

import (
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

var writeCases = []testCase{
	{"an empty store is empty", func(t *testing.T, s graph.Store) {
		same(t, "stats", graph.Stats{}, stats(t, s))
		same(t, "node", "", nameOf(t, s, "state:A"))
		wantKind(t, s.Ready(t.Context()), "")
	}},
	{"what is written is read back with every property", everyProperty},
	{"each record is counted as created, changed, unchanged or removed", func(t *testing.T, s graph.Store) {
		b := graph.Batch{Nodes: states("A", "B"), Relationships: pairs("A-B", "B-A")}
		same(t, "first", graph.ApplyResult{NodesCreated: 2, RelationshipsCreated: 2}, apply(t, s, b))
		before := stats(t, s)
		same(t, "again", graph.ApplyResult{NodesUnchanged: 2, RelationshipsUnchanged: 2}, apply(t, s, b))
		same(t, "stats after the same again", before, stats(t, s))
		same(t, "changed", graph.ApplyResult{NodesChanged: 1, NodesUnchanged: 1, RelationshipsChanged: 1, RelationshipsRemoved: 1},
			apply(t, s, graph.Batch{
				Nodes:               []graph.NodeRecord{state("A", "Another"), b.Nodes[1]},
				Relationships:       []graph.RelationshipRecord{allied("A", "B", "", during("1950", ""))},
				RemoveRelationships: recordIDs(b.Relationships[1]),
			}))
		same(t, "name", "Another", nameOf(t, s, "state:A"))
		same(t, "removing what is not there", graph.ApplyResult{},
			apply(t, s, graph.Batch{RemoveNodes: []string{"state:Z|dataset:alpha|"}, RemoveRelationships: recordIDs(allied("Z", "A", ""))}))
		st := stats(t, s)
		same(t, "nodes", map[graph.Label]int{graph.LabelState: 2}, st.Nodes)
		same(t, "relationships", map[graph.RelationshipType]int{graph.AlliedWithType: 1}, st.Relationships)
		same(t, "datasets", map[graph.ID]graph.DatasetStats{alpha: {NodeRecords: 2, Relationships: 1}}, st.Datasets)
	}},
	{"a changed relationship takes the place of the former one everywhere", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"), allied("A", "B", "", during("1900", "1910")), allied("A", "B", "other"))
		put(t, s, nil, allied("A", "B", "", during("1950", "1960")))
		for _, id := range stateIDs("A", "B") {
			same(t, "all time, from "+string(id), [][]graph.ID{sortedIDs(recordIDs(allied("A", "B", "other"), allied("A", "B", "")))}, expand(t, s, graph.HopQuery{}, id))
			for d, want := range map[string][]graph.ID{"1905-01-01": recordIDs(allied("A", "B", "other")), "1955-01-01": sortedIDs(recordIDs(allied("A", "B", "other"), allied("A", "B", "")))} {
				same(t, d+", from "+string(id), [][]graph.ID{want}, expand(t, s, graph.HopQuery{Filter: graph.Filter{On: day(d)}}, id))
			}
		}
		degrees := must(s.Degrees(t.Context(), stateIDs("A"), graph.DegreeQuery{}))(t)
		same(t, "degrees", [][]graph.Degree{{{Type: graph.AlliedWithType, Direction: graph.DirectionOut, Count: 2}}}, degrees)
		same(t, "in a hop", sortedIDs(recordIDs(allied("A", "B", ""), allied("A", "B", "other"))), sortedIDs(relationshipIDs(paths(t, s, query("A", "B")).Paths[0].Hops[0])))
	}},
	{"a property that a record no longer has is gone", func(t *testing.T, s graph.Store) {
		n := &graph.State{Capital: "Old", Note: "note"}
		n.ID, n.Name, n.Aliases = "state:A", "A", []string{"B"}
		put(t, s, []graph.NodeRecord{record(n)})
		n = &graph.State{}
		n.ID, n.Name = "state:A", "A"
		put(t, s, []graph.NodeRecord{record(n)})
		same(t, "node", graph.Node(n), node(t, s, "state:A"))
	}},
	{"a bad record keeps out the whole batch", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"), pairs("A-B")...)
		before := stats(t, s)
		good := graph.Batch{Nodes: states("C"), Relationships: pairs("B-A"), RemoveRelationships: recordIDs(pairs("A-B")...)}
		for name, spoil := range map[string]func(b *graph.Batch){
			"unknown label": func(b *graph.Batch) {
				b.Nodes = append(b.Nodes, graph.NodeRecord{ID: "x:Y", Label: "X", Dataset: alpha})
			},
			"label of another id":        func(b *graph.Batch) { b.Nodes[0].Label = graph.LabelTreaty },
			"unknown property":           func(b *graph.Batch) { b.Nodes[0].Properties["x"] = "y" },
			"property of a wrong kind":   func(b *graph.Batch) { b.Nodes[0].Properties["latitude"] = "north" },
			"bad date":                   func(b *graph.Batch) { b.Nodes[0].Properties["from"] = "1950-02-30" },
			"no dataset":                 func(b *graph.Batch) { b.Nodes[0].Dataset = "" },
			"node twice":                 func(b *graph.Batch) { b.Nodes = append(b.Nodes, b.Nodes[0]) },
			"node put and gone":          func(b *graph.Batch) { b.RemoveNodes = append(b.RemoveNodes, b.Nodes[0].Key()) },
			"relationship twice":         func(b *graph.Batch) { b.Relationships = append(b.Relationships, b.Relationships[0]) },
			"put and gone":               func(b *graph.Batch) { b.RemoveRelationships = recordIDs(b.Relationships...) },
			"unknown type":               func(b *graph.Batch) { b.Relationships[0].Type = "LIKES" },
			"end of a wrong kind":        func(b *graph.Batch) { b.Relationships[0].Type = graph.PartyToType },
			"dangling end":               func(b *graph.Batch) { b.Relationships = append(b.Relationships, pairs("A-Z")...) },
			"dangling start":             func(b *graph.Batch) { b.Relationships = append(b.Relationships, pairs("Z-A")...) },
			"value that no struct takes": func(b *graph.Batch) { b.Nodes[0].Properties["identifiers"] = []string{"[1]"} },
		} {
			b := graph.Batch{Nodes: states("C"), Relationships: pairs("B-A"), RemoveRelationships: good.RemoveRelationships}
			spoil(&b)
			result, err := s.Apply(t.Context(), b)
			wantKind(t, err, graph.KindInvalid, name)
			same(t, name, graph.ApplyResult{}, result)
		}
		same(t, "stats after bad batches", before, stats(t, s))
		apply(t, s, good)
	}},
	{"a relationship's ends may come in the same batch or be known by a relationship only", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"), pairs("A-B")...)
		apply(t, s, graph.Batch{RemoveNodes: []string{"state:B|dataset:alpha|"}})
		n := node(t, s, "state:B")
		if n == nil || n.Label() != graph.LabelState || n.Head().Name != "state:B" {
			t.Fatalf("node without a record: %+v", n)
		}
		put(t, s, nil, pairs("B-A")...)
		apply(t, s, graph.Batch{RemoveRelationships: recordIDs(pairs("A-B", "B-A")...)})
		same(t, "what nothing keeps alive", "", nameOf(t, s, "state:B"))
		wantKind(t, failure(s.Apply(t.Context(), graph.Batch{Relationships: pairs("A-B")})), graph.KindInvalid)
		put(t, s, states("B"), pairs("A-B")...)
	}},
	{"the fingerprint depends on what is stored, not on the way", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C"), pairs("A-B", "B-C", "C-A")...)
		want := stats(t, s).Fingerprint
		apply(t, s, graph.Batch{RemoveRelationships: recordIDs(pairs("A-B", "B-C", "C-A")...)})
		apply(t, s, graph.Batch{RemoveNodes: []string{"state:A|dataset:alpha|", "state:B|dataset:alpha|", "state:C|dataset:alpha|"}})
		same(t, "fingerprint of an emptied store", graph.Hash{}, stats(t, s).Fingerprint)
		put(t, s, states("C"))
		put(t, s, []graph.NodeRecord{state("B", "Wrong"), states("A")[0]}, pairs("A-C", "C-A")...)
		put(t, s, states("B"), pairs("B-C", "A-B")...)
		apply(t, s, graph.Batch{RemoveRelationships: recordIDs(pairs("A-C")...)})
		same(t, "fingerprint", want, stats(t, s).Fingerprint)
	}},
	{"a record that comes with another part moves to it", func(t *testing.T, s graph.Store) {
		b := graph.Batch{Nodes: states("A", "B"), Relationships: pairs("A-B")}
		apply(t, s, b)
		before := stats(t, s).Fingerprint
		b.Nodes[0].Part, b.Relationships[0].Part = "one.csv", "one.csv"
		same(t, "moved", graph.ApplyResult{NodesUnchanged: 2, RelationshipsUnchanged: 1}, apply(t, s, b))
		n, r := allRecords(t, s, graph.RecordQuery{Dataset: alpha, Limit: 10, KeysOnly: true})
		parts := lists.Map(n, func(r graph.NodeRecord) string { return r.Part })
		same(t, "parts", []string{"one.csv", "", "one.csv"}, append(parts, r[0].Part))
		same(t, "fingerprint", before, stats(t, s).Fingerprint)
	}},
	{"load runs come newest first and are written with their batch", func(t *testing.T, s graph.Store) {
		at := func(hour int) time.Time { return time.Date(2024, 10, 15, hour, 0, 0, 0, time.UTC) }
		run := func(id string, hour, position int) *graph.LoadRun {
			return &graph.LoadRun{ID: id, Dataset: alpha, Input: "i", Files: []string{"a.csv"}, Status: graph.LoadRunning, Started: at(hour), Position: position}
		}
		apply(t, s, graph.Batch{Run: run("b", 2, 1)})
		apply(t, s, graph.Batch{Run: run("a", 1, 1)})
		apply(t, s, graph.Batch{Run: run("c", 2, 1), Nodes: states("A")})
		apply(t, s, graph.Batch{Run: run("a", 1, 7)})
		wantKind(t, failure(s.Apply(t.Context(), graph.Batch{Run: run("d", 9, 1), Relationships: pairs("A-Z")})), graph.KindInvalid)
		wantKind(t, failure(s.Apply(t.Context(), graph.Batch{Run: &graph.LoadRun{}})), graph.KindInvalid)
		runs := must(s.LoadRuns(t.Context(), 10))(t)
		same(t, "runs", []graph.LoadRun{*run("c", 2, 1), *run("b", 2, 1), *run("a", 1, 7)}, runs)
		same(t, "the newest run", runs[:1], must(s.LoadRuns(t.Context(), 1))(t))
		for _, first := range []int{0, graph.MaxFirst + 1} {
			wantKind(t, failure(s.LoadRuns(t.Context(), first)), graph.KindInvalid)
		}
		retract(t, s, alpha)
		same(t, "runs after a retraction", 3, len(must(s.LoadRuns(t.Context(), 10))(t)))
	}},
	{"a canceled write writes nothing", func(t *testing.T, s graph.Store) {
		ctx := canceled(t)
		wantKind(t, failure(s.Apply(ctx, graph.Batch{Nodes: states("A")})), graph.KindCanceled)
		wantKind(t, failure(s.Retract(ctx, alpha)), graph.KindCanceled)
		same(t, "written", "", nameOf(t, s, "state:A"))
	}},
}

func everyProperty(t *testing.T, s graph.Store) {
	treaty := &graph.Treaty{
		Kind: graph.TreatyTreaty, Binding: new(false), Signed: date("1949-04-04"), InForce: date("1949-08"), Ended: date("1990"),
		EndedHow: graph.EndExpiry, Term: "20 years", Suspensions: []graph.Suspension{{Period: period("1950", "1951-02"), By: "X"}},
		Actions: []graph.TreatyAction{{Date: date("1949-04-04"), Kind: "SIGNATURE", Actor: "state:A"}},
	}
	treaty.ID, treaty.Name, treaty.Aliases = "treaty:t", "Treaty", []string{"Pact", "Bündnis"}
	treaty.Identifiers = []graph.Identifier{{Scheme: graph.SchemeATOP, Value: "1", Period: period("1949", "")}}
	treaty.Period = graph.Period{From: date("1949-08"), Until: date("1990"), StartUncertain: true, EndUncertain: true}
	place := &graph.Place{Kind: "AREA", Latitude: new(-0.5), Area: graph.Area{Bands: [][2]float64{{23.5, 90}}, Polygons: [][][2]float64{{{0, 170}, {10, 190}, {0, 190}}}}}
	place.ID, place.Name = "place:p", "Place"
	conflict := &graph.Conflict{Hostility: new(5), Best: new(0.0), Low: new(1e9), High: new(1e-9)}
	conflict.ID, conflict.Name = "conflict:c", "War"
	a := states("A")[0]
	a.Source, a.Locator, a.Confidence = "source:s", "a.csv:1", new(0)
	cited := graph.Citation{Property: "name", Source: "source:other", Locator: "p. 1", Quotation: "is called A", Checked: graph.CheckedText, Confidence: new(0)}
	a.Properties.Cite(cited, graph.Citation{Property: "latitude", Value: 5.0, Source: "source:third"})
	party := &graph.PartyTo{Signed: date("1949-04-04"), Suspensions: []graph.Suspension{{Period: period("1950", "1951")}}, Reservation: "none"}
	party.RelationshipHeader = graph.RelationshipHeader{
		FromID: "state:A", ToID: "treaty:t", Period: graph.Period{From: date("1949"), EndUncertain: true},
		SourceID: "source:s", Locator: "row 7", Confidence: new(100),
		Citations: []graph.Citation{{Property: "signed", Source: "source:other"}, {Property: "signed", Value: "1949-04-05", Source: "source:third", Checked: graph.CheckedRegister}},
	}
	alliedA := allied("A", "A", "", func(r *graph.AlliedWith) {
		r.Binding, r.Mutual, r.ArticleNumber, r.Derived = new(true), true, "4", true
		r.Conditions = []graph.Condition{{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:B"}}, {Kind: graph.ConditionOther, Text: "x"}}
	})
	partyRecord := graph.NewRelationshipRecord(party, "first")
	partyRecord.Dataset = alpha
	put(t, s, []graph.NodeRecord{record(treaty), record(place), record(conflict), a}, partyRecord, alliedA)

	for _, want := range []graph.Node{treaty, place, conflict} {
		same(t, string(want.Head().ID), want, node(t, s, want.Head().ID))
	}
	ids := recordIDs(alliedA, pairs("B-A")[0], partyRecord)
	got, err := s.Relationships(t.Context(), ids)
	if err != nil || len(got) != 3 || got[1] != nil {
		t.Fatalf("Relationships: %v, %v", got, err)
	}
	party.ID, party.DatasetID = ids[2], alpha
	same(t, "PARTY_TO", graph.Relationship(party), got[2])
	want := must(graph.NewRelationship(alliedA))(t)
	same(t, "ALLIED_WITH", want, got[0])
	records := must(s.Statements(t.Context(), []graph.ID{"state:A", "state:Z"}))(t)
	same(t, "Statements", [][]graph.NodeRecord{{a}, nil}, records)
	same(t, "citations of the merged node", []graph.Citation(nil), node(t, s, "state:A").Head().Citations)
	page := must(s.Records(t.Context(), graph.RecordQuery{Limit: 10}))(t)
	same(t, "Records", graph.RecordPage{
		Nodes:         []graph.NodeRecord{record(conflict), record(place), a, record(treaty)},
		Relationships: []graph.RelationshipRecord{alliedA, partyRecord},
	}, page)
}
