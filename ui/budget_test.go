package ui_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBudgets: what a page loads and how long it takes stays within what docs/adr/0013-workbench.md promises. Times are
// the best of some, each in the time of the machine for which the budgets were written (see slowness), since a slow
// or busy machine says nothing about the page.
func TestBudgets(t *testing.T) {
	b := workbench(t)
	pages := []string{
		"/", "/node/state:PRK?asOf=2024-12-04", "/paths?from=state:EST&to=state:USA&asOf=2024-12-04&hops=2", "/attack?a=state:RUS&v=state:POL&asOf=2024-12-04",
		"/diff?d1=2024-01-01&d2=2024-12-31&actor=state:SWE", "/timeline?actor=state:PRK&from=2023-01-01&to=2024-12-31", "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram", "/data",
	}

	t.Run("code and styles of a page are below 60 kB, and it paints within half a second", func(t *testing.T) {
		for _, path := range pages {
			best := least(500, func() float64 {
				p := b.open(t, path)
				p.do(chromedp.Reload())
				p.until(ready)
				if size := value[int](p, loadedBytes); size > 60_000 || size < 5_000 {
					t.Errorf("%s loads %d bytes of code and styles", path, size)
				}
				return value[float64](p, `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 1e9`) / p.slowness()
			})
			t.Logf("%s paints after %.0f ms", path, best)
			if best > 500 {
				t.Errorf("%s paints after %.0f ms", path, best)
			}
		}
	})

	t.Run("the answer stands within 100 ms of the server's", func(t *testing.T) {
		for _, path := range pages[1:7] {
			p := b.open(t, "/")
			i := -1
			best := least(100+twoFrames, func() float64 {
				// Another day each time, else the browser has the answer; the first time the code of the page is
				// loaded.
				i++
				link := strings.NewReplacer("asOf=2024-12-04", fmt.Sprintf("asOf=2024-12-1%d", i), "2024-12-31", fmt.Sprintf("2024-12-2%d", i)).Replace(path)
				slowness := p.slowness()
				p.stands(fmt.Sprintf(`performance.clearResourceTimings(); history.pushState(null, "", %q); dispatchEvent(new PopStateEvent("popstate"))`, link))
				const answered = `Math.max(...performance.getEntriesByType("resource").filter(e => e.name.endsWith("/graphql") && e.responseEnd < window.stood).map(e => e.responseEnd))`
				return value[float64](p, `window.stood - `+answered) / slowness
			})
			t.Logf("%s: %.0f ms", path, best)
			if best > 100+twoFrames {
				t.Errorf("%s stands %.0f ms after the server's answer", path, best)
			}
		}
	})

	t.Run("a thousand elements are placed and drawn in 650 ms, and a day of the ruler in two frames", func(t *testing.T) {
		b.breaks(t, b.crowd(490))
		p := b.open(t, "/graph?ids=treaty:ru-kp-2024&asOf=2024-12-03&view=table")
		draws := func() float64 {
			slowness := p.slowness()
			p.stands(`document.querySelector("#way-diagram").click()`)
			return value[float64](p, `window.stood - window.began`) / slowness
		}
		best := least(650+twoFrames, func() float64 {
			took := draws()
			if nodes := value[int](p, `document.querySelectorAll(".drawing .node").length`); nodes < 490 {
				t.Fatalf("%d nodes", nodes)
			}
			p.stands(`document.querySelector("#way-table").click()`)
			return took
		})
		p.script(`const ask = document.querySelector("#layout"); ask.value = "force"; ask.dispatchEvent(new Event("change", {bubbles: true}))`)
		p.until(ready)
		forced := least(1_000+twoFrames, func() float64 {
			took := draws()
			p.stands(`document.querySelector("#way-table").click()`)
			return took
		})
		t.Logf("drawn in %.0f ms, by forces in %.0f ms", best, forced)
		if forced > 1_000+twoFrames {
			t.Errorf("drawn by forces in %.0f ms", forced)
		}
		if best > 650+twoFrames {
			t.Errorf("drawn in %.0f ms", best)
		}
		p.stands(`document.querySelector("#way-diagram").click()`)
		median := least(twoFrames, func() float64 {
			slowness := p.slowness()
			p.script(`window.frameTimes = null`)
			p.script(drag)
			p.until(`window.frameTimes?.length === 40`)
			frames := value[[]float64](p, `window.frameTimes`)
			slices.Sort(frames)
			t.Logf("frames while the ruler is dragged: median %.0f ms, the longest %.0f ms", frames[len(frames)/2], frames[len(frames)-1])
			return frames[len(frames)/2] / slowness
		})
		if median > twoFrames {
			t.Errorf("a frame takes %.0f ms while the ruler is dragged", median)
		}
	})
}

// least is the shortest of up to ten times that something was measured to take. The first within the budget will do: what
// a machine does besides only makes it longer.
func least(budget float64, measure func() float64) float64 {
	best := math.Inf(1)
	for range 10 {
		if best = min(best, measure()); best <= budget {
			break
		}
	}
	return best
}

// twoFrames pass before a page says that it stands.
const twoFrames = 34

// slowness is how many times as long as on the machine for which the budgets were written a fixed piece of work takes
// here and now, the best of three, and at least 1.
func (p *page) slowness() float64 {
	p.t.Helper()
	const usual = 15 // milliseconds
	return max(1, value[float64](p, `Math.min(...[1, 2, 3].map(() => {
		const began = performance.now(), table = document.createElement("table");
		for (let i = 0; i < 500; i++) {
			const row = table.insertRow();
			for (let j = 0; j < 4; j++) row.insertCell().textContent = "cell " + i * j;
		}
		document.body.append(table);
		table.getBoundingClientRect();
		table.remove();
		return performance.now() - began;
	}))`)/usual)
}

// stands does something that changes the state, and notes when it began and when the page stood again.
func (p *page) stands(change string) {
	p.t.Helper()
	p.until(ready)
	p.script(`const main = document.querySelector("main"), before = main.dataset.ready; window.stood = 0; window.began = performance.now();
		new MutationObserver((_, o) => { if (main.dataset.ready && main.dataset.ready !== before) { window.stood = performance.now(); o.disconnect() } }).observe(main, {attributes: true});
		` + change)
	p.until(`window.stood > 0`)
}

// loadedBytes are those of scripts and styles as they came over the wire.
const loadedBytes = `performance.getEntriesByType("resource").filter(e => /\.(js|css)$/.test(new URL(e.name).pathname)).reduce((sum, e) => sum + e.encodedBodySize, 0)`

// drag moves the cursor of the ruler for forty frames and notes how long each took.
const drag = `const s = document.querySelector("#day-slider"), box = s.getBoundingClientRect(), frames = [];
	s.setPointerCapture = () => {};
	const at = (type, part) => s.dispatchEvent(new PointerEvent(type, {pointerId: 1, isPrimary: true, bubbles: true, clientX: box.left + box.width * part, clientY: box.top + 9}));
	at("pointerdown", 0.2);
	let last = 0;
	const step = (now) => {
		if (last) frames.push(now - last);
		last = now;
		if (frames.length === 40) { at("pointercancel", 0.9); window.frameTimes = frames; return }
		at("pointermove", 0.2 + frames.length / 60);
		requestAnimationFrame(step);
	};
	requestAnimationFrame(step);`
