package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// foreseen are hops that a reader has read before it is asked for them, by the question and the start. They are given
// once.
type foreseen struct {
	sync.Mutex
	pages map[string]map[graph.ID]graph.HopPage
}

// distinct is a text that only one question has: with %+v one name with a space would read as two names.
func distinct(question any) string { return fmt.Sprintf("%#v", question) }

// keep takes what was read of the ids; those without hops have a page, too.
func (f *foreseen) keep(ids []graph.ID, q *graph.HopQuery, pages map[graph.ID]graph.HopPage) {
	f.Lock()
	defer f.Unlock()
	if f.pages == nil {
		f.pages = map[string]map[graph.ID]graph.HopPage{}
	}
	known := f.pages[distinct(*q)]
	if known == nil {
		known = make(map[graph.ID]graph.HopPage, len(ids))
		f.pages[distinct(*q)] = known
	}
	for _, id := range ids {
		known[id] = pages[id]
	}
}

// take gives the pages where those of all ids are here.
func (f *foreseen) take(ids []graph.ID, q *graph.HopQuery) []graph.HopPage {
	f.Lock()
	defer f.Unlock()
	if len(f.pages) == 0 {
		return nil
	}
	known := f.pages[distinct(*q)]
	out := make([]graph.HopPage, len(ids))
	for i, id := range ids {
		page, ok := known[id]
		if !ok {
			return nil
		}
		out[i] = page
	}
	for _, id := range ids {
		delete(known, id)
	}
	return out
}

// Foresee implements graph.Foreseer.
func (p *pinned) Foresee(ctx context.Context, next graph.Ahead) error {
	if p.moved.Load() {
		return nil // the copy is in memory
	}
	ids, pages, err := p.live.foresee(ctx, &next)
	if errors.Is(err, errMoved) {
		return nil // as who asks will see
	}
	if err != nil {
		return err
	}
	for i := range pages {
		p.ahead.keep(ids, &next.Hops[i], pages[i])
	}
	return nil
}

// foresee gives the hops of each question with the nodes that they are of; a page of nodes is remembered.
func (r reader) foresee(ctx context.Context, next *graph.Ahead) (ids []graph.ID, pages []map[graph.ID]graph.HopPage,
	err error,
) {
	err = r.call(ctx, func(ctx context.Context) error {
		for i := range next.Hops {
			if err := next.Hops[i].Validate(); err != nil {
				return err
			}
		}
		if ids = sortedUnique(next.IDs); next.Page != nil {
			var page graph.NodePage
			if page, pages, err = r.find(ctx, next.Page, next.Hops); err != nil {
				return err
			}
			for _, n := range page.Nodes {
				ids = append(ids, n.Head().ID)
			}
		}
		if err := tooMany(len(ids)); err != nil || pages != nil || len(ids) == 0 {
			return err
		}
		pages, err = r.expand(ctx, ids, next.Hops)
		return err
	})
	return ids, pages, err
}

// expansions is one statement for the hops of several questions from $ids. Its rows begin with the question's number,
// which its parameters bear, too.
func expansions(hops []graph.HopQuery, told string) (cypher string, parameters map[string]any) {
	parameters = map[string]any{}
	parts := make([]string, len(hops))
	for i, q := range hops {
		text, own := expansion(&q.Filter, q.Direction, q.PerNode, "y = x", fmt.Sprintf("%d AS question, %s", i, told))
		own["limit"] = int64(q.PerNode) + 1
		numbered := func(name string) string { return fmt.Sprint(name, "_", i) }
		for name, value := range own {
			parameters[numbered(name)] = value
		}
		parts[i] = parameter.ReplaceAllStringFunc(text, func(name string) string {
			if name == "$ids" {
				return name
			}
			return numbered(name)
		})
	}
	return strings.Join(parts, "\nUNION ALL\n"), parameters
}

var parameter = regexp.MustCompile(`\$\w+`)

// byQuestion sorts the rows of expansions.
func byQuestion(rows [][]any, questions int) [][][]any {
	out := make([][][]any, questions)
	for _, row := range rows {
		if i := integer(row[0]); i >= 0 && i < int64(questions) {
			out[i] = append(out[i], row[1:])
		}
	}
	return out
}
