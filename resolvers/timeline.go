package resolvers

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

// maxTimelineActors bounds how many actors, or nodes, one timeline is about.
const maxTimelineActors = 20

// Timeline implements generated.QueryResolver.
//
// What is dated by relationships is gathered whole, for an actor has few treaties, memberships and wars; events, of
// which there may be millions, are paged in the store. The cursor is an item's day and key, so both go on from one place.
func (q query) Timeline(ctx context.Context, refs []api.NodeRef, from, to *graph.Date, kinds []api.TimelineKind, withParts bool,
	first int, after *string,
) (*api.TimelineConnection, error) {
	if err := paged(first); err != nil {
		return nil, err
	}
	time, err := api.Asked("", "from", from, "to", to)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).ask(0)
	t := timeline{q: q, ctx: ctx, items: map[string]*timelineItem{}}
	t.first, t.end = time.Bounds()
	if err := t.place(after); err != nil {
		return nil, err
	}
	if t.actors, err = q.timelineRefs(ctx, refs, from, "actors", graph.ActorLabels...); err != nil {
		return nil, err
	}
	wanted := func(kind api.TimelineKind) bool { return len(kinds) == 0 || slices.Contains(kinds, kind) }
	if err := t.relationships(wanted); err != nil {
		return nil, err
	}
	total := len(t.items)
	if wanted(api.TimelineEvent) {
		if err := t.belonging(withParts); err != nil {
			return nil, err
		}
		if selected(ctx, "totalCount") {
			count := t.eventList(t.first)
			count.First, count.Total = 1, true
			page, err := requestOf(ctx).store.Find(ctx, count.NodeQuery)
			if err != nil {
				return nil, err
			}
			total += page.Total
		}
		if err := t.events(first + 1); err != nil {
			return nil, err
		}
	}
	page := t.page(first, after != nil)
	page.TotalCount = total
	return page, nil
}

func (q query) timelineRefs(ctx context.Context, refs []api.NodeRef, from *graph.Date, argument string, labels ...graph.Label) ([]graph.ID, error) {
	if len(refs) == 0 || len(refs) > maxTimelineActors {
		return nil, graph.Invalidf("%s: %d references; want 1 to %d", argument, len(refs), maxTimelineActors)
	}
	on := requestOf(ctx).today
	if from != nil {
		on = from.First()
	}
	ids, err := q.resolveAll(ctx, refs, argument, on, labels...)
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// timeline gathers the items of one page.
type timeline struct {
	q      query
	ctx    context.Context
	actors []graph.ID
	first  graph.Day // first day asked for
	end    graph.Day // first day no longer asked for
	day    graph.Day // the cursor's
	key    string
	items  map[string]*timelineItem // by key
	// owners are those whose events are wanted, each with the actor in whose timeline they stand.
	owners map[graph.ID]graph.ID
}

type timelineItem struct {
	api.TimelineItem
	day graph.Day
	key string
}

// place reads the cursor: "20241204 key".
func (t *timeline) place(after *string) error {
	if after == nil {
		return nil
	}
	day, key, ok := strings.Cut(*after, " ")
	date, err := graph.ParseDate(day)
	if !ok || err != nil || date.DayOfMonth() == 0 {
		return graph.Invalidf("after: %.60q is no cursor of a timeline", *after)
	}
	t.day, t.key = date.First(), key
	return nil
}

func (i *timelineItem) cursor() string { return i.day.String() + " " + i.key }

// add puts an item on the timeline of an actor, if its date is known and within what is asked for. The key makes one item of what
// several actors or datasets have in common.
func (t *timeline) add(kind api.TimelineKind, date graph.Date, key, text string, subject graph.Node, actor graph.ID) {
	day := date.First()
	if date.IsZero() || day < t.first || day >= t.end {
		return
	}
	item := t.items[key]
	if item == nil {
		item = &timelineItem{api.TimelineItem{Date: date, Kind: kind, Text: text, Subject: subject}, day, key}
		t.items[key] = item
	}
	n, err := node[graph.Actor](t.ctx, actor)
	if err == nil && !slices.ContainsFunc(item.Actors, func(a graph.Actor) bool { return a.Head().ID == actor }) {
		item.Actors = append(item.Actors, n)
	}
}

// relationshipKinds are the relationships that make items, by kind.
var relationshipKinds = []struct {
	kind  api.TimelineKind
	types []graph.RelationshipType
}{
	{api.TimelineTreaty, []graph.RelationshipType{graph.PartyToType}},
	{api.TimelineMembership, []graph.RelationshipType{graph.MemberOfType}},
	{api.TimelineOffice, []graph.RelationshipType{graph.HoldsOfficeType}},
	{api.TimelineConflict, []graph.RelationshipType{graph.ParticipatedInType}},
	{api.TimelineSanction, []graph.RelationshipType{graph.ImposesSanctionType, graph.TargetsType}},
	{api.TimelineArmsTransfer, []graph.RelationshipType{graph.SuppliedType}},
}

func (t *timeline) relationships(wanted func(api.TimelineKind) bool) error {
	if _, err := nodesOf[graph.Node](t.ctx, t.actors); err != nil {
		return err
	}
	for _, k := range relationshipKinds {
		if !wanted(k.kind) {
			continue
		}
		pages, err := manyHops(t.ctx, t.actors, relationshipFilter{types: k.types})
		if err != nil {
			return err
		}
		for i, page := range pages {
			if k.kind == api.TimelineMembership {
				t.memberships(t.actors[i], page)
				continue
			}
			for _, hop := range page {
				t.relationship(k.kind, t.actors[i], hop)
			}
		}
	}
	return nil
}

func (t *timeline) relationship(kind api.TimelineKind, actor graph.ID, hop graph.Hop) {
	h, other := hop.Relationship.Head(), hop.Other
	name := other.Head().Name
	both := func(subject graph.Node, begins, ends string) {
		what := string(kind) + "|" + string(h.FromID) + "|" + string(h.ToID)
		t.add(kind, h.Period.From, what+"|from|"+h.Period.From.String(), begins, subject, actor)
		t.add(kind, h.Period.Until, what+"|until|"+h.Period.Until.String(), ends, subject, actor)
	}
	subject := name
	if n, err := node[graph.Node](t.ctx, h.FromID); err == nil {
		subject = n.Head().Name
	}
	switch r := hop.Relationship.(type) {
	case *graph.PartyTo:
		treaty, ok := other.(*graph.Treaty)
		if !ok {
			return
		}
		t.treaty(treaty, actor)
		if r.InForce != treaty.InForce && r.InForce != (graph.Date{}) {
			t.add(kind, r.InForce, "TREATY|"+string(treaty.ID)+"|"+string(actor)+"|bound|"+r.InForce.String(), name+" in force for "+subject, treaty, actor)
		}
		if r.Ended != treaty.Ended && r.Ended != (graph.Date{}) {
			t.add(kind, r.Ended, "TREATY|"+string(treaty.ID)+"|"+string(actor)+"|left|"+r.Ended.String(), name+" no longer in force for "+subject, treaty, actor)
		}
	case *graph.HoldsOffice:
		both(other, subject+" becomes "+string(r.Title), subject+" is no longer "+string(r.Title))
	case *graph.ParticipatedIn:
		both(other, subject+" enters "+name, subject+" leaves "+name)
	case *graph.ImposesSanction:
		both(other, subject+" imposes "+name, name+" is lifted")
	case *graph.Targets:
		both(other, subject+" is imposed", subject+" is lifted")
	case *graph.Supplied:
		if text, err := describe(t.ctx, r); err == nil {
			t.add(kind, h.Period.From, "ARMS_TRANSFER|"+string(h.ID), text, other, actor)
		}
	}
}

// treaty adds the steps in the life of a treaty. An action of the kind that its dates tell already adds nothing.
func (t *timeline) treaty(treaty *graph.Treaty, actor graph.ID) {
	step := func(date graph.Date, what, text string) {
		t.add(api.TimelineTreaty, date, "TREATY|"+string(treaty.ID)+"|"+what, text, treaty, actor)
	}
	step(treaty.Signed, "1 signed", treaty.Name+" is signed")
	step(treaty.InForce, "2 in force", treaty.Name+" enters into force")
	step(treaty.Ended, "3 ended", treaty.Name+" is no longer in force")
	for _, s := range treaty.Suspensions {
		step(s.Period.From, "4 suspended "+s.Period.From.String(), treaty.Name+" is suspended")
	}
	for _, a := range treaty.Actions {
		if a.Date != treaty.Signed && a.Date != treaty.InForce && a.Date != treaty.Ended && a.Text != "" {
			step(a.Date, "5 "+a.Kind+" "+a.Date.String()+" "+string(a.Actor), treaty.Name+": "+string(a.Text))
		}
	}
}

// belonging fills in the owners: the actors, and with parts what belongs to them over three levels, as far as a filter has room.
func (t *timeline) belonging(withParts bool) error {
	t.owners = map[graph.ID]graph.ID{}
	for _, id := range t.actors {
		t.owners[id] = id
	}
	level := t.actors
	for depth := 0; withParts && depth < 3; depth++ {
		pages, err := manyHops(t.ctx, level, incoming(graph.PartOfType))
		if err != nil {
			return err
		}
		var next []graph.ID
		for i, page := range pages {
			for _, hop := range page {
				id := hop.Other.Head().ID
				if _, known := t.owners[id]; !known && len(t.owners) < graph.MaxFilterValues {
					t.owners[id] = t.owners[level[i]]
					next = append(next, id)
				}
			}
		}
		level = next
	}
	return nil
}

// eventList asks for the events of the owners from a day on. Those without a day have no place on a timeline.
func (t *timeline) eventList(start graph.Day) *list {
	l := &list{q: t.q, ctx: t.ctx}
	l.Labels, l.Order.Property = []graph.Label{graph.LabelEvent}, "from"
	l.atLeast("from", cmp.Or(start.String(), "0001-01-01"))
	if t.end < graph.Forever {
		l.atMost("from", t.end.Previous().String())
	}
	l.equal("status", values(shown)...)
	l.Links = []graph.LinkFilter{{
		Types: []graph.RelationshipType{graph.ActorInType, graph.RecipientOfType}, Direction: graph.DirectionIn,
		IDs: slices.Sorted(maps.Keys(t.owners)),
	}}
	return l
}

// events adds the next events, from the cursor's day on; those of that day which come before the cursor are passed over.
func (t *timeline) events(need int) error {
	l := t.eventList(max(t.first, t.day))
	l.First = min(graph.MaxFirst, need)
	if t.key != "" {
		l.First = graph.MaxFirst // any number of one day may have to be passed over
	}
	var found []graph.Node
	for {
		page, err := requestOf(t.ctx).store.Find(t.ctx, l.NodeQuery)
		if err != nil {
			return err
		}
		for _, n := range page.Nodes {
			day, key := n.Head().Period.From.First(), eventKey(n)
			if day > t.day || key > t.key {
				found = append(found, n)
			}
		}
		if !page.More || len(found) >= need {
			break
		}
		l.After = page.Cursors[len(page.Cursors)-1]
	}
	return t.addEvents(found)
}

func eventKey(n graph.Node) string { return "EVENT|" + string(n.Head().ID) }

func (t *timeline) addEvents(found []graph.Node) error {
	ids := make([]graph.ID, len(found))
	for i, n := range found {
		ids[i] = n.Head().ID
	}
	pages, err := manyHops(t.ctx, ids, incoming(graph.ActorInType, graph.RecipientOfType))
	if err != nil {
		return err
	}
	for i, n := range found {
		for _, hop := range pages[i] {
			if actor, ok := t.owners[hop.Other.Head().ID]; ok {
				t.add(api.TimelineEvent, n.Head().Period.From, eventKey(n), n.Head().Name, n, actor)
			}
		}
	}
	return nil
}

// page has the items that follow the cursor.
func (t *timeline) page(first int, behind bool) *api.TimelineConnection {
	all := make([]*timelineItem, 0, len(t.items))
	for _, item := range t.items {
		if item.day > t.day || item.day == t.day && item.key > t.key {
			all = append(all, item)
		}
	}
	slices.SortFunc(all, func(a, b *timelineItem) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.key, b.key))
	})
	out := &api.TimelineConnection{Edges: []api.Edge[api.TimelineItem]{}, Nodes: []api.TimelineItem{}}
	out.PageInfo = api.PageInfo{HasNextPage: len(all) > first, HasPreviousPage: behind}
	for _, item := range all[:min(first, len(all))] {
		slices.SortFunc(item.Actors, func(a, b graph.Actor) int { return cmp.Compare(a.Head().ID, b.Head().ID) })
		out.Edges = append(out.Edges, api.Edge[api.TimelineItem]{Cursor: item.cursor(), Node: item.TimelineItem})
		out.Nodes = append(out.Nodes, item.TimelineItem)
	}
	if n := len(out.Edges); n > 0 {
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &out.Edges[0].Cursor, &out.Edges[n-1].Cursor
	}
	return out
}
