// Package shareddata finds the published datasets that some tests check the loaders and the bundled data against. They
// are not part of the repository, because their licences are their publishers' to give: they lie in a folder
// `shared/data` beside the repository, or wherever ENTENTE_SHARED_DATA points.
//
//	atop := filepath.Join(shareddata.Dir(t), "atop")
package shareddata

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder of published datasets and skips the test where it is missing. A folder named in
// ENTENTE_SHARED_DATA that is missing is a failure, since someone meant it to be there.
func Dir(t testing.TB) string {
	t.Helper()
	if named := os.Getenv("ENTENTE_SHARED_DATA"); named != "" {
		if !isDir(named) {
			t.Fatalf("ENTENTE_SHARED_DATA: no folder %s", named)
		}
		return named
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if found := filepath.Join(dir, "shared", "data"); isDir(found) {
			return found
		}
		if dir == filepath.Dir(dir) {
			t.Skip("needs the published datasets: put them into ../shared/data or set ENTENTE_SHARED_DATA")
		}
	}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
