package loaders

import (
	"errors"
	"iter"
)

// Each yields what read makes of each row, nothing where that is empty, and what is wrong with rows. It tells whether
// to go on: false where no more is wanted, and behind an error that is no [RowError].
func Each[R any](rows iter.Seq2[R, error], yield func(Record, error) bool, read func(R) (Record, error)) bool {
	for row, err := range rows {
		var record Record
		if err == nil {
			record, err = read(row)
		}
		if err == nil && len(record.Nodes)+len(record.Relationships)+len(record.Replaces) == 0 {
			continue
		}
		var rejected *RowError
		if !yield(record, err) || err != nil && !errors.As(err, &rejected) {
			return false
		}
	}
	return true
}

// Gather is Each for rows of which records are made later: add keeps what a row states.
func Gather[R any](rows iter.Seq2[R, error], yield func(Record, error) bool, add func(R) error) bool {
	return Each(rows, yield, func(row R) (Record, error) { return Record{}, add(row) })
}
