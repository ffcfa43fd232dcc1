// What an answer hangs on: the smallest sets of treaty changes that would end it or bring it about, each a what-if one press away.
import { counted, h, lazily } from "./dom";
import { type Verdict, verdictWords } from "./marks";
import { ask } from "./server";
import { type Change, writeChange } from "./whatif";

interface Pivot {
  changes: { kind: string; treaty: { id: string }; party: { id: string } | null; text: string }[];
  verdict: string | null;
  also: { actor: { name: string } }[];
}

interface Found {
  pivots: { holds: boolean; truncated: boolean; list: Pivot[] };
}

const pivotQuery = `query WhatItHangsOn($of: PivotSubject!, $asOf: Date, $whatIf: [TreatyChange!], $datasets: [ID!]) {
  pivots(of: $of, asOf: $asOf, whatIf: $whatIf, datasets: $datasets) {
    holds truncated list { verdict changes { kind treaty { id } party { id } text } also { actor { name } } }
  }
}`;

/** A page whose state has what-ifs. */
interface Hypothetical {
  day: string | undefined;
  datasets: string[] | undefined;
  values: { wi: string[] };
  go(values: { wi: string[] }): void;
}

export const verdictName = (v: string) => (verdictWords[v as Verdict] ?? v).toLowerCase();

/** The list, filled when the server has answered. `then` says what follows, with no change of a verdict to tell it. */
export function hangsOn(ctx: Hypothetical, of: Record<string, unknown>, whatIf: unknown, then: (holds: boolean) => string, heading: "h2" | "h3" = "h3"): HTMLElement {
  const title = h(heading, null, "What it hangs on");
  const box = h("div", { class: "hangs" }, title, h("p", { class: "note" }, "…"));
  void ask<Found>(pivotQuery, { of, asOf: ctx.day, whatIf, datasets: ctx.datasets })
    .then(({ pivots }) => {
      title.textContent = pivots.holds ? "What it hangs on" : "What would bring it about";
      box.replaceChildren(title, ...pivotList(ctx, pivots, then(pivots.holds)));
    })
    .catch((fault: Error) => box.replaceChildren(title, h("p", { class: "fault" }, fault.message)));
  return box;
}

const kinds: Record<string, Change["kind"]> = { END: "end", WITHDRAW: "withdraw", SUSPEND: "suspend", ENTER_INTO_FORCE: "enter" };
const shown = 6;

function pivotList(ctx: Hypothetical, { holds, list, truncated }: Found["pivots"], then: string): Node[] {
  if (!list.length) return [h("p", { class: "note" }, `No set of at most three changes would ${holds ? "end it" : "bring it about"}.`)];
  const change = (c: Pivot["changes"][number]) => writeChange({ kind: kinds[c.kind] ?? "end", treaty: c.treaty.id, parties: c.party ? [c.party.id] : [] });
  const item = (p: Pivot) => h("li", null,
    h("button", { type: "button", class: "text", onclick: () => ctx.go({ wi: [...new Set([...ctx.values.wi, ...p.changes.map(change)])] }) }, capital(p.changes.map((c) => c.text).join(", and "))),
    h("small", null, ` then ${p.verdict ? verdictName(p.verdict) : then}${p.also.length ? `; ${counted(p.also.length, "other")} would move too` : ""}`));
  return [
    h("ul", { class: "plain" }, list.slice(0, shown).map(item)),
    ...(list.length > shown ? [lazily(`${list.length - shown} more`, () => [h("ul", { class: "plain" }, list.slice(shown).map(item))])] : []),
    ...(truncated ? [h("p", { class: "detail" }, `These are the first ${list.length}; there are more.`)] : []),
  ];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** That what is shown is an assumption. */
export function hypothetical(changes: unknown[] | undefined): HTMLElement[] {
  if (!changes) return [];
  return [h("p", { class: "bar hypothetical", role: "note" }, `Hypothetical: ${changes.length === 1 ? "a change" : `${changes.length} changes`} of treaties, for this question only. Nothing is saved.`)];
}
