package graphtest

import (
	"fmt"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
)

// allChanges pages through changes and checks the size of each page.
func allChanges(t testing.TB, s graph.Store, q graph.ChangeQuery) []graph.Change {
	t.Helper()
	var out []graph.Change
	for range 10_000 {
		page, err := s.Changes(t.Context(), q)
		if err != nil {
			t.Fatalf("Changes(%+v): %v", q, err)
		}
		if n := len(page.Changes); n > q.Limit || page.Next != "" && n == 0 {
			t.Fatalf("Changes(%+v): %d changes, next %q", q, n, page.Next)
		}
		out = append(out, page.Changes...)
		if page.Next == "" {
			return out
		}
		q.After = page.Next
	}
	t.Fatalf("Changes(%+v): pages have no end", q)
	return nil
}

func created(commit int64, r graph.NodeRecord) graph.Change {
	return graph.Change{Commit: commit, NodeAfter: &r}
}

func linked(commit int64, r graph.RelationshipRecord) graph.Change {
	return graph.Change{Commit: commit, RelationshipAfter: &r}
}

// history makes four commits and returns what they did.
func history(t *testing.T, s graph.Store) []graph.Change {
	a, b, c := states("A")[0], states("B")[0], by(state("A-B", "AB"), beta, 10)
	ab, ba := allied("A", "B", ""), allied("B", "A", "x|y", from(beta))
	put(t, s, []graph.NodeRecord{a, b}, ab)
	put(t, s, []graph.NodeRecord{c}, ba)
	other, longer := state("A", "Other"), allied("A", "B", "", during("1950", ""))
	apply(t, s, graph.Batch{Nodes: []graph.NodeRecord{other, b}, Relationships: []graph.RelationshipRecord{longer}})
	retract(t, s, beta)
	return []graph.Change{
		created(1, a), created(1, b), linked(1, ab), created(2, c), linked(2, ba),
		{Commit: 3, NodeBefore: &a, NodeAfter: &other},
		{Commit: 3, RelationshipBefore: &ab, RelationshipAfter: &longer},
		{Commit: 4, NodeBefore: &c},
		{Commit: 4, RelationshipBefore: &ba},
	}
}

// selected are those of changes that a query asks for.
func selected(all []graph.Change, q graph.ChangeQuery) (out []graph.Change) {
	for _, c := range all {
		if c.Commit > q.Since && (q.Until == 0 || c.Commit <= q.Until) && concerns(c, q.Dataset, q.About) {
			out = append(out, c)
		}
	}
	return out
}

func concerns(c graph.Change, dataset, about graph.ID) bool {
	n, r := c.Record()
	if n != nil {
		return (dataset == "" || n.Dataset == dataset) && (about == "" || n.ID == about)
	}
	return (dataset == "" || r.Dataset == dataset) && (about == "" || r.From == about || r.To == about)
}

var changeCases = []testCase{
	{"changes come by commit, then node records by key, then relationships by id", func(t *testing.T, s graph.Store) {
		all := history(t, s)
		for since := range int64(5) {
			for _, until := range []int64{0, since, since + 1, 4, 9} {
				for _, dataset := range []graph.ID{"", alpha, beta, "dataset:none"} {
					for _, about := range []graph.ID{"", "state:A", "state:A-B", "state:none"} {
						q := graph.ChangeQuery{Since: since, Until: until, Dataset: dataset, About: about, Limit: 1 + int(since)}
						if q.Validate() == nil {
							same(t, fmt.Sprintf("%+v", q), selected(all, q), allChanges(t, s, q))
						}
					}
				}
			}
		}
		for i, c := range all {
			want := []graph.ChangeKind{
				graph.ChangeCreated, graph.ChangeCreated, graph.ChangeCreated, graph.ChangeCreated, graph.ChangeCreated,
				graph.ChangeChanged, graph.ChangeChanged, graph.ChangeRemoved, graph.ChangeRemoved,
			}[i]
			same(t, fmt.Sprintf("kind of change %d", i), want, c.Kind())
		}
	}},
	{"a change has the records wholly", func(t *testing.T, s graph.Store) {
		a := state("A", hostile[0], hostile[8])
		a.Source, a.Locator, a.Confidence, a.Discriminator, a.Part = "source:s", "a.csv:1", new(0), "x|y", "a.csv"
		a.Properties.Cite(graph.Citation{Property: "name", Source: "source:other", Quotation: "is called A", Checked: graph.CheckedText})
		r := allied("A", "A", "d|e", during("1950-06", "1953"), func(r *graph.AlliedWith) {
			r.Binding, r.Derived, r.SourceID, r.Locator = new(true), true, "source:s", "row 7"
			r.Conditions = []graph.Condition{{Kind: graph.ConditionOther, Text: "x"}}
		})
		put(t, s, []graph.NodeRecord{a}, r)
		apply(t, s, graph.Batch{RemoveNodes: []string{a.Key()}, RemoveRelationships: recordIDs(r)})
		want := []graph.Change{created(1, a), linked(1, r), {Commit: 2, NodeBefore: &a}, {Commit: 2, RelationshipBefore: &r}}
		same(t, "changes", want, allChanges(t, s, graph.ChangeQuery{Limit: 10}))
	}},
	{"a record that a run replaced and brought back did not change", func(t *testing.T, s graph.Store) {
		put(t, s, states("A"))
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: []graph.NodeRecord{state("A", "Other"), states("B")[0]}})
		apply(t, s, graph.Batch{Run: with(loadRun("one", 2), graph.LoadFinished), Nodes: states("A")})
		same(t, "changes", []graph.Change{created(2, states("B")[0])},
			allChanges(t, s, graph.ChangeQuery{Since: 1, Limit: 10}))
	}},
	{"wrong questions about changes are refused", func(t *testing.T, s graph.Store) {
		history(t, s)
		for _, q := range []graph.ChangeQuery{
			{},
			{Limit: graph.MaxRecords + 1},
			{Limit: 1, After: "?"},
			{Limit: 1, Since: -1},
			{Limit: 1, Since: 3, Until: 2},
		} {
			wantKind(t, failure(s.Changes(t.Context(), q)), graph.KindInvalid)
		}
	}},
	{"compacting forgets what was before, and only that", func(t *testing.T, s graph.Store) {
		all := history(t, s)
		list := allCommits(t, s, 10)
		before := stats(t, s)
		same(t, "commits forgotten", 2, must(s.Compact(t.Context(), graph.KnownAt{Commit: 3}))(t))
		same(t, "stats", before, stats(t, s))
		same(t, "commits", list[2:], allCommits(t, s, 10))
		r, _ := at(t, s, graph.KnownAt{Commit: 3})
		same(t, "fingerprint of commit 3", list[2].Fingerprint, stats(t, r).Fingerprint)
		answersAs(t, NewModel([]graph.NodeRecord{state("A", "Other"), states("B")[0], by(state("A-B", "AB"), beta, 10)},
			[]graph.RelationshipRecord{allied("A", "B", "", during("1950", "")), allied("B", "A", "x|y", from(beta))}), r)
		for _, known := range []graph.KnownAt{
			{Commit: 1},
			{Commit: 2},
			{Instant: list[1].Time},
			{Instant: list[2].Time.Add(-time.Microsecond)},
			{Version: list[0].Fingerprint.String()},
		} {
			_, _, err := s.At(t.Context(), known)
			wantKind(t, err, graph.KindNotFound)
		}
		for _, since := range []int64{1, 2} {
			wantKind(t, failure(s.Changes(t.Context(), graph.ChangeQuery{Since: since, Limit: 10})), graph.KindNotFound)
		}
		for _, since := range []int64{0, 3} {
			same(t, "changes", selected(all, graph.ChangeQuery{Since: 3}),
				allChanges(t, s, graph.ChangeQuery{Since: since, Limit: 10}))
		}
		same(t, "commits forgotten again", 0, must(s.Compact(t.Context(), graph.KnownAt{Commit: 3}))(t))
		put(t, s, states("C"))
		same(t, "the next commit", int64(5), newest(t, s).Number)
		same(t, "commits forgotten up to the newest", 2, must(s.Compact(t.Context(), graph.KnownAt{}))(t))
		wantKind(t, failure(s.Compact(t.Context(), graph.KnownAt{Commit: 9})), graph.KindNotFound)
	}},
	{"compacting leaves what a run has gathered", func(t *testing.T, s graph.Store) {
		history(t, s)
		apply(t, s, graph.Batch{Run: loadRun("one", 1), Nodes: states("R"), Relationships: pairs("R-A")})
		must(s.Compact(t.Context(), graph.KnownAt{}))(t)
		apply(t, s, graph.Batch{Run: with(loadRun("one", 2), graph.LoadFinished)})
		same(t, "name", "State R", nameOf(t, s, "state:R"))
		c := newest(t, s)
		same(t, "commit", []any{int64(5), "one"}, []any{c.Number, c.Run})
	}},
}
