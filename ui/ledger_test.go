package ui_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestLedger(t *testing.T) {
	b := workbench(t)

	t.Run("five keystrokes from the front page to what binds North Korea", func(t *testing.T) {
		p := b.open(t, "/")
		p.key("/")
		p.do(chromedp.KeyEvent("dprk"))
		p.until(`document.querySelector("#search [aria-selected=true]")?.innerText.includes("North Korea")`)
		p.act(func() { p.key(kb.Enter) })
		p.says("North Korea", "Art. 4", "defence", "Russia", "since 4 Dec 2024")
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`[data-id="obligation:ru-kp-2024/4/1"] button.source`))) })
		p.until(`document.querySelector("#details").innerText.includes("by all means")`)
		p.says("Who says so", "Article 4")
		p.act(func() { p.key(kb.Escape) })
		if back := value[bool](p, `document.activeElement.matches("button.source") && document.querySelector("#details").hidden`); !back {
			t.Error("the focus is lost where the details close")
		}
		p.finish()
	})

	t.Run("signed is not in force, and the day of the header rules", func(t *testing.T) {
		p := b.open(t, "/node/state:PRK?asOf=2024-12-03")
		p.says("Signed on 19 Jun 2024 and not in force")
		p.act(func() {
			p.script(`const day = document.querySelector("#as-of"); day.value = "2024-12-04"; day.dispatchEvent(new Event("change"))`)
		})
		if at := value[string](p, `location.search`); at != "?asOf=2024-12-04" {
			t.Errorf("the address is %s", at)
		}
		p.says("since 4 Dec 2024")
		p.act(func() { p.script(`history.back()`) })
		p.says("not in force")
		p.finish()
	})

	t.Run("an article names those whom it binds on the day, and the nuclear-armed are those who owe defence", func(t *testing.T) {
		p := b.open(t, "/node/treaty:nato-1949?asOf=1960-01-01")
		p.says("owed to one another by 15 actors")
		p.do(chromedp.Navigate(b.url + "/node/state:UKR?asOf=2025-06-01"))
		p.until(ready)
		p.says("Agreement on Security Co-operation between the United Kingdom and Ukraine")
		if value[bool](p, `document.body.innerText.includes("Nuclear-armed among its allies")`) {
			t.Error("the United Kingdom, which Ukraine owes defence, owes it none, and is told as its nuclear-armed ally")
		}
		p.do(chromedp.Navigate(b.url + "/node/state:prussia?asOf=1866-06-14"))
		p.until(ready)
		p.says("succeeds Hanover and Hesse-Kassel")
		p.finish()
	})

	t.Run("every kind of node has a page with its statements", func(t *testing.T) {
		for id, words := range map[string]string{
			"treaty:ru-kp-2024": "by all means at its disposal", "article:ru-kp-2024/4": "Of the Treaty on", "obligation:ru-kp-2024/4/1": "owed to one another",
			"org:nato": "32 members on 15 Jun 2026", "weapon:hyunmoo-5": "Operators", "dataset:curated": "Apache-2.0",
			"person:kim-jong-un": "Offices",
		} {
			p := b.open(t, "/node/"+id)
			p.says(words)
			p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#tab-statements`))) })
			p.until(`document.querySelectorAll("[role=tabpanel] tbody tr").length > 0`)
			p.finish()
		}
	})

	t.Run("a cell stands below the name of its column", func(t *testing.T) {
		for _, tab := range []string{"relationships", "memberships", "obligations"} {
			p := b.open(t, "/node/state:FRA?tab="+tab+"&asOf=2024-12-04")
			p.until(`!!document.querySelector("table.data tbody tr")`)
			const astray = `[...document.querySelectorAll("table.data")].flatMap(t => [...t.querySelectorAll("tbody tr")].slice(0, 20).flatMap(r =>
				[...r.cells].map((c, i) => [c, t.tHead.rows[0].cells[i]]).filter(([c, h]) => Math.abs(c.getBoundingClientRect().left - h.getBoundingClientRect().left) > 1)
					.map(([c, h]) => h.innerText + ": " + c.innerText)))`
			if found := value[[]string](p, astray); len(found) > 0 {
				t.Errorf("%s: %d cells stand elsewhere, such as %.100q", tab, len(found), found[0])
			}
			const inside = `[...document.querySelectorAll("table.data thead th:not(.number) button")].filter(button => {
				const words = document.createRange();
				words.selectNodeContents(button);
				return Math.abs(words.getBoundingClientRect().left - button.parentElement.getBoundingClientRect().left) > 1;
			}).map(button => button.innerText)`
			if found := value[[]string](p, inside); len(found) > 0 {
				t.Errorf("%s: the names %q of columns stand elsewhere", tab, found)
			}
			p.finish()
		}
	})

	t.Run("a name that may mean two offers both", func(t *testing.T) {
		p := b.open(t, "/node/Korea")
		p.says("could mean", "South Korea", "North Korea")
		p.act(func() { p.script(`document.querySelectorAll(".candidates button")[1].click()`) })
		p.until(`location.pathname === "/node/state:PRK"`)
	})

	t.Run("an address may hold the name or the code of anything, and what nobody bears is said in plain words", func(t *testing.T) {
		p := b.open(t, "/node/unts:I-541")
		p.until(`location.pathname === "/node/treaty:nato-1949"`)
		p.do(chromedp.Navigate(b.url + "/node/state:XXX"))
		p.until(ready)
		p.says("Nothing is known as “state:XXX”.", "The search above")
		p.finish()
	})

	t.Run("the memberships of an organization are counted as they are listed", func(t *testing.T) {
		p := b.open(t, "/node/org:nato?asOf=2024-12-04&tab=memberships")
		p.says("Memberships of North Atlantic Treaty Organization (0)")
		if tab := value[string](p, `document.querySelector("#tab-memberships").innerText`); tab != "Memberships 0" {
			t.Errorf("the tab says %q", tab)
		}
	})

	t.Run("axe finds nothing, light, dark and on a telephone", func(t *testing.T) {
		b.clean(t, "/", "/node/state:PRK?sel=obligation:ru-kp-2024/4/1", "/node/treaty:ru-kp-2024", "/node/org:nato", "/node/state:PRK?tab=statements")
	})
}
