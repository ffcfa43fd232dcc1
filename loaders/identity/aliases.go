package identity

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/loaders"
)

// maxAliases bounds a file of aliases.
const maxAliases = 1_000_000

// Aliases are a user's own names for nodes, by folded name, and codes, by scheme and value ("COW:999").
type Aliases map[string]graph.ID

func codeKey(scheme graph.IdentifierScheme, value string) string {
	return string(scheme) + ":" + strings.ToUpper(scheme.Canonical(value))
}

// ReadAliases reads lines of `name,id`, with or without that header; a name such as cow:999 is a code, which means the
// node on every day. Blank lines and lines that start with # are passed over. The error names the line.
func ReadAliases(r io.Reader, file string) (Aliases, error) {
	out := Aliases{}
	rows := csv.NewReader(utf8text.Unmarked(r))
	rows.Comment, rows.FieldsPerRecord, rows.TrimLeadingSpace = '#', -1, true
	for first := true; ; first = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, graph.Invalidf("%s: %v", file, err)
		}
		line, _ := rows.FieldPos(0)
		if len(row) != 2 {
			return nil, graph.Invalidf("%s:%d: %d fields; want name,id such as \"Pyongyang regime,state:PRK\"", file,
				line, len(row))
		}
		name, id := strings.TrimSpace(row[0]), graph.ID(strings.TrimSpace(row[1]))
		if first && strings.EqualFold(name, "name") && strings.EqualFold(string(id), "id") {
			continue
		}
		if err := id.Validate(); err != nil {
			return nil, graph.Invalidf("%s:%d: %v", file, line, err)
		}
		if graph.Ontology.LabelOf(id) == "" {
			return nil, graph.Invalidf("%s:%d: id %s: no label has ids that start with %q", file, line, id, id.Prefix()+":")
		}
		fold := names.Fold(name)
		if code := graph.ParseRef(name).Code; code.Scheme != "" {
			fold = codeKey(code.Scheme, code.Value)
		}
		if fold == "" {
			return nil, graph.Invalidf("%s:%d: the name %q has no letter or digit", file, line, name)
		}
		if other, known := out[fold]; known && other != id {
			return nil, graph.Invalidf("%s:%d: %q means %s here and %s above; a name means one node", file, line,
				name, id, other)
		}
		if out[fold] = id; len(out) > maxAliases {
			return nil, graph.Errorf(graph.KindLimitExceeded, "%s: more than %d aliases", file, maxAliases)
		}
	}
}

// WithAliases lets a user's aliases answer before the others.
func WithAliases(base loaders.Identities, aliases Aliases) loaders.Identities {
	if len(aliases) == 0 {
		return base
	}
	return &aliased{base, aliases}
}

type aliased struct {
	loaders.Identities
	aliases Aliases
}

func (a *aliased) ByName(name string, labels []graph.Label, on graph.Day) (graph.ID, []graph.Candidate, bool) {
	if id, known := a.aliases[names.Fold(name)]; known && fits(graph.Ontology.LabelOf(id), labels) {
		return id, []graph.Candidate{{ID: id, Name: name, Why: "your alias"}}, true
	}
	return a.Identities.ByName(name, labels, on)
}

func (a *aliased) ByCode(scheme graph.IdentifierScheme, value string, on graph.Day) (graph.ID, bool) {
	if id, known := a.aliases[codeKey(scheme, value)]; known {
		return id, true
	}
	return a.Identities.ByCode(scheme, value, on)
}

func (a *aliased) Spans(scheme graph.IdentifierScheme, value string, period graph.Period) []loaders.Span {
	if id, known := a.aliases[codeKey(scheme, value)]; known {
		return []loaders.Span{{ID: id, Period: period}}
	}
	return a.Identities.Spans(scheme, value, period)
}

// Names implements [loaders.Dictionary]. The user's names come folded: how they were written is not kept.
func (a *aliased) Names() iter.Seq2[string, loaders.Span] {
	return func(yield func(string, loaders.Span) bool) {
		for fold, id := range a.aliases {
			if !strings.Contains(fold, ":") && !yield(fold, loaders.Span{ID: id}) {
				return
			}
		}
		for name, span := range loaders.NamesOf(a.Identities) {
			if _, own := a.aliases[names.Fold(name)]; !own && !yield(name, span) {
				return
			}
		}
	}
}

// fits tells whether a label is among those asked for; nil asks for actors.
func fits(label graph.Label, labels []graph.Label) bool {
	if labels == nil {
		labels = graph.ActorLabels
	}
	return slices.Contains(labels, label)
}

func shown(n graph.Node) string {
	h := n.Head()
	if text := h.Period.Text(); text != "always" {
		return fmt.Sprintf("%s (%s)", h.Name, text)
	}
	return h.Name
}
