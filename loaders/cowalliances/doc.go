// Package cowalliances reads the Formal Alliances dataset of the Correlates of War project, the file "by member": one
// row for each spell of a state's membership in an alliance.
//
// Terms are per member and directed: a row says what that member owes to the other members. In 45 alliances the members
// owe different things, so the label ss_type, which is that of the alliance as a whole, makes no obligation.
//
//	version4id                     Treaty: the bundled table's treaty of that COW_ALLIANCE number, else treaty:cow-N
//	all_st_*, all_end_*            Treaty.InForce and Ended; pre-1816 starts are kept
//	ss_type                        Treaty.Name and Note
//	ccode, mem_st_*, mem_end_*     PARTY_TO, one for each spell and state: a spell across a succession becomes two
//	left_censor                    the spell began before 1816: its start is uncertain and InForce unknown
//	defense                        Obligation DEFENSE: OBLIGES this member, BENEFITS the others
//	neutrality                     NEUTRAL
//	nonaggression                  NONAGG
//	entente                        CONSUL
//	state_name                     State.Name (a statement: the bundled name is shown)
//
// COW does not tell signature from entry into force, so its start is given as the entry into force and differs from
// other datasets' where they know better. A blank end means in effect at the end of 2012, where coverage ends. A
// member's last day is the one before the next spell begins (1990-10-02 and 03, 1954-08-08 and 09), so a member's spell
// lasts through its end; an alliance that ends on a day is over on that day. A blank flag states nothing.
//
// COW does not classify instruments: where the bundled table knows the treaty nothing is said of its kind, else it is
// ALLIANCE.
//
// Locators name the row by its key instead of its line, so that a row that goes does not change all that follow.
package cowalliances
