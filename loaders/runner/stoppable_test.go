//go:build unix

package runner_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

func TestPipesAreReadWhereTheyAreNamedAndPassedOverInFolders(t *testing.T) {
	folder := t.TempDir()
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "f.txt"), []byte("state CCC Celand\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(folder, "*")} {
		files, done, err := input.Open([]string{path}, nil, input.DefaultBounds)
		if err != nil || len(files) != 1 || files[0].Name != "f.txt" {
			t.Errorf("%s: %v %v", path, files, err)
		}
		done()
	}
	go func() { _ = os.WriteFile(pipe, []byte("state CCC Celand\n"), 0o600) }()
	report, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{pipe}, Identities: table{}})
	if err != nil || report.Accepted != 1 {
		t.Errorf("%+v %v", report, err)
	}
}

func TestALoadStopsWhileItWaitsForAPipe(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	stdin, half := io.Pipe()
	written := make(chan struct{})
	go func() { _, _ = io.WriteString(half, "state CCC Celand\n"); close(written) }()
	for name, o := range map[string]runner.Options{"nobody writes": {Paths: []string{pipe}}, "nobody ends": {Paths: []string{"-"}, Stdin: stdin}} {
		ctx, stop := context.WithCancel(t.Context())
		o.Identities = table{}
		go func() {
			if name == "nobody ends" {
				<-written
			}
			stop()
		}()
		if _, err := runner.Run(ctx, emptyStore(t), fake, o); graph.KindOf(err) != graph.KindCanceled || !strings.Contains(err.Error(), "nothing was written") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	_ = half.Close()
	if f, err := os.OpenFile(pipe, os.O_RDWR, 0); err == nil { // lets the reader that waits go
		_ = f.Close()
	}
}

func TestALinkToAFolderIsNoFile(t *testing.T) {
	folder, other := t.TempDir(), t.TempDir()
	if err := os.Symlink(other, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	if _, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{folder}}); err == nil || !strings.Contains(err.Error(), "link to a folder") {
		t.Error(err)
	}
	put(t, other, "f.txt", nil)
	files, done, err := input.Open([]string{filepath.Join(folder, "link")}, nil, input.DefaultBounds)
	if err != nil || len(files) != 1 || files[0].Path != filepath.Join(folder, "link", "f.txt") {
		t.Errorf("named itself: %v %v", files, err)
	}
	done()
}

func TestReadingStopsWithinAFile(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	file := input.File{Name: "f.txt", Path: "f.txt", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("x")), nil }}
	endless := reading(func(in loaders.Input, _ loaders.Yield) error { // reads all of its file before it yields anything
		r, err := in.Files[0].Open()
		if err != nil {
			return err
		}
		stop()
		_, err = io.ReadAll(r)
		return err
	})
	_, err := runner.Run(ctx, emptyStore(t), endless, runner.Options{Files: []input.File{file}, Identities: table{}})
	if graph.KindOf(err) != graph.KindCanceled || !strings.Contains(err.Error(), "stopped while reading; nothing was written") {
		t.Error(err)
	}
}
