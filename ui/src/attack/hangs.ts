// Under a verdict: what would settle it, each fact a switch, and what it hangs on, each set of changes a what-if one press away.
import { h } from "../dom";
import { hangsOn, verdictName } from "../pivots";
import { ask } from "../server";
import type { Context } from "../view";
import { type Responder, changes, scenario } from "./query";

interface Open {
  facts: { key: string; question: string }[];
  outcomes: { answers: { fact: string; holds: boolean }[]; changes: { actor: { id: string; name: string }; before: string; after: string }[] }[];
}

const openQuery = `query WhatWouldSettleIt($attacker: NodeRef!, $victim: NodeRef!, $asOf: Date, $scenario: ScenarioInput, $whatIf: [TreatyChange!], $datasets: [ID!]) {
  obligationsIfAttacked(attacker: $attacker, victim: $victim, asOf: $asOf, scenario: $scenario, whatIf: $whatIf, datasets: $datasets) {
    responders { actor { id } openQuestions(maxFacts: 2) { facts { key question } outcomes { answers { fact holds } changes { actor { id name } before after } } } }
  }
}`;

/** Both lists, filled when the server has answered. */
export function verdictHangsOn(ctx: Context<"attack">, r: Responder): HTMLElement {
  const { a, v } = ctx.values;
  const variables = { attacker: a, victim: v, asOf: ctx.day, scenario: scenario(ctx.values), whatIf: changes(ctx.values), datasets: ctx.datasets };
  const settle = h("div");
  void ask<{ obligationsIfAttacked: { responders: { actor: { id: string }; openQuestions: Open[] }[] } }>(openQuery, variables)
    .then(({ obligationsIfAttacked: { responders } }) => settle.replaceChildren(...settles(ctx, responders.find((x) => x.actor.id === r.actor.id)?.openQuestions ?? [])))
    .catch(() => settle.replaceChildren());
  const of = { verdict: { attacker: a, victim: v, actor: r.actor.id, scenario: variables.scenario } };
  return h("div", null, settle, r.verdict !== "FREE" && hangsOn(ctx, of, variables.whatIf, () => "free"));
}

/** The same of a part in the cascade. */
export function entryHangsOn(ctx: Context<"attack">, actor: string): HTMLElement {
  const { a, v, esc } = ctx.values;
  const of = { cascade: { attacks: [{ attacker: a, victim: v }], actor, escalation: esc ? "COUNTERATTACK" : "NONE", scenario: scenario(ctx.values) } };
  return hangsOn(ctx, of, changes(ctx.values), (enters) => (enters ? "it stays out" : "it enters"));
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

/** What was assumed, as chips to take back. */
export function knownChips(ctx: Context<"attack">): HTMLElement[] {
  return ctx.values.known.map((k) => {
    const [fact = "", holds = ""] = k.split("~");
    return h("span", { class: "chip" }, `${fact.replace(/^condition:obligation:/, "").replaceAll(":", " ")}: ${holds}`, h("button", { type: "button", class: "quiet", "aria-label": `Take back ${fact}`, onclick: () => ctx.go({ known: ctx.values.known.filter((x) => x !== k) }) }, "×"));
  });
}
