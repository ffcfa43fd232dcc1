package graph_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

func TestAReferenceIsAnIDOrACodeOrAName(t *testing.T) {
	code := func(scheme graph.IdentifierScheme, value string) graph.Ref {
		return graph.Ref{Code: graph.IdentifierRef{Scheme: scheme, Value: value}}
	}
	for text, want := range map[string]graph.Ref{
		"state:PRK":             {ID: "state:PRK"},
		" treaty:nato-1949 ":    {ID: "treaty:nato-1949"},
		"iso:408":               code(graph.SchemeISONumeric, "408"),
		"isonum:8":              code(graph.SchemeISONumeric, "008"),
		"m49: 8":                code(graph.SchemeUNM49, "008"),
		"iso2:kp":               code(graph.SchemeISOAlpha2, "KP"),
		"ISO3:prk":              code(graph.SchemeISOAlpha3, "PRK"),
		"COW:020":               code(graph.SchemeCOW, "20"),
		"gw:0":                  code(graph.SchemeGW, "0"),
		"wikidata:q423":         code(graph.SchemeWikidata, "Q423"),
		"atop:03375":            code(graph.SchemeATOP, "3375"),
		"cow-alliance:227":      code(graph.SchemeCOWAlliance, "227"),
		"unts:i-541":            code(graph.SchemeUNTS, "I-541"),
		"sipri:Ab-1":            code(graph.SchemeSIPRI, "Ab-1"),
		"ucdp:333":              code(graph.SchemeUCDP, "333"),
		"North Korea":           {Name: "North Korea"},
		"PRK":                   {Name: "PRK"},
		"Operation: Any Storm":  {Name: "Operation: Any Storm"},
		"iso9:PRK":              {Name: "iso9:PRK"},
		"":                      {},
		"m49:":                  code(graph.SchemeUNM49, ""),
		"Korea, Republic of:  ": {Name: "Korea, Republic of:"},
	} {
		if got := graph.ParseRef(text); got != want {
			t.Errorf("%q is %+v; want %+v", text, got, want)
		}
	}
}

func TestEverySchemeHasAPrefixThatIsNoIDs(t *testing.T) {
	for _, s := range graph.Schemes {
		ref := graph.ParseRef(s.Prefix() + ":100")
		if ref.Code.Scheme != s || !strings.Contains(graph.SchemePrefixes(), s.Prefix()+":") {
			t.Errorf("%s: %q is %+v", s, s.Prefix(), ref)
		}
	}
}
