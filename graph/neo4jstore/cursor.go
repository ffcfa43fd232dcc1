package neo4jstore

import (
	"cmp"
	"encoding/base64"
	"encoding/json"

	"github.com/entente-graph/entente/graph"
)

// cursor is a place in an order: the key of a node there, nil where it is missing, and its id.
type cursor struct {
	key any // text or int64 or float64
	id  graph.ID
}

// place is a cursor written down, as graph/memstore writes it: a list that was begun here may be read on from a copy in
// memory.
type place struct {
	Order   string   `json:"o"` // property and direction, so that a cursor of another order is refused
	Missing bool     `json:"m,omitempty"`
	Text    string   `json:"t,omitempty"`
	Number  float64  `json:"n,omitempty"`
	ID      graph.ID `json:"i"`
}

// order names what a cursor is valid for.
func order(q *graph.NodeQuery) string {
	name := cmp.Or(q.Order.Property, "id")
	if q.Order.Descending {
		name += " descending"
	}
	return name
}

// byDate tells whether the key of the order is a day, which is a text in Neo4j and a number in a cursor.
func byDate(q *graph.NodeQuery) bool {
	switch q.Order.Property {
	case "", "id", "name", "from", "relevance":
		return false
	}
	return propertyOf(q.Labels, q.Order.Property).Kind == graph.DateValue
}

func newCursor(q *graph.NodeQuery, key any, id graph.ID) string {
	p := place{Order: order(q), ID: id}
	switch key := key.(type) {
	case nil:
		if p.Missing = q.Order.Property != "" && q.Order.Property != "id"; !p.Missing {
			p.Text = string(id)
		}
	case string:
		if day, err := graph.ParseDate(key); byDate(q) && err == nil {
			p.Number = float64(day.First())
		} else {
			p.Text = key
		}
	case int64:
		p.Number = float64(key)
	case float64:
		p.Number = key
	}
	b, err := json.Marshal(p)
	if err != nil {
		return "" // texts and finite numbers always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(q *graph.NodeQuery) (*cursor, error) {
	if q.After == "" {
		return nil, nil
	}
	stated, err := base64.RawURLEncoding.DecodeString(q.After)
	var p place
	if err == nil {
		err = json.Unmarshal(stated, &p)
	}
	if err != nil || p.ID == "" || !q.Lists(p.ID) {
		return nil, graph.Invalidf("after: %.40q is no cursor of this list", q.After)
	}
	if p.Order != order(q) {
		return nil, graph.Invalidf("after: %.40q is no cursor of this list in the order %s", q.After, order(q))
	}
	out := &cursor{id: p.ID}
	switch q.Order.Property {
	case "", "id":
	case "name":
		out.key = p.Text
	default:
		switch {
		case p.Missing:
		case byDate(q):
			out.key = graph.Day(p.Number).String()
		case p.Number == float64(int64(p.Number)):
			out.key = int64(p.Number)
		default:
			out.key = p.Number
		}
	}
	return out, nil
}
