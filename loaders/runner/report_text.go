package runner

import (
	"fmt"
	"io"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// shownUnknown bounds the unknown names that the text shows; the JSON has them all.
const shownUnknown = 20

// WriteText writes the report for people.
func (r *Report) WriteText(out io.Writer) error {
	var b strings.Builder
	title := r.Loader
	if r.Version != "" {
		title += " " + r.Version
	}
	if r.DryRun {
		title += " (dry run: nothing was written)"
	}
	fmt.Fprintf(&b, "%s: %s, %s accepted, %s rejected", title, counted(r.Read, "row"), grouped(r.Accepted),
		grouped(r.Rejected))
	fmt.Fprintf(&b, " in %.1f s", r.Seconds)
	if r.RowsPerSecond > 0 {
		fmt.Fprintf(&b, " (%s rows/s)", grouped(int(r.RowsPerSecond)))
	}
	b.WriteByte('\n')
	if r.Resumed > 0 {
		fmt.Fprintf(&b, "  went on after %s of an interrupted load\n", counted(r.Resumed, "record"))
	}
	a := r.Result
	if r.NoChange {
		b.WriteString("  no change: the store holds all of this already\n")
	} else {
		would := ""
		if r.DryRun {
			would = "would be "
		}
		const row = "  %-14s %s%9s created %9s changed %9s unchanged %9s removed\n"
		fmt.Fprintf(&b, row, "nodes", would, grouped(a.NodesCreated), grouped(a.NodesChanged), grouped(a.NodesUnchanged),
			grouped(a.NodesRemoved))
		fmt.Fprintf(&b, row, "relationships", would, grouped(a.RelationshipsCreated), grouped(a.RelationshipsChanged),
			grouped(a.RelationshipsUnchanged), grouped(a.RelationshipsRemoved))
	}
	r.encodingsText(&b)
	r.rejectedText(&b)
	r.unknownText(&b)
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "  warning: %s\n", w)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (r *Report) rejectedText(b *strings.Builder) {
	if r.Rejected == 0 {
		return
	}
	b.WriteString("  rejected:")
	for i, c := range r.Rules {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(b, " %s %s", c.Rule, grouped(c.Count))
	}
	b.WriteByte('\n')
	for i := range r.Examples {
		fmt.Fprintf(b, "    %s (%s)\n", r.Examples[i].Error(), r.Examples[i].Rule)
	}
	for _, file := range r.RejectsFiles {
		if r.whole { // loaded alone it would replace all that was accepted
			fmt.Fprintf(b, "  rejected rows are in %s: mend them there and load it together with the same files\n", file)
		} else {
			fmt.Fprintf(b, "  rejected rows are in %s: mend them there and load that file\n", file)
		}
	}
	if r.Rejected > len(r.Examples) && len(r.RejectsFiles) == 0 {
		b.WriteString("    … use --rejects FILE for all of them\n")
	}
}

// encodingsText tells of files that are not in UTF-8: what was assumed may be wrong, and shows in names alone.
func (r *Report) encodingsText(b *strings.Builder) {
	for _, e := range r.Encodings {
		switch {
		case e.Doubtful:
			fmt.Fprintf(b, "  %s was read as %s, and may be macintosh as well: declare the one it is with -o encoding=NAME\n",
				e.File, e.Encoding)
		case e.Assumed:
			fmt.Fprintf(b, "  %s was read as %s, by its letters; -o encoding=NAME declares another, such as windows-1251, "+
				"iso-8859-2 or shift_jis\n", e.File, e.Encoding)
		case e.Encoding != "utf-8":
			fmt.Fprintf(b, "  %s was read as %s\n", e.File, e.Encoding)
		}
	}
}

func (r *Report) unknownText(b *strings.Builder) {
	if len(r.Unknown) == 0 {
		return
	}
	fmt.Fprintf(b, "  unknown names and codes (%s):\n", counted(r.UnknownCount, "occurrence"))
	for i, u := range r.Unknown {
		if i == shownUnknown {
			fmt.Fprintf(b, "    … and %s; --json lists them\n", counted(len(r.Unknown)-i, "other"))
			break
		}
		name := fmt.Sprintf("%q", u.Value)
		if u.Scheme != "" {
			name = string(u.Scheme) + " " + u.Value
		}
		fmt.Fprintf(b, "    %s × %d%s\n", name, u.Count, nearestText(u.Nearest))
	}
	b.WriteString("    name them in a file of `name,id` lines (a code as cow:999) and load with --aliases FILE\n")
}

func nearestText(candidates []graph.Candidate) string {
	if len(candidates) == 0 {
		return ""
	}
	var parts []string
	for _, c := range candidates[:min(3, len(candidates))] {
		parts = append(parts, fmt.Sprintf("%s %s", c.ID, c.Name))
	}
	return "; nearest: " + strings.Join(parts, ", ")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(n) + " " + what + "s"
}

// grouped writes a number with commas between thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
