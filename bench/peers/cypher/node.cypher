MATCH (n:Entity {id: $from})
RETURN {id: n.id, name: n.name}
