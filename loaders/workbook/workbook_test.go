package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

func file(content []byte) input.File {
	return input.File{Name: "b.xlsx", Path: "in/b.xlsx", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

func build(t *testing.T, fill func(f *excelize.File)) input.File {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	content, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return file(content.Bytes())
}

func TestRowsGiveRawValuesAndFormulas(t *testing.T) {
	in := build(t, func(f *excelize.File) {
		for cell, value := range map[string]any{"A2": "Name", "B2": "N", "A3": " x ", "B3": 0.25, "B4": 2} {
			if err := f.SetCellValue("Sheet1", cell, value); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellFormula("Sheet1", "C3", "B3+B4"); err != nil {
			t.Fatal(err)
		}
	})
	if is, err := IsWorkbook(in); !is || err != nil {
		t.Fatalf("IsWorkbook: %v, %v", is, err)
	}
	book, err := Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var got []string
	for row, err := range book.Rows("Sheet1") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join(row.Cells, "|"))
	}
	if want := []string{"", "Name|N", "x|0.25|2.25", "|2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHiddenSheetsComeLastAndFaultsAreBlank(t *testing.T) {
	in := build(t, func(f *excelize.File) {
		if _, err := f.NewSheet("Data"); err != nil {
			t.Fatal(err)
		}
		f.SetActiveSheet(1)
		if err := f.SetSheetVisible("Sheet1", false); err != nil {
			t.Fatal(err)
		}
		for cell, value := range map[string]any{"A1": "#N/A", "B1": "x", "C1": "#1"} {
			if err := f.SetCellValue("Data", cell, value); err != nil {
				t.Fatal(err)
			}
		}
	})
	book, err := Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	if got := book.Sheets(); !slices.Equal(got, []string{"Data", "Sheet1"}) {
		t.Errorf("sheets %q", got)
	}
	rows := 0
	for row, err := range book.Rows("Data") {
		if rows++; err != nil || !slices.Equal(row.Cells, []string{"", "x", "#1"}) {
			t.Errorf("%q, %v", row.Cells, err)
		}
	}
	if rows != 1 {
		t.Errorf("%d rows", rows)
	}
}

func TestCellsThatAreShownAsDatesAreDates(t *testing.T) {
	for _, from1904 := range []bool{false, true} {
		in := build(t, func(f *excelize.File) {
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}); err != nil {
				t.Fatal(err)
			}
			for i, c := range []struct {
				value  any
				format string
			}{
				{43861, "dd/mm/yyyy"},
				{43861.75, `yyyy\-mm\-dd hh:mm`},
				{60, "d-mmm-yy"},
				{43861, "mmm yyyy"},
				{43861, "yyyy"},
				{43861, `[$-409]d" day" mmmm;@`},
				{43861, "#,##0"},
				{43861, `0 "days"`},
				{0.5, "h:mm"},
				{43861.5, "[h]:mm:ss"},
				{"text", "dd/mm/yyyy"},
				{-5, "dd/mm/yyyy"},
				{43861, "General"},
			} {
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
				if err != nil {
					t.Fatal(err)
				}
				cell, _ := excelize.CoordinatesToCellName(i+1, 1)
				if err := errors.Join(f.SetCellValue("Sheet1", cell, c.value), f.SetCellStyle("Sheet1", cell, cell, style)); err != nil {
					t.Fatal(err)
				}
			}
		})
		book, err := Open(in)
		if err != nil {
			t.Fatal(err)
		}
		want := "2020-01-31|2020-01-31|1900-02-29|2020-01|2020|2020-01-31|43861|43861|0.5|43861.5|text|-5|43861"
		if from1904 {
			want = "2024-02-01|2024-02-01|1904-03-01|2024-02|2024|2024-02-01|43861|43861|0.5|43861.5|text|-5|43861"
		}
		rows := 0
		for row, err := range book.Rows("Sheet1") {
			rows++
			if got := strings.Join(row.Cells, "|"); err != nil || got != want {
				t.Errorf("from 1904 %t:\n%s\n%s, %v", from1904, got, want, err)
			}
		}
		if rows != 1 {
			t.Errorf("from 1904 %t: %d rows", from1904, rows)
		}
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsNoWorkbookIsRefused(t *testing.T) {
	for _, content := range []string{"", "a,b\n", "PK\x03\x04 cut off"} {
		if _, err := Open(file([]byte(content))); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%q: %v", content, err)
		}
	}
	if is, _ := IsWorkbook(file([]byte("a,b\n"))); is {
		t.Error("text was taken for a workbook")
	}
}

func TestDatesAreDayNumbersOrText(t *testing.T) {
	for cell, want := range map[string]string{"45292": "2024-01-01", "45292.75": "2024-01-01", "2024-01-01T10:00:00Z": "2024-01-01", "2024-01": "2024-01"} {
		if d, ok := Date(cell); !ok || d.String() != want {
			t.Errorf("%q: %v, %v", cell, d, ok)
		}
	}
	for _, cell := range []string{"", "Unknown", "-3"} {
		if d, ok := Date(cell); ok {
			t.Errorf("%q: %v", cell, d)
		}
	}
}

// TestBytesOfNoEncodingAreRefusedWhereTheyAre changes one byte of the text of a cell.
func TestBytesOfNoEncodingAreRefusedWhereTheyAre(t *testing.T) {
	f := excelize.NewFile()
	if err := f.SetCellValue("Sheet1", "A1", "Chi+le"); err != nil {
		t.Fatal(err)
	}
	content, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(content.Bytes()), int64(content.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var spoilt bytes.Buffer
	w := zip.NewWriter(&spoilt)
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		into, err := w.Create(entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := into.Write(bytes.ReplaceAll(text, []byte("Chi+le"), []byte("Chi\xffle"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Open(file(spoilt.Bytes()))
	if err == nil || !strings.Contains(err.Error(), "xl/sharedStrings.xml: line 2, column ") || !strings.Contains(err.Error(), "not valid UTF-8") {
		t.Errorf("%v", err)
	}
}

func TestSignsThatReferToNotesAreNoPartOfAValue(t *testing.T) {
	raised := func(text, sign, rest string) []excelize.RichTextRun {
		runs := []excelize.RichTextRun{{Text: text}, {Text: sign, Font: &excelize.Font{VertAlign: "superscript"}}}
		if rest != "" {
			runs = append(runs, excelize.RichTextRun{Text: rest})
		}
		return runs
	}
	in := build(t, func(f *excelize.File) {
		for cell, runs := range map[string][]excelize.RichTextRun{
			"A1": raised("Country", "a", ""), "B1": raised("Area in km", "2", ""), "C1": raised("Cost, × 10", "6", " USD"),
			"A2": raised("France", "1", " (metropolitan)"), "B2": raised("1003", "2", ""), "C2": raised("5", " (a, b)", ""),
			"A3": raised("1", "er", " corps"), "C3": {{Text: "10"}, {Text: "032"}},
			"A4": raised("Area (sq mi", "2", ")"), "B4": raised("900 ft", "2", ""), "C4": raised("9.81 m/s", "2", ""),
		} {
			if err := f.SetCellRichText("Sheet1", cell, runs); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellStr("Sheet1", "B3", "10032"); err != nil { // the same letters, of one height
			t.Fatal(err)
		}
	})
	book, err := Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for range 2 {
		var got []string
		for row, err := range book.Rows("Sheet1") {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.Join(row.Cells, "|"))
		}
		want := []string{"Country|Area in km2|Cost, × 106 USD", "France (metropolitan)|1003|5", "1er corps|10032|10032", "Area (sq mi2)|900 ft2|9.81 m/s2"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	want := []Note{
		{"A1", "Countrya", "Country"},
		{"A2", "France1 (metropolitan)", "France (metropolitan)"},
		{"B2", "10032", "1003"},
		{"C2", "5 (a, b)", "5"},
	}
	if got := book.Notes(); !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
}
