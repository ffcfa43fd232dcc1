package atop_test

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/atop"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func derive(t testing.TB, records []loaders.Record) []graph.RelationshipRecord {
	t.Helper()
	var out []graph.RelationshipRecord
	for _, r := range records {
		derived, err := graph.Derive(r.Nodes, r.Relationships)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, derived...)
	}
	return out
}

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, atop.Loader, loadertest.Identities(t), "testdata/alliance-level.csv", "testdata/member-level.csv")
	loadertest.Valid(t, atop.Loader, result)
	loadertest.Golden(t, "testdata/atop.golden.json", result)
}

func TestTheOrderOfTheFilesDoesNotMatter(t *testing.T) {
	one := loadertest.Load(t, atop.Loader, loadertest.Identities(t), "testdata/alliance-level.csv", "testdata/member-level.csv")
	other := loadertest.Load(t, atop.Loader, loadertest.Identities(t), "testdata/member-level.csv", "testdata/alliance-level.csv")
	if diff := cmp.Diff(one.Records, other.Records); diff != "" {
		t.Error(diff)
	}
}

func TestBothFilesAreNeededAndOthersAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		paths []string
		want  string
	}{
		"no members":      {[]string{"testdata/alliance-level.csv"}, "the member-level file is missing"},
		"no treaties":     {[]string{"testdata/member-level.csv"}, "the alliance-level file is missing"},
		"another dataset": {[]string{"testdata/alliance-level.csv", "testdata/transfers.csv"}, "missing columns atopid, member, yrent"},
	} {
		result := loadertest.Load(t, atop.Loader, loadertest.Identities(t), c.paths...)
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), c.want) || len(result.Records) != 0 {
			t.Errorf("%s: got %v, want %q", name, result.Fatal, c.want)
		}
	}
}

func TestFilesByYearAreNamed(t *testing.T) {
	for _, header := range []string{"state,year,number,atopally,defense", "dyad,mem1,mem2,year,atopally,defense", "ddyad,stateA,stateB,year,atopally,defense"} {
		result := loadertest.LoadText(atop.Loader, loadertest.Identities(t), "x.csv", header+"\n")
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "x.csv holds states or pairs of states by year") {
			t.Errorf("%s: got %v", header, result.Fatal)
		}
	}
}

func TestANumberOfATOPsOwnIsTheStateThatItMeansOrANodeOfItsOwn(t *testing.T) {
	header := "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul\n"
	for member, want := range map[string]graph.ID{"8152": "state:vietnam-1802", "8888": "state:atop-8888"} {
		in := loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{
			{Name: "a.csv", Path: "a.csv", Open: func() (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader("atopid,begyr,begmo,begday,endyr,endmo,endday,mem1,mem2\n9001,1874,3,15,1883,8,25,220," + member + "\n")), nil
			}},
			{Name: "m.csv", Path: "m.csv", Open: func() (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(header + "9001,220,1874,3,15,1883,8,25,1,0,0,0,0\n9001," + member + ",1874,3,15,1883,8,25,1,0,0,0,0\n")), nil
			}},
		}}
		found := false
		for record, err := range atop.Loader.Records(in) {
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range record.Nodes {
				if n.ID == want {
					found = true
					if name, _ := n.Properties["name"].(string); want == "state:vietnam-1802" && name != "" {
						t.Errorf("a state that the bundled table knows is called %q", name)
					}
				}
			}
		}
		if !found {
			t.Errorf("member %s: no node %s", member, want)
		}
	}
}

func TestThePublishedFilesGiveThePublishedCounts(t *testing.T) {
	folder := filepath.Join(shareddata.Dir(t), "atop")
	result := loadertest.Load(t, atop.Loader, loadertest.Identities(t), filepath.Join(folder, "atop-member-level.csv"), filepath.Join(folder, "atop-alliance-level.csv"))
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, atop.Loader, result)
	rows, cow := 0, map[string]graph.ID{}
	for _, r := range result.Records {
		rows += r.Rows
		for _, n := range r.Nodes {
			if n.Label != graph.LabelTreaty {
				continue
			}
			node, err := graph.NewNode(n.Label, n.ID, n.Properties)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range node.Head().Identifiers {
				if i.Scheme == graph.SchemeCOWAlliance {
					if other, twice := cow[i.Value]; twice {
						t.Errorf("COW alliance %s means %s and %s", i.Value, other, n.ID)
					}
					cow[i.Value] = n.ID
				}
			}
		}
	}
	if rows != 745+2398 || result.Count(graph.LabelTreaty) != 745 {
		t.Errorf("%d rows and %d treaties; want 3143 and 745", rows, result.Count(graph.LabelTreaty))
	}
	if cow["300"] != "treaty:anad-1977" {
		t.Errorf("COW alliance 300 is %q; want the treaty that ATOP has first, which is a bundled one", cow["300"])
	}
	if len(cow) < 385 {
		t.Errorf("%d treaties with a COW number; want nearly all of 393", len(cow))
	}
	soviet := 0
	for _, r := range derive(t, result.Records) {
		if r.From == "state:SUN" && r.To == "state:PRK" && r.Properties.Period().Contains(19850101) && r.Properties["obligationType"] == "DEFENSE" && r.Properties["treaty"] == "treaty:su-kp-1961" {
			soviet++
		}
	}
	if soviet != 1 {
		t.Errorf("the Soviet Union owes North Korea DEFENSE under the treaty of 1961 %d times in 1985; want 1", soviet)
	}
}

func TestMembersArePairedWithinOnePhaseOnly(t *testing.T) {
	result := loadertest.Load(t, atop.Loader, loadertest.Identities(t), "testdata/alliance-level.csv", "testdata/member-level.csv")
	var got []string
	for _, r := range derive(t, result.Records) {
		if r.Properties["treaty"] == "treaty:cow-9001" {
			got = append(got, string(r.From)+" "+string(r.To)+" "+r.Properties["obligationType"].(string)+" "+r.Properties.Period().Text())
		}
	}
	slices.Sort(got)
	want := []string{
		"state:DDR state:SUN CONSUL 1970-01-01 (start uncertain) to 1990-10-03",
		"state:DDR state:SUN DEFENSE 1955-06 (start uncertain) to 1970-01-01",
		"state:DDR state:SUN NEUTRAL 1955-06 (start uncertain) to 1970-01-01",
		"state:DDR state:SUN NONAGG 1970-01-01 (start uncertain) to 1990-10-03",
		"state:SUN state:DDR CONSUL 1970-01-01 (start uncertain) to 1990-10-03",
		"state:SUN state:DDR DEFENSE 1955-06 (start uncertain) to 1970-01-01",
		"state:SUN state:DDR NONAGG 1970-01-01 (start uncertain) to 1990-10-03",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzLoader(f *testing.F) {
	const treaties = "atopid,cow4id,begyr,begmo,begday,endyr,endmo,endday,mem1,statthr1,term\n"
	const members = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul,obvary,defcoadv\n"
	f.Add(treaties+"1,2,1950,1,,0,0,0,2,365,1\n", members+"1,365,1950,1,,2000,,,1,1,0,0,0,1,1,1\n1,2,1950,1,,,,,1,1,1,1,1,1,,\n")
	f.Add(treaties+"1,,1900,,,1910,,,2,,2\n1,,1,1,1,1,1,1,,,\n", members+"1,300,1900,,,1905,,,0,1,0,0,0,0,0,1\n1,300,1905,,,1910,,,1,1,0,0,0,0,0,0\n")
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, treaties, members string) {
		in := loaders.Input{Identities: table, Options: map[string]string{}, Warn: func(string, ...any) {}}
		for i, text := range []string{treaties, members} {
			in.Files = append(in.Files, input.File{Name: []string{"a.csv", "m.csv"}[i], Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
		}
		var result loadertest.Result
		for r, err := range atop.Loader.Records(in) {
			if err == nil {
				result.Records = append(result.Records, r)
			}
		}
		loadertest.Valid(t, atop.Loader, result)
		derive(t, result.Records)
	})
}
