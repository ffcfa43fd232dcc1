package curated

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

func count[T graph.Node](d *data) (n int) {
	for _, node := range d.nodes {
		if _, ok := node.(T); ok {
			n++
		}
	}
	return n
}

func TestTheDatasetIsComplete(t *testing.T) {
	d := load(t)
	for what, c := range map[string][2]int{
		"weapons":       {count[*graph.WeaponSystem](d), 77},
		"persons":       {count[*graph.Person](d), 762},
		"armed groups":  {count[*graph.ArmedGroup](d), 3},
		"observations":  {count[*graph.Observation](d), 771},
		"events":        {count[*graph.Event](d), 209},
		"terms":         {len(d.relationships[graph.HoldsOfficeType]), 951},
		"states":        {count[*graph.State](d), 256},
		"outcomes":      {len(d.relationships[graph.TriggersType]), 55},
		"organizations": {count[*graph.Organization](d), 131},
	} {
		if c[0] != c[1] {
			t.Errorf("%d %s, want %d", c[0], what, c[1])
		}
	}
	for what, c := range map[string][2]int{ // these grow, and never shrink
		"treaties":    {count[*graph.Treaty](d), 121},
		"articles":    {count[*graph.Article](d), 332},
		"obligations": {count[*graph.Obligation](d), 200},
		"parties":     {len(d.relationships[graph.PartyToType]), 672},
	} {
		if c[0] < c[1] {
			t.Errorf("%d %s, want at least %d", c[0], what, c[1])
		}
	}
}

func TestNATOMembersByDay(t *testing.T) {
	d := load(t)
	for on, want := range map[string]int{"1949-08-23": 0, "1949-08-24": 12, "2003-12-31": 19, "2023-04-04": 31, "2024-03-06": 31, "2024-03-07": 32} {
		members, parties := 0, 0
		for _, r := range d.relationships[graph.MemberOfType] {
			m := r.(*graph.MemberOf)
			if m.ToID == "org:nato" && m.Kind == "MEMBER" && m.Period.Contains(day(t, on)) {
				members++
			}
		}
		for _, r := range d.relationships[graph.PartyToType] {
			p := r.(*graph.PartyTo)
			if p.ToID == "treaty:nato-1949" && p.Bound() && p.Period.Contains(day(t, on)) {
				parties++
			}
		}
		if members != want || parties != want {
			t.Errorf("%s: %d members, %d parties; want %d", on, members, parties, want)
		}
	}
}

func TestASeatGoesToTheStateOfItsDay(t *testing.T) {
	d := load(t)
	for _, c := range []struct {
		organization graph.ID
		on           string
		held, not    graph.ID
	}{
		{"org:arab-league", "1970-01-01", "state:YAR", "state:YEM"},
		{"org:arab-league", "1990-05-22", "state:YEM", "state:YAR"},
		{"org:un", "1949-01-01", "state:republic-of-china", "state:TWN"},
		{"org:un", "1960-01-01", "state:TWN", "state:CHN"},
		{"org:un", "1971-10-25", "state:CHN", "state:TWN"},
	} {
		members := map[graph.ID]bool{}
		for _, r := range d.relationships[graph.MemberOfType] {
			if m := r.(*graph.MemberOf); m.ToID == c.organization && m.Kind == fullMember && m.Period.Contains(day(t, c.on)) {
				members[m.FromID] = true
			}
		}
		if !members[c.held] || members[c.not] {
			t.Errorf("%s on %s: %s a member: %t, %s: %t", c.organization, c.on, c.held, members[c.held], c.not, members[c.not])
		}
	}
}

// allied are the articles by which one owes an obligation of a type to another on a day.
func (d *data) allied(t testing.TB, obligor, beneficiary graph.ID, kind graph.ObligationType, on string) (out []string) {
	t.Helper()
	for _, r := range d.relationships[graph.AlliedWithType] {
		a := r.(*graph.AlliedWith)
		if a.FromID == obligor && a.ToID == beneficiary && a.ObligationType == kind && a.Period.Contains(day(t, on)) {
			out = append(out, string(a.TreatyID)[len("treaty:"):]+"/"+string(a.ArticleNumber))
		}
	}
	slices.Sort(out)
	return out
}

func TestWhoIsAlliedWithWhomOnADay(t *testing.T) {
	d := load(t)
	for _, c := range []struct {
		obligor, beneficiary graph.ID
		kind                 graph.ObligationType
		on                   string
		want                 []string
	}{
		{"state:PRK", "state:RUS", "DEFENSE", "2024-12-04", []string{"ru-kp-2024/4"}},
		{"state:RUS", "state:PRK", "DEFENSE", "2024-12-04", []string{"ru-kp-2024/4"}},
		{"state:PRK", "state:RUS", "DEFENSE", "2024-12-03", nil},
		{"state:PRK", "state:RUS", "DEFENSE", "2024-07-01", nil},
		{"state:PRK", "state:RUS", "CONSUL", "2024-10-15", []string{"ru-kp-2000/2"}},
		{"state:PRK", "state:RUS", "CONSUL", "2024-11-30", []string{"ru-kp-2000/2"}},
		{"state:PRK", "state:SUN", "DEFENSE", "1985-01-01", []string{"su-kp-1961/1"}},
		{"state:PRK", "state:RUS", "DEFENSE", "1994-01-01", []string{"su-kp-1961/1"}},
		{"state:PRK", "state:RUS", "DEFENSE", "1997-06-01", nil},
		{"state:PRK", "state:RUS", "CONSUL", "1997-06-01", nil},
		{"state:CHN", "state:PRK", "DEFENSE", "2025-01-01", []string{"cn-kp-1961/2"}},
		{"state:USA", "state:KOR", "DEFENSE", "2024-12-04", []string{"us-kr-1953/III"}},
		{"state:USA", "state:JPN", "DEFENSE", "1955-01-01", nil},
		{"state:USA", "state:JPN", "DEFENSE", "2026-01-01", []string{"us-jp-1960/V"}},
		{"state:USA", "state:TWN", "DEFENSE", "1979-12-31", []string{"us-tw-1954/V"}},
		{"state:USA", "state:TWN", "DEFENSE", "1980-01-01", nil},
		{"state:USA", "state:NZL", "DEFENSE", "1985-01-01", []string{"anzus-1951/IV", "seato-1954/IV(1)"}},
		{"state:USA", "state:NZL", "DEFENSE", "2000-01-01", []string{"seato-1954/IV(1)"}},
		{"state:AUS", "state:NZL", "DEFENSE", "2000-01-01", []string{"anzus-1951/IV", "seato-1954/IV(1)"}},
		{"state:USA", "state:AUS", "DEFENSE", "2000-01-01", []string{"anzus-1951/IV", "seato-1954/IV(1)"}},
		{"state:USA", "state:EST", "DEFENSE", "2004-03-28", nil},
		{"state:USA", "state:EST", "DEFENSE", "2004-03-29", []string{"nato-1949/5"}},
		{"state:IRL", "state:EST", "DEFENSE", "2024-12-04", []string{"eu-42-7/42(7)"}},
		{"state:SWE", "state:EST", "DEFENSE", "2024-12-04", []string{"eu-42-7/42(7)", "nato-1949/5"}},
		{"state:BLR", "state:RUS", "DEFENSE", "2024-12-04", []string{"cst-1992/4"}},
		{"state:BLR", "state:RUS", "DEFENSE", "2025-06-01", []string{"cst-1992/4", "ru-by-2024/4"}},
		{"state:ARM", "state:RUS", "DEFENSE", "2024-12-04", []string{"cst-1992/4", "ru-am-1997/3"}},
		{"state:UZB", "state:RUS", "DEFENSE", "2000-01-01", []string{"ru-uz-1992/"}}, // by ATOP, the article not found
		{"state:UZB", "state:RUS", "DEFENSE", "2010-01-01", []string{"cst-1992/4", "ru-uz-1992/", "ru-uz-2005/2"}},
		{"state:SAU", "state:PAK", "DEFENSE", "2026-01-01", nil}, // signed; entry into force not found
		{"state:AUS", "state:PNG", "DEFENSE", "2026-01-01", nil}, // signed, not in force
		{"state:german-reich", "state:SUN", "NEUTRAL", "1940-01-01", []string{"de-su-1939/2"}},
		{"state:german-reich", "state:JPN", "DEFENSE", "1945-05-07", []string{"axis-1940/3", "axis-1941/1"}},
		{"state:german-reich", "state:JPN", "DEFENSE", "1945-05-08", nil},
		{"state:UZB", "state:RUS", "DEFENSE", "2006-08-15", []string{"ru-uz-1992/"}}, // the return of 2006, known to the year only, would count from January
		{"state:UZB", "state:RUS", "DEFENSE", "2006-08-16", []string{"cst-1992/4", "ru-uz-1992/"}},
		{"state:ARM", "state:RUS", "DEFENSE", "1998-09-14", []string{"cst-1992/4"}},
		{"state:ARM", "state:RUS", "DEFENSE", "1998-09-15", []string{"cst-1992/4", "ru-am-1997/3"}},
		{"state:TUR", "state:AZE", "DEFENSE", "2011-02-01", []string{"az-tr-1994/"}}, // the treaty of 2010 is signed; one parliament has not consented yet
		{"state:TUR", "state:AZE", "DEFENSE", "2011-02-02", []string{"az-tr-1994/", "az-tr-2010/2"}},
		{"state:USA", "state:PLW", "DEFENSE", "2026-01-01", []string{"us-pw-1994/312"}},
		{"state:AUS", "state:TUV", "DEFENSE", "2024-08-27", nil},
		{"state:AUS", "state:TUV", "DEFENSE", "2024-08-28", []string{"au-tv-2023/4(1)"}},
		{"state:BFA", "state:NER", "DEFENSE", "2024-01-01", []string{"au-pact-2005/4", "ecowas-1981/3", "sahel-2023/6"}},
		{"state:MLI", "state:NER", "DEFENSE", "2026-01-01", []string{"au-pact-2005/4", "sahel-2023/6"}},
		{"state:ATG", "state:BRB", "DEFENSE", "2026-01-01", []string{"oas-1948/29", "rss-1996/4"}},
		{"state:FRA", "state:NLD", "DEFENSE", "1948-08-24", nil},
		{"state:FRA", "state:NLD", "DEFENSE", "1949-01-01", []string{"brussels-1948/IV"}},
		{"state:FRA", "state:DEU", "DEFENSE", "1955-05-06", []string{"brussels-1948/V", "nato-1949/5"}},
		{"state:GBR", "state:CYP", "DEFENSE", "2026-01-01", []string{"cy-guarantee-1960/II"}},
		{"state:FIN", "state:SUN", "DEFENSE", "1975-01-01", []string{"su-fi-1948/1"}},
		{"state:EGY", "state:SYR", "DEFENSE", "1952-07-31", nil},
		{"state:EGY", "state:SYR", "DEFENSE", "1952-09-01", []string{"arab-jdec-1950/2"}},
		{"state:CUB", "state:USA", "DEFENSE", "1962-01-30", []string{"oas-1948/29", "rio-1947/3"}},
		{"state:CUB", "state:USA", "DEFENSE", "1962-01-31", nil}, // never denounced, and suspended since
		{"state:PER", "state:USA", "DEFENSE", "1950-10-24", nil},
		{"state:VEN", "state:USA", "DEFENSE", "2015-05-14", []string{"oas-1948/29"}},
		{"state:USA", "state:NZL", "DEFENSE", "1986-08-11", []string{"seato-1954/IV(1)"}},
	} {
		got := d.allied(t, c.obligor, c.beneficiary, c.kind, c.on)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s owes %s to %s on %s (-want +got):\n%s", c.obligor, c.kind, c.beneficiary, c.on, diff)
		}
	}
}

func TestThePartiesOfTheUNCharterAreItsMembers(t *testing.T) {
	d := load(t)
	for on, want := range map[string]int{"1945-10-23": 0, "1945-10-24": 29, "1945-12-31": 51, "1999-12-31": 187, "2011-07-14": 193, "2024-10-15": 193} {
		members, parties := 0, 0
		for _, r := range d.relationships[graph.MemberOfType] {
			if m := r.(*graph.MemberOf); m.ToID == "org:un" && m.Kind == fullMember && m.Period.Contains(day(t, on)) {
				members++
			}
		}
		for _, r := range d.relationships[graph.PartyToType] {
			if p := r.(*graph.PartyTo); p.ToID == "treaty:un-charter-1945" && p.Period.Contains(day(t, on)) {
				parties++
			}
		}
		if members != want || parties != want {
			t.Errorf("%s: %d members, %d parties; want %d", on, members, parties, want)
		}
	}
	if got := len(d.allied(t, "state:USA", "state:IND", graph.ObligationNonagg, "2024-10-15")); got != 0 {
		t.Errorf("the Charter makes %d ties between two members", got)
	}
}

func TestTreatyStatusByDay(t *testing.T) {
	d := load(t)
	for _, c := range []struct {
		treaty graph.ID
		on     string
		want   graph.TreatyStatus
	}{
		{"treaty:ru-kp-2024", "2024-06-18", graph.StatusNotYetSigned},
		{"treaty:ru-kp-2024", "2024-07-01", graph.StatusSigned},
		{"treaty:ru-kp-2024", "2024-12-03", graph.StatusSigned},
		{"treaty:ru-kp-2024", "2024-12-04", graph.StatusInForce},
		{"treaty:ru-kp-2000", "2024-11-30", graph.StatusInForce},
		{"treaty:ru-kp-2000", "2024-12-04", graph.StatusEnded},
		{"treaty:su-kp-1961", "1996-09-10", graph.StatusEnded},
		{"treaty:au-pg-2025", "2026-01-01", graph.StatusSigned},
		{"treaty:su-ee-1932", "1940-06-15", graph.StatusInForce},
		{"treaty:su-lv-1932", "1940-06-15", graph.StatusInForce},
		{"treaty:su-lt-1926", "1940-06-14", graph.StatusInForce},
		{"treaty:saadabad-1937", "1938-06-24", graph.StatusSigned},
		{"treaty:au-id-1995", "1996-07-14", graph.StatusSigned},
		{"treaty:sa-pk-2025", "2026-01-01", graph.StatusSigned},
		{"treaty:kr-kp-cma-2018", "2018-10-01", graph.StatusSigned},
		{"treaty:kr-kp-cma-2018", "2020-01-01", graph.StatusInForce},
		{"treaty:gb-pl-1939", "1940-01-01", graph.StatusInForce},
		{"treaty:gb-pl-1939", "1946-01-01", graph.StatusEnded},
		{"treaty:cento-1955", "1979-10-03", graph.StatusInForce},
		{"treaty:cento-1955", "1979-10-04", graph.StatusEnded},
		{"treaty:kr-kp-cma-2018", "2024-01-01", graph.StatusInForce},
		{"treaty:kr-kp-cma-2018", "2024-06-04", graph.StatusSuspended},
	} {
		if got := d.nodes[c.treaty].(*graph.Treaty).StatusOn(day(t, c.on)); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.treaty, c.on, got, c.want)
		}
	}
}

func TestConditionsOfKeyTreaties(t *testing.T) {
	d := load(t)
	for id, want := range map[graph.ID][]graph.ConditionKind{
		"obligation:ru-kp-2024/4/1":     {"ARMED_ATTACK", "UN_CHARTER_51", "NATIONAL_LAW"},
		"obligation:ru-kp-2000/2/1":     {"ARMED_ATTACK"},
		"obligation:su-kp-1961/1/1":     {"ARMED_ATTACK"},
		"obligation:cn-kp-1961/2/1":     {"ARMED_ATTACK"},
		"obligation:us-kr-1953/III/1":   {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "CONSTITUTIONAL_PROCESS"},
		"obligation:us-jp-1960/V/1":     {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "CONSTITUTIONAL_PROCESS"},
		"obligation:us-ph-1951/IV/1":    {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "CONSTITUTIONAL_PROCESS"},
		"obligation:us-tw-1954/V/1":     {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "CONSTITUTIONAL_PROCESS"},
		"obligation:anzus-1951/IV/3":    {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "CONSTITUTIONAL_PROCESS"},
		"obligation:arab-jdec-1950/2/1": {"ARMED_ATTACK"},
		"obligation:nato-1949/5/1":      {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "UN_CHARTER_51", "DISCRETION"},
		"obligation:nato-1949/4/1":      {"DISCRETION"},
		"obligation:warsaw-1955/4/1":    {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "UN_CHARTER_51", "DISCRETION"},
		"obligation:cst-1992/4/1":       {"ARMED_ATTACK", "UN_CHARTER_51", "ON_REQUEST"},
		"obligation:rio-1947/3/1":       {"ARMED_ATTACK", "UN_CHARTER_51", "ON_REQUEST", "GEOGRAPHIC_AREA", "DISCRETION"},
		"obligation:eu-42-7/42(7)/1":    {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "UN_CHARTER_51", "RESERVED_NEUTRALITY", "RESERVED_NEUTRALITY", "RESERVED_NEUTRALITY"},
		"obligation:fr-gr-2021/2/1":     {"ARMED_ATTACK", "GEOGRAPHIC_AREA", "OTHER", "UN_CHARTER_51"},
		"obligation:cn-su-1950/1/1":     {"ARMED_ATTACK", "SPECIFIC_ADVERSARY"},
		"obligation:gb-pl-1939/1/1":     {"ARMED_ATTACK", "SPECIFIC_ADVERSARY"},
		"obligation:us-tra-1979/3(c)/1": {"CONSTITUTIONAL_PROCESS"},
	} {
		node, ok := d.nodes[id].(*graph.Obligation)
		if !ok {
			t.Errorf("%s is missing", id)
			continue
		}
		var got []graph.ConditionKind
		for _, c := range node.Conditions {
			got = append(got, c.Kind)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// TestFewConditionsAreLeftUnclassified holds the conditions that nobody can judge to an eighth of the obligations, each
// in the treaty's words. Where a duty is told by another dataset and its article was not read, a condition says that;
// it does not count.
func TestFewConditionsAreLeftUnclassified(t *testing.T) {
	obligations, open := 0, 0
	for id, node := range load(t).nodes {
		o, ok := node.(*graph.Obligation)
		if !ok {
			continue
		}
		obligations++
		for _, c := range o.Conditions {
			if !slices.Contains(graph.ConditionKinds, c.Kind) {
				t.Errorf("%s: condition kind %s", id, c.Kind)
			}
			if c.Kind == graph.ConditionGeographicArea && c.Area == "" {
				t.Errorf("%s: an area without geometry", id)
			}
			if c.Kind == graph.ConditionOther && !strings.HasSuffix(string(c.Text), "whose words were not read") {
				open++
				if len(c.Text) < 20 {
					t.Errorf("%s: the words %q do not say what is to be judged", id, c.Text)
				}
			}
		}
	}
	if open*8 > obligations {
		t.Errorf("%d of %d obligations wait for something that nobody can judge", open, obligations)
	}
}

func TestNeutralMembersKeepTheirReservation(t *testing.T) {
	d := load(t)
	reserved := func(obligor graph.ID, on string) (out []bool) {
		for _, r := range d.relationships[graph.AlliedWithType] {
			a := r.(*graph.AlliedWith)
			if a.FromID == obligor && a.ToID == "state:EST" && a.TreatyID == "treaty:eu-42-7" &&
				a.ObligationType == graph.ObligationDefense && a.Period.Contains(day(t, on)) {
				out = append(out, slices.ContainsFunc(a.On(day(t, on)).Conditions, func(c graph.Condition) bool { return c.Kind == graph.ConditionReservedNeutrality }))
			}
		}
		return out
	}
	for _, c := range []struct {
		obligor graph.ID
		on      string
		want    []bool
	}{
		{"state:IRL", "2024-12-04", []bool{true}},
		{"state:AUT", "2024-12-04", []bool{true}},
		{"state:MLT", "2024-12-04", []bool{true}},
		{"state:FRA", "2024-12-04", []bool{false}},
		{"state:FIN", "2023-04-03", []bool{true}},
		{"state:FIN", "2023-04-04", []bool{false}},
		{"state:SWE", "2024-03-06", []bool{true}},
		{"state:SWE", "2024-03-07", []bool{false}},
		{"state:CYP", "2024-12-04", []bool{false}},
	} {
		if diff := cmp.Diff(c.want, reserved(c.obligor, c.on)); diff != "" {
			t.Errorf("%s on %s (-want +got):\n%s", c.obligor, c.on, diff)
		}
	}
}

func TestEveryObligationHasBothEndsAndATreaty(t *testing.T) {
	d := load(t)
	ends := map[graph.ID][3]int{}
	add := func(id graph.ID, i int) {
		n := ends[id]
		n[i]++
		ends[id] = n
	}
	for _, r := range d.relationships[graph.ObligesType] {
		add(r.Head().FromID, 0)
	}
	for _, r := range d.relationships[graph.BenefitsType] {
		add(r.Head().FromID, 1)
	}
	for _, r := range d.relationships[graph.ImposesType] {
		add(r.Head().ToID, 2)
	}
	for id, node := range d.nodes {
		if _, ok := node.(*graph.Obligation); ok {
			if n := ends[id]; n[0] == 0 || n[1] == 0 || n[2] != 1 {
				t.Errorf("%s: %d obligors, %d beneficiaries, imposed %d times", id, n[0], n[1], n[2])
			}
		}
	}
}

func TestTreatiesAndPartiesHaveOrderedDates(t *testing.T) {
	d := load(t)
	for id, node := range d.nodes {
		treaty, ok := node.(*graph.Treaty)
		if !ok {
			continue
		}
		if treaty.Signed.IsZero() || treaty.Note == "" && len(treaty.Actions) == 0 {
			t.Errorf("%s: no signature or nothing told", id)
		}
		// A statute may apply from a day before its enactment.
		if !treaty.InForce.IsZero() && treaty.InForce.First() < treaty.Signed.First() && id != "treaty:us-tra-1979" {
			t.Errorf("%s: in force on %s, signed on %s", id, treaty.InForce, treaty.Signed)
		}
		if !slices.IsSortedFunc(treaty.Actions, func(a, b graph.TreatyAction) int { return a.Date.Compare(b.Date) }) {
			t.Errorf("%s: actions are not in order", id)
		}
	}
	for _, r := range d.relationships[graph.PartyToType] {
		p := r.(*graph.PartyTo)
		if s, ok := d.nodes[p.FromID].(*graph.State); ok && !s.Period.Until.IsZero() && p.Period.Until.First() > s.Period.Until.First() {
			t.Errorf("%s: bound %s, but the state existed %s", p.ID, p.Period.Text(), s.Period.Text())
		}
		if p.Period.Empty() || p.Period.From.IsZero() {
			t.Errorf("%s: bound %s", p.ID, p.Period.Text())
		}
		treaty := d.nodes[p.ToID].(*graph.Treaty)
		_, until := p.Period.Bounds()
		if _, last := treaty.Period.Bounds(); until > last {
			t.Errorf("%s: bound %s, but the treaty ended on %s", p.ID, p.Period.Text(), treaty.Period.Until)
		}
	}
	for _, r := range d.relationships[graph.MemberOfType] {
		m := r.Head()
		if s, ok := d.nodes[m.FromID].(*graph.State); ok && !s.Period.Until.IsZero() && m.Period.Until.First() > s.Period.Until.First() {
			t.Errorf("%s: a member %s, but the state existed %s", m.ID, m.Period.Text(), s.Period.Text())
		}
	}
}

// TestATreatyLastsUntilTheOneThatTakesItsPlaceIsInForce refuses the day on which datasets of research end a superseded
// treaty: that on which the next one of the same states was signed.
func TestATreatyLastsUntilTheOneThatTakesItsPlaceIsInForce(t *testing.T) {
	d := load(t)
	parties := map[graph.ID][]graph.ID{}
	for _, r := range d.relationships[graph.PartyToType] {
		parties[r.Head().ToID] = append(parties[r.Head().ToID], r.Head().FromID)
	}
	signed := map[graph.Date][]*graph.Treaty{}
	for _, node := range d.nodes {
		if next, ok := node.(*graph.Treaty); ok && !next.InForce.IsZero() && next.InForce.First() >= next.Signed.After() {
			signed[next.Signed] = append(signed[next.Signed], next)
		}
	}
	for id, node := range d.nodes {
		old, ok := node.(*graph.Treaty)
		if !ok || old.EndedHow != graph.EndSuperseded {
			continue
		}
		for _, next := range signed[old.Ended] {
			both := slices.DeleteFunc(slices.Clone(parties[id]), func(a graph.ID) bool { return !slices.Contains(parties[next.ID], a) })
			if len(both) > 1 {
				t.Errorf("%s ends on %s, when %s was signed, which was in force from %s", id, old.Ended, next.ID, next.InForce)
			}
		}
	}
}

// TestAPartyIsBoundOnTheLastDayOfItsState refuses an end on that day: the end is the first day without the treaty.
func TestAPartyIsBoundOnTheLastDayOfItsState(t *testing.T) {
	d := load(t)
	for _, r := range d.relationships[graph.PartyToType] {
		p := r.(*graph.PartyTo)
		if s, ok := d.nodes[p.FromID].(*graph.State); ok && !p.Period.Until.IsZero() && !s.Period.Until.IsZero() && s.Period.Until.First().Previous() == p.Period.Until.First() {
			t.Errorf("%s is bound %s, a day less than it existed", p.ID, p.Period.Text())
		}
	}
}

// TestNobodyIsBoundBeforeItExists holds the parties of treaties whose entry into force was not found to their own
// beginning: Kenya signed its pact with Ethiopia three weeks before its independence.
func TestNobodyIsBoundBeforeItExists(t *testing.T) {
	d := load(t)
	for _, r := range d.relationships[graph.PartyToType] {
		p := r.(*graph.PartyTo)
		s, ok := d.nodes[p.FromID].(*graph.State)
		if ok && p.Bound() && p.Period.StartUncertain && p.Period.From.After() <= s.Period.From.First() {
			t.Errorf("%s is bound %s, but exists %s", p.ID, p.Period.Text(), s.Period.Text())
		}
	}
}

// TestWhatWasOnlyDeclaredIsNotPending refuses a declaration that would be told for ever as signed and not in force.
func TestWhatWasOnlyDeclaredIsNotPending(t *testing.T) {
	d := load(t)
	for id, node := range d.nodes {
		if declared, ok := node.(*graph.Treaty); ok && declared.Binding != nil && !*declared.Binding && declared.StatusOn(20261130) == graph.StatusSigned {
			t.Errorf("%s binds nobody, and waits for its entry into force", id)
		}
	}
}

// TestAChangeOfQualifiersDoesNotRestartADuty holds the start of a duty to be the start of the duty: what one treaty's
// article imposes on one actor towards another in the same terms is one relationship as long as it lasts without a gap.
func TestAChangeOfQualifiersDoesNotRestartADuty(t *testing.T) {
	d := load(t)
	type duty struct {
		obligor, beneficiary, treaty, article graph.ID
		what                                  graph.ObligationType
	}
	ends := map[duty][]graph.Date{}
	var all []*graph.AlliedWith
	for _, r := range d.relationships[graph.AlliedWithType] {
		a := r.(*graph.AlliedWith)
		all = append(all, a)
		key := duty{a.FromID, a.ToID, a.TreatyID, a.ArticleID, a.ObligationType}
		ends[key] = append(ends[key], a.Period.Until)
	}
	for _, a := range all {
		key := duty{a.FromID, a.ToID, a.TreatyID, a.ArticleID, a.ObligationType}
		if !a.Period.From.IsZero() && slices.Contains(ends[key], a.Period.From) {
			t.Errorf("%s begins on %s, when what it goes on from ends", a.ID, a.Period.From)
		}
		if a.TreatyID == "treaty:eu-42-7" && a.FromID == "state:FIN" && a.ToID == "state:SWE" && a.Period.From.String() != "2009-12-01" {
			t.Errorf("Finland is bound to Sweden by the Union's treaty since %s", a.Period.From)
		}
	}
}

// TestTheMemberStatesOweTheUnionsDuty compares who owes article 42(7) with the members of the Union, day by day.
func TestTheMemberStatesOweTheUnionsDuty(t *testing.T) {
	d := load(t)
	for _, on := range []string{"2009-12-01", "2013-06-30", "2013-07-01", "2020-01-31", "2020-02-01", "2024-12-04"} {
		members, obligors := map[graph.ID]bool{}, map[graph.ID]bool{}
		for _, r := range d.relationships[graph.MemberOfType] {
			m := r.(*graph.MemberOf)
			if m.ToID == "org:eu" && m.Kind == graph.FullMember && m.Period.Contains(day(t, on)) {
				members[m.FromID] = true
			}
		}
		for _, r := range d.relationships[graph.AlliedWithType] {
			if a := r.(*graph.AlliedWith); a.TreatyID == "treaty:eu-42-7" && a.ObligationType == graph.ObligationDefense && a.Period.Contains(day(t, on)) {
				obligors[a.FromID] = true
			}
		}
		if diff := cmp.Diff(members, obligors); diff != "" || len(members) < 27 {
			t.Errorf("%s: %d members (-members +obligors):\n%s", on, len(members), diff)
		}
	}
}

func TestATestedDutyIsOneThatTheObligorOwes(t *testing.T) {
	d := load(t)
	owes := map[[2]graph.ID]bool{}
	for _, r := range d.relationships[graph.ObligesType] {
		owes[[2]graph.ID{r.Head().FromID, r.Head().ToID}] = true
	}
	if len(owes) == 0 || len(d.relationships[graph.TriggersType]) == 0 {
		t.Fatalf("%d duties, %d tests of one", len(owes), len(d.relationships[graph.TriggersType]))
	}
	for _, r := range d.relationships[graph.TriggersType] {
		tested := r.(*graph.Triggers)
		if _, state := d.nodes[tested.Obligor].(*graph.State); state && !owes[[2]graph.ID{tested.ToID, tested.Obligor}] {
			t.Errorf("%s tests %s, which %s does not owe", tested.FromID, tested.ToID, tested.Obligor)
		}
	}
}
