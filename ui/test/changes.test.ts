import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, mirrored, totals } from "../src/diff/changes";

const actor = (id: string) => ({ id, name: id });
const change = (kind: Change["kind"], who: string, to: string[], more: Partial<Change> = {}): Change => ({
  kind, actor: actor(who), beneficiaries: to.map(actor), treaty: { id: "t", title: "T" }, type: "DEFENSE", article: "1", dataset: actor("d"), predecessor: null, reason: "SUCCESSION", on: "1991-12-26", ...more,
});

test("swapping the days mirrors what came and went", () => {
  const list = [change("LOST", "SUN", ["PRK"]), change("CARRIED", "RUS", ["IND", "MNG"], { predecessor: { name: "SUN" } }), change("GAINED", "A", ["B", "C", "D"], { reason: "ACCESSION" })];
  assert.deepEqual(totals(list), { GAINED: 3, LOST: 1, CHANGED: 0, CARRIED: 2 });
  assert.deepEqual(totals(mirrored(list)), { GAINED: 1, LOST: 3, CHANGED: 0, CARRIED: 2 });
});
