package main

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// statements are those that someone who knows Cypher writes for each job: one each, with what is shown and no more; and
// the one for the store without a database.
//
//go:embed cypher/*.cypher
var statements embed.FS

func statement(name string) string {
	text, err := statements.ReadFile("cypher/" + name + ".cypher")
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}

// lists are what the answers of jobs call the list of which each row is an element.
var lists = map[string]string{"page": "states", "node": "states", "path": "paths", "duties": "responders"}

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
		job := r.PathValue("job")
		list, ok := lists[job]
		var q question
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || !ok {
			http.Error(w, "no such job", http.StatusBadRequest)
			return
		}
		rows, err := read(r.Context(), driver, statement(job), map[string]any{"from": q.From, "to": q.To, "day": q.Day})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		found := make([]any, len(rows))
		for i, row := range rows {
			found[i] = row.Values[0]
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{list: found}})
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
	rows, err := read(ctx, driver, statement("dump"), nil)
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
