package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/loaders/generic"
)

func TestMapReadsATableAsLoadDoes(t *testing.T) {
	const text = "event_id,country,date,note\n1,Côte d'Ivoire,2020-01-01,Küste\n2,São Tomé and Príncipe,2020-01-02,naïve\n3,Türkiye,2020-01-03,x\n"
	for name, c := range map[string]struct {
		in   encoding.Encoding
		want string
	}{
		"Mac Roman":               {charmap.Macintosh, "# Read as macintosh, by its letters"},
		"Windows-1252":            {charmap.Windows1252, "# Read as windows-1252, by its letters"},
		"UTF-8":                   {encoding.Nop, "{country}"},
		"UTF-16 without its mark": {unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "{country}"},
	} {
		written, err := c.in.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "x.csv")
		if err := os.WriteFile(path, []byte(written), 0o600); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		code := Run(t.Context(), App{}, []string{"map", path}, strings.NewReader(""), &out, io.Discard)
		if code != exitDone || !strings.Contains(out.String(), `find: "{country}"`) || !strings.Contains(out.String(), c.want) {
			t.Errorf("%s: exit code %d\n%s", name, code, out.String())
		}
	}
}

func TestMapStopsWhenItIsToldTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(path, []byte("id,country\n1,France\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out strings.Builder
	if code := Run(ctx, App{}, []string{"map", path}, strings.NewReader(""), &out, io.Discard); code == exitDone || out.Len() > 0 {
		t.Errorf("exit code %d, %q", code, out.String())
	}
}

// TestTheHelpOfMapNamesEveryField: a field that the help leaves out is one that its readers do not know of.
func TestTheHelpOfMapNamesEveryField(t *testing.T) {
	help, err := os.ReadFile("help/map.txt")
	if err != nil {
		t.Fatal(err)
	}
	parts := regexp.MustCompile(`(?s)\n  dataset  (.*)\n  table  (.*)\n  nodes  (.*)\n  relationships  (.*)\n"\{`).FindStringSubmatch(string(help))
	for i, part := range []any{
		generic.DatasetMapping{}, generic.TableMapping{}, generic.NodeMapping{}, generic.RelationshipMapping{},
	} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(part)) {
			name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			if name != "" && !regexp.MustCompile(`\b`+name+`\b`).MatchString(parts[i+1]) {
				t.Errorf("%T: no word of %q in %q", part, name, parts[i+1])
			}
		}
	}
}
