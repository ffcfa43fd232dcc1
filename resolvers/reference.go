package resolvers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/resolvers/api"
)

// maxCandidates is how many candidates an error lists.
const maxCandidates = 10

// resolveAll resolves several references; at most graph.MaxFilterValues.
func (q query) resolveAll(ctx context.Context, refs []api.NodeRef, argument string, on graph.Day, labels ...graph.Label,
) ([]graph.ID, error) {
	return q.each(ctx, refs, argument, func(ref api.NodeRef) (graph.Node, error) {
		return q.resolve(ctx, ref, argument, on, labels...)
	})
}

// resolveAllEver resolves several references of a question about no day.
func (q query) resolveAllEver(ctx context.Context, refs []api.NodeRef, argument string, labels ...graph.Label,
) ([]graph.ID, error) {
	return q.each(ctx, refs, argument, func(ref api.NodeRef) (graph.Node, error) {
		return q.resolveEver(ctx, ref, argument, labels...)
	})
}

func (q query) each(ctx context.Context, refs []api.NodeRef, argument string,
	resolve func(api.NodeRef) (graph.Node, error),
) ([]graph.ID, error) {
	if len(refs) > graph.MaxFilterValues {
		return nil, graph.Invalidf("%s: %d references exceed the limit of %d", argument, len(refs), graph.MaxFilterValues)
	}
	if err := q.fetch(ctx, refs...); err != nil {
		return nil, err
	}
	ids := make([]graph.ID, len(refs))
	for i, ref := range refs {
		n, err := resolve(ref)
		if err != nil {
			return nil, err
		}
		ids[i] = n.Head().ID
	}
	return ids, nil
}

// fetch asks at once for the nodes of those references that are ids, so that each can be resolved without asking. The
// only field of an operation need not wait for what others could ask.
func (q query) fetch(ctx context.Context, refs ...api.NodeRef) error {
	here := requestOf(ctx)
	var ids []graph.ID
	for _, ref := range refs {
		if id := graph.ParseRef(string(ref)).ID; id != "" && !here.nodes.Knows(id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 && alone(ctx) && !graph.IsLocal(here.store) {
		found, err := here.store.Nodes(ctx, ids)
		for i, n := range found {
			here.nodes.Prime(ids[i], n) // nil where there is none, which need not be asked again
		}
		return err
	}
	if len(ids) < 2 {
		return nil
	}
	_, err := here.nodes.LoadAll(ctx, ids)
	return err
}

// alone tells that a field is the only one of its operation at the root.
func alone(ctx context.Context) bool {
	if at := graphql.GetFieldContext(ctx); at == nil || at.Parent == nil || at.Parent.Parent != nil {
		return false
	}
	root := graphql.GetOperationContext(ctx).Operation.SelectionSet
	if len(root) != 1 {
		return false
	}
	_, field := root[0].(*ast.Field)
	return field
}

// resolveAs is the node that the argument ref means, as what its labels are.
func resolveAs[N graph.Node](ctx context.Context, q query, ref api.NodeRef, on graph.Day, labels ...graph.Label,
) (n N, err error) {
	if err := q.fetch(ctx, ref); err != nil {
		return n, err
	}
	found, err := q.resolve(ctx, ref, "ref", on, labels...)
	if err != nil {
		return n, err
	}
	return graph.NodeAs[N](found)
}

// resolve finds the one node of the labels (none: any) that a reference means on a day (0: any day). What could be
// several is KindInvalid and what is none KindNotFound, each with candidates.
func (q query) resolve(ctx context.Context, ref api.NodeRef, argument string, on graph.Day, labels ...graph.Label,
) (graph.Node, error) {
	r := reference{q, ctx, strings.TrimSpace(string(ref)), argument, on, labels}
	if r.text == "" || len(r.text) > graph.MaxTextBytes {
		return nil, graph.Invalidf("%s: a reference of %d bytes; want an id such as state:PRK, a code such as cow:731, or "+
			"a name", argument, len(r.text))
	}
	switch named := graph.ParseRef(r.text); {
	case named.ID != "":
		return r.byID(named.ID)
	case named.Code.Scheme != "":
		return r.byCode(named.Code.Scheme, named.Code.Value)
	}
	if isAlpha3(r.text) {
		n, err := r.bearer(graph.SchemeISOAlpha3, strings.ToUpper(r.text))
		if n != nil || err != nil {
			return n, err
		}
	}
	n, err := r.byName()
	if graph.KindOf(err) == graph.KindNotFound {
		return nil, r.withCoded(err)
	}
	return n, err
}

// resolveEver is resolve for a question about no day: who is meant today, or else who was meant on any day.
func (q query) resolveEver(ctx context.Context, ref api.NodeRef, argument string, labels ...graph.Label,
) (graph.Node, error) {
	n, err := q.resolve(ctx, ref, argument, requestOf(ctx).today, labels...)
	if graph.KindOf(err) == graph.KindNotFound {
		if former, missing := q.resolve(ctx, ref, argument, 0, labels...); missing == nil {
			return former, nil
		}
	}
	return n, err
}

func isAlpha3(text string) bool {
	return len(text) == 3 && strings.Trim(strings.ToUpper(text), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// withCoded puts those first among the candidates that bear the text as their ISO code, though not on the day: it is a
// code sooner than a name with a slip.
func (r reference) withCoded(unknown error) error {
	var public *graph.Error
	if !errors.As(unknown, &public) {
		return unknown
	}
	code := strings.ToUpper(r.text)
	for _, scheme := range []graph.IdentifierScheme{graph.SchemeISOAlpha2, graph.SchemeISOAlpha3} {
		bearers, err := r.lookup(scheme, code, 0)
		if err != nil {
			return err
		}
		if len(bearers) > 0 {
			first, err := r.ofAnotherDay(bearers, scheme, code)
			if err != nil {
				return err
			}
			others := slices.DeleteFunc(public.Candidates, func(c graph.Candidate) bool {
				return slices.ContainsFunc(first, func(f graph.Candidate) bool { return f.ID == c.ID })
			})
			return r.unknown(append(first, others...))
		}
	}
	return unknown
}

// whyCode says since when and until when a node bears a code.
func whyCode(n graph.Node, scheme graph.IdentifierScheme, value string) string {
	for _, code := range n.Head().Identifiers {
		if code.Scheme == scheme && code.Value == value {
			return fmt.Sprintf("%s %s %s", scheme, value, code.Period.Text())
		}
	}
	return fmt.Sprintf("%s %s", scheme, value)
}

type reference struct {
	q        query
	ctx      context.Context
	text     string
	argument string
	on       graph.Day
	labels   []graph.Label
}

func (r reference) wanted(n graph.Node) bool {
	return len(r.labels) == 0 || slices.Contains(r.labels, n.Label())
}

func (r reference) onDay() string {
	if r.on == 0 {
		return ""
	}
	return " on " + r.on.String()
}

func (r reference) byID(id graph.ID) (graph.Node, error) {
	n, err := requestOf(r.ctx).nodes.Load(r.ctx, id)
	if err != nil {
		return nil, err
	}
	if n == nil {
		_, rest, _ := strings.Cut(string(id), ":")
		nearest, err := r.nearest(rest)
		if err != nil {
			return nil, err
		}
		return nil, r.unknown(nearest)
	}
	if !r.wanted(n) {
		return nil, graph.Invalidf("%s: %s is %s; want %s", r.argument, id, oneOf(string(n.Label())), oneOf(r.labelsText()))
	}
	return n, nil
}

// oneOf puts "a" or "an" before a noun.
func oneOf(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiouAEIOU") {
		return "an " + noun
	}
	return "a " + noun
}

func (r reference) labelsText() string {
	if slices.Equal(r.labels, graph.ActorLabels) {
		return "actor"
	}
	return strings.Join(lists.Map(r.labels, func(l graph.Label) string { return string(l) }), " or ")
}

// lookup finds the wanted nodes that bear a code on a day.
func (r reference) lookup(scheme graph.IdentifierScheme, value string, on graph.Day) ([]graph.Node, error) {
	ids, err := requestOf(r.ctx).store.Lookup(r.ctx, []graph.IdentifierRef{{Scheme: scheme, Value: value}}, on)
	if err != nil {
		return nil, err
	}
	nodes, err := nodesOf[graph.Node](r.ctx, ids[0])
	return slices.DeleteFunc(nodes, func(n graph.Node) bool { return !r.wanted(n) }), err
}

// bearer is the one wanted node that bears a code on the day, in the store or by the bundled table; nil for none.
// Several are an error.
func (r reference) bearer(scheme graph.IdentifierScheme, value string) (graph.Node, error) {
	found, err := r.lookup(scheme, value, r.on)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, r.ambiguous(candidates(found, func(n graph.Node) string { return whyCode(n, scheme, value) }))
	}
	return r.byTable(scheme, value)
}

func (r reference) byCode(scheme graph.IdentifierScheme, value string) (graph.Node, error) {
	if n, err := r.bearer(scheme, value); n != nil || err != nil {
		return n, err
	}
	ever, err := r.lookup(scheme, value, 0)
	if err != nil {
		return nil, err
	}
	list, err := r.ofAnotherDay(ever, scheme, value)
	if err != nil {
		return nil, err
	}
	return nil, r.unknown(list)
}

// ofAnotherDay are the candidates where a code is borne on other days only: who was there in a bearer's place, then the
// bearers.
func (r reference) ofAnotherDay(bearers []graph.Node, scheme graph.IdentifierScheme, value string,
) (list []graph.Candidate, err error) {
	for _, n := range bearers {
		there, err := alliance.InPlaceOf(r.ctx, requestOf(r.ctx).store, n, r.on)
		if err != nil {
			return nil, err
		}
		list = append(list, there...)
	}
	return append(list, candidates(bearers, func(n graph.Node) string { return whyCode(n, scheme, value) })...), nil
}

func candidates(nodes []graph.Node, why func(graph.Node) string) []graph.Candidate {
	out := []graph.Candidate{}
	for _, n := range nodes[:min(maxCandidates, len(nodes))] {
		out = append(out, graph.Candidate{ID: n.Head().ID, Name: n.Head().Name, Why: why(n)})
	}
	return out
}

// nearestCost is what a look through all names for those like one takes, in relationships that could be met in the
// time.
const nearestCost = 1_800

// nearest lists names that are spelt like the text, among those that share its first letter and, for a slip there,
// among the first page of all.
func (r reference) nearest(text string) ([]graph.Candidate, error) {
	if err := requestOf(r.ctx).batchers.spend(nearestCost); err != nil {
		return nil, err
	}
	labels := r.labels
	if len(labels) == 0 {
		labels = append([]graph.Label{graph.LabelTreaty, graph.LabelWeaponSystem}, graph.ActorLabels...)
	}
	words := names.Parse(text).Words()
	if len(words) == 0 {
		return []graph.Candidate{}, nil
	}
	known := map[string]graph.Node{}
	for _, beginning := range []string{string([]rune(words[0])[:1]), ""} {
		page, err := requestOf(r.ctx).store.Find(r.ctx,
			graph.NodeQuery{Labels: labels, Text: beginning, Order: graph.Order{Property: "name"}, First: graph.MaxFirst})
		if err != nil {
			return nil, err
		}
		for _, n := range page.Nodes {
			known[string(n.Head().ID)] = n
		}
	}
	near := names.Nearest(text, func(yield func(string, string) bool) {
		for id, n := range known {
			for _, name := range append([]string{n.Head().Name}, n.Head().Aliases...) {
				if !yield(id, name) {
					return
				}
			}
		}
	}, maxCandidates)
	out := []graph.Candidate{}
	for _, s := range near {
		out = append(out,
			graph.Candidate{ID: graph.ID(s.Key), Name: known[s.Key].Head().Name, Why: fmt.Sprintf("similar name: %s", s.Name)})
	}
	return out, nil
}

func (r reference) unknown(nearest []graph.Candidate) error {
	nearest = once(nearest)
	nearest = nearest[:min(maxCandidates, len(nearest))]
	message := fmt.Sprintf("%s: nothing is known as %q%s", r.argument, r.text, r.onDay())
	if len(r.labels) > 0 {
		message = fmt.Sprintf("%s: no %s is known as %q%s", r.argument, r.labelsText(), r.text, r.onDay())
	}
	if len(nearest) > 0 {
		message += "; nearest: " + namesOf(nearest)
	} else {
		message += "; want an id such as state:PRK, a code (" + graph.SchemePrefixes() + "), an ISO alpha-3 code or a name"
	}
	return &graph.Error{Kind: graph.KindNotFound, Message: message, Candidates: nearest}
}

// once keeps the first of several candidates that are one node: it may be near by its name and by its words.
func once(list []graph.Candidate) []graph.Candidate {
	seen := map[graph.ID]bool{}
	out := make([]graph.Candidate, 0, len(list))
	for _, c := range list {
		if !seen[c.ID] {
			seen[c.ID] = true
			out = append(out, c)
		}
	}
	return out
}

func (r reference) ambiguous(list []graph.Candidate) error {
	return &graph.Error{
		Kind: graph.KindInvalid, Candidates: list,
		Message: fmt.Sprintf("%s: %q%s could mean %s; give an id", r.argument, r.text, r.onDay(), namesOf(list)),
	}
}

func namesOf(list []graph.Candidate) string {
	return strings.Join(lists.Map(list, func(c graph.Candidate) string {
		return fmt.Sprintf("%s (%s, %s)", c.Name, c.ID, c.Why)
	}), ", ")
}
