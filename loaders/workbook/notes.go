package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
)

// Note is a sign in superscript that refers to a note, such as the 2 of "1003²". As text it would be a part of the
// value: ten times as much.
type Note struct{ Cell, Text, Read string }

// Notes are those that Rows has left out, in the order in which it came by them.
func (b *Book) Notes() []Note { return b.notes }

var (
	// reference is how one refers to a note.
	reference = regexp.MustCompile(`^[\s(\[]*(\d{1,2}|\pL|[*†‡§¶#]+)([,;\s]+(\d{1,2}|\pL|[*†‡§¶#]+))*[\s)\]]*$`)
	// power is what is raised to one: a unit, or a ten behind a sign of multiplication.
	power = regexp.MustCompile(`(^|[^\pL])([kcdm]?m|ft|yd|mi|miles?|s|sec)$|[×x·*^]\s*10$`)
)

// run is a part of a rich text.
type run struct {
	text   string
	raised bool
}

// withoutNotes is the text of runs without what refers to a note; noted is whether there is any.
func withoutNotes(runs []run) (text string, noted bool) {
	for _, r := range runs {
		before := strings.TrimSpace(text)
		if r.raised && before != "" && reference.MatchString(r.text) && !power.MatchString(before) {
			noted = true
			continue
		}
		text += r.text
	}
	return strings.TrimSpace(text), noted
}

// notedTexts are the texts of a workbook that refer to a note, as they read with it.
func notedTexts(content []byte) map[string]bool {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil // excelize says what is wrong
	}
	for _, entry := range archive.File {
		if !strings.EqualFold(entry.Name, "xl/sharedStrings.xml") {
			continue
		}
		r, err := entry.Open()
		if err != nil {
			return nil
		}
		text, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
		_ = r.Close()
		if err != nil || !bytes.Contains(text, []byte("superscript")) {
			return nil
		}
		return notedIn(text)
	}
	return nil
}

// notedIn finds them among the shared texts.
func notedIn(shared []byte) map[string]bool {
	out := map[string]bool{}
	decoder := xml.NewDecoder(bytes.NewReader(shared))
	for {
		token, err := decoder.Token()
		if err != nil { // the end, or what excelize says
			return out
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "si" {
			continue
		}
		var item struct {
			Runs []struct {
				Properties struct {
					Align struct {
						Value string `xml:"val,attr"`
					} `xml:"vertAlign"`
				} `xml:"rPr"`
				Text string `xml:"t"`
			} `xml:"r"`
		}
		if decoder.DecodeElement(&item, &start) != nil {
			return out
		}
		var runs []run
		whole := ""
		for _, r := range item.Runs {
			runs = append(runs, run{r.Text, r.Properties.Align.Value == "superscript"})
			whole += r.Text
		}
		if _, noted := withoutNotes(runs); noted {
			out[strings.TrimSpace(whole)] = true
		}
	}
}

// withoutNote is a cell without what refers to a note. The same text may stand elsewhere in letters of one height, so
// that the cell itself is looked at.
func (b *Book) withoutNote(sheet string, column, row int, cell string) string {
	if !b.noted[cell] {
		return cell
	}
	name := cellName(column, row)
	rich, err := b.book.GetCellRichText(sheet, name)
	if err != nil {
		return cell
	}
	var runs []run
	for _, r := range rich {
		runs = append(runs, run{r.Text, r.Font != nil && r.Font.VertAlign == "superscript"})
	}
	text, noted := withoutNotes(runs)
	if !noted {
		return cell
	}
	if note := (Note{name, cell, text}); !b.known[sheet+"!"+name] {
		b.known[sheet+"!"+name] = true
		b.notes = append(b.notes, note)
	}
	return text
}
