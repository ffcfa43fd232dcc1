package neo4jstore

import (
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// The statements that write. Those with a type in them are made of names of the ontology only. Each returns how many
// rows it has done, because a row whose ends are missing vanishes from UNWIND and MATCH without an error. Each names
// the index it starts from: while a young database grows, Neo4j's own choice could be a scan for every row. Those that
// take away a node's last relationship take away the node.
const (
	cypherState = `MATCH (s:EntenteStore {id: 'store'})
OPTIONAL MATCH (c:EntenteCommit {number: s.head})
RETURN s.head, s.fingerprint, c.time, s.publishing`

	cypherCommit = `UNWIND $rows AS row
MATCH (s:EntenteStore {id: 'store'})
SET s.head = $number, s.fingerprint = $fingerprint, s.publishing = null
CREATE (c:EntenteCommit)
SET c = row
RETURN count(*)`

	cypherCreateBlock = `UNWIND $rows AS row
CREATE (b:EntenteBlock)
SET b = row
RETURN count(*)`

	cypherKnownRecords = `UNWIND $keys AS key
MATCH (r:Record {key: key})
USING INDEX SEEK r:Record(key)
RETURN key, r.hash, r.part`

	cypherRecordsOf = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
OPTIONAL MATCH (r:Record)-[:DESCRIBES]->(n)
RETURN id, elementId(n), collect(properties(r))`

	cypherKnownEntities = `UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN id, elementId(n)`

	cypherCreateEntities = `UNWIND $rows AS row
CREATE (n:Entity:$(row.label))
SET n = row.p
RETURN row.id, elementId(n)`

	cypherChangeEntities = `UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
USING INDEX SEEK n:Entity(id)
SET n = row.p
RETURN count(*)`

	cypherCreateRecords = `UNWIND $rows AS row
MATCH (n:Entity {id: row.p.node})
USING INDEX SEEK n:Entity(id)
CREATE (r:Record)-[:DESCRIBES]->(n)
SET r = row.p
RETURN count(*)`

	cypherChangeRecords = `UNWIND $rows AS row
MATCH (r:Record {key: row.p.key})
USING INDEX SEEK r:Record(key)
SET r = row.p
RETURN count(*)`

	cypherDeleteRecords = `UNWIND $rows AS key
MATCH (r:Record {key: key})-[:DESCRIBES]->(n)
USING INDEX SEEK r:Record(key)
DETACH DELETE r
WITH collect(n) AS nodes, count(*) AS number
CALL (nodes) {
  UNWIND nodes AS n
  WITH DISTINCT n
  WHERE NOT EXISTS { (n)--() }
  DELETE n
}
RETURN number`

	cypherDeleteIdentifiers = `UNWIND $rows AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
CALL (n) {
  MATCH (n)<-[:IDENTIFIES]-(i:Identifier)
  DETACH DELETE i
}
RETURN count(*)`

	cypherCreateIdentifiers = `UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
USING INDEX SEEK n:Entity(id)
CREATE (i:Identifier)-[:IDENTIFIES]->(n)
SET i = row.p
RETURN count(*)`

	cypherCountDataset = `UNWIND $rows AS row
MERGE (d:EntenteDataset {id: row.id})
SET d[row.kind] = coalesce(d[row.kind], 0) + row.number
RETURN count(*)`

	cypherForgetDatasets = `MATCH (d:EntenteDataset)
WHERE all(kind IN keys(d) WHERE kind = 'id' OR d[kind] = 0)
DELETE d`
)

// cypherCreateRelationships takes rows that are lists: the element ids of both ends, which the writer knows, and the
// values of relationshipColumns. With an index seek for each end, and properties set from a map, it took the server a
// quarter longer.
func cypherCreateRelationships(t graph.RelationshipType) string {
	var values []string
	for i, name := range relationshipColumns(t) {
		values = append(values, fmt.Sprintf("%s: row[%d]", name, i+2))
	}
	return fmt.Sprintf(`UNWIND $rows AS row
MATCH (a)
WHERE elementId(a) = row[0]
MATCH (b)
WHERE elementId(b) = row[1]
CREATE (a)-[:%s {%s}]->(b)
RETURN count(*)`, t, strings.Join(values, ", "))
}

func cypherKnownRelationships(t graph.RelationshipType) string {
	return fmt.Sprintf(`UNWIND $keys AS key
MATCH ()-[r:%[1]s {key: key}]->()
USING INDEX SEEK r:%[1]s(key)
RETURN key, r.hash, r.part`, t)
}

func cypherChangeRelationships(t graph.RelationshipType) string {
	return fmt.Sprintf(`UNWIND $rows AS row
MATCH ()-[r:%[1]s {key: row.p.key}]->()
USING INDEX SEEK r:%[1]s(key)
SET r = row.p
RETURN count(*)`, t)
}

func cypherDeleteRelationships(t graph.RelationshipType) string {
	return fmt.Sprintf(`UNWIND $rows AS key
MATCH (a)-[r:%[1]s {key: key}]->(b)
USING INDEX SEEK r:%[1]s(key)
DELETE r
WITH collect(a) + collect(b) AS nodes, count(*) AS number
CALL (nodes) {
  UNWIND nodes AS n
  WITH DISTINCT n
  WHERE NOT EXISTS { (n)--() }
  DELETE n
}
RETURN number`, t)
}
