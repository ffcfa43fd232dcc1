// Package form is the one binary form of records: of those in a ledger's blocks, and of those that an image holds. The
// two differ in which texts are words, written as numbers, and where the numbers are kept:
//
//	               words                               numbers
//	graph/ledger   texts that are likely to come again  in the block, which can be read by itself
//	graph/image    names, enumerated values, days       in memory, shared by all images that come of each other
//
// The state of a relationship is its flags, part, source, locator, confidence and properties; that of a node has label
// and priority in place of the flags. Properties are one more than their number, 0 where there are none, then name,
// kind and value in the order of the names. One record has one form, so that two say the same where their bytes are the
// same.
package form
