package ui_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/entente-graph/entente/ui"
)

// TestPagesInChromium opens the pages of the real binary, with the bundled data, in a real browser.
func TestPagesInChromium(t *testing.T) {
	browser := findChromium(t)
	if _, err := ui.Pages(); err != nil {
		leaveOut(t, "needs the built pages: make pages")
	}
	server := serve(t)
	examples := fetchExamples(t, server)
	if len(examples) == 0 {
		t.Fatal("the server has no examples")
	}

	t.Run("the front page shows the questions and what is loaded", func(t *testing.T) {
		page := open(t, browser, server+"/")
		page.do(chromedp.WaitVisible(chromedp.CSS(`#loaded table`)))
		if links := value[int](page, `document.querySelectorAll("#examples a").length`); links != len(examples) {
			t.Errorf("%d questions, want %d", links, len(examples))
		}
		if shown := value[int](page, `[...document.querySelectorAll("#examples a")].filter(e => e.checkVisibility()).length`); shown < 5 || shown > 12 {
			t.Errorf("%d questions are seen at once: what is loaded is far below", shown)
		}
		page.do(chromedp.Click(chromedp.CSS(`#examples summary`)))
		page.until(`[...document.querySelectorAll("#examples a")].every(e => e.checkVisibility())`)
		loaded := value[string](page, `document.querySelector("#loaded").innerText`)
		for _, part := range []string{"STATE", "ALLIED_WITH", "Datasets (1)"} {
			if !strings.Contains(loaded, part) {
				t.Errorf("what is loaded lacks %q:\n%s", part, loaded)
			}
		}
		page.finish()
	})

	t.Run("the front page tells how two are bound on a day, and why they are not on another", func(t *testing.T) {
		page := open(t, browser, server+"/")
		says := func(words string) {
			t.Helper()
			page.until(fmt.Sprintf(`document.querySelector("#bound-answer:not([aria-busy])")?.innerText.includes(%q)`, words))
		}
		says("North Korea allied with Russia via Article 4 (DEFENSE)")
		says("since 2024-12-04")
		page.do(chromedp.Click(chromedp.CSS(`[data-on="2024-10-15"]`)))
		says("in the loaded data")
		says("Signed on 2024-06-19 and not in force")
		page.do(chromedp.Focus(chromedp.CSS(`#bound-to`)))
		value[string](page, `document.querySelector("#bound-to").value = "Nrth Korea"`)
		page.do(chromedp.KeyEvent("\r"))
		says("North Korea (state:PRK")
		page.finish()
	})

	t.Run("no page is wider than the window", func(t *testing.T) {
		for _, width := range []int64{1280, 390} {
			for _, path := range []string{"/", "/graphiql"} {
				page := open(t, browser, "about:blank")
				page.do(chromedp.EmulateViewport(width, 844), chromedp.Navigate(server+path))
				page.until(`!!document.querySelector("#loaded table, .graphiql-query-editor .view-lines")`)
				if over := value[int](page, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
					t.Errorf("%s at %d pixels: %d too wide", path, width, over)
				}
			}
		}
	})

	t.Run("GraphiQL opens with the first examples in tabs and all in a panel, and runs one by keyboard", func(t *testing.T) {
		page := open(t, browser, server+"/graphiql")
		page.do(chromedp.WaitVisible(editor))
		tabs := value[[]string](page, tabTitles)
		if len(tabs) < 5 {
			t.Errorf("only the tabs %q", tabs)
		}
		for i, tab := range tabs {
			if title := examples[i].operation(t); tab != title {
				t.Errorf("tab %d is %q, want %q", i+1, tab, title)
			}
		}
		if listed := value[int](page, `document.querySelectorAll(".entente-examples li").length`); listed != len(examples) {
			t.Errorf("the panel lists %d examples, want %d", listed, len(examples))
		}
		// No line of the query is cut off.
		page.until(`(edge => [...document.querySelectorAll(".graphiql-query-editor .view-line > span")].every(e => e.getBoundingClientRect().right <= edge))(
			document.querySelector(".graphiql-toolbar").getBoundingClientRect().left)`)
		page.do(chromedp.Click(editor), chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
		page.answered()
		page.finish()
	})

	t.Run("a question on the front page leads to its answer", func(t *testing.T) {
		page := open(t, browser, server+"/")
		page.do(
			chromedp.Click(chromedp.CSS(`#examples a`)),
			chromedp.WaitVisible(editor),
		)
		page.answered() // without another click
		page.finish()
	})

	t.Run("an answer stands as a table too, and the Tab key leads out of the editor", func(t *testing.T) {
		page := open(t, browser, server+"/graphiql?query="+url.QueryEscape(`{ alliances(asOf: "2024-12-04", filter: {actors: ["PRK"]}) { totalCount nodes { from { name } to { name } obligationType } } }`))
		page.do(chromedp.WaitVisible(editor))
		page.answered()
		page.do(chromedp.Click(chromedp.CSS(`[aria-label*="Answer as a table"]`)))
		page.until(`document.querySelectorAll(".entente-tables tbody tr").length > 4`)
		if heads := value[[]string](page, `[...document.querySelectorAll(".entente-tables th")].map(e => e.textContent)`); strings.Join(heads, " ") != "from.name to.name obligationType" {
			t.Errorf("the columns are %q", heads)
		}
		page.do(chromedp.Click(editor), chromedp.KeyEvent("\t"))
		page.until(`!document.activeElement.closest(".monaco-editor")`)
		if text := value[string](page, `document.querySelector(".graphiql-query-editor .view-lines").textContent`); strings.Contains(text, "\t") {
			t.Errorf("the Tab key wrote into the query: %q", text)
		}
		page.finish()
	})

	t.Run("the panel beside the editor opens an example in a new tab", func(t *testing.T) {
		page := open(t, browser, server+"/graphiql?query="+url.QueryEscape("{ __typename }"))
		page.do(
			chromedp.WaitVisible(editor),
			chromedp.Click(chromedp.CSS(`.entente-examples li:last-child button`)),
		)
		page.until(fmt.Sprintf(`%s.includes(%q)`, tabTitles, examples[len(examples)-1].operation(t)))
		page.finish()
	})
}

const (
	editor    = chromedp.CSS(`.graphiql-query-editor .view-lines`)
	tabTitles = `[...document.querySelectorAll("[role=tab]")].map(e => e.innerText.trim())`
)

type example struct{ Name, Query string }

var operationName = regexp.MustCompile(`(?m)^query (\w+)`)

// operation is the name of the query, which GraphiQL shows on its tab.
func (e example) operation(t *testing.T) string {
	t.Helper()
	found := operationName.FindStringSubmatch(e.Query)
	if found == nil {
		t.Fatalf("the query of %s has no name for its tab", e.Name)
	}
	return found[1]
}

func fetchExamples(t *testing.T, server string) []example {
	t.Helper()
	response, err := http.Get(server + "/examples.json")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var examples []example
	if err := json.NewDecoder(response.Body).Decode(&examples); err != nil {
		t.Fatal(err)
	}
	return examples
}

// serve builds and starts the binary and returns its URL.
func serve(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "entente")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "..").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), binary, "serve", "--store", "memory:", "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "ENTENTE_STORE=")
	output, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = cmd.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // t.Context is over before, which ends it
	address := make(chan string, 1)
	go func() {
		pattern := regexp.MustCompile(`127\.0\.0\.1:\d+`)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if found := pattern.FindString(lines.Text()); found != "" {
				select {
				case address <- found:
				default:
				}
			}
		}
	}()
	select {
	case found := <-address:
		return "http://" + found
	case <-time.After(2 * time.Minute):
		t.Fatal("the server does not say where it listens")
		return ""
	}
}

// page is a browser's tab. What its console reports as an error is noted.
type page struct {
	t      *testing.T
	ctx    context.Context
	host   string
	mu     sync.Mutex
	faults []string
}

func open(t *testing.T, browser, address string) *page {
	t.Helper()
	home, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1400, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	p := &page{t: t, ctx: ctx, host: home.Host}
	go p.listen(chromedp.Console(ctx))
	p.do(chromedp.Navigate(address))
	return p
}

func (p *page) listen(console iter.Seq2[chromedp.ConsoleMessage, error]) {
	for message, err := range console {
		if err != nil {
			return
		}
		if message.Type == chromedp.ConsoleError || message.Type == chromedp.ConsoleException {
			p.mu.Lock()
			p.faults = append(p.faults, message.Text)
			p.mu.Unlock()
		}
	}
}

// do runs the actions within a time that a busy machine needs too.
func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if _, err := run(p, chromedp.Steps(actions...)); err != nil {
		p.t.Fatalf("%v; the console says %q", err, p.console())
	}
}

func run[T any](p *page, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Minute)
	defer cancel()
	return chromedp.Run(ctx, action)
}

func value[T any](p *page, script string) T {
	p.t.Helper()
	found, err := run(p, chromedp.Evaluate[T](script))
	if err != nil {
		p.t.Fatalf("%s: %v; the console says %q", script, err, p.console())
	}
	return found
}

func (p *page) until(script string) {
	p.t.Helper()
	if _, err := run(p, chromedp.Poll[bool](script)); err != nil {
		p.t.Fatalf("waiting for %s: %v; the console says %q", script, err, p.console())
	}
}

// answered waits for the response pane of GraphiQL to show data and no errors.
func (p *page) answered() {
	p.t.Helper()
	const response = `(document.querySelector(".result-window .view-lines")?.textContent ?? "")`
	p.until(response + `.includes("{")`)
	if text := value[string](p, response); !strings.Contains(text, `"data"`) || strings.Contains(text, `"errors"`) {
		p.t.Errorf("the answer is %s", text)
	}
}

func (p *page) console() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.faults)
}

// finish fails the test if something went wrong that nobody would see, or another host was asked for anything.
func (p *page) finish() {
	p.t.Helper()
	for _, fault := range p.console() {
		p.t.Errorf("console: %s", fault)
	}
	for _, address := range value[[]string](p, `performance.getEntriesByType("resource").map(e => e.name)`) {
		if u, err := url.Parse(address); err != nil || (u.Host != p.host && u.Scheme != "data" && u.Scheme != "blob") {
			p.t.Errorf("asks another host: %s", address)
		}
	}
}

func findChromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	leaveOut(t, "needs Chromium or Chrome")
	return ""
}

// leaveOut skips what this machine cannot do; in CI, which sets REQUIRE_BROWSER=1, that is a failure.
func leaveOut(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("REQUIRE_BROWSER") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}
