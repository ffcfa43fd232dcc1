package stix

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestAnInventedBundle(t *testing.T) {
	result := loadertest.Load(t, Loader, nil, "testdata/invented.json")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	for _, text := range []string{"a,b\n1,2\n", "", "{\n\"objects\": []}", "{\n\"entities\": {}}"} {
		if result := loadertest.LoadText(Loader, nil, "x.json", text); result.Fatal == nil || len(result.Records) > 0 {
			t.Errorf("%q: fatal %v, %d records", text, result.Fatal, len(result.Records))
		}
	}
}

func TestThePublishedBundles(t *testing.T) {
	dir := shareddata.Dir(t)
	result := loadertest.Load(t, Loader, nil, filepath.Join(dir, "stix/apt1.json"), filepath.Join(dir, "stix/poisonivy.json"))
	loadertest.Valid(t, Loader, result)
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	for label, want := range map[graph.Label]int{graph.LabelPerson: 4, graph.LabelOrganization: 7, graph.LabelWeaponSystem: 41, graph.LabelEvent: 3, graph.LabelSource: 2} {
		if got := result.Count(label); got != want {
			t.Errorf("%s: %d, want %d", label, got, want)
		}
	}
	for relationship, want := range map[graph.RelationshipType]int{graph.OperatesType: 4, graph.PartOfType: 7, graph.InvolvesType: 22} {
		if got := result.CountType(relationship); got != want {
			t.Errorf("%s: %d, want %d", relationship, got, want)
		}
	}
	if warnings := strings.Join(result.Warnings, "\n"); !strings.Contains(warnings, "indicator 12") || !strings.Contains(warnings, "vulnerability 6") {
		t.Errorf("warnings: %s", warnings)
	}
}

func FuzzBundlesNeverPanic(f *testing.F) {
	f.Add(`{"objects":[{"type":"malware","id":"malware--1","name":"x"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, nil, "f.json", text))
	})
}
