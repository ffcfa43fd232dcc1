package resolvers

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
)

// codes are the values of extensions.code for the domain's kinds of error.
var codes = map[graph.ErrorKind]string{
	graph.KindInvalid:       "BAD_USER_INPUT",
	graph.KindNotFound:      "NOT_FOUND",
	graph.KindConflict:      "CONFLICT",
	graph.KindLimitExceeded: "LIMIT_EXCEEDED",
	graph.KindUnavailable:   "UNAVAILABLE",
	graph.KindTimeout:       "TIMEOUT",
	graph.KindCanceled:      "CANCELED",
	graph.KindInternal:      "INTERNAL",
}

// Presenter is the one place where errors become those of the API. Each gets a code; the message of an internal one,
// and the private cause of any, go to the log and stay out of the answer, which names the request instead.
func Presenter(logger *slog.Logger, requestID func(context.Context) string) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		cause := err.Error() // before the message is replaced: out may be err itself
		out := graphql.DefaultErrorPresenter(ctx, err)
		if _, coded := out.Extensions["code"]; coded {
			return out // of the parser, the validation or a limit
		}
		kind, message, candidates := explain(err)
		out.Message = message
		if out.Extensions == nil {
			out.Extensions = map[string]any{}
		}
		out.Extensions["code"] = codes[kind]
		if candidates != nil {
			out.Extensions["candidates"] = candidates
		}
		switch kind {
		case graph.KindInternal, graph.KindUnavailable:
			id := requestID(ctx)
			out.Extensions["requestId"] = id
			logger.ErrorContext(ctx, "answer failed", "requestId", id, "path", out.Path.String(), "error", cause)
		}
		return out
	}
}

func explain(err error) (kind graph.ErrorKind, message string, candidates []graph.Candidate) {
	var known *graph.Error
	if errors.As(err, &known) && known.Kind != graph.KindInternal {
		return known.Kind, known.Message, known.Candidates
	}
	kind = graph.KindOf(err)
	switch kind {
	case graph.KindTimeout:
		return kind, "the request took too long; ask for less at once", nil
	case graph.KindCanceled:
		return kind, "the request was given up", nil
	}
	var number *graphql.IntegerError
	var overflow *graphql.NumberOverflowError
	if errors.As(err, &number) || errors.As(err, &overflow) {
		return graph.KindInvalid, err.Error(), nil
	}
	return graph.KindInternal, "an internal error; the log has it under the id of the request", nil
}
