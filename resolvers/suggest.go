package resolvers

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/resolvers/api"
)

const (
	maxSuggested = 50
	// maxIndexed bounds the nodes of a label whose names are kept in memory; of a label with more, the store is asked.
	maxIndexed = 30_000
	// maxVersions is of how many versions of the data indexes are kept.
	maxVersions = 3
)

// suggestedLabels are those that are suggested unless others are asked for: who asks "who" means an actor first.
var suggestedLabels = []graph.Label{
	graph.LabelState, graph.LabelOrganization, graph.LabelTreaty, graph.LabelPerson, graph.LabelArmedGroup,
	graph.LabelWeaponSystem, graph.LabelEvent, graph.LabelConflict,
}

// indexes are the names of nodes, of the versions of the data that were asked of last.
type indexes struct {
	mu   sync.Mutex
	held []*versionIndexes // that which was asked of last comes last
}

type versionIndexes struct {
	version graph.Hash
	byLabel map[graph.Label]*labelIndex
}

type labelIndex struct {
	nodes []indexedNode
	names *names.Index // nil where the label has too many nodes
}

type indexedNode struct {
	id     graph.ID
	period graph.Period
}

// suggested is a node in the order of an answer.
type suggested struct {
	id    graph.ID
	label int // its place among the labels asked for
	alive bool
	match names.Match
	size  int
}

func (q query) Suggest(ctx context.Context, text string, labels []graph.Label, on *graph.Date, first int,
) ([]*api.Suggestion, error) {
	if first < 1 || first > maxSuggested {
		return nil, graph.Invalidf("first: %d is outside 1 to %d", first, maxSuggested)
	}
	if len(text) > graph.MaxTextBytes {
		return nil, graph.Invalidf("text: %d bytes exceed the limit of %d", len(text), graph.MaxTextBytes)
	}
	named, err := day(ctx, on, false)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	if names.Fold(text) == "" {
		return []*api.Suggestion{}, nil
	}
	if len(labels) == 0 {
		labels = suggestedLabels
	}
	s := suggester{reference: reference{q, ctx, text, "text", named, labels}, first: first}
	for _, step := range []func() error{s.codes, s.known, s.names} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return s.out[:min(first, len(s.out))], nil
}

type suggester struct {
	reference
	first int
	out   []*api.Suggestion
}

func (s *suggester) add(n graph.Node, matched string, reason api.SuggestionReason, why string) {
	if !slices.ContainsFunc(s.out, func(o *api.Suggestion) bool { return o.Node.Head().ID == n.Head().ID }) {
		requestOf(s.ctx).nodes.Prime(n.Head().ID, n)
		s.out = append(s.out, &api.Suggestion{Node: n, Matched: matched, Reason: reason, Why: why})
	}
}

// codes adds the node whose id the text is, or that bears it as a code on the day.
func (s *suggester) codes() error {
	named := graph.ParseRef(s.text)
	if named.ID != "" {
		n, err := s.nodeInStore(named.ID)
		if n != nil {
			s.add(n, string(named.ID), api.SuggestionReasonCode, "its id")
		}
		return err
	}
	scheme, value := named.Code.Scheme, named.Code.Value
	if scheme == "" {
		value = strings.ToUpper(s.text)
		switch {
		case isAlpha3(s.text):
			scheme = graph.SchemeISOAlpha3
		case len(s.text) == 2 && isAlpha3(s.text+"A"):
			scheme = graph.SchemeISOAlpha2
		default:
			return nil
		}
	}
	bearers, err := s.lookup(scheme, value, s.on)
	for _, n := range bearers {
		s.add(n, value, api.SuggestionReasonCode, whyCode(n, scheme, value))
	}
	return err
}

// known adds the node that the bundled table knows by the text, unless it bears the text itself.
func (s *suggester) known() error {
	if s.q.options.Identities == nil {
		return nil
	}
	id, ok := s.q.options.Identities.Bearer(s.text, s.tableLabels(), s.on)
	if !ok {
		return nil
	}
	n, err := s.nodeInStore(id)
	if n == nil {
		return err
	}
	folded := names.Fold(s.text)
	for i, name := range append([]string{n.Head().Name}, n.Head().Aliases...) {
		if names.Fold(name) != folded {
			continue
		}
		if i == 0 {
			s.add(n, name, api.SuggestionReasonName, "")
		} else {
			s.add(n, name, api.SuggestionReasonAlias, "also called "+name)
		}
		return nil
	}
	s.add(n, s.text, api.SuggestionReasonKnownAs, "known as "+s.text)
	return nil
}

// names adds those whose names the text may be the beginning of, or a slip away from.
func (s *suggester) names() error {
	var list []suggested
	for place, label := range s.labels {
		index, err := s.q.indexes.of(s.ctx, label)
		if err != nil {
			return err
		}
		if index.names == nil {
			if err := s.ask(label, place, &list); err != nil {
				return err
			}
			continue
		}
		for _, m := range index.names.Find(s.text, s.first) {
			n := index.nodes[m.Key]
			list = append(list, suggested{n.id, place, n.period.Contains(s.on), m, len(m.Name)})
		}
	}
	slices.SortFunc(list, func(a, b suggested) int {
		return cmp.Or(a.match.Compare(b.match), boolRank(!a.alive)-boolRank(!b.alive), cmp.Compare(a.label, b.label),
			cmp.Compare(a.size, b.size),
			cmp.Compare(a.id, b.id))
	})
	list = list[:min(s.first+len(s.out), len(list))]
	ids := lists.Map(list, func(c suggested) graph.ID { return c.id })
	nodes, err := requestOf(s.ctx).store.Nodes(s.ctx, ids)
	if err != nil {
		return err
	}
	for i, n := range nodes {
		if n == nil {
			continue // gone since the index was made
		}
		m := list[i].match
		switch {
		case m.Slips > 0:
			s.add(n, m.Name, api.SuggestionReasonSpelling, "spelt "+m.Name)
		case m.Alias:
			s.add(n, m.Name, api.SuggestionReasonAlias, "also called "+m.Name)
		default:
			s.add(n, m.Name, api.SuggestionReasonName, "")
		}
	}
	return nil
}

// ask has the store look for what no index holds.
func (s *suggester) ask(label graph.Label, place int, list *[]suggested) error {
	page, err := requestOf(s.ctx).store.Find(s.ctx, graph.NodeQuery{
		Labels: []graph.Label{label}, Text: s.text, Order: graph.Order{Property: "relevance"},
		First: s.first, HideCandidates: true,
	})
	if err != nil {
		return err
	}
	index := names.NewIndex(len(page.Nodes), func(i int) (string, []string) {
		return page.Nodes[i].Head().Name, page.Nodes[i].Head().Aliases
	})
	for _, m := range index.Find(s.text, 0) {
		h := page.Nodes[m.Key].Head()
		*list = append(*list, suggested{h.ID, place, h.Period.Contains(s.on), m, len(m.Name)})
	}
	return nil
}

// of is the index of a label, of the data that the field is asked of.
func (x *indexes) of(ctx context.Context, label graph.Label) (*labelIndex, error) {
	asked := requestOf(ctx)
	x.mu.Lock()
	defer x.mu.Unlock()
	version := asked.commit.Fingerprint
	i := slices.IndexFunc(x.held, func(v *versionIndexes) bool { return v.version == version })
	if i < 0 {
		i = len(x.held)
		x.held = append(x.held, &versionIndexes{version, map[graph.Label]*labelIndex{}})
	}
	held := x.held[i]
	x.held = append(slices.Delete(x.held, i, i+1), held)
	if len(x.held) > maxVersions {
		x.held = slices.Delete(x.held, 0, 1)
	}
	if known := held.byLabel[label]; known != nil {
		return known, nil
	}
	made, err := indexOf(ctx, asked.whole.store, label)
	if err == nil {
		held.byLabel[label] = made
	}
	return made, err
}

func indexOf(ctx context.Context, store graph.Reader, label graph.Label) (*labelIndex, error) {
	stats, err := requestOf(ctx).stats(ctx)
	if err != nil {
		return nil, err
	}
	out := &labelIndex{}
	if stats.Nodes[label] > maxIndexed {
		return out, nil
	}
	heads := []*graph.Header{}
	query := graph.NodeQuery{Labels: []graph.Label{label}, First: graph.MaxFirst, HideCandidates: true}
	for page, err := range graph.Pages(ctx, store, query) {
		if err != nil {
			return nil, err
		}
		for _, n := range page.Nodes {
			heads = append(heads, n.Head())
			out.nodes = append(out.nodes, indexedNode{n.Head().ID, n.Head().Period})
		}
		if len(heads) > maxIndexed {
			break
		}
	}
	out.names = names.NewIndex(len(heads), func(i int) (string, []string) { return heads[i].Name, heads[i].Aliases })
	return out, nil
}
