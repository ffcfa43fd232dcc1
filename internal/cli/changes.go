package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/entente-graph/entente/graph"
)

type changesCommand struct {
	Since   graph.KnownAt `placeholder:"WHEN" help:"Only what was published later: than a day, an instant, a data version, or a commit as 'commit 7'."`
	Until   graph.KnownAt `placeholder:"WHEN" help:"Only up to and with this one."`
	Dataset string        `placeholder:"NAME" help:"Only records of this dataset."`
	About   string        `placeholder:"NODE" help:"Only records about this actor, treaty or other node, and relationships of it."`
	Limit   int           `default:"1000" placeholder:"N" help:"At most so many changes."`
	JSON    bool          `name:"json" help:"Print JSON, a line for each change."`
}

// Run shows the changes, a page at a time.
func (c *changesCommand) Run(ctx context.Context, env *Env) (err error) {
	store, err := env.filled(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	r := env.resolver(store)
	variables := map[string]any{}
	for name, known := range map[string]graph.KnownAt{"since": c.Since, "until": c.Until} {
		if !known.IsZero() {
			variables[name] = known.String()
		}
	}
	if c.Dataset != "" {
		variables["dataset"] = datasetID(c.Dataset)
	}
	if c.About != "" {
		variables["about"] = c.About
	}
	tell := c.printer(env.Stdout)
	for left := c.Limit; left > 0; {
		variables["first"] = min(left, graph.MaxFirst)
		text, _, err := ask(ctx, r, "changes", variables, graph.KnownAt{})
		if err != nil {
			return err
		}
		var page struct {
			Nodes    []json.RawMessage
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
		if err := json.Unmarshal(text, &page); err != nil {
			return err
		}
		for _, change := range page.Nodes {
			if err := tell(change); err != nil {
				return err
			}
		}
		left -= len(page.Nodes)
		if !page.PageInfo.HasNextPage {
			return nil
		}
		if variables["after"] = page.PageInfo.EndCursor; left == 0 {
			_, err = fmt.Fprintln(env.Stderr, "there are more; --limit shows them")
			return err
		}
	}
	return nil
}

// printer prints a change at a time: as a line of JSON, or below the commit that it came with.
func (c *changesCommand) printer(w io.Writer) func(json.RawMessage) error {
	if c.JSON {
		return func(text json.RawMessage) error {
			var line bytes.Buffer
			if err := json.Compact(&line, text); err != nil {
				return err
			}
			line.WriteByte('\n')
			_, err := line.WriteTo(w)
			return err
		}
	}
	commit := any(0) // the number of the last that was shown
	return func(text json.RawMessage) error {
		change, err := decode(text)
		if err != nil {
			return err
		}
		number := change["commit"].(object)["number"]
		change["first"] = number != commit
		commit = number
		return show(w, "changes", change)
	}
}
