// Package canonical writes JSON in the one form that hashes of answers and questions are made of: the names of each
// object in byte order, no space, strings and numbers as they are. It is what `jq -cS` prints of the API's answers.
package canonical

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Hash is the SHA-256 of a JSON text in canonical form, in hexadecimal. The error is KindInvalid.
func Hash(text []byte) (string, error) {
	out, err := Append(make([]byte, 0, len(text)), text)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(out)
	return hex.EncodeToString(sum[:]), nil
}

// Append appends the canonical form of one JSON value, which must be well-formed: what is not is refused as far as it
// is noticed. The error is KindInvalid.
func Append(out, text []byte) ([]byte, error) {
	r := reader{text: text}
	out = r.value(out, 0)
	r.space()
	if r.bad || r.at != len(text) {
		return nil, graph.Invalidf("JSON: cannot be read from byte %d on", r.at)
	}
	return out, nil
}

// maxDepth is how deep values may be nested.
const maxDepth = 1000

type reader struct {
	text    []byte
	at      int
	bad     bool
	ordered []byte // room to put members in order
}

func (r *reader) space() {
	for r.at < len(r.text) &&
		(r.text[r.at] == ' ' || r.text[r.at] == '\n' || r.text[r.at] == '\t' || r.text[r.at] == '\r') {
		r.at++
	}
}

// next is the first byte behind space, 0 at the end.
func (r *reader) next() byte {
	r.space()
	if r.at == len(r.text) || r.bad {
		return 0
	}
	return r.text[r.at]
}

// is passes over a byte, if it comes next.
func (r *reader) is(c byte) bool {
	if r.next() != c {
		return false
	}
	r.at++
	return true
}

func (r *reader) value(out []byte, depth int) []byte {
	if depth > maxDepth {
		r.bad = true
	}
	switch c := r.next(); {
	case c == '{':
		return r.object(out, depth)
	case c == '[':
		r.at++
		out = append(out, '[')
		for first := true; !r.is(']'); first = false {
			if !first {
				if !r.is(',') {
					r.bad = true
				}
				out = append(out, ',')
			}
			if out = r.value(out, depth+1); r.bad {
				return out
			}
		}
		return append(out, ']')
	case c == '"':
		return append(out, r.text[r.at:r.string()]...)
	case c == 0:
		r.bad = true
		return out
	}
	start := r.at
	for r.at < len(r.text) && strings.IndexByte(",]} \n\t\r{[\":", r.text[r.at]) < 0 {
		r.at++
	}
	r.bad = r.bad || r.at == start
	return append(out, r.text[start:r.at]...)
}

// string passes over a string and returns its end.
func (r *reader) string() int {
	for i := r.at + 1; i < len(r.text); i++ {
		switch r.text[i] {
		case '\\':
			i++
		case '"':
			r.at = i + 1
			return r.at
		}
	}
	r.bad = true
	return r.at
}

// object writes the members behind out in the order in which they come, and then in that of their names.
func (r *reader) object(out []byte, depth int) []byte {
	type member struct {
		name       []byte
		start, end int // of name and value in out
	}
	var few [16]member
	members, sorted := few[:0], true
	r.at++
	out = append(out, '{')
	begin := len(out)
	for !r.is('}') {
		if len(members) > 0 && !r.is(',') || r.next() != '"' {
			r.bad = true
			return out
		}
		quoted := r.text[r.at:r.string()]
		if r.bad || !r.is(':') {
			r.bad = true
			return out
		}
		m := member{name: quoted[1 : len(quoted)-1], start: len(out)}
		out = append(append(out, quoted...), ':')
		if out = r.value(out, depth+1); r.bad {
			return out
		}
		m.end = len(out)
		out = append(out, ',')
		sorted = sorted && (len(members) == 0 || bytes.Compare(members[len(members)-1].name, m.name) <= 0)
		members = append(members, m)
	}
	if !sorted {
		slices.SortStableFunc(members, func(a, b member) int { return bytes.Compare(a.name, b.name) })
		r.ordered = r.ordered[:0]
		for _, m := range members {
			r.ordered = append(append(r.ordered, out[m.start:m.end]...), ',')
		}
		out = append(out[:begin], r.ordered...)
	}
	if len(members) > 0 {
		out = out[:len(out)-1]
	}
	return append(out, '}')
}
