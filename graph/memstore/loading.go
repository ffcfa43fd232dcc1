package memstore

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// loading collects what a file holds and makes a snapshot of it.
type loading struct {
	nodes, links []stored
	runs         []graph.LoadRun
	fingerprint  string
}

type stored struct{ key, value string }

// The bytes that bbolt hands out are its own: they are copied, once for a key with its value.
func copied(k, v []byte) stored {
	var b strings.Builder
	b.Grow(len(k) + len(v))
	b.Write(k)
	b.Write(v)
	s := b.String()
	return stored{s[:len(k)], s[len(k):]}
}

func (l *loading) node(k, v []byte) error { return keep(&l.nodes, k, v) }
func (l *loading) link(k, v []byte) error { return keep(&l.links, k, v) }

func keep(list *[]stored, k, v []byte) error {
	if len(v) < valueHeader || binary.BigEndian.Uint32(v[16:]) != checksum(string(k), v) {
		return fmt.Errorf("checksum of %.100q", k)
	}
	*list = append(*list, copied(k, v))
	return nil
}

func (l *loading) run(v []byte) error {
	var r graph.LoadRun
	if err := json.Unmarshal(v, &r); err != nil {
		return err
	}
	l.runs = append(l.runs, r)
	return nil
}

func (s stored) hash() graph.Hash { return graph.Hash([]byte(s.value[:16])) }
func (s stored) record() string   { return s.value[valueHeader:] }

func (l *loading) snapshot() (*snapshot, error) {
	p := &prepared{Batch: &graph.Batch{}, nodes: make([]preparedNode, len(l.nodes)), links: make([]preparedLink, len(l.links))}
	p.Nodes, p.Relationships = make([]graph.NodeRecord, len(l.nodes)), make([]graph.RelationshipRecord, len(l.links))
	err := parallel(len(l.nodes), func(i int) (err error) {
		p.nodes[i].hash = l.nodes[i].hash()
		p.Nodes[i], err = decodeNode(l.nodes[i].key, l.nodes[i].record())
		if err == nil && graph.Ontology.LabelOf(p.Nodes[i].ID) != p.Nodes[i].Label {
			err = fmt.Errorf("label of %.100q", l.nodes[i].key)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = parallel(len(l.links), func(i int) (err error) {
		link := &p.links[i]
		link.id = graph.ID(l.links[i].key)
		link.hash, link.raw = l.links[i].hash(), l.links[i].record()
		if p.Relationships[i], err = decodeRelationship(link.id, link.raw); err != nil {
			return err
		}
		link.rel, err = graph.NewRelationship(p.Relationships[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	e := newEdit(newSnapshot())
	if err := e.apply(p); err != nil {
		return nil, err
	}
	s := e.next
	s.runs = l.runs
	sortRuns(s.runs)
	if string(s.fingerprint[:]) != l.fingerprint {
		return nil, fmt.Errorf("fingerprint %s is not that of the records", s.fingerprint)
	}
	return s, nil
}
