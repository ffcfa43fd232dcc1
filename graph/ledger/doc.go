// Package ledger is what the stores' ledgers share: the form in which changes are kept (blocks), and what is done with
// them (a page of changes, a batch that does a commit again or undoes it, the commit that a KnownAt asks of).
//
// A block holds changes of one commit, in their order, without the commit's number: it is written before anybody knows
// under which number it will be published. A store keeps blocks as they are and never looks into one to find it.
package ledger
