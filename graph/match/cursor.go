package match

import (
	"cmp"
	"encoding/base64"
	"encoding/json"

	"github.com/entente-graph/entente/graph"
)

// Cursor is a place written down: a list that one store began can be read on from another.
type Cursor struct {
	Order string `json:"o"` // as OrderName has it, so that a cursor of another order is refused
	Place
}

// At is what ReadCursor checks.
func (c *Cursor) At() (order string, id graph.ID) { return c.Order, c.ID }

// OrderName names the order of a query: its property and direction.
func OrderName(o graph.Order) string {
	name := cmp.Or(o.Property, "id")
	if o.Descending {
		name += " descending"
	}
	return name
}

// WriteCursor makes a text of a cursor, opaque to those who hand it back.
func WriteCursor(cursor any) string {
	text, _ := json.Marshal(cursor) // texts and finite numbers always marshal
	return base64.RawURLEncoding.EncodeToString(text)
}

// ReadCursor reads the cursor of a query.
func ReadCursor(q *graph.NodeQuery, into interface {
	At() (order string, id graph.ID)
},
) error {
	text, err := base64.RawURLEncoding.DecodeString(q.After)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	order, id := into.At()
	if err != nil || id == "" || !q.Lists(id) {
		return graph.Invalidf("after: %.40q is no cursor of this list", q.After)
	}
	if name := OrderName(q.Order); order != name {
		return graph.Invalidf("after: %.40q is no cursor of this list in the order %s", q.After, name)
	}
	return nil
}
