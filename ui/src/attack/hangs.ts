// Under a verdict: what would settle it, each fact a switch, and what it hangs on, each set of changes a what-if one press away.
import { counted, h } from "../dom";
import { type Verdict, verdictWords } from "../marks";
import { ask } from "../server";
import type { Context } from "../view";
import { type Change, writeChange } from "../whatif";
import { type Responder, changes, scenario } from "./query";

interface Open {
  facts: { key: string; question: string }[];
  outcomes: { answers: { fact: string; holds: boolean }[]; changes: { actor: { id: string; name: string }; before: string; after: string }[] }[];
}

interface Pivot {
  changes: { kind: string; treaty: { id: string }; party: { id: string } | null; text: string }[];
  verdict: string | null;
  also: { actor: { name: string } }[];
}

const openQuery = `query WhatWouldSettleIt($attacker: NodeRef!, $victim: NodeRef!, $asOf: Date, $scenario: ScenarioInput, $whatIf: [TreatyChange!], $datasets: [ID!]) {
  obligationsIfAttacked(attacker: $attacker, victim: $victim, asOf: $asOf, scenario: $scenario, whatIf: $whatIf, datasets: $datasets) {
    responders { actor { id } openQuestions(maxFacts: 2) { facts { key question } outcomes { answers { fact holds } changes { actor { id name } before after } } } }
  }
}`;

const pivotQuery = `query WhatItHangsOn($attacker: NodeRef!, $victim: NodeRef!, $actor: NodeRef!, $asOf: Date, $scenario: ScenarioInput, $whatIf: [TreatyChange!], $datasets: [ID!]) {
  pivots(of: { verdict: { attacker: $attacker, victim: $victim, actor: $actor, scenario: $scenario } }, asOf: $asOf, whatIf: $whatIf, datasets: $datasets) {
    truncated list { verdict changes { kind treaty { id } party { id } text } also { actor { name } } }
  }
}`;

const verdictName = (v: string) => (verdictWords[v as Verdict] ?? v).toLowerCase();

/** Both lists, filled when the server has answered. */
export function hangsOn(ctx: Context<"attack">, r: Responder): HTMLElement {
  const { a, v } = ctx.values;
  const variables = { attacker: a, victim: v, asOf: ctx.day, scenario: scenario(ctx.values), whatIf: changes(ctx.values), datasets: ctx.datasets };
  const settle = h("div");
  const hangs = h("div");
  void ask<{ obligationsIfAttacked: { responders: { actor: { id: string }; openQuestions: Open[] }[] } }>(openQuery, variables)
    .then(({ obligationsIfAttacked: { responders } }) => settle.replaceChildren(...settles(ctx, responders.find((x) => x.actor.id === r.actor.id)?.openQuestions ?? [])))
    .catch(() => settle.replaceChildren());
  if (r.verdict !== "FREE") {
    hangs.append(h("h3", null, "What it hangs on"), h("p", { class: "note" }, "…"));
    void ask<{ pivots: { truncated: boolean; list: Pivot[] } }>(pivotQuery, { ...variables, actor: r.actor.id })
      .then(({ pivots }) => hangs.replaceChildren(h("h3", null, "What it hangs on"), ...pivotList(ctx, pivots.list, pivots.truncated)))
      .catch((fault: Error) => hangs.replaceChildren(h("h3", null, "What it hangs on"), h("p", { class: "fault" }, fault.message)));
  }
  return h("div", null, settle, hangs);
}

function settles(ctx: Context<"attack">, list: Open[]): Node[] {
  if (!list.length) return [];
  const questions = new Map(list.flatMap((q) => q.facts.map((f) => [f.key, f.question] as const)));
  const items = list.flatMap((q) => q.outcomes.filter((o) => o.changes.length).map((o) => {
    const known = o.answers.map((x) => `${x.fact}~${x.holds ? "yes" : "no"}`);
    const words = o.answers.map((x) => `${questions.get(x.fact) ?? x.fact} ${x.holds ? "Yes" : "No"}`).join("; ");
    return h("li", null, h("button", { type: "button", class: "text", onclick: () => ctx.go({ known: [...ctx.values.known.filter((k) => !o.answers.some((x) => k.startsWith(`${x.fact}~`))), ...known] }) }, words), h("small", null, ` then ${o.changes.map((c) => `${c.actor.name}: ${verdictName(c.after)}`).slice(0, 3).join(", ")}${o.changes.length > 3 ? ` and ${o.changes.length - 3} more` : ""}`));
  }));
  return [h("h3", null, "What would settle it"), h("ul", { class: "plain" }, items)];
}

const kinds: Record<string, Change["kind"]> = { END: "end", WITHDRAW: "withdraw", SUSPEND: "suspend", ENTER_INTO_FORCE: "enter" };

function pivotList(ctx: Context<"attack">, list: Pivot[], truncated: boolean): Node[] {
  if (!list.length) return [h("p", { class: "note" }, "No set of at most three changes would end it.")];
  const change = (c: Pivot["changes"][number]) => writeChange({ kind: kinds[c.kind] ?? "end", treaty: c.treaty.id, parties: c.party ? [c.party.id] : [] });
  return [
    h("ul", { class: "plain" }, list.slice(0, 6).map((p) => h("li", null,
      h("button", { type: "button", class: "text", onclick: () => ctx.go({ wi: [...new Set([...ctx.values.wi, ...p.changes.map(change)])] }) }, p.changes.map((c) => c.text).join(", and ")),
      h("small", null, ` then ${p.verdict ? verdictName(p.verdict) : "free"}${p.also.length ? `; ${counted(p.also.length, "other")} would move too` : ""}`)))),
    ...(list.length > 6 || truncated ? [h("p", { class: "detail" }, truncated ? "There are more." : `and ${list.length - 6} more`)] : []),
  ];
}

/** What was assumed, as chips to take back. */
export function knownChips(ctx: Context<"attack">): HTMLElement[] {
  return ctx.values.known.map((k) => {
    const [fact = "", holds = ""] = k.split("~");
    return h("span", { class: "chip" }, `${fact.replace(/^condition:obligation:/, "").replaceAll(":", " ")}: ${holds}`, h("button", { type: "button", class: "quiet", "aria-label": `Take back ${fact}`, onclick: () => ctx.go({ known: ctx.values.known.filter((x) => x !== k) }) }, "×"));
  });
}
