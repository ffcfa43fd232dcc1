package ledger

import (
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
)

// Find picks the commit that is asked of from all those that a ledger has, the oldest first. Without a commit the zero
// Commit stands for the empty store. What the ledger does not have is KindNotFound, and the message says what it has; a
// prefix that several versions have is KindInvalid.
func Find(commits []graph.Commit, known graph.KnownAt) (graph.Commit, error) {
	switch {
	case known.IsZero():
		if len(commits) == 0 {
			return graph.Commit{}, nil
		}
		return commits[len(commits)-1], nil
	case known.Commit != 0:
		i, ok := slices.BinarySearchFunc(commits, known.Commit, func(c graph.Commit, n int64) int {
			return int(c.Number - n)
		})
		if !ok {
			return graph.Commit{}, NotFound(commits, known)
		}
		return commits[i], nil
	case known.Version != "":
		return byVersion(commits, known)
	}
	after := func(c graph.Commit, at time.Time) int {
		if c.Time.After(at) {
			return 1
		}
		return -1
	}
	i, _ := slices.BinarySearchFunc(commits, known.Instant, after)
	if i == 0 {
		return graph.Commit{}, NotFound(commits, known)
	}
	return commits[i-1], nil
}

func byVersion(commits []graph.Commit, known graph.KnownAt) (graph.Commit, error) {
	prefix := strings.ToLower(known.Version)
	if len(prefix) < 8 {
		return graph.Commit{}, graph.Invalidf("data version %q: want at least eight of its digits", known.Version)
	}
	if len(commits) == 0 && strings.HasPrefix(graph.Hash{}.String(), prefix) {
		return graph.Commit{}, nil
	}
	found := -1
	for i := len(commits) - 1; i >= 0; i-- {
		switch {
		case !strings.HasPrefix(commits[i].Fingerprint.String(), prefix):
		case found < 0:
			found = i
		case commits[i].Fingerprint != commits[found].Fingerprint:
			return graph.Commit{}, graph.Invalidf("data version %s: both %s (commit %d) and %s (commit %d) begin so; give "+
				"more digits", prefix,
				commits[found].Fingerprint, commits[found].Number, commits[i].Fingerprint, commits[i].Number)
		}
	}
	if found < 0 {
		return graph.Commit{}, NotFound(commits, known)
	}
	return commits[found], nil
}

// NotFound is the error for what a ledger does not have, with what it has.
func NotFound(commits []graph.Commit, known graph.KnownAt) error {
	if len(commits) == 0 {
		return graph.Errorf(graph.KindNotFound, "%s: the store is empty and has no commit", known)
	}
	first, last := commits[0], commits[len(commits)-1]
	return graph.Errorf(graph.KindNotFound, "%s: the store's history goes from commit %d (%s) to commit %d (%s)", known,
		first.Number, first.Time.UTC().Format(time.RFC3339), last.Number, last.Time.UTC().Format(time.RFC3339))
}

// Page is a page of commits, the newest first, out of all that a ledger has, the oldest first.
func Page(commits []graph.Commit, q graph.CommitQuery) ([]graph.Commit, error) {
	if q.First < 1 || q.First > graph.MaxFirst {
		return nil, graph.Invalidf("first: %d is outside 1 to %d", q.First, graph.MaxFirst)
	}
	var out []graph.Commit
	for _, c := range slices.Backward(commits) {
		if q.Before > 0 && c.Number >= q.Before {
			continue
		}
		if out = append(out, c); len(out) == q.First {
			break
		}
	}
	return out, nil
}

// NextTime is when a commit is published that follows another: now, to the microsecond, and later than the other.
func NextTime(now, last time.Time) time.Time {
	now = now.UTC().Truncate(time.Microsecond)
	if !now.After(last) {
		now = last.UTC().Add(time.Microsecond)
	}
	return now
}
