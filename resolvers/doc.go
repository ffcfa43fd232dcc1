// Package resolvers answers the GraphQL schema from a graph.Reader: one file a concept, with the stem of its schema
// file.
//
//	field ──▶ resolver ──▶ batcher (one store call for all fields of a level) ──▶ graph.Reader
//
// Resolvers are thin and hold nothing. What belongs to one request — the batcher, the day that questions without a date
// are asked of, the budget of relationships — is made by [Resolver.Operation]. Fields that every node, or every
// relationship, has are resolved once, by nodeFields, actorFields and relationshipFields; what a relationship type
// calls its ends is said by the ontology's rows, from which generated.Relationships is written.
//
// The number of store calls of a query depends on its text, never on how many nodes it meets. Errors are mapped to the
// codes of the API in one place, [Presenter].
package resolvers
