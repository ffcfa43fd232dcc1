package examples_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/schema"
)

// freeText are the arguments and input fields that are strings or ids and take any, each with the reason.
var freeText = map[string]string{
	"Query.search(text:)":        "words; what nothing bears has no hit",
	"Query.suggest(text:)":       "the beginning of a name that is being typed",
	"*Filter.text":               "words; what nothing bears has no match",
	"NewTreatyInput.title":       "the name of a treaty that is assumed",
	"NewArticleInput.number":     "the number of an article that is assumed",
	"ConditionInput.text":        "what a condition that is assumed says",
	"ReceiptInput.query":         "a query of then",
	"ReceiptInput.operationName": "a name in that query",
	"ReceiptInput.question":      "a hash; one that is not the query's is refused",
	"ReceiptInput.dataVersion":   "a fingerprint of then",
	"ReceiptInput.answer":        "a hash; another answer is what the field is about",
	"ReceiptInput.program":       "a release of then",
	"Query.node(id:)":            "null is the answer for what is not there, as Relay has it",
	"Query.nodes(ids:)":          "the same at its place of the list",
}

// unknown asks, for each argument and input field with values of an open list, with one that nothing in the store
// bears.
var unknown = map[string]string{
	"Query.allianceDiff(datasets:)":          `allianceDiff(from: "2000-01-01", to: "2001-01-01", datasets: ["dataset:atopp"]) { warnings }`,
	"Query.allianceHistory(datasets:)":       `allianceHistory(a: "USA", b: "RUS", datasets: ["dataset:atopp"]) { warnings }`,
	"Query.backtest(alliances:)":             `backtest(alliances: "dataset:atopp", wars: "dataset:cow-wars") { cases { era } }`,
	"Query.backtest(wars:)":                  `backtest(alliances: "dataset:curated", wars: "dataset:cow-warz") { cases { era } }`,
	"Query.cascade(datasets:)":               `cascade(attacks: [{attacker: "RUS", victim: "EST"}], datasets: ["dataset:atopp"]) { warnings }`,
	"Query.changes(dataset:)":                `changes(dataset: "dataset:atopp") { edges { cursor } }`,
	"Query.compliance(datasets:)":            `compliance(datasets: ["dataset:atopp"]) { totalCount }`,
	"Query.contradictions(datasets:)":        `contradictions(datasets: ["dataset:atopp"]) { totalCount }`,
	"Query.coverage(datasets:)":              `coverage(datasets: ["dataset:atopp"]) { wantedCount }`,
	"Query.duties(datasets:)":                `duties(actor: "USA", datasets: ["dataset:atopp"]) { warnings }`,
	"Query.obligationsIfAttacked(datasets:)": `obligationsIfAttacked(attacker: "RUS", victim: "EST", datasets: ["dataset:atopp"]) { warnings }`,
	"Query.pivots(datasets:)":                `pivots(of: {path: {from: "USA", to: "FRA"}}, datasets: ["dataset:atopp"]) { holds }`,
	"Query.verdictChangePoints(datasets:)":   `verdictChangePoints(attacker: "RUS", victim: "EST", from: "2000-01-01", datasets: ["dataset:atopp"]) { on }`,
	"TraversalFilter.datasets":               `neighborhood(of: "USA", filter: {datasets: ["dataset:atopp"]}) { truncated }`,
	"AllianceFilter.datasets":                `alliances(filter: {datasets: ["dataset:atopp"]}) { totalCount }`,
	"*.alliances(datasets:)":                 `actor(ref: "USA") { alliances(datasets: ["dataset:atopp"]) { id } }`,
	"*.relationships(datasets:)":             `actor(ref: "USA") { relationships(datasets: ["dataset:atopp"]) { id } }`,
	"*.statements(datasets:)":                `actor(ref: "USA") { statements(datasets: ["dataset:atopp"]) { property } }`,
	"*.observations(indicators:)":            `actor(ref: "USA") { observations(indicators: ["MILITARY_PERSONEL"]) { id } }`,
	"ArmsTransferFilter.categories":          `armsTransfers(filter: {categories: ["Misiles"]}) { totalCount }`,
	"WeaponSystemFilter.categories":          `weaponSystems(filter: {categories: ["Misiles"]}) { totalCount }`,
	"WeaponSystemFilter.subtypes":            `weaponSystems(filter: {subtypes: ["SRBMM"]}) { totalCount }`,
	"WeaponSystemFilter.unrocaClasses":       `weaponSystems(filter: {unrocaClasses: ["I Battle tank"]}) { totalCount }`,
	"ObservationFilter.indicators":           `observations(filter: {indicators: ["MILITARY_PERSONEL"]}) { totalCount }`,
	"ObservationFilter.units":                `observations(filter: {units: ["person"]}) { totalCount }`,
	"SanctionFilter.programs":                `sanctions(filter: {programs: ["X"]}) { totalCount }`,
	"SanctionFilter.statuses":                `sanctions(filter: {statuses: ["X"]}) { totalCount }`,
	"AmendmentInput.article":                 `duties(actor: "USA") { warnings } obligationsIfAttacked(attacker: "RUS", victim: "EST", whatIf: [{amend: {treaty: "treaty:nato-1949", article: "99", type: OFFENSE}}]) { warnings }`,
	"AssumptionInput.fact":                   `obligationsIfAttacked(attacker: "RUS", victim: "EST", scenario: {assume: [{fact: "requestd", holds: true}]}) { warnings }`,
}

// generic asks of arguments that many root fields and filters have in one form.
func generic(coordinate string) (query string, ok bool) {
	if root, argument, found := strings.Cut(strings.TrimPrefix(coordinate, "Query."), "("); found && (argument == "after:)" || argument == "before:)") {
		arguments := map[string]string{"timeline": `actors: ["USA"], `}[root]
		return root + "(" + arguments + strings.TrimSuffix(argument, ")") + ` "wombat") { pageInfo { hasNextPage } }`, true
	}
	if filter, found := strings.CutSuffix(coordinate, "Filter.datasets"); found {
		root := strings.ToLower(filter[:1]) + filter[1:] + "s"
		if filter == "Treaty" {
			root = "treaties"
		}
		return root + `(filter: {datasets: ["dataset:atopp"]}) { totalCount }`, true
	}
	return "", false
}

// stringArguments are the arguments and input fields of the schema that are strings or ids, those of other types than
// Query by the field alone.
func stringArguments(t *testing.T) []string {
	t.Helper()
	parsed, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: schema.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	add := func(typ *ast.Type, coordinate string) {
		if name := typ.Name(); (name == "String" || name == "ID") && !slices.Contains(out, coordinate) {
			out = append(out, coordinate)
		}
	}
	for _, d := range parsed.Types {
		for _, f := range d.Fields {
			switch {
			case d.BuiltIn || strings.HasPrefix(f.Name, "__"):
			case d.Kind == ast.InputObject:
				add(f.Type, d.Name+"."+f.Name)
			default:
				of := "*"
				if d == parsed.Query {
					of = "Query"
				}
				for _, a := range f.Arguments {
					add(a.Type, of+"."+f.Name+"("+a.Name+":)")
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// unknownValues gives every string of the schema that is no free text a value that nothing bears: it is an error that
// names it, never an empty answer.
func unknownValues(t *testing.T, handler http.Handler) {
	asked := map[string]bool{}
	for _, coordinate := range stringArguments(t) {
		asked[coordinate] = true
		if freeText[coordinate] != "" || strings.HasSuffix(coordinate, "Filter.text") {
			continue
		}
		t.Run(coordinate, func(t *testing.T) {
			query, ok := unknown[coordinate]
			if !ok {
				query, ok = generic(coordinate)
			}
			if !ok {
				t.Fatal("a string that is neither free text nor of an open list: make it an enum, or say why not")
			}
			answer := httpapitest.Ask(t, handler, "{ "+query+" }", nil)
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" && answer.Errors[0].Extensions.Code != "NOT_FOUND" {
				t.Fatalf("%s: %s %+v; want one error that names the value", query, answer.Data, answer.Errors)
			}
			if strings.Contains(coordinate, "atasets:)") && !strings.Contains(answer.Errors[0].Message, "dataset:curated") {
				t.Errorf("%s: want those that are loaded named", answer.Errors[0].Message)
			}
		})
	}
	for coordinate := range unknown {
		if !asked[coordinate] {
			t.Errorf("%s is no string of the schema", coordinate)
		}
	}
	for coordinate := range freeText {
		if !asked[coordinate] && coordinate != "*Filter.text" {
			t.Errorf("%s is no string of the schema", coordinate)
		}
	}
}
