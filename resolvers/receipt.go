package resolvers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/canonical"
	"github.com/entente-graph/entente/resolvers/api"
	"github.com/entente-graph/entente/resolvers/valuecheck"
)

// InterceptResponse adds extensions.entente to an answer: dataVersion and knownAt, fingerprint and time of the one
// commit that the answer is of, where it is of one; asOf, the one day, where there is one; where there are any,
// warnings: what a reader must know before taking an empty list for an answer; and, beside an answer without errors,
// its receipt.
func (r *Resolver) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	o, inOperation := ctx.Value(operationKey{}).(*operation)
	if response == nil || !inOperation {
		return response
	}
	response.Errors = fewer(response.Errors)
	about := map[string]any{"dataVersion": nil}
	if c, ok := o.answeredBy(); ok {
		about["dataVersion"] = c.Fingerprint.String()
		if c.Number > 0 {
			about["knownAt"] = c.Time.UTC().Format(time.RFC3339Nano)
		}
	}
	if day, ok := o.asOf(); ok {
		about["asOf"] = day.String()
	}
	o.mu.Lock()
	if len(o.warnings) > 0 {
		about["warnings"] = o.warnings
	}
	o.mu.Unlock()
	if len(response.Errors) == 0 && o.pinned.err == nil {
		if receipt, err := r.receipt(graphql.GetOperationContext(ctx), o, response.Data); err == nil {
			about["receipt"] = receipt
		}
	}
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions["entente"] = about
	return response
}

// answeredBy is the one commit that all fields were asked of; ok is false where they were asked of several.
func (o *operation) answeredBy() (c graph.Commit, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.answered) == 0 {
		return o.pinned.commit, o.pinned.err == nil
	}
	for number := range o.answered {
		c = o.readings[number].commit
	}
	return c, len(o.answered) == 1
}

func (r *Resolver) receipt(asked *graphql.OperationContext, o *operation, data []byte) (*api.Receipt, error) {
	out := &api.Receipt{
		OperationName: asked.OperationName, Variables: asked.Variables, AskedOn: o.today.Date(),
		DataVersion: o.pinned.commit.Fingerprint.String(), Program: r.options.Program,
	}
	if o.pinned.commit.Number > 0 {
		out.KnownAt = &graph.KnownAt{Instant: o.pinned.commit.Time}
	}
	if day, ok := o.asOf(); ok && day != 0 {
		date := day.Date()
		out.AsOf = &date
	}
	var err error
	if out.Question, err = questionHash(asked.RawQuery, out.OperationName, out.Variables); err != nil {
		return nil, err
	}
	out.Answer, err = canonical.Hash(data)
	return out, err
}

// questionHash is a hash of all that a question consists of.
func questionHash(query, operation string, variables map[string]any) (string, error) {
	if variables == nil {
		variables = map[string]any{}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{
		"query": query, "operationName": operation,
		"variables": variables,
	}); err != nil {
		return "", graph.Invalidf("the variables are no JSON: %v", err)
	}
	return canonical.Hash(text.Bytes())
}

// Answer answers a question within this process, without the limits of a server: of the commit and day that the context
// pins, else of the newest commit and today.
func (r *Resolver) Answer(ctx context.Context, params *graphql.RawParams) *graphql.Response {
	schema := r.Schema()
	e := executor.New(schema)
	e.Use(&valuecheck.Extension{})
	e.Use(r)
	e.SetErrorPresenter(Presenter(r.options.Logger, func(context.Context) string { return "" }))
	ctx = graphql.StartOperationTrace(ctx)
	operation, errs := e.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		return &graphql.Response{Errors: valuecheck.Explained(schema.Schema(), errs, operation, params.Variables)}
	}
	handler, ctx := e.DispatchOperation(ctx, operation)
	return handler(ctx)
}

// question is what a receipt asks, in the form in which it is asked anew.
func question(receipt *api.Receipt) *graphql.RawParams {
	return &graphql.RawParams{Query: receipt.Query, OperationName: receipt.OperationName, Variables: receipt.Variables}
}

// checkReceipt refuses a receipt that is none.
func checkReceipt(receipt *api.Receipt) error {
	hash, err := questionHash(receipt.Query, receipt.OperationName, receipt.Variables)
	if err != nil {
		return err
	}
	if hash != receipt.Question {
		return graph.Invalidf("receipt: query, operation and variables have the hash %s, the receipt is of the question "+
			"%.64s: they are not what was asked", hash, receipt.Question)
	}
	if sum, err := hex.DecodeString(receipt.Answer); err != nil || len(sum) != sha256.Size {
		return graph.Invalidf("receipt: answer %.70q: want a SHA-256 in hexadecimal", receipt.Answer)
	}
	return nil
}
