// Package httpapi is the HTTP side of Entente: routes, limits, headers, health, log and metrics around the GraphQL schema.
//
//	GET  /                  what is loaded and where to ask (a page of package ui, or plain HTML without it)
//	GET  /graphiql          the playground
//	POST /graphql           queries as JSON; GET /graphql?query=… as well
//	GET  /schema.graphql    the schema
//	GET  /examples.json     questions to start from
//	GET  /livez /readyz     the process runs; the store answers
//	GET  /metrics           Prometheus
//
// Everything that comes from outside is bounded before it costs anything: the body in bytes, the query in characters and
// tokens, its depth and its cost by a walk in linear time, and each request by a deadline. The API reads only: there are no
// mutations, no uploads and no sessions.
package httpapi
