package graph

import "context"

// Ahead is what a reader will be asked next: a page of nodes and hops from them, or hops from nodes that are known.
type Ahead struct {
	Page *NodeQuery // nil: hops from IDs
	IDs  []ID
	Hops []HopQuery
}

// Foreseer is implemented by readers that are a round trip away, and can read at once what several questions will ask.
type Foreseer interface {
	// Foresee reads what will be asked next and keeps it until then: Find of the page, and one Expand for each of the
	// hops. Whoever asks without it is given the same answers.
	Foresee(ctx context.Context, next Ahead) error
}

// Foresee tells a reader what it will be asked next, where that saves it anything.
func Foresee(ctx context.Context, reader Reader, next Ahead) error {
	if f, ok := reader.(Foreseer); ok {
		return f.Foresee(ctx, next)
	}
	return nil
}

// Local is implemented by readers that may answer from the memory of this process: many small questions cost them no
// more than one large one, so nothing is gained by gathering questions first.
type Local interface {
	Local() bool
}

// IsLocal tells whether the reader answers from memory.
func IsLocal(reader Reader) bool {
	local, ok := reader.(Local)
	return ok && local.Local()
}
