package loaders

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// Loader reads the files of one dataset. The first four fields belong to every loader; each of the others is one thing
// more that some can do, and the zero value says that this one does not.
type Loader struct {
	// Name is what users type: "cow-alliances".
	Name string
	// Dataset describes the dataset; its id is "dataset:" + Name, its Priority ranks its statements (the bundled data
	// 100, research datasets 50 to 70, machine-coded events 20).
	Dataset graph.Dataset
	// Mode says what loading again replaces.
	Mode Mode
	// Read yields what the files state, in the files' order. A *RowError is one rejected row: the iteration goes on. An
	// error that it returns is fatal, but for [ErrStopped].
	Read func(in Input, yield Yield) error

	// Assertions are what a load must hold at least: one below that is refused before anything is written.
	Assertions Assertions
	// VersionOf is what a file says of its version, read with the options of the input and given the one that Dataset
	// has; empty where it says nothing. The dataset then shows the version of the files, and not how far the described
	// one reaches.
	VersionOf func(in Input, file input.File, described string) string
	// OwnFiles are the files that a loader brings and reads where the user names none.
	OwnFiles []input.File
	// Configure is of a loader that depends on the user's settings, such as a mapping file: the command line asks it for
	// the loader to use before the load starts. What is wrong with the settings is KindInvalid.
	Configure func(options map[string]string) (Loader, error)
	// LayoutOf is of a loader of whose files some tell again what others tell under other ids, such as one deal in two
	// layouts of which only one numbers the deals: it says in which layout a node came, in words that follow "files",
	// empty where all layouts have it. The runner warns where two meet in a dataset.
	LayoutOf func(id graph.ID) string
	// InOrder says that the order counts in which the user names the files, such as a release and what changed since.
	// All others are given their files sorted by name, so that the same files are the same load in whatever order.
	InOrder bool
	// UsesStoredNames says that names may also be those of actors, treaties and weapon systems that other datasets have
	// brought into the store, such as where texts are tagged. What is made of a file depends on what is loaded already.
	UsesStoredNames bool
	// Settings are the names of its own options, beside those for all texts (encoding, delimiter).
	Settings []string
	// Deltas is of a loader whose files may say what became of single subjects.
	Deltas *Deltas
	// Verbatim is of a loader whose records are complete: they carry their datasets and priorities, derived
	// relationships are among them, and each dataset that it lists, once all is read, is replaced as a whole.
	Verbatim func() []graph.ID
}

// CheckOptions refuses an option that has no effect: one misspelt would let a file be read as it was not meant.
func CheckOptions(given map[string]string, settings ...string) error {
	known := append([]string{input.EncodingOption, "delimiter"}, settings...)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(known, name) {
			slices.Sort(known)
			return graph.Invalidf("option %s: there is no such setting here; want one of %s", name, strings.Join(known, ", "))
		}
	}
	return nil
}

// Yield takes a record, or what is wrong with a row, and tells whether more is wanted.
type Yield = func(Record, error) bool

// ErrStopped is what a loader's Read may return where no more was wanted.
var ErrStopped = errors.New("no more is wanted")

// Records is Read as an iterator: an error that is no *RowError is fatal, and the last thing yielded.
func (l Loader) Records(in Input) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := l.Read(in, yield); err != nil && !errors.Is(err, ErrStopped) {
			yield(Record{}, err)
		}
	}
}

// Deltas are files that say what became of single subjects of a collection that is loaded already, and nothing about
// all others. A collection is what one file brought (Mode is ByFile). The runner keeps what the records of a delta do
// not name in Replaces.
type Deltas struct {
	// Are tells whether the files are deltas. Deltas beside whole files are KindInvalid.
	Are func(files []input.File) (bool, error)
	// Subject is what Replaces calls the subject of a stored record: of a node's by its id, of a relationship's by the
	// id of its start and its discriminator. Empty where it has none.
	Subject func(id graph.ID, discriminator string) string
}

// Assertions are lower bounds of what a whole load holds.
type Assertions struct {
	Nodes         map[graph.Label]int            // distinct nodes of each label
	Relationships map[graph.RelationshipType]int // of each type, derived ones too
	// Filled is the least share (0 to 1) of a label's node records that have a property, by "Label.property".
	Filled map[string]float64
	// MaxUnknown is the greatest share (0 to 1) of rows with an unknown name or code; 0 asserts nothing.
	MaxUnknown float64
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

// Input is what a loader works on.
type Input struct {
	Files      []input.File
	Identities Identities
	// Options are the loader's own settings from the command line, such as a mapping file.
	Options map[string]string
	// Warn tells the user something that is no fault of a row; it ends up in the report.
	Warn func(format string, args ...any)
	// Stored tells which of the nodes the store holds. It is set for deltas only (Deltas), whose records may lead
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
	b.WriteString(e.File)
	if e.Sheet != "" {
		fmt.Fprintf(&b, "[%s]", e.Sheet) // as in locators
	}
	fmt.Fprintf(&b, ":%d", e.Line)
	if e.Column != "" {
		fmt.Fprintf(&b, ": column %s", e.Column)
	}
	return b.String() + ": " + e.Message
}
