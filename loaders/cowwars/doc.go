// Package cowwars reads the four war lists of the Correlates of War project, each a dataset of its own:
// cow-interstate-wars, cow-intrastate-wars, cow-extrastate-wars and cow-nonstate-wars.
//
//	WarNum, WarName                 Conflict, from its participants' first day to their last
//	Start…1 End…1, Start…2 End…2 …  PARTICIPATED_IN, one for each phase and state; -8: no such phase; -7: still going on
//	ccode, CcodeA, ccode1 …         the participant: a State on the days of the phase
//	SideA, SideB (names)            where there is no state code, an ArmedGroup of that name; -8: nobody
//	Side, Initiator                 PARTICIPATED_IN.Side A is the initiator's side, B the other; Initiator by participant
//	BatDeath, …Deaths               battle deaths of the participant; the war's are TotalBDeaths, else their sum where all are known
//	Outcome, WhereFought, TransFrom, TransTo   Outcome in words; the rest in Conflict.Note
//
// An originator is a participant whose first phase starts on the war's first day; unknown where either day is unknown.
// The last day of a phase belongs to it. Deaths are those of all phases and are given once, with the first.
//
// Version 5 numbers its wars with decimals (502.1) and comes as two files, one of wars and one of their participants:
// either is read alone, and together the participants are taken from the latter. In the extra-state list Initiator says
// whether the row's state began. Where an end is not known, the state is the one of the first day.
//
// Locators name the row by its key instead of its line, so that a row that goes does not change all that follow.
package cowwars
