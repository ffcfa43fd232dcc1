package alliance

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// MaxOpenFacts is how many facts an open question has at most: larger sets settle nothing that an analyst could ask
// for.
const MaxOpenFacts = 4

// maxFactsOf bounds the facts of one actor that are combined: the first, in the order of its duties. With the published
// data nobody hangs on more than seven.
const maxFactsOf = 24

// OpenQuestion is a set of facts, now UNKNOWN, of which answers lead to another verdict. For at least one of the
// verdicts it is minimal: no part of it leads there.
type OpenQuestion struct {
	Facts []Fact
	// Outcomes are the answers that lead to other verdicts, the answers in the order of Facts, "yes" before "no".
	Outcomes []OpenOutcome
}

// OpenOutcome is what follows from answers to all facts of an open question.
type OpenOutcome struct {
	Answers []Assumption
	// Changes are the actors whose verdict is then another, by name.
	Changes []OutcomeChange
}

// OutcomeChange is an actor's verdict now, and with the answers.
type OutcomeChange struct {
	Actor         graph.Actor
	Before, After Verdict
}

// openness is what is unknown of one ruling, for trying answers: bit i of a mask is keys[i].
type openness struct {
	ruling *ruling
	keys   []string
	duties []openDuty
	// implied are, for an answer to each key, the keys that it answers too: itself, and other numbers of adversaries.
	yes, no []uint32
}

// openDuty is a duty with the facts that it hangs on. Terms are those of its conditions.
type openDuty struct {
	terms, owed, binding uint32
	more                 bool // on others, too, which are not combined
}

// opennessOf finds the facts that count for a ruling, at most maxFactsOf.
func opennessOf(r *ruling) *openness {
	o := &openness{ruling: r, duties: make([]openDuty, len(r.duties))}
	bit := func(key string) uint32 {
		i := slices.Index(o.keys, key)
		if i < 0 {
			if len(o.keys) == maxFactsOf {
				return 0
			}
			i = len(o.keys)
			o.keys = append(o.keys, key)
		}
		return 1 << i
	}
	for i := range r.duties {
		w := &r.duties[i]
		facts := r.seenBy(w).facts(w.AlliedWith)
		for _, key := range facts {
			switch b := bit(key); {
			case b == 0:
				o.duties[i].more = true
			case strings.HasPrefix(key, factOwed):
				o.duties[i].owed |= b
			case strings.HasPrefix(key, factBinding):
				o.duties[i].binding |= b
			default:
				o.duties[i].terms |= b
			}
		}
	}
	return o
}

// consider adds those facts that answer one of the ruling's, and works out what answers imply: that there are no two
// attackers answers whether there are three, although the ruling asks for three alone.
func (o *openness) consider(facts []string) {
	own := o.keys
	for _, fact := range facts {
		answers := func(key string) bool {
			_, yes := impliedBy(Assumption{fact, true}, key)
			_, no := impliedBy(Assumption{fact, false}, key)
			return yes || no
		}
		if len(o.keys) < maxFactsOf && !slices.Contains(o.keys, fact) && slices.ContainsFunc(own, answers) {
			o.keys = append(o.keys, fact)
		}
	}
	o.yes, o.no = make([]uint32, len(o.keys)), make([]uint32, len(o.keys))
	for i, key := range o.keys {
		for j, other := range o.keys {
			if _, known := impliedBy(Assumption{key, true}, other); known {
				o.yes[i] |= 1 << j
			}
			if _, known := impliedBy(Assumption{key, false}, other); known {
				o.no[i] |= 1 << j
			}
		}
	}
}

// verdict is the one that answers to some facts lead to; scratch is as long as the ruling's duties.
func (o *openness) verdict(yes, no uint32, scratch []weighed) Verdict {
	copy(scratch, o.ruling.duties)
	for i, d := range o.duties {
		w, unknown := &scratch[i], d.terms|d.owed|d.binding
		if d.binding&no != 0 {
			w.binds = false
		}
		switch {
		case d.owed&no != 0:
			w.owed, w.judgement = Unmet, Unmet
			continue
		case d.owed&yes != 0:
			w.owed = Met
		}
		switch {
		case d.terms&no != 0:
			w.judgement = Unmet
		case w.judgement == Unknown && unknown&^yes == 0 && !d.more:
			w.judgement = Met
		}
	}
	return decide(scratch, o.ruling.view.scenario)
}

// answers is a set of facts with answers to them, and the verdict that they lead to.
type answers struct {
	facts, yes uint32 // of facts, those answered with yes
	verdict    Verdict
}

// settling finds the answers that lead to other verdicts, by sets of at most most facts that are minimal for a verdict.
func (o *openness) settling(most int) []answers {
	scratch := make([]weighed, len(o.ruling.duties))
	var found []answers
	minimal := map[Verdict][]uint32{}
	for size := 1; size <= min(most, len(o.keys)); size++ {
		for facts := range subsets(len(o.keys), size) {
			for _, yes := range parts(facts) {
				all, none, ok := o.closed(facts, yes)
				if !ok {
					continue
				}
				v := o.verdict(all, none, scratch)
				if v == o.ruling.verdict ||
					slices.ContainsFunc(minimal[v], func(m uint32) bool { return m != facts && m&facts == m }) {
					continue
				}
				found = append(found, answers{facts, yes, v})
				minimal[v] = append(minimal[v], facts)
			}
		}
	}
	return found
}

// closed adds what the answers imply; ok is false where they contradict each other.
func (o *openness) closed(facts, yes uint32) (all, none uint32, ok bool) {
	for rest := facts; rest != 0; rest &= rest - 1 {
		if i := bits.TrailingZeros32(rest); yes>>i&1 == 1 {
			all |= o.yes[i]
		} else {
			none |= o.no[i]
		}
	}
	return all, none, all&none == 0
}

// subsets yields the sets of so many of the first n bits, in order of their value.
func subsets(n, size int) func(func(uint32) bool) {
	return func(yield func(uint32) bool) {
		for set := uint64(1)<<size - 1; set < 1<<n; {
			if !yield(uint32(set)) {
				return
			}
			low := set & -set // Gosper's hack: the next number with as many bits
			next := set + low
			set = next | (set^next)/low>>2
		}
	}
}

// parts are the subsets of a set, the whole one first.
func parts(set uint32) []uint32 {
	out := make([]uint32, 0, 1<<bits.OnesCount32(set))
	for part := set; ; part = (part - 1) & set {
		out = append(out, part)
		if part == 0 {
			return out
		}
	}
}

// OpenQuestions are the sets of unknown facts of which answers lead to another verdict on somebody, each with all
// verdicts that its answers change; the smallest sets first, and those first that can change more. Sets have at most
// most facts, 1 to MaxOpenFacts.
func (a *AttackAssessment) OpenQuestions(most int) []*OpenQuestion {
	return openQuestions(a.rulings, most)
}

// OpenQuestions are those of this actor's verdict alone.
func (r *Responder) OpenQuestions(most int) []*OpenQuestion {
	if r.ruling == nil {
		return nil // two verdicts of a cascade in one
	}
	return openQuestions([]*ruling{r.ruling}, most)
}

// asking is a set of facts, by sorted keys, with the answers to it that are worth telling.
type asking struct {
	keys  []string
	facts []Fact
	signs map[string]bool // an answer to each key: "yn"
}

func openQuestions(rulings []*ruling, most int) (out []*OpenQuestion) {
	var open []*openness
	var facts []string
	for _, r := range rulings {
		o := opennessOf(r)
		facts = append(facts, o.keys...)
		if len(o.keys) > 0 {
			open = append(open, o)
		}
	}
	found := map[string]*asking{}
	for _, o := range open {
		o.consider(facts)
		for _, answer := range o.settling(most) {
			var keys []string
			for rest := answer.facts; rest != 0; rest &= rest - 1 {
				keys = append(keys, o.keys[bits.TrailingZeros32(rest)])
			}
			slices.Sort(keys)
			name := strings.Join(keys, "\n")
			if found[name] == nil {
				found[name] = &asking{keys: keys, signs: map[string]bool{}}
				own := append([]*ruling{o.ruling}, rulings...)
				for _, key := range keys {
					found[name].facts = append(found[name].facts, factOf(own, key))
				}
			}
			signs := lists.Map(keys, func(key string) byte { return "ny"[answer.yes>>slices.Index(o.keys, key)&1] })
			found[name].signs[string(signs)] = true
		}
	}
	for _, q := range found {
		question := &OpenQuestion{Facts: q.facts}
		for signs := range q.signs {
			question.Outcomes = append(question.Outcomes, outcome(open, q.keys, signs))
		}
		slices.SortFunc(question.Outcomes, func(a, b OpenOutcome) int {
			return slices.CompareFunc(a.Answers, b.Answers, compareAnswers)
		})
		out = append(out, question)
	}
	slices.SortFunc(out, func(a, b *OpenQuestion) int {
		return cmp.Or(cmp.Compare(len(a.Facts), len(b.Facts)), -cmp.Compare(a.touched(), b.touched()),
			slices.CompareFunc(a.Facts, b.Facts, func(x, y Fact) int { return cmp.Compare(x.Key, y.Key) }))
	})
	return out
}

// outcome is what the answers change, for all whose verdict hangs on one of the facts.
func outcome(open []*openness, keys []string, signs string) OpenOutcome {
	var out OpenOutcome
	for i, key := range keys {
		out.Answers = append(out.Answers, Assumption{key, signs[i] == 'y'})
	}
	for _, o := range open {
		yes, no := o.answered(out.Answers)
		if after := o.verdict(yes, no, make([]weighed, len(o.ruling.duties))); after != o.ruling.verdict {
			out.Changes = append(out.Changes, OutcomeChange{o.ruling.actor, o.ruling.verdict, after})
		}
	}
	slices.SortFunc(out.Changes, func(a, b OutcomeChange) int { return compareActors(a.Actor, b.Actor) })
	return out
}

// answered are the ruling's facts that the answers say something of.
func (o *openness) answered(list []Assumption) (yes, no uint32) {
	for i, key := range o.keys {
		for _, a := range list {
			if holds, known := impliedBy(a, key); known && holds {
				yes |= 1 << i
			} else if known {
				no |= 1 << i
			}
		}
	}
	return yes, no
}

// touched counts the actors whose verdict an answer can change.
func (q *OpenQuestion) touched() int {
	actors := map[graph.ID]bool{}
	for _, o := range q.Outcomes {
		for _, c := range o.Changes {
			actors[c.Actor.Head().ID] = true
		}
	}
	return len(actors)
}

func compareAnswers(a, b Assumption) int {
	return cmp.Or(cmp.Compare(a.Fact, b.Fact), oneIf(b.Holds)-oneIf(a.Holds))
}

// factOf puts a fact into words, as a duty of the first of the rulings has it that asks for it.
func factOf(rulings []*ruling, key string) Fact {
	for _, r := range rulings {
		for i := range r.duties {
			w := &r.duties[i]
			if view := r.seenBy(w); slices.Contains(view.facts(w.AlliedWith), key) {
				spoken := *view
				spoken.words = true
				return spoken.fact(w.AlliedWith, key)
			}
		}
	}
	return Fact{Key: key}
}
