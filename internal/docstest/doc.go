// Package docstest holds no code: its tests do what README and the other pages say, so that the pages cannot say what
// is no longer so. Answers in README are written anew with `go test ./internal/docstest -update`.
package docstest
