package statecode_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// row opens a table of one column and gives its only row.
func row(t *testing.T, in loaders.Input, code string) *table.Row {
	t.Helper()
	file := input.File{Name: "codes.csv", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("ccode,x\n" + code + ",1\n")), nil
	}}
	tab, err := table.Open(in, file, table.Spec{Dataset: "test", Columns: table.Required("ccode")})
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range tab.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Fatal("no row")
	return nil
}

func bundled(t *testing.T) loaders.Input {
	t.Helper()
	identities, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	return loaders.Input{Identities: identities}
}

func TestACodeMeansWhatItMeantOnTheDay(t *testing.T) {
	in := bundled(t)
	book := statecode.New(in, graph.SchemeCOW)
	spans, err := book.Spans(row(t, in, "365"), "ccode", graph.Between(graph.YearOnly(1980), graph.YearOnly(2000)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range spans {
		got = append(got, string(s.ID)+" "+s.Period.Text())
	}
	if diff := cmp.Diff([]string{"state:SUN 1980 to 1991-12-26", "state:RUS 1991-12-26 to 2000"}, got); diff != "" {
		t.Error(diff)
	}
	for day, want := range map[graph.Date]graph.ID{graph.FullDate(1980, 1, 1): "state:SUN", graph.FullDate(2020, 1, 1): "state:RUS"} {
		if id, err := book.On(row(t, in, "365"), "ccode", graph.Since(day)); err != nil || id != want {
			t.Errorf("COW 365 on %s: %s, %v; want %s", day, id, err, want)
		}
	}
}

func TestWhatACodeDoesNotMeanIsTheRowsFault(t *testing.T) {
	in := bundled(t)
	book := statecode.New(in, graph.SchemeCOW)
	for code, want := range map[string]string{"9999": "unknown-code", "": "missing-value", "x": "bad-number", "731": "no-bearer"} {
		_, err := book.Spans(row(t, in, code), "ccode", graph.Between(graph.YearOnly(1830), graph.YearOnly(1840)))
		var bad *loaders.RowError
		if !errors.As(err, &bad) || bad.Rule != want {
			t.Errorf("%q: got %v, want %s", code, err, want)
		}
	}
}

func TestAStateIsDescribedOnceAndByTheSameNameInAnyOrder(t *testing.T) {
	spans := []loaders.Span{{ID: "state:DEU"}}
	for _, order := range [][]string{{"Germany", "Prussia", ""}, {"", "Prussia", "Germany"}} {
		book := statecode.New(bundled(t), graph.SchemeCOW)
		for _, name := range order {
			book.Mention(spans, name)
		}
		records := append(book.Take("a.csv", "state:DEU", "state:DEU"), book.Take("a.csv", "state:DEU")...)
		if len(records) != 1 || records[0].Properties["name"] != "Germany" {
			t.Errorf("%v: %+v", order, records)
		}
	}
}
