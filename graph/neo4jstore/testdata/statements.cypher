// announce
MATCH (a:EntenteAnnouncement {id: 'announcement'})
SET a.number = $number
RETURN a.number;

// batches
MATCH (b:EntenteBatches {dataset: $dataset})
RETURN b.version, b.digests;

// block
MATCH (b:EntenteBlock {key: $key})
RETURN b.bytes;

// block-refs
MATCH (b:EntenteBlock)
WHERE b.key >= $from
RETURN b.key, b.changes
ORDER BY b.key;

// blocks
UNWIND $keys AS key
MATCH (b:EntenteBlock {key: key})
USING INDEX SEEK b:EntenteBlock(key)
RETURN key, b.bytes;

// change-entities
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
USING INDEX SEEK n:Entity(id)
SET n = row.p
RETURN count(*);

// change-records
UNWIND $rows AS row
MATCH (r:Record {key: row.p.key})
USING INDEX SEEK r:Record(key)
SET r = row.p
RETURN count(*);

// change-relationships
UNWIND $rows AS row
MATCH ()-[r:ALLIED_WITH {key: row.p.key}]->()
USING INDEX SEEK r:ALLIED_WITH(key)
SET r = row.p
RETURN count(*);

// commit
UNWIND $rows AS row
MATCH (s:EntenteStore {id: 'store'})
SET s.head = $number, s.fingerprint = $fingerprint, s.publishing = null
CREATE (c:EntenteCommit)
SET c = row
RETURN count(*);

// commit-of
MATCH (c:EntenteCommit {number: $number})
RETURN properties(c);

// commits
MATCH (c:EntenteCommit)
WHERE c.number > 0
RETURN properties(c)
ORDER BY c.number;

// count-dataset
UNWIND $rows AS row
MERGE (d:EntenteDataset {id: row.id})
SET d[row.kind] = coalesce(d[row.kind], 0) + row.number
RETURN count(*);

// create-block
UNWIND $rows AS row
CREATE (b:EntenteBlock)
SET b = row
RETURN count(*);

// create-entities
UNWIND $rows AS row
CREATE (n:Entity:$(row.label))
SET n = row.p
RETURN row.id, elementId(n);

// create-identifiers
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
USING INDEX SEEK n:Entity(id)
CREATE (i:Identifier)-[:IDENTIFIES]->(n)
SET i = row.p
RETURN count(*);

// create-records
UNWIND $rows AS row
MATCH (n:Entity {id: row.p.node})
USING INDEX SEEK n:Entity(id)
CREATE (r:Record)-[:DESCRIBES]->(n)
SET r = row.p
RETURN count(*);

// create-relationships
UNWIND $rows AS row
MATCH (a)
WHERE elementId(a) = row[0]
MATCH (b)
WHERE elementId(b) = row[1]
CREATE (a)-[:ALLIED_WITH {key: row[2], dataset: row[3], source: row[4], locator: row[5], confidence: row[6], derived: row[7], part: row[8], hash: row[9], fromDay: row[10], untilDay: row[11], fromDate: row[12], untilDate: row[13], conditionKinds: row[14], from: row[15], until: row[16], startUncertain: row[17], endUncertain: row[18], citations: row[19], obligationType: row[20], treaty: row[21], article: row[22], articleNumber: row[23], obligation: row[24], binding: row[25], mutual: row[26], conditions: row[27], beneficiaryUncertain: row[28]}]->(b)
RETURN count(*);

// datasets
MATCH (d:EntenteDataset)
RETURN d.id, properties(d);

// degrees
UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN id, [
  count { (n)-[:PARTY_TO]->() }, count { (n)<-[:PARTY_TO]-() },
  count { (n)-[:HAS_ARTICLE]->() }, count { (n)<-[:HAS_ARTICLE]-() },
  count { (n)-[:IMPOSES]->() }, count { (n)<-[:IMPOSES]-() },
  count { (n)-[:OBLIGES]->() }, count { (n)<-[:OBLIGES]-() },
  count { (n)-[:BENEFITS]->() }, count { (n)<-[:BENEFITS]-() },
  count { (n)-[:ALLIED_WITH]->() }, count { (n)<-[:ALLIED_WITH]-() },
  count { (n)-[:MEMBER_OF]->() }, count { (n)<-[:MEMBER_OF]-() },
  count { (n)-[:SUCCEEDS]->() }, count { (n)<-[:SUCCEEDS]-() },
  count { (n)-[:HOLDS_OFFICE]->() }, count { (n)<-[:HOLDS_OFFICE]-() },
  count { (n)-[:PART_OF]->() }, count { (n)<-[:PART_OF]-() },
  count { (n)-[:OPERATES]->() }, count { (n)<-[:OPERATES]-() },
  count { (n)-[:ORDERED]->() }, count { (n)<-[:ORDERED]-() },
  count { (n)-[:DEVELOPED]->() }, count { (n)<-[:DEVELOPED]-() },
  count { (n)-[:SUPPLIED]->() }, count { (n)<-[:SUPPLIED]-() },
  count { (n)-[:TRANSFERS]->() }, count { (n)<-[:TRANSFERS]-() },
  count { (n)-[:ACTOR_IN]->() }, count { (n)<-[:ACTOR_IN]-() },
  count { (n)-[:RECIPIENT_OF]->() }, count { (n)<-[:RECIPIENT_OF]-() },
  count { (n)-[:PARTICIPATED_IN]->() }, count { (n)<-[:PARTICIPATED_IN]-() },
  count { (n)-[:LOCATED_AT]->() }, count { (n)<-[:LOCATED_AT]-() },
  count { (n)-[:INVOLVES]->() }, count { (n)<-[:INVOLVES]-() },
  count { (n)-[:TRIGGERS]->() }, count { (n)<-[:TRIGGERS]-() },
  count { (n)-[:REPLACES]->() }, count { (n)<-[:REPLACES]-() },
  count { (n)-[:AMENDS]->() }, count { (n)<-[:AMENDS]-() },
  count { (n)-[:IMPOSES_SANCTION]->() }, count { (n)<-[:IMPOSES_SANCTION]-() },
  count { (n)-[:TARGETS]->() }, count { (n)<-[:TARGETS]-() },
  count { (n)-[:OWNS]->() }, count { (n)<-[:OWNS]-() },
  count { (n)-[:LINKED_TO]->() }, count { (n)<-[:LINKED_TO]-() },
  count { (n)-[:OBSERVED_FOR]->() }, count { (n)<-[:OBSERVED_FOR]-() },
  count { (n)-[:BORDERS]->() }, count { (n)<-[:BORDERS]-() },
  count { (n)-[:MENTIONS]->() }, count { (n)<-[:MENTIONS]-() }
];

// degrees-hidden
UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN id, [
  count { (n)-[:PARTY_TO]->() }, count { (n)<-[:PARTY_TO]-() },
  count { (n)-[:HAS_ARTICLE]->() }, count { (n)<-[:HAS_ARTICLE]-() },
  count { (n)-[:IMPOSES]->() }, count { (n)<-[:IMPOSES]-() },
  count { (n)-[:OBLIGES]->() }, count { (n)<-[:OBLIGES]-() },
  count { (n)-[:BENEFITS]->() }, count { (n)<-[:BENEFITS]-() },
  count { (n)-[:ALLIED_WITH]->() }, count { (n)<-[:ALLIED_WITH]-() },
  count { (n)-[:MEMBER_OF]->() }, count { (n)<-[:MEMBER_OF]-() },
  count { (n)-[:SUCCEEDS]->() }, count { (n)<-[:SUCCEEDS]-() },
  count { (n)-[:HOLDS_OFFICE]->() }, count { (n)<-[:HOLDS_OFFICE]-() },
  count { (n)-[:PART_OF]->(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') }, count { (n)<-[:PART_OF]-(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') },
  count { (n)-[:OPERATES]->() }, count { (n)<-[:OPERATES]-() },
  count { (n)-[:ORDERED]->() }, count { (n)<-[:ORDERED]-() },
  count { (n)-[:DEVELOPED]->() }, count { (n)<-[:DEVELOPED]-() },
  count { (n)-[:SUPPLIED]->() }, count { (n)<-[:SUPPLIED]-() },
  count { (n)-[:TRANSFERS]->() }, count { (n)<-[:TRANSFERS]-() },
  count { (n)-[:ACTOR_IN]->(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') }, count { (n)<-[:ACTOR_IN]-() },
  count { (n)-[:RECIPIENT_OF]->(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') }, count { (n)<-[:RECIPIENT_OF]-() },
  count { (n)-[:PARTICIPATED_IN]->() }, count { (n)<-[:PARTICIPATED_IN]-() },
  count { (n)-[:LOCATED_AT]->() }, count { (n)<-[:LOCATED_AT]-(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') },
  count { (n)-[:INVOLVES]->(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') }, count { (n)<-[:INVOLVES]-(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') },
  count { (n)-[:TRIGGERS]->() }, count { (n)<-[:TRIGGERS]-(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') },
  count { (n)-[:REPLACES]->() }, count { (n)<-[:REPLACES]-() },
  count { (n)-[:AMENDS]->() }, count { (n)<-[:AMENDS]-() },
  count { (n)-[:IMPOSES_SANCTION]->() }, count { (n)<-[:IMPOSES_SANCTION]-() },
  count { (n)-[:TARGETS]->(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') }, count { (n)<-[:TARGETS]-() },
  count { (n)-[:OWNS]->() }, count { (n)<-[:OWNS]-() },
  count { (n)-[:LINKED_TO]->() }, count { (n)<-[:LINKED_TO]-() },
  count { (n)-[:OBSERVED_FOR]->(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') }, count { (n)<-[:OBSERVED_FOR]-() },
  count { (n)-[:BORDERS]->() }, count { (n)<-[:BORDERS]-() },
  count { (n)-[:MENTIONS]->(y) WHERE y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE') }, count { (n)<-[:MENTIONS]-() }
];

// degrees-on
UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
CALL (n) {
  MATCH (n)-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]->(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
  RETURN type(r) AS type, 'OUT' AS direction, count(*) AS number
  UNION ALL
  MATCH (n)<-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]-(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
  RETURN type(r) AS type, 'IN' AS direction, count(*) AS number
}
RETURN id, type, direction, number;

// degrees-on-hidden
UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
CALL (n) {
  MATCH (n)-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]->(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND (y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE'))
  RETURN type(r) AS type, 'OUT' AS direction, count(*) AS number
  UNION ALL
  MATCH (n)<-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]-(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND (y = n OR (NOT y:Event OR coalesce(y.status, '') <> 'CANDIDATE'))
  RETURN type(r) AS type, 'IN' AS direction, count(*) AS number
}
RETURN id, type, direction, number;

// delete-identifiers
UNWIND $rows AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
CALL (n) {
  MATCH (n)<-[:IDENTIFIES]-(i:Identifier)
  DETACH DELETE i
}
RETURN count(*);

// delete-records
UNWIND $rows AS key
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
RETURN number;

// delete-relationships
UNWIND $rows AS key
MATCH (a)-[r:ALLIED_WITH {key: key}]->(b)
USING INDEX SEEK r:ALLIED_WITH(key)
DELETE r
WITH collect(a) + collect(b) AS nodes, count(*) AS number
CALL (nodes) {
  UNWIND nodes AS n
  WITH DISTINCT n
  WHERE NOT EXISTS { (n)--() }
  DELETE n
}
RETURN number;

// drop-batches
UNWIND $rows AS dataset
MERGE (b:EntenteBatches {dataset: dataset})
SET b.version = $version, b.digests = null
RETURN count(*);

// drop-gathered
UNWIND $rows AS key
MATCH (g:EntenteGathered {key: key})
DELETE g
RETURN count(*);

// drop-run
MATCH (g:EntenteGathered)
WHERE g.key STARTS WITH $prefix
DELETE g;

// end-publication
MATCH (s:EntenteStore {id: 'store'})
SET s.publishing = null
RETURN count(*);

// expand-few
CALL () {
  UNWIND $ids AS id
  CALL (id) {
    MATCH (x)-[r:ALLIED_WITH]->(y)
    USING INDEX SEEK r:ALLIED_WITH(key, fromDay, untilDay)
    WHERE r.key STARTS WITH 'ALLIED_WITH|' + id + '|'
      AND r.fromDay <= $on
      AND r.untilDay > $on
    RETURN r, y
    ORDER BY r.key
    LIMIT $limit
  }
  RETURN id, properties(r) AS p, y
}
WITH collect([id, p, y.id]) AS rows, collect(DISTINCT y) AS also
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows, also;

// expand-full
UNWIND $ids AS id
MATCH (x:Entity {id: id})
USING INDEX SEEK x:Entity(id)
CALL (x) {
  MATCH (x)<-[r:ALLIED_WITH|MEMBER_OF]-(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND r.dataset IN $datasets
    AND coalesce(r.confidence, -1) >= $minConfidence
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
    AND (y.id IN $starts OR y:(State|Organization) AND NOT y.id IN $exclude)
  RETURN r, y
  ORDER BY r.key
  LIMIT $limit
}
RETURN id, properties(r) AS p, y;

// expand-marked
CALL () {
  UNWIND $ids AS id
  MATCH (x:Entity {id: id})
  USING INDEX SEEK x:Entity(id)
  CALL (x) {
    MATCH (x)-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]-(y)
    RETURN r, y
    ORDER BY r.key
    LIMIT $limit
  }
  RETURN id, properties(r) AS p, y
}
WITH collect([id, p, y.id]) AS rows, collect(DISTINCT y) AS also
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows, also;

// expand-plain
UNWIND $ids AS id
MATCH (x:Entity {id: id})
USING INDEX SEEK x:Entity(id)
CALL (x) {
  MATCH (x)-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]-(y)
  RETURN r, y
  ORDER BY r.key
  LIMIT $limit
}
RETURN id, properties(r) AS p, y;

// expand-several
UNWIND $ids AS id
MATCH (x:Entity {id: id})
USING INDEX SEEK x:Entity(id)
CALL (x) {
  MATCH (x)<-[r:ALLIED_WITH]-(y)
  WHERE r.fromDay <= $on_0
    AND r.untilDay > $on_0
  RETURN r, y
  ORDER BY r.key
  LIMIT $limit_0
}
RETURN 0 AS question, id, r.key AS key
UNION ALL
UNWIND $ids AS id
CALL (id) {
  MATCH (x)-[r:PARTY_TO]->(y)
  USING INDEX SEEK r:PARTY_TO(key)
  WHERE r.key STARTS WITH 'PARTY_TO|' + id + '|'
  RETURN r, y
  ORDER BY r.key
  LIMIT $limit_1
}
RETURN 1 AS question, id, r.key AS key;

// find-and-expand
CALL () {
  MATCH (n:Entity)
  WHERE n:State
    AND n.id STARTS WITH $prefix
    AND n.id > ''
  RETURN n, null AS key
  ORDER BY n.id
  LIMIT $limit
}
WITH collect([n, key]) AS rows
CALL () {
  MATCH (n:Entity)
  WHERE n:State
    AND n.id STARTS WITH $prefix
  RETURN count(n) AS total
}
CALL (rows) {
  CALL (rows) {
    UNWIND rows[..$limit - 1] AS row
    WITH row[0].id AS id
    CALL (id) {
      MATCH (x)-[r:ALLIED_WITH]->(y)
      USING INDEX SEEK r:ALLIED_WITH(key, fromDay, untilDay)
      WHERE r.key STARTS WITH 'ALLIED_WITH|' + id + '|'
        AND r.fromDay <= $on_0
        AND r.untilDay > $on_0
      RETURN r, y
      ORDER BY r.key
      LIMIT $limit_0
    }
    RETURN 0 AS question, id, properties(r) AS p, y
    UNION ALL
    UNWIND rows[..$limit - 1] AS row
    WITH row[0].id AS id
    MATCH (x:Entity {id: id})
    USING INDEX SEEK x:Entity(id)
    CALL (x) {
      MATCH (x)-[r:MEMBER_OF]-(y)
      RETURN r, y
      ORDER BY r.key
      LIMIT $limit_1
    }
    RETURN 1 AS question, id, properties(r) AS p, y
  }
  RETURN collect([question, id, p, y.id]) AS steps, collect(DISTINCT y) AS met
}
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows, total, steps, met;

// find-by-date
MATCH (n:Entity)
WHERE n:State
  AND n.id STARTS WITH $prefix
WITH n, left(nullIf(n.unMember, '') + '-01-01', 10) AS key
RETURN n, key
ORDER BY key IS NULL, key DESC, n.id
LIMIT $limit;

// find-by-date-after
MATCH (n:Entity)
WHERE n:State
  AND n.id STARTS WITH $prefix
WITH n, left(nullIf(n.unMember, '') + '-01-01', 10) AS key
WHERE key < $afterKey
   OR key = $afterKey AND n.id > $after
   OR key IS NULL
RETURN n, key
ORDER BY key IS NULL, key DESC, n.id
LIMIT $limit;

// find-by-number
MATCH (n:Entity)
WITH n, CASE WHEN n:Event THEN n.intensity END AS key
RETURN n, key
ORDER BY key IS NULL, key, n.id
LIMIT $limit;

// find-by-number-after
MATCH (n:Entity)
WITH n, CASE WHEN n:Event THEN n.intensity END AS key
WHERE key > $afterKey
   OR key = $afterKey AND n.id > $after
   OR key IS NULL
RETURN n, key
ORDER BY key IS NULL, key, n.id
LIMIT $limit;

// find-full
CALL db.index.fulltext.queryNodes('entity_names', $text)
YIELD node AS n
WITH n
WHERE any(name IN n.foldedNames WHERE all(word IN $words WHERE name CONTAINS word))
  AND n:(State|Treaty)
  AND any(d IN n.datasets WHERE d IN $datasets)
  AND EXISTS { (n)<-[:IDENTIFIES]-(i:Identifier) WHERE i.scheme IN $schemes }
  AND n.fromDay < $end AND n.untilDay > $first AND n.fromDay < n.untilDay
  AND n.capital IN $value0
  AND any(v IN n.aliases WHERE v IN $value1)
  AND n.latitude >= $value2
  AND left(nullIf(n.signed, '') + '-01-01', 10) <= $value3
  AND n.note IS NULL
  AND EXISTS {
    MATCH (n)-[r:MEMBER_OF]->(m:Entity)
    WHERE m.id IN $ends0
      AND r.fromDay <= $on0 AND r.untilDay > $on0
      AND r.dataset IN $linkDatasets0
      AND (type(r) <> 'MEMBER_OF' OR coalesce(r.kind, 'MEMBER') IN $membershipKinds0)
  }
  AND EXISTS {
    MATCH (n)-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]-(m:Entity)
  }
WITH n, nullIf(n.fromDay, 0) AS key
RETURN n, key
ORDER BY key IS NULL, key, n.id
LIMIT $limit;

// find-full-after
CALL db.index.fulltext.queryNodes('entity_names', $text)
YIELD node AS n
WITH n
WHERE any(name IN n.foldedNames WHERE all(word IN $words WHERE name CONTAINS word))
  AND n:(State|Treaty)
  AND any(d IN n.datasets WHERE d IN $datasets)
  AND EXISTS { (n)<-[:IDENTIFIES]-(i:Identifier) WHERE i.scheme IN $schemes }
  AND n.fromDay < $end AND n.untilDay > $first AND n.fromDay < n.untilDay
  AND n.capital IN $value0
  AND any(v IN n.aliases WHERE v IN $value1)
  AND n.latitude >= $value2
  AND left(nullIf(n.signed, '') + '-01-01', 10) <= $value3
  AND n.note IS NULL
  AND EXISTS {
    MATCH (n)-[r:MEMBER_OF]->(m:Entity)
    WHERE m.id IN $ends0
      AND r.fromDay <= $on0 AND r.untilDay > $on0
      AND r.dataset IN $linkDatasets0
      AND (type(r) <> 'MEMBER_OF' OR coalesce(r.kind, 'MEMBER') IN $membershipKinds0)
  }
  AND EXISTS {
    MATCH (n)-[r:PARTY_TO|HAS_ARTICLE|IMPOSES|OBLIGES|BENEFITS|ALLIED_WITH|MEMBER_OF|SUCCEEDS|HOLDS_OFFICE|PART_OF|OPERATES|ORDERED|DEVELOPED|SUPPLIED|TRANSFERS|ACTOR_IN|RECIPIENT_OF|PARTICIPATED_IN|LOCATED_AT|INVOLVES|TRIGGERS|REPLACES|AMENDS|IMPOSES_SANCTION|TARGETS|OWNS|LINKED_TO|OBSERVED_FOR|BORDERS|MENTIONS]-(m:Entity)
  }
WITH n, nullIf(n.fromDay, 0) AS key
WHERE key > $afterKey
   OR key = $afterKey AND n.id > $after
   OR key IS NULL
RETURN n, key
ORDER BY key IS NULL, key, n.id
LIMIT $limit;

// find-label
MATCH (n:Entity)
WHERE n:State
  AND n.id STARTS WITH $prefix
  AND n.id > ''
RETURN n, null AS key
ORDER BY n.id
LIMIT $limit;

// find-label-after
MATCH (n:Entity)
WHERE n:State
  AND n.id STARTS WITH $prefix
  AND n.id > $after
RETURN n, null AS key
ORDER BY n.id
LIMIT $limit;

// find-marked
CALL () {
  MATCH (n:Entity)
  WHERE n.id > ''
  RETURN n, null AS key
  ORDER BY n.id
  LIMIT $limit
}
WITH collect([n, key]) AS rows
CALL () {
  MATCH (n:Entity)
  RETURN count(n) AS total
}
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows, total;

// find-plain
MATCH (n:Entity)
WHERE n.id > ''
RETURN n, null AS key
ORDER BY n.id
LIMIT $limit;

// find-plain-after
MATCH (n:Entity)
WHERE n.id > $after
RETURN n, null AS key
ORDER BY n.id
LIMIT $limit;

// find-text
CALL db.index.fulltext.queryNodes('entity_names', $text)
YIELD node AS n
WITH n
WHERE any(name IN n.foldedNames WHERE all(word IN $words WHERE name CONTAINS word))
WITH n, n.sortName AS key
RETURN n, key
ORDER BY key IS NULL, key, n.id
LIMIT $limit;

// find-text-after
CALL db.index.fulltext.queryNodes('entity_names', $text)
YIELD node AS n
WITH n
WHERE any(name IN n.foldedNames WHERE all(word IN $words WHERE name CONTAINS word))
WITH n, n.sortName AS key
WHERE key > $afterKey
   OR key = $afterKey AND n.id > $after
   OR key IS NULL
RETURN n, key
ORDER BY key IS NULL, key, n.id
LIMIT $limit;

// fingerprint
MATCH (s:EntenteStore {id: 'store'})
RETURN s.fingerprint;

// forget
MATCH (c:EntenteCommit {number: $number})
SET c.forgotten = true
WITH c
CALL () {
  MATCH (b:EntenteBlock)
  WHERE b.key < $end
  DELETE b
}
CALL () {
  MATCH (c:EntenteCommit)
  WHERE c.number < $number
  DELETE c
  RETURN count(*) AS number
}
RETURN number;

// forget-datasets
MATCH (d:EntenteDataset)
WHERE all(kind IN keys(d) WHERE kind = 'id' OR d[kind] = 0)
DELETE d;

// gather
MATCH (l:LoadRun {id: $id})
WHERE coalesce(l.blocks, 0) = $n OR l.token = $token
SET l.blocks = $n + 1, l.token = $token
MERGE (g:EntenteGathered {key: $block.key})
SET g = $block
RETURN count(*);

// gathered-block
MATCH (g:EntenteGathered {key: $key})
RETURN g.bytes;

// head
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
OPTIONAL MATCH (c:EntenteCommit {number: s.head})
RETURN s.head, a.number, s.publishing IS NOT NULL, properties(c);

// indexes-not-online
SHOW INDEXES
YIELD name, state, populationPercent, failureMessage
WHERE state <> 'ONLINE'
RETURN name, state, populationPercent, failureMessage
ORDER BY name;

// is-last
MATCH (s:EntenteStore {id: 'store'})
SET s.asked = true
RETURN s.lock = $token;

// keep-batches
MERGE (b:EntenteBatches {dataset: $dataset})
SET b.digests = $digests
RETURN count(*);

// keep-out
MATCH (s:EntenteStore {id: 'store'})
SET s.asked = true
RETURN s.asked;

// known-entities
UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN id, elementId(n);

// known-records
UNWIND $keys AS key
MATCH (r:Record {key: key})
USING INDEX SEEK r:Record(key)
RETURN key, r.hash, r.part;

// known-relationships
UNWIND $keys AS key
MATCH ()-[r:ALLIED_WITH {key: key}]->()
USING INDEX SEEK r:ALLIED_WITH(key)
RETURN key, r.hash, r.part;

// labels
MATCH (n:State)
RETURN 'State' AS label, count(n) AS number
UNION ALL
MATCH (n:Organization)
RETURN 'Organization' AS label, count(n) AS number
UNION ALL
MATCH (n:Person)
RETURN 'Person' AS label, count(n) AS number
UNION ALL
MATCH (n:ArmedGroup)
RETURN 'ArmedGroup' AS label, count(n) AS number
UNION ALL
MATCH (n:Treaty)
RETURN 'Treaty' AS label, count(n) AS number
UNION ALL
MATCH (n:Article)
RETURN 'Article' AS label, count(n) AS number
UNION ALL
MATCH (n:Obligation)
RETURN 'Obligation' AS label, count(n) AS number
UNION ALL
MATCH (n:WeaponSystem)
RETURN 'WeaponSystem' AS label, count(n) AS number
UNION ALL
MATCH (n:ArmsTransfer)
RETURN 'ArmsTransfer' AS label, count(n) AS number
UNION ALL
MATCH (n:Event)
RETURN 'Event' AS label, count(n) AS number
UNION ALL
MATCH (n:Conflict)
RETURN 'Conflict' AS label, count(n) AS number
UNION ALL
MATCH (n:Sanction)
RETURN 'Sanction' AS label, count(n) AS number
UNION ALL
MATCH (n:Place)
RETURN 'Place' AS label, count(n) AS number
UNION ALL
MATCH (n:Observation)
RETURN 'Observation' AS label, count(n) AS number
UNION ALL
MATCH (n:Dataset)
RETURN 'Dataset' AS label, count(n) AS number
UNION ALL
MATCH (n:Source)
RETURN 'Source' AS label, count(n) AS number;

// lock
MATCH (s:EntenteStore {id: 'store'})
SET s.lock = $token
RETURN s.lock;

// lookup
UNWIND range(0, size($keys) - 1) AS i
MATCH (c:Identifier {key: $keys[i]})-[:IDENTIFIES]->(n:Entity)
USING INDEX SEEK c:Identifier(key)
WHERE $on = 0
   OR c.fromDay <= $on AND c.untilDay > $on
RETURN DISTINCT i, n.id AS id
ORDER BY i, id;

// mark
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL;

// merge-block
UNWIND $rows AS row
MERGE (b:EntenteBlock {key: row.key})
SET b = row
RETURN count(*);

// nodes
UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN n;

// nodes-marked
CALL () {
  UNWIND $ids AS id
  MATCH (n:Entity {id: id})
  USING INDEX SEEK n:Entity(id)
  RETURN n
}
WITH collect([n]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-few-backward
CALL () {
  UNWIND $ids AS id
  MATCH (x:Entity {id: id})-[r:ALLIED_WITH|MEMBER_OF]-(y)
  USING INDEX SEEK x:Entity(id)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND r.dataset IN $datasets
    AND coalesce(r.confidence, -1) >= $minConfidence
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
    AND (y.id = $from OR y:(State|Organization) AND NOT y.id IN $exclude)
  RETURN id, collect(DISTINCT y.id) AS others
}
WITH collect([id, others]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-few-ends
CALL () {
  MATCH (x:Entity {id: $from})
  USING INDEX SEEK x:Entity(id)
  UNWIND $to AS id
  MATCH (z:Entity {id: id})
  USING INDEX SEEK z:Entity(id)
  WHERE z.id <> $from
    AND z:(State|Organization) AND NOT z.id IN $exclude
  WITH x, z, count { (x)--() } AS near, count { (z)--() } AS far
  CALL (x, z) {
    OPTIONAL MATCH p = shortestPath((x)-[:ALLIED_WITH|MEMBER_OF*1..4]-(z))
    WHERE all(r IN relationships(p) WHERE r.fromDay <= $on AND r.untilDay > $on AND r.dataset IN $datasets AND coalesce(r.confidence, -1) >= $minConfidence AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes) AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true)))
      AND all(y IN nodes(p) WHERE (y.id = $from OR y:(State|Organization) AND NOT y.id IN $exclude))
    RETURN length(p) AS least
  }
  WITH *, CASE
    WHEN least = 1 THEN [[x, z]]
    WHEN least = 2 AND near < far THEN COLLECT {
      WITH COLLECT {
        MATCH (x)-[r:ALLIED_WITH|MEMBER_OF]-(y)
        WHERE y:(State|Organization) AND NOT y.id IN $exclude
          AND r.fromDay <= $on
          AND r.untilDay > $on
          AND r.dataset IN $datasets
          AND coalesce(r.confidence, -1) >= $minConfidence
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
        RETURN DISTINCT y
      } AS ends
      MATCH (z)-[r:ALLIED_WITH|MEMBER_OF]-(y)
        WHERE y IN ends
          AND r.fromDay <= $on
          AND r.untilDay > $on
          AND r.dataset IN $datasets
          AND coalesce(r.confidence, -1) >= $minConfidence
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
      WITH DISTINCT y
      RETURN [x, y, z]
      ORDER BY y.id
      LIMIT 1
    }
    WHEN least = 2 THEN COLLECT {
      WITH COLLECT {
        MATCH (z)-[r:ALLIED_WITH|MEMBER_OF]-(y)
        WHERE y:(State|Organization) AND NOT y.id IN $exclude
          AND r.fromDay <= $on
          AND r.untilDay > $on
          AND r.dataset IN $datasets
          AND coalesce(r.confidence, -1) >= $minConfidence
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
        RETURN DISTINCT y
      } AS ends
      MATCH (x)-[r:ALLIED_WITH|MEMBER_OF]-(y)
        WHERE y IN ends
          AND r.fromDay <= $on
          AND r.untilDay > $on
          AND r.dataset IN $datasets
          AND coalesce(r.confidence, -1) >= $minConfidence
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
      WITH DISTINCT y
      RETURN [x, y, z]
      ORDER BY y.id
      LIMIT 1
    }
    WHEN least = 3 AND near <= 5000 AND far <= 5000 THEN COLLECT {
      WITH COLLECT {
        MATCH (z)-[r:ALLIED_WITH|MEMBER_OF]-(y)
        WHERE y:(State|Organization) AND NOT y.id IN $exclude
          AND r.fromDay <= $on
          AND r.untilDay > $on
          AND r.dataset IN $datasets
          AND coalesce(r.confidence, -1) >= $minConfidence
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
        RETURN DISTINCT y
      } AS ends
      MATCH (x)-[r:ALLIED_WITH|MEMBER_OF]-(y)
        WHERE y:(State|Organization) AND NOT y.id IN $exclude
          AND r.fromDay <= $on
          AND r.untilDay > $on
          AND r.dataset IN $datasets
          AND coalesce(r.confidence, -1) >= $minConfidence
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
      WITH DISTINCT y AS first, ends
      ORDER BY first.id
      CALL (first, ends) {
        MATCH (first)-[r:ALLIED_WITH|MEMBER_OF]-(y)
        WHERE y IN ends
          AND r.fromDay <= $on
          AND r.untilDay > $on
          AND r.dataset IN $datasets
          AND coalesce(r.confidence, -1) >= $minConfidence
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
          AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
        RETURN DISTINCT y AS second
        ORDER BY second.id
        LIMIT 1
      }
      RETURN [x, first, second, z]
      ORDER BY first.id, second.id
      LIMIT 1
    }
  END AS found
  WITH *, CASE WHEN size(found) = 1 THEN found END AS shortest
  RETURN z.id AS id, near, far, least, CASE WHEN least IS NOT NULL AND shortest IS NULL AND near <= 5000 THEN COLLECT {
    MATCH (x)-[r:ALLIED_WITH|MEMBER_OF]-(y)
    WHERE r.fromDay <= $on
      AND r.untilDay > $on
      AND r.dataset IN $datasets
      AND coalesce(r.confidence, -1) >= $minConfidence
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
      AND y:(State|Organization) AND NOT y.id IN $exclude
    RETURN DISTINCT y.id
  } END AS ahead, CASE WHEN least IS NOT NULL AND shortest IS NULL AND far <= 5000 THEN COLLECT {
    MATCH (z)-[r:ALLIED_WITH|MEMBER_OF]-(y)
    WHERE r.fromDay <= $on
      AND r.untilDay > $on
      AND r.dataset IN $datasets
      AND coalesce(r.confidence, -1) >= $minConfidence
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
      AND (y.id = $from OR y:(State|Organization) AND NOT y.id IN $exclude)
    RETURN DISTINCT y.id
  } END AS behind, [path IN shortest | [n IN path | n.id]] AS shortest, COLLECT {
    UNWIND shortest AS path
    UNWIND path AS n
    RETURN DISTINCT n
  } AS nodes, COLLECT {
    UNWIND shortest AS path
    UNWIND range(1, size(path) - 1) AS i
    WITH DISTINCT path[i - 1] AS a, path[i] AS b
    MATCH (a)-[r:ALLIED_WITH|MEMBER_OF]-(b)
    WHERE r.fromDay <= $on
      AND r.untilDay > $on
      AND r.dataset IN $datasets
      AND coalesce(r.confidence, -1) >= $minConfidence
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
    RETURN [a.id, b.id, properties(r)]
  } AS links
}
WITH collect([id, near, far, least, ahead, behind, shortest, nodes, links]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-few-forward
CALL () {
  UNWIND $ids AS id
  MATCH (x:Entity {id: id})-[r:ALLIED_WITH|MEMBER_OF]-(y)
  USING INDEX SEEK x:Entity(id)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND r.dataset IN $datasets
    AND coalesce(r.confidence, -1) >= $minConfidence
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
    AND y:(State|Organization) AND NOT y.id IN $exclude
  RETURN id, collect(DISTINCT y.id) AS others
}
WITH collect([id, others]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-few-whole
CALL () {
  UNWIND $pairs AS pair
  MATCH (x:Entity {id: pair[0]})
  USING INDEX SEEK x:Entity(id)
  MATCH (y:Entity {id: pair[1]})
  USING INDEX SEEK y:Entity(id)
  MATCH (x)-[r:ALLIED_WITH|MEMBER_OF]-(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND r.dataset IN $datasets
    AND coalesce(r.confidence, -1) >= $minConfidence
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
  RETURN [x.id, y.id, properties(r)] AS link, null AS n
  UNION ALL
  UNWIND $ids AS id
  MATCH (n:Entity {id: id})
  USING INDEX SEEK n:Entity(id)
  RETURN null AS link, n
}
WITH collect([link, n]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-full-backward
CALL () {
  UNWIND $ids AS id
  MATCH (x:Entity {id: id})<-[r:ALLIED_WITH|MEMBER_OF]-(y)
  USING INDEX SEEK x:Entity(id)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND r.dataset IN $datasets
    AND coalesce(r.confidence, -1) >= $minConfidence
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
    AND (y.id = $from OR y:(State|Organization) AND NOT y.id IN $exclude)
  RETURN id, collect(DISTINCT y.id) AS others
}
WITH collect([id, others]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-full-ends
CALL () {
  MATCH (x:Entity {id: $from})
  USING INDEX SEEK x:Entity(id)
  UNWIND $to AS id
  MATCH (z:Entity {id: id})
  USING INDEX SEEK z:Entity(id)
  WHERE z.id <> $from
    AND z:(State|Organization) AND NOT z.id IN $exclude
  WITH x, z, count { (x)--() } AS near, count { (z)--() } AS far
  CALL (x, z) {
    OPTIONAL MATCH p = shortestPath((x)-[:ALLIED_WITH|MEMBER_OF*1..8]->(z))
    WHERE all(r IN relationships(p) WHERE r.fromDay <= $on AND r.untilDay > $on AND r.dataset IN $datasets AND coalesce(r.confidence, -1) >= $minConfidence AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes) AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true)))
      AND all(y IN nodes(p) WHERE (y.id = $from OR y:(State|Organization) AND NOT y.id IN $exclude))
    RETURN length(p) AS least
  }
  RETURN z.id AS id, near, far, least, CASE WHEN least IS NOT NULL AND near <= 5000 THEN COLLECT {
    MATCH (x)-[r:ALLIED_WITH|MEMBER_OF]->(y)
    WHERE r.fromDay <= $on
      AND r.untilDay > $on
      AND r.dataset IN $datasets
      AND coalesce(r.confidence, -1) >= $minConfidence
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
      AND y:(State|Organization) AND NOT y.id IN $exclude
    RETURN DISTINCT y.id
  } END AS ahead, CASE WHEN least IS NOT NULL AND far <= 5000 THEN COLLECT {
    MATCH (z)<-[r:ALLIED_WITH|MEMBER_OF]-(y)
    WHERE r.fromDay <= $on
      AND r.untilDay > $on
      AND r.dataset IN $datasets
      AND coalesce(r.confidence, -1) >= $minConfidence
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
      AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
      AND (y.id = $from OR y:(State|Organization) AND NOT y.id IN $exclude)
    RETURN DISTINCT y.id
  } END AS behind
}
WITH collect([id, near, far, least, ahead, behind]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-full-forward
CALL () {
  UNWIND $ids AS id
  MATCH (x:Entity {id: id})-[r:ALLIED_WITH|MEMBER_OF]->(y)
  USING INDEX SEEK x:Entity(id)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND r.dataset IN $datasets
    AND coalesce(r.confidence, -1) >= $minConfidence
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
    AND y:(State|Organization) AND NOT y.id IN $exclude
  RETURN id, collect(DISTINCT y.id) AS others
}
WITH collect([id, others]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-full-whole
CALL () {
  UNWIND $pairs AS pair
  MATCH (x:Entity {id: pair[0]})
  USING INDEX SEEK x:Entity(id)
  MATCH (y:Entity {id: pair[1]})
  USING INDEX SEEK y:Entity(id)
  MATCH (x)-[r:ALLIED_WITH|MEMBER_OF]->(y)
  WHERE r.fromDay <= $on
    AND r.untilDay > $on
    AND r.dataset IN $datasets
    AND coalesce(r.confidence, -1) >= $minConfidence
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.obligationType, '') IN $obligationTypes)
    AND (type(r) <> 'ALLIED_WITH' OR coalesce(r.binding, true))
  RETURN [x.id, y.id, properties(r)] AS link, null AS n
  UNION ALL
  UNWIND $ids AS id
  MATCH (n:Entity {id: id})
  USING INDEX SEEK n:Entity(id)
  RETURN null AS link, n
}
WITH collect([link, n]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-plain-backward
CALL () {
  UNWIND $ids AS id
  MATCH (x:Entity {id: id})-[r:ALLIED_WITH]-(y)
  USING INDEX SEEK x:Entity(id)
  RETURN id, collect(DISTINCT y.id) AS others
}
WITH collect([id, others]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-plain-ends
CALL () {
  MATCH (x:Entity {id: $from})
  USING INDEX SEEK x:Entity(id)
  UNWIND $to AS id
  MATCH (z:Entity {id: id})
  USING INDEX SEEK z:Entity(id)
  WHERE z.id <> $from
  WITH x, z, count { (x)--() } AS near, count { (z)--() } AS far
  CALL (x, z) {
    OPTIONAL MATCH p = shortestPath((x)-[:ALLIED_WITH*1..4]-(z))
    RETURN length(p) AS least
  }
  RETURN z.id AS id, near, far, least, CASE WHEN least IS NOT NULL AND near <= 5000 THEN COLLECT {
    MATCH (x)-[r:ALLIED_WITH]-(y)
    RETURN DISTINCT y.id
  } END AS ahead, CASE WHEN least IS NOT NULL AND far <= 5000 THEN COLLECT {
    MATCH (z)-[r:ALLIED_WITH]-(y)
    RETURN DISTINCT y.id
  } END AS behind
}
WITH collect([id, near, far, least, ahead, behind]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-plain-forward
CALL () {
  UNWIND $ids AS id
  MATCH (x:Entity {id: id})-[r:ALLIED_WITH]-(y)
  USING INDEX SEEK x:Entity(id)
  RETURN id, collect(DISTINCT y.id) AS others
}
WITH collect([id, others]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// paths-plain-whole
CALL () {
  UNWIND $pairs AS pair
  MATCH (x:Entity {id: pair[0]})
  USING INDEX SEEK x:Entity(id)
  MATCH (y:Entity {id: pair[1]})
  USING INDEX SEEK y:Entity(id)
  MATCH (x)-[r:ALLIED_WITH]-(y)
  RETURN [x.id, y.id, properties(r)] AS link, null AS n
  UNION ALL
  UNWIND $ids AS id
  MATCH (n:Entity {id: id})
  USING INDEX SEEK n:Entity(id)
  RETURN null AS link, n
}
WITH collect([link, n]) AS rows
MATCH (s:EntenteStore {id: 'store'})
MATCH (a:EntenteAnnouncement {id: 'announcement'})
RETURN s.head, a.number, s.publishing IS NOT NULL, rows;

// publication
MATCH (s:EntenteStore {id: 'store'})
RETURN s.publishing;

// publishing
MATCH (s:EntenteStore {id: 'store'})
SET s.publishing = $publishing, s.fingerprint = $fingerprint
RETURN count(*);

// records-of
UNWIND $ids AS id
MATCH (n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
OPTIONAL MATCH (r:Record)-[:DESCRIBES]->(n)
RETURN id, elementId(n), collect(properties(r));

// records-page
MATCH (r:Record)
WHERE r.key > $after
RETURN properties(r)
ORDER BY r.key
LIMIT $limit;

// records-page-keys
MATCH (r:Record)
WHERE r.key > $after
  AND r.dataset = $dataset
RETURN r {.key, .part, .node, .dataset, .discriminator} AS record
ORDER BY r.dataset, r.key
LIMIT $limit;

// relationships
UNWIND $keys AS key
MATCH ()-[r:ALLIED_WITH {key: key}]->()
USING INDEX SEEK r:ALLIED_WITH(key)
RETURN properties(r) AS p;

// relationships-page
MATCH ()-[r:ALLIED_WITH]->()
WHERE r.key > $after
  AND r.dataset = $dataset
RETURN properties(r)
ORDER BY r.key
LIMIT $limit;

// run
MATCH (l:LoadRun {id: $id})
SET l.asked = true
RETURN coalesce(l.blocks, 0), l.run;

// runs
MATCH (l:LoadRun)
RETURN l.run
ORDER BY l.started DESC, l.id DESC
LIMIT $first;

// save-run
MERGE (l:LoadRun {id: $id})
SET l += $p
RETURN count(*);

// stage
UNWIND $rows AS row
CREATE (g:EntenteGathered)
SET g = row
RETURN count(*);

// staged
MATCH (g:EntenteGathered)
WHERE g.key STARTS WITH $prefix
RETURN g.key
ORDER BY g.key;

// state
MATCH (s:EntenteStore {id: 'store'})
OPTIONAL MATCH (c:EntenteCommit {number: s.head})
RETURN s.head, s.fingerprint, c.time, s.publishing;

// statements
UNWIND $ids AS id
MATCH (r:Record)-[:DESCRIBES]->(n:Entity {id: id})
USING INDEX SEEK n:Entity(id)
RETURN id, collect(properties(r)) AS records;

// unfinished
MATCH (l:LoadRun {dataset: $dataset})
WHERE l.id <> $id AND l.status IN ['RUNNING', 'STOPPED']
SET l.asked = true
WITH l
WHERE l.status IN ['RUNNING', 'STOPPED']
RETURN l.run, coalesce(l.blocks, 0);

