import assert from "node:assert/strict";
import { test } from "node:test";
import { forced } from "../src/graph/force";
import type { GLine, Step } from "../src/graph/model";

const node = (id: string) => ({ id, label: "STATE", name: id });
const line = (from: string, to: string): GLine => ({ id: `${from}-${to}`, from, to, type: "PARTY_TO", days: [], signed: [], dataset: "d", period: "", uncertain: false });
const star = (by: string, prefix: string, n: number, turn: number): Step => {
  const ids = Array.from({ length: n }, (_, i) => `${prefix}${i}`);
  return { by, turn, nodes: ids.map(node), lines: ids.map((id) => line(by, id)) };
};
const steps: Step[] = [{ by: "", turn: 0, nodes: [node("a")], lines: [] }, star("a", "t", 14, 0), star("t3", "p", 11, 0), star("t7", "q", 30, 1), star("p2", "r", 60, 2)];

test("the same state gives the same picture, and what came later moves nothing of before", () => {
  let before = forced(steps.slice(0, 3), {});
  for (const n of [4, 5]) {
    const now = forced(steps.slice(0, n), {});
    assert.deepEqual([...now], [...forced(steps.slice(0, n), {})]);
    for (const [id, p] of before) assert.deepEqual(now.get(id), p, id);
    before = now;
  }
  const all = [...before];
  assert.equal(all.length, 116);
  for (const [a, p] of all) for (const [b, q] of all) assert.ok(a === b || Math.hypot(p.x - q.x, p.y - q.y) > 30, `${a} on ${b}`);
});

test("what is bound together stands nearer than what is not", () => {
  const at = forced(steps.slice(0, 3), {});
  const far = (a: string, b: string) => Math.hypot(at.get(a)!.x - at.get(b)!.x, at.get(a)!.y - at.get(b)!.y);
  const mean = (list: number[]) => list.reduce((sum, n) => sum + n, 0) / list.length;
  const own = Array.from({ length: 11 }, (_, i) => `p${i}`);
  assert.ok(mean(own.map((p) => far(p, "t3"))) < mean(own.map((p) => far(p, "t10"))) / 2);
});

test("a pin moves one node and no other", () => {
  const [plain, pinned] = [forced(steps, {}), forced(steps, { t1: [500, -20] })];
  for (const [id, p] of plain) assert.deepEqual(pinned.get(id), id === "t1" ? { x: 500, y: -20 } : p);
});
