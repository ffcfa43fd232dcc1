package neo4jtest

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pom is what Maven fetches, of the VERSION to be filled in.
//
//go:embed pom.xml
var pom string

// fetchJars returns the folder of Neo4j's jars in the user's cache, filled by Maven when it is not there yet.
func fetchJars(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	cache = filepath.Join(cache, "entente")
	jars := filepath.Join(cache, "neo4j-"+version)
	if _, err := os.Stat(jars); err == nil {
		return jars, nil
	}
	maven, err := exec.LookPath("mvn")
	if err != nil {
		return "", &notHere{tried: []string{"no Maven"}}
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return "", err
	}
	turn, err := lock(filepath.Join(cache, "neo4j.lock"))
	if err != nil {
		return "", err
	}
	defer turn.Close()
	if _, err := os.Stat(jars); err == nil {
		return jars, nil // fetched by the process that had the turn before
	}
	work, err := os.MkdirTemp(cache, "fetch-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	if err := os.WriteFile(filepath.Join(work, "pom.xml"), []byte(strings.ReplaceAll(pom, "VERSION", version)), 0o600); err != nil {
		return "", err
	}
	fmt.Fprintf(os.Stderr, "neo4jtest: fetching Neo4j %s with Maven (once)\n", version)
	cmd := exec.CommandContext(ctx, maven, "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=lib")
	cmd.Dir = work
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("fetch Neo4j with Maven: %w\n%s", err, out)
	}
	return jars, os.Rename(filepath.Join(work, "lib"), jars)
}
