import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAfter, end, firstDay, fromOrdinal, holds, ordinal, shifted, span, start } from "../src/dates";
import { boundFrom, boundFromUncertain } from "../src/parties";
import { type Interval, contains, intersect, nearest, ofPeriods, union } from "../src/intervals";

const days = Array.from({ length: 40 }, (_, i) => fromOrdinal(19000 + i));

function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a * 1664525 + 1013904223) % 4294967296;
    return a / 4294967296;
  };
}

function some(next: () => number): Interval[] {
  return Array.from({ length: Math.floor(next() * 4) }, (): Interval => {
    const from = Math.floor(next() * 35);
    return [days[from]!, days[from + 1 + Math.floor(next() * 4)]!];
  });
}

test("union and intersection hold exactly the days that they should", () => {
  const next = random(3);
  for (let i = 0; i < 3000; i++) {
    const [a, b] = [some(next), some(next)];
    for (const day of days) {
      assert.equal(contains(union([...a, ...b]), day), contains(a, day) || contains(b, day));
      assert.equal(contains(intersect(union(a), union(b)), day), contains(a, day) && contains(b, day));
    }
  }
});

test("a period is half-open, and what is known to the month begins with its first day and ends with its last", () => {
  const p = { from: "1949-04", until: "1950" };
  assert.deepEqual([start(p), end(p)], ["1949-04-01", "1951-01-01"]);
  assert.ok(holds(p, "1949-04-01") && holds(p, "1950-12-31") && !holds(p, "1951-01-01"));
  assert.ok(!holds({ from: "2024-12-04", until: "2024-12-05" }, "2024-12-05"));
  assert.ok(holds({ from: null, until: null }, "1900-01-01"));
  assert.deepEqual(ofPeriods([{ from: "2000", until: "2001" }, { from: "2002-01-01", until: null }]), [["2000-01-01", "9999-12-31"]]);
});

test("days are counted and moved over the ends of months", () => {
  assert.equal(shifted("2024-01-31", { months: 1 }), "2024-02-29");
  assert.equal(shifted("2024-02-29", { years: 1 }), "2025-02-28");
  assert.equal(shifted("2024-12-31", { days: 1 }), "2025-01-01");
  assert.equal(dayAfter("2024-02"), "2024-03-01");
  assert.equal(fromOrdinal(ordinal("1815-06-09")), "1815-06-09");
  assert.equal(firstDay("1815"), "1815-01-01");
  assert.equal(span({ from: "2024-12-04", until: null }), "since 4 Dec 2024");
  assert.equal(span({ from: "1992-05-18", until: null, startUncertain: true, endUncertain: false }), "since 18 May 1992 (start uncertain)");
  assert.equal(span({ from: "1939", until: "1945", startUncertain: true, endUncertain: true }), "1939 – 1945 (start and end uncertain)");
});

test("the nearest change before and after a day", () => {
  const list: Interval[] = [["1991-12-26", "1996-09-10"], ["2024-12-04", "9999-12-31"]];
  assert.deepEqual(nearest(list, "2024-12-03"), { next: "2024-12-04", before: "1996-09-10" });
});

test("a party that was bound from a day not known counts from its signature, one that never was not at all", () => {
  assert.equal(boundFrom({ bound: true, signed: "1992-05-18", inForce: null }), "1992-05-18");
  assert.equal(boundFrom({ bound: true, signed: "2024-06-19", inForce: "2024-12-04" }), "2024-12-04");
  assert.equal(boundFrom({ bound: false, signed: "2025-01-17", inForce: null }), null);
  assert.equal(boundFromUncertain({ bound: true, signed: "1992-05-18", inForce: null }), true);
  assert.equal(boundFromUncertain({ bound: false, signed: "1992-05-18", inForce: null }), false);
});
