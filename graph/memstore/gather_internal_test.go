package memstore

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
)

// fullVault is a vault that has no room.
type fullVault struct{ vault }

func (fullVault) write(*writes) error { return errors.New("no room") }

// TestABatchThatCouldNotBeWrittenIsNotGathered: the batch after it finds what the one before it has left.
func TestABatchThatCouldNotBeWrittenIsNotGathered(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "entente.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	gather := func(status graph.LoadRunStatus, name string, from int) error {
		batch := graph.Batch{Run: &graph.LoadRun{ID: "run", Dataset: "dataset:t", Status: status, Started: time.Unix(0, 0)}}
		for i := range 3 {
			id := graph.ID(fmt.Sprintf("state:s%d", i))
			batch.Nodes = append(batch.Nodes, graph.NodeRecord{
				ID: id, Label: graph.LabelState, Dataset: "dataset:t", Properties: graph.Properties{"name": name},
			})
			batch.Relationships = append(batch.Relationships, graph.RelationshipRecord{
				Type: graph.BordersType, From: id, To: graph.ID(fmt.Sprintf("state:s%d", (i+1)%3)), Dataset: "dataset:t",
				Discriminator: fmt.Sprint(from + i), Properties: graph.Properties{"kind": "LAND"},
			})
		}
		_, err := s.Apply(t.Context(), batch)
		return err
	}
	if err := gather(graph.LoadRunning, "first", 0); err != nil {
		t.Fatal(err)
	}
	file := s.vault
	s.vault = fullVault{file}
	for _, status := range []graph.LoadRunStatus{graph.LoadRunning, graph.LoadFinished} {
		if err := gather(status, "lost", 100); err == nil {
			t.Fatalf("%s: written without room", status)
		}
	}
	s.vault = file
	for from, name := range []string{"again", "last"} { // the first relationships again, then others
		status := []graph.LoadRunStatus{graph.LoadRunning, graph.LoadFinished}[from]
		if err := gather(status, name, 3*from); err != nil {
			t.Fatal(err)
		}
	}
	stats, err := s.Stats(t.Context())
	if err != nil || stats.Relationships[graph.BordersType] != 6 {
		t.Errorf("%v, %v; want six relationships", stats.Relationships, err)
	}
	if nodes, err := s.Nodes(t.Context(), []graph.ID{"state:s1"}); err != nil || nodes[0].Head().Name != "last" {
		t.Errorf("%+v, %v", nodes, err)
	}
}
