package generic

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func open(t testing.TB) loaders.Loader {
	t.Helper()
	loader, err := Loader.Configure(map[string]string{"mapping": "testdata/bases.yaml"})
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
	in := loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{{
		Name: name, Path: name,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}}}
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
	for name, content := range map[string][]byte{
		"b.tsv": bytes.ReplaceAll(text, []byte(","), []byte("\t")), "b.jsonl": []byte(object + "\n"),
		"b.json": []byte("[\n" + object + "]"), "b.xlsx": sheet.Bytes(), "b.parquet": columns.Bytes(),
	} {
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
		{"endpoint", "PART_OF, from: base", "MEMBER_OF, from: base", "MEMBER_OF: Place cannot be there: want State, Organization"},
		{"property", "kind: BASE", "colour: RED", "nodes.base.properties.colour: Place has no such property: want one of name"},
		{"scheme", "scheme: WIKIDATA", "scheme: WIKI", "\"WIKI\" is no scheme: want one of ISO3166_1_ALPHA2"},
		{"find", "iso3:{country}", "iso9:{country}", "nodes.host.find: \"iso9\": want iso2:"},
		{"unknown field", "    label: Place", "    labels: Place", "m.yaml:5: unknown field \"labels\" in nodes: want one of label, id, find, on"},
		{"unknown part", "nodes:", "nods:", "m.yaml:3: unknown field \"nods\": want one of dataset, nodes, relationships, table"},
		{"column without quotes", `id: "{code}"`, "id: {code}", "m.yaml:6: a list of fields where a text belongs: write a column in quotes"},
		{"day of a described node", `id: "{code}"`, "id: \"{code}\"\n    on: 2020-01-01", "nodes.base.on: says on which day a name is meant"},
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

func TestAFoundNameMeansTheStateOfTheRowsDay(t *testing.T) {
	const table = "date,to,what\n1960-05-01,Russia,a\n1942-05-01,Germany,b\n2022-02-24,Russia,c\n,Germany,d\n"
	for name, c := range map[string]struct {
		on       string
		want     map[graph.ID]int
		rejected int
	}{
		"of the row":        {"", map[graph.ID]int{"state:german-reich": 1, "state:RUS": 1}, 2},
		"of a day":          {`, on: "2020-01-01"`, map[graph.ID]int{"state:RUS": 2, "state:DEU": 2}, 0},
		"of another column": {`, on: "{date}"`, map[graph.ID]int{"state:german-reich": 1, "state:RUS": 1}, 2},
		"of no day":         {`, on: "{what}"`, map[graph.ID]int{}, 4},
	} {
		m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  thing: {label: Event, id: \"{what}\", from: \"{date}\"}\n"+
			"  state: {label: State, find: \"{to}\""+c.on+"}\nrelationships:\n  - {type: ACTOR_IN, from: state, to: thing}\n"))
		if err != nil {
			t.Fatal(err)
		}
		result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", table)
		got := map[graph.ID]int{}
		for _, record := range result.Records {
			for _, rel := range record.Relationships {
				got[rel.From]++
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" || len(result.Rejected) != c.rejected {
			t.Errorf("%s: rejected %v, want %d; %s", name, result.Rejected, c.rejected, diff)
		}
		if want := `called "Russia" on 1960-05-01`; name == "of the row" && !strings.Contains(result.Rejected[0].Error(), want) {
			t.Errorf("no rejection says %s: %v", want, result.Rejected)
		}
	}
}

// A date that cannot be read is what is wrong with a row, and not the name that was looked up without a day; a row that
// says only when something ended is of that day.
func TestTheDayOfARowIsItsFirstOrElseItsLast(t *testing.T) {
	const table = "base,country,iso,opened,closed,left\n" +
		"a,Germany,DE,1. März 1938,,\n" + "b,Germany,DE,,1944-05-01,\n" + "c,Germany,DE,,1990-10-02,\n" +
		"d,Soviet Union,SU,,,1991-12-26\n" + "e,France,FR,,spring 1960,\n"
	for find, want := range map[string]string{
		"{country}":  "b state:german-reich, c state:DEU, d state:SUN; bad-date bad-date",
		"iso2:{iso}": "c state:DEU, d state:SUN; bad-date unknown-code bad-date", // in 1944 nobody was DE
	} {
		m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n"+
			"  country: {label: State, find: \""+find+"\"}\n  thing: {label: Organization, id: \"{base}\"}\n"+
			"relationships:\n  - {type: PART_OF, from: thing, to: country, period: {from: \"{opened}\", last: \"{closed}\"}}\n"+
			"  - {type: PART_OF, from: thing, to: country, period: {until: \"{left}\"}}\n"))
		if err != nil {
			t.Fatal(err)
		}
		result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", table)
		var got []string
		for _, record := range result.Records {
			got = append(got, strings.TrimPrefix(string(record.Relationships[0].From), "org:x-")+" "+string(record.Relationships[0].To))
		}
		var rules []string
		for _, rejected := range result.Rejected {
			rules = append(rules, rejected.Rule)
		}
		if got := strings.Join(got, ", ") + "; " + strings.Join(rules, " "); got != want {
			t.Errorf("%s: %s; want %s", find, got, want)
		}
	}
}

func TestEveryKindOfCodeFindsANode(t *testing.T) {
	for find, want := range map[string]graph.ID{"iso:{code}": "state:ALB", "isonum:{code}": "state:ALB", "M49:{code}": "state:ALB", "cow:0{code}": "", "sipri:{code}": "", "ucdp:{code}": ""} {
		m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  state: {label: State, find: \""+find+"\", identifiers: [{scheme: UN_M49, value: \"{code}\"}]}\n"))
		if err != nil {
			t.Fatal(err)
		}
		result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", "code\n8\n")
		switch {
		case want == "" && (len(result.Rejected) != 1 || result.Rejected[0].Rule != "unknown-code"):
			t.Errorf("%s: %v", find, result.Rejected)
		case want != "" && (len(result.Records) != 1 || result.Records[0].Nodes[0].ID != want):
			t.Errorf("%s: %v %v", find, result.Records, result.Rejected)
		case want != "" && !strings.Contains(fmt.Sprint(result.Records[0].Nodes[0].Properties), `008`):
			t.Errorf("%s: %v", find, result.Records[0].Nodes[0].Properties)
		}
	}
}

func TestAColumnThatTheFileHasTwiceCannotBeTaken(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  thing: {label: Event, id: \"{id}\", properties: {name: \"{name}\"}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", "id,name,name\n1,a,b\n")
	if result.Fatal == nil || !strings.Contains(result.Fatal.Error(), `nodes.thing.properties.name takes the column "name", which the file has 2 times`) {
		t.Errorf("got %v", result.Fatal)
	}
}

func TestNumbersAreTakenInTheNotationOfTheTable(t *testing.T) {
	for decimal, numbers := range map[string]map[string]any{
		"":  {"1,200.5": 1200.5, "28,500": 28500.0, "28 500.5": 28500.5, "-3": -3.0, "1e3": 1000.0, "5,5": nil, "0,345": nil, "1.200,5": nil, "x": nil, "1e999": nil, "NaN": nil},
		",": {"1.200,5": 1200.5, "28.500": 28500.0, "28\u00a0500,25": 28500.25, "-3": -3.0, "5,5": 5.5, "1,200.5": nil, "5.5": nil, "0.345": nil, "x": nil, "": nil},
	} {
		b := &builder{mapping: &Mapping{Table: TableMapping{Decimal: decimal}}}
		for text, want := range numbers {
			got, err := b.convert(text, graph.PropertySpec{Kind: graph.FloatValue})
			if got != want || (err != nil) != (want == nil) {
				t.Errorf("decimal %q: %s: %v %v; want %v", decimal, text, got, err, want)
			}
		}
	}
}

func TestDatesThatLeaveNothingToGuessNeedNoPattern(t *testing.T) {
	b := &builder{mapping: &Mapping{}}
	for text, want := range map[string]string{
		"2024": "2024", "2024-12": "2024-12", "2024-12-04": "2024-12-04", "2024-12-04T10:00:00Z": "2024-12-04", "2024-12-04 9:30": "2024-12-04",
		"2024/12/4": "2024-12-04", "2024.12.04": "2024-12-04", "2024-1-2": "2024-01-02", "20241204": "2024-12-04", "20241204T1000": "2024-12-04",
		"1952.0": "1952", "19520301.0": "1952-03-01", "1952.5": "", "195203.0": "",
		"4 December 2024": "2024-12-04", "4-Dec-2024": "2024-12-04", "Dec. 4, 2024": "2024-12-04", "December 4th 2024": "2024-12-04", "Jun 2024": "2024-06",
		"1900-02-29": "1900-02", "1950/6/31": "1950-06", "31 June 1950": "1950-06", "2024-12-00": "2024-12", "2024-00-00": "2024",
		"4/12/2024": "", "04.12.24": "", "2020 to 2021": "", "1950 or 1951": "", "Tuesday": "", "2024-13-01": "", "1950-01-32": "", "2024-00-04": "", "0000-00-00": "", "1999/00": "",
	} {
		d, err := b.date(text)
		if d.String() != want || (err != nil) != (want == "") {
			t.Errorf("%s: %s %v; want %s", text, d, err, want)
		}
	}
	b = &builder{mapping: &Mapping{Table: TableMapping{Dates: []string{"DD.MM.YYYY"}}}}
	for text, want := range map[string]string{"29.02.1900": "1900-02", "32.01.1900": "", "4 Dec 2024": "2024-12-04"} {
		if d, err := b.date(text); d.String() != want || (err != nil) != (want == "") {
			t.Errorf("%s: %s %v; want %s", text, d, err, want)
		}
	}
}

// messy are the beginnings of tables as people keep them, with lines that a proposal for them must have.
var messy = map[string]struct {
	text string
	want []string
}{
	"bases.csv": {
		"Base Name ,Host  Nation,Lat (deg),Long. (deg),Date Opened,Date closed,Personnel #,Notes / remarks\n\"Camp A\",\"Korea, Republic of\",37.1,127.0,1957-06-01,,\"28,500\",main\nCamp B,Japan,35.1,139.5,1945,2004-12-31,100,\n",
		[]string{"label: Place", `id: "{Base Name}"`, `latitude: "{Lat (deg)}"`, `from: "{Date Opened}"`, `last: "{Date closed}"`, `{label: State, find: "{Host  Nation}", on: 2`, "# Not used: Personnel #"},
	},
	"drills.csv": {
		"\"Exercise\";\"Start\";\"End\";\"Country 1\";\"Country 2\"\n\"A\";\"13.03.2023\";\"23.03.2023\";\"USA\";\"South Korea\"\n\"B\";\"10.09.2021\";\"16.09.2021\";\"Russia\";\"Belarus\"\n",
		[]string{`table: {dates: ["DD.MM.YYYY"]}`, "label: Event", `last: "{End}"`, "{type: ACTOR_IN, from: state, to: thing}", "{type: RECIPIENT_OF, from: state2, to: thing}"},
	},
	"arsenals.tsv": {
		"iso3\tyear\twarheads\nPRK\t2023\t30\nUSA\t2023\t5244\n",
		[]string{"label: Observation", `id: "{iso3}-{year}"`, `indicator: "WARHEADS", value: "{warheads}"`, "{type: OBSERVED_FOR, from: thing, to: state}"},
	},
	"nested.json": {
		`[{"id": 7, "actor": {"name": "North Korea", "iso": "PRK"}, "when": "2024-10-18"}, {"id": 8, "actor": {"name": "Iran", "iso": "IRN"}, "when": "2024-04-13"}]`,
		[]string{`find: "iso3:{actor.iso}"`, "# Not used: actor.name"},
	},
	"pacts.jsonl": {
		`{"title": "Pact of X", "signed": "1961-07-06", "party_a": "Soviet Union", "party_b": "North Korea"}` + "\n" + `{"title": "Pact of Y", "signed": "1961-07-11", "party_a": "China", "party_b": "North Korea"}`,
		[]string{"label: Treaty", `signed: "{signed}"`, "{type: PARTY_TO, from: state, to: thing}", "{type: PARTY_TO, from: state2, to: thing}"},
	},
	"firms.csv":  {"Company;HQ country;Founded;Sanctioned since\nA;South Korea;1977;\nB;Russia;2002;2014-07-16\n", []string{"label: Organization", `name: "{Company}"`, `from: "{Founded}"`}},
	"visits.csv": {"ID,Fecha,State\na1,01/02/2020,Peru\na2,03/04/2020,Chile\n", []string{`table: {dates: ["DD/MM/YYYY"]}      # or the month first?`}},
	"us.csv":     {"ID,Date,State\na1,01/02/2020,Peru\na2,03/14/2020,Chile\n", []string{`table: {dates: ["MM/DD/YYYY"]}`}},
	"titled.csv": {"Some report, of things\nGenerated 2024-01-01\n\nid,label,country,size\n1,A,Japan,5\n2,B,Germany,6\n", []string{`id: "{id}"`, `{label: State, find: "{country}", on: 2`}},
	"dyads.csv":  {"ccode1,ccode2,year,value\n2,732,1990,3.4\n365,710,1991,5\n", []string{`id: "{ccode1}-{ccode2}-{year}"`, `find: "cow:{ccode1}"`}},
}

func TestProposalsForMessyTablesLoadAsTheyAre(t *testing.T) {
	for name, c := range messy {
		t.Run(name, func(t *testing.T) {
			file := input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(c.text)), nil }}
			proposal, err := Propose(loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{file}}, file)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range c.want {
				if !strings.Contains(proposal, line) {
					t.Errorf("no %s in\n%s", line, proposal)
				}
			}
			m, err := ParseMapping("m.yaml", []byte(proposal))
			if err != nil {
				t.Fatal(err)
			}
			result := loadertest.LoadText(m.loader(), loadertest.Identities(t), name, c.text)
			loadertest.Valid(t, m.loader(), result)
			if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Records) != 2 {
				t.Errorf("fatal %v, rejected %v, %d records; want 2", result.Fatal, result.Rejected, len(result.Records))
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

func TestARowWithoutAnyIDIsRejected(t *testing.T) {
	mapping, err := ParseMapping("m.yaml", []byte("dataset: {id: d, name: D}\nnodes:\n  s: {label: Place, id: \"{id}\", properties: {name: \"{name}\"}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	result := loadertest.LoadText(mapping.loader(), loadertest.Identities(t), "b.csv", "id,name\n1,One\n,Two\n")
	if len(result.Rejected) != 1 || result.Rejected[0].Line != 3 || result.Rejected[0].Rule != "no-node" {
		t.Errorf("%v, %v", result.Rejected, result.Fatal)
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

// TestBytesOfAParquetFileThatAreNoTextAreRejectedWithTheirPlace has a geometry too, which is no text and does not have
// to be one.
func TestBytesOfAParquetFileThatAreNoTextAreRejectedWithTheirPlace(t *testing.T) {
	type base struct {
		Code     string `parquet:"code"`
		Title    string `parquet:"title"`
		Country  string `parquet:"country"`
		Lat      string `parquet:"lat"`
		Lon      string `parquet:"lon"`
		Opened   string `parquet:"opened"`
		Closed   string `parquet:"closed"`
		Remark   string `parquet:"remark"`
		Other    string `parquet:"other names"`
		Geometry []byte `parquet:"geometry"`
	}
	load := func(title string) loadertest.Result {
		var b bytes.Buffer
		rows := []base{{Code: "b1", Title: "One", Country: "KEN"}, {Code: "b2", Title: title, Country: "KEN", Geometry: []byte{1, 1, 0, 0xff}}}
		if err := parquet.Write(&b, rows); err != nil {
			t.Fatal(err)
		}
		return loadertest.LoadText(open(t), loadertest.Identities(t), "b.parquet", b.String())
	}
	if result := load("Two"); result.Fatal != nil || len(result.Records) != 2 {
		t.Errorf("a geometry: %d records, %v", len(result.Records), result.Fatal)
	}
	result := load("Tw\xf6")
	if len(result.Rejected) != 1 || result.Rejected[0].Line != 2 || result.Rejected[0].Column != "title" || result.Rejected[0].Rule != "bad-encoding" {
		t.Errorf("a text: %v, %v", result.Rejected, result.Fatal)
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
		file := input.File{Name: test.file, Path: test.file, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(test.text)), nil }}
		text, err := Propose(loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{file}}, file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ParseMapping("proposed.yaml", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v\n%s", test.file, err, text)
		}
		result := loadertest.LoadText(m.loader(), loadertest.Identities(t), test.file, test.text)
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

// An object that names something twice would be read as another fact by the next run or the next program.
func TestAnObjectThatSaysSomethingTwiceIsRejected(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n"+
		"  thing: {label: Event, id: \"{id}\", properties: {name: \"{a.b}\", summary: \"{list}\"}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`{"id": 1, "id": 2}`:                                                           "bad-json: has \"id\" twice; only one can be meant",
		`{"id": 1, "a.b": "x", "a": {"b": "y"}}`:                                       "bad-json: has \"a.b\" twice; only one can be meant",
		`{"id": 1, "a": {"b": "x"}, "a": {"b": "x"}}`:                                  "bad-json: has \"a.b\" twice; only one can be meant",
		`{"id": 1, "a": {"c": 1}, "a": {"b": "x"}}`:                                    "x ",
		`{"id": null, "id": 1, "a": {"b": [1, "2"]}}`:                                  "1;2 ",
		`{"id": 1, "list": [1, {"a": [2]}, null, "b"]}`:                                " 1;b",
		`{"id": 1` + strings.Repeat(`, "a": {"b": {}`, 200) + strings.Repeat("}", 201): "no-object: want a JSON object",
	} {
		result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.jsonl", text+"\n")
		got := ""
		for _, r := range result.Rejected {
			got = r.Rule + ": " + r.Message
		}
		for _, r := range result.Records {
			name, _ := r.Nodes[0].Properties["name"].(string)
			summary, _ := r.Nodes[0].Properties["summary"].(string)
			got += name + " " + summary
		}
		if got != want {
			t.Errorf("%.60s: %q; want %q", text, got, want)
		}
	}
}

// workbookOf is a workbook of one sheet with some of its cells merged.
func workbookOf(t *testing.T, rows [][]any, merged [][2]string) input.File {
	t.Helper()
	book := excelize.NewFile()
	for i, cells := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	for _, area := range merged {
		if err := book.MergeCell("Sheet1", area[0], area[1]); err != nil {
			t.Fatal(err)
		}
	}
	content, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return input.File{
		Name: "t.xlsx", Path: "t.xlsx",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content.Bytes())), nil },
	}
}

// A cell that is merged over several rows is a value of each of them, below the header.
func TestMergedCellsAreValuesOfAllTheirRows(t *testing.T) {
	file := workbookOf(t, [][]any{
		{"country", "code", "what"}, {"", "", ""}, {"Chad", "1", "a"}, {"", "2", "b"}, {"", "3"}, {"", "4", "d"}, {"Togo", "5", "e"},
	}, [][2]string{{"A1", "A2"}, {"A3", "A5"}, {"C4", "C5"}, {"B7", "C7"}})
	var got []string
	for r, err := range rows(loaders.Input{}, file, TableMapping{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.value("code")+" "+r.value("country")+" "+r.value("what"))
	}
	if want := []string{"1 Chad a", "2 Chad b", "3 Chad b", "4  d", "5 Togo "}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A header may be of two rows, where cells of the upper one stand for several columns.
func TestAHeaderOfTwoRowsNamesItsColumnsByBoth(t *testing.T) {
	const signed, name = "Signed", "country"
	for why, c := range map[string]struct {
		cells  [][]any
		merged [][2]string
		want   []string
	}{
		"two rows": {
			[][]any{{"A title"}, {name, signed, "", "Troops"}, {"", "day", "place"}, {"Chad", "1963-01-22", "Paris", "5"}},
			[][2]string{{"A1", "D1"}, {"B2", "C2"}, {"A2", "A3"}},
			[]string{"Chad|1963-01-22|Paris|5"},
		},
		"a wide cell": {
			[][]any{{name, signed, ""}, {"", "day", "place", "a", "b", "c"}, {"Chad", "1963-01-22", "Paris", "1", "2", "3"}},
			[][2]string{{"B1", "C1"}},
			[]string{"Chad|1963-01-22|Paris|"},
		},
		"a title of two cells": {
			[][]any{{"Updated", "2024"}, {name, "Signed day", "a", "b", "Troops"}, {"Chad", "1963-01-22", "1", "2", "5"}},
			nil,
			[]string{"Chad|1963-01-22||5"},
		},
		"years below":      {[][]any{{name, signed, ""}, {"", "1963", "1964"}, {"Chad", "5", "6"}}, [][2]string{{"B1", "C1"}}, nil},
		"a row of data":    {[][]any{{name, "Signed day", ""}, {"Chad", "x", "y"}}, [][2]string{{"B1", "C1"}}, []string{"Chad|x||"}},
		"a row of figures": {[][]any{{"Signed day", "", name}, {"12", "y", "Chad"}}, [][2]string{{"A1", "B1"}}, []string{"Chad|12||"}},
		"only one row":     {[][]any{{name, "Signed day", ""}}, [][2]string{{"B1", "C1"}}, nil},
	} {
		file := workbookOf(t, c.cells, c.merged)
		var got []string
		for r, err := range rows(loaders.Input{}, file, TableMapping{}) {
			if err != nil {
				t.Fatal(err)
			}
			if why == "years below" {
				if r.value("Signed 1963") != "5" || r.value("Signed 1964") != "6" {
					t.Errorf("%s: %q", why, r.header)
				}
				continue
			}
			got = append(got, r.value(name)+"|"+r.value("Signed day")+"|"+r.value("Signed place")+"|"+r.value("Troops"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", why, got, c.want)
		}
	}
}

// Programs keep numbers as floats where some are missing.
func TestNumbersThatWereKeptAsFloatsAreReadAsTheyWere(t *testing.T) {
	var columns bytes.Buffer
	if err := parquet.Write(&columns, []struct {
		ID    float64 `parquet:"id"`
		Code  float64 `parquet:"code"`
		Start float64 `parquet:"start"`
	}{{1234567, 731, 19520301}, {2.5, math.NaN(), math.NaN()}, {1e20, 2, 1952}}); err != nil {
		t.Fatal(err)
	}
	m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  thing: {label: Event, id: \"{id}\", from: \"{start}\"}\n"+
		"  state: {label: State, find: \"cow:{code}\"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"t.parquet": columns.String(), "t.csv": "id,code,start\n1234567,731.0,19520301.0\n2.5,,\n1e+20,2.0,1952.0\n",
	} {
		result := loadertest.LoadText(m.loader(), loadertest.Identities(t), name, content)
		var got []string
		for _, r := range result.Records {
			for _, n := range r.Nodes {
				from, _ := n.Properties["from"].(string)
				got = append(got, strings.TrimSpace(string(n.ID)+" "+from))
			}
		}
		want := "state:PRK, event:x-1234567 1952-03-01, event:x-2-5, state:USA, event:x-1e-20 1952"
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s: %s; want %s; %v", name, got, want, result.Rejected)
		}
	}
}

func TestALineOfJSONThatIsNoObjectIsRejected(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  thing: {label: Event, id: \"{id}\"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.jsonl", "{\"id\": 1}\nnull\n[]\n5\n{\"id\": null}\n")
	rules := []string{}
	for _, r := range result.Rejected {
		rules = append(rules, r.Rule)
	}
	if want := []string{"no-object", "no-object", "no-object", "no-node"}; len(result.Records) != 1 || !slices.Equal(rules, want) {
		t.Errorf("%d records, %q; want %q", len(result.Records), rules, want)
	}
}

func TestColumnsThatDifferInSignsOrCaseAloneAreToldApart(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("\ufeffdataset: {id: x, name: X}\nnodes:\n  thing: {label: Event, id: \"{id}\", properties: "+
		"{name: \"{Cost ($)} {Cost (%)} {%} {#} {ID} {Side}\"}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	content := "id,ID,Cost (%),Cost ($),%,#,\u00a0Side\u00a0\n1,upper,percent,dollars,share,number,\u00a0A\u00a0\n"
	result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", content)
	if len(result.Records) != 1 {
		t.Fatal(result.Fatal, result.Rejected)
	}
	if got, want := result.Records[0].Nodes[0].Properties["name"], "dollars percent share number upper A"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}

func TestAMappingsFaultsComeInTheOrderOfItsLines(t *testing.T) {
	_, err := ParseMapping("m.yaml", []byte(`dataset: {id: x, name: X}
nodes:
  figure:
    label: Figurine
    id: "{id}"
    properties: {name: "{id}"}
  state:
    label: State
    find: "{country}"
relationships:
  - {type: OBSERVED_FOR, from: figure, to: state}
`))
	if err == nil || !strings.HasPrefix(err.Error(), `mapping m.yaml:4: nodes.figure.label: "Figurine"`) {
		t.Errorf("want what is wrong with line 4 before what follows from it: %v", err)
	}
}

func TestAMisspeltSettingIsSaidToBeOne(t *testing.T) {
	_, err := Loader.Configure(map[string]string{"maping": "m.yaml"})
	if err == nil || err.Error() != "option maping: there is no such setting here; want one of delimiter, encoding, mapping" {
		t.Error(err)
	}
}
