package graph

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// A Commit is one published step of a store: a load, a retraction or another batch, seen at once and wholly.
// Nothing that a commit replaces or removes is overwritten: the ledger keeps it, and At answers as the store
// would have answered then.
type Commit struct {
	Number  int64 // 1 for a store's first; one more for each that follows
	Kind    CommitKind
	Time    time.Time   // when it was published, in UTC, to the microsecond; later than that of the commit before
	Dataset ID          // the one whose records it changed; empty where there are several
	Run     string      // id of the load run; empty where there was none
	Result  ApplyResult // what its changes do; a record whose Part alone changed counts as unchanged
	// Fingerprint is that of the whole store after the commit: its data version.
	Fingerprint Hash
}

// CommitKind says what brought a commit about.
type CommitKind string

// The kinds of commits.
const (
	CommitLoad       CommitKind = "LOAD"       // a load run that finished
	CommitRetraction CommitKind = "RETRACTION" // all records of a dataset were removed
	CommitEdit       CommitKind = "EDIT"       // a batch that belongs to no load run
	// CommitOpening holds what was in a store when its ledger began: before it nothing is known.
	CommitOpening CommitKind = "OPENING"
)

// KnownAt says by record time which state of a store a question is asked of. The zero KnownAt asks of the newest
// commit.
type KnownAt struct {
	// Commit is a commit's number.
	Commit int64
	// Instant asks of the last commit that was published no later.
	Instant time.Time
	// Version asks of the newest commit with this fingerprint, the whole of it in hexadecimal or a prefix of at
	// least eight digits that only one version of the store has.
	Version string
}

// IsZero tells whether the newest commit is asked of.
func (k KnownAt) IsZero() bool { return k.Commit == 0 && k.Instant.IsZero() && k.Version == "" }

// String is the form that ParseKnownAt reads, and "now" for the zero KnownAt.
func (k KnownAt) String() string {
	switch {
	case k.Commit != 0:
		return "commit " + strconv.FormatInt(k.Commit, 10)
	case k.Version != "":
		return k.Version
	case !k.Instant.IsZero():
		return k.Instant.UTC().Format(time.RFC3339Nano)
	}
	return "now"
}

// ParseKnownAt reads a day (its end in UTC: what was known when the day was over), an instant in RFC 3339, a data
// version in hexadecimal, or "commit N". The empty text is the zero KnownAt. The error is KindInvalid.
func ParseKnownAt(text string) (KnownAt, error) {
	if text == "" {
		return KnownAt{}, nil
	}
	if number, ok := strings.CutPrefix(text, "commit "); ok {
		if n, err := strconv.ParseInt(number, 10, 64); err == nil && n > 0 {
			return KnownAt{Commit: n}, nil
		}
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return KnownAt{Instant: day.AddDate(0, 0, 1).Add(-time.Microsecond)}, nil
	}
	if instant, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return KnownAt{Instant: instant.UTC()}, nil
	}
	if version := strings.ToLower(text); len(version) >= 8 && strings.Trim(version, "0123456789abcdef") == "" {
		return KnownAt{Version: version}, nil
	}
	return KnownAt{}, Invalidf("knownAt %.60q: want a day (2026-11-29), an instant (2026-11-29T12:00:00Z), a data "+
		"version or \"commit 7\"", text)
}

// MarshalText writes what ParseKnownAt reads.
func (k KnownAt) MarshalText() ([]byte, error) {
	if k.IsZero() {
		return nil, nil
	}
	return []byte(k.String()), nil
}

// UnmarshalText is ParseKnownAt.
func (k *KnownAt) UnmarshalText(text []byte) (err error) {
	*k, err = ParseKnownAt(string(text))
	return err
}

// Change is what a commit did to one record. Of the two states of the record the one before is absent where the
// record was created, the one after where it was removed.
type Change struct {
	Commit                                int64
	NodeBefore, NodeAfter                 *NodeRecord
	RelationshipBefore, RelationshipAfter *RelationshipRecord
}

// ChangeKind says which of the states of a record a change has.
type ChangeKind string

// The kinds of changes.
const (
	ChangeCreated ChangeKind = "CREATED"
	ChangeChanged ChangeKind = "CHANGED"
	ChangeRemoved ChangeKind = "REMOVED"
)

// Record is the record that the change is of, as it leaves it, or where it removes it as it was; of the two the one is
// nil that it is not.
func (c *Change) Record() (*NodeRecord, *RelationshipRecord) {
	return cmp.Or(c.NodeAfter, c.NodeBefore), cmp.Or(c.RelationshipAfter, c.RelationshipBefore)
}

// Kind is CREATED, CHANGED or REMOVED.
func (c Change) Kind() ChangeKind {
	switch {
	case c.NodeBefore == nil && c.RelationshipBefore == nil:
		return ChangeCreated
	case c.NodeAfter == nil && c.RelationshipAfter == nil:
		return ChangeRemoved
	}
	return ChangeChanged
}

// CommitQuery asks for a page of commits, the newest first.
type CommitQuery struct {
	Before int64 // only those with a smaller number; 0 for no bound
	First  int   // 1 to MaxFirst
}

// ChangeQuery asks for a page of changes, by commit, then node records by key, then relationships by id.
type ChangeQuery struct {
	Since   int64  // commits after this one; 0: all that the ledger has
	Until   int64  // up to and with this one; 0: the newest
	Dataset ID     // empty: of all datasets
	About   ID     // a node that the record describes or an end of the relationship; empty: of all
	After   string // Next of the page before
	Limit   int    // changes, 1 to MaxRecords
}

// Validate refuses what exceeds a limit.
func (q *ChangeQuery) Validate() error {
	if q.Since < 0 || q.Until < 0 || q.Until != 0 && q.Until < q.Since {
		return Invalidf("changes from commit %d to %d: want commits in their order", q.Since, q.Until)
	}
	return within("limit", q.Limit, MaxRecords)
}

// ChangePage are changes and where the next page begins.
type ChangePage struct {
	Changes []Change
	Next    string // empty at the end
}
