package curated

import (
	"strconv"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// fullMembers counts the actors that are full members of an organization on a day.
func fullMembers(t *testing.T, organization graph.ID, on string, keep func(*graph.MemberOf) bool) int {
	t.Helper()
	members := map[graph.ID]bool{}
	for _, r := range load(t).relationships[graph.MemberOfType] {
		m := r.(*graph.MemberOf)
		if m.ToID == organization && m.Kind == graph.FullMember && m.Period.Contains(day(t, on)) && (keep == nil || keep(m)) {
			members[m.FromID] = true
		}
	}
	return len(members)
}

// TestWholeOrganizationsHaveAsManyMembersAsTheyHad compares lists that say that they are whole with what is known of
// their length on many days.
func TestWholeOrganizationsHaveAsManyMembersAsTheyHad(t *testing.T) {
	for organization, days := range map[graph.ID]map[string]int{
		"org:un": {
			"1945-12-31": 51, "1950-12-31": 60, "1955-12-31": 76, "1960-12-31": 99, "1970-12-31": 127, "1980-12-31": 154, "1990-01-01": 159, "1991-12-24": 166,
			"1994-12-31": 184 /* and Yugoslavia's disputed seat */, "2000-12-31": 189, "2002-12-31": 191, "2006-12-31": 192, "2011-12-31": 193, "2025-01-01": 193,
		},
		"org:nato":        {"1949-08-24": 12, "1952-02-18": 14, "1955-05-06": 15, "1982-05-30": 16, "1999-03-12": 19, "2004-03-29": 26, "2009-04-01": 28, "2017-06-05": 29, "2020-03-27": 30, "2023-04-04": 31, "2024-03-07": 32},
		"org:eu":          {"1993-11-01": 12, "1995-01-01": 15, "2004-05-01": 25, "2007-01-01": 27, "2013-07-01": 28, "2020-02-01": 27},
		"org:wto-warsaw":  {"1955-06-06": 8, "1968-09-13": 7, "1991-01-01": 6},
		"org:arab-league": {"1945-12-31": 7, "1965-01-01": 13, "1980-01-01": 22, "1990-05-23": 21, "1993-11-20": 22, "2024-01-01": 22},
		"org:oas":         {"1951-12-13": 14, "1956-12-31": 21, "1970-01-01": 24, "1991-01-08": 35, "2023-11-18": 35, "2023-11-19": 34},
		"org:opec":        {"1960-09-14": 5, "1975-12-31": 13, "1996-01-01": 11, "2018-12-31": 15, "2020-01-01": 13, "2024-01-01": 12, "2026-05-01": 11},
		"org:unsc":        {"1946-01-17": 11, "1965-12-31": 11, "1966-01-01": 15, "1980-01-06": 14, "1980-01-07": 15, "1990-05-22": 15, "1991-12-24": 15, "2026-01-01": 15},
		"org:asean":       {"1967-08-08": 5, "1999-04-30": 10, "2025-10-26": 11},
		"org:five-eyes":   {"2024-01-01": 5},
		"org:g7":          {"1975-11-15": 6, "2005-01-01": 8, "2024-01-01": 7},
		"org:gcc":         {"2024-01-01": 6},
		"org:cis":         {"1993-12-09": 12},
		"org:msmt":        {"2024-10-16": 11},
		"org:sco":         {"2001-06-15": 6, "2017-06-09": 8, "2024-07-04": 10},
		"org:union-state": {"2024-01-01": 2},
		"org:csto":        {"2024-01-01": 6},
		"org:eaeu":        {"2015-08-12": 5},
		"org:brics":       {"2011-01-01": 5, "2024-01-01": 9, "2025-01-06": 10},
		"org:aukus":       {"2024-01-01": 3},
		"org:quad":        {"2024-01-01": 4},
		"org:rok-us-ncg":  {"2024-01-01": 2},
	} {
		if o := load(t).nodes[organization].(*graph.Organization); o.MembersComplete == nil || !*o.MembersComplete {
			t.Errorf("%s does not say that its members are all there", organization)
		}
		for on, want := range days {
			if got := fullMembers(t, organization, on, nil); got != want {
				t.Errorf("%s on %s: %d members; want %d", organization, on, got, want)
			}
		}
	}
	for _, organization := range []graph.ID{"org:apec", "org:osce", "org:iaea", "org:african-union"} {
		if o := load(t).nodes[organization].(*graph.Organization); o.MembersComplete == nil || *o.MembersComplete {
			t.Errorf("%s does not say that members are missing", organization)
		}
	}
	if o := load(t).nodes["org:kpa"].(*graph.Organization); o.MembersComplete != nil {
		t.Error("an army says whether its members are all there")
	}
}

// TestTheSecurityCouncilIsFullInEveryYear has five permanent members and six elected ones, ten since 1966.
func TestTheSecurityCouncilIsFullInEveryYear(t *testing.T) {
	for year := 1947; year <= 2026; year++ {
		on, elected := strconv.Itoa(year)+"-02-01", 6
		if year >= 1966 {
			elected = 10
		}
		for seat, want := range map[graph.Text]int{"PERMANENT": 5, "ELECTED": elected} {
			if got := fullMembers(t, "org:unsc", on, func(m *graph.MemberOf) bool { return m.Seat == seat }); got != want {
				t.Errorf("%s: %d %s members; want %d", on, got, seat, want)
			}
		}
	}
}

// TestWhoHasWarheadsIsNuclearArmed compares the figures with the states: nobody has warheads before it is
// nuclear-armed, and nobody is without a figure.
func TestWhoHasWarheadsIsNuclearArmed(t *testing.T) {
	d := load(t)
	figures := map[graph.ID]bool{}
	for _, r := range d.relationships[graph.ObservedForType] {
		o, ok := d.nodes[r.Head().FromID].(*graph.Observation)
		s, isState := d.nodes[r.Head().ToID].(*graph.State)
		if !ok || !isState || !strings.HasPrefix(string(o.Indicator), "NUCLEAR_WARHEADS") || o.Value != nil && *o.Value == 0 {
			continue
		}
		figures[s.ID] = true
		if s.NuclearArmed.IsZero() || s.NuclearArmed.First() >= o.Period.From.After() {
			t.Errorf("%s: nuclear-armed since %q, with a figure of warheads of %s", s.ID, s.NuclearArmed, o.Period.From)
		}
	}
	for id, n := range d.nodes {
		if s, ok := n.(*graph.State); ok && !s.NuclearArmed.IsZero() && s.Period.Until.IsZero() && !figures[id] {
			t.Errorf("%s is nuclear-armed, without a figure of warheads", id)
		}
	}
	if s := d.nodes["state:ISR"].(*graph.State); s.NuclearArmedEstimated == nil || !*s.NuclearArmedEstimated {
		t.Error("that Israel is nuclear-armed is not marked as an estimate")
	}
}

// TestFiguresOfWarheadsAreEstimatesUnlessCounted: of warheads, only a government that has them can know the number. A range
// says by itself that it is one.
func TestFiguresOfWarheadsAreEstimatesUnlessCounted(t *testing.T) {
	for id, n := range load(t).nodes {
		o, ok := n.(*graph.Observation)
		if !ok || !strings.HasPrefix(string(o.Indicator), "NUCLEAR_WARHEADS") || o.Estimate != nil && *o.Estimate {
			continue
		}
		if o.Subject != "state:USA" || o.Period.From.First() > 20201231 { // whose counts to 2020 are public
			t.Errorf("%s is not marked as an estimate", id)
		}
	}
}

// TestAFigureIsToldOnce: one source has one figure of a kind for a state and a day.
func TestAFigureIsToldOnce(t *testing.T) {
	d := load(t)
	type key struct {
		indicator, name graph.Text
		source          graph.ID
	}
	seen := map[key]graph.ID{}
	for _, r := range d.records {
		for _, n := range r.Nodes {
			o, ok := d.nodes[n.ID].(*graph.Observation)
			if !ok || o.Subject == "" {
				continue
			}
			k := key{o.Indicator, graph.Text(o.Name) + o.Note, n.Source}
			if other := seen[k]; other != "" {
				t.Errorf("%s and %s tell one figure", other, n.ID)
			}
			seen[k] = n.ID
		}
	}
}

func TestNoStartOfServiceIsInvented(t *testing.T) {
	d := load(t)
	developed := map[[2]graph.ID]bool{}
	for _, r := range d.relationships[graph.DevelopedType] {
		developed[[2]graph.ID{r.Head().FromID, r.Head().ToID}] = true
	}
	operates := map[[2]graph.ID]graph.Period{}
	for _, r := range d.relationships[graph.OperatesType] {
		h := r.Head()
		operates[[2]graph.ID{h.FromID, h.ToID}] = h.Period
		if h.Period.From.IsZero() {
			t.Errorf("%s operates %s since nobody knows when, not even a day on which it was seen", h.FromID, h.ToID)
		}
	}
	for _, w := range parsed(t) {
		for _, o := range w.Operators {
			if o.From.IsZero() && o.Seen.IsZero() && !developed[[2]graph.ID{o.Actor, w.ID}] {
				t.Errorf("%s and %s: neither a start nor a day on which it was seen in service", o.Actor, w.ID)
			}
		}
		for _, o := range w.Ordered {
			if p, ok := operates[[2]graph.ID{o.Actor, w.ID}]; ok && p.Overlaps(between(o.From, o.Until)) {
				t.Errorf("%s has %s in service and waits for it", o.Actor, w.ID)
			}
		}
	}
	for _, state := range []graph.ID{"state:CHE", "state:CZE", "state:GRC", "state:ROU", "state:GBR"} {
		if _, ok := operates[[2]graph.ID{state, "weapon:f-35a"}]; ok {
			t.Errorf("%s operates the F-35A", state)
		}
	}
	if _, ok := operates[[2]graph.ID{"state:KOR", "weapon:thaad"}]; ok || operates[[2]graph.ID{"org:usfk", "weapon:thaad"}].From.IsZero() {
		t.Error("THAAD in South Korea is not operated by US Forces Korea alone")
	}
}

// parsed are the weapon systems as they are written.
func parsed(t *testing.T) []weapon {
	t.Helper()
	docs, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	var out []weapon
	for _, d := range docs {
		out = append(out, d.Weapons...)
	}
	return out
}
