package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A question is one of a job's; the same number gives the same question on every side.
type question struct {
	Job      string
	Day      int // such as 20100131
	From, To string
}

func (q question) date() string {
	return fmt.Sprintf("%04d-%02d-%02d", q.Day/10000, q.Day/100%100, q.Day%100)
}

// asked is the n-th question of a job: no two of the first 20,000 are the same.
func asked(job string, n int, states []string) question {
	r := rand.New(rand.NewPCG(uint64(n), 17)) //nolint:gosec // the same questions each time
	day := n % (62 * 12 * 28)
	q := question{Job: job, Day: (1950+day%62)*10000 + (1+day/62%12)*100 + 1 + day/62/12}
	from := r.IntN(len(states))
	to := (from + 1 + r.IntN(len(states)-1)) % len(states)
	q.From, q.To = states[from], states[to]
	return q
}

// The jobs and, for each kind of side, the text of the question. Where a kind has none, it does not answer that job.
var jobs = []struct {
	name    string
	texts   map[kind]string
	compare func([]byte, question) (string, error)
}{
	{"page", map[kind]string{
		entente: `query ($day: Date!) { actors(filter: {labels: [STATE]}, orderBy: {field: ID}, first: 20) { nodes { id name
			... on State { alliances(asOf: $day, direction: OUT, first: 10) { id obligationType to { id name } period { from until } } } } } }`,
		yoga: `query ($number: Int!) { states(first: 20) { id name alliances(day: $number, first: 10) { id obligationType to { id name } from until } } }`,
		neo4jGraphQL: `query ($number: Int!) { states(sort: [{id: ASC}], limit: 20) { id name
			alliesConnection(first: 10, sort: [{edge: {key: ASC}}], where: {edge: {fromDay: {lte: $number}, untilDay: {gt: $number}}}) {
				edges { node { id name } properties { key obligationType from until } } } } }`,
		byHand: "page",
	}, samePage},
	{"node", map[kind]string{
		entente:      `query ($from: NodeRef!, $day: Date) { actor(ref: $from, on: $day) { id name } }`,
		yoga:         `query ($from: ID!) { state(id: $from) { id name } }`,
		neo4jGraphQL: `query ($from: ID!) { states(where: {id: {eq: $from}}) { id name } }`,
		byHand:       "node",
	}, sameNode},
	{"path", map[kind]string{
		entente: `query ($from: NodeRef!, $to: NodeRef!, $day: Date!) { paths(from: $from, to: [$to], asOf: $day, limit: 1) {
			paths { nodes { id name } hops { relationship { id } } } } }`,
		byHand: "path",
	}, samePath},
	{"obligationsIfAttacked", map[kind]string{
		entente: `query ($from: NodeRef!, $to: NodeRef!, $day: Date!) { obligationsIfAttacked(attacker: $from, victim: $to, asOf: $day) { responders {
			actor { id name } verdict because { ...duty } against { ...duty } unmet { ...duty } political { ...duty } } } }
			fragment duty on Duty { type beneficiary { id } citation }`,
		byHand: "duties",
	}, sameDuties},
}

// body is a question as a kind of side takes it.
func body(k kind, text string, q question) (path string, out []byte) {
	if k == byHand {
		out, _ = json.Marshal(q) // texts and numbers always marshal
		return "/" + text, out
	}
	variables := map[string]any{}
	for name, value := range map[string]any{"day": q.date(), "number": q.Day, "from": q.From, "to": q.To} {
		if strings.Contains(text, "$"+name+":") {
			variables[name] = value
		}
	}
	out, _ = json.Marshal(map[string]any{"query": text, "variables": variables})
	return "/graphql", out
}

// named is whatever has an id and a name.
type named struct{ ID, Name string }

// samePage reads a page in the form of any side into lines that are the same for all.
func samePage(answer []byte, _ question) (string, error) {
	type alliance struct {
		ID, Key, ObligationType string
		To, Node                named
		From, Until             string
		Period, Properties      struct{ Key, ObligationType, From, Until string }
	}
	type state struct {
		named
		Alliances        []alliance
		AlliesConnection struct{ Edges []alliance }
	}
	var in struct {
		Data struct {
			Actors struct{ Nodes []state }
			States []state
		}
	}
	if err := json.Unmarshal(answer, &in); err != nil {
		return "", err
	}
	var out strings.Builder
	for _, s := range append(in.Data.Actors.Nodes, in.Data.States...) {
		fmt.Fprintln(&out, s.ID, s.Name)
		for _, a := range append(s.Alliances, s.AlliesConnection.Edges...) {
			fmt.Fprintln(&out, " ", a.ID+a.Properties.Key, a.ObligationType+a.Properties.ObligationType, a.To.ID+a.Node.ID, a.To.Name+a.Node.Name,
				a.From+a.Period.From+a.Properties.From, a.Until+a.Period.Until+a.Properties.Until)
		}
	}
	if strings.Count(out.String(), "\n") < 30 {
		return "", fmt.Errorf("a page of %.200s", answer)
	}
	return out.String(), nil
}

func sameNode(answer []byte, q question) (string, error) {
	var in struct {
		Data struct {
			Actor, State named
			States       []named
		}
	}
	err := json.Unmarshal(answer, &in)
	for _, n := range append(in.Data.States, in.Data.Actor, in.Data.State) {
		if err == nil && n.ID == q.From {
			return n.ID + " " + n.Name, nil
		}
	}
	return "", fmt.Errorf("no node %s in %.200s: %w", q.From, answer, err)
}

// samePath compares lengths: of several shortest paths the sides may choose another.
func samePath(answer []byte, q question) (string, error) {
	var in struct {
		Data struct{ Paths json.RawMessage }
	}
	var whole struct{ Paths []struct{ Nodes []named } }
	err := json.Unmarshal(answer, &in)
	if err == nil && json.Unmarshal(in.Data.Paths, &whole) != nil { // by hand it is the list itself
		err = json.Unmarshal(in.Data.Paths, &whole.Paths)
	}
	if err != nil {
		return "", fmt.Errorf("no answer about paths: %.300s", answer)
	}
	if len(whole.Paths) == 0 {
		return "no path", nil
	}
	nodes := whole.Paths[0].Nodes
	if len(nodes) < 2 || nodes[0].ID != q.From || nodes[len(nodes)-1].ID != q.To {
		return "", fmt.Errorf("a path from elsewhere: %.300s", answer)
	}
	return fmt.Sprint(len(nodes)-1, " hops"), nil
}

// sameDuties compares who owes the victim defence.
func sameDuties(answer []byte, q question) (string, error) {
	type duty struct {
		Type        string
		Beneficiary named
	}
	type responder struct {
		Actor                              named
		Because, Against, Unmet, Political []duty
	}
	var in struct {
		Data struct {
			ObligationsIfAttacked struct{ Responders []responder }
			Responders            []responder
		}
	}
	if err := json.Unmarshal(answer, &in); err != nil {
		return "", fmt.Errorf("no answer about duties: %.300s", answer)
	}
	var out []string
	for _, r := range append(in.Data.ObligationsIfAttacked.Responders, in.Data.Responders...) {
		all := slices.Concat(r.Because, r.Against, r.Unmet, r.Political)
		if slices.ContainsFunc(all, func(d duty) bool { return d.Type == "DEFENSE" && d.Beneficiary.ID == q.To }) {
			out = append(out, r.Actor.ID)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " "), nil
}
