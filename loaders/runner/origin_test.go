package runner_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/runner"
)

// rejectedRows are the rows of a rejects file, without its header and the messages.
func rejectedRows(t *testing.T, path string) (out []string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		out = append(out, strings.Join(row[:len(row)-1], " "))
	}
	return out
}

func TestARowThatTheRunnerRejectsIsInTheRejectsFileAsItWasRead(t *testing.T) {
	for name, buffer := range map[string]int{"from memory": 0, "by a file": 2} {
		path := filepath.Join(t.TempDir(), "rejects.csv")
		report, err := load(t, emptyStore(t), fake, runner.Options{Rejects: path, Buffer: buffer, BatchSize: 2},
			text("f.txt", "state CCC Celand\nborders CCC ZZZ\nsame CCC AAA\nborders CCC YYY\nstate DDD Deland\n"))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"same CCC AAA f.txt 3  duplicate", "borders CCC ZZZ f.txt 2  dangling", "borders CCC YYY f.txt 4  dangling"}
		if diff := cmp.Diff(want, rejectedRows(t, path)); diff != "" || report.Rejected != 3 {
			t.Errorf("%s: %d rejected; %s", name, report.Rejected, diff)
		}
	}
}

// ofRows is a fake whose records are each made of as many rows as there are words.
var ofRows = reading(func(in loaders.Input, yield loaders.Yield) error {
	return readFake(in, func(record loaders.Record, err error) bool {
		words := record.Origin[0].Row
		record.Origin, record.Rows = nil, len(words)
		for i, word := range words {
			record.Origin = append(record.Origin, loaders.Origin{File: []string{"a.txt", "b.txt"}[i%2], Line: i + 1, Row: []string{word}, Header: []string{"word"}})
		}
		return yield(record, err)
	})
})

func TestARecordOfSeveralRowsIsRejectedWithAllOfThem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rejects.csv")
	report, err := load(t, emptyStore(t), ofRows, runner.Options{Rejects: path}, text("f.txt", "state CCC Celand\nsame CCC AAA\nborders CCC ZZZ\nbad AAA\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"same a.txt 1  duplicate", "CCC b.txt 2  duplicate", "AAA a.txt 3  duplicate", "borders a.txt 1  dangling", "CCC b.txt 2  dangling", "ZZZ a.txt 3  dangling"}
	if diff := cmp.Diff(want, rejectedRows(t, path)); diff != "" || report.Rejected != 7 {
		t.Errorf("%d rejected; %s", report.Rejected, diff)
	}
}
