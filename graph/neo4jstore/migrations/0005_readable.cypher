// What people read beside what programs do: days as dates where the day is known, kinds of conditions, codes. A database
// that neo4j-admin has filled has them already. Setting them again sets the same.

MATCH ()-[r]->()
WHERE size(r.from) = 10 AND r.fromDate IS NULL
   OR size(r.until) = 10 AND r.untilDate IS NULL
   OR r.conditions IS NOT NULL AND r.conditionKinds IS NULL
CALL (r) {
  SET r.fromDate = CASE WHEN size(r.from) = 10 THEN date(r.from) END,
    r.untilDate = CASE WHEN size(r.until) = 10 THEN date(r.until) END,
    r.conditionKinds = [c IN r.conditions | split(split(c, '"kind":"')[1], '"')[0]]
} IN TRANSACTIONS OF 10000 ROWS;

MATCH (n:Entity)
WHERE size(n.from) = 10 AND n.fromDate IS NULL
   OR size(n.until) = 10 AND n.untilDate IS NULL
   OR n.conditions IS NOT NULL AND n.conditionKinds IS NULL
CALL (n) {
  SET n.fromDate = CASE WHEN size(n.from) = 10 THEN date(n.from) END,
    n.untilDate = CASE WHEN size(n.until) = 10 THEN date(n.until) END,
    n.conditionKinds = [c IN n.conditions | split(split(c, '"kind":"')[1], '"')[0]]
} IN TRANSACTIONS OF 10000 ROWS;

MATCH (n:Entity)<-[:IDENTIFIES]-(i:Identifier)
WITH DISTINCT n, i.scheme + ' ' + i.value AS code
ORDER BY code
WITH n, collect(code) AS codes
WHERE n.codes IS NULL OR n.codes <> codes
CALL (n, codes) {
  SET n.codes = codes
} IN TRANSACTIONS OF 10000 ROWS;
