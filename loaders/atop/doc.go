// Package atop reads the Alliance Treaty Obligations and Provisions data (ATOP): the alliance-level and the
// member-level file together, in either order, told apart by their columns.
//
// Alliance level:
//
//	atopid, cow4id         Treaty and its identifiers (see below)
//	begyr begmo begday     Treaty.Signed; the time in force counts from it and is marked uncertain
//	endyr endmo endday     Treaty.Ended; 0/0/0 is in effect
//	term                   Treaty.EndedHow: 1 EXPIRY, 3 SUPERSEDED; 2 (ended early or broken) has no single counterpart
//	specthrt, statthr…     adversaries of SPECIFIC_ADVERSARY
//
// Member level:
//
//	member, yrent… yrexit…  PARTY_TO: phases that follow without a gap are one spell; a succession splits it
//	phase                   obligations of its own: members are paired within one (atopid, phase) only
//	defense offense neutral nonagg consul   Obligation, owed by this member to the others of the phase
//	obvary                  Obligation.BeneficiaryUncertain: the file does not say to whom the duty is owed
//	defco… offco… neuco… conco…             conditions, by suffix: adv SPECIFIC_ADVERSARY, loc SPECIFIC_LOCATION,
//	                        con SPECIFIC_CONFLICT, num ADVERSARY_COUNT, dem DEMAND_NONCOMPLIANCE, npr NON_PROVOCATION,
//	                        req ON_REQUEST, att ARMED_ATTACK
//
// Dates: ATOP's begin and entry dates are signatures. It knows no entry into force, so its time in force starts with
// the signature and says StartUncertain, and InForce stays unknown. A blank day is an unknown day. An end is the first
// day without the treaty: phases end on the day on which the next begins, and a broken treaty ends on the day of the
// breach.
//
// Identity: a treaty is the bundled table's of its ATOP number, else that of its COW number (cow4id), else
// treaty:cow-N, which is also the COW dataset's id. Where several ATOP treaties carry one COW number, the first by
// begin and number is that treaty and the others are treaty:atop-N. The COW number is an identifier only of the node
// that the COW dataset writes to, so that one code never means two treaties.
//
// Locators name the row by its key instead of its line, so that a row that goes does not change all that follow.
package atop
