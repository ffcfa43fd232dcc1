// Package opensanctions loads entities in the FollowTheMoney format, as OpenSanctions and other publishers of persons,
// companies and sanctions release them: one JSON object a line.
//
// Field mapping. An entity is {id, schema, properties: {name: [values]}, referents, first_seen, last_seen}.
//
//	Person                                     → Person: name, alias and weakAlias → names; birthDate, deathDate → period
//	Company, Organization, PublicBody, LegalEntity → Organization with its kind
//	topics, country and nationality, first_seen, last_seen, notes → the fields of a listing
//	wikidataId                                 → identifier WIKIDATA
//	Sanction (entity, authority, program, reason, status, provisions, startDate, endDate) → Sanction, TARGETS
//	Ownership                                  → OWNS
//	Membership                                 → MEMBER_OF where the organization is one
//	Directorship of a person                   → HOLDS_OFFICE
//	Family, Associate, Employment, Representation, UnknownLink, ProjectParticipant, Succession and all others of the above
//	                                           → LINKED_TO with the kind, and what the entity says of it as its role
//
// Schemata inherit: a Company is an Organization is a LegalEntity, so a property that a line gives under any of them is
// read alike. Merged entities: an id under referents means the entity that lists it, so links to it land there. What
// has no place in the ontology (addresses, vessels, payments, and the links and sanctions that concern them) is counted
// and named in the report, never dropped in silence; a reference to what the file does not have is a rejected row.
//
// # Deltas
//
// A delta has one step a line, {op, entity}:
//
//	ADD, MOD   the entity is stated as given here, and nothing that was stated about it before
//	DEL        nothing is stated about it any more; {"id"} is enough of an entity
//
// All other entities stay as they were loaded, and the same delta again changes nothing:
//
//	entente load opensanctions entities.ftm.json
//	entente load opensanctions 2024-06-02.delta.json 2024-06-03.delta.json
//
// A collection and its deltas leave what the next whole file of that name would. A file is its own collection; a
// delta changes the one that is loaded, of several the one whose name is alike up to the first point
// (entities.ftm.json, entities.delta.json) or the one named with -o collection=NAME; where that leaves a choice,
// nothing is written. Deltas go in the order in which they are named, and of several steps about one entity the last
// counts. Whole files and deltas are loads of their own. A whole file takes the place of its collection with all that
// deltas have made of it.
//
// When an entity takes another over (referents) or its schema changes, its id in the graph may be another.
// Relationships that led to the old one lead to the new one, also those that the delta does not name. Relationships
// that lead to a deleted entity and are not named stay and are reported; so are references to what is neither in the
// delta nor loaded, which are left out. A step that is rejected leaves what was there.
package opensanctions
