package neo4jstore

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// batchRows bounds the rows of one statement: larger ones are no quicker and take the server's memory.
const batchRows = 5000

// writer writes one plan in one transaction.
type writer struct {
	tx       transaction
	plan     *plan
	token    string
	announce func(context.Context, int64) error

	wrote       bool
	version     int64 // of the commit
	result      graph.ApplyResult
	fingerprint graph.Hash
	held        held              // what datasets had before
	changes     held              // differences to that
	touched     map[graph.ID]bool // nodes whose records change
	later       []statementRows   // of which each takes something away
}

// statementRows is a statement over rows.
type statementRows struct {
	cypher string
	rows   []any
}

// stored is what is known of a record that is there.
type stored struct {
	hash graph.Hash
	part string
}

// run puts in and changes everything before it takes anything away: after that, each seek in an index copies what the
// transaction has deleted so far, and a load took a hundred seconds instead of ten.
func (w *writer) run(ctx context.Context) error {
	w.result, w.changes = graph.ApplyResult{}, held{}
	w.touched, w.later = map[graph.ID]bool{}, nil
	if _, err := w.tx.rows(ctx, cypherLock, map[string]any{"token": w.token}); err != nil {
		return err
	}
	rows, err := w.tx.rows(ctx, cypherState, nil)
	if err != nil {
		return err
	}
	if len(rows) != 1 {
		return errDamaged
	}
	w.version = integer(rows[0][0])
	if w.fingerprint, err = graph.ParseHash(text(rows[0][1])); err != nil {
		return errDamaged
	}
	if w.held, err = w.tx.datasets(ctx); err != nil {
		return err
	}
	if err := w.checkEnds(ctx); err != nil {
		return err
	}
	if err := w.writeNodes(ctx); err != nil {
		return err
	}
	if err := w.writeRelationships(ctx); err != nil {
		return err
	}
	for _, s := range w.later {
		if err := w.inBatches(ctx, s.cypher, s.rows, nil); err != nil {
			return err
		}
	}
	if err := w.countDatasets(ctx); err != nil {
		return err
	}
	if err := w.saveRun(ctx); err != nil || !w.wrote {
		return err
	}
	w.version++
	if err := w.inBatches(ctx, cypherCommit, []any{nil}, map[string]any{"version": w.version, "fingerprint": w.fingerprint.String()}); err != nil {
		return err
	}
	return w.announce(ctx, w.version)
}

// checkEnds names the first end of a relationship that is neither in the store nor in the batch.
func (w *writer) checkEnds(ctx context.Context) error {
	ask := map[graph.ID]bool{}
	for i := range w.plan.batch.Relationships {
		r := &w.plan.batch.Relationships[i]
		for _, id := range []graph.ID{r.From, r.To} {
			if !w.plan.described[id] {
				ask[id] = true
			}
		}
	}
	known, err := w.column(ctx, cypherKnownEntities, "ids", sortedKeys(ask))
	if err != nil {
		return err
	}
	for i := range w.plan.batch.Relationships {
		r := &w.plan.batch.Relationships[i]
		for _, id := range []graph.ID{r.From, r.To} {
			if _, ok := known[string(id)]; !ok && !w.plan.described[id] {
				return graph.Invalidf("relationship %s: %s is neither in the store nor in the batch", r.ID(), id)
			}
		}
	}
	return nil
}

func (w *writer) writeNodes(ctx context.Context) error {
	keys := sortedKeys(w.plan.nodes)
	known, err := w.known(ctx, nodeRecords, cypherKnownRecords, append(slices.Clone(keys), w.plan.removeNodes...))
	if err != nil {
		return err
	}
	create, change, remove := []any{}, []any{}, []any{}
	changed := map[string]*graph.NodeRecord{}
	removed := map[string]bool{}
	for _, key := range keys {
		record := w.plan.nodes[key]
		hash := record.Hash()
		old, exists := known[key]
		same := exists && old.hash == hash
		if same && old.part == record.Part {
			w.result.NodesUnchanged++
			continue
		}
		p, err := recordProperties(record, hash)
		if err != nil {
			return err
		}
		row := map[string]any{"p": p}
		switch {
		case !exists:
			create = append(create, row)
			w.result.NodesCreated++
			w.changes.add(record.Dataset, nodeRecords, 1)
		case same: // only the part is another
			change = append(change, row)
			w.result.NodesUnchanged++
			continue
		default:
			change = append(change, row)
			w.result.NodesChanged++
			w.fingerprint = w.fingerprint.Sub(old.hash)
		}
		w.fingerprint = w.fingerprint.Add(hash)
		changed[key] = record
		w.touched[record.ID] = true
	}
	for _, key := range w.plan.removeNodes {
		if old, exists := known[key]; exists {
			id, dataset := recordKeyParts(key)
			remove = append(remove, key)
			removed[key] = true
			w.result.NodesRemoved++
			w.changes.add(dataset, nodeRecords, -1)
			w.fingerprint = w.fingerprint.Sub(old.hash)
			w.touched[id] = true
		}
	}
	if err := w.writeEntities(ctx, changed, removed); err != nil {
		return err
	}
	w.later = append(w.later, statementRows{cypherDeleteRecords, remove})
	if err := w.inBatches(ctx, cypherCreateRecords, create, nil); err != nil {
		return err
	}
	return w.inBatches(ctx, cypherChangeRecords, change, nil)
}

// writeEntities writes what the touched nodes show, from their records as they will be.
func (w *writer) writeEntities(ctx context.Context, changed map[string]*graph.NodeRecord, removed map[string]bool) error {
	ids := sortedKeys(w.touched)
	before, err := w.recordsOf(ctx, ids)
	if err != nil {
		return err
	}
	added := map[graph.ID][]graph.NodeRecord{}
	for _, key := range sortedKeys(changed) {
		added[changed[key].ID] = append(added[changed[key].ID], *changed[key])
	}
	var create, change, identifiers []any
	var lost []any // nodes whose identifiers are written anew
	for _, id := range ids {
		old, exists := before[id]
		var records []graph.NodeRecord
		for _, r := range old {
			if key := r.Key(); changed[key] == nil && !removed[key] {
				records = append(records, r)
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
		codes := identifiersOf(records)
		if exists {
			if slices.Equal(codes, identifiersOf(old)) {
				continue
			}
			lost = append(lost, string(id))
		}
		for _, c := range codes {
			identifiers = append(identifiers, map[string]any{"id": string(id), "p": map[string]any{
				"key": c.key, "scheme": c.scheme, "value": c.value, "fromDay": int64(c.first), "untilDay": int64(c.end)}})
		}
	}
	if err := w.inBatches(ctx, cypherCreateEntities, create, nil); err != nil {
		return err
	}
	if err := w.inBatches(ctx, cypherChangeEntities, change, nil); err != nil {
		return err
	}
	w.later = append(w.later, statementRows{cypherDeleteIdentifiers, lost}, statementRows{cypherCreateIdentifiers, identifiers})
	return nil
}

func (w *writer) writeRelationships(ctx context.Context) error {
	types := map[graph.RelationshipType]bool{}
	for t := range w.plan.relationships {
		types[t] = true
	}
	for t := range w.plan.removeLinks {
		types[t] = true
	}
	var create []any
	for _, t := range sortedKeys(types) {
		rows, err := w.writeType(ctx, t, w.plan.relationships[t], w.plan.removeLinks[t])
		if err != nil {
			return err
		}
		create = append(create, rows...)
	}
	return w.inBatches(ctx, cypherCreateRelationships, create, nil)
}

// writeType changes relationships of a type, and returns the rows of those that are to be created.
func (w *writer) writeType(ctx context.Context, t graph.RelationshipType, records map[string]*graph.RelationshipRecord, removeKeys []string) (create []any, err error) {
	keys := sortedKeys(records)
	known, err := w.known(ctx, string(t), cypherKnownRelationships(t), append(slices.Clone(keys), removeKeys...))
	if err != nil {
		return nil, err
	}
	var change, remove []any
	for _, key := range keys {
		record := records[key]
		hash := record.Hash()
		old, exists := known[key]
		same := exists && old.hash == hash
		row := func() map[string]any {
			return map[string]any{"type": string(t), "from": string(record.From), "to": string(record.To), "p": relationshipProperties(record, hash)}
		}
		switch {
		case same && old.part == record.Part:
			w.result.RelationshipsUnchanged++
		case same:
			w.result.RelationshipsUnchanged++
			change = append(change, row())
		case exists:
			w.result.RelationshipsChanged++
			w.fingerprint = w.fingerprint.Sub(old.hash).Add(hash)
			change = append(change, row())
		default:
			w.result.RelationshipsCreated++
			w.changes.add(record.Dataset, string(t), 1)
			w.fingerprint = w.fingerprint.Add(hash)
			create = append(create, row())
		}
	}
	for _, key := range removeKeys {
		if old, exists := known[key]; exists {
			r, _ := keyParts(graph.ID(key))
			w.result.RelationshipsRemoved++
			w.changes.add(r.Dataset, string(t), -1)
			w.fingerprint = w.fingerprint.Sub(old.hash)
			remove = append(remove, key)
		}
	}
	w.later = append(w.later, statementRows{cypherDeleteRelationships(t), remove})
	return create, w.inBatches(ctx, cypherChangeRelationships(t), change, nil)
}

func (w *writer) countDatasets(ctx context.Context) error {
	var rows []any
	for _, id := range sortedKeys(w.changes) {
		for _, kind := range sortedKeys(w.changes[id]) {
			if n := w.changes[id][kind]; n != 0 {
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

func (w *writer) saveRun(ctx context.Context) error {
	run := w.plan.batch.Run
	if run == nil {
		return nil
	}
	whole, err := json.Marshal(run)
	if err != nil {
		return err
	}
	w.wrote = true
	_, err = w.tx.rows(ctx, cypherSaveRun, map[string]any{"id": run.ID, "p": map[string]any{"id": run.ID, "dataset": string(run.Dataset),
		"status": string(run.Status), "started": run.Started.UTC().Format(sortableTime), "position": int64(run.Position), "run": string(whole)}})
	return err
}

// sortableTime has a fixed width, so that texts sort like times.
const sortableTime = "2006-01-02T15:04:05.000000000Z07:00"

// inBatches runs a statement over rows and fails where a row was not done.
func (w *writer) inBatches(ctx context.Context, cypher string, rows []any, more map[string]any) error {
	for part := range slices.Chunk(rows, batchRows) {
		parameters := map[string]any{"rows": part}
		for name, value := range more {
			parameters[name] = value
		}
		answer, err := w.tx.rows(ctx, cypher, parameters)
		if err != nil {
			return err
		}
		if len(answer) != 1 || integer(answer[0][0]) != int64(len(part)) {
			return graph.Errorf(graph.KindInternal, "Neo4j wrote %v of %d rows; nothing was kept", answer, len(part))
		}
		w.wrote = true
	}
	return nil
}

// known reads what is stored under those keys. Nothing is asked of a kind that the plan's datasets do not have yet.
func (w *writer) known(ctx context.Context, kind, cypher string, keys []string) (map[string]stored, error) {
	out := map[string]stored{}
	asked := false
	for dataset := range w.plan.datasets {
		asked = asked || w.held.holds(kind, dataset)
	}
	if !asked {
		return out, nil
	}
	for part := range slices.Chunk(keys, batchRows) {
		rows, err := w.tx.rows(ctx, cypher, map[string]any{"keys": anys(part)})
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

func (w *writer) column(ctx context.Context, cypher, parameter string, ids []graph.ID) (map[string]struct{}, error) {
	out := map[string]struct{}{}
	for part := range slices.Chunk(ids, batchRows) {
		rows, err := w.tx.rows(ctx, cypher, map[string]any{parameter: anys(part)})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			out[text(row[0])] = struct{}{}
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
			records, err := recordsFrom(row[1])
			if err != nil {
				return nil, err
			}
			out[graph.ID(text(row[0]))] = records
		}
	}
	return out, nil
}
