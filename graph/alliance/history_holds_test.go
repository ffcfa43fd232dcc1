package alliance_test

import (
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// TestTheEvesOfTheWorldWars is what whoever asks about 1914 and 1939 must find in the bundled data alone.
func TestTheEvesOfTheWorldWars(t *testing.T) {
	store := bundledStore(t)
	freeOrUnlisted := func(t *testing.T, a *alliance.AttackAssessment, id graph.ID) {
		t.Helper()
		if r := a.Responder(id); r != nil && r.Verdict != alliance.VerdictFree {
			t.Errorf("%s is %s; want nothing that binds it: %s", id, r.Verdict, r.Explanation())
		}
	}
	t.Run("Austria-Hungary attacks Serbia: no treaty binds Russia", func(t *testing.T) {
		a := ask(t, store, "state:austria-hungary", "state:serbia-1817", "1914-07-28").answer()
		freeOrUnlisted(t, a, "state:russian-empire")
		freeOrUnlisted(t, a, "state:FRA")
		freeOrUnlisted(t, a, "state:GBR")
		r := verdict(t, a, "state:GRC", alliance.VerdictObliged)
		wantDuty(t, r.Because, "treaty:gr-rs-1913", "1", graph.ObligationDefense)
	})
	t.Run("Germany attacks Russia: France, by the convention", func(t *testing.T) {
		a := ask(t, store, "state:german-reich", "state:russian-empire", "1914-08-01").answer()
		r := verdict(t, a, "state:FRA", alliance.VerdictObliged)
		wantDuty(t, r.Because, "treaty:fr-ru-1894", "1", graph.ObligationDefense)
		freeOrUnlisted(t, a, "state:GBR")
	})
	t.Run("Germany attacks France: Russia must, Italy is free and Austria-Hungary need not", func(t *testing.T) {
		a := ask(t, store, "state:german-reich", "state:FRA", "1914-08-03").answer()
		r := verdict(t, a, "state:russian-empire", alliance.VerdictObliged)
		wantDuty(t, r.Because, "treaty:fr-ru-1894", "1", graph.ObligationDefense)
		freeOrUnlisted(t, a, "state:GBR")
		italy := verdict(t, a, "state:ITA", alliance.VerdictFree)
		wantDuty(t, italy.Unmet, "treaty:triple-alliance-1882", "IV", graph.ObligationNeutral)
		if d := hasDuty(italy.Tensions, "treaty:triple-alliance-1882", "II", graph.ObligationDefense); d == nil {
			t.Error("that Italy's duty to Germany does not cover a war that Germany began is not said")
		}
		verdict(t, a, "state:austria-hungary", alliance.VerdictFree)
	})
	t.Run("Germany attacks Belgium: the guarantors of 1839", func(t *testing.T) {
		a := ask(t, store, "state:german-reich", "state:BEL", "1914-08-04").answer()
		for _, id := range []graph.ID{"state:GBR", "state:FRA", "state:russian-empire"} {
			r := verdict(t, a, id, alliance.VerdictObliged)
			wantDuty(t, r.Because, "treaty:belgium-1839", "II", graph.ObligationDefense)
		}
		verdict(t, a, "state:austria-hungary", alliance.VerdictConflicted)
	})
	t.Run("Germany attacks Poland: Britain and France, each by article", func(t *testing.T) {
		a := ask(t, store, "state:german-reich", "state:POL", "1939-09-01").answer()
		britain := verdict(t, a, "state:GBR", alliance.VerdictObliged)
		wantDuty(t, britain.Because, "treaty:gb-pl-1939", "1", graph.ObligationDefense)
		france := verdict(t, a, "state:FRA", alliance.VerdictObliged)
		wantDuty(t, france.Because, "treaty:fr-pl-1925", "1", graph.ObligationDefense)
		wantDuty(t, france.Because, "treaty:fr-pl-1921", "3", graph.ObligationDefense)
		verdict(t, a, "state:ROU", alliance.VerdictConditional)
		verdict(t, a, "state:SUN", alliance.VerdictFree) // article 2 of the pact covers a party that is attacked
		verdict(t, a, "state:ITA", alliance.VerdictObligedToAttacker)
	})
	t.Run("Prussia is at war with France: the south German allies", func(t *testing.T) {
		a := ask(t, store, "state:FRA", "state:prussia", "1870-07-19").answer()
		for _, id := range []graph.ID{"state:baden", "state:bavaria", "state:wuerttemberg"} {
			verdict(t, a, id, alliance.VerdictObliged)
		}
	})
}

// TestWhoMustHelpWhomToday names, for attacks that small and large states fear, one who must do what by which article.
func TestWhoMustHelpWhomToday(t *testing.T) {
	store := bundledStore(t)
	for _, c := range []struct {
		attacker, victim, actor graph.ID
		on                      string
		verdict                 alliance.Verdict
		treaty                  graph.ID
		article                 graph.Text
		kind                    graph.ObligationType
	}{
		{"state:CHN", "state:PLW", "state:USA", "2026-01-01", alliance.VerdictObliged, "treaty:us-pw-1994", "312", graph.ObligationDefense},
		{"state:IRN", "state:BHR", "state:SAU", "2026-01-01", alliance.VerdictObliged, "treaty:gcc-jda-2000", "2", graph.ObligationDefense},
		{"state:IRN", "state:BHR", "state:USA", "2026-01-01", alliance.VerdictConsultOnly, "treaty:us-bh-2023", "II", graph.ObligationConsul},
		{"state:DZA", "state:NER", "state:MLI", "2026-01-01", alliance.VerdictConflicted, "treaty:sahel-2023", "6", graph.ObligationDefense},
		{"state:LBY", "state:NER", "state:BFA", "2026-01-01", alliance.VerdictConflicted, "treaty:sahel-2023", "6", graph.ObligationDefense},
		{"state:VEN", "state:BRB", "state:ATG", "2026-01-01", alliance.VerdictObliged, "treaty:rss-1996", "4", graph.ObligationDefense},
		{"state:CHN", "state:TUV", "state:AUS", "2026-01-01", alliance.VerdictConditional, "treaty:au-tv-2023", "4(1)", graph.ObligationDefense},
		{"state:SYR", "state:CYP", "state:GBR", "2026-01-01", alliance.VerdictObliged, "treaty:cy-guarantee-1960", "II", graph.ObligationDefense},
		// The letters exchanged with the treaty have no number.
		{"state:CHN", "state:NPL", "state:IND", "2026-01-01", alliance.VerdictConsultOnly, "treaty:in-np-1950", "", graph.ObligationConsul},
		{"state:SUN", "state:NLD", "state:BEL", "1948-12-01", alliance.VerdictObliged, "treaty:brussels-1948", "IV", graph.ObligationDefense},
		// France was still bound to the Soviet Union by the treaty of 1944.
		{"state:SUN", "state:NLD", "state:FRA", "1948-12-01", alliance.VerdictConflicted, "treaty:brussels-1948", "IV", graph.ObligationDefense},
	} {
		a := ask(t, store, c.attacker, c.victim, c.on).answer()
		r := a.Responder(c.actor)
		if r == nil || r.Verdict != c.verdict {
			t.Errorf("%s attacks %s: %s has no verdict %s: %+v", c.attacker, c.victim, c.actor, c.verdict, r)
			continue
		}
		wantDuty(t, r.Because, c.treaty, c.article, c.kind)
	}
}

// TestADutyAgainstSomeAdversariesIsConditionalAgainstOthers holds the agreements of 1959 and the Manila Pact to what they
// say of the United States: it is bound against communist aggression, and only the asker knows whose that is.
func TestADutyAgainstSomeAdversariesIsConditionalAgainstOthers(t *testing.T) {
	store := bundledStore(t)
	for _, c := range [][3]string{
		{"state:IND", "state:PAK", "1971-12-03"}, {"state:IND", "state:PAK", "2025-09-16"}, {"state:IRQ", "state:IRN", "1975-01-01"},
	} {
		a := ask(t, store, graph.ID(c[0]), graph.ID(c[1]), c[2]).answer()
		verdict(t, a, "state:USA", alliance.VerdictConditional)
	}
}

// TestAMemberOfAnOrganizationIsBoundByItsCharter holds the parties of the OAS's Charter to the members of the OAS.
func TestAMemberOfAnOrganizationIsBoundByItsCharter(t *testing.T) {
	store := bundledStore(t)
	for _, c := range []struct {
		on   string
		want alliance.Verdict
	}{{"1990-01-07", alliance.VerdictFree}, {"1990-01-08", alliance.VerdictConflicted}, {"2023-12-01", alliance.VerdictConditional}} {
		a := ask(t, store, "state:VEN", "state:TTO", c.on).answer()
		if r := a.Responder("state:CAN"); r == nil && c.want != alliance.VerdictFree || r != nil && r.Verdict != c.want {
			t.Errorf("Canada on %s: %+v; want %s", c.on, r, c.want)
		}
	}
}

// TestTheLawOfTheDay asks at the edges of what binds: the last day of an old treaty and the first of a new one, a party
// that is suspended or not yet a state, territories that a treaty names beside those of its parties.
func TestTheLawOfTheDay(t *testing.T) {
	store := bundledStore(t)
	algiers := &alliance.Location{Latitude: 36.75, Longitude: 3.06}
	for _, c := range []struct {
		attacker, victim, actor graph.ID
		on                      string
		where                   *alliance.Location
		want                    alliance.Verdict
		treaty                  graph.ID // that it rests on
	}{
		// A treaty lasts until the next one is in force.
		{"state:SAU", "state:JOR", "state:GBR", "1948-04-29", nil, alliance.VerdictObliged, "treaty:gb-jo-1946"},
		{"state:SAU", "state:JOR", "state:GBR", "1948-04-30", nil, alliance.VerdictObliged, "treaty:gb-jo-1948"},
		{"state:SAU", "state:IRQ", "state:GBR", "1955-04-04", nil, alliance.VerdictObliged, "treaty:gb-iq-1930"},
		{"state:SUN", "state:FIN", "state:AFG", "1931-06-23", nil, alliance.VerdictBarred, "treaty:su-af-1926"},
		{"state:SUN", "state:FIN", "state:AFG", "1939-11-30", nil, alliance.VerdictBarred, "treaty:su-af-1931"},
		// The Baltic pacts of 1939 were in force days after they were signed, and left those not to attack as they were.
		{"state:german-reich", "state:EST", "state:SUN", "1939-10-03", nil, alliance.VerdictFree, ""},
		{"state:german-reich", "state:EST", "state:SUN", "1939-10-04", nil, alliance.VerdictConditional, "treaty:su-ee-1939"},
		// Nobody is bound before it exists.
		{"state:SUN", "state:GBR", "state:LKA", "1948-02-03", nil, alliance.VerdictFree, ""},
		{"state:SUN", "state:GBR", "state:LKA", "1948-02-04", nil, alliance.VerdictObliged, "treaty:gb-lk-1947"},
		{"state:SOM", "state:ETH", "state:KEN", "1963-12-11", nil, alliance.VerdictFree, ""},
		{"state:SOM", "state:ETH", "state:KEN", "1963-12-12", nil, alliance.VerdictObliged, "treaty:ke-et-1963"},
		// Who left, or is suspended, neither owes nor is owed.
		{"state:USA", "state:SEN", "state:MRT", "2000-12-25", nil, alliance.VerdictObliged, "treaty:ecowas-1981"},
		{"state:USA", "state:SEN", "state:MRT", "2000-12-26", nil, alliance.VerdictFree, ""},
		{"state:ISR", "state:EGY", "state:PSE", "1979-03-30", nil, alliance.VerdictConsultOnly, "treaty:arab-league-1945"},
		{"state:ISR", "state:EGY", "state:PSE", "1979-03-31", nil, alliance.VerdictFree, ""},
		{"state:ISR", "state:SYR", "state:PSE", "2012-06-01", nil, alliance.VerdictFree, ""},
		// Syria was a part of the United Arab Republic.
		{"state:ISR", "state:LBN", "state:SYR", "1958-02-21", nil, alliance.VerdictObliged, "treaty:arab-jdec-1950"},
		{"state:ISR", "state:LBN", "state:SYR", "1960-01-01", nil, alliance.VerdictFree, ""},
		{"state:ISR", "state:LBN", "state:SYR", "1961-09-28", nil, alliance.VerdictObliged, "treaty:arab-jdec-1950"},
		{"state:ISR", "state:SYR", "state:PSE", "2023-05-07", nil, alliance.VerdictConsultOnly, "treaty:arab-league-1945"},
		{"state:ISR", "state:EGY", "state:SYR", "1958-02-21", nil, alliance.VerdictObliged, "treaty:eg-sy-1955"},
		// The treaties of 1948 are about a Germany that is aggressive again, not about one that is attacked.
		{"state:SUN", "state:DEU", "state:BGR", "1955-05-05", nil, alliance.VerdictFree, ""},
		{"state:DEU", "state:SUN", "state:BGR", "1955-05-05", nil, alliance.VerdictObliged, "treaty:su-bg-1948"},
		// The protocol to the Manila Pact designates states that are no parties.
		{"state:VDR", "state:south-vietnam", "state:AUS", "1955-02-18", nil, alliance.VerdictFree, ""},
		{"state:VDR", "state:south-vietnam", "state:AUS", "1964-08-01", nil, alliance.VerdictConditional, "treaty:seato-1954"},
		{"state:VDR", "state:south-vietnam", "state:USA", "1964-08-01", nil, alliance.VerdictConditional, "treaty:seato-1954"},
		{"state:VDR", "state:LAO", "state:THA", "1962-07-22", nil, alliance.VerdictConditional, "treaty:seato-1954"},
		{"state:VDR", "state:LAO", "state:THA", "1962-07-23", nil, alliance.VerdictFree, ""},
		// Article 6 of the North Atlantic Treaty named the Algerian departments of France.
		{"state:EGY", "state:FRA", "state:USA", "1958-01-01", algiers, alliance.VerdictObliged, "treaty:nato-1949"},
		{"state:EGY", "state:FRA", "state:USA", "1962-07-02", algiers, alliance.VerdictObliged, "treaty:nato-1949"},
		{"state:EGY", "state:FRA", "state:USA", "1962-07-03", algiers, alliance.VerdictConsultOnly, "treaty:nato-1949"},
	} {
		q := ask(t, store, c.attacker, c.victim, c.on)
		q.Scenario.Where = c.where
		r := q.answer().Responder(c.actor)
		switch {
		case r == nil && c.want == alliance.VerdictFree:
		case r == nil || r.Verdict != c.want:
			t.Errorf("%s attacks %s on %s: %s is not %s: %+v", c.attacker, c.victim, c.on, c.actor, c.want, r)
		case c.treaty != "" && !slices.ContainsFunc(slices.Concat(r.Because, r.Against), func(d *alliance.Duty) bool { return d.Treaty.ID == c.treaty }):
			t.Errorf("%s attacks %s on %s: %s is not bound by %s: %s", c.attacker, c.victim, c.on, c.actor, c.treaty, r.Explanation())
		}
	}
}
