package cli

import (
	"context"
	"errors"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/internal/storecheck"
	"github.com/entente-graph/entente/loaders/curated"
)

type checkCommand struct {
	Against string `placeholder:"DATASET" help:"Compare the bundled dataset's treaties with those of atop, cow-alliances or another dataset in the store instead."`
	Most    int    `default:"100" help:"How many faults, or differences, are shown; all are counted."`
	JSON    bool   `name:"json" help:"Print the result as JSON."`
}

// Run checks the store.
func (c *checkCommand) Run(ctx context.Context, env *Env) (err error) {
	store, err := env.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if c.Against != "" {
		return c.against(ctx, env, store)
	}
	faults := []storecheck.Fault{}
	summary, err := storecheck.Run(ctx, store, func(f storecheck.Fault) {
		if len(faults) < c.Most {
			faults = append(faults, f)
		}
	})
	if err != nil {
		return err
	}
	stats, err := store.Stats(ctx)
	if err != nil {
		return err
	}
	err = env.result(c.JSON, "check", struct {
		storecheck.Summary
		Fingerprint string             `json:"fingerprint"`
		Shown       []storecheck.Fault `json:"shown"`
	}{summary, stats.Fingerprint.String(), faults})
	if err == nil && summary.Faults > 0 {
		return &exitError{code: exitWanting}
	}
	return err
}

// against compares the bundled dataset with another.
func (c *checkCommand) against(ctx context.Context, env *Env, store graph.Reader) error {
	theirs := datasetID(c.Against)
	found, err := alliance.HoldAgainst(ctx, store, alliance.AgainstQuery{Ours: curated.DatasetID, Theirs: theirs})
	if err != nil {
		return err
	}
	open := 0
	shown := []shownDifference{}
	for _, d := range found.Differences {
		if !d.Told {
			open++
		}
		if len(shown) < c.Most {
			shown = append(shown, shownDifference{d.Treaty.ID, d.About, d.Ours, d.Theirs, d.Told})
		}
	}
	err = env.result(c.JSON, "check-against", struct {
		Theirs      graph.ID          `json:"-"`
		Treaties    int               `json:"treaties"`
		Agreeing    int               `json:"agreeing"`
		Differences int               `json:"differences"`
		NotTold     int               `json:"notTold"`
		Shown       []shownDifference `json:"shown"`
	}{theirs, found.Treaties, found.Agreeing, len(found.Differences), open, shown})
	if err == nil && open > 0 {
		return &exitError{code: exitWanting}
	}
	return err
}

// shownDifference is a difference as it is printed.
type shownDifference struct {
	Treaty graph.ID       `json:"treaty"`
	About  alliance.About `json:"about"`
	Ours   string         `json:"ours"`
	Theirs string         `json:"theirs"`
	Told   bool           `json:"told"`
}
