package neo4jstore

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
)

// An index that is made on data that are there already is built in the background, which takes minutes where they are
// many, and until it is online a statement that names it is refused. So a store is open once all its indexes are
// online, whoever made them: another process may have begun this moment.

const cypherIndexesNotOnline = `SHOW INDEXES
YIELD name, state, populationPercent, failureMessage
WHERE state <> 'ONLINE'
RETURN name, state, populationPercent, failureMessage
ORDER BY name`

const (
	indexPoll = 250 * time.Millisecond
	indexTold = 10 * time.Second // how often the log tells of one that is being built
	// indexStalled is after how long without progress an index is given up.
	indexStalled = 5 * time.Minute
)

// building is an index that is not online.
type building struct {
	name, state string
	percent     float64
	failure     string
}

// awaitIndexes waits until all indexes of the store are online, for as long as one of them makes progress.
func (s *Store) awaitIndexes(ctx context.Context, own map[string]bool) error {
	return awaitIndexes(ctx, s.options.Log, func() (out []building, err error) {
		rows, err := s.autoCommit(ctx, cypherIndexesNotOnline, nil)
		for _, row := range rows {
			percent, _ := row[2].(float64)
			if b := (building{text(row[0]), text(row[1]), percent, text(row[3])}); own[b.name] {
				out = append(out, b)
			}
		}
		return out, err
	})
}

func awaitIndexes(ctx context.Context, log *slog.Logger, look func() ([]building, error)) error {
	furthest := map[string]float64{}
	moved, told := time.Now(), time.Time{}
	for before := -1; ; {
		left, err := look()
		if err != nil || len(left) == 0 {
			return err
		}
		now := time.Now()
		for _, b := range left {
			if b.state == "FAILED" {
				first, _, _ := strings.Cut(b.failure, "\n")
				return graph.Errorf(graph.KindUnavailable, "Neo4j could not build the index %s: %s; drop the index or the "+
					"constraint of this name, and open the store again", b.name, first)
			}
			if far, known := furthest[b.name]; !known || b.percent > far {
				furthest[b.name], moved = b.percent, now
			}
		}
		if len(left) != before {
			before, moved = len(left), now
		}
		if now.Sub(moved) >= indexStalled {
			return graph.Errorf(graph.KindUnavailable, "Neo4j has not come further than %.1f %% with the index %s for %v; "+
				"its log may say why", left[0].percent, left[0].name, indexStalled)
		}
		if now.Sub(told) >= indexTold {
			told = now
			log.Info("Neo4j is building an index", "index", left[0].name, "percent", left[0].percent, "indexes", len(left))
		}
		if err := pause(ctx, indexPoll); err != nil {
			return err
		}
	}
}

var indexMade = regexp.MustCompile(`(?:INDEX|CONSTRAINT) (\w+) IF NOT EXISTS`)

// indexesOf are the names of the indexes and constraints that migrations and the ontology ask for.
func indexesOf(known []migration) map[string]bool {
	out := map[string]bool{}
	made := func(statement string) {
		if m := indexMade.FindStringSubmatch(statement); m != nil {
			out[m[1]] = true
		}
	}
	for _, m := range known {
		for _, statement := range m.statements {
			made(statement)
		}
	}
	for i := range graph.Ontology.Types {
		for _, part := range typeSchema(&graph.Ontology.Types[i]) {
			made(part.statement)
		}
	}
	return out
}
