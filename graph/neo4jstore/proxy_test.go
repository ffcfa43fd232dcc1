package neo4jstore_test

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/toxics"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// proxy stands between a store and Neo4j and can lose what passes.
type proxy struct {
	*toxiproxy.Proxy
	url string
}

// scissors is what the toxics of all links share.
var scissors struct {
	sync.Mutex
	countdown int  // COMMITs until the one that is cut; 0: none is
	passes    bool // whether that one reaches the server
	silent    bool // nothing comes back for now
	done      bool
	after     func() // ends the connections
}

// answered tells that what the server said of the COMMIT that passed is lost.
var answered = make(chan struct{}, 1)

// boltCommit is the COMMIT message of the Bolt protocol, in its chunk.
var boltCommit = []byte{0x00, 0x02, 0xb0, 0x12, 0x00, 0x00}

// commitToxic cuts a connection at a COMMIT on its way to the server.
type commitToxic struct{}

func (commitToxic) Pipe(stub *toxics.ToxicStub) {
	for {
		select {
		case <-stub.Interrupt:
			return
		case chunk := <-stub.Input:
			if chunk == nil {
				stub.Close()
				return
			}
			if !bytes.Contains(chunk.Data, boltCommit) || !cutNow() {
				stub.Output <- chunk
				continue
			}
			if scissors.passes {
				stub.Output <- chunk
				<-answered
			}
			scissors.Lock()
			scissors.silent = false
			scissors.Unlock()
			if scissors.after != nil {
				go scissors.after()
				continue
			}
			stub.Close()
			return
		}
	}
}

func cutNow() bool {
	scissors.Lock()
	defer scissors.Unlock()
	scissors.countdown--
	if scissors.countdown != 0 {
		return false
	}
	scissors.silent, scissors.done = true, true
	return true
}

// silenceToxic loses what the server says while a connection is being cut.
type silenceToxic struct{}

func (silenceToxic) Pipe(stub *toxics.ToxicStub) {
	for {
		select {
		case <-stub.Interrupt:
			return
		case chunk := <-stub.Input:
			if chunk == nil {
				stub.Close()
				return
			}
			if !lost() {
				stub.Output <- chunk
			}
		}
	}
}

// lost tells whether what the server says is to be lost.
func lost() bool {
	scissors.Lock()
	defer scissors.Unlock()
	if scissors.silent {
		select {
		case answered <- struct{}{}:
		default:
		}
	}
	return scissors.silent
}

func init() {
	toxics.Register("cut commit", new(commitToxic))
	toxics.Register("silence", new(silenceToxic))
}

func newProxy(t *testing.T, server string) *proxy {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	p := &proxy{Proxy: toxiproxy.NewProxy(api, "neo4j", "127.0.0.1:0", u.Host)}
	p.start(t)
	t.Cleanup(p.Stop)
	u.Scheme, u.Host = "bolt", p.Listen // neo4j:// would ask the server where it is
	p.url = u.String()
	for _, toxic := range []string{`{"type": "cut commit", "stream": "upstream"}`, `{"type": "silence", "stream": "downstream"}`} {
		if _, err := p.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func (p *proxy) start(t *testing.T) {
	t.Helper()
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
}

func (p *proxy) cutCommit(number int, passes bool) {
	scissors.Lock()
	defer scissors.Unlock()
	scissors.countdown, scissors.passes, scissors.silent, scissors.done, scissors.after = number, passes, false, false, nil
	select {
	case <-answered: // of a COMMIT before
	default:
	}
}

// thenStop keeps the server out of reach after the cut.
func (p *proxy) thenStop() {
	scissors.Lock()
	defer scissors.Unlock()
	scissors.after = p.Stop
}

func (p *proxy) cut() bool {
	scissors.Lock()
	defer scissors.Unlock()
	return scissors.done
}

// stall keeps connections open and says nothing on them.
func (p *proxy) stall(t *testing.T) {
	t.Helper()
	if _, err := p.Toxics.AddToxicJson(strings.NewReader(`{"type": "timeout", "attributes": {"timeout": 0}}`)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Toxics.ResetToxics(context.Background()) })
}
