package generic

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

// proposed is the proposal for a text, with what loading it by that gives.
func proposed(t *testing.T, name, text string) (string, loadertest.Result) {
	t.Helper()
	file := input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	proposal, err := Propose(loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{file}}, file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseMapping("m.yaml", []byte(proposal))
	if err != nil {
		t.Fatalf("%v\n%s", err, proposal)
	}
	return proposal, loadertest.LoadText(m.loader(), loadertest.Identities(t), name, text)
}

func TestAnOddTableOfTenColumnsLoadsAtFirstTry(t *testing.T) {
	proposal, result := proposed(t, "bases.csv", "Ref #,Site / Base,Host,iso,Lat.,Long,Opened (approx),Closed,Troops,Remarks\n"+
		"1,\"Clark \"\"Air\"\" Base\",Philippines,PH,15.19,120.56,1898,26.11.1991,\"15,000\",old\n2,Camp H,\"Korea, Rep.\",KR,36.96,127.03,1961,,28500,\n"+
		"3,Walvis,Namibia,NA,-22.9,14.5,1990,01.03.1994,20,\n4,Ramstein,Germany,DE,49.4,7.6,1953,,\"9,000\",n/a\n")
	for _, line := range []string{"label: Place", `find: "iso2:{iso}", on: 2`, `id: "{Ref #}"`, "# NA is Namibia here", `from: "{Opened (approx)}"`, `table: {dates: ["DD.MM.YYYY"]}`, "Host", "Troops"} {
		if !strings.Contains(proposal, line) {
			t.Errorf("no %s in\n%s", line, proposal)
		}
	}
	if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Records) != 4 {
		t.Fatalf("fatal %v, rejected %v, %d records\n%s", result.Fatal, result.Rejected, len(result.Records), proposal)
	}
	found := map[string]bool{}
	for _, record := range result.Records {
		for _, r := range record.Relationships {
			found[string(r.To)] = true
		}
	}
	for _, id := range []string{"state:PHL", "state:KOR", "state:NAM", "state:DEU"} {
		if !found[id] {
			t.Errorf("no base is in %s: %v", id, found)
		}
	}
}

func TestEveryColumnIsInTheProposal(t *testing.T) {
	proposal, result := proposed(t, "x.csv", "id,name,,{odd},size,name,country\n1,a,q,w,5,z,Japan\n2,b,q,w,6,z,Peru\n")
	if result.Fatal != nil || len(result.Records) != 2 {
		t.Errorf("does not load: %v", result.Fatal)
	}
	for _, want := range []string{"{id}", "{country}", "# Not used: size", `# Not usable: column 3 ""`, `column 4 "{odd}"`, `column 6, which is called "name" like another`} {
		if !strings.Contains(proposal, want) {
			t.Errorf("no %s in\n%s", want, proposal)
		}
	}
}

func TestATreatyBindsFromItsEntryIntoForce(t *testing.T) {
	const rows = "Pact,1920-08-14,1921-02-10,1938-09-30,Japan\nPact 2,1921-03-03,1921-07-25,,Peru\n"
	proposal, result := proposed(t, "treaties.csv", "name,signed,in_force,ended,party\n"+rows)
	if result.Fatal != nil || len(result.Records) != 2 {
		t.Fatalf("does not load: %v\n%s", result.Fatal, proposal)
	}
	for _, want := range []string{`signed: "{signed}", inForce: "{in_force}"`, `from: "{in_force}"`, `last: "{ended}"`} {
		if !strings.Contains(proposal, want) {
			t.Errorf("no %s in\n%s", want, proposal)
		}
	}
	if only, _ := proposed(t, "treaties.csv", "name,entry_into_force,closed,ended,party\n"+rows); !strings.Contains(only, `from: "{entry_into_force}"`) {
		t.Errorf("the only day on which they begin is not taken:\n%s", only)
	}
}

func TestTheWholeFileTellsWhatTellsRowsApart(t *testing.T) {
	var treaties, actors strings.Builder
	treaties.WriteString("number;name;year\n")
	actors.WriteString("ActorId,NameData\n")
	for i := range 600 {
		fmt.Fprintf(&treaties, "%d;Pact %d;%d\n", i+1, min(i, 300), 1950+i/20)
		fmt.Fprintf(&actors, "%d,Group %d\n", i+1, min(i, 300))
	}
	for name, c := range map[string]struct{ text, id string }{"desta.csv": {treaties.String(), `id: "{number}"`}, "b.csv": {actors.String(), `id: "{ActorId}"`}} {
		proposal, result := proposed(t, name, c.text)
		if !strings.Contains(proposal, c.id) || len(result.Records) != 600 || len(result.Rejected) > 0 {
			t.Errorf("%s: %d records, rejected %v\n%s", name, len(result.Records), result.Rejected, proposal)
		}
	}
}

func TestANumberThatTellsRowsApartIsNoFigure(t *testing.T) {
	proposal, result := proposed(t, "x.csv", "event_id,country,date\n1,France,2020-01-01\n1,Peru,2020-01-02\n")
	if strings.Contains(proposal, "EVENT_ID") || !strings.Contains(proposal, "label: Event") || len(result.Rejected) > 0 {
		t.Errorf("rejected %v\n%s", result.Rejected, proposal)
	}
}

func TestNumbersOfStatesAreRecognisedByTheirNameOrTheirValues(t *testing.T) {
	for name, c := range map[string]struct{ text, find string }{
		"m49":  {"number;name;year;c1;c2\n1;Pact A;1990;8;4\n2;Pact B;1990;208;100\n3;Pact C;1991;250;276\n", `find: "m49:{c2}"`},
		"cow":  {"id,year,ccode,size\na,1990,2,5\nb,1990,20,6\nc,1991,365,7\n", `find: "cow:{ccode}"`},
		"gw":   {"id,year,gwno,size\na,1990,2,5\nb,1990,20,6\nc,1991,340,7\n", `find: "gw:{gwno}"`},
		"iso":  {"id,year,iso_n3,size\na,1990,8,5\nb,1990,24,6\nc,1991,250,7\n", `find: "iso:{iso_n3}"`},
		"sums": {"id,year,country,size\na,1990,Japan,8\nb,1990,Peru,4\nc,1991,Chile,12\n", `find: "{country}"`},
	} {
		proposal, result := proposed(t, name+".csv", c.text)
		if !strings.Contains(proposal, c.find) || strings.Contains(proposal, `:{size}"`) || len(result.Rejected) > 0 {
			t.Errorf("%s: rejected %v\n%s", name, result.Rejected, proposal)
		}
	}
}

func TestACountryIsLookedUpOnASensibleDay(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		on   bool
	}{
		"places last":                     {"name,lat,lon,country,opened\nA,1,2,Philippines,1898-01-01\nB,3,4,Germany,1942-01-01\n", true},
		"events are of their day":         {"event_id,date,country\n1,1942-01-01,Germany\n2,1960-01-01,Soviet Union\n", false},
		"events of states that are to be": {"event_id,date,country\n1,1898-01-01,Philippines\n2,1899-01-01,Philippines\n", true},
	} {
		proposal, result := proposed(t, "x.csv", c.text)
		if strings.Contains(proposal, ", on: ") != c.on || len(result.Rejected) > 0 {
			t.Errorf("%s: rejected %v\n%s", name, result.Rejected, proposal)
		}
	}
}

func TestNAIsNamibiaInAColumnOfCodesAndNothingElsewhere(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  thing: {label: Event, id: \"{id}\", properties: {summary: \"{note}\"}}\n  state: {label: State, find: \"iso2:{iso}\"}\n"+
		"relationships:\n  - {type: ACTOR_IN, from: state, to: thing}\n"))
	if err != nil {
		t.Fatal(err)
	}
	result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", "id,iso,note\n1,NA,NA\n")
	if len(result.Records) != 1 || len(result.Records[0].Relationships) != 1 || result.Records[0].Relationships[0].From != "state:NAM" {
		t.Fatalf("%+v %v", result.Records, result.Rejected)
	}
	if note, told := result.Records[0].Nodes[1].Properties["summary"]; told {
		t.Errorf("a note says %v", note)
	}
}

func TestALoadSaysHowManyRowsFellTogether(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  thing: {label: Treaty, id: \"{name}\", properties: {name: \"{name}\"}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", "name,year\nPact A,1\nPact A,2\nPact B,1\nPact A,3\nPact B,2\n")
	if !strings.Contains(fmt.Sprint(result.Warnings), "nodes.thing: 3 rows are about 2 nodes that an earlier row is about: {name} does not tell them apart") {
		t.Errorf("warnings %v", result.Warnings)
	}
}

func TestALoadSaysThatYearsMayBeOfTheBuddhistCalendar(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("dataset: {id: x, name: X}\nnodes:\n  thing: {label: Treaty, id: \"{name}\", properties: {name: \"{name}\", signed: \"{signed}\"}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for rows, want := range map[string]string{
		"A,2522-07-08\nB,1979-07-08\nC,2535\n": `[2 dates are of years like that of "2522-07-08", centuries ahead: if they are of the Buddhist calendar, take 543 from each year before you load them]`,
		"A,2100-01-01\nB,1979-07-08\nC,1900\n": "[]",
	} {
		result := loadertest.LoadText(m.loader(), loadertest.Identities(t), "t.csv", "name,signed\n"+rows)
		if got := fmt.Sprint(result.Warnings); got != want || len(result.Records) != 3 {
			t.Errorf("%q: %d records, warnings %s, want %s", rows, len(result.Records), got, want)
		}
	}
}

func TestAColumnWithoutValuesIsNotOneOfNamibias(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		namibia bool
	}{
		"open ends":        {"iso2,start,end\nFR,1990-01-01,NA\nDE,1991-02-01,NA\n", false},
		"mostly open ends": {"iso2,start,end\nFR,1990-01-01,NA\nDE,1991-02-01,NA\nIT,1992-02-01,NA\nES,1992-03-01,NA\nPT,1992-04-01,NA\nIE,1992-05-01,1999-01-01\n", false},
		"codes":            {"country,start,end\nNA,1990-04-01,1991-01-01\nNA,1991-02-01,1992-01-01\n", true},
	} {
		proposal, result := proposed(t, "x.csv", c.text)
		if strings.Contains(proposal, "is Namibia here") != c.namibia || strings.Contains(proposal, "iso2:{end}") || len(result.Rejected) > 0 {
			t.Errorf("%s: rejected %v\n%s", name, result.Rejected, proposal)
		}
	}
}

func TestNotationsOfDatesAndNumbersAreProposed(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"decimal commas":       {"Land;Jahr;Wert\nDeutschland;2020;1.234,5\nFrankreich;2021;12,75\nNamibia;2022;0,5\n", `table: {decimal: ","}`},
		"mostly thousands":     {"country;date;value\nFR;1990-10-03;1.500\nDE;1991-11-28;2.500\nFR;1992-10-03;3\nDE;1993-10-03;4\nFR;1994-10-03;2,5\n", `table: {decimal: ","}`},
		"one of the two":       {"country;date;value\nFR;1990-10-03;1.500\nDE;1991-11-28;2.500\n", "table: {decimal: \".\"}      # or \",\"? 1.500 fits both"},
		"points and commas":    {"country;date;value\nFR;3.10.1990;1,5\nDE;28.11.1991;2,5\n", `table: {dates: ["DD.MM.YYYY"], decimal: ","}`},
		"the year first":       {"date,country\n2020/01/31,FR\n2021/2/8,DE\n", `from: "{date}"`},
		"without signs":        {"date,country\n20200131,FR\n20210228,DE\n", `from: "{date}"`},
		"months by their name": {"signed_on\tparty\n19 June 2024\tFR\n4 Dec 2024\tDE\n", `from: "{signed_on}"`},
		"days that are none":   {"country,from,to\nFR,1900-02-29,1901-02-29\nDE,1950-06-31,1951-01-01\n", `last: "{to}"`},
		"signs for no end":     {"id,opened,closed,name\n1,1990-10-03,9999-12-31,a\n2,1990-10-04,present,b\n3,1991-01-05,9999,c\n4,1991-01-06,1992-01-02,d\n", "missing: [\"\", \".\", \"NA\", \"9999-12-31\", \"present\"]"},
		"signs for nothing":    {"id,date,country,name\n1,1990-10-03,FR,a\n2,NULL,DE,b\n3,1991-01-05,\\N,NULL\n4,1991-01-06,FR,c\n5,1991-01-07,FR,d\n", "table: {missing: [\"\", \".\", \"NA\", \"NULL\", \"\\\\N\"]}"},
		"nothing but signs":    {"date,country,name\n1990-10-03,FR,-\n1991-10-03,DE,-\n", "table:"},
		"years of two digits":  {"date,country\n31.01.20,FR\n28.02.21,DE\n", `id: "{date}-{country}"`},
	} {
		file := "x.csv"
		if strings.Contains(c.text, "\t") {
			file = "x.tsv"
		}
		proposal, result := proposed(t, file, c.text)
		if strings.Contains(proposal, c.want) == (name == "nothing but signs") || result.Fatal != nil || len(result.Rejected) > 0 {
			t.Errorf("%s: fatal %v, rejected %v\n%s", name, result.Fatal, result.Rejected, proposal)
		}
	}
}

func TestAColumnThatIsCalledAKeyIsOneThoughATotalHasNone(t *testing.T) {
	proposal, result := proposed(t, "x.csv", "Visit no.,guest\n1,A\n2,B\n3,C\n4,D\n5,E\n,Total\n")
	if !strings.Contains(proposal, `id: "{Visit no.}"`) || !strings.Contains(proposal, "# Visit no.: rows without a value, which are rejected: 1") || len(result.Rejected) != 1 {
		t.Errorf("rejected %v\n%s", result.Rejected, proposal)
	}
}

func TestDatesThatDoNotFitTheProposedOrderAreTold(t *testing.T) {
	proposal, result := proposed(t, "x.csv", "id,name,country,start\n1,A,FR,03/24/1952\n2,B,FR,25/06/1953\n3,C,FR,07/08/1954\n")
	const want = "# start: 1 different values are no date as the mapping has them; their rows are rejected"
	if !strings.Contains(proposal, want) || len(result.Rejected) != 1 {
		t.Errorf("no %q, or rejected %v\n%s", want, result.Rejected, proposal)
	}
}

func TestATableWithoutEndOfColumnsIsRefused(t *testing.T) {
	var text strings.Builder
	for i := range 300_000 {
		fmt.Fprintf(&text, "{\"k%d\": 1}\n", i)
	}
	file := input.File{Name: "x.jsonl", Path: "x.jsonl", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text.String())), nil }}
	_, err := Propose(loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{file}}, file)
	if err == nil || !strings.Contains(err.Error(), `x.jsonl: more than 2000 columns, such as "k2000"`) {
		t.Errorf("got %v", err)
	}
}

func TestAProposalSaysThatDatesAreInBothOrders(t *testing.T) {
	proposal, _ := proposed(t, "x.csv", "country,start,end\nJapan,13/02/1951,02/14/1960\nPeru,01/02/1950,02/15/1961\n")
	if !strings.Contains(proposal, `table: {dates: ["DD/MM/YYYY", "MM/DD/YYYY"]}      # both orders are there`) {
		t.Error(proposal)
	}
}

func TestAWorkbookOfSeveralSheetsSaysWhichIsRead(t *testing.T) {
	book := excelize.NewFile()
	if _, err := book.NewSheet("Data"); err != nil {
		t.Fatal(err)
	}
	for cell, text := range map[string]string{"A1": "Contact", "B1": "Date", "A2": "Somebody", "B2": "2024-01-02"} {
		if err := errors.Join(book.SetCellStr("Sheet1", cell, text), book.SetCellStr("Data", cell, "My "+text)); err != nil {
			t.Fatal(err)
		}
	}
	content, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	file := input.File{Name: "x.xlsx", Path: "x.xlsx", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content.Bytes())), nil }}
	for sheet, want := range map[string]string{"": `sheet: "Sheet1"`, "Data": `sheet: "Data"`} {
		var warned string
		in := loaders.Input{
			Identities: loadertest.Identities(t), Options: map[string]string{"sheet": sheet},
			Warn: func(format string, args ...any) { warned = fmt.Sprintf(format, args...) },
		}
		proposal, err := Propose(in, file)
		if err != nil || !strings.Contains(proposal, want) || !strings.Contains(proposal, `# The sheets are ["Sheet1" "Data"]`) || warned != "" {
			t.Errorf("%v: no %s or a warning %q in\n%s", err, want, warned, proposal)
		}
		for _, err := range rows(in, file, TableMapping{}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if !strings.Contains(warned, "the first was read") {
			t.Errorf("no warning: %q", warned)
		}
	}
	if _, err := Propose(loaders.Input{Options: map[string]string{"sheet": "None"}}, file); err == nil || !strings.Contains(err.Error(), `no sheet "None": want one of ["Sheet1" "Data"]`) {
		t.Error(err)
	}
}

func TestACountryThatIsNotKnownDoesNotHideTheColumn(t *testing.T) {
	for rows, want := range map[string][]string{
		"id,title,country,since\n1,a,Japan,1990\n2,b,Peru,1991\n3,c,France,1992\n4,d,Wakanda,1993\n": {
			`find: "{country}"`, `# country: 1 of 4 different values is no state that is known: "Wakanda"; its rows are rejected`,
		},
		"id,title,country,since\n1,a,JPN,1990\n2,b,PER,1991\n3,c,FRA,1992\n4,d,WLD,1993\n5,e,EUU,1993\n": {
			`find: "iso3:{country}"`, `# country: 2 of 5 different values are no states that are known, such as "WLD"; their rows are rejected`,
		},
		"id,title,country,since\n1,a,JP,1990\n2,b,PE,1991\n3,c,FR,1992\n4,d,QX,1993\n": {
			`find: "iso2:{country}"`, `# country: 1 of 4 different values is no state that is known: "QX"; its rows are rejected`,
		},
	} {
		proposal, result := proposed(t, "posts.csv", rows)
		for _, line := range want {
			if !strings.Contains(proposal, line) {
				t.Errorf("no %s in\n%s", line, proposal)
			}
		}
		if result.Fatal != nil || len(result.Records) != 3 || len(result.Rejected) == 0 {
			t.Errorf("fatal %v, rejected %v, %d records\n%s", result.Fatal, result.Rejected, len(result.Records), proposal)
		}
	}
}

func TestWordsOfWhichSomeAreStatesAreNoCountries(t *testing.T) {
	proposal, _ := proposed(t, "people.csv", "id,name,given\n1,a,Jordan\n2,b,Chad\n3,c,Mary\n4,d,Ann\n5,e,Kim\n")
	if strings.Contains(proposal, "label: State") {
		t.Errorf("a column of given names is taken for states\n%s", proposal)
	}
	proposal, _ = proposed(t, "offices.csv", "id,name,state\n1,a,AL\n2,b,CA\n3,c,NY\n4,d,TX\n5,e,DE\n6,f,WA\n7,g,GA\n")
	if strings.Contains(proposal, "label: State") {
		t.Errorf("abbreviations of the parts of a state are taken for states\n%s", proposal)
	}
}

func TestNamesAndCodesOfTheSameStatesAreOneState(t *testing.T) {
	for rows, want := range map[string]string{
		"Country,Code,1990,1991,1992\nGermany,DEU,1,2,3\nFrance,FRA,1,2,3\nUntied Kingdom,GBR,1,2,3\n":                          `find: "iso3:{Code}"`,
		"Country,Code,1989,1990,1991\nGermany,DEU,..,2,3\nFrance,FRA,1,2,3\nUntied Kingdom,GBR,1,2,3\nSoviet Union,SUN,1,..,\n": `find: "iso3:{Code}"`,
		"Country,Code,1990,1991,1992\nGermany,DEU,1,2,3\nFrance,FRA,1,2,3\nUnited Kingdom,UKX,1,2,3\n":                          `find: "{Country}"`,
	} {
		proposal, result := proposed(t, "budget.csv", rows)
		if !strings.Contains(proposal, want) || strings.Count(proposal, "OBSERVED_FOR") != 1 {
			t.Errorf("want one state, by %s\n%s", want, proposal)
		}
		if result.Fatal != nil || len(result.Records) != 9 || len(result.Rejected) != 0 {
			t.Errorf("fatal %v, %d records, rejected %v\n%s", result.Fatal, len(result.Records), result.Rejected, proposal)
		}
	}
	proposal, _ := proposed(t, "sales.csv", "id,exporter,importer,year\n1,France,Peru,1990\n2,Japan,Chile,1991\n3,Peru,Wakanda,1992\n")
	if !strings.Contains(proposal, "{exporter}") || !strings.Contains(proposal, "{importer}") {
		t.Errorf("two columns of different states are not both there\n%s", proposal)
	}
}

func TestSignsForNothingOfPublishersAreProposed(t *testing.T) {
	for _, sign := range []string{"..", "...", ":", "–"} {
		proposal, result := proposed(t, "budget.csv",
			"Code,1990,1991,1992,1993\nDEU,1,2,"+sign+",3\nFRA,1,2,3,"+sign+"\n")
		if want := `missing: ["", ".", "NA", "` + sign + `"]`; !strings.Contains(proposal, want) {
			t.Errorf("no %s in\n%s", want, proposal)
		}
		if result.Fatal != nil || len(result.Records) != 6 || len(result.Rejected) != 0 {
			t.Errorf("%s: fatal %v, %d records, rejected %v", sign, result.Fatal, len(result.Records), result.Rejected)
		}
	}
}
