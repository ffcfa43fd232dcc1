package table

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Relative is a table that a publisher ships beside those that a loader reads, such as the same data by year. It may
// have all the columns of one that is read, and a further one by which its rows mean something else.
type Relative struct {
	Name    string   // for messages: "the participants of incidents (MIDIP)"
	Columns []string // all of them together tell it from the others
}

// companions are endings of what comes in one archive with a table: codebooks, scripts, and copies for statistics
// packages.
var companions = []string{
	".pdf", ".doc", ".docx", ".rtf", ".txt", ".md", ".html", ".htm", ".xml", ".bib", ".log", ".zip", ".xls", ".xlsx",
	".dta", ".sav",
	".por", ".sas7bdat", ".rda", ".rdata", ".rds", ".r", ".do", ".ini",
}

// maxTables bounds the files that are open at the same time. The datasets that are read so come in one to five.
const maxTables = 500

// OpenAll opens every file of a load before any is read, each with the first of the specs that it fits; which holds the
// positions of those specs. A Relative, and a file of which the ending says that it is a codebook or a copy in another
// format, is passed over with a warning; where that leaves nothing it is the error. A Stata file is passed over, too,
// where there is a text of its kind. The runner leaves out what was found rather than named (loaders.Foreign). On an
// error no table is left open.
func OpenAll(in loaders.Input, relatives []Relative, specs ...Spec) (tables []*Table, which []int, err error) {
	if len(in.Files) > maxTables {
		return nil, nil, graph.Errorf(graph.KindLimitExceeded, "%s: %d files exceed the limit of %d; name those that hold "+
			"the dataset", specs[0].Dataset, len(in.Files), maxTables)
	}
	var passed []string
	var first error
	for _, file := range in.Files {
		t, position, err := openOne(in, file, relatives, specs)
		if err == nil {
			tables, which = append(tables, t), append(which, position)
			continue
		}
		relative := position < 0
		if file.Found || !relative &&
			!(graph.KindOf(err) == graph.KindInvalid && slices.Contains(companions, strings.ToLower(filepath.Ext(file.Name)))) {
			CloseAll(tables)
			return nil, nil, err
		}
		if passed = append(passed, file.Name); first == nil {
			first = err
		}
	}
	if len(tables) == 0 && first != nil {
		return nil, nil, first
	}
	tables, which, copies := withoutCopies(tables, which)
	passed = append(passed, copies...)
	if len(passed) > 0 {
		in.Warning("%s: not read: %s", specs[0].Dataset, strings.Join(passed, ", "))
	}
	return tables, which, nil
}

// withoutCopies leaves out the Stata files of a kind of which there are texts, too: publishers ship both in one
// archive.
func withoutCopies(tables []*Table, which []int) (kept []*Table, of []int, copies []string) {
	isCopy := func(t *Table) bool { return strings.EqualFold(filepath.Ext(t.File()), ".dta") }
	texts := map[int]bool{}
	for i, t := range tables {
		texts[which[i]] = texts[which[i]] || !isCopy(t)
	}
	for i, t := range tables {
		if isCopy(t) && texts[which[i]] {
			copies = append(copies, t.File())
			_ = t.Close()
			continue
		}
		kept, of = append(kept, t), append(of, which[i])
	}
	return kept, of, copies
}

// openOne opens a file; position is -1 with the error for a Relative.
func openOne(in loaders.Input, file input.File, relatives []Relative,
	specs []Spec,
) (t *Table, position int, err error) {
	if err := Related(in, file, specs[0].Dataset, relatives); err != nil {
		return nil, -1, err
	}
	return OpenAny(in, file, specs...)
}

// Related is the refusal of a file that is one of the relatives, nil for any other.
func Related(in loaders.Input, file input.File, dataset string, relatives []Relative) error {
	for _, r := range relatives {
		t, err := Open(in, file, Spec{Dataset: dataset, Columns: Required(r.Columns...)})
		if err != nil {
			continue
		}
		_ = t.Close()
		return loaders.Foreign(file, "%s: %s holds %s, which is not what this loader reads", dataset, file.Name, r.Name)
	}
	return nil
}

// CloseAll releases what OpenAll opened; a table that was read to its end is closed already.
func CloseAll(tables []*Table) {
	for _, t := range tables {
		_ = t.Close()
	}
}
