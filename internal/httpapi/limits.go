package httpapi

import (
	"encoding/json"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The codes of requests that are refused before anything is resolved.
const (
	codeLimit   = "LIMIT_EXCEEDED"
	codeRequest = "BAD_REQUEST"
	codeTimeout = "TIMEOUT"
	codeBusy    = "UNAVAILABLE"
)

func exceeded(format string, args ...any) *gqlerror.Error {
	err := gqlerror.Errorf(format, args...)
	errcode.Set(err, codeLimit)
	return err
}

func invalid(format string, args ...any) *gqlerror.Error {
	err := gqlerror.Errorf(format, args...)
	errcode.Set(err, errcode.ValidationFailed)
	return err
}

// maxErrors and maxMessage bound the list of errors of one answer.
const (
	maxErrors      = 10  // of a request that is not executed
	maxFieldErrors = 50  // of one that is
	maxMessage     = 300 // bytes
)

// short bounds a list of errors: what a stranger sent must not come back a hundredfold.
func short(errs gqlerror.List, most int) gqlerror.List {
	if more := len(errs) - most; more > 0 {
		errs = append(errs[:most:most], gqlerror.Errorf("%d more errors are left out", more))
		errs[most].Extensions = errs[0].Extensions
	}
	for _, err := range errs {
		if len(err.Message) > maxMessage {
			err.Message = cut(err.Message, maxMessage) + "…"
		}
	}
	return errs
}

// cut shortens a text to at most n bytes, between two characters.
func cut(text string, n int) string {
	for n > 0 && text[n]&0xC0 == 0x80 {
		n--
	}
	return text[:n]
}

func number(v any) (int, bool) {
	switch v := v.(type) {
	case int64:
		return int(max(0, min(v, maxCost))), true
	case int:
		return max(0, v), true
	case json.Number:
		n, err := v.Int64()
		return int(max(0, min(n, maxCost))), err == nil
	}
	return 0, false
}
