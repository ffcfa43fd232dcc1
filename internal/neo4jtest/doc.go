// Package neo4jtest gives a test process one real Neo4j, wherever the tests run.
//
// The server comes from the first of these that works:
//
//  1. NEO4J_TEST_URI (with credentials in it or in NEO4J_USERNAME and NEO4J_PASSWORD): a database kept for tests, for
//     everything in it is deleted. Test processes take turns.
//  2. A container of the official image, where a Docker engine answers quickly.
//  3. The same Neo4j as a process, fetched once from Maven Central, where Java 17 or 21 and Maven are installed.
//
// Where none works a test is skipped with one line that says what was tried; REQUIRE_NEO4J=1 turns that into a failure.
//
// A package that uses it says so once, and the server is started by the first test that asks for it:
//
//	func TestMain(m *testing.M) { neo4jtest.Main(m) }
//
//	func TestStore(t *testing.T) {
//		store, err := neo4jstore.Open(t.Context(), neo4jtest.URL(t))
//		…
//		neo4jtest.Clean(t) // an empty database for what follows
//	}
//
// Tests of one package share one database, so those that use it do not run in parallel with each other.
package neo4jtest
