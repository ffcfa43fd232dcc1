package document

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Loader tags documents.
var Loader = loaders.Loader{
	Name: "document",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:document", Name: "Mentions in documents, found by a program"},
		Publisher: "as stated by each document", Licence: "as stated by each document's publisher",
		Attribution: "the document's publisher; tagged by Entente", Priority: 10,
	},
	Mode:            loaders.ByFile, // each document goes and comes by itself
	Settings:        optionNames,
	UsesStoredNames: true,
	Read:            readAll,
}

// readAll makes a record of each document. One that cannot be read is a rejected row, and ends the load where it is the
// only one.
func readAll(in loaders.Input, yield loaders.Yield) error {
	o, err := readOptions(in.Options, len(in.Files))
	if err != nil {
		return err
	}
	var words *dictionary
	for _, file := range in.Files {
		d, err := extract(file, o)
		if err == nil && words == nil { // not for a file that is refused
			words, err = newDictionary(loaders.NamesOf(in.Identities))
		}
		var record loaders.Record
		if err == nil {
			o.override(d)
			day := d.date.First()
			if d.date.IsZero() {
				day = lastNamed(d.text)
			}
			t := &tagger{
				document: d, words: words, in: in, file: shownName(file.Name), source: sourceID(file.Name),
				ambiguous: map[string]*ambiguity{}, meanings: map[spelling]meaning{}, day: day,
			}
			record = t.record()
		}
		var rejected *loaders.RowError
		if errors.As(err, &rejected) && len(in.Files) == 1 {
			err = graph.Invalidf("%s: %s", file.Path, rejected.Message)
		}
		if !yield(record, err) || err != nil && !errors.As(err, &rejected) {
			return nil
		}
	}
	return nil
}

// sourceID is the id of a document's Source. The hash keeps names apart that only differ in what an id cannot hold.
func sourceID(name string) graph.ID {
	hash := loaders.Hash(name)
	slug := graph.Slug(strings.ToValidUTF8(name, "-"))
	if len(slug) > 80 {
		slug = strings.ToValidUTF8(slug[:80], "")
	}
	id := graph.ID("source:document-" + slug + "-" + hash[:8])
	if id.Validate() != nil {
		id = graph.ID("source:document-" + hash)
	}
	return id
}

// shownName is a file's name as a locator can hold it.
func shownName(name string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "\ufffd"), "\x00", "\ufffd")
	if len(name) > 250 {
		name = strings.ToValidUTF8(name[:250], "")
	}
	return name
}

// options are the loader's settings.
type options struct {
	title, publisher, url, encoding string
	date                            graph.Date
}

var optionNames = []string{"date", "encoding", "publisher", "title", "url"}

func readOptions(given map[string]string, files int) (o options, err error) {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		value := strings.TrimSpace(given[name])
		if !slices.Contains(optionNames, name) {
			return o, graph.Invalidf("option %s: the loader document has no such setting; it has %s", name,
				strings.Join(optionNames, ", "))
		}
		if (name == "title" || name == "url") && files > 1 {
			return o, graph.Invalidf("option %s: belongs to one document, and there are %d; load them one by one", name, files)
		}
		if value == "" || len(value) > maxField {
			return o, graph.Invalidf("option %s: %d bytes; want 1 to %d", name, len(value), maxField)
		}
		switch name {
		case "title":
			o.title = value
		case "publisher":
			o.publisher = value
		case "encoding":
			o.encoding = value
		case "url":
			if o.url = webAddress(value); o.url == "" {
				return o, graph.Invalidf("option url: %.80q is no web address; want one such as https://example.org/report", value)
			}
		case "date":
			if o.date = anyDate(value); o.date.IsZero() {
				return o, graph.Invalidf("option date: %.40q is no date; want YYYY-MM-DD, YYYY-MM or YYYY, or such as \"15 "+
					"October 2024\"", value)
			}
		}
	}
	return o, nil
}

// override lets what the user says count before what was found.
func (o options) override(d *document) {
	for _, f := range []struct{ to, own *string }{{&d.title, &o.title}, {&d.publisher, &o.publisher}, {&d.url, &o.url}} {
		if *f.own != "" {
			*f.to = *f.own
		}
	}
	if !o.date.IsZero() {
		d.date = o.date
	}
}
