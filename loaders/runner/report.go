package runner

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Report is what a load did. Its JSON is a contract for machines.
type Report struct {
	Loader  string   `json:"loader"`
	Dataset graph.ID `json:"dataset"`
	Version string   `json:"version,omitempty"`
	Run     string   `json:"run,omitempty"` // id of the LoadRun; empty where nothing was written
	Input   string   `json:"input"`         // hash over the files
	Files   []string `json:"files"`
	// Encodings are those of the files that have more than ASCII.
	Encodings []input.FileEncoding `json:"encodings,omitempty"`
	DryRun    bool                 `json:"dryRun,omitempty"`
	// Resumed is the number of records that an interrupted run had written already.
	Resumed  int `json:"resumed,omitempty"`
	Read     int `json:"read"` // rows, as are Accepted and Rejected
	Accepted int `json:"accepted"`
	Rejected int `json:"rejected"`
	// Repeated are node and relationship records that came again with the same content and are stored once.
	Repeated       int                `json:"repeated,omitempty"`
	Rules          []RuleCount        `json:"rules,omitempty"`    // rejected rows by rule, the most frequent first
	Examples       []loaders.RowError `json:"examples,omitempty"` // the first rejected rows
	Result         graph.ApplyResult  `json:"result"`
	NoChange       bool               `json:"noChange"` // the load went through and left the store as it was
	Unknown        []loaders.Unknown  `json:"unknown,omitempty"`
	UnknownCount   int                `json:"unknownCount,omitempty"`
	UnknownOmitted int                `json:"unknownOmitted,omitempty"` // occurrences beyond the names kept apart
	Warnings       []string           `json:"warnings,omitempty"`
	RejectsFiles   []string           `json:"rejectsFiles,omitempty"`
	Seconds        float64            `json:"seconds"`
	RowsPerSecond  float64            `json:"rowsPerSecond"`

	finished, whole bool
}

// RuleCount is how many rows a rule has rejected.
type RuleCount struct {
	Rule  string `json:"rule"`
	Count int    `json:"count"`
}

// maxExamples bounds the rejected rows that a report shows; the rejects file has them all.
const maxExamples = 20

func (r *Report) resetRows() {
	r.Read, r.Accepted, r.Rejected, r.Rules, r.Examples, r.Resumed = 0, 0, 0, nil, nil, 0
}

// reject counts a rejected row.
func (r *run) reject(e *loaders.RowError, rows int) {
	r.report.Read += rows
	r.report.Rejected += rows
	i := slices.IndexFunc(r.report.Rules, func(c RuleCount) bool { return c.Rule == e.Rule })
	if i < 0 {
		i = len(r.report.Rules)
		r.report.Rules = append(r.report.Rules, RuleCount{Rule: e.Rule})
	}
	r.report.Rules[i].Count += rows
	if len(r.report.Examples) < maxExamples {
		r.report.Examples = append(r.report.Examples, *e)
	}
}

// reportSurvey shows in the report what the survey of a refused load found.
func (r *run) reportSurvey(s *survey) {
	r.report.resetRows()
	_ = s.each(func(it item) error {
		if it.rejected != nil {
			r.reject(it.rejected, max(it.rows, 1))
		}
		return nil
	})
	r.report.Read, r.report.Accepted, r.report.Rejected = s.rows+s.rejected, s.rows, s.rejected
}

func (rep *Report) finish(r *run) {
	slices.SortFunc(rep.Rules,
		func(a, b RuleCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Rule, b.Rule)) })
	if r.counter != nil {
		rep.Unknown, rep.UnknownCount, rep.UnknownOmitted = r.counter.List(), r.counter.Total(), r.counter.Omitted()
	}
	if r.warnings != nil {
		rep.Warnings = r.warnings.list()
		if r.overridden > shownOverridden {
			rep.Warnings = append(slices.Clone(rep.Warnings), fmt.Sprintf("%d nodes in all were described before with other "+
				"content", r.overridden))
		}
	}
	rep.RejectsFiles = r.rejects.files()
	rep.Seconds = r.options.Now().Sub(r.started).Round(time.Millisecond).Seconds()
	if rep.Seconds > 0 {
		rep.RowsPerSecond = float64(int(float64(rep.Read)/rep.Seconds + 0.5))
	}
	rep.NoChange = rep.finished && !rep.Result.Changes()
}

// warnings keeps what a loader wants to tell, each text once.
type warnings struct {
	mu    sync.Mutex
	texts []string
	more  int
}

const maxWarnings = 100

func (w *warnings) add(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case slices.Contains(w.texts, text):
	case len(w.texts) >= maxWarnings:
		w.more++
	default:
		w.texts = append(w.texts, text)
	}
}

func (w *warnings) list() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.more > 0 {
		return append(slices.Clone(w.texts), fmt.Sprintf("and %d more warnings", w.more))
	}
	return w.texts
}
