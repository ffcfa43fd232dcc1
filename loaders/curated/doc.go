// Package curated is the bundled dataset: hand-written, sourced YAML about the alliances that matter today, and the
// project's own table of states with their codes valid in time.
//
//	data/*.yaml ──parse (strict, file:line)──▶ document ──▶ loaders.Record …
//
// There is one file a theme. Any file may hold any of the sections that the document type lists; ids are those of the
// graph ("state:PRK"), except for sources, places and areas, which go by their slug. Every fact names its sources; what
// was not looked up names the source general-knowledge. What was read in a source has confidence 90, what was not has 50.
//
// Where the sources of one fact differ, the first value stands in the fact and the others under `differs`: each becomes a
// second record of this dataset about the node, so that the graph shows a disagreement instead of a choice.
//
// The loader reads the embedded files when it is given none, and otherwise the YAML files it is given: whoever keeps a
// copy of the folder can load an edited dataset under the same name.
package curated
