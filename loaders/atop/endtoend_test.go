package atop_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/atop"
	"github.com/entente-graph/entente/loaders/cowalliances"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/runner"
)

func load(t *testing.T, store graph.Store, loader loaders.Loader, paths ...string) runner.Report {
	t.Helper()
	report, err := runner.Run(t.Context(), store, loader, runner.Options{Paths: paths, Identities: loadertest.Identities(t)})
	if err != nil {
		t.Fatalf("load %s: %v", loader.Name, err)
	}
	return report
}

func fingerprint(t *testing.T, store graph.Store) string {
	t.Helper()
	stats, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats.Fingerprint.String()
}

func TestTwoDatasetsOnOneTreatyInAnyOrder(t *testing.T) {
	data := shareddata.Dir(t)
	cow := filepath.Join(data, "cow", "alliance_v4.1_by_member.csv")
	atopFiles := []string{filepath.Join(data, "atop", "atop-alliance-level.csv"), filepath.Join(data, "atop", "atop-member-level.csv")}
	one, other := memstore.New(), memstore.New()
	defer one.Close()
	defer other.Close()
	load(t, one, curated.New())
	if r := load(t, one, cowalliances.Loader, cow); r.Accepted != 1221 || r.Rejected != 0 || r.UnknownCount != 0 {
		t.Errorf("cow-alliances: accepted %d, rejected %d, unknown %v; want 1221, 0 and none", r.Accepted, r.Rejected, r.Unknown)
	}
	if r := load(t, one, atop.Loader, atopFiles...); r.Accepted != 3143 || r.Rejected != 0 {
		t.Errorf("atop: accepted %d, rejected %d (%v); want 3143 and 0", r.Accepted, r.Rejected, r.Examples)
	}
	load(t, other, atop.Loader, atopFiles...)
	load(t, other, cowalliances.Loader, cow)
	load(t, other, curated.New())
	if fingerprint(t, one) != fingerprint(t, other) {
		t.Error("the order of loading shows in the fingerprint")
	}
	if r := load(t, one, cowalliances.Loader, cow); !r.NoChange {
		t.Errorf("loading again changed something: %+v", r.Result)
	}

	t.Run("each COW number is one treaty", func(t *testing.T) {
		var refs []graph.IdentifierRef
		for i := 1; i <= 414; i++ {
			refs = append(refs, graph.IdentifierRef{Scheme: graph.SchemeCOWAlliance, Value: strconv.Itoa(i)})
		}
		found, err := one.Lookup(t.Context(), refs, 0)
		if err != nil {
			t.Fatal(err)
		}
		for i, ids := range found {
			if len(ids) != 1 {
				t.Errorf("COW alliance %d is %v", i+1, ids)
			}
		}
	})
	t.Run("the end of the treaty of 1961 is a disagreement", func(t *testing.T) {
		records, err := one.Statements(t.Context(), []graph.ID{"treaty:su-kp-1961"})
		if err != nil {
			t.Fatal(err)
		}
		got := map[graph.ID]any{}
		for _, d := range graph.DisagreementsOf(records[0]) {
			if d.Property == "ended" {
				for _, s := range d.Values {
					got[s.DatasetID] = s.Value
				}
			}
		}
		if got["dataset:cow-alliances"] != "1995-09-07" || got["dataset:atop"] != "1996-09-10" {
			t.Errorf("got %v", got)
		}
	})
	t.Run("a row that has gone takes only its own statements along", func(t *testing.T) {
		text, err := os.ReadFile(cow)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(text), "\n")
		shorter := filepath.Join(t.TempDir(), filepath.Base(cow))
		if err := os.WriteFile(shorter, []byte(strings.Join(append(lines[:600:600], lines[601:]...), "")), 0o600); err != nil {
			t.Fatal(err)
		}
		r := load(t, one, cowalliances.Loader, shorter)
		// The dataset's own node changes with its fingerprint, and a treaty's name may.
		if r.Accepted != 1220 || r.Result.RelationshipsRemoved == 0 || r.Result.RelationshipsChanged > 0 || r.Result.RelationshipsCreated > 0 || r.Result.NodesChanged > 2 {
			t.Errorf("%+v", r.Result)
		}
	})
	t.Run("another dataset's file is refused and nothing is written", func(t *testing.T) {
		before := fingerprint(t, one)
		_, err := runner.Run(t.Context(), one, atop.Loader, runner.Options{
			Identities: loadertest.Identities(t),
			Paths:      []string{filepath.Join(data, "sipri", "sipri_trade_register_2026_excerpt.csv")},
		})
		if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "missing columns atopid, begyr") {
			t.Errorf("got %v", err)
		}
		if diff := cmp.Diff(before, fingerprint(t, one)); diff != "" {
			t.Error(diff)
		}
	})
}
