// Package plover translates CAMEO event codes into PLOVER types and modes, for the loaders of machine-coded events.
//
// Standards: CAMEO 1.1b3 (Gerner, Schrodt, Yilmaz) and PLOVER 0.8. A code is text: "010" is not "10". PLOVER has
// nothing for CAMEO 01 (statements) and 02 (appeals): they keep their code and have no type.
package plover

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// rule is the type and mode of codes that begin with a prefix; the longest prefix wins.
type rule struct{ kind, mode string }

//go:embed cameo.csv
var table string

// rules are those of cameo.csv, by prefix.
var rules = sync.OnceValue(func() map[string]rule {
	out := map[string]rule{}
	for line := range strings.Lines(table) {
		fields := strings.Split(strings.TrimSpace(line), ",")
		out[fields[0]] = rule{fields[1], fields[2]}
	}
	return out
})

// FromCAMEO is the PLOVER type and mode of a CAMEO code; ok is false for what is no CAMEO code. Type and mode are empty
// where PLOVER has none.
func FromCAMEO(code string) (kind, mode string, ok bool) {
	if !Valid(code) {
		return "", "", false
	}
	for n := len(code); n >= 2; n-- {
		if r, found := rules()[code[:n]]; found {
			return r.kind, r.mode, true
		}
	}
	return "", "", true // 01 and 02
}

// Valid tells whether the text has the form of a CAMEO code: two to four digits, root 01 to 20.
func Valid(code string) bool {
	if len(code) < 2 || len(code) > 4 || strings.Trim(code, "0123456789") != "" {
		return false
	}
	return code[:2] >= "01" && code[:2] <= "20"
}

// Mirror is the code that the other side's record of the same meeting has: the same for a consultation or a signature,
// "make a visit" for "host a visit". ok is false for codes whose records are not two views of one event.
func Mirror(code string) (mirror string, ok bool) {
	switch code {
	case "042":
		return "043", true
	case "043":
		return "042", true
	case "040", "041", "044", "045", "046", "057", "036":
		return code, true
	}
	return "", false
}

// maxMeetings bounds how many are remembered to recognise their other side.
const maxMeetings = 100_000

// Meetings are the events of meetings that were told from one side so far. The zero Meetings has none.
type Meetings struct {
	events map[string]graph.ID // by what the other side's record would look like
}

// Met is the event that was told from the other side before; else it remembers this one. own is what the record looks
// like, and mirror what the other side's would.
func (m *Meetings) Met(own, mirror string, event graph.ID) (first graph.ID, ok bool) {
	if first, ok := m.events[own]; ok {
		delete(m.events, own)
		return first, true
	}
	if m.events == nil || len(m.events) >= maxMeetings {
		m.events = map[string]graph.ID{}
	}
	m.events[mirror] = event
	return "", false
}
