package cli

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"text/template"
	"text/template/parse"
	"unicode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// answerFiles are what commands print, each in a file called as the field is that the API answers, or as the command.
// Cells of a table end in tabs.
//
//go:embed answers/*.txt
var answerFiles embed.FS

var answers = template.Must(template.New("").Option("missingkey=zero").Funcs(template.FuncMap{
	"called": alliance.Called, "counted": counted, "counts": counts, "dataset": datasetName,
	"discriminator": discriminator, "inline": inline, "join": join, "minus": func(a, b int) int { return a - b },
	"share": share, "subject": subject, "tally": tally, "upper": strings.ToUpper, "value": value,
}).ParseFS(answerFiles, "answers/*.txt"))

// subject is a name at the head of a sentence: "The United States", "Japan".
func subject(name string) string {
	called := alliance.Called(name)
	if rest, ok := strings.CutPrefix(called, "the "); ok {
		return "The " + rest
	}
	return called
}

func init() {
	for _, t := range answers.Templates() {
		inlined(t.Root)
	}
}

// inlined makes all that a template prints go through [inline], as html/template makes it go through its escapers.
func inlined(list *parse.ListNode) {
	if list == nil {
		return
	}
	branches := func(n *parse.BranchNode) { inlined(n.List); inlined(n.ElseList) }
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{
					NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier("inline")},
				})
			}
		case *parse.IfNode:
			branches(&n.BranchNode)
		case *parse.RangeNode:
			branches(&n.BranchNode)
		case *parse.WithNode:
			branches(&n.BranchNode)
		}
	}
}

// inline keeps a text from breaking its line, its column or the terminal: names come from tables of all sorts.
func inline(value any) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, fmt.Sprint(value))
}

// show prints data by a template.
func show(w io.Writer, name string, data any) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if err := answers.ExecuteTemplate(out, name+".txt", data); err != nil {
		return err
	}
	return out.Flush()
}

// result prints what a command found, as JSON or by a template.
func (e *Env) result(asJSON bool, name string, data any) error {
	if asJSON {
		return printJSON(e.Stdout, data)
	}
	return show(e.Stdout, name, data)
}

// object is an answer of the API for a template.
type object = map[string]any

// decode reads an answer of the API: whole numbers are of type int, and null is none.
func decode(text []byte) (object, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var out object
	err := decoder.Decode(&out)
	plain(out)
	return out, err
}

// none stands for null: it prints as nothing, and so do its fields.
type none map[string]string

func (none) String() string { return "" }

func plain(value any) any {
	switch v := value.(type) {
	case nil:
		return none(nil)
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(n)
		}
	case object:
		for name, field := range v {
			v[name] = plain(field)
		}
	case []any:
		for i, element := range v {
			v[i] = plain(element)
		}
	}
	return value
}

// datasetName is the name of a dataset as commands take it.
func datasetName(id any) string { return strings.TrimPrefix(fmt.Sprint(id), "dataset:") }

// discriminator is what tells a relationship from others of its type between the two.
func discriminator(id string) string {
	key, _ := graph.ID(id).RelationshipKey()
	return key.Discriminator
}

// join lists a field of each.
func join(list []any, field, separator string) string {
	var out []string
	for _, each := range list {
		out = append(out, fmt.Sprint(each.(object)[field]))
	}
	return strings.Join(out, separator)
}

// counted are the rows of a statistic that count anything.
func counted(rows []any) (out []any) {
	for _, row := range rows {
		if row.(object)["total"] != 0 {
			out = append(out, row)
		}
	}
	return out
}

func share(part, whole int) string { return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole)) }

// tally counts the duties in a diff by what became of them, each toward one other, as the page counts them.
func tally(changes []any) map[string]int {
	out := map[string]int{}
	for _, each := range changes {
		change := each.(object)
		n := max(1, len(change["beneficiaries"].([]any)))
		out[change["kind"].(string)] += n
		out["ALL"] += n
	}
	return out
}

// counts is "+12 ~3 -1", without what is nothing.
func counts(created, changed, removed int) string {
	var words []string
	for i, n := range []int{created, changed, removed} {
		if n > 0 {
			words = append(words, fmt.Sprintf("%c%d", "+~-"[i], n))
		}
	}
	return strings.Join(words, " ")
}

// value is a property's value as JSON, cut where it is long.
func value(v any) string {
	if _, is := v.(none); is {
		return "none"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if runes := []rune(string(text)); len(runes) > 100 {
		return string(runes[:100]) + "…"
	}
	return string(text)
}
