package ui_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/entente-graph/entente/graph"
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
	// faulty is asked before each request to the API, and may answer in its place.
	faulty *atomic.Pointer[http.HandlerFunc]
}

// benches are made once for all tests: loading the data and starting a browser takes longer than most of them.
var benches struct {
	sync.Mutex
	made  map[string]*bench
	close []func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range slices.Backward(benches.close) {
		end()
	}
	os.Exit(code)
}

// workbench is the bench of the bundled data.
func workbench(t *testing.T) *bench {
	t.Helper()
	return benchOf(t, "bundled", func(*testing.T, graph.Store) {})
}

// benchOf is a bench with further data.
func benchOf(t *testing.T, name string, load func(*testing.T, graph.Store)) *bench {
	t.Helper()
	benches.Lock()
	defer benches.Unlock()
	if b := benches.made[name]; b != nil {
		return b
	}
	chromium := findChromium(t)
	pages, err := ui.Pages()
	if err != nil {
		leaveOut(t, "needs the built pages: make pages")
	}
	store := memstore.New()
	httpapitest.LoadCurated(t, store)
	load(t, store)
	b := &bench{faulty: &atomic.Pointer[http.HandlerFunc]{}}
	b.handler = httpapi.New(httpapi.Options{
		Store: store, UI: pages, Clock: func() time.Time { return httpapitest.Today },
		Limits: httpapi.Limits{Timeout: time.Minute},
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fault := b.faulty.Load(); fault != nil && r.URL.Path == "/graphql" {
			(*fault)(w, r)
			return
		}
		b.handler.ServeHTTP(w, r)
	}))
	b.url = server.URL
	dir, err := os.MkdirTemp("", "workbench")
	if err != nil {
		t.Fatal(err)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.UserDataDir(dir), chromedp.WindowSize(1440, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	browser, cancel := chromedp.NewContext(allocator)
	benches.close = append(benches.close, func() { _ = os.RemoveAll(dir) }, server.Close, stop, cancel)
	if _, err := chromedp.Run(browser, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	b.browser = browser
	if benches.made == nil {
		benches.made = map[string]*bench{}
	}
	benches.made[name] = b
	return b
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

// command presses a key that is no text. The browser's own protocol sends a letter after its key, into whatever field
// the key has led to.
func (p *page) command(key string) {
	p.t.Helper()
	p.script(fmt.Sprintf(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: %q, bubbles: true, cancelable: true}))`, key))
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

// media shows the page as it is on paper ("print") or on the screen ("").
func media(kind string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind})
		return err
	})
}

// clean runs axe-core on pages in light and dark and at the width of a telephone, on which nothing may stick out, and no
// more from a sheet of A4, at whose end nothing is kept free.
func (b *bench) clean(t *testing.T, paths ...string) {
	t.Helper()
	p := b.open(t, "/")
	for _, path := range paths {
		for _, theme := range []string{"light", "dark"} {
			p.do(chromedp.EmulateViewport(1440, 900))
			p.script(fmt.Sprintf(`localStorage.setItem("theme", %q)`, theme))
			p.do(chromedp.Navigate(b.url + path))
			p.until(ready)
			p.until(`document.querySelector("#details").innerText !== "×\n…"`)
			for _, width := range []int64{1440, 390} {
				p.do(chromedp.EmulateViewport(width, 900))
				p.axe()
				if over := value[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
					p.t.Errorf("%s at %d pixels is %d too wide", path, width, over)
				}
			}
		}
		p.do(chromedp.EmulateViewport(710, 900), media("print"))
		p.script(`dispatchEvent(new Event("beforeprint"))`)
		if over := value[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			p.t.Errorf("%s on paper is %d too wide", path, over)
		}
		if below := value[float64](p, `document.body.getBoundingClientRect().bottom - Math.max(...[...document.body.children].map(e => e.getBoundingClientRect().bottom))`); below > 1 {
			p.t.Errorf("%s on paper keeps %g pixels free at the end, which may be a sheet of their own", path, below)
		}
		p.do(media(""))
	}
	p.script(`localStorage.clear()`)
	p.finish()
}
