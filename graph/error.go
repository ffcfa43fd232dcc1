package graph

import (
	"context"
	"errors"
	"fmt"
)

// ErrorKind is what went wrong, from a closed set: every error that leaves a store, a loader or the reasoning has one.
type ErrorKind string

// The kinds of error. Which one a method returns when is said in its comment.
const (
	KindInvalid  ErrorKind = "INVALID"   // the question or the data is wrong; asking again will not help
	KindNotFound ErrorKind = "NOT_FOUND" // the thing asked for is not there
	// the state of the store forbids it (in use, another version, already there)
	KindConflict      ErrorKind = "CONFLICT"
	KindLimitExceeded ErrorKind = "LIMIT_EXCEEDED" // a bound was passed; the message states it
	KindUnavailable   ErrorKind = "UNAVAILABLE"    // the store cannot be reached; try again later
	KindTimeout       ErrorKind = "TIMEOUT"        // the deadline passed
	KindCanceled      ErrorKind = "CANCELED"       // the caller gave up
	KindInternal      ErrorKind = "INTERNAL"       // a bug or a damaged store; the message is not for users
)

// Error is the one error type. Message is for the user and says what would be valid; Err is the private cause for the
// log.
type Error struct {
	Kind       ErrorKind
	Message    string
	Candidates []Candidate // for references that are ambiguous or unknown: what they could mean
	Err        error
}

// Candidate is something that a reference could mean.
type Candidate struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
	Why  string `json:"why"` // "name", "alias", "cow 365 until 1991-12-26", "similar name"
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an error of a kind; the message is shown to users.
func Errorf(kind ErrorKind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Invalidf makes an error of kind KindInvalid.
func Invalidf(format string, args ...any) *Error { return Errorf(KindInvalid, format, args...) }

// NotFoundf makes an error of kind KindNotFound.
func NotFoundf(format string, args ...any) *Error { return Errorf(KindNotFound, format, args...) }

// Because adds the private cause to an error and returns it.
func (e *Error) Because(cause error) *Error {
	e.Err = cause
	return e
}

// KindOf is the kind of any error: that of the first Error in its chain, Timeout or Canceled for the context's errors,
// else KindInternal. The kind of nil is "".
func KindOf(err error) ErrorKind {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, context.DeadlineExceeded):
		return KindTimeout
	case errors.Is(err, context.Canceled):
		return KindCanceled
	}
	return KindInternal
}
