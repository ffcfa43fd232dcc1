package curated

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/loaders/input"
)

// TestTheBundledFactsKeepTheRules is the lint of the bundled data.
func TestTheBundledFactsKeepTheRules(t *testing.T) {
	faults, err := check(yamlFiles(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

// sound is a file without a fault. The cases put one in.
const sound = `treaties:
- id: treaty:made-up
  title: A treaty that was made up
  kind: TREATY
  signed: '1950-01-02'
  in_force: '1951-02-03'
  ended: '1960-04-05'
  ended_how: EXPIRY
  parties:
  - {actor: 'state:FRA', in_force: '1951-02-03', ended: '1955-01-01', ended_how: WITHDRAWAL}
  - {actor: 'state:BEL', in_force: '1951-02-03'}
  articles:
  - number: '4'
    summary: Each helps the other.
    obligations:
    - {type: DEFENSE, mutual: true, obligors: [ALL_PARTIES], beneficiaries: [ALL_PARTIES], conditions: [{kind: ARMED_ATTACK}]}
  sources: [general-knowledge]
  checked: GENERAL
`

func factsIn(t *testing.T, text string) []string {
	t.Helper()
	faults, err := CheckFacts([]input.File{yamlFile("made.yaml", text)})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range faults {
		out = append(out, f.String())
	}
	return out
}

func TestEachFaultInAFileOfFactsIsToldWithItsLine(t *testing.T) {
	if faults := factsIn(t, sound); len(faults) > 0 {
		t.Fatalf("faults in what has none: %q", faults)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"a field that is not known":      {"title:", "titel:", `made.yaml:3: treaty:made-up: there is no field "titel"; is "title" meant?`},
		"a field that resembles none":    {"title:", "zzzz:", `made.yaml:3: treaty:made-up: there is no field "zzzz" here; the fields are aliases, articles,`},
		"a section that is not known":    {"treaties:", "treatys:", `made.yaml:1: there is no field "treatys"; is "treaties" meant?`},
		"a text where a list goes":       {"sources: [general-knowledge]", "sources: general-knowledge", "made.yaml:17: treaty:made-up: sources: want a list"},
		"a list where a text goes":       {"kind: TREATY", "kind: [TREATY]", "made.yaml:4: treaty:made-up: kind: want a text, not a list"},
		"a word where yes or no goes":    {"mutual: true", "mutual: maybe", "made.yaml:16: treaty:made-up: mutual: want true or false, not maybe"},
		"nothing where a value goes":     {"kind: TREATY", "kind:", "made.yaml:4: treaty:made-up: kind: has no value"},
		"an anchor":                      {"kind: TREATY", "kind: &k TREATY", "made.yaml:4: treaty:made-up: kind: anchors (&)"},
		"no YAML":                        {"sources: [", "sources: [[", "made.yaml:"},
		"a date that is none":            {"1950-01-02", "1950-13-02", "made.yaml:5: treaty:made-up: date 1950-13-02: not in the calendar"},
		"a date in another order":        {"1950-01-02", "02.01.1950", `made.yaml:5: treaty:made-up: date "02.01.1950": want YYYY, YYYY-MM or YYYY-MM-DD`},
		"a word that is none of the set": {"kind: TREATY", "kind: PACT", `made.yaml:4: treaty:made-up: kind: "PACT" is none of TREATY, AGREEMENT`},
		"a condition that is none":       {"ARMED_ATTACK", "ATTACK", `made.yaml:16: treaty:made-up: kind: "ATTACK" is none of ARMED_ATTACK`},
		"an actor that is not there":     {"'state:BEL'", "'state:BLE'", "made.yaml:11: state:BLE: actor: nothing has the id state:BLE; is state:"},
		"a source that is not there":     {"[general-knowledge]", "[general-knowlege]", "made.yaml:17: treaty:made-up: sources: nothing has the id source:general-knowlege; is source:general-knowledge meant?"},
		"a treaty that is there already": {"treaty:made-up", "treaty:nato-1949", "made.yaml:2: treaty:nato-1949: is defined twice: the bundled dataset has it already, in treaties-atlantic.yaml"},
		"no source":                      {"sources: [general-knowledge]\n", "\n", "made.yaml:2: treaty:made-up: names no source"},
		"no number of the article":       {"number: '4'", "key: u1", "made.yaml:16: treaty:made-up: DEFENSE duty of article u1: a duty of defence names the article that imposes it"},
		"no article at all":              {"number: '4'", "heading: Help", "made.yaml:13: treaty:made-up: an article has neither a number"},
		"in force before signed":         {"in_force: '1951-02-03'\n", "in_force: '1949'\n", "made.yaml:6: treaty:made-up: is in force from 1949, before it was signed on 1950-01-02"},
		"ended before it began":          {"'1960-04-05'", "'1930'", "made.yaml:7: treaty:made-up: ended on 1930, before"},
		"an accession before the treaty": {"BEL', in_force: '1951-02-03'", "BEL', in_force: '1950-05-05'", "made.yaml:11: treaty:made-up: state:BEL is bound from 1950-05-05, before the treaty was in force on 1951-02-03"},
		"an accession after its end":     {"BEL', in_force: '1951-02-03'", "BEL', in_force: '1970'", "made.yaml:11: treaty:made-up: state:BEL is bound from 1970, when the treaty had ended on 1960-04-05"},
		"no end where a source has one": {
			"  ended: '1960-04-05'\n", "  status: UNKNOWN\n  differs: [{property: ended, value: '1960-04-05', by: a source, source: general-knowledge, checked: GENERAL}]\n",
			"made.yaml:2: treaty:made-up: whether it is still in force is not known, and a source has it end",
		},
		"one of two has consented": {
			"  in_force: '1951-02-03'\n  ended: '1960-04-05'\n  ended_how: EXPIRY\n  parties:\n  - {actor: 'state:FRA', in_force: '1951-02-03', ended: '1955-01-01', ended_how: WITHDRAWAL}\n",
			"  in_force_unknown: true\n  status: UNKNOWN\n  parties:\n  - {actor: 'state:FRA'}\n",
			"made.yaml:6: treaty:made-up: one of its two parties has consented, and of the other nothing is known",
		},
		"a text that nobody read": {
			"  ended_how: EXPIRY\n", "  ended_how: EXPIRY\n  no_duty: [OFFENSE]\n",
			"made.yaml:9: treaty:made-up: that it imposes no OFFENSE duty is known from its text alone",
		},
		"a duty that it has and has not": {
			"  ended_how: EXPIRY\n", "  ended_how: EXPIRY\n  no_duty: [DEFENSE]\n  sourced: {no_duty: {source: general-knowledge, checked: TEXT}}\n",
			"made.yaml:9: treaty:made-up: an article imposes a DEFENSE duty",
		},
		"a party that outlives it":    {"'1955-01-01'", "'1961'", "made.yaml:10: treaty:made-up: state:FRA is a party until 1961, but the treaty ended on 1960-04-05"},
		"a party that was no more":    {"'state:BEL', in_force: '1951-02-03'", "'state:german-reich', in_force: '1951-02-03', ended: '1952'", "made.yaml:11: treaty:made-up: state:german-reich is a party until 1952, but was no more from 1945-05-08"},
		"an obligor that is no party": {"obligors: [ALL_PARTIES]", "obligors: ['state:DEU']", "made.yaml:16: treaty:made-up: DEFENSE duty of article 4: state:DEU owes it, but is not among the parties"},
		"a duty past a withdrawal": {
			"obligors: [ALL_PARTIES]", "obligors: [{actor: 'state:FRA', until: '1958'}]",
			"made.yaml:16: treaty:made-up: DEFENSE duty of article 4: state:FRA owes it until 1958, but was a party until 1955-01-01",
		},
		"a duty past the treaty":    {"{type: DEFENSE,", "{type: DEFENSE, until: '1970',", "made.yaml:16: treaty:made-up: DEFENSE duty of article 4: counts until 1970, but the treaty ended on 1960-04-05"},
		"a duty that nobody owes":   {"obligors: [ALL_PARTIES], ", "", "made.yaml:16: treaty:made-up: DEFENSE duty of article 4: want obligors"},
		"an article that is twice":  {"  articles:\n", "  articles:\n  - {number: '4', summary: X}\n", "made.yaml:14: article:made-up/4: is defined twice: made.yaml has it already, on line 13"},
		"a kind of check not known": {"GENERAL\n", "SURELY\n", `treaty:made-up: checked: "SURELY" is none of`},
		"a test of no duty": {
			"treaties:\n", "compliance:\n- {event: 'event:nato-article-5-2001', treaty: 'treaty:made-up', article: '5', obligor: 'state:FRA', beneficiary: 'state:BEL', outcome: HONOURED, sources: [general-knowledge]}\ntreaties:\n",
			`made.yaml:2: event:nato-article-5-2001: article "5" of treaty:made-up is none that imposes a duty`,
		},
		"a test past a withdrawal": {
			"treaties:\n", "compliance:\n- {event: 'event:nato-article-5-2001', treaty: 'treaty:made-up', article: '4', obligor: 'state:FRA', beneficiary: 'state:BEL', outcome: HONOURED, sources: [general-knowledge]}\ntreaties:\n",
			"made.yaml:2: event:nato-article-5-2001: state:FRA was a party of treaty:made-up until 1955-01-01; the event is of 2001-",
		},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(sound, c.old, c.new, 1)
			if text == sound {
				t.Fatalf("%q is not in the file", c.old)
			}
			if got := factsIn(t, text); !slices.ContainsFunc(got, func(s string) bool {
				return strings.HasPrefix(s, c.want) || c.want[0] != 'm' && strings.Contains(s, c.want)
			}) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheMarkThatEditorsPutBeforeATextIsNoFault(t *testing.T) {
	if faults := factsIn(t, "\ufeff"+sound); len(faults) > 0 {
		t.Errorf("%q", faults)
	}
}

func TestAllFaultsOfAFileAreToldInTheOrderOfItsLines(t *testing.T) {
	text := strings.NewReplacer("kind: TREATY", "kind: PACT", "'state:BEL'", "'state:XYZ'", "number: '4'", "key: u1").Replace(sound)
	var lines []string
	for _, s := range factsIn(t, text) {
		lines = append(lines, strings.Split(s, ":")[1])
	}
	if diff := cmp.Diff([]string{"4", "11", "16"}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestAFileOfTheDatasetIsCheckedInItsPlace(t *testing.T) {
	for _, f := range yamlFiles(t) {
		if f.Name == "treaties-atlantic.yaml" {
			if faults, err := CheckFacts([]input.File{f}); err != nil || len(faults) > 0 {
				t.Errorf("%v, %v", faults, err)
			}
		}
	}
}

// TestHostileFactsAreRefusedInTime never parses what is not refused first.
func TestHostileFactsAreRefusedInTime(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "a comment": "# nothing\n", "brackets": strings.Repeat("[", 100_000), "two documents": sound + "---\n" + sound, "a list": "- a\n", "a word": "x",
		"bytes": strings.Repeat("x", 2<<20), "aliases": "a: &a [x]\nb: *a\n", "nul": "treaties:\n- id: \"\\0\"\n", "binary": "\xff\xfe\x00",
		"many faults": "treaties:\n" + strings.Repeat("- {id: x, zz: 1}\n", 5_000),
	} {
		start := time.Now()
		if faults := factsIn(t, text); len(faults) == 0 {
			t.Errorf("%s: no fault", name)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: %v", name, took)
		}
	}
}
