package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// instrument is a treaty with one article and one obligation, to be varied.
type instrument struct {
	treaty        *graph.Treaty
	article       *graph.Article
	obligation    *graph.Obligation
	nodes         []graph.NodeRecord
	relationships []graph.RelationshipRecord
}

func newInstrument() *instrument {
	i := &instrument{treaty: &graph.Treaty{Kind: graph.TreatyTreaty}, article: &graph.Article{Number: "5"}, obligation: &graph.Obligation{Type: graph.ObligationDefense, Mutual: true}}
	i.treaty.ID, i.treaty.Signed, i.treaty.InForce = "treaty:t", date("1949-04-04"), date("1949-08-24")
	i.treaty.Period = graph.Since(date("1949-08-24"))
	i.article.ID, i.obligation.ID = "article:t/5", "obligation:t/5/1"
	i.link(&graph.HasArticle{}, "treaty:t", "article:t/5", graph.Period{})
	i.link(&graph.Imposes{}, "article:t/5", "obligation:t/5/1", graph.Period{})
	return i
}

func (i *instrument) link(r graph.Relationship, from, to graph.ID, p graph.Period) {
	h := r.Head()
	h.FromID, h.ToID, h.Period, h.DatasetID = from, to, p, "dataset:d"
	i.relationships = append(i.relationships, graph.NewRelationshipRecord(r, fmt.Sprint(len(i.relationships))))
}

// party brings in an actor bound in a period; unbound says that it has only signed.
func (i *instrument) party(actor graph.ID, p graph.Period, suspensions ...graph.Suspension) {
	i.link(&graph.PartyTo{InForce: p.From, Suspensions: suspensions}, actor, "treaty:t", p)
}

func (i *instrument) owes(actor graph.ID) {
	i.link(&graph.Obliges{}, "obligation:t/5/1", actor, graph.Period{})
}

func (i *instrument) isOwed(actor graph.ID) {
	i.link(&graph.Benefits{}, "obligation:t/5/1", actor, graph.Period{})
}

func (i *instrument) records() ([]graph.NodeRecord, []graph.RelationshipRecord) {
	nodes := []graph.NodeRecord{graph.NewNodeRecord(i.treaty), graph.NewNodeRecord(i.article), graph.NewNodeRecord(i.obligation)}
	for n := range nodes {
		nodes[n].Dataset = "dataset:d"
	}
	return append(nodes, i.nodes...), i.relationships
}

// derived writes what follows as "A owes B period", in order of these words.
func (i *instrument) derived(t *testing.T) []string {
	t.Helper()
	records, err := graph.Derive(i.records())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n, r := range records {
		if err := r.Validate(); err != nil || !r.Derived {
			t.Errorf("%s: derived %v, %v", r.ID(), r.Derived, err)
		}
		if n > 0 && records[n-1].ID() >= r.ID() {
			t.Errorf("%s comes after %s", r.ID(), records[n-1].ID())
		}
		rel, err := graph.NewRelationship(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s owes %s %s", r.From[6:], r.To[6:], rel.Head().Period.Text()))
	}
	slices.Sort(out)
	return out
}

func wantDerived(t *testing.T, i *instrument, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, i.derived(t)); diff != "" {
		t.Error(diff)
	}
}

// TestObligorsAndBeneficiariesAreDated: who owes a duty, and to whom it is owed, is told for no day on which it bound
// nobody.
func TestObligorsAndBeneficiariesAreDated(t *testing.T) {
	dated := func(i *instrument) (out []string) {
		t.Helper()
		nodes, relationships := i.records()
		for i := range relationships {
			if len(relationships[i].Properties) == 0 {
				relationships[i].Properties = nil // as some loaders have it
			}
		}
		if _, err := graph.Derive(nodes, relationships); err != nil {
			t.Fatal(err)
		}
		for _, r := range relationships {
			if r.Type == graph.ObligesType || r.Type == graph.BenefitsType {
				out = append(out, fmt.Sprintf("%s %s %s", r.Type, r.To[6:], r.Properties.Period().Text()))
			}
		}
		return out
	}
	i := newInstrument()
	i.treaty.Ended = date("2025-01-01")
	i.treaty.Period.Until = i.treaty.Ended
	i.party("state:USA", graph.Since(date("1949-08-24")))
	i.party("state:FRA", graph.Between(date("1949-08-24"), date("1966-07-01")))
	i.party("state:FRA", graph.Since(date("2009-04-04")))
	i.link(&graph.PartyTo{Signed: date("2020-05-01")}, "state:UKR", "treaty:t", graph.Since(date("2020-05-01")))
	i.owes("state:USA")
	i.owes("state:FRA")
	i.owes("state:UKR")
	i.isOwed("state:FRA")
	i.isOwed("state:SWE") // no party
	i.link(&graph.Benefits{}, "obligation:t/5/1", "state:TUR", graph.Between(date("1960-01-01"), date("1961-01-01")))
	want := []string{
		"OBLIGES USA 1949-08-24 to 2025-01-01", "OBLIGES FRA 1949-08-24 to 2025-01-01", "OBLIGES UKR 2020-05-01 to 2025-01-01",
		"BENEFITS FRA 1949-08-24 to 2025-01-01", "BENEFITS SWE 1949-08-24 to 2025-01-01", "BENEFITS TUR 1960-01-01 to 1961-01-01",
	}
	if diff := cmp.Diff(want, dated(i)); diff != "" {
		t.Error(diff)
	}
	i = newInstrument() // one that never entered into force
	i.treaty.InForce, i.treaty.Period = graph.Date{}, graph.Since(date("1949-04-04"))
	i.owes("state:USA")
	i.link(&graph.PartyTo{}, "state:FRA", "treaty:t", graph.Since(date("1955-01-01")))
	i.link(&graph.PartyTo{}, "state:FRA", "treaty:t", graph.Between(date("1950-01-01"), date("1951-01-01")))
	i.owes("state:FRA")
	if diff := cmp.Diff([]string{"OBLIGES USA since 1949-04-04", "OBLIGES FRA since 1950-01-01"}, dated(i)); diff != "" {
		t.Error(diff)
	}
}

func TestAMultilateralPactBindsEachToEachFromTheLaterAccession(t *testing.T) {
	i := newInstrument()
	for actor, since := range map[graph.ID]string{"state:USA": "1949-08-24", "state:TUR": "1952-02-18", "state:FIN": "2023-04-04"} {
		i.party(actor, graph.Since(date(since)))
		i.owes(actor)
		i.isOwed(actor)
	}
	wantDerived(t, i,
		"FIN owes TUR since 2023-04-04", "FIN owes USA since 2023-04-04", "TUR owes FIN since 2023-04-04",
		"TUR owes USA since 1952-02-18", "USA owes FIN since 2023-04-04", "USA owes TUR since 1952-02-18")
	records, _ := graph.Derive(i.records())
	rel, _ := graph.NewRelationship(records[0])
	allied := rel.(*graph.AlliedWith)
	if allied.TreatyID != "treaty:t" || allied.ArticleID != "article:t/5" || allied.ArticleNumber != "5" || allied.ObligationID != "obligation:t/5/1" ||
		allied.ObligationType != graph.ObligationDefense || !allied.Mutual || !allied.Derived || allied.DatasetID != "dataset:d" {
		t.Errorf("derived: %+v", allied)
	}
}

func TestAGuaranteeIsOwedOneWayAlsoToOneWhoIsNoParty(t *testing.T) {
	i := newInstrument()
	i.party("state:GBR", between("1949-08-24", "1960-01-01"))
	i.party("state:GRC", graph.Since(date("1949-08-24")))
	for _, guarantor := range []graph.ID{"state:GBR", "state:GRC"} {
		i.owes(guarantor)
	}
	i.isOwed("state:CYP")
	wantDerived(t, i, "GBR owes CYP 1949-08-24 to 1960-01-01", "GRC owes CYP since 1949-08-24")
}

func TestASuspensionLeavesTwoStretches(t *testing.T) {
	i := newInstrument()
	i.party("state:AUS", graph.Since(date("1951-01-01")))
	i.party("state:NZL", graph.Since(date("1951-01-01")), graph.Suspension{Period: between("1986-08-12", "1990-01-01")})
	i.owes("state:AUS")
	i.isOwed("state:NZL")
	wantDerived(t, i, "AUS owes NZL 1951-01-01 to 1986-08-12", "AUS owes NZL since 1990-01-01")
	i.treaty.Suspensions = []graph.Suspension{{Period: between("1960-01-01", "1961-01-01")}}
	wantDerived(t, i, "AUS owes NZL 1951-01-01 to 1960-01-01", "AUS owes NZL 1961-01-01 to 1986-08-12", "AUS owes NZL since 1990-01-01")
}

func TestSignedIsNotInForce(t *testing.T) {
	i := newInstrument()
	i.party("state:A", graph.Since(date("1949-08-24")))
	i.link(&graph.PartyTo{Signed: date("1949-04-04")}, "state:B", "treaty:t", graph.Since(date("1949-04-04")))
	for _, actor := range []graph.ID{"state:A", "state:B", "state:C"} {
		i.owes(actor)
		i.isOwed(actor)
	}
	i.party("state:C", graph.Since(date("1950-01-01")))
	wantDerived(t, i, "A owes C since 1950-01-01", "C owes A since 1950-01-01")
	i.treaty.InForce = graph.Date{}
	wantDerived(t, i)
	// A start that is known to exist and not when is in force.
	i.treaty.Period.StartUncertain = true
	wantDerived(t, i, "A owes C since 1950-01-01", "C owes A since 1950-01-01")
}

func TestASuccessionEndsOneBondAndStartsAnother(t *testing.T) {
	i := newInstrument()
	i.party("state:SUN", between("1949-08-24", "1991-12-26"))
	i.party("state:RUS", graph.Since(date("1991-12-26")))
	i.party("state:PRK", graph.Since(date("1961-07-06")))
	for _, actor := range []graph.ID{"state:SUN", "state:RUS", "state:PRK"} {
		i.owes(actor)
		i.isOwed(actor)
	}
	wantDerived(t, i, "PRK owes RUS since 1991-12-26", "PRK owes SUN 1961-07-06 to 1991-12-26", "RUS owes PRK since 1991-12-26", "SUN owes PRK 1961-07-06 to 1991-12-26")
}

func TestAnObligationLimitsTheTreatyAndAPartyMayComeBack(t *testing.T) {
	i := newInstrument()
	i.obligation.Period = between("1950-01-01", "1970-01-01")
	i.party("state:A", graph.Since(date("1949-08-24")))
	i.party("state:B", between("1949-08-24", "1955-01-01"))
	i.party("state:B", graph.Since(date("1960-01-01")))
	i.owes("state:A")
	i.isOwed("state:B")
	wantDerived(t, i, "A owes B 1950-01-01 to 1955-01-01", "A owes B 1960-01-01 to 1970-01-01")
}

func TestConditionsFollowOnlyTheObligorsTheyConcern(t *testing.T) {
	i := newInstrument()
	i.obligation.Conditions = []graph.Condition{{Kind: graph.ConditionArmedAttack}, {Kind: graph.ConditionReservedNeutrality, Obligors: []graph.ID{"state:AUT"}}}
	i.owes("state:AUT")
	i.owes("state:DEU")
	i.isOwed("state:FRA")
	records, err := graph.Derive(i.records())
	if err != nil || len(records) != 2 {
		t.Fatal(len(records), err)
	}
	for n, want := range []int{2, 1} {
		rel, _ := graph.NewRelationship(records[n])
		if got := len(rel.(*graph.AlliedWith).Conditions); got != want {
			t.Errorf("%s has %d conditions, want %d", records[n].From, got, want)
		}
	}
}

func TestAnObligationWithoutATreatyIsAnError(t *testing.T) {
	i := newInstrument()
	nodes, relationships := i.records()
	if _, err := graph.Derive(nodes[1:], relationships); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("without its treaty: %v", err)
	}
	if _, err := graph.Derive(nodes, relationships[:1]); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("imposed by nothing: %v", err)
	}
}

func TestADealIsSupplied(t *testing.T) {
	value := 12.5
	deal := &graph.ArmsTransfer{Supplier: "state:A", Recipient: "state:B", WeaponSystem: "weapon:w", Designation: "W-1", TIVDelivered: &value}
	deal.ID, deal.Period = "transfer:d-1", between("1990", "1995")
	r := graph.NewNodeRecord(deal)
	r.Dataset, r.Source, r.Locator, r.Part = "dataset:d", "source:s", "a.csv:7", "a.csv"
	records, err := graph.Derive([]graph.NodeRecord{r}, nil)
	if err != nil || len(records) != 1 || records[0].Part != "a.csv" || records[0].Validate() != nil {
		t.Fatalf("%+v, %v", records, err)
	}
	rel, _ := graph.NewRelationship(records[0])
	want := &graph.Supplied{
		TransferID: deal.ID, WeaponSystemID: "weapon:w", Designation: "W-1", TIVDelivered: &value,
		RelationshipHeader: graph.RelationshipHeader{
			ID: "SUPPLIED|state:A|state:B|transfer:d-1|dataset:d", FromID: "state:A", ToID: "state:B", Period: deal.Period, DatasetID: "dataset:d",
			SourceID: "source:s", Locator: "a.csv:7", Derived: true,
		},
	}
	if diff := cmp.Diff(graph.Relationship(want), rel, sameProperties); diff != "" {
		t.Error(diff)
	}
	deal.Recipient = ""
	if records, err := graph.Derive([]graph.NodeRecord{graph.NewNodeRecord(deal)}, nil); err != nil || len(records) != 0 {
		t.Errorf("to an unknown recipient: %v, %v", records, err)
	}
}

// TestDerivedAlliancesBindOnTheDaysOnWhichEverythingDoes checks random instruments day by day, and that the order of
// the records does not matter.
func TestDerivedAlliancesBindOnTheDaysOnWhichEverythingDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := newInstrument()
		i.treaty.Period = drawPeriod(t, "treaty")
		i.treaty.InForce = i.treaty.Period.From
		i.obligation.Period = drawPeriod(t, "obligation")
		type spell struct{ bound, suspended graph.Period }
		spells := map[graph.ID][]spell{}
		actors := []graph.ID{"state:A", "state:B", "state:C"}
		for n := range rapid.IntRange(0, 4).Draw(t, "spells") {
			actor := rapid.SampledFrom(actors).Draw(t, "actor")
			s := spell{drawPeriod(t, "bound"), drawPeriod(t, "suspended")}
			party := &graph.PartyTo{InForce: s.bound.From, Suspensions: []graph.Suspension{{Period: s.suspended}}}
			i.link(party, actor, "treaty:t", s.bound)
			if party.Period = s.bound; !party.Bound() {
				s.bound = between("0001-01-01", "0001-01-01")
			}
			spells[actor] = append(spells[actor], s)
			_ = n
		}
		i.owes("state:A")
		i.owes("state:B")
		i.isOwed("state:B")
		i.isOwed("state:C")
		nodes, relationships := i.records()
		undated := slices.Clone(relationships)
		records, err := graph.Derive(nodes, relationships)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records { // no two of a pair tell of the same days
			for _, s := range records {
				if first, end := r.Properties.Period().Bounds(); r.From == s.From && r.To == s.To && r.Discriminator != s.Discriminator {
					if f, e := s.Properties.Period().Bounds(); first <= f && e <= end {
						t.Fatalf("%s lies within %s", s.Properties.Period().Text(), r.Properties.Period().Text())
					}
				}
			}
		}
		for _, r := range relationships {
			for _, a := range records {
				if from, _ := a.Properties.Period().Bounds(); r.Type == graph.ObligesType && r.To == a.From && !r.Properties.Period().Contains(from) {
					t.Fatalf("%s is obliged %s, and bound %s", r.To, r.Properties.Period().Text(), a.Properties.Period().Text())
				}
			}
		}
		again, err := graph.Derive(rapid.Permutation(nodes).Draw(t, "nodes"), rapid.Permutation(undated).Draw(t, "relationships"))
		if diff := cmp.Diff(records, again); err != nil || diff != "" {
			t.Fatalf("in another order: %v\n%s", err, diff)
		}
		dated, err := graph.Derive(nodes, relationships) // as a file that was exported and loaded has them
		if err != nil {
			t.Fatal(err)
		}
		_, entered := i.treaty.InForcePeriod()
		binds := func(actor graph.ID, d graph.Day) bool {
			if len(spells[actor]) == 0 {
				return true // no party: the treaty's own time counts
			}
			for _, s := range spells[actor] {
				if s.bound.Contains(d) && !s.suspended.Contains(d) {
					return true
				}
			}
			return false
		}
		for d := graph.Day(19471230); d < 19540103; d = d.Next() {
			for _, pair := range [][2]graph.ID{{"state:A", "state:B"}, {"state:A", "state:C"}, {"state:B", "state:C"}, {"state:B", "state:B"}} {
				want := pair[0] != pair[1] && entered && i.treaty.Period.Contains(d) && i.obligation.Period.Contains(d) && binds(pair[0], d) && binds(pair[1], d)
				for n, derived := range [][]graph.RelationshipRecord{records, dated} {
					got := slices.ContainsFunc(derived, func(r graph.RelationshipRecord) bool {
						return r.From == pair[0] && r.To == pair[1] && r.Properties.Period().Contains(d)
					})
					if got != want {
						t.Fatalf("%s owes %s on %s: %v, want %v (derived %d times)", pair[0], pair[1], d, got, want, n+1)
					}
				}
			}
		}
	})
}
