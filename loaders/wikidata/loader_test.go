package wikidata

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestAnInventedAnswerOfTheAPI(t *testing.T) {
	result := loadertest.Load(t, Loader, nil, "testdata/invented-answer.json")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestAllLayoutsStateTheSame(t *testing.T) {
	nodes := func(path string) (out []graph.NodeRecord) {
		for _, record := range loadertest.Load(t, Loader, nil, path).Records {
			for _, n := range record.Nodes {
				n.Locator = ""
				out = append(out, n)
			}
		}
		return out
	}
	want := nodes("testdata/invented-answer.json")
	for _, path := range []string{"testdata/invented-lines.json", "testdata/invented-dump.json"} {
		if diff := cmp.Diff(want, nodes(path)); diff != "" || len(want) == 0 {
			t.Errorf("%s differs from the answer:\n%s", path, diff)
		}
	}
}

// table knows one Q number.
type table struct{ loaders.Identities }

func (table) Spans(_ graph.IdentifierScheme, value string, p graph.Period) []loaders.Span {
	if value == "Q900001" {
		return []loaders.Span{{ID: "state:XXA", Period: p}}
	}
	return nil
}

func TestWhatTheBundledTableKnowsKeepsItsID(t *testing.T) {
	result := loadertest.Load(t, Loader, table{}, "testdata/invented-lines.json")
	if result.Fatal != nil || result.Records[0].Nodes[0].ID != "state:XXA" {
		t.Errorf("fatal %v, first node %v", result.Fatal, result.Records[0].Nodes[0].ID)
	}
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	for _, text := range []string{"a,b\n1,2\n", "", `{"type":"bundle","objects":[]}`, "{\n\"objects\": []}"} {
		if result := loadertest.LoadText(Loader, nil, "x.json", text); result.Fatal == nil || len(result.Records) > 0 {
			t.Errorf("%q: fatal %v, %d records", text, result.Fatal, len(result.Records))
		}
	}
}

func TestThePublishedSampleRejectsTheMissingEntity(t *testing.T) {
	dir := shareddata.Dir(t)
	result := loadertest.Load(t, Loader, nil, filepath.Join(dir, "wikidata/wbgetentities-Q6-Q42-P31.json"))
	loadertest.Valid(t, Loader, result)
	if result.Fatal != nil || len(result.Rejected) != 1 || !strings.Contains(result.Rejected[0].Message, "Q6") {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	if got := result.Records[0].Nodes[0]; got.ID != "person:wd-Q42" || got.Properties["born"] != "1952-03-11" || got.Properties["until"] != "2001-05-12" {
		t.Errorf("Q42: %v", got)
	}
}

func FuzzEntitiesNeverPanic(f *testing.F) {
	f.Add(`{"id":"Q1","type":"item","labels":[],"claims":{"P31":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q5"}}}}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, nil, "f.json", text))
	})
}
