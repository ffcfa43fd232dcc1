package graph

import (
	"cmp"
	"strings"
)

// Keys are texts whose parts are separated by "|". No id holds one; a discriminator may.

// RelationshipKey takes the id of a relationship apart: the record has what is in it and nothing else. Ok is false for
// what is no such id.
func (id ID) RelationshipKey() (r RelationshipRecord, ok bool) {
	t, rest, ok1 := strings.Cut(string(id), "|")
	from, rest, ok2 := strings.Cut(rest, "|")
	to, rest, ok3 := strings.Cut(rest, "|")
	last := strings.LastIndexByte(rest, '|')
	if !ok1 || !ok2 || !ok3 || last < 0 {
		return r, false
	}
	return RelationshipRecord{
		Type: RelationshipType(t), From: ID(from), To: ID(to), Discriminator: rest[:last], Dataset: ID(rest[last+1:]),
	}, true
}

// ParseNodeKey takes the key of a node record apart: the record has what is in it and nothing else. Ok is false for
// what is no such key.
func ParseNodeKey(key string) (r NodeRecord, ok bool) {
	id, rest, ok1 := strings.Cut(key, "|")
	dataset, discriminator, ok2 := strings.Cut(rest, "|")
	if !ok1 || !ok2 {
		return r, false
	}
	return NodeRecord{ID: ID(id), Dataset: ID(dataset), Discriminator: discriminator}, true
}

// Compare orders the records of one node: the one that precedes the others has the highest priority, then the first
// dataset id, then the first discriminator.
func (r *NodeRecord) Compare(s *NodeRecord) int {
	return cmp.Or(cmp.Compare(s.Priority, r.Priority), cmp.Compare(r.Dataset, s.Dataset),
		cmp.Compare(r.Discriminator, s.Discriminator))
}

// Reverse is the direction seen from the other end.
func (d Direction) Reverse() Direction {
	switch d {
	case DirectionIn:
		return DirectionOut
	case DirectionOut:
		return DirectionIn
	}
	return d
}
