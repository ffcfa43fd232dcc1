// Package runner puts what a loader reads into a store: it reads everything once before it writes anything, derives,
// cuts batches, goes on where an interrupted load ended, removes what did not come again, and reports.
package runner
