package match

import (
	"cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// Place is where a node stands in the order of a query. It can be written down, as a cursor.
type Place struct {
	Missing bool     `json:"m,omitempty"` // it has no value to be ordered by
	Text    string   `json:"t,omitempty"`
	Number  float64  `json:"n,omitempty"`
	ID      graph.ID `json:"i"`
}

// Place of a node that answers the query.
func (m *Matcher) Place(s *Subject) Place {
	h := s.Node.Head()
	p := Place{ID: h.ID}
	switch property := m.query.Order.Property; property {
	case "", "id":
		p.Text = string(h.ID)
	case "name":
		p.Text = names.SortKey(h.Name)
	case "from":
		p.Missing, p.Number = h.Period.From.IsZero(), float64(h.Period.From.First())
	case "relevance":
		score, _ := m.score(s)
		p.Number = float64(score)
	default:
		n, ok := measure(s, property, s.Shown[property])
		p.Missing, p.Number = !ok, n
	}
	return p
}

// Compare orders places as the query asks: the missing last in either direction, ties by id ascending.
func (m *Matcher) Compare(p, q Place) int {
	if p.Missing != q.Missing {
		if p.Missing {
			return 1
		}
		return -1
	}
	c := 0
	if !p.Missing {
		c = cmp.Or(cmp.Compare(p.Text, q.Text), cmp.Compare(p.Number, q.Number))
	}
	if m.query.Order.Descending {
		c = -c
	}
	return cmp.Or(c, cmp.Compare(p.ID, q.ID))
}
