// Package identity adds to the bundled table what a user or a store knows: the user's own aliases, and the names of
// nodes that other datasets have brought.
//
//	curated.Identities() ──▶ WithAliases ──▶ WithStored ──▶ runner.Options.Identities
//
// Aliases speak for the user and go first. Stored names go last and only where a loader asks for them by
// UsesStoredNames, because what they answer depends on what was loaded before. Neither ever merges two nodes: a name of
// two nodes is no name.
package identity
