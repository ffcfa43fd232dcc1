package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

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

type shownChange struct {
	ID                      graph.ID
	Kind, RelationshipType  string
	Dataset, Node, From, To shownName
	Properties              []struct {
		Property      string
		Before, After any
	}
	Commit shownCommit
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
	p := newPrinter(env.Stdout)
	last := 0
	for left := c.Limit; left > 0 && p.err == nil; {
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
		for _, text := range page.Nodes {
			if c.JSON {
				var line bytes.Buffer
				if err := json.Compact(&line, text); err != nil {
					return err
				}
				p.line("%s", &line)
				continue
			}
			var change shownChange
			if err := json.Unmarshal(text, &change); err != nil {
				return err
			}
			if change.Commit.Number != last {
				last = change.Commit.Number
				p.line("%s", change.Commit)
			}
			p.change(&change)
		}
		left -= len(page.Nodes)
		if !page.PageInfo.HasNextPage {
			return p.err
		}
		if variables["after"] = page.PageInfo.EndCursor; left == 0 {
			_, err = fmt.Fprintf(env.Stderr, "there are more; --limit shows them\n")
			return errors.Join(p.err, err)
		}
	}
	return p.err
}

// change prints a record that came, changed or went, and what differs in it.
func (p *printer) change(c *shownChange) {
	sign := map[string]string{"CREATED": "+", "CHANGED": "~", "REMOVED": "-"}[c.Kind]
	what := fmt.Sprintf("%s (%s)", c.Node.Name, c.Node.ID)
	if c.RelationshipType != "" {
		what = fmt.Sprintf("%s %s %s", c.From.Name, c.RelationshipType, c.To.Name)
		if key, _ := c.ID.RelationshipKey(); key.Discriminator != "" { // tells it from others between the two
			what += " (" + key.Discriminator + ")"
		}
	}
	p.line("  %s %s by %s", sign, what, c.Dataset.dataset())
	if c.Kind != "CHANGED" {
		return
	}
	for _, change := range c.Properties {
		p.line("      %s: %s → %s", change.Property, value(change.Before), value(change.After))
	}
}

// value is a property's value as JSON, cut where it is long.
func value(v any) string {
	if v == nil {
		return "none"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if runes := []rune(string(text)); len(runes) > 100 {
		return string(runes[:100]) + "…"
	}
	return string(text)
}
