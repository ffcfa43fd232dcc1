package table

import "github.com/entente-graph/entente/loaders"

// Set is the tables of a dataset that is published as several files.
type Set struct {
	Relatives []Relative
	Specs     []Spec
	// Check may refuse what was opened, by how many tables fit each of the specs; nil: any are enough.
	Check func(count []int) error
	// Order says in which order tables of one spec are read, and may leave some out; nil: as they came.
	Order func([]*Table) []*Table
}

// Each opens all files before it reads any, and yields what read makes of each row, where it makes anything, and what
// is wrong with rows. There is a read for each of the specs, and the tables of one are read before those of the next.
// What ends it is that of [loaders.Each].
func (s Set) Each(in loaders.Input, yield loaders.Yield, read ...func(*Row) (loaders.Record, error)) error {
	tables, which, err := OpenAll(in, s.Relatives, s.Specs...)
	defer CloseAll(tables)
	bySpec, count := make([][]*Table, len(s.Specs)), make([]int, len(s.Specs))
	for i, t := range tables {
		bySpec[which[i]] = append(bySpec[which[i]], t)
		count[which[i]]++
	}
	if err == nil && s.Check != nil {
		err = s.Check(count)
	}
	if err != nil {
		return err
	}
	for i, list := range bySpec {
		if s.Order != nil {
			list = s.Order(list)
		}
		for _, t := range list {
			if err := loaders.Each(t.Rows(), yield, read[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// Records yields a record for each of what the rows of all files together are about: each row is added first, as rows
// that belong together may stand anywhere.
func Records[T any](s Set, in loaders.Input, yield loaders.Yield, gathered func() []T, record func(T) loaders.Record,
	add ...func(*Row) error,
) error {
	read := make([]func(*Row) (loaders.Record, error), len(add))
	for i, a := range add {
		read[i] = func(row *Row) (loaders.Record, error) { return loaders.Record{}, a(row) }
	}
	if err := s.Each(in, yield, read...); err != nil {
		return err
	}
	for _, one := range gathered() {
		if !yield(record(one), nil) {
			return loaders.ErrStopped
		}
	}
	return nil
}
