// Package opensanctions loads entities in the FollowTheMoney format, as OpenSanctions and other publishers of persons,
// companies and sanctions release them: one JSON object a line.
//
// Publisher: OpenSanctions Datenbanken GmbH (and whoever publishes in the same format). Licence: each release states its
// own; OpenSanctions' data are CC BY-NC 4.0. Attribution: OpenSanctions.org, with the release's date. None of it is
// bundled.
//
// Field mapping. An entity is {id, schema, properties: {name: [values]}, referents, first_seen, last_seen}; a line of a
// delta wraps it as {op: ADD | MOD | DEL, entity}.
//
//	Person                                     → Person: name, alias and weakAlias → names; birthDate → born
//	Company, Organization, PublicBody, LegalEntity → Organization with its kind
//	topics, country and nationality, first_seen, last_seen, notes → the fields of a listing
//	wikidataId                                 → identifier WIKIDATA
//	Sanction (entity, authority, program, reason, status, provisions, startDate, endDate) → Sanction, TARGETS
//	Ownership, Directorship, Employment, Family, Associate, Representation, UnknownLink → OWNS with its role
//	Membership                                 → MEMBER_OF where the organization is one
//	Succession is not a succession of states and becomes OWNS with role SUCCESSION
//
// Schemata inherit: a Company is an Organization is a LegalEntity, so a property that a line gives under any of them is
// read alike. Merged entities: an id under referents means the entity that lists it, so links to it land there. What has
// no place in the ontology (addresses, vessels, payments …) is counted and named in the report, never dropped in silence.
package opensanctions
