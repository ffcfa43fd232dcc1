package statecode_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/atop"
	"github.com/entente-graph/entente/loaders/cowalliances"
	"github.com/entente-graph/entente/loaders/cowcontiguity"
	"github.com/entente-graph/entente/loaders/cowmid"
	"github.com/entente-graph/entente/loaders/cownmc"
	"github.com/entente-graph/entente/loaders/cowstates"
	"github.com/entente-graph/entente/loaders/cowwars"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/ucdp"
)

// guises are what spreadsheets, statistics packages and editors make of a table.
var guises = map[string]func(rows [][]string) string{
	"a header in capitals": func(rows [][]string) string {
		for i := range rows[0] {
			rows[0][i] = strings.ToUpper(rows[0][i])
		}
		return write(rows, ',')
	},
	"columns the other way round": func(rows [][]string) string {
		for _, row := range rows {
			slices.Reverse(row)
		}
		return write(rows, ',')
	},
	"columns of somebody's own": func(rows [][]string) string {
		for i, row := range rows {
			rows[i] = append(append([]string{[]string{"my note", "see \"a\", b"}[min(i, 1)]}, row...), []string{"checked by", "me"}[min(i, 1)])
		}
		return write(rows, ',')
	},
	"semicolons": func(rows [][]string) string { return write(rows, ';') },
	"tabs":       func(rows [][]string) string { return write(rows, '\t') },
	"CRLF":       func(rows [][]string) string { return strings.ReplaceAll(write(rows, ','), "\n", "\r\n") },
	"CR":         func(rows [][]string) string { return strings.ReplaceAll(write(rows, ','), "\n", "\r") },
	"UTF-16": func(rows [][]string) string {
		return encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String, rows)
	},
	"cp1252": func(rows [][]string) string { return encode(charmap.Windows1252.NewEncoder().String, rows) },
	"NA for blank": func(rows [][]string) string {
		return each(rows, func(cell string) string {
			if cell == "" {
				return "NA"
			}
			return cell
		})
	},
	"whole numbers with decimals": func(rows [][]string) string {
		return each(rows, func(cell string) string {
			if whole.MatchString(cell) {
				return cell + ".0"
			}
			return cell
		})
	},
}

var whole = regexp.MustCompile(`^-?[0-9]+$`)

func each(rows [][]string, change func(string) string) string {
	for _, row := range rows[1:] {
		for i := range row {
			row[i] = change(row[i])
		}
	}
	return write(rows, ',')
}

func encode(encoder func(string) (string, error), rows [][]string) string {
	out, err := encoder(write(rows, ','))
	if err != nil {
		panic(err) // the test data hold no letter beyond these encodings
	}
	return out
}

func write(rows [][]string, delimiter rune) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = delimiter
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.String()
}

// tables are the loaders of tables with their test data.
var tables = []struct {
	loader loaders.Loader
	files  []string
}{
	{cowstates.Loader, []string{"cowstates/testdata/states.csv", "cowstates/testdata/majors.csv"}},
	{cowalliances.Loader, []string{"cowalliances/testdata/alliances_by_member.csv"}},
	{atop.Loader, []string{"atop/testdata/alliance-level.csv", "atop/testdata/member-level.csv"}},
	{cowmid.Loader, []string{"cowmid/testdata/MIDA.csv", "cowmid/testdata/MIDB.csv"}},
	{cowwars.Interstate, []string{"cowwars/testdata/inter.csv"}},
	{cowwars.Intrastate, []string{"cowwars/testdata/intra.csv"}},
	{cowwars.Extrastate, []string{"cowwars/testdata/extra.csv"}},
	{cowwars.Nonstate, []string{"cowwars/testdata/non.csv"}},
	{cownmc.Loader, []string{"cownmc/testdata/nmc.csv"}},
	{cowcontiguity.Loader, []string{"cowcontiguity/testdata/contdir.csv"}},
	{ucdp.Conflicts, []string{"ucdp/testdata/acd.csv"}},
	{ucdp.Events, []string{"ucdp/testdata/ged.csv"}},
}

func TestADatasetIsTheSameInEveryGuise(t *testing.T) {
	in := bundled(t)
	for _, c := range tables {
		t.Run(c.loader.Name, func(t *testing.T) {
			want := load(t, in, c.loader, c.files, func(rows [][]string) string { return write(rows, ',') })
			if len(want) == 0 {
				t.Fatal("the test data give nothing")
			}
			for name, guise := range guises {
				if diff := cmp.Diff(want, load(t, in, c.loader, c.files, guise)); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
			}
		})
	}
}

func TestAColumnThatIsNeededAndMissingIsNamed(t *testing.T) {
	fold := func(s string) string {
		return strings.ToLower(strings.NewReplacer("_", "", " ", "").Replace(s))
	}
	refused := 0
	for _, c := range tables {
		for file, path := range c.files {
			text, err := os.ReadFile(filepath.Join("..", path))
			if err != nil {
				t.Fatal(err)
			}
			header := parse(t, string(text))[0]
			for column, name := range header {
				in := bundled(t)
				in.Options, in.Warn = map[string]string{}, func(string, ...any) {}
				for i, path := range c.files {
					in.Files = append(in.Files, dressed(t, path, func(rows [][]string) string {
						for r := range rows {
							if i == file {
								rows[r] = slices.Delete(rows[r], column, column+1)
							}
						}
						return write(rows, ',')
					}))
				}
				for _, err := range c.loader.Records(in) {
					var bad *loaders.RowError
					if err == nil || errors.As(err, &bad) {
						continue
					}
					refused++
					if !strings.Contains(fold(err.Error()), fold(name)) || !strings.Contains(err.Error(), filepath.Base(path)) {
						t.Errorf("%s without %s: %v", path, name, err)
					}
				}
			}
		}
	}
	if refused < 50 {
		t.Errorf("only %d columns are needed", refused)
	}
}

func parse(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// dressed is a file of test data in a guise.
func dressed(t *testing.T, path string, guise func([][]string) string) input.File {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", path))
	if err != nil {
		t.Fatal(err)
	}
	clothed := guise(parse(t, string(text)))
	return input.File{Name: filepath.Base(path), Path: path, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(clothed)), nil }}
}

// load gives the records of the files in a guise, and the rejected rows by line and rule.
func load(t *testing.T, in loaders.Input, loader loaders.Loader, files []string, guise func([][]string) string) (out []any) {
	t.Helper()
	in.Files, in.Options, in.Warn = nil, map[string]string{}, func(string, ...any) {}
	for _, path := range files {
		in.Files = append(in.Files, dressed(t, path, guise))
	}
	for record, err := range loader.Records(in) {
		if bad, ok := err.(*loaders.RowError); ok { //nolint:errorlint // the contract hands it over unwrapped
			out = append(out, []any{bad.File, bad.Line, bad.Rule})
		} else if err != nil {
			t.Fatal(err)
		} else {
			record.Origin = nil // which is what differs
			out = append(out, record)
		}
	}
	return out
}
