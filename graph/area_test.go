package graph_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

func TestAnAreaHoldsItsBandsAndPolygonsLessItsHoles(t *testing.T) {
	north := graph.Area{Bands: [][2]float64{{23.4366, 90}}}
	pacific := graph.Area{Polygons: [][][2]float64{{{-10, 170}, {10, 170}, {10, 200}, {-10, 200}}}, Except: [][][2]float64{{{-1, 179}, {1, 179}, {1, 181}, {-1, 181}}}}
	west := graph.Area{Polygons: [][][2]float64{{{0, -100}, {20, -100}, {20, -80}, {0, -80}}}}
	concave := graph.Area{Polygons: [][][2]float64{{{0, 0}, {10, 0}, {10, 10}, {5, 5}, {0, 10}}}}
	for _, c := range []struct {
		name                string
		area                graph.Area
		latitude, longitude float64
		want                bool
	}{
		{"London, north of the Tropic", north, 51.5, -0.1, true},
		{"Honolulu, south of it", north, 21.3, -157.9, false},
		{"the edge of the band", north, 23.4366, 0, true},
		{"the pole", north, 90, 0, true},
		{"west of the antimeridian", pacific, 5, 175, true},
		{"east of the antimeridian", pacific, 5, -175, true},
		{"just past its eastern edge", pacific, 5, -159, false},
		{"the other side of the world", pacific, 5, 0, false},
		{"in the hole, west", pacific, 0, 179.5, false},
		{"in the hole, east", pacific, 0, -179.5, false},
		{"on the antimeridian", pacific, 5, 180, true},
		{"on the antimeridian, written the other way", pacific, 5, -180, true},
		{"negative longitudes", west, 10, -90, true},
		{"negative longitudes, outside", west, 10, 90, false},
		{"in the notch", concave, 5, 8, false},
		{"beside the notch", concave, 2, 7, true},
		{"nowhere", graph.Area{}, 0, 0, false},
		{"only a hole", graph.Area{Except: pacific.Polygons}, 5, 175, false},
	} {
		if got := c.area.Contains(c.latitude, c.longitude); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if north.IsZero() || !(graph.Area{Except: pacific.Polygons}).IsZero() || !(graph.Area{}).IsZero() {
		t.Error("an area without bands and polygons is one without geometry, and no other")
	}
}
