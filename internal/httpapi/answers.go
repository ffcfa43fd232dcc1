package httpapi

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// answers keep what was answered, bounded in bytes, for as long as the same question has the same answer: on the same data and the same day. The key is a hash over
// all that an answer depends on; what depends on more is not kept: answers with errors, and those of searches that ran into their time.
type answers struct {
	edition func(context.Context) (string, bool) // of data and day; false where it is not known exactly
	queries *byteCache[string]                   // by their hashes; nil where they are not kept
	cache   *byteCache[answer]
	salt    [16]byte // of this process: another release may answer otherwise
}

func newAnswers(limit int, edition func(context.Context) (string, bool), queries *byteCache[string]) *answers {
	a := &answers{edition: edition, queries: queries, cache: newByteCache[answer](limit, limit/8)}
	_, _ = rand.Read(a.salt[:]) // never fails
	return a
}

// question is what is asked, as far as an answer can be kept for it.
type question struct {
	key, edition string
	byHash       bool
}

// of finds the key of a question; ok is false where its answer is not to be kept.
func (a *answers) of(ctx context.Context, params *graphql.RawParams) (q question, ok bool) {
	query := params.Query
	if extension, persisted := params.Extensions["persistedQuery"]; persisted {
		hash, _ := extension.(map[string]any)
		text, isText := hash["sha256Hash"].(string)
		if query != "" || !isText || a.queries == nil || hash["version"] != json.Number("1") {
			return q, false // the query is to be learned, or something is to be said on the hash
		}
		if query, ok = a.queries.get(text); !ok {
			return q, false
		}
		q.byHash = true
	}
	if q.edition, ok = a.edition(ctx); !ok {
		return q, false
	}
	var variables []byte
	if len(params.Variables) > 0 {
		var err error
		if variables, err = json.Marshal(params.Variables); err != nil { // with its keys in order
			return q, false
		}
	}
	sum := sha256.New()
	_, _ = sum.Write(a.salt[:])
	for _, part := range [][]byte{[]byte(q.edition), []byte(params.OperationName), []byte(query), variables} {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		_, _ = sum.Write(length[:])
		_, _ = sum.Write(part)
	}
	q.key = string(sum.Sum(nil))
	return q, true
}

// tag is the question's ETag. It is weak: the same answer goes out packed in several ways.
func (q question) tag() string {
	return `W/"` + base64.RawURLEncoding.EncodeToString([]byte(q.key[:18])) + `"`
}

// validated tells whether the client has the answer already; it was given the tag with it.
func (q question) validated(r *http.Request) bool {
	for tag := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == strings.TrimPrefix(q.tag(), "W/") {
			return true
		}
	}
	return false
}

// keep keeps an answer, unless data or day have changed while it was made.
func (a *answers) keep(ctx context.Context, q question, body answer) bool {
	now, ok := a.edition(ctx)
	if !ok || now != q.edition {
		return false
	}
	a.cache.put(q.key, body, body.size())
	return true
}
