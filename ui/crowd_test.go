package ui_test

import (
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

// crowd is an invented dataset of about so many relationships, with a node for every ten. It has treaties of two and one
// of very many, events, deals, memberships, wars and borders; a fifth of all is about one state, and few have much of
// the rest.
type crowd struct {
	relationships int
	slope         float64 // by which the greatest have more: at 1.5 the first has a fifth of all, at 6 nearly everything
}

// The greatest of each sort.
const (
	hub       = "state:crowd-0"
	secondHub = "state:crowd-1"
	hugePact  = "treaty:crowd-all"
	hugeBody  = "org:crowd-0"
	hugeWar   = "conflict:crowd-0"
	hugeModel = "weapon:crowd-0"
)

func (c crowd) loader() loaders.Loader {
	return loaders.Loader{
		Name: "crowd",
		Dataset: graph.Dataset{
			Header:    graph.Header{ID: "dataset:crowd", Name: "A crowd"},
			Publisher: "Nobody", Licence: "CC0-1.0", Attribution: "invented", Priority: 50,
			CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: graph.FullDate(2026, 1, 1),
		},
		OwnFiles: []input.File{{Name: "nothing", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }}},
		Read: func(_ loaders.Input, yield loaders.Yield) error {
			maker := &crowdMaker{random: rand.New(rand.NewPCG(1, 2)), states: c.relationships / 20}
			maker.hubs = rand.NewZipf(maker.random, c.slope, 2, uint64(maker.states-1))
			for record := range maker.records(c.relationships) {
				if !yield(record, nil) {
					break
				}
			}
			return nil
		},
	}
}

type crowdMaker struct {
	random *rand.Rand
	hubs   *rand.Zipf
	states int
}

func (m *crowdMaker) records(relationships int) iter.Seq[loaders.Record] {
	return func(yield func(loaders.Record) bool) {
		record := func(i int, fill func(r *loaders.Record, i int)) bool {
			r := loaders.Record{Locator: fmt.Sprintf("crowd:%d", i)}
			fill(&r, i)
			return yield(r)
		}
		if !record(0, func(r *loaders.Record, _ int) { m.pact(r, hugePact, "Treaty of very many", m.many(relationships)) }) {
			return
		}
		for i := range relationships / 1000 {
			for _, sort := range []struct {
				times int
				fill  func(r *loaders.Record, i int)
			}{
				{50, m.state}, {30, m.treaty}, {40, m.event}, {25, m.deal}, {100, m.membership}, {50, m.participation}, {340, m.border},
			} {
				for j := range sort.times {
					if !record(i*1000+j, func(r *loaders.Record, _ int) { sort.fill(r, i*sort.times+j) }) {
						return
					}
				}
			}
		}
	}
}

// many are the parties of the greatest treaty, whose duties to one another are a tenth of all relationships.
func (m *crowdMaker) many(relationships int) (out []graph.ID) {
	for i := 0; i*i < relationships/11; i++ {
		out = append(out, stateID(i))
	}
	return out
}

func stateID(i int) graph.ID { return graph.ID(fmt.Sprintf("state:crowd-%d", i)) }

func (m *crowdMaker) hub() graph.ID    { return stateID(int(m.hubs.Uint64())) }
func (m *crowdMaker) anyone() graph.ID { return stateID(m.random.IntN(m.states)) }

func (m *crowdMaker) day(from, years int) graph.Date {
	return graph.FullDate(from+m.random.IntN(years), 1+m.random.IntN(12), 1+m.random.IntN(28))
}

// period begins on some day of two centuries; every other one has no end yet.
func (m *crowdMaker) period() graph.Period {
	from := m.day(1816, 205)
	if m.random.IntN(2) == 0 {
		return graph.Period{From: from}
	}
	return graph.Period{From: from, Until: m.day(from.Year()+1, 40)}
}

func (m *crowdMaker) state(r *loaders.Record, i int) { introduce(r, stateID(i)) }

// introduce states who a state is.
func introduce(r *loaders.Record, ids ...graph.ID) {
	for _, id := range ids {
		_, number, _ := strings.Cut(string(id), "-")
		r.State(&graph.State{Header: graph.Header{ID: id, Name: "Crowded State " + number, Period: graph.Period{From: graph.FullDate(1816, 1, 1)}}}, "")
	}
}

func (m *crowdMaker) treaty(r *loaders.Record, i int) {
	parties := []graph.ID{m.hub(), m.anyone()}
	if parties[0] == parties[1] {
		parties[1] = stateID((i + 1) % m.states)
	}
	m.pact(r, graph.ID(fmt.Sprintf("treaty:crowd-%d", i)), fmt.Sprintf("Crowded Treaty %d", i), parties)
}

func (m *crowdMaker) pact(r *loaders.Record, id graph.ID, title string, parties []graph.ID) {
	period := m.period()
	if id == hugePact {
		period = graph.Period{From: graph.FullDate(1950, 1, 1)}
	}
	_, name, _ := strings.Cut(string(id), ":")
	r.State(&graph.Treaty{Header: graph.Header{ID: id, Name: title, Period: period}, Kind: graph.TreatyAlliance, Signed: period.From, InForce: period.From, Ended: period.Until}, "")
	article := &graph.Article{Header: graph.Header{ID: graph.ID("article:" + name + "/1")}, Number: "1", Summary: "What they promise one another."}
	r.State(article, "")
	r.Relate(&graph.HasArticle{}, graph.RelationshipHeader{FromID: id, ToID: article.ID}, "")
	obligation := &graph.Obligation{Header: graph.Header{ID: graph.ID("obligation:" + name + "/1/1")}, Type: graph.ObligationTypes[m.random.IntN(len(graph.ObligationTypes))], Mutual: true}
	if id == hugePact {
		obligation.Type = graph.ObligationDefense
	}
	r.State(obligation, "")
	r.Relate(&graph.Imposes{}, graph.RelationshipHeader{FromID: article.ID, ToID: obligation.ID}, "")
	introduce(r, parties...)
	for _, party := range parties {
		r.Relate(&graph.PartyTo{Signed: period.From, InForce: period.From, Ended: period.Until}, graph.RelationshipHeader{FromID: party, ToID: id, Period: period}, "")
		r.Relate(&graph.Obliges{}, graph.RelationshipHeader{FromID: obligation.ID, ToID: party}, "")
		r.Relate(&graph.Benefits{}, graph.RelationshipHeader{FromID: obligation.ID, ToID: party}, "")
	}
}

func (m *crowdMaker) event(r *loaders.Record, i int) {
	from := m.day(1990, 35)
	on := graph.Period{From: from, Until: from.After().Date()}
	event := &graph.Event{Header: graph.Header{ID: graph.ID(fmt.Sprintf("event:crowd-%d", i)), Name: fmt.Sprintf("Crowded event %d", i), Period: on}, Type: "CONSULT", Status: graph.EventReported}
	r.State(event, "")
	actor, to := m.hub(), m.anyone()
	introduce(r, actor, to)
	r.Relate(&graph.ActorIn{}, graph.RelationshipHeader{FromID: actor, ToID: event.ID, Period: on}, "")
	r.Relate(&graph.RecipientOf{}, graph.RelationshipHeader{FromID: to, ToID: event.ID, Period: on}, "")
}

func (m *crowdMaker) deal(r *loaders.Record, i int) {
	weapon := &graph.WeaponSystem{Header: graph.Header{ID: graph.ID(fmt.Sprintf("weapon:crowd-%d", m.hubs.Uint64()))}}
	weapon.Name = "Crowded weapon " + strings.TrimPrefix(string(weapon.ID), "weapon:crowd-")
	r.State(weapon, "")
	deal := &graph.ArmsTransfer{Header: graph.Header{ID: graph.ID(fmt.Sprintf("transfer:crowd-%d", i)), Name: fmt.Sprintf("Crowded deal %d", i), Period: m.period()}, Supplier: m.hub(), Recipient: m.anyone(), WeaponSystem: weapon.ID}
	introduce(r, deal.Supplier, deal.Recipient)
	r.State(deal, "")
	r.Relate(&graph.Transfers{}, graph.RelationshipHeader{FromID: deal.ID, ToID: weapon.ID}, "")
}

func (m *crowdMaker) membership(r *loaders.Record, i int) {
	body := &graph.Organization{Header: graph.Header{ID: graph.ID(fmt.Sprintf("org:crowd-%d", m.hubs.Uint64()))}, Kind: graph.OrganizationIGO}
	body.Name = "Crowded Organization " + strings.TrimPrefix(string(body.ID), "org:crowd-")
	r.State(body, "")
	member := m.anyone()
	introduce(r, member)
	r.Relate(&graph.MemberOf{}, graph.RelationshipHeader{FromID: member, ToID: body.ID, Period: m.period()}, fmt.Sprint(i))
}

func (m *crowdMaker) participation(r *loaders.Record, i int) {
	war := &graph.Conflict{Header: graph.Header{ID: graph.ID(fmt.Sprintf("conflict:crowd-%d", m.hubs.Uint64())), Period: graph.Period{From: graph.FullDate(1900, 1, 1)}}, Kind: graph.ConflictInterstateWar}
	war.Name = "Crowded War " + strings.TrimPrefix(string(war.ID), "conflict:crowd-")
	r.State(war, "")
	side := &graph.ParticipatedIn{Side: "A"}
	if i%2 == 1 {
		side.Side = "B"
	}
	actor := m.anyone()
	introduce(r, actor)
	r.Relate(side, graph.RelationshipHeader{FromID: actor, ToID: war.ID, Period: graph.Period{From: m.day(1900, 100)}}, fmt.Sprint(i))
}

func (m *crowdMaker) border(r *loaders.Record, i int) {
	from, to := m.hub(), m.anyone()
	introduce(r, from, to)
	r.Relate(&graph.Borders{Kind: "LAND"}, graph.RelationshipHeader{FromID: from, ToID: to, Period: m.period()}, fmt.Sprint(i))
}

// TestACrowd: where there is far too much to draw or to work out, every page still answers, with tables and groups, and
// says so. The short form has 200,000 relationships, nearly all of one state; the long one has 10^6, as a world would.
func TestACrowd(t *testing.T) {
	all := crowd{relationships: 200_000, slope: 8}
	if os.Getenv("PROOF") == "long" {
		all = crowd{relationships: 1_000_000, slope: 1.5}
	}
	b := benchOf(t, "crowd", func(t *testing.T, store graph.Store) {
		report, err := runner.Run(t.Context(), store, all.loader(), runner.Options{})
		if err != nil || report.Rejected > 0 {
			t.Fatalf("%+v, %v", report, err)
		}
		t.Logf("%d relationships", report.Result.RelationshipsCreated)
	})
	const groups, on = "too much for one answer, so here", "&asOf=2000-01-01"
	for path, says := range map[string]string{
		"/": "Entente", "/?from=" + hub + "&to=" + secondHub + "&on=2000-01-01": "Crowded State 0", "/data": "2 datasets",
		"/data?tab=runs": "load", "/data?tab=contradictions": groups, "/data?tab=differ": "too many to look for", "/data?tab=arms": "deals", "/data?tab=counts": "nodes",
		"/node/" + hub + "?tab=" + on: "In groups, 1 Jan 2000", "/node/" + hub + "?tab=treaties" + on: "more than 5000 relationships [PARTY_TO]", "/node/" + hub + "?tab=memberships" + on: "Memberships",
		"/node/" + hub + "?tab=weapons" + on: "the first 500", "/node/" + hub + "?tab=events" + on: "Events", "/node/" + hub + "?tab=relationships" + on: "Show the other",
		"/node/" + hub + "?tab=statements" + on: "A crowd", "/node/" + hugePact + "?tab=" + on: "Article 1", "/node/" + hugePact + "?tab=parties" + on: "Crowded State 100",
		"/node/" + hugePact + "?tab=life" + on: "Treaty of very many", "/node/" + hugeBody + "?tab=" + on: "more than 5000 relationships [MEMBER_OF]", "/node/" + hugeWar + "?tab=" + on: "Show the other",
		"/node/" + hugeModel + "?tab=" + on:                                  "Crowded weapon 0",
		"/paths?from=" + hub + "&to=" + secondHub + on:                       "is bound to",
		"/paths?from=" + hub + "&to=" + secondHub + "&hops=6&k=50" + on:      "50 paths of at most 6 steps are too much for one answer",
		"/paths?from=state:crowd-777&to=state:crowd-4242&profile=ANY" + on:   "Crowded State 777",
		"/attack?a=" + secondHub + "&v=" + hub + on:                          groups,
		"/attack?a=" + hub + "&v=" + secondHub + "&view=map" + on:            groups,
		"/attack?a=state:RUS&v=state:EST&asOf=2024-12-04":                    "must help",
		"/diff?d1=1990-01-01&d2=2000-01-01":                                  "here they are in groups",
		"/diff?d1=1900-01-01&d2=2025-01-01&actor=" + hub:                     groups,
		"/diff?d1=1990-01-01&d2=2000-01-01&actor=state:crowd-9&view=diagram": "Crowded State 9",
		"/timeline?actor=" + hub + "&from=1816-01-01&to=2025-12-31":          groups,
		"/timeline?actor=" + hub + "&kinds=EVENT&view=table":                 "Show the other",
		"/timeline?actor=" + hub + "&kinds=EVENT&view=map" + on:              "Too many are bound to colour a map",
		"/graph?ids=" + hub + on + "&view=diagram":                           groups,
		"/graph?ids=" + hub + on + "&view=table":                             "Duties in force",
		"/graph?ids=" + hugePact + on + "&view=diagram":                      "Treaty of very many",
		"/graph?ids=state:crowd-9&x=" + hub + "~BORDERS~OUT" + on:            "the first 200 relationships",
	} {
		p := b.open(t, path)
		_, err := chromedp.Run(p.ctx, chromedp.Poll[bool](fmt.Sprintf(`document.querySelector("main").innerText.includes(%q)`, says), chromedp.WithPollingTimeout(10*time.Second)))
		if err != nil {
			t.Errorf("%s does not say %q: %.600s", path, says, value[string](p, `document.querySelector("main").innerText`))
		}
		if fault := value[string](p, `document.querySelector("main .faultbox, main .fault")?.innerText ?? ""`); fault != "" {
			t.Errorf("%s: %s", path, fault)
		}
		if elements := value[int](p, `document.querySelectorAll("*").length`); elements > 15_000 {
			t.Errorf("%s is a page of %d elements", path, elements)
		}
	}

	t.Run("a hub is found while one types", func(t *testing.T) {
		p := b.open(t, "/")
		p.do(chromedp.SendKeys(chromedp.CSS(`#search-box`), "Crowded State 12"))
		p.until(`document.body.innerText.includes("Crowded State 12")`)
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		b.clean(t, "/attack?a="+secondHub+"&v="+hub+on, "/timeline?actor="+hub+"&from=1816-01-01&to=2025-12-31", "/graph?ids="+hub+on+"&view=diagram")
	})
}
