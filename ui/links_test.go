package ui_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestALinkMeansWhatItMeant: of 200 states by chance, each is shown, its address stays as it is, and in a page of its
// own it says the same.
func TestALinkMeansWhatItMeant(t *testing.T) {
	b := workbench(t)
	p, fresh := b.open(t, "/"), b.open(t, "/")
	random := rand.New(rand.NewPCG(14, 200))
	const text = `document.querySelector("main").innerText + document.querySelector("#details").innerText`
	seen := map[string]int{}
	for i := range 200 {
		link := someState(random)
		page, _, _ := strings.Cut(strings.Trim(link, "/"), "?")
		page, _, _ = strings.Cut(page, "/")
		seen[page]++
		p.script(fmt.Sprintf(`delete document.querySelector("main").dataset.ready; history.pushState(null, "", %q); dispatchEvent(new PopStateEvent("popstate"))`, link))
		p.until(ready)
		if at := value[string](p, `location.pathname + location.search`); at != link {
			t.Errorf("%s became %s", link, at)
		}
		if i%10 != 0 {
			continue
		}
		// What the server tells after the answer comes to both.
		const still = `!document.querySelector(".hangs .note")?.textContent.startsWith("…") && document.querySelector("#details").innerText !== "×\n…"`
		p.until(still)
		fresh.do(chromedp.Navigate(b.url + link))
		fresh.until(ready)
		fresh.until(still)
		if here, there := value[string](p, text), value[string](fresh, text); here != there {
			t.Errorf("%s says in a page of its own\n%.600s\nand here\n%.600s", link, there, here)
		}
	}
	for _, page := range []string{"node", "paths", "attack", "diff", "timeline", "graph", "data"} {
		if seen[page] < 10 {
			t.Errorf("only %d states of the page %s", seen[page], page)
		}
	}
	p.finish()
	fresh.finish()
}

// someState is the address of a state that means something.
func someState(r *rand.Rand) string {
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	actor := func() string {
		return one("state:PRK", "state:RUS", "state:KOR", "state:USA", "state:EST", "state:POL", "state:JPN", "state:CHN", "state:UKR", "state:SWE", "state:BLR", "state:TUR")
	}
	day := func() string {
		return one("2024-12-03", "2024-12-04", "2024-03-06", "2025-06-01", "2010-01-01", "1995-05-05")
	}
	var query []string
	set := func(chance float64, name, value string) {
		if r.Float64() < chance {
			query = append(query, name+"="+strings.NewReplacer("%3A", ":", "%2F", "/", "%2C", ",", "%40", "@", "+", "%20").Replace(url.QueryEscape(value)))
		}
	}
	path := one("/node/"+actor(), "/node/"+one("treaty:ru-kp-2024", "org:nato", "weapon:hwasong-15", "article:ru-kp-2024/4"), "/paths", "/paths", "/attack", "/attack", "/diff", "/timeline", "/graph", "/data")
	set(0.8, "asOf", day())
	switch {
	case strings.HasPrefix(path, "/node/"):
		set(0.3, "sel", "obligation:ru-kp-2024/4/1")
		set(0.4, "tab", one("statements", "relationships"))
	case path == "/paths":
		set(0.5, "view", one("diagram", "table"))
		set(1, "from", actor())
		set(1, "to", one("state:MNG", "state:VNM"))
		set(0.3, "to", actor())
		set(0.3, "profile", one("DEFENSE_CHAIN", "PACT", "MEMBERSHIP"))
		set(0.8, "hops", one("1", "2", "3"))
		set(0.3, "k", one("1", "3", "10"))
	case path == "/attack":
		set(0.5, "view", one("diagram", "table", "cascade"))
		set(0.2, "sel", "state:USA")
		set(1, "a", one("state:PRK", "state:RUS", "state:CHN"))
		set(1, "v", one("state:KOR", "state:POL", "state:JPN"))
		set(0.3, "prov", "yes")
		set(0.3, "req", one("yes", "no"))
		set(0.2, "wi", "withdraw:treaty:nato-1949:state:USA")
		set(0.3, "esc", "1")
	case path == "/diff":
		set(1, "d1", one("2022-02-24", "2023-01-01"))
		set(1, "d2", one("2024-12-31", "2024-03-31"))
		set(0.3, "by", "treaty")
		set(0.8, "actor", actor())
	case path == "/timeline":
		set(0.6, "view", one("diagram", "table"))
		set(1, "actor", actor())
		set(0.4, "actor", "org:nato")
		set(1, "from", one("2020-01-01", "2024-01-01"))
		set(1, "to", one("2024-12-31", "2025-06-30"))
		set(0.4, "kinds", one("EVENT", "TREATY,EVENT"))
	case path == "/graph":
		set(0.3, "pending", "1")
		set(0.5, "view", one("diagram", "table"))
		set(1, "ids", one("state:PRK", "state:SWE", "treaty:ru-kp-2024", "state:JPN,state:KOR"))
		set(0.3, "layout", "layers")
	case path == "/data":
		set(0.8, "tab", one("contradictions", "counts", "differ", "arms", "runs"))
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + strings.Join(query, "&")
}
