package ui_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	tourStep  = regexp.MustCompile(`(?m)^\d+\. `)
	tourBlock = regexp.MustCompile(`(?s)<!-- tour\n(.*?)-->`)
)

// TestTheTour goes through docs/tour.md: under each step stands, unseen by readers, what to do and what to see.
func TestTheTour(t *testing.T) {
	text, err := os.ReadFile("../docs/tour.md")
	if err != nil {
		t.Fatal(err)
	}
	steps := tourStep.Split(string(text), -1)[1:]
	if len(steps) < 10 {
		t.Fatalf("only %d steps", len(steps))
	}
	v := &visit{page: workbench(t).open(t, "/")}
	for i, step := range steps {
		blocks := tourBlock.FindAllStringSubmatch(step, -1)
		if len(blocks) != 1 {
			t.Fatalf("step %d has %d blocks of what to do: %.80s", i+1, len(blocks), step)
		}
		for line := range strings.Lines(blocks[0][1]) {
			if line = strings.TrimSpace(line); line != "" {
				v.tour(i+1, line)
			}
		}
	}
	v.finish()
}

func (v *visit) tour(step int, line string) {
	v.t.Helper()
	what, rest, _ := strings.Cut(line, " ")
	switch what {
	case "open":
		v.until(ready)
	case "press":
		v.script(`document.activeElement.matches("input") && document.activeElement.blur()`)
		v.command(rest)
	case "pick":
		typed, name, _ := strings.Cut(rest, " = ")
		v.until(`document.activeElement.matches("input[role=combobox]")`)
		v.pick(typed, name)
	case "click":
		v.until(ready)
		v.click(rest)
	case "run":
		v.script(rest)
	case "back":
		v.script(`history.back()`)
	case "await":
		v.until(rest)
	case "see":
		if _, err := run(v.page, chromedp.Poll[bool](`(document.querySelector("main").innerText + document.querySelector("#details").innerText).includes(`+quoted(rest)+`)`)); err != nil {
			v.t.Fatalf("step %d: %s does not show %q:\n%.2000s", step, value[string](v.page, `location.href`), rest, value[string](v.page, `document.querySelector("main").innerText`))
		}
	default:
		v.t.Fatalf("step %d: nobody knows how to %q", step, line)
	}
}

func quoted(text string) string { return "`" + text + "`" }
