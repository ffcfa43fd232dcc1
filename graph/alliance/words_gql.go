package alliance

import (
	"io"

	"github.com/entente-graph/entente/graph"
)

// MarshalGQL writes the judgement, null for the empty one that stands for all.
func (j Judgement) MarshalGQL(w io.Writer) { graph.Text(j).MarshalGQL(w) }

// UnmarshalGQL reads what MarshalGQL writes.
func (j *Judgement) UnmarshalGQL(v any) error { return (*graph.Text)(j).UnmarshalGQL(v) }

// MarshalGQL writes the verdict, null where there is none.
func (x Verdict) MarshalGQL(w io.Writer) { graph.Text(x).MarshalGQL(w) }

// UnmarshalGQL reads what MarshalGQL writes.
func (x *Verdict) UnmarshalGQL(v any) error { return (*graph.Text)(x).UnmarshalGQL(v) }
