package table_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/table"
)

var people = table.Spec{Dataset: "people", Missing: []string{"", "NA", "-9", "-8"}, Columns: []table.Column{
	{Name: "code", Aliases: []string{"ccode"}, Required: true},
	{Name: "name", Required: true, Missing: []string{""}},
	{Name: "year"},
	{Name: "month"},
	{Name: "day"},
	{Name: "height"},
	{Name: "tall"},
}}

func file(content string) input.File {
	return input.File{Name: "people.csv", Path: "people.csv", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}}
}

// read gives one line per row: code, name, and the rejected rows as "!rule@line".
func read(t *testing.T, content string, spec table.Spec, options ...string) ([]string, error) {
	t.Helper()
	in := loaders.Input{Options: map[string]string{}}
	for i := 0; i+1 < len(options); i += 2 {
		in.Options[options[i]] = options[i+1]
	}
	tab, err := table.Open(in, file(content), spec)
	if err != nil {
		return nil, err
	}
	var out []string
	for row, err := range tab.Rows() {
		var bad *loaders.RowError
		if errors.As(err, &bad) {
			out = append(out, fmt.Sprintf("!%s@%d", bad.Rule, bad.Line))
			continue
		}
		if err != nil {
			return out, err
		}
		code, name := row.MustInt("code"), row.MustText("name")
		if err := row.Err(); err != nil {
			errors.As(err, &bad)
			out = append(out, fmt.Sprintf("!%s@%d:%s", bad.Rule, bad.Line, bad.Column))
			continue
		}
		out = append(out, fmt.Sprintf("%d %s@%d", code, name, row.Line()))
	}
	return out, nil
}

func TestATableOfUnknownColumnsIsFoundBelowItsTitle(t *testing.T) {
	for text, want := range map[string]string{
		"a,b,c\n1,2,3\n": "1 a|b|c",
		"A title, of two parts\nanother line\n\na,b,c,d\n1,2,3,4\n5,6,7,8\n": "4 a|b|c|d",
		"title\na;b;c\n1;2,5;3\n4;5,5;6\n":                                   "2 a|b|c",
		"a,b,c\n1,2,3,\n4,5,6,\n":                                            "1 a|b|c", // rows with a delimiter at their end
		"only\n1\n2\n":                                                       "1 only",
		"sep=;\na;b\n1;2\n":                                                  "2 a|b",
		"name\tnote\nx\ty, z\nx\ty, z\n":                                     "1 name|note",
		"Bases,,\n,,\na,b,c\n1,2,3\n4,5,6\n":                                 "3 a|b|c", // as a spreadsheet pads
		",,b,c\n1,2,3,4\n5,6,7,8\n":                                          "1 ||b|c",
		"The \"table\nof \"5\" guns\n\na,\"b\nc\",d\n1,2,3\n4,5,6\n":         "5 a|b\nc|d",
	} {
		file := input.File{Name: "x.csv", Path: "x.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
		opened, err := table.Open(loaders.Input{}, file, table.Spec{Dataset: "any"})
		if err != nil {
			t.Fatal(err)
		}
		line := 0
		for row, err := range opened.Rows() {
			if err != nil {
				t.Errorf("%q: %v", text, err)
			} else if line == 0 {
				line = row.Line()
			}
		}
		if got := fmt.Sprintf("%d %s", line-1, strings.Join(opened.Header(), "|")); got != want {
			t.Errorf("%q: %s; want %s", text, got, want)
		}
	}
}

func TestTheSameTableComesInManyGuises(t *testing.T) {
	want := []string{"2 Ana", "731 Österreich, São"}
	plain := "code,name\n2,Ana\n731,\"Österreich, São\"\n"
	encode := func(enc interface{ String(string) (string, error) }, s string) string {
		out, err := enc.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct {
		content string
		options []string
	}{
		"plain":                     {plain, nil},
		"byte order mark":           {"\xef\xbb\xbf" + plain, nil},
		"declared and marked":       {"\xef\xbb\xbf" + plain, []string{"encoding", "utf-8"}},
		"CRLF":                      {strings.ReplaceAll(plain, "\n", "\r\n"), nil},
		"CR alone":                  {strings.ReplaceAll(plain, "\n", "\r"), nil},
		"no final newline":          {strings.TrimSuffix(plain, "\n"), nil},
		"tabs":                      {"code\tname\n2\tAna\n731\tÖsterreich, São\n", nil},
		"semicolons":                {"code;name\n2;Ana\n731;Österreich, São\n", nil},
		"a declared delimiter":      {"code#name\n2#Ana\n731#Österreich, São\n", []string{"delimiter", "#"}},
		"another order and case":    {"NAME,CCode\nAna,2\n\"Österreich, São\",731\n", nil},
		"more columns":              {"x,code,name\n,2,Ana\n9,731,\"Österreich, São\"\n", nil},
		"decimal codes":             {"code,name\n2.0,Ana\n731.000,\"Österreich, São\"\n", nil},
		"blank cells at the right":  {"code,name\n2,Ana,,\n731,\"Österreich, São\",\n", nil},
		"blank lines":               {"code,name\n2,Ana\n731,\"Österreich, São\"\n\n,\n", nil},
		"UTF-16 with a mark":        {encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), plain), nil},
		"UTF-16LE without a mark":   {encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(), plain), nil},
		"UTF-16BE without a mark":   {encode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), plain), nil},
		"Windows-1252":              {encode(charmap.Windows1252.NewEncoder(), plain), nil},
		"Latin-1, declared":         {encode(charmap.ISO8859_1.NewEncoder(), plain), []string{"encoding", "latin-1"}},
		"Mac Roman, declared":       {encode(charmap.Macintosh.NewEncoder(), plain), []string{"encoding", "macintosh"}},
		"Windows-1252 with CR":      {strings.ReplaceAll(encode(charmap.Windows1252.NewEncoder(), plain), "\n", "\r"), nil},
		"Latin-9, declared":         {encode(charmap.ISO8859_15.NewEncoder(), plain), []string{"encoding", "iso-8859-15"}},
		"marks between the rows":    {"\ufeffcode,name\n2,\ufeffAna\n\ufeff731,\"Österreich, São\"\n", nil},
		"a mark and a declaration":  {"\ufeff" + encode(charmap.Windows1252.NewEncoder(), plain), []string{"encoding", "windows-1252"}},
		"a hint for spreadsheets":   {"sep=;\r\ncode;name\r\n2;Ana\r\n731;Österreich, São\r\n", nil},
		"UTF-16 with CRLF and mark": {encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), strings.ReplaceAll(plain, "\n", "\r\n")), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, c.content, people, c.options...)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got { // where the rows stand differs
				got[i], _, _ = strings.Cut(got[i], "@")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestABadRowIsRejectedAndTheNextOneRead(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"too few fields":   {"code,name\n1\n2,b\n", []string{"!ragged-row@2", "2 b@3"}},
		"too many fields":  {"code,name\n1,a,x\n2,b\n", []string{"!ragged-row@2", "2 b@3"}},
		"header again":     {"code,name\n1,a\ncode,name\n2,b\n", []string{"1 a@2", "!repeated-header@3", "2 b@4"}},
		"zero byte":        {"code,name\n1,a\x00\n2,b\n", []string{"!nul-byte@2", "2 b@3"}},
		"stray quote":      {"code,name\n1,a\"b\n2,b\n", []string{"!bad-quote@2", "2 b@3"}},
		"long field":       {"code,name\n1," + strings.Repeat("x", table.MaxField+1) + "\n2,b\n", []string{"!field-too-long@2", "2 b@3"}},
		"not a number":     {"code,name\nx,a\n2,b\n", []string{"!bad-number@2:code", "2 b@3"}},
		"missing code":     {"code,name\n-9,a\n-9.0,a\n2,b\n", []string{"!missing-value@2:code", "!missing-value@3:code", "2 b@4"}},
		"NA can be a name": {"code,name\n1,NA\n", []string{"1 NA@2"}},
		"no such letter":   {"code,name\n1,\xe4\n2,a\x81b\n3,c\n", []string{"1 ä@2", "!bad-encoding@3", "3 c@4"}}, // Windows-1252 leaves 0x81 open
		"half a pair":      {"\xff\xfec\x00o\x00d\x00e\x00,\x00n\x00a\x00m\x00e\x00\n\x001\x00,\x00\x00\xd8\n\x002\x00,\x00b\x00\n\x00", []string{"!bad-encoding@2", "2 b@3"}},
		"mixed encodings":  {"code,name\n1,ä\n2,\xe4\n3,c\n", []string{"1 ä@2", "!bad-encoding@3", "3 c@4"}},
		"open quote":       {"code,name,year\n1,\"a,\n2,\"b\",\n3,c,\n", []string{"!bad-quote@2", "3 c@4"}},
		"swallowed rows":   {"code,name,year\n1,\"a,\n2,b\",\n3,c,\n", []string{"!bad-quote@2", "3 c@4"}},
		"swallowed fields": {"code,name,year\n1,\"a,\n2\"\n3,c,\n", []string{"!ragged-row@2", "3 c@4"}},
		"a header's lines": {"code,\"na\nme\",\"ye\nar\"\n1,a,5\n", []string{"1 a@4"}},
		"lines of commas":  {"code,name,year\n1,\"a, b\nc, d, e\",\n", []string{"1 a, b\nc, d, e@2"}},
		"as many commas":   {"code,name,year\n1,\"a, b\nc, d\",\n", []string{"1 a, b\nc, d@2"}},
		"lines in a field": {"code,name\n1,\"a\nb\"\n2,b\n", []string{"1 a\nb@2", "2 b@4"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, c.content, people)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAQuoteThatMakesOneRowOfSeveralIsToldWithTheirLines(t *testing.T) {
	for content, want := range map[string]string{
		"1,\"a,\n2,\"b\",\n3,c,\n": "lines 2 to 3 are taken for one row",
		"1,\"a,\n2,b\",\n3,c,\n":   "lines 2 to 3 are taken for one row",
		"1,\"a,\n2\"\n3,c,\n":      "has 2 fields; want 3 as in the header; a quote makes one row of lines 2 to 3",
		"1,\"a,\n2,b,\n3,c,\n":     "lines 2 to 4 are taken for one row",
		"1,a \"b\" c,\n":           "a quote that does not enclose the whole value",
	} {
		tab, err := table.Open(loaders.Input{}, file("code,name,year\n"+content), people)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range tab.Rows() {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v; want %s", content, err, want)
			}
			break
		}
	}
}

func TestAFileThatIsNotATableOfTheDatasetIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"another dataset": {"Deal ID;Seller\n1;2\n", `people: people.csv is not a file of this dataset: missing columns code, name; its first line reads "Deal ID;Seller"`},
		"one column gone": {"code,title\n1,2\n", `people: people.csv is not a file of this dataset: missing columns name; its first line reads "code,title"`},
		"a column twice":  {"code,name,Name\n1,2,3\n", `people: people.csv has the column name twice; remove or rename one`},
		"empty":           {"\n\n", `people: the file people.csv is empty; want a table with the columns code, name`},
		"a workbook":      {"PK\x03\x04\x14\x00\xb5\x81}]code\n", `people: people.csv is not a text file (zero byte near its beginning); it is a workbook or another packed file: save it as .csv`},
		"binary":          {"PK\x03\x04\x00\x00code\x00\n", `people: people.csv is not a text file (zero byte near its beginning); it is a workbook or another packed file: save it as .csv`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, c.content, people)
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
			if graph.KindOf(err) != graph.KindInvalid {
				t.Errorf("kind %s; want INVALID", graph.KindOf(err))
			}
		})
	}
	if _, err := read(t, "code,name\n", people, "encoding", "ebcdic"); err == nil || !strings.Contains(err.Error(), "want one of utf-8") {
		t.Errorf("an unknown encoding: %v", err)
	}
}

func TestLettersOfOtherScriptsAreReadWhereTheirEncodingIsDeclared(t *testing.T) {
	for name, c := range map[string]struct {
		encoding encoding.Encoding
		text     string
	}{
		"iso-8859-2": {charmap.ISO8859_2, "Łódź"}, "windows-1251": {charmap.Windows1251, "Москва"}, "koi8-r": {charmap.KOI8R, "Казань"},
		"cp437": {charmap.CodePage437, "Zürich"}, "cp850": {charmap.CodePage850, "São Tomé"}, "IBM850": {charmap.CodePage850, "Ørsted"},
		"shift_jis": {japanese.ShiftJIS, "東京"}, "euc-kr": {korean.EUCKR, "서울"}, "gbk": {simplifiedchinese.GBK, "北京"},
	} {
		content, err := c.encoding.NewEncoder().String("code,name\n2," + c.text + "\n")
		if err != nil {
			t.Fatal(err)
		}
		got, err := read(t, content, people, "encoding", name)
		if err != nil || len(got) != 1 || !strings.HasPrefix(got[0], "2 "+c.text) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestAFileInAnEncodingOfAnotherAlphabetIsRefusedByName(t *testing.T) {
	file := input.File{Name: "x.csv", Encoding: input.UnknownEncoding}
	if _, err := table.Decode(strings.NewReader("code"), file, nil); err == nil || !strings.Contains(err.Error(), "x.csv: its letters") || graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("undeclared: %v", err)
	}
	if _, err := table.Decode(strings.NewReader("code"), file, map[string]string{input.EncodingOption: "windows-1251"}); err != nil {
		t.Errorf("declared: %v", err)
	}
}

// endless opens a quote and never closes it, nor, with text without a line end, its line.
type endless struct {
	text string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, "code,name\n1,\"")
	if e.read > 0 {
		n = copy(p, strings.Repeat(e.text, len(p)/2+1))
	}
	e.read += n
	return n, nil
}

func TestARecordThatNeverEndsEndsTheFileWithoutFillingMemory(t *testing.T) {
	for _, verbatim := range []bool{false, true} {
		source := &endless{text: "x\n"}
		if verbatim {
			source.text = "xx"
		}
		f := input.File{Name: "people.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(source), nil }}
		spec := people
		spec.Verbatim = verbatim
		tab, err := table.Open(loaders.Input{}, f, spec)
		if err != nil {
			t.Fatal(err)
		}
		var last error
		for _, err := range tab.Rows() {
			last = err
		}
		if graph.KindOf(last) != graph.KindLimitExceeded || !strings.Contains(last.Error(), "4 MiB") {
			t.Errorf("got %v; want LIMIT_EXCEEDED", last)
		}
		if source.read > table.MaxRecord+1<<20 {
			t.Errorf("read %d bytes of one record", source.read)
		}
	}
}

// single is the one row of a table.
func single(t *testing.T, tab *table.Table) *table.Row {
	t.Helper()
	var rows []*table.Row
	for r, err := range tab.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	if len(rows) != 1 {
		t.Fatalf("%d rows; want one", len(rows))
	}
	return rows[0]
}

func TestDatesKeepThePrecisionTheyHave(t *testing.T) {
	for row, want := range map[string]string{
		"1,a,1902,7,24": "1902-07-24",
		"1,a,1902,7,-9": "1902-07",
		"1,a,1902,7,0":  "1902-07",
		"1,a,1902,7,":   "1902-07",
		"1,a,1902,-9,3": "1902",
		"1,a,0,0,0":     "",
		"1,a,-8,-8,-8":  "",
		"1,a,,,":        "",
		"1,a,1900,2,29": "1900-02 people.csv:2: column day: 1900-02 has no day 29; the month is kept",
		"1,a,1900,6,31": "1900-06 people.csv:2: column day: 1900-06 has no day 31; the month is kept",
		"1,a,1900,6,61": "people.csv:2: column day: 1900-6-61 is no day of the calendar",
		"1,a,1900,13,1": "people.csv:2: column month: 1900-13-1 is no day of the calendar",
		"1,a,-77,1,1":   "people.csv:2: column year: -77 is no part of a date, and does not stand for a missing one here",
		"1,a,1902,-1,1": "people.csv:2: column month: -1 is no part of a date, and does not stand for a missing one here",
		"1,a,19x0,1,1":  `people.csv:2: column year: "19x0": want a whole number`,
	} {
		warning := ""
		in := loaders.Input{Warn: func(format string, args ...any) { warning = " " + fmt.Sprintf(format, args...) }}
		tab, err := table.Open(in, file("code,name,year,month,day\n"+row+"\n"), people)
		if err != nil {
			t.Fatal(err)
		}
		r := single(t, tab)
		got := r.Date("year", "month", "day").String() + warning
		if err := r.Err(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", row, got, want)
		}
	}
}

func TestNumbersMayLackTheirZeroAndMissingIsNeverZero(t *testing.T) {
	for text, want := range map[string]string{".5": "0.5 true ", "-8": "0 false ", "": "0 false ", "1e3": "1000 true ", "0x1p4": "0 false bad-number", "NaN": "0 false bad-number"} {
		tab, err := table.Open(loaders.Input{}, file("code,name,height\n1,a,"+text+"\n"), people)
		if err != nil {
			t.Fatal(err)
		}
		r := single(t, tab)
		f, known := r.Float("height")
		rule := ""
		var bad *loaders.RowError
		if errors.As(r.Err(), &bad) {
			rule = bad.Rule
		}
		if got := fmt.Sprintf("%v %v %s", f, known, rule); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestANumberThatNamesSomethingCountsFromOne(t *testing.T) {
	for text, want := range map[string]string{"1": "1 ", "12.0": "12 ", "0": "0 bad-number", "-1": "-1 bad-number", "": "0 missing-value", "x": "0 bad-number"} {
		tab, err := table.Open(loaders.Input{}, file("code,name,height\n"+text+",a,1\n"), people)
		if err != nil {
			t.Fatal(err)
		}
		r := single(t, tab)
		n, rule := r.MustNumber("code"), ""
		var bad *loaders.RowError
		if errors.As(r.Err(), &bad) {
			rule = bad.Rule
		}
		if got := fmt.Sprintf("%d %s", n, rule); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestWhereSemicolonsSetFieldsApartTheDecimalMarkMayBeAComma(t *testing.T) {
	for text, want := range map[string]string{"1,5": "1.5 true", "-,5": "-0.5 true", "1.234,5": "1234.5 true", "1.5": "1.5 true", "1,2,3": "0 false", "1.23,4": "0 false"} {
		tab, err := table.Open(loaders.Input{}, file("code;name;height\n1;a;"+text+"\n"), people)
		if err != nil {
			t.Fatal(err)
		}
		r := single(t, tab)
		f, known := r.Float("height")
		if got := fmt.Sprint(f, known); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestTextBeforeTheHeaderAndQuotesAsText(t *testing.T) {
	spec := people
	spec.Preamble, spec.Verbatim, spec.Delimiter = 5, true, ';'
	got, err := read(t, "A register, (c) someone\n\"code\" is a number\n\ncode;name;\n1;the \"Rex\"\";\n2;b;\n", spec)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`1 the "Rex""@5`, "2 b@6"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFileWithoutHeaderIsReadByPosition(t *testing.T) {
	spec := people
	spec.Headerless = []string{"name", "code"}
	got, err := read(t, "Ana,2\nBob,3\n", spec)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2 Ana@1", "3 Bob@2"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzTable(f *testing.F) {
	for _, seed := range []string{"code,name\n1,a\n", "code;name\r\n1;\"a\"\r\n", "\xff\xfec\x00o\x00", "code\tname\r1\t\x80\r", "code,name\n1,\"a\nb", "a,b\n"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, content string, verbatim bool) {
		spec := people
		spec.Verbatim, spec.Preamble = verbatim, 2
		tab, err := table.Open(loaders.Input{}, file(content), spec)
		if err != nil {
			return
		}
		line := 0
		for row, err := range tab.Rows() {
			var bad *loaders.RowError
			if err != nil {
				if !errors.As(err, &bad) {
					return
				}
				if bad.Rule == "" || bad.Line < 1 {
					t.Fatalf("a row error without rule or line: %+v", bad)
				}
				continue
			}
			if row.Line() <= line {
				t.Fatalf("line %d after line %d", row.Line(), line)
			}
			line = row.Line()
			row.Int("code")
			row.Float("height")
			if d := row.Date("year", "month", "day"); !d.IsZero() && d.Month() == 0 && d.DayOfMonth() != 0 {
				t.Fatalf("a day without month: %v", d)
			}
			if len(row.Fields()) != len(tab.Header()) {
				t.Fatalf("%d fields under a header of %d", len(row.Fields()), len(tab.Header()))
			}
		}
	})
}

func BenchmarkTable(b *testing.B) {
	var text strings.Builder
	text.WriteString("code,name,year,month,day,height,a,b,c,d,e,f,g,h,i,j,k,l,m,n\n")
	const rows = 20_000
	for i := range rows {
		fmt.Fprintf(&text, "%d,\"Name, %d\",1950,6,25,1.5,1,2,3,4,5,6,7,8,9,10,11,12,13,14\n", i, i)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		tab, err := table.Open(loaders.Input{}, file(text.String()), people)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for row, err := range tab.Rows() {
			if err != nil {
				b.Fatal(err)
			}
			row.MustInt("code")
			row.Date("year", "month", "day")
			row.Float("height")
			if row.Err() == nil && row.Text("name") != "" {
				n++
			}
		}
		if n != rows {
			b.Fatalf("%d rows; want %d", n, rows)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func TestATableInMarkdownHasNoRowOfDashes(t *testing.T) {
	below := people
	below.Preamble = 4
	for content, want := range map[string][]string{
		"| code | name |\n| ---: | :--- |\n| 2 | United States |\n| 20 | Can\\|ada, \"north\" |\n": {
			"2 United States@3", `20 Can|ada, "north"@4`,
		},
		"# States\n\nSome | prose.\n\ncode|name\n-|-\n2|USA\n\n| 20 | |\n3|4|5\n": {"2 USA@7", "!missing-value@9:name", "!ragged-row@10"},
		" code | name\n------+------\n    2 | USA\n":                              {"2 USA@3"},
		"code|name\n2|---\n": {"2 ---@2"},
	} {
		got, err := read(t, content, below)
		if err != nil {
			t.Errorf("%q: %v", content, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", content, diff)
		}
	}
	two := "| code | name |\n| --- | --- |\n| 2 | USA |\n\n| name | code |\n| --- | --- |\n| 3 | x |\n"
	if _, err := read(t, two, people); err == nil || !strings.Contains(err.Error(), "people.csv:5: a second table") {
		t.Error(err)
	}
}
