package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/internal/lists"
)

type place struct{ nodeFields[*graph.Place] }

func (*Resolver) Place() generated.PlaceResolver { return place{} }

func (place) Area(_ context.Context, obj *graph.Place) (map[string]any, error) {
	return geoJSON(obj.Area), nil
}

// geoJSON is an area as a MultiPolygon, nil where there is no geometry. A band of latitude goes all the way round; a
// ring taken out is a hole of the polygons in which it starts.
func geoJSON(a graph.Area) map[string]any {
	if a.IsZero() {
		return nil
	}
	rings := slices.Clone(a.Polygons)
	for _, b := range a.Bands {
		rings = append(rings, [][2]float64{{b[0], -180}, {b[0], 180}, {b[1], 180}, {b[1], -180}})
	}
	polygons := make([][][][2]float64, len(rings))
	for i, ring := range rings {
		polygons[i] = [][][2]float64{closed(ring)}
		one := graph.Area{Polygons: [][][2]float64{ring}}
		for _, hole := range a.Except {
			if len(hole) > 0 && one.Contains(hole[0][0], hole[0][1]) {
				polygons[i] = append(polygons[i], closed(hole))
			}
		}
	}
	return map[string]any{"type": "MultiPolygon", "coordinates": polygons}
}

// closed is a ring of longitude, latitude that ends where it starts, as GeoJSON wants it.
func closed(ring [][2]float64) [][2]float64 {
	out := lists.Map(ring, func(p [2]float64) [2]float64 { return [2]float64{p[1], p[0]} })
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	return out
}

func (place) Located(ctx context.Context, obj *graph.Place, first int) ([]graph.Node, error) {
	l := incoming(graph.LocatedAtType).upTo(first)
	l.hideCandidates = true
	return others[graph.Node](ctx, obj.ID, l)
}
