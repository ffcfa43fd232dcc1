package alliance_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// TestBundledAnswers is the table of answers that must hold for the bundled data.
func TestBundledAnswers(t *testing.T) { bundledAnswers(t, bundledStore(t)) }

// asking is a question with the store that answers it.
type asking struct {
	testing.TB
	reader graph.Reader
	alliance.Question
}

func ask(t testing.TB, reader graph.Reader, attacker, victim graph.ID, asOf string) *asking {
	t.Helper()
	return &asking{t, reader, alliance.Question{Attacker: attacker, Victim: victim, On: day(t, asOf), Scenario: alliance.DefaultScenario()}}
}

func (a *asking) answer() *alliance.AttackAssessment {
	a.Helper()
	out, err := alliance.IfAttacked(a.Context(), a.reader, a.Question)
	if err != nil {
		a.Fatal(err)
	}
	for i, w := range out.Warnings {
		if slices.Contains(out.Warnings[:i], w) {
			a.Errorf("said twice: %s", w)
		}
	}
	return out
}

func verdict(t testing.TB, a *alliance.AttackAssessment, id graph.ID, want alliance.Verdict) *alliance.Responder {
	t.Helper()
	r := a.Responder(id)
	if r == nil {
		t.Fatalf("%s is not among the responders; want %s", id, want)
	}
	if r.Verdict != want {
		t.Errorf("%s is %s; want %s: %s", id, r.Verdict, want, r.Explanation())
	}
	return r
}

func hasDuty(list []*alliance.Duty, treaty graph.ID, article graph.Text, kind graph.ObligationType) *alliance.Duty {
	i := slices.IndexFunc(list, func(d *alliance.Duty) bool {
		return d.Treaty.ID == treaty && d.ArticleNumber() == article && d.Type == kind
	})
	if i < 0 {
		return nil
	}
	return list[i]
}

func wantDuty(t testing.TB, list []*alliance.Duty, treaty graph.ID, article graph.Text, kind graph.ObligationType) *alliance.Duty {
	t.Helper()
	d := hasDuty(list, treaty, article, kind)
	if d == nil {
		var have []string
		for _, d := range list {
			have = append(have, string(d.Type)+" by "+d.Citation())
		}
		t.Fatalf("no %s duty under %s article %s; there are: %s", kind, treaty, article, strings.Join(have, "; "))
	}
	return d
}

func wantQualifier(t testing.TB, d *alliance.Duty, kind graph.ConditionKind) {
	t.Helper()
	if !slices.ContainsFunc(d.Qualifiers(), func(q alliance.Qualifier) bool { return q.Kind == kind }) {
		t.Errorf("%s has the qualifiers %v; want %s", d.Citation(), d.Qualifiers(), kind)
	}
}

func judged(t testing.TB, d *alliance.Duty, kind graph.ConditionKind, want alliance.Judgement) {
	t.Helper()
	for _, c := range d.Conditions() {
		if c.Kind == kind {
			if c.Judgement != want || c.Reason == "" {
				t.Errorf("%s: %s is %s (%q); want %s with a reason", d.Citation(), kind, c.Judgement, c.Reason, want)
			}
			return
		}
	}
	t.Errorf("%s has no condition %s", d.Citation(), kind)
}

func mentions(t testing.TB, what string, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not mention %q: %s", what, w, text)
		}
	}
}

const (
	rus, ukr, prk, kor, usa, chn, est = "state:RUS", "state:UKR", "state:PRK", "state:KOR", "state:USA", "state:CHN", "state:EST"
)

var csto = []graph.ID{"state:BLR", "state:KAZ", "state:KGZ", "state:TJK"}

var nato2024 = []graph.ID{
	"state:ALB", "state:BEL", "state:BGR", "state:CAN", "state:CZE", "state:DEU", "state:DNK", "state:ESP", "state:FIN", "state:FRA",
	"state:GBR", "state:GRC", "state:HRV", "state:HUN", "state:ISL", "state:ITA", "state:LTU", "state:LUX", "state:LVA", "state:MKD", "state:MNE", "state:NLD",
	"state:NOR", "state:POL", "state:PRT", "state:ROU", "state:SVK", "state:SVN", "state:SWE", "state:TUR", "state:USA",
}

func bundledAnswers(t *testing.T, reader graph.Reader) {
	yes := true
	t.Run("Ukraine attacks Russia: North Korea is obliged, the CSTO on request", func(t *testing.T) {
		q := ask(t, reader, ukr, rus, "2024-12-04")
		a := q.answer()
		d := wantDuty(t, verdict(t, a, prk, alliance.VerdictObliged).Because, "treaty:ru-kp-2024", "4", graph.ObligationDefense)
		wantQualifier(t, d, graph.ConditionNationalLaw)
		judged(t, d, graph.ConditionUNCharter51, alliance.Met)
		for _, id := range csto {
			r := verdict(t, a, id, alliance.VerdictConditional)
			judged(t, wantDuty(t, r.Because, "treaty:cst-1992", "4", graph.ObligationDefense), graph.ConditionOnRequest, alliance.Unknown)
		}
		q.Scenario.Requested = &yes
		a = q.answer()
		for _, id := range csto {
			verdict(t, a, id, alliance.VerdictObliged)
		}
	})
	t.Run("the same provoked: self-defence is unmet", func(t *testing.T) {
		q := ask(t, reader, ukr, rus, "2024-12-04")
		q.Scenario.Provoked = true
		r := q.answer().Responder(prk)
		if r == nil || r.Verdict == alliance.VerdictObliged || r.Verdict == alliance.VerdictConditional {
			t.Fatalf("North Korea is %+v; want it named and not obliged", r)
		}
		judged(t, wantDuty(t, r.Unmet, "treaty:ru-kp-2024", "4", graph.ObligationDefense), graph.ConditionUNCharter51, alliance.Unmet)
		mentions(t, "the explanation", r.Explanation(), "Article 51", "provoked")
	})
	t.Run("before the entry into force: consultation only, the treaty pending", func(t *testing.T) {
		a := ask(t, reader, ukr, rus, "2024-10-15").answer()
		r := verdict(t, a, prk, alliance.VerdictConsultOnly)
		for _, d := range r.Because {
			if d.Treaty.ID != "treaty:ru-kp-2000" || d.Type != graph.ObligationConsul {
				t.Errorf("North Korea owes %s under %s; want consultation under treaty:ru-kp-2000 alone", d.Type, d.Treaty.ID)
			}
		}
		if !slices.ContainsFunc(a.Pending, func(t *graph.Treaty) bool { return t.ID == "treaty:ru-kp-2024" }) {
			t.Errorf("pending is %v; want treaty:ru-kp-2024 among them", a.Pending)
		}
	})
	t.Run("North Korea attacks South Korea: the United States is obliged, Russia and China are not", func(t *testing.T) {
		a := ask(t, reader, prk, kor, "2024-12-04").answer()
		d := wantDuty(t, verdict(t, a, usa, alliance.VerdictObliged).Because, "treaty:us-kr-1953", "III", graph.ObligationDefense)
		judged(t, d, graph.ConditionGeographicArea, alliance.Met)
		wantQualifier(t, d, graph.ConditionConstitutionalProcess)
		for _, id := range []graph.ID{rus, chn} {
			mentions(t, "the explanation", verdict(t, a, id, alliance.VerdictFree).Explanation(), "does not cover a war that North Korea began")
		}
	})
	t.Run("the United States attacks North Korea: Russia by article 4, China by article 2 of 1961", func(t *testing.T) {
		a := ask(t, reader, usa, prk, "2025-01-01").answer()
		wantDuty(t, verdict(t, a, rus, alliance.VerdictObliged).Because, "treaty:ru-kp-2024", "4", graph.ObligationDefense)
		wantDuty(t, verdict(t, a, chn, alliance.VerdictObliged).Because, "treaty:cn-kp-1961", "2", graph.ObligationDefense)
	})
	t.Run("Russia attacks Estonia: NATO by article 5, the EU by article 42(7)", func(t *testing.T) {
		a := ask(t, reader, rus, est, "2024-12-04").answer()
		for _, id := range nato2024 {
			d := wantDuty(t, verdict(t, a, id, alliance.VerdictObliged).Because, "treaty:nato-1949", "5", graph.ObligationDefense)
			wantQualifier(t, d, graph.ConditionDiscretion)
		}
		for _, id := range []graph.ID{"state:DEU", "state:FIN"} {
			wantDuty(t, a.Responder(id).Because, "treaty:eu-42-7", "42(7)", graph.ObligationDefense)
		}
		for _, id := range []graph.ID{"state:AUT", "state:IRL", "state:MLT"} {
			r := verdict(t, a, id, alliance.VerdictObliged)
			wantQualifier(t, wantDuty(t, r.Because, "treaty:eu-42-7", "42(7)", graph.ObligationDefense), graph.ConditionReservedNeutrality)
		}
	})
	t.Run("China attacks Taiwan: nobody is obliged, the Taiwan Relations Act is political", func(t *testing.T) {
		a := ask(t, reader, chn, "state:TWN", "2024-01-01").answer()
		for _, r := range a.Responders {
			if r.Verdict == alliance.VerdictObliged {
				t.Errorf("%s is obliged: %s", r.Actor.Head().Name, r.Explanation())
			}
		}
		r := a.Responder(usa)
		if r == nil || len(r.Political) == 0 {
			t.Fatalf("the United States is %+v; want a political commitment", r)
		}
		if act := r.Political[0].Treaty; act.ID != "treaty:us-tra-1979" || act.Kind != graph.TreatyDomesticLaw {
			t.Errorf("the commitment is %s, a %s; want treaty:us-tra-1979, DOMESTIC_LAW", act.ID, act.Kind)
		}
	})
	t.Run("the Falkland Islands lie outside the area of article 6", func(t *testing.T) {
		q := ask(t, reader, "state:ARG", "state:GBR", "1982-04-02")
		q.Scenario.Where = &alliance.Location{Latitude: -51.7, Longitude: -59}
		a := q.answer()
		for _, id := range []graph.ID{usa, "state:FRA", "state:NOR", "state:TUR"} {
			r := a.Responder(id)
			if r == nil {
				t.Fatalf("%s is not named", id)
			}
			judged(t, wantDuty(t, r.Unmet, "treaty:nato-1949", "5", graph.ObligationDefense), graph.ConditionGeographicArea, alliance.Unmet)
		}
		for _, r := range a.Responders {
			if d := hasDuty(r.Because, "treaty:nato-1949", "5", graph.ObligationDefense); d != nil {
				t.Errorf("%s is %s by article 5", r.Actor.Head().Name, r.Verdict)
			}
		}
	})
	t.Run("Turkey attacks Greece: the other members are torn", func(t *testing.T) {
		a := ask(t, reader, "state:TUR", "state:GRC", "2000-01-01").answer()
		for _, id := range []graph.ID{usa, "state:DEU", "state:POL"} {
			r := verdict(t, a, id, alliance.VerdictConflicted)
			wantDuty(t, r.Because, "treaty:nato-1949", "5", graph.ObligationDefense)
			wantDuty(t, r.Against, "treaty:nato-1949", "5", graph.ObligationDefense)
		}
	})
	t.Run("what if North Korea withdraws: free of defence, and the change is listed", func(t *testing.T) {
		q := ask(t, reader, ukr, rus, "2024-12-04")
		q.WhatIf = []alliance.TreatyChange{{Withdraw: &alliance.Withdrawal{Treaty: "treaty:ru-kp-2024", Party: prk}}}
		a := q.answer()
		r := a.Responder(prk)
		if r == nil || len(r.Because) > 0 && r.Because[0].Type == graph.ObligationDefense {
			t.Fatalf("North Korea is %+v; want it free of defence", r)
		}
		i := slices.IndexFunc(a.Changes, func(c alliance.VerdictChange) bool { return c.Actor.Head().ID == prk })
		if i < 0 {
			t.Fatalf("the changes %v do not list North Korea", a.Changes)
		}
		c := a.Changes[i]
		if c.Before != alliance.VerdictObliged || c.After != r.Verdict {
			t.Errorf("the change is from %s to %s; want from OBLIGED to %s", c.Before, c.After, r.Verdict)
		}
		wantDuty(t, c.Lost, "treaty:ru-kp-2024", "4", graph.ObligationDefense)
		if len(a.Changes) != 1 {
			t.Errorf("%d actors change; want North Korea alone", len(a.Changes))
		}
	})
	t.Run("a wrong question says what would be valid", func(t *testing.T) {
		for _, c := range []struct {
			attacker, victim graph.ID
			asOf             string
			kind             graph.ErrorKind
			words            []string
		}{
			{rus, rus, "2024-12-04", graph.KindInvalid, []string{"attacker and victim", "two actors"}},
			{"state:XYZ", rus, "2024-12-04", graph.KindNotFound, []string{"attacker", "state:XYZ", "such as"}},
			{rus, "treaty:nato-1949", "2024-12-04", graph.KindInvalid, []string{"victim", "want a state"}},
			{"state:SUN", usa, "2024-12-04", graph.KindInvalid, []string{"attacker", "did not exist on 2024-12-04", "1922", "1991"}},
		} {
			q := ask(t, reader, c.attacker, c.victim, c.asOf)
			_, err := alliance.IfAttacked(t.Context(), reader, q.Question)
			if graph.KindOf(err) != c.kind {
				t.Errorf("%s attacks %s: %v; want %s", c.attacker, c.victim, err, c.kind)
				continue
			}
			mentions(t, "the error", err.Error(), c.words...)
		}
	})
}

// TestAnswersOfResearchDatasets is what must hold of the answers by ATOP and by COW.
func TestAnswersOfResearchDatasets(t *testing.T) { researchAnswers(t, research(t)) }

func researchAnswers(t *testing.T, reader graph.Reader) {
	t.Run("by ATOP alone NATO owes defence, and the CSCE's non-aggression tears nobody", func(t *testing.T) {
		q := ask(t, reader, rus, est, "2012-12-31")
		q.Datasets = []graph.ID{"dataset:atop"}
		a := q.answer()
		tension := false
		for _, id := range []graph.ID{usa, "state:DEU", "state:GBR", "state:FRA", "state:POL", "state:TUR"} {
			r := a.Responder(id)
			if r == nil || r.Verdict != alliance.VerdictObliged && r.Verdict != alliance.VerdictConditional {
				t.Errorf("%s is %+v; want a defence duty", id, r)
				continue
			}
			tension = tension || slices.ContainsFunc(r.Tensions, func(d *alliance.Duty) bool { return d.Type == graph.ObligationNonagg })
		}
		if !tension {
			t.Error("nobody's non-aggression with Russia is shown as a tension")
		}
		for _, r := range a.Responders {
			if r.Verdict == alliance.VerdictConflicted {
				t.Errorf("%s is CONFLICTED: %s", r.Actor.Head().Name, r.Explanation())
			}
		}
	})
	t.Run("by COW alone in 2020 the end of its coverage is said", func(t *testing.T) {
		q := ask(t, reader, rus, est, "2020-01-01")
		q.Datasets = []graph.ID{"dataset:cow-alliances"}
		mentions(t, "the warnings", strings.Join(q.answer().Warnings, "\n"), "dataset:cow-alliances", "2012-12-31")
	})
	t.Run("datasets that differ are said to", func(t *testing.T) {
		a := ask(t, reader, prk, kor, "2010-01-01").answer()
		mentions(t, "the warnings", strings.Join(a.Warnings, "\n"), "datasets differ on what the United States owes to South Korea", "dataset:cow-alliances says CONSUL")
	})
}
