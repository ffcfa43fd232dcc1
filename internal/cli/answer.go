package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/resolvers"
	"github.com/entente-graph/entente/resolvers/api"
)

// answering are the flags of everything that the API answers.
type answering struct {
	JSON    bool          `name:"json" help:"Print the answer as JSON."`
	KnownAt graph.KnownAt `placeholder:"WHEN" help:"Ask of what the store knew then: a day, an instant, a data version, or a commit as 'commit 7'."`
	Receipt string        `placeholder:"FILE" help:"Save a receipt of the answer, for entente verify to ask again and say what has changed."`
}

// filled opens the store that the user named; one in memory gets the bundled data. The caller closes it.
func (e *Env) filled(ctx context.Context) (graph.Store, error) {
	store, err := e.kept(ctx)
	if err != nil || opening.Lasts(e.Store) {
		return store, err
	}
	quiet := *e
	quiet.Log = slog.New(slog.DiscardHandler)
	if err := (&serveCommand{Bundled: true}).prepare(ctx, &quiet, store, func() {}); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// resolver answers within this process.
func (e *Env) resolver(store graph.Store) *resolvers.Resolver {
	return resolvers.New(store, resolvers.Options{Identities: curated.MustIdentities(), Program: e.Version, Logger: e.Log})
}

// asking is a command that asks the API.
type asking interface{ how() answering }

func (a answering) how() answering { return a }

// question asks the API within this process for a field and prints the answer. Its template gets the command, too.
func (e *Env) question(ctx context.Context, command asking, field string, variables map[string]any) (err error) {
	how := command.how()
	if err := e.output("--receipt", how.Receipt); err != nil {
		return err
	}
	store, err := e.filled(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	text, response, err := ask(ctx, e.resolver(store), field, variables, how.KnownAt)
	if err != nil {
		return err
	}
	if how.Receipt != "" {
		if err := saveReceipt(how.Receipt, queryOf(field), response); err != nil {
			return err
		}
	}
	if how.JSON {
		return printJSON(e.Stdout, text)
	}
	answer, err := decode(text)
	if err != nil {
		return err
	}
	answer["command"] = command
	return show(e.Stdout, field, answer)
}

// ask asks the question for a field and returns the answer of that field and the whole response, or its first error.
func ask(ctx context.Context, r *resolvers.Resolver, field string, variables map[string]any, known graph.KnownAt,
) (answer json.RawMessage, response *graphql.Response, err error) {
	// Variables as a client sends them: numbers are not yet of a type.
	text, err := json.Marshal(variables)
	if err != nil {
		return nil, nil, err
	}
	params := &graphql.RawParams{Query: queryOf(field)}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&params.Variables); err != nil {
		return nil, nil, err
	}
	if ctx, _, err = r.PinAt(ctx, known, 0); err != nil {
		return nil, nil, err
	}
	response = r.Answer(ctx, params)
	if len(response.Errors) > 0 {
		err = errors.New(response.Errors[0].Message)
		switch response.Errors[0].Extensions["code"] {
		case "BAD_USER_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED": // the question is wrong
			err = &exitError{exitNothing, err}
		}
		return nil, nil, err
	}
	var fields map[string]json.RawMessage
	err = json.Unmarshal(response.Data, &fields)
	return fields[field], response, err
}

func saveReceipt(path, query string, response *graphql.Response) error {
	about, _ := response.Extensions["entente"].(map[string]any)
	receipt, ok := about["receipt"].(*api.Receipt)
	if !ok {
		return graph.Errorf(graph.KindInternal, "the answer has no receipt")
	}
	saved := *receipt
	saved.Query = query
	f, err := os.Create(path)
	if err != nil {
		return graph.Invalidf("receipt: %v", err)
	}
	return errors.Join(printJSON(f, saved), f.Close())
}
