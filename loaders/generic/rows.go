package generic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
	"github.com/entente-graph/entente/loaders/table"
	"github.com/entente-graph/entente/loaders/workbook"
)

// row is one row of any format. It is valid until the next one is read.
type row struct {
	line   int
	cells  *table.Row        // of a delimited file
	values map[string]string // else: by column name
	fields []string          // as read, for the rejects
	header []string
}

// value is that of a column, "" where it is missing.
func (r *row) value(column string) string {
	if r.cells != nil {
		return r.cells.Text(column)
	}
	return strings.TrimSpace(r.values[column])
}

// noTable refuses what is no table although it may be text, and would be read as one of a single column, or of none.
func noTable(file input.File, layout string, head []byte) error {
	switch layout {
	case "xlsx", "parquet":
		return nil
	case "json", "jsonl", "ndjson":
		if key := wraps(head); key != "" {
			list := "." + key
			if key == "features" {
				list = "[.features[].properties]"
			}
			return graph.Invalidf("%s: one JSON object whose rows are in %q; write them as a list, such as with: jq '%s'",
				file.Path, key, list)
		}
		return nil
	case "yaml", "yml":
		return graph.Invalidf("%s: a YAML file; write its rows as .csv or JSON", file.Path)
	}
	if is := input.FormatOf(file); is != "" {
		return graph.Invalidf("%s: no table that can be read; %s", file.Path, is)
	}
	return nil
}

// wraps is the key under which the first value, if it is the only one, holds a list of objects; empty where there is
// none.
func wraps(head []byte) string {
	all := json.NewDecoder(bytes.NewReader(head))
	var first json.RawMessage
	if err := all.Decode(&first); err == nil && all.More() {
		return "" // an object a line
	}
	in := json.NewDecoder(bytes.NewReader(head))
	if t, err := in.Token(); err != nil || t != json.Delim('{') {
		return ""
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return ""
		}
		rest := head[in.InputOffset():]
		if list.Match(rest) {
			return fmt.Sprint(key)
		}
		if err := in.Decode(&first); err != nil {
			return ""
		}
	}
	return ""
}

var list = regexp.MustCompile(`^\s*:\s*\[\s*\{`)

// rows reads a file in the format of the mapping, or by its ending.
func rows(in loaders.Input, file input.File, t TableMapping) iter.Seq2[row, error] {
	layout, err := layoutOf(file, t.Format)
	if err != nil {
		return func(yield func(row, error) bool) { yield(row{}, err) }
	}
	switch layout {
	case "json", "jsonl", "ndjson":
		return objects(file)
	case "xlsx":
		return sheet(file, t.Sheet)
	case "parquet":
		return columnar(file)
	case "tsv", "tab":
		return delimited(in, file, '\t', t)
	}
	return delimited(in, file, 0, t)
}

// layoutOf is the format that is declared, or else what the ending says. A file of rejected rows is a table whatever it
// was made from; where that had no columns it gives JSON again.
func layoutOf(file input.File, declared string) (string, error) {
	layout := declared
	if layout == "" {
		layout = strings.TrimPrefix(strings.ToLower(filepath.Ext(file.Name)), ".")
	}
	if layout == "geojson" {
		layout = "json"
	}
	r, err := file.Open()
	if err != nil {
		return "", err
	}
	defer r.Close() // read only
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	first, _, _ := bytes.Cut(head[:n], []byte("\n"))
	switch {
	case bytes.Contains(first, []byte(input.RejectPrefix+"file")):
		return "csv", nil
	case declared == "" && layout == "csv" && opensObject.Match(first):
		layout = "json"
	}
	return layout, noTable(file, layout, head[:n])
}

// opensObject is how a line of JSON begins.
var opensObject = regexp.MustCompile(`^\s*\{\s*"`)

func delimited(in loaders.Input, file input.File, delimiter rune, t TableMapping) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		spec := table.Spec{Dataset: "generic", Delimiter: delimiter, Missing: t.Missing}
		if t.Missing == nil {
			for _, name := range t.codes {
				spec.Columns = append(spec.Columns, table.Column{Name: name, Missing: []string{"", "."}})
			}
		}
		opened, err := table.Open(in, file, spec)
		if err != nil {
			yield(row{}, err)
			return
		}
		header := opened.Header()
		for r, err := range opened.Rows() {
			if err != nil {
				if !yield(row{}, err) {
					return
				}
				continue
			}
			if !yield(row{line: r.Line(), cells: r, fields: r.Fields(), header: header}, nil) {
				return
			}
		}
	}
}

func objects(file input.File) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for v, err := range jsonstream.Values(file, "") {
			if err != nil {
				if !yield(row{}, err) {
					return
				}
				continue
			}
			r := row{line: v.Line, values: map[string]string{}, fields: []string{string(v.Raw)}}
			d := json.NewDecoder(bytes.NewReader(v.Raw))
			d.UseNumber()
			var object map[string]any
			if d.Decode(&object) != nil || object == nil { // null is none
				if !yield(r, &loaders.RowError{
					File: file.Name, Line: v.Line, Rule: "no-object", Message: "want a JSON object",
					Row: r.fields,
				}) {
					return
				}
				continue
			}
			flatten("", object, r.values)
			if !yield(r, nil) {
				return
			}
		}
	}
}

// flatten gives the members of nested objects names with dots; lists of plain values are joined by ";".
func flatten(prefix string, value any, out map[string]string) {
	switch value := value.(type) {
	case nil:
	case map[string]any:
		for name, member := range value {
			if prefix != "" {
				name = prefix + "." + name
			}
			flatten(name, member, out)
		}
	case []any:
		parts := make([]string, 0, len(value))
		for _, element := range value {
			switch element.(type) {
			case map[string]any, []any, nil:
			default:
				parts = append(parts, fmt.Sprint(element))
			}
		}
		out[prefix] = strings.Join(parts, ";")
	default:
		out[prefix] = fmt.Sprint(value)
	}
}

func sheet(file input.File, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		book, err := workbook.Open(file)
		if err != nil {
			yield(row{}, err)
			return
		}
		defer book.Close() // read only
		sheets := book.Sheets()
		if name == "" && len(sheets) > 0 {
			name = sheets[0]
		}
		if !slices.Contains(sheets, name) {
			yield(row{}, graph.Invalidf("%s: no sheet %q: want one of %q", file.Path, name, sheets))
			return
		}
		header, err := headerOf(book, name)
		if err != nil {
			yield(row{}, err)
			return
		}
		for r, err := range book.Rows(name) {
			if err != nil {
				yield(row{}, err)
				return
			}
			if r.Number <= header.Number || filled(r.Cells) == 0 {
				continue
			}
			values := map[string]string{}
			for i, column := range header.Cells {
				if v := r.Cell(i); v != "" && column != "" {
					values[column] = v
				}
			}
			if !yield(row{line: r.Number, values: values, fields: r.Cells, header: header.Cells}, nil) {
				return
			}
		}
	}
}

// headerOf is the first row with more than one filled cell among the first twenty rows, so that a title above the table
// is no header; where there is none, the first row that is not blank.
func headerOf(book *workbook.Book, sheet string) (header workbook.Row, err error) {
	for r, err := range book.Rows(sheet) {
		if err != nil {
			return header, err
		}
		switch n := filled(r.Cells); {
		case n > 1 && r.Number <= 20:
			return r, nil
		case n > 0 && header.Number == 0:
			header = r
		}
		if r.Number > 20 && header.Number > 0 {
			break
		}
	}
	return header, nil
}

func filled(cells []string) (n int) {
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// maxParquet bounds a Parquet file, which has to be held whole, in bytes.
const maxParquet = 256 << 20

func columnar(file input.File) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		if err := readParquet(file, yield); err != nil {
			yield(row{}, err)
		}
	}
}

func readParquet(file input.File, yield func(row, error) bool) (err error) {
	refuse := func(cause any) error {
		return graph.Invalidf("%s: no Parquet file that can be read: %v", file.Path, cause)
	}
	defer func() {
		if cause := recover(); cause != nil { // the reader panics on some damaged files
			err = refuse(cause)
		}
	}()
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close() // read only
	content, err := io.ReadAll(io.LimitReader(r, maxParquet+1))
	if err != nil {
		return err
	}
	if len(content) > maxParquet {
		return graph.Invalidf("%s: the Parquet file exceeds the limit of %d bytes", file.Path, maxParquet)
	}
	f, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return refuse(err)
	}
	paths := f.Schema().Columns()
	header := lists.Map(paths, func(path []string) string { return strings.Join(path, ".") })
	number := 0
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		buffer := make([]parquet.Row, 64)
		for {
			n, err := rows.ReadRows(buffer)
			for _, cells := range buffer[:n] {
				number++
				values := map[string]string{}
				fields := make([]string, len(header))
				bad := ""
				for _, v := range cells {
					text, ok := parquetText(f, paths[v.Column()], v)
					if !ok {
						bad = header[v.Column()]
					}
					if text != "" {
						if known := values[header[v.Column()]]; known != "" {
							text = known + ";" + text
						}
						values[header[v.Column()]], fields[v.Column()] = text, text
					}
				}
				var rejected error
				if bad != "" {
					rejected = &loaders.RowError{
						File: file.Name, Line: number, Column: bad, Rule: "bad-encoding",
						Message: "a text that is not valid UTF-8; write the file again with its texts in UTF-8", Row: fields,
						Header: header,
					}
				}
				if !yield(row{line: number, values: values, fields: fields, header: header}, rejected) {
					return rows.Close()
				}
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return errors.Join(refuse(err), rows.Close())
			}
		}
		if err := rows.Close(); err != nil {
			return refuse(err)
		}
	}
	return nil
}

// parquetText is a value as a table would write it: dates and times in ISO 8601. Bytes of a column that is not declared
// to hold texts are blank where they are none, such as a geometry's; ok is false for a text that is not valid.
func parquetText(f *parquet.File, path []string, v parquet.Value) (text string, ok bool) {
	if v.IsNull() {
		return "", true
	}
	declared := false
	if column, ok := f.Schema().Lookup(path...); ok {
		if logical := column.Node.Type().LogicalType(); logical != nil {
			switch kind := logical.Value.(type) {
			case *format.StringType, *format.EnumType, *format.JsonType:
				declared = true
			case *format.DateType:
				return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly), true
			case *format.TimestampType:
				switch kind.Unit.Value.(type) {
				case *format.MilliSeconds:
					return time.UnixMilli(v.Int64()).UTC().Format(time.DateOnly), true
				case *format.MicroSeconds:
					return time.UnixMicro(v.Int64()).UTC().Format(time.DateOnly), true
				}
				return time.Unix(0, v.Int64()).UTC().Format(time.DateOnly), true
			}
		}
	}
	switch v.Kind() {
	case parquet.ByteArray, parquet.FixedLenByteArray:
		if !utf8.Valid(v.ByteArray()) {
			return "", !declared
		}
		return string(v.ByteArray()), true
	case parquet.Double:
		return strconv.FormatFloat(v.Double(), 'g', -1, 64), true
	case parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'g', -1, 32), true
	}
	return v.String(), true
}
