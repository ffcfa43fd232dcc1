// Package opening picks the store that a user names.
//
//	memory:                             in this process, gone with it
//	file:./entente.db                   in this process, kept in a file
//	neo4j://host, bolt://host:7687      a Neo4j server or cluster; with +s or +ssc for TLS
//
// It knows the notation and none of the stores: the binary passes in how each is opened.
package opening

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Login is how to log in to a server where the URL does not say.
type Login struct {
	Username, Password string
	Database           string // empty: the server's default
}

// Stores opens the stores that this program knows.
type Stores struct {
	Memory func(ctx context.Context) (graph.Store, error)
	File   func(ctx context.Context, path string) (graph.Store, error)
	Neo4j  func(ctx context.Context, url string, login Login, log *slog.Logger) (graph.Store, error)
}

// Want is the notation in words, for errors and help.
const Want = "memory:, file:PATH, neo4j://HOST or bolt://HOST"

var servers = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// Open opens the store of a URL; the caller closes it. KindInvalid says what a URL looks like, KindConflict that
// another process holds the file or another release wrote it, KindUnavailable what to check. log is told
// what takes long.
func (s Stores) Open(ctx context.Context, store string, login Login, log *slog.Logger) (graph.Store, error) {
	scheme, rest, ok := strings.Cut(store, ":")
	switch {
	case !ok:
		return nil, graph.Invalidf("store %q: want %s", Redact(store), Want)
	case scheme == "memory" && rest == "":
		return s.Memory(ctx)
	case scheme == "file" && Path(store) != "":
		return s.File(ctx, Path(store))
	case slices.Contains(servers, scheme) && strings.HasPrefix(rest, "//") && len(rest) > 2:
		return s.Neo4j(ctx, store, login, log)
	}
	return nil, graph.Invalidf("store %q: want %s", Redact(store), Want)
}

// Path is the file of a store that is kept in one; "" for any other.
func Path(store string) string {
	rest, ok := strings.CutPrefix(store, "file:")
	if !ok || strings.Trim(rest, "/") == "" {
		return ""
	}
	return strings.TrimPrefix(rest, "//")
}

// Remote tells whether the store is a server in another process, which comes and goes on its own.
func Remote(store string) bool {
	scheme, _, _ := strings.Cut(store, ":")
	return slices.Contains(servers, scheme)
}

// Redact is a store's URL without its password, for showing.
func Redact(store string) string {
	if u, err := url.Parse(store); err == nil && u.Host != "" {
		return u.Redacted()
	}
	if at := strings.LastIndexByte(store, '@'); at >= 0 { // not a URL, and perhaps a mistyped one with a password
		return "…" + store[at:]
	}
	return store
}

// Lasts tells whether what is written to the store outlives the process.
func Lasts(store string) bool { return !strings.HasPrefix(store, "memory:") }
