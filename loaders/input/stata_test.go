package input_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// variable is one of an invented Stata file, with the bytes of its values.
type variable struct {
	name, format string
	code         uint16 // of formats 117 and later
	values       [][]byte
}

func padded(s string, n int) []byte { return append([]byte(s), make([]byte, n-len(s))...) }

func little(values ...any) (out []byte) {
	for _, v := range values {
		out, _ = binary.Append(out, binary.LittleEndian, v)
	}
	return out
}

func invented() []variable {
	return []variable{
		{"code", "%8.0g", 65529, [][]byte{little(int16(2)), little(int16(731)), little(int16(32741))}},
		{"name", "%12s", 12, [][]byte{padded("Ana", 12), padded("B, \"C\"", 12), padded("", 12)}},
		{"when", "%td", 65528, [][]byte{little(int32(-3477)), little(int32(23435)), little(int32(math.MaxInt32))}},
		{"version", "%9.0g", 65527, [][]byte{little(float32(4.01)), little(float32(5)), little(float32(math.MaxFloat32))}},
		{"share", "%10.0g", 65526, [][]byte{little(0.1), little(-1e300), little(math.MaxFloat64)}},
		{"flag", "%8.0g", 65530, [][]byte{little(int8(1)), little(int8(-9)), little(int8(101))}},
		{"seen", "%tc", 65526, [][]byte{little(1898553600000.0), little(-1.0), little(math.MaxFloat64)}},
		{"month", "%tmCCYY-NN", 65527, [][]byte{little(float32(-1)), little(float32(725)), little(float32(math.MaxFloat32))}},
	}
}

func observations(variables []variable) (out []byte) {
	for i := range variables[0].values {
		for _, v := range variables {
			out = append(out, v.values[i]...)
		}
	}
	return out
}

// stata118 writes the format of Stata 14 and later.
func stata118(variables []variable, data []byte, rows int) []byte {
	var b bytes.Buffer
	b.WriteString("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>")
	b.Write(little(uint16(len(variables))))
	b.WriteString("</K><N>")
	b.Write(little(uint64(rows)))
	b.WriteString("</N><label>")
	b.Write(append(little(uint16(3)), "abc"...))
	b.WriteString("</label><timestamp>\x00</timestamp></header><map>")
	b.Write(make([]byte, 14*8))
	b.WriteString("</map><variable_types>")
	for _, v := range variables {
		b.Write(little(v.code))
	}
	b.WriteString("</variable_types><varnames>")
	for _, v := range variables {
		b.Write(padded(v.name, 129))
	}
	b.WriteString("</varnames><sortlist>")
	b.Write(make([]byte, 2*(len(variables)+1)))
	b.WriteString("</sortlist><formats>")
	for _, v := range variables {
		b.Write(padded(v.format, 57))
	}
	b.WriteString("</formats><value_label_names></value_label_names><variable_labels>a > b</variable_labels><characteristics></characteristics><data>")
	b.Write(data)
	b.WriteString("</data><strls></strls><value_labels></value_labels></stata_dta>")
	return b.Bytes()
}

// stata114 writes the format of Stata 10 and 11.
func stata114(variables []variable, data []byte, rows int) []byte {
	out := little([]byte{114, 2, 1, 0}, uint16(len(variables)), uint32(rows), make([]byte, 81+18))
	for _, v := range variables {
		if v.code >= 65526 {
			out = append(out, byte(251+65530-int(v.code)))
		} else {
			out = append(out, byte(v.code))
		}
	}
	for _, v := range variables {
		out = append(out, padded(v.name, 33)...)
	}
	out = append(out, make([]byte, 2*(len(variables)+1))...)
	for _, v := range variables {
		out = append(out, padded(v.format, 49)...)
	}
	out = append(out, make([]byte, len(variables)*(33+81))...)
	out = append(out, little(uint8(1), uint32(3), []byte("xyz"), uint8(0), uint32(0))...)
	return append(out, data...)
}

// readStata is the text of a Stata file as loaders see it.
func readStata(t *testing.T, content []byte) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.dta")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	files, done, err := input.Open([]string{path}, nil, input.DefaultBounds)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	r, err := files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	text, err := io.ReadAll(r)
	return string(text), err
}

func TestAStataFileReadsAsTheTextThatItWouldBeExportedTo(t *testing.T) {
	const want = "\ufeffcode,name,when,version,share,flag,seen,month\n2,Ana,1950-06-25,4.01,0.1,1,2020-02-29T00:00:00,1959-12\n" +
		"731,\"B, \"\"C\"\"\",2024-02-29,5,-1e+300,-9,1959-12-31T23:59:59,2020-06\n,,,,,,,\n"
	data := observations(invented())
	for format, content := range map[string][]byte{"118": stata118(invented(), data, 3), "114": stata114(invented(), data, 3)} {
		got, err := readStata(t, content)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("format %s: %s %v", format, diff, err)
		}
	}
}

func TestAStataFileThatCannotBeReadSaysWhy(t *testing.T) {
	data := observations(invented())
	whole := stata118(invented(), data, 3)
	long := []variable{{"story", "%9s", 32768, [][]byte{little(uint64(1))}}}
	for want, content := range map[string][]byte{
		"it is cut off":                            whole[:len(whole)-120],
		"0 variables":                              stata118(nil, nil, 0),
		`its format is "120"`:                      bytes.Replace(whole, []byte(">118<"), []byte(">120<"), 1),
		"a variable of the unknown type 3000":      stata118([]variable{{"x", "%9s", 3000, nil}}, nil, 0),
		"holds texts of any length (strL)":         stata118(long, observations(long), 1),
		`where "</varnames><sortlist>" should be`:  bytes.Replace(whole, []byte("</varnames>"), []byte("</warnames>"), 1),
		"an observation of 6699420 bytes exceeds":  stata118(wide(), nil, 0),
		"a Stata file that cannot be read: it is ": stata114(invented(), data[:10], 3),
	} {
		_, err := readStata(t, content)
		if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s: %v", want, err)
		}
	}
}

// TestBytesOfAStataFileThatAreNoText keeps them, so that whoever reads the table rejects the row.
func TestBytesOfAStataFileThatAreNoText(t *testing.T) {
	variables := invented()
	variables[1].values[1] = padded("B\xf6b", 12)
	data := observations(variables)
	if text, err := readStata(t, stata118(variables, data, 3)); err != nil || !strings.Contains(text, "731,B\xf6b,") {
		t.Errorf("a format in UTF-8: %q, %v", text, err)
	}
	if text, err := readStata(t, stata114(variables, data, 3)); err != nil || !strings.Contains(text, "731,Böb,") {
		t.Errorf("a format in Windows-1252: %q, %v", text, err)
	}
	variables = invented()
	variables[1].name = "n\xf6me"
	_, err := readStata(t, stata118(variables, data, 3))
	if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "its variable 2 is not valid UTF-8") {
		t.Errorf("a name: %v", err)
	}
}

// TestNamesInAnArchive packs a file under names that are not in UTF-8.
func TestNamesInAnArchive(t *testing.T) {
	pack := func(name string, declared bool) string {
		path := filepath.Join(t.TempDir(), "x.zip")
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		header := &zip.FileHeader{Name: name, NonUTF8: !declared}
		if declared {
			header.Flags |= 0x800
		}
		w, err := z.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, "a,b\n")
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	files, done, err := input.Open([]string{pack("B\x94den.csv", false)}, nil, input.DefaultBounds)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if len(files) != 1 || files[0].Name != "Böden.csv" || !strings.HasSuffix(files[0].Path, ":Böden.csv") {
		t.Errorf("code page 437: %+v", files)
	}
	_, _, err = input.Open([]string{pack("B\xffden.csv", true)}, nil, input.DefaultBounds)
	if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "the name of file 1 of 1 in the archive is not valid UTF-8") {
		t.Errorf("declared to be UTF-8: %v", err)
	}
}

// wide are more texts of the greatest size than an observation may have.
func wide() (out []variable) {
	for range 3276 {
		out = append(out, variable{"x", "%9s", 2045, nil})
	}
	return out
}

func FuzzStataNeverPanics(f *testing.F) {
	data := observations(invented())
	f.Add(stata118(invented(), data, 3))
	f.Add(stata114(invented(), data, 3))
	f.Fuzz(func(t *testing.T, content []byte) {
		text, err := readStata(t, content)
		if err == nil && len(text) > 1000*(len(content)+1) {
			t.Errorf("%d bytes of %d", len(text), len(content))
		}
	})
}
