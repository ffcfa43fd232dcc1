package graph

import "context"

// Relay is a Reader that finds out for each question whom to ask: it calls question with a reader, and may call it
// again with another one. As a function it can't be compared, which readers may be: hand out a pointer to what
// embeds it.
type Relay func(ctx context.Context, question func(Reader) error) error

var _ Reader = Relay(nil)

// answer relays a question.
func answer[T any](ctx context.Context, ask Relay, question func(Reader) (T, error)) (T, error) {
	var answer T
	err := ask(ctx, func(r Reader) (err error) {
		answer, err = question(r)
		return err
	})
	return answer, err
}

func (ask Relay) Nodes(ctx context.Context, ids []ID) ([]Node, error) {
	return answer(ctx, ask, func(r Reader) ([]Node, error) { return r.Nodes(ctx, ids) })
}

func (ask Relay) Relationships(ctx context.Context, ids []ID) ([]Relationship, error) {
	return answer(ctx, ask, func(r Reader) ([]Relationship, error) { return r.Relationships(ctx, ids) })
}

func (ask Relay) Lookup(ctx context.Context, codes []IdentifierRef, on Day) ([][]ID, error) {
	return answer(ctx, ask, func(r Reader) ([][]ID, error) { return r.Lookup(ctx, codes, on) })
}

func (ask Relay) Find(ctx context.Context, q NodeQuery) (NodePage, error) {
	return answer(ctx, ask, func(r Reader) (NodePage, error) { return r.Find(ctx, q) })
}

func (ask Relay) Expand(ctx context.Context, ids []ID, q HopQuery) ([]HopPage, error) {
	return answer(ctx, ask, func(r Reader) ([]HopPage, error) { return r.Expand(ctx, ids, q) })
}

func (ask Relay) Degrees(ctx context.Context, ids []ID, q DegreeQuery) ([][]Degree, error) {
	return answer(ctx, ask, func(r Reader) ([][]Degree, error) { return r.Degrees(ctx, ids, q) })
}

func (ask Relay) Neighborhood(ctx context.Context, q NeighborhoodQuery) (Subgraph, error) {
	return answer(ctx, ask, func(r Reader) (Subgraph, error) { return r.Neighborhood(ctx, q) })
}

func (ask Relay) Paths(ctx context.Context, q PathQuery) (PathResult, error) {
	return answer(ctx, ask, func(r Reader) (PathResult, error) { return r.Paths(ctx, q) })
}

func (ask Relay) Statements(ctx context.Context, ids []ID) ([][]NodeRecord, error) {
	return answer(ctx, ask, func(r Reader) ([][]NodeRecord, error) { return r.Statements(ctx, ids) })
}

func (ask Relay) Stats(ctx context.Context) (Stats, error) {
	return answer(ctx, ask, func(r Reader) (Stats, error) { return r.Stats(ctx) })
}

func (ask Relay) LoadRuns(ctx context.Context, first int) ([]LoadRun, error) {
	return answer(ctx, ask, func(r Reader) ([]LoadRun, error) { return r.LoadRuns(ctx, first) })
}

func (ask Relay) Records(ctx context.Context, q RecordQuery) (RecordPage, error) {
	return answer(ctx, ask, func(r Reader) (RecordPage, error) { return r.Records(ctx, q) })
}
