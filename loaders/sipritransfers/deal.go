package sipritransfers

import (
	"cmp"
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// deal is a deal as any of the layouts tells it.
type deal struct {
	id                  string // SIPRI's number, or made of the content
	locator             string
	origin              []loaders.Origin
	supplier, recipient string
	designation         string
	description         string
	category            string
	status              string
	note                string
	ordered             int // year, 0 where unknown
	orderedEstimate     *bool
	numberOrdered       *float64
	numberOrderedEst    *bool
	numberDelivered     *float64
	numberDeliveredEst  *bool
	tivUnit             *float64
	tivOrdered          *float64
	tivDelivered        *float64
	local               *bool
	deliveries          []graph.Delivery
}

// record makes what a deal states; the error names the side that nobody knows.
func (d *deal) record(identities loaders.Identities) (loaders.Record, error) {
	record := loaders.Record{Locator: d.locator, Rows: len(d.origin), Origin: d.origin}
	sort.SliceStable(d.deliveries, func(i, j int) bool { return d.deliveries[i].Year < d.deliveries[j].Year })
	first, last := d.ordered, d.ordered
	for _, delivery := range d.deliveries {
		first = cmp.Or(first, delivery.Year)
		last = max(last, delivery.Year)
	}
	var day graph.Day
	period := graph.Period{}
	if first > 0 {
		from, err := graph.NewDate(first, 0, 0)
		if err != nil {
			return record, &loaders.RowError{Column: "Order date", Rule: "bad-date", Message: err.Error()}
		}
		until, err := graph.NewDate(last, 0, 0)
		if err != nil {
			return record, &loaders.RowError{Column: "Delivery year", Rule: "bad-date", Message: err.Error()}
		}
		day, period = until.After().Previous(), graph.Between(from, until)
	}
	transfer := &graph.ArmsTransfer{
		Header: graph.Header{
			ID: graph.ID("transfer:sipri-" + d.id), Period: period,
			Name: fmt.Sprintf("%s from %s to %s", d.designation, d.supplier, d.recipient),
		},
		Designation: graph.Text(d.designation), Description: graph.Text(d.description), Category: graph.Text(d.category),
		Status:          graph.Text(d.status),
		OrderedEstimate: d.orderedEstimate, NumberOrdered: d.numberOrdered, NumberOrderedEst: d.numberOrderedEst,
		NumberDelivered: d.numberDelivered, NumberDeliveryEst: d.numberDeliveredEst, Deliveries: d.deliveries,
		TIVUnit: d.tivUnit, TIVOrdered: d.tivOrdered, TIVDelivered: d.tivDelivered, LocalProduction: d.local,
		Note: graph.Text(d.note),
	}
	if d.ordered != 0 {
		ordered, err := graph.NewDate(d.ordered, 0, 0)
		if err != nil {
			return record, &loaders.RowError{Column: "Order date", Rule: "bad-date", Message: err.Error()}
		}
		transfer.Ordered = ordered
	}
	for _, side := range []struct {
		column, name string
		id           *graph.ID
	}{{"Supplier", d.supplier, &transfer.Supplier}, {"Recipient", d.recipient, &transfer.Recipient}} {
		id, node, candidates, ok := actor(identities, side.name, day)
		if !ok {
			return record, &loaders.RowError{
				Column: side.column, Rule: "unknown-name",
				Message: fmt.Sprintf("no state is called %q%s", side.name, nearest(candidates)),
			}
		}
		*side.id = id
		if node != nil {
			record.Nodes = append(record.Nodes, graph.NewNodeRecord(node))
		}
	}
	if len(record.Nodes) == 2 && record.Nodes[0].ID == record.Nodes[1].ID {
		record.Nodes = record.Nodes[:1]
	}
	weapon := d.weapon(identities)
	transfer.WeaponSystem = weapon.ID
	record.Nodes = append(record.Nodes, graph.NewNodeRecord(weapon), graph.NewNodeRecord(transfer))
	record.Relate(&graph.Transfers{}, graph.RelationshipHeader{FromID: transfer.ID, ToID: weapon.ID, Period: period}, "")
	record.Cite(d.locator, "")
	return record, nil
}

func nearest(candidates []graph.Candidate) string {
	if len(candidates) == 0 {
		return ""
	}
	names := make([]string, 0, 3)
	for _, c := range candidates[:min(3, len(candidates))] {
		names = append(names, c.Name)
	}
	return "; nearest: " + strings.Join(names, ", ")
}

// weapon is the system that a designation names: the bundled one of that very name, else SIPRI's own, told apart by its
// description ("Fagot" the missile from a "Fagot" of another kind).
func (d *deal) weapon(identities loaders.Identities) *graph.WeaponSystem {
	id, _, known := loaders.Uncounted(identities).ByName(d.designation, []graph.Label{graph.LabelWeaponSystem}, 0)
	if known { // several designations may be names of one bundled system: the deal keeps what SIPRI says of each
		return &graph.WeaponSystem{Header: graph.Header{ID: id}}
	}
	id = graph.ID("weapon:sipri-" + graph.Slug(d.designation+" "+d.description))
	return &graph.WeaponSystem{
		Header: graph.Header{ID: id, Name: d.designation}, Category: graph.Text(d.category),
		Subtype: graph.Text(d.description),
	}
}

// sum adds numbers that SIPRI writes with at most four decimals, and keeps the sum exact to those.
func sum(a, b *float64) *float64 {
	if a == nil || b == nil {
		if a == nil {
			return b
		}
		return a
	}
	return new(round(*a + *b))
}

func round(f float64) float64 { return math.Round(f*1e4) / 1e4 }

// either is the estimate flag of a sum: true if one part is estimated, unknown if one is unknown.
func either(a, b *bool) *bool {
	switch {
	case a != nil && *a:
		return a
	case b != nil && *b:
		return b
	case a == nil || b == nil:
		return nil
	}
	return a
}
