package graph

import (
	"cmp"
	"strings"
)

// Keys are texts whose parts are separated by "|". No id holds one; a discriminator may.

// RelationshipKey are the parts of a relationship's id.
type RelationshipKey struct {
	Type          RelationshipType
	From, To      ID
	Discriminator string
	Dataset       ID
}

// RelationshipKey takes the id of a relationship apart; ok is false for what is none.
func (id ID) RelationshipKey() (key RelationshipKey, ok bool) {
	parts := strings.SplitN(string(id), "|", 4)
	if len(parts) < 4 {
		return key, false
	}
	last := strings.LastIndexByte(parts[3], '|')
	if last < 0 {
		return key, false
	}
	return RelationshipKey{RelationshipType(parts[0]), ID(parts[1]), ID(parts[2]), parts[3][:last], ID(parts[3][last+1:])},
		true
}

// ID is the id of the relationship with this key.
func (k RelationshipKey) ID() ID {
	return RelationshipID(k.Type, k.From, k.To, k.Discriminator, k.Dataset)
}

// NodeKey are the parts of a node record's key.
type NodeKey struct {
	ID            ID
	Dataset       ID
	Discriminator string
}

// ParseNodeKey takes the key of a node record apart; ok is false for what is none.
func ParseNodeKey(key string) (k NodeKey, ok bool) {
	parts := strings.SplitN(key, "|", 3)
	if len(parts) < 3 {
		return k, false
	}
	return NodeKey{ID(parts[0]), ID(parts[1]), parts[2]}, true
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
