package wikidata

import "github.com/entente-graph/entente/graph"

// class is what an instance of a Wikidata class becomes.
type class struct {
	label graph.Label
	kind  graph.OrganizationKind
}

// classes are the classes whose instances are taken.
var classes = map[string]class{
	"Q3624078": {graph.LabelState, ""}, // sovereign state
	"Q6256":    {graph.LabelState, ""}, // country
	"Q3024240": {graph.LabelState, ""}, // historical country
	"Q1763527": {graph.LabelState, ""}, // constituent country
	"Q417175":  {graph.LabelState, ""}, // kingdom
	"Q5":       {graph.LabelPerson, ""},

	"Q43229":   {graph.LabelOrganization, ""},
	"Q245065":  {graph.LabelOrganization, graph.OrganizationIGO},            // intergovernmental organization
	"Q484652":  {graph.LabelOrganization, graph.OrganizationIGO},            // international organization
	"Q4120211": {graph.LabelOrganization, graph.OrganizationIGO},            // regional organization
	"Q1127126": {graph.LabelOrganization, graph.OrganizationAlliance},       // military alliance
	"Q327333":  {graph.LabelOrganization, graph.OrganizationGovernmentBody}, // government agency
	"Q192350":  {graph.LabelOrganization, graph.OrganizationGovernmentBody}, // ministry
	"Q772547":  {graph.LabelOrganization, graph.OrganizationMilitaryForce},  // armed forces
	"Q4830453": {graph.LabelOrganization, graph.OrganizationCompany},        // business
	"Q6881511": {graph.LabelOrganization, graph.OrganizationCompany},        // enterprise
	"Q783794":  {graph.LabelOrganization, graph.OrganizationCompany},        // company
	"Q163740":  {graph.LabelOrganization, graph.OrganizationNGO},            // nonprofit organization
	"Q79913":   {graph.LabelOrganization, graph.OrganizationNGO},            // non-governmental organization

	"Q131569":  {graph.LabelTreaty, ""}, // treaty
	"Q625298":  {graph.LabelTreaty, ""}, // peace treaty
	"Q864737":  {graph.LabelTreaty, ""}, // multilateral treaty
	"Q7269051": {graph.LabelTreaty, ""}, // bilateral treaty
	"Q9557810": {graph.LabelTreaty, ""}, // mutual defence treaty

	"Q728":      {graph.LabelWeaponSystem, ""}, // weapon
	"Q15142889": {graph.LabelWeaponSystem, ""}, // weapon family
	"Q15142894": {graph.LabelWeaponSystem, ""}, // weapon model
	"Q29582":    {graph.LabelWeaponSystem, ""}, // intercontinental ballistic missile
	"Q466704":   {graph.LabelWeaponSystem, ""}, // surface-to-air missile
	"Q12796":    {graph.LabelWeaponSystem, ""}, // firearm
}

// prefixes are the beginnings of ids for what the bundled table does not know.
var prefixes = map[graph.Label]string{
	graph.LabelState: "state:wd-", graph.LabelPerson: "person:wd-", graph.LabelOrganization: "org:wd-",
	graph.LabelTreaty: "treaty:wd-", graph.LabelWeaponSystem: "weapon:wd-",
}

// classify finds what an entity becomes by its classes; ok is false where it is an instance of nothing known.
func classify(e *entity) (class, bool) {
	for _, c := range e.stated("P31") {
		if known, ok := classes[c.Mainsnak.item()]; ok {
			return known, true
		}
	}
	return class{}, false
}
