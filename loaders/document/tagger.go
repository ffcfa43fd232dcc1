package document

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
)

// Bounds of what one document gives.
const (
	maxMentions = 10_000
	maxEvents   = 1_000
	maxSentence = 300     // characters of a sentence that is kept
	maxMeanings = 100_000 // spellings that are remembered
)

// tagger makes the record of one document.
type tagger struct {
	*document
	words  *dictionary
	in     loaders.Input
	file   string // for locators
	source graph.ID
	day    graph.Day // whose names count

	out       loaders.Record
	mentions  int
	events    int
	dropped   int // mentions beyond maxMentions
	ambiguous map[string]*ambiguity
	meanings  map[spelling]meaning // what was found out already

	last said // of the sentence before

	// How far locators and offsets have been counted.
	at, characters, lines int
	lineEnd               string
}

// spelling is a phrase as it is written in a sentence that is all in capitals, or is not.
type spelling struct {
	phrase  string
	shouted bool
}

// meaning is the node that a spelling means, or the name that means several.
type meaning struct {
	entry
	unclear *ambiguity
}

// ambiguity is a name that was not linked.
type ambiguity struct {
	phrase string
	count  int
	ids    []graph.ID
}

// mention is a name in a sentence that was understood.
type mention struct {
	match
	start int // bytes of the sentence
	id    graph.ID
	label graph.Label
	borne graph.Period // when the node bears the name
}

func (m *mention) actor() bool { return slices.Contains(graph.ActorLabels, m.label) }

func (t *tagger) record() loaders.Record {
	t.out = loaders.Record{Locator: t.file}
	if t.lineEnd = "\n"; !strings.Contains(t.text, "\n") {
		t.lineEnd = "\r"
	}
	for start, end := range sentences(t.text) {
		t.sentence(start, end)
	}
	note := fmt.Sprintf("%s of %d characters.", map[string]string{
		"text": "Text", "HTML": "Text of an HTML page",
		"PDF": "Text of a PDF file",
	}[t.form], utf8.RuneCountInString(t.text))
	source := graph.NewNodeRecord(&graph.Source{
		Header: graph.Header{ID: t.source, Name: t.title}, Publisher: graph.Text(t.publisher), Date: t.date,
		URL: graph.Text(t.url), Note: graph.Text(note),
	})
	t.out.Nodes = slices.Insert(t.out.Nodes, 0, source)
	t.warn()
	return t.out
}

// sentence tags what stands between two bytes of the text.
func (t *tagger) sentence(start, end int) {
	text := t.text[start:end]
	words, loud := split(text), shouted(text)
	found := t.words.matches(text, words, loud)
	if len(found) == 0 {
		return
	}
	first, locator := t.locate(start)
	var known []mention
	counted, at := 0, first // bytes of the sentence, and which character of the text that is
	for _, m := range found {
		phraseStart := words[m.from].start
		phrase := text[phraseStart:m.end]
		e, ok := t.meant(phrase, m, loud)
		if !ok {
			continue
		}
		known = append(known, mention{m, phraseStart, e.span.ID, e.label, e.span.Period})
		if t.mentions++; t.mentions > maxMentions {
			t.dropped++
			continue
		}
		from := at + utf8.RuneCountInString(text[counted:phraseStart])
		counted, at = phraseStart, from
		to := from + utf8.RuneCountInString(phrase)
		sentence := shorten(text, phraseStart, m.end)
		said := t.recordText(text, sentence)
		rel := &graph.Mentions{
			RelationshipHeader: graph.RelationshipHeader{
				FromID: t.source, ToID: e.span.ID, SourceID: t.source,
				Locator: graph.Text(locator),
			},
			Start: &from, End: &to, Phrase: graph.Text(oneLine(phrase)), Sentence: graph.Text(sentence),
			Dates: said.dates, Figures: said.figures,
		}
		t.out.Relationships = append(t.out.Relationships, graph.NewRelationshipRecord(rel, strconv.Itoa(from)))
	}
	t.candidates(text, words, known, first, locator)
}

// said are the dates and figures of a sentence, as mentions keep them.
type said struct {
	sentence       string
	dates, figures []string
}

// maxSaid bounds how many of each are kept.
const maxSaid = 20

// recordText finds the dates and figures of the sentence that a mention keeps: of the whole of it, unless it is too
// long for a sentence. What an ellipsis may have cut is none.
func (t *tagger) recordText(text, kept string) said {
	if t.last.sentence == kept {
		return t.last
	}
	out := said{sentence: kept}
	if len(text) > maxClause {
		text = kept
	}
	cut := func(start, end int) bool {
		return strings.HasSuffix(text[:start], "…") || strings.HasPrefix(text[end:], "…")
	}
	for _, d := range dates(text) {
		if !cut(d.start, d.end) && len(out.dates) < maxSaid {
			out.dates = append(out.dates, d.text())
		}
	}
	for _, f := range figures(text) {
		if !cut(f.start, f.end) && len(out.figures) < maxSaid {
			out.figures = append(out.figures, f.text)
		}
	}
	t.last = out
	return out
}

// locate counts on to a byte of the text: how many characters stand before it, and on which line or page it is.
func (t *tagger) locate(at int) (characters int, locator string) {
	passed := t.text[t.at:at]
	t.characters += utf8.RuneCountInString(passed)
	t.lines += strings.Count(passed, t.lineEnd)
	t.at = at
	switch t.form {
	case "text":
		return t.characters, fmt.Sprintf("%s:%d", t.file, t.lines+1)
	case "PDF":
		page, exact := slices.BinarySearch(t.pages, at)
		if exact {
			page++
		}
		return t.characters, fmt.Sprintf("%s, page %d", t.file, page)
	}
	return t.characters, t.file
}

// meant is the one node that a name means on the document's day. Where there are several the name is counted as
// unknown.
func (t *tagger) meant(phrase string, m match, shouted bool) (entry, bool) {
	key := spelling{phrase, shouted}
	means, known := t.meanings[key]
	if !known {
		means = t.meaning(phrase, m)
		if len(t.meanings) < maxMeanings {
			t.meanings[key] = means
		}
	}
	if means.unclear != nil {
		means.unclear.count++
		return entry{}, false
	}
	return means.entry, true
}

// meaning finds out which node a name means: the one that bears it on the document's day, or the only one that ever
// has, unless the name is short for others by then.
func (t *tagger) meaning(phrase string, m match) meaning {
	day := t.day
	ids := map[graph.ID]entry{}
	living := map[graph.ID]entry{}
	acts := slices.ContainsFunc(m.entries, func(e entry) bool { return e.label != graph.LabelPlace })
	for _, e := range m.entries {
		if acts && e.label == graph.LabelPlace {
			continue // the state, and not its territory
		}
		if _, twice := ids[e.span.ID]; !twice {
			ids[e.span.ID] = e
		}
		if day == graph.Beginning || e.span.Period.Contains(day) {
			living[e.span.ID] = e
		}
	}
	all := slices.Sorted(maps.Keys(ids))
	if len(living) == 1 || len(living) == 0 && len(ids) == 1 {
		e := ids[all[0]]
		for _, only := range living {
			e = only
		}
		if e.span.Period.Until.IsZero() || day != graph.Beginning && len(living) == 1 {
			return meaning{entry: e}
		}
		// Of what is gone, or may be: "Korea" is short for others today, "Soviet Union" is not.
		others := slices.DeleteFunc(t.words.shortFor(phrase, day), func(id graph.ID) bool { return id == e.span.ID })
		if len(others) == 0 {
			return meaning{entry: e}
		}
		all = append(all, others...)
		slices.Sort(all)
	}
	name := oneLine(phrase)
	a := t.ambiguous[name]
	if a == nil {
		a = &ambiguity{phrase: name, ids: all}
		t.ambiguous[name] = a
	}
	return meaning{unclear: a}
}

// maxNamed bounds how many ambiguous names a warning spells out.
const maxNamed = 10

// maxCandidates bounds what the report shows of the nodes that an ambiguous name may mean.
const maxCandidates = 5

// warn reports what was not linked or not kept.
func (t *tagger) warn() {
	for _, a := range t.ambiguous {
		candidates := make([]graph.Candidate, 0, maxCandidates)
		for _, id := range a.ids[:min(len(a.ids), maxCandidates)] {
			name := cmp.Or(t.in.Identities.Name(id), string(id))
			candidates = append(candidates, graph.Candidate{ID: id, Name: name, Why: fmt.Sprintf("called %q", a.phrase)})
		}
		loaders.CountUnknown(t.in.Identities, a.phrase, a.count, candidates)
	}
	if t.in.Warn == nil {
		return
	}
	if t.dropped > 0 {
		t.in.Warning("%s: %d mentions beyond the first %d were not kept; split the document", t.file, t.dropped, maxMentions)
	}
	if t.events > maxEvents {
		t.in.Warning("%s: %d candidate events beyond the first %d were not kept; split the document", t.file,
			t.events-maxEvents, maxEvents)
	}
	if len(t.ambiguous) == 0 {
		return
	}
	list := slices.SortedFunc(maps.Values(t.ambiguous), func(a, b *ambiguity) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.phrase, b.phrase))
	})
	var parts []string
	for i, a := range list {
		if i == maxNamed {
			parts = append(parts, fmt.Sprintf("and %d more names", len(list)-i))
			break
		}
		shown := lists.Map(a.ids[:min(len(a.ids), 4)], func(id graph.ID) string { return string(id) })
		meant := fmt.Sprintf("%q %d times: %s", a.phrase, a.count, strings.Join(shown, ", "))
		if len(a.ids) > 4 {
			meant += " …"
		}
		parts = append(parts, meant)
	}
	when, advice := "on "+t.date.String(), "say which with --aliases"
	switch {
	case t.date.IsZero() && t.day != graph.Beginning:
		when = "on " + t.day.Date().String() + ", the last day that the document names"
	case t.date.IsZero():
		when, advice = "in a document without a date", "give its date with -o date=, or say which with --aliases"
	}
	t.in.Warning("%s: names that mean several things %s were not linked: %s; %s", t.file, when,
		strings.Join(parts, "; "), advice)
}

// shouted tells whether a text of some length has no small letter.
func shouted(text string) bool {
	capitals := 0
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 8
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// shorten is the sentence on one line, at most maxSentence characters of it with the phrase between the two bytes
// within. It reads no more of the sentence than that takes.
func shorten(text string, from, to int) string {
	phrase := []rune(oneLine(text[from:to]))
	if len(phrase) >= maxSentence-2 {
		if len(phrase) > maxSentence {
			phrase = append(phrase[:maxSentence-1], '…')
		}
		return string(phrase)
	}
	before, moreBefore := tail(text[:from], maxSentence)
	after, moreAfter := head(text[to:], maxSentence)
	if !moreBefore && !moreAfter && len(before)+len(phrase)+len(after) <= maxSentence {
		return strings.TrimSpace(string(before) + string(phrase) + string(after))
	}
	room := maxSentence - len(phrase) - 2 // two ellipses
	left := min(len(before), max(room/2, room-len(after)))
	right := min(len(after), room-left)
	out := string(before[len(before)-left:]) + string(phrase) + string(after[:right])
	if moreBefore || left < len(before) {
		out = "…" + out
	}
	if moreAfter || right < len(after) {
		out += "…"
	}
	return strings.TrimSpace(out)
}

// head is the beginning of a text, with one space for each run of white space, at most so many characters; more tells
// whether there is more of it.
func head(text string, most int) (out []rune, more bool) {
	for _, r := range text {
		if space := unicode.IsSpace(r); space && len(out) > 0 && out[len(out)-1] == ' ' {
			continue
		} else if space {
			r = ' '
		}
		if len(out) == most {
			return out, true
		}
		out = append(out, r)
	}
	return out, false
}

// tail is the same of a text's end.
func tail(text string, most int) (out []rune, more bool) {
	for len(text) > 0 && !more {
		r, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
		if space := unicode.IsSpace(r); space && len(out) > 0 && out[len(out)-1] == ' ' {
			continue
		} else if space {
			r = ' '
		}
		if more = len(out) == most; !more {
			out = append(out, r)
		}
	}
	slices.Reverse(out)
	return out, more
}
