// Package archtest holds no code: its tests are the map of who may import whom, read from the sources by the go
// command, and how wide a line may be. The rules of imports are those of docs/architecture.md; a new package either
// fits one of them or gets its own line.
package archtest
