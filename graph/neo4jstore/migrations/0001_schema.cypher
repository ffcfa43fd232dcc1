// What every database of Entente has. The constraints on relationship types follow from the ontology (migrate.go).

CREATE CONSTRAINT entity_id IF NOT EXISTS
FOR (n:Entity)
REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT record_key IF NOT EXISTS
FOR (r:Record)
REQUIRE r.key IS UNIQUE;

CREATE INDEX record_dataset_key IF NOT EXISTS
FOR (r:Record)
ON (r.dataset, r.key);

// One code means different nodes at different times, so this is no constraint.
CREATE INDEX identifier_key IF NOT EXISTS
FOR (i:Identifier)
ON (i.key);

// The words are folded in Go (internal/names); the index only splits them.
CREATE FULLTEXT INDEX entity_names IF NOT EXISTS
FOR (n:Entity)
ON EACH [n.foldedNames]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}};

CREATE CONSTRAINT load_run_id IF NOT EXISTS
FOR (l:LoadRun)
REQUIRE l.id IS UNIQUE;

CREATE CONSTRAINT entente_store_id IF NOT EXISTS
FOR (s:EntenteStore)
REQUIRE s.id IS UNIQUE;

CREATE CONSTRAINT entente_commit_id IF NOT EXISTS
FOR (c:EntenteCommit)
REQUIRE c.id IS UNIQUE;

CREATE CONSTRAINT entente_dataset_id IF NOT EXISTS
FOR (d:EntenteDataset)
REQUIRE d.id IS UNIQUE;

CREATE CONSTRAINT entente_migration_number IF NOT EXISTS
FOR (m:EntenteMigration)
REQUIRE m.number IS UNIQUE;

MERGE (s:EntenteStore {id: 'store'})
ON CREATE SET s.version = 0, s.fingerprint = '00000000000000000000000000000000';

MERGE (c:EntenteCommit {id: 'commit'})
ON CREATE SET c.announced = 0;
