package alliance

import (
	"encoding/json"
	"io"

	"github.com/entente-graph/entente/graph"
)

// MarshalGQL writes the judgement, null for the empty one that stands for all.
func (j Judgement) MarshalGQL(w io.Writer) { writeGQL(w, string(j)) }

// UnmarshalGQL reads what MarshalGQL writes.
func (j *Judgement) UnmarshalGQL(v any) error { return readGQL(v, j) }

// MarshalGQL writes the verdict, null where there is none.
func (x Verdict) MarshalGQL(w io.Writer) { writeGQL(w, string(x)) }

// UnmarshalGQL reads what MarshalGQL writes.
func (x *Verdict) UnmarshalGQL(v any) error { return readGQL(v, x) }

func writeGQL(w io.Writer, s string) {
	if s == "" {
		_, _ = io.WriteString(w, "null")
		return
	}
	_ = json.NewEncoder(w).Encode(s)
}

func readGQL[T ~string](v any, into *T) error {
	s, ok := v.(string)
	if !ok {
		return graph.Invalidf("%v: want a string", v)
	}
	*into = T(s)
	return nil
}

// MarshalGQL writes what a change of a pivot does.
func (k PivotKind) MarshalGQL(w io.Writer) { writeGQL(w, string(k)) }

// UnmarshalGQL reads what MarshalGQL writes.
func (k *PivotKind) UnmarshalGQL(v any) error { return readGQL(v, k) }
