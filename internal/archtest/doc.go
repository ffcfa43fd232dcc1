// Package archtest holds no code: its test is the map of who may import whom, read from the sources by the go command.
// The rules are those of docs/architecture.md; a new package either fits one of them or gets its own line.
package archtest
