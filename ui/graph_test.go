package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestDiagramPage(t *testing.T) {
	b := workbench(t)
	const positions = `JSON.stringify([...document.querySelectorAll(".node")].map(e => [e.dataset.id, e.getAttribute("transform")]).sort())`

	t.Run("a click on empty ground clears what is selected", func(t *testing.T) {
		p := b.open(t, "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram&sel=state:RUS")
		p.until(`!document.querySelector("#details").hidden`)
		p.script(`document.querySelector("svg.drawing").dispatchEvent(new MouseEvent("click", {bubbles: true}))`)
		p.until(`document.querySelector("#details").hidden && !location.search.includes("sel=")`)
	})

	t.Run("expanding moves nothing, collapsing restores the exact set, and a reload gives the same picture", func(t *testing.T) {
		p := b.open(t, "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram")
		before := value[string](p, positions)
		p.act(func() {
			p.script(`const n = document.querySelector('.node[data-id="state:RUS"]'); n.focus(); n.dispatchEvent(new KeyboardEvent("keydown", {key: "e", bubbles: true}))`)
		})
		after := value[string](p, positions)
		for _, entry := range strings.Split(strings.Trim(before, "[]"), "],[") {
			if !strings.Contains(after, entry) {
				t.Errorf("moved: %s", entry)
			}
		}
		if len(after) <= len(before) {
			t.Error("expanding Russia brought nothing")
		}
		p.do(chromedp.Reload())
		p.until(ready)
		if again := value[string](p, positions); again != after {
			t.Error("a reload gives another picture")
		}
		p.act(func() {
			p.script(`const n = document.querySelector('.node[data-id="state:RUS"]'); n.focus(); n.dispatchEvent(new KeyboardEvent("keydown", {key: "c", bubbles: true}))`)
		})
		if back := value[string](p, positions); back != before {
			t.Errorf("collapsing leaves %.300s, want %.300s", back, before)
		}
		p.finish()
	})

	t.Run("forces give the same picture too, beside the page, and what is expanded or hidden moves nothing", func(t *testing.T) {
		p := b.open(t, "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram&layout=force")
		before := value[string](p, positions)
		if rings := value[string](b.open(t, "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram"), positions); before == rings || strings.Count(before, "],[") != strings.Count(rings, "],[") {
			t.Errorf("forces give %.200s, rings %.200s", before, rings)
		}
		if worker := value[bool](p, `performance.getEntriesByType("resource").some(e => e.name.includes("force.worker"))`); !worker {
			t.Error("the forces are not computed in a worker")
		}
		for _, key := range []string{"e", "h"} {
			p.act(func() {
				p.script(fmt.Sprintf(`const n = document.querySelector('.node[data-id="state:%s"]'); n.focus(); n.dispatchEvent(new KeyboardEvent("keydown", {key: %q, bubbles: true}))`, map[string]string{"e": "RUS", "h": "CHN"}[key], key))
			})
			after := value[string](p, positions)
			if after == before {
				t.Errorf("%q changes nothing", key)
			}
			for _, entry := range strings.Split(strings.Trim(before, "[]"), "],[") {
				if !strings.Contains(after, entry) && !strings.Contains(entry, "state:CHN") {
					t.Errorf("after %q moved: %s", key, entry)
				}
			}
			p.do(chromedp.Reload())
			p.until(ready)
			if again := value[string](p, positions); again != after {
				t.Error("a reload gives another picture")
			}
		}
		p.finish()
	})

	t.Run("treaties are boxes, and one of many parties stays closed until it is opened", func(t *testing.T) {
		p := b.open(t, "/graph?ids=state:EST&asOf=2024-12-04&view=diagram")
		if lines := value[int](p, `document.querySelectorAll(".relation").length`); lines > 60 {
			t.Errorf("%d lines around Estonia", lines)
		}
		if badge := value[string](p, `document.querySelector('.node[data-id="treaty:nato-1949"] .badge')?.textContent ?? ""`); badge != "+31" {
			t.Errorf("NATO's box says %q", badge)
		}
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#way-table`))) })
		closed := value[int](p, `document.querySelectorAll("tbody tr").length`)
		p.do(chromedp.Navigate(b.url + "/graph?ids=state:EST&asOf=2024-12-04&view=table&open=treaty:nato-1949"))
		p.until(ready)
		if opened := value[int](p, `document.querySelectorAll("tbody tr").length`); opened < closed+31 {
			t.Errorf("%d rows with the box open, %d with it closed", opened, closed)
		}
		p.finish()
	})

	t.Run("a day of the ruler is drawn without a question, and signed is not in force", func(t *testing.T) {
		p := b.open(t, "/graph?ids=state:PRK&asOf=2024-12-03&view=diagram")
		const line = `document.querySelector('.node[data-id="treaty:ru-kp-2024"]').classList.contains("gone")`
		if !value[bool](p, line) {
			t.Error("the treaty is drawn a day before it was in force")
		}
		p.act(func() { p.key("]") })
		if value[bool](p, line) {
			t.Error("the treaty is not drawn on the day of its entry into force")
		}
		p.finish()
	})

	t.Run("files hold what is shown: SVG with a legend, GraphML with every line", func(t *testing.T) {
		p := b.open(t, "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram")
		p.script(`window.files = {}; URL.createObjectURL = b => { window.last = b; return "blob:x" };
			HTMLAnchorElement.prototype.click = function() { const name = this.download; window.last.text().then(t => window.files[name] = t) }`)
		for _, name := range []string{"SVG", "GraphML"} {
			p.script(fmt.Sprintf(`[...document.querySelectorAll(".menu button")].find(b => b.textContent === %q).click()`, name))
		}
		p.until(`Object.keys(window.files).length === 2`)
		const parsed = `(end => { const d = new DOMParser().parseFromString(Object.entries(window.files).find(([k]) => k.endsWith(end))[1], "application/xml"); return d.querySelector("parsererror") ? null : d })`
		if legend := value[bool](p, parsed+`(".svg")?.documentElement.textContent.includes("defence")`); !legend {
			t.Error("the SVG has no legend, or is none")
		}
		edges, lines := value[int](p, parsed+`(".graphml")?.querySelectorAll("edge").length ?? 0`), value[int](p, `[...document.querySelectorAll(".relation")].filter(e => !e.classList.contains("gone")).length`)
		if edges == 0 || edges != lines {
			t.Errorf("%d edges in the file, %d lines in the picture", edges, lines)
		}
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		b.clean(t, "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram&sel=state:RUS")
	})
}
