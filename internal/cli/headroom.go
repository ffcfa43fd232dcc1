package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// headroom is how many bytes of garbage may lie about beyond what Go allows by itself, which is as much as is in use.
const headroom = 256 << 20

// leaveRoom has garbage of answers collected half as often while the graph is small: to go through all that is in use
// costs the same however little is found, and beside a small graph that would be dozens of times a second. Whoever sets
// GOGC has decided.
func leaveRoom() {
	if os.Getenv("GOGC") != "" {
		return
	}
	runtime.GC()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(percentBeside(live[0].Value.Uint64()))
}

// percentBeside is how much garbage may lie beside so many bytes in use, as GOGC counts.
func percentBeside(live uint64) int {
	live = max(live, 1)
	return 100 + int(100*min(live, headroom)/live)
}
