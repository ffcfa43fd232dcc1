package neo4jstore

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
)

// batchRows bounds the rows of one statement: larger ones are no quicker and take the server's memory.
const batchRows = 5000

// writer makes one commit, or one step of a large one, in one transaction.
type writer struct {
	tx      transaction
	store   *Store
	head    head // before
	lenient bool // an end that is gone is made again, bare
	publish bool // a commit follows from what is changed
	kind    graph.CommitKind
	run     *graph.LoadRun // of the commit

	wrote       bool
	committed   int64 // number of the commit, 0 where there is none
	result      graph.ApplyResult
	fingerprint graph.Hash
	held        held                // what datasets had before
	counts      held                // differences to that
	did         []graph.Change      // what was changed
	datasets    map[graph.ID]bool   // of it
	altered     map[graph.ID]bool   // those of them of which a record was changed or removed
	ends        map[graph.ID]string // element ids of nodes that are known to be there
	removed     map[string]bool     // keys of node records that are taken away at the end
	codes       map[graph.ID][]any  // rows of the identifiers of nodes, which are written at the end
	lost        map[graph.ID]bool   // nodes whose identifiers are written anew
	// Relationships that are created and taken away at the end, by key.
	newLinks  map[graph.RelationshipType]map[string]*graph.RelationshipRecord
	goneLinks map[graph.RelationshipType][]any
}

// stored is what is known of a record that is there.
type stored struct {
	hash graph.Hash
	part string
}

// head is the state of the ledger.
type head struct {
	number      int64
	fingerprint graph.Hash
	time        time.Time // of the newest commit
	publication *publication
}

// lock makes a transaction the only writer, by a statement that writes to the store's node, and reads the ledger's
// state. A large commit under way is a begunError.
func (t transaction) lock(ctx context.Context, cypher string, parameters map[string]any) (h head, err error) {
	if _, err := t.rows(ctx, cypher, parameters); err != nil {
		return h, err
	}
	row, err := t.row(ctx, cypherState, nil)
	if err != nil {
		return h, err
	}
	h.number = integer(row[0])
	h.time, _ = row[2].(time.Time)
	if h.fingerprint, err = graph.ParseHash(text(row[1])); err != nil {
		return h, errDamaged
	}
	if begun := text(row[3]); begun != "" {
		h.publication = &publication{}
		if json.Unmarshal([]byte(begun), h.publication) != nil {
			return h, errDamaged
		}
		return h, &begunError{h}
	}
	return h, nil
}

// begin is to be called before anything is put.
func (w *writer) begin(ctx context.Context, h head) (err error) {
	w.head, w.fingerprint = h, h.fingerprint
	w.counts, w.datasets, w.ends, w.removed = held{}, map[graph.ID]bool{}, map[graph.ID]string{}, map[string]bool{}
	w.altered = map[graph.ID]bool{}
	w.codes, w.lost = map[graph.ID][]any{}, map[graph.ID]bool{}
	w.newLinks, w.goneLinks = map[graph.RelationshipType]map[string]*graph.RelationshipRecord{},
		map[graph.RelationshipType][]any{}
	w.held, err = w.tx.datasets(ctx)
	return err
}

// put writes a plan but for the relationships that it creates, which are more quickly created by type and all at once,
// and for what it takes away: after that, each seek in an index copies what the transaction has deleted so far, and a
// load took a hundred seconds instead of ten. No record may be in two plans of one writer.
func (w *writer) put(ctx context.Context, p *plan) error {
	if err := w.checkEnds(ctx, p); err != nil {
		return err
	}
	if err := w.writeNodes(ctx, p); err != nil {
		return err
	}
	return w.writeRelationships(ctx, p)
}

// complete ends what put has begun.
func (w *writer) complete(ctx context.Context) error {
	if err := w.createRelationships(ctx); err != nil {
		return err
	}
	if err := w.dropBatches(ctx); err != nil {
		return err
	}
	var lost, codes []any
	for _, id := range sortedKeys(w.codes) {
		if w.lost[id] {
			lost = append(lost, string(id))
		}
		codes = append(codes, w.codes[id]...)
	}
	for _, s := range []struct {
		cypher string
		rows   []any
	}{
		{cypherDeleteIdentifiers, lost},
		{cypherCreateIdentifiers, codes},
		{cypherDeleteRecords, anys(sortedKeys(w.removed))},
	} {
		if err := w.inBatches(ctx, s.cypher, s.rows, nil); err != nil {
			return err
		}
	}
	for _, t := range sortedKeys(w.goneLinks) {
		if err := w.inBatches(ctx, cypherDeleteRelationships(t), w.goneLinks[t], nil); err != nil {
			return err
		}
	}
	return w.countDatasets(ctx)
}

// did notes a change for the ledger.
func (w *writer) note(c graph.Change, dataset graph.ID) {
	w.did = append(w.did, c)
	w.datasets[dataset] = true
	if c.NodeBefore != nil || c.RelationshipBefore != nil {
		w.altered[dataset] = true
	}
}

// checkEnds names the first end of a relationship that is neither in the store nor in the plan, or makes it anew, bare.
func (w *writer) checkEnds(ctx context.Context, p *plan) error {
	ends := p.ends()
	if err := w.lookForEnds(ctx, ends); err != nil {
		return err
	}
	if !w.lenient {
		return p.endMissing(func(id graph.ID) bool { return w.ends[id] != "" })
	}
	var bare []any
	for _, id := range sortedKeys(ends) {
		if w.ends[id] == "" {
			bare = append(bare,
				map[string]any{"id": string(id), "label": string(graph.Ontology.LabelOf(id)), "p": entityProperties(id, nil)})
		}
	}
	return w.createEntities(ctx, bare)
}

// lookForEnds learns the element ids of those that are there.
func (w *writer) lookForEnds(ctx context.Context, ids map[graph.ID]bool) error {
	var ask []graph.ID
	for _, id := range sortedKeys(ids) {
		if w.ends[id] == "" {
			ask = append(ask, id)
		}
	}
	known, err := w.tx.entities(ctx, ask)
	maps.Copy(w.ends, known)
	return err
}

// createEntities makes nodes that are not there.
func (w *writer) createEntities(ctx context.Context, list []any) error {
	for part := range slices.Chunk(list, batchRows) {
		rows, err := w.tx.rows(ctx, cypherCreateEntities, map[string]any{"rows": part})
		if err != nil {
			return err
		}
		if len(rows) != len(part) {
			return notAllWritten(len(rows), len(part))
		}
		for _, row := range rows {
			w.ends[graph.ID(text(row[0]))] = text(row[1])
		}
		w.wrote = true
	}
	return nil
}

func (w *writer) writeNodes(ctx context.Context, p *plan) error {
	keys := sortedKeys(p.nodes)
	known, err := w.known(ctx, p, nodeRecords, cypherKnownRecords, append(slices.Clone(keys), p.removeNodes...))
	if err != nil {
		return err
	}
	var create, change []any
	changed := map[string]*graph.NodeRecord{}
	touched := map[graph.ID]bool{} // nodes whose records change
	for _, key := range keys {
		record := p.nodes[key]
		hash := record.Hash()
		old, exists := known[key]
		same := exists && old.hash == hash
		if same && old.part == record.Part {
			w.result.NodesUnchanged++
			continue
		}
		properties, err := recordProperties(record, hash)
		if err != nil {
			return err
		}
		row := map[string]any{"p": properties}
		switch {
		case !exists:
			create = append(create, row)
			w.result.NodesCreated++
			w.counts.add(record.Dataset, nodeRecords, 1)
		case same: // only the part is another
			change = append(change, row)
			w.result.NodesUnchanged++
			before := *record
			before.Part = old.part
			w.note(graph.Change{NodeBefore: &before, NodeAfter: record}, record.Dataset)
			continue
		default:
			change = append(change, row)
			w.result.NodesChanged++
			w.fingerprint = w.fingerprint.Sub(old.hash)
		}
		w.fingerprint = w.fingerprint.Add(hash)
		changed[key] = record
		touched[record.ID] = true
	}
	removed := map[string]bool{}
	for _, key := range p.removeNodes {
		if old, exists := known[key]; exists {
			gone := recordOfKey(key)
			removed[key] = true
			w.result.NodesRemoved++
			w.counts.add(gone.Dataset, nodeRecords, -1)
			w.fingerprint = w.fingerprint.Sub(old.hash)
			touched[gone.ID] = true
		}
	}
	if err := w.writeEntities(ctx, sortedKeys(touched), changed, removed); err != nil {
		return err
	}
	if err := w.inBatches(ctx, cypherCreateRecords, create, nil); err != nil {
		return err
	}
	return w.inBatches(ctx, cypherChangeRecords, change, nil)
}

// writeEntities writes what the touched nodes show, from their records as they will be, and notes what changes.
func (w *writer) writeEntities(ctx context.Context, ids []graph.ID, changed map[string]*graph.NodeRecord,
	removed map[string]bool,
) error {
	before, err := w.recordsOf(ctx, ids)
	if err != nil {
		return err
	}
	added := map[graph.ID][]graph.NodeRecord{}
	for _, key := range sortedKeys(changed) {
		added[changed[key].ID] = append(added[changed[key].ID], *changed[key])
	}
	var create, change []any
	for _, id := range ids {
		old, exists := before[id]
		var records []graph.NodeRecord
		for i := range old {
			r := &old[i]
			key := r.Key()
			switch after := changed[key]; {
			case w.removed[key]: // by a plan before
			case after != nil:
				w.note(graph.Change{NodeBefore: r, NodeAfter: after}, r.Dataset)
				delete(changed, key)
			case removed[key]:
				w.note(graph.Change{NodeBefore: r}, r.Dataset)
			default:
				records = append(records, *r)
			}
		}
		records = append(records, added[id]...)
		row := map[string]any{"id": string(id), "p": entityProperties(id, records)}
		if !exists {
			row["label"] = string(graph.Ontology.LabelOf(id))
			create = append(create, row)
		} else {
			change = append(change, row)
		}
		w.identify(id, old, records)
	}
	for _, record := range changed { // what was not there before
		w.note(graph.Change{NodeAfter: record}, record.Dataset)
	}
	for key := range removed {
		w.removed[key] = true
	}
	if err := w.createEntities(ctx, create); err != nil {
		return err
	}
	return w.inBatches(ctx, cypherChangeEntities, change, nil)
}

// identify writes at the end under which codes a node is found, where they change.
func (w *writer) identify(id graph.ID, old, records []graph.NodeRecord) {
	codes := identifiersOf(records)
	_, again := w.codes[id]
	had := identifiersOf(old)
	if !again && slices.Equal(codes, had) {
		return
	}
	w.lost[id] = w.lost[id] || !again && len(had) > 0
	rows := make([]any, 0, len(codes))
	for _, c := range codes {
		rows = append(rows, map[string]any{"id": string(id), "p": map[string]any{
			"key": c.key, "scheme": c.scheme, "value": c.value, "fromDay": int64(c.first), "untilDay": int64(c.end),
		}})
	}
	w.codes[id] = rows
}

func (w *writer) writeRelationships(ctx context.Context, p *plan) error {
	for _, t := range p.types() {
		if err := w.writeType(ctx, p, t); err != nil {
			return err
		}
	}
	return nil
}

// writeType changes relationships of a type; those that are to be created or taken away wait.
func (w *writer) writeType(ctx context.Context, p *plan, t graph.RelationshipType) error {
	records, removeKeys := p.relationships[t], p.removeLinks[t]
	keys := sortedKeys(records)
	known, err := w.known(ctx, p, string(t), cypherKnownRelationships(t), append(slices.Clone(keys), removeKeys...))
	if err != nil {
		return err
	}
	before, err := w.linksBefore(ctx, t, records, known)
	if err != nil {
		return err
	}
	var change []any
	for _, key := range keys {
		record := records[key]
		old, exists := known[key]
		hash := record.Hash()
		row := func() map[string]any { return map[string]any{"p": relationshipProperties(record, hash)} }
		switch same := exists && old.hash == hash; {
		case same && old.part == record.Part:
			w.result.RelationshipsUnchanged++
		case same:
			w.result.RelationshipsUnchanged++
			moved := *record
			moved.Part = old.part
			w.note(graph.Change{RelationshipBefore: &moved, RelationshipAfter: record}, record.Dataset)
			change = append(change, row())
		case exists:
			w.result.RelationshipsChanged++
			w.fingerprint = w.fingerprint.Sub(old.hash).Add(hash)
			w.note(graph.Change{RelationshipBefore: before[key], RelationshipAfter: record}, record.Dataset)
			change = append(change, row())
		default:
			w.result.RelationshipsCreated++
			w.counts.add(record.Dataset, string(t), 1)
			w.fingerprint = w.fingerprint.Add(hash)
			w.note(graph.Change{RelationshipAfter: record}, record.Dataset)
			if w.newLinks[t] == nil {
				w.newLinks[t] = map[string]*graph.RelationshipRecord{}
			}
			w.newLinks[t][key] = record
		}
	}
	for _, key := range removeKeys {
		if old, exists := known[key]; exists {
			r, _ := graph.ID(key).RelationshipKey()
			w.result.RelationshipsRemoved++
			w.counts.add(r.Dataset, string(t), -1)
			w.fingerprint = w.fingerprint.Sub(old.hash)
			w.note(graph.Change{RelationshipBefore: before[key]}, r.Dataset)
			w.goneLinks[t] = append(w.goneLinks[t], key)
		}
	}
	return w.inBatches(ctx, cypherChangeRelationships(t), change, nil)
}

// createRelationships creates what put has found to be new, each type in the order of the keys, which its index likes.
func (w *writer) createRelationships(ctx context.Context) error {
	ends := map[graph.ID]bool{}
	for _, list := range w.newLinks {
		for _, r := range list {
			ends[r.From], ends[r.To] = true, true
		}
	}
	if err := w.lookForEnds(ctx, ends); err != nil {
		return err
	}
	for _, t := range sortedKeys(w.newLinks) {
		columns := relationshipColumns(t)
		for part := range slices.Chunk(sortedKeys(w.newLinks[t]), batchRows) {
			rows := make([]any, len(part))
			for i, key := range part {
				r := w.newLinks[t][key]
				p := relationshipProperties(r, r.Hash())
				row := make([]any, 2, 2+len(columns))
				row[0], row[1] = w.ends[r.From], w.ends[r.To]
				for _, name := range columns {
					row = append(row, p[name])
				}
				rows[i] = row
			}
			if err := w.inBatches(ctx, cypherCreateRelationships(t), rows, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// linksBefore reads the relationships that are going to change or go.
func (w *writer) linksBefore(ctx context.Context, t graph.RelationshipType,
	records map[string]*graph.RelationshipRecord, known map[string]stored,
) (map[string]*graph.RelationshipRecord, error) {
	var keys []string
	for _, key := range sortedKeys(known) {
		if r := records[key]; r == nil || r.Hash() != known[key].hash {
			keys = append(keys, key)
		}
	}
	out := make(map[string]*graph.RelationshipRecord, len(keys))
	for part := range slices.Chunk(keys, batchRows) {
		rows, err := w.tx.rows(ctx, cypherRelationships(t), map[string]any{"keys": anys(part)})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			p, _ := row[0].(map[string]any)
			r, err := relationshipFrom(p)
			if err != nil {
				return nil, err
			}
			out[text(p["key"])] = &r
		}
	}
	if len(out) != len(keys) {
		return nil, errDamaged
	}
	return out, nil
}

func (w *writer) countDatasets(ctx context.Context) error {
	var rows []any
	for _, id := range sortedKeys(w.counts) {
		for _, kind := range sortedKeys(w.counts[id]) {
			if n := w.counts[id][kind]; n != 0 {
				rows = append(rows, map[string]any{"id": string(id), "kind": kind, "number": n})
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := w.inBatches(ctx, cypherCountDataset, rows, nil); err != nil {
		return err
	}
	_, err := w.tx.rows(ctx, cypherForgetDatasets, nil)
	return err
}

// sortableTime has a fixed width, so that texts sort like times.
const sortableTime = "2006-01-02T15:04:05.000000000Z07:00"

// inBatches runs a statement over rows and fails where a row was not done.
func (w *writer) inBatches(ctx context.Context, cypher string, rows []any, more map[string]any) error {
	for part := range slices.Chunk(rows, batchRows) {
		parameters := map[string]any{"rows": part}
		maps.Copy(parameters, more)
		answer, err := w.tx.rows(ctx, cypher, parameters)
		if err != nil {
			return err
		}
		if len(answer) != 1 || integer(answer[0][0]) != int64(len(part)) {
			return notAllWritten(answer, len(part))
		}
		w.wrote = true
	}
	return nil
}

func notAllWritten(written any, rows int) error {
	return graph.Errorf(graph.KindInternal, "Neo4j wrote %v of %d rows; nothing was kept", written, rows)
}

// known reads what is stored under those keys. Nothing is asked of a kind that the plan's datasets do not have yet.
func (w *writer) known(ctx context.Context, p *plan, kind, cypher string, keys []string) (map[string]stored, error) {
	if !p.mayHave(w.held, kind) {
		return nil, nil
	}
	return w.tx.known(ctx, cypher, keys)
}

func (t transaction) known(ctx context.Context, cypher string, keys []string) (map[string]stored, error) {
	out := make(map[string]stored, len(keys))
	for part := range slices.Chunk(keys, batchRows) {
		rows, err := t.rows(ctx, cypher, map[string]any{"keys": anys(part)})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			hash, err := graph.ParseHash(text(row[1]))
			if err != nil {
				return nil, errDamaged
			}
			out[text(row[0])] = stored{hash, text(row[2])}
		}
	}
	return out, nil
}

// entities reads the element ids of those nodes that are there.
func (t transaction) entities(ctx context.Context, ids []graph.ID) (map[graph.ID]string, error) {
	out := map[graph.ID]string{}
	for part := range slices.Chunk(ids, batchRows) {
		rows, err := t.rows(ctx, cypherKnownEntities, map[string]any{"ids": anys(part)})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			out[graph.ID(text(row[0]))] = text(row[1])
		}
	}
	return out, nil
}

// recordsOf reads the records of those nodes that are there.
func (w *writer) recordsOf(ctx context.Context, ids []graph.ID) (map[graph.ID][]graph.NodeRecord, error) {
	out := map[graph.ID][]graph.NodeRecord{}
	for part := range slices.Chunk(ids, batchRows) {
		rows, err := w.tx.rows(ctx, cypherRecordsOf, map[string]any{"ids": anys(part)})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			records, err := recordsFrom(row[2])
			if err != nil {
				return nil, err
			}
			id := graph.ID(text(row[0]))
			out[id], w.ends[id] = records, text(row[1])
		}
	}
	return out, nil
}
