package cli

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

type askCommand struct {
	IfAttacked     askIfAttacked     `cmd:"" help:"Who must help whom if somebody attacks."`
	Cascade        askCascade        `cmd:"" help:"What follows from an attack, round by round."`
	Pivots         askPivots         `cmd:"" help:"Which changes of treaties would end a verdict or a path, or bring it about."`
	Duties         askDuties         `cmd:"" help:"What an actor owes and is owed on a day."`
	Diff           askDiff           `cmd:"" help:"Which duties came and went between two days, and why."`
	History        askHistory        `cmd:"" help:"When two actors were bound."`
	Contradictions askContradictions `cmd:"" help:"Duties that cannot all be taken at their word."`
	Lifecycle      askLifecycle      `cmd:"" help:"The life of a treaty, step by step."`
	Compliance     askCompliance     `cmd:"" help:"When obligations were put to the test, and what came of it."`
}

// asked are the flags of every question.
type asked struct {
	answering
	Dataset []string `placeholder:"ID" help:"Only duties stated by this dataset, such as atop. May be given several times."`
}

type onDay struct {
	AsOf graph.Date `placeholder:"DATE" help:"The day that is asked about; today by default."`
}

// scenarioFlags say what is known of an attack.
type scenarioFlags struct {
	Unarmed   bool     `help:"The attack is not an armed one."`
	Provoked  bool     `help:"The victim provoked the attack."`
	Requested string   `enum:"yes,no,unknown" default:"unknown" help:"Whether the victim asks for help: yes, no or unknown."`
	Where     string   `placeholder:"PLACE" help:"Where: a place of the graph, or latitude and longitude as -51.7,-59; the victim's home by default."`
	Hostile   []string `placeholder:"ACTOR" help:"Who attacks together with the attacker. May be given several times."`
	Count     *int     `name:"adversaries" placeholder:"N" help:"How many attack."`
	Assume    []string `sep:"none" placeholder:"FACT=yes|no" help:"Take a fact as known, by its key in the open questions. May be given several times."`
	Defend    bool     `name:"defend-aggressors-too" help:"Defence duties to the attacker cover its war, too."`
}

func (s *scenarioFlags) input() (map[string]any, error) {
	out := map[string]any{"armed": !s.Unarmed, "provoked": s.Provoked, "defendAggressorsToo": s.Defend}
	if s.Requested != "unknown" {
		out["requested"] = s.Requested == "yes"
	}
	var assume []any
	for _, text := range s.Assume {
		i := strings.LastIndexByte(text, '=')
		if i < 0 || text[i:] != "=yes" && text[i:] != "=no" {
			return nil, misused("--assume %q: want FACT=yes or FACT=no, such as requested=yes", text)
		}
		assume = append(assume, map[string]any{"fact": text[:i], "holds": text[i:] == "=yes"})
	}
	if assume != nil {
		out["assume"] = assume
	}
	if s.Where != "" {
		where := map[string]any{"place": s.Where}
		if latitude, longitude, ok := strings.Cut(s.Where, ","); ok {
			north, err1 := strconv.ParseFloat(strings.TrimSpace(latitude), 64)
			east, err2 := strconv.ParseFloat(strings.TrimSpace(longitude), 64)
			if err := errors.Join(err1, err2); err != nil {
				return nil, misused("--where %q: want a place, or latitude and longitude such as -51.7,-59", s.Where)
			}
			where = map[string]any{"latitude": north, "longitude": east}
		}
		out["where"] = where
	}
	if len(s.Hostile) > 0 {
		out["hostileActors"] = s.Hostile
	}
	if s.Count != nil {
		out["adversaryCount"] = *s.Count
	}
	return out, nil
}

// whatIfFlags change the law for one question.
type whatIfFlags struct {
	Withdraw []string `placeholder:"TREATY=PARTY" help:"What if the party left the treaty. May be given several times."`
	End      []string `placeholder:"TREATY" help:"What if the treaty were no longer in force. May be given several times."`
	Suspend  []string `placeholder:"TREATY" help:"What if the treaty were suspended. May be given several times."`
	Enter    []string `name:"enter-into-force" placeholder:"TREATY" help:"What if the treaty, signed and pending, were in force. May be given several times."`
	Amend    []string `sep:"none" placeholder:"TREATY=ARTICLE:TYPE" help:"What if the article's duties were of another type: treaty:nato-1949=5:CONSUL; without an article, all of the treaty's. May be given several times."`
	Add      []string `sep:"none" placeholder:"TYPE:PARTY,PARTY" help:"What if there were a treaty: DEFENSE:Japan,Australia. May be given several times."`
}

func (w *whatIfFlags) input() ([]any, error) {
	var out []any
	for _, text := range w.Withdraw {
		treaty, party, ok := strings.Cut(text, "=")
		if !ok {
			return nil, misused("--withdraw %q: want TREATY=PARTY, such as treaty:nato-1949=Turkey", text)
		}
		out = append(out, map[string]any{"withdraw": map[string]any{"treaty": treaty, "party": party}})
	}
	for _, change := range []struct {
		name     string
		treaties []string
	}{{"end", w.End}, {"suspend", w.Suspend}, {"enterIntoForce", w.Enter}} {
		for _, treaty := range change.treaties {
			out = append(out, map[string]any{change.name: treaty})
		}
	}
	for _, text := range w.Amend {
		treaty, rest, ok := strings.Cut(text, "=")
		article, duty, numbered := strings.Cut(rest, ":")
		if !numbered {
			article, duty = "", rest
		}
		if !ok || !obligationType(&duty) {
			return nil, misused("--amend %q: want TREATY=ARTICLE:TYPE, such as treaty:nato-1949=5:CONSUL, and one of the "+
				"types %v", text, graph.ObligationTypes)
		}
		amendment := map[string]any{"treaty": treaty, "type": duty}
		if numbered {
			amendment["article"] = article
		}
		out = append(out, map[string]any{"amend": amendment})
	}
	for _, text := range w.Add {
		duty, parties, ok := strings.Cut(text, ":")
		if !ok || !obligationType(&duty) {
			return nil, misused("--add %q: want TYPE:PARTY,PARTY, such as DEFENSE:Japan,Australia, and one of the types %v",
				text, graph.ObligationTypes)
		}
		out = append(out, map[string]any{"add": map[string]any{"type": duty, "parties": strings.Split(parties, ",")}})
	}
	return out, nil
}

// suppositions are what a question about an attack takes for given: what is known of it, and another law.
type suppositions struct {
	scenarioFlags
	whatIfFlags
}

// input reads the flags into the variables of the question.
func (s *suppositions) input(variables map[string]any) (err error) {
	if variables["scenario"], err = s.scenarioFlags.input(); err != nil {
		return err
	}
	variables["whatIf"], err = s.whatIfFlags.input()
	return err
}

// obligationType puts the name of a type in capitals, and tells whether there is such a type.
func obligationType(name *string) bool {
	*name = strings.ToUpper(*name)
	return slices.Contains(graph.ObligationTypes, graph.ObligationType(*name))
}

// capitals writes the values of an enum as the API has them.
func capitals(names []string) []string { return lists.Map(names, strings.ToUpper) }

// variables puts together those of a question that have a value.
func (a *asked) variables(more map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range more {
		switch v := value.(type) {
		case graph.Date:
			if !v.IsZero() {
				out[name] = v.String()
			}
		case []string:
			if len(v) > 0 {
				out[name] = v
			}
		case []any:
			if len(v) > 0 {
				out[name] = v
			}
		default:
			out[name] = v
		}
	}
	if len(a.Dataset) > 0 {
		out["datasets"] = lists.Map(a.Dataset, datasetID)
	}
	return out
}
