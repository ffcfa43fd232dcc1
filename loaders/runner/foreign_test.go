package runner_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/runner"
)

func TestOfAFolderOrAnArchiveWhatIsNotOfTheDatasetIsLeftOut(t *testing.T) {
	alone := emptyStore(t)
	mustLoad(t, alone, "state CCC Celand\nbad row\n")
	const mine = "state CCC Celand\nbad row\n"
	folder := t.TempDir()
	put(t, folder, "all/a.txt", []byte("bad row\nforeign\n"))
	put(t, folder, "all/f.txt", []byte(mine))
	put(t, folder, "all/z.txt", []byte("foreign\n"))
	archive := put(t, folder, "all.zip", zipped(t, map[string]string{"data/f.txt": mine, "data/readme.txt": "foreign\n", "__MACOSX/data/._f.txt": "\x00"}))
	for name, want := range map[string]string{filepath.Join(folder, "all"): "a.txt, z.txt", filepath.Join(folder, "all", "[af].txt"): "a.txt", archive: "readme.txt"} {
		store, rejects := emptyStore(t), filepath.Join(t.TempDir(), "rejects.csv")
		report, err := runner.Run(t.Context(), store, fake, runner.Options{Paths: []string{name}, Identities: table{}, Rejects: rejects})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(report.Files, []string{"f.txt"}) || len(report.Warnings) != 1 || report.Warnings[0] != "left out, since they are not files of fake: "+want {
			t.Errorf("%s: files %q, warnings %q", name, report.Files, report.Warnings)
		}
		if fingerprint(t, store) != fingerprint(t, alone) {
			t.Errorf("%s: what was left out shows", name)
		}
		if content, err := os.ReadFile(rejects); err != nil || strings.Count(string(content), "\n") != 2 || !strings.Contains(string(content), "f.txt,2") {
			t.Errorf("%s: rejects %q %v", name, content, err)
		}
	}
}

func TestANamedFileThatIsNotOfTheDatasetIsRefused(t *testing.T) {
	folder := t.TempDir()
	mine, other := put(t, folder, "f.txt", []byte("state CCC Celand\n")), put(t, folder, "not/a.txt", []byte("foreign\n"))
	put(t, folder, "not/b.txt", []byte("foreign\n"))
	for want, paths := range map[string][]string{
		"a.txt: want the invented notation":                                                {mine, other},
		"a.txt: want the invented notation; no other of the 2 files is one of the dataset": {filepath.Join(folder, "not")},
	} {
		store := emptyStore(t)
		_, err := runner.Run(t.Context(), store, fake, runner.Options{Paths: paths, Identities: table{}})
		if graph.KindOf(err) != graph.KindInvalid || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", paths, err, want)
		}
		if stats, _ := store.Stats(t.Context()); len(stats.Datasets) > 0 {
			t.Errorf("%q: something was written", paths)
		}
	}
}

func TestAGzipFileIsReadWhateverItsName(t *testing.T) {
	path := put(t, t.TempDir(), "f.txt", gzipped(t, []byte("state CCC Celand\n")))
	report, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{path}, Identities: table{}})
	if err != nil || report.Accepted != 1 || !slices.Equal(report.Files, []string{"f.txt"}) {
		t.Errorf("%+v %v", report, err)
	}
}
