package sipritransfers

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/table"
)

// missing are the texts for what SIPRI does not know.
var missing = []string{"", "NA", "n.a.", ".."}

// byDelivery is the layout of 2026: a row a delivery year.
var byDelivery = layout{
	spec: table.Spec{
		Dataset: "sipri-transfers", Delimiter: ',', Verbatim: true, Preamble: 40, Missing: missing,
		Columns: append([]table.Column{
			{Name: "SIPRI AT Database ID", Aliases: []string{"Deal ID"}, Required: true},
			{Name: "Supplier", Aliases: []string{"Seller"}, Required: true},
			{Name: "Recipient", Aliases: []string{"Buyer"}, Required: true},
			{Name: "Designation", Required: true},
			{Name: "Order date", Aliases: []string{"Order year"}, Required: true},
			{Name: "Order date is estimate", Aliases: []string{"Order year is estimate"}},
			{Name: "Numbers delivered", Aliases: []string{"Number delivered"}, Required: true},
			{Name: "Numbers delivered is estimate", Aliases: []string{"Number delivered is estimate"}},
			{Name: "Delivery year", Required: true},
			{Name: "TIV delivery values", Required: true},
			{Name: "Local production", Aliases: []string{"Local production;"}},
		}, table.Names("Description", "Armament category", "Delivery year is estimate", "Status", "SIPRI estimate",
			"TIV deal unit")...),
	},
	deals: func(t *table.Table) iter.Seq2[*deal, error] {
		return loaders.Map(t.Rows(), func(row *table.Row) (*deal, error) {
			d := &deal{
				id: row.MustText("SIPRI AT Database ID"), locator: row.Locator(), origin: []loaders.Origin{row.Origin()},
				supplier:  row.MustText("Supplier"),
				recipient: row.MustText("Recipient"), designation: row.MustText("Designation"),
				description: row.Text("Description"),
				category:    row.Text("Armament category"), status: row.Text("Status"), tivUnit: row.FloatPointer("TIV deal unit"),
			}
			d.ordered, _ = row.Int("Order date")
			d.orderedEstimate = flag(row, "Order date is estimate")
			d.numberDelivered, d.numberDeliveredEst = row.FloatPointer("Numbers delivered"),
				flag(row, "Numbers delivered is estimate")
			d.tivDelivered, d.local = row.FloatPointer("TIV delivery values"), flag(row, "Local production")
			year := row.MustInt("Delivery year")
			d.deliveries = []graph.Delivery{{
				Year: year, Number: d.numberDelivered, TIV: d.tivDelivered,
				Estimate: either(d.numberDeliveredEst, flag(row, "Delivery year is estimate")),
			}}
			return d, row.Err()
		})
	},
}

// rewritten is a layout as spreadsheets write it again: quoted, with any delimiter.
func rewritten(l layout) layout {
	l.spec.Verbatim, l.spec.Delimiter = false, 0
	return l
}

// deliveredInRange is what newer exports of a selection of years call the number delivered.
const deliveredInRange = "Deliveries in the Year Range"

// byDeal is the layout of 2024: a row a deal, with lists of delivery years.
var byDeal = layout{
	spec: table.Spec{Dataset: "sipri-transfers", Preamble: 40, Missing: missing, Columns: append([]table.Column{
		{Name: "Recipient", Required: true},
		{Name: "Supplier", Required: true},
		{Name: "Year of order", Required: true},
		{Name: "Weapon designation", Required: true},
		{Name: "Number delivered", Aliases: []string{deliveredInRange}},
		{Name: "Year(s) of delivery", Aliases: []string{"Years of delivery", "Year(s) of deliveries"}, Required: true},
	}, table.Names("Number ordered", "Weapon description", "Status", "Comments", "SIPRI TIV per unit",
		"SIPRI TIV for total order", "SIPRI TIV of delivered weapons")...)},
	deals: func(t *table.Table) iter.Seq2[*deal, error] {
		seen := map[string]int{}
		return loaders.Map(t.Rows(), func(row *table.Row) (*deal, error) {
			d := &deal{
				locator: row.Locator(), origin: []loaders.Origin{row.Origin()}, supplier: row.MustText("Supplier"),
				recipient:   row.MustText("Recipient"),
				designation: row.MustText("Weapon designation"), description: row.Text("Weapon description"),
				status: row.Text("Status"),
				note:   row.Text("Comments"), tivUnit: row.FloatPointer("SIPRI TIV per unit"),
				tivOrdered:   row.FloatPointer("SIPRI TIV for total order"),
				tivDelivered: row.FloatPointer("SIPRI TIV of delivered weapons"),
			}
			d.ordered, _ = row.Int("Year of order")
			d.orderedEstimate = mark(t, row, "Year of order")
			d.numberOrdered, d.numberOrderedEst = row.FloatPointer("Number ordered"), mark(t, row, "Number ordered")
			d.numberDelivered, d.numberDeliveredEst = row.FloatPointer("Number delivered"),
				mark(t, row, "Number delivered", deliveredInRange)
			d.years(row.Text("Year(s) of delivery"))
			d.name(seen)
			return d, row.Err()
		})
	},
}

// byHeading is the older register, where a row that holds only a country opens its deals.
var byHeading = layout{
	spec: table.Spec{Dataset: "sipri-transfers", Preamble: 40, Missing: missing, Columns: []table.Column{
		{Name: "Supplier/recipient (R) or licenser (L)", Aliases: []string{
			"Supplier/ recipient (R) or licenser (L)", "recipient (R) or licenser (L)", "recipient (R)",
			"supplier (S) or licenser (L)", "supplier (S)",
			"Recipient/supplier (S) or licenser (L)", "Recipient/ supplier (S) or licenser (L)",
		}, Required: true},
		{Name: "No. ordered", Aliases: []string{"Number ordered", "ordered"}},
		{Name: "Weapon designation", Aliases: []string{"designation"}, Required: true},
		{Name: "Weapon description", Aliases: []string{"description"}},
		{Name: "Year of order/licence", Aliases: []string{
			"Year of order", "Year(s) of order/licence", "Year(s) of order",
			"of order", "of order/licence",
		}, Required: true},
		{
			Name:    "Year(s) of delivery",
			Aliases: []string{"Year(s) of deliveries", "of delivery", "of deliveries", "Years of deliveries"}, Required: true,
		},
		{Name: "No. delivered/produced", Aliases: []string{
			"No. delivered", "Number delivered/produced", "Number delivered",
			"delivered/produced", "delivered",
		}},
		{Name: "Comments"},
	}},
	deals: func(t *table.Table) iter.Seq2[*deal, error] {
		const sides = "Supplier/recipient (R) or licenser (L)"
		recipientFirst := slices.ContainsFunc(t.Header(), func(name string) bool {
			return strings.HasPrefix(strings.ToLower(strings.TrimSpace(name)), "recipient/")
		})
		seen := map[string]int{}
		heading, other, kindOfOther := "", "", ""
		under := func(err error) error { // a row that is rejected needs its headings when it is loaded again
			if rejected, ok := errors.AsType[*loaders.RowError](err); ok {
				rejected.Above = above(t, sides, heading, kindOfOther, other)
			}
			return err
		}
		return func(yield func(*deal, error) bool) {
			for row, err := range t.Rows() {
				if err != nil {
					if !yield(nil, under(err)) {
						return
					}
					continue
				}
				side := row.Text(sides)
				if row.Text("Weapon designation") == "" {
					if kind, name, ok := strings.Cut(side, ":"); ok && len(kind) == 1 {
						other, kindOfOther = strings.TrimSpace(name), kind
					} else if side != "" {
						heading, other = side, ""
					}
					continue
				}
				license := false
				if kind, name, ok := strings.Cut(side, ":"); ok && len(kind) == 1 {
					other, kindOfOther, license = strings.TrimSpace(name), kind, kind == "L"
				}
				if heading == "" || other == "" {
					if !yield(nil, row.Errorf(sides, "no-heading", "this deal stands under no country: a row with only the "+
						"country's name should open its deals")) {
						return
					}
					continue
				}
				d := &deal{
					locator: row.Locator(), origin: []loaders.Origin{row.Origin()}, supplier: heading, recipient: other,
					designation: row.MustText("Weapon designation"),
					description: row.Text("Weapon description"), note: row.Text("Comments"),
				}
				if license != recipientFirst { // under a producer of licensed arms the licenser is the supplier
					d.supplier, d.recipient = other, heading
				}
				if license {
					d.local = &license
				}
				var year *float64
				year, d.orderedEstimate = bracketed(row, "Year of order/licence")
				if year != nil {
					d.ordered = int(*year)
				}
				d.numberOrdered, d.numberOrderedEst = bracketed(row, "No. ordered")
				d.numberDelivered, d.numberDeliveredEst = bracketed(row, "No. delivered/produced")
				d.years(row.Text("Year(s) of delivery"))
				d.name(seen)
				d.origin[0].Above = above(t, sides, heading, kindOfOther, other)
				if !yield(d, under(row.Err())) {
					return
				}
			}
		}
	},
}

// above are the rows that a deal of the older register stands under: of one side and of the other, as far as they are
// known.
func above(t *table.Table, sides, heading, kind, other string) (out [][]string) {
	at := t.Position(sides)
	for _, text := range []string{heading, kind + ": " + other} {
		if text != "" && at >= 0 && !strings.HasSuffix(text, ": ") {
			row := make([]string, len(t.Header()))
			row[at] = text
			out = append(out, row)
		}
	}
	return out
}

// flag is one of SIPRI's three-valued flags.
func flag(row *table.Row, column string) *bool {
	switch strings.ToLower(strings.TrimRight(row.Text(column), "; ")) {
	case "yes":
		return new(true)
	case "no":
		return new(false)
	}
	return nil
}

// mark tells whether the unnamed column after a number holds the "?" of an estimate; nil where there is no such column.
func mark(t *table.Table, row *table.Row, names ...string) *bool {
	i := slices.IndexFunc(t.Header(), func(column string) bool {
		return slices.ContainsFunc(names,
			func(name string) bool { return strings.EqualFold(strings.TrimSpace(column), name) })
	})
	fields := row.Fields()
	if i < 0 || i+1 >= len(t.Header()) || i+1 >= len(fields) || strings.TrimSpace(t.Header()[i+1]) != "" {
		return nil
	}
	return new(strings.TrimSpace(fields[i+1]) == "?")
}

// bracketed is a number of the older register, where brackets mark an estimate.
func bracketed(row *table.Row, column string) (*float64, *bool) {
	text := row.Text(column)
	inside := strings.Trim(text, "() ")
	if inside == "" || inside == "." || inside == ".." {
		return nil, nil
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(inside, ",", ""), 64)
	if err != nil {
		return nil, nil
	}
	return &n, new(strings.Contains(text, "("))
}

// years reads a list of delivery years: "2011; 2012", "2010-2012", "(2013)".
func (d *deal) years(list string) {
	for _, part := range strings.FieldsFunc(list, func(r rune) bool { return r == ';' || r == ',' }) {
		estimate := strings.ContainsAny(part, "(?")
		from, to, isRange := strings.Cut(strings.ReplaceAll(strings.Trim(part, "()? "), "–", "-"), "-")
		a, err := strconv.Atoi(strings.TrimSpace(from))
		b := a
		if isRange && err == nil {
			b, err = strconv.Atoi(strings.TrimSpace(to))
		}
		if err != nil || a < 1900 || b < a || b-a > 100 {
			d.note = strings.TrimSpace(d.note + " (delivery years as written: " + list + ")")
			return
		}
		for year := a; year <= b; year++ {
			d.deliveries = append(d.deliveries, graph.Delivery{Year: year, Estimate: &estimate})
		}
	}
	if len(d.deliveries) == 1 { // only then is it known what came when
		d.deliveries[0].Number, d.deliveries[0].TIV = d.numberDelivered, d.tivDelivered
		if d.numberDeliveredEst != nil && *d.numberDeliveredEst {
			d.deliveries[0].Estimate = d.numberDeliveredEst
		}
	}
}

// name makes the id of a deal without SIPRI's number of what it says; equal deals of one file are numbered.
func (d *deal) name(seen map[string]int) {
	number := ""
	if d.numberOrdered != nil {
		number = strconv.FormatFloat(*d.numberOrdered, 'f', -1, 64)
	}
	said := []string{d.supplier, d.recipient, d.designation, d.description, strconv.Itoa(d.ordered), number}
	d.id = "x" + loaders.Hash(strings.Join(said, "\x00"))
	seen[d.id]++
	if n := seen[d.id]; n > 1 {
		d.id = fmt.Sprintf("%s-%d", d.id, n)
	}
}

// merge adds a further row of the same deal; it says what differs where the row cannot be of it.
func (d *deal) merge(e *deal) string {
	for _, field := range [][3]string{
		{d.supplier, e.supplier, "supplier"},
		{d.recipient, e.recipient, "recipient"},
		{d.designation, e.designation, "designation"},
	} {
		if field[0] != field[1] {
			return field[2]
		}
	}
	d.origin = append(d.origin, e.origin...)
	d.numberDelivered, d.tivDelivered = sum(d.numberDelivered, e.numberDelivered), sum(d.tivDelivered, e.tivDelivered)
	d.numberDeliveredEst = either(d.numberDeliveredEst, e.numberDeliveredEst)
	d.deliveries = append(d.deliveries, e.deliveries...)
	return ""
}
