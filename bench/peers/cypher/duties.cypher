MATCH (x:Entity)
WHERE x.id IN [$from, $to]
MATCH (x)<-[r:ALLIED_WITH]-(y)
WHERE r.fromDay <= $day AND r.untilDay > $day AND NOT y.id IN [$from, $to]
WITH y, collect({id: r.key, type: r.obligationType, beneficiary: {id: x.id}, treaty: r.treaty, article: r.articleNumber, conditions: r.conditions, binding: r.binding}) AS because
RETURN {actor: {id: y.id, name: y.name}, because: because}
ORDER BY y.id
