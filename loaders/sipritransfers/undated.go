package sipritransfers

import (
	"strconv"

	"github.com/entente-graph/entente/loaders"
)

// undated counts the deals with several years of delivery of which it is not known what came when: the layout of 2024
// and the older register state one number and one value for all years together.
type undated struct {
	deals, ofAll   int
	tiv, delivered float64
}

func (u *undated) add(d *deal) {
	u.ofAll++
	if d.tivDelivered != nil {
		u.delivered += *d.tivDelivered
	}
	if len(d.deliveries) < 2 {
		return
	}
	for _, delivery := range d.deliveries {
		if delivery.Number != nil || delivery.TIV != nil {
			return
		}
	}
	if u.deals++; d.tivDelivered != nil {
		u.tiv += *d.tivDelivered
	}
}

func (u *undated) warn(in loaders.Input, file string) {
	if u.deals == 0 || in.Warn == nil {
		return
	}
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	leftOut := "their numbers"
	if u.delivered > 0 {
		leftOut = number(round(u.tiv)) + " of a trend-indicator value of " + number(round(u.delivered))
	}
	in.Warning("%s: of %d of %d deals it is not known what was delivered in which of several years: totals by year "+
		"leave out %s", file, u.deals, u.ofAll, leftOut)
}
