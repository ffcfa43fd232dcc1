package runner_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

// fake is a loader of an invented notation, one statement a line:
//
//	state ABC Name        describes a state
//	treaty T A B          a treaty of 1950 by which A owes B defence
//	lasted A FROM UNTIL   a state with its period
//	borders A B           a relationship between states that other lines, or nobody, describe
//	same A B              that relationship twice in one row
//	bad                   a rejected row
//	fatal                 the end
//	foreign               a file of another dataset
//	knows NAME            asks for a name
var fake = loaders.Loader{
	Name:    "fake",
	Dataset: graph.Dataset{Header: graph.Header{ID: "dataset:fake", Name: "Invented"}, Version: "1", Priority: 50},
	Read:    readFake,
}

// reading is the fake with another way to read.
func reading(read func(loaders.Input, loaders.Yield) error) loaders.Loader {
	out := fake
	out.Read = read
	return out
}

func readFake(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		if err := readFile(in, file, yield); err != nil {
			return err
		}
	}
	return nil
}

func readFile(in loaders.Input, file input.File, yield loaders.Yield) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		record, err := readLine(in, lines.Text())
		if lines.Text() == "foreign" {
			err = loaders.Foreign(file, "%s: want the invented notation", file.Path)
		}
		record.Locator = fmt.Sprintf("%s:%d", file.Name, n)
		record.Origin = []loaders.Origin{{File: file.Name, Line: n, Row: strings.Fields(lines.Text())}}
		var row *loaders.RowError
		if errors.As(err, &row) {
			row.File, row.Line = file.Name, n
		} else if err != nil {
			return err
		}
		if !yield(record, err) {
			return loaders.ErrStopped
		}
	}
	return nil
}

func readLine(in loaders.Input, text string) (out loaders.Record, err error) {
	words := strings.Fields(text)
	state := func(i int) graph.ID { return graph.ID("state:" + words[i]) }
	link := func(r graph.Relationship, from, to graph.ID) {
		r.Head().FromID, r.Head().ToID = from, to
		out.Relationships = append(out.Relationships, graph.NewRelationshipRecord(r, ""))
	}
	switch words[0] {
	case "state":
		out.Nodes = append(out.Nodes, graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: state(1), Name: words[2]}}))
	case "lasted":
		from, err := graph.ParseDate(words[2])
		if err != nil {
			return out, err
		}
		until, err := graph.ParseDate(words[3])
		if err != nil {
			return out, err
		}
		out.Nodes = append(out.Nodes, graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: state(1), Name: words[1], Period: graph.Between(from, until)}}))
	case "treaty":
		treaty, obligation := graph.ID("treaty:"+words[1]), graph.ID("obligation:"+words[1])
		since := graph.Since(graph.YearOnly(1950))
		binding := true
		out.Nodes = append(out.Nodes,
			graph.NewNodeRecord(&graph.Treaty{Header: graph.Header{ID: treaty, Name: words[1], Period: since}, InForce: graph.YearOnly(1950), Binding: &binding}),
			graph.NewNodeRecord(&graph.Obligation{Header: graph.Header{ID: obligation, Name: "defence"}, Type: graph.ObligationDefense}))
		link(&graph.Imposes{}, treaty, obligation)
		link(&graph.Obliges{}, obligation, state(2))
		link(&graph.Benefits{}, obligation, state(3))
		for _, i := range []int{2, 3} {
			link(&graph.PartyTo{RelationshipHeader: graph.RelationshipHeader{Period: since}, InForce: graph.YearOnly(1950)}, state(i), treaty)
		}
	case "borders":
		link(&graph.Borders{Kind: "LAND"}, state(1), state(2))
	case "same":
		link(&graph.Borders{Kind: "LAND"}, state(1), state(2))
		link(&graph.Borders{Kind: "WATER_12"}, state(1), state(2))
	case "bad":
		return out, &loaders.RowError{Rule: "bad-line", Column: "word", Message: "want another word", Row: words, Header: []string{"word", "first"}[:min(2, len(words))]}
	case "knows":
		if _, _, ok := in.Identities.ByName(words[1], nil, 0); !ok {
			return out, &loaders.RowError{Rule: "unknown-name", Message: words[1] + " is nobody", Row: words, Header: []string{"word", "name"}}
		}
	default:
		return out, errors.New("want lines of the invented notation")
	}
	return out, nil
}

// table is a bundled table with two states.
type table struct{ loaders.Identities }

func (table) Name(id graph.ID) string {
	return map[graph.ID]string{"state:AAA": "Aland", "state:BBB": "Beland"}[id]
}

func (table) ByName(name string, _ []graph.Label, _ graph.Day) (graph.ID, []graph.Candidate, bool) {
	if name == "Aland" {
		return "state:AAA", nil, true
	}
	return "", []graph.Candidate{{ID: "state:AAA", Name: "Aland", Why: "similar name"}}, false
}

// text is a file given as text.
func text(name, content string) input.File {
	return input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func load(t *testing.T, store graph.Store, loader loaders.Loader, o runner.Options, files ...input.File) (runner.Report, error) {
	t.Helper()
	o.Files = files
	if o.Identities == nil {
		o.Identities = table{}
	}
	return runner.Run(t.Context(), store, loader, o)
}

// mustLoad loads a text as file f.txt.
func mustLoad(t *testing.T, store graph.Store, content string) runner.Report {
	t.Helper()
	report, err := load(t, store, fake, runner.Options{}, text("f.txt", content))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func fingerprint(t *testing.T, store graph.Reader) string {
	t.Helper()
	stats, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats.Fingerprint.String()
}

func emptyStore(t *testing.T) graph.Store {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// stumbling is a store whose n-th batch fails before, or after, it was written.
type stumbling struct {
	graph.Store
	fails int // batch that fails, 1-based
	after bool
	then  func() // called when it does
	batch int
}
