package alliance_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// Sentences that an analyst pastes into a memo as they stand.
func TestExplanationsReadAsSentences(t *testing.T) {
	reader := bundledStore(t)
	for _, tt := range []struct {
		name             string
		attacker, victim graph.ID
		on               string
		unarmed          bool
		who              graph.ID
		want             string
	}{
		{
			"an article before a name that takes one, a capital at the start", prk, kor, "2024-12-04", false, usa,
			"The United States must help South Korea against North Korea under article III of the Mutual Defense Treaty between the United States of America and the Republic of Korea (in force since 1954-11-17), subject to its constitutional processes: every trigger is met.",
		},
		{
			"an article within", usa, prk, "2025-01-01", false, chn,
			"China must help North Korea against the United States under article 2 of the Treaty of Friendship, Co-operation and Mutual Assistance between the PRC and the DPRK (in force since 1961-09-10): every trigger is met.",
		},
		{
			"a start that is uncertain, a condition that is open", ukr, rus, "2024-12-04", false, "state:BLR",
			"Belarus must help Russia against Ukraine under article 4 of the Collective Security Treaty (Tashkent Treaty) (in force since 1994-04-20, start uncertain) if its open conditions are met: whether help is asked for is not known.",
		},
		{
			"a tie by the same treaty", "state:TUR", "state:GRC", "2000-01-01", false, usa,
			"The United States is torn: it owes Greece defence under article 5 of the North Atlantic Treaty and has a defence tie with Turkey by the same treaty.",
		},
		{
			"one reason, not the same one twice", rus, "state:POL", "2024-12-04", true, "state:ALB",
			"Albania owes Poland consultation only, under article 4 of the North Atlantic Treaty (in force since 2009-04-01); defence under article 5 of the North Atlantic Treaty does not apply because the attack is not armed: no case of Article 51 of the UN Charter.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := ask(t, reader, tt.attacker, tt.victim, tt.on)
			q.Scenario.Armed = !tt.unarmed
			r := q.answer().Responder(tt.who)
			if r == nil {
				t.Fatalf("nothing is said of %s", tt.who)
			}
			if r.Explanation() != tt.want {
				t.Errorf("got  %s\nwant %s", r.Explanation(), tt.want)
			}
		})
	}
}

func TestEveryVerdictNamesTheConditionsThatAreOpen(t *testing.T) {
	owes := func(m *made, to, treaty graph.ID, kind graph.ObligationType, conditions ...graph.Condition) {
		yes := true
		duty := &graph.AlliedWith{ObligationType: kind, TreatyID: treaty, Binding: &yes, Conditions: conditions}
		m.link(duty, "state:XXX", to, graph.Since(graph.FullDate(1950, 1, 1)))
	}
	open := graph.Condition{Kind: graph.ConditionOnRequest}
	for name, c := range map[string]struct {
		world   func(*made)
		verdict alliance.Verdict
		want    string
	}{
		"barred":     {func(m *made) { owes(m, "state:AAA", "treaty:t", graph.ObligationNeutral, open) }, alliance.VerdictBarred, "XXX may not help VVV: it owes AAA neutrality under the Pact t (in force since 1950-01-01) if its open conditions are met: whether help is asked for is not known."},
		"to consult": {func(m *made) { owes(m, "state:VVV", "treaty:t", graph.ObligationConsul, open) }, alliance.VerdictConsultOnly, "XXX owes VVV consultation only, under the Pact t (in force since 1950-01-01) if its open conditions are met: whether help is asked for is not known."},
		"torn, by what is owed to the victim": {func(m *made) {
			owes(m, "state:VVV", "treaty:t", graph.ObligationDefense, open)
			owes(m, "state:AAA", "treaty:u", graph.ObligationNeutral)
		}, alliance.VerdictConflicted, "XXX is torn: it owes VVV defence under the Pact t if its open conditions are met: whether help is asked for is not known; and it owes AAA neutrality under the Pact u."},
		"torn, by what is owed to the attacker": {func(m *made) {
			owes(m, "state:VVV", "treaty:t", graph.ObligationDefense)
			owes(m, "state:AAA", "treaty:u", graph.ObligationNeutral, open)
		}, alliance.VerdictConflicted, "XXX is torn: it owes VVV defence under the Pact t and owes AAA neutrality under the Pact u if its open conditions are met: whether help is asked for is not known."},
	} {
		t.Run(name, func(t *testing.T) {
			var m made
			m.states("AAA", "VVV", "XXX")
			for _, id := range []graph.ID{"treaty:t", "treaty:u"} {
				m.add(&graph.Treaty{Header: graph.Header{ID: id, Name: "Pact " + string(id[7:])}})
			}
			c.world(&m)
			r := verdict(t, ask(t, m.store(t), "state:AAA", "state:VVV", "2000-01-01").answer(), "state:XXX", c.verdict)
			if r.Explanation() != c.want {
				t.Errorf("got  %s\nwant %s", r.Explanation(), c.want)
			}
		})
	}
}

func TestNamesTakeTheirArticle(t *testing.T) {
	for _, name := range []string{
		"United States", "United Kingdom", "Netherlands", "Soviet Union", "Democratic Republic of the Congo", "German Reich",
		"United Arab Emirates", "Philippines", "United States of America", "European Union", "Kingdom of Serbia", "Solomon Islands", "Czech Republic",
	} {
		if got := alliance.Called(name); got != "the "+name {
			t.Errorf("%s is called %q", name, got)
		}
	}
	for _, name := range []string{"Japan", "North Korea", "Congo", "Austria-Hungary", "Bosnia and Herzegovina", "the Gambia", "Republika Srpska", "Isle of Man", ""} {
		if got := alliance.Called(name); got != name {
			t.Errorf("%q is called %q", name, got)
		}
	}
}

func TestContradictionsReadAsSentences(t *testing.T) {
	found, err := alliance.Contradictions(t.Context(), bundledStore(t), alliance.ContradictionQuery{On: day(t, "2024-12-04")})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d contradictions, %v", len(found), err)
	}
	for _, c := range found {
		if !strings.HasSuffix(c.Explanation, ".") || strings.ToUpper(c.Explanation[:1]) != c.Explanation[:1] {
			t.Errorf("no sentence: %s", c.Explanation)
		}
	}
}

// Treaties bind the members of an organization: to say that nobody owes NATO anything would be true and mislead.
func TestAnOrganizationWithMembersNeitherAttacksNorIsAttacked(t *testing.T) {
	reader := bundledStore(t)
	const nato graph.ID = "org:nato"
	attack := func(attacker, victim graph.ID) error {
		_, err := alliance.IfAttacked(t.Context(), reader, ask(t, reader, attacker, victim, "2024-12-04").Question)
		return err
	}
	cascade := func(q alliance.CascadeQuestion) error {
		q.On, q.Scenario.Armed = day(t, "2024-12-04"), true
		_, err := alliance.RunCascade(t.Context(), reader, q)
		return err
	}
	hostile := alliance.Scenario{HostileActors: []graph.ID{nato}}
	for where, err := range map[string]error{
		"victim":                 attack(rus, nato),
		"attacker":               attack(nato, rus),
		"attacks[0].victim":      cascade(alliance.CascadeQuestion{Attacks: []alliance.Attack{{Attacker: rus, Victim: nato}}}),
		"scenario.hostileActors": cascade(alliance.CascadeQuestion{Attacks: []alliance.Attack{{Attacker: ukr, Victim: rus}}, Scenario: hostile}),
	} {
		if graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s: %v; want BAD_USER_INPUT", where, err)
			continue
		}
		mentions(t, where, err.Error(), where+":", "org:nato", "Albania (state:ALB)", "and 27 more")
	}
	if err := attack("org:quad", prk); graph.KindOf(err) != graph.KindInvalid || !strings.HasSuffix(err.Error(), "United States (state:USA)") {
		t.Errorf("four members: %v; want each named, and no more", err)
	}
	if err := attack("org:unc", prk); err != nil {
		t.Errorf("a command, which has no members and is a party itself: %v", err)
	}
}

func TestADutySuspendedByOnePartyEndsBySuspension(t *testing.T) {
	d, err := alliance.Diff(t.Context(), bundledStore(t), alliance.DiffQuery{From: day(t, "1985-01-01"), To: day(t, "1987-01-01"), Actors: []graph.ID{"state:NZL"}})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, c := range d.Changes {
		if c.Actor.Head().ID == usa && c.Treaty.ID == "treaty:anzus-1951" {
			found = true
			if c.Kind != alliance.DutyLost || c.Reason != "SUSPENSION" || c.On.String() != "1986-08-11" {
				t.Errorf("%s by %s on %s; want it lost by suspension on 1986-08-11", c.Kind, c.Reason, c.On)
			}
		}
	}
	if !found {
		t.Error("the United States lost no duty to New Zealand")
	}
}

// TestACascadeWarnsOfWhatItSaysOfThoseWhoStayOut as the question of the attack alone does.
func TestACascadeWarnsOfWhatItSaysOfThoseWhoStayOut(t *testing.T) {
	for _, c := range []struct{ attacker, victim, on, want string }{
		{"state:german-reich", "state:POL", "1939-09-01", "Convention on a defensive alliance between Poland and Romania entered"},
		{"state:RUS", "state:GEO", "2008-08-08", "does not know when 3 of the treaties"},
	} {
		attacker, victim := graph.ID(c.attacker), graph.ID(c.victim)
		alone, err := alliance.IfAttacked(t.Context(), bundledStore(t),
			alliance.Question{Attacker: attacker, Victim: victim, On: day(t, c.on)})
		if err != nil {
			t.Fatal(err)
		}
		war, err := alliance.RunCascade(t.Context(), bundledStore(t), alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: attacker, Victim: victim}}, On: day(t, c.on),
		})
		if err != nil {
			t.Fatal(err)
		}
		mentions(t, "the attack on "+c.on, strings.Join(alone.Warnings, "\n"), c.want)
		mentions(t, "the war of "+c.on, strings.Join(war.Warnings, "\n"), c.want)
	}
}

// TestReasonsAreThoseOfTheDutiesThereAre asks what is said of CCC where AAA attacks BBB.
func TestReasonsAreThoseOfTheDutiesThereAre(t *testing.T) {
	pactOf := func(n int, force force, with graph.ID, duties ...graph.Obligation) pact {
		return pact{n: n, dataset: "dataset:one", force: force, parties: []graph.ID{"state:CCC", with}, from: graph.YearOnly(1990), duties: duties}
	}
	of := func(kind graph.ObligationType, conditions ...graph.ConditionKind) (o graph.Obligation) {
		o.Type = kind
		for _, c := range conditions {
			o.Conditions = append(o.Conditions, graph.Condition{Kind: c})
		}
		return o
	}
	const aaa, bbb graph.ID = "state:AAA", "state:BBB"
	unmet := graph.ConditionArmedAttack // the attack is not armed
	for name, c := range map[string]struct {
		pacts []pact
		want  string
	}{
		"neutrality by another treaty": {
			[]pact{pactOf(1, binds, bbb, of(graph.ObligationDefense)), pactOf(2, binds, aaa, of(graph.ObligationNeutral))},
			"CCC is torn: it owes BBB defence under the Treaty 1 and owes AAA neutrality under the Treaty 2.",
		},
		"the defence that is unmet, not the consultation": {
			[]pact{pactOf(1, binds, bbb, of(graph.ObligationDefense, unmet), of(graph.ObligationConsul, graph.ConditionUNCharter51))},
			"CCC owes BBB no help against AAA; defence under the Treaty 1 does not apply because the attack is not armed.",
		},
		"one that is unmet": {
			[]pact{pactOf(1, binds, bbb, of(graph.ObligationConsul, graph.ConditionUNCharter51))},
			"CCC owes BBB no help against AAA; consultation under the Treaty 1 does not apply because the attack is not armed: no case of Article 51 of the UN Charter.",
		},
		"two that are unmet and no defence": {
			[]pact{pactOf(1, binds, bbb, of(graph.ObligationConsul, graph.ConditionUNCharter51)), pactOf(2, binds, aaa, of(graph.ObligationNeutral, unmet))},
			"CCC owes BBB no help against AAA.",
		},
		"non-aggression alone": {[]pact{pactOf(1, binds, aaa, of(graph.ObligationNonagg))}, "CCC owes BBB no help against AAA."},
		"a tie": {
			[]pact{pactOf(1, binds, aaa, of(graph.ObligationNonagg), of(graph.ObligationDefense))},
			"CCC owes BBB no help against AAA; its defence duty to AAA under the Treaty 1 does not cover a war that AAA began.",
		},
		"non-aggression that does not bind": {[]pact{pactOf(1, doesNotBind, aaa, of(graph.ObligationNonagg))}, "CCC owes BBB no help against AAA."},
		"support of the attacker": {
			[]pact{pactOf(1, binds, aaa, of(graph.ObligationOffense))},
			"CCC is bound to the attacker, AAA, by the Treaty 1 (support in its war, in force since 1990) and owes BBB no defence.",
		},
		"support of the attacker that is open": {
			[]pact{pactOf(1, binds, aaa, of(graph.ObligationOffense, graph.ConditionDemandNoncompliance))},
			"CCC is bound to the attacker, AAA, by the Treaty 1 (support in its war, in force since 1990) if its open conditions are met: whether a demand was made and refused is not known; it owes BBB no defence.",
		},
		"a commitment that does not bind": {
			[]pact{pactOf(1, doesNotBind, bbb, of(graph.ObligationDefense))},
			"CCC owes BBB no help against AAA; what it owes by the Treaty 1 is a political commitment that does not bind in international law.",
		},
	} {
		q := alliance.Question{Attacker: aaa, Victim: bbb, On: asked, IncludeFree: true}
		a, err := alliance.IfAttacked(t.Context(), world(t, c.pacts), q)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Responder("state:CCC").Explanation(); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
	const ddd, eee, fff graph.ID = "state:DDD", "state:EEE", "state:FFF"
	for _, c := range []struct {
		other   pact
		attacks []alliance.Attack
		want    string
	}{
		{
			pactOf(2, binds, ddd, of(graph.ObligationDefense)),
			[]alliance.Attack{{Attacker: bbb, Victim: aaa}, {Attacker: aaa, Victim: eee}, {Attacker: eee, Victim: fff}, {Attacker: fff, Victim: ddd}},
			"CCC must help DDD against FFF under the Treaty 2 (in force since 1990): every trigger is met.",
		},
		{
			pactOf(2, binds, eee, of(graph.ObligationNeutral)),
			[]alliance.Attack{{Attacker: bbb, Victim: aaa}, {Attacker: eee, Victim: fff}},
			"CCC may not help FFF: it owes EEE neutrality under the Treaty 2 (in force since 1990).",
		},
	} {
		pacts := []pact{pactOf(1, binds, aaa, of(graph.ObligationDefense)), c.other}
		war, err := alliance.RunCascade(t.Context(), world(t, pacts), alliance.CascadeQuestion{Attacks: c.attacks, On: asked})
		if err != nil || len(war.Torn) != 1 {
			t.Fatalf("%+v, %v", war, err)
		}
		want := "CCC is torn between the sides: CCC must help AAA against BBB under the Treaty 1 (in force since 1990): every trigger is met; " + c.want
		if got := war.Torn[0].Explanation(); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}
