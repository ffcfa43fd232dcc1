//go:build linux

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// addressSpace caps a process of these tests in KiB: what a stranger makes it take must not take the machine.
const addressSpace = 4 << 20

// program is the binary as it is shipped: one with the race detector needs more address space than the cap leaves.
var program = sync.OnceValues(func() (string, error) {
	path, err := filepath.Abs(filepath.Join(".cache", "entente"))
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return path, nil
})

// capped is the program as a process of its own, under the cap.
func capped(ctx context.Context, t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", fmt.Sprintf(`ulimit -v %d; exec "$@"`, addressSpace), "sh", path}, args...)...)
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// stranger is a running server, and what it takes.
type stranger struct {
	cmd     *exec.Cmd
	address string
}

func attacked(t *testing.T, args ...string) *stranger {
	t.Helper()
	cmd := capped(t.Context(), t, append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return &stranger{cmd, regexp.MustCompile(`http://[0-9.:]+`).FindString(line)}
}

func (s *stranger) proc(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", s.cmd.Process.Pid, name))
	if err != nil {
		t.Fatalf("the server is gone: %v", err)
	}
	return string(text)
}

// cpu is the time that the server has taken so far.
func (s *stranger) cpu(t *testing.T) time.Duration {
	t.Helper()
	stat := s.proc(t, "stat")
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// memory is a line of /proc/PID/status in MB.
func (s *stranger) memory(t *testing.T, line string) float64 {
	t.Helper()
	found := regexp.MustCompile(line + `:\s+(\d+) kB`).FindStringSubmatch(s.proc(t, "status"))
	kib, _ := strconv.Atoi(found[1])
	return float64(kib) / 1024
}

// taken is what something took.
type taken struct {
	cpu   time.Duration
	peak  float64 // MB, of a request beyond what was there before it
	bytes int
	wall  time.Duration
	body  string
}

func (k taken) log(t *testing.T, name string) {
	t.Logf("| %s | %.2f | %.0f | %d | %.2f |", name, k.cpu.Seconds(), k.peak, k.bytes, k.wall.Seconds())
}

// measured is what the server takes for something.
func (s *stranger) measured(t *testing.T, do func() string) taken {
	t.Helper()
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0o600)
	before, resident, start := s.cpu(t), s.memory(t, "VmRSS"), time.Now()
	body := do()
	return taken{s.cpu(t) - before, s.memory(t, "VmHWM") - resident, len(body), time.Since(start), body}
}

func (s *stranger) ask(t *testing.T, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(s.address+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func times(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i)))
		b.WriteByte(' ')
	}
	return b.String()
}

// allActors is a list of the ids of some actors, as a query takes it.
func allActors(t *testing.T, s *stranger, which string) string {
	t.Helper()
	var out struct {
		Data struct {
			Actors struct{ Nodes []struct{ ID string } }
		}
	}
	if err := json.Unmarshal([]byte(s.ask(t, "{ actors"+which+" { nodes { id } } }")), &out); err != nil {
		t.Fatal(err)
	}
	ids, err := json.Marshal(out.Data.Actors.Nodes)
	if err != nil {
		t.Fatal(err)
	}
	return "[" + strings.Trim(strings.ReplaceAll(strings.ReplaceAll(string(ids), `{"ID":`, ""), "}", ""), "[]") + "]"
}

// TestStrangersAtTheServer sends each hostile document, body and client to the program under a memory cap, and prints
// what it takes. The bounds are those of docs/reliability.md, some ten times as wide for machines that are slow and do
// other things as well.
func TestStrangersAtTheServer(t *testing.T) {
	s := attacked(t, "--max-requests", "8", "--timeout", "2m")
	states, today := allActors(t, s, "(first: 390)"), allActors(t, s, `(first: 200, asOf: "2010-01-01", filter: {labels: [STATE]})`)
	articles := "[" + times(50, `{number: "#", type: DEFENSE}`) + "]"
	large := ""
	for _, treaty := range []string{"rio-1947", "oas-1948", "nato-1949", "eu-42-7", "arab-jdec-1950"} {
		large += `{amend: {treaty: "treaty:` + treaty + `", type: OFFENSE}} `
	}
	t.Log("| request | CPU s | peak MB | bytes | seconds |")
	for _, c := range []struct {
		name, query string
		refused     bool // before anything runs
	}{
		{"110 × __schema × 100 fields", "{" + times(110, "a#: __schema { types { name } }") + "}", true},
		{"__schema once, 100 aliases of all types", "{ __schema {" + times(100, "a#: types { name fields { name args { name type { name } } } }") + "} }", true},
		{"4,900 repeats of one field", "{ stats {" + strings.Repeat("nodeCount ", 4900) + "} }", true},
		{"2,000 unknown fields", "{" + times(2000, "nodeCoun#") + "}", true},
		{"250 operations × 1,200 fields", times(250, "query q# { stats { ...F } }") + "fragment F on Stats {" + times(1200, "a#:nodeCount") + "}", true},
		{"600 fragments in a chain", "{ stats { ...F0 } } " + times(600, "fragment F# on Stats { ...G# }"), true},
		{"a name of 90,000 letters", "{ " + strings.Repeat("a", 90_000) + " }", true},
		{"58 × allianceDiff", "{" + times(58, `d#: allianceDiff(from: "1900-01-01", to: "2000-01-01") { changes { reason } }`) + "}", true},
		{"390 nodes with all alliances", "{ nodes(ids: " + states + ") { ... on State { alliances(allTime: true) { id text to { id name } treaty { id title } } } } }", false},
		{"5,000 nodes of a neighborhood", `{ neighborhood(of: "iso3:FRA", hops: 3, allTime: true, perNode: 500, limit: 5000) { nodes { id name } relationships { id from { id } to { id } } } }`, false},
		{"350 names that nobody has", "{" + times(350, `a#: actor(ref: "Nrth Korea #") { id }`) + "}", false},
		{"a what-if of 200 states and 50 articles, 20 times", `{ paths(from: "USA", to: ["PRK"], asOf: "2010-01-01", whatIf: [` +
			times(20, "{add: {parties: "+today+", articles: "+articles+"}}") + `]) { truncated } }`, false},
		{"six what-ifs of 200 states", "{" + times(6, `a#: obligationsIfAttacked(attacker: "USA", victim: "PRK", asOf: "2010-01-01", whatIf: [{add: {parties: `+
			today+`, type: DEFENSE}}]) { responders { verdict } }`) + "}", false},
		{"ten what-ifs of the largest treaties", "{" + times(10, `a#: cascade(attacks: [{attacker: "USA", victim: "FRA"}], escalation: COUNTERATTACK, maxRounds: 10, asOf: "2010-01-01",
			whatIf: [`+large+`]) { rounds { number } }`) + "}", false},
		{"the pivots of a war of all", `{ pivots(of: {cascade: {attacks: [{attacker: "RUS", victim: "EST"}], actor: "USA", escalation: COUNTERATTACK, conditionalEnters: true}},
			asOf: "2010-12-04") { holds truncated } }`, false},
		{"changes of one node among all, 59 times", "{" + times(59, `a#: changes(about: "USA", first: 500) { edges { cursor } }`) + "}", false},
		{"changes of a dataset that is not there, 74 times", "{" + times(74, `a#: changes(dataset: "dataset:n#", first: 1) { edges { cursor } }`) + "}", false},
		{"pages of changes, 59 times", "{" + times(59, `a#: changes(first: 500) { edges { cursor } }`) + "}", false},
		{"four neighborhoods of four hops", "{" + times(4, `a#: neighborhood(of: "iso3:FRA", hops: 4, allTime: true, perNode: 500, limit: 5000) { truncated }`) + "}", false},
		{"the duties of one actor, 190 times", "{" + times(190, `a#: duties(actor: "USA", asOf: "2010-01-01") { warnings }`) + "}", false},
		{"histories of three hops", "{" + times(5, `a#: allianceHistory(a: "USA", b: "RUS", maxHops: 3) { paths { length } }`) + "}", false},
		{"500 actors × 300 names", "{ actors(first: 500) { nodes {" + times(300, "a#: name") + "} } }", false},
	} {
		k := s.measured(t, func() string { return s.ask(t, c.query) })
		k.log(t, c.name)
		if k.cpu > 10*time.Second || k.peak > 400 || k.bytes > 9<<20 {
			t.Errorf("%s takes too much", c.name)
		}
		if !c.refused && strings.Contains(k.body, "VALIDATION") {
			t.Errorf("%s asks for nothing: %.300s", c.name, k.body)
		}
		if strings.HasPrefix(c.name, "the pivots") && !strings.Contains(k.body, `"truncated":true`) {
			t.Errorf("%s does not come to its bound: %.300s", c.name, k.body)
		}
		if c.refused && (k.bytes > 4000 || k.cpu > time.Second || !strings.Contains(k.body, `"errors"`)) {
			t.Errorf("%s is not refused at once: %.200s", c.name, k.body)
		}
	}
	t.Run("bodies", func(t *testing.T) { hostileBodies(t, s) })
	t.Run("clients", func(t *testing.T) { hostileClients(t, attacked(t, "--max-requests", "8")) })
	if answer := s.ask(t, `{ node(id: "state:PRK") { name } }`); !strings.Contains(answer, "North Korea") {
		t.Errorf("after all that: %s", answer)
	}
}

func hostileBodies(t *testing.T, s *stranger) {
	for name, body := range map[string]string{
		"900,000 brackets in the variables":  `{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 900_000) + `}}`,
		"450,000 nested pairs":               `{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + `}}`,
		"a variable of 100,000 values × 500": `{"query":"query($a:[ID!]!){` + times(500, "a#:nodes(ids:$a){id}") + `}","variables":{"a":[` + strings.TrimSuffix(strings.Repeat(`"x",`, 100_000), ",") + `]}}`,
		"a body of 20 MB":                    strings.Repeat(" ", 20<<20),
		"a query of 1 MB":                    `{"query":"{` + strings.Repeat(" ", 1_000_000) + `}"}`,
	} {
		k := s.measured(t, func() string {
			response, err := http.Post(s.address+"/graphql", "application/json", strings.NewReader(body))
			if err != nil { // it closes while more comes
				return ""
			}
			defer func() { _ = response.Body.Close() }()
			text, _ := io.ReadAll(response.Body)
			return string(text)
		})
		k.log(t, name)
		if k.cpu > 5*time.Second || k.peak > 300 || k.bytes > 2000 {
			t.Errorf("%s: %.200s", name, k.body)
		}
	}
}

// hostileClients hold connections: all must be closed by the server in the end, and others be answered meanwhile.
func hostileClients(t *testing.T, s *stranger) {
	dial := func() net.Conn {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	const head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
	ended := make(chan time.Duration, 60)
	wait := func(c net.Conn, feed string) {
		start := time.Now()
		go func() { // a byte a second
			for i := range len(feed) {
				if _, err := c.Write([]byte(feed[i : i+1])); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}()
		_ = c.SetReadDeadline(start.Add(time.Minute))
		_, err := io.Copy(io.Discard, c)
		if os.IsTimeout(err) {
			ended <- time.Hour
			return
		}
		ended <- time.Since(start)
	}
	for range 20 {
		c := dial()
		_, _ = io.WriteString(c, head+"1000000\r\n\r\n")
		go wait(c, strings.Repeat(" ", 100))
		c = dial()
		go wait(c, "POST /graphql HTTP/1.1\r\nX: "+strings.Repeat("x", 1000))
	}
	// Twenty who ask for much and read nothing: their answers must not be kept for ever.
	query := `{"query":"{ actors(first: 500) { nodes {` + times(200, "a#: name") + `} } }"}`
	start := time.Now()
	for range 20 {
		c := dial()
		_ = c.(*net.TCPConn).SetReadBuffer(1024)
		_, _ = io.WriteString(c, head+strconv.Itoa(len(query))+"\r\nConnection: close\r\n\r\n"+query)
		go func() {
			var one [1]byte
			for deadline := time.Now().Add(150 * time.Second); time.Now().Before(deadline); time.Sleep(time.Second) {
				if _, err := c.Write(one[:]); err != nil { // the server has closed it
					ended <- time.Since(start)
					return
				}
			}
			ended <- time.Hour
		}()
	}
	k := s.measured(t, func() string { return s.ask(t, `{ node(id: "state:PRK") { name } }`) })
	k.log(t, "one question beside 60 slow clients")
	if !strings.Contains(k.body, "North Korea") && !strings.Contains(k.body, "ask again in") {
		t.Errorf("beside slow clients: %s", k.body)
	}
	longest := time.Duration(0)
	for range 60 {
		longest = max(longest, <-ended)
	}
	t.Logf("the last of 60 slow clients was let go after %.0f s", longest.Seconds())
	if longest > 2*time.Minute {
		t.Error("a slow client is held for ever")
	}
}

// loaded runs a command on files under the cap and returns what it took.
func loaded(t *testing.T, args ...string) (taken, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := capped(ctx, t, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, peak := make(chan struct{}), make(chan float64)
	go func() { peak <- highest(cmd.Process.Pid, ended) }()
	_ = cmd.Wait()
	close(ended)
	state := cmd.ProcessState
	return taken{state.UserTime() + state.SystemTime(), <-peak, out.Len(), time.Since(start), out.String()}, state.ExitCode()
}

// highest is the most memory in MB that a process was seen to take until it ended. The kernel's own account of an ended
// process (Maxrss) begins with what the process took that started it, which is this test.
func highest(pid int, ended <-chan struct{}) float64 {
	most := 0
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if found := resident.FindSubmatch(status); found != nil {
			kib, _ := strconv.Atoi(string(found[1]))
			most = max(most, kib)
		}
		select {
		case <-ended:
			return float64(most) / 1024
		case <-time.After(5 * time.Millisecond):
		}
	}
}

var resident = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// TestStrangersFiles gives each hostile file to the command that reads it.
func TestStrangersFiles(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	table := file("rows.csv", "id,name\n1,x\n")
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := range 9 {
		fmt.Fprintf(&laughs, "a%d: &a%[1]d [%s]\n", i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", "))
	}
	laughs.WriteString("store: *a9\n")
	brackets, braces, entries := strings.Repeat("[", 200_000), strings.Repeat("{a: ", 100_000), strings.Repeat("- ", 100_000)+"x"
	deep := strings.Repeat(`{"a":`, 1_000_000) + "1" + strings.Repeat("}", 1_000_000)
	t.Log("| file | CPU s | peak MB | bytes | seconds |")
	for _, c := range []struct {
		name string
		code int // of the exit; -1 for any but a crash
		says string
		args []string
	}{
		{"a mapping of 200,000 brackets", 2, "more than 20000", []string{"load", "generic", table, "--dry-run", "-o", "mapping=" + file("brackets.yaml", brackets)}},
		{"a mapping of 100,000 braces", 2, "more than 20000", []string{"load", "generic", table, "--dry-run", "-o", "mapping=" + file("braces.yaml", braces)}},
		{"a mapping of 100,000 list signs", 2, "more than 20000", []string{"load", "generic", table, "--dry-run", "-o", "mapping=" + file("entries.yaml", entries)}},
		{"settings of 200,000 brackets", 2, "settings: line 1: more than 20000", []string{"check", "--config", file("c1.yaml", brackets)}},
		{"settings of a billion laughs", 2, "references to anchors", []string{"check", "--config", file("c2.yaml", laughs.String())}},
		{"an xlsx with a cell of 300 MB", 2, "a cell of more than", []string{"map", sheet(t, dir, "cell.xlsx", bigCell)}},
		{"an xlsx with a formula over a whole sheet", -1, "no row", []string{"map", sheet(t, dir, "formula.xlsx", bigFormula)}},
		{"a zip of 30,000 files", 2, "30000 files", []string{"load", "cow-alliances", "--dry-run", members(t, dir, 30_000)}},
		{"JSON 1,000,000 deep", -1, "no FollowTheMoney entity", []string{"load", "opensanctions", "--dry-run", file("deep.ftm.json", deep)}},
		{"JSON 1,000,000 deep as a table", -1, "max depth", []string{"load", "generic", file("deep.json", "["+deep+"]"), "--dry-run", "-o", "mapping=" + file("m.yaml", goodMapping)}},
		{"a PDF that unpacks to 1 GB", -1, "more than 16 MB", []string{"load", "document", "--dry-run", file("bomb.pdf", pdfBomb(t))}},
		{"a store of 0 bytes", 2, "no store", []string{"check", "--store", "file:" + file("empty.db", "")}},
		{"an origin that is none", 2, `origin "null"`, []string{"serve", "--allow-origin", "null", "--listen", "127.0.0.1:0"}},
	} {
		k, code := loaded(t, c.args...)
		k.log(t, c.name)
		if code != c.code && c.code >= 0 || code < 0 || code > 2 || strings.Contains(k.body, "goroutine ") {
			t.Errorf("%s: exit code %d, want %d: %.600s", c.name, code, c.code, k.body)
		}
		if !strings.Contains(k.body, c.says) {
			t.Errorf("%s: want a message with %q: %.300s", c.name, c.says, k.body)
		}
		if k.cpu > 20*time.Second || k.peak > 1200 || k.bytes > 8000 {
			t.Errorf("%s takes too much: %.300s", c.name, k.body)
		}
	}
}

const goodMapping = "dataset: {id: d, name: D}\nnodes:\n  s: {label: State, id: \"{id}\", properties: {name: \"{name}\"}}\n"

// archive writes a zip whose parts are written by functions.
func archive(t *testing.T, path string, parts map[string]func(io.Writer)) string {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, write := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		write(w)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func bigCell(w io.Writer) {
	_, _ = io.WriteString(w, `<row r="1"><c r="A1" t="inlineStr"><is><t>`)
	chunk := bytes.Repeat([]byte("x"), 1<<20)
	for range 300 {
		_, _ = w.Write(chunk)
	}
	_, _ = io.WriteString(w, `</t></is></c></row>`)
}

func bigFormula(w io.Writer) {
	_, _ = io.WriteString(w, `<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>`)
	for i := 2; i < 40; i++ {
		_, _ = fmt.Fprintf(w, `<row r="%d"><c r="A%[1]d"><f>SUM(A1:XFD1048576)+A%[2]d+A%[2]d</f></c><c r="B%[1]d"><f>REPT("abc",10000)&amp;B%[2]d&amp;B%[2]d</f></c></row>`, i, i-1)
	}
}

// sheet writes a workbook of one sheet.
func sheet(t *testing.T, dir, name string, rows func(io.Writer)) string {
	t.Helper()
	text := func(s string) func(io.Writer) { return func(w io.Writer) { _, _ = io.WriteString(w, s) } }
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	return archive(t, filepath.Join(dir, name), map[string]func(io.Writer){
		"[Content_Types].xml":        text(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
		"_rels/.rels":                text(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
		"xl/workbook.xml":            text(`<workbook ` + main + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`),
		"xl/_rels/workbook.xml.rels": text(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
		"xl/worksheets/sheet1.xml": func(w io.Writer) {
			_, _ = io.WriteString(w, `<worksheet `+main+`><sheetData>`)
			rows(w)
			_, _ = io.WriteString(w, `</sheetData></worksheet>`)
		},
	})
}

func members(t *testing.T, dir string, n int) string {
	t.Helper()
	parts := map[string]func(io.Writer){}
	for i := range n {
		parts[fmt.Sprintf("%05d.csv", i)] = func(w io.Writer) { _, _ = io.WriteString(w, alliances) }
	}
	return archive(t, filepath.Join(dir, "members.zip"), parts)
}

// pdfBomb is a page whose content unpacks to a gigabyte of text.
func pdfBomb(t *testing.T) string {
	t.Helper()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	chunk := bytes.Repeat([]byte("(aaaaaaaaaaaaaaaaaaaaaaaa) Tj\n"), 1<<15)
	for range 1024 {
		_, _ = z.Write(chunk)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var offsets []int
	object := func(text string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), text)
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>")
	object(fmt.Sprintf("<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream", packed.Len(), packed.String()))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.String()
}
