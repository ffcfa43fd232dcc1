package yamlbound_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"github.com/entente-graph/entente/internal/yamlbound"
)

// TestWhatIsNestedOrRepeatedWithoutEndIsRefused never parses what is not refused first: some of these take gigabytes.
func TestWhatIsNestedOrRepeatedWithoutEndIsRefused(t *testing.T) {
	var indented, laughs strings.Builder
	for i := range 300 {
		indented.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	laughs.WriteString("a0: &a0 [x, x, x]\n")
	for i := range 9 {
		fmt.Fprintf(&laughs, "a%d: &a%[1]d [%s]\n", i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", "))
	}
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", 200_000), "braces": strings.Repeat("{a: ", 100_000), "a hundred brackets": strings.Repeat("[", 100),
		"entries": strings.Repeat("- ", 100_000) + "x", "keys": strings.Repeat("? ", 100_000), "colons": strings.Repeat(": ", 100_000),
		"tags": strings.Repeat("!!a ", 100_000), "anchors": strings.Repeat("&a ", 100_000), "lines": indented.String(), "billion laughs": laughs.String(),
		"words": strings.Repeat(`"a" `, 100_000), "documents": strings.Repeat("---\n", 100_000), "bytes": strings.Repeat("x", 2<<20),
	} {
		start := time.Now()
		err := yamlbound.Check([]byte(text))
		if err == nil {
			t.Errorf("%s: not refused", name)
		} else if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestBytesOfNoEncodingAreRefusedWhereTheyAre(t *testing.T) {
	err := yamlbound.Check([]byte("name: x\ntitle: Chi\xffle\n"))
	if err == nil || err.Error() != "line 2, column 11: a byte that is not valid UTF-8" {
		t.Errorf("%v", err)
	}
}

func TestWhatPeopleWriteIsNotRefused(t *testing.T) {
	for _, text := range []string{
		"store: file:x\nserve:\n  allow-origin: [https://a.example, https://b.example]\n",
		`{"store": "file:x", "load": {"strict": true}}`,
		"a: &a {b: c}\nd: *a\n# a note\n",
		strings.Repeat("- a: [1, 2]\n  b: {c: \"{d}\"}\n", 500),
	} {
		if err := yamlbound.Check([]byte(text)); err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

// TestWhatIsJustWithinTheBoundsIsParsedInTime is why the bounds are where they are.
func TestWhatIsJustWithinTheBoundsIsParsedInTime(t *testing.T) {
	for name, text := range map[string]string{
		"lists": strings.Repeat("- [[1, 2], [3]]\n", 1000), "braces": strings.Repeat("{a: ", 49) + "1" + strings.Repeat("}", 49),
		"words": strings.Repeat(`"a" `, 19_000), "anchors": strings.Repeat("&a x ", 9_000), "keys": strings.Repeat("a:\n", 9_900),
		"entries": strings.Repeat(strings.Repeat("- ", 49)+"x\n", 380), "questions": strings.Repeat("? a\n", 9_000),
	} {
		if err := yamlbound.Check([]byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		start := time.Now()
		var out any
		_ = yaml.Unmarshal([]byte(text), &out)
		t.Logf("%s: %v", name, time.Since(start))
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// TestLongAndFlatFilesAreParsedInTime is why the bounds of facts are where they are.
func TestLongAndFlatFilesAreParsedInTime(t *testing.T) {
	for name, text := range map[string]string{
		"braces": strings.Repeat("- {a: {b: {c: [1, 2]}}}\n", 6_000), "items": strings.Repeat("- a: 1\n  b: [1, 2]\n  c: d\n", 6_000),
		"keys": strings.Repeat("a:\n", 59_000), "words": strings.Repeat(`"a" `, 110_000), "list": "[" + strings.Repeat("1, ", 59_000) + "1]",
		"deep": strings.Repeat("[[[[[[[[[[1]]]]]]]]]], ", 5_000),
	} {
		if err := yamlbound.Facts.Check([]byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		start := time.Now()
		_, _ = parser.ParseBytes([]byte(text), 0)
		t.Logf("%s: %v", name, time.Since(start))
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: %v", name, took)
		}
	}
	for name, text := range map[string]string{"depth": strings.Repeat("[", 13) + strings.Repeat("]", 13), "an alias": "a: &a b\nc: *a\n", "words": strings.Repeat("a b: c\n", 40_001)} {
		if err := yamlbound.Facts.Check([]byte(text)); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}
