package curated

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
)

// treaty is an instrument with its parties, articles and obligations.
type treaty struct {
	ID              graph.ID         `yaml:"id" json:"id,omitzero"`
	Title           string           `yaml:"title" json:"title,omitzero"`
	Aliases         []string         `yaml:"aliases" json:"aliases,omitzero"`
	Kind            graph.TreatyKind `yaml:"kind" json:"kind,omitzero"`
	Binding         *bool            `yaml:"binding" json:"binding,omitzero"`
	BindingDisputed bool             `yaml:"binding_disputed" json:"binding_disputed,omitzero"`
	// Status is as far as found: IN_FORCE, ENDED, SUSPENDED, SIGNED, POLITICAL, DOMESTIC, CONTESTED or UNKNOWN.
	Status  string `yaml:"status" json:"status,omitzero"`
	Signed  date   `yaml:"signed" json:"signed,omitzero"`
	InForce date   `yaml:"in_force" json:"in_force,omitzero"`
	// was in force, from a day not found: counted from signature
	InForceUnknown bool          `yaml:"in_force_unknown" json:"in_force_unknown,omitzero"`
	Ended          date          `yaml:"ended" json:"ended,omitzero"`
	EndedHow       graph.EndKind `yaml:"ended_how" json:"ended_how,omitzero"`
	// it ended, on a day that was not found: the one given is the best there is
	EndedUncertain bool   `yaml:"ended_uncertain" json:"ended_uncertain,omitzero"`
	Term           string `yaml:"term" json:"term,omitzero"`
	// types of duty that others count and that the text, which was read, does not impose
	NoDuty      []graph.ObligationType `yaml:"no_duty" json:"no_duty,omitzero"`
	Replaces    []graph.ID             `yaml:"replaces" json:"replaces,omitzero"`
	Identifiers []code                 `yaml:"identifiers" json:"identifiers,omitzero"`
	References  []string               `yaml:"references" json:"references,omitzero"`
	// PartiesAreMembersOf is the organization whose members are the parties, each for the days of its membership.
	PartiesAreMembersOf graph.ID `yaml:"parties_are_members_of" json:"parties_are_members_of,omitzero"`
	// PartiesComplete is false where only some parties are listed.
	PartiesComplete *bool        `yaml:"parties_complete" json:"parties_complete,omitzero"`
	Parties         []party      `yaml:"parties" json:"parties,omitzero"`
	Suspensions     []suspension `yaml:"suspensions" json:"suspensions,omitzero"`
	Timeline        []struct {
		Date   date   `yaml:"date" json:"date,omitzero"`
		What   string `yaml:"what" json:"what,omitzero"`
		Source string `yaml:"source" json:"source,omitzero"`
	} `yaml:"timeline" json:"timeline,omitzero"`
	Articles   []article `yaml:"articles" json:"articles,omitzero"`
	Notes      []string  `yaml:"notes" json:"notes,omitzero"`
	Provenance `yaml:",inline"`
}

type party struct {
	Actor          graph.ID      `yaml:"actor" json:"actor,omitzero"`
	Signed         date          `yaml:"signed" json:"signed,omitzero"`
	ProtocolSigned date          `yaml:"protocol_signed" json:"protocol_signed,omitzero"` // accession protocol (NATO)
	Consent        date          `yaml:"consent" json:"consent,omitzero"`
	ConsentKind    string        `yaml:"consent_kind" json:"consent_kind,omitzero"`
	InForce        date          `yaml:"in_force" json:"in_force,omitzero"`
	Ended          date          `yaml:"ended" json:"ended,omitzero"`
	EndedHow       graph.EndKind `yaml:"ended_how" json:"ended_how,omitzero"`
	EndedUncertain bool          `yaml:"ended_uncertain" json:"ended_uncertain,omitzero"`
	Reservation    string        `yaml:"reservation" json:"reservation,omitzero"`
	Suspensions    []suspension  `yaml:"suspensions" json:"suspensions,omitzero"`
	Note           string        `yaml:"note" json:"note,omitzero"`
	Provenance     `yaml:",inline"`
}

type suspension struct {
	From   date     `yaml:"from" json:"from,omitzero"`
	Until  date     `yaml:"until" json:"until,omitzero"`
	By     graph.ID `yaml:"by" json:"by,omitzero"`
	Toward graph.ID `yaml:"toward" json:"toward,omitzero"`
	Scope  string   `yaml:"scope" json:"scope,omitzero"`
	// Whole says that every duty is suspended. A partial or merely declared suspension is told and ends no duty.
	Whole bool `yaml:"whole" json:"whole,omitzero"`
}

type article struct {
	Number    string `yaml:"number" json:"number,omitzero"`
	Key       string `yaml:"key" json:"key,omitzero"` // names the article in ids where its number is not known
	Heading   string `yaml:"heading" json:"heading,omitzero"`
	Summary   string `yaml:"summary" json:"summary,omitzero"`
	Quotation string `yaml:"quotation" json:"quotation,omitzero"`
	// what the article promises beside obligations
	Commitments   []string     `yaml:"commitments" json:"commitments,omitzero"`
	Obligations   []obligation `yaml:"obligations" json:"obligations,omitzero"`
	Note          string       `yaml:"note" json:"note,omitzero"`
	NumberChecked *bool        `yaml:"number_checked" json:"number_checked,omitzero"`
	NumberWanted  bool         `yaml:"number_wanted" json:"number_wanted,omitzero"` // it has a number, which nobody found
	Provenance    `yaml:",inline"`
}

type obligation struct {
	Type          graph.ObligationType `yaml:"type" json:"type,omitzero"`
	Mutual        bool                 `yaml:"mutual" json:"mutual,omitzero"`
	Obligors      []any                `yaml:"obligors" json:"obligors,omitzero"`
	Beneficiaries []any                `yaml:"beneficiaries" json:"beneficiaries,omitzero"`
	Conditions    []condition          `yaml:"conditions" json:"conditions,omitzero"`
	Qualifiers    []condition          `yaml:"qualifiers" json:"qualifiers,omitzero"`
	From          date                 `yaml:"from" json:"from,omitzero"`
	Until         date                 `yaml:"until" json:"until,omitzero"`
	Note          string               `yaml:"note" json:"note,omitzero"`
	Provenance    `yaml:",inline"`
}

// allParties stands, among obligors and beneficiaries, for every party of the treaty.
const allParties = "ALL_PARTIES"

// bound is who owes or is owed, with the days on which it counts.
type bound struct {
	Actor graph.ID
	graph.Period
}

// bounds reads a list of obligors or beneficiaries: each is an id, ALL_PARTIES, or {actor, from, until}. The YAML
// library takes quadratic time for types that decode themselves, so the list is decoded as it comes and read here.
func bounds(list []any) ([]bound, error) {
	var out []bound
	for _, item := range list {
		switch item := item.(type) {
		case string:
			out = append(out, bound{Actor: graph.ID(item)})
		case map[string]any:
			var b bound
			for key, value := range item {
				text, ok := value.(string)
				var err error
				switch {
				case ok && key == "actor":
					b.Actor = graph.ID(text)
				case ok && key == "from":
					b.From, err = graph.ParseDate(text)
				case ok && key == "until":
					b.Until, err = graph.ParseDate(text)
				default:
					return nil, fmt.Errorf("%v: want an id or {actor, from, until}", item)
				}
				if err != nil {
					return nil, err
				}
			}
			out = append(out, b)
		default:
			return nil, fmt.Errorf("%v: want an id or {actor, from, until}", item)
		}
	}
	return out, nil
}

type condition struct {
	Kind  graph.ConditionKind `yaml:"kind" json:"kind,omitzero"`
	Text  string              `yaml:"text" json:"text,omitzero"`
	Actor graph.ID            `yaml:"actor" json:"actor,omitzero"`
	Area  string              `yaml:"area" json:"area,omitzero"`
	// Obligors are those whom it concerns, all where there are none; From and Until are the days on which it holds.
	Obligors []graph.ID `yaml:"obligors" json:"obligors,omitzero"`
	From     date       `yaml:"from" json:"from,omitzero"`
	Until    date       `yaml:"until" json:"until,omitzero"`
}
