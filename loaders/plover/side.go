package plover

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Side is what a coded event says about one actor, and the nodes that it is.
type Side struct {
	Name    string
	Sectors []string
	Node    graph.ID // empty for one that is no actor of the graph
	State   graph.ID // its country, where the actor is another node, such as an office or an alliance
}

// Relate adds the sides to an event, as actor and recipient, and their countries likewise. Of the other side's record
// of a meeting only the actor is one more actor of it: then to is empty.
func Relate(record *loaders.Record, event graph.ID, from, to Side, period graph.Period) {
	add := func(actor graph.ID, r graph.Relationship, discriminator string) {
		if actor != "" {
			record.Relate(r, graph.RelationshipHeader{FromID: actor, ToID: event, Period: period}, discriminator)
		}
	}
	own := func(s Side) graph.Participation {
		return graph.Participation{Role: graph.Text(s.Name), Sector: s.Sectors}
	}
	country := func(s Side) graph.Participation {
		return graph.Participation{Role: graph.Text("country of " + s.Name)}
	}
	add(from.Node, &graph.ActorIn{Participation: own(from)}, "")
	add(to.Node, &graph.RecipientOf{Participation: own(to)}, "")
	// told apart from a country's own part in the event
	add(from.State, &graph.ActorIn{Participation: country(from)}, "country")
	add(to.State, &graph.RecipientOf{Participation: country(to)}, "country")
}

// Tell adds an event to a record, with its sides, the source that tells of it and the place of it; these are nil where
// the row does not state them.
func Tell(record *loaders.Record, event *graph.Event, from, to Side, source *graph.Source, place *graph.Place) {
	node := graph.NewNodeRecord(event)
	if source != nil {
		node.Source = source.ID
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(source))
	}
	record.Nodes = append(record.Nodes, node)
	for _, id := range []graph.ID{from.Node, to.Node, from.State, to.State} {
		record.Mention(id)
	}
	Relate(record, event.ID, from, to, event.Period)
	if place != nil {
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(place))
		header := graph.RelationshipHeader{FromID: event.ID, ToID: place.ID, Period: event.Period}
		record.Relate(&graph.LocatedAt{}, header, "")
	}
	record.Cite(record.Locator, node.Source)
}
