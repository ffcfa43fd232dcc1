// Package gdelt loads the event tables of the GDELT Project, versions 1.0 and 2.0.
//
// Files have no header and are separated by tabs, 61 columns in version 2.0, 58 or 57 in version 1.0; rows of all three
// widths may stand in one file, and a header that somebody has added is passed over. A table that was exported with
// GDELT's column names, such as from BigQuery, is read by them. Codes are text ("010").
//
// Field mapping:
//
//	GlobalEventID            → event:gdelt-…
//	SQLDATE                  → the event's day
//	EventCode, EventRootCode → code, rootCode, and by loaders/plover eventType and mode
//	QuadClass, GoldsteinScale, NumMentions → quadClass, intensity, mentionCount
//	Actor1, Actor2           → ACTOR_IN, RECIPIENT_OF, with the actor's name as role and its type codes as sectors
//	ActionGeo                → Place and LOCATED_AT
//	SOURCEURL                → Source
//
// Actors, by CAMEO's rules: the country code, or else the first three letters of the actor's code, is a state's ISO
// code of that day; a few known groups (NATO, the EU, the UN …) are organizations. Regions, ethnic and religious groups
// and bare roles are no actors of the graph: such an event is kept without that side, and the report counts them.
// Events are REPORTED: a program read them in the news. Two records of one meeting, one from each side (same day,
// source, place and code, sides swapped), become one event.
package gdelt
