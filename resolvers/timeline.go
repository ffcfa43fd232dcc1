package resolvers

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/timeline"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/resolvers/api"
)

// maxTimelineActors bounds how many actors, or nodes, one timeline is about.
const maxTimelineActors = 20

func (q query) Timeline(ctx context.Context, refs []api.NodeRef, from, to *graph.Date, kinds []timeline.Kind,
	withParts bool, page api.Page,
) (*api.TimelineConnection, error) {
	most, err := size(ctx, page)
	if err != nil {
		return nil, err
	}
	time, err := api.Asked("", "from", from, "to", to)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).ask(0)
	actors, err := q.timelineRefs(ctx, refs, from, "actors", graph.ActorLabels...)
	if err != nil {
		return nil, err
	}
	asked := timeline.Query{
		Actors: actors, Time: *time, Kinds: kinds, WithParts: withParts, First: most, After: page.After, Before: page.Before,
		Total: selected(ctx, "totalCount"),
	}
	if page.Last != nil {
		asked.Last = most
	}
	found, err := timeline.Of(ctx, requestOf(ctx).reader(), asked)
	if err != nil {
		return nil, err
	}
	if found.PartsLeftOut {
		requestOf(ctx).warn([]string{fmt.Sprintf("timeline: of what belongs to the actors only the first %d are looked at, "+
			"and there are more: events and offices of the others are not in it", graph.MaxFilterValues)})
	}
	out := connectionOf(found.Items, lists.Map(found.Items, (*timeline.Item).Cursor), found.Total, found.Behind,
		found.More)
	return out, warnOfEmptyTimeline(ctx, len(found.Items), kinds)
}

// warnOfEmptyTimeline says what an empty timeline would be made of that is not loaded at all.
func warnOfEmptyTimeline(ctx context.Context, found int, kinds []timeline.Kind) error {
	for kind, label := range map[timeline.Kind]graph.Label{
		timeline.Conflict: graph.LabelConflict, timeline.Sanction: graph.LabelSanction,
		timeline.ArmsTransfer: graph.LabelArmsTransfer,
	} {
		if len(kinds) == 0 || slices.Contains(kinds, kind) {
			if _, err := absent(ctx, found, label); err != nil {
				return err
			}
		}
	}
	return nil
}

func (q query) ChangePoints(ctx context.Context, refs []api.NodeRef, from, to *graph.Date) ([]*graph.Date, error) {
	ids, err := q.timelineRefs(ctx, refs, from, "refs")
	if err != nil {
		return nil, err
	}
	time, err := api.Asked("", "from", from, "to", to)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).ask(0)
	days, err := timeline.ChangePoints(ctx, requestOf(ctx).reader(), ids, *time)
	return pointers(days), err
}

func (q query) timelineRefs(ctx context.Context, refs []api.NodeRef, from *graph.Date, argument string,
	labels ...graph.Label,
) ([]graph.ID, error) {
	if len(refs) == 0 || len(refs) > maxTimelineActors {
		return nil, graph.Invalidf("%s: %d references; want 1 to %d", argument, len(refs), maxTimelineActors)
	}
	var ids []graph.ID
	var err error
	if from != nil {
		ids, err = q.resolveAll(ctx, refs, argument, from.First(), labels...)
	} else {
		ids, err = q.resolveAllEver(ctx, refs, argument, labels...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), err
}
