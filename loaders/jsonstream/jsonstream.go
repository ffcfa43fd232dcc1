// Package jsonstream reads JSON values one by one from a file that holds many: one a line, an array, or an array or map
// inside one object. Memory is bounded by one value.
package jsonstream

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/table"
)

// MaxValue bounds one value, in bytes.
const MaxValue = 16 << 20

// Value is one value of a file.
type Value struct {
	Line int    // on which it starts, 1-based
	Key  string // its key where it stands in a map
	Raw  json.RawMessage
	// before is how many characters, or bytes where a line is read in parts, stand before it on its line.
	before int
}

// Origin is the value as it was read, for a record made of it.
func (v Value) Origin(file input.File) []loaders.Origin {
	return []loaders.Origin{{File: file.Name, Line: v.Line, Row: []string{string(v.Raw)}}}
}

// Reject is what is wrong with the value, for a reader that cannot make anything of it.
func (v Value) Reject(file input.File, column, rule, format string, args ...any) error {
	return v.Origin(file)[0].Rejected(column, rule, format, args...)
}

// Values yields the values of a file. Where the file is one object, they are the elements of its first member named
// member (an array or a map); an array's elements otherwise; else one value a line. On a line that is not JSON it
// yields a *loaders.RowError and goes on; any other error is fatal and the last thing yielded. The encoding is detected
// as that of tables is; a value that is not valid in it is a *loaders.RowError, too.
func Values(file input.File, member string) iter.Seq2[Value, error] {
	return func(yield func(Value, error) bool) {
		r, err := file.Open()
		if err != nil {
			yield(Value{}, err)
			return
		}
		defer r.Close()
		text, err := table.Decode(r, file, nil)
		if err != nil {
			yield(Value{}, err)
			return
		}
		s := &stream{file: file, in: bufio.NewReaderSize(text, 64<<10)}
		s.yield = func(v Value, err error) bool {
			if line, column := input.BadByte(v.Raw); err == nil && line > 0 {
				if line == 1 {
					column += v.before
				}
				at := v
				at.Line += line - 1
				err = at.Reject(file, strconv.Itoa(column), "bad-encoding", "a byte that is not valid in the encoding of the "+
					"file; declare the right one (%s)", table.EncodingNames)
			}
			return yield(v, err)
		}
		if err := s.read(member); err != nil && !errors.Is(err, errStopped) {
			yield(Value{}, err)
		}
	}
}

var errStopped = errors.New("the reader has had enough")

type stream struct {
	file  input.File
	in    *bufio.Reader
	yield func(Value, error) bool
	// before is how many characters of blanks stand before what is on the line at hand.
	before int
}

func (s *stream) read(member string) error {
	start, err := s.in.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return s.fault(1, err)
	}
	trimmed := bytes.TrimLeft(start, " \t\r\n")
	if len(trimmed) == 0 {
		return nil
	}
	firstLine, rest, broken := bytes.Cut(trimmed, []byte("\n"))
	whole := json.Valid(withoutComma(firstLine))
	switch {
	case whole && bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{")): // one value a line, whatever the first one holds
		return s.lines()
	case trimmed[0] == '[' && valueALine(trimmed):
		return s.arrayOfLines()
	case trimmed[0] == '[':
		return s.elements(member, true)
	case trimmed[0] == '{' && member != "" && (holds(trimmed, member) || broken && !whole):
		return s.elements(member, false)
	}
	return s.lines()
}

// withoutComma is a line without the comma that parts it from the next: the lines of an array, taken out of it.
func withoutComma(line []byte) []byte {
	return bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(line), []byte(",")))
}

// holds tells whether an object, of which only the beginning may be there, has the member.
func holds(object []byte, member string) bool {
	d := json.NewDecoder(bytes.NewReader(object))
	for depth, key := 0, false; ; {
		token, err := d.Token()
		if err != nil {
			return false
		}
		switch {
		case token == json.Delim('{') || token == json.Delim('['):
			depth++
		case token == json.Delim('}') || token == json.Delim(']'):
			depth--
		case depth == 1 && key && token == member:
			return true
		}
		if depth == 0 {
			return false
		}
		if depth == 1 {
			key = !key // a member's name and its value take turns
		}
	}
}

// valueALine tells whether an array, of which only the beginning may be there, has a line for each bracket and each
// element, as Wikidata's dumps have.
func valueALine(array []byte) bool {
	first, rest, _ := bytes.Cut(array, []byte("\n"))
	line, _, whole := bytes.Cut(rest, []byte("\n"))
	line = withoutComma(line)
	return len(bytes.TrimSpace(first)) == 1 && len(line) > 0 && line[0] == '{' &&
		(json.Valid(line) || !whole && len(line) > longLine)
}

// longLine is more than any line has of an array that is set out for people, in bytes.
const longLine = 32 << 10

// arrayOfLines reads the elements of such an array by their lines: a bad one does not end it, nor does a comma after
// the last.
func (s *stream) arrayOfLines() error {
	closed, last := false, 0
	err := s.eachLine(func(line int, text []byte) error {
		last = line
		switch {
		case closed:
			return s.fault(line, errors.New("something stands after the end of the array"))
		case string(text) == "[":
			return nil
		case string(text) == "]":
			closed = true
			return nil
		}
		return s.value(line, text)
	})
	if err == nil && !closed {
		err = s.fault(last, unexpected(io.EOF))
	}
	return err
}

func (s *stream) lines() error { return s.eachLine(s.value) }

// eachLine gives the lines that are not blank, without the comma that may end them.
func (s *stream) eachLine(use func(line int, text []byte) error) error {
	for line := 1; ; line++ {
		raw, err := s.line()
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return s.fault(line, err)
		}
		if text := withoutComma(raw); len(text) > 0 {
			s.before = utf8.RuneCount(raw) - utf8.RuneCount(bytes.TrimLeft(raw, " \t\r\n"))
			if err := use(line, text); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
}

// value yields what stands on a line.
func (s *stream) value(line int, text []byte) error {
	var rejected error
	v := Value{Line: line, Raw: text, before: s.before}
	if !json.Valid(text) {
		err := json.Unmarshal(text, new(json.RawMessage))
		rejected = v.Reject(s.file, "", "bad-json", "not JSON: %v; want one value a line", err)
	}
	if !s.yield(v, rejected) {
		return errStopped
	}
	return nil
}

func (s *stream) line() (out []byte, err error) {
	for {
		chunk, err := s.in.ReadSlice('\n')
		out = append(out, chunk...)
		if len(out) > MaxValue {
			return nil, errTooLong
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return out, err
		}
	}
}

var errTooLong = graph.Invalidf("a value exceeds the limit of %d bytes", MaxValue)

func (s *stream) fault(line int, err error) error {
	kind := graph.KindOf(err)
	if kind == graph.KindInternal {
		kind = graph.KindInvalid
	}
	return graph.Errorf(kind, "%s:%d: %v", s.file.Path, line, err)
}

// elements walks an array, or the member of one object, with a decoder.
func (s *stream) elements(member string, array bool) error {
	counted := &counter{in: s.in}
	d := json.NewDecoder(counted)
	step := func() (json.Token, error) {
		token, err := d.Token()
		if err != nil {
			return nil, s.fault(counted.line(d.InputOffset()), unexpected(err))
		}
		return token, nil
	}
	if _, err := step(); err != nil {
		return err
	}
	inMap := false
	if !array {
		for found := false; !found; {
			if !d.More() {
				return loaders.Foreign(s.file, "%s: the object has no member %q", s.file.Path, member)
			}
			key, err := step()
			if err != nil {
				return err
			}
			if found = key == member; !found {
				counted.allow(d.InputOffset())
				var skipped json.RawMessage
				if err := d.Decode(&skipped); err != nil {
					return s.fault(counted.line(d.InputOffset()), unexpected(err))
				}
			}
		}
		open, err := step()
		if err != nil {
			return err
		}
		inMap = open == json.Delim('{')
		if !inMap && open != json.Delim('[') {
			return loaders.Foreign(s.file, "%s: its member %q is neither an array nor a map", s.file.Path, member)
		}
	}
	for d.More() {
		value := Value{}
		if inMap {
			key, err := step()
			if err != nil {
				return err
			}
			value.Key, _ = key.(string)
		}
		counted.allow(d.InputOffset())
		err := d.Decode(&value.Raw)
		end := d.InputOffset()
		if err == nil && len(value.Raw) > MaxValue {
			err = errTooLong
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			end = counted.read
		}
		if err != nil {
			return s.fault(counted.line(end), unexpected(err))
		}
		start := end - int64(len(value.Raw))
		value.Line = counted.line(start)
		value.before = int(start - counted.lineStart)
		if !s.yield(value, nil) {
			return errStopped
		}
	}
	_, err := step()
	return err
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends in the middle")
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not JSON: %s", syntax.Error())
	}
	return err
}

// counter knows on which line an offset lies, and stops a value that grows over the bound.
type counter struct {
	in       io.Reader
	read     int64
	limit    int64
	newlines []int64 // offsets of line ends not yet passed
	passed   int
	// lineStart is the offset at which the line of the last answer begins.
	lineStart int64
}

func (c *counter) allow(offset int64) { c.limit = offset + MaxValue + 64<<10 }

func (c *counter) Read(p []byte) (int, error) {
	if c.limit > 0 && c.read > c.limit {
		return 0, errTooLong
	}
	n, err := c.in.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.newlines = append(c.newlines, c.read+int64(i))
		}
	}
	c.read += int64(n)
	return n, err
}

func (c *counter) line(offset int64) int {
	for len(c.newlines) > 0 && c.newlines[0] < offset {
		c.lineStart, c.newlines = c.newlines[0]+1, c.newlines[1:]
		c.passed++
	}
	return c.passed + 1
}
