package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// written makes a store file in which state:XAA was renamed twice and the dataset then retracted.
func written(t *testing.T) (store, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "entente.db")
	s, err := memstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"One", "Two"} {
		n := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:XAA", Name: name}})
		d := graph.NewNodeRecord(&graph.Dataset{Header: graph.Header{ID: "dataset:invented", Name: "Invented"}})
		n.Dataset, d.Dataset = "dataset:invented", "dataset:invented"
		if _, err := s.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{n, d}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Retract(t.Context(), "dataset:invented"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return "--store=file:" + path, path
}

// succeeds runs the program and returns what it printed.
func succeeds(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := entente(t, args...)
	if code != 0 {
		t.Fatalf("entente %s: exit code %d: %s%s", strings.Join(args, " "), code, out, errs)
	}
	return out
}

func holds(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in\n%s", w, text)
		}
	}
}

func TestTheLedgerIsShown(t *testing.T) {
	store, _ := written(t)
	out := succeeds(t, "commits", store)
	holds(t, out, "COMMIT", "RETRACTION", "EDIT", "invented", "+2", "~1", "-2")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); len(lines) != 4 || !strings.HasPrefix(lines[1], "3 ") {
		t.Errorf("commits:\n%s", out)
	}
	var list struct{ Nodes []struct{ Number int } }
	if err := json.Unmarshal([]byte(succeeds(t, "commits", "--json", "--known-at=commit 2", store)), &list); err != nil || len(list.Nodes) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	out = succeeds(t, "changes", store)
	holds(t, out, "commit 1, ", "+ One (state:XAA) by invented", "commit 2, ", `name: "One" → "Two"`, "commit 3, ", "RETRACTION of invented", "  - ")
	out = succeeds(t, "changes", "--since=commit 1", "--until=commit 2", store)
	if strings.Count(out, "\n") != 3 || strings.Contains(out, "+ ") {
		t.Errorf("one commit:\n%s", out)
	}
	if out := succeeds(t, "changes", "--json", "--dataset=invented", "--limit=3", store); strings.Count(out, "\n") != 3 {
		t.Errorf("three changes:\n%s", out)
	}
}

// TestChangesTellRelationshipsOfTheSameTwoApart: where a load brings another first day, one goes and one comes.
func TestChangesTellRelationshipsOfTheSameTwoApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := memstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	a, b := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:XAA", Name: "One"}}),
		graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:XBB", Name: "Two"}})
	a.Dataset, b.Dataset = "dataset:invented", "dataset:invented"
	batch := graph.Batch{Nodes: []graph.NodeRecord{a, b}}
	for _, day := range []string{"1991-01-01", ""} {
		borders := &graph.Borders{}
		borders.FromID, borders.ToID, borders.DatasetID = "state:XAA", "state:XBB", "dataset:invented"
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(borders, day))
	}
	if _, err := s.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	out := succeeds(t, "changes", "--store=file:"+path)
	holds(t, out, "+ One BORDERS Two (1991-01-01) by invented", "+ One BORDERS Two by invented")
}

func TestHistoryIsForgottenByChoice(t *testing.T) {
	store, _ := written(t)
	code, out, errs := entente(t, "compact", "--before=commit 3", store)
	if code != 1 || !strings.HasPrefix(out, "2 commits from ") || !strings.Contains(errs, "nothing was forgotten; --yes") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
	succeeds(t, "export", "--known-at=commit 2", store)
	holds(t, succeeds(t, "compact", "--before=commit 3", "--yes", store), "2 commits forgotten")
	holds(t, succeeds(t, "compact", "--before=commit 3", "--yes", store), "nothing to forget")
	if code, _, errs := entente(t, "export", "--known-at=commit 2", store); code != 2 || !strings.Contains(errs, "commit 3") {
		t.Errorf("what was forgotten: exit code %d: %s", code, errs)
	}
	if code, _, errs := entente(t, "compact", "--before=1999-01-01", "--yes", store); code != 2 || !strings.Contains(errs, "commit 3") {
		t.Errorf("before all: exit code %d: %s", code, errs)
	}
}

func TestAnExportOfThePast(t *testing.T) {
	store, _ := written(t)
	path := filepath.Join(t.TempDir(), "then.jsonl")
	succeeds(t, "export", "--known-at=commit 1", "-o", path, store)
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), `"One"`) || strings.Contains(string(text), `"Two"`) {
		t.Errorf("%s, %v", text, err)
	}
	copied := "--store=file:" + filepath.Join(t.TempDir(), "copy.db")
	succeeds(t, "load", "jsonl", path, copied)
	var was, is struct {
		Nodes []struct{ DataVersion string }
	}
	if err := json.Unmarshal([]byte(succeeds(t, "commits", "--json", "--known-at=commit 1", store)), &was); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(succeeds(t, "commits", "--json", copied)), &is); err != nil {
		t.Fatal(err)
	}
	if was.Nodes[0].DataVersion != is.Nodes[0].DataVersion {
		t.Errorf("version %+v, of the copy %+v", was, is)
	}
}

func TestVerify(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	store := "--store=file:" + path
	receipt := filepath.Join(t.TempDir(), "poland.json")
	succeeds(t, "load", "curated", store)
	succeeds(t, "ask", "duties", "--actor=Poland", "--as-of=2024-12-04", "--receipt="+receipt, store)
	holds(t, succeeds(t, "verify", receipt, store), "The answer is the same.")
	holds(t, succeeds(t, "verify", receipt), "The answer is the same.") // the bundled data in memory are the same data
	text, err := os.ReadFile(receipt)
	if err != nil {
		t.Fatal(err)
	}
	for name, marked := range marked(t, string(text)) {
		file := filepath.Join(t.TempDir(), "marked.json")
		if err := os.WriteFile(file, []byte(marked), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, errs := entente(t, "verify", file, store); code != 0 {
			t.Errorf("with the mark of %s: exit code %d: %s%s", name, code, out, errs)
		}
	}
	var one map[string]any
	if err := json.Unmarshal(text, &one); err != nil {
		t.Fatal(err)
	}
	answered := map[string]any{"query": one["query"], "response": map[string]any{"data": "", "extensions": map[string]any{"entente": map[string]any{"receipt": one}}}}
	pack, err := json.Marshal(map[string]any{"entente": "evidence", "title": "Poland", "asked": []any{answered, answered}})
	if err != nil {
		t.Fatal(err)
	}
	evidence := filepath.Join(t.TempDir(), "evidence.json")
	if err := os.WriteFile(evidence, pack, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := succeeds(t, "verify", evidence, store); out != "The answer is the same.\nThe answer is the same.\n" {
		t.Errorf("evidence: %s", out)
	}
	succeeds(t, "retract", "curated", store)
	if code, out, _ := entente(t, "verify", evidence, store); code != 1 || strings.Count(out, "The answer is another") != 2 {
		t.Errorf("evidence: %s", out)
	}
	code, out, errs := entente(t, "verify", receipt, store)
	if code != 1 || errs != "" {
		t.Errorf("exit code %d: %s", code, errs)
	}
	holds(t, out, "The answer is another because of the data: commit 2 of ", "RETRACTION of curated", "  - ", "Poland", "other records")
	holds(t, succeeds(t, "verify", receipt, store, "--known-at=commit 1"), "The answer is the same.")
	var found struct {
		Same    bool
		Reasons []string
	}
	if code, out, _ := entente(t, "verify", receipt, store, "--json"); code != 1 || json.Unmarshal([]byte(out), &found) != nil || found.Same || found.Reasons[0] != "DATA" {
		t.Errorf("exit code %d: %s", code, out)
	}
	holds(t, succeeds(t, "ask", "duties", "--actor=Poland", "--as-of=2024-12-04", "--known-at=commit 1", store), "Poland, as of 2024-12-04")
	if code, _, errs := entente(t, "ask", "duties", "--actor=Poland", "--known-at=commit 9", store); code != 2 || !strings.Contains(errs, "commit 2") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	for name, text := range map[string]string{"no JSON": "x", "no query": `{"question": "x"}`, "no evidence": `{"entente": "evidence", "asked": [{"query": "x"}]}`, "forged": `{"query": "{ __typename }", "question": "x", "askedOn": "2024-01-01", "dataVersion": "x", "answer": "x"}`} {
		bad := filepath.Join(t.TempDir(), "bad.json")
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, errs := entente(t, "verify", bad); code == 0 || !strings.Contains(errs, "receipt") {
			t.Errorf("%s: exit code %d: %s", name, code, errs)
		}
	}
}
