package input

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"github.com/entente-graph/entente/internal/lists"
)

// RejectPrefix begins the names of the columns that a rejects file adds.
const RejectPrefix = "entente_"

// NamelessColumn and a number from 1 is what a column is called where the input has no names.
const NamelessColumn = "column"

// RejectColumns follow the original columns of a rejects file. Loaders go by column names and pass over these, so that
// the file can be corrected and loaded as it is.
var RejectColumns = []string{
	RejectPrefix + "file", RejectPrefix + "line", RejectPrefix + "column",
	RejectPrefix + "rule", RejectPrefix + "message",
}

// SheetColumn is a further one for rows of a workbook, or of a text whose title says what its figures are.
const SheetColumn = RejectPrefix + "sheet"

// stripRejectColumns gives the rows of a rejects file whose input had no header, such as JSON lines or GDELT's rows, as
// that input wrote them: without the columns that say why they were rejected. All other files come as they are; in a
// table with a header those columns do no harm. A Stata file comes as the text that it would be exported to.
func stripRejectColumns(path string, r io.ReadCloser) io.ReadCloser {
	in := bufio.NewReaderSize(r, 64<<10)
	head, _ := in.Peek(64 << 10) // an error comes again with the first read
	if isStata(head) {
		return &plain{&stata{in: in, path: path}, r}
	}
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), []byte("\n"))
	names, _, ours := strings.Cut(string(line), RejectColumns[0])
	rest, nameless := strings.CutPrefix(names, NamelessColumn+"1")
	if !ours || !nameless || rest == "" {
		return &plain{in, r}
	}
	rows := csv.NewReader(in)
	// a spreadsheet may have saved it with semicolons
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = rune(rest[0]), -1, true
	m := &strippedRows{rows: rows, fields: strings.Count(names, NamelessColumn)}
	_, m.err = rows.Read()
	return &plain{m, r}
}

type plain struct {
	io.Reader
	io.Closer
}

type strippedRows struct {
	rows    *csv.Reader
	fields  int // of the original
	pending []byte
	err     error
}

func (m *strippedRows) Read(p []byte) (int, error) {
	for len(m.pending) == 0 {
		if m.err != nil {
			return 0, m.err
		}
		var row []string
		if row, m.err = m.rows.Read(); m.err == nil {
			m.pending = append(original(row[:min(m.fields, len(row))]), '\n')
		}
	}
	n := copy(p, m.pending)
	m.pending = m.pending[n:]
	return n, nil
}

// original is a row on one line.
func original(fields []string) []byte {
	if len(fields) == 1 {
		var compact bytes.Buffer
		if json.Compact(&compact, []byte(fields[0])) == nil {
			return compact.Bytes()
		}
	}
	oneLine := strings.NewReplacer("\r", " ", "\n", " ", "\t", " ")
	out := lists.Map(fields, oneLine.Replace)
	return []byte(strings.Join(out, "\t"))
}
