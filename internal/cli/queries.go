package cli

import (
	"embed"
	"strings"
)

// queries are the questions of commands, each in a file called as the field is that it asks for, and the fragments that
// they share.
//
//go:embed queries/*.graphql queries/fragments/*.graphql
var queries embed.FS

// fragments are those that questions spread, each before the ones that it spreads itself.
var fragments = []string{"responder", "duty", "change", "commit"}

// queryOf is the question for a field, with the fragments that it spreads.
func queryOf(field string) string {
	query := textOf("queries/" + field + ".graphql")
	for _, fragment := range fragments {
		if strings.Contains(query, "..."+fragment) {
			query += textOf("queries/fragments/" + fragment + ".graphql")
		}
	}
	return query
}

func textOf(file string) string {
	text, err := queries.ReadFile(file)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}
