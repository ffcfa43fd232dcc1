package resolvers_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

type shownPage struct {
	Nodes []struct {
		ID, Kind, DataVersion string
		Number                int
		Commit                struct{ Number int }
		Node, From, To        *struct{ ID string }
		RelationshipType      *string
		Dataset               *struct{ ID string }
		Properties            []struct {
			Property      string
			Before, After any
		}
	}
	Edges    []struct{ Cursor string }
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		EndCursor                    string
	}
}

func TestCommitsComeNewestFirst(t *testing.T) {
	store := inMemory(t)
	for i := range 7 {
		renamed(t, store, fmt.Sprintf("Name %d", i))
	}
	h := httpapitest.Handler(store)
	var numbers []int
	var after any
	for range 10 {
		var data struct{ Commits shownPage }
		httpapitest.Data(t, h, `query ($after: String) { commits(first: 3, after: $after) {
			nodes { number kind time dataset { id } run result { nodesChanged } dataVersion } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
			map[string]any{"after": after}, &data)
		for _, c := range data.Commits.Nodes {
			numbers = append(numbers, c.Number)
		}
		if data.Commits.PageInfo.HasPreviousPage != (after != nil) {
			t.Errorf("behind %v: %+v", after, data.Commits.PageInfo)
		}
		if after = data.Commits.PageInfo.EndCursor; !data.Commits.PageInfo.HasNextPage {
			break
		}
	}
	if diff := cmp.Diff([]int{7, 6, 5, 4, 3, 2, 1}, numbers); diff != "" {
		t.Error(diff)
	}
	for arguments, want := range map[string]string{
		`last: 3`: "[3 2 1] behind", `last: 30`: "[7 6 5 4 3 2 1]",
		`last: 2, before: "%3"`: "[5 4] behind, more", `last: 9, before: "%3"`: "[7 6 5 4] more",
		`last: 9, before: "%3", after: "%6"`: "[5 4] behind, more", `last: 1, after: "%3"`: "[1] behind",
		`before: "%3"`: "[7 6 5 4] more", `first: 2, before: "%3"`: "[7 6] more", `last: 3, before: "%7"`: "[] more",
		`last: 3, knownAt: "commit 4"`: "[3 2 1] behind",
	} {
		cursor := regexp.MustCompile(`%(\d)`).ReplaceAllStringFunc(arguments, func(number string) string {
			return base64.RawURLEncoding.EncodeToString([]byte("commit:" + number[1:]))
		})
		var data struct{ Commits shownPage }
		httpapitest.Data(t, h, fmt.Sprintf(`{ commits(%s) { nodes { number } pageInfo { hasNextPage hasPreviousPage } } }`, cursor), nil, &data)
		numbers := []int{}
		for _, c := range data.Commits.Nodes {
			numbers = append(numbers, c.Number)
		}
		if got := paged(fmt.Sprint(numbers), data.Commits); got != want {
			t.Errorf("%s: %s, want %s", arguments, got, want)
		}
	}
	var data struct{ Commits shownPage }
	httpapitest.Data(t, h, `{ commits(knownAt: "commit 4") { nodes { number } } }`, nil, &data)
	if len(data.Commits.Nodes) != 4 || data.Commits.Nodes[0].Number != 4 {
		t.Errorf("as known at commit 4: %+v", data.Commits.Nodes)
	}
}

// allChanges pages through changes, so many at a time, going on behind the last or behind one before it.
func allChanges(t *testing.T, h http.Handler, arguments string, first int, behindLast bool) []string {
	t.Helper()
	var out []string
	var after any
	for range 100 {
		var data struct{ Changes shownPage }
		httpapitest.Data(t, h, fmt.Sprintf(`query ($after: String) { changes(first: %d, after: $after %s) {
			nodes { id kind commit { number } } edges { cursor } pageInfo { hasNextPage endCursor } } }`, first, arguments), map[string]any{"after": after}, &data)
		nodes, next := data.Changes.Nodes, data.Changes.PageInfo.EndCursor
		more := data.Changes.PageInfo.HasNextPage
		if n := len(nodes); !behindLast && n > 1 {
			nodes, next, more = nodes[:n-1], data.Changes.Edges[n-2].Cursor, true
		}
		for _, c := range nodes {
			out = append(out, fmt.Sprint(c.Commit.Number, " ", c.Kind, " ", c.ID))
		}
		if after = next; !more || len(nodes) == 0 {
			return out
		}
	}
	t.Fatal("pages have no end")
	return nil
}

// paged is a page in words: what is on it, and whether there is something behind it and before.
func paged(on string, p shownPage) string {
	if p.PageInfo.HasPreviousPage {
		on += " behind"
	}
	if p.PageInfo.HasNextPage {
		on += ", more"
	}
	return strings.Replace(on, "],", "]", 1)
}

// TestChangesArePagedFromTheEnd: whatever page a cursor came with, the last so many before it are those of the list.
func TestChangesArePagedFromTheEnd(t *testing.T) {
	store := inMemory(t)
	for i := range 5 {
		renamed(t, store, fmt.Sprintf("Name %d", i))
	}
	h := httpapitest.Handler(store)
	for _, about := range []string{"", `, about: "state:XAA"`} {
		whole := allChanges(t, h, about, 500, true)
		for _, size := range []int{1, 2, 3, 7} {
			// The cursors of pages of this size, each with how many changes precede it.
			var cursors []string
			var after any
			for range whole {
				var data struct{ Changes shownPage }
				httpapitest.Data(t, h, fmt.Sprintf(`query ($after: String) { changes(first: %d, after: $after %s) {
					edges { cursor } pageInfo { hasNextPage endCursor } } }`, size, about), map[string]any{"after": after}, &data)
				for _, e := range data.Changes.Edges {
					cursors = append(cursors, e.Cursor)
				}
				if after = data.Changes.PageInfo.EndCursor; !data.Changes.PageInfo.HasNextPage {
					break
				}
			}
			if len(cursors) != len(whole) {
				t.Fatalf("%d cursors of %d changes", len(cursors), len(whole))
			}
			for i, before := range append(slices.Clone(cursors), "") {
				for _, last := range []int{1, 3, 100} {
					arguments := fmt.Sprintf("last: %d %s", last, about)
					if before != "" {
						arguments += fmt.Sprintf(`, before: "%s"`, before)
					}
					var data struct{ Changes shownPage }
					httpapitest.Data(t, h, fmt.Sprintf(`{ changes(%s) { nodes { id kind commit { number } } pageInfo { hasNextPage hasPreviousPage } } }`, arguments), nil, &data)
					var got []string
					for _, c := range data.Changes.Nodes {
						got = append(got, fmt.Sprint(c.Commit.Number, " ", c.Kind, " ", c.ID))
					}
					want := whole[max(0, i-last):i]
					if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
						t.Fatalf("%s: %s", arguments, diff)
					}
					if p := data.Changes.PageInfo; p.HasPreviousPage != (i > last) || p.HasNextPage != (before != "") {
						t.Errorf("%s, the %d. of %d: %+v", arguments, i, len(whole), p)
					}
				}
			}
			// Between two cursors, and going on behind a cursor of a page from the end.
			var data struct{ Changes shownPage }
			httpapitest.Data(t, h, fmt.Sprintf(`{ changes(after: "%s", before: "%s" %s) { nodes { id } edges { cursor } pageInfo { hasNextPage } } }`,
				cursors[0], cursors[3], about), nil, &data)
			if len(data.Changes.Nodes) != 2 || !data.Changes.PageInfo.HasNextPage {
				t.Errorf("between two cursors: %+v", data.Changes)
			}
			httpapitest.Data(t, h, fmt.Sprintf(`{ changes(last: 3 %s) { edges { cursor } } }`, about), nil, &data)
			httpapitest.Data(t, h, fmt.Sprintf(`{ changes(after: "%s" %s) { nodes { id } } }`, data.Changes.Edges[0].Cursor, about), nil, &data)
			if len(data.Changes.Nodes) != 2 {
				t.Errorf("behind the last but two: %+v", data.Changes.Nodes)
			}
		}
	}
}

func TestChangesAreToldRecordByRecord(t *testing.T) {
	store := inMemory(t)
	renamed(t, store, "One")
	renamed(t, store, "Two")
	if _, err := store.Retract(t.Context(), "dataset:invented"); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	a, b, d := "state:XAA|dataset:invented|", "state:XAB|dataset:invented|", "dataset:invented|dataset:invented|"
	r := string(graph.RelationshipID(graph.BordersType, "state:XAA", "state:XAB", "", "dataset:invented"))
	all := []string{
		"1 CREATED " + d, "1 CREATED " + a, "1 CREATED " + b, "1 CREATED " + r, "2 CHANGED " + a, "2 CHANGED " + b,
		"3 REMOVED " + d, "3 REMOVED " + a, "3 REMOVED " + b, "3 REMOVED " + r,
	}
	for _, first := range []int{1, 2, 3, 4, 500} {
		for _, behindLast := range []bool{true, false} {
			if diff := cmp.Diff(all, allChanges(t, h, "", first, behindLast)); diff != "" {
				t.Errorf("%d at a time: %s", first, diff)
			}
		}
	}
	for arguments, want := range map[string][]string{
		`since: "commit 1"`:                              all[4:],
		`since: "commit 3"`:                              nil,
		`since: "1999-01-01"`:                            all,
		`since: "commit 1", until: "commit 2"`:           all[4:6],
		`knownAt: "commit 2"`:                            all[:6],
		`about: "state:XAA", knownAt: "commit 2"`:        {all[1], all[3], all[4]},
		`dataset: "dataset:invented", since: "commit 2"`: all[6:],
		`until: "commit 1", dataset: "dataset:invented"`: all[:4],
		`since: "2999-01-01"`:                            nil,
		`until: "2999-01-01", since: "commit 2"`:         all[6:],
		`since: "commit 2", until: "commit 1"`:           nil,
	} {
		if diff := cmp.Diff(want, allChanges(t, h, arguments, 2, true)); diff != "" {
			t.Errorf("%s: %s", arguments, diff)
		}
	}
	var data struct{ Changes shownPage }
	httpapitest.Data(t, h, `{ changes(since: "commit 1", until: "commit 2") { nodes { id kind node { id } relationshipType from { id } to { id } dataset { id }
		properties { property before after } } } }`, nil, &data)
	c := data.Changes.Nodes[0]
	if c.Node == nil || c.Node.ID != "state:XAA" || c.From != nil || c.RelationshipType != nil || c.Dataset.ID != "dataset:invented" || len(c.Properties) != 2 ||
		c.Properties[0].Property != "capital" || c.Properties[0].Before != "One" || c.Properties[0].After != "Two" || c.Properties[1].Property != "name" {
		t.Errorf("%+v", c)
	}
	httpapitest.Data(t, h, `{ changes(since: "commit 2") { nodes { kind node { id } relationshipType from { id } to { id } properties { property before after } } } }`, nil, &data)
	if c := data.Changes.Nodes[3]; c.Node != nil || *c.RelationshipType != "BORDERS" || c.From.ID != "state:XAA" || c.To.ID != "state:XAB" {
		t.Errorf("%+v", c)
	}
}

func TestQuestionsAboutTheLedgerThatHaveNoAnswer(t *testing.T) {
	store := inMemory(t)
	for i := range 4 {
		renamed(t, store, fmt.Sprint("Name ", i))
	}
	if _, err := store.Compact(t.Context(), graph.KnownAt{Commit: 3}); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for query, want := range map[string]string{
		`{ changes(since: "commit 1") { nodes { id } } }`:              "NOT_FOUND",
		`{ changes(since: "2000-01-01") { nodes { id } } }`:            "NOT_FOUND",
		`{ changes(since: "commit 9") { nodes { id } } }`:              "NOT_FOUND",
		`{ changes(first: 0) { nodes { id } } }`:                       "BAD_USER_INPUT",
		`{ changes(after: "x") { nodes { id } } }`:                     "BAD_USER_INPUT",
		`{ changes(about: "nobody at all") { nodes { id } } }`:         "NOT_FOUND",
		`{ commits(first: 501) { nodes { number } } }`:                 "BAD_USER_INPUT",
		`{ commits(before: "x") { nodes { number } } }`:                "BAD_USER_INPUT",
		`{ commits(first: 2, last: 2) { nodes { number } } }`:          "BAD_USER_INPUT",
		`{ changes(before: "x") { nodes { id } } }`:                    "BAD_USER_INPUT",
		`{ changes(first: 2, last: 2) { nodes { id } } }`:              "BAD_USER_INPUT",
		`{ commits(after: "x") { nodes { number } } }`:                 "BAD_USER_INPUT",
		`{ node(id: "state:XAA", knownAt: "commit 2") { name } }`:      "NOT_FOUND",
		`{ commits(first: 5, after: "Y29tbWl0Oi0x") { nodes{number}}}`: "BAD_USER_INPUT",
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != want {
			t.Errorf("%s: %s, %+v; want %s", query, answer.Data, answer.Errors, want)
		}
	}
	var data struct{ Changes, Commits shownPage }
	httpapitest.Data(t, h, `{ changes { nodes { id } } commits { nodes { number } } }`, nil, &data)
	if len(data.Changes.Nodes) != 2 || len(data.Commits.Nodes) != 2 {
		t.Errorf("what is left: %+v", data)
	}
}
