// Package ucdp reads two datasets of the Uppsala Conflict Data Program: ucdp-acd, the UCDP/PRIO Armed Conflict Dataset
// (a row for each conflict and year), and ucdp-ged, the Georeferenced Event Dataset (a row for each event).
//
// The version is that of the files; the layouts of versions 17 to 25 are read, and a GED file without its header row.
//
// ACD:
//
//	conflict_id                     Conflict conflict:ucdp-acd-N of kind ARMED_CONFLICT, from its first start to its last end
//	location, territory_name, incompatibility   Name and Issue
//	intensity_level                 Intensity: the highest of all years
//	side_a, side_b and their ids    PARTICIPATED_IN, one for each run of years. Governments are States by their gwno, others
//	                                ArmedGroups group:ucdp-N. Ids are split at commas, names only where they are as many:
//	                                some names hold commas
//	                                A gwno that the bundled table lacks is state:gw-N
//	gwno_a_2nd, gwno_b_2nd          the same, as secondary parties
//	start_date2, ep_end_date        start and end of an episode with the precision that start_prec2 gives: 1 day, 2 and 3
//	                                month, others year
//
// UCDP's side A is the government's, not the initiator's: who began is not coded, and Initiator stays unknown. A run of
// years that ends with the data has an uncertain end.
//
// GED:
//
//	id                              Event event:ucdp-ged-N of PLOVER type ASSAULT, status REPORTED
//	date_start, date_end, date_prec its days; with a precision other than 1 they are bounds of when it happened
//	side_a, side_b                  ACTOR_IN and RECIPIENT_OF; in one-sided violence the other side are civilians and no node
//	low, best, high                 fatalities
//	where_coordinates, latitude, longitude, where_prec   Place and LOCATED_AT
//	conflict_new_id, conflict_name  PART_OF the conflict; that of ACD where the violence is state-based
//
// Texts of source articles are not kept: their rights are not UCDP's.
package ucdp
