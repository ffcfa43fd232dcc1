// Package missiletests loads tables of missile tests, in the layout of the North Korea Missile Test Database: a
// workbook, or JSON with the same names.
//
// A workbook's first row is blank and its header stands in row 2; the header is looked for in the first ten rows of
// each sheet. Cells may be formulas. "Unknown", "N/A" and blanks are missing. A JSON file is an array of objects, or
// one object a line, with the header's names as keys.
//
// Field mapping:
//
//	F1, Event number              → event:missile-test-…; without a number, the date and its place among the tests of that day
//	Date                          → the event's day
//	Missile Name, Missile Type    → WeaponSystem: the bundled one of that very name, else its own; INVOLVES
//	Country                       → ACTOR_IN; where the table has no such column it is North Korea's
//	Facility Name, Latitude …     → Place and LOCATED_AT
//	Confirmation Status           → status: CONFIRMED where it is "Confirmed", else REPORTED
//	Test Outcome, Apogee, Distance Travelled, Landing Location, Additional Information → summary and note
//	Source(s)                     → Source of the event
package missiletests
