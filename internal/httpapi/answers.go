package httpapi

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// answers keep what was answered, bounded in bytes, for as long as the same question has the same answer: of the same
// commit on the same day, which are pinned for the question before it is looked for. The key is a hash over all that an
// answer depends on; what depends on more is not kept: answers with errors, and those of searches that ran into their
// time.
type answers struct {
	pin     func(context.Context) (_ context.Context, edition string, err error)
	queries *byteCache[string] // by their hashes; nil where they are not kept
	cache   *byteCache[[]byte]
	salt    string // of this process: another release may answer otherwise
}

func newAnswers(limit int, pin func(context.Context) (context.Context, string, error), queries *byteCache[string],
) *answers {
	return &answers{pin: pin, queries: queries, cache: newByteCache[[]byte](limit, limit/8), salt: rand.Text()}
}

// question is what is asked, as far as an answer can be kept for it.
type question struct {
	key    string
	byHash bool
}

// question finds the key of a question, and pins in the context what it is answered from; ok is false where its answer
// is not to be kept.
func (a *answers) question(ctx context.Context, params *graphql.RawParams,
) (pinned context.Context, q question, ok bool) {
	pinned, edition, err := a.pin(ctx)
	if err != nil {
		return pinned, q, false
	}
	q, ok = a.key(edition, params)
	return pinned, q, ok
}

func (a *answers) key(edition string, params *graphql.RawParams) (q question, ok bool) {
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
	var variables map[string]any // none are as good as an empty object
	if len(params.Variables) > 0 {
		variables = params.Variables
	}
	all, err := json.Marshal([]any{a.salt, edition, params.OperationName, query, variables}) // with keys in order
	if err != nil {
		return q, false
	}
	sum := sha256.Sum256(all)
	q.key = string(sum[:])
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
