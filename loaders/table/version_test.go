package table_test

import (
	"testing"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/table"
)

func TestAVersionIsShownAsThePublisherWritesIt(t *testing.T) {
	for stated, want := range map[string]string{"3.10": "3.10", "3.1": "3.1", "4.0100002": "4.01", "4.01": "4.01", "5": "5", "5.0": "5", "2016": "2016", "x": "", "": ""} {
		if got := table.Version(loaders.Input{}, file("code,version\n1,"+stated+"\n"), "4.01"); got != want && !(want == "5" && got == stated) {
			t.Errorf("%q: %q, want %q", stated, got, want)
		}
	}
	if got := table.Version(loaders.Input{}, file("code;version\n1;4,2\n"), "4.1"); got != "4.2" {
		t.Errorf("with a decimal comma: %q", got)
	}
	if got := table.Version(loaders.Input{}, file("code,version\n1,5\n"), "5.0"); got != "5.0" {
		t.Errorf("5 is not 5.0: %q", got)
	}
}
