package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/entente-graph/entente/graph"
)

func TestTimelinePage(t *testing.T) {
	b := workbench(t)

	t.Run("lanes of two actors, what is signed only hollow, and the same as a table", func(t *testing.T) {
		p := b.open(t, "/timeline?actor=state:PRK&actor=state:RUS&from=2024-01-01&to=2024-12-31&asOf=2024-12-04")
		if hollow := value[int](p, `document.querySelectorAll('[data-id="treaty:ru-kp-2024"] .hollow').length`); hollow != 2 {
			t.Errorf("%d hollow parts of the treaty that was signed in June and in force in December, want one for each", hollow)
		}
		dots := value[int](p, `document.querySelectorAll(".dot").length`)
		p.do(chromedp.Focus(chromedp.CSS(`.dot`)))
		p.act(func() { p.key(kb.Enter) })
		p.until(`!!document.querySelector("#details h2")`)
		p.act(func() { p.do(chromedp.Click(chromedp.CSS(`#way-table`))) })
		if rows := value[int](p, `document.querySelectorAll("tbody tr").length`); rows == 0 || dots == 0 {
			t.Errorf("%d rows, %d dots", rows, dots)
		}
		p.finish()
	})

	t.Run("no bar leaves the chart, and no word its bar", func(t *testing.T) {
		p := b.open(t, "/timeline?actor=state:PRK&from=2024-10-01&to=2024-11-01")
		p.until(`!!document.querySelector("svg.timeline .fuzzy")`)
		const astray = `(() => {
			const width = document.querySelector("svg.timeline").getBoundingClientRect().right - 12;
			return [...document.querySelectorAll("svg.timeline .bar")].flatMap(bar => {
				const held = [...bar.querySelectorAll("rect")].map(r => r.getBoundingClientRect());
				const words = [...bar.querySelectorAll("text")].map(t => t.closest("svg").getBoundingClientRect().right);
				const end = Math.max(...held.map(r => r.right));
				return end > width + 1 || words.some(w => w > end + 1) || held.some(r => r.height < 12) ? [bar.getAttribute("aria-label")] : [];
			});
		})()`
		if found := value[[]string](p, astray); len(found) > 0 {
			t.Errorf("%d bars, such as %q", len(found), found[0])
		}
	})

	t.Run("the second week of October 2024 in Korea", func(t *testing.T) {
		p := b.open(t, "/timeline?actor=state:PRK&actor=state:KOR&from=2024-10-07&to=2024-10-14&kinds=EVENT&view=table")
		p.says("Taurus")
		for _, day := range value[[]string](p, `[...document.querySelectorAll("tbody tr")].map(r => r.cells[0].innerText)`) {
			if !strings.HasSuffix(day, "Oct 2024") {
				t.Errorf("an event of %s", day)
			}
		}
	})

	t.Run("today is the server's, and what is asked of is the time that is shown", func(t *testing.T) {
		p := b.open(t, "/timeline?actor=state:RUS&view=table")
		p.says("between 15 Jun 2016 and 15 Jun 2026", "Comprehensive Strategic Partnership")
		if until := value[string](p, `document.querySelector("#span-day-1").value`); until != "2026-06-15" {
			t.Errorf("the last day is %q", until)
		}
		if warned := value[string](p, `document.querySelector("main .bar")?.innerText ?? ""`); warned != "" {
			t.Error(warned)
		}
		p = b.open(t, "/timeline?actor=state:KOR&from=2024-10-07&to=2024-10-09&kinds=EVENT&view=table")
		p.says("Taurus") // of the last day
	})

	t.Run("a thumb is moved by keys, and the address follows", func(t *testing.T) {
		p := b.open(t, "/timeline?actor=state:FIN&from=2020-01-01&to=2024-12-31")
		p.do(chromedp.Focus(chromedp.CSS(`#span-0`)))
		p.act(func() { p.key(kb.PageUp) })
		if at := value[string](p, `location.search`); !strings.Contains(at, "from=2021-01-01") {
			t.Errorf("the address is %s", at)
		}
		if kept := value[string](p, `document.activeElement.id`); kept != "span-0" {
			t.Errorf("the focus went to %q", kept)
		}
	})

	t.Run("the map shows who is bound on the day, and says whose borders it has", func(t *testing.T) {
		p := b.open(t, "/timeline?actor=state:USA&asOf=2024-12-04&view=map")
		p.until(`document.querySelectorAll(".map .filled").length > 20`)
		p.says("Natural Earth")
		p.axe()
		p.finish()
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		b.clean(t, "/timeline?actor=state:PRK&from=2023-01-01&to=2024-12-31&asOf=2024-12-04&view=diagram")
	})
}

func TestATimelineSaysThatPartsAreLeftOut(t *testing.T) {
	b := benchOf(t, "parts", func(t *testing.T, store graph.Store) {
		const dataset = graph.ID("dataset:curated")
		var batch graph.Batch
		for i := range graph.MaxFilterValues + 1 {
			node := graph.NewNodeRecord(&graph.Organization{Header: graph.Header{
				ID: graph.ID(fmt.Sprintf("org:staff-%d", i)), Name: fmt.Sprintf("Staff %d", i),
			}})
			node.Dataset = dataset
			part := &graph.PartOf{}
			*part.Head() = graph.RelationshipHeader{FromID: node.ID, ToID: "state:PRK", DatasetID: dataset}
			batch.Nodes = append(batch.Nodes, node)
			batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(part, ""))
		}
		if _, err := store.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	})
	p := b.open(t, "/timeline?actor=state:PRK&from=2024-01-01&to=2024-12-31&view=table")
	p.says("only the first 200 are looked at")
}
