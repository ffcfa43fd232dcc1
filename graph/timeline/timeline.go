package timeline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// Kind is what sort of thing an item is.
type Kind string

// The kinds of item.
const (
	Treaty       Kind = "TREATY"
	Event        Kind = "EVENT"
	Membership   Kind = "MEMBERSHIP"
	Office       Kind = "OFFICE"
	Conflict     Kind = "CONFLICT"
	Sanction     Kind = "SANCTION"
	ArmsTransfer Kind = "ARMS_TRANSFER"
)

// Item is something that happened to actors on a day.
type Item struct {
	Date    graph.Date
	Kind    Kind
	Text    string // in one sentence
	Subject graph.Node
	Actors  []graph.Actor // in whose timelines it stands, by id

	place
}

// Cursor is the item's place: "20241204 key".
func (i *Item) Cursor() string { return i.day.String() + " " + i.key }

// Query asks for a page of a timeline.
type Query struct {
	Actors    []graph.ID
	Time      graph.Period // half-open
	Kinds     []Kind       // empty: all
	WithParts bool         // events of what belongs to an actor count as the actor's
	First     int          // the first so many, 1 to graph.MaxFirst
	After     *string      // cursor of an item: those that follow it; nil from the beginning
	Last      int          // the last so many in place of the first, 1 to graph.MaxFirst; 0: the first
	Before    *string      // cursor of an item: those that precede it; nil up to the end
	// Total asks for the number of all items; without it, events are not counted.
	Total bool
}

func (q *Query) wants(kind Kind) bool { return len(q.Kinds) == 0 || slices.Contains(q.Kinds, kind) }

// Page is a part of a timeline.
type Page struct {
	Items  []*Item
	Behind bool // something may precede them
	More   bool // something follows them
	Total  int
	// PartsLeftOut says that actors have more parts than are looked at, whose events and offices are not in it.
	PartsLeftOut bool
}

// maxPassed bounds the items among which a page from the end is looked for.
const maxPassed = 10 * graph.MaxFirst

// Of reads a page of the timeline of actors. A cursor that is none is KindInvalid, and a page from the end of more than
// 5,000 items KindLimitExceeded.
func Of(ctx context.Context, reader graph.Reader, q Query) (*Page, error) {
	t := timeline{Query: q, reader: reader, items: map[string]*Item{}, nodes: map[graph.ID]graph.Node{}}
	t.first, t.end = q.Time.Bounds()
	var err error
	if t.after, err = placeOf("after", q.After); err != nil {
		return nil, err
	}
	if t.before, err = placeOf("before", q.Before); err != nil {
		return nil, err
	}
	if err := t.belonging(ctx); err != nil {
		return nil, err
	}
	if err := t.relationships(ctx); err != nil {
		return nil, err
	}
	total := len(t.items)
	if q.wants(Event) {
		if q.Total {
			count := t.eventQuery(t.first, t.end)
			count.First, count.Total = 1, true
			page, err := reader.Find(ctx, count)
			if err != nil {
				return nil, err
			}
			total += page.Total
		}
		need := q.First + 1
		if q.Last > 0 {
			need = maxPassed + 1
		}
		if err := t.events(ctx, need); err != nil {
			return nil, err
		}
	}
	return t.page(total)
}

// page cuts the page out of the items between the cursors.
func (t *timeline) page(total int) (*Page, error) {
	items := t.between()
	out := &Page{Items: items, Behind: t.After != nil, More: t.Before != nil, Total: total, PartsLeftOut: t.owners.More}
	switch {
	case t.Last > 0 && len(items) > maxPassed:
		return nil, graph.Errorf(graph.KindLimitExceeded, "last: more than %d items would have to be looked through; give "+
			"a first day, or a cursor to go on behind", maxPassed)
	case t.Last > 0 && len(items) > t.Last:
		out.Items, out.Behind = items[len(items)-t.Last:], true
	case t.Last == 0 && len(items) > t.First:
		out.Items, out.More = items[:t.First], true
	}
	return out, nil
}

// timeline gathers the items of one page.
type timeline struct {
	Query
	reader graph.Reader
	first  graph.Day               // first day asked for
	end    graph.Day               // first day no longer asked for
	after  *place                  // nil: from the beginning
	before *place                  // nil: up to the end
	items  map[string]*Item        // by key
	nodes  map[graph.ID]graph.Node // the actors and what they have a relationship with
	// owners are those whose events and offices are wanted, each with the actor in whose timeline they stand.
	owners Owners
}

// place is where an item stands in a timeline.
type place struct {
	day graph.Day
	key string
}

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.day, o.day), cmp.Compare(p.key, o.key))
}

// placeOf reads a cursor; nil where there is none.
func placeOf(argument string, cursor *string) (*place, error) {
	if cursor == nil {
		return nil, nil
	}
	day, key, ok := strings.Cut(*cursor, " ")
	date, err := graph.ParseDate(day)
	if !ok || err != nil || date.DayOfMonth() == 0 {
		return nil, graph.Invalidf("%s: %.60q is no cursor of a timeline", argument, *cursor)
	}
	return &place{date.First(), key}, nil
}

// asked tells whether a place is between the cursors.
func (t *timeline) asked(p place) bool {
	return (t.after == nil || t.after.compare(p) < 0) && (t.before == nil || p.compare(*t.before) < 0)
}

// add puts an item on the timeline of an actor, if its date is known and within what is asked for. The key makes one
// item of what several actors or datasets have in common.
func (t *timeline) add(kind Kind, date graph.Date, key, text string, subject graph.Node, actor graph.ID) {
	day := date.First()
	if date.IsZero() || day < t.first || day >= t.end {
		return
	}
	item := t.items[key]
	if item == nil {
		item = &Item{Date: date, Kind: kind, Text: text, Subject: subject, place: place{day, key}}
		t.items[key] = item
	}
	n, ok := t.nodes[actor].(graph.Actor)
	if ok && !slices.ContainsFunc(item.Actors, func(a graph.Actor) bool { return a.Head().ID == actor }) {
		item.Actors = append(item.Actors, n)
	}
}

// name is what an actor, or what it has a relationship with, is called.
func (t *timeline) name(id graph.ID) string {
	if n := t.nodes[id]; n != nil {
		return n.Head().Name
	}
	return string(id)
}

// sources are the relationships that make items, by kind.
var sources = []struct {
	kind  Kind
	types []graph.RelationshipType
}{
	{Treaty, []graph.RelationshipType{graph.PartyToType}},
	{Membership, []graph.RelationshipType{graph.MemberOfType}},
	{Office, []graph.RelationshipType{graph.HoldsOfficeType}},
	{Conflict, []graph.RelationshipType{graph.ParticipatedInType}},
	{Sanction, []graph.RelationshipType{graph.ImposesSanctionType, graph.TargetsType}},
	{ArmsTransfer, []graph.RelationshipType{graph.SuppliedType}},
}

func (t *timeline) relationships(ctx context.Context) error {
	actors, err := t.reader.Nodes(ctx, t.Actors)
	if err != nil {
		return err
	}
	for i, n := range actors {
		t.nodes[t.Actors[i]] = n
	}
	for _, source := range sources {
		if !t.wants(source.kind) {
			continue
		}
		of := t.Actors
		if source.kind == Office {
			of = slices.Sorted(maps.Keys(t.owners.Of))
		}
		pages, err := hops(ctx, t.reader, of, graph.DirectionAny, source.types...)
		if err != nil {
			return err
		}
		for i, page := range pages {
			for _, hop := range page.Hops {
				t.nodes[hop.Other.Head().ID] = hop.Other
			}
			if source.kind == Membership {
				t.memberships(of[i], page.Hops)
				continue
			}
			for _, hop := range page.Hops {
				t.relationship(source.kind, t.owners.Of[of[i]], hop)
			}
		}
	}
	return nil
}

// hops are the relationships of nodes, of all time. A timeline of half of them would be taken for the whole.
func hops(ctx context.Context, reader graph.Reader, ids []graph.ID, direction graph.Direction,
	types ...graph.RelationshipType,
) ([]graph.HopPage, error) {
	pages, err := reader.Expand(ctx, ids,
		graph.HopQuery{Filter: graph.Filter{Types: types}, Direction: direction, PerNode: graph.MaxPerNode})
	if err != nil {
		return nil, err
	}
	for i, page := range pages {
		if page.More {
			return nil, graph.Errorf(graph.KindLimitExceeded, "%s has more than %d relationships %v, too many for a timeline: "+
				"ask for other kinds, or count them by `degrees`", ids[i], len(page.Hops), types)
		}
	}
	return pages, nil
}

func (t *timeline) relationship(kind Kind, actor graph.ID, hop graph.Hop) {
	h, other := hop.Relationship.Head(), hop.Other
	name, subject := other.Head().Name, t.name(h.FromID)
	both := func(begins, ends string) {
		key := string(kind) + "|" + string(h.FromID) + "|" + string(h.ToID)
		if office, ok := hop.Relationship.(*graph.HoldsOffice); ok {
			key += "|" + string(office.Title) // one may hold two of one body
		}
		t.add(kind, h.Period.From, key+"|from|"+h.Period.From.String(), begins, other, actor)
		t.add(kind, h.Period.Until, key+"|until|"+h.Period.Until.String(), ends, other, actor)
	}
	switch r := hop.Relationship.(type) {
	case *graph.PartyTo:
		treaty := other.(*graph.Treaty) // as the ontology has it
		t.treaty(treaty, actor)
		party := "TREATY|" + string(treaty.ID) + "|" + string(actor)
		if r.InForce != treaty.InForce {
			t.add(kind, r.InForce, party+"|bound|"+r.InForce.String(), name+" in force for "+subject, treaty, actor)
		}
		if r.Ended != treaty.Ended {
			t.add(kind, r.Ended, party+"|left|"+r.Ended.String(), name+" no longer in force for "+subject, treaty, actor)
		}
	case *graph.HoldsOffice:
		both(subject+" becomes "+string(r.Title), subject+" is no longer "+string(r.Title))
	case *graph.ParticipatedIn:
		both(subject+" enters "+name, subject+" leaves "+name)
	case *graph.ImposesSanction:
		both(subject+" imposes "+name, name+" is lifted")
	case *graph.Targets:
		both(subject+" is imposed", subject+" is lifted")
	case *graph.Supplied:
		t.add(kind, h.Period.From, "ARMS_TRANSFER|"+string(h.ID), graph.Describe(r, t.name), other, actor)
	}
}

// treaty adds the steps in the life of a treaty that an actor saw. An action of the kind that its dates tell already
// adds nothing.
func (t *timeline) treaty(treaty *graph.Treaty, actor graph.ID) {
	step := func(date graph.Date, what, text string) {
		if n := t.nodes[actor]; n == nil || !saw(n.Head().Period, date) {
			return
		}
		t.add(Treaty, date, "TREATY|"+string(treaty.ID)+"|"+what, text, treaty, actor)
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

// saw tells whether one who existed in a period did so on a date. What ended with it counts.
func saw(life graph.Period, date graph.Date) bool {
	first, end := life.Bounds()
	return date.After() > first && date.First() <= end
}

// belonging fills in the owners: the actors, and with parts what belongs to them over three levels, as far as a filter
// has room.
func (t *timeline) belonging(ctx context.Context) (err error) {
	levels := 0
	if t.WithParts && (t.wants(Event) || t.wants(Office)) {
		levels = 3
	}
	below := func(level []graph.ID) ([][]graph.Hop, error) {
		pages, err := hops(ctx, t.reader, level, graph.DirectionIn, graph.PartOfType)
		return lists.Map(pages, func(p graph.HopPage) []graph.Hop { return p.Hops }), err
	}
	t.owners, err = Parts(t.Actors, levels, graph.MaxFilterValues, below)
	return err
}

// Owners are nodes with what is part of them, level by level.
type Owners struct {
	IDs  []graph.ID
	Of   map[graph.ID]graph.ID // the node to which each belongs
	More bool                  // there are more than were wanted
}

// Parts follows what is part of each of a level, which below knows, over so many levels and to at most so many nodes.
func Parts(whole []graph.ID, levels, most int, below func(level []graph.ID) ([][]graph.Hop, error)) (Owners, error) {
	out := Owners{IDs: slices.Clone(whole), Of: map[graph.ID]graph.ID{}}
	for _, id := range whole {
		out.Of[id] = id
	}
	for level := whole; levels > 0 && len(level) > 0; levels-- {
		found, err := below(level)
		if err != nil {
			return Owners{}, err
		}
		done := len(out.IDs)
		for i, hops := range found {
			for _, hop := range hops {
				id := hop.Other.Head().ID
				if _, known := out.Of[id]; known {
					continue
				}
				if len(out.IDs) >= most {
					out.More = true
					break
				}
				out.Of[id] = out.Of[level[i]]
				out.IDs = append(out.IDs, id)
			}
		}
		level = out.IDs[done:]
	}
	return out, nil
}

// eventQuery asks for the events of the owners from a day on and before another. Those without a day have no place on a
// timeline.
func (t *timeline) eventQuery(start, end graph.Day) graph.NodeQuery {
	q := graph.NodeQuery{
		Labels: []graph.Label{graph.LabelEvent}, Order: graph.Order{Property: "from"}, First: graph.MaxFirst,
		Where: []graph.PropertyFilter{
			{Property: "from", Operator: graph.AtLeast, Values: []any{cmp.Or(start.String(), "0001-01-01")}},
			{
				Property: "status", Operator: graph.Equal,
				Values: []any{string(graph.EventConfirmed), string(graph.EventReported), string(graph.EventClaimed)},
			},
		},
		Related: []graph.RelatedTo{{
			Types: []graph.RelationshipType{graph.ActorInType, graph.RecipientOfType}, Direction: graph.DirectionIn,
			IDs: slices.Sorted(maps.Keys(t.owners.Of)),
		}},
	}
	if end < graph.Forever {
		q.Where = append(q.Where,
			graph.PropertyFilter{Property: "from", Operator: graph.AtMost, Values: []any{end.Previous().String()}})
	}
	return q
}

// events adds the next events, from the day of one cursor to that of the other; those of these days which are not
// between the cursors are passed over.
func (t *timeline) events(ctx context.Context, need int) error {
	first, end := t.first, t.end
	if t.after != nil {
		first = max(first, t.after.day)
	}
	if t.before != nil {
		end = min(end, t.before.day.Next())
	}
	q := t.eventQuery(first, end)
	if t.after == nil { // else any number of one day may have to be passed over
		q.First = min(graph.MaxFirst, need)
	}
	var found []graph.Node
	for page, err := range graph.Pages(ctx, t.reader, q) {
		if err != nil {
			return err
		}
		for _, n := range page.Nodes {
			if t.asked(place{n.Head().Period.From.First(), eventKey(n)}) {
				found = append(found, n)
			}
		}
		if len(found) >= need {
			break
		}
	}
	return t.addEvents(ctx, found)
}

func eventKey(n graph.Node) string { return "EVENT|" + string(n.Head().ID) }

func (t *timeline) addEvents(ctx context.Context, found []graph.Node) error {
	for chunk := range slices.Chunk(found, graph.MaxIDs) {
		ids := lists.Map(chunk, func(n graph.Node) graph.ID { return n.Head().ID })
		pages, err := hops(ctx, t.reader, ids, graph.DirectionIn, graph.ActorInType, graph.RecipientOfType)
		if err != nil {
			return err
		}
		for i, n := range chunk {
			for _, hop := range pages[i].Hops {
				if actor, ok := t.owners.Of[hop.Other.Head().ID]; ok {
					t.add(Event, n.Head().Period.From, eventKey(n), n.Head().Name, n, actor)
				}
			}
		}
	}
	return nil
}

// between are the items between the cursors, in order.
func (t *timeline) between() []*Item {
	var all []*Item
	for _, item := range t.items {
		if t.asked(item.place) {
			slices.SortFunc(item.Actors, func(a, b graph.Actor) int { return cmp.Compare(a.Head().ID, b.Head().ID) })
			all = append(all, item)
		}
	}
	slices.SortFunc(all, func(a, b *Item) int { return a.compare(b.place) })
	return all
}
