// Package statecode is what the loaders of state-coded datasets share: which states a code means in a time, and node
// records for the states that a dataset mentions, so that its relationships have ends.
//
//	book := statecode.New(in, graph.SchemeCOW)
//	spans, err := book.Spans(row, "ccode", period)   // COW 365 from 1980 to 2000: the Soviet Union, then Russia
//	book.Mention(spans, row.Text("state_name"))
//	record.Nodes = append(record.Nodes, book.Take(ids...)...)
package statecode

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/table"
)

// Book resolves the state codes of one dataset and remembers the states that it mentions.
type Book struct {
	identities loaders.Identities
	scheme     graph.IdentifierScheme
	names      map[graph.ID]string
	taken      map[graph.ID]bool
}

// New makes a Book for a scheme of codes.
func New(in loaders.Input, scheme graph.IdentifierScheme) *Book {
	return &Book{in.Identities, scheme, map[graph.ID]string{}, map[graph.ID]bool{}}
}

// Spans are the states that the code in the column means in the period, in order; there is at least one where err is
// nil. The error is a *loaders.RowError: the code is missing, no number, unknown, or means no state at that time.
func (b *Book) Spans(row *table.Row, column string, period graph.Period) ([]loaders.Span, error) {
	code := row.MustInt(column)
	if err := row.Err(); err != nil {
		return nil, err
	}
	value := strconv.Itoa(code)
	spans := b.identities.Spans(b.scheme, value, period)
	switch {
	case spans == nil:
		return nil, row.Errorf(column, "unknown-code", "%s code %s is no state of the bundled table; mend it, or say what "+
			"it means with a line \"%s:%s,state:…\" in a file for --aliases", b.scheme, value,
			strings.ToLower(string(b.scheme)), value)
	case len(spans) == 0:
		return nil, row.Errorf(column, "no-bearer", "%s code %s means no state in the time %s, nor within five years of it",
			b.scheme, value, period.Text())
	}
	return spans, nil
}

// On is the state that the code in the column means on the first day of the period.
func (b *Book) On(row *table.Row, column string, period graph.Period) (graph.ID, error) {
	first, _ := period.Bounds()
	end := first.Next()
	if first == graph.Beginning {
		return "", row.Errorf(column, "no-date", "a state code means a state on a day only, and the row has no date")
	}
	spans, err := b.Spans(row, column, graph.Between(first.Date(), end.Date()))
	if err != nil {
		return "", err
	}
	return spans[0].ID, nil
}

// Mention keeps a name that the dataset gives these states; of several the first in byte order counts, so that the
// order of the rows does not matter. An empty name only says that the states are mentioned.
func (b *Book) Mention(spans []loaders.Span, name string) {
	for _, s := range spans {
		if known, ok := b.names[s.ID]; !ok || known == "" || name != "" && name < known {
			b.names[s.ID] = name
		}
	}
}

// Name is how the dataset calls the state, else how the bundled table does.
func (b *Book) Name(id graph.ID) string {
	if name := b.names[id]; name != "" {
		return name
	}
	return b.identities.Name(id)
}

// Take makes the node records of those states for which none has been taken yet, by id.
func (b *Book) Take(locator string, ids ...graph.ID) []graph.NodeRecord {
	var out []graph.NodeRecord
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		if b.taken[id] {
			continue
		}
		b.taken[id] = true
		// a code may mean a territory or an organization
		label := graph.Ontology.LabelOf(id)
		record := graph.NodeRecord{ID: id, Label: label, Properties: graph.Properties{}, Locator: locator}
		if b.names[id] != "" {
			record.Properties["name"] = b.names[id]
		}
		out = append(out, record)
	}
	return out
}
