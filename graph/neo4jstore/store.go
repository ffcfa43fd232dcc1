package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"github.com/entente-graph/entente/graph"
)

// Options say which database to use and how long to wait for it. Zero values take the defaults named.
type Options struct {
	// URL is neo4j://host:7687 or bolt://host:7687, with +s or +ssc for TLS. It may carry a user and a password, which
	// Username and Password override.
	URL                string
	Username, Password string // empty username: no authentication
	Database           string // default "neo4j", the only one of Community edition

	// AcquisitionTimeout bounds the wait for a connection; it is to be well below the deadline of a request. Default 3
	// s.
	AcquisitionTimeout time.Duration
	// RetryTime bounds how long one transaction is tried again after a transient fault. Default 4 s.
	RetryTime time.Duration
	// ReadTimeout and WriteTimeout bound a transaction on the server, whatever the caller's deadline. Default 30 s and
	// 10 min.
	ReadTimeout, WriteTimeout time.Duration

	// CommitRecords is how many records one transaction changes. A larger load or retraction is published in several,
	// and questions wait meanwhile. Default 20,000: Neo4j holds a transaction in memory, about 6 kB a record, and
	// refuses one that is larger than its heap allows.
	CommitRecords int
	// PastRecords is how many records are read at most to answer of a commit that is no longer the newest, which is
	// done in memory, and PastCommits how many of them are kept there. Default 300,000 and 3.
	PastRecords, PastCommits int

	Log *slog.Logger // what takes long while the store is opened; nil: nobody is told
}

// Store is a graph.Store in Neo4j. It is safe for concurrent use, by several processes too.
type Store struct {
	driver    neo4j.DriverWithContext
	options   Options
	bookmarks neo4j.BookmarkManager
	seen      atomic.Pointer[mark]   // the last mark of a commit that was read, see snapshot.go
	wrote     atomic.Int64           // transactions of this process that wrote and have ended
	known     atomic.Pointer[newest] // the newest commit as it was last told of, see [Store.head]
	reader                           // answers of the newest commit
	remembers memories
	past      *past
	lost      atomic.Bool // no connection was to be had when it was last tried, see [Store.reached]
	helping   atomic.Bool // a publication that another process left is being finished
	runs      struct {
		sync.Mutex
		gatherings map[string]*gathering // by run, those that this process is at
	}

	observe func(cypher string, parameters map[string]any) // told of each statement of a question; nil but in tests

	calls  sync.RWMutex // held for reading by each call, for writing by Close
	closed bool
}

var _ graph.Store = (*Store)(nil)

// Open connects, brings the schema of the database up to date, and waits for indexes that are being built, however long
// that takes while they make progress; ctx ends it. KindUnavailable says what to check; KindConflict
// means that a newer release has written the database; KindInvalid that the URL is none.
func Open(ctx context.Context, o Options) (*Store, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" {
		return nil, graph.Invalidf("store URL %q: want neo4j://host:7687 or bolt://host:7687", redacted(o.URL))
	}
	if u.User != nil {
		if o.Username == "" {
			o.Username = u.User.Username()
		}
		if secret, ok := u.User.Password(); ok && o.Password == "" {
			o.Password = secret
		}
		u.User = nil
	}
	o.Database = cmp.Or(o.Database, "neo4j")
	o.URL = u.String()
	o.AcquisitionTimeout = orDefault(o.AcquisitionTimeout, 3*time.Second)
	o.RetryTime = orDefault(o.RetryTime, 4*time.Second)
	o.ReadTimeout = orDefault(o.ReadTimeout, 30*time.Second)
	o.WriteTimeout = orDefault(o.WriteTimeout, 10*time.Minute)

	o.CommitRecords = orDefault(o.CommitRecords, 20_000)
	o.PastRecords = orDefault(o.PastRecords, 300_000)
	o.PastCommits = orDefault(o.PastCommits, 3)
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))

	auth := neo4j.NoAuth()
	if o.Username != "" {
		auth = neo4j.BasicAuth(o.Username, o.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(o.URL, auth, func(c *config.Config) {
		c.ConnectionAcquisitionTimeout = o.AcquisitionTimeout
		c.SocketConnectTimeout = o.AcquisitionTimeout
		c.MaxTransactionRetryTime = o.RetryTime
		c.NotificationsMinSeverity = notifications.DisabledLevel
		c.TelemetryDisabled = true
		c.UserAgent = "entente"
	})
	if err != nil {
		return nil, graph.Invalidf("store URL %q: want neo4j://host:7687 or bolt://host:7687", o.URL).Because(err)
	}
	s := &Store{
		driver: driver, options: o, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{}),
		remembers: newMemories(),
	}
	s.reader.store, s.past = s, &past{store: s}
	s.runs.gatherings = map[string]*gathering{}
	err = s.migrate(ctx)
	if err == nil {
		err = s.finishWhatWasLeft(ctx)
	}
	if err != nil {
		_ = driver.Close(context.WithoutCancel(ctx))
		return nil, s.fault(ctx, err)
	}
	return s, nil
}

func orDefault[T ~int | ~int64](d, otherwise T) T {
	if d <= 0 {
		return otherwise
	}
	return d
}

func redacted(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "…" // it may hold a password anywhere
	}
	return u.Redacted()
}

// Ready asks the database for one row.
func (s *Store) Ready(ctx context.Context) error {
	return s.call(ctx, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeoutCause(ctx, s.options.AcquisitionTimeout, errNotReady)
		defer cancel()
		err := s.driver.VerifyConnectivity(ctx)
		if err == nil {
			_, err = s.readMark(ctx)
		}
		if err != nil && errors.Is(context.Cause(ctx), errNotReady) {
			return s.unreachable(err)
		}
		return err
	})
}

// Close waits for calls under way and closes the connections.
func (s *Store) Close() error {
	s.calls.Lock()
	defer s.calls.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.driver.Close(ctx); err != nil {
		return s.fault(ctx, err)
	}
	return nil
}

// call runs one call of the contract: not after Close, and with its errors translated.
func (s *Store) call(ctx context.Context, f func(context.Context) error) error {
	s.calls.RLock()
	defer s.calls.RUnlock()
	if s.closed {
		return graph.Errorf(graph.KindUnavailable, "the store is closed")
	}
	if err := ctx.Err(); err != nil {
		return s.fault(ctx, err)
	}
	if err := f(ctx); err != nil {
		return s.fault(ctx, err)
	}
	return nil
}
