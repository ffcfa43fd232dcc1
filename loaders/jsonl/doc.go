// Package jsonl writes a store's records as JSON Lines and takes them back, so that a graph can move between stores and
// machines with the same fingerprint.
//
//	{"entente":1,"datasets":["dataset:cow-alliances"],"dataVersion":"…"}
//	{"node":{"id":"state:PRK","label":"State","dataset":"dataset:cow-alliances","priority":60,"properties":{…}}}
//	{"relationship":{"type":"ALLIED_WITH","from":"state:CHN","to":"state:PRK",…,"derived":true}}
//	{"end":{"nodes":1,"relationships":1}}
//
// The first line names the datasets that the file holds wholly: loading it replaces each of them. Derived relationships
// are among the lines, so that taking a file back needs to know nothing about how they came about; `entente check`
// tells whether they fit. A file without its last line was cut off and is refused before anything is written.
package jsonl
