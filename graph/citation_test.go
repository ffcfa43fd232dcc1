package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

func citedRecord(citations ...graph.Citation) graph.NodeRecord {
	r := graph.NodeRecord{
		ID: "weapon:w", Label: graph.LabelWeaponSystem, Dataset: "dataset:a", Source: "source:own", Locator: "row 1",
		Properties: graph.Properties{"name": "W", "rangeKm": 100.0, "inService": "1990"},
	}
	r.Properties.Cite(citations...)
	return r
}

func TestAStatementHasTheSourceOfItsValue(t *testing.T) {
	sure, half := 90, 50
	r := citedRecord(graph.Citation{Property: "inService", Source: "source:army", Locator: "p. 3", Quotation: "entered service", Checked: graph.CheckedOfficial, Confidence: &sure},
		graph.Citation{Property: "rangeKm", Value: 120.0, Source: "source:press", Confidence: &half}, graph.Citation{Checked: graph.CheckedReport})
	if err := r.Validate(); err != nil {
		t.Fatal(err)
	}
	want := []graph.Statement{
		{Property: "inService", Value: "1990", DatasetID: "dataset:a", SourceID: "source:army", Locator: "p. 3", Confidence: &sure, Quotation: "entered service", Checked: graph.CheckedOfficial},
		{Property: "name", Value: "W", DatasetID: "dataset:a", SourceID: "source:own", Locator: "row 1", Checked: graph.CheckedReport},
		{Property: "rangeKm", Value: 100.0, DatasetID: "dataset:a", SourceID: "source:own", Locator: "row 1", Checked: graph.CheckedReport},
		{Property: "rangeKm", Value: 120.0, DatasetID: "dataset:a", SourceID: "source:press", Locator: "row 1", Confidence: &half},
	}
	if diff := cmp.Diff(want, graph.StatementsOf([]graph.NodeRecord{r})); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
	list := graph.DisagreementsOf([]graph.NodeRecord{r})
	if len(list) != 1 || list[0].Property != "rangeKm" || list[0].Chosen != 100.0 || len(list[0].Values) != 2 {
		t.Errorf("disagreements: %+v", list)
	}
	if _, shown := graph.Merge([]graph.NodeRecord{r}); shown["citations"] != nil || shown["rangeKm"] != 100.0 {
		t.Errorf("shown: %v", shown)
	}
}

func TestCitationsAreCheckedAgainstTheOntology(t *testing.T) {
	for name, c := range map[string]struct {
		citation graph.Citation
		want     string
	}{
		"an unknown property":         {graph.Citation{Property: "colour", Value: "red"}, `citation of "colour": no property that can be cited`},
		"a citation of citations":     {graph.Citation{Property: "citations"}, "no property that can be cited"},
		"what the record leaves open": {graph.Citation{Property: "firstTest", Source: "source:x"}, "states no such property"},
		"a value of another kind":     {graph.Citation{Property: "inService", Value: true}, "a bool is no DATE"},
		"a date that is none":         {graph.Citation{Property: "inService", Value: "1990-13"}, "1990-13"},
		"a check that is none":        {graph.Citation{Property: "name", Checked: "SURELY"}, `checked "SURELY" is none of`},
		"a source that is no id":      {graph.Citation{Property: "name", Source: "Jane's"}, "its source"},
		"a long quotation":            {graph.Citation{Property: "name", Quotation: graph.Text(strings.Repeat("w", 601))}, "at most 600 bytes"},
		"a confidence beyond all":     {graph.Citation{Property: "name", Confidence: pointer(101)}, "outside 0 to 100"},
	} {
		t.Run(name, func(t *testing.T) {
			r := citedRecord(c.citation)
			if err := r.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	r := citedRecord()
	r.Properties["citations"] = []string{`"text"`}
	if err := r.Validate(); err == nil {
		t.Error("a citation that is no object is taken")
	}
}

func pointer[T any](v T) *T { return &v }
