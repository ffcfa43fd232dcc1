package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

func drawProperties(t *rapid.T) graph.Properties {
	if rapid.IntRange(0, 9).Draw(t, "none") == 0 {
		return nil
	}
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"1949", "", strings.Repeat("long ", 40)}))
	value := rapid.OneOf(rapid.Map(text, func(s string) any { return s }), rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.Float64(), func(f float64) any { return f }), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.SliceOf(text), func(l []string) any { return l }), rapid.Just[any]([]string(nil)))
	return graph.Properties(rapid.MapOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"from", "until", "endUncertain", "citations"})), value, 1, -1).Draw(t, "properties"))
}

func drawNode(t *rapid.T, key graph.NodeRecord) *graph.NodeRecord {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a.csv", "b.csv"}))
	key.Label, key.Part, key.Priority = graph.LabelState, text.Draw(t, "part"), rapid.Int().Draw(t, "priority")
	key.Source, key.Locator, key.Confidence = graph.ID(text.Draw(t, "source")), text.Draw(t, "locator"), rapid.Ptr(rapid.Int(), true).Draw(t, "confidence")
	key.Properties = drawProperties(t)
	return &key
}

func drawRelationship(t *rapid.T, key graph.RelationshipRecord) *graph.RelationshipRecord {
	n := drawNode(t, graph.NodeRecord{})
	key.Part, key.Source, key.Locator, key.Confidence, key.Properties = n.Part, n.Source, n.Locator, n.Confidence, n.Properties
	key.Derived = rapid.Bool().Draw(t, "derived")
	return &key
}

func drawChange(t *rapid.T) (c graph.Change) {
	id := rapid.SampledFrom([]graph.ID{"state:A", "state:B", "state:C"})
	discriminator := rapid.SampledFrom([]string{"", "2", "x|y"})
	dataset := rapid.SampledFrom([]graph.ID{"dataset:a", "dataset:b"})
	states := rapid.IntRange(1, 3).Draw(t, "states")
	if rapid.Bool().Draw(t, "node") {
		key := graph.NodeRecord{ID: id.Draw(t, "id"), Dataset: dataset.Draw(t, "dataset"), Discriminator: discriminator.Draw(t, "discriminator")}
		if states&1 != 0 {
			c.NodeBefore = drawNode(t, key)
		}
		if states&2 != 0 {
			c.NodeAfter = drawNode(t, key)
		}
		return c
	}
	key := graph.RelationshipRecord{
		Type: graph.BordersType, From: id.Draw(t, "from"), To: id.Draw(t, "to"), Dataset: dataset.Draw(t, "dataset"),
		Discriminator: discriminator.Draw(t, "discriminator"),
	}
	if states&1 != 0 {
		c.RelationshipBefore = drawRelationship(t, key)
	}
	if states&2 != 0 {
		c.RelationshipAfter = drawRelationship(t, key)
	}
	return c
}

func TestAnyChangesAreDecodedAsTheyWereEncoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		changes := rapid.SliceOf(rapid.Custom(drawChange)).Draw(t, "changes")
		block := ledger.Encode(changes)
		got, err := ledger.Decode(block)
		if err != nil {
			t.Fatal(err)
		}
		if len(changes) == 0 {
			changes = nil
		}
		if diff := cmp.Diff(changes, got); diff != "" {
			t.Fatal(diff)
		}
		if !bytes.Equal(block, ledger.Encode(got)) {
			t.Fatal("the same changes give another block")
		}
	})
}

// uncertain has what a period can say of its ends.
func uncertain() []graph.Change {
	var out []graph.Change
	for i, p := range []graph.Properties{
		{"from": "1949-04", "endUncertain": true},
		{"endUncertain": true},
		{"startUncertain": true, "until": "1990"},
		{"from": "1949-04-04", "until": "1990", "citations": []string{`{"property":"from","source":"source:s"}`}},
		nil,
		{"latitude": math.Copysign(0, -1)},
	} {
		r := graph.RelationshipRecord{Type: graph.BordersType, From: "state:A", To: "state:B", Discriminator: fmt.Sprint(i), Dataset: "dataset:a", Properties: p}
		moved := r
		moved.Part = "b.csv"
		out = append(out, graph.Change{RelationshipBefore: &r, RelationshipAfter: &moved})
	}
	return out
}

func TestDamagedBlocksAreAnErrorAndNeverAPanic(t *testing.T) {
	good := ledger.Encode(uncertain())
	for n := range good {
		if _, err := ledger.Decode(good[:n]); !errors.Is(err, ledger.ErrDamaged) {
			t.Errorf("cut to %d of %d: %v", n, len(good), err)
		}
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[n] ^= 1 << bit
			got, err := ledger.Decode(bad)
			if err == nil && cmp.Diff(uncertain(), got) != "" {
				t.Errorf("bit %d of byte %d changes what is read", bit, n)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(ledger.Encode(nil))
	f.Add(ledger.Encode(uncertain()))
	f.Fuzz(func(t *testing.T, block []byte) {
		changes, err := ledger.Decode(block)
		if err != nil {
			return
		}
		again, err := ledger.Decode(ledger.Encode(changes))
		if err != nil || cmp.Diff(changes, again) != "" {
			t.Fatalf("%v\n%s", err, cmp.Diff(changes, again))
		}
	})
}

func TestACommitOfAnySizeIsCutIntoBlocks(t *testing.T) {
	var changes []graph.Change
	for i := range 2*ledger.BlockChanges + 1 {
		r := graph.NodeRecord{ID: graph.ID(fmt.Sprintf("state:S%06d", i)), Label: graph.LabelState, Dataset: "dataset:a"}
		changes = append(changes, graph.Change{NodeAfter: &r})
	}
	blocks := ledger.Blocks(changes)
	var got []graph.Change
	for _, b := range blocks {
		part, err := ledger.Decode(b.Data)
		if err != nil || len(part) != b.Changes {
			t.Fatalf("%d of %d changes, %v", len(part), b.Changes, err)
		}
		got = append(got, part...)
	}
	if diff := cmp.Diff(changes, got); len(blocks) != 3 || diff != "" {
		t.Fatalf("%d blocks\n%s", len(blocks), diff)
	}
}

func node(id graph.ID, name string) *graph.NodeRecord {
	return &graph.NodeRecord{ID: id, Label: graph.LabelState, Dataset: "dataset:a", Properties: graph.Properties{"name": name}}
}

func TestNetChangesLeadFromTheFirstStateToTheLast(t *testing.T) {
	moved := node("state:C", "C")
	moved.Part = "p"
	got := ledger.Net([]graph.Change{
		{Commit: 1, NodeAfter: node("state:B", "1")},
		{Commit: 1, NodeBefore: node("state:C", "C"), NodeAfter: moved},
		{Commit: 2, NodeBefore: node("state:B", "1"), NodeAfter: node("state:B", "2")},
		{Commit: 2, NodeBefore: node("state:A", "1")},
		{Commit: 3, NodeAfter: node("state:A", "1")},
		{Commit: 3, NodeAfter: node("state:D", "1")},
		{Commit: 4, NodeBefore: node("state:D", "1")},
	})
	want := []graph.Change{{Commit: 2, NodeAfter: node("state:B", "2")}, {Commit: 1, NodeBefore: node("state:C", "C"), NodeAfter: moved}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantUndo := graph.Batch{RemoveNodes: []string{"state:B|dataset:a|"}, Nodes: []graph.NodeRecord{*node("state:C", "C")}}
	if diff := cmp.Diff(wantUndo, ledger.Undo(got)); diff != "" {
		t.Error(diff)
	}
	wantRedo := graph.Batch{Nodes: []graph.NodeRecord{*node("state:B", "2"), *moved}}
	if diff := cmp.Diff(wantRedo, ledger.Redo(got)); diff != "" {
		t.Error(diff)
	}
}

func commits() []graph.Commit {
	var out []graph.Commit
	for i, print := range []string{"aaaaaaaa1", "bbbbbbbbb", "aaaaaaaa2", "ccccccccc", "bbbbbbbbb"} {
		h, _ := graph.ParseHash(print + strings.Repeat("0", 23) + "")
		out = append(out, graph.Commit{Number: int64(i + 3), Time: time.Date(2024, 1, i+1, 12, 0, 0, 0, time.UTC), Fingerprint: h})
	}
	return out
}

func TestTheCommitThatIsAskedOf(t *testing.T) {
	at := func(text string) graph.KnownAt {
		k, err := graph.ParseKnownAt(text)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	history := "the store's history goes from commit 3 (2024-01-01T12:00:00Z) to commit 7 (2024-01-05T12:00:00Z)"
	for _, c := range []struct {
		known graph.KnownAt
		want  int64
		err   string
	}{
		{known: at(""), want: 7},
		{known: at("commit 3"), want: 3},
		{known: at("commit 7"), want: 7},
		{known: at("commit 2"), err: "commit 2: " + history},
		{known: at("commit 8"), err: history},
		{known: at("2024-01-01"), want: 3},
		{known: at("2023-12-31"), err: history},
		{known: at("2030-01-01"), want: 7},
		{known: at("2024-01-03T12:00:00Z"), want: 5},
		{known: at("2024-01-03T11:59:59.999999Z"), want: 4},
		{known: at("bbbbbbbb"), want: 7},
		{known: at("AAAAAAAA1"), want: 3},
		{known: at("aaaaaaaa"), err: "give more digits"},
		{known: at("dddddddd"), err: "dddddddd: " + history},
		{known: graph.KnownAt{Version: "bbb"}, err: "at least eight"},
	} {
		got, err := ledger.Find(commits(), c.known)
		if got.Number != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: commit %d, %v; want %d, %q", c.known, got.Number, err, c.want, c.err)
		}
	}
	if got, err := ledger.Find(nil, at("00000000")); err != nil || got.Number != 0 {
		t.Errorf("the empty store: %+v, %v", got, err)
	}
	if _, err := ledger.Find(nil, at("commit 1")); graph.KindOf(err) != graph.KindNotFound || !strings.Contains(err.Error(), "no commit") {
		t.Errorf("the empty store: %v", err)
	}
	page, err := ledger.Page(commits(), graph.CommitQuery{Before: 6, First: 2})
	if err != nil || len(page) != 2 || page[0].Number != 5 || page[1].Number != 4 {
		t.Errorf("a page of commits: %+v, %v", page, err)
	}
}

func TestChangesComeInPagesOfAnySize(t *testing.T) {
	var kept []ledger.Kept
	blocks := map[uint64][]byte{}
	var all []graph.Change
	for i, c := range commits()[1:] { // the first one's changes are forgotten
		k := ledger.Kept{Commit: c}
		for b := range 3 {
			var changes []graph.Change
			for j := range i + b {
				r := node(graph.ID(fmt.Sprintf("state:S%d%d%d", i, b, j)), "x")
				if j%2 == 1 {
					r.Dataset = "dataset:b"
				}
				changes = append(changes, graph.Change{NodeAfter: r})
			}
			key := uint64(len(blocks))
			blocks[key] = ledger.Encode(changes)
			k.Blocks = append(k.Blocks, ledger.Ref{Key: key, Changes: len(changes)})
			for _, change := range changes {
				change.Commit = c.Number
				all = append(all, change)
			}
		}
		kept = append(kept, k)
	}
	read := func(_ context.Context, key uint64) ([]byte, error) { return blocks[key], nil }
	for _, q := range []graph.ChangeQuery{{}, {Since: 4}, {Since: 3, Until: 5}, {Dataset: "dataset:b"}, {About: "state:S110"}, {Since: 9}, {Until: 3}} {
		var want []graph.Change
		for _, c := range all {
			if c.Commit > q.Since && (q.Until == 0 || c.Commit <= q.Until) && (q.Dataset == "" || c.NodeAfter.Dataset == q.Dataset) && (q.About == "" || c.NodeAfter.ID == q.About) {
				want = append(want, c)
			}
		}
		for limit := 1; limit < 8; limit++ {
			q.Limit, q.After = limit, ""
			var got []graph.Change
			for {
				page, err := ledger.Changes(t.Context(), q, commits(), kept, read)
				if err != nil || len(page.Changes) > limit {
					t.Fatalf("%+v: %d changes, %v", q, len(page.Changes), err)
				}
				got = append(got, page.Changes...)
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%+v: %s", q, diff)
			}
		}
	}
	for _, q := range []graph.ChangeQuery{{Since: 2, Limit: 1}, {Since: 1, Limit: 1}} {
		if _, err := ledger.Changes(t.Context(), q, commits(), kept, read); graph.KindOf(err) != graph.KindNotFound {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, q := range []graph.ChangeQuery{{}, {Limit: 1, After: "x"}, {Limit: 1, After: "0.1"}, {Limit: 1, Since: 3, Until: 2}} {
		if _, err := ledger.Changes(t.Context(), q, commits(), kept, read); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%+v: %v", q, err)
		}
	}
	blocks[1] = blocks[1][:len(blocks[1])-1]
	if _, err := ledger.Changes(t.Context(), graph.ChangeQuery{Limit: 100}, commits(), kept, read); !errors.Is(err, ledger.ErrDamaged) || graph.KindOf(err) != graph.KindInternal {
		t.Errorf("a damaged block: %v", err)
	}
}
