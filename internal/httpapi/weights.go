package httpapi

// A unit of cost is about 3 µs of CPU time or 330 bytes of memory, whichever is more, so that the limit of 300,000
// stands for a second and 100 MB. The weights were measured on the bundled data with COW's and ATOP's alliances, 84,000
// relationships; docs/reliability.md has the figures.
const (
	rootCost   = 100   // a root field that looks something up
	filterCost = 3_000 // a filter inside a filter, which is a list of its own
	walkCost   = 5_000 // a page from the end, up to which a list is walked
	heavyCost  = 2_000 // a root field from which on those of a request run one after the other
	knownCost  = 1_500 // more for a field that asks of the past, which may have to be opened
	maxCost    = 1 << 40
)

// What is met while a request is executed, in halves of a unit.
const (
	fieldCost        = 3 // a value in the answer
	objectCost       = 6 // an object in it
	relationshipCost = 2 // one that a resolver goes through
)

// A weight is what a root field does by itself, before what is asked of what it found.
type weight struct {
	base int
	per  map[string]int // for each element of a list argument, each word of a text, each unit of a number
}

// weights are those of the root fields that do more than look something up.
var weights = map[string]weight{
	"suggest":               {base: 700},
	"alliances":             {base: 20_000},
	"verdictChangePoints":   {base: 60_000},
	"search":                {base: 2_500, per: map[string]int{"text": 80}},
	"paths":                 {base: 1_000, per: map[string]int{"to": 100, "whatIf": 2_000}},
	"neighborhood":          {base: 500, per: map[string]int{"hops": 15_000}},
	"obligationsIfAttacked": {base: 2_500, per: map[string]int{"whatIf": 1_000}},
	"pivots":                {base: 160_000, per: map[string]int{"whatIf": 2_000}},
	"cascade":               {base: 2_500, per: map[string]int{"attacks": 150, "whatIf": 1_000}},
	"contradictions":        {base: 3_000},
	"allianceDiff":          {base: 150_000},
	"allianceHistory":       {base: 2_000, per: map[string]int{"maxHops": 18_000}},
	"duties":                {base: 1_500},
	"compliance":            {base: 1_500},
	"backtest":              {base: 12_000},
	"coverage":              {base: 30_000},
	"timeline":              {base: 500, per: map[string]int{"actors": 500}},
	"changePoints":          {base: 500, per: map[string]int{"refs": 500}},
	"ontology":              {base: 1_000},
	"changes":               {base: 4_000},
	"whyChanged":            {base: 1_900}, // less than heavyCost: the questions that it asks may be heavy
	"armsTransferTotals":    {base: 3_000},
	"conflictTotals":        {base: 3_000},
	"eventTotals":           {base: 3_000},
}

// narrowed are the weights of root fields where a list argument narrows what they go through: for each element, up to
// the weight without it.
var narrowed = map[string]struct {
	argument string
	each     int
}{
	"allianceDiff": {"actors", 15_000},
}

// passing are root fields whose answers change while the data are the same: a load begins, history is compacted.
var passing = map[string]bool{"loadRuns": true, "commits": true, "changes": true, "whyChanged": true}
