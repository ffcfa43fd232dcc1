package alliance_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

var pairs = [][2]graph.ID{{rus, est}, {prk, kor}, {usa, prk}, {chn, "state:JPN"}, {"state:TUR", "state:GRC"}, {"state:ARG", "state:GBR"}, {"state:IRQ", "state:KWT"}, {"state:DEU", "state:FRA"}}

// measured runs a question about each pair in turn and reports the 99th percentile, which is the promise that matters.
func measured(b *testing.B, ask func(context.Context, int) error) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if err := ask(b.Context(), i%len(pairs)); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// onBothStores benchmarks a question on memstore and on Neo4j, where both hold the bundled data, COW and ATOP. The
// answers of Neo4j must be those of memstore, and memstore's are checked by the caller.
func onBothStores(b *testing.B, check func(*testing.B, graph.Reader) string, question func(graph.Reader) func(context.Context, int) error) {
	var want string
	b.Run("memory", func(b *testing.B) {
		store := research(b)
		want = check(b, store)
		measured(b, question(store))
	})
	b.Run("neo4j", func(b *testing.B) {
		store := neo4jWith(b, researchDatasets...)
		if want == "" {
			want = check(b, research(b))
		}
		if diff := cmp.Diff(want, check(b, store)); diff != "" {
			b.Fatalf("Neo4j answers differently (-memstore +neo4j):\n%s", diff)
		}
		measured(b, question(store))
	})
}

func BenchmarkObligationsIfAttacked(b *testing.B) {
	ask := func(ctx context.Context, r graph.Reader, pair int) (*alliance.AttackAssessment, error) {
		return alliance.IfAttacked(ctx, r, alliance.Question{Attacker: pairs[pair][0], Victim: pairs[pair][1], On: 20100101, Scenario: alliance.DefaultScenario()})
	}
	check := func(b *testing.B, r graph.Reader) (all string) {
		for i := range pairs {
			a, err := ask(b.Context(), r, i)
			if err != nil {
				b.Fatal(err)
			}
			if i == 0 {
				wantDuty(b, verdict(b, a, usa, alliance.VerdictObliged).Because, "treaty:nato-1949", "5", graph.ObligationDefense)
			}
			all += summary(a)
		}
		return all
	}
	onBothStores(b, check, func(r graph.Reader) func(context.Context, int) error {
		return func(ctx context.Context, pair int) error { _, err := ask(ctx, r, pair); return err }
	})
}

func BenchmarkCascade(b *testing.B) {
	for _, escalation := range []alliance.Escalation{alliance.EscalationNone, alliance.EscalationCounterattack} {
		ask := func(ctx context.Context, r graph.Reader, pair int) (*alliance.Cascade, error) {
			return alliance.RunCascade(ctx, r, alliance.CascadeQuestion{
				Attacks: []alliance.Attack{{Attacker: pairs[pair][0], Victim: pairs[pair][1]}}, On: 20100101,
				Escalation: escalation, Scenario: alliance.DefaultScenario(),
			})
		}
		check := func(b *testing.B, r graph.Reader) (all string) {
			for i := range pairs {
				c, err := ask(b.Context(), r, i)
				if err != nil {
					b.Fatal(err)
				}
				if i == 0 && (len(c.Rounds) == 0 || !slices.ContainsFunc(c.Rounds[0].Entrants, func(e *alliance.Entrant) bool { return e.Actor.Head().ID == usa && e.Side == alliance.SideVictim })) {
					b.Fatal("the United States does not enter in the first round on Estonia's side")
				}
				all += story(c)
			}
			return all
		}
		b.Run(string(escalation), func(b *testing.B) {
			onBothStores(b, check, func(r graph.Reader) func(context.Context, int) error {
				return func(ctx context.Context, pair int) error { _, err := ask(ctx, r, pair); return err }
			})
		})
	}
}
