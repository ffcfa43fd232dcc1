package neo4jstore

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// waited waits for indexes that look as told at a time since the beginning, none from the end on.
func waited(ctx context.Context, log *slog.Logger, end time.Duration, at func(time.Duration) []building) (took time.Duration, err error) {
	began := time.Now()
	err = awaitIndexes(ctx, log, func() ([]building, error) {
		if since := time.Since(began); since < end {
			return at(since), nil
		}
		return nil, nil
	})
	return time.Since(began), err
}

func TestAnIndexIsWaitedForAsLongAsItMakesProgress(t *testing.T) {
	slowly := func(since time.Duration) []building {
		return []building{{name: "slow", state: "POPULATING", percent: since.Minutes()}}
	}
	quiet := slog.New(slog.DiscardHandler)
	synctest.Test(t, func(t *testing.T) {
		var told bytes.Buffer
		took, err := waited(t.Context(), slog.New(slog.NewTextHandler(&told, nil)), time.Hour, slowly)
		if err != nil || took < time.Hour || took > time.Hour+time.Second {
			t.Errorf("%v after %v", err, took)
		}
		if n := strings.Count(told.String(), "index=slow"); n < 300 || n > 400 {
			t.Errorf("told %d times in an hour", n)
		}
	})
	synctest.Test(t, func(t *testing.T) { // two, of which one goes on where the other waits
		_, err := waited(t.Context(), quiet, time.Hour, func(since time.Duration) []building {
			return append(slowly(since), building{name: "waits", state: "POPULATING"})
		})
		if err != nil {
			t.Error(err)
		}
	})
	synctest.Test(t, func(t *testing.T) { // one after the other, each too quick to tell of its progress
		_, err := waited(t.Context(), quiet, 12*time.Minute, func(since time.Duration) []building {
			return make([]building, 4-int(since/(3*time.Minute+time.Second)))
		})
		if err != nil {
			t.Error(err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		took, err := waited(t.Context(), quiet, time.Hour, func(since time.Duration) []building { return slowly(min(since, time.Minute)) })
		if graph.KindOf(err) != graph.KindUnavailable || !strings.Contains(err.Error(), "slow") || took < indexStalled+time.Minute || took > indexStalled+2*time.Minute {
			t.Errorf("%v after %v", err, took)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		if took, err := waited(ctx, quiet, time.Hour, slowly); !errors.Is(err, context.DeadlineExceeded) || took != 10*time.Minute {
			t.Errorf("%v after %v", err, took)
		}
	})
	_, err := waited(t.Context(), quiet, time.Hour, func(time.Duration) []building {
		return []building{{name: "broken", state: "FAILED", failure: "disk full\nat java"}}
	})
	if err == nil || !strings.Contains(err.Error(), "broken: disk full;") {
		t.Error(err)
	}
}

// TestAnOpenStoreHasItsIndexes where another process has only just begun to have one built.
func TestAnOpenStoreHasItsIndexes(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	s, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, statement := range []string{
		"DROP INDEX allied_with_days",
		"UNWIND range(1, 20000) AS i CALL (i) { CREATE (:Entity {id: 'state:A' + i})-[:ALLIED_WITH {key: 'ALLIED_WITH|' + i, " +
			"fromDay: 0, untilDay: 99991231}]->(:Entity {id: 'state:B' + i}) } IN TRANSACTIONS OF 2000 ROWS",
	} {
		if _, err := s.autoCommit(t.Context(), statement, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range typeSchema(graph.Ontology.Type(graph.AlliedWithType)) {
		if err := s.schema(t.Context(), part.statement, nil); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	rows, err := again.autoCommit(t.Context(), cypherIndexesNotOnline, nil)
	if err != nil || len(rows) > 0 {
		t.Fatalf("the store is open, and not online are %v, %v", rows, err)
	}
	neo4jtest.Clean(t)
}

func TestEveryIndexOfTheSchemaIsKnown(t *testing.T) {
	known, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	own := indexesOf(known)
	for _, name := range []string{"entity_id", "entity_names", "allied_with_key", "allied_with_days", "entente_batches_dataset"} {
		if !own[name] {
			t.Errorf("%s is missing in %v", name, own)
		}
	}
}
