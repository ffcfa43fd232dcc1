package cli

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/entente-graph/entente/graph/memstore"
)

func TestEveryQuestionFitsTheSchema(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	schema := (&Env{}).resolver(store).Schema().Schema()
	spread := ""
	for _, field := range questions(t) {
		query, errs := gqlparser.LoadQueryWithRules(schema, queryOf(field), rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Errorf("%s: %v", field, errs)
		} else if asked := query.Operations[0].SelectionSet; len(asked) != 1 || !strings.Contains(queryOf(field), field+"(") {
			t.Errorf("%s asks for another field", field)
		}
		spread += queryOf(field)
	}
	for _, fragment := range fragments {
		if !strings.Contains(spread, "..."+fragment) {
			t.Errorf("no question has the fragment %s", fragment)
		}
	}
}

// questions are the fields that commands ask for.
func questions(t *testing.T) (fields []string) {
	t.Helper()
	files, err := queries.ReadDir("queries")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if field, is := strings.CutSuffix(file.Name(), ".graphql"); is {
			fields = append(fields, field)
		}
	}
	return fields
}
