package image

import (
	"cmp"
	"encoding/base64"
	"encoding/json"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// place is where a node stands in an order: a cursor is a place written down.
type place struct {
	Order   string   `json:"o"` // property and direction, so that a cursor of another order is refused
	Missing bool     `json:"m,omitempty"`
	Text    string   `json:"t,omitempty"`
	Number  float64  `json:"n,omitempty"`
	ID      graph.ID `json:"i"`
}

func orderName(o graph.Order) string {
	name := cmp.Or(o.Property, "id")
	if o.Descending {
		name += " descending"
	}
	return name
}

// place of an entry in the order of the query.
func (m *matcher) place(e *entry, kinds *[maxLabels]graph.ValueKind) place {
	p := place{Order: orderName(m.q.Order), ID: e.id}
	switch m.q.Order.Property {
	case "", "id":
		p.Text = string(e.id)
	case "name":
		p.Text = names.SortKey(e.node.Head().Name)
	case "from":
		from := e.node.Head().Period.From
		p.Missing, p.Number = from.IsZero(), float64(from.First())
	case "relevance":
		score, _ := m.text.Score(e.folded)
		p.Number = float64(score)
	default:
		n, ok := measure(e.shown[m.q.Order.Property], kinds[e.label])
		p.Missing, p.Number = !ok, n
	}
	return p
}

// orderKinds are the kinds that the property of the order has for each label.
func orderKinds(property string) *[maxLabels]graph.ValueKind {
	var kinds [maxLabels]graph.ValueKind
	for l := range graph.Ontology.Labels {
		if p := graph.Ontology.Labels[l].Property(property); p != nil {
			kinds[l] = p.Kind
		}
	}
	return &kinds
}

// compare orders places: the missing last in either direction, ties by id ascending.
func (p *place) compare(q *place, descending bool) int {
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
	if descending {
		c = -c
	}
	return cmp.Or(c, cmp.Compare(p.ID, q.ID))
}

func (p *place) cursor() string {
	b, _ := json.Marshal(p) // texts and finite numbers always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(s string, o graph.Order) (*place, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	var p place
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil || p.ID == "" {
		return nil, graph.Invalidf("after: %.40q is no cursor", s)
	}
	if p.Order != orderName(o) {
		return nil, graph.Invalidf("after: the cursor belongs to another order (%.40s) than this one (%s)", p.Order, orderName(o))
	}
	return &p, nil
}
