package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/entente-graph/entente"

type sources struct {
	ImportPath, Dir  string
	GoFiles, Imports []string
}

// A rule speaks of one package, or with "/..." of it and everything below it; the first that fits a package decides.
// Allowed are the standard library and what the rule lists, in the same notation. Own packages are named without the
// module.
type rule struct {
	pkg     string
	allowed []string
	why     string
}

var rules = []rule{
	{"graph", nil, "the domain stands on the standard library alone"},
	{"schema", nil, "the contract is text"},
	{"graph/alliance", []string{"graph", "graph/memo", "graph/overlay", "internal/lists"}, "reasoning is pure: it reads a graph.Reader and knows no store"},
	{"graph/memo", []string{"graph"}, "what any reader has read is remembered"},
	{"graph/timeline", []string{"graph", "internal/lists"}, "what happened is read from any graph.Reader"},
	{"graph/totals", []string{"graph", "internal/lists"}, "sums are made of what any graph.Reader finds"},
	{"graph/match", []string{"graph", "internal/names"}, "a query is decided without knowing whose nodes they are"},
	{"graph/overlay", []string{"graph", "graph/match", "graph/walk"}, "changes are laid over any reader, whichever store is below"},
	{"graph/walk", []string{"graph"}, "one search serves every store and knows none"},
	{"graph/form", []string{"graph"}, "the form of records is one, wherever they are kept"},
	{"graph/ledger", []string{"graph", "graph/form", "github.com/klauspost/compress/zstd"}, "the form of a ledger is one for all stores and knows none"},
	{"graph/image", []string{"graph", "graph/form", "graph/match", "graph/walk", "internal/names", "github.com/tidwall/btree"}, "the image serves every store and knows none"},
	{"graph/memstore/...", []string{"graph", "graph/form", "graph/ledger", "graph/image", "graph/memstore/...", "go.etcd.io/bbolt/...", "golang.org/x/..."}, "a store knows the domain and its driver, no other store"},
	{"graph/neo4jstore/...", []string{"graph", "graph/ledger", "graph/image", "graph/match", "graph/walk", "graph/neo4jstore/...", "internal/lists", "internal/names", "github.com/neo4j/neo4j-go-driver/v5/...", "golang.org/x/..."}, "a store knows the domain and its driver, no other store"},
	{"bench/peers", []string{"github.com/neo4j/neo4j-go-driver/v5/..."}, "peers are asked over their own doors, and Entente over its own"},
	{"graph/follow", []string{"graph", "graph/image", "graph/ledger"}, "what follows a store knows none in particular"},
	{"graph/graphtest/...", []string{"graph", "graph/graphtest/...", "internal/lists", "internal/names", "github.com/google/go-cmp/...", "pgregory.net/rapid"}, "the conformance suite knows no store, so that it cannot make an exception for one"},
	{"loaders", []string{"graph", "loaders/input"}, "the contract of loaders knows neither who fulfils it nor who runs them"},
	{"loaders/input", []string{"graph", "golang.org/x/...", "internal/lists", "internal/utf8text"}, "files are opened for any loader"},
	{"loaders/runner", []string{"graph", "graph/form", "loaders", "loaders/input", "internal/lists", "internal/names", "golang.org/x/..."}, "the runner writes to a graph.Store and knows neither a particular one nor a dataset"},
	{"loaders/loadertest", []string{"graph", "loaders", "loaders/input", "loaders/runner", "loaders/curated", "internal/golden", "internal/messagetest", "github.com/google/go-cmp/...", "internal/lists"}, "the tests of loaders take identities from the bundled dataset and know no other"},
	{"loaders/statecode", []string{"graph", "loaders", "loaders/input", "loaders/table"}, "what loaders share knows no dataset"},
	{"loaders/registry", []string{"loaders", "loaders/..."}, "the one list of datasets knows them all and nothing else"},
	{"loaders/...", []string{"graph", "loaders", "loaders/input", "loaders/jsonstream", "loaders/plover", "loaders/statecode", "loaders/table", "loaders/workbook", "internal/names", "internal/utf8text", "internal/yamlbound", "github.com/goccy/go-yaml/...", "github.com/xuri/excelize/v2", "github.com/parquet-go/parquet-go/...", "github.com/ledongthuc/pdf", "golang.org/x/...", "internal/lists"}, "a dataset's loader knows the contract, neither a store nor another dataset"},
	{"resolvers/execution/rewrite", []string{"graph", "schema", "github.com/vektah/gqlparser/v2/..."}, "what writes code reads the two tables it is written from"},
	{"resolvers/...", []string{"graph", "graph/alliance", "graph/generated", "graph/memo", "graph/timeline", "graph/totals", "resolvers/api", "resolvers/execution", "resolvers/valuecheck", "internal/canonical", "internal/names", "github.com/99designs/gqlgen/...", "github.com/vektah/gqlparser/v2/...", "golang.org/x/...", "internal/lists"}, "resolvers are thin: they call the domain, not a store"},
	{"internal/httpapi", []string{"graph", "resolvers", "resolvers/execution", "resolvers/valuecheck", "examples", "loaders/curated", "ui", "internal/utf8text", "github.com/99designs/gqlgen/...", "github.com/hashicorp/golang-lru/v2/...", "github.com/klauspost/compress/...", "github.com/prometheus/client_golang/...", "github.com/rs/cors", "github.com/vektah/gqlparser/v2/...", "internal/lists"}, "the server passes questions on to the resolvers and reads no graph itself"},
	{"internal/httpapi/httpapitest", []string{"graph", "internal/httpapi", "internal/messagetest", "loaders/curated", "loaders/runner"}, "tests ask the server over any store"},
	{"internal/cli", []string{"graph", "graph/alliance", "graph/follow", "internal/httpapi", "internal/names", "internal/opening", "internal/storecheck", "internal/utf8text", "internal/yamlbound", "loaders", "loaders/...", "resolvers", "resolvers/api", "ui", "github.com/99designs/gqlgen/graphql", "github.com/alecthomas/kong", "github.com/goccy/go-yaml", "github.com/schollz/progressbar/v3", "golang.org/x/...", "internal/lists"}, "the commands put everything together but the stores"},
	{"internal/coveragedoc", []string{"graph", "graph/alliance"}, "a page is written from what the domain says"},
	{"internal/neo4jtest", []string{"github.com/moby/moby/...", "github.com/neo4j/neo4j-go-driver/v5/...", "github.com/testcontainers/testcontainers-go/...", "go.etcd.io/bbolt"}, "a server for tests knows nothing of what is tested on it"},
	{"internal/yamlbound", []string{"internal/utf8text", "github.com/goccy/go-yaml/..."}, "a bound is set before anything is read"},
	{"internal/...", []string{"graph", "github.com/google/go-cmp/...", "golang.org/x/text/..."}, "a helper knows at most the domain"},
	{"examples", nil, "examples are files"},
	{"ui", nil, "pages are files"},
	{"", []string{"graph", "graph/memstore", "graph/neo4jstore", "internal/cli", "internal/opening", "loaders/document"}, "the binary chooses the stores and leaves the rest to the commands"},
}

// TestImports reads every package's imports, tests left out: a test may well put two layers together.
func TestImports(t *testing.T) {
	for _, p := range ownPackages(t) {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		i := slices.IndexFunc(rules, func(r rule) bool { return fits(r.pkg, name) })
		if i < 0 {
			if name != "graph/generated" {
				t.Errorf("no rule says what %s may import", name)
			}
			continue
		}
		for _, imported := range p.Imports {
			if isStandard(imported) {
				continue
			}
			shown := strings.TrimPrefix(imported, module+"/")
			if !slices.ContainsFunc(rules[i].allowed, func(pattern string) bool { return fits(pattern, shown) }) {
				t.Errorf("%s imports %s: %s", name, shown, rules[i].why)
			}
		}
	}
}

// TestOnlyTheBinaryNamesTheStores keeps the choice of a store in one place.
func TestOnlyTheBinaryNamesTheStores(t *testing.T) {
	for _, p := range ownPackages(t) {
		for _, store := range []string{module + "/graph/memstore", module + "/graph/neo4jstore"} {
			if p.ImportPath != module && p.ImportPath != store && slices.Contains(p.Imports, store) {
				t.Errorf("%s imports %s; only server.go names the concrete stores", p.ImportPath, store)
			}
		}
	}
}

func ownPackages(t *testing.T) []sources {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports", module+"/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []sources
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p sources
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 3 {
		t.Fatalf("go list found only %d packages of this module", len(all))
	}
	return all
}

// isStandard goes by the go command's own convention: no dot in the first element of the path.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// fits tells whether a path is what the pattern names: itself, with "/*" what lies directly below, with "/..." itself
// and everything below.
func fits(pattern, path string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == base || strings.HasPrefix(path, base+"/")
	}
	if base, ok := strings.CutSuffix(pattern, "/*"); ok {
		rest, below := strings.CutPrefix(path, base+"/")
		return below && !strings.Contains(rest, "/")
	}
	return path == pattern
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"graph", "graph", true},
		{"graph", "graph/alliance", false},
		{"loaders/*", "loaders/atop", true},
		{"loaders/*", "loaders", false},
		{"loaders/*", "loaders/atop/internal", false},
		{"loaders/...", "loaders", true},
		{"loaders/...", "loaders/atop/internal", true},
		{"loaders/...", "loadersx", false},
	} {
		if got := fits(c.pattern, c.path); got != c.want {
			t.Errorf("fits(%q, %q) = %v", c.pattern, c.path, got)
		}
	}
}
