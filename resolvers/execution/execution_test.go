package execution_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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

// counted is a meter that remembers what it was told, and gives out after so many fields.
type counted struct {
	told []string
	room int
}

func (c *counted) Leaf(field graphql.CollectedField, values, bytes int) error {
	return c.tell(field, "leaf", values, bytes)
}

func (c *counted) Objects(field graphql.CollectedField, n int) error {
	return c.tell(field, "objects", n)
}

func (c *counted) tell(field graphql.CollectedField, what ...any) error {
	if len(c.told) == c.room {
		return errors.New("too much")
	}
	c.told = append(c.told, fmt.Sprint(append([]any{field.Alias}, what...)...))
	return nil
}

// read runs a field of an object as generated code does.
func read[T any](ctx context.Context, alias string, selections ast.SelectionSet, nonNull bool, value func() T,
	marshal func(context.Context, ast.SelectionSet, T) graphql.Marshaler,
) graphql.Marshaler {
	field := graphql.CollectedField{Field: &ast.Field{Alias: alias, Name: alias}, Selections: selections}
	return execution.Read(ctx, graphql.GetOperationContext(ctx), "Thing", field, nonNull, value, marshal)
}

func written[T any](context.Context, ast.SelectionSet, T) graphql.Marshaler { return text("written") }

func TestWhatIsReadIsCountedByItsKind(t *testing.T) {
	ctx := contexts()["one by one"]
	meter := &counted{room: 100}
	execution.Count(graphql.GetOperationContext(ctx), meter)
	type named string
	name, some := "four", ast.SelectionSet{&ast.Field{Name: "x"}}
	read(ctx, "string", nil, true, func() named { return "four" }, written)
	read(ctx, "pointer", nil, false, func() *string { return &name }, written)
	read(ctx, "nothing", nil, false, func() *string { return nil }, written)
	read(ctx, "number", nil, true, func() int { return 1 }, written)
	read(ctx, "names", nil, true, func() []string { return []string{"a", "bc"} }, written)
	read(ctx, "shape", nil, true, func() map[string]any { return map[string]any{"a": []any{1.0, "xy"}} }, written)
	read(ctx, "objects", some, true, func() []int { return []int{1, 2, 3} }, written)
	read(ctx, "object", some, true, func() *string { return &name }, written)
	want := []string{
		"stringleaf1 6", "pointerleaf1 6", "nothingleaf1 8", "numberleaf1 8", "namesleaf2 9", "shapeleaf2 19",
		"objectsobjects3", "objectobjects1",
	}
	if !slices.Equal(meter.told, want) {
		t.Errorf("the meter was told %q, want %q", meter.told, want)
	}
}

func TestAnErrorInWhatIsReadHasItsPlace(t *testing.T) {
	for _, c := range []struct {
		name, want string
		room       int
		nonNull    bool
		read       func(ctx context.Context) graphql.Marshaler
	}{
		{"panic of a value", "internal system error", 9, false, func(ctx context.Context) graphql.Marshaler {
			return read(ctx, "at", nil, false, func() int { panic("broken") }, written)
		}},
		{"error of a marshaler", "cannot be written", 9, false, func(ctx context.Context) graphql.Marshaler {
			return read(ctx, "at", nil, false, func() int { return 1 }, func(ctx context.Context, _ ast.SelectionSet, _ int) graphql.Marshaler {
				graphql.AddErrorf(ctx, "cannot be written")
				return graphql.Null
			})
		}},
		{"no value where one must be", "cannot return null for non-null field Thing.at", 9, true, func(ctx context.Context) graphql.Marshaler {
			return read(ctx, "at", nil, true, func() any { return nil }, written)
		}},
		{"over the limit", "too much", 0, true, func(ctx context.Context) graphql.Marshaler {
			return read(ctx, "at", nil, true, func() int { return 1 }, written)
		}},
	} {
		ctx := contexts()["one by one"]
		execution.Count(graphql.GetOperationContext(ctx), &counted{room: c.room})
		if got := c.read(ctx); got != graphql.Null {
			t.Errorf("%s: %v, want null", c.name, got)
		}
		errs := graphql.GetErrors(ctx)
		if len(errs) != 1 || !strings.HasPrefix(errs[0].Message, c.want) || errs[0].Path.String() != "list.at" {
			t.Errorf("%s: errors %v, want %q at list.at", c.name, errs, c.want)
		}
	}
}

func TestFieldsBelowOneThatIsReadKnowTheirPlace(t *testing.T) {
	ctx := contexts()["side by side"]
	read(ctx, "above", ast.SelectionSet{&ast.Field{Name: "x"}}, true, func() int { return 1 },
		func(ctx context.Context, _ ast.SelectionSet, _ int) graphql.Marshaler {
			here := graphql.GetFieldContext(ctx)
			if here.Path().String() != "list.above" || here.Object != "Thing" || here.Parent.Field.Alias != "list" {
				t.Errorf("at %s of %s below %s", here.Path(), here.Object, here.Parent.Field.Alias)
			}
			if graphql.GetFieldContext(ctx) != here {
				t.Error("another place at the second look")
			}
			return graphql.Null
		})
}

func TestWhatIsWrittenStays(t *testing.T) {
	first, large := execution.Write(text("first")), execution.Write(text(strings.Repeat("x", 1<<20)))
	if second := execution.Write(text("other")); string(first) != "first" || string(second) != "other" || len(large) != 1<<20 {
		t.Errorf("%s and %s, of the large one %d bytes", first, second, len(large))
	}
}
