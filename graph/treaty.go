package graph

import "slices"

// TreatyKind says what sort of instrument it is.
type TreatyKind string

// The kinds of Treaty.
const (
	TreatyTreaty      TreatyKind = "TREATY"
	TreatyAgreement   TreatyKind = "AGREEMENT"
	TreatyCharter     TreatyKind = "CHARTER"
	TreatyArmistice   TreatyKind = "ARMISTICE"
	TreatyMemorandum  TreatyKind = "MEMORANDUM"
	TreatyDeclaration TreatyKind = "DECLARATION"
	TreatyDomesticLaw TreatyKind = "DOMESTIC_LAW"
	TreatyAlliance    TreatyKind = "ALLIANCE" // a dataset's alliance whose instrument it does not classify
)

// EndKind is how a treaty, or a party's part in it, came to an end (Vienna Convention on the Law of Treaties, part V).
type EndKind string

// The ways in which a treaty ends.
const (
	EndExpiry      EndKind = "EXPIRY"
	EndTermination EndKind = "TERMINATION"
	EndWithdrawal  EndKind = "WITHDRAWAL"
	EndSuperseded  EndKind = "SUPERSEDED"
	EndSuspension  EndKind = "SUSPENSION"
	EndSuccession  EndKind = "SUCCESSION"
	EndBreach      EndKind = "BREACH"
)

// TreatyStatus is what a treaty is on a day.
type TreatyStatus string

// The statuses of a treaty. Signed is not in force.
const (
	StatusNotYetSigned TreatyStatus = "NOT_YET_SIGNED"
	StatusSigned       TreatyStatus = "SIGNED"
	StatusInForce      TreatyStatus = "IN_FORCE"
	StatusSuspended    TreatyStatus = "SUSPENDED"
	StatusEnded        TreatyStatus = "ENDED"
)

// Treaty is an international instrument, or another commitment that is cited like one. Header.Period is the time in
// force; for a treaty that never entered into force it starts with the signature, and InForcePeriod says so.
type Treaty struct {
	Header
	Kind    TreatyKind `prop:"kind" enum:"TREATY AGREEMENT CHARTER ARMISTICE MEMORANDUM DECLARATION DOMESTIC_LAW ALLIANCE" doc:"What sort of instrument it is."`
	Binding *bool      `prop:"binding" doc:"Whether it binds in international law; null where its legal force is disputed."`
	Signed  Date       `prop:"signed" doc:"Day of signature."`
	InForce Date       `prop:"inForce" doc:"Day of entry into force; null where not found or never in force."`
	Ended   Date       `prop:"ended" doc:"First day on which it was no longer in force."`
	// EndedHow is empty while the treaty is in force.
	EndedHow    EndKind          `prop:"endedHow" enum:"EXPIRY TERMINATION WITHDRAWAL SUPERSEDED SUSPENSION SUCCESSION BREACH" doc:"How it ended."`
	Term        Text             `prop:"term" doc:"Duration and denunciation clause, in own words."`
	Suspensions []Suspension     `prop:"suspensions" doc:"Times in which it was suspended as a whole."`
	Actions     []TreatyAction   `prop:"actions" doc:"Signature, ratification, entry into force and what followed, in order."`
	NoDuty      []ObligationType `prop:"noDuty" doc:"Types of duty that a dataset counts and that the text, which was read, does not impose."`
	Note        Text             `prop:"note" doc:"Remark, for instance on differing dates."`
}

// Suspension is a time during which a treaty or a party's part in it did not apply.
type Suspension struct {
	Period Period `json:"period"`
	By     Text   `json:"by,omitempty"`
	Scope  Text   `json:"scope,omitempty"`
}

// TreatySteps are the steps in the life of a treaty or of a party's part in it: those that begin or change it, its
// ends, and OTHER.
var TreatySteps = []string{
	"SIGNATURE", "RATIFICATION", "ACCESSION", "APPROVAL", "SUCCESSION", "CONSENT", "ACCESSION_PROTOCOL",
	"ENTRY_INTO_FORCE", "RESERVATION", "SUSPENSION", "RESUMPTION", "EXTENSION", "INVOCATION", "DENUNCIATION", "EXPIRY",
	"TERMINATION", "WITHDRAWAL", "SUPERSEDED", "BREACH", "OTHER",
}

// TreatyAction is one step in the life of a treaty, in the terms of the UN Treaty Collection.
type TreatyAction struct {
	Date   Date   `json:"date,omitzero"`
	Kind   string `json:"kind"` // one of TreatySteps
	Actor  ID     `json:"actor,omitempty"`
	Text   Text   `json:"text,omitempty"`
	Source ID     `json:"source,omitempty"`
}

// Title is the treaty's name.
func (t *Treaty) Title() string { return t.Name }

// InForcePeriod is the time in force; ok is false for a treaty that never entered into force as far as known.
func (t *Treaty) InForcePeriod() (p Period, ok bool) {
	return t.Period, !t.InForce.IsZero() || t.Period.StartUncertain
}

// StatusOn is the treaty's status on a day.
func (t *Treaty) StatusOn(d Day) TreatyStatus {
	period, entered := t.InForcePeriod()
	if entered {
		first, end := period.Bounds()
		if d >= end {
			return StatusEnded
		}
		if d >= first {
			if slices.ContainsFunc(t.Suspensions, func(s Suspension) bool { return s.Period.Contains(d) }) {
				return StatusSuspended
			}
			return StatusInForce
		}
	} else if !t.Ended.IsZero() && !(Period{Until: t.Ended}).Contains(d) {
		return StatusEnded
	}
	if !t.Signed.IsZero() && d >= t.Signed.First() {
		return StatusSigned
	}
	return StatusNotYetSigned
}

// Article is a numbered provision of a treaty, in the project's own words.
type Article struct {
	Header
	Number    string `prop:"number" doc:"Number as the treaty writes it: \"4\", \"III\"."`
	Heading   Text   `prop:"heading" doc:"What the article is about."`
	Summary   Text   `prop:"summary" doc:"What the article says, in own words."`
	Quotation Text   `prop:"quotation" doc:"A short quotation of its decisive words."`
	Note      Text   `prop:"note" doc:"Remark."`
}

// ObligationType is what is owed, after ATOP.
type ObligationType string

// The obligation types, the strongest first.
const (
	ObligationDefense ObligationType = "DEFENSE" // active military support if the beneficiary is attacked
	ObligationOffense ObligationType = "OFFENSE" // active military support also where the beneficiary was not attacked
	ObligationNeutral ObligationType = "NEUTRAL" // not to help the beneficiary's enemies
	ObligationNonagg  ObligationType = "NONAGG"  // not to attack the beneficiary
	ObligationConsul  ObligationType = "CONSUL"  // to consult
)

// ObligationTypes lists the obligation types, the strongest first.
var ObligationTypes = []ObligationType{
	ObligationDefense, ObligationOffense, ObligationNeutral, ObligationNonagg, ObligationConsul,
}

// ConditionKind is what an obligation depends on.
type ConditionKind string

// Trigger conditions decide whether an obligation applies; qualifiers say how automatic the help is and never decide.
const (
	ConditionArmedAttack           ConditionKind = "ARMED_ATTACK"
	ConditionNonProvocation        ConditionKind = "NON_PROVOCATION"
	ConditionUNCharter51           ConditionKind = "UN_CHARTER_51"
	ConditionSpecificAdversary     ConditionKind = "SPECIFIC_ADVERSARY"
	ConditionAdversaryCount        ConditionKind = "ADVERSARY_COUNT"
	ConditionSpecificConflict      ConditionKind = "SPECIFIC_CONFLICT"
	ConditionOnRequest             ConditionKind = "ON_REQUEST"
	ConditionGeographicArea        ConditionKind = "GEOGRAPHIC_AREA"
	ConditionSpecificLocation      ConditionKind = "SPECIFIC_LOCATION"
	ConditionDemandNoncompliance   ConditionKind = "DEMAND_NONCOMPLIANCE"
	ConditionOther                 ConditionKind = "OTHER"
	ConditionConstitutionalProcess ConditionKind = "CONSTITUTIONAL_PROCESS"
	ConditionNationalLaw           ConditionKind = "NATIONAL_LAW"
	ConditionDiscretion            ConditionKind = "DISCRETION"
	ConditionReservedNeutrality    ConditionKind = "RESERVED_NEUTRALITY"
)

// ConditionKinds lists the kinds of condition, triggers first.
var ConditionKinds = []ConditionKind{
	ConditionArmedAttack, ConditionNonProvocation, ConditionUNCharter51, ConditionSpecificAdversary,
	ConditionAdversaryCount, ConditionSpecificConflict, ConditionOnRequest, ConditionGeographicArea,
	ConditionSpecificLocation, ConditionDemandNoncompliance, ConditionOther, ConditionConstitutionalProcess,
	ConditionNationalLaw, ConditionDiscretion, ConditionReservedNeutrality,
}

// Qualifier tells whether the kind never decides a verdict.
func (k ConditionKind) Qualifier() bool {
	switch k {
	case ConditionConstitutionalProcess, ConditionNationalLaw, ConditionDiscretion, ConditionReservedNeutrality:
		return true
	}
	return false
}

// Condition is one condition or qualifier of an obligation.
type Condition struct {
	Kind ConditionKind `json:"kind"`
	// Text gives the treaty's words, or the dataset's coding, in short.
	Text Text `json:"text,omitempty"`
	// Adversaries are the actors against whom the obligation runs (SPECIFIC_ADVERSARY).
	Adversaries []ID `json:"adversaries,omitempty"`
	// Count is the least number of adversaries (ADVERSARY_COUNT); 0 where the dataset does not say how many.
	Count int `json:"count,omitempty"`
	// Area is the Place of kind AREA that holds the geometry (GEOGRAPHIC_AREA, SPECIFIC_LOCATION); empty where there is
	// none.
	Area ID `json:"area,omitempty"`
	// Obligors are those for whom the condition holds; empty means all (a neutral member's reservation is its own).
	Obligors []ID `json:"obligors,omitempty"`
	// Period is when the condition holds; nil means as long as the obligation. A change of it leaves the duty what it
	// was.
	Period *Period `json:"period,omitempty"`
}

// HoldsOn tells whether the condition holds on a day.
func (c Condition) HoldsOn(d Day) bool { return c.Period == nil || c.Period.Contains(d) }

// AppliesTo tells whether the condition concerns this obligor.
func (c Condition) AppliesTo(obligor ID) bool {
	return len(c.Obligors) == 0 || slices.Contains(c.Obligors, obligor)
}

// Obligation is one duty that an article, or a whole instrument, imposes. Header.Period limits it further than the
// treaty's time in force; mostly it is unbounded.
type Obligation struct {
	Header
	Type       ObligationType `prop:"obligationType" enum:"DEFENSE OFFENSE NEUTRAL NONAGG CONSUL" doc:"What is owed."`
	Mutual     bool           `prop:"mutual" doc:"Whether each obligor owes it to each other and is owed it."`
	Conditions []Condition    `prop:"conditions" doc:"Triggers and qualifiers."`
	// BeneficiaryUncertain says that the dataset does not tell to whom the duty is owed among the members.
	BeneficiaryUncertain bool `prop:"beneficiaryUncertain" doc:"The dataset does not say to which members it is owed."`
	Note                 Text `prop:"note" doc:"Remark."`
}

func (*Treaty) Label() Label     { return LabelTreaty }
func (*Article) Label() Label    { return LabelArticle }
func (*Obligation) Label() Label { return LabelObligation }
