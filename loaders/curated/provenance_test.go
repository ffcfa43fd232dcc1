package curated

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

func TestEveryStatementNamesASource(t *testing.T) {
	d := load(t)
	for _, r := range d.records {
		for _, n := range r.Nodes {
			if n.Label == graph.LabelSource {
				continue
			}
			if n.Source == "" || n.Confidence == nil || n.Locator == "" {
				t.Errorf("%s: source %q, confidence %v, locator %q", n.ID, n.Source, n.Confidence, n.Locator)
			} else if n.Source == "source:general-knowledge" && *n.Confidence > confidenceUnchecked {
				t.Errorf("%s: general knowledge cannot be checked", n.ID)
			}
		}
		for _, l := range r.Relationships {
			if l.Source == "" || l.Confidence == nil || l.Locator == "" {
				t.Errorf("%s: source %q, confidence %v, locator %q", l.ID(), l.Source, l.Confidence, l.Locator)
			}
		}
	}
}

func TestSourcesSayWhatTheyAre(t *testing.T) {
	d := load(t)
	for id, node := range d.nodes {
		s, ok := node.(*graph.Source)
		if !ok {
			continue
		}
		if s.Name == "" || s.Name == string(id) || len(s.Reliability) != 1 || !strings.Contains("ABCDEF", string(s.Reliability)) {
			t.Errorf("%s: title %q, reliability %q", id, s.Name, s.Reliability)
		}
		if s.URL != "" && !strings.HasPrefix(string(s.URL), "http") {
			t.Errorf("%s: address %q", id, s.URL)
		}
	}
}

func TestEveryOtherValueNamesItsOwnSource(t *testing.T) {
	docs, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	var walk func(where string, v reflect.Value)
	walk = func(where string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Slice:
			for i := range v.Len() {
				walk(where, v.Index(i))
			}
		case reflect.Struct:
			if id := v.FieldByName("ID"); id.IsValid() {
				where = id.String()
			}
			if d, ok := v.Interface().(difference); ok && (d.Source == "" || d.Checked == "") {
				t.Errorf("%s: %s %s names no source, or not by what it was checked", where, d.Property, d.Value)
			}
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(where, v.Field(i))
				}
			}
		}
	}
	for _, d := range docs {
		walk(d.file, reflect.ValueOf(*d))
	}
}

// partyStates lists what the record of an actor's part in a treaty states of a property, the shown value first.
func partyStates(t *testing.T, d *data, actor, treaty graph.ID, property string) []string {
	t.Helper()
	var out []string
	for _, r := range d.relationships[graph.PartyToType] {
		if h := r.Head(); h.FromID == actor && h.ToID == treaty {
			record := graph.NodeRecord{Properties: graph.PropertiesOf(r), Source: h.SourceID, Locator: string(h.Locator), Confidence: h.Confidence}
			for _, s := range graph.StatementsOf([]graph.NodeRecord{record}) {
				if s.Property == property {
					out = append(out, fmt.Sprint(s.Value))
				}
			}
		}
	}
	return out
}

// TestFactsThatWereWrong holds what was found wrong or told too firmly in the bundled data, and what it is.
func TestFactsThatWereWrong(t *testing.T) {
	d := load(t)
	for _, c := range []struct {
		actor, treaty graph.ID
		want          []string
	}{
		{"state:DDR", "treaty:warsaw-1955", []string{"1990-10-03", "1990-09-24", "1989-11-07"}},
		{"state:TUR", "treaty:cento-1955", []string{"1979-10-04", "1979-09-26", "1979-10-02", "1979-10-09", "1979-10-09"}},
		{"state:GBR", "treaty:gb-pl-1939", []string{"1945-07-05", "1939-09-27", "1939-09-27"}},
	} {
		if diff := cmp.Diff(c.want, partyStates(t, d, c.actor, c.treaty, "ended")); diff != "" {
			t.Errorf("%s leaves %s (-want +got):\n%s", c.actor, c.treaty, diff)
		}
	}
	if p := d.nodes["treaty:gb-pl-1939"].Head().Period; !p.EndUncertain {
		t.Errorf("the British-Polish treaty ends for certain: %v", p)
	}
	if s := d.nodes["state:ZWE"].Head().Period; s.From != graph.FullDate(1980, 4, 18) {
		t.Errorf("Zimbabwe: %v", s)
	}
	if w := d.nodes["weapon:df-5c"].(*graph.WeaponSystem); w.RangeKm != nil {
		t.Errorf("the range of the DF-5C is told as a fact: %v km", *w.RangeKm)
	}
	if e := d.nodes["event:article-4-clause"].(*graph.Event); e.Status != "CLAIMED" || e.Period.From != graph.FullDate(2024, 10, 15) {
		t.Errorf("what the report reads into Article 4 is %s on %s", e.Status, e.Period.From)
	}
	led := map[string]string{}
	for _, r := range d.relationships[graph.HoldsOfficeType] {
		if r.Head().FromID == "person:kim-jong-un" {
			led[string(r.(*graph.HoldsOffice).Title)] = r.Head().Period.Text()
		}
	}
	for title, want := range map[string]string{
		"First Secretary of the WPK": "2012-04-11 to 2016-05-09", "Chairman of the WPK": "2016-05-09 to 2021-01-10",
		"First Chairman of the National Defence Commission": "2012-04-13 to 2016-06-29",
	} {
		if led[title] != want {
			t.Errorf("Kim Jong Un, %s: %q, want %q", title, led[title], want)
		}
	}
}

// TestTheReportIsToldNoFirmerThanItIs compares the words about the report of October 2024 with its own.
func TestTheReportIsToldNoFirmerThanItIs(t *testing.T) {
	d := load(t)
	phrases := map[graph.Text]bool{}
	for _, r := range d.relationships[graph.MentionsType] {
		if m := r.(*graph.Mentions); m.FromID == "source:defense-express-2024-10-15" && m.Sentence != "" {
			if n := len(strings.Fields(string(m.Phrase))); n == 0 || n > 12 {
				t.Errorf("%s: a phrase of %d words: %q", m.Sentence, n, m.Phrase)
			}
			phrases[m.Phrase] = true
		}
	}
	if len(phrases) != 20 {
		t.Errorf("%d phrases", len(phrases))
	}
	for id, words := range map[graph.ID][]string{
		"event:koreas-brink-assessment": {"could be a crucial factor", "might be a dangerous signal"},
		"event:dprk-drone-accusation":   {"another such incident"}, "event:treaty-submitted-duma": {"hinges entirely"}, "event:belousov-beijing": {"Russian sources stated"},
	} {
		for _, w := range words {
			if e := d.nodes[id].(*graph.Event); !strings.Contains(string(e.Summary), w) {
				t.Errorf("%s does not say %q: %s", id, w, e.Summary)
			}
		}
	}
}

func TestNoMachinePathIsInTheData(t *testing.T) {
	for _, path := range []string{"shared/data", "shared/facts"} {
		if strings.Contains(string(compiledJSON), path) {
			t.Errorf("the data name %s", path)
		}
	}
}

func TestAllClaimsOfOctober2024AreThere(t *testing.T) {
	d := load(t)
	const report = "source:defense-express-2024-10-15"
	source, ok := d.nodes[report].(*graph.Source)
	if !ok || source.Date != graph.FullDate(2024, 10, 15) || !strings.Contains(string(source.Publisher), "Defense Express") {
		t.Fatalf("the report: %+v", source)
	}
	claimed := map[int][]graph.ID{}
	for _, r := range d.relationships[graph.MentionsType] {
		var n int
		if r.Head().FromID == report {
			if _, err := fmt.Sscanf(string(r.Head().Locator), "claim %d", &n); err == nil {
				claimed[n] = append(claimed[n], r.Head().ToID)
				if r.(*graph.Mentions).Sentence == "" {
					t.Errorf("claim %d says nothing", n)
				}
			}
		}
	}
	for n := 1; n <= 20; n++ {
		if len(claimed[n]) == 0 {
			t.Errorf("claim %d is missing", n)
		}
	}
	for n, want := range map[int]graph.ID{
		2: "event:dprk-maritime-shift", 3: "event:dprk-drone-accusation", 4: "event:artillery-alert", 5: "event:roads-demolished",
		6: "event:kim-security-meeting", 7: "event:taurus-live-fire-2024", 8: "event:hyunmoo-5-shown", 9: "weapon:hyunmoo-5", 10: "event:rok-minister-ready", 12: "event:treaty-submitted-duma",
		14: "article:ru-kp-2024/4", 16: "observation:article-force-1500000", 17: "event:belousov-beijing", 18: "event:belousov-beijing", 19: "event:joint-sword-2024b", 20: "event:koreas-brink-assessment",
	} {
		if !slices.Contains(claimed[n], want) {
			t.Errorf("claim %d does not lead to %s but to %v", n, want, claimed[n])
		}
	}
	if w := d.nodes["weapon:hyunmoo-5"].(*graph.WeaponSystem); w.WarheadKg == nil || *w.WarheadKg != 8000 {
		t.Errorf("Hyunmoo-5 warhead: %v kg, want 8000", w.WarheadKg)
	}
	for id, want := range map[graph.ID]float64{"observation:article-force-1200000": 1.2e6, "observation:article-force-1500000": 1.5e6} {
		if o := d.nodes[id].(*graph.Observation); o.Value == nil || *o.Value != want {
			t.Errorf("%s: %v", id, o.Value)
		}
	}
	if e := d.nodes["event:treaty-submitted-duma"].(*graph.Event); e.Period.From != graph.FullDate(2024, 10, 14) {
		t.Errorf("the treaty reaches parliament on %s", e.Period.From)
	}
}

func TestDifferingSourcesBecomeDisagreements(t *testing.T) {
	d := load(t)
	for id, want := range map[graph.ID]string{
		"treaty:ru-kp-2024": "signed", "treaty:us-kr-1953": "inForce", "treaty:su-kp-1961": "ended",
		"weapon:hwasong-11a": "rangeKm", "event:korean-war-start": "from", "observation:usa-warheads-2024": "value",
	} {
		list := graph.DisagreementsOf(d.statements[id])
		if !slices.ContainsFunc(list, func(x graph.Disagreement) bool { return x.Property == want && len(x.Values) > 1 }) {
			t.Errorf("%s: no disagreement on %s: %v", id, want, list)
		}
	}
	_, shown := graph.Merge(d.statements["treaty:ru-kp-2024"])
	if shown["signed"] != "2024-06-19" || shown["inForce"] != "2024-12-04" {
		t.Errorf("shown: signed %v, in force %v", shown["signed"], shown["inForce"])
	}
}

func TestSummariesAreShort(t *testing.T) {
	for id, node := range load(t).nodes {
		switch n := node.(type) {
		case *graph.Article:
			if n.Summary == "" || len(n.Summary) > 400 || len(n.Quotation) > 120 {
				t.Errorf("%s: summary of %d bytes, quotation of %d", id, len(n.Summary), len(n.Quotation))
			}
		case *graph.Event:
			if n.Summary == "" || n.Type == "" || n.Status == "" || len(n.Summary) > 400 {
				t.Errorf("%s: summary of %d bytes, type %q, status %q", id, len(n.Summary), n.Type, n.Status)
			}
		case *graph.Observation:
			if n.Unit == "" || n.Indicator == "" || n.Value == nil && n.Low == nil {
				t.Errorf("%s: %s in %q", id, n.Indicator, n.Unit)
			}
		}
	}
}
