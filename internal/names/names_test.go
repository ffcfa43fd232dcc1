package names_test

import (
	"maps"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/internal/names"
)

func TestFoldReducesToWhatPeopleMean(t *testing.T) {
	for in, want := range map[string]string{
		"Côte d’Ivoire":                      "cote d ivoire",
		"COTE D'IVOIRE":                      "cote d ivoire",
		"People's Republic":                  "peoples republic",
		"U.S.S.R.":                           "ussr",
		"U.S. Navy":                          "us navy",
		"St. Lucia":                          "st lucia",
		"J.Edgar":                            "j edgar",
		"Guinea-Bissau":                      "guinea bissau",
		"Bosnia & Herzegovina":               "bosnia and herzegovina",
		"  Åland   Islands ":                 "aland islands",
		"Türkiye":                            "turkiye",
		"İstanbul":                           "istanbul",
		"Łódź, Tromsø":                       "lodz tromso",
		"Straße":                             "strasse",
		"Ελλάς":                              "ελλασ",
		"Россия":                             "россия",
		"대한민국":                               "대한민국",
		"パキスタン":                              "パキスタン",
		"ｆｕｌｌ　ｗｉｄｔｈ":                         "full width",
		"قُدْس":                              "قدس",
		"a\u202eb":                           "ab",
		"nul\x00byte":                        "nul byte",
		"Sana'a":                             "sanaa",
		"???":                                "",
		"Ꭰ ꭰ":                                "ꭰ ꭰ",
		"Treaty (2024)":                      "treaty 2024",
		"broken\xffbyte":                     "broken byte",
		"Democratic People’s Rep. of Korea.": "democratic peoples rep of korea",
	} {
		if got := names.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNamesThatHoldTheTextAreNearAfterThoseThatAreSpeltAlike(t *testing.T) {
	list := func(yield func(string, string) bool) {
		for _, name := range []string{"Republic of the Congo", "Kongo", "Congolese Army", "DR Congo", "U.K.", "Kinshasa"} {
			if !yield(name, name) {
				return
			}
		}
	}
	for text, want := range map[string]string{"Congo": "Kongo|DR Congo|Republic of the Congo", "the congo": "DR Congo|Republic of the Congo", "NK": "", "Congo army": ""} {
		var got []string
		for _, s := range names.Nearest(text, list, 5) {
			got = append(got, s.Name)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: %q; want %q", text, got, want)
		}
	}
}

func TestFoldOfAFoldIsTheFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-ZÀ-ÿ.' &-]{0,20}`)).Draw(t, "text")
		folded := names.Fold(s)
		if again := names.Fold(folded); again != folded {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, folded, again)
		}
		if strings.TrimSpace(folded) != folded || strings.Contains(folded, "  ") || !utf8.ValidString(folded) {
			t.Fatalf("Fold(%q) = %q: stray space or broken text", s, folded)
		}
	})
}

func TestScoreOrdersFromTheNameItselfToWordsOfAnAlias(t *testing.T) {
	inOrder := []struct {
		name    string
		aliases []string
	}{
		{"Korea", nil},
		{"South Korea", []string{"Korea"}},
		{"Korea Strait", nil},
		{"Korea, Democratic People's Republic of", nil},
		{"DPRK", []string{"Korea, North"}},
		{"North Korea", nil},
		{"Democratic People's Republic of Korea", nil},
		{"ROK", []string{"Republic of Korea"}},
	}
	last := -1
	for _, n := range inOrder {
		score, ok := names.Parse("korea").Score(names.FoldAll(n.name, n.aliases))
		if !ok || score <= last {
			t.Errorf("%s %v: score %d, %v; want more than %d", n.name, n.aliases, score, ok, last)
		}
		last = score
	}
}

func TestScoreWantsAllWordsInOneName(t *testing.T) {
	for _, c := range []struct {
		query, name string
		aliases     []string
		want        bool
	}{
		{"rep kor", "Republic of Korea", nil, true},
		{"kor rep", "Republic of Korea", nil, true},
		{"orea", "Republic of Korea", nil, false},
		{"north republic", "North Korea", []string{"Democratic People's Republic of Korea"}, false},
		{"people republic", "North Korea", []string{"Democratic People's Republic of Korea"}, true},
		{"cote", "Côte d’Ivoire", nil, true},
		{"ivoire", "Côte d’Ivoire", nil, true},
		{"", "Korea", nil, false},
		{"?!", "Korea", nil, false},
	} {
		if _, ok := names.Parse(c.query).Score(names.FoldAll(c.name, c.aliases)); ok != c.want {
			t.Errorf("%q in %q %v: %v, want %v", c.query, c.name, c.aliases, ok, c.want)
		}
	}
}

func TestSortKeyOrdersNumbersByValueAndIsBounded(t *testing.T) {
	list := []string{"Zaire", "article 10", "Ägypten", "Article 9", "Åland", "Article II", "!"}
	sort.Slice(list, func(i, j int) bool { return names.SortKey(list[i]) < names.SortKey(list[j]) })
	want := []string{"!", "Ägypten", "Åland", "Article 9", "article 10", "Article II", "Zaire"}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
	for _, s := range []string{strings.Repeat("é1", 5000), strings.Repeat("한", 5000), strings.Repeat("9", 5000)} {
		if key := names.SortKey(s); len(key) > 400 || !utf8.ValidString(key) || key == "" {
			t.Errorf("key of %d bytes, valid %v", len(key), utf8.ValidString(key))
		}
	}
}

func TestNearestFindsMisspeltNames(t *testing.T) {
	list := map[string]string{
		"state:PRK": "North Korea", "state:KOR": "South Korea", "state:RUS": "Russia", "state:RWA": "Rwanda", "state:BLR": "Belarus",
		"weapon:15": "Hwasong-15", "weapon:17": "Hwasong-17", "org:NATO": "North Atlantic Treaty Organization",
	}
	for query, want := range map[string]string{
		"North Krea": "state:PRK", "Rusia": "state:RUS", "rwadna": "state:RWA", "Belorus": "state:BLR",
		"hwasung": "weapon:15", "hwasung 17": "weapon:17", "Atlantik treaty": "org:NATO",
	} {
		got := names.Nearest(query, maps.All(list), 1)
		if len(got) != 1 || got[0].Key != want {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
	}
	for _, text := range []string{"Utopia", "Norty Koroa Organization"} {
		if got := names.Nearest(text, maps.All(list), 5); len(got) != 0 {
			t.Errorf("%s is near to %v", text, got)
		}
	}
}

func TestDistanceIsThatOfAFullTableWithinTheBound(t *testing.T) {
	full := func(a, b []rune) int {
		d := make([][]int, len(a)+1)
		for i := range d {
			d[i] = make([]int, len(b)+1)
			for j := range d[i] {
				switch {
				case i == 0:
					d[i][j] = j
				case j == 0:
					d[i][j] = i
				default:
					cost := 1
					if a[i-1] == b[j-1] {
						cost = 0
					}
					d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
					if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
						d[i][j] = min(d[i][j], d[i-2][j-2]+1)
					}
				}
			}
		}
		return d[len(a)][len(b)]
	}
	word := rapid.StringMatching(`[abß]{0,9}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, bound := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(0, 5).Draw(t, "bound")
		if got, want := names.Distance(a, b, bound), min(full([]rune(a), []rune(b)), bound+1); got != want {
			t.Fatalf("Distance(%q, %q, %d) = %d, want %d", a, b, bound, got, want)
		}
	})
}
