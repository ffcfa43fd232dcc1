package ui_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func TestAttackPage(t *testing.T) {
	b := workbench(t)
	const count = `Object.fromEntries([...document.querySelectorAll(".column")].map(c => [c.querySelector("h2").id.slice(4), c.querySelectorAll(".actors li").length]))`

	t.Run("each actor stands in one column, and the totals are those of the API", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:RUS&v=state:POL&asOf=2024-12-04")
		var want struct {
			ObligationsIfAttacked struct {
				Responders []struct {
					Verdict string
					Actor   struct{ ID string }
				}
			}
		}
		httpapitest.Data(t, b.handler, `{obligationsIfAttacked(attacker: "RUS", victim: "POL", asOf: "2024-12-04") {responders {verdict actor {id}}}}`, nil, &want)
		totals := map[string]int{}
		for _, r := range want.ObligationsIfAttacked.Responders {
			if r.Verdict != "FREE" {
				totals[r.Verdict]++
			}
		}
		for verdict, n := range value[map[string]int](p, count) {
			if n != totals[verdict] {
				t.Errorf("%s has %d actors, want %d", verdict, n, totals[verdict])
			}
		}
		if totals["OBLIGED"] < 30 {
			t.Errorf("only %v", totals)
		}
		if twice := value[int](p, `(ids => ids.length - new Set(ids).size)([...document.querySelectorAll(".actors [data-id]")].map(e => e.dataset.id))`); twice != 0 {
			t.Errorf("%d actors stand twice", twice)
		}
		nato := value[string](p, `document.querySelector("[data-card='treaty:nato-1949 5'] h3").innerText`)
		if cards := value[int](p, `document.querySelectorAll("#col-OBLIGED ~ .card").length`); cards > 3 {
			t.Errorf("%d cards of those who must help: NATO is %q", cards, nato)
		}
		if top := value[float64](p, `document.querySelector("[data-card='treaty:nato-1949 5']").getBoundingClientRect().bottom`); top > 900 {
			t.Errorf("the card of NATO ends at %.0f, below the first screen", top)
		}
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.actors [data-id="state:USA"]`))) })
		p.says("The United States must help Poland against Russia", "By these duties", "What if")
		p.finish()
	})

	t.Run("who was there in the place of a state of another day takes its place alone", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:austria-hungary&v=state:SRB&asOf=1914-07-28")
		p.says("Serbia (state:SRB) did not exist on 1914-07-28", "Did you mean")
		p.act(func() {
			p.script(`[...document.querySelectorAll(".candidates button")].find(b => b.innerText.includes("Kingdom of Serbia")).click()`)
		})
		p.says("If Austria-Hungary attacks the Kingdom of Serbia on 28 Jul 1914")
		if at := value[string](p, `location.search`); strings.Count(at, "serbia-1817") != 1 {
			t.Errorf("the address is %s", at)
		}
	})

	t.Run("a condition without a text says what is not known", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:german-reich&v=state:POL&asOf=1939-07-01")
		p.says("British guarantee to Poland", "the legal force of the instrument is disputed")
		p.finish()
	})

	t.Run("what is unknown is assumed by a press, and who moves says what it was", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:UKR&v=state:RUS&asOf=2024-12-04")
		before := value[map[string]int](p, count)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#provoked`))) })
		after := value[map[string]int](p, count)
		if before["OBLIGED"]+before["CONDITIONAL"] <= after["OBLIGED"]+after["CONDITIONAL"] {
			t.Errorf("a provoked attack leaves %v of %v", after, before)
		}
		p.finish()
	})

	t.Run("a withdrawal empties one place, says that it is hypothetical, and writes nothing", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:PRK&v=state:KOR&asOf=2024-12-04")
		version := value[string](p, versionOf)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.actors [data-id="state:USA"]`))) })
		p.act(func() {
			p.script(`[...document.querySelectorAll("#details button")].find(b => b.textContent === "it withdrew").click()`)
		})
		p.says("Hypothetical", "Nothing is saved", "nobody is bound")
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.tray .chip input`))) })
		p.says("United States must help")
		p.act(func() { p.script(`history.back()`) })
		p.says("Hypothetical")
		if now := value[string](p, versionOf); now != version {
			t.Errorf("the data have version %s, had %s", now, version)
		}
		p.finish()
	})

	t.Run("what a verdict hangs on is a what-if one press away", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:PRK&v=state:KOR&asOf=2024-12-04&sel=state:USA")
		const pivots = `[...document.querySelectorAll("#details h3")].find(e => e.textContent === "What it hangs on")?.parentElement.querySelectorAll("li button")`
		p.until(`(` + pivots + `?.length ?? 0) > 0`)
		p.act(func() { p.script(pivots + `[0].click()`) })
		p.says("Hypothetical", "nobody is bound")
		p.finish()
	})

	t.Run("the cascade goes by rounds", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:USA&v=state:PRK&asOf=2025-01-01&view=cascade&esc=1")
		all := value[int](p, `document.querySelectorAll(".cascade .round [data-id]").length`)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#round-0`))) })
		if first := value[int](p, `document.querySelectorAll(".cascade .round [data-id]").length`); first != 0 || all == 0 {
			t.Errorf("%d in round 0, %d in all", first, all)
		}
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#round-on`))) })
		p.says("Round 1", "China", "Russia")
		p.finish()
	})

	t.Run("the days on which the answer changes are ticks, and a key leads to the next", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:UKR&v=state:RUS&asOf=2024-12-03")
		p.until(`document.querySelectorAll("#ruler .tick").length > 0`)
		p.act(func() { p.key("]") })
		if at := value[string](p, `location.search`); !strings.Contains(at, "asOf=2024-12-04") {
			t.Errorf("the address is %s", at)
		}
		p.until(`!!document.querySelector("#col-OBLIGED ~ .card [data-id='state:PRK']")`)
		p.finish()
	})

	t.Run("who enters says by what, and what it hangs on; who no longer does is named", func(t *testing.T) {
		p := b.open(t, "/attack?a=state:USA&v=state:PRK&asOf=2025-01-01&view=cascade")
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.cascade .round [data-id="state:CHN"]`))) })
		p.says("Enters in round 1 on the side of the victim")
		p.until(`document.querySelectorAll("#details .hangs li button").length > 0`)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#details .hangs li button`))) })
		p.says("Hypothetical", "was: enters on the victim's side in round 1")
		p.finish()
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		b.clean(t, "/attack?a=state:RUS&v=state:POL&asOf=2024-12-04&sel=state:USA", "/attack?a=state:USA&v=state:PRK&asOf=2025-01-01&view=cascade&esc=1",
			"/attack?a=state:PRK&v=state:KOR&asOf=2024-12-04&wi=withdraw:treaty:us-kr-1953:state:USA&view=table")
	})
}

const versionOf = `(r => JSON.parse(r.responseText).extensions.entente.dataVersion)((r => (r.open("POST", "/graphql", false), r.setRequestHeader("content-type", "application/json"), r.send('{"query":"{stats{nodeCount}}"}'), r))(new XMLHttpRequest()))`
