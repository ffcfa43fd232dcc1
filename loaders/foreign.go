package loaders

import (
	"errors"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// foreignError is a loader's refusal of a file that is not of its dataset.
type foreignError struct {
	file  string
	cause error
}

func (e *foreignError) Error() string { return e.cause.Error() }
func (e *foreignError) Unwrap() error { return e.cause }

// Foreign is the KindInvalid error of a loader for a file that is not of its dataset, as opposed to one that is and is
// damaged. Where the user named the file the load is refused; a file that was found in a folder or an archive is left
// out. Of a file in a format that no loader reads the error says so, and what to do.
func Foreign(file input.File, format string, args ...any) error {
	message := fmt.Sprintf(format, args...)
	if is := input.FormatOf(file); is != "" && !strings.HasSuffix(message, is) {
		message += "; " + is
	}
	return &foreignError{file.Name, graph.Invalidf("%s", message)}
}

// IsForeign tells whether an error is a loader's for a file that is not of its dataset.
func IsForeign(err error) bool { return ForeignFile(err) != "" }

// ForeignFile is the name of the file that an error says is not of the dataset, "" for any other error.
func ForeignFile(err error) string {
	if foreign, ok := errors.AsType[*foreignError](err); ok {
		return foreign.file
	}
	return ""
}
