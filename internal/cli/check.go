package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/storecheck"
)

type checkCommand struct {
	Most int  `default:"100" help:"How many faults are shown; all are counted."`
	JSON bool `name:"json" help:"Print the result as JSON."`
}

func (checkCommand) Help() string {
	return `Looks at every record: whether the ontology allows it, whether both ends of each relationship are there, whether a
node has one label, and whether the derived relationships are exactly those that follow from the obligations and deals.

Example:
  entente check --store neo4j://localhost

Exit codes: 0 all is well; 1 faults were found.`
}

// Run checks the store.
func (c *checkCommand) Run(ctx context.Context, env *Env) (err error) {
	store, err := env.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
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

func (c *checkCommand) show(env *Env, summary storecheck.Summary, faults []storecheck.Fault, fingerprint graph.Hash) error {
	if c.JSON {
		return printJSON(env.Stdout, struct {
			storecheck.Summary
			Fingerprint string             `json:"fingerprint"`
			Shown       []storecheck.Fault `json:"shown"`
		}{summary, fingerprint.String(), faults})
	}
	for _, f := range faults {
		if _, err := fmt.Fprintf(env.Stdout, "%s: %s: %s: %s\n", f.Rule, f.Dataset, f.Subject, f.Message); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(env.Stdout, "%d node records, %d relationships (%d derived), fingerprint %s: %d faults\n",
		summary.Nodes, summary.Relationships, summary.Derived, fingerprint, summary.Faults)
	return err
}
