package curated

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

func TestPointsInTheAreasOfTreaties(t *testing.T) {
	d := load(t)
	points := map[string][2]float64{
		"Falkland Islands": {-51.7, -59}, "Honolulu": {21.3, -157.9}, "Seoul": {37.57, 126.98}, "Tokyo": {35.68, 139.69},
		"Manila": {14.6, 120.98}, "Palawan": {9.8, 118.7}, "Canberra": {-35.28, 149.13}, "Perth": {-31.95, 115.86}, "Wellington": {-41.29, 174.78}, "Washington": {38.9, -77.04},
		"Tallinn": {59.44, 24.75}, "Ankara": {39.93, 32.86}, "Van": {38.5, 43.4}, "Athens": {37.98, 23.73}, "Heraklion": {35.3, 25.1}, "Lisbon": {38.72, -9.14},
		"Reykjavik": {64.15, -21.94}, "Nuuk": {64.18, -51.7}, "Bermuda": {32.3, -64.8}, "Azores": {37.7, -25.7}, "Canary Islands": {28.1, -15.4},
		"Svalbard": {78.2, 15.6}, "Ottawa": {45.42, -75.7}, "Anchorage": {61.2, -149.9}, "Seattle": {47.6, -122.3}, "San Diego": {32.72, -117.16}, "Miami": {25.8, -80.2},
		"Ceuta": {35.89, -5.32}, "Puerto Rico": {18.4, -66.1}, "Moscow": {55.75, 37.62}, "Naha": {26.2, 127.7}, "Yonaguni": {24.46, 123.0}, "Senkaku": {25.75, 123.47}, "Tsushima": {34.4, 129.3},
		"Sapporo": {43.06, 141.35}, "Nagasaki": {32.75, 129.87}, "Busan": {35.18, 129.07}, "Liancourt Rocks": {37.24, 131.87}, "Taipei": {25.04, 121.56}, "Guam": {13.4, 144.8}, "Kinmen": {24.4, 118.3},
		"Dublin": {53.35, -6.26}, "Valletta": {35.9, 14.51}, "Nicosia": {35.17, 33.36}, "Cayenne": {4.9, -52.3}, "Helsinki": {60.17, 24.94}, "Kiruna": {67.9, 20.2}, "Warsaw": {52.23, 21.01}, "Bucharest": {44.43, 26.1},
		"Buenos Aires": {-34.6, -58.38}, "Santiago": {-33.45, -70.67}, "Brasilia": {-15.8, -47.9}, "Recife": {-8.05, -34.9}, "Mexico City": {19.4, -99.1}, "Port of Spain": {10.65, -61.5}, "London": {51.5, -0.13}, "Paris": {48.86, 2.35},
		"Ajaccio": {41.92, 8.74}, "Berlin": {52.52, 13.4}, "Bangkok": {13.75, 100.5}, "Islamabad": {33.7, 73.05}, "Karachi": {24.86, 67.0}, "Dhaka": {23.8, 90.4}, "Kuala Lumpur": {3.14, 101.7}, "Singapore": {1.29, 103.85},
		"Kota Kinabalu": {5.98, 116.07}, "Port Moresby": {-9.44, 147.18}, "Kursk": {51.7, 36.2}, "Panmunjom": {37.96, 126.68}, "Yeonpyeong": {37.67, 125.7}, "Pyongyang": {39.03, 125.75}, "Beijing": {39.9, 116.4}, "Fiji": {-18.1, 178.4}, "Pago Pago": {-14.3, -170.7},
		"Algiers": {36.75, 3.06}, "Oran": {35.7, -0.65}, "Annaba": {36.9, 7.77}, "Tunis": {36.8, 10.18}, "Tripoli": {32.89, 13.19}, "Benghazi": {32.12, 20.07}, "Alexandria": {31.2, 29.92}, "Tel Aviv": {32.08, 34.78}, "Beirut": {33.89, 35.5}, "Latakia": {35.52, 35.78}, "Tangier": {35.78, -5.81}, "Melilla": {35.29, -2.94},
	}
	for area, cases := range map[graph.ID]struct{ in, out []string }{
		"place:nato-article-6": {
			[]string{"Tallinn", "Ankara", "Van", "Athens", "Heraklion", "Lisbon", "Reykjavik", "Nuuk", "Bermuda", "Azores", "Canary Islands", "Svalbard", "Ottawa", "Anchorage", "Seattle", "San Diego", "Miami", "Washington", "London", "Paris", "Ajaccio", "Berlin", "Warsaw", "Bucharest", "Helsinki", "Kiruna"},
			[]string{"Falkland Islands", "Honolulu", "Guam", "Puerto Rico", "Cayenne", "Ceuta", "Melilla", "Seoul", "Mexico City", "Algiers", "Oran", "Annaba", "Tunis", "Tripoli", "Benghazi", "Alexandria", "Tel Aviv", "Beirut", "Latakia", "Tangier"},
		},
		"place:nato-algerian-departments": {[]string{"Algiers", "Oran", "Annaba"}, []string{"Paris", "Tunis", "Tangier", "Tripoli"}},
		"place:pacific-territories":       {[]string{"Seoul", "Honolulu", "Guam", "Port Moresby", "Canberra", "Pago Pago"}, []string{"Washington", "London", "Beijing", "Falkland Islands"}},
		"place:pacific-and-metropolitan":  {[]string{"Manila", "Palawan", "Canberra", "Perth", "Wellington", "Honolulu", "Guam", "Washington", "Seattle", "San Diego", "Miami", "Anchorage", "Pago Pago"}, []string{"London", "Falkland Islands", "Mexico City", "Beijing"}},
		"place:japan-administered":        {[]string{"Tokyo", "Naha", "Yonaguni", "Senkaku", "Tsushima", "Sapporo", "Nagasaki"}, []string{"Seoul", "Busan", "Liancourt Rocks", "Taipei", "Washington", "Guam", "Honolulu"}},
		"place:west-pacific-1954":         {[]string{"Taipei", "Guam"}, []string{"Kinmen", "Beijing", "Washington", "Manila"}},
		"place:eu-territory":              {[]string{"Tallinn", "Dublin", "Valletta", "Nicosia", "Cayenne", "Helsinki", "Kiruna", "Warsaw", "Bucharest", "Athens", "Heraklion", "Lisbon", "Azores", "Canary Islands", "Paris", "Ajaccio", "Ceuta", "Melilla"}, []string{"Falkland Islands", "Nuuk", "Reykjavik", "Moscow", "Ankara", "Washington", "Algiers", "Oran", "Annaba", "Tunis", "Tripoli", "Tangier", "Beirut"}},
		"place:rio-region":                {[]string{"Buenos Aires", "Santiago", "Brasilia", "Recife", "Mexico City", "Port of Spain", "Washington", "Falkland Islands", "Anchorage", "Nuuk"}, []string{"London", "Lisbon", "Tokyo", "Honolulu"}},
		"place:europe":                    {[]string{"Moscow", "Warsaw", "Berlin", "Bucharest", "Tallinn", "Kursk"}, []string{"Beijing", "Washington", "Seoul", "Algiers", "Oran", "Annaba", "Tunis", "Tripoli", "Tangier"}},
		"place:seato-area":                {[]string{"Bangkok", "Manila", "Canberra", "Wellington", "Islamabad", "Karachi", "Dhaka"}, []string{"Taipei", "Tokyo", "London", "Washington"}},
		"place:malaysia-singapore":        {[]string{"Kuala Lumpur", "Singapore", "Kota Kinabalu"}, []string{"Bangkok", "Canberra"}},
		"place:france-greece":             {[]string{"Paris", "Ajaccio", "Athens", "Heraklion"}, []string{"London", "Ankara", "Berlin"}},
		"place:france-poland":             {[]string{"Paris", "Warsaw"}, []string{"Berlin", "Tallinn"}},
		"place:france-germany":            {[]string{"Paris", "Berlin"}, []string{"London", "Warsaw"}},
		"place:korea":                     {[]string{"Seoul", "Pyongyang", "Busan", "Panmunjom", "Yeonpyeong"}, []string{"Tokyo", "Beijing", "Tsushima"}},
		"place:korea-border-zones":        {[]string{"Panmunjom", "Yeonpyeong"}, []string{"Pyongyang", "Busan"}},
	} {
		place, ok := d.nodes[area].(*graph.Place)
		if !ok {
			t.Errorf("%s is missing", area)
			continue
		}
		if place.Words == "" || place.Kind != "AREA" {
			t.Errorf("%s: kind %q, words %q", area, place.Kind, place.Words)
		}
		for _, name := range cases.in {
			if p, ok := points[name]; !ok || !place.Area.Contains(p[0], p[1]) {
				t.Errorf("%s does not contain %s", area, name)
			}
		}
		for _, name := range cases.out {
			if p, ok := points[name]; !ok || place.Area.Contains(p[0], p[1]) {
				t.Errorf("%s contains %s", area, name)
			}
		}
	}
}

// The home points of the parties stand for their territories wherever a scenario names no other place.
func TestHomePointsOfPartiesLieInTheAreas(t *testing.T) {
	d := load(t)
	for treaty, area := range map[graph.ID]graph.ID{
		"treaty:nato-1949": "place:nato-article-6", "treaty:eu-42-7": "place:eu-territory", "treaty:rio-1947": "place:rio-region",
		"treaty:anzus-1951": "place:pacific-and-metropolitan", "treaty:us-ph-1951": "place:pacific-and-metropolitan", "treaty:warsaw-1955": "place:europe",
	} {
		parties := 0
		for _, r := range d.relationships[graph.PartyToType] {
			if r.Head().ToID != treaty {
				continue
			}
			parties++
			s := d.nodes[r.Head().FromID].(*graph.State)
			if !d.nodes[area].(*graph.Place).Area.Contains(*s.Latitude, *s.Longitude) {
				t.Errorf("%s: the capital of %s lies outside", area, s.ID)
			}
		}
		if parties < 2 {
			t.Errorf("%s has %d parties", treaty, parties)
		}
	}
}
