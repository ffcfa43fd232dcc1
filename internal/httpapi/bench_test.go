package httpapi_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// BenchmarkQueriesOverHTTP asks a server on a socket the way a dashboard does, one query after the other, and reports the
// median and the 99th percentile. The answer is checked before it is timed.
func BenchmarkQueriesOverHTTP(b *testing.B) {
	store := memstore.New()
	b.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(b, store)
	server := httptest.NewServer(httpapi.New(httpapi.Options{Store: store, Clock: func() time.Time { return httpapitest.Today }}))
	b.Cleanup(server.Close)
	for _, c := range []struct{ name, query, want string }{
		{"a node by its id", `{ node(id: "state:PRK") { id name } }`, `"North Korea"`},
		{"a path", `{ paths(from: "PRK", to: "RUS", asOf: "2024-12-04") { paths { hops { label } } } }`, `via Article 4`},
		{"a treaty with its articles and parties", `{ treaty(ref: "treaty:ru-kp-2024") { title status articles { number obligations { obligationType } } parties { actor { name } } } }`, `"IN_FORCE"`},
	} {
		b.Run(c.name, func(b *testing.B) {
			body, err := json.Marshal(map[string]string{"query": c.query})
			if err != nil {
				b.Fatal(err)
			}
			ask := func() []byte {
				response, err := http.Post(server.URL+"/graphql", "application/json", bytes.NewReader(body))
				if err != nil {
					b.Fatal(err)
				}
				defer response.Body.Close()
				var text bytes.Buffer
				if _, err := text.ReadFrom(response.Body); err != nil {
					b.Fatal(err)
				}
				return text.Bytes()
			}
			if answer := ask(); !bytes.Contains(answer, []byte(c.want)) {
				b.Fatalf("answer without %s: %s", c.want, answer)
			}
			times := make([]time.Duration, 0, b.N)
			for b.Loop() {
				start := time.Now()
				ask()
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms-p99")
		})
	}
}
