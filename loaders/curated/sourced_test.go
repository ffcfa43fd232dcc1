package curated

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// example is the YAML that docs/curated.md shows.
func example(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/curated.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "```yaml\n")
	text, _, ok := strings.Cut(after, "```")
	if !ok {
		t.Fatal("docs/curated.md shows no YAML")
	}
	return text
}

func TestASourceThatNobodyReadGivesLittleConfidence(t *testing.T) {
	text := "sources:\n- {id: list, title: A list of parties}\n- {id: page, title: A page, checked: true}\npersons:\n" +
		"- {id: 'person:x', name: X, note: N, sources: [page], checked: OFFICIAL, sourced: {note: {source: list, checked: REGISTER}}}\n"
	records, err := read([]input.File{yamlFile("made.yaml", text)})
	if err != nil {
		t.Fatal(err)
	}
	statements := graph.StatementsOf(records[1].Nodes)
	if len(statements) != 2 {
		t.Fatalf("%d statements; want one of the name and one of the note", len(statements))
	}
	for _, s := range statements {
		if want := map[string]int{"name": confidenceChecked, "note": confidenceUnread}[s.Property]; *s.Confidence != want {
			t.Errorf("%s: confidence %d, want %d", s.Property, *s.Confidence, want)
		}
	}
}

// told lists what the records of a node, or a relationship, state of a property, and who says so.
func told(list []graph.Statement, property string) []string {
	var out []string
	for _, s := range list {
		if s.Property == property {
			out = append(out, fmt.Sprintf("%v: %s, %s, %s, %q, %d", s.Value, s.SourceID, s.Locator, s.Checked, s.Quotation, *s.Confidence))
		}
	}
	return out
}

func TestEveryValueHasItsOwnSource(t *testing.T) {
	records, err := read([]input.File{yamlFile("made.yaml", example(t))})
	if err != nil {
		t.Fatal(err)
	}
	statements := map[string][]graph.Statement{}
	for _, r := range records {
		for _, n := range r.Nodes {
			n.Dataset = DatasetID
			if err := n.Validate(); err != nil {
				t.Error(err)
			}
			statements[string(n.ID)] = graph.StatementsOf([]graph.NodeRecord{n})
		}
		for _, l := range r.Relationships {
			l.Dataset = DatasetID
			if err := l.Validate(); err != nil {
				t.Error(err)
			}
			key := fmt.Sprintf("%s %s %s", l.From, l.Type, l.To)
			statements[key] = graph.StatementsOf([]graph.NodeRecord{{Properties: l.Properties, Source: l.Source, Locator: l.Locator, Confidence: l.Confidence}})
		}
	}
	for _, c := range []struct {
		of, property string
		want         []string
	}{
		{"treaty:pact", "signed", []string{`1900-01-02: source:text, made.yaml, TEXT, "", 95`}},
		{"treaty:pact", "inForce", []string{`1901-02-03: source:register, No. 7, REGISTER, "entered into force", 90`}},
		{"treaty:pact", "from", []string{`1901-02-03: source:register, No. 7, REGISTER, "entered into force", 90`}},
		{"treaty:pact", "ended", []string{`1950-01-01: source:ministry, made.yaml, OFFICIAL, "", 90`, `1949-12-31: source:atop, atopid 9, DATASET, "", 80`}},
		{"state:AAA PARTY_TO treaty:pact", "inForce", []string{`1901-02-03: source:text, made.yaml, TEXT, "", 95`}},
		{"state:AAA PARTY_TO treaty:pact", "ended", []string{`1940-05-06: source:ministry, note of 6 May, OFFICIAL, "", 90`, `1940-06-01: source:atop, made.yaml, DATASET, "", 80`}},
		{"state:AAA PARTY_TO treaty:pact", "until", []string{`1940-05-06: source:ministry, note of 6 May, OFFICIAL, "", 90`}},
		{"state:LEM PARTY_TO treaty:pact", "inForce", []string{`1901-02-03: source:register, made.yaml, REGISTER, "", 90`}},
		{"article:pact/4", "quotation", []string{`shall assist: source:text, Article 4, TEXT, "", 95`}},
		{"obligation:pact/4/1", "mutual", []string{`true: source:text, Article 4, TEXT, "", 95`}},
		{"source:atop MENTIONS treaty:pact", "from", nil},
	} {
		if _, ok := statements[c.of]; !ok {
			t.Errorf("%s is missing", c.of)
		}
		if diff := cmp.Diff(c.want, told(statements[c.of], c.property)); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", c.property, c.of, diff)
		}
	}
	conditions := told(statements["obligation:pact/4/1"], "conditions")
	if len(conditions) != 1 || !strings.Contains(conditions[0], "source:text, Article 4, paragraph 1, TEXT") {
		t.Errorf("conditions: %v", conditions)
	}
	if slices.ContainsFunc(statements["treaty:pact"], func(s graph.Statement) bool { return s.Property == "citations" }) {
		t.Error("citations are told as if they were a property of the treaty")
	}
}
