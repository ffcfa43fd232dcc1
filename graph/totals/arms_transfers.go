package totals

import (
	"cmp"
	"context"
	"math"

	"github.com/entente-graph/entente/graph"
)

// ArmsTransferDimension is what deals can be summed by.
type ArmsTransferDimension string

// The dimensions of deals.
const (
	BySupplier  ArmsTransferDimension = "SUPPLIER"
	ByRecipient ArmsTransferDimension = "RECIPIENT"
	ByCategory  ArmsTransferDimension = "CATEGORY"
	ByYear      ArmsTransferDimension = "YEAR"
)

// ArmsTransferTotals are sums over deals.
type ArmsTransferTotals struct {
	Rows      []ArmsTransferTotal
	Truncated bool
	// What the rows by year leave out, because it is not known in which of several years it was delivered.
	UndatedDeals  int
	UndatedNumber *float64
	UndatedTiv    *float64
}

// ArmsTransferTotal are the sums of one combination.
type ArmsTransferTotal struct {
	SupplierID, RecipientID graph.ID
	Category                graph.Text
	Year                    *int
	Deals                   int
	NumberDelivered         *float64
	TivDelivered            *float64
}

type armsTransferTable struct {
	*table[ArmsTransferDimension, ArmsTransferTotal]
	out ArmsTransferTotals
}

// ArmsTransfers sums deals. One that was delivered over several years counts in each of them.
func ArmsTransfers(ctx context.Context, s Selection, by []ArmsTransferDimension) (*ArmsTransferTotals, error) {
	rows, err := newTable[ArmsTransferDimension, ArmsTransferTotal](by)
	if err != nil {
		return nil, err
	}
	t := armsTransferTable{table: rows}
	more, err := each(ctx, s, func(deals []*graph.ArmsTransfer) error {
		for _, d := range deals {
			t.addDeal(d)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sums, cut := t.sorted(func(d ArmsTransferDimension, a, b *ArmsTransferTotal) int {
		switch d {
		case BySupplier:
			return cmp.Compare(a.SupplierID, b.SupplierID)
		case ByRecipient:
			return cmp.Compare(a.RecipientID, b.RecipientID)
		case ByCategory:
			return cmp.Compare(a.Category, b.Category)
		default:
			return compareYears(a.Year, b.Year)
		}
	})
	t.out.Rows, t.out.Truncated = sums, more || cut
	return &t.out, nil
}

func (t *armsTransferTable) addDeal(d *graph.ArmsTransfer) {
	if !t.has(ByYear) || len(d.Deliveries) == 0 {
		t.add(d, nil, graph.Delivery{Number: d.NumberDelivered, TIV: d.TIVDelivered})
		return
	}
	years := map[int]graph.Delivery{}
	for _, delivery := range d.Deliveries {
		years[delivery.Year] = both(years[delivery.Year], delivery)
	}
	var dated graph.Delivery
	for year, sum := range years {
		t.add(d, t.year(year), sum)
		dated = both(dated, sum)
	}
	number, tiv := beyond(d.NumberDelivered, dated.Number), beyond(d.TIVDelivered, dated.TIV)
	if number != nil || tiv != nil {
		t.out.UndatedDeals++
		t.out.UndatedNumber, t.out.UndatedTiv = added(t.out.UndatedNumber, number), added(t.out.UndatedTiv, tiv)
	}
}

func (t *armsTransferTable) add(d *graph.ArmsTransfer, year *int, sum graph.Delivery) {
	of := ArmsTransferTotal{Year: year}
	if t.has(BySupplier) {
		of.SupplierID = d.Supplier
	}
	if t.has(ByRecipient) {
		of.RecipientID = d.Recipient
	}
	if t.has(ByCategory) {
		of.Category = d.Category
	}
	r := t.row(of)
	r.Deals++
	r.NumberDelivered, r.TivDelivered = added(r.NumberDelivered, sum.Number), added(r.TivDelivered, sum.TIV)
}

// both are two deliveries together.
func both(a, b graph.Delivery) graph.Delivery {
	return graph.Delivery{Number: added(a.Number, b.Number), TIV: added(a.TIV, b.TIV)}
}

// added is a sum of figures that may be missing, exact to four decimals.
func added(sum, figure *float64) *float64 {
	if figure == nil {
		return sum
	}
	total := *figure
	if sum != nil {
		total += *sum
	}
	total = math.Round(total*1e4) / 1e4
	return &total
}

// beyond is how much a total exceeds its known parts, nil where it does not.
func beyond(total, parts *float64) *float64 {
	if total == nil || parts != nil && *total-*parts < 5e-5 || parts == nil && *total == 0 {
		return nil
	}
	rest := *total
	if parts != nil {
		rest = math.Round((rest-*parts)*1e4) / 1e4
	}
	return &rest
}
