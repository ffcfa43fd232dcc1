package runner

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// item is one thing that a loader yielded, checked and complete: a record's nodes and relationships, derived ones among
// them, or a rejected row.
type item struct {
	locator       string
	nodes         []graph.NodeRecord
	relationships []graph.RelationshipRecord
	rows          int
	rejected      *loaders.RowError
	origin        []loaders.Origin // where the rows may still be rejected
}

// fingerprint of a key: 128 bits, so that no two keys of a load meet.
type keyHash [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func hashKey(key string) keyHash {
	return keyHash{maphash.String(seeds[0], key), maphash.String(seeds[1], key)}
}

// pass is one reading of the files.
type pass struct {
	run *run
	// seen holds what came so far, with a hash of its content: by key of a node record ("n" before it) or relationship
	// id.
	seen     *keys
	repeated int // records that came again with the same content
	// replaced are the subjects that a delta names, each with the node that it is now; empty for one that is taken
	// away.
	replaced map[string]graph.ID
}

// shownOverridden bounds the warnings about nodes that are described twice.
const shownOverridden = 3

func (r *run) newPass() *pass {
	r.overridden = 0
	r.counter = loaders.NewCounter(r.options.Identities)
	r.warnings = &warnings{}
	if r.otherVersion != "" {
		r.warnings.add("%s", r.otherVersion)
	}
	for _, file := range r.notRead {
		r.warnings.add("not read: %s", file)
	}
	if len(r.leftOut) > 0 {
		r.warnings.add("left out, since they are not files of %s: %s", r.loader.Name, strings.Join(r.leftOut, ", "))
	}
	return &pass{run: r, seen: r.spill.keys(), replaced: map[string]graph.ID{}}
}

// items calls each with what the loader yields, in order, until it returns an error. The error is each's, or the
// loader's fatal one.
func (p *pass) items(ctx context.Context, each func(item) error) error {
	r := p.run
	in := loaders.Input{Files: r.files, Identities: r.counter, Options: r.options.Options}
	if in.Options == nil {
		in.Options = map[string]string{}
	}
	if r.delta != nil {
		in.Stored = func(ids []graph.ID) ([]bool, error) { return r.stored(ctx, ids) }
	}
	if first, ok := p.own(); ok {
		if err := each(first); err != nil {
			return err
		}
	}
	for y := range ahead(r.loader, in, p.complete) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if y.warning != "" {
			r.warnings.add("%s", y.warning)
			continue
		}
		var rejected *loaders.RowError
		if y.err != nil && !errors.As(y.err, &rejected) {
			return y.err
		}
		next := item{rejected: rejected}
		switch {
		case rejected == nil:
			next = p.take(y.record, y.complete)
		case len(rejected.Row) == 0:
			next = item{rejected: rejected.MadeOf(y.record.Origin), rows: y.record.Rows}
		}
		if err := each(next); err != nil {
			return err
		}
		if r.spill.err != nil {
			return r.spill.err
		}
	}
	return nil
}

// own is the dataset's own node. One that grows file by file has a record for each file's hash, so that the order of
// the files does not show.
func (p *pass) own() (item, bool) {
	r := p.run
	if r.verbatim() {
		return item{}, false
	}
	dataset := r.dataset
	var out item
	if r.loader.Mode == loaders.Whole {
		dataset.Fingerprint = graph.Text(r.input)
	}
	record := graph.NewNodeRecord(&dataset)
	record.Dataset, record.Priority = dataset.ID, dataset.Priority
	out.nodes = append(out.nodes, record)
	if r.loader.Mode == loaders.ByFile {
		for _, f := range r.files {
			if r.delta != nil && f.Name != r.delta.collection {
				continue // it changes a collection and is none
			}
			out.nodes = append(out.nodes, graph.NodeRecord{
				ID: dataset.ID, Label: graph.LabelDataset, Dataset: dataset.ID, Discriminator: f.Name,
				Part: f.Name, Priority: dataset.Priority, Properties: graph.Properties{"fingerprint": r.sums[f.Name]},
			})
		}
	}
	for _, n := range out.nodes {
		p.seen.put(hashKey("n"+n.Key()), content(n.Properties, n.Source, n.Confidence))
	}
	return out, true
}

// complete completes a record, derives what follows from it and validates everything. What is wrong with any of it
// rejects the whole record.
func (p *pass) complete(record loaders.Record) item {
	out := item{locator: record.Locator, rows: max(record.Rows, 1)}
	if p.run.rejects.wanted() {
		out.origin = record.Origin
	}
	part := p.run.part(record.Locator)
	// the loader's own may be shared
	nodes, relationships := slices.Clone(record.Nodes), slices.Clone(record.Relationships)
	if !p.run.verbatim() {
		p.fill(nodes, relationships, record.Locator, part)
		p.run.learnVersion(nodes)
		derived, err := graph.Derive(nodes, relationships)
		if err != nil {
			return p.reject(record, "derivation", err)
		}
		relationships = append(relationships, derived...)
		if part != "" {
			for i := range nodes {
				nodes[i].Discriminator = partDiscriminator(part, nodes[i].Discriminator)
			}
		}
	}
	if rejected, ok := p.check(record, nodes, relationships); !ok {
		return rejected
	}
	out.nodes, out.relationships = nodes, relationships
	return out
}

// take leaves out of a completed record what came before. A relationship that came with other content rejects it.
func (p *pass) take(record loaders.Record, complete item) item {
	if complete.rejected != nil {
		return complete
	}
	if err := p.takeRelationships(&complete, complete.relationships); err != nil {
		return p.reject(record, "duplicate", err)
	}
	p.takeNodes(&complete, complete.nodes)
	p.replace(record)
	return complete
}

// takeRelationships leaves out those that came before; nothing is taken where one of them came with other content.
func (p *pass) takeRelationships(out *item, all []graph.RelationshipRecord) error {
	taken := all[:0]
	for i := range all {
		rel := &all[i]
		key, sum := hashKey(string(rel.ID())), content(rel.Properties, rel.Source, rel.Confidence)
		before, known := p.seen.get(key)
		switch {
		case !known:
			p.seen.put(key, sum)
			taken = append(taken, *rel)
		case before == sum:
			p.repeated++
		default:
			err := graph.Invalidf("%s from %s to %s (%s) came before with other content", rel.Type, rel.From, rel.To,
				rel.Discriminator)
			p.repeated -= i - len(taken)
			for i := range taken {
				p.seen.delete(hashKey(string(taken[i].ID())))
			}
			return err
		}
	}
	out.relationships = taken
	return nil
}

// takeNodes leaves out those that came before: the first description of a node counts.
func (p *pass) takeNodes(out *item, all []graph.NodeRecord) {
	taken := all[:0]
	for i := range all {
		n := &all[i]
		key, sum := hashKey("n"+n.Key()), content(n.Properties, n.Source, n.Confidence)
		before, known := p.seen.get(key)
		switch {
		case !known:
			p.seen.put(key, sum)
			taken = append(taken, *n)
		case before == sum:
			p.repeated++
		default:
			if p.run.overridden++; p.run.overridden <= shownOverridden {
				p.run.warnings.add("%s: %s was described before with other content; the first description counts",
					out.locator, n.ID)
			}
		}
	}
	out.nodes = taken
}

// check rejects a record where anything is wrong with what it says.
func (p *pass) check(record loaders.Record, nodes []graph.NodeRecord,
	relationships []graph.RelationshipRecord,
) (rejected item, ok bool) {
	for i := range nodes {
		if err := holds(nodes[i].Properties.Period()); err != nil {
			return p.reject(record, emptyPeriod, fmt.Errorf("%s: %w", nodes[i].ID, err)), false
		}
		if err := nodes[i].Validate(); err != nil {
			return p.reject(record, "ontology", err), false
		}
	}
	for i := range relationships {
		rel := &relationships[i]
		if err := holds(rel.Properties.Period()); err != nil {
			return p.reject(record, emptyPeriod, fmt.Errorf("%s from %s to %s: %w", rel.Type, rel.From, rel.To, err)), false
		}
		if err := rel.Validate(); err != nil {
			return p.reject(record, "ontology", err), false
		}
	}
	return item{}, true
}

// emptyPeriod is the rule of records that would hold on no day.
const emptyPeriod = "empty-period"

// holds tells what is wrong with a period in which no day lies.
func holds(p graph.Period) error {
	if first, end := p.Bounds(); first != end || p.Unknown() {
		return nil // one that ends before it starts is the ontology's to refuse
	}
	return graph.Invalidf("starts and ends on %s and so holds on no day; an end is the first day after", p.From)
}

func (p *pass) fill(nodes []graph.NodeRecord, relationships []graph.RelationshipRecord, locator, part string) {
	d := &p.run.dataset
	for i := range nodes {
		n := &nodes[i]
		n.Dataset, n.Priority, n.Part = d.ID, d.Priority, part
		if n.Locator == "" {
			n.Locator = locator
		}
		p.name(n)
	}
	for i := range relationships {
		rel := &relationships[i]
		rel.Dataset, rel.Part = d.ID, part
		if rel.Locator == "" {
			rel.Locator = locator
		}
	}
}

// name calls a node that the dataset only mentions as the bundled table does: a store of that dataset alone would show
// its id. A record with a discriminator goes with another one, which has the name.
func (p *pass) name(n *graph.NodeRecord) {
	if _, named := n.Properties["name"]; named || n.Discriminator != "" || p.run.options.Identities == nil {
		return
	}
	if name := p.run.options.Identities.Name(n.ID); name != "" {
		n.Properties = maps.Clone(n.Properties) // the loader's own may be shared
		if n.Properties == nil {
			n.Properties = graph.Properties{}
		}
		n.Properties["name"] = name
	}
}

// learnVersion takes the version of the load from what its files say of the dataset, where the loader cannot know it.
func (r *run) learnVersion(nodes []graph.NodeRecord) {
	for _, n := range nodes {
		if version, ok := n.Properties["version"].(string); ok && n.ID == r.dataset.ID && r.report.Version == "" {
			r.report.Version = version
		}
	}
}

// partDiscriminator keeps the statements of two files of one dataset about one node apart: each goes and comes with its
// file, in whatever order the files are loaded.
func partDiscriminator(part, own string) string {
	if own == "" {
		return part
	}
	return part + "/" + own
}

func (p *pass) reject(record loaders.Record, rule string, err error) item {
	file, line := splitLocator(record.Locator)
	rejected := &loaders.RowError{File: file, Line: line, Rule: rule, Message: err.Error()}
	return item{rejected: rejected.MadeOf(record.Origin), rows: max(record.Rows, 1)}
}

// splitLocator takes "file.csv:17" apart; the line is 0 where there is none.
func splitLocator(locator string) (file string, line int) {
	if i := strings.LastIndexByte(locator, ':'); i >= 0 {
		if n, err := strconv.Atoi(locator[i+1:]); err == nil {
			return locator[:i], n
		}
	}
	return locator, 0
}

// part is the file of a record in a dataset that grows file by file.
func (r *run) part(locator string) string {
	if r.verbatim() || r.loader.Mode != loaders.ByFile {
		return ""
	}
	if r.delta != nil {
		return r.delta.collection
	}
	file, _ := splitLocator(locator)
	if _, ok := r.sums[file]; ok {
		return file
	}
	for _, f := range r.files { // a locator may go on after the file's name
		if strings.HasPrefix(locator, f.Name) {
			return f.Name
		}
	}
	return r.files[0].Name
}

// content is a hash of what a record says; where it says it does not count.
func content(properties graph.Properties, source graph.ID, confidence *int) uint64 {
	var sum uint64
	var h maphash.Hash
	h.SetSeed(seeds[0])
	for name, value := range properties { // summed, because maps have no order
		h.Reset()
		_, _ = h.WriteString(name)
		_ = h.WriteByte(0)
		switch value := value.(type) {
		case string:
			_, _ = h.WriteString(value)
		case []string:
			for _, s := range value {
				_, _ = h.WriteString(s)
				_ = h.WriteByte(0)
			}
		case bool:
			_, _ = h.WriteString(strconv.FormatBool(value))
		case int64:
			_, _ = h.WriteString(strconv.FormatInt(value, 10))
		case float64:
			_, _ = h.WriteString(strconv.FormatFloat(value, 'g', -1, 64))
		}
		sum += h.Sum64()
	}
	h.Reset()
	_, _ = h.WriteString(string(source))
	if confidence != nil {
		_, _ = h.WriteString("|" + strconv.Itoa(*confidence))
	}
	return sum + h.Sum64()
}
