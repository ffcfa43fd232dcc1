package alliance

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Fact is something that neither the scenario nor the data tell, and on which a duty hangs: whether help was asked for,
// whether a clause that nobody can judge is met, whether a disputed instrument binds.
type Fact struct {
	// Key names the fact in [Assumption]: "requested", "adversaries>=2", "condition:obligation:x/4/1#OTHER". One key is
	// one fact in all questions of one attack, whoever's duty hangs on it.
	Key string
	// Kind is the kind of condition that asks for it; OTHER where the terms themselves are in doubt.
	Kind graph.ConditionKind
	// Question asks it in words that "yes" answers: "Does Poland ask for help?"
	Question string
	// Duty is one that hangs on it, for its treaty and article.
	Duty *Duty
}

// Assumption takes a fact as known for one question only.
type Assumption struct {
	Fact  string // its key
	Holds bool
}

// MaxAssumptions bounds the assumptions of a scenario.
const MaxAssumptions = 64

// Keys of facts that belong to the attack. Those of one duty, area or treaty begin with one of the prefixes below.
const (
	factRequested           = "requested"
	factAttackerRequested   = "requested:attacker"
	factConflict            = "specificConflict"
	factAdversaries         = "adversaries>="
	factAttackerAdversaries = "adversaries:attacker>="
	factInside              = "inside:"
	factCondition           = "condition:"
	factOwed                = "owed:"
	factBinding             = "binding:"
)

// validateAssumptions checks what a scenario assumes; whether a duty hangs on it shows only when duties are judged.
func validateAssumptions(list []Assumption) error {
	if len(list) > MaxAssumptions {
		return graph.Invalidf("scenario.assume: %d assumptions exceed the limit of %d", len(list), MaxAssumptions)
	}
	for i, a := range list {
		whole := []string{factRequested, factAttackerRequested, factConflict}
		prefixes := []string{factAdversaries, factAttackerAdversaries, factInside, factCondition, factOwed, factBinding}
		if !slices.Contains(whole, a.Fact) &&
			!slices.ContainsFunc(prefixes, func(p string) bool { return len(a.Fact) > len(p) && strings.HasPrefix(a.Fact, p) }) {
			return graph.Invalidf("scenario.assume: %.80q is no fact; want the key of one that openQuestions gives, such as %q",
				a.Fact, factRequested)
		}
		if slices.ContainsFunc(list[:i], func(b Assumption) bool { return b.Fact == a.Fact }) {
			return graph.Invalidf("scenario.assume: the fact %q is given twice; want each once", a.Fact)
		}
		for _, b := range list[:i] {
			if holds, implied := impliedBy(b, a.Fact); implied && holds != a.Holds {
				return graph.Invalidf("scenario.assume: %q and %q contradict each other", b.Fact, a.Fact)
			}
		}
	}
	return nil
}

// assumed tells whether the scenario takes the fact as known, and how.
func (v *attackView) assumed(fact string) (holds, known bool) {
	for _, a := range v.scenario.Assume {
		if holds, known = impliedBy(a, fact); known {
			return holds, known
		}
	}
	return false, false
}

// impliedBy tells what an assumption says of a fact: of itself, and of lower and higher numbers of adversaries.
func impliedBy(a Assumption, fact string) (holds, known bool) {
	if a.Fact == fact {
		return a.Holds, true
	}
	given, n, isCount := countOf(a.Fact)
	asked, m, isAlso := countOf(fact)
	if !isCount || !isAlso || given != asked || (a.Holds && m > n) || (!a.Holds && m < n) {
		return false, false
	}
	return a.Holds, true
}

func countOf(fact string) (kind string, n int, ok bool) {
	kind, number, ok := strings.Cut(fact, ">=")
	if !ok || !strings.HasPrefix(fact, "adversaries") {
		return "", 0, false
	}
	n, err := strconv.Atoi(number)
	return kind, n, err == nil
}

// settle is a judgement after the scenario's assumptions: one that is not UNKNOWN stays.
func (v *attackView) settle(j Judgement, fact func() string) (_ Judgement, assumed bool) {
	if j != Unknown || v.scenario == nil || len(v.scenario.Assume) == 0 {
		return j, false
	}
	switch holds, known := v.assumed(fact()); {
	case !known:
		return Unknown, false
	case holds:
		return Met, true
	}
	return Unmet, true
}

// condition judges the i-th condition of a duty, with what the scenario assumes.
func (v *attackView) condition(r *graph.AlliedWith, i int) (Judgement, string) {
	judged, reason := v.judge(&r.Conditions[i], r.ObligationType)
	judgement, assumed := v.settle(judged, func() string { return v.conditionFact(r, i) })
	switch {
	case assumed && judgement == Met:
		reason = "assumed to be met"
	case assumed:
		reason = "assumed not to be met"
	}
	return judgement, reason
}

// owed judges whether a duty is owed to this beneficiary: MET, unless its dataset leaves open to whom.
func (v *attackView) owed(r *graph.AlliedWith) Judgement {
	if !r.BeneficiaryUncertain {
		return Met
	}
	j, _ := v.settle(Unknown, func() string { return owedFact(r) })
	return j
}

// binding judges whether the instrument binds: UNKNOWN where its legal force is disputed.
func (v *attackView) binding(r *graph.AlliedWith) Judgement {
	switch {
	case r.Binding != nil && *r.Binding:
		return Met
	case r.Binding != nil:
		return Unmet
	}
	j, _ := v.settle(Unknown, func() string { return factBinding + string(r.TreatyID) })
	return j
}

func owedFact(r *graph.AlliedWith) string {
	return factOwed + string(r.ObligationID) + ">" + string(r.FromID) + ">" + string(r.ToID)
}

// conditionFact is the key of the fact that an UNKNOWN condition waits for.
func (v *attackView) conditionFact(r *graph.AlliedWith, i int) string {
	c := &r.Conditions[i]
	switch c.Kind {
	case graph.ConditionOnRequest:
		if v.towardAttacker {
			return factAttackerRequested
		}
		return factRequested
	case graph.ConditionSpecificConflict:
		return factConflict
	case graph.ConditionAdversaryCount:
		switch {
		case c.Count == 0:
		case v.towardAttacker:
			return factAttackerAdversaries + strconv.Itoa(c.Count)
		default:
			return factAdversaries + strconv.Itoa(c.Count)
		}
	case graph.ConditionGeographicArea, graph.ConditionSpecificLocation:
		if place := v.place(c.Area); place != nil && !place.Area.IsZero() {
			return factInside + string(c.Area)
		}
	}
	return ownFact(r, i)
}

// ownFact is the key of a fact that only this condition of the obligation waits for. Where the obligation has several
// of one kind they are numbered; those of single obligors are theirs.
func ownFact(r *graph.AlliedWith, i int) string {
	c := &r.Conditions[i]
	key := factCondition + string(r.ObligationID) + "#" + string(c.Kind)
	n := 1
	for j := range r.Conditions[:i] {
		if o := &r.Conditions[j]; o.Kind == c.Kind && (len(o.Obligors) > 0) == (len(c.Obligors) > 0) {
			n++
		}
	}
	if n > 1 {
		key += "." + strconv.Itoa(n)
	}
	if len(c.Obligors) > 0 {
		key += "@" + string(r.FromID)
	}
	return key
}

// facts are the keys of what is UNKNOWN of a duty and can count for a verdict, in the order of its terms.
func (v *attackView) facts(r *graph.AlliedWith) (keys []string) {
	if v.binding(r) == Unmet || v.owed(r) == Unmet {
		return nil
	}
	if v.binding(r) == Unknown {
		keys = append(keys, factBinding+string(r.TreatyID))
	}
	if v.owed(r) == Unknown {
		keys = append(keys, owedFact(r))
	}
	doubts := keys
	tie := v.towardAttacker && r.ObligationType == graph.ObligationDefense // whatever its terms
	if tie && !v.scenario.DefendAggressorsToo {
		return doubts
	}
	for i := range r.Conditions {
		if r.Conditions[i].Kind.Qualifier() {
			continue
		}
		switch j, _ := v.condition(r, i); j {
		case Unmet: // its other terms decide nothing
			if tie {
				return doubts
			}
			return nil
		case Unknown:
			if key := v.conditionFact(r, i); !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// fact puts a fact on which the duty hangs into words. What the duty names has been read.
func (v *attackView) fact(r *graph.AlliedWith, key string) Fact {
	out := Fact{Key: key, Kind: graph.ConditionOther, Duty: v.duty(r, v)}
	citation := out.Duty.Citation()
	switch {
	case strings.HasPrefix(key, factBinding):
		out.Question = fmt.Sprintf("Does %s bind in law?", titled(out.Duty.Treaty.Name))
		return out
	case strings.HasPrefix(key, factOwed):
		out.Question = fmt.Sprintf("Is the %s of %s owed to %s?", noun(r.ObligationType), citation, v.called(r.ToID))
		return out
	}
	for i := range r.Conditions {
		if c := &r.Conditions[i]; v.conditionFact(r, i) == key {
			out.Kind, out.Question = c.Kind, v.question(c, citation)
			break
		}
	}
	return out
}

// question asks for what a condition waits for.
func (v *attackView) question(c *graph.Condition, citation string) string {
	beneficiary, foe := v.called(v.victim), v.called(v.attacker)
	if v.towardAttacker {
		beneficiary, foe = foe, beneficiary
	}
	words := ""
	if c.Text != "" {
		words = fmt.Sprintf(" (%s)", c.Text)
	}
	switch c.Kind {
	case graph.ConditionOnRequest:
		return asked(fmt.Sprintf("does %s ask for help?", beneficiary))
	case graph.ConditionSpecificConflict:
		return "Is this the conflict that the treaty has in mind?"
	case graph.ConditionAdversaryCount:
		if c.Count > 0 {
			return asked(fmt.Sprintf("do at least %d states attack %s?", c.Count, beneficiary))
		}
		return fmt.Sprintf("Is the number of adversaries that %s asks for%s reached?", citation, words)
	case graph.ConditionSpecificAdversary:
		return asked(fmt.Sprintf("is %s the adversary that %s has in mind%s?", foe, citation, words))
	case graph.ConditionGeographicArea, graph.ConditionSpecificLocation:
		area := cmp.Or(string(c.Text), "the area of "+citation)
		if place := v.place(c.Area); place != nil {
			area = place.Name
		}
		return fmt.Sprintf("Does the attack take place in the area: %s?", area)
	case graph.ConditionDemandNoncompliance:
		return fmt.Sprintf("Was a demand made and refused, as %s asks%s?", citation, words)
	case graph.ConditionArmedAttack:
		return fmt.Sprintf("Is the threat enough for %s%s?", citation, words)
	}
	return fmt.Sprintf("Is the further condition of %s met%s?", citation, words)
}

// asked is a sentence that asks.
func asked(words string) string { return strings.TrimSuffix(sentence("%s", words), ".") }

// idleAssumptions warns of assumptions on which nothing that was judged hangs.
func (g *reading) idleAssumptions(s *Scenario, rulings []*ruling) []string {
	var out []string
	for _, a := range s.Assume {
		without := *s
		without.Assume = slices.DeleteFunc(slices.Clone(s.Assume), func(b Assumption) bool { return b == a })
		hangs := slices.ContainsFunc(rulings, func(r *ruling) bool {
			return slices.ContainsFunc(r.duties, func(d weighed) bool {
				view := *r.seenBy(&d)
				view.scenario = &without
				return slices.ContainsFunc(view.facts(d.AlliedWith), func(key string) bool {
					_, known := impliedBy(a, key)
					return known
				})
			})
		})
		if !hangs {
			out = append(out, fmt.Sprintf("the assumption about %q changes nothing: no duty in question waits for it", a.Fact))
		}
	}
	return out
}
