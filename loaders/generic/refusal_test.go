package generic

import (
	"io"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

// TestWhatIsNoTableIsRefusedWithWhatToDo has a file of each kind that the field keeps its tables in and that is not
// read.
func TestWhatIsNoTableIsRefusedWithWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"a.sav":       {"$FL2@(#) SPSS DATA FILE" + strings.Repeat("\x00", 200), "an SPSS file (.sav): save it as .csv"},
		"a.por":       {"ASCII SPSS PORT FILE    ", "an SPSS file (.por): save it as .csv"},
		"a.xls":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "old format (.xls)"},
		"html.xls":    {"\xef\xbb\xbf\n<HTML><body><table><tr><th>iso3</th></tr></table>", "a web page"},
		"a.html":      {"<!DOCTYPE html><table><tr><th>iso3</th></tr></table>", "save its table as .csv"},
		"a.xml":       {"<?xml version=\"1.0\"?><rows><row><iso3>PRK</iso3></row></rows>", "an XML file"},
		"a.feather":   {"ARROW1\x00\x00" + strings.Repeat("\x00", 200), "an Arrow file"},
		"a.sqlite":    {"SQLite format 3\x00" + strings.Repeat("\x00", 200), "an SQLite database"},
		"a.zst":       {"\x28\xb5\x2f\xfd" + strings.Repeat("\x00", 50), "zstd: unpack it"},
		"a.tar":       {"data.csv" + strings.Repeat("\x00", 249) + "ustar\x0000", "a tar archive: unpack it"},
		"a.sql":       {"-- MySQL dump 10.13\nCREATE TABLE t (iso3 char(3));\n", "a dump of a database"},
		"pg.sql":      {"--\n-- PostgreSQL database dump\n--\n", "a dump of a database"},
		"a.rtf":       {"{\\rtf1\\ansi iso3,country", ".rtf"},
		"a.yaml":      {"- {iso3: PRK, country: North Korea}\n", "a YAML file"},
		"ld.json":     {`{"@graph": [{"iso3": "PRK"}]}`, `jq '."@graph"'`},
		"a.geojson":   {`{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"iso3": "PRK"}, "geometry": null}]}`, "jq '[.features[].properties]'"},
		"a.json":      {`{"meta": {"n": 3}, "data": [{"iso3": "PRK"}, {"iso3": "RUS"}]}`, `rows are in "data"`},
		"a.txt":       {"ISO3 COUNTRY       DATE\nPRK  North Korea   2024-10-08\n", "fixed width"},
		"nul.csv":     {"iso3,country\nPRK,North\x00Korea\n", "has a zero byte"},
		"heading.csv": {"iso3,country\n", "no row to propose a mapping from"},
	} {
		file := input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(c.text)), nil }}
		_, err := Propose(loaders.Input{Files: []input.File{file}, Identities: loadertest.Identities(t), Warn: func(string, ...any) {}}, file)
		if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
}

func TestObjectsThatHoldListsAreRowsWhereThereAreSeveral(t *testing.T) {
	for text, want := range map[string]string{
		`{"id": 1, "parts": [{"a": 1}]}` + "\n" + `{"id": 2, "parts": [{"a": 2}]}` + "\n": "", `[{"id": 1, "parts": [{"a": 1}]}]`: "", `{"id": 1, "tags": ["a"]}`: "", `{"id"`: "",
		`{"n": 1, "rows": [ {"a": 1}, `: "rows", `{"rows": [{"a": 1}]}`: "rows",
		`{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"value": "x"}}, `: "results.bindings",
		`{"id": 1, "more": {"parts": [{"a": 1}]}}`:                                   "",
	} {
		if got := wraps([]byte(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
