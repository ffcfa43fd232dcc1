// Package messagetest checks messages that people read, wherever tests meet one.
package messagetest

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// machine is what a message must not show: an address in memory, or a verb of fmt that had no value or one of another
// type.
var machine = regexp.MustCompile(`0x[0-9a-f]{6,}|%![a-zA-Z]?\(`)

// Fault is what is wrong with a message, empty where nothing is.
func Fault(message string) string {
	switch {
	case !utf8.ValidString(message):
		return "it is not valid UTF-8"
	case strings.ContainsRune(message, 0):
		return "it holds a zero byte"
	case machine.MatchString(message):
		return "it shows " + machine.FindString(message)
	}
	return ""
}

// Check fails the test where a message shows what only a machine can read.
func Check(t testing.TB, messages ...string) {
	t.Helper()
	for _, m := range messages {
		if fault := Fault(m); fault != "" {
			t.Errorf("message %q: %s", m, fault)
		}
	}
}
