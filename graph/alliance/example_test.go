package alliance_test

import (
	"context"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// Who must help whom if China attacks Japan in 2026.
func ExampleIfAttacked() {
	store, err := bundled()
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := alliance.IfAttacked(context.Background(), store, alliance.Question{
		Attacker: "state:CHN", Victim: "state:JPN", On: 20260101, Scenario: alliance.DefaultScenario(),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range answer.Responders {
		fmt.Println(r.Actor.Head().Name, r.Verdict)
		for _, duty := range r.Because {
			fmt.Println(" ", duty.Type, duty.Citation())
		}
	}
	// Output:
	// United States OBLIGED
	//   DEFENSE article V of the Treaty of Mutual Cooperation and Security between the United States of America and Japan
	// North Korea FREE
	// South Korea FREE
}

// A what-if is a question of a world in which a treaty is another one; the store is not changed.
func ExampleOverlay() {
	store, err := bundled()
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	const day graph.Day = 20260101
	without, err := alliance.Overlay(ctx, store, []alliance.TreatyChange{{End: "treaty:us-jp-1960"}}, day)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, world := range []graph.Reader{store, without} {
		duties, err := alliance.Duties(ctx, world, alliance.DutiesQuery{Actor: "state:JPN", On: day})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(len(duties.Owed), "duties are owed to Japan")
	}
	// Output:
	// 4 duties are owed to Japan
	// 1 duties are owed to Japan
}
