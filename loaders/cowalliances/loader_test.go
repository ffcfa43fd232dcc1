package cowalliances_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/cowalliances"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func derive(t testing.TB, result loadertest.Result) []graph.RelationshipRecord {
	t.Helper()
	var out []graph.RelationshipRecord
	for _, r := range result.Records {
		derived, err := graph.Derive(r.Nodes, r.Relationships)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, derived...)
	}
	return out
}

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, cowalliances.Loader, loadertest.Identities(t), "testdata/alliances_by_member.csv")
	loadertest.Valid(t, cowalliances.Loader, result)
	loadertest.Golden(t, "testdata/alliances_by_member.golden.json", result)
}

func TestThePublishedFileGivesThePublishedCounts(t *testing.T) {
	path := filepath.Join(shareddata.Dir(t), "cow", "alliance_v4.1_by_member.csv")
	result := loadertest.Load(t, cowalliances.Loader, loadertest.Identities(t), path)
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, cowalliances.Loader, result)
	rows, open := 0, 0
	binds := map[graph.ObligationType]int{}
	numbers := map[string]bool{}
	for _, r := range result.Records {
		rows += r.Rows
		for _, n := range r.Nodes {
			node, err := graph.NewNode(n.Label, n.ID, n.Properties)
			if err != nil {
				t.Fatal(err)
			}
			switch node := node.(type) {
			case *graph.Treaty:
				numbers[node.Identifiers[0].Value] = true
				if node.Ended.IsZero() {
					open++
				}
			case *graph.Obligation:
				binds[node.Type]++
			}
		}
	}
	for what, n := range map[string][2]int{
		"rows": {rows, 1221}, "alliances": {len(numbers), 414}, "treaty nodes": {result.Count(graph.LabelTreaty), 414}, "open": {open, 98},
		"defense": {binds[graph.ObligationDefense], 205}, "neutrality": {binds[graph.ObligationNeutral], 103},
		"nonaggression": {binds[graph.ObligationNonagg], 156}, "entente": {binds[graph.ObligationConsul], 192},
	} {
		if n[0] != n[1] {
			t.Errorf("%s: got %d, want %d", what, n[0], n[1])
		}
	}
	var owed, owedBack, nato int
	for _, r := range derive(t, result) {
		if r.Properties["obligationType"] != "DEFENSE" {
			continue
		}
		on := r.Properties.Period()
		switch {
		case strings.Contains(r.Properties["obligation"].(string), "cow-236/") && r.From == "state:USA" && r.To == "state:KOR":
			owed++
		case strings.Contains(r.Properties["obligation"].(string), "cow-236/"):
			owedBack++
		case strings.Contains(r.Properties["obligation"].(string), "cow-227/") && r.From == "state:USA" && on.Contains(19490901):
			nato++
		}
	}
	if owed != 1 || owedBack != 0 {
		t.Errorf("alliance 236: the United States owes %d times, others %d times; want 1 and 0", owed, owedBack)
	}
	if nato != 11 {
		t.Errorf("alliance 227: the United States owes %d states on 1949-09-01; want 11", nato)
	}
}

func TestASpellAcrossASuccessionIsSplitOnTheDay(t *testing.T) {
	result := loadertest.LoadText(cowalliances.Loader, loadertest.Identities(t), "a.csv", header+
		"9001,365,Russia,1,1,1980,1,1,2000,,1,1,1980,1,1,2000,0,0,1,0,0,0,4.1\n"+
		"9001,710,China,1,1,1980,1,1,2000,,1,1,1980,1,1,2000,0,0,0,0,0,0,4.1\n")
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatal(result.Fatal, result.Rejected)
	}
	var got []string
	for _, r := range result.Records[0].Relationships {
		if r.Type == graph.PartyToType {
			got = append(got, string(r.From)+" "+r.Properties.Period().Text())
		}
	}
	want := "state:SUN 1980-01-01 to 1991-12-26, state:RUS 1991-12-26 to 2000-01-01, state:CHN 1980-01-01 to 2000-01-01"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

const header = "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,mem_st_day,mem_st_month,mem_st_year," +
	"mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,version\n"

func TestWhatIsNotHonestIsRefused(t *testing.T) {
	row := "9001,2,USA,1,1,1980,1,1,2000,,1,1,1980,1,1,2000,0,0,1,0,0,0,4.1\n"
	for name, c := range map[string]struct{ text, want string }{
		"unknown code":   {header + strings.Replace(row, ",2,USA", ",8888,X", 1), "unknown-code"},
		"no start":       {header + strings.Replace(row, ",,1,1,1980,", ",,,,,", 1), "missing-value"},
		"ends too early": {header + strings.Replace(row, "1980,1,1,2000,0,0", "1980,1,1,1970,0,0", 1), "bad-period"},
		"no number":      {header + strings.Replace(row, "9001,", "-1,", 1) + strings.Replace(row, "9001,", "0,", 1), "bad-number bad-number"},
		"bad flag":       {header + strings.Replace(row, "0,0,1,0,0,0", "0,0,7,0,0,0", 1), "bad-flag"},
		"twice":          {header + row + row, "duplicate-row"},
		"before it was":  {header + strings.Replace(row, "9001,2,USA,1,1,1980,1,1,2000,,1,1,1980,1,1,2000", "9001,731,X,1,1,1880,1,1,1890,,1,1,1880,1,1,1890", 1), "no-bearer"},
	} {
		t.Run(name, func(t *testing.T) {
			result := loadertest.LoadText(cowalliances.Loader, loadertest.Identities(t), "a.csv", c.text)
			var rules []string
			for _, rejected := range result.Rejected {
				rules = append(rules, rejected.Rule)
			}
			if result.Fatal != nil || strings.Join(rules, " ") != c.want {
				t.Errorf("fatal %v, rejected %v; want %s", result.Fatal, result.Rejected, c.want)
			}
		})
	}
	result := loadertest.LoadText(cowalliances.Loader, loadertest.Identities(t), "a.csv", "Supplier;Recipient\nX;Y\n")
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "missing columns version4id, ccode, mem_st_day") || len(result.Records) != 0 {
		t.Errorf("a file of another dataset: %v", result.Fatal)
	}
}

func TestTheOtherTablesOfTheArchiveAreNamed(t *testing.T) {
	for header, want := range map[string]string{
		"version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,mem_st_day,mem_st_month,mem_st_year," +
			"mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,year,version": "the members of each year",
		"version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,left_censor," +
			"right_censor,defense,neutrality,nonaggression,entente,asymmetric,version": "pairs of members",
	} {
		result := loadertest.LoadText(cowalliances.Loader, loadertest.Identities(t), "x.csv", header+"\n")
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), want) {
			t.Errorf("%s: got %v", header, result.Fatal)
		}
	}
}

func FuzzLoader(f *testing.F) {
	f.Add(header + "1,200,United Kingdom,9,5,1386,,,,Type I: Defense Pact,1,1,1816,,,,1,1,1,0,1,0,4.1\n")
	f.Add(header + "1,365,,,,,,,,,1,-9,1816,,,1817,,,,,,1,4.1\n1,364,,,,,,,,,1,,1916,,,1992,,,1,,,1,4.1\n")
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		result := loadertest.LoadText(cowalliances.Loader, table, "a.csv", text)
		loadertest.Valid(t, cowalliances.Loader, result)
		derive(t, result)
	})
}
