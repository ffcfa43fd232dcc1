package memstore_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// large is a graph of dated, sourced relationships, ten for each node; few nodes have many of them.
type large struct {
	size   int
	random *rand.Rand
}

func (l *large) id(i int) graph.ID { return graph.ID(fmt.Sprintf("state:bench-%07d", i)) }
func (l *large) any() graph.ID     { return l.id(l.random.IntN(l.size / 10)) }

// load brings the graph in as one run, in batches of 5,000 records.
func (l *large) load(b *testing.B, s graph.Store) {
	run := graph.LoadRun{ID: "run", Dataset: "dataset:bench", Status: graph.LoadRunning, Started: time.Now()}
	var batch graph.Batch
	flush := func() {
		own := run
		batch.Run = &own
		if _, err := s.Apply(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		batch = graph.Batch{}
	}
	for i := range l.size / 10 {
		n := &graph.State{}
		n.ID, n.Name = l.id(i), fmt.Sprintf("State %07d", i)
		r := graph.NewNodeRecord(n)
		r.Dataset, r.Locator, r.Priority = "dataset:bench", fmt.Sprintf("bench.csv:%d", i), 50
		if batch.Nodes = append(batch.Nodes, r); len(batch.Nodes) == 5000 {
			flush()
		}
	}
	hubs := rand.NewZipf(l.random, 1.2, 8, uint64(l.size/10-1))
	for i := range l.size {
		r := &graph.AlliedWith{ObligationType: graph.ObligationTypes[l.random.IntN(5)], TreatyID: graph.ID(fmt.Sprintf("treaty:bench-%d", i/20))}
		start := 1816 + l.random.IntN(190)
		r.RelationshipHeader = graph.RelationshipHeader{
			FromID: l.id(int(hubs.Uint64())), ToID: l.any(), DatasetID: "dataset:bench", SourceID: "source:bench",
			Period: graph.Between(graph.FullDate(start, 1+l.random.IntN(12), 1+l.random.IntN(28)), graph.YearOnly(start+1+l.random.IntN(50))), Locator: graph.Text(fmt.Sprintf("bench.csv:%d", i)),
		}
		if batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(r, fmt.Sprint(i))); len(batch.Relationships) == 5000 {
			flush()
		}
	}
	run.Status = graph.LoadFinished
	flush()
}

// BenchmarkLarge loads, opens and asks of stores in a file of growing size: 10,000 and 100,000 relationships, and as many as
// ENTENTE_BENCH_LARGE says. Each answer is checked against the store that was loaded.
func BenchmarkLarge(b *testing.B) {
	sizes := []int{10_000, 100_000}
	if n, _ := strconv.Atoi(os.Getenv("ENTENTE_BENCH_LARGE")); n > 0 {
		sizes = append(sizes, n)
	}
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				measureLarge(b, &large{size, rand.New(rand.NewPCG(1, 2))})
			}
		})
	}
}

func measureLarge(b *testing.B, l *large) {
	path := filepath.Join(b.TempDir(), "large.db")
	open := func() *memstore.Store {
		s, err := memstore.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	s := open()
	written, began := bytesWritten(), time.Now()
	l.load(b, s)
	b.ReportMetric(time.Since(began).Seconds(), "s/load")
	written = bytesWritten() - written
	want := stats(b, s)
	if want.Relationships[graph.AlliedWithType] != l.size {
		b.Fatalf("loaded %v", want.Relationships)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if info, err := os.Stat(path); err == nil {
		b.ReportMetric(float64(written)/float64(info.Size()), "written/kept")
	}
	before := heap()
	began = time.Now()
	s = open()
	b.ReportMetric(time.Since(began).Seconds(), "s/open")
	b.ReportMetric(float64(heap()-before)/float64(l.size), "B/relationship")
	if got := stats(b, s); got.Fingerprint != want.Fingerprint || got.Relationships[graph.AlliedWithType] != l.size {
		b.Fatalf("opened %v, want %v", got, want)
	}
	var took []time.Duration
	for range 500 {
		q := graph.PathQuery{From: l.any(), To: []graph.ID{l.any()}, MaxHops: 4, Limit: 5, Filter: graph.Filter{On: graph.FullDate(1955, 6, 1).First()}}
		asked := time.Now()
		if _, err := s.Paths(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(asked))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[250].Microseconds()), "µs/path-p50")
	b.ReportMetric(float64(took[495].Microseconds()), "µs/path-p99")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// bytesWritten is what the process has written so far, where the system tells.
func bytesWritten() int64 {
	text, _ := os.ReadFile("/proc/self/io")
	for line := range strings.Lines(string(text)) {
		if v, ok := strings.CutPrefix(line, "write_bytes: "); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
			return n
		}
	}
	return 0
}
