package graphtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
)

// at reads the store as it was known.
func at(t testing.TB, s graph.Store, known graph.KnownAt) (graph.Reader, graph.Commit) {
	t.Helper()
	r, commit, err := s.At(t.Context(), known)
	if err != nil {
		t.Fatalf("At(%s): %v", known, err)
	}
	return r, commit
}

// allCommits pages through the commits; the oldest comes first.
func allCommits(t testing.TB, s graph.Store, first int) []graph.Commit {
	t.Helper()
	var out []graph.Commit
	for q := (graph.CommitQuery{First: first}); ; {
		page, err := s.Commits(t.Context(), q)
		if err != nil || len(page) > first {
			t.Fatalf("Commits(%+v): %d commits, %v", q, len(page), err)
		}
		for _, c := range page {
			if n := len(out); n > 0 && out[0].Number != c.Number+1 {
				t.Fatalf("commit %d comes behind %d", c.Number, out[0].Number)
			}
			out = append([]graph.Commit{c}, out...)
			q.Before = c.Number
		}
		if len(page) < first {
			return out
		}
	}
}

// newest is the newest commit, the zero Commit where there is none.
func newest(t testing.TB, s graph.Store) graph.Commit {
	t.Helper()
	for _, c := range must(s.Commits(t.Context(), graph.CommitQuery{First: 1}))(t) {
		return c
	}
	return graph.Commit{}
}

func nameOf(t testing.TB, r graph.Reader, id graph.ID) string {
	t.Helper()
	if n := node(t, r, id); n != nil {
		return n.Head().Name
	}
	return ""
}

// renamed publishes a commit that gives state:A a name, and returns it.
func renamed(t testing.TB, s graph.Store, name string) graph.Commit {
	t.Helper()
	put(t, s, []graph.NodeRecord{state("A", name)})
	return newest(t, s)
}

var ledgerCases = []testCase{
	{"an empty store has no commits and can be read", func(t *testing.T, s graph.Store) {
		r, commit := at(t, s, graph.KnownAt{})
		same(t, "commit", graph.Commit{}, commit)
		same(t, "name", "", nameOf(t, r, "state:A"))
		same(t, "commits", []graph.Commit{}, allCommits(t, s, 5))
		for _, known := range []graph.KnownAt{{Commit: 1}, {Instant: time.Now()}, {Version: strings.Repeat("ab", 16)}} {
			_, _, err := s.At(t.Context(), known)
			wantKind(t, err, graph.KindNotFound)
		}
		same(t, "changes", graph.ChangePage{}, must(s.Changes(t.Context(), graph.ChangeQuery{Limit: 10}))(t))
	}},
	{"each batch without a run is a commit", func(t *testing.T, s graph.Store) {
		before := time.Now()
		first := apply(t, s, graph.Batch{Nodes: states("A", "B"), Relationships: pairs("A-B")})
		one := stats(t, s).Fingerprint
		second := apply(t, s, graph.Batch{Nodes: []graph.NodeRecord{by(state("A", "A"), beta, 1), state("A", "New")}})
		two := stats(t, s).Fingerprint
		list := allCommits(t, s, 10)
		if len(list) != 2 {
			t.Fatalf("%d commits, want 2: %+v", len(list), list)
		}
		for i, c := range list {
			if zone, offset := c.Time.Zone(); offset != 0 || c.Time.Nanosecond()%1000 != 0 {
				t.Errorf("time %v in %s: want UTC and whole microseconds", c.Time, zone)
			}
			if c.Time.Before(before.Add(-time.Minute)) || c.Time.After(time.Now().Add(time.Minute)) ||
				i > 0 && !c.Time.After(list[i-1].Time) {
				t.Errorf("commit %d was made at %v", c.Number, c.Time)
			}
			list[i].Time = time.Time{}
		}
		same(t, "commits", []graph.Commit{
			{Number: 1, Kind: graph.CommitEdit, Dataset: alpha, Result: first, Fingerprint: one},
			{Number: 2, Kind: graph.CommitEdit, Result: second, Fingerprint: two}, // of two datasets
		}, list)
	}},
	{"what changes nothing is no commit", func(t *testing.T, s graph.Store) {
		b := graph.Batch{Nodes: states("A", "B"), Relationships: pairs("A-B")}
		apply(t, s, b)
		want := newest(t, s)
		apply(t, s, b)
		apply(t, s, graph.Batch{RemoveNodes: []string{"state:Z|dataset:alpha|"}})
		apply(t, s, graph.Batch{})
		retract(t, s, beta)
		same(t, "newest commit", want, newest(t, s))
	}},
	{"commits are made in a row by writers at the same time", func(t *testing.T, s graph.Store) {
		done := make(chan error)
		for w := range 4 {
			go func() {
				var err error
				for i := 0; i < 5 && err == nil; i++ {
					_, err = s.Apply(t.Context(), graph.Batch{Nodes: states(fmt.Sprintf("W%d%d", w, i))})
				}
				done <- err
			}()
		}
		for range 4 {
			if err := <-done; err != nil {
				t.Errorf("Apply: %v", err)
			}
		}
		list := allCommits(t, s, 3) // which looks at the numbers
		if len(list) != 20 {
			t.Fatalf("%d commits, want 20", len(list))
		}
		for i := range list {
			r, _ := at(t, s, graph.KnownAt{Commit: list[i].Number})
			st := stats(t, r)
			same(t, fmt.Sprintf("commit %d", list[i].Number), []any{i + 1, list[i].Fingerprint}, []any{st.Nodes[graph.LabelState], st.Fingerprint})
		}
	}},
	{"a retraction is one commit", func(t *testing.T, s graph.Store) {
		var b graph.Batch
		for i := range 2000 {
			b.Nodes = append(b.Nodes, state(fmt.Sprintf("N%04d", i), "N"))
			b.Relationships = append(b.Relationships, allied(fmt.Sprintf("N%04d", i), "N0000", ""))
		}
		apply(t, s, b)
		put(t, s, []graph.NodeRecord{by(state("N0001", "kept"), beta, 1)})
		last := newest(t, s)
		result := retract(t, s, alpha)
		got := newest(t, s)
		same(t, "commit", graph.Commit{
			Number: last.Number + 1, Kind: graph.CommitRetraction, Time: got.Time,
			Dataset: alpha, Result: result,
			Fingerprint: stats(t, s).Fingerprint,
		}, got)
		r, _ := at(t, s, graph.KnownAt{Commit: last.Number})
		st := stats(t, r)
		same(t, "before the retraction", []any{2000, 2000, last.Fingerprint}, []any{st.Nodes[graph.LabelState], st.Relationships[graph.AlliedWithType], st.Fingerprint})
		same(t, "name before the retraction", "N", nameOf(t, r, "state:N0001"))
	}},
	{"old commits are read by number, instant, version and prefix", func(t *testing.T, s graph.Store) {
		var list []graph.Commit
		for i := range 4 {
			list = append(list, renamed(t, s, fmt.Sprintf("name %d", i)))
			time.Sleep(2 * time.Millisecond)
		}
		for i, c := range list {
			name := fmt.Sprintf("name %d", i)
			for _, known := range []graph.KnownAt{
				{Commit: c.Number},
				{Instant: c.Time},
				{Instant: c.Time.Add(time.Microsecond)},
				{Instant: c.Time.In(time.FixedZone("east", 9*3600))},
				{Version: c.Fingerprint.String()},
				{Version: c.Fingerprint.String()[:8]},
			} {
				r, commit := at(t, s, known)
				same(t, known.String(), c, commit)
				same(t, known.String()+": name", name, nameOf(t, r, "state:A"))
				same(t, known.String()+": found", stateIDs("A"), find(t, r, graph.NodeQuery{Text: name, First: 5}))
				other := graph.NodeQuery{Text: fmt.Sprintf("name %d", (i+1)%4), First: 5}
				same(t, known.String()+": found by another name", stateIDs(), find(t, r, other))
			}
		}
		for _, known := range []graph.KnownAt{{}, {Instant: time.Now().Add(time.Hour)}} {
			_, commit := at(t, s, known)
			same(t, known.String(), list[3], commit)
		}
	}},
	{"a version that came again is that of its newest commit", func(t *testing.T, s graph.Store) {
		first := renamed(t, s, "one")
		renamed(t, s, "two")
		last := renamed(t, s, "one")
		if first.Fingerprint != last.Fingerprint {
			t.Fatalf("fingerprints %s, %s", first.Fingerprint, last.Fingerprint)
		}
		_, commit := at(t, s, graph.KnownAt{Version: first.Fingerprint.String()})
		same(t, "commit", last, commit)
	}},
	{"what was never known is NOT_FOUND with what there is", func(t *testing.T, s graph.Store) {
		first := renamed(t, s, "one")
		last := renamed(t, s, "two")
		for known, want := range map[graph.KnownAt]string{
			{Commit: 7}: fmt.Sprint(last.Number),
			{Instant: first.Time.Add(-time.Microsecond)}: first.Time.Format(time.DateOnly),
			{Instant: first.Time.AddDate(-1, 0, 0)}:      first.Time.Format(time.DateOnly),
			{Version: strings.Repeat("5a", 16)}:          fmt.Sprintf("commit %d", last.Number),
		} {
			_, _, err := s.At(t.Context(), known)
			wantKind(t, err, graph.KindNotFound)
			if err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the message %q does not say %q", known, err, want)
			}
		}
		for _, first := range []int{0, graph.MaxFirst + 1} {
			wantKind(t, failure(s.Commits(t.Context(), graph.CommitQuery{First: first})), graph.KindInvalid)
		}
	}},
	{"every question is answered as it would have been", func(t *testing.T, s graph.Store) {
		old := graph.Batch{Nodes: states("A", "B", "C"), Relationships: []graph.RelationshipRecord{allied("A", "B", "",
			during("1950", "")), pairs("B-C")[0]}}
		old.Nodes[0].Properties["identifiers"] = []string{`{"scheme":"COW","value":"1"}`}
		apply(t, s, old)
		then := newest(t, s)
		apply(t, s, graph.Batch{
			Nodes:               []graph.NodeRecord{state("A", "Other"), by(state("B", "Beta's"), beta, 90)},
			Relationships:       append(pairs("A-C"), allied("A", "B", "", during("1960", ""))),
			RemoveRelationships: recordIDs(pairs("B-C")...),
		})
		retract(t, s, alpha)
		r, _ := at(t, s, graph.KnownAt{Commit: then.Number})
		answersAs(t, modelOf(old), r)
	}},
	{"a reader stays as it is while others write", func(t *testing.T, s graph.Store) {
		apply(t, s, ring(0))
		r, commit := at(t, s, graph.KnownAt{})
		written := make(chan error)
		go func() {
			var err error
			for n := 1; n <= 10 && err == nil; n++ {
				_, err = s.Apply(t.Context(), ring(n))
			}
			written <- err
		}()
		model := modelOf(ring(0))
		for done := false; !done; {
			select {
			case err := <-written:
				if err != nil {
					t.Errorf("Apply: %v", err)
				}
				done = true
			default:
			}
			same(t, "fingerprint", commit.Fingerprint, stats(t, r).Fingerprint)
			want, _ := model.Expand(t.Context(), stateIDs("N00"), graph.HopQuery{PerNode: 500})
			got := must(r.Expand(t.Context(), stateIDs("N00"), graph.HopQuery{PerNode: 500}))(t)
			same(t, "hops", want, got)
			if t.Failed() {
				return
			}
		}
		same(t, "name of the beginning", "name 0", nameOf(t, r, "state:N07"))
		same(t, "name of the end", "name 10", nameOf(t, s, "state:N07"))
	}},
}

// answersAs asks one question of each kind of a reader and of the model.
func answersAs(t *testing.T, m *Model, r graph.Reader) {
	t.Helper()
	ctx := t.Context()
	ids := append(stateIDs("A", "B", "C"), "state:Z")
	links := m.rels
	for name, ask := range map[string]func(graph.Reader) (any, error){
		"Nodes": func(r graph.Reader) (any, error) { return r.Nodes(ctx, ids) },
		"Relationships": func(r graph.Reader) (any, error) {
			return r.Relationships(ctx, append(relationshipIDs(links), recordIDs(pairs("A-C")...)...))
		},
		"Lookup": func(r graph.Reader) (any, error) {
			return r.Lookup(ctx, []graph.IdentifierRef{{Scheme: graph.SchemeCOW, Value: "1"}}, 0)
		},
		"Expand": func(r graph.Reader) (any, error) { return r.Expand(ctx, ids, graph.HopQuery{PerNode: 10}) },
		"Expand on a day": func(r graph.Reader) (any, error) {
			return r.Expand(ctx, ids, graph.HopQuery{PerNode: 10, Filter: graph.Filter{On: day("1955-01-01")}})
		},
		"Degrees": func(r graph.Reader) (any, error) { return r.Degrees(ctx, ids, graph.DegreeQuery{}) },
		"Neighborhood": func(r graph.Reader) (any, error) {
			return r.Neighborhood(ctx, graph.NeighborhoodQuery{Of: ids[:1], Hops: 2, PerNode: 10, Limit: 10})
		},
		"Paths": func(r graph.Reader) (any, error) {
			out, err := r.Paths(ctx, graph.PathQuery{From: "state:A", To: stateIDs("C"), MaxHops: 3, Limit: 5})
			out.ExploredNodes = 0
			return out, err
		},
		"Statements": func(r graph.Reader) (any, error) { return r.Statements(ctx, ids) },
		"Stats":      func(r graph.Reader) (any, error) { return r.Stats(ctx) },
		"Records": func(r graph.Reader) (any, error) {
			return r.Records(ctx, graph.RecordQuery{Limit: 100})
		},
		"Find": func(r graph.Reader) (any, error) {
			page, err := r.Find(ctx, graph.NodeQuery{First: 10, Total: true, Order: graph.Order{Property: "name"}})
			return []any{nodeIDs(page.Nodes), page.Total}, err
		},
		"Find by dataset": func(r graph.Reader) (any, error) {
			page, err := r.Find(ctx, graph.NodeQuery{
				First: 10, Datasets: []graph.ID{alpha},
				Related: []graph.RelatedTo{{Types: []graph.RelationshipType{graph.AlliedWithType}}},
			})
			return nodeIDs(page.Nodes), err
		},
	} {
		want, _ := ask(m)
		got, err := ask(r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		same(t, name, want, got)
	}
}
