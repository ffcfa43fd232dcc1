package loaders

import (
	"fmt"
	"iter"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// Loader reads the files of one dataset.
type Loader interface {
	// Name is what users type: "cow-alliances".
	Name() string
	// Dataset describes the dataset; its id is "dataset:" + Name, its Priority ranks its statements (the bundled data
	// 100, research datasets 50 to 70, machine-coded events 20).
	Dataset() graph.Dataset
	// Mode says what loading again replaces.
	Mode() Mode
	// Records yields what the files state, in the files' order. A *RowError is one rejected row: the iteration goes on.
	// Any other error is fatal and the last thing yielded.
	Records(in Input) iter.Seq2[Record, error]
}

// Mode says what is gone when a dataset is loaded again and a record does not come.
type Mode int

const (
	// Whole: a load brings the whole dataset, and what does not come again is removed.
	Whole Mode = iota
	// ByFile: a dataset grows file by file; what does not come again is removed only where it came from a file of the
	// same name (Part).
	ByFile
)

// ReplacedWhole is for loaders to embed of which a load brings the whole dataset.
type ReplacedWhole struct{}

// Mode implements Loader.
func (ReplacedWhole) Mode() Mode { return Whole }

// Input is what a loader works on.
type Input struct {
	Files      []input.File
	Identities Identities
	// Options are the loader's own settings from the command line, such as a mapping file.
	Options map[string]string
	// Warn tells the user something that is no fault of a row; it ends up in the report.
	Warn func(format string, args ...any)
	// Stored tells which of the nodes the store holds. It is set for deltas only (Incremental), whose records may lead
	// to what an earlier file brought; everything else a loader makes from its files alone.
	Stored func(ids []graph.ID) ([]bool, error)
}

// Warning tells the user, where somebody listens.
func (in Input) Warning(format string, args ...any) {
	if in.Warn != nil {
		in.Warn(format, args...)
	}
}

// Record is what belongs together: it is written in one batch, and what can be derived from it is derived from it alone
// (a treaty with its articles, obligations and parties is one Record). The loader leaves Dataset and Priority of the
// records empty.
type Record struct {
	Locator string // "alliance_v4.1_by_member.csv:17"
	Rows    int    // rows of the file that it was made of, for the report; 0 counts as 1
	// Origin holds those rows, for the rejects file. The runner lets go of it where nobody asks for one.
	Origin        []Origin `json:"-"`
	Nodes         []graph.NodeRecord
	Relationships []graph.RelationshipRecord
	// Replaces names the subjects whose earlier statements a record of a delta takes the place of; one without nodes
	// and relationships takes them away.
	Replaces []string `json:",omitempty"`
}

// RowError is why one row was rejected.
type RowError struct {
	File    string     // base name
	Sheet   string     `json:",omitempty"` // of a workbook, or what a text would not say without its title
	Line    int        // 1-based; the first line of a quoted field that spans lines
	Column  string     // column name, empty where the whole row is concerned
	Rule    string     // short and stable, for grouping: "unknown-code", "bad-date", "ragged-row"
	Message string     // what is wrong and what would be valid
	Row     []string   // the row as it was read, for the rejects file
	Header  []string   // the file's column names in the order of Row, nil where it has none
	Above   [][]string `json:"-"` // as in Origin
	Further []Origin   `json:"-"` // of a record that was rejected as a whole: its other rows
}

func (e *RowError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d", e.File, e.Line)
	if e.Column != "" {
		fmt.Fprintf(&b, ": column %s", e.Column)
	}
	return b.String() + ": " + e.Message
}

// Span is a time in which a code or name meant one node.
type Span struct {
	ID     graph.ID
	Period graph.Period
}

// Identities tells loaders which node a code or name means. Answers do not depend on the order in which datasets are
// loaded: they come from the bundled table of states and treaties, the user's aliases and, for what those do not know,
// from the dataset's own ids.
type Identities interface {
	// Spans splits a period among the nodes that bear the code in it: a membership of COW 365 from 1980 to 2000 is two
	// spans, one of the Soviet Union and one of Russia, split on the day of succession. Days on which nobody bears the
	// code go to the bearer nearest in time, so that no day of the dataset is lost, but only within five years; beyond
	// that they are left out. Nil where the code is not known; the runner counts it as unknown.
	Spans(scheme graph.IdentifierScheme, value string, period graph.Period) []Span
	// ByCode is the bearer of a code on a day; ok is false where there is none. For treaties (schemes ATOP,
	// COW_ALLIANCE, UNTS) the day does not matter.
	ByCode(scheme graph.IdentifierScheme, value string, on graph.Day) (id graph.ID, ok bool)
	// ByName is the one node of the labels (nil: actors) whose name or alias is the given one after folding case and
	// diacritics, on the day (0: any). ok is false where there is none or more than one: never a guess; then the
	// candidates are the equal or nearest names, and the runner counts the name as unknown.
	ByName(name string, labels []graph.Label, on graph.Day) (id graph.ID, candidates []graph.Candidate, ok bool)
	// Name is the shown name of a node of the bundled table, "" where it is not in it.
	Name(id graph.ID) string
}
