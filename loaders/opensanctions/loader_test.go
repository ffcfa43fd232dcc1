package opensanctions

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/jsonstream"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestInventedEntitiesBecomeNodesAndLinks(t *testing.T) {
	result := loadertest.Load(t, Loader, nil, "testdata/invented.ftm.json")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	for _, text := range []string{"a,b,c\n1,2,3\n", "", "[]\n", `{"type":"bundle"}` + "\n"} {
		result := loadertest.LoadText(Loader, nil, "x.json", text)
		if result.Fatal == nil || len(result.Records) > 0 {
			t.Errorf("%q: fatal %v, %d records", text, result.Fatal, len(result.Records))
		}
	}
	long := loadertest.LoadText(Loader, nil, "x.json", `{"id":"`+strings.Repeat("x", jsonstream.MaxValue)+`"}`)
	if graph.KindOf(long.Fatal) != graph.KindInvalid {
		t.Errorf("a line over the bound: %v", long.Fatal)
	}
}

func TestThePublishedSamples(t *testing.T) {
	dir := shareddata.Dir(t)
	result := loadertest.Load(t, Loader, nil, filepath.Join(dir, "ftm/t1.entities.ftm.json"), filepath.Join(dir, "ftm/parteispenden.entities.ftm.json"))
	loadertest.Valid(t, Loader, result)
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	if p, o := result.Count(graph.LabelPerson), result.Count(graph.LabelOrganization); p != 26 || o != 76 {
		t.Errorf("%d persons and %d organizations, want 26 and 76", p, o)
	}
	if len(result.Warnings) != 2 || !strings.Contains(result.Warnings[1], "Address 89, Payment 290") {
		t.Errorf("warnings: %q", result.Warnings)
	}
}

func FuzzEntitiesNeverPanic(f *testing.F) {
	f.Add(`{"id":"p","schema":"Person","properties":{"name":["x"]}}`)
	f.Add(`{"op":"DEL","entity":{"id":"p"}}`)
	f.Add(`{"op":"ADD","entity":{"id":"p","schema":"Person","referents":["p","q"]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, nil, "f.json", text))
	})
}
