// Package storecheck verifies what a store holds against the ontology: every record is valid and holds on some day,
// every relationship has its two ends, every node one label, the derived relationships are those that graph.Derive
// makes of the others, and the records add up to the fingerprint.
//
// A store enforces most of this when it writes. The check is for data that came another way: a database edited by hand,
// a restored backup, a store written by another release.
package storecheck

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Fault is one thing that is wrong.
type Fault struct {
	// "invalid", "empty-period", "dangling", "labels", "missing-derived", "stray-derived", "derivation", "fingerprint"
	Rule    string   `json:"rule"`
	Dataset graph.ID `json:"dataset"` // empty where it is the store's
	Subject string   `json:"subject"` // node id, relationship id or fingerprint
	Message string   `json:"message"`
}

// Summary counts what was looked at.
type Summary struct {
	Nodes         int `json:"nodes"`         // node records
	Relationships int `json:"relationships"` // derived ones too
	Derived       int `json:"derived"`
	Faults        int `json:"faults"`
}

const page = 5_000

// Run looks at every record and calls report for each fault, in the order of datasets and records. The error is the
// store's. Memory grows with the treaties and deals of one dataset, not with the whole store.
func Run(ctx context.Context, store graph.Reader, report func(Fault)) (Summary, error) {
	stats, err := store.Stats(ctx)
	if err != nil {
		return Summary{}, err
	}
	c := &check{store: store}
	c.report = func(f Fault) {
		c.summary.Faults++
		report(f)
	}
	for _, dataset := range slices.Sorted(maps.Keys(stats.Datasets)) {
		if err := c.dataset(ctx, dataset); err != nil {
			return c.summary, err
		}
	}
	err = c.fingerprint(ctx, stats.Fingerprint)
	return c.summary, err
}

// fingerprint compares that of the store with the sum of the records, unless something was published while they were
// read.
func (c *check) fingerprint(ctx context.Context, before graph.Hash) error {
	stats, err := c.store.Stats(ctx)
	if err == nil && stats.Fingerprint == before && c.sum != before {
		c.report(Fault{"fingerprint", "", before.String(), fmt.Sprintf("the records add up to %s; use a backup, or load "+
			"into an empty store", c.sum)})
	}
	return err
}

type check struct {
	store   graph.Reader
	report  func(Fault)
	summary Summary
	sum     graph.Hash // of the records
}

// basis is what derived relationships are made of, in one part of a dataset.
type basis struct {
	nodes         []graph.NodeRecord
	relationships []graph.RelationshipRecord
	derived       map[graph.ID]graph.Hash
}

func (c *check) dataset(ctx context.Context, dataset graph.ID) error {
	parts := map[string]*basis{}
	part := func(name string) *basis {
		if parts[name] == nil {
			parts[name] = &basis{derived: map[graph.ID]graph.Hash{}}
		}
		return parts[name]
	}
	query := graph.RecordQuery{Dataset: dataset, Limit: page}
	for {
		records, err := c.store.Records(ctx, query)
		if err != nil {
			return err
		}
		for i := range records.Nodes {
			c.node(&records.Nodes[i], part)
		}
		for i := range records.Relationships {
			c.relationship(&records.Relationships[i], part)
		}
		if err := c.ends(ctx, records); err != nil {
			return err
		}
		if records.Next == "" {
			break
		}
		query.After = records.Next
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		c.derivation(dataset, parts[name])
	}
	return nil
}

func (c *check) node(n *graph.NodeRecord, part func(string) *basis) {
	c.summary.Nodes++
	c.sum = c.sum.Add(n.Hash())
	if err := n.Validate(); err != nil && !c.empty(n.Dataset, string(n.ID), n.Properties.Period()) {
		c.report(Fault{"invalid", n.Dataset, string(n.ID), err.Error()})
		return
	}
	switch n.Label {
	case graph.LabelTreaty, graph.LabelArticle, graph.LabelObligation, graph.LabelArmsTransfer:
		own := *n
		if own.Discriminator == own.Part { // the load runner keeps the files of one dataset apart by it
			own.Discriminator = ""
		}
		b := part(n.Part)
		b.nodes = append(b.nodes, own)
	}
}

func (c *check) relationship(r *graph.RelationshipRecord, part func(string) *basis) {
	c.summary.Relationships++
	c.sum = c.sum.Add(r.Hash())
	if err := r.Validate(); err != nil && !c.empty(r.Dataset, string(r.ID()), r.Properties.Period()) {
		c.report(Fault{"invalid", r.Dataset, string(r.ID()), err.Error()})
		return
	}
	b := part(r.Part)
	switch {
	case r.Derived:
		c.summary.Derived++
		b.derived[r.ID()] = r.Hash()
	case slices.Contains([]graph.RelationshipType{
		graph.HasArticleType, graph.ImposesType, graph.ObligesType,
		graph.BenefitsType, graph.PartyToType,
	}, r.Type):
		b.relationships = append(b.relationships, *r)
	}
}

// empty finds what holds on no day: it is in the store and no question that is asked of a day ever finds it.
func (c *check) empty(dataset graph.ID, subject string, p graph.Period) bool {
	if !p.Empty() || p.Unknown() {
		return false
	}
	c.report(Fault{"empty-period", dataset, subject, fmt.Sprintf("its period %s holds on no day; an end is the first "+
		"day after", p.Text())})
	return true
}

// ends looks whether the nodes of a page's relationships are there, and whether its records have their nodes' labels.
func (c *check) ends(ctx context.Context, records graph.RecordPage) error {
	wanted := map[graph.ID]bool{}
	for _, n := range records.Nodes {
		wanted[n.ID] = true
	}
	for _, r := range records.Relationships {
		wanted[r.From], wanted[r.To] = true, true
	}
	labels := map[graph.ID]graph.Label{}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(wanted)), graph.MaxIDs) {
		nodes, err := c.store.Nodes(ctx, ids)
		if err != nil {
			return err
		}
		for i, n := range nodes {
			if n != nil {
				labels[ids[i]] = n.Label()
			}
		}
	}
	for _, n := range records.Nodes {
		if have, ok := labels[n.ID]; !ok || have != n.Label {
			c.report(Fault{"labels", n.Dataset, string(n.ID), fmt.Sprintf("the record says %s, the node is %q", n.Label, have)})
		}
	}
	for _, r := range records.Relationships {
		for _, id := range []graph.ID{r.From, r.To} {
			if _, ok := labels[id]; !ok {
				c.report(Fault{"dangling", r.Dataset, string(r.ID()), fmt.Sprintf("its end %s is not in the store", id)})
			}
		}
	}
	return nil
}

func (c *check) derivation(dataset graph.ID, b *basis) {
	derived, err := graph.Derive(b.nodes, b.relationships)
	if err != nil {
		c.report(Fault{"derivation", dataset, string(dataset), err.Error()})
		return
	}
	for i := range derived {
		r := &derived[i]
		id := r.ID()
		have, ok := b.derived[id]
		switch {
		case !ok:
			c.report(Fault{"missing-derived", dataset, string(id), "it follows from the obligations and is not in the store; " +
				"load the dataset again"})
		case have != r.Hash():
			c.report(Fault{"stray-derived", dataset, string(id), "it says something else than what follows from the " +
				"obligations; load the dataset again"})
		}
		delete(b.derived, id)
	}
	for _, id := range slices.Sorted(maps.Keys(b.derived)) {
		c.report(Fault{"stray-derived", dataset, string(id), "nothing that it could follow from is in the store; load the " +
			"dataset again"})
	}
}
