package input

import (
	"errors"

	"github.com/entente-graph/entente/internal/utf8text"
)

// BadByte is the line and the column, in characters, of the first byte that is not valid UTF-8, each from 1; line is 0
// where there is none.
func BadByte(text []byte) (line, column int) {
	if bad, ok := errors.AsType[*utf8text.InvalidError](utf8text.Check(text)); ok {
		return bad.Line, bad.Column
	}
	return 0, 0
}
