import assert from "node:assert/strict";
import { test } from "node:test";
import { flatten } from "../src/flatten";

test("lists become tables: nested objects columns, nested lists numbers or texts", () => {
  const data = { alliances: { totalCount: 2, nodes: [{ from: { name: "A" }, types: ["X", "Y"], hops: [{ a: 1 }] }, { from: { name: "B", id: 3 }, sure: null, hops: [] }] }, none: [], words: ["a"], one: { list: [{ x: true }] } };
  assert.deepEqual(flatten(data), [
    { name: "alliances.nodes", columns: ["from.name", "types", "hops", "from.id", "sure"], rows: [["A", "X; Y", "1 in a list", "", ""], ["B", "", "", "3", ""]] },
    { name: "one.list", columns: ["x"], rows: [["true"]] },
  ]);
  for (const odd of [null, undefined, 3, "x", [1], []]) assert.deepEqual(flatten(odd), []);
});
