package cli

import (
	"fmt"

	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/input"
)

type checkFactsCommand struct {
	Files []string `arg:"" name:"file" placeholder:"FILE" help:"YAML files in the format of the bundled dataset (docs/curated.md); - is standard input."`
}

// Run tells what is wrong with the files.
func (c *checkFactsCommand) Run(env *Env) error {
	files, closed, err := input.Open(c.Files, env.Stdin, input.DefaultBounds)
	if err != nil {
		return &exitError{exitNothing, err}
	}
	defer closed()
	faults, err := curated.CheckFacts(files)
	if err != nil {
		return &exitError{exitNothing, err}
	}
	for _, f := range faults {
		if _, err := fmt.Fprintln(env.Stdout, f); err != nil {
			return err
		}
	}
	count := fmt.Sprintf("%d faults", len(faults))
	switch len(faults) {
	case 0:
		count = "no fault found"
	case 1:
		count = "1 fault"
	}
	if _, err := fmt.Fprintln(env.Stdout, count); err != nil || len(faults) == 0 {
		return err
	}
	return &exitError{code: exitWanting}
}
