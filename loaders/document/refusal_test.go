package document

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestDataAreRefusedAsDocumentsWithTheDatasetThatTakesThem(t *testing.T) {
	long := strings.Repeat("{\"id\":\"a\",\"name\":\"North Korea\"}\n", 5000)
	for name, c := range map[string]struct{ text, says string }{
		"a table of codes":            {"ccode,statenme\n2,United States\n20,Canada\n731,North Korea\n", "a table of 2 columns, no document; load it as cow-states"},
		"a table of an unknown kind":  {"port,country,tons\nWonsan,North Korea,100\nBusan,South Korea,2000\nInchon,South Korea,40\n", "generic"},
		"a table of numbers":          {"year;milex;milper\n1990;12;3\n1991;13;3\n1992;14;2\n", "cow-nmc"},
		"numbers with blanks":         {"year, value, other\n1990, 12, 3\n1991, 13, 3\n1992, 14, 2\n", "a table of 3 columns"},
		"a table with sentences":      {"date,what\n2020-01-01,\"Russia met, it is said, North Korea.\"\n2020-01-02,\"France met Italy.\"\n2020-01-03,\"Nobody met.\"\n", "a table of 2 columns"},
		"tabs":                        {"CODE\tWHAT\n01\tMake a statement\n02\tAppeal to Russia\n03\tAgree with France\n", "a table of 2 columns"},
		"carriage returns":            {"a,b,c\rNorth Korea,1,2\rRussia,3,4\rFrance,5,6\r", "a table of 3 columns"},
		"a table below a title":       {"Exports of North Korea\n\nstate,ton,kind\nRussia,1,ore\nChina,2,coal\nIran,3,coal\nSyria,4,coal\nCuba,5,coal\nEgypt,6,coal\nLibya,7,coal\nSudan,8,coal\nYemen,9,coal\nOman,10,coal\n", "a table of 3 columns"},
		"GDELT":                       {strings.Repeat("1\t20240101\t202401\t2024\t2024.0\tKOR\tSOUTH KOREA"+strings.Repeat("\t", 54)+"\n", 3), "gdelt-events"},
		"UTF-16":                      {"\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x003\x00,\x004\x00\n\x00x\x00,\x005\x00\n\x00", "a table of 2 columns"},
		"a STIX bundle":               {"{\"type\": \"bundle\", \"id\": \"bundle--1\",\n \"objects\": []}", "JSON, no document; load it as stix"},
		"entities":                    {"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{}}\n", "opensanctions"},
		"Wikidata":                    {"{\"entities\":{\"Q1\":{\"claims\":[]}}}", "wikidata"},
		"an export":                   {"{\"entente\":1,\"datasets\":[\"dataset:curated\"]}\n{\"node\":{}}\n", "jsonl"},
		"a list of objects":           {"[\n {\"name\": \"North Korea\"},\n {\"name\": \"Russia\"}]", "generic"},
		"a long file of JSON lines":   {long, "generic"},
		"JSON that is cut off":        {"{\"name\": \"North Korea\", \"of", "JSON, no document"},
		"XML":                         {"<?xml version=\"1.0\"?>\n<states><state>North Korea</state></states>", "XML, no document"},
		"a workbook":                  {"PK\x03\x04\x14\x00North Korea", "load an .xlsx file as generic"},
		"a Parquet file":              {"PAR1North Korea and Russia", "a Parquet file, no document; load it as generic"},
		"a file of an office program": {"\xd0\xcf\x11\xe0\xa1\xb1North Korea", "older office program"},
	} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "data.txt", c.text)
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.HasPrefix(result.Fatal.Error(), "data.txt: ") || !strings.Contains(result.Fatal.Error(), c.says) {
			t.Errorf("%s: %v; want %q", name, result.Fatal, c.says)
		}
	}
}

func TestTextThatHoldsCommasListsAndTablesIsADocument(t *testing.T) {
	const report = "North Korea sent shells, rockets and men to Russia, as reports say.\nRussia, it is said, paid in oil, food and money.\n\n" +
		"The reports agree on what was sent, by whom and when, although none of them was confirmed by either of the two governments so far.\n"
	for name, text := range map[string]string{
		"as many commas in each line":   "Russia, North Korea, and Iran met.\nFrance, Italy, and Spain did not.\nChina, however, said nothing.\n",
		"lines broken with commas":      "Russia, which met North Korea, said that\nIran, Syria, Cuba and others would,\nas it hoped, come, too, and that it\nwould, if so, agree.\n",
		"a list of places":              "Pyongyang, North Korea\nMoscow, Russia\nTehran, Iran\n",
		"a list with bullets":           "-\tNorth Korea\n-\tRussia\n-\tIran\n",
		"a numbered list":               "1.\tNorth Korea\n2.\tRussia\n3.\tIran\n",
		"a report with a small table":   report + "state,shells,rockets\nNorth Korea,100,2\nRussia,3,4\n",
		"a report with a table of bars": report + "| state | shells |\n| --- | --- |\n| North Korea | 100 |\n",
		"a head of fields":              "Title: North Korea; Russia\nDate: 2020-01-01; Moscow\n" + report,
		"two lines":                     "North Korea,Russia,Iran\nmet,agreed,left\n",
		"a quotation":                   "\"We won,\" said North Korea, \"and Russia did.\"\n\"Iran, too,\" said Syria, \"won.\"\n\"No,\" said France, \"nobody.\"\n",
		"a chronology":                  "2024-10-08, North Korea sent troops to Russia.\n2024-10-09, Russia said nothing.\n2024-10-10, Iran met North Korea.\n",
		"a chronology with tabs":        "2024-10-08\tNorth Korea sent troops to Russia.\n2024-10-09\tRussia said nothing.\n2024-10-10\tIran met North Korea.\n",
		"indented lines":                "\tNorth Korea met Russia,\n\tand then Iran\n\tand Syria, which\n\tsaid so",
		"a text after an object":        "{\"title\": \"Report\"}\nNorth Korea met Russia.\n",
		"a bracket":                     "[North Korea and Russia]\nNorth Korea met Russia.\n",
		"a brace":                       "{North Korea} met Russia.\n",
	} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "report.txt", text)
		if result.Fatal != nil || len(result.Rejected) > 0 || result.Count(graph.LabelSource) != 1 {
			t.Errorf("%s: %v, %v", name, result.Fatal, result.Rejected)
		}
	}
}

func TestBytesThatTheNamedEncodingDoesNotHaveAreRefusedWhereTheyAre(t *testing.T) {
	const text = "North Korea sent a letter.\nChi\xffle did not answer.\n"
	for _, encoding := range []string{"utf-8", "shift_jis"} {
		_, err := decode([]byte(text), encoding, false)
		if graph.KindOf(err) != graph.KindInvalid || !strings.HasPrefix(err.Error(), "line 2, column 4: ") {
			t.Errorf("%s: %v", encoding, err)
		}
	}
	if got, err := decode([]byte(text[:26]+"what was \ufffd written"), "utf-8", false); err != nil || !strings.Contains(got, "\ufffd") {
		t.Errorf("a replacement character that was written: %q, %v", got, err)
	}
}
