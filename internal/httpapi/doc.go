// Package httpapi is the HTTP side of Entente: routes, limits, headers, health, log and metrics around the GraphQL
// schema.
//
//	GET  /                  what is loaded and where to ask (a page of package ui, or plain HTML without it)
//	GET  /graphiql          the playground
//	POST /graphql           queries as JSON; GET /graphql?query=… as well
//	GET  /schema.graphql    the schema
//	GET  /examples.json     questions to start from
//	GET  /livez /readyz     the process runs; the store answers
//
// Everything that comes from outside is bounded before it costs anything. A request is read within a time and a number
// of bytes (traffic.go), its query is parsed, priced, surveyed and only then validated (documents.go, price.go,
// survey.go), and what its execution really takes is counted until it is over the limit (meter.go). The API reads only:
// there are no mutations, no uploads and no sessions.
package httpapi
