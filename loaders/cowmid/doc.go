// Package cowmid reads the Militarized Interstate Disputes of the Correlates of War project: the dispute file (MIDA),
// the participant file (MIDB) and, where given, the places (MIDLOC), told apart by their columns.
//
// Headers of versions 3.10 to 4.3 are read like those of 5.0.
//
// MIDA:
//
//	dispnum (dispnum3)            Conflict of kind DISPUTE, conflict:cow-mid-N
//	st… end…, ongo2014            its period; of an ongoing dispute the end is uncertain
//	hostlev                       Hostility, 1 to 5
//	fatality, fatalpre            fatalities: the precise number is Best, the level bounds Low and High; -9 is unknown
//	outcome, settle               Note
//
// MIDB:
//
//	ccode, st… end…               PARTICIPATED_IN, one for each spell and state; a state can be there twice, on both sides
//	sidea                         Side A (the initiator's) or B
//	orig                          Originator; with side A also Initiator
//	hostlev, fatality, fatalpre   as above, of the participant
//	revtype1, revtype2            what it wanted to change, in the Note
//
// MIDLOC: dispnum, midloc2_location, midloc2_ylatitude, midloc2_xlongitude: Place and LOCATED_AT. A dispute that MIDLOC
// could not locate (-99 or blank) has none. Incidents (MIDI, MIDIP, MIDLOCI) are passed over where they come along.
//
// A last day belongs to its dispute. Day -9 is an unknown day. Disputes have no names: they are called by their first
// participants and year.
package cowmid
