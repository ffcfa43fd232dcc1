package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// byHandOf are the statements that someone who knows Cypher writes for each job: one each, with what is shown and no
// more. Each row is an element of the list that the answer names.
var byHandOf = map[string]struct{ cypher, list string }{
	"page": {`MATCH (s:State)
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
RETURN {id: s.id, name: s.name, alliances: alliances}`, "states"},
	"node": {`MATCH (n:Entity {id: $from})
RETURN {id: n.id, name: n.name}`, "states"},
	"path": {`MATCH (a:Entity {id: $from})
MATCH (b:Entity {id: $to})
MATCH p = shortestPath((a)-[:ALLIED_WITH*1..4]-(b))
WHERE all(r IN relationships(p) WHERE r.fromDay <= $day AND r.untilDay > $day AND r.obligationType = 'DEFENSE' AND coalesce(r.binding, true))
RETURN {nodes: [n IN nodes(p) | {id: n.id, name: n.name}], relationships: [r IN relationships(p) | r.key]}`, "paths"},
	"duties": {`MATCH (x:Entity)
WHERE x.id IN [$from, $to]
MATCH (x)<-[r:ALLIED_WITH]-(y)
WHERE r.fromDay <= $day AND r.untilDay > $day AND NOT y.id IN [$from, $to]
WITH y, collect({id: r.key, type: r.obligationType, beneficiary: {id: x.id}, treaty: r.treaty, article: r.articleNumber, conditions: r.conditions, binding: r.binding}) AS because
RETURN {actor: {id: y.id, name: y.name}, because: because}
ORDER BY y.id`, "responders"},
}

// connect opens a driver for a URL with credentials.
func connect(store string) (neo4j.DriverWithContext, error) {
	u, err := url.Parse(store)
	if err != nil {
		return nil, err
	}
	password, _ := u.User.Password()
	auth := neo4j.BasicAuth(u.User.Username(), password, "")
	u.User = nil
	return neo4j.NewDriverWithContext(u.String(), auth)
}

func read(ctx context.Context, driver neo4j.DriverWithContext, cypher string, parameters map[string]any) ([]*neo4j.Record, error) {
	session := driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, DatabaseName: "neo4j"})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, cypher, parameters)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// serveByHand answers each job with its one statement.
func serveByHand(ctx context.Context, store string) error {
	driver, err := connect(store)
	if err != nil {
		return err
	}
	http.HandleFunc("POST /{job}", func(w http.ResponseWriter, r *http.Request) {
		job, ok := byHandOf[r.PathValue("job")]
		var q question
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || !ok {
			http.Error(w, "no such job", http.StatusBadRequest)
			return
		}
		rows, err := read(r.Context(), driver, job.cypher, map[string]any{"from": q.From, "to": q.To, "day": q.Day})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		found := make([]any, len(rows))
		for i, row := range rows {
			found[i] = row.Values[0]
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{job.list: found}})
	})
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = listener.Close() })
	fmt.Println("http://" + listener.Addr().String())
	err = http.Serve(listener, nil) //nolint:gosec // on loopback, for the length of a benchmark
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was told to end
	}
	return err
}

// dump is what the store without a database holds: states and what they owe, in the order of ids.
func dump(ctx context.Context, driver neo4j.DriverWithContext) ([]byte, []string, error) {
	rows, err := read(ctx, driver, `MATCH (s:State)
WHERE s.id STARTS WITH 'state:'
CALL (s) {
  MATCH (s)-[r:ALLIED_WITH]->(o)
  WITH r, o
  ORDER BY r.key
  RETURN collect({id: r.key, obligationType: r.obligationType, to: o.id, toName: o.name, from: r.from, until: r.until, fromDay: r.fromDay, untilDay: r.untilDay}) AS alliances
}
RETURN s.id, coalesce(s.name, s.id), alliances, s.fromDay < 19500101 AND s.untilDay > 20240101
ORDER BY s.id`, nil)
	if err != nil {
		return nil, nil, err
	}
	var out []any
	var bound []string
	for _, row := range rows {
		alliances, _ := row.Values[2].([]any)
		id, _ := row.Values[0].(string)
		out = append(out, map[string]any{"id": id, "name": row.Values[1], "alliances": alliances})
		if len(alliances) > 20 && row.Values[3] == true { // one that is there on every day that is asked of
			bound = append(bound, id)
		}
	}
	b, err := json.Marshal(out)
	return b, bound, err
}
