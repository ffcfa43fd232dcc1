package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/internal/yamlbound"
)

// config answers for flags from a file: by the flag's name, or by that name under the command's.
//
//	store: file:./entente.db
//	serve:
//	  listen: 127.0.0.1:9000
type config map[string]any

// readConfig reads YAML, of which JSON is a part.
func readConfig(r io.Reader) (kong.Resolver, error) {
	text, err := io.ReadAll(io.LimitReader(r, yamlbound.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	text = utf8text.WithoutMark(text)
	if err := yamlbound.Check(text); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	out := config{}
	if err := yaml.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	return out, nil
}

// Validate refuses what names no flag, since a misspelt setting would be silently without effect.
func (c config) Validate(app *kong.Application) error {
	global := flagNames(app.Node)
	for key, value := range c {
		if global[key] {
			continue
		}
		at := slices.IndexFunc(app.Children, func(c *kong.Node) bool { return c.Name == key })
		if at < 0 {
			return fmt.Errorf("settings: %q is neither a flag nor a command", key)
		}
		settings, ok := value.(map[string]any)
		if !ok {
			return fmt.Errorf("settings: %s: want flags of that command below it", key)
		}
		own := flagNames(app.Children[at])
		for name := range settings {
			if !own[name] {
				return fmt.Errorf("settings: %s: %q is no flag of that command", key, name)
			}
		}
	}
	return nil
}

func flagNames(n *kong.Node) map[string]bool {
	out := map[string]bool{}
	for _, f := range n.Flags {
		out[f.Name] = true
	}
	return out
}

// Resolve implements kong.Resolver. kong lets resolvers override the environment; here the environment goes first.
func (c config) Resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, ok := os.LookupEnv(name); ok {
			return nil, nil
		}
	}
	value, ok := c[flag.Name]
	if parent.Command != nil {
		if settings, nested := c[parent.Command.Name].(map[string]any); nested {
			value, ok = settings[flag.Name]
		} else {
			ok = false
		}
	}
	if !ok {
		return nil, nil
	}
	switch value := value.(type) {
	case map[string]any:
		var parts []string
		for k, v := range value {
			parts = append(parts, fmt.Sprintf("%s=%v", k, v))
		}
		return strings.Join(parts, ";"), nil
	case []any:
		parts := lists.Map(value, func(v any) string { return fmt.Sprint(v) })
		return strings.Join(parts, ","), nil
	}
	return fmt.Sprint(value), nil
}
