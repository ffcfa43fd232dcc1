// Package input opens what users name: files, folders, patterns, archives and standard input, plain or compressed, each
// as the bytes that a loader reads. It bounds what is unpacked, tells encodings, reads Stata files as the text that
// they would be exported to, and takes the marks of a rejects file off again.
package input
