package resolvers_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

var bundledData struct {
	once sync.Once
	http.Handler
}

// bundled is the API on the bundled dataset in memory, which is loaded once for all tests: over HTTP nobody changes it.
func bundled(t *testing.T) http.Handler {
	t.Helper()
	bundledData.once.Do(func() {
		store := memstore.New()
		httpapitest.LoadCurated(t, store)
		bundledData.Handler = httpapitest.Handler(store)
	})
	return bundledData.Handler
}

func TestReferences(t *testing.T) {
	h := bundled(t)
	for name, c := range map[string]struct{ ref, on, want string }{
		"an id":                                     {"state:PRK", "2024-10-15", "state:PRK"},
		"an ISO alpha-3 code":                       {"iso3:PRK", "2024-10-15", "state:PRK"},
		"a bare ISO alpha-3 code":                   {"PRK", "2024-10-15", "state:PRK"},
		"the same in small letters":                 {"prk", "2024-10-15", "state:PRK"},
		"an ISO alpha-2 code":                       {"iso2:kp", "2024-10-15", "state:PRK"},
		"an M49 code":                               {"m49:408", "2024-10-15", "state:PRK"},
		"an M49 code without zeros":                 {"m49:8", "2024-10-15", "state:ALB"},
		"an ISO numeric code":                       {"iso:408", "2024-10-15", "state:PRK"},
		"an ISO numeric code, spelt out":            {"isonum:8", "2024-10-15", "state:ALB"},
		"a name with an article":                    {"The Netherlands", "2024-10-15", "state:NLD"},
		"a name as statistical offices write it":    {"Korea, Dem. People's Rep.", "2024-10-15", "state:PRK"},
		"a name of its day":                         {"German Federal Republic", "1970-10-15", "state:DEU"},
		"a name in Russian":                         {"Северная Корея", "2024-10-15", "state:PRK"},
		"a name in German":                          {"Nordkorea", "2024-10-15", "state:PRK"},
		"a name in Arabic":                          {"أوكرانيا", "2024-10-15", "state:UKR"},
		"a state of two on its day":                 {"Yugoslavia", "2002-10-15", "state:SCG"},
		"what is no more by its own name":           {"Yugoslavia", "2024-10-15", "state:YUG"},
		"Wikidata's item of the country":            {"wikidata:Q35", "2024-10-15", "state:DNK"},
		"Wikidata's item of the realm":              {"wikidata:Q29999", "2024-10-15", "state:NLD"},
		"a COW number":                              {"cow:731", "2024-10-15", "state:PRK"},
		"a COW number with zeros before":            {"COW:020", "2024-10-15", "state:CAN"},
		"a Gleditsch-Ward number":                   {"gw:731", "2024-10-15", "state:PRK"},
		"a Wikidata item":                           {"wikidata:q423", "2024-10-15", "state:PRK"},
		"a name":                                    {"North Korea", "2024-10-15", "state:PRK"},
		"a name in any case, with spaces around":    {"  nORTH kOREA ", "2024-10-15", "state:PRK"},
		"an alias":                                  {"DPRK", "2024-10-15", "state:PRK"},
		"a name with other diacritics":              {"Türkiye", "2024-10-15", "state:TUR"},
		"an organization's alias":                   {"NATO", "2024-10-15", "org:nato"},
		"an alias of a state on a day of it":        {"Korea", "1900-01-01", "state:korea"},
		"an alias of a state that is no more":       {"North Yemen", "2024-10-15", "state:YAR"},
		"COW 365 in 1980":                           {"cow:365", "1980-01-01", "state:SUN"},
		"COW 365 in 2020":                           {"cow:365", "2020-01-01", "state:RUS"},
		"COW 365 on the last day of the Soviet era": {"cow:365", "1991-12-25", "state:SUN"},
		"COW 365 on the day of succession":          {"cow:365", "1991-12-26", "state:RUS"},
	} {
		t.Run(name, func(t *testing.T) {
			var data struct{ Actor struct{ ID string } }
			httpapitest.Data(t, h, `query ($ref: NodeRef!, $on: Date) { actor(ref: $ref, on: $on) { id } }`, map[string]any{"ref": c.ref, "on": c.on}, &data)
			if data.Actor.ID != c.want {
				t.Errorf("%q on %s is %s; want %s", c.ref, c.on, data.Actor.ID, c.want)
			}
		})
	}
}

func TestAPlaceIsMeantOnlyWhereNothingElseBearsItsName(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	var batch graph.Batch
	for id, name := range map[graph.ID]string{"place:x-rs": "Russia", "place:x-su": "Soviet Union", "place:x-atlantis": "Atlantis"} {
		record := graph.NewNodeRecord(&graph.Place{Header: graph.Header{ID: id, Name: name}})
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for name, want := range map[string]string{"Russia": "state:RUS", "Soviet Union": "state:SUN", "Atlantis": "place:x-atlantis"} {
		var data struct {
			Neighborhood struct{ Nodes []struct{ ID string } }
		}
		httpapitest.Data(t, h, `query ($of: NodeRef!) { neighborhood(of: $of, asOf: "2020-01-01", limit: 1) { nodes { id } } }`, map[string]any{"of": name}, &data)
		if len(data.Neighborhood.Nodes) != 1 || data.Neighborhood.Nodes[0].ID != want {
			t.Errorf("%s is %v; want %s", name, data.Neighborhood.Nodes, want)
		}
	}
}

func TestReferencesThatMeanNoOneNode(t *testing.T) {
	h := bundled(t)
	for name, c := range map[string]struct {
		ref, code, message string
		candidate          graph.ID // among the candidates; empty for none
	}{
		"a misspelt name":                     {"Nroth Korea", "NOT_FOUND", "North Korea", "state:PRK"},
		"a slip in the first letter":          {"Eussia", "NOT_FOUND", "Russia", "state:RUS"},
		"part of a name":                      {"Korean People's", "NOT_FOUND", "Korean People's Army", "org:kpa"},
		"an unknown id":                       {"state:XXX", "NOT_FOUND", `"state:XXX"`, ""},
		"a code that nobody bears on the day": {"cow:265", "NOT_FOUND", "cow:265", "state:DDR"},
		"a code that nobody ever bore":        {"cow:9999", "NOT_FOUND", "cow:9999", ""},
		"a node that is no actor":             {"treaty:nato-1949", "BAD_USER_INPUT", "treaty:nato-1949 is a Treaty; want an actor", ""},
		"an alias of two states that live":    {"Korea", "BAD_USER_INPUT", "could mean South Korea", "state:PRK"},
		"nothing":                             {"", "BAD_USER_INPUT", "0 bytes", ""},
		"signs":                               {"???", "BAD_USER_INPUT", "no letter or digit", ""},
		"a novel":                             {strings.Repeat("x", 501), "BAD_USER_INPUT", "501 bytes", ""},
	} {
		t.Run(name, func(t *testing.T) {
			answer := httpapitest.Ask(t, h, `query ($ref: NodeRef!) { actor(ref: $ref) { id } }`, map[string]any{"ref": c.ref})
			if len(answer.Errors) != 1 {
				t.Fatalf("%d errors, data %s", len(answer.Errors), answer.Data)
			}
			e := answer.Errors[0]
			if e.Extensions.Code != c.code || !strings.Contains(e.Message, c.message) {
				t.Errorf("%s: %s", e.Extensions.Code, e.Message)
			}
			found := c.candidate == ""
			for _, candidate := range e.Extensions.Candidates {
				found = found || candidate.ID == c.candidate && candidate.Name != "" && candidate.Why != ""
			}
			if !found {
				t.Errorf("candidates %+v; want %s among them", e.Extensions.Candidates, c.candidate)
			}
		})
	}
}

// TestStatesOfAnotherDayAreRefusedWithThoseOfTheDay: who asks for Germany in 1914 is led to the German Reich, whichever
// way Germany was named.
func TestStatesOfAnotherDayAreRefusedWithThoseOfTheDay(t *testing.T) {
	h := bundled(t)
	for name, c := range map[string]struct {
		ref, on string
		first   graph.ID
	}{
		"before, by id":                   {"state:DEU", "1914-08-03", "state:german-reich"},
		"before, by a bare code":          {"DEU", "1914-08-03", "state:german-reich"},
		"before, by a code":               {"iso3:RUS", "1985-01-01", "state:SUN"},
		"two generations before":          {"state:RUS", "1900-01-01", "state:russian-empire"},
		"after, by id":                    {"state:SUN", "2024-12-04", "state:RUS"},
		"an organization for its members": {"NATO", "2024-12-04", "state:ALB"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := httpapitest.Ask(t, h, `query ($ref: NodeRef!, $on: Date) { obligationsIfAttacked(attacker: "GBR", victim: $ref, asOf: $on) { warnings } }`, map[string]any{"ref": c.ref, "on": c.on})
			if len(answer.Errors) != 1 {
				t.Fatalf("%d errors, data %s", len(answer.Errors), answer.Data)
			}
			list := answer.Errors[0].Extensions.Candidates
			there := slices.IndexFunc(list, func(n graph.Candidate) bool { return n.ID == c.first })
			if own := slices.IndexFunc(list, func(n graph.Candidate) bool { return string(n.ID) == c.ref }); there < 0 || own >= 0 && own < there {
				t.Errorf("%s: candidates %+v", answer.Errors[0].Message, list)
			}
		})
	}
}

func TestAmbiguousNamesListWhatTheyCouldMean(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var batch graph.Batch
	for id, period := range map[graph.ID]graph.Period{
		"state:XAA": graph.Between(graph.YearOnly(1900), graph.YearOnly(1950)), "state:XBB": graph.Since(graph.YearOnly(1990)), "state:XCC": graph.Since(graph.YearOnly(2000)),
	} {
		record := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: "Zembla", Period: period}})
		record.Dataset = "dataset:invented"
		batch.Nodes = append(batch.Nodes, record)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	ask := func(on string) httpapitest.Answer {
		return httpapitest.Ask(t, h, `query ($on: Date) { actor(ref: "zembla", on: $on) { id } }`, map[string]any{"on": on})
	}
	if a := ask("2024-01-01"); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "BAD_USER_INPUT" || len(a.Errors[0].Extensions.Candidates) != 2 {
		t.Errorf("two bear it in 2024: %+v", a.Errors)
	}
	if a := ask("1995-01-01"); string(a.Data) != `{"actor":{"id":"state:XBB"}}` {
		t.Errorf("one bore it in 1995: %s %+v", a.Data, a.Errors)
	}
	if a := ask("1970-01-01"); len(a.Errors) != 1 || len(a.Errors[0].Extensions.Candidates) != 3 {
		t.Errorf("nobody bore it in 1970: %+v", a.Errors)
	}
}

// TestAnISOCodeOfAnotherTimeSuggestsItsBearer before names with a slip, and before it who was there on the day.
func TestAnISOCodeOfAnotherTimeSuggestsItsBearer(t *testing.T) {
	h := bundled(t)
	for ref, want := range map[string][]graph.ID{
		"DEU": {"state:german-reich", "state:DEU"}, "deu": {"state:german-reich", "state:DEU"}, "SUN": {"state:russian-empire", "state:SUN"},
	} {
		answer := httpapitest.Ask(t, h, `query ($ref: NodeRef!) { actor(ref: $ref, on: "1910-01-01") { id } }`, map[string]any{"ref": ref})
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "NOT_FOUND" {
			t.Fatalf("%s: %+v", ref, answer.Errors)
		}
		var got []graph.ID
		for _, c := range answer.Errors[0].Extensions.Candidates {
			got = append(got, c.ID)
		}
		if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%s: %v; want %v first", ref, got, want)
		}
	}
}

// bare is the API on a store of one dataset, which names few states and gives no codes.
func bare(t *testing.T, nodes ...graph.Node) http.Handler {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var batch graph.Batch
	for _, n := range nodes {
		record := graph.NewNodeRecord(n)
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return httpapitest.Handler(store)
}

func TestCodesAndNamesAreKnownWhateverIsLoaded(t *testing.T) {
	h := bare(t, &graph.State{Header: graph.Header{ID: "state:USA", Name: "USA"}}, &graph.State{Header: graph.Header{ID: "state:RUS", Name: "Russia"}})
	for _, ref := range []string{"cow:2", "gw:2", "iso3:USA", "USA", "iso:840", "United States of America", "États-Unis", "wikidata:Q30"} {
		var data struct{ Actor struct{ ID string } }
		httpapitest.Data(t, h, `query ($ref: NodeRef!) { actor(ref: $ref, on: "2024-01-01") { id } }`, map[string]any{"ref": ref}, &data)
		if data.Actor.ID != "state:USA" {
			t.Errorf("%s: %+v", ref, data.Actor)
		}
	}
	// What the store does not hold is not known.
	if a := httpapitest.Ask(t, h, `{ actor(ref: "cow:740") { id } }`, nil); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "NOT_FOUND" {
		t.Errorf("%+v", a)
	}
}

func TestAStateIsMeantSoonerThanWhatIsCalledLikeIt(t *testing.T) {
	h := bare(t, &graph.State{Header: graph.Header{ID: "state:CHN", Name: "China", Period: graph.Since(graph.FullDate(1949, 10, 1))}},
		&graph.ArmedGroup{Header: graph.Header{ID: "group:x-china", Name: "China"}}, &graph.Organization{Header: graph.Header{ID: "org:x-china", Name: "China"}})
	for _, on := range []string{"1900-01-01", "2024-01-01"} {
		var data struct{ Actor struct{ ID string } }
		httpapitest.Data(t, h, `query ($on: Date) { actor(ref: "China", on: $on) { id } }`, map[string]any{"on": on}, &data)
		if data.Actor.ID != "state:CHN" {
			t.Errorf("on %s: %s", on, data.Actor.ID)
		}
	}
}

func TestTheStatesOfTheDayAreOfferedFirst(t *testing.T) {
	answer := httpapitest.Ask(t, bundled(t), `{ actor(ref: "Russia", on: "1939-09-01") { id } }`, nil)
	if len(answer.Errors) != 1 || len(answer.Errors[0].Extensions.Candidates) == 0 || answer.Errors[0].Extensions.Candidates[0].ID != "state:SUN" {
		t.Errorf("%+v", answer.Errors)
	}
}

// TestNoCandidateIsOfferedTwice asks by names that are near to one node in several ways.
func TestNoCandidateIsOfferedTwice(t *testing.T) {
	h := bundled(t)
	for _, name := range []string{"UN Security Council X", "UNO Security Council"} {
		answer := httpapitest.Ask(t, h, `query ($ref: NodeRef!) { actor(ref: $ref) { id } }`, map[string]any{"ref": name})
		seen := map[graph.ID]bool{}
		for _, e := range answer.Errors {
			for _, c := range e.Extensions.Candidates {
				if seen[c.ID] {
					t.Errorf("%s: %s is offered twice", name, c.ID)
				}
				seen[c.ID] = true
			}
		}
		if len(seen) == 0 {
			t.Errorf("%s: nothing is offered", name)
		}
	}
}

func TestTheCouncilIsKnownByItsShortName(t *testing.T) {
	var data struct{ Actor struct{ ID string } }
	httpapitest.Data(t, bundled(t), `{ actor(ref: "UN Security Council") { id } }`, nil, &data)
	if data.Actor.ID != "org:unsc" {
		t.Errorf("%+v", data)
	}
}

func TestAQuestionAboutNoDayMeansWhomTheOthersMeanOrWhoeverWasThere(t *testing.T) {
	h := bundled(t)
	for ref, want := range map[string]string{
		"Russia": "state:RUS", "cow:365": "state:RUS", "DDR": "state:DDR", "cow:300": "state:austria-hungary",
		"Soviet Union": "state:SUN",
	} {
		var history struct {
			AllianceHistory struct{ A struct{ ID string } }
		}
		httpapitest.Data(t, h, `query ($ref: NodeRef!) { allianceHistory(a: $ref, b: "USA") { a { id } } }`,
			map[string]any{"ref": ref}, &history)
		if got := history.AllianceHistory.A.ID; got != want {
			t.Errorf("%s: %s, want %s", ref, got, want)
		}
		answer := httpapitest.Ask(t, h, `query ($ref: NodeRef!) {
			compliance(actors: [$ref]) { totalCount }
			timeline(actors: [$ref], first: 1) { totalCount }
			changePoints(refs: [$ref])
		}`, map[string]any{"ref": ref})
		if len(answer.Errors) > 0 {
			t.Errorf("%s: %+v", ref, answer.Errors)
		}
	}
}
