package runner_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/runner"
)

// TestARejectedRowIsWrittenAsItCanBeMended: under its header, with what stood above it, and apart from rows under
// others.
func TestARejectedRowIsWrittenAsItCanBeMended(t *testing.T) {
	const reasons = "entente_file,entente_line,entente_column,entente_rule,entente_message"
	row := func(header, fields string) *loaders.RowError {
		e := &loaders.RowError{File: "f.txt", Line: 7, Column: "a", Rule: "bad", Message: "no", Row: strings.Split(fields, " ")}
		if header != "" {
			e.Header = strings.Split(header, " ")
		}
		return e
	}
	with := func(e *loaders.RowError, change func(*loaders.RowError)) *loaders.RowError {
		change(e)
		return e
	}
	above := func(fields string) func(*loaders.RowError) {
		return func(e *loaders.RowError) { e.Above = [][]string{{fields}} }
	}
	sheet := func(name string) func(*loaders.RowError) { return func(e *loaders.RowError) { e.Sheet = name } }
	for name, c := range map[string]struct {
		rows []*loaders.RowError
		want map[string]string
	}{
		"as it is": {
			[]*loaders.RowError{row("a b", "1 2")},
			map[string]string{"r.csv": "a,b," + reasons + "\n1,2,f.txt,7,a,bad,no\n"},
		},
		"shorter than its header": {
			[]*loaders.RowError{row("a b", "1")},
			map[string]string{"r.csv": "a,b," + reasons + "\n1,,f.txt,7,a,bad,no\n"},
		},
		"longer than its header": {
			[]*loaders.RowError{row("a b", "1 2 3")},
			map[string]string{"r.csv": "a,b," + reasons + "\n1,\"2,3\",f.txt,7,a,bad,no\n"},
		},
		"of no header": {
			[]*loaders.RowError{row("", "1 2")},
			map[string]string{"r.csv": "column1,column2," + reasons + "\n1,2,f.txt,7,a,bad,no\n"},
		},
		"of no line": {
			[]*loaders.RowError{with(row("a", "1"), func(e *loaders.RowError) { e.Line = 0 })},
			map[string]string{"r.csv": "a," + reasons + "\n1,f.txt,,a,bad,no\n"},
		},
		"under rows that say what it is": {
			[]*loaders.RowError{
				with(row("a", "1"), above("Europe")), with(row("a", "2"), above("Europe")), with(row("a", "3"), above("Asia")),
			},
			map[string]string{"r.csv": "a," + reasons + "\n" +
				"Europe,f.txt,,,,goes with the rows below\n1,f.txt,7,a,bad,no\n2,f.txt,7,a,bad,no\n" +
				"Asia,f.txt,,,,goes with the rows below\n3,f.txt,7,a,bad,no\n"},
		},
		"of three headers": {
			[]*loaders.RowError{row("a", "1"), row("b", "2"), row("c", "3"), row("a", "4")},
			map[string]string{
				"r.csv":   "a," + reasons + "\n1,f.txt,7,a,bad,no\n4,f.txt,7,a,bad,no\n",
				"r.f.csv": "b," + reasons + "\n2,f.txt,7,a,bad,no\n", "r.f.2.csv": "c," + reasons + "\n3,f.txt,7,a,bad,no\n",
			},
		},
		"of two sheets": {
			[]*loaders.RowError{with(row("a", "1"), sheet("First")), with(row("a", "2"), sheet("Q1/Q2"))},
			map[string]string{
				"r.csv":       "a," + reasons + ",entente_sheet\n1,f.txt,7,a,bad,no,First\n",
				"r.Q1_Q2.csv": "a," + reasons + ",entente_sheet\n2,f.txt,7,a,bad,no,Q1/Q2\n",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			loader := reading(func(in loaders.Input, yield loaders.Yield) error {
				if err := readFake(in, yield); err != nil {
					return err
				}
				for _, e := range c.rows {
					if !yield(loaders.Record{}, e) {
						return loaders.ErrStopped
					}
				}
				return nil
			})
			report, err := load(t, emptyStore(t), loader, runner.Options{Rejects: filepath.Join(folder, "r.csv")}, text("f.txt", "state CCC C\n"))
			if err != nil || len(report.RejectsFiles) != len(c.want) {
				t.Fatalf("%q, %v", report.RejectsFiles, err)
			}
			got := map[string]string{}
			for _, path := range report.RejectsFiles {
				content, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				got[filepath.Base(path)] = string(content)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWhatMustNotBeWrittenOverIsNot, and no rejects file is left where a load is refused.
func TestWhatMustNotBeWrittenOverIsNot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuse := func(path string) error { return graph.Invalidf("%s is the store", path) }
	_, err := load(t, emptyStore(t), fake, runner.Options{Rejects: path, Refuse: refuse}, text("f.txt", "state CCC C\nbad\n"))
	if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), path+" is the store") {
		t.Errorf("%v", err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "precious" {
		t.Errorf("%q, %v", content, err)
	}
}
