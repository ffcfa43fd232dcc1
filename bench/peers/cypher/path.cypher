MATCH (a:Entity {id: $from})
MATCH (b:Entity {id: $to})
MATCH p = shortestPath((a)-[:ALLIED_WITH*1..4]-(b))
WHERE all(r IN relationships(p) WHERE r.fromDay <= $day AND r.untilDay > $day AND r.obligationType = 'DEFENSE' AND coalesce(r.binding, true))
RETURN {nodes: [n IN nodes(p) | {id: n.id, name: n.name}], relationships: [r IN relationships(p) | r.key]}
