package input

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	slashed "path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/entente-graph/entente/graph"
)

// Bounds of what is read; a file beyond one is refused with a message that states it.
type Bounds struct {
	Files     int   // files of one load
	FileBytes int64 // plain bytes of one file
	// Ratio is how many times larger than its compressed form a file may be, once it is over FreeBytes: beyond that it
	// is taken for a bomb. Texts compress by a factor of 5 to 50.
	Ratio     int64
	FreeBytes int64
}

// DefaultBounds are generous: the largest published dataset of the field is some gigabytes.
var DefaultBounds = Bounds{Files: 100_000, FileBytes: 64 << 30, Ratio: 200, FreeBytes: 64 << 20}

// Open makes the files to read from what the user named: files, folders (with everything below them that is not
// clutter), globs, and "-" for standard input. A .zip counts as a folder, one in it likewise, what is packed by gzip as
// the file in it. What in a folder is no file, such as a link that leads nowhere, gives KindNotFound when it is opened.
// What can be read only once, such as a pipe, is kept in a temporary file; the caller calls done when it has read
// everything.
func Open(paths []string, stdin io.Reader, bounds Bounds) (files []File, done func(), err error) {
	var temporary temporaries
	files, err = openFiles(paths, stdin, bounds, &temporary)
	if err != nil {
		temporary.remove()
	}
	return files, temporary.remove, err
}

func openFiles(paths []string, stdin io.Reader, bounds Bounds, temporary *temporaries) (files []File, err error) {
	known := map[string]bool{}
	for _, path := range paths {
		found, err := expand(path)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if known[filepath.Clean(f)] { // named by a pattern, and by itself
				continue
			}
			known[filepath.Clean(f)] = true
			opened, err := open(f, stdin, bounds, temporary)
			if err != nil {
				return nil, err
			}
			for i := range opened {
				opened[i].Found = opened[i].Found || f != path
				opened[i].within = within(path, f, opened[i])
			}
			files = append(files, opened...)
			if len(files) > bounds.Files {
				return nil, graph.Errorf(graph.KindLimitExceeded, "%s: more than %d files in one load", path, bounds.Files)
			}
		}
	}
	nameApart(files)
	names := map[string]string{}
	for _, f := range files {
		if other, twice := names[f.Name]; twice {
			return nil, graph.Invalidf("%s and %s: two files of one name; load them one after the other, or give them "+
				"different names", other, f.Path)
		}
		names[f.Name] = f.Path
	}
	return files, nil
}

// within is the path of a file that was opened from found, which the argument path led to.
func within(path, found string, opened File) string {
	inArchive := opened.within // empty for what is no archive
	if found == path && inArchive != "" {
		return inArchive // as if the archive had been unpacked, and its folder named
	}
	shown := filepath.Base(found)
	if relative, err := filepath.Rel(path, found); err == nil && filepath.IsLocal(relative) && found != path {
		shown = filepath.ToSlash(relative)
	}
	return slashed.Join(shown, inArchive)
}

// nameApart calls files of one name by their paths within what the user named. Where these are one as well, as those of
// x.csv and x.csv.gz are, they are called by the last parts of the paths that differ.
func nameApart(files []File) {
	for i := range alike(files) {
		files[i].Name = slashed.Join(slashed.Dir(files[i].within), files[i].Name)
	}
	still := alike(files)
	for i, group := range still {
		parts := strings.Split(filepath.ToSlash(filepath.Clean(files[i].Path)), "/")
		same := 0 // parts at the beginning of all paths
		for same < len(parts)-1 && !slices.ContainsFunc(group, func(other int) bool {
			theirs := strings.Split(filepath.ToSlash(filepath.Clean(files[other].Path)), "/")
			return same >= len(theirs)-1 || theirs[same] != parts[same]
		}) {
			same++
		}
		files[i].Name = strings.Join(parts[same:], "/")
	}
}

// alike are the files that have the name of another, each with all that have it.
func alike(files []File) map[int][]int {
	byName := map[string][]int{}
	for i, f := range files {
		byName[f.Name] = append(byName[f.Name], i)
	}
	out := map[int][]int{}
	for i, f := range files {
		if len(byName[f.Name]) > 1 {
			out[i] = byName[f.Name]
		}
	}
	return out
}

// expand turns one argument into paths of files; "-" stays.
func expand(path string) ([]string, error) {
	if path == "-" {
		return []string{path}, nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?[") {
		found, err := filepath.Glob(path)
		if err != nil {
			return nil, graph.Invalidf("%s: not a pattern of file names: %v", path, err)
		}
		var out []string
		for _, f := range found {
			switch info, err := os.Stat(f); {
			case noFile(f, info, err) != nil && (info == nil || !info.IsDir()):
				out = append(out, f)
				continue
			case err == nil && stream(info):
				continue
			}
			inner, err := expand(f)
			if err != nil && graph.KindOf(err) != graph.KindNotFound { // it may well hold none
				return nil, err
			}
			out = append(out, inner...)
		}
		if len(out) == 0 {
			return nil, graph.NotFoundf("%s: no file fits the pattern", path)
		}
		return out, nil
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var out []string
	root := path + string(filepath.Separator) // so that a link to a folder that the user names is followed
	err = filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return unreadable(p, err)
		}
		if clutter(entry.Name()) && p != root {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		info, err := os.Stat(p) // of what a link leads to
		switch {
		case noFile(p, info, err) != nil:
			out = append(out, p)
		case err != nil:
			return unreadable(p, err)
		case !stream(info):
			out = append(out, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, graph.NotFoundf("%s: the folder holds no file", path)
	}
	slices.Sort(out)
	return out, nil
}

// clutter tells by its name what is hidden, or what systems and office programs put beside the files, such as the mark
// of a workbook that is open.
func clutter(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "Thumbs.db" || name == "desktop.ini"
}

// stream tells pipes, sockets and devices, which never end or wait for somebody: they are read only where the user
// names them.
func stream(info fs.FileInfo) bool { return !info.IsDir() && !info.Mode().IsRegular() }

// noFile is what a link is that leads to no file, as a KindNotFound; nil for all else.
func noFile(path string, info fs.FileInfo, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ELOOP):
		return graph.NotFoundf("%s: a link that leads nowhere", path)
	case err == nil && info.IsDir():
		return graph.NotFoundf("%s: a link to a folder; name that folder, too, if its files are meant", path)
	}
	return nil
}

func unreadable(path string, err error) error {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return graph.NotFoundf("%s: no such file or folder", path)
	case errors.Is(err, fs.ErrPermission):
		return graph.Invalidf("%s: not readable by this user", path)
	}
	return graph.Invalidf("%s: %v", path, err)
}

// open makes the Files of one path, which is no folder.
func open(path string, stdin io.Reader, bounds Bounds, temporary *temporaries) (files []File, err error) {
	source, name := path, filepath.Base(path)
	if path == "-" {
		if stdin == nil {
			return nil, graph.Invalidf("-: there is no standard input to read")
		}
		path, name = "standard input", "stdin"
		source, err = temporary.keep(path, stdin, bounds)
	} else if info, statErr := os.Stat(path); noFile(path, info, statErr) != nil {
		none := noFile(path, info, statErr)
		//nolint:nilerr // it is told when the file is opened
		return []File{{Name: name, Path: path, Open: func() (io.ReadCloser, error) { return nil, none }}}, nil
	} else if statErr != nil {
		return nil, unreadable(path, statErr)
	} else if !info.Mode().IsRegular() {
		pipe, openErr := os.Open(path)
		if openErr != nil {
			return nil, unreadable(path, openErr)
		}
		source, err = temporary.keep(path, pipe, bounds)
		_ = pipe.Close()
	}
	if err != nil {
		return nil, err
	}
	switch extension := strings.ToLower(filepath.Ext(name)); {
	case extension == ".zip":
		return zipped(path, source, bounds)
	case extension == ".gz" || startsAsGzip(source):
		if extension == ".gz" {
			name = strings.TrimSuffix(name, filepath.Ext(name))
		}
		behind := new(atomic.Bool)
		return []File{{Name: name, Path: path, behind: behind, Open: func() (io.ReadCloser, error) {
			return openGzip(path, source, bounds, behind)
		}}}, nil
	}
	return []File{{Name: name, Path: path, Open: func() (io.ReadCloser, error) {
		return openPlain(path, source, bounds)
	}}}, nil
}

func zipped(path, source string, bounds Bounds) ([]File, error) {
	of := &archive{path: source}
	if err := of.enter(); err != nil {
		return nil, unreadable(path, err)
	}
	defer of.Close() // read only
	info, err := of.file.Stat()
	if err != nil {
		return nil, unreadable(path, err)
	}
	of.size = info.Size()
	directory, err := zip.NewReader(of, of.size)
	if err != nil {
		return nil, graph.Invalidf("%s: not a zip archive, or a damaged one: %v", path, err)
	}
	entries, err := entriesOf(path, directory.File, bounds, func(entry *zip.File, shown string) opener {
		return func() (io.ReadCloser, error) { return of.open(entry, shown, bounds) }
	})
	if err != nil {
		return nil, err
	}
	var files []File
	nestedBytes := 0
	for _, f := range entries {
		if !strings.EqualFold(filepath.Ext(f.Name), ".zip") {
			files = append(files, f)
			continue
		}
		inner, held, err := nested(f, bounds)
		if err != nil {
			return nil, err
		}
		if nestedBytes += held; nestedBytes > maxAllNested {
			return nil, graph.Errorf(graph.KindLimitExceeded, "%s: archives of more than %d bytes within the archive; unpack "+
				"it yourself", path, maxAllNested)
		}
		for _, file := range inner {
			file.within = slashed.Join(f.within, file.within)
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		return nil, graph.NotFoundf("%s: the archive holds no file", path)
	}
	return files, nil
}

// maxInArchive bounds the files of one archive: each is opened, read and hashed before a loader sees any.
const maxInArchive = 10_000

// opener opens a file anew at each call, see [File.Open].
type opener = func() (io.ReadCloser, error)

// entriesOf makes the files of an archive. It is refused by its directory, before any of its files is looked at.
func entriesOf(path string, entries []*zip.File, bounds Bounds,
	openerOf func(entry *zip.File, shown string) opener,
) (files []File, err error) {
	visible := slices.DeleteFunc(slices.Clone(entries), hidden)
	if n, limit := len(visible), min(maxInArchive, bounds.Files); n > limit {
		return nil, graph.Errorf(graph.KindLimitExceeded, "%s: %d files exceed the limit of %d in one archive; unpack it "+
			"and name those that hold the dataset", path, n, limit)
	}
	if err := named(path, entries); err != nil {
		return nil, err
	}
	for _, entry := range visible {
		shown := path + ":" + entry.Name
		f := File{Name: baseOf(entry), Path: shown, Found: true, Open: openerOf(entry, shown), within: unpacked(entry)}
		if entry.Flags&1 != 0 {
			f.Open = func() (io.ReadCloser, error) {
				return nil, graph.Invalidf("%s: needs a password; unpack the archive yourself", shown)
			}
		}
		if extension := filepath.Ext(f.Name); strings.EqualFold(extension, ".gz") {
			packed, behind := f.Open, new(atomic.Bool)
			f.behind = behind
			f.Name = strings.TrimSuffix(f.Name, extension)
			f.Open = func() (io.ReadCloser, error) {
				in, err := packed()
				if err != nil {
					return nil, err
				}
				return gunzip(shown, in, bounds, behind)
			}
		}
		files = append(files, f)
	}
	return files, nil
}

// HashFiles is a hash over the names and plain contents of the files, in the order in which they are read. Reading
// everything once before anything is believed also finds what cannot be read to its end, such as a truncated archive.
func HashFiles(files []File) (whole string, each map[string]string, err error) {
	each = map[string]string{}
	for _, f := range files {
		if each[f.Name], err = HashFile(f, &Sniffer{}); err != nil {
			return "", nil, err
		}
	}
	return HashOf(files, each), each, nil
}

func HashOf(files []File, each map[string]string) string {
	total := sha256.New()
	for _, f := range files {
		fmt.Fprintf(total, "%q %s\n", f.Name, each[f.Name])
	}
	return hex.EncodeToString(total.Sum(nil)[:16])
}

// HashFile is the hash of one file. Copies of a text with other line ends have the same: to a loader they are the same.
func HashFile(f File, learn *Sniffer) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	in := bufio.NewReaderSize(r, 64<<10)
	var out io.Writer = h
	switch head, _ := in.Peek(8 << 10); { // an error comes again with the first read
	case bytes.IndexByte(head, 0) < 0:
		out = io.MultiWriter(&sameLineEnds{out: h}, learn)
	case UTF16(head) != "":
		out = io.MultiWriter(h, learn)
	}
	if _, err = io.Copy(out, in); err != nil {
		if graph.KindOf(err) == graph.KindInternal {
			err = graph.Invalidf("%s: %v", f.Path, err)
		}
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// sameLineEnds writes LF for CRLF and for CR alone.
type sameLineEnds struct {
	out io.Writer
	cr  bool // the last byte was one
}

func (l *sameLineEnds) Write(p []byte) (int, error) {
	kept := make([]byte, 0, len(p))
	for _, b := range p {
		switch {
		case b == '\r':
			kept = append(kept, '\n')
		case b != '\n' || !l.cr:
			kept = append(kept, b)
		}
		l.cr = b == '\r'
	}
	if _, err := l.out.Write(kept); err != nil {
		return 0, err
	}
	return len(p), nil
}
