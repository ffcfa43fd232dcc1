package httpapi

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// TestWhatIsKeptIsBoundedInBytes: the oldest goes first, and what is larger than its share is not kept.
func TestWhatIsKeptIsBoundedInBytes(t *testing.T) {
	const each = 100 + entryOverhead + 1 // with a key of one byte
	c := newByteCache[string](3*each, 2*each)
	put := func(keys string) {
		for _, key := range keys {
			c.put(string(key), "the value of "+string(key), 100)
		}
	}
	holds := func(when, want string) {
		t.Helper()
		var got strings.Builder
		for _, key := range "abcdx" {
			if _, ok := c.lru.Peek(string(key)); ok {
				got.WriteRune(key)
			}
		}
		if got.String() != want || c.used != len(want)*each {
			t.Errorf("%s: %s are kept in %d bytes; want %s", when, got.String(), c.used, want)
		}
	}
	put("abc")
	holds("as many as fit", "abc")
	put("abcabc")
	holds("the same again and again", "abc")
	if v, ok := c.get("a"); !ok || v != "the value of a" {
		t.Errorf("%q, %t", v, ok)
	}
	put("d")
	holds("one too many", "acd") // b is the one that nobody has asked for
	if _, ok := c.get("b"); ok {
		t.Error("what is gone is still given")
	}
	c.put("x", "large", 2*each)
	holds("one that is too large", "acd")
	c.put("x", "as large as may be", 2*each-entryOverhead-1)
	if _, ok := c.get("x"); !ok || c.used > 3*each {
		t.Errorf("one of its full share: %t, in %d bytes", ok, c.used)
	}
}

// TestAStrangersWordsDoNotComeBackAHundredfold: errors are few and short, and cut between two characters.
func TestAStrangersWordsDoNotComeBackAHundredfold(t *testing.T) {
	many := func(n int, message string) (out gqlerror.List) {
		for i := range n {
			out = append(out, &gqlerror.Error{Message: message, Extensions: map[string]any{"code": fmt.Sprint("CODE ", i)}})
		}
		return out
	}
	for _, n := range []int{0, 1, maxErrors} {
		if got := short(many(n, "wrong"), maxErrors); len(got) != n {
			t.Errorf("of %d errors %d are told", n, len(got))
		}
	}
	got := short(many(maxErrors+3, "wrong"), maxErrors)
	if last := got[len(got)-1]; len(got) != maxErrors+1 || last.Message != "3 more errors are left out" || last.Extensions["code"] != "CODE 0" {
		t.Errorf("%d errors, the last: %+v", len(got), last)
	}
	for message, want := range map[string]string{
		strings.Repeat("x", maxMessage):          strings.Repeat("x", maxMessage),
		strings.Repeat("x", maxMessage+1):        strings.Repeat("x", maxMessage) + "…",
		strings.Repeat("x", maxMessage-1) + "äö": strings.Repeat("x", maxMessage-1) + "…",
		strings.Repeat("x", maxMessage-2) + "äö": strings.Repeat("x", maxMessage-2) + "ä…",
	} {
		if got := short(many(1, message), maxErrors)[0].Message; got != want {
			t.Errorf("%q becomes %q", message, got)
		}
	}
}

// TestANumberOfAQuestionIsPricedWhateverItIs: one below zero costs nothing, one beyond all bounds as much as can be.
func TestANumberOfAQuestionIsPricedWhateverItIs(t *testing.T) {
	for _, c := range []struct {
		v    any
		want int
		ok   bool
	}{
		{int64(7), 7, true},
		{int64(-7), 0, true},
		{int64(1) << 62, maxCost, true},
		{7, 7, true},
		{-7, 0, true},
		{json.Number("7"), 7, true},
		{json.Number("-7"), 0, true},
		{json.Number("4611686018427387904"), maxCost, true},
		{json.Number("0.5"), 0, false},
		{"7", 0, false},
		{nil, 0, false},
		{7.0, 0, false},
	} {
		if got, ok := number(c.v); got != c.want || ok != c.ok {
			t.Errorf("%T %v is %d, %t; want %d, %t", c.v, c.v, got, ok, c.want, c.ok)
		}
	}
}

// TestAClientIsAnsweredInWhatItWantsMost by headers as clients send them.
func TestAClientIsAnsweredInWhatItWantsMost(t *testing.T) {
	for header, want := range map[string]float64{
		"": 0, "gzip": 1, "gzip;q=0.5": 0.5, "br, gzip;q=0": 0, "br , gzip ; q=0.2": 0.2, "gzipped": 0, "gzip;q=x": 1,
		"*": 0, "gzip;q=0.1, gzip": 0.1, "GZIP": 1, ";;, gzip": 1,
	} {
		if got := quality(header, "gzip"); got != want {
			t.Errorf("%q wants gzip by %g; want %g", header, got, want)
		}
	}
	for accept, want := range map[string]string{
		"": mediaJSON, "*/*": mediaJSON, mediaJSON: mediaJSON, mediaResponse: mediaResponse,
		mediaResponse + ", " + mediaJSON:            mediaResponse,
		mediaResponse + ";q=0.9, " + mediaJSON:      mediaJSON,
		mediaResponse + ", " + mediaJSON + ";q=0.9": mediaResponse,
		mediaResponse + ";q=0":                      mediaJSON,
	} {
		if got := preferred(accept); got != want {
			t.Errorf("Accept: %s is answered in %s", accept, got)
		}
	}
}
