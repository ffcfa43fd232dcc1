package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/examples"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/ui"
)

func text(media, content string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		_, _ = io.WriteString(w, content)
	})
}

func exampleList() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaJSON)
		writeJSON(w, http.StatusOK, examples.All())
	})
}

// readyTimeout bounds how long a store may take to say whether it can answer.
const readyTimeout = 3 * time.Second

// degraded is what a store has that may answer while something is amiss.
type degraded interface{ Degraded() string }

func ready(check func(context.Context) error, store any) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if err := check(ctx); err != nil {
			w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, "not ready: "+message(err)+"\n")
			return
		}
		if d, ok := store.(degraded); ok {
			if amiss := d.Degraded(); amiss != "" {
				_, _ = io.WriteString(w, "degraded: "+amiss+"\n")
				return
			}
		}
		_, _ = io.WriteString(w, "ready\n")
	})
}

// message is what may be shown of an error.
func message(err error) string {
	var known *graph.Error
	if errors.As(err, &known) && known.Kind != graph.KindInternal {
		return known.Message
	}
	return "the store does not answer"
}

// pages adds the routes of the UI, or plain pages where it is not built.
func pages(mux *http.ServeMux, o Options, missing http.Handler) {
	if o.UI == nil {
		mux.Handle("GET /{$}", plainIndex(o))
		mux.HandleFunc("GET /graphiql", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, cmp.Or(o.UIMissing, "the pages are not built into this binary")+"\n")
		})
		return
	}
	files := http.FileServerFS(o.UI)
	for _, path := range ui.Paths() {
		mux.Handle("GET "+path, page(o.UI, "index.html", ui.ContentSecurityPolicy))
	}
	mux.Handle("GET /graphiql", page(o.UI, "graphiql.html", ui.PlaygroundPolicy))
	mux.Handle("GET /assets/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := fs.Stat(o.UI, r.URL.Path[1:]); err != nil {
			missing.ServeHTTP(w, r) // a folder's path ends in a slash, and is none of a file system: no listings
			return
		}
		w.Header().Set("Content-Security-Policy", ui.PlaygroundPolicy) // a worker's policy is that of its own file
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		files.ServeHTTP(w, r)
	}))
}

func page(pages fs.FS, name, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		content, err := fs.ReadFile(pages, name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	})
}

//go:embed index.html missing.html
var plainFiles embed.FS

var plainPages = template.Must(template.ParseFS(plainFiles, "*.html"))

// browser tells whether a page is wanted.
func browser(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// stylesheet is how the built pages ask for theirs.
var stylesheet = regexp.MustCompile(`<link rel="stylesheet"[^>]*>`)

// notFound says that there is nothing at an address, to browsers by a page in the look of the others.
func notFound(o Options) http.Handler {
	var styles []byte
	if o.UI != nil {
		index, _ := fs.ReadFile(o.UI, "index.html") // without it, without its look
		styles = bytes.Join(stylesheet.FindAll(index, -1), nil)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !browser(r) {
			http.Error(w, "page not found; the API is at /graphql", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", ui.ContentSecurityPolicy)
		w.WriteHeader(http.StatusNotFound)
		about := map[string]any{"Styles": template.HTML(styles), "Path": r.URL.Path} //nolint:gosec // of our own build
		_ = plainPages.ExecuteTemplate(w, "missing.html", about)
	})
}

// orElse answers by another handler where a mux has nothing to read at an address. That it has, but not for the method
// of the request, it says itself.
func orElse(mux *http.ServeMux, missing http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		read := *r
		read.Method = http.MethodGet
		if _, route := mux.Handler(&read); route == "" {
			missing.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func plainIndex(o Options) http.Handler {
	type row struct {
		Label graph.Label
		Count int
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var rows []row
		if stats, err := o.Store.Stats(r.Context()); err == nil {
			for label, n := range stats.Nodes {
				rows = append(rows, row{label, n})
			}
			slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.Label, b.Label) })
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = plainPages.ExecuteTemplate(w, "index.html", map[string]any{"Rows": rows, "Missing": o.UIMissing})
	})
}
