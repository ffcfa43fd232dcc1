package table_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/loaders/table"
)

func TestTheNotationOfNumbersIsThatOfTheFieldsThatCanOnlyBeOne(t *testing.T) {
	for text, want := range map[string]float64{
		"a;1.200,5\nb;12.345\n":      12345, // points are between thousands
		"a;\"2,5\"\r\nb;12.345\r\n":  12345,
		"a;2,5;3.5\nb;12.345\n":      12.345, // both
		"a;3,5;3.1415\nb;12.345\n":   12.345,
		"a;24.02.2022\nb;12.345\n":   12.345, // neither
		"365, 369;1, 2\nb;12.345\n":  12.345, // lists
		"a;2,5\nb;-1.234.567,25\n":   -1234567.25,
		"a;2,5\nb;12345.6789\n":      12345.6789,
		"a;version 4,1\nb;12.345\n":  12.345,
		"a;1.200,5\nb;0.345\n":       0.345, // no group of thousands begins with 0
		"a;1.200,5\nb;,345\n":        0.345,
		"a;1.200,5\nb;12.345,0\r\n":  12345,
		"a;1.200,5\nb;1.234.567\r\n": 1234567,
	} {
		cell := strings.TrimSpace(text[strings.LastIndex(text, ";")+1:])
		got, err := table.NotationOf([]byte(text), ';').Number(cell)
		if err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	if n := table.NotationOf([]byte("a,\"2,5\"\n"), ','); n != table.Points {
		t.Errorf("commas apart: %d", n)
	}
}
