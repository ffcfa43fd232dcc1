// Package yamlbound tells whether a file in YAML is one that a person may have written, before it is parsed: the parser
// takes time and memory that grow with the square of what is nested, and 200,000 brackets take 22 GB. It reads tokens
// only, which is linear.
package yamlbound

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"

	"github.com/entente-graph/entente/internal/utf8text"
)

// Bounds are what a file must not exceed.
type Bounds struct {
	Bytes   int
	Tokens  int
	Depth   int
	Aliases int // each may stand for several others, so that a few more stand for billions
}

// MaxBytes is the bound of every file.
const MaxBytes = 1 << 20

var (
	// Settings are far above what mappings and settings have.
	Settings = Bounds{Bytes: MaxBytes, Tokens: 20_000, Depth: 50, Aliases: 20}
	// Facts are for files in the format of the bundled dataset, the largest of which has a sixth of it. They are long
	// and flat.
	Facts = Bounds{Bytes: MaxBytes, Tokens: 120_000, Depth: 12}
)

// Check refuses a text that is too large, too deep, or that repeats itself too often, for mappings and settings.
func Check(text []byte) error { return Settings.Check(text) }

// Check refuses a text that exceeds the bounds, or is not UTF-8.
func (b Bounds) Check(text []byte) error {
	if len(text) > b.Bytes {
		return fmt.Errorf("%d bytes exceed the limit of %d", len(text), b.Bytes)
	}
	if err := utf8text.Check(text); err != nil {
		return err
	}
	tokens := lexer.Tokenize(string(text))
	if len(tokens) > b.Tokens {
		return fmt.Errorf("line %d: more than %d words and signs", tokens[b.Tokens].Position.Line, b.Tokens)
	}
	var columns []int // at which the lines that enclose this one begin
	brackets, signs, aliases, line := 0, 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line && brackets == 0 && t.Type != token.CommentType {
			line = t.Position.Line
			columns = slices.DeleteFunc(columns, func(c int) bool { return c >= t.Position.Column })
			columns = append(columns, t.Position.Column)
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets = max(0, brackets-1)
		case token.AliasType:
			aliases++
		}
		if opens(t.Type) {
			signs++
		} else {
			signs = 0
		}
		switch {
		case max(brackets, signs, len(columns)) > b.Depth:
			return fmt.Errorf("line %d: nested more than %d deep", t.Position.Line, b.Depth)
		case aliases > b.Aliases:
			return fmt.Errorf("line %d: more than %d references to anchors", t.Position.Line, b.Aliases)
		}
	}
	return nil
}

// opens tells whether a sign stands before a value and may stand before another such sign.
func opens(t token.Type) bool {
	switch t {
	case token.SequenceEntryType, token.MappingKeyType, token.MappingValueType, token.AnchorType, token.TagType:
		return true
	}
	return false
}
