package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/resolvers/api"
)

type verifyCommand struct {
	Receipt string        `arg:"" help:"The receipt: what --receipt saved, extensions.entente.receipt of an answer with its query, or evidence that the pages saved as JSON; - is standard input."`
	KnownAt graph.KnownAt `placeholder:"WHEN" help:"Compare with what the store knew then, instead of now."`
	JSON    bool          `name:"json" help:"Print the finding as JSON."`
}

// Run asks again.
func (c *verifyCommand) Run(ctx context.Context, env *Env) (err error) {
	receipts, err := c.read(env)
	if err != nil {
		return &exitError{exitNothing, err}
	}
	store, err := env.filled(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	r := env.resolver(store)
	same := true
	for _, receipt := range receipts {
		text, _, err := ask(ctx, r, "whyChanged", map[string]any{"receipt": receipt}, c.KnownAt)
		if err != nil {
			return err
		}
		found, err := decode(text)
		if err != nil {
			return err
		}
		same = same && found["same"] == true
		if c.JSON {
			err = printJSON(env.Stdout, text)
		} else {
			err = show(env.Stdout, "whyChanged", found)
		}
		if err != nil {
			return err
		}
	}
	if !same {
		return &exitError{code: exitWanting}
	}
	return nil
}

// saved is a file of receipts: one, or an evidence pack of the pages, in which each answer has its own.
type saved struct {
	api.Receipt
	Entente string `json:"entente"`
	Asked   []struct {
		Query    string `json:"query"`
		Response struct {
			Extensions struct {
				Entente struct {
					Receipt *api.Receipt `json:"receipt"`
				} `json:"entente"`
			} `json:"extensions"`
		} `json:"response"`
	} `json:"asked"`
}

func (c *verifyCommand) read(env *Env) ([]*api.Receipt, error) {
	from := env.Stdin
	if c.Receipt != "-" {
		f, err := os.Open(c.Receipt)
		if err != nil {
			return nil, graph.Invalidf("receipt: %v", err)
		}
		defer func() { _ = f.Close() }()
		from = f
	}
	var in saved
	decoder := json.NewDecoder(utf8text.Unmarked(io.LimitReader(from, maxReceipt)))
	decoder.UseNumber()
	if err := decoder.Decode(&in); err != nil {
		return nil, graph.Invalidf("receipt %s: no JSON of a receipt: %v", c.Receipt, err)
	}
	out := []*api.Receipt{&in.Receipt}
	if in.Entente == "evidence" {
		out = out[:0]
		for _, asked := range in.Asked {
			if receipt := asked.Response.Extensions.Entente.Receipt; receipt != nil {
				receipt.Query = asked.Query
				out = append(out, receipt)
			}
		}
		if len(out) == 0 {
			return nil, graph.Invalidf("receipt %s: none of the answers in this evidence has a receipt", c.Receipt)
		}
	}
	if out[0].Query == "" {
		return nil, graph.Invalidf("receipt %s: it has no query; put the one that was asked beside the rest", c.Receipt)
	}
	return out, nil
}

// maxReceipt bounds the bytes of a file of receipts. An evidence pack holds the answers, too.
const maxReceipt = 64 << 20
