package icews

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestEveryEventOfACountryIsFoundByIt(t *testing.T) {
	path := filepath.Join(shareddata.Dir(t), "icews/events.2018.sample.first400.tab")
	result := loadertest.Load(t, Loader, loadertest.Identities(t), path)
	loadertest.Valid(t, Loader, result)
	events, linked := map[graph.ID]bool{}, map[graph.ID]bool{}
	for _, record := range result.Records {
		for _, n := range record.Nodes {
			events[n.ID] = n.Label == graph.LabelEvent
		}
		for _, r := range record.Relationships {
			linked[r.To] = linked[r.To] || r.From == "state:PRK"
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found, merged := 0, 0
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(line, "\t")
		if id := graph.ID("event:icews-" + fields[0]); fields[4] == "North Korea" || fields[10] == "North Korea" {
			switch {
			case !events[id]: // told from the other side before
				merged++
			case !linked[id]:
				t.Errorf("%s is not found by North Korea", id)
			default:
				found++
			}
		}
	}
	if found+merged != 70 || found < merged {
		t.Errorf("%d events found and %d rows merged with them, want 70 in all", found, merged)
	}
}

func TestTheCountryOfAnActorIsNamedBesideIt(t *testing.T) {
	const header = "Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Name\tTarget Country\n"
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "e.tab", header+
		"1\t2018-06-01\tKim Jong Un\tNorth Korea\t010\tJapan\tJapan\n2\t2018-06-31\tJapan\tJapan\t010\tUnited Nations\t\n")
	loadertest.Valid(t, Loader, result)
	var got []string
	for _, record := range result.Records {
		for _, r := range record.Relationships {
			role, _ := r.Properties["role"].(string)
			got = append(got, strings.Join([]string{string(r.Type), string(r.From), role, r.Properties.Period().Text()}, "|"))
		}
	}
	want := "ACTOR_IN|person:kim-jong-un|Kim Jong Un|2018-06-01 RECIPIENT_OF|state:JPN|Japan|2018-06-01 ACTOR_IN|state:PRK|country of Kim Jong Un|2018-06-01 " +
		"ACTOR_IN|state:JPN|Japan|2018-06 RECIPIENT_OF|org:un|United Nations|2018-06"
	if strings.Join(got, " ") != want {
		t.Errorf("%s", strings.Join(got, " "))
	}
}
