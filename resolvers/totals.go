package resolvers

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

// Bounds of totals: nodes looked at, and rows of the answer.
const (
	maxTotalled  = 100_000
	maxTotalRows = 5_000
)

// each walks all matches of a list, a page at a time; it says whether there were more than are looked at.
func each[N graph.Node](l *list, use func([]N) error) (truncated bool, err error) {
	if l.err != nil {
		return false, l.err
	}
	l.First, l.Total, l.Order = graph.MaxFirst, false, graph.Order{}
	for seen := 0; ; seen += graph.MaxFirst {
		if seen >= maxTotalled {
			return true, nil
		}
		page, err := requestOf(l.ctx).store.Find(l.ctx, l.NodeQuery)
		if err != nil {
			return false, err
		}
		keep, err := l.sift(page.Nodes)
		if err != nil {
			return false, err
		}
		nodes := make([]N, 0, len(page.Nodes))
		for i, n := range page.Nodes {
			if keep[i] {
				nodes = append(nodes, n.(N)) // the list's label
			}
		}
		if err := use(nodes); err != nil {
			return false, err
		}
		if !page.More {
			return false, nil
		}
		l.After = page.Cursors[len(page.Cursors)-1]
	}
}

// dimensions refuses an empty list of dimensions and one that names a dimension twice.
func dimensions[D ~string](by []D) error {
	if len(by) == 0 {
		return graph.Invalidf("by: empty; want at least one dimension")
	}
	for i, d := range by {
		if slices.Contains(by[:i], d) {
			return graph.Invalidf("by: %s comes twice", d)
		}
	}
	return nil
}

// rowsOf are the rows in order, at most as many as an answer holds.
func rowsOf[K comparable, R any](rows map[K]*R, compare func(a, b R) int) (out []R, truncated bool) {
	for _, r := range rows {
		out = append(out, *r)
	}
	slices.SortFunc(out, compare)
	if len(out) > maxTotalRows {
		return out[:maxTotalRows], true
	}
	return out, false
}

func row[K comparable, R any](rows map[K]*R, key K, fresh R) *R {
	if rows[key] == nil {
		rows[key] = &fresh
	}
	return rows[key]
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

func compareYears(a, b *int) int {
	return cmp.Compare(yearOr(a), yearOr(b))
}

func yearOr(year *int) int {
	if year == nil {
		return math.MaxInt // the unknown comes last
	}
	return *year
}

// transferTotalKey is a combination of dimensions of deals.
type transferTotalKey struct {
	supplier, recipient graph.ID
	category            graph.Text
	year                int // 0 for none
}

// ArmsTransferTotals implements generated.QueryResolver.
func (q query) ArmsTransferTotals(ctx context.Context, filter *api.ArmsTransferFilter, asOf *graph.Date, by []api.ArmsTransferDimension) (*api.ArmsTransferTotals, error) {
	if err := dimensions(by); err != nil {
		return nil, err
	}
	l := q.armsTransfers(ctx, filter, asOf)
	rows := map[transferTotalKey]*api.ArmsTransferTotal{}
	out := &api.ArmsTransferTotals{}
	add := func(d *graph.ArmsTransfer, year *int, number, tiv *float64) {
		var key transferTotalKey
		if slices.Contains(by, api.BySupplier) {
			key.supplier = d.Supplier
		}
		if slices.Contains(by, api.ByRecipient) {
			key.recipient = d.Recipient
		}
		if slices.Contains(by, api.ByCategory) {
			key.category = d.Category
		}
		if year != nil {
			key.year = *year
		}
		r := row(rows, key, api.ArmsTransferTotal{SupplierID: key.supplier, RecipientID: key.recipient, Category: key.category, Year: year})
		r.Deals++
		r.NumberDelivered, r.TivDelivered = added(r.NumberDelivered, number), added(r.TivDelivered, tiv)
	}
	more, err := each(l, func(deals []*graph.ArmsTransfer) error {
		for _, d := range deals {
			if !slices.Contains(by, api.ByYear) || len(d.Deliveries) == 0 {
				add(d, nil, d.NumberDelivered, d.TIVDelivered)
				continue
			}
			years := map[int]graph.Delivery{}
			for _, delivery := range d.Deliveries {
				sum := years[delivery.Year]
				years[delivery.Year] = graph.Delivery{Number: added(sum.Number, delivery.Number), TIV: added(sum.TIV, delivery.TIV)}
			}
			var dated graph.Delivery
			for year, sum := range years {
				add(d, &year, sum.Number, sum.TIV)
				dated = graph.Delivery{Number: added(dated.Number, sum.Number), TIV: added(dated.TIV, sum.TIV)}
			}
			number, tiv := beyond(d.NumberDelivered, dated.Number), beyond(d.TIVDelivered, dated.TIV)
			if number != nil || tiv != nil {
				out.UndatedDeals++
				out.UndatedNumber, out.UndatedTiv = added(out.UndatedNumber, number), added(out.UndatedTiv, tiv)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sums, cut := rowsOf(rows, func(a, b api.ArmsTransferTotal) int {
		for _, d := range by {
			c := 0
			switch d {
			case api.BySupplier:
				c = cmp.Compare(a.SupplierID, b.SupplierID)
			case api.ByRecipient:
				c = cmp.Compare(a.RecipientID, b.RecipientID)
			case api.ByCategory:
				c = cmp.Compare(a.Category, b.Category)
			case api.ByYear:
				c = compareYears(a.Year, b.Year)
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	out.Rows, out.Truncated = sums, more || cut
	return out, nil
}

type armsTransferTotal struct{}

// ArmsTransferTotal implements generated.ResolverRoot.
func (r *Resolver) ArmsTransferTotal() generated.ArmsTransferTotalResolver {
	return armsTransferTotal{}
}

func (armsTransferTotal) Supplier(ctx context.Context, obj *api.ArmsTransferTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.SupplierID)
}

func (armsTransferTotal) Recipient(ctx context.Context, obj *api.ArmsTransferTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.RecipientID)
}

// conflictTotalKey is a combination of dimensions of conflicts.
type conflictTotalKey struct {
	a, b   graph.ID
	decade int // 0 for none
	kind   graph.ConflictKind
}

// ConflictTotals implements generated.QueryResolver.
func (q query) ConflictTotals(ctx context.Context, filter *api.ConflictFilter, asOf *graph.Date, by []api.ConflictDimension) (*api.ConflictTotals, error) {
	if err := dimensions(by); err != nil {
		return nil, err
	}
	l := q.conflicts(ctx, filter, asOf)
	rows := map[conflictTotalKey]*api.ConflictTotal{}
	cutOff := false
	add := func(c *graph.Conflict, a, b graph.ID) {
		key := conflictTotalKey{a: a, b: b}
		fresh := api.ConflictTotal{AID: a, BID: b}
		if year := c.Period.From.Year(); year > 0 && slices.Contains(by, api.ByDecade) {
			key.decade = year - year%10
			fresh.Decade = &key.decade
		}
		if slices.Contains(by, api.ByKind) {
			key.kind, fresh.Kind = c.Kind, c.Kind
		}
		r := row(rows, key, fresh)
		r.Conflicts++
		if c.Hostility != nil && (r.MaxHostility == nil || *c.Hostility > *r.MaxHostility) {
			r.MaxHostility = c.Hostility
		}
	}
	more, err := each(l, func(conflicts []*graph.Conflict) error {
		if !slices.Contains(by, api.ByPair) {
			for _, c := range conflicts {
				add(c, "", "")
			}
			return nil
		}
		pairs, cut, err := q.adversaries(ctx, conflicts)
		cutOff = cutOff || cut
		for i, c := range conflicts {
			if err == nil {
				for pair := range pairs[i] {
					add(c, pair[0], pair[1])
				}
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out, cut := rowsOf(rows, func(a, b api.ConflictTotal) int {
		for _, d := range by {
			c := 0
			switch d {
			case api.ByPair:
				c = cmp.Or(cmp.Compare(a.AID, b.AID), cmp.Compare(a.BID, b.BID))
			case api.ByDecade:
				c = compareYears(a.Decade, b.Decade)
			case api.ByKind:
				c = cmp.Compare(a.Kind, b.Kind)
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return &api.ConflictTotals{Rows: out, Truncated: more || cut || cutOff}, nil
}

// adversaries are the pairs of participants on the two sides of each conflict, the first by id first.
func (q query) adversaries(ctx context.Context, conflicts []*graph.Conflict) (pairs []map[[2]graph.ID]bool, truncated bool, err error) {
	ids := make([]graph.ID, len(conflicts))
	for i, c := range conflicts {
		ids[i] = c.ID
	}
	found, err := requestOf(ctx).store.Expand(ctx, ids, graph.HopQuery{
		Filter:    graph.Filter{Types: []graph.RelationshipType{graph.ParticipatedInType}},
		Direction: graph.DirectionIn, PerNode: graph.MaxPerNode,
	})
	if err != nil {
		return nil, false, err
	}
	for _, page := range found {
		truncated = truncated || page.More
		set := map[[2]graph.ID]bool{}
		for _, one := range page.Hops {
			for _, other := range page.Hops {
				a, b := one.Relationship.(*graph.ParticipatedIn), other.Relationship.(*graph.ParticipatedIn)
				if a.Side != "" && b.Side != "" && a.Side != b.Side && a.FromID < b.FromID {
					set[[2]graph.ID{a.FromID, b.FromID}] = true
				}
			}
		}
		pairs = append(pairs, set)
	}
	return pairs, truncated, nil
}

type conflictTotal struct{}

// ConflictTotal implements generated.ResolverRoot.
func (r *Resolver) ConflictTotal() generated.ConflictTotalResolver { return conflictTotal{} }

func (conflictTotal) A(ctx context.Context, obj *api.ConflictTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.AID)
}

func (conflictTotal) B(ctx context.Context, obj *api.ConflictTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.BID)
}

// eventTotalKey is a combination of dimensions of events.
type eventTotalKey struct {
	kind, mode graph.Text
	month      graph.Date
	year       int // 0 for none
}

// EventTotals implements generated.QueryResolver.
func (q query) EventTotals(ctx context.Context, filter *api.EventFilter, asOf *graph.Date, by []api.EventDimension) (*api.EventTotals, error) {
	if err := dimensions(by); err != nil {
		return nil, err
	}
	l := q.events(ctx, filter, asOf)
	rows := map[eventTotalKey]*api.EventTotal{}
	more, err := each(l, func(events []*graph.Event) error {
		for _, e := range events {
			var key eventTotalKey
			if slices.Contains(by, api.EventsByType) {
				key.kind = e.Type
			}
			if slices.Contains(by, api.EventsByMode) {
				key.mode = e.Mode
			}
			from := e.Period.From
			if slices.Contains(by, api.EventsByMonth) && from.Month() > 0 {
				key.month = graph.MonthOnly(from.Year(), from.Month())
			}
			fresh := api.EventTotal{EventType: key.kind, Mode: key.mode, Month: key.month}
			if slices.Contains(by, api.EventsByYear) && !from.IsZero() {
				key.year = from.Year()
				fresh.Year = &key.year
			}
			row(rows, key, fresh).Events++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out, cut := rowsOf(rows, func(a, b api.EventTotal) int {
		for _, d := range by {
			c := 0
			switch d {
			case api.EventsByType:
				c = cmp.Compare(a.EventType, b.EventType)
			case api.EventsByMode:
				c = cmp.Compare(a.Mode, b.Mode)
			case api.EventsByMonth:
				c = a.Month.Compare(b.Month)
			case api.EventsByYear:
				c = compareYears(a.Year, b.Year)
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return &api.EventTotals{Rows: out, Truncated: more || cut}, nil
}
