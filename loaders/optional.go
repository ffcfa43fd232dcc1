package loaders

import (
	"iter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// What a loader may be besides, by having the method; the runner asks for each.

// SelfContained is a loader that brings its own files and reads them where the user names none.
type SelfContained interface {
	Loader
	OwnFiles() ([]input.File, error)
}

// Configured is a loader that depends on the user's settings, such as a mapping file: the command line asks it for the
// loader to use before the load starts. What is wrong with the settings is KindInvalid.
type Configured interface {
	Configure(options map[string]string) (Loader, error)
}

// Versioned is a loader whose files say of which version they are, which may be another than the one that it describes.
// The dataset then shows the version of the files, and not how far the described one reaches.
type Versioned interface {
	// Version is what a file says, read with the options of the input; empty where it says nothing.
	Version(Input, input.File) string
}

// Repeating is a loader of whose files some tell again what others tell under other ids, such as one deal in two
// layouts of which only one numbers the deals. The runner warns where both meet in a dataset.
type Repeating interface {
	// Kind says of which kind of file a node is, in words that follow "files"; empty where all kinds have it.
	Kind(id graph.ID) string
}

// InOrder is a loader for which the order counts in which the user names the files, such as a release and what changed
// since. All others are given their files sorted by name, so that the same files are the same load in whatever order.
type InOrder interface {
	InOrder()
}

// UsesStoredNames is a loader whose names may also be those of actors, treaties and weapon systems that other datasets
// have brought into the store, such as one that tags texts. What it makes of a file depends on what is loaded already.
type UsesStoredNames interface {
	UsesStoredNames()
}

// Dictionary is an Identities that can list its names, for loaders that look for names in running text.
type Dictionary interface {
	// Names yields each name and alias as it is written, with the node that bears it and the days on which it does. A
	// name comes once for each of its bearers; a name that one source of identities answers is not asked of the next,
	// just as in ByName. The order is any.
	Names() iter.Seq2[string, Span]
}

// NamesOf lists the names that the identities know; none where they cannot list them.
func NamesOf(identities Identities) iter.Seq2[string, Span] {
	if d, ok := identities.(Dictionary); ok {
		return d.Names()
	}
	return func(func(string, Span) bool) {}
}

// Incremental is a loader whose files may be deltas: they say what became of single subjects of a collection that is
// loaded already, and nothing about all others. A collection is what one file brought (Mode is ByFile). The runner
// keeps what the records of a delta do not name in Replaces.
type Incremental interface {
	// Delta tells whether the files are deltas. Deltas beside whole files are KindInvalid.
	Delta(files []input.File) (bool, error)
	// Subject is what Replaces calls the subject of a stored record: of a node's by its id, of a relationship's by the
	// id of its start and its discriminator. Empty where it has none.
	Subject(id graph.ID, discriminator string) string
}

// Verbatim is a loader whose records are complete: they carry their datasets and priorities, derived relationships are
// among them, and each dataset that it names is replaced as a whole.
type Verbatim interface {
	VerbatimDatasets() []graph.ID // known once Records was read to its end
}

// Assertive is a loader that knows how much its dataset must hold at least. A load below that is refused before
// anything is written.
type Assertive interface {
	Assertions() Assertions
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
