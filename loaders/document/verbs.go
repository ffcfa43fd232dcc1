package document

import "strings"

// verb is what a word or phrase in the past tense says that somebody did, as PLOVER 0.8 sorts it.
type verb struct {
	kind, mode string
	mutual     bool // both sides do it: they met
}

// verbs by their folded words, which one space parts.
var verbs = verbTable(map[verb]string{
	{"AGREE", "", false}: "agreed with,agreed to,pledged,promised,vowed",
	{"CONSULT", "", true}: "met,met with,held talks,held talks with,held a summit,held a summit with,held a " +
		"meeting,held a meeting with,conferred,consulted,consulted with,negotiated,negotiated with,held " +
		"consultations,held consultations with,exchanged views,exchanged letters",
	{"CONSULT", "phone", true}: "telephoned,phoned,spoke by phone,held a phone call,held a phone call with",
	{"CONSULT", "visit", false}: "visited,hosted,welcomed,received a visit from,paid a visit to,travelled to,traveled " +
		"to,arrived in",
	{"SUPPORT", "", false}: "praised,endorsed,backed,supported,expressed support " +
		"for,recognised,recognized,congratulated",
	{"SUPPORT", "", true}: "signed,signed an agreement,signed a treaty,signed an agreement with,signed a treaty " +
		"with,concluded,concluded a treaty,concluded an agreement,ratified",
	{"COOPERATE", "", true}: "cooperated,cooperated with,held joint exercises,held joint drills,held joint exercises " +
		"with,held joint drills with,conducted joint exercises,conducted joint drills,staged joint drills,held a " +
		"joint exercise,conducted a joint exercise,shared intelligence,shared intelligence with",
	{
		"AID", "",
		false,
	}: "supplied,shipped,delivered,donated,provided,transferred,exported,sold,gave,sent,sent aid " +
		"to,dispatched,handed over",
	{"RETREAT", "withdraw", false}:  "withdrew,withdrew from,pulled out of,pulled back from",
	{"RETREAT", "release", false}:   "released,freed,repatriated",
	{"ACCUSE", "disapprove", false}: "condemned,criticised,criticized,denounced,blamed,protested to",
	{"ACCUSE", "allege", false}:     "accused",
	{"REQUEST", "", false}:          "urged,asked,called on,called upon,demanded,requested,appealed to",
	{"REJECT", "", false}:           "rejected,refused,vetoed,turned down",
	{"THREATEN", "", false}:         "threatened,warned",
	{"MOBILIZE", "troops", false}: "deployed,massed,mobilised,mobilized,stationed,deployed troops to,sent troops " +
		"to,sent soldiers to,dispatched troops to",
	{"SANCTION", "", false}: "sanctioned,imposed sanctions on,imposed sanctions " +
		"against,blacklisted,embargoed,suspended",
	{"SANCTION", "expel", false}: "expelled",
	{"SANCTION", "withdraw", false}: "severed relations with,broke off relations with,cut ties with,severed ties " +
		"with,withdrew its ambassador from",
	{"COERCE", "", false}:       "blockaded,hacked",
	{"COERCE", "seize", false}:  "seized,confiscated,captured",
	{"COERCE", "arrest", false}: "arrested,detained",
	{"COERCE", "deport", false}: "deported",
	{"ASSAULT", "", false}:      "attacked,struck,raided,invaded,killed,clashed with,ambushed,torpedoed,sank,shot down",
	{"ASSAULT", "heavy-weapons", false}: "shelled,bombed,bombarded,fired at,fired on,fired missiles at,fired rockets " +
		"at,fired shells at,fired artillery at,launched missiles at,launched drones at",
	{"ASSAULT", "abduct", false}:      "abducted,kidnapped",
	{"ASSAULT", "assassinate", false}: "assassinated",
})

// maxVerbWords is the length of the longest phrase of the table.
const maxVerbWords = 6

func verbTable(by map[verb]string) map[string]verb {
	out := map[string]verb{}
	for v, phrases := range by {
		for phrase := range strings.SplitSeq(phrases, ",") {
			out[phrase] = v
		}
	}
	return out
}

// Words that make of "attacked" something that did not happen, or has not happened so far.
var (
	denials = setOf(`not never no nor neither cannot didnt hasnt havent hadnt wasnt werent isnt wont wouldnt couldnt without if unless whether would could may might
		will shall should must can plans planned plan wants wanted denied refused failed hypothetically allegedly supposedly`)
	passives = setOf("was were been being is are be got")
)
