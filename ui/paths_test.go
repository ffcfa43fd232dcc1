package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestPathsPage(t *testing.T) {
	b := workbench(t)

	t.Run("signed is not in force: none on 3 December, one on the 4th", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:PRK&to=state:RUS&asOf=2024-12-03")
		p.says("No path binds North Korea to Russia on 3 Dec 2024. Holds from 4 Dec 2024.", "Last held on 9 Sep 1996", "Signed on 19 Jun 2024 and not in force")
		p.act(func() { p.key("]") })
		p.says("North Korea is bound to Russia on 4 Dec 2024: 1 path", "North Korea allied with Russia via Article 4 (DEFENSE)")
		if at := value[string](p, `location.search`); !strings.Contains(at, "asOf=2024-12-04") {
			t.Errorf("the address is %s", at)
		}
		p.act(func() { p.script(`history.back()`) })
		p.says("No path binds")
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.jump`))) })
		p.says("1 path")
		p.finish()
	})

	t.Run("steps that were never in force on one day are said to be such, whether or not others are left out", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:austria-hungary&to=state:USA&asOf=1914-07-28&k=2")
		p.says("on 28 Jul 1914. Those below never did: their steps were not in force on one day.", "never all steps on one day")
		p.finish()
		p = b.open(t, "/paths?from=state:CHE&to=state:USA&asOf=1914-07-28&hops=1")
		p.says("No path binds Switzerland to United States on 28 Jul 1914. None ever did within 1 step.")
		p.finish()
	})

	t.Run("the next day on which one holds is said to be that of the paths listed, where there are others", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:EST&to=state:USA&asOf=2003-01-01&k=1")
		p.says("No path binds Estonia to United States on 1 Jan 2003. Of those below, the next holds from 29 Mar 2004.")
		p.finish()
	})

	t.Run("dragging the ruler asks nothing before it ends", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:PRK&to=state:RUS&asOf=2024-12-03")
		asked := func() int {
			return value[int](p, `performance.getEntriesByType("resource").filter(e => e.name.endsWith("/graphql")).length`)
		}
		before := asked()
		p.script(`const s = document.querySelector("#day-slider"), b = s.getBoundingClientRect();
			const at = (type, part) => s.dispatchEvent(new PointerEvent(type, {pointerId: 1, isPrimary: true, bubbles: true, clientX: b.left + b.width * part, clientY: b.top + 9}));
			s.setPointerCapture = () => {};
			at("pointerdown", 0.9); for (let i = 0; i < 30; i++) at("pointermove", 0.9 - i / 40);
			window.lift = () => at("pointerup", 0.15)`)
		p.until(`document.querySelector(".cursor-day").textContent !== "3 Dec 2024"`)
		if more := asked() - before; more != 0 {
			t.Errorf("%d questions while dragging", more)
		}
		p.act(func() { p.script(`window.lift()`) })
		p.until(`!location.search.includes("2024-12-03")`)
		p.finish()
	})

	t.Run("every line of the drawing can be reached and named, and two of one pair lie apart", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:EST&to=state:BEL&asOf=2024-12-04&hops=1&view=diagram")
		type line struct{ Name, Path string }
		lines := value[[]line](p, `[...document.querySelectorAll(".relation")].map(e => ({Name: e.getAttribute("aria-label"), Path: e.querySelector("path").getAttribute("d")}))`)
		if len(lines) != 2 || lines[0].Path == lines[1].Path {
			t.Errorf("lines between Estonia and Belgium: %v", lines)
		}
		overlaps := value[[]string](p, `(labels => labels.flatMap((a, i) => labels.slice(i + 1).filter(b => a.getBoundingClientRect().left < b.getBoundingClientRect().right && b.getBoundingClientRect().left < a.getBoundingClientRect().right && a.getBoundingClientRect().top < b.getBoundingClientRect().bottom - 3 && b.getBoundingClientRect().top < a.getBoundingClientRect().bottom - 3).map(b => a.textContent + " over " + b.textContent)))([...document.querySelectorAll(".drawing text")])`)
		if len(overlaps) > 0 {
			t.Errorf("labels cover each other: %v", overlaps)
		}
		p.do(chromedp.Focus(chromedp.CSS(`.node[tabindex="0"]`)))
		p.key(kb.ArrowRight)
		if name := value[string](p, `document.activeElement.getAttribute("aria-label")`); !strings.Contains(name, "Belgium, state") {
			t.Errorf("the arrow leads to %q", name)
		}
		p.act(func() { p.key(kb.Enter) })
		p.until(`document.querySelector("#details").innerText.includes("Belgium")`)
		p.finish()
	})

	t.Run("no line of the drawing runs through a node, and a mark stands beside its words", func(t *testing.T) {
		p := b.open(t, "/")
		const through = `[...document.querySelectorAll(".drawing .relation path.line")].flatMap(path =>
			[...document.querySelectorAll(".drawing .node")].filter(node => {
				const [x, y] = node.getAttribute("transform").match(/[\d.]+/g).map(Number);
				const [start, end] = [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())];
				const far = at => Math.hypot(at.x - x, at.y - y);
				if (far(start) < 20 || far(end) < 20) return false;
				return Array.from({length: 100}, (_, i) => path.getPointAtLength(path.getTotalLength() * i / 99)).some(at => far(at) < 14);
			}).map(node => path.parentElement.getAttribute("aria-label") + " runs through " + node.getAttribute("aria-label")))`
		for _, path := range []string{"from=state:PRK&to=state:RUS&asOf=2024-12-03", "from=state:BLR&to=state:PRK&asOf=2024-12-04&k=20"} {
			p.do(chromedp.Navigate(b.url + "/paths?" + path))
			p.until(ready)
			if found := value[[]string](p, through); len(found) > 0 {
				t.Errorf("%s: %d, such as %s", path, len(found), found[0])
			}
		}
		p.do(chromedp.Navigate(b.url + "/paths?from=state:USA&to=state:UKR&asOf=2022-02-24"))
		p.until(ready)
		const below = `[...document.querySelectorAll(".hop")].filter(hop => hop.querySelector(".linemark").getBoundingClientRect().bottom < hop.querySelector("button").getBoundingClientRect().top).length`
		if n := value[int](p, below); n > 0 {
			t.Errorf("%d marks stand on a line of their own", n)
		}
	})

	t.Run("the table has a row for every line, and is saved as it is", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:EST&to=state:USA&asOf=2024-12-04&profile=DEFENSE_CHAIN&hops=2&view=table")
		p.says("The first 5 paths")
		p.script(`window.saved = null; URL.createObjectURL = b => { b.text().then(t => window.saved = t); return "blob:x" }; HTMLAnchorElement.prototype.click = () => {}`)
		p.do(chromedp.Click(chromedp.CSS(`.csv`)))
		p.until(`window.saved !== null`)
		rows, lines := value[int](p, `document.querySelector("main table").querySelectorAll("tbody tr").length`), strings.Count(strings.TrimSpace(value[string](p, `window.saved`)), "\n")
		if rows == 0 || rows != lines {
			t.Errorf("%d rows, %d lines saved", rows, lines)
		}
	})

	t.Run("what all paths pass through, and what they hang on, each a what-if one press away", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:BLR&to=state:PRK&asOf=2024-12-04&view=table")
		p.says("Only through Russia.", "Every path rests on the", "Comprehensive Strategic Partnership")
		p.until(`document.querySelectorAll(".hangs li button").length > 1`)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.hangs li button`))) })
		p.says("Hypothetical: a change of treaties", "No path binds", "was: a path, ended by what is assumed")
		p.until(`document.querySelector(".hangs h2").textContent === "What would bring it about"`)
		if at := value[string](p, `location.search`); !strings.Contains(at, "wi=end:treaty:") && !strings.Contains(at, "wi=withdraw:treaty:") {
			t.Errorf("the address is %s", at)
		}
		p.act(func() { p.script(`history.back()`) })
		p.says("Only through Russia.")
		p.finish()
	})

	t.Run("names that are none offer candidates in the place of the answer", func(t *testing.T) {
		p := b.open(t, "/paths?from=Nrth+Korea&to=state:RUS&asOf=2024-12-04")
		p.says("Nothing is known as", "Did you mean", "North Korea")
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.candidates button`))) })
		p.says("1 path")
		if at := value[string](p, `location.search`); !strings.Contains(at, "from=state:PRK") {
			t.Errorf("the address is %s", at)
		}
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		for _, view := range []string{"diagram", "table"} {
			b.clean(t, fmt.Sprintf("/paths?from=state:EST&to=state:USA&asOf=2024-12-04&profile=DEFENSE_CHAIN&hops=2&view=%s", view))
		}
	})
}
