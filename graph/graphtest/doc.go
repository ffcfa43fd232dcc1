// Package graphtest is what every graph.Store has to pass: one suite, one model to agree with, one benchmark.
//
//	func TestStore(t *testing.T) { graphtest.Run(t, func(t testing.TB) graph.Store { return memstore.New() }) }
//
// There is no list of cases that a store may skip: a fault found in one store becomes a case for all. [Model] answers
// every question of graph.Reader by brute force over plain slices; random graphs and questions are asked of both, and
// the store must answer as the model does.
package graphtest
