package ontologydoc

import (
	"testing"

	"github.com/entente-graph/entente/internal/golden"
)

func TestThePageSaysWhatTheTableSays(t *testing.T) {
	golden.Compare(t, "../../docs/ontology.md", []byte(Markdown()))
}
