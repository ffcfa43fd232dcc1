package ui_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/ui"
)

// bench is a server with the bundled data on a fixed day, and a browser.
type bench struct {
	url     string
	handler http.Handler
	browser context.Context
}

func workbench(t *testing.T) *bench {
	t.Helper()
	chromium := findChromium(t)
	pages, err := ui.Pages()
	if err != nil {
		leaveOut(t, "needs the built pages: make pages")
	}
	store := memstore.New()
	httpapitest.LoadCurated(t, store)
	handler := httpapi.New(httpapi.Options{Store: store, UI: pages, Clock: func() time.Time { return httpapitest.Today },
		Limits: httpapi.Limits{Timeout: time.Minute}})
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1440, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(stop)
	browser, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if _, err := chromedp.Run(browser, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return &bench{url: server.URL, handler: handler, browser: browser}
}

// open shows a page of the workbench in a tab of its own, and waits until it stands.
func (b *bench) open(t *testing.T, path string) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.browser)
	t.Cleanup(cancel)
	p := &page{t: t, ctx: ctx, host: strings.TrimPrefix(b.url, "http://")}
	go p.listen(chromedp.Console(ctx))
	p.do(chromedp.Navigate(b.url + path))
	p.until(ready)
	return p
}

const ready = `!!document.querySelector("main[data-ready]")`

// act does something that changes the state, and waits until the page stands again.
func (p *page) act(change func()) {
	p.t.Helper()
	before := value[string](p, `document.querySelector("main").dataset.ready ?? ""`)
	change()
	p.until(fmt.Sprintf(`!["", %q].includes(document.querySelector("main").dataset.ready ?? "")`, before))
}

// script runs JavaScript for its effect.
func (p *page) script(text string) {
	p.t.Helper()
	value[bool](p, "(() => {"+text+"; return true})()")
}

// key presses one key where the focus is, such as "/" or kb.Enter.
func (p *page) key(keys string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(keys))
}

func (p *page) says(words ...string) {
	p.t.Helper()
	text := value[string](p, `document.querySelector("main").innerText + (document.querySelector("#details").innerText ?? "")`)
	for _, word := range words {
		if !strings.Contains(text, word) {
			p.t.Errorf("%s does not say %q:\n%.3000s", value[string](p, `location.href`), word, text)
		}
	}
}

// axe runs axe-core on the page and reports what it finds.
func (p *page) axe() {
	p.t.Helper()
	source, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		leaveOut(p.t, "needs axe-core: npm ci in ui")
	}
	p.script(string(source))
	p.script(`window.found = null; axe.run(document, {resultTypes: ["violations"]}).then(r => { window.found = r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.failureSummary.slice(0, 300)).join(" | ")) })`)
	p.until(`window.found !== null`)
	for _, violation := range value[[]string](p, `window.found`) {
		p.t.Errorf("%s: axe: %s", value[string](p, `location.pathname + location.search`), violation)
	}
}

// clean runs axe-core on pages in light and dark and at the width of a telephone, on which nothing may stick out.
func (b *bench) clean(t *testing.T, paths ...string) {
	t.Helper()
	p := b.open(t, "/")
	for _, path := range paths {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int64{1440, 390} {
				p.do(chromedp.EmulateViewport(width, 900))
				p.script(fmt.Sprintf(`localStorage.setItem("theme", %q)`, theme))
				p.do(chromedp.Navigate(b.url + path))
				p.until(ready)
				p.until(`document.querySelector("#details").innerText !== "×\n…"`)
				p.axe()
				if over := value[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
					p.t.Errorf("%s at %d pixels is %d too wide", path, width, over)
				}
			}
		}
	}
	p.script(`localStorage.clear()`)
	p.finish()
}
