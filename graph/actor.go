package graph

// State is an independent state, past or present. Its Period is that of its existence under this identity: the Soviet
// Union and Russia are two States, joined by SUCCEEDS.
type State struct {
	Header
	OfficialName Text     `prop:"officialName" doc:"Full official name in English."`
	Capital      Text     `prop:"capital" doc:"Capital city."`
	Latitude     *float64 `prop:"latitude" doc:"Latitude of the home point (the capital), degrees north."`
	Longitude    *float64 `prop:"longitude" doc:"Longitude of the home point (the capital), degrees east."`
	UNMember     Date     `prop:"unMember" doc:"Day of admission to the United Nations."`
	NuclearArmed Date     `prop:"nuclearArmed" doc:"Since when it has had nuclear weapons, as far as known."`
	// NuclearArmedEstimated is true of a state that has never said that it has them.
	NuclearArmedEstimated *bool `prop:"nuclearArmedEstimated" doc:"Whether that is an estimate of others, which the state has never confirmed."`
	Note                  Text  `prop:"note" doc:"Remark on identity or dates."`
}

// OrganizationKind says what sort of organization it is.
type OrganizationKind string

// The kinds of Organization.
const (
	OrganizationAlliance       OrganizationKind = "ALLIANCE"
	OrganizationIGO            OrganizationKind = "IGO"
	OrganizationGovernmentBody OrganizationKind = "GOVERNMENT_BODY"
	OrganizationMilitaryForce  OrganizationKind = "MILITARY_FORCE"
	OrganizationCompany        OrganizationKind = "COMPANY"
	OrganizationNGO            OrganizationKind = "NGO"
	OrganizationMedia          OrganizationKind = "MEDIA"
)

// Organization is an alliance, an intergovernmental organization, a body or force of a state, a company, and so on.
type Organization struct {
	Header
	Kind            OrganizationKind `prop:"kind" enum:"ALLIANCE IGO GOVERNMENT_BODY MILITARY_FORCE COMPANY NGO MEDIA" doc:"What sort of organization it is."`
	MembersComplete *bool            `prop:"membersComplete" doc:"Whether every full member of every day is known to the dataset; null where it does not say."`
	Listing
	Note Text `prop:"note" doc:"Remark."`
}

// Person is a human being.
type Person struct {
	Header
	Born Date `prop:"born" doc:"Date of birth."`
	Listing
	Note Text `prop:"note" doc:"Remark."`
}

// Listing is what registers of persons and companies say beside names: why one is listed, and when it was seen there.
type Listing struct {
	Topics      []string `prop:"topics" doc:"Why it is listed, as the dataset codes it: sanction, role.pep …"`
	Countries   []string `prop:"countries" doc:"Countries of nationality, registration or activity, as the dataset codes them."`
	FirstSeen   Date     `prop:"firstSeen" doc:"When the dataset first saw it."`
	LastSeen    Date     `prop:"lastSeen" doc:"When the dataset last saw it."`
	Description Text     `prop:"description" doc:"Description by the dataset."`
}

// ArmedGroup is an organized non-state armed actor.
type ArmedGroup struct {
	Header
	Note Text `prop:"note" doc:"Remark."`
}

func (*State) Label() Label        { return LabelState }
func (*Organization) Label() Label { return LabelOrganization }
func (*Person) Label() Label       { return LabelPerson }
func (*ArmedGroup) Label() Label   { return LabelArmedGroup }

func (*State) actor()        {}
func (*Organization) actor() {}
func (*Person) actor()       {}
func (*ArmedGroup) actor()   {}
