package form_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
)

// dictionary numbers texts of a first letter, and takes the values of some properties for words.
type dictionary struct {
	first   string
	again   func(property string) bool
	numbers map[string]uint64
	list    []any
}

func (d *dictionary) Number(text string) uint64 {
	if text == "" || text[:1] != d.first {
		return 0
	}
	if n, ok := d.numbers[text]; ok {
		return n
	}
	d.list = append(d.list, text)
	d.numbers[text] = uint64(len(d.list))
	return uint64(len(d.list))
}
func (d *dictionary) Again(property string) bool     { return d.again(property) }
func (d *dictionary) Met(text string) (any, uint64)  { return text, 0 }
func (d *dictionary) At(n uint64) (text any, _ bool) { return d.list[n-1], true }

func TestACopyIsWhatWouldHaveBeenWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := &dictionary{"a", func(string) bool { return true }, map[string]uint64{}, nil}
		some := &dictionary{"a", func(p string) bool { return p == "a" }, map[string]uint64{}, nil}
		text := rapid.SampledFrom([]string{"", "a", "ab", "b", "abc"})
		value := rapid.OneOf(rapid.Map(text, func(s string) any { return s }), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
			rapid.Map(rapid.Int64(), func(n int64) any { return n }), rapid.Map(rapid.Float64(), func(f float64) any { return f }),
			rapid.Map(rapid.SliceOf(text), func(l []string) any { return l }))
		from, to, want := form.NewWriter(all), form.NewWriter(some), form.NewWriter(some)
		if rapid.Bool().Draw(t, "remember") {
			to.Remember()
		}
		var records []graph.RelationshipRecord
		for range rapid.IntRange(1, 4).Draw(t, "records") {
			r := graph.RelationshipRecord{
				Part: text.Draw(t, "part"), Source: graph.ID(text.Draw(t, "source")), Locator: text.Draw(t, "locator"), Derived: rapid.Bool().Draw(t, "derived"),
				Confidence: rapid.Ptr(rapid.IntRange(0, 100), true).Draw(t, "confidence"), Properties: rapid.MapOf(rapid.SampledFrom([]string{"a", "b", "ab"}), value).Draw(t, "properties"),
			}
			records = append(records, r)
			from.Relationship(&r)
			want.Relationship(&r)
		}
		copied, skipped := form.Reader{Bytes: string(from.Bytes), Texts: all}, form.Reader{Bytes: string(from.Bytes), Texts: all}
		for _, r := range records {
			shown := graph.Properties{}
			confidence := to.Copy(&copied, func(name string, value any) { shown[name] = value })
			if diff := cmp.Diff(r.Properties, shown, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()) + cmp.Diff(r.Confidence, confidence); diff != "" {
				t.Fatal(diff)
			}
			skipped.Skip()
		}
		if string(to.Bytes) != string(want.Bytes) || copied.Bytes+skipped.Bytes != "" || copied.Bad || skipped.Bad {
			t.Fatalf("copied %x, want %x; %d and %d bytes are left", to.Bytes, want.Bytes, len(copied.Bytes), len(skipped.Bytes))
		}
		back := form.Reader{Bytes: string(to.Bytes), Texts: some}
		for _, want := range records {
			var got graph.RelationshipRecord
			back.Relationship(&got)
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
