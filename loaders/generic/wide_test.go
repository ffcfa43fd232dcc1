package generic

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
)

// bank is a table as the World Bank exports one: lines of text, then a column a year, and a comma at the end.
const bank = "\"Data Source\",\"World Development Indicators\",\n\n\"Last Updated Date\",\"2026-07-01\",\n\n" +
	"\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"1989\",\"1990\",\"1991\",\n" +
	"\"Japan\",\"JPN\",\"Military expenditure (current USD)\",\"MS.MIL.XPND.CD\",\"28410.5\",\"28801\",\"\",\n" +
	"\"Peru\",\"PER\",\"Military expenditure (current USD)\",\"MS.MIL.XPND.CD\",\"\",\"620.25\",\"..\",\n" +
	"\"World\",\"WLD\",\"Military expenditure (current USD)\",\"MS.MIL.XPND.CD\",\"1\",\"2\",\"3\",\n"

const bankMapping = `
dataset: {id: bank, name: Bank}
table: {wide: true, missing: ["", ".."]}
nodes:
  thing:
    label: Observation
    id: "{Country Code}-{year}"
    properties: {name: "{Indicator Name} of {Country Name}, {year}", indicator: MILITARY_SPENDING, value: "{value}"}
    from: "{year}"
    last: "{year}"
  state: {label: State, find: "iso3:{Country Code}"}
relationships:
  - {type: OBSERVED_FOR, from: thing, to: state}
`

func parsed(t *testing.T, mapping string) loaders.Loader {
	t.Helper()
	m, err := ParseMapping("m.yaml", []byte(mapping))
	if err != nil {
		t.Fatal(err)
	}
	return m.loader()
}

func TestAColumnAYearBecomesARecordForEachCell(t *testing.T) {
	for name, text := range map[string]string{
		"bank.csv": bank,
		"bank.jsonl": `{"Country Code":"JPN","Country Name":"Japan","Indicator Name":"x","1989":28410.5,"1990":28801,"1991":null}
{"Country Code":"PER","Country Name":"Peru","Indicator Name":"x","1990 [YR1990]":620.25,"1991":".."}
{"Country Code":"WLD","Country Name":"World","Indicator Name":"x","1989":1,"1990":2,"1991":3}
`,
	} {
		result := loadertest.LoadText(parsed(t, bankMapping), loadertest.Identities(t), name, text)
		if result.Fatal != nil || len(result.Records) != 3 || len(result.Rejected) != 3 {
			t.Fatalf("%s: fatal %v, %d records, rejected %v", name, result.Fatal, len(result.Records), result.Rejected)
		}
		got := map[graph.ID]any{}
		for _, r := range result.Records {
			figure := r.Nodes[slices.IndexFunc(r.Nodes, func(n graph.NodeRecord) bool { return n.Label == graph.LabelObservation })]
			got[figure.ID] = figure.Properties["value"]
			if year := figure.Properties["from"]; !strings.HasSuffix(string(figure.ID), fmt.Sprint("-", year)) {
				t.Errorf("%s: %s is of %v", name, figure.ID, year)
			}
		}
		want := map[graph.ID]any{"observation:bank-jpn-1989": 28410.5, "observation:bank-jpn-1990": 28801.0, "observation:bank-per-1990": 620.25}
		for id, value := range want {
			if got[id] != value {
				t.Errorf("%s: %s is %v, want %v", name, id, got[id], value)
			}
		}
	}
}

func TestRejectedCellsLoadAgainByTheSameMapping(t *testing.T) {
	result := loadertest.LoadText(parsed(t, bankMapping), loadertest.Identities(t), "bank.csv", bank)
	if len(result.Rejected) != 3 {
		t.Fatalf("rejected %v", result.Rejected)
	}
	var again strings.Builder
	again.WriteString(strings.Join(result.Rejected[0].Header, ";") + ";entente_file\n")
	for _, e := range result.Rejected {
		again.WriteString(strings.ReplaceAll(strings.Join(e.Row, ";"), "WLD", "PER") + ";bank.csv\n")
	}
	result = loadertest.LoadText(parsed(t, bankMapping), loadertest.Identities(t), "rejects.csv", again.String())
	if result.Fatal != nil || len(result.Records) != 3 {
		t.Errorf("fatal %v, %d records, rejected %v\n%s", result.Fatal, len(result.Records), result.Rejected, again.String())
	}
}

func TestWideIsRefusedWhereNoColumnIsAYearOrOneHasItsName(t *testing.T) {
	for text, want := range map[string]string{
		"Country Code,Indicator Name,Country Name,a\nJPN,x,Japan,1\n":            "no column is called by a year",
		"Country Code,Indicator Name,Country Name,value,1990\nJPN,x,Japan,1,2\n": "it has one of that name",
	} {
		result := loadertest.LoadText(parsed(t, bankMapping), loadertest.Identities(t), "x.csv", text)
		if result.Fatal == nil || !strings.Contains(result.Fatal.Error(), want) {
			t.Errorf("%v; want %q", result.Fatal, want)
		}
	}
}

func TestAColumnAYearIsProposedAsWide(t *testing.T) {
	proposal, result := proposed(t, "military spending.csv", bank)
	for _, line := range []string{
		`table: {wide: true, missing: ["", ".", "NA", ".."]}`, "label: Observation", `find: "iso3:{Country Code}"`,
		`value: "{value}"`, `from: "{year}"`, "indicator: \"MILITARY_SPENDING\"", `Not usable: column 8 ""`,
	} {
		if !strings.Contains(proposal, line) {
			t.Errorf("no %s in\n%s", line, proposal)
		}
	}
	if result.Fatal != nil || len(result.Records) != 3 || len(result.Rejected) != 3 {
		t.Errorf("fatal %v, rejected %v, %d records\n%s", result.Fatal, result.Rejected, len(result.Records), proposal)
	}
}

func TestWhatSIPRIWritesForNoFigureIsProposedAsMissing(t *testing.T) {
	proposal, result := proposed(t, "a.csv", "Country,1990,1991,1992,1993\nJapan,1,. .,3,xxx\nPeru,5,6,...,8\n")
	if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Records) != 5 {
		t.Errorf("fatal %v, rejected %v, %d records\n%s", result.Fatal, result.Rejected, len(result.Records), proposal)
	}
}

func TestAProposalIsWideOnlyWhereTheTableCanBeTurned(t *testing.T) {
	for header, wide := range map[string]bool{
		"Country,1990,1991,1992,1993": true, "Country,yr1990,yr1991,yr1992,yr1993": true, "Country,FY1990,x_1991,y1992,X1993.0": true,
		"Country,value,1991,1992,1993": false, "Country,year,1991,1992,1993": false, "Country,1990,1991,1992,X1990": false,
		"Country,1990,1991,n,x": false,
	} {
		t.Run(header, func(t *testing.T) {
			proposal, result := proposed(t, "a.csv", header+"\nJapan,1,2,3,4\nPeru,5,6,7,8\n")
			if got := strings.Contains(proposal, "wide: true"); got != wide || result.Fatal != nil || wide && len(result.Records) != 8 {
				t.Errorf("wide %v, want %v; fatal %v, %d records\n%s", got, wide, result.Fatal, len(result.Records), proposal)
			}
		})
	}
}

// TestPublishedFiguresLoadFromATableOfAColumnAYear turns a published table, which has a row for each state and year: of
// each of its figures there is a record.
func TestPublishedFiguresLoadFromATableOfAColumnAYear(t *testing.T) {
	file, err := os.Open(filepath.Join(shareddata.Dir(t), "cow", "NMC_5_0.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	code, year, figure := slices.Index(rows[0], "ccode"), slices.Index(rows[0], "year"), slices.Index(rows[0], "milex")
	const first, last = 1950, 2012
	wide := map[string][]string{}
	figures := 0
	for _, r := range rows[1:] {
		n, _ := strconv.Atoi(r[year])
		if n < first {
			continue
		}
		if wide[r[code]] == nil {
			wide[r[code]] = make([]string, 1+last-first)
		}
		if wide[r[code]][n-first] = r[figure]; r[figure] != "-9" {
			figures++
		}
	}
	var text strings.Builder
	text.WriteString("ccode")
	for n := first; n <= last; n++ {
		fmt.Fprintf(&text, ",%d", n)
	}
	for code, cells := range wide {
		text.WriteString("\n" + code + "," + strings.Join(cells, ","))
	}
	result := loadertest.LoadText(parsed(t, `
dataset: {id: nmc, name: Spending}
table: {wide: true, missing: ["", "-9"]}
nodes:
  thing: {label: Observation, id: "{ccode}-{year}", properties: {indicator: MILITARY_SPENDING, value: "{value}"}, from: "{year}", last: "{year}"}
  state: {label: State, find: "cow:{ccode}"}
relationships:
  - {type: OBSERVED_FOR, from: thing, to: state}
`), loadertest.Identities(t), "milex.csv", text.String())
	if result.Fatal != nil || len(result.Records)+len(result.Rejected) != figures || figures < 5000 {
		t.Errorf("fatal %v, %d records and %d rejected of %d figures", result.Fatal, len(result.Records), len(result.Rejected), figures)
	}
	for _, e := range result.Rejected {
		if e.Rule != "unknown-code" {
			t.Errorf("rejected: %v", e)
		}
	}
}
