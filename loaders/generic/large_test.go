package generic_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/generic"
	"github.com/entente-graph/entente/loaders/runner"
)

const largeMapping = `
dataset: {id: bench, name: Many borders, publisher: Nobody, licence: CC0-1.0, attribution: invented, priority: 50}
nodes:
  a: {label: State, id: "{a}", properties: {name: "State {a}"}}
  b: {label: State, id: "{b}", properties: {name: "State {b}"}}
relationships:
  - {type: BORDERS, from: a, to: b, discriminator: "{row}", properties: {kind: LAND}, period: {from: "{from}", until: "{until}"}}
`

// BenchmarkLarge loads tables of growing size into a file: 10,000 and 100,000 rows, and as many as ENTENTE_BENCH_LARGE says. A row is a
// dated relationship of two nodes; there is a node for every ten rows, and few nodes have many.
func BenchmarkLarge(b *testing.B) {
	sizes := []int{10_000, 100_000}
	if n, _ := strconv.Atoi(os.Getenv("ENTENTE_BENCH_LARGE")); n > 0 {
		sizes = append(sizes, n)
	}
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				measureLarge(b, size)
			}
		})
	}
}

func measureLarge(b *testing.B, size int) {
	folder := b.TempDir()
	mapping, table, path := filepath.Join(folder, "bench.yaml"), filepath.Join(folder, "bench.csv"), filepath.Join(folder, "bench.db")
	if err := os.WriteFile(mapping, []byte(largeMapping), 0o600); err != nil {
		b.Fatal(err)
	}
	writeLarge(b, table, size)
	loader, err := generic.Loader{}.Configure(map[string]string{"mapping": mapping})
	if err != nil {
		b.Fatal(err)
	}
	s, err := memstore.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	began, cpu := time.Now(), userTime(b)
	report, err := runner.Run(b.Context(), s, loader, runner.Options{Paths: []string{table}})
	if err != nil || report.Accepted != size || report.Result.RelationshipsCreated != size {
		b.Fatalf("%+v, %v", report, err)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s/load")
	b.ReportMetric((userTime(b) - cpu).Seconds(), "user-s/load")
	stats, err := s.Stats(b.Context())
	if err != nil || stats.Relationships[graph.BordersType] != size {
		b.Fatal(stats, err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

func writeLarge(b *testing.B, path string, size int) {
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	random := rand.New(rand.NewPCG(1, 2))
	hubs := rand.NewZipf(random, 1.2, 8, uint64(size/10-1))
	fmt.Fprintln(w, "row,a,b,from,until")
	for i := range size {
		year := 1816 + random.IntN(190)
		fmt.Fprintf(w, "%d,%07d,%07d,%d-%02d-%02d,%d\n", i, hubs.Uint64(), random.IntN(size/10), year, 1+random.IntN(12), 1+random.IntN(28), year+1+random.IntN(50))
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// userTime is how long the process has computed.
func userTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano())
}
