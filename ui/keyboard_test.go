package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestEverythingByKeyboard goes the five ways of the workbench without a pointer. The focus is always on something that
// is seen, and never lost.
func TestEverythingByKeyboard(t *testing.T) {
	b := workbench(t)
	p := b.open(t, "/")
	seen := func(where string) {
		t.Helper()
		const focus = `(e => { if (!e || e === document.body) return "nothing"; const r = e.getBoundingClientRect(), s = getComputedStyle(e);
			if (!e.checkVisibility() || r.width === 0) return "something that is not seen: " + e.outerHTML.slice(0, 120);
			return e.matches(":focus-visible") && s.outlineStyle === "none" && s.boxShadow === "none" && !e.closest("svg") ? "something without a ring: " + e.outerHTML.slice(0, 120) : "" })(document.activeElement)`
		if lost := value[string](p, focus); lost != "" {
			t.Errorf("%s: the focus is on %s", where, lost)
		}
	}
	type step struct{ keys, until string }
	pick := func(text, name string) step {
		return step{text, fmt.Sprintf(`document.activeElement.closest(".combo")?.querySelector("[aria-selected=true]")?.innerText.includes(%q) ?? false`, name)}
	}
	says := func(words string) string {
		return fmt.Sprintf(`(document.querySelector("main").innerText + document.querySelector("#details").innerText).includes(%q) && !!document.querySelector("main[data-ready]")`, words)
	}
	// tab moves the focus until it is on something that matches, as somebody does who looks for it.
	tab := func(selector string, back bool) {
		t.Helper()
		for range 120 {
			if value[bool](p, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
				seen(selector)
				return
			}
			if back {
				p.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
			} else {
				p.key(kb.Tab)
			}
		}
		t.Fatalf("no Tab leads to %s at %s", selector, value[string](p, `location.href`))
	}
	do := func(steps ...step) {
		t.Helper()
		for _, s := range steps {
			if len(s.keys) == 1 && strings.Contains("/?123456[],.<>t", s.keys) {
				p.command(s.keys)
			} else {
				p.do(chromedp.KeyEvent(s.keys))
			}
			p.until(s.until)
		}
	}

	t.Run("find, read, and back from the details", func(t *testing.T) {
		do(step{"/", `document.activeElement.id === "search-box"`}, pick("dprk", "North Korea"), step{kb.Enter, says("bind it to")})
		tab(`button.source`, false)
		do(step{kb.Enter, says("Who says so")}, step{kb.Escape, `document.querySelector("#details").hidden`})
		seen("after the details closed")
	})
	t.Run("paths, and the day on which one begins", func(t *testing.T) {
		p.script(`document.activeElement.blur()`)
		do(step{"1", `document.activeElement.id === "from"`}, pick("prk", "North Korea"), step{kb.Enter, `document.activeElement.id === "to"`}, pick("rus", "Russia"), step{kb.Enter, says("North Korea is bound to Russia")})
		seen("after the question was put")
		p.script(`document.activeElement.blur()`)
		do(step{"[", says("on 4 Dec 2024: 1 path")}, step{",", says("No path binds")}, step{">", says("on 3 Jan 2025")}, step{"<", says("No path binds")}, step{"]", says("is bound to Russia on 4 Dec 2024")})
		do(step{"t", `document.querySelector("#way-table, #way-diagram") !== null`})
		tab(`#day-slider`, false)
		do(step{kb.ArrowLeft, says("No path binds")})
		seen("on the ruler")
	})
	t.Run("the board, and what one verdict hangs on", func(t *testing.T) {
		p.script(`document.activeElement.blur()`)
		do(step{"2", `document.activeElement.id === "attacker"`}, pick("rus", "Russia"), step{kb.Enter, `document.activeElement.id === "victim"`}, pick("est", "Estonia"), step{kb.Enter, says("If Russia attacks Estonia")})
		tab(`.actors [data-id="state:USA"]`, false)
		do(step{kb.Enter, `document.querySelectorAll("#details .hangs li button").length > 0`})
		tab(`#details .hangs li button`, false)
		do(step{kb.Enter, says("Hypothetical")})
		p.script(`document.activeElement.blur()`)
		p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
		p.until(`!location.search.includes("wi=")`)
		p.do(chromedp.KeyEvent("Z", chromedp.KeyModifiers(chromedp.ModifierCtrl, chromedp.ModifierShift)))
		p.until(`location.search.includes("wi=")`)
		p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
		p.until(`!location.search.includes("wi=")`)
	})
	t.Run("what changed", func(t *testing.T) {
		p.script(`document.activeElement.blur()`)
		do(step{"3", `location.pathname === "/diff" && !!document.querySelector("main[data-ready]")`})
		tab(`main input[type=date]`, false)
		seen("on the first day")
	})
	t.Run("timeline and diagram", func(t *testing.T) {
		p.script(`document.activeElement.blur()`)
		do(step{"4", `location.pathname === "/timeline" && !!document.querySelector("main[data-ready]")`})
		tab(`main .combo input`, false)
		do(pick("prk", "North Korea"), step{kb.Enter, `document.querySelectorAll("main svg, main table").length > 0 && !!document.querySelector("main[data-ready]")`})
		p.script(`document.activeElement.blur()`)
		do(step{"5", `location.pathname === "/graph" && !!document.querySelector("main[data-ready]")`})
		tab(`main .combo input`, false)
		do(pick("prk", "North Korea"), step{kb.Enter, `document.querySelectorAll(".drawing .node").length > 3 && !!document.querySelector("main[data-ready]")`})
		tab(`.drawing .node`, false)
		first := value[string](p, `document.activeElement.dataset.id`)
		p.key(kb.ArrowRight)
		if next := value[string](p, `document.activeElement.dataset.id ?? ""`); next == first || next == "" {
			t.Errorf("the arrow leads from %s to %q", first, next)
		}
		do(step{kb.Enter, `!document.querySelector("#details").hidden`}, step{kb.Escape, `document.querySelector("#details").hidden`})
	})
	t.Run("what is pressed keeps the focus, and what is gone leaves it to the answer", func(t *testing.T) {
		for path, c := range map[string]struct{ press, then string }{
			"/graph?ids=state:PRK&asOf=2024-12-04&view=diagram":                  {"#type-DEFENSE", "type-DEFENSE"},
			"/node/state:PRK?asOf=2024-12-04":                                    {"#type-CONSUL", "type-CONSUL"},
			"/diff?d1=2024-01-01&d2=2024-12-31&actor=state:SWE":                  {"#type-DEFENSE", "type-DEFENSE"},
			"/timeline?actor=state:PRK&from=2023-01-01&to=2024-12-31":            {"#kind-EVENT", "kind-EVENT"},
			"/attack?a=state:RUS&v=state:POL&armed=no&asOf=2024-12-04":           {"#armed", "armed"},
			"/graph?ids=state:PRK&asOf=2024-12-04&types=DEFENSE":                 {".legend .quiet", "main"},
			"/attack?a=state:RUS&v=state:POL&asOf=2024-12-04&ds=dataset:curated": {".filters button", "main"},
		} {
			q := b.open(t, path)
			q.do(chromedp.Focus(chromedp.CSS(c.press)))
			q.act(func() { q.key(" ") })
			if at := value[string](q, `document.activeElement.id || document.activeElement.tagName`); at != c.then {
				t.Errorf("%s: after %s was pressed the focus is on %s", path, c.press, at)
			}
		}
	})
	t.Run("the keys that work are listed", func(t *testing.T) {
		p.script(`document.activeElement.blur()`)
		do(step{"?", `!!document.querySelector("dialog[open]")`})
		listed := value[string](p, `document.querySelector("dialog").innerText`)
		for _, key := range []string{"/", "?", "1", "6", "t", "[", "]", ",", ".", "y", "i", "Esc", "e", "c", "h", "p", "f", "s", "d", "Ctrl+Z", "Home", "PageUp", "Shift"} {
			if !strings.Contains(listed, key) {
				t.Errorf("%s is not listed", key)
			}
		}
		do(step{kb.Escape, `!document.querySelector("dialog[open]")`})
	})
	p.finish()
}
