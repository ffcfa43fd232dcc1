// Package api holds the shapes that only the GraphQL API has: what is asked (filters, orders, references) and what is
// answered around the domain's own types (pages, paths with labels, timelines). gqlgen binds to them and to package
// graph, and generates those that need no code of their own. They are a package of their own because the generated code
// imports them and package resolvers imports that code.
package api
