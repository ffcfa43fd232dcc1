package graph_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// TestTextsAreWrittenAsJSONHasThem compares what is written with what the standard library reads, and holds it to one
// line.
func TestTextsAreWrittenAsJSONHasThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z0-9 "\\<>&/\n\t-]*`)).Draw(t, "text")
		var written bytes.Buffer
		graph.Text(text).MarshalGQL(&written)
		if text == "" {
			if written.String() != "null" {
				t.Fatalf("nothing is written as %s", &written)
			}
			return
		}
		var read string
		if err := json.Unmarshal(written.Bytes(), &read); err != nil || read != text || bytes.ContainsAny(written.Bytes(), "\n") {
			t.Fatalf("%q is written as %s: %v", text, &written, err)
		}
	})
}

func TestAKnownAtThatIsNoneIsShownAsItWasGiven(t *testing.T) {
	for value, want := range map[any]string{"": `knownAt "": want a day`, json.Number("7"): `knownAt "7": want a day`, true: "knownAt true: want a day"} {
		var known graph.KnownAt
		if err := known.UnmarshalGQL(value); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%#v: %v; want %s", value, err, want)
		}
	}
}
