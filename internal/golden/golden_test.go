package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder stands in for a test, to see it fail.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...); panic(r) }

func TestCompare(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answer.txt")
	if err := os.WriteFile(path, []byte("one\r\ntwo\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	t.Run("the same text passes whatever its line ends", func(t *testing.T) {
		Compare(t, path, []byte("one\ntwo\r\n"))
	})
	t.Run("another text fails and the message shows both and names the way out", func(t *testing.T) {
		r := &recorder{TB: t}
		Compare(r, path, []byte("one\nthree\n"))
		if len(r.failures) != 1 {
			t.Fatalf("%d failures, want 1", len(r.failures))
		}
		for _, part := range []string{"two", "three", "-update", path} {
			if !strings.Contains(r.failures[0], part) {
				t.Errorf("the message lacks %q: %s", part, r.failures[0])
			}
		}
	})
	t.Run("a missing file fails", func(t *testing.T) {
		r := &recorder{TB: t}
		defer func() {
			if recover() == nil || len(r.failures) != 1 {
				t.Errorf("failures: %q, want one", r.failures)
			}
		}()
		Compare(r, filepath.Join(t.TempDir(), "none"), nil)
	})
	t.Run("under -update the file is written and then passes", func(t *testing.T) {
		fresh := filepath.Join(t.TempDir(), "testdata", "new.json")
		*update = true
		CompareJSON(t, fresh, map[string]string{"arrow": "a -> b & c"})
		*update = false
		CompareJSON(t, fresh, map[string]string{"arrow": "a -> b & c"})
		content, err := os.ReadFile(fresh)
		if err != nil || !strings.Contains(string(content), `"a -> b & c"`) {
			t.Errorf("wrote %q (%v)", content, err)
		}
	})
}
