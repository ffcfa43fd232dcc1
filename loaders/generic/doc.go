// Package generic loads anyone's own table by a mapping: a YAML file that says which columns become which nodes and
// relationships.
//
//	entente map bases.csv > bases.yaml      # proposes a mapping to start from
//	entente load generic bases.csv -o mapping=bases.yaml
//
// A mapping:
//
//	dataset: {id: my-bases, name: Bases abroad, publisher: Me, licence: CC0-1.0, priority: 60}
//	table: {format: csv, missing: ["", NA], dates: [YYYY-MM-DD, DD.MM.YYYY]}
//	nodes:
//	  base:                                  # a name of your choice, used below
//	    label: Place
//	    id: "{code}"                         # becomes place:my-bases-…
//	    properties: {name: "{title}", latitude: "{lat}", longitude: "{lon}", kind: BASE}
//	    identifiers: [{scheme: WIKIDATA, value: "{qid}"}]
//	    from: "{opened}"                     # first day
//	    until: "{closed}"                    # first day after; or last: the last day
//	  host:
//	    label: State
//	    find: "iso3:{country}"               # a node that is there already: by a code, or by name: "{country}"
//	    on: "{opened}"                       # the day on which it is meant: Germany, Russia and China are several over time
//	relationships:
//	  - {type: PART_OF, from: base, to: host, properties: {note: "{remark}"}}
//
// {column} is the value of a column; text around it stays. A value all of whose columns are missing is missing, and so
// is a node whose id is, with the relationships that need it. A node that is to be found and is not rejects its row.
// Without "on" it is looked for on the first day that the row states: its own from, else that of a described node, else
// that of a relationship. List properties are split at ";".
//
// A table with a column a year is turned: {wide: true} makes a row of each of their cells, with the columns {year} and
// {value} in the place of those of years.
//
// Formats: csv and tsv in every encoding and delimiter that loaders/table detects, json (an array), jsonl, xlsx and
// parquet. Members of nested objects are columns named with dots. Licence and attribution are what the mapping says.
package generic
