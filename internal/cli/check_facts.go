package cli

import (
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
	p := newPrinter(env.Stdout)
	for _, f := range faults {
		p.line("%s", f)
	}
	switch n := len(faults); n {
	case 0:
		p.line("no fault found")
	case 1:
		p.line("1 fault")
	default:
		p.line("%d faults", n)
	}
	if p.err == nil && len(faults) > 0 {
		return &exitError{code: exitWanting}
	}
	return p.err
}
