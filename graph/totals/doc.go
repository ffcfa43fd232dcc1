// Package totals counts and sums nodes by dimensions, as flat tables: each row is one combination of what was asked
// for.
//
// Each function reads all nodes of a [Selection] and adds them up:
//
//	rows, err := totals.Events(ctx, selection, []totals.EventDimension{totals.EventsByType, totals.EventsByYear})
//
// What exceeds the bounds is left out and said: Truncated.
package totals
