package loaders

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// rejectColumns follow the original columns of a rejects file. Loaders go by column names and pass over these, so that
// the file can be mended and loaded as it is.
var rejectColumns = []string{"entente_file", "entente_line", "entente_column", "entente_rule", "entente_message"}

// rejects writes rejected rows to CSV: the original row, then why. Rows under different headers go to different files:
// the first header's to the path given, the others' beside it.
type rejects struct {
	path string
	open []*rejectsFile
	err  error
}

type rejectsFile struct {
	path   string
	header []string
	file   *os.File
	writer *csv.Writer
}

func (r *rejects) add(e *RowError) {
	if r.path == "" || r.err != nil {
		return
	}
	f, err := r.under(e)
	if err != nil {
		r.err = err
		return
	}
	row := make([]string, len(f.header), len(f.header)+len(rejectColumns))
	copy(row, e.Row)
	if len(e.Row) > len(f.header) { // a ragged row keeps its last fields in one
		row[len(row)-1] = strings.Join(e.Row[len(f.header)-1:], ",")
	}
	line := ""
	if e.Line > 0 {
		line = strconv.Itoa(e.Line)
	}
	r.err = f.writer.Write(append(row, e.File, line, e.Column, e.Rule, e.Message))
}

// under finds or creates the file for the rows of one header.
func (r *rejects) under(e *RowError) (*rejectsFile, error) {
	header := e.Header
	if header == nil {
		for i := range e.Row {
			header = append(header, fmt.Sprintf("column%d", i+1))
		}
	}
	if i := slices.IndexFunc(r.open, func(f *rejectsFile) bool { return slices.Equal(f.header, header) }); i >= 0 {
		return r.open[i], nil
	}
	path := r.path
	for n := 1; slices.ContainsFunc(r.open, func(f *rejectsFile) bool { return f.path == path }); n++ {
		extension := filepath.Ext(r.path)
		stem := strings.TrimSuffix(r.path, extension) + "." + strings.TrimSuffix(e.File, filepath.Ext(e.File))
		if n > 1 {
			stem += "." + strconv.Itoa(n)
		}
		path = stem + extension
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, graph.Invalidf("rejects file: %v", err)
	}
	f := &rejectsFile{path, header, file, csv.NewWriter(file)}
	r.open = append(r.open, f)
	return f, f.writer.Write(append(slices.Clone(header), rejectColumns...))
}

// reset starts over.
func (r *rejects) reset() {
	_ = r.close()
	r.open, r.err = nil, nil
}

func (r *rejects) close() error {
	errs := []error{r.err}
	for _, f := range r.open {
		f.writer.Flush()
		errs = append(errs, f.writer.Error(), f.file.Close())
	}
	if err := errors.Join(errs...); err != nil && graph.KindOf(err) == graph.KindInternal {
		return graph.Errorf(graph.KindUnavailable, "rejects file %s: %v", r.path, err)
	}
	return errors.Join(errs...)
}

func (r *rejects) files() (out []string) {
	for _, f := range r.open {
		out = append(out, f.path)
	}
	return out
}
