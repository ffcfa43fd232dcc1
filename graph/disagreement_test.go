package graph_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

// TestRelationshipsDisagreeOnlyAboutTheSameMatter has one dataset's relationship meet one of another from the same node.
func TestRelationshipsDisagreeOnlyAboutTheSameMatter(t *testing.T) {
	since := func(dataset, to, from, until string) graph.RelationshipHeader {
		var p graph.Period
		p.From, _ = graph.ParseDate(from)
		p.Until, _ = graph.ParseDate(until)
		return graph.RelationshipHeader{DatasetID: graph.ID("dataset:" + dataset), FromID: "state:A", ToID: graph.ID(to), Period: p}
	}
	allied := func(h graph.RelationshipHeader, treaty graph.ID, duty graph.ObligationType, article string) graph.Relationship {
		return &graph.AlliedWith{RelationshipHeader: h, TreatyID: treaty, ObligationType: duty, ArticleNumber: graph.Text(article)}
	}
	office := func(h graph.RelationshipHeader, title string) graph.Relationship {
		return &graph.HoldsOffice{RelationshipHeader: h, Title: graph.Text(title)}
	}
	supplied := func(h graph.RelationshipHeader, weapon graph.ID) graph.Relationship {
		return &graph.Supplied{RelationshipHeader: h, WeaponSystemID: weapon}
	}
	own, other := since("own", "state:B", "1950", ""), since("other", "state:B", "1951", "")
	pact := allied(own, "treaty:t", graph.ObligationDefense, "1")
	for _, c := range []struct {
		name       string
		own, other graph.Relationship
		want       []string
	}{
		{"another start and article", pact, allied(other, "treaty:t", graph.ObligationDefense, "2"), []string{"articleNumber", "from"}},
		{"another treaty", pact, allied(other, "treaty:u", graph.ObligationDefense, "2"), nil},
		{"another duty", pact, allied(other, "treaty:t", graph.ObligationNeutral, "2"), nil},
		{"another state", pact, allied(since("other", "state:C", "1951", ""), "treaty:t", graph.ObligationDefense, "2"), nil},
		{"its own dataset", pact, allied(since("own", "state:B", "1951", ""), "treaty:t", graph.ObligationDefense, "2"), nil},
		{"another time", allied(since("own", "state:B", "1950", "1950-06-01"), "treaty:t", graph.ObligationDefense, "1"), allied(other, "treaty:t", graph.ObligationDefense, "2"), nil},
		{"one office", office(own, "President"), office(other, "President"), []string{"from"}},
		{"two offices", office(own, "President"), office(other, "Prime Minister"), nil},
		{"one weapon", supplied(own, "weapon:w"), supplied(other, "weapon:w"), []string{"from"}},
		{"two weapons", supplied(own, "weapon:w"), supplied(other, "weapon:x"), nil},
		{"weapons that nobody names", supplied(own, ""), supplied(other, ""), nil},
		{"any other type", &graph.Borders{RelationshipHeader: own, Kind: "LAND"}, &graph.Borders{RelationshipHeader: other, Kind: "WATER_12"}, []string{"from", "kind"}},
		{"what it does not say itself", &graph.Borders{RelationshipHeader: own}, &graph.Borders{RelationshipHeader: since("other", "state:B", "1950", ""), Kind: "LAND"}, nil},
	} {
		var got []string
		for _, d := range graph.RelationshipDisagreements(c.own, []graph.Relationship{c.other}) {
			got = append(got, d.Property)
			if d.Values[0].DatasetID != "dataset:own" || d.Reason != "a relationship is one dataset's statement; shown is that of dataset:own" {
				t.Errorf("%s: %s: shown is %s's, %q", c.name, d.Property, d.Values[0].DatasetID, d.Reason)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
