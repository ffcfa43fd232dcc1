package generic

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func open(t testing.TB) loaders.Loader {
	t.Helper()
	loader, err := Loader{}.Configure(map[string]string{"mapping": "testdata/bases.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	return loader
}

func TestInventedBases(t *testing.T) {
	result := loadertest.Load(t, open(t), loadertest.Identities(t), "testdata/bases.csv")
	loadertest.Valid(t, open(t), result)
	loadertest.Golden(t, "testdata/bases.golden.json", result)
}

// first reads the first row's nodes from content in a format.
func first(t *testing.T, name string, content []byte) []graph.NodeRecord {
	t.Helper()
	in := loaders.Input{Identities: loadertest.Identities(t), Files: []loaders.File{{Name: name, Path: name,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}}}
	for record, err := range open(t).Records(in) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i := range record.Nodes {
			record.Nodes[i].Locator = ""
		}
		return record.Nodes
	}
	t.Fatalf("%s: no record", name)
	return nil
}

func TestEveryFormatStatesTheSame(t *testing.T) {
	type base struct {
		Code    string  `parquet:"code"`
		Title   string  `parquet:"title"`
		Country string  `parquet:"country"`
		Lat     float64 `parquet:"lat"`
		Lon     float64 `parquet:"lon"`
		Opened  string  `parquet:"opened"`
		Closed  int32   `parquet:"closed,date"`
		Remark  string  `parquet:"remark"`
		Other   string  `parquet:"other names"`
	}
	var columns bytes.Buffer
	if err := parquet.Write(&columns, []base{{"b1", "Example Base", "KEN", -4.1, 39.6, "2001-05", 14974, "invented", "Camp One;Camp Two"}}); err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	header := []string{"code", "title", "country", "lat", "lon", "opened", "closed", "remark", "other names"}
	cells := []any{"b1", "Example Base", "KEN", -4.1, 39.6, "2001-05", "2010-12-31", "invented", "Camp One;Camp Two"}
	if err := book.SetSheetRow("Sheet1", "A2", &header); err != nil {
		t.Fatal(err)
	}
	if err := book.SetSheetRow("Sheet1", "A3", &cells); err != nil {
		t.Fatal(err)
	}
	sheet, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/bases.csv")
	if err != nil {
		t.Fatal(err)
	}
	object := `{"code":"b1","title":"Example Base","country":"KEN","lat":-4.1,"lon":39.6,"opened":"2001-05","closed":"2010-12-31","remark":"invented","other names":["Camp One","Camp Two"]}`
	want := first(t, "b.csv", text)
	for name, content := range map[string][]byte{"b.tsv": bytes.ReplaceAll(text, []byte(","), []byte("\t")), "b.jsonl": []byte(object + "\n"),
		"b.json": []byte("[\n" + object + "]"), "b.xlsx": sheet.Bytes(), "b.parquet": columns.Bytes()} {
		if diff := cmp.Diff(want, first(t, name, content)); diff != "" {
			t.Errorf("%s differs from CSV:\n%s", name, diff)
		}
	}
}

func TestAMappingErrorNamesLineAndFieldAndWhatTheOntologyAllows(t *testing.T) {
	good, err := os.ReadFile("testdata/bases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, old, new, want string }{
		{"label", "label: Place", "label: Castle", "m.yaml:5: nodes.base.label: \"Castle\" is not in the ontology: want one of State"},
		{"type", "PART_OF", "OWNS_CASTLE", "m.yaml:13: relationships[0].type: \"OWNS_CASTLE\" is not in the ontology: want one of PARTY_TO"},
		{"derived", "PART_OF", "ALLIED_WITH", "is derived and cannot be stated"},
		{"endpoint", "PART_OF, from: base", "MEMBER_OF, from: base", "MEMBER_OF: a Place cannot be there: want State, Organization"},
		{"property", "kind: BASE", "colour: RED", "nodes.base.properties.colour: a Place has no such property: want one of name"},
		{"scheme", "scheme: WIKIDATA", "scheme: WIKI", "\"WIKI\" is no scheme: want one of ISO3166_1_ALPHA2"},
		{"find", "iso3:{country}", "iso9:{country}", "nodes.host.find: \"iso9\": want atop:"},
		{"unknown field", "    label: Place", "    labels: Place", "unknown field"},
		{"not YAML", "nodes:", "nodes: [", "m.yaml"},
		{"node name", "to: host", "to: hosts", "\"hosts\" is none of the mapping's nodes: want one of base, host"},
		{"period", `last: "{closed}"`, "last: \"{closed}\"\n    until: \"{closed}\"", "not both"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(string(good), test.old, test.new, 1)
			if text == string(good) {
				t.Fatal("nothing was replaced")
			}
			_, err := ParseMapping("m.yaml", []byte(text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %q", err, test.want)
			}
		})
	}
}

func TestAFileWithoutAColumnOfTheMappingIsRefused(t *testing.T) {
	result := loadertest.LoadText(open(t), loadertest.Identities(t), "b.csv", "code,title\nb1,x\n")
	if result.Fatal == nil || len(result.Records) > 0 || !strings.Contains(result.Fatal.Error(), `"country" for nodes.host.find`) {
		t.Errorf("fatal %v", result.Fatal)
	}
}

func TestDamagedBinariesAreRefused(t *testing.T) {
	for _, name := range []string{"b.xlsx", "b.parquet"} {
		result := loadertest.LoadText(open(t), loadertest.Identities(t), name, "PAR1 nothing PAR1")
		if graph.KindOf(result.Fatal) != graph.KindInvalid {
			t.Errorf("%s: %v", name, result.Fatal)
		}
	}
}

func TestAProposalIsAMappingThatLoads(t *testing.T) {
	for _, test := range []struct{ file, text string }{
		{"bases.csv", ""},
		{"events.csv", "event_id,date,actor,target,summary\n1,2020-01-02,France,Chad,x\n2,2020-01-03,Chad,France,y\n"},
		{"plain.csv", "a,b\n1,2\n1,3\n"},
	} {
		if test.text == "" {
			content, err := os.ReadFile(filepath.Join("testdata", test.file))
			if err != nil {
				t.Fatal(err)
			}
			test.text = string(content)
		}
		file := loaders.File{Name: test.file, Path: test.file, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(test.text)), nil }}
		text, err := Propose(loaders.Input{Identities: loadertest.Identities(t), Files: []loaders.File{file}}, file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ParseMapping("proposed.yaml", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v\n%s", test.file, err, text)
		}
		result := loadertest.LoadText(New(m), loadertest.Identities(t), test.file, test.text)
		if result.Fatal != nil || len(result.Records) == 0 {
			t.Errorf("%s: fatal %v, %d records\n%s", test.file, result.Fatal, len(result.Records), text)
		}
		if test.file == "events.csv" && (!strings.Contains(text, "label: Event") || result.CountType(graph.RecipientOfType) != 2) {
			t.Errorf("events were not proposed as events:\n%s", text)
		}
	}
}

func FuzzMappingsNeverPanic(f *testing.F) {
	good, err := os.ReadFile("testdata/bases.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(good))
	f.Fuzz(func(_ *testing.T, text string) { _, _ = ParseMapping("m.yaml", []byte(text)) })
}
