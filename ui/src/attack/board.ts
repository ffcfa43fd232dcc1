// The board: a column for each verdict, and in it a card for each duty with all who owe it.
import { counted, h } from "../dom";
import { type Verdict, conditionWords, lineMark, verdictGlyph, verdictWords, verdicts } from "../marks";
import { articled } from "../names";
import { ask } from "../server";
import type { Context } from "../view";
import { type Condition, type Duty, type Responder, freeQuery } from "./query";

export const columns = verdicts.filter((v) => v !== "FREE");

export interface Card {
  key: string;
  duty: Duty | null;
  responders: Responder[];
}

/** The duties that decide a verdict. */
export function deciding(r: Responder): Duty[] {
  if (r.verdict === "CONSULT_ONLY") return r.because.length ? r.because : r.consultation;
  if (r.verdict === "BARRED" || r.verdict === "OBLIGED_TO_ATTACKER") return r.because.length ? r.because : r.against;
  return r.because;
}

/** Each actor stands on one card: that of the duty which most of the column share. */
export function cards(responders: Responder[]): Card[] {
  const key = (d: Duty) => `${d.treaty.id} ${d.article?.number ?? ""}`;
  const left = new Set(responders);
  const out: Card[] = [];
  while (left.size) {
    const counts = new Map<string, number>();
    for (const r of left) for (const k of new Set(deciding(r).map(key))) counts.set(k, (counts.get(k) ?? 0) + 1);
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const chosen = [...left].filter((r) => !best || deciding(r).some((d) => key(d) === best[0]));
    for (const r of chosen) left.delete(r);
    out.push({ key: best?.[0] ?? "", duty: best ? (deciding(chosen[0]!).find((d) => key(d) === best[0]) ?? null) : null, responders: chosen });
  }
  return out;
}

export function board(ctx: Context<"attack">, responders: Responder[], was: Map<string, string>): HTMLElement {
  return h("div", { class: "board" }, columns.map((verdict) => {
    const own = responders.filter((r) => r.verdict === verdict);
    return h("section", { class: own.length ? "column" : "column empty", "aria-labelledby": `col-${verdict}` },
      h("h2", { id: `col-${verdict}` }, verdictGlyph(verdict), " ", verdictWords[verdict], h("span", { class: "n" }, String(own.length))),
      cards(own).map((card) => cardView(ctx, card, was)));
  }));
}

function cardView(ctx: Context<"attack">, card: Card, was: Map<string, string>): HTMLElement {
  const { duty, responders } = card;
  const sorted = [...responders].sort((a, b) => a.actor.name.localeCompare(b.actor.name, "en"));
  return h("article", { class: "card", "data-card": card.key },
    duty && h("h3", null, lineMark(duty.type), " ", h("button", { type: "button", class: "text", onclick: () => ctx.select(duty.obligation.id) }, duty.treaty.title, articled(duty.article) && `, ${articled(duty.article)}`), h("small", null, ` ${counted(responders.length, "actor")}`)),
    duty && conditions(ctx, duty.conditions),
    h("ul", { class: "actors" }, sorted.map((r) => {
      const before = was.get(r.actor.id);
      return h("li", null, h("button", { type: "button", class: "text", "data-id": r.actor.id, onclick: () => ctx.select(r.actor.id) }, r.actor.name),
        before && h("small", { class: "was" }, verdictGlyph(before, 11), ` was: ${(verdictWords[before as Verdict] ?? before).toLowerCase()}`));
    })));
}

const signs = { MET: "✓", UNMET: "✗", UNKNOWN: "?" } as const;
const said = { MET: "met", UNMET: "not met", UNKNOWN: "unknown" } as const;

/** Rows of ✓, ? and ✗; what is unknown is assumed to be met by a press, where the scenario can say so. */
export function conditions(ctx: Context<"attack">, list: Condition[]): HTMLElement | null {
  if (!list.length) return null;
  return h("ul", { class: "judged" }, list.map((c) => {
    const assume = c.judgement === "UNKNOWN" ? assumption(c.kind) : null;
    const what = c.text || (c.judgement !== "MET" && c.reason); // a disputed legal force has no text of its own
    const sign = h("span", { class: `sign ${c.judgement}`, "aria-hidden": "true" }, signs[c.judgement]);
    return h("li", { title: c.reason },
      assume ? h("button", { type: "button", class: "assume", "aria-label": `? ${conditionWords(c.kind)}: assume it is met`, onclick: () => ctx.go(assume) }, sign) : sign,
      h("span", null, conditionWords(c.kind), h("span", { class: "unseen" }, `: ${said[c.judgement]}`), what && h("small", null, `, ${what}`)));
  }));
}

function assumption(kind: string): Partial<Context<"attack">["values"]> | null {
  if (kind === "ON_REQUEST") return { req: "yes" };
  if (kind === "SPECIFIC_CONFLICT") return { conf: true };
  if (kind === "ADVERSARY_COUNT") return { count: 9 };
  return null;
}

/** Those who are bound to nothing: a count that opens. */
export function freeList(ctx: Context<"attack">, variables: Record<string, unknown>, shown: Responder[]): HTMLElement {
  const tied = shown.filter((r) => r.verdict === "FREE");
  const rest = h("p", { class: "detail" });
  const box = h("details", { class: "free" },
    h("summary", null, verdictGlyph("FREE"), ` Free: ${tied.length} with a tie to one of the two that does not bind here, and all others`),
    tied.length > 0 && h("ul", { class: "plain" }, tied.map((r) => h("li", null, h("button", { type: "button", class: "text", "data-id": r.actor.id, onclick: () => ctx.select(r.actor.id) }, r.actor.name), h("small", null, ` ${r.explanation}`)))),
    rest);
  box.addEventListener("toggle", () => {
    if (!box.open || rest.textContent) return;
    rest.textContent = "…";
    ask<{ obligationsIfAttacked: { responders: { actor: { id: string; name: string }; verdict: string }[] } }>(freeQuery, variables)
      .then(({ obligationsIfAttacked: { responders } }) => {
        const free = responders.filter((r) => r.verdict === "FREE" && !tied.some((t) => t.actor.id === r.actor.id));
        rest.textContent = `${free.length} owe nothing: ${free.map((r) => r.actor.name).join(", ")}.`;
      })
      .catch((fault: Error) => (rest.textContent = fault.message));
  });
  return box;
}
