package registry_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

// aColumnMore are headers and rows with all columns of a dataset's file, and one by which a row means something else.
var aColumnMore = map[string][]string{
	"atop": {
		"atopid,begyr,begmo,begday,endyr,endmo,endday,mem1,mem2,atopidphase\n9990,1990,1,1,1995,6,1,200,220,9990.1\n",
		"atopid,begyr,begmo,begday,endyr,endmo,endday,mem1,mem2,year\n9990,1990,1,1,1995,6,1,200,220,1991\n",
		"atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul,year\n9990,200,1990,1,1,0,0,0,1,0,0,0,0,1991\n",
	},
	"cow-alliances": {"version4id,ccode,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,defense,neutrality,nonaggression,entente,year\n" +
		"1,2,1,1,1950,,,,1,0,0,0,1951\n"},
	"cow-states": {"stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,year\nUSA,2,United States,1816,1,1,2016,12,31,1817\n"},
	"cow-mid": {
		"dispnum,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,fatality,hiact,hostlev,orig,year\n9002,200,1,7,1902,24,1,1903,0,0,0,1,1,1902\n",
		"dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,hiact,hostlev,year\n9002,1,7,1902,24,1,1903,6,1,0,7,3,1902\n",
	},
	"cow-interstate-wars": {"WarNum,WarName,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,Initiator,Outcome,BatDeath,year\n" +
		"9001,Example War,200,United Kingdom,1,1,2,1900,3,4,1902,1,1,100,1901\n"},
	"cow-contiguity": {"statelno,statehno,conttype,begin,end,version,year\n2,20,1,192001,201612,3.2,1950\n"},
	"ucdp-acd": {"conflict_id,year,side_a,side_a_id,side_b,side_b_id,gwno_a,gwno_b,location,incompatibility,intensity_level,type_of_conflict,dyad_id\n" +
		"9001,1990,Government of India,141,Examples,9163,750,,India,1,1,3,99\n"},
}

func TestAFileWithAColumnByWhichItsRowsMeanSomethingElseIsRefused(t *testing.T) {
	for name, texts := range aColumnMore {
		for i, text := range texts {
			path := filepath.Join(t.TempDir(), "example.csv")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			store := memstore.New()
			_, err := runner.Run(t.Context(), store, registry.Find(name), runner.Options{Paths: []string{path}, Identities: loadertest.Identities(t)})
			if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "example.csv holds ") {
				t.Errorf("%s %d: %v", name, i, err)
			}
			if s, err := store.Stats(t.Context()); err != nil || len(s.Datasets) != 0 {
				t.Errorf("%s %d: something was written (%v)", name, i, err)
			}
			_ = store.Close()
		}
	}
}
