package resolvers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

func TestAnAreaIsDrawnAsGeoJSON(t *testing.T) {
	type ring = [][2]float64
	square, island := ring{{0, 0}, {0, 4}, {4, 4}, {4, 0}}, ring{{10, 10}, {10, 12}, {12, 12}, {10, 10}}
	hole := ring{{1, 1}, {1, 2}, {2, 2}}
	if got := geoJSON(graph.Area{}); got != nil {
		t.Errorf("no area is %v", got)
	}
	got := geoJSON(graph.Area{Polygons: []ring{square, island}, Bands: [][2]float64{{20, 30}}, Except: []ring{hole, {}}})
	want := map[string]any{"type": "MultiPolygon", "coordinates": [][]ring{
		{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, // the hole in it
		{{{10, 10}, {12, 10}, {12, 12}, {10, 10}}},                                   // closed as it was
		{{{-180, 20}, {180, 20}, {180, 30}, {-180, 30}, {-180, 20}}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestIdentifiersAreThoseOfTheSchemeAndTheDay(t *testing.T) {
	state := &graph.State{Header: graph.Header{ID: "state:DEU", Identifiers: []graph.Identifier{
		{Scheme: graph.SchemeCOW, Value: "260", Period: graph.Between(graph.FullDate(1955, 5, 5), graph.FullDate(1990, 10, 3))},
		{Scheme: graph.SchemeCOW, Value: "255", Period: graph.Since(graph.FullDate(1990, 10, 3))},
		{Scheme: "iso3", Value: "DEU"},
	}}}
	reading := &reading{}
	reading.whole = &request{operation: &operation{asked: map[graph.Day]bool{}}, reading: reading}
	ctx := context.WithValue(t.Context(), readingKey{}, reading)
	cow, on, month := graph.SchemeCOW, graph.FullDate(1980, 1, 1), graph.MonthOnly(1980, 1)
	for _, c := range []struct {
		scheme *graph.IdentifierScheme
		on     *graph.Date
		want   string
	}{{nil, nil, "260 255 DEU"}, {&cow, nil, "260 255"}, {nil, &on, "260 DEU"}, {&cow, &on, "260"}} {
		list, err := (nodeFields[*graph.State]{}).Identifiers(ctx, state, c.scheme, c.on)
		var got []string
		for _, id := range list {
			got = append(got, id.Value)
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%v on %v: %s, %v; want %s", c.scheme, c.on, got, err, c.want)
		}
	}
	if _, err := (nodeFields[*graph.State]{}).Identifiers(ctx, state, nil, &month); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("on a month: %v", err)
	}
}

func TestACountOfNoneIsNull(t *testing.T) {
	if n, err := (condition{}).Count(t.Context(), &graph.Condition{}); n != nil || err != nil {
		t.Errorf("%v, %v", n, err)
	}
	if n, err := (condition{}).Count(t.Context(), &graph.Condition{Count: 2}); err != nil || n == nil || *n != 2 {
		t.Errorf("%v, %v", n, err)
	}
}

func TestOrderFieldsAreProperties(t *testing.T) {
	for field, want := range map[api.OrderField]string{"START": "from", "NAME": "name", "IN_FORCE": "inForce", "TIV_DELIVERED_SUM": "tivDeliveredSum"} {
		if got := propertyOf(field); got != want {
			t.Errorf("%s: %s; want %s", field, got, want)
		}
	}
}

// TestErrorsShowWhatIsMeantToBeShown: the message of an internal error and the cause of any go to the log.
func TestErrorsShowWhatIsMeantToBeShown(t *testing.T) {
	secret := errors.New("bolt://secret")
	for name, c := range map[string]struct {
		err           error
		code, message string
		logged        bool
	}{
		"of a question":       {fmt.Errorf("field: %w", graph.Invalidf("first: 0")), "BAD_USER_INPUT", "first: 0", false},
		"of a store away":     {&graph.Error{Kind: graph.KindUnavailable, Message: "the store is away", Err: secret}, "UNAVAILABLE", "the store is away", true},
		"that is internal":    {&graph.Error{Kind: graph.KindInternal, Message: "secret", Err: secret}, "INTERNAL", "an internal error; the log has it under the id of the request", true},
		"of no kind":          {secret, "INTERNAL", "an internal error; the log has it under the id of the request", true},
		"of a deadline":       {fmt.Errorf("reading: %w", context.DeadlineExceeded), "TIMEOUT", "the request took too long; ask for less at once", false},
		"of one who left":     {context.Canceled, "CANCELED", "the request was given up", false},
		"of a limit":          {&gqlerror.Error{Message: "too deep", Extensions: map[string]any{"code": "DEPTH"}}, "DEPTH", "too deep", false},
		"of a number":         {&graphql.IntegerError{Message: "no integer"}, "BAD_USER_INPUT", "no integer", false},
		"with its extensions": {&gqlerror.Error{Err: graph.NotFoundf("none"), Extensions: map[string]any{"hint": "x"}}, "NOT_FOUND", "none", false},
	} {
		var log bytes.Buffer
		present := Presenter(slog.New(slog.NewTextHandler(&log, nil)), func(context.Context) string { return "request-1" })
		out := present(t.Context(), c.err)
		if out.Extensions["code"] != c.code || out.Message != c.message {
			t.Errorf("%s: %v: %s; want %s: %s", name, out.Extensions["code"], out.Message, c.code, c.message)
		}
		if logged := strings.Contains(log.String(), "request-1"); logged != c.logged || logged != (out.Extensions["requestId"] == "request-1") {
			t.Errorf("%s: logged %q, %v", name, &log, out.Extensions)
		}
		if name == "with its extensions" && out.Extensions["hint"] != "x" {
			t.Errorf("%s: %v", name, out.Extensions)
		}
	}
}

func TestABatcherRefusesAStoreThatAnswersTooLittle(t *testing.T) {
	for name, ctx := range map[string]context.Context{"gathered": t.Context(), "at once": t.Context()} {
		l := newBatcher(0, func(_ context.Context, keys []int) ([]int, error) { return keys[1:], nil })
		var err error
		if name == "at once" {
			_, err = l.loadNow(ctx, []int{1, 2})
		} else {
			_, err = l.Load(ctx, 1)
		}
		if graph.KindOf(err) != graph.KindInternal || !strings.Contains(err.Error(), "values for") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWhatHasNoDayComesLastInEitherDirection where relationships are in the order of their starts.
func TestWhatHasNoDayComesLastInEitherDirection(t *testing.T) {
	since := func(id graph.ID, from graph.Date) *graph.MemberOf {
		return &graph.MemberOf{RelationshipHeader: graph.RelationshipHeader{ID: id, Period: graph.Since(from)}}
	}
	early, late, never := since("b", graph.YearOnly(1990)), since("a", graph.YearOnly(2000)), since("d", graph.Date{})
	for sign, want := range map[int][]*graph.MemberOf{1: {early, late, never}, -1: {late, early, never}} {
		list := []*graph.MemberOf{never, late, early}
		slices.SortFunc(list, func(a, b *graph.MemberOf) int { return byStart(a, b, sign) })
		if !slices.Equal(list, want) {
			t.Errorf("in direction %d: %v", sign, list)
		}
	}
	if byStart(never, since("c", graph.Date{}), -1) != 0 {
		t.Error("of two without a day, one is before the other")
	}
}

// TestWhatAListIsNarrowedTo: an empty list means everything, and nothing in common is told apart from that.
func TestWhatAListIsNarrowedTo(t *testing.T) {
	for _, c := range []struct {
		have, want, out []string
		ok              bool
	}{
		{nil, nil, nil, true},
		{nil, []string{"a"}, []string{"a"}, true},
		{[]string{"a"}, nil, []string{"a"}, true},
		{[]string{"a", "b"}, []string{"b", "c"}, []string{"b"}, true},
		{[]string{"a"}, []string{"c"}, nil, false},
	} {
		if out, ok := narrow(c.have, c.want); ok != c.ok || !cmp.Equal(out, c.out) {
			t.Errorf("%q narrowed by %q is %q, %t; want %q, %t", c.have, c.want, out, ok, c.out, c.ok)
		}
	}
}

// TestArticlesComeByTheirNumbers in Roman, Arabic and letters alike.
func TestArticlesComeByTheirNumbers(t *testing.T) {
	for number, want := range map[string]int{
		"I": 1, "II": 2, "IV": 4, "V": 5, "IX": 9, "XIV": 14, "XIX": 19, "XL": 40, "XC": 90, "CXII": 112, "": 0, "5": 0, "A": 0, "Ia": 0,
	} {
		if got := roman(number); got != want {
			t.Errorf("%q is %d; want %d", number, got, want)
		}
	}
	for _, order := range [][]string{{"I", "2", "III", "IV", "9", "X", "XI"}, {"1", "1a", "1b", "2", "10"}} {
		for i := range order[1:] {
			if articleOrder(order[i]) >= articleOrder(order[i+1]) {
				t.Errorf("article %s does not come before %s", order[i], order[i+1])
			}
		}
	}
}
