MATCH (s:State)
WHERE s.id STARTS WITH 'state:'
WITH s
ORDER BY s.id
LIMIT 20
CALL (s) {
  MATCH (s)-[r:ALLIED_WITH]->(o)
  WHERE r.fromDay <= $day AND r.untilDay > $day
  WITH r, o
  ORDER BY r.key
  LIMIT 10
  RETURN collect({id: r.key, obligationType: r.obligationType, to: {id: o.id, name: o.name}, from: r.from, until: r.until}) AS alliances
}
RETURN {id: s.id, name: s.name, alliances: alliances}
