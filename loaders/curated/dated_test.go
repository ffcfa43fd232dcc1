package curated

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// olderThanTheirValues lists the statements whose source appeared before the day that it is named for: it cannot say
// so.
func olderThanTheirValues(d *data) []string {
	published := map[graph.ID]graph.Date{}
	for id, node := range d.nodes {
		if s, ok := node.(*graph.Source); ok {
			published[id] = s.Date
		}
	}
	var out []string
	judge := func(subject, property string, value graph.Date, source graph.ID) {
		last := value.First()
		if property == "until" || property == "ended" { // the first day without
			last--
		}
		if on := published[source]; !on.IsZero() && !value.IsZero() && last > on.After()-1 {
			out = append(out, fmt.Sprintf("%s: %s %s by %s of %s", subject, property, value, source, on))
		}
	}
	record := func(subject string, r graph.NodeRecord, specs []graph.PropertySpec) {
		for _, s := range graph.StatementsOf([]graph.NodeRecord{r}) {
			i := slices.IndexFunc(specs, func(p graph.PropertySpec) bool { return p.Name == s.Property })
			if text, ok := s.Value.(string); ok && specs[i].Kind == graph.DateValue {
				value, _ := graph.ParseDate(text)
				judge(subject, s.Property, value, s.SourceID)
			}
		}
	}
	suspended := func(subject string, list []graph.Suspension, p graph.Properties, source graph.ID) {
		for _, s := range graph.StatementsOf([]graph.NodeRecord{{Properties: p, Source: source}}) {
			for _, x := range list {
				if s.Property == "suspensions" {
					judge(subject, "suspended from", x.Period.From, s.SourceID)
				}
			}
		}
	}
	for _, r := range d.records {
		for _, n := range r.Nodes {
			if n.Label == graph.LabelSource {
				continue
			}
			record(string(n.ID), n, graph.Ontology.Label(n.Label).Properties)
			if t, ok := d.nodes[n.ID].(*graph.Treaty); ok {
				for _, a := range t.Actions {
					judge(string(n.ID), "action "+a.Kind+" "+string(a.Actor), a.Date, cmp.Or(a.Source, n.Source))
				}
				suspended(string(n.ID), t.Suspensions, n.Properties, n.Source)
			}
		}
		for _, l := range r.Relationships {
			record(fmt.Sprintf("%s %s %s", l.From, l.Type, l.To), graph.NodeRecord{Properties: l.Properties, Source: l.Source}, graph.Ontology.Type(l.Type).Properties)
			if rel, err := graph.NewRelationship(l); err == nil {
				if party, ok := rel.(*graph.PartyTo); ok {
					suspended(fmt.Sprintf("%s %s %s", l.From, l.Type, l.To), party.Suspensions, l.Properties, l.Source)
				}
			}
		}
	}
	return out
}

func TestNoSourceIsOlderThanWhatItSays(t *testing.T) {
	for _, fault := range olderThanTheirValues(load(t)) {
		t.Error(fault)
	}
}
