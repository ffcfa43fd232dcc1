// Package plover translates CAMEO event codes into PLOVER types and modes, for the loaders of machine-coded events.
//
// Standards: CAMEO 1.1b3 (Gerner, Schrodt, Yilmaz) and PLOVER 0.8. A code is text: "010" is not "10". PLOVER has
// nothing for CAMEO 01 (statements) and 02 (appeals): they keep their code and have no type.
package plover

import (
	"strings"

	"github.com/entente-graph/entente/graph"
)

// rule gives codes that begin with a prefix their type and mode; the longest prefix wins.
type rule struct{ kind, mode string }

var rules = map[string]rule{
	"03": {"AGREE", ""}, "04": {"CONSULT", ""}, "041": {"CONSULT", "phone"}, "042": {"CONSULT", "visit"}, "043": {"CONSULT", "visit"},
	"044": {"CONSULT", "third-party"}, "05": {"SUPPORT", ""}, "06": {"COOPERATE", ""}, "07": {"AID", ""},
	"08": {"CONCEDE", ""}, "0813": {"RETREAT", ""}, "0814": {"RETREAT", ""}, "084": {"RETREAT", ""}, "0841": {"RETREAT", "release"},
	"0842": {"RETREAT", "return"}, "085": {"RETREAT", "ease"}, "086": {"RETREAT", "access"}, "087": {"RETREAT", "disarm"},
	"0871": {"RETREAT", "ceasefire"}, "0872": {"RETREAT", "withdraw"},
	"09": {"ACCUSE", "investigate"}, "10": {"REQUEST", ""}, "101": {"REQUEST", "assist"}, "102": {"REQUEST", "assist"},
	"103": {"REQUEST", "assist"}, "104": {"REQUEST", "change"}, "105": {"REQUEST", "yield"}, "106": {"REQUEST", "meet"},
	"107": {"REQUEST", "meet"}, "108": {"REQUEST", "meet"},
	"11": {"ACCUSE", "disapprove"}, "1121": {"ACCUSE", "allege"}, "1122": {"ACCUSE", "allege"}, "1123": {"ACCUSE", "allege"},
	"1124": {"ACCUSE", "allege"}, "1125": {"ACCUSE", "allege"}, "114": {"ACCUSE", "allege"}, "115": {"ACCUSE", "allege"},
	"12": {"REJECT", ""}, "121": {"REJECT", "assist"}, "122": {"REJECT", "assist"}, "123": {"REJECT", "change"}, "124": {"REJECT", "change"},
	"1243": {"REJECT", "yield"}, "1244": {"REJECT", "yield"}, "1245": {"REJECT", "yield"}, "1246": {"REJECT", "yield"},
	"125": {"REJECT", "meet"}, "126": {"REJECT", "meet"}, "127": {"REJECT", "meet"}, "128": {"REJECT", "yield"}, "129": {"REJECT", "yield"},
	"13": {"THREATEN", ""}, "1311": {"THREATEN", "relations"}, "1312": {"THREATEN", "restrict"}, "1313": {"THREATEN", "relations"},
	"132": {"THREATEN", "ban"}, "1321": {"THREATEN", "political"}, "1323": {"THREATEN", "restrict"}, "1324": {"THREATEN", "restrict"},
	"133": {"THREATEN", "relations"}, "134": {"THREATEN", "relations"}, "135": {"THREATEN", "relations"}, "136": {"THREATEN", "expel"},
	"137": {"THREATEN", "violence"}, "138": {"THREATEN", "violence"}, "1381": {"THREATEN", "restrict"}, "1382": {"THREATEN", "territory"},
	"139": {"THREATEN", "relations"},
	"14":  {"PROTEST", ""}, "141": {"PROTEST", "demo"}, "142": {"PROTEST", "hunger"}, "143": {"PROTEST", "boycott"},
	"144": {"PROTEST", "obstruct"}, "145": {"PROTEST", "riot"},
	"15": {"MOBILIZE", ""}, "151": {"MOBILIZE", "police"}, "152": {"MOBILIZE", "troops"}, "153": {"MOBILIZE", "police"}, "154": {"MOBILIZE", "troops"},
	"16": {"SANCTION", ""}, "161": {"SANCTION", "withdraw"}, "162": {"SANCTION", "discontinue"}, "163": {"COERCE", "restrict"},
	"164": {"SANCTION", "withdraw"}, "165": {"SANCTION", "withdraw"}, "166": {"SANCTION", "expel"},
	"17": {"COERCE", ""}, "171": {"COERCE", "seize"}, "1712": {"ASSAULT", "seize"}, "172": {"COERCE", "restrict"}, "1722": {"COERCE", "ban"},
	"1723": {"COERCE", "curfew"}, "1724": {"COERCE", "martial-law"}, "173": {"COERCE", "arrest"}, "174": {"COERCE", "deport"},
	"175": {"ASSAULT", ""},
	"18":  {"ASSAULT", ""}, "181": {"ASSAULT", "abduct"}, "182": {"ASSAULT", "beat"}, "1821": {"ASSAULT", "sexual"}, "1822": {"ASSAULT", "torture"},
	"1823": {"ASSAULT", ""}, "183": {"ASSAULT", "suicide-attack"}, "1832": {"ASSAULT", "explosives"}, "1833": {"ASSAULT", "explosives"},
	"184": {"ASSAULT", "abduct"}, "185": {"ASSAULT", "assassinate"}, "186": {"ASSAULT", "assassinate"},
	"19": {"ASSAULT", ""}, "191": {"COERCE", "restrict"}, "192": {"COERCE", "seize"}, "193": {"ASSAULT", "firearms"},
	"194": {"ASSAULT", "heavy-weapons"}, "195": {"ASSAULT", "heavy-weapons"}, "196": {"ASSAULT", ""},
	"20": {"ASSAULT", ""}, "200": {"ASSAULT", "massacre"}, "201": {"ASSAULT", "cleansing"}, "202": {"ASSAULT", "massacre"},
	"203": {"ASSAULT", "cleansing"}, "204": {"ASSAULT", "unconventional"},
}

// FromCAMEO is the PLOVER type and mode of a CAMEO code; ok is false for what is no CAMEO code. Type and mode are empty
// where PLOVER has none.
func FromCAMEO(code string) (kind, mode string, ok bool) {
	if !Valid(code) {
		return "", "", false
	}
	for n := len(code); n >= 2; n-- {
		if r, found := rules[code[:n]]; found {
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
