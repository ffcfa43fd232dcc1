package cowwars

import (
	"iter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// Loader reads one of the four lists.
type Loader struct {
	loaders.ReplacedWhole
	list *list
}

// Interstate reads wars between states.
func Interstate() Loader { return Loader{list: &interstate} }

// Intrastate reads civil and other wars within a state.
func Intrastate() Loader { return Loader{list: &intrastate} }

// Extrastate reads wars of a state with a foreign non-state entity.
func Extrastate() Loader { return Loader{list: &extrastate} }

// Nonstate reads wars between non-state entities.
func Nonstate() Loader { return Loader{list: &nonstate} }

// Name implements loaders.Loader.
func (l Loader) Name() string { return l.list.name }

// Dataset implements loaders.Loader.
func (l Loader) Dataset() graph.Dataset {
	return graph.Dataset{
		Header:    graph.Header{ID: graph.ID("dataset:" + l.list.name), Name: l.list.title},
		Publisher: "Correlates of War project", Version: l.list.version, Licence: "free to use with citation",
		Attribution: l.list.citation, URL: "https://correlatesofwar.org/data-sets/cow-war/",
		Priority: 60, CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: l.list.until,
	}
}

// Version implements [loaders.Versioned].
func (l Loader) Version(in loaders.Input, f input.File) string {
	return table.Version(in, f, string(l.list.version))
}

// Assertions implements [loaders.Assertive]: a file whose codes mostly mean nothing holds no wars.
func (Loader) Assertions() loaders.Assertions {
	return loaders.Assertions{
		Nodes:         map[graph.Label]int{graph.LabelConflict: 1},
		Relationships: map[graph.RelationshipType]int{graph.ParticipatedInType: 1}, Filled: map[string]float64{"Conflict.from": 0.9}, MaxUnknown: 0.5,
	}
}

// relatives are the wars written out by year, each row with the period of the whole war.
var relatives = []table.Relative{
	{Name: "the years of wars", Columns: []string{"WarNum", "StartYear1", "year"}},
	{Name: "pairs of participants", Columns: []string{"WarNum", "StateA", "StateB"}},
	{Name: "pairs of participants", Columns: []string{"WarNum", "dyindex"}},
}

// Records implements loaders.Loader. All rows are read before the first record is yielded, because the participants of
// a war belong together wherever they stand.
func (l Loader) Records(in loaders.Input) iter.Seq2[loaders.Record, error] {
	return func(yield func(loaders.Record, error) bool) {
		r := reader{in: in, list: l.list, book: statecode.New(in, graph.SchemeCOW), byNumber: map[string]*war{}}
		set := table.Set{Relatives: relatives, Specs: []table.Spec{l.list.spec()}, Order: r.ordered}
		table.Records(set, in, yield, func() []*war { return r.wars }, r.record, r.add)
	}
}
