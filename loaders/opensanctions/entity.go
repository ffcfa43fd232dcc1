package opensanctions

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// entity is one FollowTheMoney entity.
type entity struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Referents  []string            `json:"referents"`
	Datasets   []string            `json:"datasets"`
	FirstSeen  string              `json:"first_seen"`
	LastSeen   string              `json:"last_seen"`
}

// line is an entity as such, or as one step of a delta.
type line struct {
	entity
	Op     string  `json:"op"`
	Entity *entity `json:"entity"`
}

// Steps of a delta.
const (
	opAdd    = "ADD"
	opModify = "MOD"
	opDelete = "DEL"
)

// fault is what is wrong with a line.
type fault struct{ rule, message string }

// parse reads a line of a delta, or of a whole file, where op is empty.
func parse(raw []byte, delta bool) (op string, e entity, wrong *fault) {
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		return "", entity{}, noEntity(delta)
	}
	op, e = strings.ToUpper(l.Op), l.entity
	if l.Entity != nil {
		e = *l.Entity
	}
	switch {
	case l.Entity != nil && !delta:
		return "", e, &fault{"step-of-a-delta", "a step of a delta among whole entities; load deltas by themselves"}
	case delta && (l.Entity == nil || op != opAdd && op != opModify && op != opDelete):
		return "", e, &fault{"no-operation", fmt.Sprintf("a delta's op is ADD, MOD or DEL, not %.20q", op)}
	case e.ID == "" || op != opDelete && e.Schema == "":
		return "", e, noEntity(delta)
	case !delta:
		return "", e, nil
	}
	return op, e, nil
}

func noEntity(delta bool) *fault {
	want := `{"id", "schema", "properties": {name: [texts]}}`
	if delta {
		want = `{"op": ADD, MOD or DEL, "entity": ` + want + `}`
	}
	return &fault{"no-entity", "no FollowTheMoney entity: want " + want}
}

// things are the schemata that become nodes, with everything that inherits from them.
var things = map[string]struct {
	label  graph.Label
	prefix string
	kind   graph.OrganizationKind
}{
	"Person":       {graph.LabelPerson, "person:ftm-", ""},
	"LegalEntity":  {graph.LabelOrganization, "org:ftm-", ""},
	"Organization": {graph.LabelOrganization, "org:ftm-", ""},
	"Company":      {graph.LabelOrganization, "org:ftm-", graph.OrganizationCompany},
	"PublicBody":   {graph.LabelOrganization, "org:ftm-", graph.OrganizationGovernmentBody},
}

// linking is how a schema links two entities.
type linking struct {
	from, to string // the property of each end
	kind     string // of the link, where nothing says more
	says     string // the property that says more: "daughter", "trustee"
}

// links are the schemata that become relationships.
var links = map[string]linking{
	"Ownership":          {"owner", "asset", "OWNERSHIP", "role"},
	"Directorship":       {"director", "organization", "DIRECTORSHIP", "role"},
	"Employment":         {"employee", "employer", "EMPLOYMENT", "role"},
	"Membership":         {"member", "organization", "MEMBERSHIP", "role"},
	"Family":             {"person", "relative", "FAMILY", "relationship"},
	"Associate":          {"person", "associate", "ASSOCIATE", "relationship"},
	"Representation":     {"agent", "client", "REPRESENTATION", "role"},
	"Succession":         {"successor", "predecessor", "SUCCESSION", "role"},
	"UnknownLink":        {"subject", "object", "UNKNOWN", "role"},
	"ProjectParticipant": {"participant", "project", "PROJECT", "role"},
}

// relationship is the one that says what the link means: ownership is not kinship.
func (l linking) relationship(e entity, header graph.RelationshipHeader) graph.Relationship {
	said := graph.Text(strings.Join(e.all(l.says, "summary"), "; "))
	organization := header.ToID.Prefix() == "org"
	switch {
	case l.kind == "OWNERSHIP":
		return &graph.Owns{
			RelationshipHeader: header, Share: graph.Text(e.first("percentage", "sharesCount")),
			Role: graph.Text(l.kind),
		}
	case l.kind == "MEMBERSHIP" && organization:
		return &graph.MemberOf{RelationshipHeader: header, Kind: "MEMBER", Note: said}
	case l.kind == "DIRECTORSHIP" && organization && header.FromID.Prefix() == "person":
		return &graph.HoldsOffice{RelationshipHeader: header, Title: cmp.Or(said, "director")}
	}
	return &graph.LinkedTo{RelationshipHeader: header, Kind: graph.Text(l.kind), Role: said}
}

// nodeID is the id of the node that an entity becomes; ok is false where its schema becomes none.
func nodeID(e entity) (graph.ID, bool) {
	if t, ok := things[e.Schema]; ok {
		return graph.ID(t.prefix + e.ID), true
	}
	if e.Schema == "Sanction" {
		return graph.ID("sanction:ftm-" + e.ID), true
	}
	return "", false
}

func (e entity) first(names ...string) string {
	for _, name := range names {
		if values := e.Properties[name]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

func (e entity) all(names ...string) []string {
	var out []string
	seen := map[string]bool{}
	for _, name := range names {
		for _, value := range e.Properties[name] {
			if value = strings.TrimSpace(value); value != "" && !seen[value] {
				seen[value] = true
				out = append(out, value)
			}
		}
	}
	return out
}

// node makes the graph's node of an entity. The name shown is the caption, or the first name; all others are aliases.
func (e entity) node(id graph.ID, reversed *loaders.Reversed) graph.Node {
	header := graph.Header{ID: id, Name: e.Caption}
	names := e.all("name", "alias", "weakAlias", "previousName", "abbreviation")
	if header.Name == "" && len(names) > 0 {
		header.Name = names[0]
	}
	for _, name := range names {
		if name != header.Name {
			header.Aliases = append(header.Aliases, name)
		}
	}
	if q := e.first("wikidataId"); q != "" {
		header.Identifiers = []graph.Identifier{{Scheme: graph.SchemeWikidata, Value: q}}
	}
	listing := graph.Listing{
		Topics: e.all("topics"), Countries: e.all("country", "nationality", "jurisdiction", "citizenship"),
		FirstSeen: loaders.DayOf(e.FirstSeen), LastSeen: loaders.DayOf(e.LastSeen),
		Description: graph.Text(strings.Join(e.all("notes", "summary", "position"), "; ")),
	}
	if e.Schema == "Person" {
		header.Period = e.through("birthDate", "deathDate", reversed)
		return &graph.Person{Header: header, Born: header.Period.From, Listing: listing}
	}
	header.Period = e.through("incorporationDate", "dissolutionDate", reversed)
	return &graph.Organization{Header: header, Kind: things[e.Schema].kind, Listing: listing}
}

// sanction makes the graph's Sanction; it runs from its start, or from its listing.
func (e entity) sanction(id graph.ID, reversed *loaders.Reversed) *graph.Sanction {
	name := cmp.Or(strings.Join(e.all("program", "authority"), ", "), "Sanction "+e.ID)
	return &graph.Sanction{
		Header: graph.Header{ID: id, Name: name, Period: e.period(reversed)}, Measures: e.all("provisions", "measures"),
		Authority: graph.Text(e.first("authority")), Program: graph.Text(e.first("program", "programId")),
		Status: graph.Text(e.first("status")), Reason: graph.Text(strings.Join(e.all("reason"), "; ")),
	}
}

// period is that of an interval.
func (e entity) period(reversed *loaders.Reversed) graph.Period {
	for _, start := range []string{"startDate", "date"} {
		if len(e.Properties[start]) > 0 {
			return e.through(start, "endDate", reversed)
		}
	}
	return e.through("listingDate", "endDate", reversed)
}

// through is the time from one property through the last day that another names. What is stated and cannot be read
// leaves its end uncertain.
func (e entity) through(first, last string, reversed *loaders.Reversed) graph.Period {
	p := graph.Through(exact(e.Properties[first], false), exact(e.Properties[last], true))
	p.StartUncertain = p.From.IsZero() && e.first(first) != ""
	p.EndUncertain = p.Until.IsZero() && e.first(last) != ""
	return reversed.Mend(e.Schema+" "+e.ID, p)
}

// exact is the most exact of several values of one property, whose order says nothing: of equally exact ones the
// earliest, or the latest.
func exact(values []string, latest bool) (best graph.Date) {
	for _, value := range values {
		d := loaders.DayOf(value)
		size, most := len(d.String()), len(best.String())
		if size > most || size == most && (d.Compare(best) < 0) != latest {
			best = d
		}
	}
	return best
}
