package cli_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/internal/cli"
	"github.com/entente-graph/entente/internal/shareddata"
)

// entente runs the program with an embedded store and returns what it printed.
func entente(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	app := cli.App{Version: "test", Stores: cli.Embedded()}
	var out, errs bytes.Buffer
	code = cli.Run(t.Context(), app, args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

func TestAsk(t *testing.T) {
	for name, c := range map[string]struct {
		args  string
		words []string
	}{
		"if attacked": {
			"if-attacked --attacker China --victim Japan --as-of 2026-01-01",
			[]string{"China attacks Japan, as of 2026-01-01", "OBLIGED", "United States must help Japan", "article V of the Treaty of Mutual Cooperation"},
		},
		"a withdrawal": {
			"if-attacked --attacker Ukraine --victim Russia --as-of 2024-12-04 --withdraw treaty:ru-kp-2024=PRK",
			[]string{"what-if: North Korea is FREE instead of OBLIGED", "lost: DEFENSE to Russia"},
		},
		"a new treaty": {"if-attacked --attacker PRK --victim KOR --as-of 2024-12-04 --add defense:Japan,KOR", []string{"what-if: Japan is OBLIGED instead of FREE", "gained: DEFENSE"}},
		"an amendment": {"if-attacked --attacker UKR --victim RUS --as-of 2024-12-04 --amend treaty:ru-kp-2024=4:consul", []string{"what-if: North Korea is CONSULT_ONLY instead of OBLIGED", "gained: CONSUL"}},
		"one treaty for another": {
			"if-attacked --attacker UKR --victim RUS --as-of 2024-12-04 --end treaty:ru-kp-2024 --add DEFENSE:PRK,RUS",
			[]string{"what-if: North Korea stays OBLIGED, with other duties", "gained: DEFENSE", "lost: DEFENSE"},
		},
		"a place":   {"if-attacked --attacker Argentina --victim GBR --as-of 1982-04-02 --where=-51.7,-59", []string{"the point -51.7, -59 lies outside the area"}},
		"pending":   {"if-attacked --attacker UKR --victim RUS --as-of 2024-10-15", []string{"signed and not in force: Treaty on Comprehensive Strategic Partnership"}},
		"a request": {"if-attacked --attacker UKR --victim RUS --as-of 2024-12-04 --requested yes", []string{"OBLIGED       Belarus"}},
		"a cascade": {
			"cascade --attacker USA --victim PRK --as-of 2025-01-01 --escalation COUNTERATTACK",
			[]string{"1      China", "1      Russia", "victims' side: North Korea, China, Russia", "stays out: Belarus"},
		},
		"two attacks":              {"cascade --attack China>Taiwan --attack PRK>KOR --as-of 2024-12-04", []string{"attackers' side: China, North Korea", "1      United States"}},
		"duties":                   {"duties --actor PRK --as-of 2024-12-04", []string{"owes Russia", "is owed by China", "article 4 of the Treaty on Comprehensive"}},
		"duties by type":           {"duties --actor Poland --as-of 1939-08-31 --type defense", []string{"is owed by the United Kingdom", "1939-08-25"}},
		"succession":               {"diff --from 1991-12-25 --to 1991-12-31 --actor Russia", []string{"1991-12-26", "CARRIED", "SUCCESSION to Soviet Union"}},
		"diff":                     {"diff --from 2020-01-01 --to 2025-01-01 --actor Finland --type DEFENSE", []string{"2023-04-04", "GAINED", "ACCESSION", "93 duties, 64 gained, 2 lost", "article 5 of the North Atlantic Treaty"}},
		"names with an article":    {"if-attacked --attacker state:german-reich --victim USA --as-of 1939-09-01", []string{"The German Reich attacks the United States, as of"}},
		"a pivot of a verdict":     {"pivots --attacker Russia --victim Finland --actor USA --as-of 2024-12-04", []string{"the United States withdraws from the North Atlantic Treaty: the verdict becomes FREE"}},
		"a pivot of a path":        {"pivots --from Belarus --to PRK --as-of 2025-01-01", []string{": no path is left"}},
		"history":                  {"history --a USA --b Poland --max-hops 2", []string{"have been bound directly since 1999-03-12", "shortest path since 1999-03-12: 1"}},
		"history today":            {"history --a Russia --b Belarus", []string{"Russia and Belarus"}},
		"history of a declaration": {"history --a Serbia --b Russia", []string{"no direct duty between Serbia and Russia that binds in international law", "Helsinki"}},
		"lifecycle":                {"lifecycle --treaty treaty:ru-kp-2024", []string{"2024-12-04", "ENTRY_INTO_FORCE", "curated", "RATIFICATION", "North Korea"}},
		"compliance":               {"compliance --treaty treaty:nato-1949 --outcome HONOURED", []string{"2001-09-12", "HONOURED", "United States", "North Atlantic Treaty"}},
		"contradictions":           {"contradictions --as-of 2024-12-04", []string{"POTENTIAL_DEFENSE_AGAINST_PROTECTED", "Russia owes North Korea defence under article 4"}},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := entente(t, append([]string{"ask"}, strings.Fields(c.args)...)...)
			if code != 0 {
				t.Fatalf("exit code %d: %s", code, errs)
			}
			for _, w := range c.words {
				if !strings.Contains(out, w) {
					t.Errorf("%q is not in the answer:\n%s", w, out)
				}
			}
		})
	}
}

func TestAskAnswersAsTheAPIDoes(t *testing.T) {
	code, out, errs := entente(t, "ask", "if-attacked", "--attacker", "China", "--victim", "Japan", "--as-of", "2026-01-01", "--json")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var answer struct {
		AsOf       string
		Responders []struct {
			Actor   struct{ ID string }
			Verdict string
			Because []struct{ Treaty struct{ ID string } }
		}
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	if first := answer.Responders[0]; answer.AsOf != "2026-01-01" || first.Actor.ID != "state:USA" || first.Verdict != "OBLIGED" || first.Because[0].Treaty.ID != "treaty:us-jp-1960" {
		t.Errorf("the answer is %+v", answer)
	}
}

func TestAskSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		args  string
		code  int
		words []string
	}{
		{"if-attacked --attacker Nrth-Korea --victim Japan", 2, []string{"attacker", "nearest"}},
		{"if-attacked --attacker China --victim China", 2, []string{"two actors"}},
		{"if-attacked --attacker USSR --victim USA --as-of 2024-01-01", 2, []string{"did not exist", "1991"}},
		{"if-attacked --attacker China --victim Japan --withdraw NATO", 2, []string{"TREATY=PARTY"}},
		{"if-attacked --attacker China --victim Japan --add DEFENCE:Japan,USA", 2, []string{"DEFENCE", "DEFENSE", "CONSUL"}},
		{"if-attacked --attacker China --victim Japan --amend treaty:nato-1949", 2, []string{"TREATY=ARTICLE:TYPE", "NONAGG"}},
		{"if-attacked --attacker China --victim Japan --adversaries 0", 2, []string{"adversaryCount 0", "at least 1"}},
		{"if-attacked --attacker China --victim Japan --requested maybe", 2, []string{"unknown", "entente ask if-attacked --help"}},
		{"if-attacked --attacker China --victim Japan --where north,south", 2, []string{"latitude"}},
		{"cascade", 2, []string{"no attack"}},
		{"pivots --attacker China --victim Japan", 2, []string{"--actor", "--from and --to"}},
		{"pivots --from China", 2, []string{"--from and --to"}},
		{"pivots --from China --to Japan --actor USA", 2, []string{"or --from and --to"}},
		{"cascade --attacker China --victim China", 2, []string{"two actors"}},
		{"cascade --attacker China --victim Japan --max-rounds 21", 2, []string{"1 to 20"}},
		{"duties --actor Japan --type DEFENCE", 2, []string{"no ObligationType", "DEFENSE, OFFENSE"}},
		{"duties --actor Japan --known-at commit\u00a09", 2, []string{"commit"}},
		{"history --a Japan --b Japan", 2, []string{"two actors"}},
		{"diff --from 2020-01-01 --to 2010-01-01", 2, []string{"the earlier first"}},
		{"contradictions --first 501", 2, []string{"limit of 500"}},
		{"contradictions --actor Atlantis", 2, []string{"no actor is known"}},
		{"lifecycle --treaty Japan", 2, []string{"no Treaty is known"}},
		{"compliance --outcome KEPT", 2, []string{"no TriggerOutcome", "HONOURED"}},
		{"duties --actor Japan --dataset nope", 2, []string{"not loaded"}},
		{"pivots --from China --to Japan --want FREE", 2, []string{"--want"}},
		{"pivots --from China --to Japan --unarmed", 2, []string{"for a path"}},
		{"cascade --attack China", 2, []string{"ATTACKER>VICTIM"}},
	} {
		code, _, errs := entente(t, append([]string{"ask"}, strings.Fields(c.args)...)...)
		if code != c.code {
			t.Errorf("ask %s: exit code %d, want %d: %s", c.args, code, c.code, errs)
		}
		for _, w := range c.words {
			if !strings.Contains(errs, w) {
				t.Errorf("ask %s: %q is not in the error: %s", c.args, w, errs)
			}
		}
	}
}

func TestBacktest(t *testing.T) {
	if code, _, errs := entente(t, "backtest", "--alliances", "atop"); code != 2 || !strings.Contains(errs, "load it first") {
		t.Errorf("without the datasets: exit code %d: %s", code, errs)
	}
	data := shareddata.Dir(t)
	store := "file:" + filepath.Join(t.TempDir(), "entente.db")
	for _, args := range [][]string{
		{"load", "atop", filepath.Join(data, "atop", "atop-alliance-level.csv"), filepath.Join(data, "atop", "atop-member-level.csv"), "--store", store},
		{"load", "cow-interstate-wars", filepath.Join(data, "cow", "Inter-StateWarData_v4.0.csv"), "--store", store},
	} {
		if code, _, errs := entente(t, args...); code != 0 {
			t.Fatalf("%s %s: exit code %d: %s", args[0], args[1], code, errs)
		}
	}
	code, out, errs := entente(t, "backtest", "--alliances", "atop", "--cases", "--store", store)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	for _, w := range []string{"95 of 95 wars judged", "Treaties kept", "Verdicts by what", "World War II", "1939-08-31"} {
		if !strings.Contains(out, w) {
			t.Errorf("%q is not in the answer", w)
		}
	}
}
