package stix

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
)

// object holds the members of a STIX object that are read.
type object struct {
	Type             string   `json:"type"`
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	Description      string   `json:"description"`
	Created          string   `json:"created"`
	Modified         string   `json:"modified"`
	Revoked          bool     `json:"revoked"`
	Aliases          []string `json:"aliases"`
	IdentityClass    string   `json:"identity_class"`
	Sectors          []string `json:"sectors"`
	Roles            []string `json:"roles"`
	ThreatActorTypes []string `json:"threat_actor_types"`
	MalwareTypes     []string `json:"malware_types"`
	ToolTypes        []string `json:"tool_types"`
	FirstSeen        string   `json:"first_seen"`
	LastSeen         string   `json:"last_seen"`
	StartTime        string   `json:"start_time"`
	StopTime         string   `json:"stop_time"`
	Published        string   `json:"published"`
	Country          string   `json:"country"`
	Region           string   `json:"region"`
	City             string   `json:"city"`
	Latitude         *float64 `json:"latitude"`
	Longitude        *float64 `json:"longitude"`
	Confidence       *int     `json:"confidence"`
	ObjectRefs       []string `json:"object_refs"`
	MarkingRefs      []string `json:"object_marking_refs"`
	GranularMarkings []struct {
		Ref string `json:"marking_ref"`
	} `json:"granular_markings"`
	CreatedByRef       string   `json:"created_by_ref"`
	Labels             []string `json:"labels"` // STIX 2.0 has the types there
	RelationshipType   string   `json:"relationship_type"`
	SourceRef          string   `json:"source_ref"`
	TargetRef          string   `json:"target_ref"`
	ExternalReferences []struct {
		URL string `json:"url"`
	} `json:"external_references"`
	DefinitionType string         `json:"definition_type"`
	Definition     map[string]any `json:"definition"`
}

// nodeID is the id of the node that an object becomes; "" where its type has no place in the ontology.
func (o *object) nodeID() graph.ID {
	_, uuid, _ := strings.Cut(o.ID, "--")
	prefix := ""
	switch o.Type {
	case "identity":
		prefix = "org"
		if o.IdentityClass == "individual" {
			prefix = "person"
		}
	case "threat-actor", "intrusion-set":
		prefix = "org"
	case "malware", "tool":
		prefix = "weapon"
	case "campaign", "incident":
		prefix = "event"
	case "location":
		prefix = "place"
	case "report":
		prefix = "source"
	default:
		return ""
	}
	return graph.ID(prefix + ":stix-" + o.Type + "-" + uuid)
}

// node makes the graph's node of an object that has a place in the ontology.
func (o *object) node(id graph.ID, markings []string, reversed *loaders.Reversed) graph.Node {
	header := graph.Header{ID: id, Name: o.Name, Markings: markings}
	for _, alias := range o.Aliases {
		if alias != o.Name && !slices.Contains(header.Aliases, alias) {
			header.Aliases = append(header.Aliases, alias)
		}
	}
	listing := graph.Listing{
		Topics: o.topics(), FirstSeen: loaders.DayOf(o.FirstSeen), LastSeen: loaders.DayOf(o.LastSeen),
		Description: text(o.Description),
	}
	switch id.Prefix() {
	case "person":
		return &graph.Person{Header: header, Listing: listing}
	case "org":
		return &graph.Organization{Header: header, Listing: listing}
	case "weapon":
		subtype := append([]string{o.Type}, o.orLabels(append(o.MalwareTypes, o.ToolTypes...))...)
		return &graph.WeaponSystem{
			Header: header, Category: "Cyber", Subtype: text(strings.Join(subtype, ", ")),
			Note: text(o.Description),
		}
	case "event":
		header.Period = through(o.ID, o.FirstSeen, o.LastSeen, reversed)
		return &graph.Event{Header: header, Status: graph.EventReported, Summary: text(o.Description)}
	case "place":
		if header.Name == "" {
			header.Name = strings.Join(slices.DeleteFunc([]string{o.City, o.Country, o.Region},
				func(s string) bool { return s == "" }), ", ")
		}
		return &graph.Place{
			Header: header, Kind: "LOCATION", Latitude: o.Latitude, Longitude: o.Longitude,
			Note: text(o.Description),
		}
	}
	source := &graph.Source{Header: header, Date: loaders.DayOf(o.Published), Note: text(o.Description)}
	if len(o.ExternalReferences) > 0 {
		source.URL = graph.Text(o.ExternalReferences[0].URL)
	}
	return source
}

func (o *object) topics() []string {
	topics := append(slices.Clone(o.orLabels(o.ThreatActorTypes)), o.Roles...)
	if o.Type == "identity" {
		return o.Sectors
	}
	return append([]string{o.Type}, topics...)
}

// orLabels are the types of an object, or those of STIX 2.0.
func (o *object) orLabels(types []string) []string {
	if len(types) == 0 {
		return o.Labels
	}
	return types
}

// version is when this version of the object was made; the zero time where it does not say.
func (o *object) version() time.Time {
	t, _ := time.Parse(time.RFC3339Nano, o.Modified)
	return t
}

// values yields the objects of a file: of a bundle, of several in an array or one a line, or objects by themselves.
func values(file input.File) iter.Seq2[jsonstream.Value, error] {
	return func(yield func(jsonstream.Value, error) bool) {
		for value, err := range jsonstream.Values(file, "objects") {
			var bundle struct {
				Type    string            `json:"type"`
				Objects []json.RawMessage `json:"objects"`
			}
			if err == nil && json.Unmarshal(value.Raw, &bundle) == nil && bundle.Type == "bundle" && bundle.Objects != nil {
				for _, raw := range bundle.Objects {
					if !yield(jsonstream.Value{Line: value.Line, Raw: raw}, nil) {
						return
					}
				}
				continue
			}
			if !yield(value, err) {
				return
			}
		}
	}
}

// through is the time from one timestamp through the day of another. A timestamp that is there and cannot be read
// leaves its end uncertain; the last year of the calendar is how some bundles write that there is no end.
func through(id, first, last string, reversed *loaders.Reversed) graph.Period {
	p := graph.Through(loaders.DayOf(first), loaders.DayOf(last))
	p.StartUncertain = p.From.IsZero() && first != ""
	p.EndUncertain = p.Until.IsZero() && last != "" && !strings.HasPrefix(last, "9999-")
	if start, err := time.Parse(time.RFC3339, first); err == nil {
		if stop, err := time.Parse(time.RFC3339, last); err == nil && stop.Before(start) {
			reversed.Add(id)
			return graph.Period{From: p.From, EndUncertain: true}
		}
	}
	return reversed.Mend(id, p)
}

// maxText bounds a description; what is longer ends in an ellipsis.
const maxText = 4000

func text(s string) graph.Text { return graph.Text(loaders.Clip(s, maxText)) }
