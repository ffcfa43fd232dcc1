package httpapi_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/schema"
)

// position is an argument, or a field of an input object, with a query in which a variable stands at it.
type position struct {
	coordinate string // "Query.actors(first:)", "ScenarioInput.armed"
	name       string // "first", "armed"
	typ        *ast.Type
	standard   *ast.Value
	before     string // of the query, up to the value
	after      string
}

// query has $x, of the given type, at the position.
func (p position) query(typ string) string {
	return "query ($x: " + typ + ") " + p.before + "$x" + p.after
}

// positions finds all of a schema, with the shortest way to each.
func positions(s *ast.Schema) []position {
	w := positionWalk{schema: s, inputs: map[string]bool{}}
	type route struct{ of, before, after string }
	known := map[string]bool{"Query": true}
	for next := []route{{"Query", "{ ", " }"}}; len(next) > 0; next = next[1:] {
		r := next[0]
		d := s.Types[r.of]
		if d.Kind != ast.Object {
			for _, possible := range s.PossibleTypes[d.Name] {
				if !known[possible.Name] {
					known[possible.Name] = true
					next = append(next, route{possible.Name, r.before + "... on " + possible.Name + " { ", " }" + r.after})
				}
			}
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			below := s.Types[f.Type.Name()]
			leaf := ""
			if below.IsCompositeType() {
				leaf = " { __typename }"
			}
			for _, a := range f.Arguments {
				others := w.required(f.Arguments, a.Name)
				w.at(r.of+"."+f.Name+"("+a.Name+":)", a.Name, a.Type, a.DefaultValue, r.before+f.Name+"("+others+a.Name+": ", ")"+leaf+r.after)
			}
			if below.IsCompositeType() && !known[below.Name] {
				known[below.Name] = true
				arguments := w.required(f.Arguments, "")
				if arguments != "" {
					arguments = "(" + arguments + ")"
				}
				next = append(next, route{below.Name, r.before + f.Name + arguments + " { ", " }" + r.after})
			}
		}
	}
	return w.found
}

type positionWalk struct {
	schema *ast.Schema
	inputs map[string]bool
	found  []position
}

func (w *positionWalk) at(coordinate, name string, typ *ast.Type, standard *ast.Value, before, after string) {
	w.found = append(w.found, position{coordinate, name, typ, standard, before, after})
	d := w.schema.Types[typ.Name()]
	if d.Kind != ast.InputObject || w.inputs[d.Name] {
		return
	}
	w.inputs[d.Name] = true
	for _, f := range d.Fields {
		var others strings.Builder
		for _, o := range d.Fields {
			if o.Name != f.Name && o.Type.NonNull && o.DefaultValue == nil {
				others.WriteString(o.Name + ": " + w.sample(o.Type) + ", ")
			}
		}
		w.at(d.Name+"."+f.Name, f.Name, f.Type, f.DefaultValue, before+"{"+others.String()+f.Name+": ", "}"+after)
	}
}

func (w *positionWalk) required(list ast.ArgumentDefinitionList, but string) string {
	var b strings.Builder
	for _, a := range list {
		if a.Name != but && a.Type.NonNull && a.DefaultValue == nil {
			b.WriteString(a.Name + ": " + w.sample(a.Type) + ", ")
		}
	}
	return b.String()
}

// sample is a value of a type that validates.
func (w *positionWalk) sample(typ *ast.Type) string {
	switch d := w.schema.Types[typ.Name()]; {
	case d.Kind == ast.Enum:
		return d.EnumValues[0].Name
	case d.Kind == ast.InputObject:
		var b strings.Builder
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				b.WriteString(f.Name + ": " + w.sample(f.Type) + ", ")
			}
		}
		return "{" + b.String() + "}"
	case d.Name == "Int", d.Name == "Float":
		return "1"
	case d.Name == "Boolean":
		return "true"
	case d.Name == "Date":
		return `"2024-01-01"`
	}
	return `"PRK"`
}

func parsed(t *testing.T) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: schema.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// refused fails where a request is answered, or refused without a word on what is wrong and where.
func refused(t *testing.T, h http.Handler, query, variables, where string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables)})
	if err != nil {
		t.Fatal(err)
	}
	w := send(t, h, http.MethodPost, "/graphql", string(body), "Content-Type", jsonType)
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Data != nil || len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" ||
		!strings.Contains(answer.Errors[0].Message, where) {
		t.Errorf("%s with %s: %.300s; want an error that names %q", query, variables, w.Body, where)
	}
}

// TestANullIsNeverTheZeroValue: wherever the schema has a default, a variable that is null must neither mean it nor the
// zero value.
func TestANullIsNeverTheZeroValue(t *testing.T) {
	s := parsed(t)
	want := map[string]bool{}
	for _, d := range s.Types {
		for _, f := range d.Fields {
			want[d.Name+"."+f.Name] = f.DefaultValue != nil && f.Type.NonNull
			for _, a := range f.Arguments {
				want[d.Name+"."+f.Name+"("+a.Name+":)"] = a.DefaultValue != nil && a.Type.NonNull
			}
		}
	}
	h := handler(t, nil)
	for _, p := range positions(s) {
		if !p.typ.NonNull || p.standard == nil {
			continue
		}
		delete(want, p.coordinate)
		nullable := strings.TrimSuffix(p.typ.String(), "!")
		refused(t, h, p.query(nullable), `{"x": null}`, p.name+": cannot be null, and $x is")
		refused(t, h, p.query(nullable+" = "+p.standard.String()), `{"x": null}`, p.name+": cannot be null, and $x is")
	}
	for coordinate, standard := range want {
		if standard {
			t.Errorf("%s was not tried", coordinate)
		}
	}
}

func TestANullInsideAVariableIsRefused(t *testing.T) {
	s := parsed(t)
	h := handler(t, nil)
	for _, p := range positions(s) {
		d := s.Types[p.typ.Name()]
		for _, f := range d.Fields {
			if d.Kind != ast.InputObject || !f.Type.NonNull {
				continue
			}
			value := `{"` + f.Name + `": null}`
			if p.typ.Elem != nil {
				value = "[" + value + "]"
			}
			refused(t, h, p.query(p.typ.String()), `{"x": `+value+`}`, "."+f.Name+": cannot be null")
		}
	}
}

// TestAnEmptyListIsRefusedWhereItWouldFilter holds the one rule on empty lists, and its exceptions.
func TestAnEmptyListIsRefusedWhereItWouldFilter(t *testing.T) {
	h := handler(t, nil)
	adding := []string{
		"ScenarioInput.hostileActors", "NewTreatyInput.articles", "NewArticleInput.conditions",
		"Query.paths(whatIf:)", "Query.obligationsIfAttacked(whatIf:)", "Query.cascade(whatIf:)", "Query.pivots(whatIf:)", "ScenarioInput.assume",
	}
	for _, p := range positions(parsed(t)) {
		if p.typ.Elem == nil {
			continue
		}
		if i := slices.Index(adding, p.coordinate); i >= 0 {
			adding = slices.Delete(adding, i, i+1)
			w := send(t, h, http.MethodPost, "/graphql", `{"query":`+quote(p.before+"[]"+p.after)+`}`, "Content-Type", jsonType)
			if strings.Contains(w.Body.String(), "at least one value") {
				t.Errorf("%s: %s", p.coordinate, w.Body)
			}
			continue
		}
		if p.typ.NonNull && p.standard == nil {
			w := send(t, h, http.MethodPost, "/graphql", `{"query":`+quote(p.before+"[]"+p.after)+`}`, "Content-Type", jsonType)
			if failed := strings.Contains(w.Body.String(), `"errors"`); failed == (p.coordinate == "Query.nodes(ids:)") {
				t.Errorf("%s: %s; no nodes for no ids are an answer, and nothing else is", p.coordinate, w.Body)
			}
			continue
		}
		refused(t, h, p.before+"[]"+p.after, `{}`, p.name+": empty; want at least one value")
		refused(t, h, p.query(p.typ.String()), `{"x": []}`, p.name+": empty; want at least one value")
	}
	if len(adding) > 0 {
		t.Errorf("the schema has no %v", adding)
	}
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// TestAValueOfAnotherTypeIsToldAsWhatItIs: nothing is made another type in silence.
func TestAValueOfAnotherTypeIsToldAsWhatItIs(t *testing.T) {
	s := parsed(t)
	h := handler(t, nil)
	for _, p := range positions(s) {
		if p.typ.Elem != nil {
			continue
		}
		wrong := map[string]string{}
		switch d := s.Types[p.typ.Name()]; {
		case d.Name == "Int":
			wrong = map[string]string{
				`2.0`: "the Float 2.0 is no Int", `"5"`: `the String "5" is no Int`, `true`: "the Boolean true is no Int",
				`3000000000`: "the number 3000000000 is no Int",
			}
		case d.Name == "Float":
			wrong = map[string]string{`"5"`: `the String "5" is no Float`, `1e999`: "the Float 1e999 is no Float"}
		case d.Name == "Boolean":
			wrong = map[string]string{`"true"`: `the String "true" is no Boolean`, `1`: "the number 1 is no Boolean"}
		case d.Kind == ast.Enum:
			wrong = map[string]string{`"?"`: `the String "?" is no ` + d.Name + "; want one of", `0`: "the number 0 is no " + d.Name}
			if lower := strings.ToLower(d.EnumValues[0].Name); lower != d.EnumValues[0].Name {
				wrong[quote(lower)] = "the String " + quote(lower) + " is no " + d.Name
			}
		case d.Name == "NodeRef", d.Name == "Date", d.Name == "String":
			wrong = map[string]string{`{"id": "state:PRK"}`: "an object is no " + d.Name, `5`: "the number 5 is no " + d.Name, `["a"]`: "a list is no " + d.Name}
		case d.Name == "ID":
			wrong = map[string]string{`{"id": "state:PRK"}`: "an object is no ID", `true`: "the Boolean true is no ID"}
		}
		for value, message := range wrong {
			refused(t, h, p.query(p.typ.String()), `{"x": `+value+`}`, "$x: "+message)
		}
	}
}

func TestValuesThatTheQueryWrites(t *testing.T) {
	h := handler(t, nil)
	for name, c := range map[string]struct{ query, variables, want string }{
		"an object for a reference":  {`{ actor(ref: {id: "state:PRK"}) { id } }`, `{}`, "ref: an object is no NodeRef"},
		"objects for references":     {`{ paths(from: "PRK", to: [{id: "x"}]) { truncated } }`, `{}`, "to[0]: an object is no NodeRef"},
		"a month that is none":       {`{ actors(asOf: "2024-13-01") { totalCount } }`, `{}`, "asOf: date 2024-13-01: not in the calendar"},
		"a day that is none":         {`query ($d: Date) { actor(ref: "PRK") { alliances(asOf: $d) { id } } }`, `{"d": "2024-02-30"}`, "$d: date 2024-02-30: that month has no such day"},
		"no day":                     {`{ treaties(filter: {signed: {from: ""}}) { totalCount } }`, `{}`, "filter.signed.from: date: empty"},
		"no commit":                  {`query ($k: KnownAt) { stats(knownAt: $k) { __typename } }`, `{"k": "commit x"}`, "$k: "},
		"a number for a date":        {`{ actors(asOf: 2024) { totalCount } }`, `{}`, "asOf: the number 2024 is no Date"},
		"skip by null":               {`query ($s: Boolean = false) { actor(ref: "PRK") { id @skip(if: $s) } }`, `{"s": null}`, "@skip if: cannot be null, and $s is"},
		"include by null":            {`query ($s: Boolean = false) { ... @include(if: $s) { __typename } }`, `{"s": null}`, "@include if: cannot be null, and $s is"},
		"a spread skipped by null":   {`query ($s: Boolean = false) { ...f @skip(if: $s) } fragment f on Query { __typename }`, `{"s": null}`, "@skip if: cannot be null, and $s is"},
		"null in a fragment":         {`query ($n: Int) { ...f } fragment f on Query { loadRuns(first: $n) { id } }`, `{"n": null}`, "first: cannot be null, and $n is"},
		"null for a reference":       {`query ($r: NodeRef = "PRK") { actor(ref: $r) { id } }`, `{"r": null}`, "ref: cannot be null, and $r is"},
		"null among references":      {`query ($r: NodeRef = "PRK") { paths(from: "KOR", to: ["RUS", $r]) { truncated } }`, `{"r": null}`, "to[1]: cannot be null, and $r is"},
		"an empty list in an object": {`query ($f: ActorFilter) { actors(filter: $f) { totalCount } }`, `{"f": {"labels": []}}`, "filter.labels: empty; want at least one value"},
		"an object for an enum":      {`{ timeline(actors: "USA", kinds: {}) { totalCount } }`, `{}`, "kinds: an object is no TimelineKind; want one of"},
		"objects for ids":            {`{ duties(actor: "USA", datasets: [{}]) { asOf } }`, `{}`, "datasets[0]: an object is no ID"},
		"an object for a text":       {`{ search(text: {}) { __typename } }`, `{}`, "text: an object is no String"},
		"an object for a number":     {`{ loadRuns(first: {}) { id } }`, `{}`, "first: an object is no Int"},
		"an object for a yes":        {`{ alliances(allTime: {}) { totalCount } }`, `{}`, "allTime: an object is no Boolean"},
		"a text for variables":       {receiptWith(`"a"`), `{}`, "receipt.variables: the String \"a\" is no Variables; want an object"},
		"a number for variables":     {receiptWith(`1`), `{}`, "receipt.variables: the number 1 is no Variables"},
		"null in lists of a variable": {
			`query ($t: [NodeRef!]!) { paths(from: "KOR", to: $t) { truncated } }`, `{"t": ["PRK", null]}`,
			"$t[1]: cannot be null",
		},
		"another type deep in a variable": {
			`query ($s: ScenarioInput) { obligationsIfAttacked(attacker: "PRK", victim: "KOR", scenario: $s) { asOf } }`,
			`{"s": {"adversaryCount": "5"}}`, `$s.adversaryCount: the String "5" is no Int`,
		},
	} {
		t.Run(name, func(t *testing.T) { refused(t, h, c.query, c.variables, c.want) })
	}
}

func TestAnUnknownValueOfAnEnumIsAnsweredWithThoseThatThereAre(t *testing.T) {
	h := handler(t, nil)
	all := "one of DEFENSE, OFFENSE, NEUTRAL, NONAGG, CONSUL"
	for _, c := range []struct{ query, variables, want string }{
		{`{ duties(actor: "USA", obligationTypes: [DEFENCE]) { asOf } }`, `{}`, `"DEFENSE"`},
		{`{ duties(actor: "USA", obligationTypes: SURRENDER) { asOf } }`, `{}`, all},
		{`{ duties(actor: "USA", obligationTypes: "SURRENDER.") { asOf } }`, `{}`, all},
		{`{ duties(actor: "USA", obligationTypes: [5]) { asOf } }`, `{}`, all},
		{`query ($t: [ObligationType!] = 5) { duties(actor: "USA", obligationTypes: $t) { asOf } }`, `{}`, all},
		{`query ($t: [ObligationType!]) { duties(actor: "USA", obligationTypes: $t) { asOf } }`, `{"t": ["DEFENCE"]}`, all},
		{`query ($t: ObligationType!) { duties(actor: "USA", obligationTypes: [$t]) { asOf } }`, `{"t": "SURRENDER"}`, all},
	} {
		var variables map[string]any
		if err := json.Unmarshal([]byte(c.variables), &variables); err != nil {
			t.Fatal(err)
		}
		answer := httpapitest.Ask(t, h, c.query, variables)
		if len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Message, c.want) {
			t.Errorf("%s with %s: %+v; want %s", c.query, c.variables, answer.Errors, c.want)
		}
	}
}

// receiptWith asks for a receipt with variables as the query writes them.
func receiptWith(variables string) string {
	return `{ whyChanged(receipt: {query: "", question: "", askedOn: "2024-01-01", dataVersion: "", answer: "", ` +
		`variables: ` + variables + `}) { same } }`
}
