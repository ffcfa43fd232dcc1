package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// Bounds of what strangers may hold while they are slow.
const (
	bodyTime      = 10 * time.Second // for all of a body
	answerTime    = 15 * time.Second // for taking an answer, and a second more for each answerSpeed bytes
	answerSpeed   = 64 << 10
	slotWait      = 2 * time.Second // for one of the requests under way to end
	bytesInFlight = 128 << 20       // bodies being read and answers being taken
	smallBody     = 16 << 10        // bodies up to this many bytes are read in any case
	retryAfter    = 2               // seconds
)

// errBusy is why a body is not read on.
var errBusy = errors.New("too many bytes are in flight")

// traffic bounds what is under way at the same time.
type traffic struct {
	slots chan struct{}
	held  atomic.Int64 // bytes
}

func newTraffic(l Limits) *traffic { return &traffic{slots: make(chan struct{}, l.Requests)} }

// enter waits for a place; leave gives it back.
func (t *traffic) enter(ctx context.Context) (leave func(), ok bool) {
	ctx, cancel := context.WithTimeout(ctx, slotWait)
	defer cancel()
	select {
	case t.slots <- struct{}{}:
		return t.leave, true
	case <-ctx.Done():
		return nil, false
	}
}

func (t *traffic) leave() { <-t.slots }

// hold counts bytes that are kept for a client until release is called.
func (t *traffic) hold(n int) (release func(), ok bool) {
	if t.held.Add(int64(n)) > bytesInFlight {
		t.held.Add(int64(-n))
		return nil, false
	}
	return func() { t.held.Add(int64(-n)) }, true
}

// counted is a body whose bytes count as held while it is read.
type counted struct {
	io.Reader
	traffic *traffic
	n       int
	held    int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.n += n; c.n > smallBody {
		if _, ok := c.traffic.hold(c.n - c.held); !ok {
			return n, errBusy
		}
		c.held = c.n
	}
	return n, err
}

func (c *counted) release() { c.traffic.held.Add(int64(-c.held)) }

func tryAgain(why string) string { return fmt.Sprintf("%s; ask again in %d seconds", why, retryAfter) }

func busy(w http.ResponseWriter, why string) {
	w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	refuse(w, &refusal{http.StatusServiceUnavailable, tryAgain(why), codeBusy})
}

// paced gives clients a time for their bodies and for taking what they are answered. What has no body gets no time for
// one: the server listens to the connection while it answers, and would take the end of that time for a client that has
// left.
func paced(next http.Handler, l Limits) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		now := time.Now()
		if r.ContentLength != 0 {
			_ = control.SetReadDeadline(now.Add(bodyTime)) // what is not a connection has no deadlines
		}
		_ = control.SetWriteDeadline(now.Add(bodyTime + slotWait + l.Timeout + answerTime))
		next.ServeHTTP(w, r)
	})
}

// bodyRead ends the time for the body.
func bodyRead(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
}

// answering gives the client time to take so many bytes.
func answering(w http.ResponseWriter, bytes int) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(answerTime +
		time.Duration(bytes/answerSpeed)*time.Second))
}
