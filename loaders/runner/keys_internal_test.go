package runner

import (
	"maps"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func TestKeysAreThoseOfAMapHoweverFewStayInMemory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &spill{limit: rapid.IntRange(1, 50).Draw(t, "limit")}
		defer s.close()
		k, want := s.keys(), map[string]uint64{}
		for range rapid.IntRange(0, 400).Draw(t, "steps") {
			name := strconv.Itoa(rapid.IntRange(0, 120).Draw(t, "key"))
			if rapid.IntRange(0, 4).Draw(t, "kind") == 0 {
				k.delete(hashKey(name))
				delete(want, name)
			} else {
				value := rapid.Uint64Range(0, 9).Draw(t, "value")
				k.put(hashKey(name), value)
				want[name] = value
			}
		}
		got := map[string]uint64{}
		for i := range 121 {
			if value, ok := k.get(hashKey(strconv.Itoa(i))); ok {
				got[strconv.Itoa(i)] = value
			}
		}
		if s.err != nil || !maps.Equal(got, want) {
			t.Fatalf("%v: got %v, want %v", s.err, got, want)
		}
	})
}

func TestKeysThatOutgrowTheirTableAreFoundAgain(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := &spill{limit: 1000}
	k := s.keys()
	const n = 100_000 // more than twice what the first table takes
	for i := range n {
		k.put(hashKey(strconv.Itoa(i)), uint64(i))
	}
	for i := range n {
		if value, ok := k.get(hashKey(strconv.Itoa(i))); !ok || value != uint64(i) {
			t.Fatalf("%d: got %d, %v", i, value, ok)
		}
	}
	if k.has(hashKey("-1")) || k.bits <= firstBits || len(k.recent) >= s.limit || s.err != nil {
		t.Errorf("%d bits, %d young, %v", k.bits, len(k.recent), s.err)
	}
	s.close()
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("%d files are left: %v", len(left), err)
	}
}

func TestKeysThatCannotBeKeptAreAnError(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/nowhere")
	s := &spill{limit: 2}
	k := s.keys()
	for i := range 5 {
		k.put(hashKey(strconv.Itoa(i)), 0)
	}
	if graph.KindOf(s.err) != graph.KindUnavailable || !strings.Contains(s.err.Error(), "temporary file: ") {
		t.Errorf("got %v", s.err)
	}
}
