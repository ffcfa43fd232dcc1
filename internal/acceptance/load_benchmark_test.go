package acceptance_test

import (
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
)

// BenchmarkLoad loads each published dataset into an empty store. Beside the time it gives the rows of the files a
// second, the nodes' records and relationships written a second, and the most memory that this process held meanwhile,
// what was not the load's own (some 45 MB) among it.
func BenchmarkLoad(b *testing.B) {
	dir := shareddata.Dir(b)
	for _, p := range published {
		b.Run(p.name+"/"+p.files[0], func(b *testing.B) {
			b.Run("memory", func(b *testing.B) {
				benchmarkLoad(b, p, dir, func() graph.Store { return memstore.New() })
			})
			b.Run("neo4j", func(b *testing.B) { benchmarkLoad(b, p, dir, func() graph.Store { return neo4j(b) }) })
		})
	}
}

func benchmarkLoad(b *testing.B, p publication, dir string, empty func() graph.Store) {
	rows, written := 0, 0
	b.StopTimer()
	for range b.N {
		store := empty()
		debug.FreeOSMemory()
		forgetPeak(b)
		b.StartTimer()
		report := p.load(b, store, dir)
		b.StopTimer()
		if report.Accepted != p.rows || report.Rejected != p.refused {
			b.Fatalf("%s: %d rows accepted, %d rejected; want %d and %d", p.name, report.Accepted, report.Rejected, p.rows, p.refused)
		}
		rows += report.Read
		written += report.Result.NodesCreated + report.Result.RelationshipsCreated
		_ = store.Close()
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(written)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(peakMegabytes(b), "peak-MB")
}

// forgetPeak lets Linux begin anew with the most memory held.
func forgetPeak(b *testing.B) {
	b.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Skipf("needs Linux's account of memory: %v", err)
	}
}

func peakMegabytes(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	peak := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if peak == nil {
		b.Fatal("no VmHWM in /proc/self/status")
	}
	kilobytes, err := strconv.Atoi(string(peak[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kilobytes) / 1024
}
