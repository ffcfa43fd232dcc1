package jsonstream

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// read lists what Values yields as "line key raw", a rejected row as "line !rule".
func read(text, member string) (out []string, fatal error) {
	file := input.File{Name: "f.json", Path: "in/f.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	for v, err := range Values(file, member) {
		var rejected *loaders.RowError
		switch {
		case errors.As(err, &rejected):
			out = append(out, fmt.Sprintf("%d !%s", rejected.Line, rejected.Rule))
		case err != nil:
			return out, err
		default:
			out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s", v.Line, v.Key, v.Raw)))
		}
	}
	return out, nil
}

func TestALongFirstLineIsAValueUnlessItHoldsTheMember(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	for text, want := range map[string]int{
		"[\n{\"id\":\"" + long + "\"},\n{},\n]\n":            2,
		`{"id":"` + long + `"}` + "\n{}\n":                   2,
		`{"id":"` + long + `"},` + "\n{},\n":                 2,
		`{"id":"x","entities":{"Q1":{"a":"` + long + `"}}}`:  1,
		"{\n\"id\":\"" + long + "\",\n\"entities\":[1,2,3]}": 3,
	} {
		if got, err := read(text, "entities"); err != nil || len(got) != want {
			t.Errorf("%.40s: %d values, want %d, error %v", text, len(got), want, err)
		}
	}
}

func TestEveryLayoutGivesItsValues(t *testing.T) {
	for _, test := range []struct{ name, text, member, want string }{
		{"one a line", "{\"a\":1}\n\n{\"a\":2}", "", `1  {"a":1}|3  {"a":2}`},
		{"one a line, with a member asked for", "{\"a\":1}\n{\"a\":2}\n", "objects", `1  {"a":1}|2  {"a":2}`},
		{"one a line, taken out of an array", "{\"a\":1},\r\n{\"a\":2} ,\n{\"a\":3},\n", "objects", `1  {"a":1}|2  {"a":2}|3  {"a":3}`},
		{"a member of that name deeper down", "{\"a\":{\"objects\":[1]}}\n{\"a\":2}\n", "objects", `1  {"a":{"objects":[1]}}|2  {"a":2}`},
		{"a value of that name", "{\"a\":\"objects\"}\n", "objects", `1  {"a":"objects"}`},
		{"byte order mark", "\ufeff{\"a\":1}\n", "", `1  {"a":1}`},
		{"a bad line", "{\"a\":1}\nnope\n{\"a\":2}\n", "", `1  {"a":1}|2 !bad-json|3  {"a":2}`},
		{"an array", "[\n{\"a\":1},\n{\"a\":2}\n]\n", "", `2  {"a":1}|3  {"a":2}`},
		{"an array with a comma after its last line", "[\r\n{\"a\":1},\r\n{\"a\":2},\r\n]\r\n\r\n", "entities", `2  {"a":1}|3  {"a":2}`},
		{"an array with a bad line", "[\n{\"a\":1},\n{\"a\":},\n{\"a\":3}\n]", "", `2  {"a":1}|3 !bad-json|4  {"a":3}`},
		{"an array set out for people", "[\n  {\n\"a\": 1},\n  {}\n]", "", "2  {\n\"a\": 1}|4  {}"},
		{"an array of other values", "[\n1,\n2]", "", "2  1|3  2"},
		{"an array in an object", "{\"x\":{\"objects\":[7]},\n\"objects\":[1,\n2]}", "objects", `2  1|3  2`},
		{"a map in an object", "{\"entities\":{\"Q1\":{},\n\"Q2\":[]}}", "entities", `1 Q1 {}|2 Q2 []`},
		{"nothing", " \n", "", ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(test.text, test.member)
			if err != nil || strings.Join(got, "|") != test.want {
				t.Errorf("got %q, error %v, want %q", strings.Join(got, "|"), err, test.want)
			}
		})
	}
}

func TestEveryEncodingAndLineEndOfATextIsRead(t *testing.T) {
	const text, want = "{\"name\":\"Zoë – “Ä”\"}\n{\"name\":\"B\"}\n", `1  {"name":"Zoë – “Ä”"}|2  {"name":"B"}`
	wide := func(order binary.AppendByteOrder, mark bool) string {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xfeff)
		}
		for _, unit := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, unit)
		}
		return string(b)
	}
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, encoded := range map[string]string{
		"UTF-16 LE": wide(binary.LittleEndian, false), "UTF-16 BE": wide(binary.BigEndian, false),
		"UTF-16 LE with mark": wide(binary.LittleEndian, true), "UTF-16 BE with mark": wide(binary.BigEndian, true), "Windows-1252": windows,
		"CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "CR": strings.ReplaceAll(text, "\n", "\r"),
	} {
		if got, err := read(encoded, ""); err != nil || strings.Join(got, "|") != want {
			t.Errorf("%s: got %q, error %v", name, got, err)
		}
	}
}

func TestAValueThatIsNotValidInItsEncodingIsRejected(t *testing.T) {
	got, err := read("{\"a\":\"ü\"}\n{\"a\":\"\xfc\"}\n{\"a\":1}\n", "")
	if want := `1  {"a":"ü"}|2 !bad-encoding|3  {"a":1}`; err != nil || strings.Join(got, "|") != want {
		t.Errorf("got %q, error %v, want %q", got, err, want)
	}
}

func TestWhatCannotBeReadIsFatalAndSaysWhere(t *testing.T) {
	for _, test := range []struct{ name, text, member, want string }{
		{"cut off", "[\n{\"a\":1},\n{\"a\"", "", "in/f.json:3: the file ends in the middle"},
		{"an array of lines without its end", "[\n{\"a\":1},\n{\"a\":2}", "", "in/f.json:3: the file ends in the middle"},
		{"an array of lines that goes on", "[\n{\"a\":1}\n]\n{\"a\":2}", "", "in/f.json:4: something stands after the end"},
		{"no such member", "{\n\"a\":1}", "objects", `the object has no member "objects"`},
		{"a member of another kind", "{\"objects\":3}", "objects", "neither an array nor a map"},
		{"a huge value", "[\"" + strings.Repeat("x", MaxValue+1<<20) + "\"]", "", "exceeds the limit"},
		{"a huge line", strings.Repeat("x", MaxValue+1), "", "exceeds the limit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(test.text, test.member)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func FuzzValuesNeverPanic(f *testing.F) {
	f.Add("[{\"a\":1}]", "objects")
	f.Add("{\"objects\":{\"a\":1}}", "objects")
	f.Fuzz(func(t *testing.T, text, member string) { _, _ = read(text, member) })
}

// TestAByteThatIsNotValidIsFound names the line and the column, in characters, whatever the layout.
func TestAByteThatIsNotValidIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"{\"a\":\"ü\"}\n  {\"a\":\"ü\xfc\"}\n":                             "x.json:2: column 10: ",
		"[\n  {\n    \"a\": \"ü\"},\n  {\"b\": 1,\n   \"a\": \"\xfc\"}\n]": "x.json:5: column 10: ",
		"[{\"a\": \"ü\"},\n {\"a\": \"\xfc\"}]":                            "x.json:2: column 9: ",
	} {
		file := input.File{
			Name: "x.json", Path: "x.json", Encoding: "utf-8",
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
		}
		got := ""
		for _, err := range Values(file, "") {
			if err != nil {
				got += err.Error()
			}
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s; want %s", text, got, want)
		}
	}
}
