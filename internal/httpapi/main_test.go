package httpapi_test

import (
	"testing"

	"github.com/entente-graph/entente/internal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }
