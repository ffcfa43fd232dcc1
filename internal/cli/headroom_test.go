package cli

import "testing"

func TestGarbageMayTakeAsMuchAgainUpToTheHeadroom(t *testing.T) {
	for live, want := range map[uint64]int{0: 200, 1: 200, 60 << 20: 200, headroom: 200, 2 * headroom: 150, 100 * headroom: 101} {
		if got := percentBeside(live); got != want {
			t.Errorf("beside %d bytes: %d %%, want %d", live, got, want)
		}
	}
}
