package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

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
	if err := c.show(env, summary, faults, stats.Fingerprint); err != nil {
		return err
	}
	if summary.Faults > 0 {
		return &exitError{code: exitWanting}
	}
	return nil
}

func (c *checkCommand) show(env *Env, summary storecheck.Summary, faults []storecheck.Fault,
	fingerprint graph.Hash,
) error {
	if c.JSON {
		return printJSON(env.Stdout, struct {
			storecheck.Summary
			Fingerprint string             `json:"fingerprint"`
			Shown       []storecheck.Fault `json:"shown"`
		}{summary, fingerprint.String(), faults})
	}
	p := newPrinter(env.Stdout)
	for _, f := range faults {
		p.line("%s: %s: %s: %s", f.Rule, cmp.Or(string(f.Dataset), "the store"), f.Subject, f.Message)
	}
	p.line("%d node records, %d relationships (%d derived), fingerprint %s: %d faults", summary.Nodes,
		summary.Relationships, summary.Derived, fingerprint, summary.Faults)
	return p.err
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
	if c.JSON {
		err = printJSON(env.Stdout, struct {
			Treaties    int               `json:"treaties"`
			Agreeing    int               `json:"agreeing"`
			Differences int               `json:"differences"`
			NotTold     int               `json:"notTold"`
			Shown       []shownDifference `json:"shown"`
		}{found.Treaties, found.Agreeing, len(found.Differences), open, shown})
	} else {
		p := newPrinter(env.Stdout)
		table := p.table("TREATY", "ABOUT", "HERE", strings.ToUpper(strings.TrimPrefix(string(theirs), "dataset:")), "")
		for _, d := range shown {
			told := ""
			if d.Told {
				told = "told"
			}
			table.row(string(d.Treaty), string(d.About), d.Ours, d.Theirs, told)
		}
		table.flush()
		p.line("%d treaties that both have, %d of them alike; %d differences, %d of them not told", found.Treaties,
			found.Agreeing, len(found.Differences), open)
		err = p.err
	}
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
