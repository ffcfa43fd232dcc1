// Package icews loads the coded events of the Integrated Crisis Early Warning System.
//
// Files are tab-separated with a header, or written again by another program: quoted, with other delimiters, names in
// another style, dates as 20180601. A missing value is blank or "NA", which is never Namibia.
//
// Field mapping:
//
//	Event ID                      → event:icews-…
//	Event Date                    → the event's day
//	CAMEO Code                    → code, rootCode, and by loaders/plover eventType and mode; a code is text, and one that lost its
//	                                leading zero is refused, since 10 and 010 are two codes
//	Event Text, Intensity         → summary, intensity
//	Source Name, Sectors, Country → ACTOR_IN: the node of that very name, else the state, with the name as role
//	Target Name, Sectors, Country → RECIPIENT_OF, likewise
//	City, Province, Country, Latitude, Longitude → Place and LOCATED_AT
//	Publisher                     → Source
//
// Events are REPORTED. Two records of one meeting, one from each side (same day, story and sentence, sides swapped),
// become one event with two actors.
package icews
