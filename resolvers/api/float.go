package api

import (
	"io"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
)

// MarshalFloat writes a number the way people write it, 1280000 and not 1.28e+06, as long as that is short.
func MarshalFloat(f float64) graphql.Marshaler {
	format := byte('f')
	if a := math.Abs(f); a >= 1e15 || a > 0 && a < 1e-6 {
		format = 'g'
	}
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.FormatFloat(f, format, -1, 64))
	})
}

// UnmarshalFloat reads a finite number.
func UnmarshalFloat(v any) (float64, error) {
	f, err := graphql.UnmarshalFloat(v)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, graph.Invalidf("%v is no number", v)
	}
	return f, nil
}
