package curated

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/entente-graph/entente/graph"
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
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s: more than %d bytes", f.Path, maxFile)
	}
	d := &document{file: f.Name, text: text}
	if err := yaml.UnmarshalWithOptions(text, d, yaml.Strict()); err != nil {
		line := 0
		var y yaml.Error
		if !errors.As(err, &y) {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if token := y.GetToken(); token != nil {
			line = token.Position.Line
		}
		return nil, fmt.Errorf("%s:%d: %s", f.Name, line, y.GetMessage()) // its Error() prints the whole file, and takes minutes for a large one
	}
	if err := d.check(reflect.ValueOf(d).Elem(), ""); err != nil {
		return nil, err
	}
	return d, nil
}

// check reads every date, every list of obligors or beneficiaries and who says so, which the decoder has left as they
// were written. In is the id of the item that v is a part of.
func (d *document) check(v reflect.Value, in string) error {
	switch v.Kind() {
	case reflect.Struct:
		for _, name := range []string{"ID", "Actor"} {
			if id := v.FieldByName(name); id.IsValid() && id.String() != "" && id.Kind() == reflect.String {
				in = id.String()
				break
			}
		}
		if says, ok := v.Addr().Interface().(interface{ check(map[string]bool) error }); ok && v.Type() != reflect.TypeFor[Provenance]() {
			if err := says.check(named(v)); err != nil {
				return fmt.Errorf("%s:%d: %s: %w", d.file, d.line(in), in, err)
			}
		}
		if o, ok := v.Addr().Interface().(*obligation); ok {
			for _, list := range [][]any{o.Obligors, o.Beneficiaries} {
				if _, err := bounds(list); err != nil {
					return fmt.Errorf("%s: %w", d.file, err)
				}
			}
		}
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			if err := d.check(v.Field(i), in); err != nil {
				return err
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := d.check(v.Index(i), in); err != nil {
				return err
			}
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[date]() {
			if _, err := graph.ParseDate(v.String()); err != nil {
				return fmt.Errorf("%s:%d: %w", d.file, d.line(v.String()), err)
			}
		}
	}
	return nil
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
