package sipritransfers

import (
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/table"
)

const dataset = "dataset:sipri-transfers"

// Loader loads SIPRI trade registers.
var Loader = loaders.Loader{
	Name: "sipri-transfers",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: dataset, Name: "SIPRI Arms Transfers Database"},
		Publisher: "Stockholm International Peace Research Institute", Licence: "(c) SIPRI, use with attribution",
		Attribution: "Source: SIPRI Arms Transfers Database", URL: "https://www.sipri.org/databases/armstransfers",
		Priority: 60, CoverageFrom: graph.YearOnly(1950),
	},
	Mode:     loaders.ByFile, // a register is an excerpt, of a supplier or of some years
	Read:     read,
	LayoutOf: layoutOf,
}

// layoutOf says in which layout a deal came: only the layout of 2026 numbers the deals.
func layoutOf(id graph.ID) string {
	switch own, ok := strings.CutPrefix(string(id), "transfer:sipri-"); {
	case !ok:
		return ""
	case strings.HasPrefix(own, "x"):
		return "without SIPRI's numbers of deals"
	}
	return "with SIPRI's numbers of deals"
}

// layout is one way in which SIPRI writes a register.
type layout struct {
	spec  table.Spec
	deals func(t *table.Table) iter.Seq2[*deal, error]
}

// read gathers the deals of a file before it yields them, since a deal's rows need not stand together; the whole
// database has about 30,000.
func read(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		t, read, err := open(in, file)
		if err != nil {
			return err
		}
		var order []*deal
		known := map[string]*deal{}
		counted := undated{}
		err = loaders.Gather(read(t), yield, func(d *deal) error {
			first := known[d.id]
			if first == nil {
				known[d.id] = d
				order = append(order, d)
			} else if reason := first.merge(d); reason != "" {
				return (&loaders.RowError{Column: "Supplier", Rule: "deal-differs", Message: fmt.Sprintf("deal %s: %s differs "+
					"from its first row at %s", d.id, reason, first.locator)}).MadeOf(d.origin)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i, d := range order {
			record, err := d.record(in.Identities)
			if i == 0 && err == nil {
				if version := generatedOn(t.Above()); version != "" {
					record.Edition(graph.Dataset{Header: graph.Header{ID: dataset}, Version: version}, file.Name)
				}
			}
			if rejected, ok := errors.AsType[*loaders.RowError](err); ok {
				rejected.File, rejected.Line = file.Name, d.origin[0].Line
			}
			if err == nil {
				counted.add(d)
			}
			if !yield(record, err) {
				return loaders.ErrStopped
			}
		}
		counted.warn(in, file.Name)
	}
	return nil
}

// generated is what SIPRI writes above a register: "Data generated: 12 Feb 2026 12:26:12 PM;".
var generated = regexp.MustCompile(`(?i)data generated:?\s*(\d{1,2} \pL{3,9} \d{4})`)

// generatedOn says of which day the register is, since the database has no other version; empty where the lines above
// do not tell.
func generatedOn(above []string) graph.Text {
	for _, line := range above {
		found := generated.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		for _, layout := range []string{"2 Jan 2006", "2 January 2006"} {
			if day, err := time.Parse(layout, found[1]); err == nil {
				return graph.Text("generated " + day.Format(time.DateOnly))
			}
		}
	}
	return ""
}

// open finds the layout of a file. The error is that of the layout that comes nearest, of several the newest: it names
// its columns.
func open(in loaders.Input,
	file input.File,
) (*table.Table, func(*table.Table) iter.Seq2[*deal, error], error) {
	var nearest error
	for _, l := range []layout{byDelivery, rewritten(byDelivery), byDeal, byHeading} {
		t, err := table.Open(in, file, l.spec)
		if err == nil && l.spec.Verbatim && !strings.HasSuffix(t.Header()[len(t.Header())-1], ";") {
			if err = t.Close(); err == nil {
				continue // a spreadsheet has written it again, with quotes where it needs them
			}
		}
		if err == nil {
			return t, l.deals, nil
		}
		if graph.KindOf(err) != graph.KindInvalid {
			return nil, nil, err
		}
		if nearest == nil || table.Known(err) > table.Known(nearest) {
			nearest = err
		}
	}
	return nil, nil, nearest
}
