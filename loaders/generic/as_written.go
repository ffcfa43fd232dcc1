package generic

import (
	"strings"

	"github.com/goccy/go-yaml"
)

// asWritten is a text that YAML would take for a number and write otherwise: version 3.10 is not 3.1.
type asWritten string

// UnmarshalYAML implements yaml.BytesUnmarshaler.
func (a *asWritten) UnmarshalYAML(raw []byte) error {
	text := strings.TrimSpace(string(raw))
	if strings.HasPrefix(text, `"`) || strings.HasPrefix(text, "'") {
		var quoted string
		err := yaml.Unmarshal(raw, &quoted)
		*a = asWritten(quoted)
		return err
	}
	text, _, _ = strings.Cut(text, " #")
	*a = asWritten(strings.TrimSpace(text))
	return nil
}
