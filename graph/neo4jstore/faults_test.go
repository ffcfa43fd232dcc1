package neo4jstore_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// sum is the fingerprint of a store that holds just the batch.
func sum(b graph.Batch) (h graph.Hash) {
	for _, r := range b.Nodes {
		h = h.Add(r.Hash())
	}
	for _, r := range b.Relationships {
		h = h.Add(r.Hash())
	}
	return h
}

func TestALostCommitIsFoundOutAndMadeGood(t *testing.T) {
	for _, c := range []struct {
		name   string
		number int // of the COMMIT that is cut: the announcement's comes first
		passes bool
	}{
		{"the announcement's, before it reached the server", 1, false},
		{"the announcement's, after it reached the server", 1, true},
		{"the batch's, before it reached the server", 2, false},
		{"the batch's, after it reached the server", 2, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			open(t) // an empty database
			proxy := newProxy(t, neo4jtest.URL(t))
			s := reopen(t, neo4jstore.Options{URL: proxy.url})
			b := ring(40)
			apply(t, s, graph.Batch{Nodes: b.Nodes[:3]})
			proxy.cutCommit(c.number, c.passes)
			result, err := s.Apply(t.Context(), b)
			if !proxy.cut() {
				t.Fatal("the commit was not cut")
			}
			if err != nil {
				t.Fatalf("%v (%v)", err, errors.Unwrap(err))
			}
			if want := (graph.ApplyResult{NodesCreated: 37, NodesUnchanged: 3, RelationshipsCreated: 40}); result != want {
				t.Errorf("counted %+v, want %+v", result, want)
			}
			if got := fingerprint(t, s); got != sum(b) {
				t.Errorf("fingerprint %v, want %v", got, sum(b))
			}
			if again := apply(t, s, b); again.Changes() {
				t.Errorf("again: %+v", again)
			}
		})
	}
}

func TestACommitThatCannotBeLookedIntoIsUnavailableAndHarmlessToRepeat(t *testing.T) {
	open(t)
	proxy := newProxy(t, neo4jtest.URL(t))
	s := reopen(t, neo4jstore.Options{URL: proxy.url, RetryTime: 500 * time.Millisecond})
	b := ring(40)
	proxy.cutCommit(2, true)
	proxy.thenStop()
	_, err := s.Apply(t.Context(), b)
	if graph.KindOf(err) != graph.KindUnavailable || !strings.Contains(err.Error(), "apply it again") {
		t.Fatalf("%v", err)
	}
	proxy.start(t)
	if r := apply(t, s, b); r.NodesUnchanged != 40 || r.Changes() {
		t.Errorf("again: %+v", r)
	}
	if got := fingerprint(t, s); got != sum(b) {
		t.Errorf("fingerprint %v, want %v", got, sum(b))
	}
}

func TestAServerThatIsKilledAmidWritingLosesNoBatchAndHalvesNone(t *testing.T) {
	server := neo4jtest.Control(t)
	wipe(t, server.URL())
	s := reopen(t, neo4jstore.Options{URL: server.URL(), RetryTime: time.Second})
	b := ring(3000)
	done := make(chan int)
	go func() { // batches of 100 until the server is gone
		for i := 0; ; i++ {
			part := graph.Batch{Nodes: b.Nodes[i*100%3000 : i*100%3000+100]}
			if i >= 30 {
				part = graph.Batch{Relationships: b.Relationships[i*100%3000 : i*100%3000+100]}
			}
			if _, err := s.Apply(context.Background(), part); err != nil || i == 59 {
				if err != nil && graph.KindOf(err) != graph.KindUnavailable {
					t.Errorf("batch %d: %v (%v)", i, err, errors.Unwrap(err))
				}
				done <- i
				return
			}
			if i == 8 {
				done <- -1
			}
		}
	}()
	<-done
	server.Kill(t)
	stopped := <-done
	if err := s.Ready(t.Context()); graph.KindOf(err) != graph.KindUnavailable {
		t.Errorf("Ready on a dead server: %v", err)
	}
	server.Start(t)
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("Ready after the start: %v (%v)", err, errors.Unwrap(err))
	}
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := stats.Nodes[graph.LabelState]; n%100 != 0 || n < 800 || n < min(stopped, 30)*100 {
		t.Errorf("%d states after %d batches of 100", n, stopped)
	}
	for i := 0; i < 3000; i += 1000 {
		apply(t, s, graph.Batch{Nodes: b.Nodes[i : i+1000]})
	}
	for i := 0; i < 3000; i += 1000 {
		apply(t, s, graph.Batch{Relationships: b.Relationships[i : i+1000]})
	}
	if got := fingerprint(t, s); got != sum(b) {
		t.Errorf("fingerprint %v, want %v", got, sum(b))
	}
}

func TestFaultsSayWhatToCheck(t *testing.T) {
	good := neo4jtest.Control(t).URL()
	wrong := func(change func(*url.URL)) string {
		u, err := url.Parse(good)
		if err != nil {
			t.Fatal(err)
		}
		change(u)
		return u.String()
	}
	for name, c := range map[string]struct {
		options neo4jstore.Options
		kind    graph.ErrorKind
		says    string
	}{
		"no server":      {neo4jstore.Options{URL: "bolt://127.0.0.1:1"}, graph.KindUnavailable, "check that it is running"},
		"no such host":   {neo4jstore.Options{URL: "neo4j://nowhere.invalid:7687"}, graph.KindUnavailable, "nowhere.invalid"},
		"wrong password": {neo4jstore.Options{URL: wrong(func(u *url.URL) { u.User = url.UserPassword("neo4j", "not-this-one") })}, graph.KindUnavailable, "check username and password"},
		"no password":    {neo4jstore.Options{URL: wrong(func(u *url.URL) { u.User = nil })}, graph.KindUnavailable, "check username and password"},
		"no database":    {neo4jstore.Options{URL: good, Database: "other"}, graph.KindUnavailable, "no database"},
		"no URL":         {neo4jstore.Options{URL: "neo4j"}, graph.KindInvalid, "neo4j://host:7687"},
		"wrong scheme":   {neo4jstore.Options{URL: "http://127.0.0.1:7474"}, graph.KindInvalid, "bolt://"},
		"asks for TLS":   {neo4jstore.Options{URL: wrong(func(u *url.URL) { u.Scheme = "bolt+s" })}, graph.KindUnavailable, "TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			c.options.RetryTime = time.Second
			s, err := neo4jstore.Open(t.Context(), c.options)
			if err == nil {
				_ = s.Close()
			}
			if graph.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v; want %s that says %q", graph.KindOf(err), err, c.kind, c.says)
			}
			if err != nil && (strings.Contains(err.Error(), "not-this-one") || strings.Contains(err.Error(), "entente-test")) {
				t.Errorf("the message shows a password: %v", err)
			}
			if d := time.Since(start); d > time.Minute {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestTheCallersContextIsAskedFirst(t *testing.T) {
	s := open(t)
	apply(t, s, ring(20))
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Nodes(canceled, []graph.ID{"state:AAA"}); graph.KindOf(err) != graph.KindCanceled {
		t.Errorf("canceled: %v", err)
	}
	late, cancel := context.WithTimeout(t.Context(), time.Microsecond)
	defer cancel()
	<-late.Done()
	if _, err := s.Stats(late); graph.KindOf(err) != graph.KindTimeout {
		t.Errorf("late: %v", err)
	}
	proxy := newProxy(t, neo4jtest.URL(t))
	slow := reopen(t, neo4jstore.Options{URL: proxy.url})
	proxy.stall(t)
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := slow.Stats(short); graph.KindOf(err) != graph.KindTimeout {
		t.Errorf("a server that says nothing: %v", err)
	}
}

func TestAQuestionSaysSoonThatNeo4jIsAwayAndIsAnsweredWhenItIsBack(t *testing.T) {
	s := open(t)
	apply(t, s, ring(20))
	proxy := newProxy(t, neo4jtest.URL(t))
	away := reopen(t, neo4jstore.Options{URL: proxy.url, RetryTime: 2 * time.Minute})
	ask := func() (time.Duration, error) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		start := time.Now()
		_, err := away.Nodes(ctx, []graph.ID{"state:AAA"})
		return time.Since(start), err
	}
	for range 2 {
		if _, err := ask(); err != nil {
			t.Fatal(err)
		}
		proxy.Stop()
		for i := range 2 {
			if took, err := ask(); graph.KindOf(err) != graph.KindUnavailable || took > time.Minute {
				t.Errorf("question %d took %v: %v", i, took, err)
			}
		}
		proxy.start(t)
	}
	if _, err := ask(); err != nil {
		t.Error(err)
	}
}
