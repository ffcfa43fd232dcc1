// Package loaders is the contract that each dataset's loader fulfils, and what loaders share to fulfil it. Package
// input opens the files that they read; package runner resolves identities, derives, batches, resumes and reports.
//
//	input.File ──Loader.Records──▶ Record … ──runner.Run──▶ Batch ──▶ graph.Store
//
// A loader is pure: files and identities in, an iterator of records out. It never sees a store. One bad row never stops
// a load and never disappears: the loader yields a *RowError for it and goes on. A file that is not what the loader
// expects ends the iteration with any other error before a record was yielded, and nothing is written.
//
// Who publishes a dataset, under which licence and how it wants to be cited is in the Dataset of its loader. None but
// the curated one comes with the program.
package loaders
