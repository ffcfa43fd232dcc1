// What a database holds becomes the commit with which its ledger opens. Doing so again changes nothing: each statement
// takes the lock of the store first, and looks afterwards whether that has been done.

DROP CONSTRAINT entente_commit_id IF EXISTS;

CREATE CONSTRAINT entente_announcement_id IF NOT EXISTS
FOR (a:EntenteAnnouncement)
REQUIRE a.id IS UNIQUE;

CREATE CONSTRAINT entente_commit_number IF NOT EXISTS
FOR (c:EntenteCommit)
REQUIRE c.number IS UNIQUE;

CREATE CONSTRAINT entente_block_key IF NOT EXISTS
FOR (b:EntenteBlock)
REQUIRE b.key IS UNIQUE;

CREATE CONSTRAINT entente_gathered_key IF NOT EXISTS
FOR (g:EntenteGathered)
REQUIRE g.key IS UNIQUE;

MATCH (s:EntenteStore {id: 'store'})
SET s.lock = 'migration'
WITH s
WHERE s.head IS NULL
OPTIONAL MATCH (d:EntenteDataset)
WITH s, d, [kind IN keys(d) WHERE kind <> 'id' AND kind <> 'nodeRecords'] AS types
WITH s, sum(coalesce(d.nodeRecords, 0)) AS nodes, sum(reduce(n = 0, kind IN types | n + d[kind])) AS relationships
WITH s, nodes, relationships, CASE WHEN nodes + relationships > 0 THEN 1 ELSE 0 END AS head
SET s.head = head, s.version = null
MERGE (a:EntenteAnnouncement {id: 'announcement'})
SET a.number = head
FOREACH (opening IN CASE head WHEN 1 THEN [1] ELSE [] END |
  CREATE (:EntenteCommit {number: 1, kind: 'OPENING', time: datetime.truncate('microsecond', datetime.realtime('UTC')), fingerprint: s.fingerprint, forgotten: true,
    nodesCreated: nodes, relationshipsCreated: relationships}));

MATCH (c:EntenteCommit {id: 'commit'})
DELETE c;
