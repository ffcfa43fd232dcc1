package curated

import (
	"fmt"
	"slices"
	"strings"
	"testing"

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
	for n, want := range map[int]graph.ID{2: "event:dprk-maritime-shift", 3: "event:dprk-drone-accusation", 4: "event:artillery-alert", 5: "event:roads-demolished",
		6: "event:kim-security-meeting", 7: "event:taurus-live-fire-2024", 8: "event:hyunmoo-5-shown", 9: "weapon:hyunmoo-5", 10: "event:rok-minister-ready", 12: "event:treaty-submitted-duma",
		14: "article:ru-kp-2024/4", 16: "observation:article-force-1500000", 17: "event:belousov-beijing", 18: "event:belousov-beijing", 19: "event:joint-sword-2024b", 20: "event:koreas-brink-assessment"} {
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
	for id, want := range map[graph.ID]string{"treaty:ru-kp-2024": "signed", "treaty:us-kr-1953": "inForce", "treaty:su-kp-1961": "ended",
		"weapon:hwasong-11a": "rangeKm", "event:korean-war-start": "from", "observation:usa-warheads-2024": "value"} {
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
