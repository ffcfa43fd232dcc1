import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, carried, mirrored, totals } from "../src/diff/changes";

const actor = (id: string) => ({ id, name: id });
const change = (kind: Change["kind"], who: string, to: string[], more: Partial<Change> = {}): Change => ({
  kind, actor: actor(who), beneficiaries: to.map(actor), treaty: { id: "t", title: "T" }, type: "DEFENSE", article: "1", dataset: actor("d"), reason: "SUCCESSION", on: "1991-12-26", ...more,
});

test("what a successor carries on is one row, whichever side succeeded", () => {
  const got = carried([
    change("LOST", "SUN", ["IND", "PRK"]), change("GAINED", "RUS", ["IND"]),
    change("LOST", "IND", ["SUN"]), change("GAINED", "IND", ["RUS"]),
    change("LOST", "AUT", ["SUN"], { article: "2" }),
    change("GAINED", "FRA", ["DEU"], { reason: "ENTRY_INTO_FORCE" }),
  ]);
  assert.deepEqual(totals(got), { GAINED: 1, LOST: 2, CHANGED: 0, CARRIED: 2 });
  assert.deepEqual(got.filter((c) => c.kind === "CARRIED").map((c) => [c.actor.id, c.from]), [["RUS", "SUN"], ["IND", "SUN"]]);
  assert.deepEqual(got.filter((c) => c.kind === "LOST").map((c) => [c.actor.id, c.beneficiaries.map((b) => b.id)]), [["SUN", ["PRK"]], ["AUT", ["SUN"]]]);
});

test("one gained duty is carried over from one lost duty, and another day is none", () => {
  assert.deepEqual(totals(carried([change("LOST", "SUN", ["IND"]), change("LOST", "XXX", ["IND"]), change("GAINED", "RUS", ["IND"])])), { GAINED: 0, LOST: 1, CHANGED: 0, CARRIED: 1 });
  assert.deepEqual(totals(carried([change("LOST", "SUN", ["IND"]), change("GAINED", "RUS", ["IND"], { on: "1999-01-01" })])), { GAINED: 1, LOST: 1, CHANGED: 0, CARRIED: 0 });
});

test("swapping the days mirrors what came and went", () => {
  const list = carried([change("LOST", "SUN", ["IND", "PRK"]), change("GAINED", "RUS", ["IND"]), change("GAINED", "A", ["B"], { reason: "ACCESSION" })]);
  const [a, b] = [totals(list), totals(mirrored(list))];
  assert.deepEqual([b.GAINED, b.LOST, b.CARRIED], [a.LOST, a.GAINED, a.CARRIED]);
});
