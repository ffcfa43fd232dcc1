package neo4jstore

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/match"
)

// cursor is a place in an order: the key of a node there, nil where it is missing, and its id.
type cursor struct {
	key any // text or int64 or float64
	id  graph.ID
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
	p := match.Cursor{Order: match.OrderName(q.Order), Place: match.Place{ID: id}}
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
	return match.WriteCursor(p)
}

func parseCursor(q *graph.NodeQuery) (*cursor, error) {
	if q.After == "" {
		return nil, nil
	}
	var p match.Cursor
	if err := match.ReadCursor(q, &p); err != nil {
		return nil, err
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
