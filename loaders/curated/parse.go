package curated

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/loaders/input"
)

// maxFile bounds one YAML file in bytes.
const maxFile = 16 << 20

// parse reads files side by side; the documents come in the files' order. The error names every file at fault.
func parse(files []input.File) ([]*document, error) {
	docs := make([]*document, len(files))
	errs := make([]error, len(files))
	var group sync.WaitGroup
	for i, f := range files {
		group.Go(func() { docs[i], errs[i] = parseFile(f) })
	}
	group.Wait()
	return docs, errors.Join(errs...)
}

func parseFile(f input.File) (*document, error) {
	text, err := f.Head(maxFile + 1)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s: more than %d bytes", f.Path, maxFile)
	}
	text = utf8text.WithoutMark(text)
	d := &document{file: f.Name, text: text}
	if err := yaml.UnmarshalWithOptions(text, d, yaml.Strict()); err != nil {
		line, message, ok := inYAML(err)
		if !ok {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		return nil, fmt.Errorf("%s:%d: %s", f.Name, line, message)
	}
	if faults := d.check(); len(faults) > 0 {
		return nil, fmt.Errorf("%s:%d: %s: %w", d.file, d.line(faults[0].near), faults[0].item, faults[0])
	}
	return d, nil
}

// inYAML is where the YAML library stumbles, and over what; ok is false for another's error. The library's Error()
// prints the whole file, and takes minutes for a large one.
func inYAML(err error) (line int, message string, ok bool) {
	y, ok := errors.AsType[yaml.Error](err)
	if !ok {
		return 0, "", false
	}
	if token := y.GetToken(); token != nil {
		line = token.Position.Line
	}
	return line, y.GetMessage(), true
}

// misread is what is wrong with a value that the decoder has taken as it was written.
type misread struct {
	spot
	near string // a text that stands where the fault is, or above it
	error
}

// check reads every date, every list of obligors or beneficiaries and who says so, which the decoder has left as they
// were written.
func (d *document) check() (out []misread) {
	visit(reflect.ValueOf(d).Elem(), spot{}, func(at spot, v reflect.Value) {
		report := func(near string, err error) {
			if err != nil {
				out = append(out, misread{at, near, err})
			}
		}
		switch item := v.Interface().(type) {
		case date:
			_, err := graph.ParseDate(string(item))
			report(string(item), err)
		case obligation:
			for _, list := range [][]any{item.Obligors, item.Beneficiaries} {
				_, err := bounds(list)
				report(at.item, err)
			}
		case Provenance: // is checked with the item that embeds it, whose fields it is about
			return
		}
		if says, ok := v.Interface().(interface{ check(map[string]bool) error }); ok {
			if err := says.check(named(v)); err != nil {
				report(at.item, err)
			}
		}
	})
	return out
}

// line is the 1-based line on which an item is defined: where its id, or another text that is its own, comes first.
func (d *document) line(own string) int {
	for _, before := range []string{"id: ", ""} {
		if i := bytes.Index(d.text, []byte(before+own)); i >= 0 && own != "" {
			return 1 + bytes.Count(d.text[:i], []byte("\n"))
		}
	}
	return 0
}

// join puts the non-empty remarks into one, each with a full stop.
func join(remarks ...string) string {
	var out []string
	for _, r := range remarks {
		if r = strings.TrimSpace(r); r != "" {
			if !strings.ContainsRune(".!?", rune(r[len(r)-1])) {
				r += "."
			}
			out = append(out, r)
		}
	}
	return strings.Join(out, " ")
}
