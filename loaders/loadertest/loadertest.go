// Package loadertest runs a loader over files without a store, for the loaders' own tests.
package loadertest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/golden"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/messagetest"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/input"
)

// Result is everything a loader said about its files, but for the rows that records were made of: the same data look
// different in every layout.
type Result struct {
	Records  []loaders.Record
	Rejected []*loaders.RowError
	Warnings []string
	// Fatal is the error that ended the iteration, nil where it went through.
	Fatal error
}

// Load runs the loader over files on disk.
func Load(t testing.TB, loader loaders.Loader, identities loaders.Identities, paths ...string) Result {
	t.Helper()
	files := make([]input.File, len(paths))
	for i, path := range paths {
		files[i] = input.File{Name: filepath.Base(path), Path: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	}
	result := load(loader, identities, files)
	messagetest.Check(t, result.messages()...)
	return result
}

// messages are all that people would read of a result.
func (r Result) messages() []string {
	out := slices.Clone(r.Warnings)
	for _, e := range r.Rejected {
		out = append(out, e.Error())
	}
	if r.Fatal != nil {
		out = append(out, r.Fatal.Error())
	}
	return out
}

// LoadText runs the loader over one file given as text.
func LoadText(loader loaders.Loader, identities loaders.Identities, name, text string) Result {
	result := load(loader, identities, []input.File{{
		Name: name, Path: name,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}})
	for _, m := range result.messages() {
		if fault := messagetest.Fault(m); fault != "" {
			panic(fmt.Sprintf("message %q: %s", m, fault)) // there is no test at hand to fail
		}
	}
	return result
}

func load(loader loaders.Loader, identities loaders.Identities, files []input.File) (result Result) {
	in := loaders.Input{
		Files: files, Identities: identities, Options: map[string]string{},
		Warn: func(format string, args ...any) {
			result.Warnings = append(result.Warnings, fmt.Sprintf(format, args...))
		},
	}
	for record, err := range loader.Records(in) {
		var rejected *loaders.RowError
		switch {
		case err == nil:
			record.Origin = nil
			result.Records = append(result.Records, record)
		case errors.As(err, &rejected):
			result.Rejected = append(result.Rejected, rejected)
		default:
			result.Fatal = err
		}
	}
	return result
}

// Golden compares a result with a golden file, in JSON.
func Golden(t testing.TB, path string, result Result) {
	t.Helper()
	rejected := lists.Map(result.Rejected, func(e *loaders.RowError) string { return e.Rule + ": " + e.Error() })
	fatal := ""
	if result.Fatal != nil {
		fatal = result.Fatal.Error()
	}
	golden.CompareJSON(t, path, struct {
		Records  []loaders.Record
		Rejected []string
		Warnings []string
		Fatal    string
	}{result.Records, rejected, result.Warnings, fatal})
}

// Valid fails the test where a record of the result breaks the ontology.
func Valid(t testing.TB, loader loaders.Loader, result Result) {
	t.Helper()
	dataset := loader.Dataset.ID
	for _, record := range result.Records {
		for _, n := range record.Nodes {
			n.Dataset = dataset
			if err := n.Validate(); err != nil {
				t.Errorf("%s: %v", record.Locator, err)
			}
		}
		for _, r := range record.Relationships {
			r.Dataset = dataset
			if err := r.Validate(); err != nil {
				t.Errorf("%s: %v", record.Locator, err)
			}
		}
	}
}

// Count counts the distinct nodes of a label in a result.
func (r Result) Count(label graph.Label) int {
	seen := map[graph.ID]bool{}
	for _, record := range r.Records {
		for _, n := range record.Nodes {
			if n.Label == label {
				seen[n.ID] = true
			}
		}
	}
	return len(seen)
}

// CountType counts the relationships of a type in a result.
func (r Result) CountType(relationship graph.RelationshipType) (n int) {
	for _, record := range r.Records {
		for _, rel := range record.Relationships {
			if rel.Type == relationship {
				n++
			}
		}
	}
	return n
}

// Identities is the bundled table.
func Identities(t testing.TB) loaders.Identities {
	t.Helper()
	identities, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	return identities
}
