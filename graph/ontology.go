package graph

import (
	"reflect"
	"strings"
)

// LabelSpec is one row of the ontology: a node label.
type LabelSpec struct {
	Label       Label
	Prefix      string // of its ids: "state"
	Description string
	New         func() Node
	Properties  []PropertySpec
}

// TypeSpec is one row of the ontology: a relationship type with the labels it may join.
type TypeSpec struct {
	Type     RelationshipType
	From, To []Label // nil: any label
	// FromNames and ToNames are what its ends are called in the API; the first is the one that is not deprecated.
	FromNames, ToNames []string

	Description string
	Reverse     string // how it reads from the other end
	Derived     bool
	New         func() Relationship
	Properties  []PropertySpec
}

// PropertySpec is a property of a label or type.
type PropertySpec struct {
	Name        string
	Kind        ValueKind
	Enum        []string // allowed values, nil for any
	Description string
}

// OntologyTable is the whole ontology. Neo4j's constraints, validation, the enums of the schema, the UI's legend and
// docs/ontology.md are derived from it or tested against it.
type OntologyTable struct {
	Labels []LabelSpec
	Types  []TypeSpec
}

// Label finds a label's row, nil where there is none.
func (o *OntologyTable) Label(l Label) *LabelSpec {
	return row(o.Labels, func(s *LabelSpec) bool { return s.Label == l })
}

// Type finds a relationship type's row, nil where there is none.
func (o *OntologyTable) Type(t RelationshipType) *TypeSpec {
	return row(o.Types, func(s *TypeSpec) bool { return s.Type == t })
}

// row is the first that is the one; nil where none is. Rows are large, and looked for all the time.
func row[T any](table []T, is func(*T) bool) *T {
	for i := range table {
		if is(&table[i]) {
			return &table[i]
		}
	}
	return nil
}

// LabelOf finds the label of a node id by its prefix, "" where there is none.
func (o *OntologyTable) LabelOf(id ID) Label {
	spec := row(o.Labels, func(s *LabelSpec) bool {
		rest, ok := strings.CutPrefix(string(id), s.Prefix)
		return ok && strings.HasPrefix(rest, ":")
	})
	if spec == nil {
		return ""
	}
	return spec.Label
}

// Property finds a property of the label, nil where it has none of that name.
func (s *LabelSpec) Property(name string) *PropertySpec { return property(s.Properties, name) }

// Property finds a property of the type, nil where it has none of that name.
func (s *TypeSpec) Property(name string) *PropertySpec { return property(s.Properties, name) }

func property(list []PropertySpec, name string) *PropertySpec {
	return row(list, func(p *PropertySpec) bool { return p.Name == name })
}

func label[T any, P interface {
	*T
	Node
}](prefix, description string) LabelSpec {
	return LabelSpec{
		P(new(T)).Label(), prefix, description, func() Node { return P(new(T)) },
		propertySpecs(reflect.TypeFor[T]()),
	}
}

func relationship[T any, P interface {
	*T
	Relationship
}](fromNames string, from []Label, toNames string, to []Label, reverse, description string) TypeSpec {
	period := periodSpecs("First day of the valid time.", "First day after the valid time.")
	t := P(new(T)).Type()
	return TypeSpec{
		Type: t, From: from, To: to, FromNames: strings.Fields(fromNames), ToNames: strings.Fields(toNames),
		Description: description, Reverse: reverse, Derived: t == AlliedWithType || t == SuppliedType,
		New:        func() Relationship { return P(new(T)) },
		Properties: append(period, propertySpecs(reflect.TypeFor[T]())...),
	}
}

func periodSpecs(from, until string) []PropertySpec {
	return []PropertySpec{
		{propFrom, DateValue, nil, from},
		{propUntil, DateValue, nil, until},
		{propStartUncertain, BoolValue, nil, "The true start was not found."},
		{propEndUncertain, BoolValue, nil, "The true end was not found."},
	}
}

func propertySpecs(t reflect.Type) []PropertySpec {
	var out []PropertySpec
	for _, f := range fields(t) {
		if f.kind == PeriodValue {
			out = append(out, periodSpecs("First day. "+f.doc, "First day after. "+f.doc)...)
			continue
		}
		p := PropertySpec{Name: f.name, Kind: f.kind, Description: f.doc}
		if f.enum != "" {
			p.Enum = strings.Fields(f.enum)
		}
		out = append(out, p)
	}
	return out
}

var (
	states    = []Label{LabelState}
	treaties  = []Label{LabelTreaty}
	weapons   = []Label{LabelWeaponSystem}
	events    = []Label{LabelEvent}
	conflicts = []Label{LabelConflict}
	sanctions = []Label{LabelSanction}
	places    = []Label{LabelPlace}
	duties    = []Label{LabelObligation}
	deals     = []Label{LabelArmsTransfer}
	sources   = []Label{LabelSource}
	bodies    = []Label{LabelState, LabelOrganization, LabelArmedGroup}
)

// Ontology is the one table of labels and relationship types.
var Ontology = OntologyTable{
	Labels: []LabelSpec{
		label[State]("state", "An independent state, past or present."),
		label[Organization]("org", "An alliance, intergovernmental organization, government body, military force, company, "+
			"NGO or media house."),
		label[Person]("person", "A human being."),
		label[ArmedGroup]("group", "An organized armed group that is not a state."),
		label[Treaty]("treaty", "An international instrument or a commitment cited like one."),
		label[Article]("article", "A provision of a treaty."),
		label[Obligation]("obligation", "A duty that a treaty imposes, with its conditions."),
		label[WeaponSystem]("weapon", "A type of weapon, vehicle or sensor."),
		label[ArmsTransfer]("transfer", "A deal in arms between a supplier and a recipient."),
		label[Event]("event", "Something that happened, coded after PLOVER."),
		label[Conflict]("conflict", "A war or a dispute with sides."),
		label[Sanction]("sanction", "A restrictive measure."),
		label[Place]("place", "A point or an area."),
		label[Observation]("observation", "A figure about an actor or a weapon system for a time."),
		label[Dataset]("dataset", "A body of statements with one publisher."),
		label[Source]("source", "A document, page or table that says something."),
	},
	Types: []TypeSpec{
		relationship[PartyTo]("actor", ActorLabels, "treaty", treaties, "has party",
			"The actor has signed the treaty or is bound by it."),
		relationship[HasArticle]("treaty", treaties, "article", []Label{LabelArticle}, "is an article of",
			"The treaty has the article."),
		relationship[Imposes]("instrument", []Label{LabelArticle, LabelTreaty}, "obligation", duties, "is imposed by",
			"The article, or the treaty where articles are not known, imposes the obligation."),
		relationship[Obliges]("obligation", duties, "actor", ActorLabels, "is obliged by",
			"The actor owes the obligation; dated from the first to the last day on which it was in force "+
				"for the actor."),
		relationship[Benefits]("obligation", duties, "actor", ActorLabels, "is protected by",
			"The obligation is owed to the actor; dated from the first to the last day on which it was in force "+
				"for the actor."),
		relationship[AlliedWith]("obligor", ActorLabels, "beneficiary", ActorLabels, "is owed by",
			"The actor (obligor) owes the other (beneficiary) an obligation of a treaty; derived."),
		relationship[MemberOf]("actor member", ActorLabels, "organization", []Label{LabelOrganization}, "has member",
			"The actor belongs to the organization."),
		relationship[Succeeds]("successor", states, "predecessor", states, "was succeeded by",
			"The state took the place of the other."),
		relationship[HoldsOffice]("person", []Label{LabelPerson}, "body", bodies, "has as office holder",
			"The person holds an office of the state or organization."),
		relationship[PartOf]("part", nil, "whole", nil, "has part", "The body, force or place belongs to the other."),
		relationship[Operates]("actor", ActorLabels, "weaponSystem", weapons, "is operated by",
			"The actor has the weapon system in service."),
		relationship[Ordered]("actor", ActorLabels, "weaponSystem", weapons, "was ordered by",
			"The actor has ordered the weapon system and does not have it in service yet."),
		relationship[Developed]("actor", ActorLabels, "weaponSystem", weapons, "was developed by",
			"The actor developed the weapon system."),
		relationship[Supplied]("supplier", ActorLabels, "recipient", ActorLabels, "was supplied by",
			"The actor supplied arms to the other; derived from a deal."),
		relationship[Transfers]("transfer", deals, "weaponSystem", weapons, "was transferred in",
			"The deal is about the weapon system."),
		relationship[ActorIn]("actor", ActorLabels, "event", events, "had as actor", "The actor acted in the event."),
		relationship[RecipientOf]("actor", ActorLabels, "event", events, "was directed at",
			"The event was directed at the actor."),
		relationship[ParticipatedIn]("actor", ActorLabels, "conflict", conflicts, "had as participant",
			"The actor took part in the conflict on a side."),
		relationship[LocatedAt]("subject", nil, "place", places, "is the place of", "It happened, or is, at the place."),
		relationship[Involves]("event", events, "subject", nil, "is involved in",
			"The event involves the weapon system, treaty or other node."),
		relationship[Triggers]("event", events, "obligation", duties, "was triggered by",
			"The event was a case for which the obligation provides."),
		relationship[Replaces]("treaty", treaties, "replaced", treaties, "was replaced by",
			"The treaty takes the place of the other."),
		relationship[Amends]("treaty", treaties, "amended", treaties, "was amended by", "The treaty changes the other."),
		relationship[ImposesSanction]("actor", ActorLabels, "sanction", sanctions, "was imposed by",
			"The actor imposed the sanction."),
		relationship[Targets]("sanction", sanctions, "target", nil, "is targeted by", "The sanction targets the node."),
		relationship[Owns]("owner", ActorLabels, "owned", ActorLabels, "is owned by",
			"The actor owns, controls or has a recorded interest in the other."),
		relationship[LinkedTo]("actor", ActorLabels, "other", ActorLabels, "is linked from",
			"The actor is connected with the other as the kind says: kinship, employment, representation and the like."),
		relationship[ObservedFor]("observation", []Label{LabelObservation}, "subject", nil, "has figure",
			"The figure is about the node."),
		relationship[Borders]("state", states, "neighbor", states, "borders", "The two states touch."),
		relationship[Mentions]("document", sources, "subject", nil, "is mentioned in", "The source mentions the node."),
	},
}
