package overlay

import "github.com/entente-graph/entente/graph"

// Local implements graph.Local: the changes are in memory, so it is as the reader below is.
func (o *Reader) Local() bool { return graph.IsLocal(o.Reader) }
