package timeline_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/timeline"
)

// records are what a world is made of.
type records struct{ graph.Batch }

func (b *records) node(n graph.Node) {
	r := graph.NewNodeRecord(n)
	r.Dataset = "dataset:x"
	b.Nodes = append(b.Nodes, r)
}

func (b *records) relationship(r graph.Relationship, discriminator string) {
	record := graph.NewRelationshipRecord(r, discriminator)
	record.Dataset = "dataset:x"
	b.Relationships = append(b.Relationships, record)
}

// world is a store with the records.
func (b *records) world(t *testing.T) graph.Reader {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Apply(t.Context(), b.Batch); err != nil {
		t.Fatal(err)
	}
	return store
}

func day(year int) graph.Date { return graph.FullDate(year, 1, 1) }

func from(id, to graph.ID, p graph.Period) graph.RelationshipHeader {
	return graph.RelationshipHeader{FromID: id, ToID: to, Period: p}
}

func event(id graph.ID, year int) *graph.Event {
	return &graph.Event{
		Header: graph.Header{ID: id, Name: "Event " + string(id[6:]), Period: graph.Since(day(year))},
		Status: graph.EventReported,
	}
}

// world has two states with a treaty, a membership that goes on in a second spell, and events, one of them of a force
// of the first.
func world(t *testing.T) graph.Reader {
	t.Helper()
	var b records
	b.node(&graph.State{Header: graph.Header{ID: "state:XAA", Name: "Aland"}})
	b.node(&graph.State{Header: graph.Header{ID: "state:XBB", Name: "Beland"}})
	b.node(&graph.ArmedGroup{Header: graph.Header{ID: "group:navy", Name: "Navy of Aland"}})
	b.node(&graph.Organization{Header: graph.Header{ID: "org:club", Name: "Club"}})
	b.node(&graph.Person{Header: graph.Header{ID: "person:ann", Name: "Ann"}})
	b.node(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "Pact"}, Signed: day(1950), InForce: day(1951)})
	b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Since(day(1951))), InForce: day(1951)}, "")
	b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XBB", "treaty:x", graph.Since(day(1952))), InForce: day(1952)}, "")
	b.relationship(&graph.MemberOf{RelationshipHeader: from("state:XBB", "org:club", graph.Between(day(1953), day(1954)))}, "1")
	b.relationship(&graph.MemberOf{RelationshipHeader: from("state:XBB", "org:club", graph.Between(day(1954), day(1955)))}, "2")
	part := &graph.PartOf{}
	part.RelationshipHeader = from("group:navy", "state:XAA", graph.Period{})
	b.relationship(part, "")
	for _, title := range []graph.Text{"Admiral", "Chief of Staff"} {
		b.relationship(&graph.HoldsOffice{RelationshipHeader: from("person:ann", "group:navy", graph.Since(day(1956))), Title: title}, string(title))
	}
	for i, actor := range []graph.ID{"state:XAA", "group:navy", "state:XBB"} {
		id := graph.ID(fmt.Sprintf("event:%d", i))
		b.node(event(id, 1960))
		b.relationship(&graph.ActorIn{RelationshipHeader: from(actor, id, graph.Since(day(1960)))}, "")
	}
	b.node(&graph.Event{Header: graph.Header{ID: "event:rumour", Name: "Rumour", Period: graph.Since(day(1960))}, Status: graph.EventCandidate})
	b.relationship(&graph.ActorIn{RelationshipHeader: from("state:XAA", "event:rumour", graph.Since(day(1960)))}, "")
	return b.world(t)
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

// change is what a world has besides two states, the first of which begins in 1900.
type change func(*records)

func TestATimelineHasEachThingOnceAndWhereItBelongs(t *testing.T) {
	suspended := &graph.MemberOf{RelationshipHeader: from("state:XAA", "org:club", graph.Between(day(1954), day(1955))), Kind: "SUSPENDED"}
	member := func(first, end int) *graph.MemberOf {
		return &graph.MemberOf{RelationshipHeader: from("state:XAA", "org:club", graph.Between(day(first), day(end)))}
	}
	club := &graph.Organization{Header: graph.Header{ID: "org:club", Name: "Club"}}
	for name, c := range map[string]struct {
		change change
		want   []string
	}{
		"who is suspended stays a member": {func(b *records) {
			b.node(club)
			b.relationship(member(1953, 1954), "1")
			b.relationship(suspended, "2")
			b.relationship(member(1955, 1956), "3")
		}, []string{
			"1953-01-01 Aland joins Club", "1954-01-01 Aland is suspended from Club",
			"1955-01-01 Aland is no longer suspended from Club", "1956-01-01 Aland leaves Club",
		}},
		"an observer does not stay a member": {func(b *records) {
			b.node(club)
			b.relationship(member(1953, 1954), "1")
			b.relationship(&graph.MemberOf{RelationshipHeader: from("state:XAA", "org:club", graph.Since(day(1954))), Kind: "OBSERVER"}, "2")
		}, []string{
			"1953-01-01 Aland joins Club", "1954-01-01 Aland becomes an observer of Club", "1954-01-01 Aland leaves Club",
		}},
		"what is stated twice is told once": {func(b *records) {
			b.node(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "Pact"}, Signed: day(1950)})
			b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Period{}), InForce: day(1951)}, "")
			b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Period{}), InForce: day(1951)}, "other")
		}, []string{"1950-01-01 Pact is signed", "1951-01-01 Pact in force for Aland"}},
		"a party leaves a treaty that goes on, and not one that ends": {func(b *records) {
			b.node(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "Pact"}, InForce: day(1950)})
			b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Period{}), InForce: day(1950), Ended: day(1952)}, "")
			b.node(&graph.Treaty{Header: graph.Header{ID: "treaty:y", Name: "Entente"}, Ended: day(1954)})
			b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:y", graph.Period{}), Ended: day(1954)}, "")
		}, []string{
			"1950-01-01 Pact enters into force", "1952-01-01 Pact no longer in force for Aland",
			"1954-01-01 Entente is no longer in force",
		}},
		"nobody saw what was before it": {func(b *records) {
			b.node(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "Pact"}, Signed: day(1890), InForce: day(1900)})
			b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Period{}), InForce: day(1900)}, "")
		}, []string{"1900-01-01 Pact enters into force"}},
		"an action that the dates tell adds nothing": {func(b *records) {
			b.node(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "Pact"}, Signed: day(1950), Actions: []graph.TreatyAction{
				{Date: day(1950), Kind: "SIGNATURE", Text: "signed at Club"},
				{Date: day(1951), Kind: "OTHER", Text: "a protocol is added"},
				{Date: day(1952), Kind: "OTHER"},
			}})
			b.relationship(&graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Period{})}, "")
		}, []string{"1950-01-01 Pact is signed", "1951-01-01 Pact: a protocol is added"}},
		"wars and sanctions begin and end, and arms come": {func(b *records) {
			lasts := graph.Between(day(1950), day(1951))
			b.node(&graph.Conflict{Header: graph.Header{ID: "conflict:x", Name: "War"}})
			b.relationship(&graph.ParticipatedIn{RelationshipHeader: from("state:XAA", "conflict:x", lasts)}, "")
			b.node(&graph.Sanction{Header: graph.Header{ID: "sanction:x", Name: "Embargo"}})
			imposesSanction := &graph.ImposesSanction{}
			*imposesSanction.Head() = from("state:XAA", "sanction:x", lasts)
			b.relationship(imposesSanction, "")
			b.node(&graph.Sanction{Header: graph.Header{ID: "sanction:y", Name: "Freeze"}})
			targets := &graph.Targets{}
			*targets.Head() = from("sanction:y", "state:XAA", lasts)
			b.relationship(targets, "")
			b.relationship(&graph.Supplied{RelationshipHeader: from("state:XBB", "state:XAA", lasts), Designation: "ships"}, "")
		}, []string{
			"1950-01-01 Beland supplied Aland with ships", "1950-01-01 Aland enters War", "1950-01-01 Freeze is imposed",
			"1950-01-01 Aland imposes Embargo", "1951-01-01 Aland leaves War", "1951-01-01 Freeze is lifted",
			"1951-01-01 Embargo is lifted",
		}},
		"of a part only its offices and events": {func(b *records) {
			part := &graph.PartOf{}
			*part.Head() = from("org:navy", "state:XAA", graph.Period{})
			b.node(&graph.Organization{Header: graph.Header{ID: "org:navy", Name: "Navy"}})
			b.relationship(part, "")
			b.node(&graph.Conflict{Header: graph.Header{ID: "conflict:x", Name: "War"}})
			b.relationship(&graph.ParticipatedIn{RelationshipHeader: from("org:navy", "conflict:x", graph.Since(day(1950)))}, "")
			b.node(event("event:1", 1951))
			b.relationship(&graph.ActorIn{RelationshipHeader: from("org:navy", "event:1", graph.Since(day(1951)))}, "")
		}, []string{"1951-01-01 Event 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var b records
			b.node(&graph.State{Header: graph.Header{ID: "state:XAA", Name: "Aland", Period: graph.Since(day(1900))}})
			b.node(&graph.State{Header: graph.Header{ID: "state:XBB", Name: "Beland"}})
			c.change(&b)
			query := timeline.Query{Actors: []graph.ID{"state:XAA"}, WithParts: true, First: graph.MaxFirst}
			page, err := timeline.Of(t.Context(), b.world(t), query)
			if err != nil {
				t.Fatal(err)
			}
			for i := range c.want {
				c.want[i] += ": Aland"
			}
			if diff := cmp.Diff(c.want, texts(page.Items)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// asked is a reader that keeps what was asked of it.
type asked struct {
	graph.Reader
	finds []graph.NodeQuery
	brim  bool // every node has more relationships than are told
}

func (a *asked) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	a.finds = append(a.finds, q)
	return a.Reader.Find(ctx, q)
}

func (a *asked) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	pages, err := a.Reader.Expand(ctx, ids, q)
	for i := range pages {
		pages[i].More = pages[i].More || a.brim
	}
	return pages, err
}

func TestATimelineReadsNoMoreEventsThanItNeeds(t *testing.T) {
	cursor := "1960-01-01 EVENT|event:1"
	for name, c := range map[string]struct {
		query     timeline.Query
		first     int
		from, end string
	}{
		"the first":               {timeline.Query{First: 2}, 3, "0001-01-01", ""},
		"the last":                {timeline.Query{First: 2, Last: 1}, graph.MaxFirst, "0001-01-01", ""},
		"the first behind others": {timeline.Query{First: 2, After: &cursor}, graph.MaxFirst, "1960-01-01", ""},
		"the first before others": {timeline.Query{First: 2, Before: &cursor}, 3, "0001-01-01", "1960-01-01"},
		"of some years":           {timeline.Query{First: 2, Time: graph.Between(day(1950), day(1961))}, 3, "1950-01-01", "1960-12-31"},
	} {
		t.Run(name, func(t *testing.T) {
			reader := &asked{Reader: world(t)}
			c.query.Actors, c.query.Kinds = []graph.ID{"state:XAA"}, []timeline.Kind{timeline.Event}
			if _, err := timeline.Of(t.Context(), reader, c.query); err != nil {
				t.Fatal(err)
			}
			var end string
			from := reader.finds[0].Where[0].Values[0]
			for _, f := range reader.finds[0].Where {
				if f.Operator == graph.AtMost {
					end = f.Values[0].(string)
				}
			}
			if got := reader.finds[0].First; got != c.first || from != c.from || end != c.end || len(reader.finds) != 1 {
				t.Errorf("first %d, from %s to %s, in %d queries; want %+v", got, from, end, len(reader.finds), c)
			}
		})
	}
}

func TestTheLastEventsOfMoreThanAPageAreTheLast(t *testing.T) {
	var b records
	b.node(&graph.State{Header: graph.Header{ID: "state:XAA", Name: "Aland"}})
	for i := range graph.MaxFirst + 100 {
		id := graph.ID(fmt.Sprintf("event:%03d", i))
		b.node(event(id, 1960))
		b.relationship(&graph.ActorIn{RelationshipHeader: from("state:XAA", id, graph.Since(day(1960)))}, "")
	}
	reader, cursor := b.world(t), "1960-01-01 EVENT|event:550"
	for name, c := range map[string]struct {
		query timeline.Query
		want  []string
	}{
		"from the end":    {timeline.Query{Last: 2}, []string{"Event 598", "Event 599"}},
		"behind a cursor": {timeline.Query{First: 2, After: &cursor}, []string{"Event 551", "Event 552"}},
	} {
		c.query.Actors = []graph.ID{"state:XAA"}
		page, err := timeline.Of(t.Context(), reader, c.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, item := range page.Items {
			got = append(got, item.Text)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestATimelineOfHalfTheRelationshipsIsNone(t *testing.T) {
	reader := &asked{Reader: world(t), brim: true}
	_, err := timeline.Of(t.Context(), reader, timeline.Query{Actors: []graph.ID{"state:XAA"}, First: 1})
	if graph.KindOf(err) != graph.KindLimitExceeded {
		t.Error(err)
	}
}

func TestPartsAreEachOnceAndNotTooMany(t *testing.T) {
	parts := map[graph.ID][]graph.ID{"org:a": {"org:b", "org:c"}, "org:b": {"org:d"}, "org:c": {"org:d", "org:e"}, "org:d": {"org:f"}}
	below := func(level []graph.ID) (out [][]graph.Hop, err error) {
		for _, id := range level {
			var hops []graph.Hop
			for _, part := range parts[id] {
				hops = append(hops, graph.Hop{Other: &graph.Organization{Header: graph.Header{ID: part}}})
			}
			out = append(out, hops)
		}
		return out, nil
	}
	for _, c := range []struct {
		levels, most int
		want         []graph.ID
		more         bool
	}{
		{0, 9, []graph.ID{"org:a"}, false},
		{1, 9, []graph.ID{"org:a", "org:b", "org:c"}, false},
		{2, 9, []graph.ID{"org:a", "org:b", "org:c", "org:d", "org:e"}, false},
		{9, 4, []graph.ID{"org:a", "org:b", "org:c", "org:d"}, true},
		{9, 6, []graph.ID{"org:a", "org:b", "org:c", "org:d", "org:e", "org:f"}, false},
	} {
		got, err := timeline.Parts([]graph.ID{"org:a"}, c.levels, c.most, below)
		if err != nil || got.More != c.more || cmp.Diff(c.want, got.IDs) != "" || len(got.Of) != len(c.want) {
			t.Errorf("%d levels, at most %d: %+v, %v; want %v", c.levels, c.most, got, err, c.want)
		}
	}
}

func TestChangePointsAreThoseOfPartiesToo(t *testing.T) {
	var b records
	b.node(&graph.State{Header: graph.Header{ID: "state:XAA", Name: "Aland"}})
	b.node(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "Pact"}})
	party := &graph.PartyTo{RelationshipHeader: from("state:XAA", "treaty:x", graph.Period{}), Signed: day(1949), InForce: day(1951), Ended: day(1953)}
	b.relationship(party, "")
	dates, err := timeline.ChangePoints(t.Context(), b.world(t), []graph.ID{"state:XAA", "state:XZZ"}, graph.Period{})
	if diff := cmp.Diff([]string{"1949-01-01", "1951-01-01", "1953-01-01"}, strings.Fields(strings.Trim(fmt.Sprint(dates), "[]"))); diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
