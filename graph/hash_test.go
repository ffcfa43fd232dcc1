package graph_test

import (
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
