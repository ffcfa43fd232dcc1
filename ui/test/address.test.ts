import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, type Page, address, format, obligationTypes, pages, parse, profiles, timelineKinds } from "../src/address";

/** A generator of numbers that is the same on every run (mulberry32). */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pieces = ["state:PRK", "article:ru-kp-2024/4", "a,b", "%2C", "%", "&x=1", "#", "?", "+", " ", "日本", "\u202eabc", "<script>", "=cmd", "..", "/", "//", "😀", "@1,2"];

function state(next: () => number): Address {
  const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!;
  const word = () => Array.from({ length: 1 + Math.floor(next() * 3) }, () => one(pieces)).join("");
  const words = () => Array.from({ length: Math.floor(next() * 3) }, word);
  const day = () => (next() < 0.3 ? "" : `${1900 + Math.floor(next() * 130)}-${String(1 + Math.floor(next() * 12)).padStart(2, "0")}-15`);
  const some = <T>(of: readonly T[]): T[] => of.filter(() => next() < 0.3);
  const page = one(pages) as Page;
  const name: string = page;
  const made = address(page, {}, page === "node" ? word() : "");
  const values: Record<string, unknown> = made.values as Record<string, unknown>;
  const sorts: Record<string, () => unknown> = {
    asOf: day, d1: day, d2: day, on: day, types: () => some(obligationTypes), kinds: () => some(timelineKinds),
    ds: words, ids: words, x: words, open: words, hide: words, hostile: words, known: words, wi: words, actor: words,
    pending: () => next() < 0.5, conf: () => next() < 0.5, esc: () => next() < 0.5, view: () => one(["", "diagram", "table", "map", "cascade"]),
    sel: word, dv: word, tab: word, kind: word, a: word, v: word, where: word,
    layout: () => one(["ring", "layers"]), profile: () => one(profiles), by: () => one(["actor", "treaty"]), ab: () => one(["both", "a", "b"]),
    armed: () => one(["yes", "no"]), prov: () => one(["no", "yes"]), req: () => one(["", "yes", "no"]),
    hops: () => 1 + Math.floor(next() * 8), k: () => 1 + Math.floor(next() * 50), p: () => 1 + Math.floor(next() * 50),
    count: () => Math.floor(next() * 51), round: () => Math.floor(next() * 21),
    pin: () => Object.fromEntries(words().map((w) => [w, [Math.floor(next() * 200) - 100, Math.floor(next() * 200)]])),
    from: name === "timeline" ? day : word, to: name === "timeline" ? day : name === "paths" ? words : word,
  };
  for (const name of Object.keys(values)) {
    const make = sorts[name];
    assert.ok(make, `no generator for ${name}`);
    values[name] = make();
  }
  if (next() < 0.3) made.unknown = [["later", word()], ["later", word()]];
  return made;
}

test("what is formatted is parsed as it was, for two thousand states", () => {
  const next = random(14);
  for (let i = 0; i < 2000; i++) {
    const made = state(next);
    const link = new URL(format(made), "http://entente.example");
    assert.deepEqual(parse(link.pathname, link.search), made, link.href);
  }
});

test("a page as it is by default has a short address", () => {
  assert.equal(format(address("node", {}, "state:PRK")), "/node/state:PRK");
  assert.equal(format(address("home", { from: "state:PRK", to: "state:RUS", on: "2024-12-03" })), "/?from=state:PRK&to=state:RUS&on=2024-12-03");
});

test("bad values are reported and do not stop the rest", () => {
  const read = parse("/", "?asOf=2024-02-30&view=poster&from=x&types=LOVE&later=1");
  assert.deepEqual(read?.faults.map((f) => f.split(":")[0]), ["asOf", "types", "view"]);
  assert.equal((read as Address<"home">).values.from, "x");
  assert.deepEqual(read?.unknown, [["later", "1"]]);
});

test("other paths are none of the pages", () => {
  for (const path of ["/nowhere", "/path", "/nodes/x", "/graphiql"]) assert.equal(parse(path, ""), null);
});
