// Package cowcontiguity reads the Direct Contiguity data of the Correlates of War project: a row for each spell in
// which two states touch.
//
// Versions 3.0 and 3.1 are read like 3.2.
//
//	statelno, statehno   BORDERS from the state with the lower code to the one with the higher
//	conttype             Kind: 1 LAND, 2 WATER_12, 3 WATER_24, 4 WATER_150, 5 WATER_400 (miles)
//	begin, end           period: YYYYMM, so months; 181601 is the list's beginning, and the data's end (201612; 200612 in
//	                     3.1, 200012 in 3.0) is not an end
//	notes                Note is not kept: it repeats sources
//
// A border of which either code passes from one state to another becomes one relationship for each pair of states.
package cowcontiguity
