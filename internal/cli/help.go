package cli

import (
	"embed"
	"strings"

	"github.com/alecthomas/kong"
)

// helps are what --help says of each command above its flags: help/ask-duties.txt is that of `entente ask duties`.
//
//go:embed help/*.txt
var helps embed.FS

// helpOf is the text of a command, empty where it has none; that of the program itself is called as the program is.
func helpOf(command string) string {
	text, err := helps.ReadFile("help/" + strings.ReplaceAll(command, " ", "-") + ".txt")
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(text), "\n")
}

// explain gives every command its text.
func explain(k *kong.Kong) error {
	return kong.Visit(k.Model, func(visited kong.Visitable, next kong.Next) error {
		if command, ok := visited.(*kong.Node); ok {
			command.Detail = helpOf(strings.TrimPrefix(command.FullPath(), k.Model.Name+" "))
		}
		return next(nil)
	})
}
