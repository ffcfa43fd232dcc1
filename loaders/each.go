package loaders

import (
	"errors"
	"iter"
)

// Each yields what read makes of each row, nothing where that is empty, and what is wrong with rows. It returns what
// ends the reading: an error that is no [RowError], and [ErrStopped] where no more is wanted.
func Each[R any](rows iter.Seq2[R, error], yield Yield, read func(R) (Record, error)) error {
	for row, err := range rows {
		var record Record
		if err == nil {
			record, err = read(row)
		}
		if err == nil && len(record.Nodes)+len(record.Relationships)+len(record.Replaces) == 0 {
			continue
		}
		if _, ok := errors.AsType[*RowError](err); err != nil && !ok {
			return err
		}
		if !yield(record, err) {
			return ErrStopped
		}
	}
	return nil
}

// Gather is Each for rows of which records are made later: add keeps what a row states.
func Gather[R any](rows iter.Seq2[R, error], yield Yield, add func(R) error) error {
	return Each(rows, yield, func(row R) (Record, error) { return Record{}, add(row) })
}

// Map is what f makes of each row. An error takes the place of its row.
func Map[A, B any](rows iter.Seq2[A, error], f func(A) (B, error)) iter.Seq2[B, error] {
	return func(yield func(B, error) bool) {
		for a, err := range rows {
			var b B
			if err == nil {
				b, err = f(a)
			}
			if !yield(b, err) {
				return
			}
		}
	}
}
