package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestImage builds the last stage of the Dockerfile, which needs no registry, around this tree's binary, and uses it as
// strictly as one can: without privileges, on a read-only file system, with its own health check.
func TestImage(t *testing.T) {
	if err := exec.CommandContext(t.Context(), "docker", "version").Run(); err != nil {
		t.Skip("needs Docker")
	}
	tag := docker(t, "", "build", "--quiet", imageContext(t)) // its id
	t.Cleanup(func() {
		_ = exec.CommandContext(context.WithoutCancel(t.Context()), "docker", "image", "rm", "--force", tag).Run()
	})

	t.Run("serves and is healthy", func(t *testing.T) {
		id := docker(t, "", "run", "--detach", "--rm", "--read-only", "--cap-drop", "ALL", "--health-interval", "1s",
			"--env", "ENTENTE_STORE=file:/data/entente.db", tag)
		t.Cleanup(func() {
			_ = exec.CommandContext(context.WithoutCancel(t.Context()), "docker", "rm", "--force", "--volumes", id).Run()
		})
		deadline := time.After(3 * time.Minute)
		for tick := time.Tick(500 * time.Millisecond); ; {
			select {
			case <-deadline:
				t.Fatalf("it is not healthy in three minutes: %s", docker(t, "", "logs", id))
			case <-tick:
			}
			if status := docker(t, "", "inspect", "--format", "{{.State.Health.Status}}", id); status == "healthy" {
				if out := docker(t, "", "exec", id, "/entente", "health"); out != "ready" {
					t.Errorf("health says %q", out)
				}
				return
			}
		}
	})
	t.Run("loads what comes on standard input", func(t *testing.T) {
		out := docker(t, alliances, "run", "--rm", "--interactive", "--cap-drop", "ALL", tag, "load", "cow-alliances", "-", "--store", "file:/data/entente.db")
		if !strings.Contains(out, "4 accepted") {
			t.Error(out)
		}
	})
}

// imageContext is a folder with the last stage of the Dockerfile and what it copies from the stages before.
func imageContext(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, last, found := strings.Cut(string(text), "\nFROM scratch\n")
	if !found {
		t.Fatal("the Dockerfile has no stage from scratch")
	}
	dir := t.TempDir()
	for _, folder := range []string{"etc/ssl/certs", "out/data", "out/tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range map[string]string{"Dockerfile": "FROM scratch\n" + strings.ReplaceAll(last, "--from=build ", ""), "etc/ssl/certs/ca-certificates.crt": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(dir, "out", "entente"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// docker runs a command of Docker and returns what it printed.
func docker(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "docker", args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("docker %s: %v\n%s%s", strings.Join(args, " "), err, &stdout, &stderr)
	}
	return strings.TrimSpace(stdout.String())
}
