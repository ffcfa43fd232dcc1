package document

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// figure is a number with its unit.
type figure struct {
	start, end int    // bytes
	text       string // "10000 troops", "5500 km", "10000 to 12000 soldiers", "1.5 million USD"
}

const number = `(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?)`

// units maps how a unit is written, in lower case, to how it is kept.
var units = map[string]string{
	"km": "km", "kilometer": "km", "kilometre": "km", "mile": "miles", "nautical mile": "nautical miles", "m": "m",
	"meter": "m", "metre": "m", "kg": "kg",
	"kilogram": "kg", "t": "t", "ton": "t", "tonne": "t", "metric ton": "t", "kt": "kt", "kiloton": "kt",
	"soldier": "soldiers", "troop": "troops", "personnel": "personnel",
	"fighter": "fighters", "civilian": "civilians", "people": "people", "person": "people", "worker": "workers",
	"casualty": "casualties", "casualties": "casualties",
	"missile": "missiles", "rocket": "rockets", "shell": "shells", "artillery shell": "shells", "round": "rounds",
	"warhead": "warheads", "drone": "drones",
	"tank": "tanks", "aircraft": "aircraft", "ship": "ships", "container": "containers", "percent": "percent",
	"per cent": "percent", "%": "percent",
	"usd": "USD", "dollar": "USD", "u.s. dollar": "USD", "us dollar": "USD", "euro": "EUR", "won": "KRW", "rouble": "RUB",
	"ruble": "RUB", "yen": "JPY",
}

var (
	amount = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}.,])` + `((?:(US\$|\$|USD|€)\s?)?` + number +
		`(?:\s?(?:-|–|to|and)\s?` + number + `)?(?:[\s-]?(thousand|million|billion|trillion))?` +
		`(?:[\s-]?(` + unitPattern() + `))?)`)
	currencies = map[string]string{"us$": "USD", "$": "USD", "usd": "USD", "€": "EUR"}
)

// unitPattern lists the units, the longest first, with a plural s.
func unitPattern() string {
	var all []string
	for u := range units {
		all = append(all, regexp.QuoteMeta(u))
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return strings.Join(all, "s?|") + "s?"
}

// named tells whether what comes next belongs to the name before it, by a hyphen, also at the end of a line.
func named(before string) bool {
	before = strings.TrimRight(before[max(0, len(before)-100):], " \t\r\n")
	r, size := utf8.DecodeLastRuneInString(before)
	if !strings.ContainsRune("-‐‑", r) { // a dash parts
		return false
	}
	letter, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
	return unicode.IsLetter(letter)
}

// figures finds numbers with a unit or a currency, in order. A number alone is none.
func figures(text string) []figure {
	var out []figure
	for _, m := range amount.FindAllStringSubmatchIndex(text, -1) {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		if named(text[:m[2]]) {
			continue // the 15 of Hwasong-15
		}
		unit := currencies[strings.ToLower(group(2))]
		if unit == "" {
			written := strings.ToLower(group(6))
			if unit = units[written]; unit == "" {
				unit = units[strings.TrimSuffix(written, "s")]
			}
			if rest := text[m[3]:]; unit == "" || written != "%" && followed(rest) {
				continue // no unit, or only the beginning of a word: 5 minutes
			}
		}
		parts := []string{strings.ReplaceAll(group(3), ",", "")}
		if high := group(4); high != "" {
			parts = append(parts, "to", strings.ReplaceAll(high, ",", ""))
		}
		if scale := group(5); scale != "" {
			parts = append(parts, strings.ToLower(scale))
		}
		out = append(out, figure{m[2], m[3], strings.Join(append(parts, unit), " ")})
	}
	return out
}
