package neo4jstore

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

//go:embed migrations/*.cypher
var migrationFiles embed.FS

// A migration is one numbered file. Its statements are safe to run twice and by two processes at once (IF NOT EXISTS,
// MERGE), because Neo4j cannot change schema and data in one transaction; the record of it is written after the last.
type migration struct {
	number     int
	name       string
	checksum   string
	statements []string
}

const (
	cypherMigrations = `MATCH (m:EntenteMigration)
RETURN m.number, m.name
ORDER BY m.number`
	cypherRecordMigration = `MERGE (m:EntenteMigration {number: $number})
ON CREATE SET m.name = $name, m.checksum = $checksum, m.applied = datetime()`
	cypherTypesKnown = `MATCH (s:EntenteStore {id: 'store'})
RETURN s.types`
	cypherSetTypes = `MATCH (s:EntenteStore {id: 'store'})
SET s.types = $types`
	// cypherNameLabels: labels of a node come in the order in which the database first met them, and Neo4j Browser paints
	// and names a node by the first. So those of the ontology come before Entity.
	cypherNameLabels = `UNWIND $labels AS label
CALL db.createLabel(label)`
)

func migrations() ([]migration, error) {
	files, err := fs.Glob(migrationFiles, "migrations/*.cypher")
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	out := make([]migration, len(files))
	for i, file := range files {
		text, err := fs.ReadFile(migrationFiles, file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(path.Base(file), ".cypher")
		number, err := strconv.Atoi(name[:4])
		if err != nil || number != i+1 {
			return nil, fmt.Errorf("migration %s: want number %04d", file, i+1)
		}
		out[i] = migration{number, name[5:], fmt.Sprintf("%x", sha256.Sum256(text)), statements(string(text))}
	}
	return out, nil
}

// statements splits a migration at semicolons that end a line, comments left out.
func statements(text string) []string {
	var out []string
	var statement []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		last, ends := strings.CutSuffix(line, ";")
		statement = append(statement, last)
		if ends {
			out = append(out, strings.Join(statement, "\n"))
			statement = nil
		}
	}
	return out
}

// migrate brings the schema up to date. Several processes may do so at once.
func (s *Store) migrate(ctx context.Context) error {
	known, err := migrations()
	if err != nil {
		return err
	}
	done, err := s.autoCommit(ctx, cypherMigrations, nil)
	if err != nil {
		return err
	}
	if n := len(done); n > 0 && integer(done[n-1][0]) > int64(len(known)) {
		return graph.Errorf(graph.KindConflict, "the database at %s has schema %d (%v) of a newer release; this one knows "+
			"up to %d: use the newer release",
			s.options.URL, done[n-1][0], done[n-1][1], len(known))
	}
	if len(done) == 0 {
		labels := lists.Map(graph.Ontology.Labels, func(spec graph.LabelSpec) string { return string(spec.Label) })
		if err := s.schema(ctx, cypherNameLabels, map[string]any{"labels": labels}); err != nil {
			return err
		}
	}
	for _, m := range known[min(len(done), len(known)):] {
		for _, statement := range m.statements {
			if err := s.schema(ctx, statement, nil); err != nil {
				return fmt.Errorf("migration %04d: %w", m.number, err)
			}
		}
		if err := s.schema(ctx, cypherRecordMigration,
			map[string]any{"number": m.number, "name": m.name, "checksum": m.checksum}); err != nil {
			return err
		}
	}
	if err := s.migrateTypes(ctx); err != nil {
		return err
	}
	return s.awaitIndexes(ctx, indexesOf(known))
}

// migrateTypes makes what relationship types of the ontology have and the database lacks.
func (s *Store) migrateTypes(ctx context.Context) error {
	rows, err := s.autoCommit(ctx, cypherTypesKnown, nil)
	if err != nil {
		return err
	}
	var have []string
	if len(rows) == 1 {
		have = texts(rows[0][0])
	}
	var all []string
	changed := false
	for _, t := range graph.Ontology.Types {
		for _, part := range typeSchema(&t) {
			all = append(all, part.name)
			if slices.Contains(have, part.name) {
				continue
			}
			changed = true
			if err := s.schema(ctx, part.statement, nil); err != nil {
				return err
			}
		}
	}
	if !changed {
		return nil
	}
	return s.schema(ctx, cypherSetTypes, map[string]any{"types": all})
}

// typePart is a constraint or an index of a relationship type, under the name by which the store knows that it has it.
type typePart struct{ name, statement string }

// typeSchema is what each relationship type has: its key is unique. An index on the dataset would make writing a
// quarter slower; retracting and sweeping read the keys in order instead. The derived types are those that questions
// follow on a day: theirs have the days beside the key, so that the first few of a day are found without reading those
// that are passed.
func typeSchema(t *graph.TypeSpec) []typePart {
	parts := []typePart{{string(t.Type), fmt.Sprintf(
		"CREATE CONSTRAINT %s_key IF NOT EXISTS\nFOR ()-[r:%s]-()\nREQUIRE r.key IS UNIQUE",
		strings.ToLower(string(t.Type)), t.Type)}}
	if t.Derived {
		parts = append(parts, typePart{string(t.Type) + " by day", fmt.Sprintf(
			"CREATE INDEX %s_days IF NOT EXISTS\nFOR ()-[r:%s]-()\nON (%s)",
			strings.ToLower(string(t.Type)), t.Type, "r."+strings.Join(dayIndex, ", r."))})
	}
	return parts
}

// dayIndex are the properties in the index of a derived type.
var dayIndex = []string{"key", "fromDay", "untilDay"}

// schema runs one statement, and again where another process was doing the same at that moment.
func (s *Store) schema(ctx context.Context, statement string, parameters map[string]any) (err error) {
	for try := range 8 {
		if _, err = s.autoCommit(ctx, statement, parameters); err == nil {
			return nil
		}
		server := serverError(err)
		if server == nil {
			return err
		}
		exists := strings.Contains(server.Code, "AlreadyExists") ||
			strings.Contains(server.Code, "ConstraintValidationFailed")
		if !exists && !strings.Contains(server.Code, "TransientError") {
			return err
		}
		if err := pause(ctx, 20*time.Millisecond<<try); err != nil {
			return err
		}
	}
	return err
}

// autoCommit runs a statement outside a managed transaction, which schema statements need.
func (s *Store) autoCommit(ctx context.Context, statement string, parameters map[string]any) ([][]any, error) {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(context.WithoutCancel(ctx))
	result, err := session.Run(ctx, statement, parameters)
	if err != nil {
		return nil, err
	}
	return all(ctx, result)
}
