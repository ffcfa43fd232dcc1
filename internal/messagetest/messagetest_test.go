package messagetest_test

import (
	"fmt"
	"testing"

	"github.com/entente-graph/entente/internal/messagetest"
)

func TestFaultFindsWhatOnlyAMachineCanRead(t *testing.T) {
	latitude := 91.0
	for message, wanted := range map[string]bool{
		fmt.Sprintf("%v is not on the globe", &latitude): true,
		fmt.Sprintf("%+v", []any{&latitude}):             true,
		"name \xe4 is unknown":                           true,
		"no name \x00":                                   true,
		"want %!d(string=x)":                             true,
		`name "\xe4" is unknown`:                         false,
		"100 % of 0x1f":                                  false,
		"Côte d'Ivoire, 北朝鮮":                             false,
	} {
		if fault := messagetest.Fault(message); (fault != "") != wanted {
			t.Errorf("%q: %q", message, fault)
		}
	}
}
