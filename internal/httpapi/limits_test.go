package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func handler(t *testing.T, change func(*httpapi.Options)) http.Handler {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	o := httpapi.Options{Store: store}
	if change != nil {
		change(&o)
	}
	return httpapitest.New(o)
}

func TestQueriesOverALimitAreRefused(t *testing.T) {
	h := handler(t, nil)
	nested := func(depth int) string {
		return "{ node(id: \"state:PRK\") { id " + strings.Repeat("relationships { from { ", depth) + "id" + strings.Repeat(" } }", depth) + " } }"
	}
	for name, c := range map[string]struct{ query, want string }{
		"of many tokens":            {"{ " + strings.Repeat("a: __typename ", 5000) + "}", "exceeded token limit of 5000"},
		"of many bytes":             {"{ __typename }" + strings.Repeat(" ", 100_000), "exceeds the limit of 100000"},
		"that are deep":             {nested(10), "fields deep, which exceeds the limit of 15"},
		"that meet many nodes":      {"{ actors(first: 500) { nodes { alliances { to { ... on State { alliances { to { id name aliases } } } } } } } }", "which exceeds the limit of 300000"},
		"that search many times":    {"{ " + paths(350) + " }", "which exceeds the limit of 300000"},
		"with variables that do so": {"query ($n: Int!) { actors(first: $n) { nodes { relationships { from { relationships { id type text } } } } } }", "which exceeds the limit of 300000"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := httpapitest.Ask(t, h, c.query, map[string]any{"n": 500})
			if len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Message, c.want) {
				t.Fatalf("%+v; want one error with %q", answer.Errors, c.want)
			}
			if answer.Status != http.StatusOK || answer.Errors[0].Extensions.Code == "" {
				t.Errorf("status %d, %+v", answer.Status, answer.Errors)
			}
		})
	}
}

func paths(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `p%d: paths(from: "a", to: "b") { truncated } `, i)
	}
	return b.String()
}

// TestFragmentsAreMeasuredOnce spreads each of forty fragments twice in the one before: 2^40 fields for a naive walk.
func TestFragmentsAreMeasuredOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString("{ stats { ...F0 } }")
	for i := range 40 {
		fmt.Fprintf(&b, " fragment F%d on Stats { ...F%d ...F%d }", i, i+1, i+1)
	}
	b.WriteString(" fragment F40 on Stats { nodeCount }")
	start := time.Now()
	answer := httpapitest.Ask(t, handler(t, nil), b.String(), nil)
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
	if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" {
		t.Errorf("%+v; want LIMIT_EXCEEDED", answer.Errors)
	}
}

func TestWhatAnalystsAskIsWithinTheLimits(t *testing.T) {
	h := handler(t, nil)
	for name, query := range map[string]string{
		"the introspection of GraphiQL": introspection,
		"all states with what they owe": "{ actors(first: 250) { nodes { id name alliances { obligationType to { id name } treaty { id title } article { number } } } } }",
		"treaties whole":                "{ treaties(first: 100) { nodes { title articles { number obligations { conditions { kind text area { name } } obligors { actor { name } } } } } } }",
	} {
		t.Run(name, func(t *testing.T) {
			for _, e := range httpapitest.Ask(t, h, query, nil).Errors {
				t.Errorf("%s (%s)", e.Message, e.Extensions.Code)
			}
		})
	}
}

const introspection = `query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
types { ...FullType } directives { name description locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue }
type { ...TypeRef } isDeprecated deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

// TestWhatAListDoesBesidesIsPriced: filters inside a filter, in the document or in variables, and a page from the end.
func TestWhatAListDoesBesidesIsPriced(t *testing.T) {
	many := strings.Repeat(`{not: {labels: [STATE]}}, `, 60)
	for name, c := range map[string]struct {
		query     string
		variables map[string]any
		ok        bool
	}{
		"one filter inside":          {`{ actors(filter: {not: {labels: [STATE]}}) { totalCount } }`, nil, true},
		"sixty inside":               {`{ actors(filter: {or: [` + many + `]}) { totalCount } }`, nil, false},
		"a hundred, in a variable":   {`query ($f: ActorFilter) { actors(filter: $f) { totalCount } }`, map[string]any{"f": map[string]any{"or": nested(110)}}, false},
		"part of it in a variable":   {`query ($f: [ActorFilter!]) { actors(filter: {or: $f}) { totalCount } }`, map[string]any{"f": nested(3)}, true},
		"sixty in a default":         {`query ($f: ActorFilter = {or: [` + many + `]}) { actors(filter: $f) { totalCount } }`, nil, false},
		"sixty in a part's default":  {`query ($f: [ActorFilter!] = [` + many + `]) { actors(filter: {or: $f}) { totalCount } }`, nil, false},
		"a default that is not used": {`query ($f: [ActorFilter!] = [` + many + `]) { actors(filter: {or: $f}) { totalCount } }`, map[string]any{"f": nested(3)}, true},
		"forty pages from the end":   {`{ ` + fields(40, `treaties(last: 3) { totalCount }`) + ` }`, nil, true},
		"the last few with much":     {`{ observations(last: 5) { nodes { relationships { ` + fields(300, `id`) + ` } } } }`, nil, true},
		"the last many with as much": {`{ observations(last: 50) { nodes { relationships { ` + fields(300, `id`) + ` } } } }`, nil, false},
		"seventy pages from the end": {`{ ` + fields(70, `treaties(last: 3) { totalCount }`) + ` }`, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			answer := httpapitest.Ask(t, handler(t, nil), c.query, c.variables)
			if refused := len(answer.Errors) > 0 && answer.Errors[0].Extensions.Code == "LIMIT_EXCEEDED"; refused == c.ok {
				t.Errorf("%.300v", answer.Errors)
			}
		})
	}
}

func nested(n int) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = map[string]any{"labels": []any{"STATE"}}
	}
	return out
}

func fields(n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: %s ", i, field)
	}
	return b.String()
}
