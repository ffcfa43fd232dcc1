package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/entente-graph/entente/graph"
)

type compactCommand struct {
	Before graph.KnownAt `required:"" placeholder:"WHEN" help:"What was known earlier is forgotten: than on a day, at an instant, by a data version, or by a commit as 'commit 7'."`
	Yes    bool          `help:"Forget it; without it, only say what would be forgotten."`
}

// Run forgets, or says what it would forget.
func (c *compactCommand) Run(ctx context.Context, env *Env) (err error) {
	store, err := env.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	_, first, err := store.At(ctx, c.Before)
	if err != nil {
		return err
	}
	oldest, forgotten := first, 0
	for q := (graph.CommitQuery{Before: first.Number, First: graph.MaxFirst}); first.Number > 1; q.Before = oldest.Number {
		page, err := store.Commits(ctx, q)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		oldest, forgotten = page[len(page)-1], forgotten+len(page)
	}
	if forgotten == 0 {
		_, err = fmt.Fprintf(env.Stdout, "nothing to forget: the store knows nothing before commit %d of %s\n", first.Number,
			moment(first.Time))
		return err
	}
	if _, err := fmt.Fprintf(env.Stdout, "%d commits from %s to the one before commit %d of %s: what the store knew in "+
		"that time, and what changed\n",
		forgotten, moment(oldest.Time), first.Number, moment(first.Time)); err != nil {
		return err
	}
	if !c.Yes {
		return &exitError{exitWanting, errors.New("nothing was forgotten; --yes forgets it for good")}
	}
	n, err := store.Compact(ctx, graph.KnownAt{Commit: first.Number})
	if err == nil {
		_, err = fmt.Fprintf(env.Stdout, "%d commits forgotten\n", n)
	}
	return err
}

func moment(t time.Time) string { return t.UTC().Format(time.DateOnly + " 15:04:05") }
