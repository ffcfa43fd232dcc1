package runner_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

func put(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var list [][2]string
	for name, content := range files {
		list = append(list, [2]string{name, content})
	}
	return zippedInOrder(t, list)
}

// zippedInOrder takes pairs of a name and a content; a name may come twice.
func zippedInOrder(t *testing.T, files [][2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, file := range files {
		w, err := z.Create(file[0])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, file[1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// contents reads all files: name=content.
func contents(t *testing.T, files []input.File) (out []string) {
	t.Helper()
	for _, f := range files {
		for range 2 { // every file can be read again
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = r.Close(), r.Close() // as a table that is read to its end, and closed by its reader
			if line := f.Name + "=" + string(b); len(out) == 0 || out[len(out)-1] != line {
				out = append(out, line)
			}
		}
	}
	return out
}

func TestFilesComeFromPathsFoldersGlobsArchivesAndStandardInput(t *testing.T) {
	dir := t.TempDir()
	plain := put(t, dir, "a.csv", []byte("plain"))
	put(t, dir, "in/b.csv.gz", gzipped(t, []byte("packed")))
	put(t, dir, "in/deep/c.csv", []byte("deep"))
	for _, clutter := range []string{".hidden", "~$b.xlsx", "Thumbs.db"} {
		put(t, dir, filepath.Join("in", clutter), []byte("no"))
	}
	archive := put(t, dir, "z.zip", zipped(t, map[string]string{"folder/d.csv": "in zip", "__MACOSX/x": "no", "~$d.xlsx": "no"}))
	for _, c := range []struct {
		paths []string
		stdin []byte
		want  []string
	}{
		{[]string{plain}, nil, []string{"a.csv=plain"}},
		{[]string{filepath.Join(dir, "in")}, nil, []string{"b.csv=packed", "c.csv=deep"}},
		{[]string{filepath.Join(dir, "*.csv"), archive}, nil, []string{"a.csv=plain", "d.csv=in zip"}},
		{[]string{"-"}, []byte("typed"), []string{"stdin=typed"}},
		{[]string{"-"}, gzipped(t, []byte("typed")), []string{"stdin=typed"}},
	} {
		files, done, err := input.Open(c.paths, bytes.NewReader(c.stdin), input.DefaultBounds)
		if err != nil {
			t.Errorf("%v: %v", c.paths, err)
			continue
		}
		if diff := cmp.Diff(c.want, contents(t, files)); diff != "" {
			t.Errorf("%v: %s", c.paths, diff)
		}
		done()
	}
}

func TestAnArchiveWithinAnArchiveIsReadInPlace(t *testing.T) {
	dir := t.TempDir()
	deepest := zipped(t, map[string]string{"c.csv": "c"})
	inner := zipped(t, map[string]string{"data/a.csv": "a", "__MACOSX/data/._a.csv": "x", "b.pdf": "b", "deeper.zip": string(deepest), "e.csv.gz": string(gzipped(t, []byte("e")))})
	outer := put(t, dir, "outer.zip", zipped(t, map[string]string{"v1/inner.zip": string(inner), "d.csv": "d", "f.csv.GZ": string(gzipped(t, []byte("f")))}))
	files, done, err := input.Open([]string{outer}, nil, input.DefaultBounds)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	got := map[string]string{}
	for _, f := range files {
		for range 2 { // every file can be read again
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil || r.Close() != nil {
				t.Fatal(err)
			}
			got[f.Name] = string(content)
		}
		if !f.Found {
			t.Errorf("%s counts as named by the user", f.Path)
		}
	}
	if diff := cmp.Diff(map[string]string{"a.csv": "a", "b.pdf": "b", "d.csv": "d", "deeper.zip": string(deepest), "e.csv": "e", "f.csv": "f"}, got); diff != "" {
		t.Error(diff)
	}
	broken := put(t, dir, "broken.zip", zipped(t, map[string]string{"inner.zip": "PK no more"}))
	if _, _, err := input.Open([]string{broken}, nil, input.DefaultBounds); graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "broken.zip:inner.zip") {
		t.Errorf("got %v", err)
	}
	bomb := put(t, dir, "bomb.zip", zipped(t, map[string]string{"inner.zip": string(zipped(t, map[string]string{"x.csv": strings.Repeat("0", 1<<20)}))}))
	files, done, err = input.Open([]string{bomb}, nil, input.Bounds{Files: 10, FileBytes: 1 << 30, Ratio: 20, FreeBytes: 1 << 10})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	r, err := files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, r); graph.KindOf(err) != graph.KindLimitExceeded {
		t.Errorf("a bomb within an archive: %v", err)
	}
	_ = r.Close()
}

func TestWhatCannotBeReadHonestlyIsRefusedWithItsName(t *testing.T) {
	dir := t.TempDir()
	var numbers strings.Builder
	for i := range 10_000 {
		fmt.Fprintln(&numbers, i*i)
	}
	whole := gzipped(t, []byte(numbers.String()))
	put(t, dir, "empty/.keep", nil)
	random := make([]byte, 4096)
	for i := range random {
		random[i] = byte(i * i * 31 >> 3)
	}
	var locked bytes.Buffer
	z := zip.NewWriter(&locked)
	if _, err := z.CreateHeader(&zip.FileHeader{Name: "a.csv", Flags: 1}); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	bounds := input.Bounds{Files: 3, FileBytes: 1 << 20, Ratio: 50, FreeBytes: 1 << 10}
	for name, c := range map[string]struct {
		paths []string
		want  string
	}{
		"missing":        {[]string{filepath.Join(dir, "no.csv")}, "no such file or folder"},
		"no match":       {[]string{filepath.Join(dir, "no*.csv")}, "no file fits the pattern"},
		"empty folder":   {[]string{filepath.Join(dir, "empty")}, "the folder holds no file"},
		"one name twice": {[]string{put(t, dir, "twice.zip", zippedInOrder(t, [][2]string{{"a.csv", "1"}, {"a.csv", "2"}}))}, "two files of one name"},
		"cut gzip":       {[]string{put(t, dir, "cut.gz", whole[:len(whole)/2])}, "cut.gz: the compressed file is cut off"},
		"no gzip":        {[]string{put(t, dir, "not.gz", []byte("plain text"))}, "not a gzip file"},
		"no zip":         {[]string{put(t, dir, "not.zip", []byte("plain text"))}, "not a zip archive"},
		"damaged gzip":   {[]string{put(t, dir, "bad.gz", append(whole[:60:60], random...))}, "bad.gz: the compressed file is damaged"},
		"gzip bomb":      {[]string{put(t, dir, "bomb.gz", gzipped(t, make([]byte, 900<<10)))}, "bomb.gz: unpacks to more than 50 times its size"},
		"locked zip":     {[]string{put(t, dir, "locked.zip", locked.Bytes())}, "locked.zip:a.csv: needs a password"},
		"zip bomb":       {[]string{put(t, dir, "bomb.zip", zipped(t, map[string]string{"b": strings.Repeat("0", 900<<10)}))}, "unpacks to more than 50 times its size"},
		"too large":      {[]string{put(t, dir, "large", bytes.Repeat([]byte("x"), 2<<20))}, "more than 1048576 bytes"},
		"too many": {
			[]string{put(t, dir, "many.zip", zipped(t, map[string]string{"1": "", "2": "", "3": "", "4": ""}))},
			"4 files exceed the limit of 3 in one archive",
		},
		"too many within": {
			[]string{put(t, dir, "outer.zip", zipped(t, map[string]string{"inner.zip": string(zipped(t, map[string]string{"1": "", "2": "", "3": "", "4": ""}))}))},
			"inner.zip: 4 files exceed the limit of 3",
		},
	} {
		store := emptyStore(t)
		_, err := runner.Run(t.Context(), store, fake, runner.Options{Paths: c.paths, Bounds: bounds})
		if err == nil || !strings.Contains(err.Error(), c.want) || graph.KindOf(err) == graph.KindInternal {
			t.Errorf("%s: %v (%s); want %q", name, err, graph.KindOf(err), c.want)
		}
		if stats, _ := store.Stats(t.Context()); len(stats.Datasets) != 0 {
			t.Errorf("%s: something was written", name)
		}
	}
	if os.Geteuid() != 0 {
		locked := put(t, dir, "locked.csv", nil)
		if err := os.Chmod(locked, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{locked}}); err == nil || !strings.Contains(err.Error(), "not readable") {
			t.Errorf("unreadable: %v", err)
		}
	}
}

func TestStandardInputLeavesNoFileBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	report, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{"-"}, Stdin: strings.NewReader("state CCC Celand\n")})
	if err != nil || fmt.Sprint(report.Files) != "[stdin]" {
		t.Errorf("%+v %v", report, err)
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) != 0 {
		t.Errorf("%v %v", left, err)
	}
}

func TestFilesOfOneNameAreToldApartByTheirPathInTheFolder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "all/one/same.csv", []byte("1"))
	put(t, dir, "all/two/same.csv.gz", gzipped(t, []byte("2")))
	put(t, dir, "all/same.csv", []byte("0"))
	put(t, dir, "all/other.csv", []byte("3"))
	put(t, dir, "all/packed.zip", zipped(t, map[string]string{"deep/same.csv": "4", `win\same.csv`: "5"}))
	archive := put(t, dir, "a.zip", zipped(t, map[string]string{"x/same.csv": "6", "../y/same.csv": "7"}))
	put(t, dir, "beside/same.csv", []byte("8"))
	put(t, dir, "beside/same.csv.gz", gzipped(t, []byte("9")))
	for _, c := range []struct {
		path string
		want []string
	}{
		{filepath.Join(dir, "beside"), []string{"same.csv.gz=9", "same.csv=8"}},
		{filepath.Join(dir, "all"), []string{
			"one/same.csv=1", "other.csv=3", "packed.zip/deep/same.csv=4", "packed.zip/win/same.csv=5", "same.csv=0",
			"two/same.csv=2",
		}},
		{archive, []string{"x/same.csv=6", "y/same.csv=7"}},
	} {
		files, done, err := input.Open([]string{c.path}, nil, input.DefaultBounds)
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		got := contents(t, files)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.path, diff)
		}
		done()
	}
	one, two := filepath.Join(dir, "all", "one"), filepath.Join(dir, "all", "two", "same.csv.gz")
	files, done, err := input.Open([]string{one, two, filepath.Join(one, "*.csv")}, nil, input.DefaultBounds)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if diff := cmp.Diff([]string{"one/same.csv=1", "two/same.csv.gz=2"}, contents(t, files)); diff != "" {
		t.Errorf("named by their paths: %s", diff)
	}
}

func TestWhatFollowsCompressedDataIsNotRead(t *testing.T) {
	dir := t.TempDir()
	one, two := gzipped(t, []byte("state CCC Celand\n")), gzipped(t, []byte("state DDD Deland\n"))
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for name, c := range map[string]struct {
		content  []byte
		accepted int
		warned   bool
		err      string
	}{
		"two members":           {join(one, two), 2, false, ""},
		"padding":               {join(one, make([]byte, 4096)), 1, false, ""},
		"other bytes":           {join(one, []byte("garbage")), 1, true, ""},
		"padding, then others":  {join(one, make([]byte, 99), []byte("x")), 1, true, ""},
		"one other byte":        {join(one, two, []byte{'\n'}), 2, true, ""},
		"a damaged member":      {join(one, two[:2], []byte("damaged in its head")), 0, false, "is damaged"},
		"a member that is cut":  {join(one, two[:20]), 0, false, "is cut off"},
		"a header that is cut":  {join(one, two[:5]), 0, false, "is cut off"},
		"a sum that is not so":  {join(one[:len(one)-8], []byte("abcdefgh"), two), 0, false, "is damaged"},
		"the sum alone is gone": {one[:len(one)-8], 0, false, "is cut off"},
	} {
		path := put(t, dir, strings.ReplaceAll(name, " ", "-")+".txt.gz", c.content)
		archive := put(t, dir, "archive.zip", zipped(t, map[string]string{"f.txt.gz": string(c.content)}))
		for _, path := range []string{path, archive} {
			report, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{path}, Identities: table{}})
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("%s in %s: %v", name, path, err)
				}
				continue
			}
			warned := strings.Contains(strings.Join(report.Warnings, "\n"), "what follows the compressed data")
			if err != nil || report.Accepted != c.accepted || warned != c.warned {
				t.Errorf("%s in %s: %d accepted, %q, %v", name, path, report.Accepted, report.Warnings, err)
			}
		}
	}
}

func TestWhatIsNoFileInAFolderIsNamedAndTheRestIsLoaded(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "f.txt", []byte("state CCC Celand\n"))
	put(t, dir, "f.txt.gz", gzipped(t, []byte("state CCC Celand\n")))
	put(t, dir, "none/.keep", nil)
	for link, to := range map[string]string{"folder.txt": t.TempDir(), "ring.txt": filepath.Join(dir, "ring.txt")} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skipf("needs symbolic links: %v", err)
		}
	}
	for path, want := range map[string][]string{
		dir: {
			"not read: " + filepath.Join(dir, "f.txt.gz") + ": a copy of " + filepath.Join(dir, "f.txt"),
			"not read: " + filepath.Join(dir, "folder.txt") + ": a link to a folder; name that folder, too, if its files are meant",
			"not read: " + filepath.Join(dir, "ring.txt") + ": a link that leads nowhere",
		},
		filepath.Join(dir, "*"): {
			"not read: " + filepath.Join(dir, "f.txt.gz") + ": a copy of " + filepath.Join(dir, "f.txt"),
			"not read: " + filepath.Join(dir, "ring.txt") + ": a link that leads nowhere",
		},
	} {
		report, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{path}, Identities: table{}})
		if err != nil || report.Accepted != 1 || report.Rejected != 0 {
			t.Errorf("%s: %+v %v", path, report, err)
		}
		if diff := cmp.Diff(want, report.Warnings); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

func TestALinkThatLeadsNowhereIsNamedAndTheRestIsLoaded(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "f.txt", []byte("state CCC Celand\n"))
	link := filepath.Join(dir, "gone.txt")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
		t.Skipf("needs symbolic links: %v", err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "*.txt")} {
		report, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{path}, Identities: table{}})
		if err != nil || report.Accepted != 1 || !slices.Equal(report.Files, []string{"f.txt"}) {
			t.Errorf("%s: %+v %v", path, report, err)
		}
		if want := "not read: " + link + ": a link that leads nowhere"; !slices.Contains(report.Warnings, want) {
			t.Errorf("%s: warnings %q", path, report.Warnings)
		}
	}
	if err := os.Remove(filepath.Join(dir, "f.txt")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, link} {
		_, err := runner.Run(t.Context(), emptyStore(t), fake, runner.Options{Paths: []string{path}, Identities: table{}})
		if graph.KindOf(err) != graph.KindNotFound {
			t.Errorf("%s: %v", path, err)
		}
	}
}
