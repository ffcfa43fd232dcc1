package runner

import (
	"cmp"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// rejects writes rejected rows to CSV: the original row, then why. Rows under different headers, or of different sheets
// of a workbook, go to different files: the first's to the path given, the others' beside it, a sheet's called after
// it.
type rejects struct {
	path   string
	refuse func(path string) error // what else must not be written over; nil for nothing
	inputs []os.FileInfo           // what is being read, and must not be written over
	open   []*rejectsFile
	err    error
}

type rejectsFile struct {
	path   string
	sheet  string
	header []string
	above  [][]string // what the row before stood under
	file   *os.File
	writer *csv.Writer
}

// protect keeps a file that is read from being written over.
func (r *rejects) protect(path string) {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		r.inputs = append(r.inputs, info)
	}
}

// wanted tells whether somebody asked for the rejected rows.
func (r *rejects) wanted() bool { return r.path != "" }

func (r *rejects) add(e *loaders.RowError) {
	if !r.wanted() {
		return
	}
	for _, row := range e.Rows() {
		r.write(row)
	}
}

func (r *rejects) write(e *loaders.RowError) {
	if r.err != nil {
		return
	}
	f, err := r.under(e)
	if err != nil {
		r.err = err
		return
	}
	line := ""
	if e.Line > 0 {
		line = strconv.Itoa(e.Line)
	}
	if !slices.EqualFunc(e.Above, f.above, slices.Equal) {
		for _, above := range e.Above {
			r.err = errors.Join(r.err, f.write(above, e.File, "", "", "", "goes with the rows below"))
		}
		f.above = e.Above
	}
	r.err = errors.Join(r.err, f.write(e.Row, e.File, line, e.Column, e.Rule, e.Message))
}

func (f *rejectsFile) write(fields []string, reasons ...string) error {
	row := make([]string, len(f.header), len(f.header)+len(input.RejectColumns))
	copy(row, fields)
	if len(fields) > len(f.header) { // a ragged row keeps its last fields in one
		row[len(row)-1] = strings.Join(fields[len(f.header)-1:], ",")
	}
	row = append(row, reasons...)
	if f.sheet != "" {
		row = append(row, f.sheet)
	}
	return f.writer.Write(row)
}

// under finds or creates the file for the rows of one header.
func (r *rejects) under(e *loaders.RowError) (*rejectsFile, error) {
	header := e.Header
	if header == nil {
		for i := range e.Row {
			header = append(header, input.NamelessColumn+strconv.Itoa(i+1))
		}
	}
	if i := slices.IndexFunc(r.open, func(f *rejectsFile) bool {
		return f.sheet == e.Sheet && slices.Equal(f.header, header)
	}); i >= 0 {
		return r.open[i], nil
	}
	path := r.path
	for n := 1; slices.ContainsFunc(r.open, func(f *rejectsFile) bool { return f.path == path }); n++ {
		extension := filepath.Ext(r.path)
		other := cmp.Or(e.Sheet, strings.TrimSuffix(e.File, filepath.Ext(e.File)))
		stem := strings.TrimSuffix(r.path, extension) + "." + strings.NewReplacer("/", "_", `\`, "_", ":", "_").Replace(other)
		if n > 1 {
			stem += "." + strconv.Itoa(n)
		}
		path = stem + extension
	}
	if info, err := os.Stat(path); err == nil &&
		slices.ContainsFunc(r.inputs, func(in os.FileInfo) bool { return os.SameFile(in, info) }) {
		return nil, graph.Invalidf("rejects file %s: it is one of the files to load; name another", path)
	}
	if r.refuse != nil {
		if err := r.refuse(path); err != nil {
			return nil, err
		}
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, graph.Invalidf("rejects file: %v", err)
	}
	f := &rejectsFile{path: path, sheet: e.Sheet, header: header, file: file, writer: csv.NewWriter(file)}
	r.open = append(r.open, f)
	columns := append(slices.Clone(header), input.RejectColumns...)
	if f.sheet != "" {
		columns = append(columns, input.SheetColumn)
	}
	return f, f.writer.Write(columns)
}

// flush brings everything to the disk; the first error of all so far is its own.
func (r *rejects) flush() error {
	errs := []error{r.err}
	for _, f := range r.open {
		f.writer.Flush()
		errs = append(errs, f.writer.Error())
	}
	r.err = errors.Join(errs...)
	if r.err != nil && graph.KindOf(r.err) == graph.KindInternal {
		r.err = graph.Errorf(graph.KindUnavailable, "rejects file %s: %v", r.path, r.err)
	}
	return r.err
}

// close ends the files; where something went wrong they are taken away, since they would not be complete.
func (r *rejects) close() error {
	err := r.flush()
	for _, f := range r.open {
		err = errors.Join(err, f.file.Close())
	}
	if err != nil {
		r.remove()
	}
	return err
}

// reset begins anew.
func (r *rejects) reset() {
	_ = r.close()
	r.remove()
	r.err = nil
}

func (r *rejects) remove() {
	for _, f := range r.open {
		// no pipe or device that the user named
		if info, statErr := os.Lstat(f.path); statErr == nil && info.Mode().IsRegular() {
			_ = os.Remove(f.path)
		}
	}
	r.open = nil
}

func (r *rejects) files() (out []string) {
	for _, f := range r.open {
		out = append(out, f.path)
	}
	return out
}
