package image

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
)

// prepared is a batch that is known to be valid, with what can be worked out before anything is changed.
type prepared struct {
	*graph.Batch
	nodes []preparedNode
	links []preparedLink
}

type preparedNode struct {
	hash      graph.Hash
	former    graph.Hash // of what it replaces
	unchanged bool
	moved     bool // unchanged but for its part
}

type preparedLink struct {
	id                  graph.ID // empty where nobody asks
	idHash              uint64   // in a Gathering
	start, end, dataset graph.ID
	link                link // but for its ends
	hop                 hop  // but for its ends
	hash                graph.Hash
	from, to            *entry // nodes that it joins; nil where there are none yet
	slot                uint32 // of the link that it replaces
	replaces            bool
	former              graph.Hash // of what it replaces
	unchanged           bool
	moved               bool
}

// check validates a batch against the snapshot and prepares it. The ends of relationships may also be in the newest
// one.
func (s *Image) check(b *graph.Batch, newest *Image) (*prepared, error) {
	p := &prepared{Batch: b, nodes: make([]preparedNode, len(b.Nodes)), links: make([]preparedLink, len(b.Relationships))}
	if err := parallel(len(b.Nodes), func(i int) error { return s.checkNode(&b.Nodes[i], &p.nodes[i]) }); err != nil {
		return nil, err
	}
	if err := parallel(len(b.Relationships), func(i int) error {
		return s.checkLink(&b.Relationships[i], &p.links[i])
	}); err != nil {
		return nil, err
	}
	if err := p.checkTwice(); err != nil {
		return nil, err
	}
	return p, p.checkEnds(s, newest)
}

func (s *Image) checkNode(r *graph.NodeRecord, p *preparedNode) error {
	if err := r.Validate(); err != nil {
		return err
	}
	s.compare(r, p)
	if p.unchanged {
		return nil
	}
	// A record must be readable by itself: its values fit the struct.
	if _, err := graph.NewNode(r.Label, r.ID, r.Properties); err != nil {
		return graph.Invalidf("node %s: %v", r.ID, err)
	}
	return nil
}

// compare finds out whether a record says what the one that it replaces said.
func (s *Image) compare(r *graph.NodeRecord, p *preparedNode) {
	if e := s.entry(r.ID); e != nil {
		if i := e.find(r.Dataset, r.Discriminator); i >= 0 {
			before := &e.records[i]
			if p.unchanged = sameContent(before, r); !p.unchanged {
				p.former, p.hash = before.Hash(), r.Hash()
				p.unchanged = p.former == p.hash
			}
			p.moved = p.unchanged && before.Part != r.Part
			return
		}
	}
	p.hash = r.Hash()
}

// sameContent tells whether two records of one key are the same but for their parts. Two that are not may still say the
// same.
func sameContent(a, b *graph.NodeRecord) bool {
	return a.Label == b.Label && a.Priority == b.Priority && a.Source == b.Source && a.Locator == b.Locator &&
		(a.Confidence == nil) == (b.Confidence == nil) &&
		(a.Confidence == nil || *a.Confidence == *b.Confidence) && sameProperties(a.Properties, b.Properties)
}

func sameProperties(a, b graph.Properties) bool {
	if len(a) != len(b) {
		return false
	}
	for name, value := range a {
		switch v := value.(type) {
		case []string:
			w, ok := b[name].([]string)
			if !ok || (v == nil) != (w == nil) || !slices.Equal(v, w) {
				return false
			}
		default:
			if w, ok := b[name]; !ok || isList(w) || v != w {
				return false
			}
		}
	}
	return true
}

func isList(v any) bool {
	_, ok := v.([]string)
	return ok
}

func (s *Image) checkLink(r *graph.RelationshipRecord, p *preparedLink) error {
	if err := r.Validate(); err != nil {
		return err
	}
	p.id = r.ID()
	s.encode(r, p, true)
	if p.unchanged {
		return nil
	}
	// A record must be readable by itself: its values fit the struct.
	if _, err := graph.NewRelationship(*r); err != nil {
		return graph.Invalidf("%s: %v", p.id, err)
	}
	return nil
}

// encode makes a link of a record and finds out what it replaces, and whether it says the same.
func (s *Image) encode(r *graph.RelationshipRecord, p *preparedLink, hashed bool) {
	w := s.writer(r.Discriminator)
	defer writers.Put(w)
	w.Relationship(r)
	var t traits
	t.state(r.Confidence)
	for name, value := range r.Properties {
		t.see(name, value)
	}
	s.place(r, &t, w.Bytes, p)
	switch {
	case p.unchanged || !hashed:
	case !p.replaces:
		p.hash = r.Hash()
	default:
		p.former, p.hash = s.record(s.links.at(p.slot)).Hash(), r.Hash()
		p.unchanged = p.former == p.hash
	}
}

// place makes a link out of what its record says, and finds out what it replaces.
func (s *Image) place(key *graph.RelationshipRecord, t *traits, raw []byte, p *preparedLink) {
	p.start, p.end, p.dataset = key.From, key.To, key.Dataset
	kind := typeIndex[key.Type]
	p.hop.kind = kind
	p.hop.first, p.hop.end = t.period.Bounds()
	if key.Type == graph.AlliedWithType {
		p.hop.bits = t.bits
	}
	p.from, p.to = s.entry(key.From), s.entry(key.To)
	p.slot, p.replaces = s.between(p.from, p.to, key)
	if p.replaces {
		before := s.links.at(p.slot)
		if before.raw == string(raw) {
			p.unchanged = true
			return
		}
	}
	p.link = link{raw: string(raw), dataset: s.texts.number(string(key.Dataset)), kind: kind, confidence: t.confidence}
	p.moved = p.replaces && s.sameContent(s.links.at(p.slot), &p.link)
	p.unchanged = p.moved
}

func mislabeled(id graph.ID) error { return graph.Errorf(graph.KindInternal, "label of %.100q", id) }

// trusted prepares a batch that was checked when it was written first, without hashes where nobody asks for the
// fingerprint.
func (s *Image) trusted(b *graph.Batch, hashed bool) (*prepared, error) {
	p := &prepared{Batch: b, nodes: make([]preparedNode, len(b.Nodes)), links: make([]preparedLink, len(b.Relationships))}
	err := parallel(len(b.Nodes), func(i int) error {
		if graph.Ontology.LabelOf(b.Nodes[i].ID) != b.Nodes[i].Label {
			return mislabeled(b.Nodes[i].ID)
		}
		if hashed {
			s.compare(&b.Nodes[i], &p.nodes[i])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p, parallel(len(b.Relationships), func(i int) error {
		s.encode(&b.Relationships[i], &p.links[i], hashed)
		return nil
	})
}

func (p *prepared) checkTwice() (twice error) {
	seen := make(map[string]bool, max(len(p.Nodes)+len(p.RemoveNodes), len(p.links)+len(p.RemoveRelationships)))
	see := func(what, key string) {
		if seen[key] && twice == nil {
			twice = graph.Invalidf("%s %s: twice in the batch", what, key)
		}
		seen[key] = true
	}
	for i := range p.Nodes {
		see("node record", p.Nodes[i].Key())
	}
	for _, key := range p.RemoveNodes {
		see("node record", key)
	}
	clear(seen)
	for i := range p.links {
		see("relationship", string(p.links[i].id))
	}
	for _, id := range p.RemoveRelationships {
		see("relationship", string(id))
	}
	return twice
}

// checkEnds refuses relationships whose ends are neither in the store nor in the batch.
func (p *prepared) checkEnds(s, newest *Image) error {
	brought := make(map[graph.ID]bool, len(p.Nodes))
	for i := range p.Nodes {
		brought[p.Nodes[i].ID] = true
	}
	for i := range p.links {
		l := &p.links[i]
		if l.unchanged || l.from != nil && l.to != nil {
			continue
		}
		for _, id := range [...]graph.ID{l.start, l.end} {
			if !brought[id] && s.entry(id) == nil && newest.entry(id) == nil {
				return graph.Invalidf("%s from %s to %s: there is no node %s in the store or in the batch",
					graph.Ontology.Types[l.hop.kind].Type, l.start, l.end, id)
			}
		}
	}
	return nil
}

// parallel calls f for 0 to n-1 on all processors and returns the error of the lowest number that has one.
func parallel(n int, f func(i int) error) error {
	const atOnce = 64
	workers := min(runtime.GOMAXPROCS(0), n/atOnce)
	if workers < 2 {
		for i := range n {
			if err := f(i); err != nil {
				return err
			}
		}
		return nil
	}
	var next atomic.Int64
	var lock sync.Mutex
	var failed error
	lowest := n
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for {
				start := int(next.Add(atOnce)) - atOnce
				for i := start; i < min(start+atOnce, n); i++ {
					if err := f(i); err != nil {
						lock.Lock()
						if i < lowest {
							lowest, failed = i, err
						}
						lock.Unlock()
						return
					}
				}
				if start >= n {
					return
				}
			}
		})
	}
	wait.Wait()
	return failed
}
