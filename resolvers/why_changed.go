package resolvers

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/canonical"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/resolvers/api"
)

// What a verification may take: questions that it asks, and commits that it names.
const (
	maxAsked        = 40
	maxAnswerChange = 5
)

type verifyingKey struct{}

func (q query) WhyChanged(ctx context.Context, receipt api.ReceiptInput) (*api.WhyChanged, error) {
	if ctx.Value(verifyingKey{}) != nil {
		return nil, graph.Invalidf("receipt: its question asks why an answer changed; want the receipt of that answer")
	}
	return q.Verify(ctx, &receipt, graph.KnownAt{Commit: requestOf(ctx).commit.Number}, requestOf(ctx).today)
}

// Verify asks the question of a receipt again, of the data and the day of then and of those given (zero: of now), and
// finds out what has changed the answer. A receipt that is none is KindInvalid.
func (r *Resolver) Verify(ctx context.Context, receipt *api.Receipt, now graph.KnownAt, today graph.Day,
) (*api.WhyChanged, error) {
	if err := checkReceipt(receipt); err != nil {
		return nil, err
	}
	if today == 0 {
		today = graph.DateOf(r.options.Clock()).First()
	}
	v := &verification{
		r: r, ctx: context.WithValue(ctx, verifyingKey{}, true), receipt: receipt, day: receipt.AskedOn.First(),
		known: map[[2]int64]answered{},
	}
	current, err := v.ask(now, today)
	if err != nil {
		return nil, err
	}
	out := &api.WhyChanged{
		Same: current.hash == receipt.Answer, Reasons: []api.ChangeReason{},
		Commits: []*api.AnswerChange{}, Now: current.state(today),
	}
	former, err := v.former()
	switch {
	case graph.KindOf(err) == graph.KindNotFound:
		if !out.Same {
			out.Reasons = append(out.Reasons, api.ChangeReasonUnknown)
		}
		out.Explanation = explained(out, receipt, r.options.Program, err)
		return out, nil
	case err != nil:
		return nil, err
	}
	reproduced := former.hash == receipt.Answer
	out.Then, out.Reproduced = former.state(v.day), &reproduced
	if !out.Same {
		if err := v.find(out, former, current, today); err != nil {
			return nil, err
		}
	}
	out.Explanation = explained(out, receipt, r.options.Program, nil)
	return out, nil
}

// verification asks one question of several commits and days.
type verification struct {
	r       *Resolver
	ctx     context.Context
	receipt *api.Receipt
	day     graph.Day // of then
	known   map[[2]int64]answered
}

// answered is what the question was answered of one commit on one day.
type answered struct {
	commit graph.Commit
	hash   string
	data   string
}

func (a answered) state(on graph.Day) *api.AnswerState {
	out := &api.AnswerState{AskedOn: on.Date(), Answer: a.hash}
	if a.commit.Number > 0 {
		out.Commit = &a.commit
	}
	return out
}

// ask asks the question. An error is an answer, too: its data are the messages.
func (v *verification) ask(known graph.KnownAt, on graph.Day) (answered, error) {
	ctx, commit, err := v.r.PinAt(v.ctx, known, on)
	if err != nil {
		return answered{}, err
	}
	key := [2]int64{commit.Number, int64(on)}
	if a, ok := v.known[key]; ok {
		return a, nil
	}
	if len(v.known) == maxAsked {
		return answered{}, errAskedEnough
	}
	response := v.r.options.Answer(ctx, question(v.receipt))
	if err := v.ctx.Err(); err != nil {
		return answered{}, err
	}
	a := answered{commit: commit}
	if len(response.Errors) > 0 {
		a.data = inWords(response.Errors)
	} else {
		a.data = string(response.Data)
	}
	if a.hash, err = canonical.Hash([]byte(a.data)); err != nil {
		return answered{}, graph.Errorf(graph.KindInternal, "answer").Because(err)
	}
	v.known[key] = a
	return a, nil
}

// inWords are the messages of errors as JSON.
func inWords(errs gqlerror.List) string {
	words := lists.Map(errs, func(err *gqlerror.Error) string { return err.Message })
	text, _ := json.Marshal(words) // never fails
	return string(text)
}

var errAskedEnough = graph.Errorf(graph.KindLimitExceeded, "the question was asked of %d commits and days", maxAsked)

// former asks of the data and the day of the receipt. KindNotFound says why the store does not know the data.
func (v *verification) former() (answered, error) {
	a, err := v.ask(graph.KnownAt{Version: strings.ToLower(v.receipt.DataVersion)}, v.day)
	if graph.KindOf(err) != graph.KindNotFound || v.receipt.KnownAt == nil {
		return a, err
	}
	_, commit, otherwise := v.r.ledger.At(v.ctx, *v.receipt.KnownAt)
	if otherwise == nil && commit.Fingerprint.String() != strings.ToLower(v.receipt.DataVersion) {
		return a, err // of another store
	}
	return a, otherwise
}

// find says what has changed the answer from the former to the current one.
func (v *verification) find(out *api.WhyChanged, former, current answered, today graph.Day) error {
	if former.hash != v.receipt.Answer {
		out.Reasons = append(out.Reasons, api.ChangeReasonProgram)
	}
	if former.hash == current.hash {
		return nil
	}
	otherDay, err := v.ask(graph.KnownAt{Commit: former.commit.Number}, today)
	if err != nil {
		return err
	}
	otherData, err := v.ask(graph.KnownAt{Commit: current.commit.Number}, v.day)
	if err != nil {
		return err
	}
	together := otherDay.hash == former.hash && otherData.hash == former.hash // neither alone makes a difference
	if otherDay.hash != former.hash || together {
		out.Reasons = append(out.Reasons, api.ChangeReasonDay)
	}
	if otherData.hash == former.hash && !together {
		return nil
	}
	out.Reasons = append(out.Reasons, api.ChangeReasonData)
	on, first, last := v.day, former, otherData
	if together {
		on, first, last = today, otherDay, current
	}
	err = v.between(out, on, first, last)
	if err == errAskedEnough { //nolint:errorlint // it is never wrapped
		out.Truncated = true
		return nil
	}
	return err
}

// between finds the commits from one to another that changed the answer on a day, by halves.
func (v *verification) between(out *api.WhyChanged, on graph.Day, first, last answered) error {
	switch {
	case first.hash == last.hash || first.commit.Number >= last.commit.Number:
		return nil
	case len(out.Commits) == maxAnswerChange:
		out.Truncated = true
		return nil
	case last.commit.Number == first.commit.Number+1:
		changes, err := v.nearest(last.commit, first.data+last.data)
		if err != nil {
			return err
		}
		r := last.commit.Result
		out.Commits = append(out.Commits,
			&api.AnswerChange{Commit: &last.commit, Changes: changes, ChangeCount: r.NodesCreated + r.NodesChanged +
				r.NodesRemoved + r.RelationshipsCreated + r.RelationshipsChanged + r.RelationshipsRemoved})
		return nil
	}
	middle, err := v.ask(graph.KnownAt{Commit: (first.commit.Number + last.commit.Number) / 2}, on)
	if err != nil {
		return err
	}
	if err := v.between(out, on, first, middle); err != nil {
		return err
	}
	return v.between(out, on, middle, last)
}

// The changes of a commit that are looked at, at most, and those that are shown.
const (
	maxLookedAt = 50_000
	maxNearest  = 10
)

// nearest are those of a commit's changes whose nodes are named most often by the question, then by its answers.
func (v *verification) nearest(commit graph.Commit, answers string) ([]*api.RecordChange, error) {
	type scored struct {
		change graph.Change
		score  int
	}
	var best []scored
	variables, err := json.Marshal(v.receipt.Variables)
	if err != nil {
		return nil, graph.Invalidf("receipt: its variables are no JSON: %v", err)
	}
	texts := []nameIn{quotedIn(v.receipt.Query+string(variables), 10), quotedIn(answers, 1)}
	query := graph.ChangeQuery{Since: commit.Number - 1, Until: commit.Number, Limit: graph.MaxRecords}
	for looked := 0; looked < maxLookedAt; {
		page, err := v.r.ledger.Changes(v.ctx, query)
		if err != nil {
			return nil, err
		}
		if err := v.r.options.Spend(v.ctx, len(page.Changes)); err != nil {
			return nil, err
		}
		names, err := v.names(commit, page.Changes)
		if err != nil {
			return nil, err
		}
		for _, c := range page.Changes {
			score := 0
			for _, id := range concerned(&c) {
				for _, text := range texts {
					score += text.count(string(id)) + text.count(names[id])
				}
			}
			best = append(best, scored{c, score})
		}
		slices.SortStableFunc(best, func(a, b scored) int { return b.score - a.score })
		best = best[:min(maxNearest, len(best))]
		looked += len(page.Changes)
		if query.After = page.Next; query.After == "" {
			break
		}
	}
	out := make([]*api.RecordChange, 0, maxNearest)
	for _, s := range best {
		if s.score == 0 && best[0].score > 0 {
			break
		}
		out = append(out, &api.RecordChange{Change: s.change, By: &commit})
	}
	return out, nil
}

// nameIn knows the names and ids that stand in quotes in a text. To look for each in the text anew takes long where a
// commit has changed fifty thousand records.
type nameIn struct {
	quoted map[string]bool
	weight int
}

func quotedIn(text string, weight int) nameIn {
	quoted := map[string]bool{}
	parts := strings.Split(text, `"`)
	for i, part := range parts {
		quoted[part] = quoted[part] || i > 0 && i < len(parts)-1
	}
	delete(quoted, "")
	return nameIn{quoted, weight}
}

func (t nameIn) count(word string) int {
	if t.quoted[word] {
		return t.weight
	}
	return 0
}

// concerned are the nodes that a change is about, as far as its records name them.
func concerned(c *graph.Change) []graph.ID {
	switch n, r := c.Record(); {
	case n != nil:
		return []graph.ID{n.ID, n.ID}
	case r != nil:
		return []graph.ID{r.From, r.To, r.ID()}
	}
	return nil
}

// names are those of the nodes that changes are about, before and behind a commit.
func (v *verification) names(commit graph.Commit, changes []graph.Change) (map[graph.ID]string, error) {
	var ids []graph.ID
	for i := range changes {
		ids = append(ids, concerned(&changes[i])...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	out := map[graph.ID]string{}
	for _, known := range []graph.KnownAt{{Commit: commit.Number - 1}, {Commit: commit.Number}} {
		reader, _, err := v.r.ledger.At(v.ctx, known)
		if err != nil {
			continue // behind the commit it is known
		}
		for some := range slices.Chunk(ids, graph.MaxIDs) {
			nodes, err := reader.Nodes(v.ctx, some)
			if err != nil {
				return nil, err
			}
			for i, n := range nodes {
				if n != nil {
					out[some[i]] = n.Head().Name
				}
			}
		}
	}
	return out, nil
}

// explained is the finding in words; unknown is why the data of then are not known.
func explained(found *api.WhyChanged, receipt *api.Receipt, program string, unknown error) string {
	if found.Same {
		if found.Reproduced != nil && !*found.Reproduced {
			return "The answer is the same now. Of the data and the day of then this program gives another."
		}
		return "The answer is the same."
	}
	var why []string
	for _, reason := range found.Reasons {
		switch reason {
		case api.ChangeReasonData:
			words := "the data"
			for i, c := range found.Commits {
				words += []string{", ", ": "}[max(0, 1-i)] + commitInWords(c.Commit)
			}
			if found.Truncated {
				words += " and perhaps others"
			}
			why = append(why, words)
		case api.ChangeReasonDay:
			why = append(why, fmt.Sprintf("the day: %s then, %s now", receipt.AskedOn, found.Now.AskedOn))
		case api.ChangeReasonProgram:
			why = append(why, fmt.Sprintf("the program: %s then, %s now", cmp.Or(receipt.Program, "unknown"),
				cmp.Or(program, "unknown")))
		case api.ChangeReasonUnknown:
			return "The answer is another; why cannot be told: " + unknown.Error() + "."
		}
	}
	return "The answer is another because of " + strings.Join(why, "; and of ") + "."
}

// commitInWords is "commit 7 of 2026-11-29 12:00 (LOAD of dataset:curated)".
func commitInWords(c *graph.Commit) string {
	of := ""
	if c.Dataset != "" {
		of = " of " + string(c.Dataset)
	}
	return fmt.Sprintf("commit %d of %s (%s%s)", c.Number, c.Time.UTC().Format(time.DateOnly+" 15:04"), c.Kind, of)
}
