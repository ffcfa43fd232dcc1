package resolvers

import (
	"cmp"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// byName is the one wanted node of the store that bears the text as a name, else the one that the bundled table knows
// by it.
func (r reference) byName() (graph.Node, error) {
	if names.Fold(r.text) == "" {
		return nil, graph.Invalidf("%s: %q has no letter or digit; want an id, a code or a name", r.argument, r.text)
	}
	var others []graph.Node // that have the words of the text
	for _, reading := range names.Readings(r.text) {
		bearing, page, err := r.nodesNamed(reading)
		if err != nil {
			return nil, err
		}
		if len(bearing) > 0 {
			return r.choose(reading, bearing)
		}
		others = append(others, page...)
	}
	n, offered, err := r.named()
	if n != nil || err != nil {
		return n, err
	}
	if len(others) > 0 {
		return nil, r.unknown(
			append(offered, candidates(others, func(graph.Node) string { return "its name has these words" })...))
	}
	nearest, err := r.nearest(r.text)
	if err != nil {
		return nil, err
	}
	return nil, r.unknown(append(offered, nearest...))
}

// nodesNamed are the wanted nodes whose name or alias is the text: the very words, or where none has those, its key.
// The rest of the page only have its words.
func (r reference) nodesNamed(text string) (equal, page []graph.Node, err error) {
	// Equal names come first in the order of relevance, so one page holds them all.
	found, err := requestOf(r.ctx).store.Find(r.ctx, graph.NodeQuery{
		Labels: r.labels, Text: text,
		Order: graph.Order{Property: "relevance"}, First: 100, HideCandidates: true,
	})
	if err != nil {
		return nil, nil, err
	}
	for _, same := range []func(string) string{names.Fold, names.Key} {
		want := same(text)
		for _, n := range found.Nodes {
			if slices.ContainsFunc(append([]string{n.Head().Name}, n.Head().Aliases...),
				func(name string) bool { return same(name) == want }) {
				equal = append(equal, n)
			}
		}
		if want != "" && len(equal) > 0 {
			break
		}
		equal = nil
	}
	return equal, found.Nodes, nil
}

// choose is the one of several nodes of one name that is meant: a state sooner than a group, a company or a person that
// is called like it, anything sooner than a place, and who existed on the day sooner than others.
func (r reference) choose(text string, bearing []graph.Node) (graph.Node, error) {
	prefer := func(keep func(graph.Node) bool) {
		if kept := slices.DeleteFunc(slices.Clone(bearing), func(n graph.Node) bool { return !keep(n) }); len(kept) > 0 {
			bearing = kept
		}
	}
	if slices.ContainsFunc(bearing, func(n graph.Node) bool { return n.Label() == graph.LabelState }) {
		prefer(func(n graph.Node) bool {
			return n.Label() == graph.LabelState || !slices.Contains(graph.ActorLabels, n.Label())
		})
	}
	// Datasets of events name a place after each country.
	prefer(func(n graph.Node) bool { return n.Label() != graph.LabelPlace })
	var related []graph.Candidate
	if r.on != 0 && len(bearing) > 1 {
		alive := func(n graph.Node) bool { return n.Head().Period.Contains(r.on) }
		switch end := latest(bearing); {
		case slices.ContainsFunc(bearing, alive):
			prefer(alive)
		case end <= r.on: // what is no more is meant by its own name
			prefer(func(n graph.Node) bool { return names.Fold(n.Head().Name) == names.Fold(text) })
		}
		if len(bearing) > 1 && !slices.ContainsFunc(bearing, alive) {
			var err error
			if related, err = r.ofTheDay(); err != nil {
				return nil, err
			}
		}
	}
	if len(bearing) == 1 {
		requestOf(r.ctx).nodes.Prime(bearing[0].Head().ID, bearing[0])
		return bearing[0], nil
	}
	return nil, r.ambiguous(append(related, candidates(bearing, func(n graph.Node) string {
		why := "alias"
		if names.Fold(n.Head().Name) == names.Fold(text) {
			why = "name"
		}
		if period := n.Head().Period.Text(); r.on != 0 && period != "always" {
			why += ", " + period
		}
		return why
	})...))
}

// latest is the last of the ends of nodes.
func latest(nodes []graph.Node) (end graph.Day) {
	for _, n := range nodes {
		_, until := n.Head().Period.Bounds()
		end = max(end, until)
	}
	return end
}

// byTable is the wanted node that bears a code on the day by the bundled table, if the store holds it; else nil.
func (r reference) byTable(scheme graph.IdentifierScheme, value string) (graph.Node, error) {
	if r.q.options.Identities == nil {
		return nil, nil
	}
	id, ok := r.q.options.Identities.ByCode(scheme, value, cmp.Or(r.on, requestOf(r.ctx).today))
	if !ok {
		return nil, nil
	}
	return r.nodeInStore(id)
}

// nodeInStore is a node if the store holds it and it is wanted; else nil.
func (r reference) nodeInStore(id graph.ID) (graph.Node, error) {
	n, err := requestOf(r.ctx).nodes.Load(r.ctx, id)
	if err != nil || n == nil || !r.wanted(n) {
		return nil, err
	}
	return n, nil
}

// named is the node that the bundled table knows by the text, if the store holds it; else whom of the store it offers.
// It knows more spellings and languages than nodes have aliases.
func (r reference) named() (graph.Node, []graph.Candidate, error) {
	if r.q.options.Identities == nil {
		return nil, nil, nil
	}
	id, listed, ok := r.q.options.Identities.ByName(r.text, r.tableLabels(), r.on)
	if ok {
		n, err := r.nodeInStore(id)
		return n, nil, err
	}
	var offered []graph.Candidate
	for _, c := range listed {
		n, err := r.nodeInStore(c.ID)
		if err != nil {
			return nil, nil, err
		}
		if n != nil {
			offered = append(offered, c)
		}
	}
	return nil, offered, nil
}

// ofTheDay are the states of the day that came before or after those which bear the name.
func (r reference) ofTheDay() ([]graph.Candidate, error) {
	_, offered, err := r.named()
	offered = slices.DeleteFunc(offered, func(c graph.Candidate) bool {
		n, _ := r.nodeInStore(c.ID)
		return n == nil || !n.Head().Period.Contains(r.on)
	})
	return offered, err
}

// tableLabels are the labels of the reference, or all that the table has.
func (r reference) tableLabels() []graph.Label {
	if len(r.labels) > 0 {
		return r.labels
	}
	return append([]graph.Label{graph.LabelTreaty, graph.LabelWeaponSystem, graph.LabelPlace}, graph.ActorLabels...)
}
