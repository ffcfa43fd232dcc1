package curated

import (
	"io"
	"strings"
	"testing"

	"github.com/entente-graph/entente/loaders/input"
)

func yamlFile(name, text string) input.File {
	return input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func TestFaultsInTheYAMLAreRefusedWithFileAndLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"an unknown key":                     {"states:\n- id: state:AAA\n  nmae: Atlantis\n", "made.yaml:3: unknown field \"nmae\""},
		"a date that is none":                {"states:\n- id: state:AAA\n  name: Atlantis\n  from: '1949-13'\n", "made.yaml:4: "},
		"text that is no YAML":               {"states:\n- id: [state:AAA\n", "made.yaml:"},
		"a node defined twice":               {"places:\n- {id: a, name: A, lat: 1, lon: 1}\n- id: a\n  name: A\n", "made.yaml:2: place:a: is defined twice"},
		"an actor that is not there":         {"places:\n- {id: b, name: B, lat: 1, lon: 1}\ntreaties:\n- id: treaty:x\n  title: X\n  signed: '1900'\n  parties:\n  - actor: state:AAA\n", "made.yaml:8: state:AAA: actor: nothing has the id state:AAA, in any of the files"},
		"a source that is not there":         {"persons:\n- id: person:x\n  name: X\n  sources: [nowhere]\n", "made.yaml:2: person:x: sources: nothing has the id source:nowhere"},
		"a cited source that is not there":   {"persons:\n- id: person:x\n  name: X\n  sourced: {name: {source: nowhere, checked: TEXT}}\n", "made.yaml:2: person:x: source: nothing has the id source:nowhere"},
		"a citation of what is not told":     {"persons:\n- id: person:x\n  name: X\n  sourced: {note: {source: general-knowledge, checked: GENERAL}}\n", "made.yaml:2: person:x: sourced: the entry gives no note"},
		"a citation that was not checked":    {"persons:\n- id: person:x\n  name: X\n  sourced: {name: {source: general-knowledge}}\n", "made.yaml:2: person:x: sourced: name: want its source, and by what it was checked"},
		"a kind of check that is none":       {"persons:\n- id: person:x\n  name: X\n  checked: SURELY\n", "made.yaml:2: person:x: checked: \"SURELY\" is none of"},
		"general knowledge that was checked": {"persons:\n- id: person:x\n  name: X\n  sourced: {name: {source: general-knowledge, checked: TEXT}}\n", "general knowledge, and nothing else, is checked: GENERAL"},
		"a long quotation":                   {"treaties:\n- id: treaty:x\n  title: X\n  parties:\n  - actor: state:A\n    in_force: '1900'\n    differs: [{property: in_force, value: '1901', source: s, checked: TEXT, quotation: " + strings.Repeat("w ", 26) + "}]\n", "made.yaml:5: state:A: differs: in_force: a quotation of 26 words"},
		"an obligor with a typo":             {"treaties:\n- id: treaty:x\n  title: X\n  articles:\n  - number: '1'\n    obligations:\n    - {type: DEFENSE, obligors: [{acter: 'state:A'}]}\n", "want an id or {actor, from, until}"},
	} {
		t.Run(name, func(t *testing.T) {
			source := "sources:\n- id: general-knowledge\n  title: General knowledge\n"
			_, err := read([]input.File{yamlFile("made.yaml", c.text), yamlFile("sources.yaml", source)})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAnEditedCopyLoads(t *testing.T) {
	text := "sources:\n- id: general-knowledge\n  title: General knowledge\nstates:\n- id: state:AAA\n  name: Atlantis\n  capital: {name: Poseidonis, lat: 1, lon: 2}\n"
	records, err := read([]input.File{yamlFile("own.yaml", text)})
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != 2 || records[1].Nodes[0].ID != "state:AAA" || records[1].Nodes[0].Properties["capital"] != "Poseidonis" {
		t.Errorf("records %+v", records)
	}
}
