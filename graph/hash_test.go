package graph_test

import (
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func TestFingerprintsAddAndSubtractModulo2To128(t *testing.T) {
	modulus := new(big.Int).Lsh(big.NewInt(1), 128)
	number := func(h graph.Hash) *big.Int { return new(big.Int).SetBytes(h[:]) }
	hash := rapid.Custom(func(t *rapid.T) (h graph.Hash) {
		// Bytes of 0 and 255 often, so that carries run far.
		for i := range h {
			h[i] = rapid.SampledFrom([]byte{0, 0xff, 1, 0x80, byte(i)}).Draw(t, "byte")
		}
		return h
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := hash.Draw(t, "a"), hash.Draw(t, "b")
		sum := new(big.Int).Mod(new(big.Int).Add(number(a), number(b)), modulus)
		if got := a.Add(b); number(got).Cmp(sum) != 0 {
			t.Fatalf("%s + %s = %s", a, b, got)
		}
		difference := new(big.Int).Mod(new(big.Int).Sub(number(a), number(b)), modulus)
		if got := a.Sub(b); number(got).Cmp(difference) != 0 {
			t.Fatalf("%s - %s = %s", a, b, got)
		}
		if back, err := graph.ParseHash(a.String()); err != nil || back != a {
			t.Fatalf("%s is read back as %s, %v", a, back, err)
		}
	})
	for _, s := range []string{"", "00", "zz", string(make([]byte, 32)), "000000000000000000000000000000000"} {
		if _, err := graph.ParseHash(s); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestAHashIsOfTheContentAndNotOfThePart(t *testing.T) {
	base := graph.NodeRecord{ID: "state:A", Label: graph.LabelState, Dataset: "dataset:d", Properties: graph.Properties{"name": "A", "latitude": 1.5}}
	changed := map[string]func(r *graph.NodeRecord){
		"id": func(r *graph.NodeRecord) { r.ID = "state:B" }, "dataset": func(r *graph.NodeRecord) { r.Dataset = "dataset:e" },
		"discriminator": func(r *graph.NodeRecord) { r.Discriminator = "2" }, "priority": func(r *graph.NodeRecord) { r.Priority = 1 },
		"property": func(r *graph.NodeRecord) { r.Properties = graph.Properties{"name": "B", "latitude": 1.5} },
		"fewer":    func(r *graph.NodeRecord) { r.Properties = graph.Properties{"name": "A"} },
		"source":   func(r *graph.NodeRecord) { r.Source = "source:s" }, "locator": func(r *graph.NodeRecord) { r.Locator = "x:1" },
		"confidence": func(r *graph.NodeRecord) { n := 0; r.Confidence = &n },
	}
	seen := map[graph.Hash]string{base.Hash(): "base"}
	for name, change := range changed {
		r := base
		change(&r)
		if other, known := seen[r.Hash()]; known {
			t.Errorf("another %s has the hash of %s", name, other)
		}
		seen[r.Hash()] = name
	}
	same := base
	same.Part = "a.csv"
	same.Properties = graph.Properties{"latitude": 1.5, "name": "A"}
	if same.Hash() != base.Hash() {
		t.Error("the part, or the order of writing, changes the hash")
	}
}

// A hash is kept in every store, so it must not change from one release to the next: it is that of the record's JSON.
func TestAHashIsThatOfTheRecordsJSON(t *testing.T) {
	value := rapid.OneOf(rapid.Map(rapid.String(), func(s string) any { return s }), rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.Float64(), func(f float64) any { return f }), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.SliceOf(rapid.String()), func(l []string) any { return l }), rapid.Just[any]([]string(nil)))
	text := rapid.OneOf(rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"<a&b>", "\u2028", "a\"b\\c", "\x7f", "\xff", "plain"}))
	hash := func(v any) graph.Hash {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(b)
		return graph.Hash(sum[:16])
	}
	rapid.Check(t, func(t *rapid.T) {
		p := graph.Properties(rapid.MapOf(text, value).Draw(t, "properties"))
		confidence := rapid.Ptr(rapid.IntRange(0, 100), true).Draw(t, "confidence")
		n := graph.NodeRecord{
			ID: graph.ID(text.Draw(t, "id")), Label: graph.LabelState, Dataset: "dataset:d", Discriminator: text.Draw(t, "discriminator"),
			Priority: rapid.Int().Draw(t, "priority"), Properties: p, Source: graph.ID(text.Draw(t, "source")), Locator: text.Draw(t, "locator"), Confidence: confidence,
		}
		if n.Hash() != hash(n) {
			t.Fatalf("%+v: hash %s, of its JSON %s", n, n.Hash(), hash(n))
		}
		r := graph.RelationshipRecord{
			Type: graph.BordersType, From: n.ID, To: n.Source, Discriminator: n.Discriminator, Dataset: "dataset:d", Properties: p, Source: n.Source,
			Locator: n.Locator, Confidence: confidence, Derived: rapid.Bool().Draw(t, "derived"),
		}
		if r.Hash() != hash(r) {
			t.Fatalf("%+v: hash %s, of its JSON %s", r, r.Hash(), hash(r))
		}
	})
}
