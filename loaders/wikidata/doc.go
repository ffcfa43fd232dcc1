// Package wikidata loads entities in Wikidata's JSON: answers of the API (wbgetentities), dumps as an array or one
// entity a line.
//
// Which entities: those that the bundled table knows by their Q number, and those that are an instance of one of the
// classes below. A subclass is not followed, since that would need the whole of Wikidata; what is an instance of
// nothing known is counted in the report.
//
//	Q3624078 Q6256 Q3024240 Q1763527 …  state          → State
//	Q5 human                                           → Person
//	Q43229 Q245065 Q1127126 Q4120211 …  organization   → Organization with its kind
//	Q131569 Q864737 Q625298 …           treaty         → Treaty
//	Q728 Q15142889 Q1186981 …           weapon         → WeaponSystem
//
// Field mapping: English label and aliases → names (else the "mul" label, else any one, by language code) · P571 P576 →
// period · P297 P298 P299 → identifiers · P569 P570 → born and period · P36 → capital by label where the file has it ·
// P463 member of → MEMBER_OF · P39 position held with P1001 or P642 → HOLDS_OFFICE · P1365 replaces, P1366 replaced by
// → SUCCEEDS, between states · P47 → BORDERS · P1891 signatory → PARTY_TO · P137 operator → OPERATES · P176 P287 →
// DEVELOPED · P580 P582 P585 as qualifiers → the relationship's period.
//
// Rules: deprecated statements are not taken; of a value that can only be one, the preferred statement is. Dates keep
// Wikidata's precision; less than a year is unknown, and a day of the Julian calendar counts only with its year.
// Somevalue and novalue are unknown; a start or end that is somevalue, or that a Date cannot hold, makes the period's
// bound uncertain. A map that is empty may be written as []. An entity marked missing is rejected. A reference with a
// URL or a work becomes the statement's Source. Claims about entities that neither the file nor the bundled table knows
// are counted in the report.
package wikidata
