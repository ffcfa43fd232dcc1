package ledger

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
)

// Key is the key of a record in the order of changes: those of node records come before those of relationships.
func Key(c *graph.Change) string {
	switch node, rel := c.Record(); {
	case node != nil:
		return "n" + node.Key()
	case rel != nil:
		return "r" + string(rel.ID())
	}
	return ""
}

// Net is what changes do together that come after each other: one for each record, by key, from the state before its
// first change to that after its last, and none for a record that is afterwards as it was before.
func Net(changes []graph.Change) []graph.Change {
	type keyed struct {
		key string
		at  int
	}
	order := make([]keyed, len(changes))
	for i := range changes {
		order[i] = keyed{Key(&changes[i]), i}
	}
	slices.SortFunc(order, func(a, b keyed) int { return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) })
	out := make([]graph.Change, 0, len(changes))
	for i := 0; i < len(order); {
		first, last := &changes[order[i].at], &changes[order[i].at]
		for key := order[i].key; i < len(order) && order[i].key == key; i++ {
			last = &changes[order[i].at]
		}
		net := graph.Change{
			Commit: last.Commit, NodeBefore: first.NodeBefore, NodeAfter: last.NodeAfter,
			RelationshipBefore: first.RelationshipBefore, RelationshipAfter: last.RelationshipAfter,
		}
		if !idle(&net) {
			out = append(out, net)
		}
	}
	return out
}

// idle tells whether a change leaves its record as it was.
func idle(c *graph.Change) bool {
	switch {
	case c.NodeBefore != nil && c.NodeAfter != nil:
		return c.NodeBefore.Part == c.NodeAfter.Part && c.NodeBefore.Hash() == c.NodeAfter.Hash()
	case c.RelationshipBefore != nil && c.RelationshipAfter != nil:
		return c.RelationshipBefore.Part == c.RelationshipAfter.Part &&
			c.RelationshipBefore.Hash() == c.RelationshipAfter.Hash()
	}
	return c.NodeBefore == nil && c.NodeAfter == nil && c.RelationshipBefore == nil && c.RelationshipAfter == nil
}

// datasetOf is the dataset of the record that is changed.
func datasetOf(c *graph.Change) graph.ID {
	switch node, rel := c.Record(); {
	case node != nil:
		return node.Dataset
	case rel != nil:
		return rel.Dataset
	}
	return ""
}

// Redo is the batch that does what changes did. They must be net: each record once.
func Redo(changes []graph.Change) (b graph.Batch) {
	nodes, relationships := 0, 0
	for i := range changes {
		if c := &changes[i]; c.NodeAfter != nil {
			nodes++
		} else if c.RelationshipAfter != nil {
			relationships++
		}
	}
	b.Nodes, b.Relationships = slices.Grow(b.Nodes, nodes), slices.Grow(b.Relationships, relationships)
	for i := range changes {
		switch c := &changes[i]; {
		case c.NodeAfter != nil:
			b.Nodes = append(b.Nodes, *c.NodeAfter)
		case c.NodeBefore != nil:
			b.RemoveNodes = append(b.RemoveNodes, c.NodeBefore.Key())
		case c.RelationshipAfter != nil:
			b.Relationships = append(b.Relationships, *c.RelationshipAfter)
		case c.RelationshipBefore != nil:
			b.RemoveRelationships = append(b.RemoveRelationships, c.RelationshipBefore.ID())
		}
	}
	return b
}

// Undo is the batch that takes back what changes did. They must be net: each record once.
func Undo(changes []graph.Change) graph.Batch {
	back := make([]graph.Change, len(changes))
	for i, c := range changes {
		back[i] = graph.Change{
			NodeBefore: c.NodeAfter, NodeAfter: c.NodeBefore,
			RelationshipBefore: c.RelationshipAfter, RelationshipAfter: c.RelationshipBefore,
		}
	}
	return Redo(back)
}

// A Kept commit is one whose changes the ledger still has, with the blocks that hold them in order.
type Kept struct {
	graph.Commit
	Blocks []Ref
}

// Ref names a block in the store that keeps it.
type Ref struct {
	Key     uint64 `json:"key"`
	Changes int    `json:"changes"`
}

// A Reader reads the block of a key.
type Reader func(ctx context.Context, key uint64) ([]byte, error)

// Changes is a page of what commits did. commits are all that the ledger has, kept those of them whose changes it still
// has: all but perhaps the first ones. Both begin with the oldest. What reaches further back is KindNotFound.
func Changes(ctx context.Context, q graph.ChangeQuery, commits []graph.Commit, kept []Kept,
	read Reader,
) (graph.ChangePage, error) {
	if err := q.Validate(); err != nil {
		return graph.ChangePage{}, err
	}
	at, err := parsePosition(q.After)
	if err != nil {
		return graph.ChangePage{}, err
	}
	if n := len(commits); n > 0 && q.Since > 0 && q.Since < commits[n-1].Number-int64(len(kept)) {
		return graph.ChangePage{}, NotFound(commits, graph.KnownAt{Commit: q.Since})
	}
	var out graph.ChangePage
	for i := range kept {
		c := &kept[i]
		if c.Number <= q.Since || c.Number < at.commit || q.Until != 0 && c.Number > q.Until ||
			q.Dataset != "" && c.Dataset != "" && c.Dataset != q.Dataset {
			continue
		}
		number := 0 // of the next change within the commit
		for _, ref := range c.Blocks {
			if c.Number == at.commit && number+ref.Changes <= at.change {
				number += ref.Changes
				continue
			}
			changes, err := readBlock(ctx, read, ref)
			if err != nil {
				return graph.ChangePage{}, err
			}
			for j := range changes {
				change := &changes[j]
				place := position{c.Number, number}
				number++
				if c.Number == at.commit && place.change < at.change || !concerns(change, &q) {
					continue
				}
				if len(out.Changes) == q.Limit {
					out.Next = place.String()
					return out, nil
				}
				change.Commit = c.Number
				out.Changes = append(out.Changes, *change)
			}
		}
	}
	return out, nil
}

func readBlock(ctx context.Context, read Reader, ref Ref) ([]graph.Change, error) {
	all := newChanges(ref.Changes)
	err := visitBlock(ctx, read, ref, all)
	return all.list, err
}

func visitBlock(ctx context.Context, read Reader, ref Ref, v form.Visitor) error {
	data, err := read(ctx, ref.Key)
	if err != nil {
		return err
	}
	n, err := Visit(data, v)
	if err == nil && n != ref.Changes {
		err = fmt.Errorf("%w: %d changes, want %d", ErrDamaged, n, ref.Changes)
	}
	if err != nil {
		return graph.Errorf(graph.KindInternal, "block %d of the ledger is damaged; use a backup", ref.Key).Because(err)
	}
	return nil
}

// Ahead reads blocks on all processors, a few ahead of who asks, shows each to a Visitor of its own and yields those in
// the order of the blocks. It ends with the first error.
func Ahead[V form.Visitor](ctx context.Context, refs []Ref, read Reader,
	visitor func(changes int) V,
) iter.Seq2[V, error] {
	type seen struct {
		by  V
		err error
	}
	return func(yield func(V, error) bool) {
		workers := runtime.GOMAXPROCS(0)
		order, stop := make(chan chan seen, 2*workers), make(chan struct{})
		defer close(stop)
		go func() {
			defer close(order)
			room := make(chan struct{}, workers)
			for _, ref := range refs {
				result := make(chan seen, 1)
				select {
				case order <- result:
				case <-stop:
					return
				}
				room <- struct{}{}
				go func() {
					defer func() { <-room }()
					v := visitor(ref.Changes)
					result <- seen{v, visitBlock(ctx, read, ref, v)}
				}()
			}
		}()
		for result := range order {
			if s := <-result; !yield(s.by, s.err) || s.err != nil {
				return
			}
		}
	}
}

// Between are the net changes that lead from one state to a later one: of the commits given, the oldest first and none
// between them missing.
func Between(ctx context.Context, commits []Kept, read Reader) ([]graph.Change, error) {
	var all []graph.Change
	for i := range commits {
		number := commits[i].Number
		for block, err := range Ahead(ctx, commits[i].Blocks, read, newChanges) {
			if err != nil {
				return nil, err
			}
			for j := range block.list {
				block.list[j].Commit = number
			}
			all = append(all, block.list...)
		}
	}
	if len(commits) == 1 {
		return all, nil // a commit's are
	}
	return Net(all), nil
}

func concerns(c *graph.Change, q *graph.ChangeQuery) bool {
	if q.Dataset != "" && datasetOf(c) != q.Dataset {
		return false
	}
	node, rel := c.Record()
	if node != nil {
		return q.About == "" || node.ID == q.About
	}
	return q.About == "" || rel.From == q.About || rel.To == q.About
}

// position is where a page begins: a commit and the number of a change in it, from 0.
type position struct {
	commit int64
	change int
}

func (p position) String() string { return fmt.Sprintf("%d.%d", p.commit, p.change) }

func parsePosition(s string) (p position, err error) {
	if s == "" {
		return p, nil
	}
	if n, err := fmt.Sscanf(s, "%d.%d", &p.commit, &p.change); n != 2 || err != nil || p.String() != s || p.commit < 1 ||
		p.change < 0 {
		return position{}, graph.Invalidf("after: %.40q is not the Next of a page", s)
	}
	return p, nil
}
