package ui_test

import (
	"fmt"
	"testing"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func TestDiffPage(t *testing.T) {
	b := workbench(t)
	const shown = `Object.fromEntries([...document.querySelectorAll(".total")].map(e => [e.innerText.replace(/^\S+|\s*[\d,]+$/g, "").replace(/[^a-z ]/g, "").trim(), Number(e.querySelector(".n").innerText.replace(",", ""))]))`

	t.Run("what a successor carries on is neither lost nor gained, and the totals are those of the API", func(t *testing.T) {
		p := b.open(t, "/diff?d1=1991-12-25&d2=1992-12-26")
		var want struct {
			AllianceDiff struct {
				Changes []struct {
					Kind          string
					Beneficiaries []struct{ ID string }
				}
			}
		}
		httpapitest.Data(t, b.handler, `{allianceDiff(from: "1991-12-25", to: "1992-12-26") {changes {kind beneficiaries {id}}}}`, nil, &want)
		totals := map[string]int{}
		for _, c := range want.AllianceDiff.Changes {
			totals[c.Kind] += len(c.Beneficiaries)
		}
		got := value[map[string]int](p, shown)
		if got["carried over"] == 0 || got["carried over"] != totals["CARRIED"] || got["gained"] != totals["GAINED"] || got["lost"] != totals["LOST"] {
			t.Errorf("the page counts %v, the API %v", got, totals)
		}
		p.says("carried over from Soviet Union", "Russia")
		p.act(func() {
			p.script(`[...document.querySelectorAll(".asking button")].find(b => b.textContent === "Swap the days").click()`)
		})
		back := value[map[string]int](p, shown)
		if back["gained"] != got["lost"] || back["lost"] != got["gained"] || back["carried over"] != got["carried over"] {
			t.Errorf("back in time %v, forward %v", back, got)
		}
		p.finish()
	})

	t.Run("the front page counts what the page does", func(t *testing.T) {
		p := b.open(t, "/")
		p.until(`document.querySelectorAll("#counted b").length === 6`)
		const card = `[...document.querySelectorAll("#counted a")].find(a => a.innerText.includes("Sweden"))`
		told := value[string](p, card+`.querySelector("b").innerText`)
		p.act(func() { p.script(card + `.click()`) })
		got := value[map[string]int](p, shown)
		if want := fmt.Sprintf("%d duties gained, %d lost, %d changed", got["gained"], got["lost"], got["changed"]); told != want || got["gained"] == 0 {
			t.Errorf("the front page says %q, the page %q", told, want)
		}
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		b.clean(t, "/diff?d1=2024-01-01&d2=2024-12-31&actor=state:SWE", "/diff?d1=2024-01-01&d2=2024-12-31&actor=state:SWE&view=diagram")
	})
}
