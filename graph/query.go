package graph

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Limits of queries; a query over one of them is refused with KindInvalid and a message that states the limit.
const (
	MaxFirst = 500  // nodes a page
	MaxIDs   = 1000 // ids in one look-up
	MaxHops  = 8    // hops of a path
	MaxPaths = 50   // paths of one answer
	MaxDepth = 4    // hops of a neighborhood
	// relationships per node and look-up: a member of large pacts is owed many hundreds of duties at once
	MaxPerNode      = 5000
	MaxSubgraph     = 5000 // nodes of a neighborhood
	MaxTextBytes    = 500  // bytes of a search text
	MaxFilterValues = 200  // values of one filter
)

// Direction is the way in which relationships are walked.
type Direction string

// The directions, seen from the node at hand.
const (
	DirectionOut Direction = "OUT" // from → to
	DirectionIn  Direction = "IN"  // to → from
	DirectionAny Direction = "ANY" // either; the empty Direction in a query means the same
)

// validate takes the empty Direction for DirectionAny.
func (d Direction) validate(where string) error {
	switch d {
	case "", DirectionOut, DirectionIn, DirectionAny:
		return nil
	}
	return Invalidf("%s: direction %q is not OUT, IN or ANY", where, d)
}

// Filter says which relationships a traversal may use and which nodes it may enter. The zero Filter allows everything
// at all times. Stores apply it while searching, never after.
type Filter struct {
	// On is the day on which relationships must hold; 0 asks of all time.
	On    Day
	Types []RelationshipType
	// Labels are those of nodes that may be entered (the start always may be).
	Labels []Label
	// ObligationTypes limits ALLIED_WITH; other types are not concerned.
	ObligationTypes []ObligationType
	// BindingOnly leaves out ALLIED_WITH of instruments that do not bind.
	BindingOnly   bool
	Datasets      []ID
	MinConfidence int // relationships without a confidence pass only where this is 0
	// Exclude are nodes that may not be entered.
	Exclude []ID
	// HideCandidates keeps out of events that only a program found; the start, and the targets of a path, were asked
	// for.
	HideCandidates bool
}

// Allows tells whether the filter lets a relationship be used, whatever its endpoints.
func (f *Filter) Allows(r Relationship) bool {
	h := r.Head()
	if f.On != 0 && !h.Period.Contains(f.On) || !among(f.Types, r.Type()) || !among(f.Datasets, h.DatasetID) ||
		f.MinConfidence > 0 && (h.Confidence == nil || *h.Confidence < f.MinConfidence) {
		return false
	}
	allied, ok := r.(*AlliedWith)
	return !ok || among(f.ObligationTypes, allied.ObligationType) &&
		(!f.BindingOnly || allied.Binding == nil || *allied.Binding)
}

// among tells whether a value is one of those that are let through; none named: all.
func among[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

// Enters tells whether the filter lets a node be entered.
func (f *Filter) Enters(n Node) bool {
	return among(f.Labels, n.Label()) && !slices.Contains(f.Exclude, n.Head().ID) &&
		!(f.HideCandidates && IsCandidate(n))
}

// EntersTarget tells whether the filter lets the target of a path be entered: a candidate that was asked for may be.
func (f *Filter) EntersTarget(n Node) bool {
	shown := *f
	shown.HideCandidates = false
	return shown.Enters(n)
}

// Validate refuses what the ontology does not know.
func (f *Filter) Validate() error {
	if err := cmp.Or(validTypes("relationshipTypes:", f.Types), validLabels(f.Labels)); err != nil {
		return err
	}
	for _, t := range f.ObligationTypes {
		if !slices.Contains(ObligationTypes, t) {
			return Invalidf("obligationTypes: %q is not one of DEFENSE, OFFENSE, NEUTRAL, NONAGG, CONSUL", t)
		}
	}
	if f.MinConfidence < 0 || f.MinConfidence > 100 {
		return Invalidf("minConfidence: %d is outside 0 to 100", f.MinConfidence)
	}
	if len(f.Datasets) > MaxFilterValues || len(f.Exclude) > MaxFilterValues {
		return Invalidf("datasets, exclude: at most %d values each", MaxFilterValues)
	}
	return nil
}

func validLabels(labels []Label) error {
	for _, l := range labels {
		if Ontology.Label(l) == nil {
			return Invalidf("labels: %q is not in the ontology", l)
		}
	}
	return nil
}

func validTypes(where string, types []RelationshipType) error {
	for _, t := range types {
		if Ontology.Type(t) == nil {
			return Invalidf("%s %q is not in the ontology", where, t)
		}
	}
	return nil
}

func within(name string, value, high int) error {
	if value > high {
		return Invalidf("%s: %d exceeds the limit of %d", name, value, high)
	}
	if value < 1 {
		return Invalidf("%s: %d is below the least value of 1", name, value)
	}
	return nil
}

// IdentifierRef is a code to look up.
type IdentifierRef struct {
	Scheme IdentifierScheme
	Value  string
}

// Operator compares a property with values.
type Operator string

// The operators. Equal holds where the property is one of the values (a list property: where it holds one of them);
// AtLeast and AtMost compare numbers, and dates by the first day they can mean. A node without the property never
// matches, except for Missing, which matches only such nodes.
const (
	Equal   Operator = "EQUAL"
	AtLeast Operator = "AT_LEAST"
	AtMost  Operator = "AT_MOST"
	Missing Operator = "MISSING"
)

// PropertyFilter is a condition on a shown property of a node.
type PropertyFilter struct {
	Property string
	Operator Operator
	Values   []any // string, bool, int64 or float64; exactly one for AtLeast and AtMost, none for Missing
}

// RelatedTo asks for nodes that have a relationship of one of the types with one of the nodes.
type RelatedTo struct {
	Types     []RelationshipType
	Direction Direction // seen from the node looked for
	IDs       []ID      // the other ends; empty means any
	On        Day       // day on which the relationship holds; 0 for all time
	Datasets  []ID
	// MembershipKinds limits MEMBER_OF; other types are not concerned. Empty means any kind, and one that is not stated
	// counts as MEMBER.
	MembershipKinds []MembershipKind
}

// Allows tells whether the filter's kinds let a relationship be used; what else it asks is its store's to see.
func (f *RelatedTo) Allows(r Relationship) bool {
	membership, ok := r.(*MemberOf)
	return !ok || among(f.MembershipKinds, membership.Membership())
}

// Order is how a list is ordered. Property is "id", "name", "from" (by first day), "relevance" (only with a text: best
// match first) or the name of a number or date property. Ties, and the missing at the end in either direction, are
// ordered by id ascending. Names are compared after folding case and diacritics (internal/names).
type Order struct {
	Property   string
	Descending bool
}

// NodeQuery asks for a page of nodes.
type NodeQuery struct {
	Labels []Label // empty: all
	// Text finds nodes all of whose words begin a word of one of the node's names (name or one alias, not a mixture),
	// after folding case and diacritics (internal/names). The empty text asks for no name; one without a letter or
	// digit finds nothing.
	Text string
	// Similar also finds names with a word that is a slip away from one of the text (internal/names), after all others.
	// It needs the order of relevance. Where a word is near to more than fifty words of names, a store may know only
	// the nearest of them.
	Similar  bool
	Datasets []ID               // with a statement of one of these
	Schemes  []IdentifierScheme // with an identifier of one of these
	// During keeps nodes whose period shares a day with it; nil asks for all.
	During  *Period
	Where   []PropertyFilter // all must hold
	Related []RelatedTo      // all must hold
	// HideCandidates leaves out events that only a program found.
	HideCandidates bool
	Order          Order  // zero: by id
	First          int    // 1 to MaxFirst
	After          string // cursor of a node: those that follow it
	// Total asks for the number of all matches.
	Total bool
}

// Key tells queries apart: two with the same key have the same answer. What the query points to is part of it, and not
// where it lies.
func (q NodeQuery) Key() string {
	during := ""
	if q.During != nil {
		during = q.During.Text()
	}
	q.During = nil
	return fmt.Sprintf("%+v %s", q, during)
}

// Lists tells whether the node of an id may be in the list, as far as its label says. A cursor of one that may not is
// of another list.
func (q *NodeQuery) Lists(id ID) bool { return among(q.Labels, Ontology.LabelOf(id)) }

// Validate refuses unknown labels and properties and what exceeds a limit.
func (q *NodeQuery) Validate() error {
	if err := cmp.Or(within("first", q.First, MaxFirst), validLabels(q.Labels)); err != nil {
		return err
	}
	if len(q.Text) > MaxTextBytes {
		return Invalidf("text: %d bytes exceed the limit of %d", len(q.Text), MaxTextBytes)
	}
	if q.During != nil {
		if err := q.During.Validate(); err != nil {
			return err
		}
	}
	for _, s := range q.Schemes {
		if !slices.Contains(Schemes, s) {
			return Invalidf("schemes: %q is not a scheme", s)
		}
	}
	for _, w := range q.Where {
		if q.property(w.Property) == nil {
			return Invalidf("filter: none of the labels %v has a property %q", q.Labels, w.Property)
		}
		if len(w.Values) > MaxFilterValues {
			return Invalidf("filter %s: %d values exceed the limit of %d", w.Property, len(w.Values), MaxFilterValues)
		}
		if err := w.validate(q.property(w.Property)); err != nil {
			return err
		}
	}
	for _, l := range q.Related {
		if len(l.IDs) > MaxFilterValues {
			return Invalidf("related: %d ids exceed the limit of %d", len(l.IDs), MaxFilterValues)
		}
		if err := cmp.Or(validTypes("related: type", l.Types), l.Direction.validate("related")); err != nil {
			return err
		}
	}
	if q.Similar && q.Order.Property != "relevance" {
		return Invalidf("similar names come in the order of relevance only")
	}
	switch q.Order.Property {
	case "", "id", "name", "from":
	case "relevance":
		if q.Text == "" {
			return Invalidf("order: relevance needs a text")
		}
	default:
		spec := q.property(q.Order.Property)
		if spec == nil || !spec.ordered() {
			return Invalidf("order: %q is no number or date property of the labels %v", q.Order.Property, q.Labels)
		}
	}
	return nil
}

// ordered tells whether values of the property can be compared.
func (s *PropertySpec) ordered() bool {
	return s.Kind == IntValue || s.Kind == FloatValue || s.Kind == DateValue
}

func (w *PropertyFilter) validate(spec *PropertySpec) error {
	switch w.Operator {
	case Equal:
	case Missing:
		if len(w.Values) != 0 {
			return Invalidf("filter %s: %s takes no value", w.Property, w.Operator)
		}
	case AtLeast, AtMost:
		if !spec.ordered() {
			return Invalidf("filter %s: %s compares numbers and dates only", w.Property, w.Operator)
		}
		if len(w.Values) != 1 {
			return Invalidf("filter %s: %s takes one value, not %d", w.Property, w.Operator, len(w.Values))
		}
	default:
		return Invalidf("filter %s: operator %q is not EQUAL, AT_LEAST, AT_MOST or MISSING", w.Property, w.Operator)
	}
	for _, v := range w.Values {
		switch v := v.(type) {
		case int64, float64, bool:
			if w.Operator != Equal && (spec.Kind == DateValue || v == true || v == false) {
				return Invalidf("filter %s: %v cannot be compared with it", w.Property, v)
			}
		case string:
			if w.Operator != Equal {
				if d, err := ParseDate(v); err != nil || d.IsZero() || spec.Kind != DateValue {
					return Invalidf("filter %s: %q cannot be compared with it", w.Property, v)
				}
			}
		default:
			return Invalidf("filter %s: a %T is no value; want string, bool, int64 or float64", w.Property, v)
		}
	}
	return nil
}

func (q *NodeQuery) property(name string) *PropertySpec {
	for _, s := range Ontology.Labels {
		if p := s.Property(name); p != nil && among(q.Labels, s.Label) {
			return p
		}
	}
	return nil
}

// NodePage is a page of nodes with a cursor each.
type NodePage struct {
	Nodes   []Node
	Cursors []string // opaque; valid for the same order and store contents
	More    bool     // whether others follow
	Total   int      // where asked for
}

// HopQuery asks for one hop from many nodes.
type HopQuery struct {
	Filter    Filter
	Direction Direction
	PerNode   int // relationships for each node, 1 to MaxPerNode
}

// Validate refuses what exceeds a limit.
func (q *HopQuery) Validate() error {
	return cmp.Or(within("perNode", q.PerNode, MaxPerNode), q.Direction.validate("direction"), q.Filter.Validate())
}

// Hop is one relationship found from a node, with the node at its other end.
type Hop struct {
	Relationship Relationship
	Other        Node
}

// HopPage are the hops of one node, ordered by relationship id.
type HopPage struct {
	Hops []Hop
	More bool // whether the node has others that PerNode cut off
}

// DegreeQuery says which relationships are counted.
type DegreeQuery struct {
	On Day // day on which they hold; 0 for all time
	// HideCandidates leaves out those that lead to an event which only a program found.
	HideCandidates bool
}

// Degree is an exact count of a node's relationships.
type Degree struct {
	Type      RelationshipType
	Direction Direction // OUT or IN
	Count     int
}

// NeighborhoodQuery asks for what is around nodes.
type NeighborhoodQuery struct {
	Of        []ID
	Hops      int // 1 to MaxDepth
	Filter    Filter
	Direction Direction
	PerNode   int // relationships followed from each node, 1 to MaxPerNode
	Limit     int // nodes of the answer, 1 to MaxSubgraph
	Timeout   time.Duration
}

// Validate refuses what exceeds a limit.
func (q *NeighborhoodQuery) Validate() error {
	return cmp.Or(within("of", len(q.Of), MaxFilterValues), within("hops", q.Hops, MaxDepth),
		within("perNode", q.PerNode, MaxPerNode), within("limit", q.Limit, MaxSubgraph),
		q.Direction.validate("direction"), q.Filter.Validate())
}

// Subgraph is a set of nodes and the relationships among them that were walked. Nodes are ordered by distance from the
// start, then by id; relationships by id.
type Subgraph struct {
	Nodes         []Node
	Relationships []Relationship
	Truncated     bool // a limit cut something off
	TimedOut      bool // the timeout did
	// Omitted is how many nodes were seen and left out because of Limit: other ends of relationships that were
	// followed. A node left out is not walked from, so nodes that can be reached only through it are not counted.
	Omitted int
	// Warnings are what a reader must know of the data; a store gives none.
	Warnings []string
}

// PathQuery asks for the k shortest paths from one node to any of others.
type PathQuery struct {
	From      ID
	To        []ID
	Filter    Filter
	Direction Direction // of every hop, seen from the node nearer to From
	MaxHops   int       // 1 to MaxHops
	Limit     int       // 1 to MaxPaths
	// UpToLimit ends the search with Limit paths: whether there are more is not found out, and Truncated says no.
	UpToLimit bool
	// Timeout bounds the search; what was found by then is returned with TimedOut. 0: the store's own bound.
	Timeout time.Duration
}

// Validate refuses what exceeds a limit.
func (q *PathQuery) Validate() error {
	return cmp.Or(within("maxHops", q.MaxHops, MaxHops), within("limit", q.Limit, MaxPaths),
		within("to", len(q.To), MaxFilterValues), q.Direction.validate("direction"), q.Filter.Validate())
}

// Path is a sequence of nodes, none twice, with all relationships that the query allows between each and the next.
type Path struct {
	Nodes []Node
	// Hops[i] are the relationships between Nodes[i] and Nodes[i+1], the strongest first (CompareStrength), never none.
	Hops [][]Relationship
}

// Period is when the whole path held: by the strongest relationship of each hop, or where these never held together, by
// the first others that did. ok is false where no day has all hops. A path without hops has always held.
func (p Path) Period() (period Period, ok bool) {
	held, strongest := []Period{{}}, Period{}
	ok = true
	for _, hop := range p.Hops {
		if ok {
			strongest, ok = strongest.Intersect(hop[0].Head().Period)
		}
		var next []Period
		for _, r := range hop {
			for _, before := range held {
				if both, shared := before.Intersect(r.Head().Period); shared && !slices.Contains(next, both) &&
					len(next) < MaxFilterValues {
					next = append(next, both)
				}
			}
		}
		held = next
	}
	if ok {
		return strongest, true
	}
	if len(held) == 0 {
		return Period{}, false
	}
	return slices.MinFunc(held, func(a, b Period) int { return cmp.Or(a.From.Compare(b.From), b.Until.Compare(a.Until)) }),
		true
}

// PathResult are the paths found: shortest first, then by the sequence of node ids.
type PathResult struct {
	Paths []Path
	// ExploredNodes is how many nodes the search looked at, a measure of its cost; stores count differently.
	ExploredNodes int
	// Truncated says that more paths exist within MaxHops than Limit; also true where finding that out would take
	// longer than the search did.
	Truncated bool
	TimedOut  bool
}

// Stats counts what is stored.
type Stats struct {
	Nodes         map[Label]int
	Relationships map[RelationshipType]int
	Datasets      map[ID]DatasetStats
	// Fingerprint depends on every record stored and on nothing else: two stores with one fingerprint hold the same.
	Fingerprint Hash
}

// DatasetStats counts a dataset's records.
type DatasetStats struct {
	NodeRecords   int
	Relationships int
}

// RecordQuery asks for a page of a dataset's records as they were stored.
type RecordQuery struct {
	Dataset ID     // empty: all datasets
	After   string // Next of the page before
	Limit   int    // records, 1 to 10,000
	// KeysOnly leaves out all but the key, the label and the part: for finding what is gone.
	KeysOnly bool
}

// MaxRecords is the largest page of records.
const MaxRecords = 10_000

// Validate refuses what exceeds a limit.
func (q *RecordQuery) Validate() error { return within("limit", q.Limit, MaxRecords) }

// RecordPage are records: node records by key first, then relationships by id, both in byte order.
type RecordPage struct {
	Nodes         []NodeRecord
	Relationships []RelationshipRecord
	Next          string // empty at the end
}
