package canonical_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/canonical"
)

// marshaled is a value as encoding/json writes it: with its names in order.
func marshaled(t testing.TB, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

func TestTheFormIsThatOfSortedNamesWithoutSpace(t *testing.T) {
	for text, want := range map[string]string{
		`{"b":1,"a":[1.50, "x\"}",null ] , "c":{}}`: `{"a":[1.50,"x\"}",null],"b":1,"c":{}}`,
		" [ ] ":                         `[]`,
		`{"ab":{"z":1,"y":2},"a":true}`: `{"a":true,"ab":{"y":2,"z":1}}`,
		`"text"`:                        `"text"`,
		`{"data":{"é":1,"e":2,"e ":3}}`: `{"data":{"e":2,"e ":3,"é":1}}`,
	} {
		if got, err := canonical.Append(nil, []byte(text)); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "{", `{"a"}`, `{"a":}`, `[1,]`, `[1 2]`, `{"a":1}x`, `"open`, `{a:1}`, `[`, `,`} {
		if got, err := canonical.Append(nil, []byte(text)); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s: %s, %v; want an error of kind INVALID", text, got, err)
		}
	}
	if _, err := canonical.Hash(bytes.Repeat([]byte("["), 100_000)); err == nil {
		t.Error("a value of any depth is read")
	}
}

func TestOrderAndSpaceDoNotCount(t *testing.T) {
	value := rapid.Deferred(func() *rapid.Generator[any] { return drawn(3) })
	rapid.Check(t, func(t *rapid.T) {
		v := value.Draw(t, "value")
		text, err := json.MarshalIndent(v, " ", "\t")
		if err != nil {
			t.Fatal(err)
		}
		compact, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		got, err := canonical.Append([]byte("before"), text)
		if err != nil || string(got) != "before"+string(compact) {
			t.Fatalf("%s\n%s, %v", text, got, err)
		}
	})
}

func drawn(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kind := rapid.IntRange(0, 5).Draw(t, "kind")
		if depth == 0 && kind > 3 {
			kind = 0
		}
		switch kind {
		case 0:
			return rapid.String().Draw(t, "string")
		case 1:
			return rapid.Float64Range(-1e6, 1e6).Draw(t, "number")
		case 2:
			return rapid.Bool().Draw(t, "bool")
		case 3:
			return nil
		case 4:
			return rapid.SliceOfN(drawn(depth-1), 0, 4).Draw(t, "list")
		}
		return rapid.MapOfN(rapid.StringMatching(`[a-zé ]{0,4}`), drawn(depth-1), 0, 20).Draw(t, "object")
	})
}

func BenchmarkHash(b *testing.B) {
	var list []any
	for i := range 200 {
		list = append(list, map[string]any{"id": i, "name": "State of something", "treaty": map[string]any{"title": "A treaty", "id": "treaty:x"}, "period": "since 1949"})
	}
	text := marshaled(b, map[string]any{"data": list})
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := canonical.Hash(text); err != nil {
			b.Fatal(err)
		}
	}
}
