package acceptance_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/loaders/generic"
	"github.com/entente-graph/entente/loaders/runner"
)

const growthMapping = `
dataset: {id: bench, name: Many borders, publisher: Nobody, licence: CC0-1.0, attribution: invented, priority: 50}
nodes:
  a: {label: State, id: "{a}", properties: {name: "State {a}"}}
  b: {label: State, id: "{b}", properties: {name: "State {b}"}}
relationships:
  - {type: BORDERS, from: a, to: b, discriminator: "{row}", properties: {kind: LAND}, period: {from: "{from}", until: "{until}"}}
`

// BenchmarkGrowth follows tables of growing size through the embedded store: 10,000 and 100,000 rows, or as many as
// ENTENTE_BENCH_GROWTH says, such as "10000 1000000". A row is a dated relationship of two nodes; there is a node for
// every ten rows, and few nodes have many. A table is loaded into a file by generic; the file is opened by a server and
// asked for paths between any two nodes, five of at most four hops on a day; then the same at a commit before the
// newest. Each answer of the opened file is compared with that of the store that was loaded.
func BenchmarkGrowth(b *testing.B) {
	sizes := strings.Fields(os.Getenv("ENTENTE_BENCH_GROWTH"))
	if len(sizes) == 0 {
		sizes = []string{"10000", "100000"}
	}
	for _, text := range sizes {
		size, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				g := &growth{b: b, size: size, random: rand.New(rand.NewPCG(1, 2)), folder: b.TempDir()}
				g.measure()
			}
		})
	}
}

type growth struct {
	b      *testing.B
	size   int
	random *rand.Rand
	folder string
}

func (g *growth) path(name string) string { return filepath.Join(g.folder, name) }

func (g *growth) measure() {
	b := g.b
	questions := g.questions(1_000)
	s := g.open()
	g.load(s)
	want := g.answers(s, "", questions[:50])
	if !slices.ContainsFunc(want, func(answer string) bool { return strings.Count(answer, `"state:bench-`) > 5 }) {
		b.Fatalf("no paths: %.1000s", want)
	}
	fingerprint := g.stats(s).Fingerprint
	g.close(s)

	before := heap()
	began, computed := time.Now(), userTime(b)
	s = g.open()
	g.answers(s, "", questions[:1])
	b.ReportMetric(time.Since(began).Seconds(), "s/open")
	b.ReportMetric((userTime(b) - computed).Seconds(), "user-s/open")
	b.ReportMetric(float64(heap()-before)/float64(g.size), "B/relationship")
	if got := g.stats(s).Fingerprint; got != fingerprint {
		b.Fatalf("opened %s, want %s", got, fingerprint)
	}
	if got := g.answers(s, "", questions[:50]); !slices.Equal(got, want) {
		b.Fatal("the opened file answers otherwise than the store that was loaded")
	}
	now := g.ask(s, "", questions, "path")
	g.change(s)
	if got := g.answers(s, "commit 1", questions[:50]); !slices.Equal(got, want) {
		b.Fatal("the first commit is answered otherwise than before the second")
	}
	then := g.ask(s, "commit 1", questions, "past")
	b.ReportMetric(float64(then)/float64(now), "past/present")
	g.close(s)
}

func (g *growth) open() *memstore.Store {
	s, err := memstore.Open(g.path("bench.db"))
	if err != nil {
		g.b.Fatal(err)
	}
	return s
}

func (g *growth) close(s *memstore.Store) {
	if err := s.Close(); err != nil {
		g.b.Fatal(err)
	}
}

func (g *growth) stats(s *memstore.Store) graph.Stats {
	stats, err := s.Stats(g.b.Context())
	if err != nil {
		g.b.Fatal(err)
	}
	return stats
}

func (g *growth) load(s *memstore.Store) {
	b := g.b
	if err := os.WriteFile(g.path("bench.yaml"), []byte(growthMapping), 0o600); err != nil {
		b.Fatal(err)
	}
	g.writeTable()
	loader, err := generic.Loader.Configure(map[string]string{"mapping": g.path("bench.yaml")})
	if err != nil {
		b.Fatal(err)
	}
	forgetPeak(b)
	written, began, computed := bytesWritten(), time.Now(), userTime(b)
	report, err := runner.Run(b.Context(), s, loader, runner.Options{Paths: []string{g.path("bench.csv")}})
	if err != nil || report.Accepted != g.size || report.Result.RelationshipsCreated != g.size {
		b.Fatalf("%+v, %v", report, err)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s/load")
	b.ReportMetric((userTime(b) - computed).Seconds(), "user-s/load")
	b.ReportMetric(peakMegabytes(b), "peak-MB/load")
	info, err := os.Stat(g.path("bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(bytesWritten()-written)/float64(info.Size()), "written/kept")
	b.ReportMetric(float64(info.Size())/float64(g.size), "file-B/relationship")
}

func (g *growth) writeTable() {
	f, err := os.Create(g.path("bench.csv"))
	if err != nil {
		g.b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	hubs := rand.NewZipf(g.random, 1.2, 8, uint64(g.size/10-1))
	fmt.Fprintln(w, "row,a,b,from,until")
	for i := range g.size {
		year := 1816 + g.random.IntN(190)
		fmt.Fprintf(w, "%d,%07d,%07d,%d-%02d-%02d,%d\n", i, hubs.Uint64(), g.random.IntN(g.size/10), year, 1+g.random.IntN(12), 1+g.random.IntN(28), year+1+g.random.IntN(50))
	}
	if err := w.Flush(); err != nil {
		g.b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		g.b.Fatal(err)
	}
}

// change makes a second commit: it takes away a relationship in a thousand.
func (g *growth) change(s *memstore.Store) {
	page, err := s.Records(g.b.Context(), graph.RecordQuery{Limit: graph.MaxRecords, KeysOnly: true, After: "r"})
	if err != nil {
		g.b.Fatal(err)
	}
	var gone graph.Batch
	for i := range min(len(page.Relationships), g.size/1000) {
		gone.RemoveRelationships = append(gone.RemoveRelationships, page.Relationships[i].ID())
	}
	if _, err := s.Apply(g.b.Context(), gone); err != nil {
		g.b.Fatal(err)
	}
}

// questions are pairs of nodes.
func (g *growth) questions(n int) [][2]string {
	random := rand.New(rand.NewPCG(3, 4))
	out := make([][2]string, n)
	for i := range out {
		for j := range out[i] {
			out[i][j] = fmt.Sprintf("state:bench-%07d", random.IntN(g.size/10))
		}
	}
	return out
}

// server answers from a store, and keeps no answer.
func (g *growth) server(s *memstore.Store) (ask func(known string, ends [2]string) string, stop func()) {
	server := httptest.NewServer(httpapi.New(httpapi.Options{Store: s, AnswerCache: -1}))
	return func(known string, ends [2]string) string {
		if known != "" {
			known = fmt.Sprintf(", knownAt: %q", known)
		}
		query, _ := json.Marshal(map[string]string{"query": fmt.Sprintf(`{ paths(from: %q, to: %q, profile: ANY, asOf: "1955-06-01"%s) { truncated paths { nodes { id } } } }`,
			ends[0], ends[1], known)})
		response, err := http.Post(server.URL+"/graphql", "application/json", bytes.NewReader(query))
		if err != nil {
			g.b.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			g.b.Fatal(err)
		}
		var answer struct {
			Data   json.RawMessage
			Errors json.RawMessage
		}
		if err := json.Unmarshal(text, &answer); err != nil || answer.Errors != nil && !bytes.Contains(text, []byte(`"NOT_FOUND"`)) {
			g.b.Fatalf("%s: %.1000s, %v", query, text, err)
		}
		return string(answer.Data)
	}, server.Close
}

func (g *growth) answers(s *memstore.Store, known string, questions [][2]string) (out []string) {
	ask, stop := g.server(s)
	defer stop()
	for _, q := range questions {
		out = append(out, ask(known, q))
	}
	return out
}

// ask reports how long questions take, and returns the median.
func (g *growth) ask(s *memstore.Store, known string, questions [][2]string, name string) time.Duration {
	ask, stop := g.server(s)
	defer stop()
	runtime.GC()                       // not that of the opening
	var took, computed []time.Duration // by the clock, and by the processors for both ends
	for _, q := range questions {
		asked, before := time.Now(), processorTime(g.b)
		ask(known, q)
		took, computed = append(took, time.Since(asked)), append(computed, processorTime(g.b)-before)
	}
	for kind, times := range map[string][]time.Duration{"ms/": took, "cpu-ms/": computed} {
		slices.Sort(times)
		g.b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, kind+name+"-p50")
		g.b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, kind+name+"-p99")
	}
	return computed[len(computed)/2]
}

// userTime is how long the process has computed.
func userTime(b *testing.B) time.Duration {
	u := usage(b)
	return time.Duration(u.Utime.Nano())
}

// processorTime is how long the process has had a processor.
func processorTime(b *testing.B) time.Duration {
	u := usage(b)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func usage(b *testing.B) (u syscall.Rusage) {
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// bytesWritten is what the process has written so far, where the system tells, without what was deleted before it came
// to the disk.
func bytesWritten() (bytes int64) {
	text, _ := os.ReadFile("/proc/self/io")
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		n, _ := strconv.ParseInt(value, 10, 64)
		switch name {
		case "write_bytes":
			bytes += n
		case "cancelled_write_bytes":
			bytes -= n
		}
	}
	return bytes
}
