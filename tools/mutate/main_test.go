package main

import (
	"slices"
	"testing"
)

func TestFlagsGoToTheTestsThatKnowThem(t *testing.T) {
	usage := "Usage of tests:\n  -rapid.checks int\n    \trapid: number of checks (default 100)\n  -test.short\n    \trun less\n"
	flags := []string{"-rapid.checks=20", "--test.short", "-update", "-rapid=1"}
	if got, want := known(usage, flags), flags[:2]; !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
	if got := known("", flags); len(got) > 0 {
		t.Errorf("%q go to tests that know none", got)
	}
}
