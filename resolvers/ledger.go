package resolvers

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/resolvers/api"
)

type (
	commit       struct{}
	recordChange struct{ *Resolver }
)

func (*Resolver) Commit() generated.CommitResolver { return commit{} }

func (r *Resolver) RecordChange() generated.RecordChangeResolver { return recordChange{r} }

func (commit) Dataset(ctx context.Context, obj *graph.Commit) (*graph.Dataset, error) {
	return optional[*graph.Dataset](ctx, obj.Dataset)
}

func (commit) Run(_ context.Context, obj *graph.Commit) (*graph.ID, error) {
	if obj.Run == "" {
		return nil, nil
	}
	run := graph.ID(obj.Run)
	return &run, nil
}

func (commit) DataVersion(_ context.Context, obj *graph.Commit) (string, error) {
	return obj.Fingerprint.String(), nil
}

// commitPrefix begins the cursors of commits: what follows is a number.
const commitPrefix = "commit:"

// maxPassed bounds the commits, or changes, among which a page from the end is looked for.
const maxPassed = maxSifted * graph.MaxFirst

func tooManyPassed(what string) error {
	return graph.Errorf(graph.KindLimitExceeded, "last: more than %d %s would have to be looked through; give a cursor "+
		"to go on behind, or narrow the question", maxPassed, what)
}

func (q query) Commits(ctx context.Context, page api.Page) (*api.CommitConnection, error) {
	most, err := size(ctx, page)
	if err != nil {
		return nil, err
	}
	// The list goes down from the newest: it begins below one number and stops above another.
	newest := requestOf(ctx).commit.Number
	begin, stop := newest+1, int64(0)
	if page.After != nil {
		if begin, err = commitCursor("after", *page.After); err != nil {
			return nil, err
		}
	}
	if page.Before != nil {
		if stop, err = commitCursor("before", *page.Before); err != nil {
			return nil, err
		}
	}
	want := most + 1
	switch {
	case page.Last != nil && page.Before != nil:
		begin = min(begin, stop+int64(most)+1) // numbers follow one another
	case page.Last != nil:
		want = maxPassed + 1
	}
	list, err := q.commitsBefore(ctx, begin, want)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(c graph.Commit) bool { return c.Number <= stop })
	more := page.Before != nil
	switch {
	case page.Last == nil && len(list) > most:
		list, more = list[:most], true
	case page.Last != nil && len(list) > maxPassed:
		return nil, tooManyPassed("commits")
	case page.Last != nil && len(list) > most:
		list = list[len(list)-most:]
	}
	behind := page.After != nil
	if len(list) > 0 {
		behind = list[0].Number < newest
	}
	cursors := lists.Map(list, func(c graph.Commit) string {
		return encoded(commitPrefix + strconv.FormatInt(c.Number, 10))
	})
	return connectionOf(pointers(list), cursors, 0, behind, more), nil
}

func encoded(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func commitCursor(argument, cursor string) (int64, error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	number, ok := strings.CutPrefix(string(text), commitPrefix)
	n, wrong := strconv.ParseInt(number, 10, 64)
	if err != nil || !ok || wrong != nil || n <= 0 {
		return 0, graph.Invalidf("%s: %.40q is no cursor of this list", argument, cursor)
	}
	return n, nil
}

// commitsBefore are at most so many commits before one, the newest first, which may be more than the store gives at
// once.
func (r *Resolver) commitsBefore(ctx context.Context, before int64, most int) ([]graph.Commit, error) {
	var out []graph.Commit
	for before > 1 && len(out) < most {
		page, err := r.ledger.Commits(ctx, graph.CommitQuery{Before: before, First: min(graph.MaxFirst, most-len(out))})
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		out = append(out, page...)
		before = page[len(page)-1].Number
	}
	return out, nil
}

func (q query) Changes(ctx context.Context, since, until *graph.KnownAt, dataset *graph.ID, about *api.NodeRef,
	page api.Page,
) (*api.RecordChangeConnection, error) {
	most, err := size(ctx, page)
	if err != nil {
		return nil, err
	}
	question := graph.ChangeQuery{Until: requestOf(ctx).commit.Number, Dataset: *orZero(dataset)}
	none := connectionOf([]*api.RecordChange{}, nil, 0, false, false)
	if question.Until == 0 {
		return none, nil // an empty store
	}
	if since != nil {
		if question.Since, err = q.since(ctx, *since); err != nil {
			return nil, err
		}
	}
	if until != nil {
		_, last, err := q.ledger.At(ctx, *until)
		if err != nil {
			return nil, err
		}
		question.Until = min(question.Until, last.Number)
	}
	if about != nil {
		n, err := q.resolve(ctx, *about, "about", requestOf(ctx).today)
		if err != nil {
			return nil, err
		}
		question.About = n.Head().ID
	}
	if err := q.spendOnChanges(ctx, question); err != nil || question.Since >= question.Until {
		return none, err
	}
	found, err := q.changePage(ctx, question, page, most)
	if err != nil {
		return nil, err
	}
	changes, err := q.recordChanges(ctx, found.changes)
	if err != nil {
		return nil, err
	}
	cursors := make([]string, len(changes))
	for i := range cursors {
		cursors[i] = changeCursorOf(found.from, found.behind+i+1)
	}
	if n := len(cursors); n > 0 && found.next != "" {
		cursors[n-1] = changeCursorOf(found.next, 0)
	}
	return connectionOf(changes, cursors, 0, page.After != nil || found.passed, found.more), nil
}

// changePage is a part of a list of changes: the first of them is one more than behind from a place of the store's.
type changePage struct {
	changes []graph.Change
	from    string
	behind  int
	next    string // where the store goes on behind the last; empty where that is not known
	passed  bool   // something precedes them
	more    bool   // something follows them
}

func (q query) changePage(ctx context.Context, question graph.ChangeQuery, page api.Page, most int,
) (out changePage, err error) {
	if page.After != nil {
		if question.After, out.behind, err = changeCursor("after", *page.After); err != nil {
			return out, err
		}
	}
	question.Limit = out.behind + most
	if page.Last != nil || page.Before != nil {
		question.Limit = min(out.behind+maxPassed+1, graph.MaxRecords)
	}
	read, err := q.ledger.Changes(ctx, question)
	if err != nil {
		return out, err
	}
	out.from, out.next, out.more = question.After, read.Next, read.Next != ""
	out.changes = read.Changes[min(out.behind, len(read.Changes)):]
	if page.Before != nil {
		end, err := q.indexOf(ctx, question, *page.Before, out.changes)
		switch {
		case err != nil:
			return out, err
		case end >= 0:
			out.changes, out.next, out.more = out.changes[:end], "", true
		case page.Last == nil && len(out.changes) > most:
		case read.Next != "":
			return out, tooManyPassed("changes")
		default:
			return out, graph.Invalidf("before: %.40q is no cursor of this list", *page.Before)
		}
	} else if page.Last != nil && read.Next != "" {
		return out, tooManyPassed("changes")
	}
	n := len(out.changes)
	switch {
	case n <= most:
	case page.Last != nil:
		out.changes, out.behind, out.passed = out.changes[n-most:], out.behind+n-most, true
	default:
		out.changes, out.next, out.more = out.changes[:most], "", true
	}
	return out, nil
}

// indexOf is where the change of a cursor stands among changes; -1 where it is none of them.
func (q query) indexOf(ctx context.Context, question graph.ChangeQuery, cursor string, changes []graph.Change,
) (int, error) {
	place, behind, err := changeCursor("before", cursor)
	if err != nil {
		return 0, err
	}
	// The last of a page is told by the one that follows it.
	question.After, question.Limit = place, max(behind, 1)
	read, err := q.ledger.Changes(ctx, question)
	if err != nil || len(read.Changes) < question.Limit {
		return -1, err
	}
	wanted := read.Changes[question.Limit-1]
	at := slices.IndexFunc(changes, func(c graph.Change) bool { return sameChange(c, wanted) })
	if behind > 0 || at < 0 {
		return at, nil
	}
	return at - 1, nil
}

// sameChange tells whether both are what one commit did to one record.
func sameChange(a, b graph.Change) bool { return a.Commit == b.Commit && recordOf(&a) == recordOf(&b) }

// changeCursorOf is the place of a change in a list: so many behind one of the store's.
func changeCursorOf(place string, behind int) string {
	return encoded(fmt.Sprintf("change:%d:%s", behind, place))
}

func changeCursor(argument, cursor string) (place string, behind int, err error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if parts := strings.SplitN(string(text), ":", 3); err == nil && len(parts) == 3 && parts[0] == "change" {
		if behind, err := strconv.Atoi(parts[1]); err == nil && behind >= 0 && behind <= maxPassed {
			return parts[2], behind, nil
		}
	}
	return "", 0, graph.Invalidf("%s: %.40q is no cursor of this list", argument, cursor)
}

// since is the number of the commit behind which changes are asked of: 0 for a time before the first.
func (q query) since(ctx context.Context, known graph.KnownAt) (int64, error) {
	_, from, err := q.ledger.At(ctx, known)
	if graph.KindOf(err) == graph.KindNotFound && !known.Instant.IsZero() {
		if first, listErr := q.commitsBefore(ctx, 2, 1); listErr == nil && len(first) == 1 {
			return 0, nil // the store knows all since its first commit
		}
	}
	return from.Number, err
}

// recordChanges puts to each change the commit that made it.
func (r *Resolver) recordChanges(ctx context.Context, changes []graph.Change) ([]*api.RecordChange, error) {
	commits := map[int64]*graph.Commit{}
	out := make([]*api.RecordChange, len(changes))
	for i, c := range changes {
		if commits[c.Commit] == nil {
			list, err := r.commitsBefore(ctx, c.Commit+1, 1)
			if err != nil {
				return nil, err
			}
			if len(list) == 0 || list[0].Number != c.Commit {
				return nil, graph.NotFoundf("commit %d: the store has forgotten it meanwhile", c.Commit)
			}
			commits[c.Commit] = &list[0]
		}
		out[i] = &api.RecordChange{Change: c, By: commits[c.Commit]}
	}
	return out, nil
}

// ID implements generated.RecordChangeResolver.
func (recordChange) ID(_ context.Context, obj *api.RecordChange) (graph.ID, error) {
	return recordOf(&obj.Change), nil
}

// recordOf names the record of a change: the key of one about a node, the id of a relationship.
func recordOf(c *graph.Change) graph.ID {
	node, rel := c.Record()
	if node != nil {
		return graph.ID(node.Key())
	}
	return rel.ID()
}

func (recordChange) Dataset(ctx context.Context, obj *api.RecordChange) (*graph.Dataset, error) {
	n, r := obj.Record()
	if n != nil {
		return node[*graph.Dataset](ctx, n.Dataset)
	}
	return node[*graph.Dataset](ctx, r.Dataset)
}

func (c recordChange) Node(ctx context.Context, obj *api.RecordChange) (graph.Node, error) {
	if n, _ := obj.Record(); n != nil {
		return c.subject(ctx, obj, n.ID)
	}
	return nil, nil
}

// subject is a node that a change is about: as it is, and where it is no more as the change found it or left it.
func (c recordChange) subject(ctx context.Context, obj *api.RecordChange, id graph.ID) (graph.Node, error) {
	asked := requestOf(ctx)
	n, err := asked.nodes.Load(ctx, id)
	if err != nil || n != nil {
		return n, err
	}
	then := obj.Commit
	if obj.Kind() == graph.ChangeRemoved {
		then--
	}
	if then < asked.commit.Number && then > 0 {
		// else it is forgotten, or one commit too many
		if former, err := c.reading(ctx, asked.operation, graph.KnownAt{Commit: then}); err == nil {
			if n, err = former.whole.nodes.Load(ctx, id); err != nil || n != nil {
				return n, err
			}
		}
	}
	return node[graph.Node](ctx, id)
}

func (recordChange) RelationshipType(_ context.Context, obj *api.RecordChange) (*graph.RelationshipType, error) {
	if _, r := obj.Record(); r != nil {
		return &r.Type, nil
	}
	return nil, nil
}

func (c recordChange) From(ctx context.Context, obj *api.RecordChange) (graph.Node, error) {
	if _, r := obj.Record(); r != nil {
		return c.subject(ctx, obj, r.From)
	}
	return nil, nil
}

func (c recordChange) To(ctx context.Context, obj *api.RecordChange) (graph.Node, error) {
	if _, r := obj.Record(); r != nil {
		return c.subject(ctx, obj, r.To)
	}
	return nil, nil
}

func (recordChange) Properties(_ context.Context, obj *api.RecordChange) ([]*api.PropertyChange, error) {
	before, after := statedProperties(obj.NodeBefore, obj.RelationshipBefore),
		statedProperties(obj.NodeAfter, obj.RelationshipAfter)
	stated := maps.Clone(before)
	maps.Copy(stated, after)
	out := []*api.PropertyChange{}
	for _, name := range slices.Sorted(maps.Keys(stated)) {
		if !reflect.DeepEqual(before[name], after[name]) {
			out = append(out, &api.PropertyChange{Property: name, Before: before[name], After: after[name]})
		}
	}
	return out, nil
}

// concerned are the commits that a question about changes goes through, the newest first. A dataset that is not loaded
// and that none of all commits can have changed is refused.
func (q query) concerned(ctx context.Context, question graph.ChangeQuery) ([]graph.Commit, error) {
	list, err := q.commitsBefore(ctx, question.Until+1, math.MaxInt)
	if err == nil && question.Dataset != "" {
		list = slices.DeleteFunc(list, func(c graph.Commit) bool {
			return c.Dataset != "" && c.Dataset != question.Dataset
		})
		if len(list) == 0 {
			err = loaded(ctx, []graph.ID{question.Dataset}, "dataset")
		}
	}
	return slices.DeleteFunc(list, func(c graph.Commit) bool { return c.Number <= question.Since }), err
}

// spendOnChanges takes from the budget of the request what has to be read to find the changes of one dataset or node
// among all.
func (q query) spendOnChanges(ctx context.Context, question graph.ChangeQuery) error {
	if question.Dataset == "" && question.About == "" {
		return nil // a page of all is read from where it begins
	}
	commits, err := q.concerned(ctx, question)
	if err != nil {
		return err
	}
	changes := 0
	for _, c := range commits {
		r := c.Result
		changes += r.NodesCreated + r.NodesChanged + r.NodesUnchanged + r.NodesRemoved +
			r.RelationshipsCreated + r.RelationshipsChanged + r.RelationshipsUnchanged + r.RelationshipsRemoved
	}
	if err := requestOf(ctx).batchers.spend(changes / 2); err != nil {
		return graph.Errorf(graph.KindLimitExceeded, "%d changes would have to be read, which with the rest of the "+
			"question costs more than the limit: narrow it by since, until or dataset", changes)
	}
	return nil
}

// statedProperties is all that a record says, by property, with what it says of itself.
func statedProperties(n *graph.NodeRecord, r *graph.RelationshipRecord) map[string]any {
	out := map[string]any{}
	provenance := func(properties graph.Properties, source graph.ID, locator string, confidence *int) {
		maps.Copy(out, properties)
		if source != "" {
			out["source"] = string(source)
		}
		if locator != "" {
			out["locator"] = locator
		}
		if confidence != nil {
			out["confidence"] = *confidence
		}
	}
	if n != nil {
		provenance(n.Properties, n.Source, n.Locator, n.Confidence)
		out["priority"] = n.Priority
	}
	if r != nil {
		provenance(r.Properties, r.Source, r.Locator, r.Confidence)
		if r.Derived {
			out["derived"] = true
		}
	}
	return out
}
