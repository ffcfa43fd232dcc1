package loaders

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// foreignError is a loader's refusal of a file that is not of its dataset.
type foreignError struct {
	file  string
	cause error
}

func (e *foreignError) Error() string { return e.cause.Error() }
func (e *foreignError) Unwrap() error { return e.cause }

// Foreign is the KindInvalid error of a loader for a file that is not of its dataset, as opposed to one that is and is
// damaged. Where the user named the file the load is refused; a file that was found in a folder or an archive is left out.
// Of a file in a format that no loader reads the error says so, and what to do.
func Foreign(file File, format string, args ...any) error {
	message := fmt.Sprintf(format, args...)
	if is := formatOf(file); is != "" && !strings.HasSuffix(message, is) {
		message += "; " + is
	}
	return &foreignError{file.Name, graph.Invalidf("%s", message)}
}

// IsForeign tells whether an error is a loader's for a file that is not of its dataset.
func IsForeign(err error) bool {
	var foreign *foreignError
	return errors.As(err, &foreign)
}

// leaveOut takes a foreign file out of the load if it was found rather than named, and is not the last. Then the load
// begins anew without it; else the error stays the end of it.
func (r *run) leaveOut(err error) (error, bool) {
	var foreign *foreignError
	if !errors.As(err, &foreign) {
		return err, false
	}
	i := slices.IndexFunc(r.files, func(f File) bool { return f.Name == foreign.file && f.Found })
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
	r.leftOut = append(r.leftOut, foreign.file)
	r.files = slices.Delete(slices.Clone(r.files), i, i+1)
	delete(r.sums, foreign.file)
	r.rejects.reset()
	return nil, true
}
