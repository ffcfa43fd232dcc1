package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/follow"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// BenchmarkQueriesOverHTTP asks a server on a socket the way a dashboard does, one query after the other and none kept,
// and reports the median and the 99th percentile: of the embedded store, and of an image beside a Neo4j. The answer is
// checked before it is timed.
func BenchmarkQueriesOverHTTP(b *testing.B) {
	b.Run("embedded", func(b *testing.B) {
		store := memstore.New()
		b.Cleanup(func() { _ = store.Close() })
		httpapitest.LoadCurated(b, store)
		benchmarkQueries(b, store)
	})
	b.Run("image", func(b *testing.B) {
		url := neo4jtest.URL(b)
		neo4jtest.Clean(b)
		store, err := neo4jstore.Open(b.Context(), neo4jstore.Options{URL: url})
		if err != nil {
			b.Fatal(err)
		}
		httpapitest.LoadCurated(b, store)
		image, err := follow.Open(b.Context(), store, follow.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = image.Close() })
		benchmarkQueries(b, image)
	})
}

func benchmarkQueries(b *testing.B, store graph.Store) {
	server := httptest.NewServer(httpapi.New(httpapi.Options{Store: store, Clock: func() time.Time { return httpapitest.Today }, AnswerCache: -1}))
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

// BenchmarkPage asks for a page of twenty states with ten dated alliances each, from sixteen clients at once: cold,
// never the same question twice, so that no answer was there before; and repeated, always the same. The client unpacks
// what it is answered, or wants it plain.
func BenchmarkPage(b *testing.B) {
	store := memstore.New()
	b.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(b, store)
	server := httptest.NewServer(httpapi.New(httpapi.Options{Store: store, Clock: func() time.Time { return httpapitest.Today }}))
	b.Cleanup(server.Close)
	client := func(plain bool) *http.Client {
		return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: plain}}
	}
	var asked atomic.Int64
	ask := func(client *http.Client, page int64) ([]byte, error) {
		query := fmt.Sprintf(`{ page%d: actors(first: 20, filter: {memberOf: "org:un"}) { nodes { id name
			... on State { alliances(asOf: "2024-01-01", first: 10) { text to { id name } period { text } } } } } }`, page)
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			return nil, err
		}
		response, err := client.Post(server.URL+"/graphql", "application/json", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		defer func() { _ = response.Body.Close() }()
		var text bytes.Buffer
		_, err = text.ReadFrom(response.Body)
		return text.Bytes(), err
	}
	if answer, err := ask(client(true), 0); err != nil || bytes.Count(answer, []byte(`"period"`)) < 100 {
		b.Fatalf("%v: %.2000s", err, answer)
	}
	for _, c := range []struct {
		name  string
		step  int64
		plain bool
	}{{"cold", 1, false}, {"cold,plain", 1, true}, {"repeated", 0, false}, {"repeated,plain", 0, true}} {
		b.Run(c.name, func(b *testing.B) {
			client := client(c.plain)
			b.SetParallelism(8)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := ask(client, asked.Add(c.step)); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
