package neo4jstore

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
)

// ImportFile names, in the folder that [WriteImport] fills, the arguments for neo4j-admin.
const ImportFile = "import.args"

// listSign parts the elements of a list in a cell. No text of a list may hold it.
const listSign = "\x1f"

// WriteImport writes all that a reader of one commit tells as the CSV files that `neo4j-admin database import full`
// takes, one for each label and type, with a header each, and import.args with its arguments, whose paths are relative
// to the folder. The ledger opens with that commit, as with what an older release left. The first [Open] makes
// constraints and indexes, and so says itself which migrations were done.
func WriteImport(ctx context.Context, reader graph.Reader, commit graph.Commit,
	dir string,
) (nodes, relationships int, err error) {
	if commit.Number == 0 {
		return 0, 0, graph.Invalidf("export: the store is empty")
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return 0, 0, graph.Invalidf("export: %v", err)
	}
	w := &bulk{dir: dir, tables: map[string]*table{}, held: held{}, there: map[graph.ID]bool{}}
	defer func() { err = errors.Join(err, w.close()) }()
	for q := (graph.RecordQuery{Limit: graph.MaxRecords}); ; {
		page, err := reader.Records(ctx, q)
		if err != nil {
			return 0, 0, err
		}
		for i := range page.Nodes {
			r := &page.Nodes[i]
			if len(w.records) > 0 && w.records[0].ID != r.ID {
				w.entity()
			}
			w.records = append(w.records, *r)
		}
		if len(page.Relationships) > 0 || page.Next == "" {
			w.entity()
		}
		for i := range page.Relationships {
			w.relationship(&page.Relationships[i])
		}
		if w.err != nil {
			return 0, 0, w.err
		}
		nodes, relationships = nodes+len(page.Nodes), relationships+len(page.Relationships)
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	w.bookkeeping(commit, nodes, relationships)
	return nodes, relationships, w.arguments()
}

// bulk writes tables, one for each label and type.
type bulk struct {
	dir         string
	tables      map[string]*table // by the name of the file
	records     []graph.NodeRecord
	there       map[graph.ID]bool
	identifiers int64
	held        held
	err         error
}

// table is a CSV file.
type table struct {
	argument string // --nodes=… but for the file
	columns  []column
	file     *os.File
	out      *bufio.Writer
}

// column is one of a table: a property, or what the importer calls the ends.
type column struct{ name, kind string }

func (c column) header() string {
	if c.kind == "string" || strings.HasPrefix(c.name, ":") {
		return c.name
	}
	return c.name + ":" + c.kind
}

var kinds = map[graph.ValueKind]string{
	graph.IntValue: "long", graph.FloatValue: "double", graph.BoolValue: "boolean",
	graph.StringsValue: "string[]", graph.JSONsValue: "string[]",
}

// columnsOf are the properties of a label or type with what the store adds.
func columnsOf(first []column, specs []graph.PropertySpec, more ...column) []column {
	out := slices.Clone(first)
	for _, s := range specs {
		kind, other := kinds[s.Kind]
		if !other {
			kind = "string"
		}
		out = append(out, column{s.Name, kind})
	}
	return append(out, more...)
}

// table is the one of a name; it is begun where it is not there.
func (w *bulk) table(argument, name string, columns func() []column) *table {
	t := w.tables[name]
	if t != nil || w.err != nil {
		return t
	}
	t = &table{argument: argument, columns: columns()}
	if t.file, w.err = os.Create(filepath.Join(w.dir, name+".csv")); w.err != nil {
		return nil
	}
	t.out = bufio.NewWriterSize(t.file, 1<<16)
	w.tables[name] = t
	for i, c := range t.columns {
		if i > 0 {
			_ = t.out.WriteByte(',') // a bufio.Writer keeps its error until it is flushed
		}
		_, _ = t.out.WriteString(c.header())
	}
	_ = t.out.WriteByte('\n')
	return t
}

// put writes a row.
func (w *bulk) put(t *table, row map[string]any) {
	if w.err != nil {
		return
	}
	for i, c := range t.columns {
		if i > 0 {
			_ = t.out.WriteByte(',')
		}
		name, _, _ := strings.Cut(c.name, ":")
		name = cmp.Or(name, c.name)
		switch value := row[name].(type) {
		case nil:
		case string:
			w.quoted(t, value)
		case []string:
			for _, s := range value {
				if strings.Contains(s, listSign) {
					w.err = graph.Invalidf("export: %.80q holds the character U+001F, which parts the elements of a list", s)
				}
			}
			w.quoted(t, strings.Join(value, listSign))
		case int64:
			_, _ = t.out.WriteString(strconv.FormatInt(value, 10))
		case float64:
			_, _ = t.out.WriteString(strconv.FormatFloat(value, 'g', -1, 64))
		case neo4j.Date:
			_, _ = t.out.WriteString(value.Time().Format(time.DateOnly))
		case bool:
			_, _ = t.out.WriteString(strconv.FormatBool(value))
		case time.Time:
			_, _ = t.out.WriteString(value.UTC().Format("2006-01-02T15:04:05.000000Z"))
		default:
			w.err = graph.Errorf(graph.KindInternal, "export: %s is a %T", c.name, value)
		}
	}
	_ = t.out.WriteByte('\n')
}

func (w *bulk) quoted(t *table, text string) {
	_ = t.out.WriteByte('"')
	_, _ = t.out.WriteString(strings.ReplaceAll(text, `"`, `""`))
	_ = t.out.WriteByte('"')
}

var (
	days     = []column{{"fromDay", "long"}, {"untilDay", "long"}}
	readable = []column{{"fromDate", "date"}, {"untilDate", "date"}, {"conditionKinds", "string[]"}}
)

// node writes the Entity of an id with what is shown of it.
func (w *bulk) node(id graph.ID, records []graph.NodeRecord) {
	w.there[id] = true
	spec := graph.Ontology.Label(graph.Ontology.LabelOf(id))
	t := w.table("--nodes=Entity:"+string(spec.Label), string(spec.Label), func() []column {
		return columnsOf([]column{{"id:ID(entity)", "string"}}, spec.Properties,
			slices.Concat([]column{
				{"sortName", "string"},
				{"foldedNames", "string[]"},
				{"datasets", "string[]"},
				{"codes", "string[]"},
			}, days, readable)...)
	})
	w.put(t, entityProperties(id, records))
}

// entity writes the node that the records are of, and them.
func (w *bulk) entity() {
	if len(w.records) == 0 {
		return
	}
	id := w.records[0].ID
	slices.SortFunc(w.records, func(a, b graph.NodeRecord) int { return strings.Compare(a.Key(), b.Key()) })
	records := w.table("--nodes=Record", "Record", func() []column {
		return []column{
			{"key:ID(record)", "string"},
			{"node", "string"},
			{"dataset", "string"},
			{"priority", "long"},
			{"properties", "string"},
			{"hash", "string"},
			{"discriminator", "string"},
			{"part", "string"},
			{"source", "string"},
			{"locator", "string"},
			{"confidence", "long"},
		}
	})
	describes := w.table("--relationships=DESCRIBES", "DESCRIBES",
		func() []column { return []column{{":START_ID(record)", ""}, {":END_ID(entity)", ""}} })
	for i := range w.records {
		r := &w.records[i]
		properties, err := recordProperties(r, r.Hash())
		w.err = errors.Join(w.err, err)
		w.put(records, properties)
		w.put(describes, map[string]any{":START_ID(record)": r.Key(), ":END_ID(entity)": string(id)})
		w.held.add(r.Dataset, nodeRecords, 1)
	}
	w.node(id, w.records)
	codes := w.table("--nodes=Identifier", "Identifier", func() []column {
		return append([]column{{":ID(identifier)", ""}, {"key", "string"}, {"scheme", "string"}, {"value", "string"}},
			days...)
	})
	identifies := w.table("--relationships=IDENTIFIES", "IDENTIFIES",
		func() []column { return []column{{":START_ID(identifier)", ""}, {":END_ID(entity)", ""}} })
	for _, c := range identifiersOf(w.records) {
		w.identifiers++
		w.put(codes, map[string]any{
			":ID(identifier)": w.identifiers, "key": c.key, "scheme": c.scheme, "value": c.value,
			"fromDay": int64(c.first), "untilDay": int64(c.end),
		})
		w.put(identifies, map[string]any{":START_ID(identifier)": w.identifiers, ":END_ID(entity)": string(id)})
	}
	w.records = w.records[:0]
}

func (w *bulk) relationship(r *graph.RelationshipRecord) {
	spec := graph.Ontology.Type(r.Type)
	t := w.table("--relationships="+string(r.Type), string(r.Type), func() []column {
		return columnsOf([]column{
			{":START_ID(entity)", ""},
			{":END_ID(entity)", ""},
			{"key", "string"},
			{"dataset", "string"},
			{"hash", "string"},
			{"part", "string"},
			{"source", "string"},
			{"locator", "string"},
			{"confidence", "long"},
			{"derived", "boolean"},
		}, spec.Properties, slices.Concat(days, readable)...)
	})
	for _, end := range []graph.ID{r.From, r.To} {
		if !w.there[end] {
			w.node(end, nil)
		}
	}
	row := relationshipProperties(r, r.Hash())
	row[":START_ID(entity)"], row[":END_ID(entity)"] = string(r.From), string(r.To)
	w.put(t, row)
	w.held.add(r.Dataset, string(r.Type), 1)
}

// bookkeeping writes the store's own nodes: the ledger opens with what is written.
func (w *bulk) bookkeeping(commit graph.Commit, nodes, relationships int) {
	plain := func(label string, columns []column, rows ...map[string]any) {
		t := w.table("--nodes="+label, label,
			func() []column { return append([]column{{":ID(" + label + ")", ""}}, columns...) })
		for i, row := range rows {
			row[":ID("+label+")"] = int64(i)
			w.put(t, row)
		}
	}
	fingerprint := commit.Fingerprint.String()
	plain("EntenteStore", []column{{"id", "string"}, {"head", "long"}, {"fingerprint", "string"}},
		map[string]any{"id": "store", "head": int64(1), "fingerprint": fingerprint})
	plain("EntenteAnnouncement", []column{{"id", "string"}, {"number", "long"}},
		map[string]any{"id": "announcement", "number": int64(1)})
	plain("EntenteCommit", []column{
		{"number", "long"},
		{"kind", "string"},
		{"time", "datetime"},
		{"fingerprint", "string"},
		{"forgotten", "boolean"},
		{"nodesCreated", "long"},
		{"relationshipsCreated", "long"},
	}, map[string]any{
		"number": int64(1), "kind": string(graph.CommitOpening), "time": commit.Time, "fingerprint": fingerprint,
		"forgotten":    true,
		"nodesCreated": int64(nodes), "relationshipsCreated": int64(relationships),
	})
	columns := []column{{"id", "string"}, {nodeRecords, "long"}}
	for _, t := range typesByKey {
		columns = append(columns, column{string(t), "long"})
	}
	var rows []map[string]any
	for _, id := range sortedKeys(w.held) {
		row := map[string]any{"id": string(id)}
		for kind, n := range w.held[id] {
			row[kind] = n
		}
		rows = append(rows, row)
	}
	plain("EntenteDataset", columns, rows...)
}

// arguments writes import.args, a line each.
func (w *bulk) arguments() error {
	if w.err != nil {
		return w.err
	}
	lines := []string{"--id-type=string", "--array-delimiter=U+001F", "--multiline-fields=true"}
	for _, name := range sortedKeys(w.tables) {
		lines = append(lines, w.tables[name].argument+"="+name+".csv")
	}
	return os.WriteFile(filepath.Join(w.dir, ImportFile), []byte(strings.Join(lines, "\n")+"\n"), 0o644)
}

func (w *bulk) close() error {
	var errs []error
	for _, t := range w.tables {
		errs = append(errs, t.out.Flush(), t.file.Close())
	}
	return errors.Join(errs...)
}
