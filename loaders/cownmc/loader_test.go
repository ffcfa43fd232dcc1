package cownmc_test

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/cownmc"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, cownmc.Loader, loadertest.Identities(t), "testdata/nmc.csv")
	loadertest.Valid(t, cownmc.Loader, result)
	loadertest.Golden(t, "testdata/nmc.golden.json", result)
}

func TestMissingIsTheSameHoweverItIsWritten(t *testing.T) {
	values := func(path string) map[graph.ID]any {
		out := map[graph.ID]any{}
		for _, r := range loadertest.Load(t, cownmc.Loader, loadertest.Identities(t), path).Records {
			for _, n := range r.Nodes {
				if n.Label == graph.LabelObservation {
					out[n.ID] = n.Properties["value"]
				}
			}
		}
		return out
	}
	if diff := cmp.Diff(values("testdata/nmc.csv"), values("testdata/nmc-na.csv")); diff != "" {
		t.Error(diff)
	}
}

func TestOtherVersionsAreReadWithAWordAboutTheirCoverage(t *testing.T) {
	for _, c := range []struct {
		name, text string
		warnings   int
	}{
		{"NMC_3.02.csv", "StateAbb,CCode,Year,IRST,MilEx,MilPer,Energy,TPop,UPop,CINC,Version\nUSA,2,1900,80,3823,17,254,8659,101,.0396975,3.02\n", 0},
		{"NMC-60-abridged.csv", "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\nUSA,2,2016,3823,17,80,254,8659,101,.0396975,2021\n", 1},
		{"NMC-60-wsupplementary.csv", "statenme,stateabb,ccode,year,milex,milexsource,milexnote,milper,milpersource,milpernote,irst,irstsource,irstnote,irstqualitycode," +
			"irstanomalycode,pec,pecsource,pecnote,pecqualitycode,pecanomalycode,tpop,tpopsource,tpopnote,tpopqualitycode,tpopanomalycode,upop,upopsource,upopnote," +
			"upopqualitycode,upopanomalycode,upopgrowth,upopgrowthsource,cinc,version\r\nUnited States of America,USA,2,1999,3823,\"a, b\",,17,x,,80,,,A,A,254,,,A,A,8659,,,A,A,101,,,A,A,1.2,,.0396975,2021\r\n", 0},
	} {
		result := loadertest.LoadText(cownmc.Loader, loadertest.Identities(t), c.name, c.text)
		if result.Fatal != nil || len(result.Rejected) > 0 || result.Count(graph.LabelObservation) != 7 || len(result.Warnings) != c.warnings {
			t.Errorf("%s: fatal %v, rejected %v, warnings %v, %d observations", c.name, result.Fatal, result.Rejected, result.Warnings, result.Count(graph.LabelObservation))
		}
	}
}

func TestTheFileWithSourcesAddsNothingToTheAbridgedOne(t *testing.T) {
	abridged := "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\nUSA,2,1999,3823,17,80,254,8659,101,.0396975,2021\n"
	sourced := "statenme,stateabb,ccode,year,milex,milexsource,milper,irst,pec,tpop,upop,cinc,version\nUnited States of America,USA,2,1999,3823,x,17,80,254,8659,101,.0396975,2021\n"
	in := loaders.Input{Identities: loadertest.Identities(t)}
	for name, text := range map[string]string{"NMC-60-abridged.csv": abridged, "NMC-60-wsupplementary.csv": sourced} {
		in.Files = append(in.Files, input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
	}
	var warnings []string
	in.Warn = func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	records := 0
	for _, err := range cownmc.Loader.Records(in) {
		if err != nil {
			t.Fatal(err)
		}
		records++
	}
	if diff := cmp.Diff([]string{"NMC-60-wsupplementary.csv: not read, since NMC-60-abridged.csv holds the same figures"}, warnings); diff != "" || records != 1 {
		t.Errorf("%d records; want 1; %s", records, diff)
	}
}

func TestThePublishedFileGivesThePublishedCounts(t *testing.T) {
	path := filepath.Join(shareddata.Dir(t), "cow", "NMC_5_0.csv")
	result := loadertest.Load(t, cownmc.Loader, loadertest.Identities(t), path)
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, cownmc.Loader, result)
	counts := map[any]int{}
	found := false
	for _, r := range result.Records {
		for _, n := range r.Nodes {
			if n.Label != graph.LabelObservation {
				continue
			}
			counts[n.Properties["indicator"]]++
			if n.ID == "observation:cow-nmc-731-2012-milper" {
				found = n.Properties["value"] == 1_190_000.0 && n.Properties["unit"] == "persons" && n.Properties["subject"] == "state:PRK"
			}
		}
	}
	if len(result.Records) != 15171 || counts["MILITARY_SPENDING"] != 15171-2065 || counts["MILITARY_PERSONNEL"] != 15171-418 {
		t.Errorf("%d rows, %v", len(result.Records), counts)
	}
	if !found {
		t.Error("North Korea does not have 1,190 thousand military personnel in 2012")
	}
}

// TestTheBundledFiguresAreThoseOfThePublishedFile holds the figures that the bundled dataset takes from this one against
// it: the same kind of figure, of the same state in the same year, with the same value.
func TestTheBundledFiguresAreThoseOfThePublishedFile(t *testing.T) {
	type figure struct {
		Indicator, Unit, Subject, Year any
	}
	figures := func(l loaders.Loader, ours func(graph.NodeRecord) bool, paths ...string) map[figure]any {
		result := loadertest.Load(t, l, loadertest.Identities(t), paths...)
		if result.Fatal != nil {
			t.Fatal(result.Fatal)
		}
		out := map[figure]any{}
		for _, r := range result.Records {
			for _, n := range r.Nodes {
				if n.Label == graph.LabelObservation && ours(n) {
					p := n.Properties
					out[figure{p["indicator"], p["unit"], p["subject"], p["from"]}] = p["value"]
				}
			}
		}
		return out
	}
	published := figures(cownmc.Loader, func(graph.NodeRecord) bool { return true },
		filepath.Join(shareddata.Dir(t), "cow", "NMC_5_0.csv"))
	bundled := figures(curated.New(), func(n graph.NodeRecord) bool {
		return n.Source == "source:correlates-of-war-cow-national-material-capabilities-v5-0-2017"
	})
	if len(bundled) < 200 {
		t.Errorf("%d bundled figures are from this dataset", len(bundled))
	}
	for f, value := range bundled {
		if published[f] != value {
			t.Errorf("%v: the bundled dataset has %v, the published file %v", f, value, published[f])
		}
	}
}

func TestAnotherDatasetIsRefused(t *testing.T) {
	result := loadertest.LoadText(cownmc.Loader, loadertest.Identities(t), "x.csv", "Supplier;Recipient\nX;Y\n")
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "missing columns ccode, year, milex") {
		t.Errorf("got %v", result.Fatal)
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n2,1900,3823,17,80,254,4517.6,.5,.0396975\n365,1991,1e3,-9,,NA,1,1,1\n")
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, cownmc.Loader, loadertest.LoadText(cownmc.Loader, table, "a.csv", text))
	})
}
