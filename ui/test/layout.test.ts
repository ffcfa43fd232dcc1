import assert from "node:assert/strict";
import { test } from "node:test";
import { places } from "../src/graph/layout";
import { type GLine, type Step, between, joined, present, stateOn } from "../src/graph/model";

const node = (id: string) => ({ id, label: "STATE", name: id });
const step = (by: string, ids: string[]): Step => ({ by, nodes: ids.map(node), lines: [] });
const many = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

test("nothing moves when something is added, and no two stand on one another", () => {
  const steps = [step("", ["a"]), step("a", many("t", 14)), step("t3", many("p", 11)), step("t7", many("q", 30)), step("p2", many("r", 60))];
  let before = places(steps.slice(0, 2), {});
  for (let n = 3; n <= steps.length; n++) {
    const now = places(steps.slice(0, n), {});
    for (const [id, p] of before) assert.deepEqual(now.get(id), p, id);
    before = now;
  }
  const all = [...before];
  assert.equal(all.length, 116);
  for (const [a, p] of all) for (const [b, q] of all) assert.ok(a === b || Math.hypot(p.x - q.x, p.y - q.y) > 40, `${a} on ${b}`);
});

test("a pin moves one node and no other", () => {
  const steps = [step("", ["a", "b"]), step("a", many("t", 9)), step("t1", many("p", 5))];
  const [plain, pinned] = [places(steps, {}), places(steps, { t1: [500, -20] })];
  for (const [id, p] of plain) assert.deepEqual(pinned.get(id), id === "t1" ? { x: 500, y: -20 } : p);
});

test("collapsing restores the exact set, hiding takes the lines along, and what is signed is not in force", () => {
  const line: GLine = { id: "l", from: "a", to: "t", type: "PARTY_TO", days: [["2024-12-04", "9999-12-31"]], signed: [["2024-06-19", "2024-12-04"]], dataset: "d", period: "", uncertain: false };
  const first: Step[] = [step("", ["a"]), { by: "a", nodes: [node("t")], lines: [line] }];
  const wide = [...first, step("t", ["b", "a"])];
  assert.deepEqual([...joined(first, new Set()).nodes.keys()], ["a", "t"]);
  assert.deepEqual([...joined(wide, new Set()).nodes.keys()], ["a", "t", "b"]);
  assert.equal(joined(first, new Set(["t"])).lines.length, 0);
  assert.deepEqual(["2024-12-03", "2024-12-04"].map((day) => stateOn(line, day, true)), ["signed", "holds"]);
  assert.deepEqual([...present(joined(first, new Set()), new Set(["a"]), "2024-12-03", false)], ["a"]);
});

test("a treaty that the seed has left is gone, and with it the parties that only it brings in", () => {
  const always: [string, string][] = [["1900-01-01", "9999-12-31"]];
  const line = (from: string, to: string, days = always): GLine => ({ id: `${from}-${to}`, from, to, type: "PARTY_TO", days, signed: [], dataset: "d", period: "", uncertain: false });
  const left = line("seed", "pact", [["1900-01-01", "2003-04-10"]]);
  const model = joined([
    step("", ["seed"]),
    { by: "seed", nodes: [node("pact"), node("treaty")], lines: [left, line("seed", "treaty")] },
    { by: "pact", nodes: [node("friend"), node("stranger")], lines: [left, line("friend", "pact"), line("stranger", "pact")] },
    { by: "treaty", nodes: [node("friend")], lines: [line("friend", "treaty")] },
  ], new Set());
  const on = (day: string) => [...present(model, new Set(["seed"]), day, false)].sort();
  assert.deepEqual(on("2003-04-09"), ["friend", "pact", "seed", "stranger", "treaty"]);
  assert.deepEqual(on("2003-04-10"), ["friend", "seed", "treaty"]);
  assert.deepEqual(between(model, new Set(on("2003-04-10")), "2003-04-10", false).map((l) => l.id), ["seed-treaty", "friend-treaty"]);
});
