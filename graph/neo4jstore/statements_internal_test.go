package neo4jstore

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/golden"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// everyFilter asks everything that a Filter can.
var everyFilter = graph.Filter{
	On: 20241204, Types: []graph.RelationshipType{graph.AlliedWithType, graph.MemberOfType},
	Labels: []graph.Label{graph.LabelState, graph.LabelOrganization}, ObligationTypes: []graph.ObligationType{graph.ObligationDefense},
	BindingOnly: true, Datasets: []graph.ID{"dataset:a"}, MinConfidence: 50, Exclude: []graph.ID{"state:X"},
}

type statement struct {
	text       string
	parameters map[string]any
}

// everyStatement are the statements of the package, those that are built in their plainest and their fullest form.
func everyStatement() map[string]statement {
	out := map[string]statement{}
	for name, text := range map[string]string{
		"mark": cypherMark, "announce": cypherAnnounce, "lock": cypherLock, "keep-out": cypherKeepOut, "is-last": cypherIsLast,
		"state": cypherState, "commit": cypherCommit, "create-block": cypherCreateBlock, "head": cypherHead, "commits": cypherCommits, "commit-of": cypherCommitOf,
		"block-refs": cypherBlockRefs, "block": cypherBlock, "blocks": cypherBlocks, "forget": cypherForget, "run": cypherRun, "gather": cypherGather, "unfinished": cypherUnfinished, "drop-run": cypherDropRun,
		"gathered-block": cypherGatheredBlock, "drop-gathered": cypherDropGathered, "publishing": cypherPublishing, "publication": cypherPublication,
		"stage": cypherStage, "staged": cypherStaged, "merge-block": cypherMergeBlock, "end-publication": cypherEndPublication,
		"known-records": cypherKnownRecords, "records-of": cypherRecordsOf,
		"known-entities": cypherKnownEntities, "change-entities": cypherChangeEntities, "create-records": cypherCreateRecords,
		"change-records": cypherChangeRecords, "delete-records": cypherDeleteRecords, "delete-identifiers": cypherDeleteIdentifiers,
		"create-identifiers": cypherCreateIdentifiers, "count-dataset": cypherCountDataset,
		"batches": cypherBatches, "keep-batches": cypherKeepBatches, "drop-batches": cypherDropBatches,
		"forget-datasets": cypherForgetDatasets, "save-run": cypherSaveRun, "nodes": cypherNodes, "lookup": cypherLookup,
		"statements": cypherStatements, "degrees": cypherDegrees(false), "degrees-hidden": cypherDegrees(true), "degrees-on": cypherDegreesOn(false), "degrees-on-hidden": cypherDegreesOn(true), "labels": cypherLabels,
		"indexes-not-online": cypherIndexesNotOnline, "datasets": cypherDatasets, "fingerprint": cypherFingerprint, "runs": cypherRuns,
		"create-entities": cypherCreateEntities, "known-relationships": cypherKnownRelationships(graph.AlliedWithType),
		"create-relationships": cypherCreateRelationships(graph.AlliedWithType), "change-relationships": cypherChangeRelationships(graph.AlliedWithType),
		"delete-relationships": cypherDeleteRelationships(graph.AlliedWithType), "relationships": cypherRelationships(graph.AlliedWithType),
		"records-page": recordsPage(recordPattern, false, false), "records-page-keys": recordsPage(recordPattern, true, true),
		"relationships-page": recordsPage(relationshipPattern(graph.AlliedWithType), true, false),
	} {
		out[name] = statement{text, nil}
	}
	plain := graph.Filter{}
	put := func(name, text string, parameters map[string]any) { out[name] = statement{text, parameters} }
	text, parameters := expansion(&plain, graph.DirectionAny, 10, "y = x", toldWhole)
	put("expand-plain", text, parameters)
	put("expand-marked", expanded(text).text(), parameters)
	put("nodes-marked", nodesByID.text(), nil)
	put("find-marked", marked{
		inner: "MATCH (n:Entity)\nWHERE n.id > ''\nRETURN n, null AS key\nORDER BY n.id\nLIMIT $limit", columns: []string{"n", "key"},
		then: "MATCH (n:Entity)\nRETURN count(n) AS total",
	}.text(), nil)
	text, parameters = expansions([]graph.HopQuery{
		{Direction: graph.DirectionIn, PerNode: 10, Filter: graph.Filter{On: 20241204, Types: []graph.RelationshipType{graph.AlliedWithType}}},
		{Direction: graph.DirectionOut, PerNode: 10, Filter: graph.Filter{Types: []graph.RelationshipType{graph.PartyToType}}},
	}, toldKeys)
	put("expand-several", text, parameters)
	states := graph.NodeQuery{First: 10, Labels: []graph.Label{graph.LabelState}, Total: true}
	listed, _ := newSearch(&states)
	whole, parameters := listed.marked(&states, nil, []graph.HopQuery{
		{Direction: graph.DirectionOut, PerNode: 10, Filter: graph.Filter{On: 20241204, Types: []graph.RelationshipType{graph.AlliedWithType}}},
		{Direction: graph.DirectionAny, PerNode: 10, Filter: graph.Filter{Types: []graph.RelationshipType{graph.MemberOfType}}},
	})
	put("find-and-expand", whole.text(), parameters)
	text, parameters = expansion(&everyFilter, graph.DirectionIn, 10, "y.id IN $starts", toldWhole)
	put("expand-full", text, parameters)
	text, parameters = expansion(&graph.Filter{On: 20241204, Types: []graph.RelationshipType{graph.AlliedWithType}}, graph.DirectionOut, 10, "y = x", toldWhole)
	put("expand-few", expanded(text).text(), parameters)
	for name, q := range map[string]graph.PathQuery{
		"plain": {From: "state:A", To: []graph.ID{"state:B"}, MaxHops: 4, Filter: graph.Filter{Types: []graph.RelationshipType{graph.AlliedWithType}}},
		"few":   {From: "state:A", To: []graph.ID{"state:B"}, MaxHops: 4, Limit: 1, UpToLimit: true, Filter: everyFilter},
		"full":  {From: "state:A", To: []graph.ID{"state:B"}, MaxHops: 8, Direction: graph.DirectionOut, Filter: everyFilter},
	} {
		s := newPathStatements(&q)
		put("paths-"+name+"-ends", s.ends.text(), s.parameters)
		put("paths-"+name+"-forward", s.forward.text(), s.parameters)
		put("paths-"+name+"-backward", s.backward.text(), s.parameters)
		put("paths-"+name+"-whole", s.whole.text(), s.parameters)
	}
	during := graph.Between(graph.YearOnly(1990), graph.YearOnly(2000))
	for name, q := range map[string]graph.NodeQuery{
		"plain":     {First: 10},
		"label":     {First: 10, Labels: []graph.Label{graph.LabelState}},
		"text":      {First: 10, Text: "north kor", Order: graph.Order{Property: "name"}},
		"by-date":   {First: 10, Labels: []graph.Label{graph.LabelState}, Order: graph.Order{Property: "unMember", Descending: true}},
		"by-number": {First: 10, Order: graph.Order{Property: "intensity"}},
		"full": {
			First: 10, Labels: []graph.Label{graph.LabelState, graph.LabelTreaty}, Text: "a", Datasets: []graph.ID{"dataset:a"},
			Schemes: []graph.IdentifierScheme{graph.SchemeCOW}, During: &during, Order: graph.Order{Property: "from"},
			Where: []graph.PropertyFilter{
				{Property: "capital", Operator: graph.Equal, Values: []any{"X"}},
				{Property: "aliases", Operator: graph.Equal, Values: []any{"X"}},
				{Property: "latitude", Operator: graph.AtLeast, Values: []any{1.5}},
				{Property: "signed", Operator: graph.AtMost, Values: []any{"1950"}},
				{Property: "note", Operator: graph.Missing},
			},
			Related: []graph.RelatedTo{{
				Types: []graph.RelationshipType{graph.MemberOfType}, Direction: graph.DirectionOut, IDs: []graph.ID{"org:nato"},
				On: 20000101, Datasets: []graph.ID{"dataset:a"}, MembershipKinds: []graph.MembershipKind{"MEMBER"},
			}, {}},
		},
	} {
		s, _ := newSearch(&q)
		text, parameters := s.page(&q, nil)
		put("find-"+name, text, parameters)
		var key any = "x"
		if q.Order.Property == "from" {
			key = int64(19500101)
		}
		text, parameters = s.page(&q, &cursor{key, "state:A"})
		put("find-"+name+"-after", text, parameters)
	}
	return out
}

func sortedNames(of map[string]statement) []string {
	var out []string
	for name := range of {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

func TestStatementsAreTheseTexts(t *testing.T) {
	all := everyStatement()
	var b strings.Builder
	for _, name := range sortedNames(all) {
		fmt.Fprintf(&b, "// %s\n%s;\n\n", name, all[name].text)
	}
	golden.Compare(t, "testdata/statements.cypher", []byte(b.String()))
}

func TestASchemaFollowsFromEachRelationshipType(t *testing.T) {
	var b strings.Builder
	for _, r := range graph.Ontology.Types {
		for _, part := range typeSchema(&r) {
			b.WriteString(part.statement + ";\n\n")
		}
	}
	golden.Compare(t, "testdata/types.cypher", []byte(b.String()))
}

// scans are the operators that read everything of a kind; the few statements that may are named.
var mayScan = map[string]string{
	"forget-datasets": "a node for each dataset", "datasets": "a node for each dataset", "runs": "a node for each load",
	"labels":  "answered from the counters",
	"commits": "a node for each commit", "unfinished": "a node for each load", "forget": "a node for each commit",
	"find-label": "few labels have many nodes", "find-label-after": "few labels have many nodes",
	"find-by-date": "no index has the order", "find-by-date-after": "no index has the order",
	"find-by-number": "no index has the order", "find-by-number-after": "no index has the order",
}

// TestEachSeekNamesItsIndex so that the planner's choice in a young database cannot be a scan for every row.
func TestEachSeekNamesItsIndex(t *testing.T) {
	seek := regexp.MustCompile(`(\w+):(Entity|Record|Identifier|ALLIED_WITH) \{(id|key): `)
	all, found := everyStatement(), 0
	for _, name := range sortedNames(all) {
		for _, m := range seek.FindAllStringSubmatch(all[name].text, -1) {
			found++
			if hint := fmt.Sprintf("USING INDEX SEEK %s:%s(%s)", m[1], m[2], m[3]); !strings.Contains(all[name].text, hint) {
				t.Errorf("%s: %q is missing in\n%s", name, hint, all[name].text)
			}
		}
	}
	if found == 0 {
		t.Error("no statement seeks")
	}
}

// TestStatementsArePlannedOnIndexes asks Neo4j how it would run each statement: from an index, never by reading all
// nodes, and a path by the operator that searches from both ends.
func TestStatementsArePlannedOnIndexes(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	s, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all := everyStatement()
	for _, name := range sortedNames(all) {
		parameters := map[string]any{
			"rows": []any{}, "ids": []any{}, "keys": []any{}, "limit": int64(10), "pairs": []any{}, "to": []any{"state:B"},
			"after": "a", "dataset": "d", "starts": []any{}, "on": int64(20241204), "id": "x", "p": map[string]any{}, "first": int64(3), "number": int64(1), "publishing": "{}", "key": int64(1), "prefix": "x", "from": int64(1), "end": int64(1),
			"n": int64(0), "block": map[string]any{"key": "x"},
			"fingerprint": "f", "token": "t", "digests": []byte{}, "version": "v",
		}
		for name, value := range all[name].parameters {
			parameters[name] = value
		}
		session := s.session(t.Context(), neo4j.AccessModeWrite)
		result, err := session.Run(t.Context(), "EXPLAIN "+all[name].text, parameters)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, all[name].text)
			continue
		}
		summary, err := result.Consume(t.Context())
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, all[name].text)
			continue
		}
		plan := planOf(summary.Plan())
		var operators []string
		for _, step := range plan {
			operators = append(operators, step.operator)
		}
		if len(operators) < 2 {
			t.Fatalf("%s: no plan in %v", name, summary.Plan().Arguments())
		}
		for _, o := range operators {
			if bad := strings.HasPrefix(o, "AllNodesScan") || strings.HasPrefix(o, "NodeByLabelScan") || strings.Contains(o, "RelationshipTypeScan") ||
				strings.Contains(o, "AllRelationships"); bad && mayScan[name] == "" {
				t.Errorf("%s is planned with %s:\n%s\n%v", name, o, all[name].text, operators)
			}
		}
		if strings.Contains(all[name].text, "]) AS rows") {
			// A mark that is read first would not see a commit that comes while the rows are read.
			rows := slices.IndexFunc(plan, func(s planned) bool {
				return s.operator == "EagerAggregation" && strings.Contains(s.details, "AS rows")
			})
			steps := slices.IndexFunc(plan, func(s planned) bool {
				return s.operator == "EagerAggregation" && strings.Contains(s.details, "AS steps")
			})
			mark := slices.IndexFunc(plan, func(s planned) bool { return strings.Contains(s.details, "s:EntenteStore") })
			if mark < 0 || rows < mark || steps >= 0 && steps < mark || steps < 0 && strings.Contains(all[name].text, "]) AS steps") {
				// a plan begins with what is done last
				t.Errorf("%s has its rows at %d, what follows from them at %d and the mark at %d of %v", name, rows, steps, mark, plan)
			}
		}
		if strings.HasSuffix(name, "-ends") {
			if !strings.Contains(strings.Join(operators, " "), "ShortestPath") || strings.Contains(strings.Join(operators, " "), "VarLengthExpand") {
				t.Errorf("%s is not planned with the shortest-path operator alone: %v", name, operators)
			}
		}
		if err := session.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// planned is an operator with what it works on.
type planned struct{ operator, details string }

var planLine = regexp.MustCompile(`(?m)^\|[ |]*\+(\S+) *\| *\d+ \|([^|]*)`)

// planOf reads the plan as Neo4j writes it, for the driver's own form of it loses the left side of an operator with
// two.
func planOf(p neo4j.Plan) (out []planned) {
	whole, _ := p.Arguments()["string-representation"].(string)
	for _, m := range planLine.FindAllStringSubmatch(whole, -1) {
		out = append(out, planned{m[1], strings.TrimSpace(m[2])})
	}
	return out
}
