package neo4jstore

import (
	"encoding/base64"

	"github.com/entente-graph/entente/graph"
)

// cursor is a place in an order: the key of a node there, nil where it is missing, and its id.
type cursor struct {
	key any
	id  graph.ID
}

// order names what a cursor is valid for.
func order(q *graph.NodeQuery) string {
	name := q.Order.Property
	if name == "" {
		name = "id"
	}
	if q.Order.Descending {
		name += " descending"
	}
	return name
}

func newCursor(q *graph.NodeQuery, key any, id graph.ID) string {
	p := graph.Properties{"order": order(q), "id": string(id)}
	if key != nil {
		p["key"] = key
	}
	stated, err := encodeProperties(p)
	if err != nil {
		return "" // the keys are texts and numbers of the database, which always marshal
	}
	return base64.RawURLEncoding.EncodeToString([]byte(stated))
}

func parseCursor(q *graph.NodeQuery) (*cursor, error) {
	if q.After == "" {
		return nil, nil
	}
	stated, err := base64.RawURLEncoding.DecodeString(q.After)
	if err != nil {
		return nil, graph.Invalidf("after: %.40q is no cursor of this list", q.After)
	}
	p, err := decodeProperties(string(stated))
	if err != nil || text(p["order"]) != order(q) || text(p["id"]) == "" {
		return nil, graph.Invalidf("after: %.40q is no cursor of this list in the order %s", q.After, order(q))
	}
	return &cursor{p["key"], graph.ID(text(p["id"]))}, nil
}
