package ui_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// breaks has the server answer otherwise until the test ends.
func (b *bench) breaks(t *testing.T, fault http.HandlerFunc) {
	t.Helper()
	b.faulty.Store(&fault)
	t.Cleanup(func() { b.faulty.Store(nil) })
}

// rewritten is the server's own answer with other words.
func (b *bench) rewritten(replace ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Accept-Encoding")
		own := httptest.NewRecorder()
		b.handler.ServeHTTP(own, r)
		w.Header().Set("Content-Type", own.Header().Get("Content-Type"))
		w.WriteHeader(own.Code)
		_, _ = strings.NewReplacer(replace...).WriteString(w, own.Body.String())
	}
}

// asking tells that the page has waited for seconds, of which a busy machine may not show each.
const asking = `/Asking for ([2-9]|\d\d+) s/.test(document.querySelector(".elapsed")?.innerText ?? "")`

// TestBadDays: whatever the server does, the page says what it is, hides nothing and goes on when it can.
func TestBadDays(t *testing.T) {
	b := workbench(t)
	const question = "/paths?from=state:PRK&to=state:RUS&asOf=2024-12-04&view=table"
	to := func(p *page, path string) {
		p.t.Helper()
		p.script(fmt.Sprintf(`delete document.querySelector("main").dataset.ready; history.pushState(null, "", %q); dispatchEvent(new PopStateEvent("popstate"))`, path))
	}

	t.Run("a slow server can be given up", func(t *testing.T) {
		p := b.open(t, question)
		b.breaks(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // else nobody is told that the browser has gone
			select {
			case <-r.Context().Done():
			case <-t.Context().Done():
			}
		})
		to(p, "/paths?from=state:PRK&to=state:CHN&asOf=2024-12-04")
		p.until(asking)
		if stays := value[bool](p, `document.querySelector("#answer").getAttribute("aria-busy") === "true" && document.querySelector("#answer").innerText.includes("North Korea is bound to Russia")`); !stays {
			t.Error("the old answer does not stay, faded")
		}
		p.do(chromedp.Click(chromedp.CSS(`.elapsed button`)))
		p.until(`document.querySelector("#answer").innerText.includes("Stopped.")`)
		b.faulty.Store(nil)
		p.until(ready)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#answer .note button`))) })
		p.says("North Korea is bound to China")
	})

	t.Run("a server that is slow to tell the day can be given up", func(t *testing.T) {
		p := b.open(t, question)
		b.breaks(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			select {
			case <-r.Context().Done():
			case <-t.Context().Done():
			}
		})
		to(p, "/timeline?actor=state:PRK&actor=state:RUS&from=2023-01-01&to=2024-12-31")
		p.until(asking)
		p.do(chromedp.Click(chromedp.CSS(`.elapsed button`)))
		p.until(`document.querySelector("#answer").innerText.includes("Stopped.")`)
		b.faulty.Store(nil)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#answer .note button`))) })
		p.says("Russia")
	})

	t.Run("what is asked anew while it is under way is answered", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:PRK&to=state:RUS&asOf=2024-12-04")
		released := make(chan struct{})
		b.breaks(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body) // else nobody is told that the browser has gone
			select {
			case <-r.Context().Done():
			case <-released:
				r.Body = io.NopCloser(bytes.NewReader(body))
				b.handler.ServeHTTP(w, r)
			}
		})
		to(p, "/paths?from=state:PRK&to=state:CHN&asOf=2024-12-04")
		p.until(`document.querySelector("#answer").getAttribute("aria-busy") === "true"`)
		to(p, "/paths?from=state:PRK&to=state:CHN&asOf=2024-12-04&view=table")
		close(released)
		p.until(ready)
		p.says("North Korea is bound to China")
	})

	t.Run("an error is told in place, and asked again", func(t *testing.T) {
		b.breaks(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Request-Id", "4711")
			http.Error(w, "the disk is full", http.StatusInternalServerError)
		})
		p := b.open(t, question)
		p.says("The server answers 500: the disk is full", "HTTP 500, request 4711")
		b.faulty.Store(nil)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.faultbox button`))) })
		p.says("North Korea is bound to Russia")
	})

	t.Run("where the server is gone the answer stays and can be saved", func(t *testing.T) {
		p := b.open(t, question)
		b.breaks(t, func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = connection.Close()
			}
		})
		to(p, "/paths?from=state:PRK&to=state:JPN&asOf=2024-12-04")
		p.until(`!!document.querySelector(".offline")`)
		p.until(ready)
		p.says("The server does not answer. This is the answer of", "North Korea is bound to Russia")
		if off := value[bool](p, `document.querySelector("#question").inert && document.activeElement.innerText === "Ask again"`); !off {
			t.Error("questions are not switched off, or the focus is lost")
		}
		p.script(`window.saved = ""; URL.createObjectURL = b => { b.text().then(t => window.saved = t); return "blob:x" }; HTMLAnchorElement.prototype.click = () => {}`)
		p.do(chromedp.Click(chromedp.CSS(`.csv`)))
		p.until(`window.saved.includes("North Korea")`)
		b.faulty.Store(nil)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.offline button`))) })
		p.says("No path binds North Korea to Japan")
		if off := value[bool](p, `document.querySelector("#question").inert || !!document.querySelector(".offline")`); off {
			t.Error("it is still said to be gone")
		}
	})

	t.Run("what is cut or timed out is said", func(t *testing.T) {
		p := b.open(t, "/paths?from=state:EST&to=state:USA&asOf=2024-12-04&hops=2&k=1&view=table")
		p.says("The first 1 paths, the shortest first; there are more")
		b.breaks(t, b.rewritten(`"timedOut":false`, `"timedOut":true`))
		p = b.open(t, "/paths?from=state:EST&to=state:USA&asOf=2024-12-03&hops=2&view=table")
		p.says("for want of time")
	})

	t.Run("hostile names stay text", func(t *testing.T) {
		long := strings.Repeat("very long ", 1000)
		hostile := map[string]string{"North Korea": `<img src=x onerror=window.pwned=1>`, "Russia": `=cmd|'/c calc'!A1`, "China": "\u202egnorts", "Kyrgyzstan": long}
		var replace []string
		for name, by := range hostile {
			text, err := json.Marshal(by)
			if err != nil {
				t.Fatal(err)
			}
			replace = append(replace, `"`+name+`"`, string(text))
		}
		b.breaks(t, b.rewritten(replace...))
		for _, path := range []string{
			"/node/state:PRK?asOf=2024-12-04", "/paths?from=state:PRK&to=state:RUS&asOf=2024-12-04&view=diagram", "/graph?ids=state:PRK&asOf=2024-12-04&view=diagram",
			"/attack?a=state:UKR&v=state:RUS&asOf=2024-12-04", "/timeline?actor=state:PRK&from=2024-01-01&to=2024-12-31",
		} {
			p := b.open(t, path)
			if bad := value[string](p, `window.pwned || document.querySelector("main img") ? "an element was made of a name" : ""`); bad != "" {
				t.Errorf("%s: %s", path, bad)
			}
			if over := value[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%s is %d too wide", path, over)
			}
			p.finish()
		}
		p := b.open(t, "/paths?from=state:PRK&to=state:RUS&asOf=2024-12-04&view=table")
		p.script(`window.saved = ""; URL.createObjectURL = b => { b.text().then(t => window.saved = t); return "blob:x" }; HTMLAnchorElement.prototype.click = () => {}`)
		p.do(chromedp.Click(chromedp.CSS(`.csv`)))
		p.until(`window.saved !== ""`)
		if csv := value[string](p, `window.saved`); strings.Contains(csv, ",=cmd") || strings.Contains(csv, "\n=cmd") || !strings.Contains(csv, "=cmd") {
			t.Errorf("a cell of the file is a formula, or its text is gone: %.300s", csv)
		}
	})

	t.Run("six thousand elements are a table", func(t *testing.T) {
		b.breaks(t, b.crowd(3000))
		p := b.open(t, "/graph?ids=treaty:ru-kp-2024&asOf=2024-12-04&view=diagram")
		p.says("elements are too many for a picture that can be read")
		if drawn := value[int](p, `document.querySelectorAll("svg.drawing").length`); drawn != 0 {
			t.Error("it is drawn all the same")
		}
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#way-table`))) })
		if rows := value[int](p, `document.querySelectorAll("tbody tr").length`); rows != 200 {
			t.Errorf("%d rows at once", rows)
		}
		p.says("Show the other 2802")
		b.breaks(t, b.crowd(1000))
		p = b.open(t, "/graph?ids=treaty:ru-kp-2024&asOf=2024-12-03&view=diagram")
		p.says("elements take a moment to draw")
		p.script(`[...document.querySelectorAll("main button")].find(e => e.innerText === "Draw them").click()`)
		p.until(`document.querySelectorAll(".drawing .node").length > 1000`)
	})
}

// crowd gives a treaty so many more parties.
// TestWhatIsWrongInTheQuestionIsMarked: the field that the server does not understand, and the filter by dataset.
func TestWhatIsWrongInTheQuestionIsMarked(t *testing.T) {
	b := workbench(t)
	p := b.open(t, "/attack?a=nobodysuchas&v=state:POL&asOf=2024-12-04")
	if marked := value[string](p, `[...document.querySelectorAll("[aria-invalid=true]")].map(e => e.id).join()`); marked != "attacker" {
		t.Errorf("marked is %q", marked)
	}
	p = b.open(t, "/attack?a=state:RUS&v=state:POL&asOf=2024-12-04&ds=dataset:curated")
	if said := value[string](p, `document.querySelector(".filters").innerText`); !strings.Contains(said, "Only from") || !strings.Contains(said, "curated") {
		t.Errorf("the filter says %q", said)
	}
	p.act(func() { p.do(chromedp.Click(chromedp.CSS(`.filters button`))) })
	if at := value[string](p, `location.search`); strings.Contains(at, "ds=") {
		t.Errorf("the address is %s", at)
	}
	p = b.open(t, "/graph?ids=state:PRK&asOf=2024-12-04&ds=dataset:curated")
	p.says("this page does not choose among them")
	p.axe()
	p.finish()
}

// TestRowsThatAreStackedDoNotCoverOneAnother: at the width of a telephone each value stands beside the name of its column.
func TestRowsThatAreStackedDoNotCoverOneAnother(t *testing.T) {
	b := workbench(t)
	p := b.open(t, "/")
	p.do(chromedp.EmulateViewport(390, 900))
	for _, path := range []string{"/node/weapon:s-400", "/node/org:nato?tab=members", "/attack?a=state:RUS&v=state:POL&asOf=2024-12-04"} {
		p.do(chromedp.Navigate(b.url + path))
		p.until(ready)
		if over := value[[]string](p, `[...document.querySelectorAll("table.wide tbody td")].filter(e => e.scrollHeight > e.clientHeight + 2).map(e => e.dataset.column)`); len(over) > 0 {
			t.Errorf("%s: %q reach into the next row", path, over)
		}
	}
	p.finish()
}

func (b *bench) crowd(n int) http.HandlerFunc {
	var parties strings.Builder
	for i := range n {
		fmt.Fprintf(&parties, `{"id":"PARTY_TO|state:x%d|treaty:ru-kp-2024||dataset:x","signed":"2024-06-19","inForce":"2024-12-0%d","ended":null,"dataset":{"name":"x"},"actor":{"id":"state:x%d","name":"Country %d","label":"STATE"}},`,
			i, 3+i%2, i, i)
	}
	return b.rewritten(`"parties":[{`, `"parties":[`+parties.String()+`{`)
}
