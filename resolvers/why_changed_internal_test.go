package resolvers

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestANameCountsWhereItStandsInQuotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune{'a', 'b', '"', ' '})).Draw(t, "text")
		word := rapid.StringOf(rapid.SampledFrom([]rune{'a', 'b', ' '})).Draw(t, "word")
		want := 0
		if word != "" && strings.Contains(text, `"`+word+`"`) {
			want = 3
		}
		if got := quotedIn(text, 3).count(word); got != want {
			t.Fatalf("%q in %q: %d, want %d", word, text, got, want)
		}
	})
}

// TestManyNamesAreFoundInALongTextInTime has as many as a retraction of the bundled data removes, in an answer of 2 MB.
func TestManyNamesAreFoundInALongTextInTime(t *testing.T) {
	long := quotedIn(strings.Repeat(`{"id":"state:XAA"},`, 100_000), 1)
	start := time.Now()
	for i := range 100_000 {
		if long.count("state:X"+strconv.Itoa(i)) != 0 {
			t.Fatal("found")
		}
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}
