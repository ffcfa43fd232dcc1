package timeline_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/timeline"
)

// world has two states with a treaty, a membership that goes on in a second spell, and events, one of them of a force
// of the first.
func world(t *testing.T) graph.Reader {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var b graph.Batch
	node := func(n graph.Node) {
		r := graph.NewNodeRecord(n)
		r.Dataset = "dataset:x"
		b.Nodes = append(b.Nodes, r)
	}
	relationship := func(r graph.Relationship, discriminator string) {
		record := graph.NewRelationshipRecord(r, discriminator)
		record.Dataset = "dataset:x"
		b.Relationships = append(b.Relationships, record)
	}
	day := func(year int) graph.Date { return graph.FullDate(year, 1, 1) }
	from := func(id, to graph.ID, p graph.Period) graph.RelationshipHeader {
		return graph.RelationshipHeader{FromID: id, ToID: to, Period: p}
	}
	node(&graph.State{Header: graph.Header{ID: "state:XAA", Name: "Aland"}})
	node(&graph.State{Header: graph.Header{ID: "state:XBB", Name: "Beland"}})
	node(&graph.ArmedGroup{Header: graph.Header{ID: "group:navy", Name: "Navy of Aland"}})
	node(&graph.Organization{Header: graph.Header{ID: "org:club", Name: "Club"}})
	node(&graph.Person{Header: graph.Header{ID: "person:ann", Name: "Ann"}})
	node(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "Pact"}, Signed: day(1950), InForce: day(1951)})
	relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Since(day(1951))), InForce: day(1951)}, "")
	relationship(&graph.PartyTo{RelationshipHeader: from("state:XBB", "treaty:x", graph.Since(day(1952))), InForce: day(1952)}, "")
	relationship(&graph.MemberOf{RelationshipHeader: from("state:XBB", "org:club", graph.Between(day(1953), day(1954)))}, "1")
	relationship(&graph.MemberOf{RelationshipHeader: from("state:XBB", "org:club", graph.Between(day(1954), day(1955)))}, "2")
	part := &graph.PartOf{}
	part.RelationshipHeader = from("group:navy", "state:XAA", graph.Period{})
	relationship(part, "")
	for _, title := range []graph.Text{"Admiral", "Chief of Staff"} {
		relationship(&graph.HoldsOffice{RelationshipHeader: from("person:ann", "group:navy", graph.Since(day(1956))), Title: title}, string(title))
	}
	for i, actor := range []graph.ID{"state:XAA", "group:navy", "state:XBB"} {
		id := graph.ID(fmt.Sprintf("event:%d", i))
		node(&graph.Event{Header: graph.Header{ID: id, Name: "Event " + string(id[6:]), Period: graph.Since(day(1960))}, Status: graph.EventReported})
		relationship(&graph.ActorIn{RelationshipHeader: from(actor, id, graph.Since(day(1960)))}, "")
	}
	node(&graph.Event{Header: graph.Header{ID: "event:rumour", Name: "Rumour", Period: graph.Since(day(1960))}, Status: graph.EventCandidate})
	relationship(&graph.ActorIn{RelationshipHeader: from("state:XAA", "event:rumour", graph.Since(day(1960)))}, "")
	if _, err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return store
}

func texts(items []*timeline.Item) (out []string) {
	for _, item := range items {
		line := item.Date.String() + " " + item.Text + ":"
		for _, a := range item.Actors {
			line += " " + a.Head().Name
		}
		out = append(out, line)
	}
	return out
}

func TestATimelineHasWhatHappenedInTheOrderOfItsDays(t *testing.T) {
	all := []string{
		"1950-01-01 Pact is signed: Aland Beland",
		"1951-01-01 Pact enters into force: Aland Beland",
		"1952-01-01 Pact in force for Beland: Beland",
		"1953-01-01 Beland joins Club: Beland",
		"1955-01-01 Beland leaves Club: Beland",
		"1956-01-01 Ann becomes Admiral: Aland",
		"1956-01-01 Ann becomes Chief of Staff: Aland",
		"1960-01-01 Event 0: Aland",
		"1960-01-01 Event 1: Aland",
		"1960-01-01 Event 2: Beland",
	}
	both := []graph.ID{"state:XAA", "state:XBB"}
	for name, c := range map[string]struct {
		query timeline.Query
		want  []string
		total int
	}{
		"of two actors":         {timeline.Query{Actors: both, WithParts: true, Total: true}, all, 10},
		"without parts":         {timeline.Query{Actors: both[:1], Total: true}, []string{"1950-01-01 Pact is signed: Aland", "1951-01-01 Pact enters into force: Aland", "1960-01-01 Event 0: Aland"}, 3},
		"of some kinds":         {timeline.Query{Actors: both, Kinds: []timeline.Kind{timeline.Membership}}, all[3:5], 2},
		"of some years":         {timeline.Query{Actors: both, Time: graph.Between(graph.FullDate(1951, 1, 1), graph.FullDate(1954, 1, 1))}, all[1:4], 3},
		"events, not counted":   {timeline.Query{Actors: both, Kinds: []timeline.Kind{timeline.Event}}, []string{all[7], all[9]}, 0},
		"of somebody not known": {timeline.Query{Actors: []graph.ID{"state:XZZ"}, Total: true}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c.query.First = graph.MaxFirst
			page, err := timeline.Of(t.Context(), world(t), c.query)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, texts(page.Items)); diff != "" || page.Total != c.total || page.More {
				t.Errorf("total %d, more %t\n%s", page.Total, page.More, diff)
			}
		})
	}
}

func TestPagesOfATimelineAreTheWholeOfIt(t *testing.T) {
	reader := world(t)
	query := timeline.Query{Actors: []graph.ID{"state:XAA", "state:XBB"}, WithParts: true, First: graph.MaxFirst}
	whole, err := timeline.Of(t.Context(), reader, query)
	if err != nil {
		t.Fatal(err)
	}
	for query.First = 1; query.First < 4; query.First++ {
		query.After = nil
		var got []string
		for more := true; more; {
			page, err := timeline.Of(t.Context(), reader, query)
			if err != nil {
				t.Fatal(err)
			}
			got, more = append(got, texts(page.Items)...), page.More
			cursor := page.Items[len(page.Items)-1].Cursor()
			query.After = &cursor
		}
		if diff := cmp.Diff(texts(whole.Items), got); diff != "" {
			t.Errorf("by %d: %s", query.First, diff)
		}
	}
	for query.Last = 1; query.Last < 4; query.Last++ {
		query.After, query.Before = nil, nil
		var got []string
		for behind := true; behind; {
			page, err := timeline.Of(t.Context(), reader, query)
			if err != nil || page.More != (query.Before != nil) {
				t.Fatalf("%v, more %t", err, page.More)
			}
			got, behind = append(texts(page.Items), got...), page.Behind
			cursor := page.Items[0].Cursor()
			query.Before = &cursor
		}
		if diff := cmp.Diff(texts(whole.Items), got); diff != "" {
			t.Errorf("by %d from the end: %s", query.Last, diff)
		}
	}
	after, before := whole.Items[2].Cursor(), whole.Items[8].Cursor()
	for last, want := range map[int][]*timeline.Item{0: whole.Items[3:5], 2: whole.Items[6:8], 9: whole.Items[3:8]} {
		query.First, query.Last, query.After, query.Before = 2, last, &after, &before
		page, err := timeline.Of(t.Context(), reader, query)
		if err != nil || !page.More || !page.Behind || cmp.Diff(texts(want), texts(page.Items)) != "" {
			t.Errorf("between two cursors, the last %d: %+v, %v", last, page, err)
		}
	}
	query.First, query.Last, query.Before = 3, 0, nil
	for _, cursor := range []string{"", "x", "1950 key", "1950-01-01"} {
		query.After = &cursor
		if _, err := timeline.Of(t.Context(), reader, query); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
}

func TestChangePointsAreDatesOfWhatLasts(t *testing.T) {
	for id, want := range map[graph.ID][]string{
		"state:XAA": {"1950-01-01", "1951-01-01"},
		"state:XBB": {"1950-01-01", "1951-01-01", "1952-01-01", "1953-01-01", "1954-01-01", "1955-01-01"},
		"treaty:x":  {"1950-01-01", "1951-01-01", "1952-01-01"},
		"event:0":   {"1960-01-01"},
	} {
		dates, err := timeline.ChangePoints(t.Context(), world(t), []graph.ID{id}, graph.Since(graph.FullDate(1950, 1, 1)))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range dates {
			got = append(got, d.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}
