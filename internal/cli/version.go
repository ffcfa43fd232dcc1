package cli

import (
	"fmt"
	"runtime"
)

type versionCommand struct{}

// Run shows the version.
func (versionCommand) Run(env *Env) error {
	_, err := fmt.Fprintf(env.Stdout, "entente %s (%s, %s/%s)\n", env.Version, runtime.Version(), runtime.GOOS,
		runtime.GOARCH)
	return err
}
