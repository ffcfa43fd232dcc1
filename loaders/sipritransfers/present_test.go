package sipritransfers

import (
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestSIPRIsRecipientsAreTheStatesOfTheDay(t *testing.T) {
	for _, c := range []struct {
		name string
		on   graph.Day
		want graph.ID
	}{
		{"Serbia", 20100101, "state:SRB"},
		{"Serbia", 19980101, "state:SCG"},
		{"Serbia", 19700101, "state:YUG"},
		{"Aruba", 20120101, "state:ABW"},
		{"Western Sahara", 19800101, "state:ESH"},
		{"Northern Cyprus", 19900101, "state:northern-cyprus"},
		{"Katanga", 19610101, "state:katanga"},
		{"Biafra", 19680101, "state:biafra"},
		{"Central African Rep.", 19680101, "state:CAF"},
		{"Dominican Rep.", 19680101, "state:DOM"},
		{"Congo, Republic of", 19680101, "state:COG"},
		{"Russia", 19600101, "state:SUN"},
		{"Yugoslavia", 20010101, "state:SCG"},
	} {
		if id, _, candidates, ok := actor(loadertest.Identities(t), c.name, c.on); id != c.want || !ok {
			t.Errorf("%s on %s: %q %v; want %q", c.name, c.on, id, candidates, c.want)
		}
	}
}
