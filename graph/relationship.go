package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// RelationshipType is a relationship's type: a verb in UPPER_SNAKE.
type RelationshipType string

// The relationship types of the ontology.
const (
	PartyToType         RelationshipType = "PARTY_TO"
	HasArticleType      RelationshipType = "HAS_ARTICLE"
	ImposesType         RelationshipType = "IMPOSES"
	ObligesType         RelationshipType = "OBLIGES"
	BenefitsType        RelationshipType = "BENEFITS"
	AlliedWithType      RelationshipType = "ALLIED_WITH"
	MemberOfType        RelationshipType = "MEMBER_OF"
	SucceedsType        RelationshipType = "SUCCEEDS"
	HoldsOfficeType     RelationshipType = "HOLDS_OFFICE"
	PartOfType          RelationshipType = "PART_OF"
	OperatesType        RelationshipType = "OPERATES"
	OrderedType         RelationshipType = "ORDERED"
	DevelopedType       RelationshipType = "DEVELOPED"
	SuppliedType        RelationshipType = "SUPPLIED"
	TransfersType       RelationshipType = "TRANSFERS"
	ActorInType         RelationshipType = "ACTOR_IN"
	RecipientOfType     RelationshipType = "RECIPIENT_OF"
	ParticipatedInType  RelationshipType = "PARTICIPATED_IN"
	LocatedAtType       RelationshipType = "LOCATED_AT"
	InvolvesType        RelationshipType = "INVOLVES"
	TriggersType        RelationshipType = "TRIGGERS"
	ReplacesType        RelationshipType = "REPLACES"
	AmendsType          RelationshipType = "AMENDS"
	ImposesSanctionType RelationshipType = "IMPOSES_SANCTION"
	TargetsType         RelationshipType = "TARGETS"
	OwnsType            RelationshipType = "OWNS"
	LinkedToType        RelationshipType = "LINKED_TO"
	ObservedForType     RelationshipType = "OBSERVED_FOR"
	BordersType         RelationshipType = "BORDERS"
	MentionsType        RelationshipType = "MENTIONS"
)

// RelationshipHeader is what every relationship has. A relationship is one dataset's statement.
type RelationshipHeader struct {
	ID         ID // its key, see RelationshipID
	FromID     ID
	ToID       ID
	Period     Period
	DatasetID  ID
	SourceID   ID   // empty where no single source is named
	Locator    Text // file and row, or article
	Confidence *int // 0 to 100; null where the dataset does not say
	Derived    bool // made by Derive from other relationships of its dataset
	// Citations say who states a property where it is not SourceID, and what other sources state in its place.
	Citations []Citation `prop:"citations" doc:"Who states a property where it is not the relationship's own source, and what other sources state in its place."`
}

// Head gives access to what every relationship has.
func (h *RelationshipHeader) Head() *RelationshipHeader { return h }

// Across is the end across from a node, empty where the relationship does not lead from it in the direction.
func (h *RelationshipHeader) Across(id ID, d Direction) ID {
	switch {
	case h.FromID == id && d != DirectionIn:
		return h.ToID
	case h.ToID == id && d != DirectionOut:
		return h.FromID
	}
	return ""
}

// Relationship is a typed, dated, sourced link from one node to another; its concrete type is the struct named like its
// type.
type Relationship interface {
	Head() *RelationshipHeader
	Type() RelationshipType
}

// RelationshipID is the key of a relationship: the discriminator tells apart parallel statements of one dataset, such
// as two spells of membership or two obligations.
func RelationshipID(t RelationshipType, from, to ID, discriminator string, dataset ID) ID {
	return ID(strings.Join([]string{string(t), string(from), string(to), discriminator, string(dataset)}, "|"))
}

// PartyTo is an actor's part in a treaty. Its Period is the time in which the treaty bound the actor (suspensions not
// taken out); for one that has only signed it starts with the signature, and Bound is false.
type PartyTo struct {
	RelationshipHeader
	Signed      Date         `prop:"signed" doc:"Day on which the party signed."`
	Consent     Date         `prop:"consent" doc:"Day of its consent to be bound (national act unless noted)."`
	ConsentKind Text         `prop:"consentKind" enum:"RATIFICATION ACCESSION APPROVAL SIGNATURE SUCCESSION" doc:"How it consented to be bound."`
	InForce     Date         `prop:"inForce" doc:"Day of entry into force for the party."`
	Ended       Date         `prop:"ended" doc:"First day on which it was no longer bound."`
	EndedHow    EndKind      `prop:"endedHow" enum:"EXPIRY TERMINATION WITHDRAWAL SUPERSEDED SUSPENSION SUCCESSION BREACH" doc:"How its part ended."`
	Reservation Text         `prop:"reservation" doc:"Reservation or declaration, in own words."`
	Suspensions []Suspension `prop:"suspensions" doc:"Times in which the party was not bound."`
	Note        Text         `prop:"note" doc:"Remark."`
}

// Bound tells whether the treaty has ever bound the party, as far as known: signed is not in force.
func (p *PartyTo) Bound() bool { return !p.InForce.IsZero() || p.Period.StartUncertain }

// AlliedWith says that From (the obligor) owes To (the beneficiary) an obligation of a treaty in its Period. It is
// derived: one per obligor, beneficiary and obligation, for the days on which the obligation bound both.
type AlliedWith struct {
	RelationshipHeader
	ObligationType       ObligationType `prop:"obligationType" enum:"DEFENSE OFFENSE NEUTRAL NONAGG CONSUL" doc:"What is owed."`
	TreatyID             ID             `prop:"treaty" doc:"The treaty."`
	ArticleID            ID             `prop:"article" doc:"The article; null where the dataset knows no articles."`
	ArticleNumber        Text           `prop:"articleNumber" doc:"The article's number."`
	ObligationID         ID             `prop:"obligation" doc:"The obligation."`
	Binding              *bool          `prop:"binding" doc:"Whether the instrument binds; null where its legal force is disputed."`
	Mutual               bool           `prop:"mutual" doc:"Whether the beneficiary owes the same to the obligor."`
	Conditions           []Condition    `prop:"conditions" doc:"Triggers and qualifiers that concern this obligor."`
	BeneficiaryUncertain bool           `prop:"beneficiaryUncertain" doc:"The dataset does not say to which members it is owed."`
}

// On is the duty as it is on a day: without the conditions that do not hold then, itself where all do.
func (r *AlliedWith) On(d Day) *AlliedWith {
	if !slices.ContainsFunc(r.Conditions, func(c Condition) bool { return !c.HoldsOn(d) }) {
		return r
	}
	out := *r
	out.Conditions = slices.DeleteFunc(slices.Clone(r.Conditions), func(c Condition) bool { return !c.HoldsOn(d) })
	return &out
}

// MembershipKind is what sort of membership a membership is.
type MembershipKind string

// FullMember is the kind of those that belong to an organization without qualification.
const FullMember MembershipKind = "MEMBER"

// MemberOf is membership of an organization.
type MemberOf struct {
	RelationshipHeader
	Kind MembershipKind `prop:"kind" enum:"MEMBER OBSERVER PARTNER CANDIDATE SUSPENDED" doc:"What sort of membership it is."`
	Seat Text           `prop:"seat" enum:"PERMANENT ELECTED" doc:"Whether the seat is permanent or elected, where an organization has both."`
	Note Text           `prop:"note" doc:"Remark."`
}

// Membership is of which kind it is: a full one where none is stated.
func (m *MemberOf) Membership() MembershipKind { return cmp.Or(m.Kind, FullMember) }

// HoldsOffice is a term of office.
type HoldsOffice struct {
	RelationshipHeader
	Title Text `prop:"title" doc:"The office."`
	Role  Text `prop:"role" enum:"HEAD_OF_STATE HEAD_OF_GOVERNMENT FOREIGN_MINISTER DEFENCE_MINISTER CHIEF_OF_STAFF" doc:"What the holder is to the state, whatever the office is called."`
	Note  Text `prop:"note" doc:"Remark."`
}

// Succeeds says that a state took the place of another, wholly or in part.
type Succeeds struct {
	RelationshipHeader
	Kind Text `prop:"kind" doc:"How: CONTINUATION, SEPARATION, UNIFICATION, DISSOLUTION …"`
}

// Supplied is a deal seen between its two actors, derived from an ArmsTransfer.
type Supplied struct {
	RelationshipHeader
	TransferID     ID       `prop:"transfer" doc:"The deal."`
	WeaponSystemID ID       `prop:"weaponSystem" doc:"What was supplied."`
	Designation    Text     `prop:"designation" doc:"Designation as the dataset writes it."`
	TIVDelivered   *float64 `prop:"tivDelivered" doc:"Trend-indicator value of what was delivered, millions."`
}

// Participation is a role in an event: ActorIn and RecipientOf share it.
type Participation struct {
	Role   Text     `prop:"role" doc:"Role in the event."`
	Side   Text     `prop:"side" enum:"A B" doc:"Side in a conflict: A (initiator's) or B."`
	Sector []string `prop:"sectors" doc:"Sectors or role codes kept from the dataset."`
}

// ActorIn says who acted in an event.
type ActorIn struct {
	RelationshipHeader
	Participation
}

// RecipientOf says to whom an event was directed.
type RecipientOf struct {
	RelationshipHeader
	Participation
}

// ParticipatedIn is one spell of a participant on a side of a conflict.
type ParticipatedIn struct {
	RelationshipHeader
	Side       Text     `prop:"side" enum:"A B" doc:"A (the initiator's side) or B."`
	Initiator  *bool    `prop:"initiator" doc:"Whether it was among the initiators; null where unknown."`
	Originator *bool    `prop:"originator" doc:"Whether it took part from the first day; null where unknown."`
	Outcome    Text     `prop:"outcome" doc:"Outcome as the dataset codes it."`
	Hostility  *int     `prop:"hostility" doc:"Highest hostility level of the participant, 1 to 5."`
	Low        *float64 `prop:"fatalitiesLow" doc:"Its battle deaths, low estimate."`
	Best       *float64 `prop:"fatalitiesBest" doc:"Its battle deaths, best estimate."`
	High       *float64 `prop:"fatalitiesHigh" doc:"Its battle deaths, high estimate."`
	Note       Text     `prop:"note" doc:"Remark."`
}

// Triggers says that an event was, or is claimed to have been, the case for which an obligation provides.
type Triggers struct {
	RelationshipHeader
	Outcome   Text `prop:"outcome" enum:"HONOURED NOT_HONOURED PARTLY DISPUTED" doc:"Whether the obligor did what it owed."`
	Obligor   ID   `prop:"obligor" doc:"Who owed."`
	Requested ID   `prop:"beneficiary" doc:"To whom it was owed."`
	Note      Text `prop:"note" doc:"Why the outcome is coded so."`
}

// Mentions says that a source mentions something.
type Mentions struct {
	RelationshipHeader
	Start    *int     `prop:"start" doc:"Offset of the mention in the text, in characters."`
	End      *int     `prop:"end" doc:"Offset of its end."`
	Phrase   Text     `prop:"phrase" doc:"The words found."`
	Sentence Text     `prop:"sentence" doc:"The sentence, at most 300 characters."`
	Dates    []string `prop:"dates" doc:"The dates that the sentence names: a day, month or year, or two with to between them."`
	Figures  []string `prop:"figures" doc:"The numbers with a unit that the sentence names, in one spelling: 10000 troops, 950 km."`
}

// Owns is ownership or control as a dataset of companies states it.
type Owns struct {
	RelationshipHeader
	Share Text `prop:"share" doc:"Share as the dataset writes it."`
	Role  Text `prop:"role" doc:"Kind of the interest: OWNERSHIP, CONTROL …"`
}

// LinkedTo is a connection of two actors for which there is no type of its own.
type LinkedTo struct {
	RelationshipHeader
	Kind Text `prop:"kind" doc:"Kind of the connection: FAMILY, ASSOCIATE, EMPLOYMENT, REPRESENTATION, SUCCESSION, UNKNOWN …"`
	Role Text `prop:"role" doc:"What the other is to the actor, or the actor to the other, as the dataset writes it: daughter, trustee."`
}

// Borders says that two states touch, by land or by a stretch of water.
type Borders struct {
	RelationshipHeader
	Kind Text `prop:"kind" enum:"LAND WATER_12 WATER_24 WATER_150 WATER_400" doc:"By land, or across so many miles of water."`
}

// The types below carry nothing but what every relationship has and a remark.
type (
	// HasArticle links a treaty to its article.
	HasArticle struct{ Plain }
	// Imposes links an article, or a treaty whose articles are not known, to an obligation.
	Imposes struct{ Plain }
	// Obliges links an obligation to an obligor.
	Obliges struct{ Plain }
	// Benefits links an obligation to a beneficiary.
	Benefits struct{ Plain }
	// PartOf links a body, a force or a place to what it belongs to.
	PartOf struct{ Plain }
	// Operates says who has a weapon system in service.
	Operates struct{ Plain }
	// Ordered says who has ordered a weapon system and does not have it in service yet.
	Ordered struct{ Plain }
	// Developed says who developed a weapon system.
	Developed struct{ Plain }
	// Transfers links a deal to its weapon system.
	Transfers struct{ Plain }
	// LocatedAt says where something happened or is.
	LocatedAt struct{ Plain }
	// Involves links an event to a weapon system or a treaty.
	Involves struct{ Plain }
	// Replaces links a treaty to the one it takes the place of.
	Replaces struct{ Plain }
	// Amends links a treaty to the one it changes.
	Amends struct{ Plain }
	// ImposesSanction links an authority to a sanction.
	ImposesSanction struct{ Plain }
	// Targets links a sanction to its target.
	Targets struct{ Plain }
	// ObservedFor links a figure to its subject.
	ObservedFor struct{ Plain }
)

// Plain is a relationship without properties of its own but a remark.
type Plain struct {
	RelationshipHeader
	Note Text `prop:"note" doc:"Remark."`
}

// Type implements Relationship for each struct.
func (*PartyTo) Type() RelationshipType         { return PartyToType }
func (*HasArticle) Type() RelationshipType      { return HasArticleType }
func (*Imposes) Type() RelationshipType         { return ImposesType }
func (*Obliges) Type() RelationshipType         { return ObligesType }
func (*Benefits) Type() RelationshipType        { return BenefitsType }
func (*AlliedWith) Type() RelationshipType      { return AlliedWithType }
func (*MemberOf) Type() RelationshipType        { return MemberOfType }
func (*Succeeds) Type() RelationshipType        { return SucceedsType }
func (*HoldsOffice) Type() RelationshipType     { return HoldsOfficeType }
func (*PartOf) Type() RelationshipType          { return PartOfType }
func (*Operates) Type() RelationshipType        { return OperatesType }
func (*Ordered) Type() RelationshipType         { return OrderedType }
func (*Developed) Type() RelationshipType       { return DevelopedType }
func (*Supplied) Type() RelationshipType        { return SuppliedType }
func (*Transfers) Type() RelationshipType       { return TransfersType }
func (*ActorIn) Type() RelationshipType         { return ActorInType }
func (*RecipientOf) Type() RelationshipType     { return RecipientOfType }
func (*ParticipatedIn) Type() RelationshipType  { return ParticipatedInType }
func (*LocatedAt) Type() RelationshipType       { return LocatedAtType }
func (*Involves) Type() RelationshipType        { return InvolvesType }
func (*Triggers) Type() RelationshipType        { return TriggersType }
func (*Replaces) Type() RelationshipType        { return ReplacesType }
func (*Amends) Type() RelationshipType          { return AmendsType }
func (*ImposesSanction) Type() RelationshipType { return ImposesSanctionType }
func (*Targets) Type() RelationshipType         { return TargetsType }
func (*Owns) Type() RelationshipType            { return OwnsType }
func (*LinkedTo) Type() RelationshipType        { return LinkedToType }
func (*ObservedFor) Type() RelationshipType     { return ObservedForType }
func (*Borders) Type() RelationshipType         { return BordersType }
func (*Mentions) Type() RelationshipType        { return MentionsType }

// CompareStrength orders relationships for display, the strongest first: alliances by obligation type and by whether
// they bind, then the others; by confidence; then by id.
func CompareStrength(a, b Relationship) int {
	unstated := -1
	confidence := func(r Relationship) int { return *cmp.Or(r.Head().Confidence, &unstated) }
	return cmp.Or(rank(a)-rank(b), confidence(b)-confidence(a), cmp.Compare(a.Head().ID, b.Head().ID))
}

func rank(r Relationship) int {
	allied, ok := r.(*AlliedWith)
	if !ok {
		return 100
	}
	n := slices.Index(ObligationTypes, allied.ObligationType)
	if n < 0 {
		n = 50
	}
	if allied.Binding != nil && !*allied.Binding {
		n += 20
	}
	return n
}

// Describe puts a relationship into words: "North Korea allied with Russia via Article 4 (DEFENSE)". It asks for the
// names of the ends and, where no article is known, of the treaty.
func Describe(r Relationship, name func(ID) string) string {
	from, to := name(r.Head().FromID), name(r.Head().ToID)
	verb := strings.ToLower(strings.ReplaceAll(string(r.Type()), "_", " "))
	switch r := r.(type) {
	case *AlliedWith:
		via := "Article " + string(r.ArticleNumber)
		if r.ArticleNumber == "" {
			via = name(r.TreatyID)
		}
		return fmt.Sprintf("%s %s %s via %s (%s)", from, verb, to, via, r.ObligationType)
	case *MemberOf:
		if r.Membership() != FullMember {
			return fmt.Sprintf("%s %s of %s", from, strings.ToLower(string(r.Kind)), to)
		}
	case *HoldsOffice:
		return fmt.Sprintf("%s holds the office of %s of %s", from, r.Title, to)
	case *Supplied:
		return fmt.Sprintf("%s supplied %s with %s", from, to, r.Designation)
	}
	return fmt.Sprintf("%s %s %s", from, verb, to)
}
