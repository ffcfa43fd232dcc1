package loaders

import (
	"strings"

	"github.com/entente-graph/entente/graph"
)

// ParseDate is graph.ParseDate for what sources write: a day that the month does not have, such as 29 February of most
// years, is an unknown day of that month.
func ParseDate(text string) (graph.Date, error) {
	d, err := graph.ParseDate(text)
	if err != nil && len(text) == 10 && text[4] == '-' && text[7] == '-' && text[8:] >= "29" && text[8:] <= "31" && strings.Trim(text[8:], "0123456789") == "" {
		if month, monthErr := graph.ParseDate(text[:7]); monthErr == nil {
			return month, nil
		}
	}
	return d, err
}
