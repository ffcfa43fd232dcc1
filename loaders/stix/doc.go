// Package stix loads bundles of STIX 2.0 and 2.1, the interchange format of cyber threat intelligence by OASIS.
//
// Field mapping:
//
//	identity of class individual               → Person
//	identity of another class                  → Organization
//	threat-actor, intrusion-set                → Organization, topics "threat-actor", its types and roles
//	malware, tool                              → WeaponSystem of category "Cyber"
//	campaign, incident                         → Event, status REPORTED
//	location                                   → Place
//	report                                     → Source, and MENTIONS of what it refers to
//	uses (actor → malware or tool)             → OPERATES;   (campaign → malware or tool) → INVOLVES
//	attributed-to (campaign → actor)           → ACTOR_IN;   (actor → actor or identity)  → PART_OF
//	targets (campaign → identity)              → RECIPIENT_OF
//	located-at, originates-from (→ location)   → LOCATED_AT
//	first_seen, last_seen, created             → period, dates of the listing
//	object_marking_refs, granular_markings     → markings, by name; of a relationship, in its note or role
//
// Of several versions of one object the one modified last counts; revoked objects are not stated. Relationships whose
// ends are not in the bundle are rejected as dangling; other references to what is not there (object_refs,
// created_by_ref, markings) are counted in the report, and the rest of their object is loaded. What has no place in
// the ontology (indicators, attack patterns, vulnerabilities, links among them …) is counted and named in the report.
package stix
