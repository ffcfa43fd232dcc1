package runner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Options say how to load.
type Options struct {
	Paths      []string     // files, folders, globs, "-"; none for a loader with files of its own
	Stdin      io.Reader    // for "-"
	Files      []input.File // instead of Paths: files that are open already
	Identities loaders.Identities
	Bundled    loaders.Bundled   // what the bundled table says of nodes, for a store without the bundled dataset
	Options    map[string]string // the loader's own settings
	DryRun     bool              // everything but writing
	// AllowShrink loads also what holds less than nine tenths of what the last load did.
	AllowShrink bool
	Rejects     string // file for the rejected rows, empty for none; those of further headers are called after it
	// Refuse tells of a file for rejected rows why it must not be written over; nil for any but those that are read.
	Refuse    func(path string) error
	BatchSize int // records a transaction; 0: a fiftieth of the load, at least 5,000 and at most 20,000
	// records held in memory between reading and writing; those of a larger load wait in a temporary file; 0: 100,000
	Buffer   int
	Bounds   input.Bounds // zero: DefaultBounds
	Progress func(Progress)
	Now      func() time.Time // nil: time.Now
}

// Progress is how far a load has come.
type Progress struct {
	Stage string // "read", "write" or "clean up"
	Done  int
	Total int // 0 where it is not known
}

const (
	leastBatch    = 5_000
	mostBatch     = 20_000
	defaultBuffer = 100_000
	progressEvery = 1_000
)

// Run loads the files of one dataset into the store.
//
// It reads everything once before it writes anything: a file that the loader refuses, an assertion that does not hold
// or a dataset that shrank leave the store as it was (KindInvalid, KindConflict). Then batches are written, each with
// the load's mark in the same transaction; when the process ends in between, the same call goes on after the last mark.
// At the end what did not come again is removed, and the store publishes all of it as one commit: until then nobody
// sees any of it. A rejected row is in the report, and is no error.
//
// Canceling the context stops between two batches: the error is KindCanceled and the run is marked as stopped. The
// report is worth showing also beside an error.
func Run(ctx context.Context, store graph.Store, loader loaders.Loader, o Options) (Report, error) {
	if o.Identities == nil {
		o.Identities = nothing{}
	}
	if o.Buffer <= 0 {
		o.Buffer = defaultBuffer
	}
	if o.Bounds == (input.Bounds{}) {
		o.Bounds = input.DefaultBounds
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	dataset := loader.Dataset
	r := &run{store: store, loader: loader, options: o, dataset: dataset, started: o.Now()}
	r.report = Report{
		Loader: loader.Name, Dataset: dataset.ID, Version: string(dataset.Version), DryRun: o.DryRun,
		whole: loader.Mode == loaders.Whole,
	}
	r.rejects = &rejects{path: o.Rejects, refuse: o.Refuse}
	r.spill = &spill{limit: 16 * o.Buffer} // they take less than the records of a full buffer, which are let go by then
	defer r.spill.close()
	err := r.load(ctx)
	if closed := r.rejects.close(); err == nil {
		err = closed
	}
	r.report.finish(r)
	return r.report, err
}

// run is one load under way.
type run struct {
	store    graph.Store
	loader   loaders.Loader
	options  Options
	dataset  graph.Dataset
	started  time.Time
	files    []input.File
	input    string            // hash of all files
	sums     map[string]string // hash of each file by name
	counter  *loaders.Counter
	warnings *warnings
	rejects  *rejects
	spill    *spill
	mark     graph.LoadRun
	report   Report
	fresh    bool   // the store has nothing of the dataset that could be gone
	delta    *delta // nil for a load of whole files
	// otherVersion is the warning that the files are of another version than the loader describes; empty where they are
	// not.
	otherVersion string
	// identifies says that the bundled table has to tell who the load speaks of.
	identifies bool
	encodings  []input.FileEncoding
	leftOut    []string // files of a folder or an archive that are not of the dataset
	notRead    []string // what in a folder is no file, or a copy of one, what is behind a packed one, and why
	refusal    error    // why the first of them is not
	// overridden counts node records that came again with other content.
	overridden int
}

func (r *run) load(ctx context.Context) error {
	done, err := r.open(ctx)
	defer func() { done() }()
	if err != nil {
		return r.stoppedReading(ctx, err)
	}
	var s *survey
	for again := true; again; {
		r.spill.close()
		r.identify()
		if err = r.findDelta(ctx); err == nil {
			s, err = r.survey(ctx)
		}
		err, again = r.leaveOut(err)
	}
	if err != nil {
		return r.stoppedReading(ctx, err)
	}
	if r.options.BatchSize <= 0 {
		r.options.BatchSize = min(max(s.held/50, leastBatch), mostBatch)
	}
	last, unfinished, err := r.earlier(ctx)
	if err != nil {
		return err
	}
	if err := r.accept(ctx, s, last); err != nil {
		r.reportSurvey(s)
		return err
	}
	if err := s.resolve(ctx, r); err != nil {
		return err
	}
	if err := r.warnOfRepeats(ctx, s); err != nil {
		return err
	}
	if err := r.lacksBundled(ctx); err != nil {
		return err
	}
	if r.options.DryRun {
		return r.compare(ctx, s)
	}
	return r.write(ctx, s, unfinished)
}

// verbatim tells whether the records are complete as they come.
func (r *run) verbatim() bool { return r.loader.Verbatim != nil }

// open finds the files and reads each once for its hash.
func (r *run) open(ctx context.Context) (done func(), err error) {
	done = func() {}
	settings := r.loader.Settings
	if r.loader.Deltas != nil {
		settings = append(slices.Clone(settings), CollectionOption)
	}
	if err := loaders.CheckOptions(r.options.Options, settings...); err != nil {
		return done, err
	}
	r.files = r.options.Files
	switch {
	case len(r.files) > 0:
	case len(r.options.Paths) > 0:
		r.files, done, err = input.OpenStoppable(ctx, r.options.Paths, r.options.Stdin, r.options.Bounds)
	case len(r.loader.OwnFiles) > 0:
		r.files = r.loader.OwnFiles
	default:
		err = graph.Invalidf("%s: name the files to load", r.loader.Name)
	}
	if err != nil {
		return done, err
	}
	if !r.loader.InOrder {
		r.files = slices.SortedFunc(slices.Values(r.files), func(a, b input.File) int { return cmp.Compare(a.Name, b.Name) })
	}
	r.files = input.Stoppable(ctx, r.files)
	for i := range r.files {
		r.rejects.protect(r.files[i].Path)
		r.files[i].Encoding = r.options.Options[input.EncodingOption]
	}
	for _, path := range r.options.Paths { // archives, too
		r.rejects.protect(path)
	}
	return done, r.learn()
}

// learn reads each file once for its hash, and for the encoding of a text that states none.
func (r *run) learn() error {
	r.sums = map[string]string{}
	var read []input.File
	for i, f := range r.files {
		sum, found, ok, err := f.Learn()
		if f.Found && graph.KindOf(err) == graph.KindNotFound && len(read)+len(r.files)-i > 1 {
			r.notRead = append(r.notRead, err.Error())
			continue
		}
		if err != nil {
			return err
		}
		original := slices.IndexFunc(read, func(o input.File) bool { return title(o) == title(f) && r.sums[o.Name] == sum })
		if original >= 0 {
			r.notRead = append(r.notRead, fmt.Sprintf("%s: a copy of %s", f.Path, read[original].Path))
			continue
		}
		if f.HasMore() {
			r.notRead = append(r.notRead, fmt.Sprintf("%s: what follows the compressed data, which is whole; was something "+
				"added to the file, or is it damaged?", f.Path))
		}
		read = append(read, f)
		r.sums[f.Name] = sum
		if ok {
			r.encodings = append(r.encodings, found)
		}
	}
	r.files = read
	return nil
}

// title is what a file is called wherever it lies, packed or not.
func title(f input.File) string { return strings.TrimSuffix(path.Base(f.Name), ".gz") }

// stoppedReading puts it into words where the user has stopped the load before anything was written.
func (r *run) stoppedReading(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return canceled(ctx, "%s: stopped while reading; nothing was written", r.loader.Name)
	}
	return err
}

// identify tells what is loaded by its files.
func (r *run) identify() {
	r.report.Files = nil
	r.report.Encodings = nil
	for _, f := range r.files {
		r.report.Files = append(r.report.Files, f.Name)
		for _, e := range r.encodings {
			if e.File == f.Name {
				r.report.Encodings = append(r.report.Encodings, e)
			}
		}
	}
	r.input = input.HashOf(r.files, r.sums)
	r.report.Input = r.input
	r.readVersion()
}

// readVersion lets the dataset show the version that its files state, where it is another than the loader describes.
func (r *run) readVersion() {
	if r.loader.VersionOf == nil {
		return
	}
	known := r.loader.Dataset
	r.dataset, r.report.Version, r.otherVersion = known, string(known.Version), ""
	for _, f := range r.files {
		stated := r.loader.VersionOf(loaders.Input{Options: r.options.Options}, f, string(known.Version))
		if stated == "" || stated == string(known.Version) {
			continue
		}
		r.otherVersion = fmt.Sprintf("%s is of version %s: its columns are read like those of version %s, and the dataset "+
			"does not say how far it reaches", f.Name, stated, known.Version)
		r.dataset.Version, r.dataset.CoverageUntil = graph.Text(stated), graph.Date{}
		r.report.Version = stated
		return
	}
}

// earlier finds the last finished run of the same data, and the newest run of the dataset where it was interrupted
// with the same input.
func (r *run) earlier(ctx context.Context) (last, unfinished *graph.LoadRun, err error) {
	runs, err := r.store.LoadRuns(ctx, graph.MaxFirst)
	if err != nil {
		return nil, nil, err
	}
	newest := true
	for _, run := range runs {
		if run.Dataset != r.dataset.ID {
			continue
		}
		if newest && run.Input == r.input && (run.Status == graph.LoadRunning || run.Status == graph.LoadStopped) {
			unfinished = &run
		}
		newest = false
		if run.Status == graph.LoadFinished && (r.loader.Mode == loaders.Whole || slices.Equal(run.Files, r.report.Files)) {
			last = &run
			break
		}
	}
	return last, unfinished, nil
}

// accept refuses a load that holds nothing, less than the dataset must hold, or much less than the last one.
func (r *run) accept(ctx context.Context, s *survey, last *graph.LoadRun) error {
	if s.records == 0 && s.rejected == 0 {
		return graph.Invalidf("%s: no row in %s; nothing was written", r.loader.Name, strings.Join(r.report.Files, ", "))
	}
	if s.records == 0 {
		return graph.Invalidf("%s: none of %d rows can be loaded; nothing was written", r.loader.Name, s.rows+s.rejected)
	}
	if !r.options.AllowShrink {
		if err := check(r.loader.Assertions, r.loader.Name, s); err != nil {
			return err
		}
	}
	if last == nil || r.verbatim() || r.delta != nil || r.options.AllowShrink || s.rows*10 >= last.Accepted*9 {
		return nil
	}
	stats, err := r.store.Stats(ctx)
	if err != nil {
		return err
	}
	if stats.Datasets[r.dataset.ID] == (graph.DatasetStats{}) {
		return nil // retracted since
	}
	return graph.Errorf(graph.KindConflict, "%s: %d rows, where the last load (%s) had %d; nothing was written; if that "+
		"is meant, load with --allow-shrink",
		r.loader.Name, s.rows, last.Started.UTC().Format("2006-01-02 15:04"), last.Accepted)
}

// begin makes the mark of this run.
func (r *run) begin() {
	r.mark = graph.LoadRun{
		ID:      fmt.Sprintf("%s-%s", r.loader.Name, r.started.UTC().Format("20060102T150405.000000000Z")),
		Dataset: r.dataset.ID, Version: r.report.Version, Input: r.input, Files: r.report.Files,
		Status: graph.LoadRunning, Started: r.started.UTC().Truncate(time.Microsecond),
	}
	r.report.Run = r.mark.ID
}

// canceled puts the end of a context into words.
func canceled(ctx context.Context, format string, args ...any) error {
	kind := graph.KindCanceled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = graph.KindTimeout
	}
	return graph.Errorf(kind, format, args...)
}
