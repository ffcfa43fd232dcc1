package httpapi

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"
)

const requestIDHeader = "X-Request-Id"

type requestIDKey struct{}

var goodRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// RequestID is the id of the request to which a context belongs: it is in the answer's header, in the log and in internal errors.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// identified gives every request an id: that of a proxy before this server, or one of its own.
func identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !goodRequestID.MatchString(id) {
			var random [8]byte
			_, _ = rand.Read(random[:]) // never fails
			id = hex.EncodeToString(random[:])
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// observed writes the access log and counts requests. Health checks are counted and logged only at debug level.
func observed(next http.Handler, logger *slog.Logger, m *metrics, mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		_, route := mux.Handler(r)
		rec := &recorder{ResponseWriter: w}
		next.ServeHTTP(rec, r)
		took := time.Since(start)
		m.observe(route, rec.status, took)
		level := slog.LevelInfo
		switch r.URL.Path {
		case "/livez", "/readyz", "/metrics":
			level = slog.LevelDebug
		}
		logger.Log(r.Context(), level, "request", "method", r.Method, "path", r.URL.Path, "status", rec.status, "bytes", rec.bytes,
			"ms", float64(took.Microseconds())/1000, "requestId", RequestID(r.Context()), "remote", r.RemoteAddr)
	})
}

// recovered answers 500 where a handler panics, and the server goes on.
func recovered(next http.Handler, logger *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(fault)
			}
			logger.ErrorContext(r.Context(), "handler panicked", "requestId", RequestID(r.Context()), "fault", fault, "stack", string(debug.Stack()))
			http.Error(w, "internal error; the log has it as "+RequestID(r.Context()), http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}

// secured sets the headers of every answer. Pages replace the policy by their own.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}

// compressed answers in gzip where the client takes it.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if quality(r.Header.Get("Accept-Encoding"), "gzip") == 0 || r.Header.Get("Range") != "" || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		z := &gzipped{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

// gzipped compresses an answer of more than a packet that has a body and is not compressed already.
type gzipped struct {
	http.ResponseWriter
	writer *gzip.Writer
	status int
	held   []byte
	plain  bool
}

const worthGzip = 1400

func (g *gzipped) WriteHeader(status int) {
	if g.status == 0 {
		g.status = status
	}
	if status == http.StatusNoContent || status == http.StatusNotModified || g.Header().Get("Content-Encoding") != "" {
		g.start(false)
	}
}

func (g *gzipped) Write(b []byte) (int, error) {
	switch {
	case g.writer != nil:
		return g.writer.Write(b)
	case g.plain:
		return g.ResponseWriter.Write(b)
	}
	g.held = append(g.held, b...)
	if len(g.held) >= worthGzip {
		g.start(true)
	}
	return len(b), nil
}

// start sends the header and what was held back.
func (g *gzipped) start(compress bool) {
	if g.writer != nil || g.plain {
		return
	}
	if compress {
		g.Header().Set("Content-Encoding", "gzip")
		g.Header().Del("Content-Length")
		g.writer, _ = gzip.NewWriterLevel(g.ResponseWriter, gzip.BestSpeed)
	} else {
		g.plain = true
	}
	if g.Header().Get("Content-Type") == "" && len(g.held) > 0 {
		g.Header().Set("Content-Type", http.DetectContentType(g.held))
	}
	if g.status != 0 {
		g.ResponseWriter.WriteHeader(g.status)
	}
	held := g.held
	g.held = nil
	if len(held) > 0 {
		_, _ = g.Write(held)
	}
}

func (g *gzipped) close() {
	g.start(false)
	if g.writer != nil {
		_ = g.writer.Close()
	}
}
