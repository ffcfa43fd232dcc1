package image

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
)

// Difference is what leads from one image to another: for each record the states before and after, in the order in
// which a commit holds them. A nil Difference takes nothing in.
type Difference struct {
	// Result counts it; a record whose part alone is another counts as unchanged.
	Result   graph.ApplyResult
	from, to *Image
	nodes    []nodeChange
	links    []linkChange
}

type nodeChange struct {
	key           string
	before, after *graph.NodeRecord
}

type linkChange struct{ before, after *link }

// Len is the number of records that differ.
func (d *Difference) Len() int { return len(d.nodes) + len(d.links) }

func (d *Difference) node(key string, before, after *graph.NodeRecord, unchanged bool) {
	if d == nil {
		return
	}
	d.nodes = append(d.nodes, nodeChange{key, before, after})
	count(before != nil, after != nil, unchanged, &d.Result.NodesCreated, &d.Result.NodesChanged, &d.Result.NodesUnchanged,
		&d.Result.NodesRemoved)
}

func (d *Difference) link(before, after *link, unchanged bool) {
	if d == nil {
		return
	}
	d.links = append(d.links, linkChange{before, after})
	count(before != nil, after != nil, unchanged, &d.Result.RelationshipsCreated, &d.Result.RelationshipsChanged,
		&d.Result.RelationshipsUnchanged, &d.Result.RelationshipsRemoved)
}

func count(before, after, same bool, created, changed, unchanged, removed *int) {
	switch {
	case !before:
		*created++
	case !after:
		*removed++
	case same:
		*unchanged++
	default:
		*changed++
	}
}

// sort brings the changes into the order in which a commit holds them.
func (d *Difference) sort() *Difference {
	slices.SortFunc(d.nodes, func(a, b nodeChange) int { return strings.Compare(a.key, b.key) })
	slices.SortFunc(d.links, func(a, b linkChange) int {
		x, l := d.either(&a)
		y, m := d.either(&b)
		return compareLinks(x, l, y, m)
	})
	return d
}

// either is the link after the change, or before one that removes it, with the image that it is of.
func (d *Difference) either(c *linkChange) (*Image, *link) {
	if c.after != nil {
		return d.to, c.after
	}
	return d.from, c.before
}

// Dataset is the one whose records differ; empty where there are several.
func (d *Difference) Dataset() (one graph.ID) {
	for i := range d.nodes {
		set := cmp.Or(d.nodes[i].after, d.nodes[i].before).Dataset
		if one != "" && set != one {
			return ""
		}
		one = set
	}
	for i := range d.links {
		in, l := d.either(&d.links[i])
		set := graph.ID(in.texts.at(l.dataset))
		if one != "" && set != one {
			return ""
		}
		one = set
	}
	return one
}

// Visit shows the changes from a number on up to another, in their order.
func (d *Difference) Visit(from, to int, v form.Visitor) {
	for ; from < min(to, len(d.nodes)); from++ {
		v.Node(graph.Change{NodeBefore: d.nodes[from].before, NodeAfter: d.nodes[from].after})
	}
	for ; from < to; from++ {
		c := &d.links[from-len(d.nodes)]
		in, l := d.either(c)
		key := in.key(l)
		var before, after *form.Reader
		if c.before != nil {
			before = d.from.reader(c.before)
		}
		if c.after != nil {
			after = d.to.reader(c.after)
		}
		v.Relationship(&key, before, after)
	}
}

// Compare finds what leads from one image to another. What they share is passed over.
func Compare(from, to *Image) *Difference {
	d := &Difference{from: from, to: to}
	ids := map[graph.ID]bool{}
	for id := range from.datasets {
		ids[id] = from.datasets[id] != to.datasets[id]
	}
	for id := range to.datasets {
		ids[id] = from.datasets[id] != to.datasets[id]
	}
	empty := newDataset()
	for id, differ := range ids {
		if differ {
			a, b := cmp.Or(from.datasets[id], empty), cmp.Or(to.datasets[id], empty)
			d.together(a.nodes, b.nodes, d.compareNode)
		}
	}
	slices.SortFunc(d.nodes, func(a, b nodeChange) int { return strings.Compare(a.key, b.key) })
	type pair struct{ before, after []hop }
	var differ []pair
	d.together(from.starts, to.starts, func(_ string, a, b *entry) {
		var p pair
		if a != nil {
			p.before = a.out
		}
		if b != nil {
			p.after = b.out
		}
		if a != b && len(p.before)+len(p.after) > 0 && !(len(p.before) == len(p.after) && &p.before[0] == &p.after[0]) {
			differ = append(differ, p)
		}
	})
	for _, kind := range typesInOrder { // so that links come by id
		if from.types[kind]+to.types[kind] == 0 {
			continue
		}
		for _, p := range differ {
			d.compareLinks(ofType(p.before, kind), ofType(p.after, kind))
		}
	}
	return d
}

// compareLinks compares two ordered adjacencies of a node.
func (d *Difference) compareLinks(a, b []hop) {
	for len(a)+len(b) > 0 {
		c := 0
		var before, after *link
		if len(a) > 0 {
			before = d.from.links.at(a[0].link)
		}
		if len(b) > 0 {
			after = d.to.links.at(b[0].link)
		}
		switch {
		case before == nil:
			c = 1
		case after == nil:
			c = -1
		case before != after:
			c = compareLinks(d.from, before, d.to, after)
		}
		switch {
		case c < 0:
			d.link(before, nil, false)
			a = a[1:]
		case c > 0:
			d.link(nil, after, false)
			b = b[1:]
		default:
			if before.raw != after.raw {
				d.link(before, after, d.to.sameContent(before, after))
			}
			a, b = a[1:], b[1:]
		}
	}
}

func newDataset() *dataset {
	return &dataset{nodes: new(btree.Map[string, uint32])}
}

func (d *Difference) compareNode(key string, a, b *entry) {
	if a == b {
		return
	}
	before, after, same := a.stated(key), b.stated(key), false
	if before != nil && after != nil {
		same = sameContent(before, after) || before.Hash() == after.Hash()
		if same && before.Part == after.Part {
			return
		}
	}
	d.node(key, before, after, same)
}

// stated finds the record of a key.
func (n *entry) stated(key string) *graph.NodeRecord {
	if n == nil {
		return nil
	}
	rest := key[len(n.id)+1:]
	for i := range n.records {
		if r := &n.records[i]; len(rest) == len(r.Dataset)+1+len(r.Discriminator) &&
			strings.HasPrefix(rest, string(r.Dataset)) && strings.HasSuffix(rest, r.Discriminator) {
			return r
		}
	}
	return nil
}

// together walks two ordered maps and calls f for each key that either has, with the entries of both; nil where a map
// has none.
func (d *Difference) together(a, b *btree.Map[string, uint32], f func(key string, before, after *entry)) {
	i, j := a.Iter(), b.Iter()
	moreA, moreB := i.First(), j.First()
	for moreA || moreB {
		switch {
		case !moreB || moreA && i.Key() < j.Key():
			f(i.Key(), d.from.table.at(i.Value()), nil)
			moreA = i.Next()
		case !moreA || j.Key() < i.Key():
			f(j.Key(), nil, d.to.table.at(j.Value()))
			moreB = j.Next()
		default:
			f(i.Key(), d.from.table.at(i.Value()), d.to.table.at(j.Value()))
			moreA, moreB = i.Next(), j.Next()
		}
	}
}
