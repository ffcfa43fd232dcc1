// Package curated is the bundled dataset: hand-written, sourced YAML about the alliances that matter today, and the
// project's own table of states with their codes valid in time.
//
//	data/*.yaml ──parse (strict, file:line)──▶ document ──▶ loaders.Record …
//
// There is one file a theme. Any file may hold any of the sections that the document type lists; ids are those of the
// graph ("state:PRK"), except for sources, places and areas, which go by their slug. docs/curated.md describes the
// format.
//
// Every fact names its sources; what was not looked up names the source general-knowledge. The first of an item's
// sources states what `sourced` gives no other source for: a map from a field of the item, as the file calls it, to
// {source, locator, quotation, checked}. Parties, articles, obligations, offices, memberships and operators are items
// of their own within the item, whose sources they have unless they name others. `checked` says by what (see
// [graph.CheckedBy]) and gives the confidence: TEXT 95, OFFICIAL and REGISTER 90, DATASET 80, REPORT 70, GENERAL 50;
// the older `checked: true` 90, none 50.
//
// Where the sources of one fact differ, the best value stands in the fact and the others under `differs`, each with its
// own source: the graph shows a disagreement instead of a choice.
//
// The loader reads the embedded files when it is given none, and otherwise the YAML files it is given: whoever keeps a
// copy of the folder can load an edited dataset under the same name.
package curated
