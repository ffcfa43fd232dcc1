package graph

import (
	"strings"
)

// ID names a node ("state:PRK") or a relationship (its key) for good: across loads, stores and releases.
type ID string

// Label is a node's type, as Neo4j shows it: "State", "WeaponSystem".
type Label string

// The labels of the ontology.
const (
	LabelState        Label = "State"
	LabelOrganization Label = "Organization"
	LabelPerson       Label = "Person"
	LabelArmedGroup   Label = "ArmedGroup"
	LabelTreaty       Label = "Treaty"
	LabelArticle      Label = "Article"
	LabelObligation   Label = "Obligation"
	LabelWeaponSystem Label = "WeaponSystem"
	LabelArmsTransfer Label = "ArmsTransfer"
	LabelEvent        Label = "Event"
	LabelConflict     Label = "Conflict"
	LabelSanction     Label = "Sanction"
	LabelPlace        Label = "Place"
	LabelObservation  Label = "Observation"
	LabelDataset      Label = "Dataset"
	LabelSource       Label = "Source"
)

// Text is a text that may be unknown: the empty Text is null in the API.
type Text string

// Header is what every node has.
type Header struct {
	ID ID
	// Name is how the node is called first; where no dataset names it, its id.
	Name string `prop:"name" doc:"The name used first."`
	// Aliases are other names. A code is never an alias.
	Aliases []string `prop:"aliases" doc:"Other names by which it is found."`
	// Identifiers are codes of other registers, valid in time.
	Identifiers []Identifier `prop:"identifiers" doc:"Codes in other registers, each with the days on which it means this node."`
	// Markings are what the publisher demands of those who handle the statement, such as TLP:AMBER.
	Markings []string `prop:"markings" doc:"Handling markings of the publisher, such as TLP:AMBER."`
	// Citations belong to one dataset's record. A node that is merged from records has none; its statements have them.
	Citations []Citation `prop:"citations" doc:"Who states a property where it is not the record's own source, and what other sources state in its place."`
	// Period is when the thing existed, happened, was observed or, for a Treaty, was in force.
	Period Period `prop:"period" doc:"Valid time: existence, occurrence, or for a treaty the time in force."`
}

// Head gives access to what every node has.
func (h *Header) Head() *Header { return h }

// Node is a node of the graph; its concrete type is the struct named like its label.
type Node interface {
	Head() *Header
	Label() Label
}

// Actor is a node that can be bound, fight, supply or speak: a State, an Organization, a Person or an ArmedGroup.
type Actor interface {
	Node
	actor()
}

// ActorLabels are the labels of the Actor types.
var ActorLabels = []Label{LabelState, LabelOrganization, LabelPerson, LabelArmedGroup}

// IdentifierScheme names a register of codes.
type IdentifierScheme string

// The schemes of identifiers. Values are text as the register writes it, without leading zeros for COW and GW.
const (
	SchemeISOAlpha2   IdentifierScheme = "ISO3166_1_ALPHA2"
	SchemeISOAlpha3   IdentifierScheme = "ISO3166_1_ALPHA3"
	SchemeISONumeric  IdentifierScheme = "ISO3166_1_NUMERIC"
	SchemeCOW         IdentifierScheme = "COW" // Correlates of War state number
	SchemeGW          IdentifierScheme = "GW"  // Gleditsch and Ward state number
	SchemeUNM49       IdentifierScheme = "UN_M49"
	SchemeWikidata    IdentifierScheme = "WIKIDATA"
	SchemeATOP        IdentifierScheme = "ATOP"         // ATOP alliance id
	SchemeCOWAlliance IdentifierScheme = "COW_ALLIANCE" // COW formal alliance number (version4id)
	SchemeUNTS        IdentifierScheme = "UNTS"
	SchemeSIPRI       IdentifierScheme = "SIPRI"
	SchemeUCDP        IdentifierScheme = "UCDP"
)

// Identifier is a code that means the node on the days of its period: COW 365 is the Soviet Union in 1980.
type Identifier struct {
	Scheme IdentifierScheme `json:"scheme"`
	Value  string           `json:"value"`
	Period Period           `json:"period,omitzero"`
}

// Slug makes the part of an id after the colon from words: lower case letters and digits of any script joined by "-".
// It is for ids of the project's own making and is no way to recognise a name.
func Slug(words string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(words) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f && !strings.ContainsRune("–—’‘“”", r) {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		} else {
			gap = true
		}
	}
	return b.String()
}

// Prefix is the kind of an id: "state" of "state:PRK".
func (id ID) Prefix() string {
	prefix, _, _ := strings.Cut(string(id), ":")
	return prefix
}

// Validate tells what is wrong with a node id: it has a prefix and a rest, no white space, no control character, no
// "|", and at most 200 bytes.
func (id ID) Validate() error {
	prefix, rest, ok := strings.Cut(string(id), ":")
	if !ok || prefix == "" || rest == "" || len(id) > 200 {
		return Invalidf("id %.80q: want kind:rest of at most 200 bytes, such as state:PRK", string(id))
	}
	for _, r := range string(id) {
		if r <= ' ' || r == '|' || r == 0x7f || r == 0xfffd || r >= 0x80 && r < 0xa0 {
			return Invalidf("id %.80q: has white space, a control character or \"|\"", string(id))
		}
	}
	return nil
}
