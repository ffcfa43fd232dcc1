package neo4jstore

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
)

// The properties of an Entity beside those of the ontology, and of a relationship beside its own and the period's. A
// test holds that no ontology name is among them.
var (
	entityKeeps = []string{
		"id", "fromDay", "untilDay", "fromDate", "untilDate", "sortName", "foldedNames",
		"datasets", "codes", "conditionKinds",
	}
	relationshipKeeps = []string{
		"key", "dataset", "source", "locator", "confidence", "derived", "part", "hash", "fromDay", "untilDay", "fromDate",
		"untilDate", "conditionKinds",
	}
)

// putReadable adds, for people, what is kept in a form for programs: the days of the period as dates, where the day is
// known, and the kinds of the conditions.
func putReadable(out map[string]any, p graph.Properties) {
	period := p.Period()
	putDate(out, "fromDate", period.From)
	putDate(out, "untilDate", period.Until)
	if conditions := decoded[graph.Condition](p, "conditions"); len(conditions) > 0 {
		out["conditionKinds"] = lists.Map(conditions, func(c graph.Condition) string { return string(c.Kind) })
	}
}

// decoded are the values of a list of JSON. What cannot be read is left out: the record's own reading reports it.
func decoded[T any](p graph.Properties, name string) (out []T) {
	list, _ := p[name].([]string)
	for _, text := range list {
		var value T
		if json.Unmarshal([]byte(text), &value) == nil {
			out = append(out, value)
		}
	}
	return out
}

// putDate adds a date whose day is known.
func putDate(out map[string]any, name string, d graph.Date) {
	if t, err := time.Parse(time.DateOnly, d.String()); err == nil {
		out[name] = neo4j.DateOf(t)
	}
}

// codesOf are the identifiers as people write them: COW 732.
func codesOf(p graph.Properties) []string {
	return sortedUnique(lists.Map(decoded[graph.Identifier](p, "identifiers"),
		func(i graph.Identifier) string { return string(i.Scheme) + " " + i.Value }))
}

// entityProperties are the properties of the Entity that shows the merge of the records; without records it is bare.
func entityProperties(id graph.ID, records []graph.NodeRecord) map[string]any {
	_, shown := graph.Merge(records)
	out := make(map[string]any, len(shown)+len(entityKeeps))
	maps.Copy(out, shown)
	name, _ := shown["name"].(string)
	if name == "" {
		name = string(id) // for order and search; the property stays missing
	}
	aliases, _ := shown["aliases"].([]string)
	first, end := shown.Period().Bounds()
	out["id"] = string(id)
	out["fromDay"], out["untilDay"] = int64(first), int64(end)
	out["sortName"], out["foldedNames"] = names.SortKey(name), words(name, aliases)
	out["datasets"] = datasetsOf(records)
	putReadable(out, shown)
	if codes := codesOf(shown); len(codes) > 0 {
		out["codes"] = codes
	}
	return out
}

// words are the folded names, each with a space before every word, so that " w" is found where a word begins with w.
func words(name string, aliases []string) []string {
	return lists.Map(names.FoldAll(name, aliases), func(folded string) string { return " " + folded })
}

func datasetsOf(records []graph.NodeRecord) []string {
	return sortedUnique(lists.Map(records, func(r graph.NodeRecord) string { return string(r.Dataset) }))
}

// identifierRow is an Identifier node; its key is short enough for an index whatever the value.
type identifierRow struct {
	key, scheme, value string
	first, end         graph.Day
}

func identifiersOf(records []graph.NodeRecord) []identifierRow {
	_, shown := graph.Merge(records)
	return lists.Map(decoded[graph.Identifier](shown, "identifiers"), func(i graph.Identifier) identifierRow {
		first, end := i.Period.Bounds()
		return identifierRow{
			identifierKey(graph.IdentifierRef{Scheme: i.Scheme, Value: i.Value}),
			string(i.Scheme), i.Value, first, end,
		}
	})
}

const longestIndexed = 500 // bytes; Neo4j refuses index entries of more than about 8,000

func identifierKey(ref graph.IdentifierRef) string {
	key := string(ref.Scheme) + "|" + ref.Value
	if len(key) > longestIndexed {
		return fmt.Sprintf("%s|sha256:%x", ref.Scheme, sha256.Sum256([]byte(ref.Value)))
	}
	return key
}

// recordProperties are those of the Record node: what identifies it in plain sight, the statements as JSON, because no
// list of Neo4j's could hold them as they were stated.
func recordProperties(r *graph.NodeRecord, hash graph.Hash) (map[string]any, error) {
	text, err := encodeProperties(r.Properties)
	if err != nil {
		return nil, err
	}
	out := map[string]any{
		"key": r.Key(), "node": string(r.ID), "dataset": string(r.Dataset), "priority": int64(r.Priority),
		"properties": text, "hash": hash.String(),
	}
	putText(out, "discriminator", r.Discriminator)
	putText(out, "part", r.Part)
	putText(out, "source", string(r.Source))
	putText(out, "locator", r.Locator)
	if r.Confidence != nil {
		out["confidence"] = int64(*r.Confidence)
	}
	return out, nil
}

func recordFrom(p map[string]any) (graph.NodeRecord, error) {
	id := graph.ID(text(p["node"]))
	r := graph.NodeRecord{
		ID: id, Label: graph.Ontology.LabelOf(id), Dataset: graph.ID(text(p["dataset"])),
		Discriminator: text(p["discriminator"]), Part: text(p["part"]), Priority: int(integer(p["priority"])),
		Source: graph.ID(text(p["source"])), Locator: text(p["locator"]), Confidence: confidence(p),
	}
	var err error
	if stated, ok := p["properties"].(string); ok {
		r.Properties, err = decodeProperties(stated)
	}
	return r, err
}

// exactFloat keeps a float a float in JSON: 5 is written 5.0.
type exactFloat float64

func (f exactFloat) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(float64(f))
	if err == nil && !strings.ContainsAny(string(b), ".eE") {
		b = append(b, ".0"...)
	}
	return b, err
}

func encodeProperties(p graph.Properties) (string, error) {
	exact := make(map[string]any, len(p))
	for name, value := range p {
		if f, ok := value.(float64); ok {
			value = exactFloat(f)
		}
		exact[name] = value
	}
	b, err := json.Marshal(exact)
	return string(b), err
}

func decodeProperties(stated string) (graph.Properties, error) {
	decoder := json.NewDecoder(strings.NewReader(stated))
	decoder.UseNumber()
	out := graph.Properties{}
	if err := decoder.Decode(&out); err != nil {
		return nil, err
	}
	for name, value := range out {
		switch value := value.(type) {
		case json.Number:
			if n, err := strconv.ParseInt(string(value), 10, 64); err == nil {
				out[name] = n
			} else if f, err := value.Float64(); err == nil {
				out[name] = f
			} else {
				return nil, err
			}
		case []any:
			out[name] = texts(value)
		}
	}
	return out, nil
}

// relationshipProperties are those of the relationship in Neo4j.
func relationshipProperties(r *graph.RelationshipRecord, hash graph.Hash) map[string]any {
	out := make(map[string]any, len(r.Properties)+len(relationshipKeeps))
	maps.Copy(out, r.Properties)
	first, end := r.Properties.Period().Bounds()
	out["key"], out["dataset"], out["hash"] = string(r.ID()), string(r.Dataset), hash.String()
	out["fromDay"], out["untilDay"] = int64(first), int64(end)
	putText(out, "part", r.Part)
	putText(out, "source", string(r.Source))
	putText(out, "locator", r.Locator)
	if r.Confidence != nil {
		out["confidence"] = int64(*r.Confidence)
	}
	if r.Derived {
		out["derived"] = true
	}
	putReadable(out, r.Properties)
	return out
}

// relationshipColumns are the names of all properties that a relationship of a type can have.
func relationshipColumns(t graph.RelationshipType) []string {
	out := slices.Clone(relationshipKeeps)
	for _, p := range graph.Ontology.Type(t).Properties {
		out = append(out, p.Name)
	}
	return out
}

// relationshipFrom reads a relationship; its key says what it joins.
func relationshipFrom(p map[string]any) (graph.RelationshipRecord, error) {
	r, ok := graph.ID(text(p["key"])).RelationshipKey()
	spec := graph.Ontology.Type(r.Type)
	if !ok || spec == nil {
		return r, errDamaged
	}
	r.Part, r.Source, r.Locator = text(p["part"]), graph.ID(text(p["source"])), text(p["locator"])
	r.Confidence, r.Derived = confidence(p), p["derived"] == true
	r.Properties = propertiesFrom(p, spec.Properties)
	return r, nil
}

// recordOfKey is a record of which only the key is known.
func recordOfKey(key string) graph.NodeRecord {
	r, _ := graph.ParseNodeKey(key)
	r.Label = graph.Ontology.LabelOf(r.ID)
	return r
}

func propertiesFrom(p map[string]any, specs []graph.PropertySpec) graph.Properties {
	out := graph.Properties{}
	for _, spec := range specs {
		switch value := p[spec.Name].(type) {
		case nil:
		case []any:
			out[spec.Name] = texts(value)
		default:
			out[spec.Name] = value
		}
	}
	return out
}

func putText(out map[string]any, name, value string) {
	if value != "" {
		out[name] = value
	}
}

func confidence(p map[string]any) *int {
	if c, ok := p["confidence"].(int64); ok {
		n := int(c)
		return &n
	}
	return nil
}

// text, integer, list and texts read values of the driver; another kind reads as zero, which the callers take for
// damage.
func text(v any) string {
	s, _ := v.(string)
	return s
}

func integer(v any) int64 {
	n, _ := v.(int64)
	return n
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func texts(v any) []string { return lists.Map(list(v), text) }

func anys[T ~string](list []T) []any {
	return lists.Map(list, func(s T) any { return string(s) })
}

var errDamaged = graph.Errorf(graph.KindInternal, "the database holds what this program did not write; load it anew "+
	"into an empty one")
