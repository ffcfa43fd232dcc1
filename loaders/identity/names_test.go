package identity_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/identity"
)

// listed knows three names, one of them twice.
type listed struct{ bundled }

func (listed) Names() iter.Seq2[string, loaders.Span] {
	return func(yield func(string, loaders.Span) bool) {
		_ = yield("North Korea", loaders.Span{ID: "state:PRK", Period: graph.Since(graph.FullDate(1948, 9, 9))}) &&
			yield("Korea", loaders.Span{ID: "state:PRK"}) && yield("Korea", loaders.Span{ID: "state:KOR"}) && yield("Türkiye", loaders.Span{ID: "state:TUR"})
	}
}

// namesOf lists "name id period", sorted.
func namesOf(ids loaders.Identities) (out []string) {
	for name, span := range loaders.NamesOf(ids) {
		out = append(out, fmt.Sprintf("%s %s %s", name, span.ID, span.Period.Text()))
	}
	slices.Sort(out)
	return out
}

func TestTheUsersAliasesAreListedInsteadOfTheNamesThatTheyAnswer(t *testing.T) {
	ids := identity.WithAliases(listed{}, identity.Aliases{"korea": "state:KOR", "hermit kingdom": "state:PRK"})
	want := []string{"North Korea state:PRK since 1948-09-09", "Türkiye state:TUR always", "hermit kingdom state:PRK always", "korea state:KOR always"}
	if diff := cmp.Diff(want, namesOf(ids)); diff != "" {
		t.Error(diff)
	}
	if got := namesOf(identity.WithAliases(bundled{}, identity.Aliases{"korea": "state:KOR"})); len(got) != 1 {
		t.Errorf("over identities that cannot list their names: %v", got)
	}
}

func TestStoredNamesAreListedWhereTheTableHasNone(t *testing.T) {
	ended := graph.Between(graph.YearOnly(1900), graph.FullDate(1920, 1, 1))
	store := storing(t,
		&graph.ArmedGroup{Header: graph.Header{ID: "group:houthis", Name: "Ansar Allah", Aliases: []string{"Houthis", "TURKIYE"}}},
		&graph.State{Header: graph.Header{ID: "state:OLD", Name: "Oldland", Period: ended}},
		&graph.Treaty{Header: graph.Header{ID: "treaty:old", Name: "Old Pact", Period: ended}},
		&graph.Event{Header: graph.Header{ID: "event:x", Name: "An event"}},
		&graph.Organization{Header: graph.Header{ID: "org:a", Name: "Twins"}},
		&graph.Organization{Header: graph.Header{ID: "org:b", Name: "Twins"}},
	)
	ids, err := identity.WithStored(t.Context(), listed{}, store)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Ansar Allah group:houthis always", "Houthis group:houthis always", "Korea state:KOR always", "Korea state:PRK always",
		"North Korea state:PRK since 1948-09-09", "Old Pact treaty:old always", "Oldland state:OLD " + ended.Text(),
		"Twins org:a always", "Twins org:b always", "Türkiye state:TUR always",
	}
	if diff := cmp.Diff(want, namesOf(ids)); diff != "" {
		t.Error(diff)
	}
}

func TestListingNamesStopsWhenNoMoreAreWanted(t *testing.T) {
	store := memstore.New()
	defer func() { _ = store.Close() }()
	record := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:OLD", Name: "Oldland", Aliases: []string{"Older Land"}}})
	record.Dataset = "dataset:x"
	if _, err := store.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{record}}); err != nil {
		t.Fatal(err)
	}
	ids, err := identity.WithStored(t.Context(), identity.WithAliases(listed{}, identity.Aliases{"korea": "state:KOR", "corea": "state:KOR"}), store)
	if err != nil {
		t.Fatal(err)
	}
	all := len(namesOf(ids))
	if all != 6 {
		t.Errorf("%d names, want 6: %v", all, namesOf(ids))
	}
	for most := 1; most <= all; most++ {
		n := 0
		for range loaders.NamesOf(ids) { // a range that ends early panics where the list goes on
			if n++; n == most {
				break
			}
		}
		if n != most {
			t.Errorf("%d names, want %d", n, most)
		}
	}
}
