package jsonl

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// version is that of the format.
const version = 1

// line is one line of a file; exactly one field is set.
type line struct {
	Entente  int        `json:"entente,omitempty"`
	Datasets []graph.ID `json:"datasets,omitempty"`
	// the store's fingerprint at the time of the export
	DataVersion  string                    `json:"dataVersion,omitempty"`
	Node         *graph.NodeRecord         `json:"node,omitempty"`
	Relationship *graph.RelationshipRecord `json:"relationship,omitempty"`
	End          *end                      `json:"end,omitempty"`
}

type end struct {
	Nodes         int `json:"nodes"`
	Relationships int `json:"relationships"`
}

// page is how many records are read from the store at once.
const page = 5_000

// Export writes the records of the datasets, of all where none is named, and returns how many there were. A dataset
// that the store does not have is KindNotFound; KindConflict says that somebody wrote to the store meanwhile, so that
// what was written may be of two states.
func Export(ctx context.Context, store graph.Reader, w io.Writer,
	datasets []graph.ID,
) (nodes, relationships int, err error) {
	before, err := store.Stats(ctx)
	if err != nil {
		return 0, 0, err
	}
	known := slices.Sorted(maps.Keys(before.Datasets))
	for _, id := range datasets {
		if !slices.Contains(known, id) {
			return 0, 0, graph.NotFoundf("dataset %s: the store does not hold it; it holds %v", id, known)
		}
	}
	if len(datasets) == 0 {
		datasets = known
	}
	datasets = slices.Compact(slices.Sorted(slices.Values(datasets)))
	buffered := bufio.NewWriterSize(w, 256<<10)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	if err := out.Encode(line{
		Entente: version, Datasets: datasets,
		DataVersion: before.Fingerprint.String(),
	}); err != nil {
		return 0, 0, err
	}
	// All nodes first: then every relationship of the file finds its ends without waiting.
	var written end
	for _, wanted := range []func(graph.RecordPage) error{
		func(p graph.RecordPage) error { return encode(out, p.Nodes, &written.Nodes, asNode) },
		func(p graph.RecordPage) error {
			return encode(out, p.Relationships, &written.Relationships, asRelationship)
		},
	} {
		for _, id := range datasets {
			if err := each(ctx, store, id, wanted); err != nil {
				return 0, 0, err
			}
		}
	}
	if err := out.Encode(line{End: &written}); err != nil {
		return 0, 0, err
	}
	if err := buffered.Flush(); err != nil {
		return 0, 0, err
	}
	after, err := store.Stats(ctx)
	if err == nil && after.Fingerprint != before.Fingerprint {
		err = graph.Errorf(graph.KindConflict, "the store was written to during the export; export again")
	}
	return written.Nodes, written.Relationships, err
}

func each(ctx context.Context, store graph.Reader, dataset graph.ID, take func(graph.RecordPage) error) error {
	query := graph.RecordQuery{Dataset: dataset, Limit: page}
	for {
		records, err := store.Records(ctx, query)
		if err != nil {
			return err
		}
		if err := take(records); err != nil {
			return err
		}
		if records.Next == "" {
			return nil
		}
		query.After = records.Next
	}
}

func asNode(n *graph.NodeRecord) line                 { return line{Node: n} }
func asRelationship(r *graph.RelationshipRecord) line { return line{Relationship: r} }

func encode[T any](out *json.Encoder, records []T, count *int, as func(*T) line) error {
	for i := range records {
		if err := out.Encode(as(&records[i])); err != nil {
			return err
		}
	}
	*count += len(records)
	return nil
}
