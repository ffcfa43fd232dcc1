package execution_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/resolvers/execution"
)

// contexts are one for each way of execution.
func contexts() map[string]context.Context {
	operation := &graphql.OperationContext{RecoverFunc: graphql.DefaultRecover}
	ctx := graphql.WithResponseContext(graphql.WithOperationContext(context.Background(), operation), graphql.DefaultErrorPresenter, graphql.DefaultRecover)
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{Alias: "list"}}})
	return map[string]context.Context{"side by side": ctx, "one by one": execution.OneByOne(ctx)}
}

func TestAPanicInOneElementIsItsError(t *testing.T) {
	for name, ctx := range contexts() {
		ctx = graphql.WithFreshResponseContext(ctx)
		list := execution.List(ctx, 3, func(_ context.Context, i int) graphql.Marshaler {
			if i == 1 {
				panic("broken")
			}
			return graphql.MarshalInt(i)
		})
		if list[0] == graphql.Null || list[1] != graphql.Null || list[2] == graphql.Null {
			t.Errorf("%s: %v, want null in the middle", name, list)
		}
		if errs := graphql.GetErrors(ctx); len(errs) != 1 || errs[0].Path.String() != "list[1]" {
			t.Errorf("%s: errors %v, want one at list[1]", name, errs)
		}
	}
}

func TestANullWhereNoneMayBeMakesTheObjectInvalid(t *testing.T) {
	for name, ctx := range contexts() {
		fields := []graphql.CollectedField{{Field: &ast.Field{Alias: "a"}}, {Field: &ast.Field{Alias: "b"}}, {Field: &ast.Field{Alias: "c"}}}
		object := graphql.NewFieldSet(fields)
		group := execution.Deferred(ctx, fields)
		for i, nonNull := range []bool{true, false, false} {
			value := []graphql.Marshaler{graphql.Null, graphql.Null, graphql.RequiredNull}[i]
			execution.Field(ctx, graphql.GetOperationContext(ctx), object, fields, &group, i, nonNull, func(context.Context) graphql.Marshaler { return value })
		}
		object.Dispatch(ctx)
		if object.Invalids != 2 {
			t.Errorf("%s: %d invalid fields, want 2", name, object.Invalids)
		}
	}
}

func TestOnlyOneByOneKeepsTheOrder(t *testing.T) {
	ctx := contexts()["one by one"]
	var met []int
	execution.List(ctx, 100, func(_ context.Context, i int) graphql.Marshaler {
		met = append(met, i)
		return graphql.Null
	})
	if len(met) != 100 || !slices.IsSorted(met) {
		t.Errorf("elements were resolved in the order %v", met)
	}
}

// text is a value that is written as it is.
type text string

func (t text) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, string(t)) }

func TestAnObjectIsWrittenAsByGqlgen(t *testing.T) {
	for _, aliases := range []string{"", "a", "a b c", "a b a", "a b c d e f g h i j k l m n o p q r s t u", "a b c d e f g h i j k l m n o p q r s t u c a"} {
		var fields []graphql.CollectedField
		for alias := range strings.FieldsSeq(aliases) {
			fields = append(fields, graphql.CollectedField{Field: &ast.Field{Alias: alias}})
		}
		set := graphql.NewFieldSet(fields)
		for i := range set.Values {
			set.Values[i] = text(strconv.Itoa(i))
		}
		var got, want bytes.Buffer
		execution.Object(fields, set, &graphql.DeferredGroup{}).MarshalGQL(&got)
		set.MarshalGQL(&want)
		if got.String() != want.String() {
			t.Errorf("%s: %s, want %s", aliases, &got, &want)
		}
	}
}
