package graph

import (
	"slices"
	"strings"
)

// schemes is the one table of registers: what their codes begin with in a text (the first is the one shown), and how
// the register writes a value.
var schemes = []struct {
	scheme   IdentifierScheme
	prefixes []string
	write    func(string) string
}{
	{SchemeISOAlpha2, []string{"iso2"}, strings.ToUpper},
	{SchemeISOAlpha3, []string{"iso3"}, strings.ToUpper},
	{SchemeISONumeric, []string{"iso", "isonum"}, threeDigits},
	{SchemeCOW, []string{"cow"}, withoutZeros},
	{SchemeGW, []string{"gw"}, withoutZeros},
	{SchemeUNM49, []string{"m49"}, threeDigits},
	{SchemeWikidata, []string{"wikidata"}, strings.ToUpper},
	{SchemeATOP, []string{"atop"}, withoutZeros},
	{SchemeCOWAlliance, []string{"cow-alliance"}, withoutZeros},
	{SchemeUNTS, []string{"unts"}, strings.ToUpper},
	{SchemeSIPRI, []string{"sipri"}, nil},
	{SchemeUCDP, []string{"ucdp"}, withoutZeros},
}

// Schemes lists all identifier schemes.
var Schemes = func() (all []IdentifierScheme) {
	for _, s := range schemes {
		all = append(all, s.scheme)
	}
	return all
}()

// withoutDecimals takes the .0 from a number, with which programs write a column of which some values are missing.
func withoutDecimals(value string) string {
	whole, ok := strings.CutSuffix(value, ".0")
	if ok && whole != "" && strings.Trim(whole, "0123456789") == "" {
		return whole
	}
	return value
}

// threeDigits pads a number as ISO 3166-1 and M49 write it: spreadsheets take the zeros away.
func threeDigits(value string) string {
	value = withoutDecimals(value)
	if len(value) < 3 && value != "" && strings.Trim(value, "0123456789") == "" {
		return "000"[len(value):] + value
	}
	return value
}

func withoutZeros(value string) string {
	value = withoutDecimals(value)
	if trimmed := strings.TrimLeft(value, "0"); trimmed != "" {
		return trimmed
	}
	return value
}

// Canonical is a value as the register writes it: iso3 in capitals, M49 of three digits, COW without leading zeros.
func (s IdentifierScheme) Canonical(value string) string {
	value = strings.TrimSpace(value)
	for _, known := range schemes {
		if known.scheme == s && known.write != nil {
			return known.write(value)
		}
	}
	return value
}

// OfTreaties tells whether the scheme numbers treaties, for which the day does not matter.
func (s IdentifierScheme) OfTreaties() bool {
	return s == SchemeATOP || s == SchemeCOWAlliance || s == SchemeUNTS
}

// Prefix is what a code of the scheme begins with in a text, without the colon; "" for no scheme.
func (s IdentifierScheme) Prefix() string {
	for _, known := range schemes {
		if known.scheme == s {
			return known.prefixes[0]
		}
	}
	return ""
}

// SchemePrefixes lists what codes may begin with, for messages: "iso2:, iso3:, iso:, cow:, …".
func SchemePrefixes() string {
	words := make([]string, len(schemes))
	for i, s := range schemes {
		words[i] = s.prefixes[0] + ":"
	}
	return strings.Join(words, ", ")
}

// Ref is a text that means a node: just one of its fields is set.
type Ref struct {
	ID   ID
	Code IdentifierRef // canonical
	Name string        // an ISO alpha-3 code may be written bare: which of the two it is, who bears it decides
}

// ParseRef reads a text that means a node, wherever one may stand: in a query, on the command line, in a file of
// aliases, in a mapping. state:PRK is an id, cow:020 the code COW 20 (prefixes in any case), and everything else a
// name.
func ParseRef(text string) Ref {
	text = strings.TrimSpace(text)
	if Ontology.LabelOf(ID(text)) != "" {
		return Ref{ID: ID(text)}
	}
	prefix, value, ok := strings.Cut(text, ":")
	if !ok {
		return Ref{Name: text}
	}
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	for _, known := range schemes {
		if slices.Contains(known.prefixes, prefix) {
			return Ref{Code: IdentifierRef{Scheme: known.scheme, Value: known.scheme.Canonical(value)}}
		}
	}
	return Ref{Name: text}
}
