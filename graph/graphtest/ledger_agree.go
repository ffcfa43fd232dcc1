package graphtest

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// agreeOnHistories makes random histories of edits, loads that are resumed, started over or given up, and retractions,
// and asks random questions of the store as it was known at random commits: it must answer as a model that holds what
// was loaded up to then. With the usual 100 checks these are 1,000 questions, and ten times that with PROOF=long.
func agreeOnHistories(t *testing.T, s graph.Store) {
	steps, questions := 8, 10
	if os.Getenv("PROOF") == "long" {
		steps, questions = 24, 100
	}
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		h := &histories{ctx: context.Background(), s: s, runs: &run}
		h.begin(t)
		for range steps {
			h.step(t)
		}
		h.agreeOnCommits(t)
		h.agreeOnChanges(t)
		for range questions {
			h.ask(t)
		}
		if t.Failed() {
			t.Logf("the history:\n%s", h.told)
		}
	})
}

// histories is one history in the making.
type histories struct {
	ctx  context.Context
	s    graph.Store
	l    *ledger
	runs *int // for names of runs that no history before had
	told string
}

func (h *histories) newRun() string {
	*h.runs++
	return fmt.Sprintf("run-%06d", *h.runs)
}

func (h *histories) apply(t *rapid.T, b graph.Batch) graph.ApplyResult {
	h.told += "apply\n"
	if b.Run != nil {
		h.told = h.told[:len(h.told)-1] + fmt.Sprintf(" in %s of %s, %s\n", b.Run.ID, b.Run.Dataset, b.Run.Status)
	}
	h.told += describe(b)
	for _, key := range b.RemoveNodes {
		h.told += "without " + key + "\n"
	}
	for _, id := range b.RemoveRelationships {
		h.told += "without " + string(id) + "\n"
	}
	result, err := h.s.Apply(h.ctx, b)
	if err != nil {
		t.Fatalf("Apply: %v\n%s", err, h.told)
	}
	return result
}

// mark is that of a run of the dataset under way.
func (h *histories) mark(run string, dataset graph.ID, status graph.LoadRunStatus) *graph.LoadRun {
	return with(ofDataset(loadRun(run, 1), dataset), status)
}

// begin empties the store of what the history before left, and forgets it.
func (h *histories) begin(t *rapid.T) {
	for _, d := range drawnSets {
		run := h.newRun()
		h.apply(t, graph.Batch{Run: h.mark(run, d, graph.LoadRunning)}) // what was gathered is discarded
		h.apply(t, graph.Batch{Run: h.mark(run, d, graph.LoadFinished)})
		must(h.s.Retract(h.ctx, d))(t)
	}
	var newest graph.Commit
	if page := must(h.s.Commits(h.ctx, graph.CommitQuery{First: 1}))(t); len(page) > 0 {
		newest = page[0]
		must(h.s.Compact(h.ctx, graph.KnownAt{}))(t)
	}
	h.l, h.told = newLedger(newest), ""
}

func (h *histories) step(t *rapid.T) {
	d := rapid.SampledFrom(drawnSets).Draw(t, "dataset")
	g := h.l.gathered[d]
	switch rapid.SampledFrom([]string{
		"edit", "load", "load", "load", "finish", "finish", "stop", "fail", "start over",
		"retract",
	}).Draw(t, "step") {
	case "edit":
		if g != nil {
			return // who edits a dataset that is being loaded may find the load's records in place of his own
		}
		if len(h.l.gathered) == 0 && rapid.Bool().Draw(t, "any dataset") {
			d = ""
		}
		before := h.l.last().clone()
		b := drawChange(t, before, d)
		all := newGathering("")
		all.gather(b)
		after := before.clone()
		all.writeTo(&after)
		check(t, "result of an edit", resultOf(before, after, b), h.apply(t, b), nil)
		h.l.publish(after, graph.CommitEdit, "")
	case "start over":
		g = nil
		fallthrough
	case "load":
		if g == nil {
			g = newGathering(h.newRun())
			h.l.gathered[d] = g
		}
		before := h.l.view(d)
		b := drawChange(t, before, d)
		b.Run = h.mark(g.run, d, graph.LoadRunning)
		g.gather(b)
		check(t, "result of a run's batch", resultOf(before, h.l.view(d), b), h.apply(t, b), nil)
	case "finish":
		if g != nil {
			h.apply(t, graph.Batch{Run: h.mark(g.run, d, graph.LoadFinished)})
			h.l.publish(h.l.view(d), graph.CommitLoad, g.run)
			delete(h.l.gathered, d)
		}
	case "stop":
		if g != nil {
			h.apply(t, graph.Batch{Run: h.mark(g.run, d, graph.LoadStopped)})
		}
	case "fail":
		if g != nil {
			h.apply(t, graph.Batch{Run: h.mark(g.run, d, graph.LoadFailed)})
			delete(h.l.gathered, d)
		}
	case "retract":
		delete(h.l.gathered, d)
		h.told += "retract " + string(d) + "\n"
		k := h.l.last().clone()
		maps.DeleteFunc(k.nodes, func(_ string, r graph.NodeRecord) bool { return r.Dataset == d })
		maps.DeleteFunc(k.links, func(_ graph.ID, r graph.RelationshipRecord) bool { return r.Dataset == d })
		must(h.s.Retract(h.ctx, d))(t)
		h.l.publish(k, graph.CommitRetraction, "")
	}
}

// drawChange draws a batch for a state of the store, of one dataset or of any.
func drawChange(t *rapid.T, k known, dataset graph.ID) graph.Batch {
	var b graph.Batch
	used := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(k.nodes)) {
		if r := k.nodes[key]; (dataset == "" || r.Dataset == dataset) && rapid.IntRange(0, 5).Draw(t, "remove node") == 0 {
			b.RemoveNodes, used[key] = append(b.RemoveNodes, key), true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(k.links)) {
		if r := k.links[id]; (dataset == "" || r.Dataset == dataset) && rapid.IntRange(0, 5).Draw(t, "remove link") == 0 {
			b.RemoveRelationships, used[string(id)] = append(b.RemoveRelationships, id), true
		}
	}
	for range rapid.IntRange(0, 5).Draw(t, "nodes") {
		r := drawNodeRecord(t)
		if dataset != "" {
			r.Dataset = dataset
		}
		if !used[r.Key()] {
			used[r.Key()] = true
			b.Nodes = append(b.Nodes, r)
		}
	}
	var ends []graph.ID
	for _, key := range slices.Sorted(maps.Keys(k.nodes)) {
		if !used[key] {
			ends = append(ends, k.nodes[key].ID)
		}
	}
	for i := range b.Nodes {
		ends = append(ends, b.Nodes[i].ID)
	}
	if len(ends) == 0 {
		return b
	}
	for range rapid.IntRange(0, 8).Draw(t, "links") {
		r, ok := drawRelationshipRecord(t, ends)
		if dataset != "" {
			r.Dataset = dataset
		}
		if id := string(r.ID()); ok && !used[id] {
			used[id] = true
			b.Relationships = append(b.Relationships, r)
		}
	}
	return b
}

func (h *histories) agreeOnCommits(t *rapid.T) {
	var want []graph.Commit
	for i := len(h.l.states) - 1; i > 0; i-- {
		want = append(want, h.l.states[i].commit)
	}
	page, err := h.s.Commits(h.ctx, graph.CommitQuery{First: graph.MaxFirst})
	if len(page) < len(want) {
		t.Fatalf("%d commits, want %d\n%s", len(page), len(want), h.told)
	}
	got := slices.Clone(page[:len(want)])
	for i := range got {
		h.l.states[len(want)-i].commit.Time = got[i].Time
		got[i].Time, got[i].Result = time.Time{}, graph.ApplyResult{}
	}
	check(t, "commits", want, got, err)
}

func (h *histories) agreeOnChanges(t *rapid.T) {
	all := h.l.changes()
	base, last := h.l.states[0].commit.Number, h.l.last().commit.Number
	for range 4 {
		q := graph.ChangeQuery{
			Since: rapid.Int64Range(base, last).Draw(t, "since"),
			Limit: rapid.IntRange(1, 12).Draw(t, "limit"),
		}
		if rapid.Bool().Draw(t, "bounded") {
			q.Until = rapid.Int64Range(max(q.Since, 1), last+1).Draw(t, "until")
		}
		for _, d := range few(t, "datasets", drawnSets) {
			q.Dataset = d
		}
		for _, id := range few(t, "about", drawnIDs) {
			q.About = id
		}
		want := selected(all, q)
		var got []graph.Change
		for page := (graph.ChangePage{Next: "first"}); page.Next != ""; q.After = page.Next {
			var err error
			if page, err = h.s.Changes(h.ctx, q); err != nil || len(page.Changes) > q.Limit || len(got) > len(want) {
				t.Fatalf("%+v: %d changes behind %d, %v", q, len(page.Changes), len(got), err)
			}
			got = append(got, page.Changes...)
		}
		check(t, q, want, got, nil)
	}
}

// ask asks a question of the store at a commit and of the model of that time.
func (h *histories) ask(t *rapid.T) {
	i := rapid.IntRange(0, len(h.l.states)-1).Draw(t, "known at")
	k := &h.l.states[i]
	if k.commit.Number == 0 {
		return // before the first commit
	}
	knownAt := graph.KnownAt{Commit: k.commit.Number}
	switch form := rapid.SampledFrom([]string{"number", "instant", "version"}).Draw(t, "form"); {
	case form == "instant" && !k.commit.Time.IsZero():
		knownAt = graph.KnownAt{Instant: k.commit.Time}
	case form == "version" && !slices.ContainsFunc(h.l.states[i+1:],
		func(later known) bool { return later.commit.Fingerprint == k.commit.Fingerprint }):
		knownAt = graph.KnownAt{Version: k.commit.Fingerprint.String()}
	}
	r, commit, err := h.s.At(h.ctx, knownAt)
	if err != nil || commit.Number != k.commit.Number {
		t.Fatalf("At(%s): commit %d, %v; want %d", knownAt, commit.Number, err, k.commit.Number)
	}
	switch rapid.SampledFrom([]string{"whole", "nodes", "hops", "paths"}).Draw(t, "question") {
	case "whole":
		agreeOnWhole(h.ctx, t, r, k.store())
	case "nodes":
		agreeOnNodes(h.ctx, t, r, k.store())
	case "hops":
		agreeOnHops(h.ctx, t, r, k.store())
	case "paths":
		agreeOnPaths(h.ctx, t, r, k.store())
	}
}
