package graphtest

import (
	"cmp"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// ledger is the naive model of a store's history: it keeps every state whole.
type ledger struct {
	states   []known // each as a commit left it; the first is where the history began
	gathered map[graph.ID]*gathering
}

// known is what a store held after a commit.
type known struct {
	commit graph.Commit
	nodes  map[string]graph.NodeRecord
	links  map[graph.ID]graph.RelationshipRecord
	model  *Model
}

// gathering is what a run that is under way has said: nil where it took a record away.
type gathering struct {
	run   string
	nodes map[string]*graph.NodeRecord
	links map[graph.ID]*graph.RelationshipRecord
}

func newGathering(run string) *gathering {
	return &gathering{run, map[string]*graph.NodeRecord{}, map[graph.ID]*graph.RelationshipRecord{}}
}

// newLedger is the model of a store that is empty since its newest commit.
func newLedger(newest graph.Commit) *ledger {
	return &ledger{[]known{{
		commit: newest, nodes: map[string]graph.NodeRecord{},
		links: map[graph.ID]graph.RelationshipRecord{},
	}}, map[graph.ID]*gathering{}}
}

func (l *ledger) last() *known { return &l.states[len(l.states)-1] }

// clone is a state to change.
func (k *known) clone() known {
	return known{nodes: maps.Clone(k.nodes), links: maps.Clone(k.links)}
}

// store is a store that was only loaded up to this state.
func (k *known) store() *Model {
	if k.model == nil {
		k.model = NewModel(slices.Collect(maps.Values(k.nodes)), slices.Collect(maps.Values(k.links)))
	}
	return k.model
}

// view is what a run of a dataset writes to: what is published with what it has gathered.
func (l *ledger) view(dataset graph.ID) known {
	k := l.last().clone()
	if g := l.gathered[dataset]; g != nil {
		g.writeTo(&k)
	}
	return k
}

func (g *gathering) writeTo(k *known) {
	for key, r := range g.nodes {
		if r == nil {
			delete(k.nodes, key)
		} else {
			k.nodes[key] = *r
		}
	}
	for id, r := range g.links {
		if r == nil {
			delete(k.links, id)
		} else {
			k.links[id] = *r
		}
	}
}

func (g *gathering) gather(b graph.Batch) {
	for i := range b.Nodes {
		g.nodes[b.Nodes[i].Key()] = &b.Nodes[i]
	}
	for i := range b.Relationships {
		g.links[b.Relationships[i].ID()] = &b.Relationships[i]
	}
	for _, key := range b.RemoveNodes {
		g.nodes[key] = nil
	}
	for _, id := range b.RemoveRelationships {
		g.links[id] = nil
	}
}

// publish makes a state the newest one, unless it is the same as that before.
func (l *ledger) publish(k known, kind graph.CommitKind, run string) {
	if len(changesBetween(*l.last(), k)) == 0 {
		return
	}
	k.commit = graph.Commit{Number: l.last().commit.Number + 1, Kind: kind, Run: run}
	datasets := map[graph.ID]bool{}
	for _, c := range changesBetween(*l.last(), k) {
		if n, r := c.Record(); n != nil {
			datasets[n.Dataset] = true
		} else {
			datasets[r.Dataset] = true
		}
	}
	for dataset := range datasets {
		if len(datasets) == 1 {
			k.commit.Dataset = dataset
		}
	}
	for _, r := range k.nodes {
		k.commit.Fingerprint = k.commit.Fingerprint.Add(r.Hash())
	}
	for _, r := range k.links {
		k.commit.Fingerprint = k.commit.Fingerprint.Add(r.Hash())
	}
	l.states = append(l.states, k)
}

// changes are those of the whole history.
func (l *ledger) changes() (out []graph.Change) {
	for i := 1; i < len(l.states); i++ {
		for _, c := range changesBetween(l.states[i-1], l.states[i]) {
			c.Commit = l.states[i].commit.Number
			out = append(out, c)
		}
	}
	return out
}

// changesBetween are the changes that lead from one state to another, node records by key, then relationships by id.
func changesBetween(before, after known) (out []graph.Change) {
	eachChange(before.nodes, after.nodes, graph.NodeRecord.Hash, func(a, b *graph.NodeRecord) {
		out = append(out, graph.Change{NodeBefore: a, NodeAfter: b})
	})
	eachChange(before.links, after.links, graph.RelationshipRecord.Hash, func(a, b *graph.RelationshipRecord) {
		out = append(out, graph.Change{RelationshipBefore: a, RelationshipAfter: b})
	})
	return out
}

// eachChange calls f with what is not the same before and after, nil where it is not there, in the order of the keys.
func eachChange[K cmp.Ordered, V any](before, after map[K]V, hash func(V) graph.Hash, f func(before, after *V)) {
	for _, key := range union(before, after) {
		var was, is *V
		if v, held := before[key]; held {
			was = &v
		}
		if v, holds := after[key]; holds {
			is = &v
		}
		if was == nil || is == nil || hash(*was) != hash(*is) {
			f(was, is)
		}
	}
}

func union[K cmp.Ordered, V any](a, b map[K]V) []K {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// resultOf counts what a batch does to a state.
func resultOf(before, after known, b graph.Batch) (out graph.ApplyResult) {
	for _, c := range changesBetween(before, after) {
		node := c.NodeBefore != nil || c.NodeAfter != nil
		switch kind := c.Kind(); {
		case node && kind == graph.ChangeCreated:
			out.NodesCreated++
		case node && kind == graph.ChangeChanged:
			out.NodesChanged++
		case node:
			out.NodesRemoved++
		case kind == graph.ChangeCreated:
			out.RelationshipsCreated++
		case kind == graph.ChangeChanged:
			out.RelationshipsChanged++
		default:
			out.RelationshipsRemoved++
		}
	}
	out.NodesUnchanged = len(b.Nodes) - out.NodesCreated - out.NodesChanged
	out.RelationshipsUnchanged = len(b.Relationships) - out.RelationshipsCreated - out.RelationshipsChanged
	return out
}
