package graph

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode"
)

// The methods below say how values that may be unknown, and labels, read in the API: an empty one is null, and a label
// is written in capitals (WEAPON_SYSTEM). They follow the interfaces of gqlgen, which this package does not import.

func writeGQL[T ~string](w io.Writer, v T) {
	if v == "" {
		_, _ = io.WriteString(w, "null")
		return
	}
	writeQuoted(w, string(v))
}

// writeQuoted writes a text as JSON has it. Nearly all are codes, dates and names that need no escape.
func writeQuoted(w io.Writer, text string) {
	plain := !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' })
	if plain {
		_, _ = io.WriteString(w, `"`)
		_, _ = io.WriteString(w, text)
		_, _ = io.WriteString(w, `"`)
		return
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text)
	_, _ = w.Write(bytes.TrimSuffix(quoted.Bytes(), []byte("\n")))
}

func readGQL[T ~string](v any, into *T, what string) error {
	s, ok := v.(string)
	if !ok {
		return Invalidf("%s %v: want a string", what, v)
	}
	*into = T(s)
	return nil
}

// MarshalGQL writes the value, null where it is unknown: of an end where nothing has ended, too.
func (t Text) MarshalGQL(w io.Writer)             { writeGQL(w, t) }
func (k OrganizationKind) MarshalGQL(w io.Writer) { writeGQL(w, k) }
func (k TreatyKind) MarshalGQL(w io.Writer)       { writeGQL(w, k) }
func (k MembershipKind) MarshalGQL(w io.Writer)   { writeGQL(w, k) }
func (k EndKind) MarshalGQL(w io.Writer)          { writeGQL(w, k) }
func (s EventStatus) MarshalGQL(w io.Writer)      { writeGQL(w, s) }
func (k ConflictKind) MarshalGQL(w io.Writer)     { writeGQL(w, k) }

// UnmarshalGQL reads what MarshalGQL writes.
func (t *Text) UnmarshalGQL(v any) error             { return readGQL(v, t, "text") }
func (k *OrganizationKind) UnmarshalGQL(v any) error { return readGQL(v, k, "organization kind") }
func (k *TreatyKind) UnmarshalGQL(v any) error       { return readGQL(v, k, "treaty kind") }
func (k *MembershipKind) UnmarshalGQL(v any) error   { return readGQL(v, k, "membership kind") }
func (k *EndKind) UnmarshalGQL(v any) error          { return readGQL(v, k, "kind of end") }
func (s *EventStatus) UnmarshalGQL(v any) error      { return readGQL(v, s, "event status") }
func (k *ConflictKind) UnmarshalGQL(v any) error     { return readGQL(v, k, "conflict kind") }

// MarshalGQL writes what ParseKnownAt reads, null for the newest commit.
func (k KnownAt) MarshalGQL(w io.Writer) {
	text, _ := k.MarshalText() // never fails
	writeGQL(w, string(text))
}

// UnmarshalGQL reads what ParseKnownAt reads.
func (k *KnownAt) UnmarshalGQL(v any) (err error) {
	text, ok := v.(string)
	if !ok || text == "" {
		return Invalidf("knownAt %#v: want a day, an instant, a data version or \"commit 7\", as a string", v)
	}
	*k, err = ParseKnownAt(text)
	return err
}

// MarshalGQL writes the label in capitals: WEAPON_SYSTEM.
func (l Label) MarshalGQL(w io.Writer) { writeGQL(w, l.Capitals()) }

// UnmarshalGQL reads what MarshalGQL writes.
func (l *Label) UnmarshalGQL(v any) error {
	for _, spec := range Ontology.Labels {
		if spec.Label.Capitals() == v {
			*l = spec.Label
			return nil
		}
	}
	return Invalidf("label %v: not in the ontology; want one such as STATE or WEAPON_SYSTEM", v)
}

// Capitals is the label as the API writes it: WEAPON_SYSTEM.
func (l Label) Capitals() string {
	var b strings.Builder
	for i, r := range string(l) {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}
