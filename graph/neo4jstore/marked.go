package neo4jstore

import (
	"strings"
)

// marked is a statement that only reads, and whose answer comes in one row with the mark of the commit that it is of.
// The rows are gathered before the mark is read (an aggregation ends what comes before it), so that a commit which came
// between is seen.
type marked struct {
	inner   string   // returns the columns
	columns []string // of a row
	also    string   // further columns of the answer, each with its name, made of those of inner by an aggregation
	then    string   // a statement of its own that returns `total`
	hops    string   // expansions from `rows`: what they tell comes as `steps` and `met`
}

const cypherMark = `MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL`

func collected(columns []string) string { return "collect([" + strings.Join(columns, ", ") + "])" }

func (m marked) text() string {
	var b strings.Builder
	b.WriteString("CALL () {\n  " + strings.ReplaceAll(m.inner, "\n", "\n  ") + "\n}\n")
	b.WriteString("WITH " + collected(m.columns) + " AS rows")
	kept := ", rows"
	if m.also != "" {
		b.WriteString(", " + m.also)
		kept += ", also"
	}
	if m.then != "" {
		b.WriteString("\nCALL () {\n  " + strings.ReplaceAll(m.then, "\n", "\n  ") + "\n}")
		kept += ", total"
	}
	if m.hops != "" {
		b.WriteString("\nCALL (rows) {\n  CALL (rows) {\n    " + strings.ReplaceAll(m.hops, "\n", "\n    ") +
			"\n  }\n  RETURN " + collected(expandedColumns) + " AS steps, collect(DISTINCT y) AS met\n}")
		kept += ", steps, met"
	}
	b.WriteString("\n" + cypherMark + kept)
	return b.String()
}

// answer takes the one row apart. What comes beside the rows is the last of them.
func (m marked) answer(in [][]any) (rows [][]any, at mark, err error) {
	if len(in) != 1 || len(in[0]) < 4 {
		return nil, at, errDamaged
	}
	row := in[0]
	at = mark{integer(row[0]), integer(row[1]), row[2] == true}
	rows = rowsIn(row[3])
	if len(row) > 4 {
		rows = append(rows, row[4:])
	}
	return rows, at, nil
}

// rowsIn reads rows that were collected.
func rowsIn(value any) (rows [][]any) {
	for _, item := range list(value) {
		rows = append(rows, list(item))
	}
	return rows
}
