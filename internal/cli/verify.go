package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

type verifyCommand struct {
	Receipt string        `arg:"" help:"The receipt: what --receipt saved, or extensions.entente.receipt of an answer with its query; - is standard input."`
	KnownAt graph.KnownAt `placeholder:"WHEN" help:"Compare with what the store knew then, instead of now."`
	JSON    bool          `name:"json" help:"Print the finding as JSON."`
}

func (verifyCommand) Help() string {
	return `Asks the question of a receipt again, of the data and the day of then and of now, and says whether the answer is the same; if it is not, what has
changed it: the data (which commit, which records), the day, or the program. It ends with 0 where the answer is the same, with 1 where it is not.
Every question of entente ask saves its receipt with --receipt.

Examples:
  entente verify poland.json --store file:./entente.db
  entente verify poland.json --known-at 2026-11-01 --store file:./entente.db`
}

const whyChangedQuery = `query ($receipt: ReceiptInput!) {
  whyChanged(receipt: $receipt) {
    same reproduced reasons truncated explanation
    then { askedOn answer commit { number time dataVersion } } now { askedOn answer commit { number time dataVersion } }
    commits { changeCount commit ` + commitFields + ` changes ` + changeFields + ` }
  }
}`

// Run asks again.
func (c *verifyCommand) Run(ctx context.Context, env *Env) (err error) {
	receipt, err := c.read(env)
	if err != nil {
		return &exitError{exitNothing, err}
	}
	store, err := env.filled(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	variables := map[string]any{"receipt": receipt}
	var response *graphql.Response
	if response, err = ask(ctx, env.resolver(store), whyChangedQuery, variables, c.KnownAt); err != nil {
		return err
	}
	var answer struct {
		WhyChanged struct {
			Same        bool
			Explanation string
			Commits     []struct {
				Commit      shownCommit
				Changes     []shownChange
				ChangeCount int
			}
		}
	}
	if err := json.Unmarshal(response.Data, &answer); err != nil {
		return err
	}
	found := answer.WhyChanged
	if c.JSON {
		var fields map[string]json.RawMessage
		if err := errors.Join(json.Unmarshal(response.Data, &fields), printJSON(env.Stdout, fields["whyChanged"])); err != nil {
			return err
		}
	} else {
		p := newPrinter(env.Stdout)
		p.line("%s", found.Explanation)
		for _, commit := range found.Commits {
			p.line("%s", commit.Commit)
			for i := range commit.Changes {
				p.change(&commit.Changes[i])
			}
			if more := commit.ChangeCount - len(commit.Changes); more > 0 {
				p.line("  and %d other records", more)
			}
		}
		if p.err != nil {
			return p.err
		}
	}
	if !found.Same {
		return &exitError{code: exitWanting}
	}
	return nil
}

func (c *verifyCommand) read(env *Env) (*api.Receipt, error) {
	from := env.Stdin
	if c.Receipt != "-" {
		f, err := os.Open(c.Receipt)
		if err != nil {
			return nil, graph.Invalidf("receipt: %v", err)
		}
		defer func() { _ = f.Close() }()
		from = f
	}
	var out api.Receipt
	decoder := json.NewDecoder(io.LimitReader(from, maxReceipt))
	decoder.UseNumber()
	if err := decoder.Decode(&out); err != nil {
		return nil, graph.Invalidf("receipt %s: no JSON of a receipt: %v", c.Receipt, err)
	}
	if out.Query == "" {
		return nil, graph.Invalidf("receipt %s: it has no query; put the one that was asked beside the rest", c.Receipt)
	}
	return &out, nil
}

// maxReceipt bounds the bytes of a receipt: a server takes no larger question.
const maxReceipt = 2 << 20
