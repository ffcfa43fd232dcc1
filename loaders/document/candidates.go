package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

const (
	candidateConfidence = 20
	maxClause           = 2_000 // bytes of a sentence that is read for events; what is longer is a list or a table
	reach               = 14    // words between a verb and those who act or are acted upon
)

// deed is what a verb of a sentence says: who did it, to whom.
type deed struct {
	verb
	phrase   string
	from, to int // words of the verb
	actors   []graph.ID
	targets  []graph.ID
}

// candidates proposes events of a sentence.
func (t *tagger) candidates(text string, words []word, known []mention, first int, locator string) {
	if len(known) < 2 || len(text) > maxClause {
		return
	}
	found := dates(text)
	if m := dateline.FindStringIndex(text); m != nil { // where and when it was written, not where and when it happened
		found = slices.DeleteFunc(found, func(d dated) bool { return d.start < m[1] })
		known = slices.DeleteFunc(slices.Clone(known), func(k mention) bool { return k.start < m[1] })
	}
	if len(found) == 0 {
		return
	}
	period := found[0].period
	for _, d := range found[1:] {
		if d.period != period {
			return // which of the dates is meant is not guessed
		}
	}
	var actors []mention
	for _, m := range known {
		if m.actor() && m.borne.Overlaps(period) {
			actors = append(actors, m)
		}
	}
	proposed := map[string]bool{}
	for _, d := range deeds(text, words, known, actors) {
		key := d.kind + fmt.Sprint(d.actors, d.targets)
		if proposed[key] {
			continue
		}
		proposed[key] = true
		if t.events++; t.events <= maxEvents {
			t.propose(d, text, words, known, found[0], first, locator)
		}
	}
}

// deeds reads the verbs of a sentence, in order.
func deeds(text string, words []word, known, actors []mention) []deed {
	var all []deed
	for i := 0; i < len(words); {
		if j := slices.IndexFunc(known, func(m mention) bool { return m.from <= i && i < m.to }); j >= 0 {
			i = known[j].to
			continue
		}
		v, n := verbAt(words, i)
		if n == 0 {
			i++
			continue
		}
		all = append(all, deed{verb: v, phrase: text[words[i].start:words[i+n-1].end], from: i, to: i + n})
		i += n
	}
	var out []deed
	before := 0
	for i, d := range all {
		after := len(words)
		if i+1 < len(all) {
			after = all[i+1].from
		}
		if d.read(words, actors, before, after) {
			out = append(out, d)
		}
		before = d.to
	}
	return out
}

// verbAt is the longest verb that starts at a word, and how many words it has.
func verbAt(words []word, i int) (v verb, n int) {
	phrase := ""
	for j := i; j < len(words) && j < i+maxVerbWords && !words[j].sign; j++ {
		if phrase != "" {
			phrase += " "
		}
		phrase += words[j].fold
		if found, ok := verbs()[phrase]; ok {
			v, n = found, j-i+1
		}
	}
	return v, n
}

// read finds out who did it to whom, among the words from before to after; false where that does not show or where it
// did not happen.
func (d *deed) read(words []word, actors []mention, before, after int) bool {
	passive := false
	for i, n := d.from-1, 0; i >= before && n < 4 && !words[i].sign; i, n = i-1, n+1 {
		if denials[words[i].fold] || words[i].fold == "to" && n == 0 {
			return false
		}
		passive = passive || n < 2 && passives[words[i].fold]
	}
	left := group(words, actors, d.from, before, -1)
	if len(left) == 0 && before > 0 { // "Russia shelled X and attacked Y": the subject of the verb before
		left = group(words, actors, d.from, 0, -1)
		if len(left) > 0 && slices.ContainsFunc(words[before:d.from], func(w word) bool { return w.fold == "by" }) {
			return false
		}
	}
	right := group(words, actors, d.to, after, 1)
	if passive {
		agent := slices.IndexFunc(words[d.to:min(d.to+3, after)], func(w word) bool { return w.fold == "by" })
		if agent < 0 {
			return false
		}
		left, right = right, left
	}
	right = slices.DeleteFunc(right, func(id graph.ID) bool { return slices.Contains(left, id) })
	if d.mutual {
		d.actors = append(left, right...)
		return len(d.actors) >= 2
	}
	d.actors, d.targets = left, right
	return len(left) > 0 && len(right) > 0
}

// group is the actor nearest to a verb on one side, with those that it is listed with: "A, B and C". The words
// looked at lie between the verb and the bound.
func group(words []word, actors []mention, verb, bound, direction int) []graph.ID {
	var out []graph.ID
	edge, allowed := verb, reach
	for {
		var m *mention
		for i := range actors { // which come in order: the last before, the first after
			if a := &actors[i]; direction < 0 && a.to <= edge && a.from >= bound ||
				direction > 0 && m == nil && a.from >= edge && a.to <= bound {
				m = a
			}
		}
		if m == nil {
			return out
		}
		gap := words[min(edge, m.to):max(edge, m.from)]
		if len(gap) > allowed ||
			slices.ContainsFunc(gap, func(w word) bool { return w.sign && strings.Contains(";:()[]", w.fold) }) {
			return out
		}
		if len(out) > 0 &&
			slices.ContainsFunc(gap, func(w word) bool { return w.fold != "and" && w.fold != "," && w.fold != "the" }) {
			return out
		}
		if edge = m.to; direction < 0 {
			edge = m.from
		}
		allowed = 3
		if slices.Contains(out, m.id) {
			continue
		}
		if direction < 0 {
			out = slices.Insert(out, 0, m.id)
		} else {
			out = append(out, m.id)
		}
	}
}

// propose writes a candidate event.
func (t *tagger) propose(d deed, text string, words []word, known []mention, when dated, first int, locator string) {
	rest := strings.TrimPrefix(string(t.source), "source:document-")
	at := strconv.Itoa(first + len([]rune(text[:words[d.from].start])))
	id := graph.ID("event:document-" + rest + "-" + at)
	note := fmt.Sprintf("Proposed by a program from the sentence quoted, and not checked. Verb: %s. Date: %s.",
		oneLine(d.phrase), oneLine(text[when.start:when.end]))
	if list := figures(text); len(list) > 0 {
		parts := lists.Map(list[:min(len(list), 20)], func(f figure) string { return f.text })
		note += " Figures: " + strings.Join(parts, "; ") + "."
	}
	event := &graph.Event{
		Header: graph.Header{ID: id, Name: t.eventName(d, text, known, when), Period: when.period}, Type: graph.Text(d.kind),
		Mode:   graph.Text(d.mode),
		Status: graph.EventCandidate, Quotation: graph.Text(shorten(text, words[d.from].start, words[d.to-1].end)),
		Note: graph.Text(note),
	}
	node := graph.NewNodeRecord(event)
	node.Source, node.Locator, node.Confidence = t.source, locator, new(candidateConfidence)
	t.out.Nodes = append(t.out.Nodes, node)
	header := func(from, to graph.ID) graph.RelationshipHeader {
		return graph.RelationshipHeader{
			FromID: from, ToID: to, Period: when.period, SourceID: t.source,
			Locator: graph.Text(locator), Confidence: new(candidateConfidence),
		}
	}
	add := func(r graph.Relationship) {
		t.out.Relationships = append(t.out.Relationships, graph.NewRelationshipRecord(r, ""))
	}
	for _, actor := range d.actors {
		add(&graph.ActorIn{RelationshipHeader: header(actor, id)})
	}
	for _, target := range d.targets {
		add(&graph.RecipientOf{RelationshipHeader: header(target, id)})
	}
	var linked []graph.ID
	for _, m := range known {
		if slices.Contains(linked, m.id) {
			continue
		}
		linked = append(linked, m.id)
		switch m.label {
		case graph.LabelWeaponSystem, graph.LabelTreaty:
			add(&graph.Involves{Plain: graph.Plain{RelationshipHeader: header(id, m.id)}})
		case graph.LabelPlace:
			add(&graph.LocatedAt{Plain: graph.Plain{RelationshipHeader: header(id, m.id)}})
		}
	}
}

// eventName is such as "AID: North Korea → Russia, October 2024 (candidate)", with the names as the text has them.
func (t *tagger) eventName(d deed, text string, known []mention, when dated) string {
	called := func(ids []graph.ID) string {
		var out []string
		for _, id := range ids {
			i := slices.IndexFunc(known, func(m mention) bool { return m.id == id })
			out = append(out, oneLine(text[known[i].start:known[i].end]))
		}
		return strings.Join(out, ", ")
	}
	who := called(d.actors)
	if len(d.targets) > 0 {
		who += " → " + called(d.targets)
	}
	return fmt.Sprintf("%s: %s, %s (candidate)", d.kind, who, oneLine(text[when.start:when.end]))
}
