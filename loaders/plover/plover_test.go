package plover

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/internal/shareddata"
)

func TestCodesThatAreNone(t *testing.T) {
	for _, code := range []string{"", "1", "00", "010a", "21", "99", "04000", "---"} {
		if _, _, ok := FromCAMEO(code); ok {
			t.Errorf("%q was taken for a code", code)
		}
	}
	if kind, _, ok := FromCAMEO("010"); kind != "" || !ok {
		t.Errorf("010: %q, %v; a statement has no PLOVER type", kind, ok)
	}
}

func TestMirrorsAreMutual(t *testing.T) {
	for code := range rules() {
		if mirror, ok := Mirror(code); ok {
			if back, _ := Mirror(mirror); back != code {
				t.Errorf("%s mirrors %s mirrors %s", code, mirror, back)
			}
		}
	}
}

// differs are codes for which the published table's own lines disagree with each other or put another thing where the
// mode stands.
var differs = map[string]bool{"105": true, "175": true, "1322": true}

func TestTheTableAgreesWithThePublishedOne(t *testing.T) {
	file, err := os.Open(filepath.Join(shareddata.Dir(t), "codes/CAMEO2PLOVER-2021.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	n := 0
	for lines.Scan() {
		text, _, _ := strings.Cut(lines.Text(), "#")
		code, rest, ok := strings.Cut(text, ":")
		parts := strings.Split(rest, ",")
		if !ok || len(code) < 3 || len(parts) < 2 || differs[code] {
			continue
		}
		n++
		kind, mode, ok := FromCAMEO(code)
		if !ok || kind != strings.TrimSpace(parts[0]) || mode != strings.TrimSpace(parts[1]) {
			t.Errorf("%s: got %s %q, published %s", code, kind, mode, strings.TrimSpace(rest))
		}
	}
	if n < 200 {
		t.Errorf("only %d codes read", n)
	}
}
