package alliance

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// Verdict is what an actor owes in the case of an attack.
type Verdict string

// The verdicts, those to act on first.
const (
	VerdictObliged           Verdict = "OBLIGED"
	VerdictConditional       Verdict = "CONDITIONAL"
	VerdictConflicted        Verdict = "CONFLICTED"
	VerdictObligedToAttacker Verdict = "OBLIGED_TO_ATTACKER"
	VerdictBarred            Verdict = "BARRED"
	VerdictConsultOnly       Verdict = "CONSULT_ONLY"
	VerdictFree              Verdict = "FREE"
)

// Verdicts lists the verdicts in the order of answers.
var Verdicts = []Verdict{
	VerdictObliged, VerdictConditional, VerdictConflicted, VerdictObligedToAttacker, VerdictBarred,
	VerdictConsultOnly, VerdictFree,
}

// MarshalGQL writes the verdict, null where there is none.
func (x Verdict) MarshalGQL(w io.Writer) { graph.Text(x).MarshalGQL(w) }

// UnmarshalGQL reads what MarshalGQL writes.
func (x *Verdict) UnmarshalGQL(v any) error { return (*graph.Text)(x).UnmarshalGQL(v) }

// Responder is an actor with the verdict on it and the duties that it rests on.
type Responder struct {
	Actor   graph.Actor
	Verdict Verdict
	// Because are the duties that the verdict rests on: to the victim, or for BARRED and OBLIGED_TO_ATTACKER to the
	// attacker.
	Because []*Duty
	// Against are the duties to the attacker, or ties with it, that stand against helping the victim.
	Against []*Duty
	// Unmet are duties of which a trigger is UNMET; they decide nothing.
	Unmet []*Duty
	// Tensions are non-aggression owed to the attacker and defence ties with it that decide nothing.
	Tensions []*Duty
	// Political are commitments by instruments that do not bind; they decide nothing.
	Political []*Duty
	// Consultation is CONSUL owed to the victim besides what the verdict rests on.
	Consultation []*Duty

	attacker, victim string       // as they are called
	halves           []*Responder // the two verdicts that tear an actor of a cascade, where one alone does not
	remarkable       bool         // as its ruling
	ruling           *ruling      // what it is made of; nil where two halves are
}

// lists are all lists of duties of the responder.
func (r *Responder) lists() [][]*Duty {
	return [][]*Duty{r.Because, r.Against, r.Unmet, r.Tensions, r.Political, r.Consultation}
}

// Explanation is the verdict in a sentence that an analyst can paste into a memo.
func (r *Responder) Explanation() string {
	attacker, victim, name := r.attacker, r.victim, Called(r.Actor.Head().Name)
	if len(r.halves) > 0 {
		one, other := asClause(r.halves[0].Explanation()), asClause(r.halves[1].Explanation())
		return sentence("%s is torn between the sides: %s; %s", name, one, other)
	}
	if r.Verdict == VerdictFree {
		return sentence("%s owes %s no help against %s%s", name, victim, attacker, r.why(attacker))
	}
	d := r.Because[0]
	by, since := d.Citation(), inForce(d.Period)
	switch r.Verdict {
	case VerdictObliged, VerdictConditional:
		triggers := cmp.Or(d.ifOpen(), ": every trigger is met")
		return sentence("%s must help %s against %s under %s (%s)%s%s",
			name, victim, attacker, by, since, qualified(d), triggers)
	case VerdictConflicted:
		a := r.Against[0]
		source := "under " + a.Citation()
		if a.Treaty.ID == d.Treaty.ID {
			source = "by the same treaty"
		}
		tie := fmt.Sprintf("owes %s %s", attacker, noun(a.Type))
		openTie := a.ifOpen()
		if a.Note() != "" { // it decides nothing whether that one's conditions are met
			tie, openTie = "has a defence tie with "+attacker, ""
		}
		and := " and"
		if d.ifOpen() != "" {
			and = "; and it"
		}
		return sentence("%s is torn: it owes %s defence under %s%s%s %s %s%s", name, victim, by, d.ifOpen(), and, tie, source,
			openTie)
	case VerdictObligedToAttacker:
		and := " and"
		if d.ifOpen() != "" {
			and = d.ifOpen() + "; it"
		}
		return sentence("%s is bound to the attacker, %s, by %s (%s, %s)%s owes %s no defence", name, attacker, by,
			noun(d.Type), since, and, victim)
	case VerdictBarred:
		return sentence("%s may not help %s: it owes %s neutrality under %s (%s)%s", name, victim, attacker, by, since,
			d.ifOpen())
	default: // VerdictConsultOnly
		return sentence("%s owes %s consultation only, under %s (%s)%s%s", name, victim, by, since, d.ifOpen(),
			r.why(attacker))
	}
}

// why says what stands in the way of a duty that one might expect.
func (r *Responder) why(attacker string) string {
	for _, d := range r.Unmet {
		if d.Type == graph.ObligationDefense || len(r.Unmet) == 1 {
			return fmt.Sprintf("; %s under %s does not apply because %s", noun(d.Type), d.Citation(),
				strings.Join(d.reasons(Unmet), "; "))
		}
	}
	for _, d := range r.Tensions {
		if d.Type == graph.ObligationDefense {
			return fmt.Sprintf("; its defence duty to %s under %s does not cover a war that %s began", attacker,
				d.Citation(), attacker)
		}
	}
	for _, d := range r.Political {
		if d.Type != graph.ObligationNonagg {
			return fmt.Sprintf("; what it owes by %s is a political commitment that does not bind in international law",
				d.Citation())
		}
	}
	return ""
}

// ifOpen names the conditions of which it is not known whether they are met.
func (d *Duty) ifOpen() string {
	open := d.reasons(Unknown)
	if len(open) == 0 {
		return ""
	}
	return " if its open conditions are met: " + strings.Join(open, "; ")
}

var qualifierWords = map[graph.ConditionKind]string{
	graph.ConditionConstitutionalProcess: "its constitutional processes",
	graph.ConditionNationalLaw:           "its national law",
	graph.ConditionDiscretion:            "its own discretion over the means",
	graph.ConditionReservedNeutrality:    "its reserved neutrality",
}

// qualified says how free the obligor is.
func qualified(d *Duty) string {
	qualifiers := d.Qualifiers()
	if len(qualifiers) == 0 {
		return ""
	}
	words := lists.Map(qualifiers, func(q Qualifier) string { return qualifierWords[q.Kind] })
	return ", subject to " + strings.Join(words, " and ")
}

func noun(t graph.ObligationType) string {
	return map[graph.ObligationType]string{
		graph.ObligationDefense: "defence", graph.ObligationOffense: "support in its war",
		graph.ObligationNeutral: "neutrality", graph.ObligationNonagg: "non-aggression",
		graph.ObligationConsul: "consultation",
	}[t]
}
