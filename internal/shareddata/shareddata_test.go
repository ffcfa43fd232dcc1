package shareddata_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/internal/shareddata"
)

func TestDirIsFoundAboveTheWorkingFolder(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "repository", "loaders", "atop")
	want := filepath.Join(root, "shared", "data")
	for _, dir := range []string{inner, want} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("ENTENTE_SHARED_DATA", "")
	t.Chdir(inner)
	got, err := filepath.EvalSymlinks(shareddata.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	if want, err = filepath.EvalSymlinks(want); err != nil || got != want {
		t.Errorf("found %s, want %s (%v)", got, want, err)
	}
}

func TestNamedFolderComesFirst(t *testing.T) {
	named := t.TempDir()
	t.Setenv("ENTENTE_SHARED_DATA", named)
	if got := shareddata.Dir(t); got != named {
		t.Errorf("found %s, want %s", got, named)
	}
}
