package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entente-graph/entente/internal/neo4jtest"
)

// asProgram makes the test binary behave as the entente binary, for tests that need a process of their own.
const asProgram = "ENTENTE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
		return
	}
	neo4jtest.Main(m)
}

// result is what a command left.
type result struct {
	code           int
	stdout, stderr string
}

func entente(t *testing.T, args ...string) result { return ententeReading(t, "", args...) }

func ententeReading(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(stdin), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func (r result) want(t *testing.T, code int, parts ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d: %s%s", r.code, code, r.stdout, r.stderr)
	}
	for _, part := range parts {
		if !strings.Contains(r.stdout+r.stderr, part) {
			t.Errorf("%q is missing in: %s%s", part, r.stdout, r.stderr)
		}
	}
}

func kept(t *testing.T) string { return "--store=file:" + filepath.Join(t.TempDir(), "e.db") }

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// The rows are invented; the layout is that of COW Formal Alliances 4.1 by member.
const alliances = `version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetric,version
9001,2,United States of America,1,2,1950,,,,Type I: Defense Pact,1,2,1950,,,,0,1,1,0,0,0,0,4.1
9001,220,France,1,2,1950,,,,Type I: Defense Pact,1,2,1950,,,,0,1,1,0,0,0,0,4.1
9002,200,United Kingdom,3,4,1960,5,6,1970,Type II: Neutrality,3,4,1960,5,6,1970,0,0,0,1,0,0,0,4.1
9002,220,France,3,4,1960,5,6,1970,Type II: Neutrality,3,4,1960,5,6,1970,0,0,0,1,0,0,0,4.1
`

// A row of a state that does not exist.
const stray = "9003,7777,Nowhere,3,4,1960,5,6,1970,Type II: Neutrality,3,4,1960,5,6,1970,0,0,0,1,0,0,0,4.1\n"

func TestExitCodesAreThoseOfTheHelp(t *testing.T) {
	good, bad := write(t, "good.csv", alliances), write(t, "bad.csv", alliances+stray+stray)
	entente(t).want(t, 0, "Usage: entente")
	entente(t, "--help").want(t, 0, "serve", "load", "retract", "export", "check", "datasets", "resolve", "version", "health")
	for _, command := range []string{"serve", "load", "retract", "export", "check", "datasets", "resolve"} {
		entente(t, command, "--help").want(t, 0, "Example", "entente "+command)
	}
	entente(t, "version").want(t, 0, "entente dev")
	entente(t, "nonsense").want(t, 2, "unexpected argument nonsense", "`entente --help`")
	entente(t, "load").want(t, 2, "`entente load --help`")
	entente(t, "load", "nonsense", good).want(t, 2, `dataset "nonsense"`, "cow-alliances")
	entente(t, "load", "cow-alliances").want(t, 2, "name the files to load")
	entente(t, "load", "cow-alliances", "no-such-file").want(t, 2, "no-such-file: no such file")
	entente(t, "load", "cow-alliances", good, "--store", "http://x").want(t, 2, "want memory:, file:PATH")
	entente(t, "load", "atop", good).want(t, 2, "good.csv")
	entente(t, "load", "cow-alliances", good).want(t, 0, "4 rows, 4 accepted, 0 rejected", "memory: is gone")
	entente(t, "load", "cow-alliances", bad).want(t, 0, "6 rows, 4 accepted, 2 rejected", "bad.csv:6")
	entente(t, "load", "cow-alliances", bad, "--strict").want(t, 1, "6 rows, 4 accepted, 2 rejected")
	entente(t, "load", "cow-alliances", good, "--strict").want(t, 0)
}

func TestTheLifeOfADataset(t *testing.T) {
	store := kept(t)
	file := write(t, "alliances.csv", alliances)
	entente(t, "load", "cow-alliances", file, "--dry-run", store).want(t, 0, "dry run", "would be")
	entente(t, "datasets", store).want(t, 2, "there is none")
	entente(t, "load", "cow-alliances", file, store).want(t, 0, "4 accepted")
	entente(t, "load", "cow-alliances", file, store).want(t, 0, "no change")
	ententeReading(t, alliances, "load", "cow-alliances", "-", store).want(t, 0, "4 accepted")
	entente(t, "check", store).want(t, 0, " 0 faults")
	entente(t, "datasets", store, "--json").want(t, 0, `"name": "cow-alliances"`)
	entente(t, "export", "--dataset", "nonsense", store).want(t, 2, "it holds cow-alliances")
	export := filepath.Join(t.TempDir(), "out.jsonl.gz")
	entente(t, "export", "-o", export, store).want(t, 0, "node records")
	copied := kept(t)
	entente(t, "load", "jsonl", export, copied).want(t, 0, "0 rejected")
	if one, other := printOf(t, store), printOf(t, copied); one != other {
		t.Errorf("fingerprint %s, of the copy %s", one, other)
	}
	entente(t, "retract", "nonsense", store).want(t, 2, "it holds cow-alliances")
	entente(t, "retract", "cow-alliances", store).want(t, 0, "relationships removed")
	entente(t, "check", store).want(t, 0, "0 node records, 0 relationships")
}

// TestAStoreThatIsNotThereIsNoEmptyStore: a misspelt name gets neither an empty backup nor a new file.
func TestAStoreThatIsNotThereIsNoEmptyStore(t *testing.T) {
	for _, command := range [][]string{{"check"}, {"export"}, {"retract", "curated"}, {"datasets"}, {"resolve", "DPRK"}, {"ask", "duties", "--actor", "PRK"}} {
		store := kept(t)
		entente(t, append(command, store)...).want(t, 2, "there is none; `entente load` and `entente serve` make one")
		if _, err := os.Stat(strings.TrimPrefix(store, "--store=file:")); err == nil {
			t.Errorf("%s makes a file", command)
		}
	}
	for _, command := range [][]string{{"check"}, {"export"}, {"retract", "curated"}} {
		entente(t, append(command, "--store=memory:")...).want(t, 2, "name yours with --store")
	}
}

func printOf(t *testing.T, store string) string {
	t.Helper()
	r := entente(t, "check", "--json", store)
	var out struct{ Fingerprint string }
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil || out.Fingerprint == "" {
		t.Fatalf("%v: %s%s", err, r.stdout, r.stderr)
	}
	return out.Fingerprint
}

func TestTheReportIsForMachinesToo(t *testing.T) {
	var report struct {
		Read, Accepted, Rejected int
		Error, ErrorKind         string
		Rules                    []struct{ Rule string }
		Examples                 []struct{ Line int }
	}
	r := entente(t, "load", "cow-alliances", write(t, "bad.csv", alliances+stray), "--json")
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil || report.Read != 5 || report.Rejected != 1 || report.Examples[0].Line != 6 {
		t.Errorf("%v %+v", err, report)
	}
	r = entente(t, "load", "cow-alliances", write(t, "empty.csv", ""), "--json")
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil || report.ErrorKind != "INVALID" || report.Error == "" || r.code != 2 {
		t.Errorf("%v %d %+v", err, r.code, report)
	}
}

func TestARejectedRowIsMendedInTheRejectsFileAndLoaded(t *testing.T) {
	rejects := filepath.Join(t.TempDir(), "rejects.csv")
	entente(t, "load", "cow-alliances", write(t, "bad.csv", alliances+stray), "--rejects", rejects).want(t, 0, "1 rejected", rejects)
	text, err := os.ReadFile(rejects)
	if err != nil {
		t.Fatal(err)
	}
	mended := strings.Replace(string(text), "9003,7777,", "9003,200,", 1)
	if mended == string(text) {
		t.Fatalf("the row is not there: %s", text)
	}
	entente(t, "load", "cow-alliances", write(t, "mended.csv", mended)).want(t, 0, "1 row, 1 accepted, 0 rejected")
}

func TestSettingsComeFromTheCommandLineThenTheEnvironmentThenTheFile(t *testing.T) {
	a, b, c := kept(t), kept(t), kept(t)
	path := func(flag string) string { return strings.TrimPrefix(flag, "--store=") }
	for _, config := range []string{write(t, "c.yaml", "store: "+path(a)+"\nload:\n  strict: true\n"), write(t, "c.json", `{"store": "`+path(a)+`", "load": {"strict": true}}`)} {
		entente(t, "load", "cow-alliances", write(t, "bad.csv", alliances+stray), "--config", config).want(t, 1, "1 rejected")
		entente(t, "check", a).want(t, 0, " 0 faults")
		t.Setenv("ENTENTE_STORE", path(b))
		entente(t, "retract", "cow-alliances", "--config", config).want(t, 2, path(b)[len("file:"):]+": there is none")
		entente(t, "load", "cow-alliances", write(t, "good.csv", alliances), c, "--config", config).want(t, 0)
		entente(t, "retract", "cow-alliances", c).want(t, 0)
		t.Setenv("ENTENTE_STORE", "")
		t.Setenv("ENTENTE_CONFIG", config)
		entente(t, "load", "cow-alliances", write(t, "good.csv", alliances)).want(t, 0)
		t.Setenv("ENTENTE_CONFIG", "")
	}
	entente(t, "check", "--config", write(t, "c.yaml", "stor: file:x\n")).want(t, 2, `"stor" is neither a flag nor a command`)
	entente(t, "check", "--config", write(t, "c.yaml", "load: {strikt: true}\n")).want(t, 2, `"strikt" is no flag`)
	entente(t, "check", "--config", write(t, "c.yaml", "{")).want(t, 2)
}

func TestResolveShowsWhatANameBecomesAndWhy(t *testing.T) {
	entente(t, "resolve", "DPRK", "cow:365", "Nrth Korea").want(t, 1, "DPRK → state:PRK North Korea (alias", "cow:365 → ?", "state:SUN Soviet Union", "Nrth Korea → ?", "state:PRK North Korea (similar name)")
	entente(t, "resolve", "Hwasong-15", "Korea, Republic of").want(t, 0, "weapon:hwasong-15", "state:KOR South Korea")
	entente(t, "resolve", "Korea", "PRK", "Mutual Defense Treaty").want(t, 1, "Korea → ?", "state:PRK North Korea (alias", "state:korea Joseon Korea (alias",
		"PRK → ?", "say iso3:PRK", "Mutual Defense Treaty → ?", "treaty:us-kr-1953")
	entente(t, "resolve", "Korea", "--on", "1900-01-01").want(t, 0, "state:korea")
	entente(t, "resolve", "cow:365", "--on", "1980-01-01").want(t, 0, "state:SUN Soviet Union")
	entente(t, "resolve", "iso:408", "isonum:8", "m49:8", "state:PRK").want(t, 0, "iso:408 → state:PRK", "isonum:8 → state:ALB", "m49:8 → state:ALB", "state:PRK → state:PRK North Korea (id)")
	entente(t, "resolve", "state:XXX").want(t, 1, "no node of the bundled table has this id")
	entente(t, "resolve", "cow:365", "--on", "2020-01-01").want(t, 0, "state:RUS Russia")
	entente(t, "resolve", "Hermit Kingdom", "--aliases", write(t, "a.csv", "hermit kingdom,state:PRK\n")).want(t, 0, "state:PRK North Korea (your alias)")
	entente(t, "resolve", "x", "--label", "Nonsense").want(t, 2, "not in the ontology")
}

// serving starts a server and returns its address and what stops it.
func serving(t *testing.T, args ...string) (address string, stop func() result) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var stderr bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error"}, args...), nil, in, &stderr)
		_ = in.Close()
	}()
	found := make(chan string, 1)
	go func() {
		buffer := make([]byte, 4096)
		n, _ := out.Read(buffer)
		found <- regexp.MustCompile(`http://[0-9.:]+`).FindString(string(buffer[:n]))
		_, _ = io.Copy(io.Discard, out)
	}()
	stop = func() result {
		cancel()
		return result{code: <-done, stderr: stderr.String()}
	}
	if address = <-found; address == "" {
		t.Fatalf("the server did not start: %+v", stop())
	}
	t.Cleanup(cancel)
	return address, stop
}

func TestServeAnswersFromTheBundledDatasetAndStopsCleanly(t *testing.T) {
	address, stop := serving(t)
	entente(t, "health", "--url", address).want(t, 0, "ready")
	const query = `{"query":"{ paths(from: \"DPRK\", to: [\"Russia\"], asOf: \"2024-12-04\") { paths { hops { label } } } }"}`
	response, err := http.Post(address+"/graphql", "application/json", strings.NewReader(query))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, _ := io.ReadAll(response.Body); !strings.Contains(string(body), "North Korea allied with Russia via Article 4 (DEFENSE)") {
		t.Errorf("%s", body)
	}
	stop().want(t, 0)
	entente(t, "health", "--url", address, "--timeout", "200ms").want(t, 1)
}

func TestServeBringsTheBundledDatasetOnlyWhereItBelongs(t *testing.T) {
	empty, loaded := kept(t), kept(t)
	entente(t, "load", "cow-alliances", write(t, "good.csv", alliances), loaded).want(t, 0)
	before := printOf(t, loaded)
	address, stop := serving(t, loaded, "--log-level", "info")
	entente(t, "health", "--url", address).want(t, 0, "ready")
	stop().want(t, 0, "entente load curated")
	if printOf(t, loaded) != before {
		t.Error("a store that somebody filled otherwise was changed")
	}
	_, stop = serving(t, empty, "--bundled=false")
	stop().want(t, 0)
	entente(t, "check", empty).want(t, 0, "0 node records")
	_, stop = serving(t, empty)
	stop().want(t, 0)
	entente(t, "load", "curated", empty).want(t, 0, "no change")
}

func TestAPortInUseAndAStoreInUseAreClearErrors(t *testing.T) {
	store := kept(t)
	address, stop := serving(t, store)
	entente(t, "serve", "--listen", strings.TrimPrefix(address, "http://")).want(t, 2, "listen on", "in use")
	entente(t, "check", store).want(t, 2, "in use")
	stop().want(t, 0)
	entente(t, "check", store).want(t, 0)
}
