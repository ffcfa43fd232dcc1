package runner

import (
	"fmt"
	"slices"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// leaveOut takes a foreign file out of the load if it was found rather than named, and is not the last. Then the load
// begins anew without it; else the error stays the end of it.
func (r *run) leaveOut(err error) (error, bool) {
	foreign := loaders.ForeignFile(err)
	if foreign == "" {
		return err, false
	}
	i := slices.IndexFunc(r.files, func(f input.File) bool { return f.Name == foreign && f.Found })
	switch {
	case i < 0:
		return err, false
	case len(r.files) == 1 && r.refusal != nil:
		return fmt.Errorf("%w; no other of the %d files is one of the dataset", r.refusal, 1+len(r.leftOut)), false
	case len(r.files) == 1:
		return err, false
	}
	if r.refusal == nil {
		r.refusal = err
	}
	r.leftOut = append(r.leftOut, foreign)
	r.files = slices.Delete(slices.Clone(r.files), i, i+1)
	delete(r.sums, foreign)
	r.rejects.reset()
	return nil, true
}
