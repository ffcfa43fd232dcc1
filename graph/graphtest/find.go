package graphtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// find returns all pages of a query, checking that each page has its size and each cursor its node.
func find(t testing.TB, s graph.Reader, q graph.NodeQuery) []graph.ID {
	t.Helper()
	var out []graph.ID
	for range 1000 {
		page, err := s.Find(t.Context(), q)
		if err != nil {
			t.Fatalf("Find(%+v): %v", q, err)
		}
		if len(page.Nodes) > q.First || len(page.Nodes) != len(page.Cursors) || page.More && len(page.Nodes) < q.First {
			t.Fatalf("Find(%+v): %d nodes, %d cursors, more %v", q, len(page.Nodes), len(page.Cursors), page.More)
		}
		out = append(out, nodeIDs(page.Nodes)...)
		if !page.More {
			return out
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
	t.Fatalf("Find(%+v): pages have no end", q)
	return nil
}

// finds checks what a query finds, page by page, and that it counts as many.
func finds(t testing.TB, s graph.Reader, what string, want []graph.ID, q graph.NodeQuery) {
	t.Helper()
	same(t, what, want, find(t, s, q))
	q.Total, q.First = true, 1
	page := must(s.Find(t.Context(), q))(t)
	same(t, what+": total, and whether there are more", []any{len(want), len(want) > 1}, []any{page.Total, page.More})
}

func some(n graph.Node, id graph.ID, name string, p graph.Period) graph.NodeRecord {
	h := n.Head()
	h.ID, h.Name, h.Period = id, name, p
	return record(n)
}

// findWorld has names, dates, numbers and links to find nodes by.
func findWorld(t testing.TB, s graph.Store) {
	usa := &graph.State{Latitude: new(38.9), UNMember: date("1945"), NuclearArmed: date("1945-07-16")}
	usa.Aliases, usa.Identifiers = []string{"U.S.A.", "America"}, []graph.Identifier{{Scheme: graph.SchemeCOW, Value: "2"}}
	prk := &graph.State{Latitude: new(39.0), UNMember: date("1991-09-17"), NuclearArmed: date("2006-10-09")}
	prk.Aliases = []string{"DPRK", "Democratic People's Republic of Korea"}
	kor := &graph.State{Latitude: new(37.5), UNMember: date("1991-09-17")}
	kor.Aliases = []string{"Republic of Korea", "Korea"}
	civ := &graph.State{Latitude: new(-7.0), UNMember: date("1960")}
	sun := &graph.State{Latitude: new(38.9)}
	sun.Identifiers = []graph.Identifier{{Scheme: graph.SchemeGW, Value: "365"}, {Scheme: graph.SchemeCOW, Value: "365"}}
	put(t, s, []graph.NodeRecord{
		some(usa, "state:USA", "United States", graph.Since(date("1776"))),
		some(prk, "state:PRK", "North Korea", graph.Since(date("1948-09-09"))),
		some(kor, "state:KOR", "South Korea", graph.Since(date("1948"))),
		by(some(civ, "state:CIV", "Côte d’Ivoire", graph.Since(date("1960-08-07"))), beta, 50),
		some(sun, "state:SUN", "Soviet Union", period("1922-12-30", "1991-12-26")),
		some(&graph.State{}, "state:XXX", "", graph.Period{}),
		some(&graph.Organization{Kind: graph.OrganizationAlliance}, "org:nato", "NATO", graph.Since(date("1949-08-24"))),
		some(&graph.Organization{Kind: graph.OrganizationCompany}, "org:korea-coal", "Korea Coal", graph.Period{}),
		some(&graph.Article{Number: "10"}, "article:t/10", "Article 10", graph.Period{}),
		some(&graph.Article{Number: "4"}, "article:t/4", "Article 4", graph.Period{}),
	}, allied("USA", "KOR", "", during("1953-10-01", "")), allied("SUN", "PRK", "", during("1961-07", "1991-12"), from(beta)), borders("PRK", "KOR"))
}

var findCases = []testCase{
	{"what ended on an unknown day is found on the days that are known alone", func(t *testing.T, s graph.Store) {
		ended := graph.Period{From: date("1949"), EndUncertain: true}
		put(t, s, []graph.NodeRecord{
			some(&graph.State{}, "state:A", "A", graph.Period{StartUncertain: true, EndUncertain: true}),
			some(&graph.State{}, "state:B", "B", ended),
			some(&graph.State{}, "state:C", "C", graph.Period{StartUncertain: true}),
		}, allied("C", "B", "", func(r *graph.AlliedWith) { r.Period = ended }))
		for day, want := range map[string][]graph.ID{"1948": stateIDs("C"), "1949-06-01": stateIDs("B", "C"), "2024": stateIDs("C")} {
			during := graph.Between(date(day), date(day))
			if date(day).DayOfMonth() != 0 {
				during = graph.Through(date(day), date(day))
			}
			same(t, day, want, find(t, s, graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, During: &during, First: 10}))
		}
		for day, want := range map[graph.Day]int{19490601: 1, 20240101: 0, 0: 1} {
			hops := expand(t, s, graph.HopQuery{Filter: graph.Filter{On: day}}, "state:C")[0]
			same(t, fmt.Sprintf("hops on %d", day), want, len(hops))
		}
	}},
	{"every order, ascending and descending, the missing last, ties by id", func(t *testing.T, s graph.Store) {
		findWorld(t, s)
		for _, c := range []struct {
			order graph.Order
			want  []graph.ID
		}{
			{graph.Order{}, stateIDs("CIV", "KOR", "PRK", "SUN", "USA", "XXX")},
			{graph.Order{Descending: true}, stateIDs("XXX", "USA", "SUN", "PRK", "KOR", "CIV")},
			{graph.Order{Property: "id"}, stateIDs("CIV", "KOR", "PRK", "SUN", "USA", "XXX")},
			{graph.Order{Property: "name"}, stateIDs("CIV", "PRK", "KOR", "SUN", "XXX", "USA")},
			{graph.Order{Property: "name", Descending: true}, stateIDs("USA", "XXX", "SUN", "KOR", "PRK", "CIV")},
			{graph.Order{Property: "from"}, stateIDs("USA", "SUN", "KOR", "PRK", "CIV", "XXX")},
			{graph.Order{Property: "from", Descending: true}, stateIDs("CIV", "PRK", "KOR", "SUN", "USA", "XXX")},
			{graph.Order{Property: "latitude"}, stateIDs("CIV", "KOR", "SUN", "USA", "PRK", "XXX")},
			{graph.Order{Property: "latitude", Descending: true}, stateIDs("PRK", "SUN", "USA", "KOR", "CIV", "XXX")},
			{graph.Order{Property: "unMember"}, stateIDs("USA", "CIV", "KOR", "PRK", "SUN", "XXX")},
			{graph.Order{Property: "unMember", Descending: true}, stateIDs("KOR", "PRK", "CIV", "USA", "SUN", "XXX")},
		} {
			for _, first := range []int{1, 2, 3, 500} {
				got := find(t, s, graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, Order: c.order, First: first})
				same(t, fmt.Sprintf("%+v, %d a page", c.order, first), c.want, got)
			}
		}
		same(t, "numbers in names", []graph.ID{"article:t/4", "article:t/10"},
			find(t, s, graph.NodeQuery{Labels: []graph.Label{graph.LabelArticle}, Order: graph.Order{Property: "name"}, First: 1}))
		same(t, "all labels by id", []graph.ID{
			"article:t/10", "article:t/4", "org:korea-coal", "org:nato", "state:CIV", "state:KOR", "state:PRK", "state:SUN",
			"state:USA", "state:XXX",
		}, find(t, s, graph.NodeQuery{First: 3}))
		same(t, "all labels by name", []graph.ID{
			"article:t/4", "article:t/10", "state:CIV", "org:korea-coal", "org:nato", "state:PRK", "state:KOR", "state:SUN",
			"state:XXX", "state:USA",
		}, find(t, s, graph.NodeQuery{First: 3, Order: graph.Order{Property: "name"}}))
	}},
	{"a text finds by the words of one name, best match first", func(t *testing.T, s graph.Store) {
		findWorld(t, s)
		for text, want := range map[string][]graph.ID{
			"korea":             {"state:KOR", "org:korea-coal", "state:PRK"},
			"KOREA rep":         {"state:KOR", "state:PRK"},
			"north republic":    nil,
			"usa":               {"state:USA"},
			"u.s.a":             {"state:USA"},
			"cote d'ivoire":     {"state:CIV"},
			"IVOIRE":            {"state:CIV"},
			"peoples republic":  {"state:PRK"},
			"orea":              nil,
			"xxx":               {"state:XXX"},
			"?!":                nil,
			"   ":               nil,
			"a very long query": nil,
		} {
			finds(t, s, fmt.Sprintf("%q", text), want, graph.NodeQuery{Text: text, First: 2, Order: graph.Order{Property: "relevance"}})
		}
		same(t, "by name", []graph.ID{"org:korea-coal", "state:PRK", "state:KOR"}, find(t, s, graph.NodeQuery{Text: "korea", First: 1, Order: graph.Order{Property: "name"}}))
		same(t, "of a label", []graph.ID{"org:korea-coal"}, find(t, s, graph.NodeQuery{Text: "korea", First: 1, Labels: []graph.Label{graph.LabelOrganization}}))
	}},
	{"a membership counts by its kind", func(t *testing.T, s graph.Store) {
		put(t, s, append(states("A", "B", "C", "D", "E"), orgO()), member("A", "MEMBER"), member("B", ""), member("C", "PARTNER"),
			member("D", "CANDIDATE", period("2000", "2010-01-01")),
			member("D", "MEMBER", period("2010-01-01", "")), allied("E", "A", ""))
		for name, c := range map[string]struct {
			l    graph.RelatedTo
			want []graph.ID
		}{
			"any kind":                {graph.RelatedTo{Types: []graph.RelationshipType{graph.MemberOfType}}, stateIDs("A", "B", "C", "D")},
			"members":                 {graph.RelatedTo{Types: []graph.RelationshipType{graph.MemberOfType}, MembershipKinds: []graph.MembershipKind{"MEMBER"}}, stateIDs("A", "B", "D")},
			"members on a day before": {graph.RelatedTo{Types: []graph.RelationshipType{graph.MemberOfType}, MembershipKinds: []graph.MembershipKind{"MEMBER"}, On: day("2009-12-31")}, stateIDs("A", "B")},
			"the rest":                {graph.RelatedTo{Types: []graph.RelationshipType{graph.MemberOfType}, MembershipKinds: []graph.MembershipKind{"PARTNER", "CANDIDATE"}}, stateIDs("C", "D")},
			"another type is not concerned": {
				graph.RelatedTo{Types: []graph.RelationshipType{graph.AlliedWithType}, MembershipKinds: []graph.MembershipKind{"PARTNER"}},
				stateIDs("E"),
			},
			"nor where no type is named": {graph.RelatedTo{MembershipKinds: []graph.MembershipKind{"CANDIDATE"}}, stateIDs("D", "E")},
		} {
			c.l.Direction = graph.DirectionOut
			same(t, name, c.want, find(t, s, graph.NodeQuery{First: 2, Related: []graph.RelatedTo{c.l}}))
		}
	}},
	{"a similar text finds names with slips, after those without", similarNames},
	{"filters hold together", func(t *testing.T, s graph.Store) {
		findWorld(t, s)
		where := func(property string, o graph.Operator, values ...any) graph.NodeQuery {
			return graph.NodeQuery{Where: []graph.PropertyFilter{{Property: property, Operator: o, Values: values}}}
		}
		link := func(d graph.Direction, on string, ids ...graph.ID) graph.NodeQuery {
			l := graph.RelatedTo{Types: []graph.RelationshipType{graph.AlliedWithType}, Direction: d, IDs: ids}
			if on != "" {
				l.On = day(on)
			}
			return graph.NodeQuery{Related: []graph.RelatedTo{l}}
		}
		during := func(from, until string) graph.NodeQuery {
			return graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, During: new(period(from, until))}
		}
		for name, c := range map[string]struct {
			q    graph.NodeQuery
			want []graph.ID
		}{
			"dataset":                  {graph.NodeQuery{Datasets: []graph.ID{beta, "dataset:none"}}, stateIDs("CIV")},
			"scheme":                   {graph.NodeQuery{Schemes: []graph.IdentifierScheme{graph.SchemeCOW}}, stateIDs("SUN", "USA")},
			"text is one of":           {where("kind", graph.Equal, "ALLIANCE", "NGO"), []graph.ID{"org:nato"}},
			"list holds":               {where("aliases", graph.Equal, "America", "DPRK"), stateIDs("PRK", "USA")},
			"number equals an integer": {where("latitude", graph.Equal, int64(39), "39"), stateIDs("PRK")},
			"number at least":          {where("latitude", graph.AtLeast, 38.9), stateIDs("PRK", "SUN", "USA")},
			"number at most":           {where("latitude", graph.AtMost, int64(37)), stateIDs("CIV")},
			"date at least":            {where("nuclearArmed", graph.AtLeast, "1945-07"), stateIDs("PRK", "USA")},
			"date at most a year":      {where("unMember", graph.AtMost, "1960"), stateIDs("CIV", "USA")},
			"date equals as written":   {where("unMember", graph.Equal, "1991"), nil},
			"start at least":           {where("from", graph.AtLeast, "1948-01-02"), []graph.ID{"org:nato", "state:CIV", "state:PRK"}},
			"missing": {
				graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, Where: []graph.PropertyFilter{{Property: "unMember", Operator: graph.Missing}}},
				stateIDs("SUN", "XXX"),
			},
			"two conditions": {graph.NodeQuery{Where: []graph.PropertyFilter{
				{Property: "latitude", Operator: graph.AtLeast, Values: []any{38.0}},
				{Property: "unMember", Operator: graph.AtLeast, Values: []any{"1991"}},
			}}, stateIDs("PRK")},
			"during before":           {during("1900", "1922-12-30"), stateIDs("USA", "XXX")},
			"during the first day":    {during("1922-12-30", "1922-12-31"), stateIDs("SUN", "USA", "XXX")},
			"during the last day":     {during("1991-12-25", "1991-12-26"), stateIDs("CIV", "KOR", "PRK", "SUN", "USA", "XXX")},
			"during after":            {during("1991-12-26", ""), stateIDs("CIV", "KOR", "PRK", "USA", "XXX")},
			"during until a month":    {during("", "1922-11"), stateIDs("USA", "XXX")},
			"during until that month": {during("", "1922-12"), stateIDs("SUN", "USA", "XXX")},
			"linked out to any":       {link(graph.DirectionOut, ""), stateIDs("SUN", "USA")},
			"linked in from one":      {link(graph.DirectionIn, "", "state:SUN"), stateIDs("PRK")},
			"linked with some":        {link("", "", "state:KOR", "state:PRK", "state:none"), stateIDs("SUN", "USA")},
			"linked with unknown":     {link(graph.DirectionAny, "", "state:none"), nil},
			"linked on a day":         {link(graph.DirectionAny, "1961-07-01"), stateIDs("KOR", "PRK", "SUN", "USA")},
			"linked the day before":   {link(graph.DirectionAny, "1961-06-30"), stateIDs("KOR", "USA")},
			"linked on the last day":  {link(graph.DirectionAny, "1991-12-31"), stateIDs("KOR", "PRK", "SUN", "USA")},
			"linked the day after":    {link(graph.DirectionAny, "1992-01-01"), stateIDs("KOR", "USA")},
			"linked by a dataset":     {graph.NodeQuery{Related: []graph.RelatedTo{{Datasets: []graph.ID{beta}}}}, stateIDs("PRK", "SUN")},
			"linked twice": {
				graph.NodeQuery{Related: []graph.RelatedTo{{IDs: []graph.ID{"state:KOR"}}, {IDs: []graph.ID{"state:SUN"}}}},
				stateIDs("PRK"),
			},
			"a link and a text": {graph.NodeQuery{Text: "north", Related: []graph.RelatedTo{{IDs: []graph.ID{"state:KOR"}}}}, stateIDs("PRK")},
		} {
			c.q.First = 2
			finds(t, s, name, c.want, c.q)
		}
	}},
	{"the total counts all pages, on every page", func(t *testing.T, s graph.Store) {
		findWorld(t, s)
		q := graph.NodeQuery{Labels: []graph.Label{graph.LabelState, graph.LabelOrganization}, First: 3, Total: true, Order: graph.Order{Property: "name"}}
		for range 3 {
			page := must(s.Find(t.Context(), q))(t)
			same(t, "total", 8, page.Total)
			q.After = page.Cursors[len(page.Cursors)-1]
		}
	}},
	{"a cursor goes on from any node of a page, even one that has gone", func(t *testing.T, s graph.Store) {
		findWorld(t, s)
		for _, order := range []string{"id", "name", "from", "latitude"} {
			q := graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 6, Order: graph.Order{Property: order}}
			page := must(s.Find(t.Context(), q))(t)
			same(t, "nodes", 6, len(page.Nodes))
			for i, cursor := range page.Cursors {
				q.After = cursor
				same(t, fmt.Sprintf("%s after the %dth", order, i), nodeIDs(page.Nodes)[i+1:], find(t, s, q))
			}
		}
		q := graph.NodeQuery{First: 4}
		page := must(s.Find(t.Context(), q))(t)
		apply(t, s, graph.Batch{RemoveNodes: []string{"org:nato|dataset:alpha|"}})
		q.After = page.Cursors[3]
		same(t, "after a node that has gone", stateIDs("CIV", "KOR", "PRK", "SUN", "USA", "XXX"), find(t, s, q))
	}},
	{"wrong questions are refused", func(t *testing.T, s graph.Store) {
		findWorld(t, s)
		page := must(s.Find(t.Context(), graph.NodeQuery{First: 1}))(t)
		for name, q := range map[string]graph.NodeQuery{
			"no first":                 {},
			"first too large":          {First: graph.MaxFirst + 1},
			"unknown label":            {First: 1, Labels: []graph.Label{"X"}},
			"unknown property":         {First: 1, Where: []graph.PropertyFilter{{Property: "x", Operator: graph.Missing}}},
			"unknown operator":         {First: 1, Where: []graph.PropertyFilter{{Property: "kind", Operator: "LIKE", Values: []any{"x"}}}},
			"texts have no order":      {First: 1, Where: []graph.PropertyFilter{{Property: "capital", Operator: graph.AtLeast, Values: []any{"x"}}}},
			"a date and a number":      {First: 1, Where: []graph.PropertyFilter{{Property: "unMember", Operator: graph.AtLeast, Values: []any{int64(1945)}}}},
			"two bounds":               {First: 1, Where: []graph.PropertyFilter{{Property: "latitude", Operator: graph.AtLeast, Values: []any{1.0, 2.0}}}},
			"a value of another kind":  {First: 1, Where: []graph.PropertyFilter{{Property: "latitude", Operator: graph.Equal, Values: []any{1}}}},
			"relevance without a text": {First: 1, Order: graph.Order{Property: "relevance"}},
			"order by a text":          {First: 1, Order: graph.Order{Property: "capital"}},
			"no cursor":                {First: 1, After: "x"},
			"cursor of another list":   {First: 1, After: page.Cursors[0], Labels: []graph.Label{graph.LabelPlace}},
			"cursor of another order":  {First: 1, After: page.Cursors[0], Order: graph.Order{Property: "name"}},
			"unknown type":             {First: 1, Related: []graph.RelatedTo{{Types: []graph.RelationshipType{"X"}}}},
			"unknown direction":        {First: 1, Related: []graph.RelatedTo{{Direction: "UP"}}},
			"unknown scheme":           {First: 1, Schemes: []graph.IdentifierScheme{"X"}},
			"period that ends first":   {First: 1, During: new(period("2000", "1998"))},
		} {
			_, err := s.Find(t.Context(), q)
			wantKind(t, err, graph.KindInvalid, name)
			if words := "is no cursor of this list"; strings.Contains(name, "cursor") && !strings.Contains(fmt.Sprint(err), words) {
				t.Errorf("%s: %v; want %q", name, err, words)
			}
		}
		wantKind(t, failure(s.Find(canceled(t), graph.NodeQuery{First: 1})), graph.KindCanceled)
	}},
}

// similarNames asks for names with slips of the pen.
func similarNames(t *testing.T, s graph.Store) {
	findWorld(t, s)
	for text, want := range map[string][]graph.ID{
		"korae":            {"org:korea-coal", "state:KOR", "state:PRK"},
		"nroth korea":      {"state:PRK"},
		"noth corea":       {"state:PRK"},
		"korea":            {"state:KOR", "org:korea-coal", "state:PRK"},
		"sovyet":           {"state:SUN"},
		"unitde staets":    {"state:USA"},
		"ivorie":           {"state:CIV"},
		"democrtaic korea": {"state:PRK"},
		"artikel 4":        nil, // two slips in a word of seven letters
		"articel 4":        {"article:t/4"},
		"article 5":        nil, // a number is another one
		"nat":              {"org:nato"},
		"nto":              nil, // too short for slips
		"?!":               nil,
	} {
		finds(t, s, fmt.Sprintf("%q", text), want, graph.NodeQuery{Text: text, Similar: true, First: 1, Order: graph.Order{Property: "relevance"}})
	}
	same(t, "of a label", []graph.ID{"org:korea-coal"}, find(t, s, graph.NodeQuery{
		Text: "koera", Similar: true, First: 1, Labels: []graph.Label{graph.LabelOrganization},
		Order: graph.Order{Property: "relevance"},
	}))
	wantKind(t, failure(s.Find(t.Context(), graph.NodeQuery{Text: "korea", Similar: true, First: 1})), graph.KindInvalid, "by id")
}
