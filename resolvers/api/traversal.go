package api

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// PathResult are the paths found, and the day asked about (zero for all time).
type PathResult struct {
	Paths         []Path
	AsOf          graph.Date
	ExploredNodes int
	Truncated     bool
	TimedOut      bool
	Cut           *string // what cut the answer off, nil for nothing
	Warnings      []string
	Changes       *PathChanges // of a what-if
}

// Path is a sequence of nodes. Period is nil where no day has all hops.
type Path struct {
	Nodes  []graph.Node
	Hops   []Hop
	Period *graph.Period
}

// HeldTogether tells whether a day has all hops.
func (p Path) HeldTogether() bool { return p.Period != nil }

// Length is the number of hops.
func (p Path) Length() int { return len(p.Hops) }

// Hop is a step of a path; Relationships is never empty.
type Hop struct {
	From          graph.Node
	To            graph.Node
	Relationships []graph.Relationship
}

// Relationship is the strongest one.
func (h Hop) Relationship() graph.Relationship { return h.Relationships[0] }

// OnlyThrough is what all paths of an answer pass through.
type OnlyThrough struct {
	Nodes     []graph.Node
	TreatyIDs []graph.ID
}

// OnlyThrough are the nodes on every path, ends apart, and the treaties without which each of the paths would lack a
// hop.
func (r *PathResult) OnlyThrough() OnlyThrough {
	out := OnlyThrough{Nodes: []graph.Node{}}
	for i, path := range r.Paths {
		var between []graph.Node
		if n := len(path.Nodes); n > 2 {
			between = path.Nodes[1 : n-1]
		}
		treaties := path.treaties()
		if i == 0 {
			out.Nodes, out.TreatyIDs = append(out.Nodes, between...), treaties
			continue
		}
		out.Nodes = slices.DeleteFunc(out.Nodes, func(n graph.Node) bool {
			return !slices.ContainsFunc(between, func(b graph.Node) bool { return b.Head().ID == n.Head().ID })
		})
		out.TreatyIDs = slices.DeleteFunc(out.TreatyIDs, func(id graph.ID) bool { return !slices.Contains(treaties, id) })
	}
	return out
}

// treaties are those that a path rests on: by which alone it has one of its hops.
func (p Path) treaties() (out []graph.ID) {
	for _, hop := range p.Hops {
		only := graph.ID("")
		for i, r := range hop.Relationships {
			allied, ok := r.(*graph.AlliedWith)
			if !ok || i > 0 && allied.TreatyID != only {
				only = ""
				break
			}
			only = allied.TreatyID
		}
		if only != "" && !slices.Contains(out, only) {
			out = append(out, only)
		}
	}
	return out
}

// Columns puts a subgraph into columns. Relationships of which an end is missing are left out.
func Columns(g *graph.Subgraph) *SubgraphColumns {
	out := &SubgraphColumns{}
	place := make(map[graph.ID]int, len(g.Nodes))
	for i, n := range g.Nodes {
		h := n.Head()
		place[h.ID] = i
		out.Ids, out.Labels, out.Names = append(out.Ids, h.ID), append(out.Labels, n.Label()), append(out.Names, h.Name)
		out.ExistFrom, out.ExistUntil = append(out.ExistFrom, &h.Period.From), append(out.ExistUntil, &h.Period.Until)
	}
	for _, r := range g.Relationships {
		h := r.Head()
		start, known := place[h.FromID]
		end, both := place[h.ToID]
		if !known || !both {
			continue
		}
		out.Relationships, out.Types, out.Datasets = append(out.Relationships, h.ID), append(out.Types, r.Type()),
			append(out.Datasets, h.DatasetID)
		out.Starts, out.Ends = append(out.Starts, start), append(out.Ends, end)
		out.Since, out.Until = append(out.Since, &h.Period.From), append(out.Until, &h.Period.Until)
		var owed *graph.ObligationType
		var treaty *graph.ID
		pending := false
		switch r := r.(type) {
		case *graph.AlliedWith:
			owed, treaty = &r.ObligationType, &r.TreatyID
		case *graph.PartyTo:
			pending = !r.Bound()
		}
		out.ObligationTypes, out.Treaties, out.Pending = append(out.ObligationTypes, owed), append(out.Treaties, treaty),
			append(out.Pending, pending)
	}
	return out
}
