MATCH (s:State)
WHERE s.id STARTS WITH 'state:'
CALL (s) {
  MATCH (s)-[r:ALLIED_WITH]->(o)
  WITH r, o
  ORDER BY r.key
  RETURN collect({id: r.key, obligationType: r.obligationType, to: o.id, toName: o.name, from: r.from, until: r.until, fromDay: r.fromDay, untilDay: r.untilDay}) AS alliances
}
RETURN s.id, coalesce(s.name, s.id), alliances, s.fromDay < 19500101 AND s.untilDay > 20240101
ORDER BY s.id
