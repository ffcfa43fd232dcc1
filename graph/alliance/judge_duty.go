package alliance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Duty is an obligation of one actor to another that is in force on the day asked about, with its terms judged against
// the scenario of the question.
type Duty struct {
	Relationship *graph.AlliedWith
	Obligor      graph.Actor
	Beneficiary  graph.Actor
	Treaty       *graph.Treaty
	Article      *graph.Article // nil where the dataset knows no articles
	Obligation   *graph.Obligation
	Dataset      *graph.Dataset
	Type         graph.ObligationType
	Period       graph.Period // when it is in force between the two
	// Judgement is that of all triggers together: UNMET where one is, else UNKNOWN where one is, else MET.
	Judgement Judgement

	view *attackView // the attack against which it is judged
}

// ArticleNumber is the article's number, empty where the dataset knows no articles.
func (d *Duty) ArticleNumber() graph.Text { return d.Relationship.ArticleNumber }

// Citation names article and treaty: "article 5 of the North Atlantic Treaty".
func (d *Duty) Citation() string {
	title := titled(d.Treaty.Name)
	if d.Relationship.ArticleNumber == "" {
		return title
	}
	return fmt.Sprintf("article %s of %s", d.Relationship.ArticleNumber, title)
}

// binds tells whether the duty is one of law.
func (d *Duty) binds() bool { return binds(d.Relationship) }

// reasons lists the reasons of the conditions with a judgement, without those that another tells in more words.
func (d *Duty) reasons(j Judgement) []string {
	var out []string
	for _, c := range d.Conditions() {
		if c.Judgement == j {
			out = append(out, c.Reason)
		}
	}
	all := slices.Clone(out)
	return slices.DeleteFunc(out, func(reason string) bool {
		return slices.ContainsFunc(all,
			func(other string) bool { return len(other) > len(reason) && strings.HasPrefix(other, reason) })
	})
}

// judge judges all triggers of a duty together, without words: UNMET where one is, else UNKNOWN where one is, else MET.
// Where the dataset leaves open to whom it is owed, or where its legal force is disputed, that counts as one more
// trigger that is UNKNOWN.
func judge(r *graph.AlliedWith, view *attackView) Judgement {
	out := Met
	if view.binding(r) == Unknown {
		out = Unknown
	}
	switch view.owed(r) {
	case Unmet:
		return Unmet
	case Unknown:
		out = Unknown
	}
	for i := range r.Conditions {
		if !r.Conditions[i].Kind.Qualifier() {
			switch j, _ := view.condition(r, i); {
			case j == Unmet:
				return Unmet
			case j == Unknown:
				out = Unknown
			}
		}
	}
	return out
}

// Conditions are the triggers, each judged and with the reason. They are put into words when they are asked for.
func (d *Duty) Conditions() []JudgedCondition {
	r := d.Relationship
	view := *d.view
	view.words = true
	var out []JudgedCondition
	for i := range r.Conditions {
		if c := &r.Conditions[i]; !c.Kind.Qualifier() {
			judgement, reason := view.condition(r, i)
			out = append(out, JudgedCondition{c.Kind, c.Text, judgement, reason})
		}
	}
	if r.BeneficiaryUncertain {
		out = append(out, JudgedCondition{graph.ConditionOther, "", view.owed(r), "the dataset does not say to which " +
			"members the duty is owed"})
	}
	if r.Binding == nil {
		out = append(out, JudgedCondition{graph.ConditionOther, "", view.binding(r), "the legal force of the instrument is " +
			"disputed"})
	}
	return out
}

// Qualifiers say how free the obligor is.
func (d *Duty) Qualifiers() []Qualifier {
	var out []Qualifier
	for _, c := range d.Relationship.Conditions {
		if c.Kind.Qualifier() {
			out = append(out, Qualifier{c.Kind, c.Text})
		}
	}
	return out
}

// Note says what the judgement leaves out: that the duty does not cover a war that its beneficiary began.
func (d *Duty) Note() graph.Text {
	if v := d.view; v.towardAttacker && d.Type == graph.ObligationDefense && !v.scenario.DefendAggressorsToo {
		return graph.Text("does not cover a war that " + v.called(v.attacker) + " began")
	}
	return ""
}

// compareDuties orders duties by what they are worth to a reader: the strongest type, the best judgement, then article
// and treaty, then id. It is a total order, so that no answer depends on the order of reading.
func compareDuties(a, b *Duty) int {
	return cmp.Or(
		cmp.Compare(slices.Index(graph.ObligationTypes, a.Type), slices.Index(graph.ObligationTypes, b.Type)),
		cmp.Compare(rankOf(a.Judgement), rankOf(b.Judgement)),
		cmp.Compare(oneIf(a.ArticleNumber() == ""), oneIf(b.ArticleNumber() == "")),
		cmp.Compare(a.Relationship.TreatyID, b.Relationship.TreatyID),
		cmp.Compare(a.Relationship.ID, b.Relationship.ID))
}

func rankOf(j Judgement) int { return slices.Index([]Judgement{Met, Unknown, Unmet}, j) }

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sortDuties(list []*Duty) []*Duty {
	slices.SortFunc(list, compareDuties)
	return list
}
