// Package cowstates reads the State System Membership list of the Correlates of War project, and with it, in any
// combination, its list of major powers and its list of country codes. The files are told apart by their columns.
//
//	states2016.csv         ccode, statenme        State.Name and its COW identifier, for the days of the spell
//	                       styear… endyear…       MEMBER_OF org:cow-state-system, one for each spell and state
//	majors2016.csv         ccode, styear…         MEMBER_OF org:cow-major-powers
//	COW country codes.csv  CCode, StateNme        State.Name, where the list of states does not give one
//
// A spell is membership of COW's state system, not the existence of a state: the list starts in 1816 for states that
// are older and leaves out occupied and unrecognised ones. So it is a membership here, and the state's own days stay
// those of the bundled table. A start on 1816-01-01 is the list's beginning: the start is uncertain. The last day of a
// spell belongs to it (1990-10-02 and 03). The data's own end, 2016-12-31, is no end.
//
// A state is what its code means in the bundled table on the days of the spell: COW 365 is the Russian Empire, the
// Soviet Union and Russia, and the spell is split on the days of succession.
package cowstates
