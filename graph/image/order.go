package image

import (
	"cmp"
	"encoding/base64"
	"encoding/json"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/match"
)

// cursor is a place written down.
type cursor struct {
	Order string `json:"o"` // property and direction, so that a cursor of another order is refused
	match.Place
}

func orderName(o graph.Order) string {
	name := cmp.Or(o.Property, "id")
	if o.Descending {
		name += " descending"
	}
	return name
}

// String is opaque to those who hand it back.
func (c *cursor) String() string {
	b, _ := json.Marshal(c) // texts and finite numbers always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(q *graph.NodeQuery) (*cursor, error) {
	b, err := base64.RawURLEncoding.DecodeString(q.After)
	var c cursor
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.ID == "" || !q.Lists(c.ID) {
		return nil, graph.Invalidf("after: %.40q is no cursor of this list", q.After)
	}
	if order := orderName(q.Order); c.Order != order {
		return nil, graph.Invalidf("after: %.40q is no cursor of this list in the order %s", q.After, order)
	}
	return &c, nil
}
