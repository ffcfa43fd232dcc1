// If one attacks another: who must help whom, by which article, on the day.
import { assessed } from "../attack/told";
import { board, freeList } from "../attack/board";
import { cascadeTable, cascadeView, toggle } from "../attack/cascade";
import { knownChips } from "../attack/hangs";
import { actorPanel, entryPanel } from "../attack/panel";
import { type Assessment, type Cascade, attackQuery, cascadeQuery, changePointQuery, changes, plainQuery, scenario } from "../attack/query";
import { responderTable } from "../attack/table";
import { tray } from "../attack/tray";
import { crowd, tooLarge } from "../crowd";
import { shifted, words } from "../dates";
import { h } from "../dom";
import { type Verdict, verdictGlyph, verdictMark, verdictWords } from "../marks";
import { actorField, actorsField, select } from "../pickers";
import { hypothetical } from "../pivots";
import { combobox } from "../search";
import { ask } from "../server";
import { type Answer, type Context, type View, nothingAsked } from "../view";
import { viewTabs } from "../viewtabs";

const view: View<"attack"> = {
  title: ({ values: { a, v } }) => (a && v ? `If ${a} attacks ${v}` : "If attacked"),

  question(ctx) {
    const v = ctx.values;
    const where = combobox({ id: "where", label: "Where", value: v.where, labels: ["PLACE"], free: true, placeholder: "home of the victim", pick: (ref) => ctx.go({ where: ref }) });
    return h("form", { class: "asking", "aria-label": "If one attacks another", onsubmit: (e: Event) => e.preventDefault() },
      h("span", null, "If"), actorField({ id: "attacker", label: "Attacker", value: v.a, pick: (ref) => ctx.go({ a: ref, sel: "" }) }),
      h("button", { type: "button", class: "quiet", "aria-label": "Swap", title: "Swap", onclick: () => ctx.go({ a: v.v, v: v.a, sel: "" }) }, "⇄"),
      h("span", null, "attacks"), actorField({ id: "victim", label: "Victim", value: v.v, pick: (ref) => ctx.go({ v: ref, sel: "" }) }),
      h("span", { class: "options" },
        h("label", null, toggle("armed", v.armed === "yes", (on) => ctx.go({ armed: on ? "yes" : "no" })), " armed"),
        h("label", null, toggle("provoked", v.prov === "yes", (on) => ctx.go({ prov: on ? "yes" : "no" })), " provoked by the victim"),
        select({ id: "requested", label: "Help was requested", value: v.req, options: [["", "unknown"], ["yes", "yes"], ["no", "no"]], change: (req) => ctx.go({ req }) }),
        h("label", null, "Where ", where, v.where && h("button", { type: "button", class: "quiet", "aria-label": "At home again", onclick: () => ctx.go({ where: "" }) }, "×")),
        h("span", null, "Others against the victim ", actorsField({ id: "hostile", label: "Others against the victim", values: v.hostile, change: (hostile) => ctx.go({ hostile }) })),
        v.count > 0 && h("span", { class: "chip" }, `${v.count} adversaries`, h("button", { type: "button", class: "quiet", "aria-label": "Unknown number again", onclick: () => ctx.go({ count: 0 }) }, "×")),
        knownChips(ctx),
        v.conf && h("span", { class: "chip" }, "the conflict that the treaty means", h("button", { type: "button", class: "quiet", "aria-label": "Not assumed", onclick: () => ctx.go({ conf: false }) }, "×"))),
      tray(ctx));
  },

  async answer(ctx) {
    const { a, v, esc } = ctx.values;
    if (!a || !v) return nothing();
    const told = { scenario: scenario(ctx.values), whatIf: changes(ctx.values), datasets: ctx.datasets };
    try {
      return await assessment(ctx, a, v, esc, told);
    } catch (fault) {
      if (tooLarge(fault)) return crowd(ctx, [a, v], fault, "Who has to help cannot be worked out for all of them; fewer datasets help.");
      throw fault;
    }
  },
};
export default view;

async function assessment(ctx: Context<"attack">, a: string, v: string, esc: boolean, told: { scenario: ReturnType<typeof scenario>; whatIf: ReturnType<typeof changes>; datasets: string[] | undefined }): Promise<Answer> {
  const variables = { attacker: a, victim: v, asOf: ctx.day, ...told };
  const changed = !!(told.scenario || told.whatIf);
  const [{ obligationsIfAttacked: got }, plain] = await Promise.all([
    ctx.ask<{ obligationsIfAttacked: Assessment }>(attackQuery, variables),
    changed ? ctx.ask<{ obligationsIfAttacked: { responders: Before } }>(plainQuery, { attacker: a, victim: v, asOf: ctx.day, datasets: ctx.datasets }) : null,
  ]);
  const { cascade } = await ctx.ask<{ cascade: Cascade }>(cascadeQuery, { attacks: [{ attacker: a, victim: v }], asOf: ctx.day, escalation: esc ? "COUNTERATTACK" : "NONE", ...told });
  const was = moved(got, plain?.obligationsIfAttacked.responders ?? null);
  return {
    title: `If ${got.attacker.name} attacks ${got.victim.name}`,
    sentence: assessed(got, ctx.asOf),
    body: [
      ...hypothetical(told.whatIf),
      ...got.pending.map((p) => h("p", { class: "pending" }, `Signed${p.signed ? ` on ${words(p.signed)}` : ""} and not in force: `, h("a", { href: `/node/${p.id}` }, p.title))),
      viewTabs(ctx, {
        diagram: () => h("div", null, freed(got, plain?.obligationsIfAttacked.responders ?? null, was), board(ctx, got.responders, was), freeList(ctx, variables, got.responders)),
        cascade: () => h("div", null, cascadeView(ctx, cascade, got), h("details", { class: "astable" }, h("summary", null, "The same as a table"), cascadeTable(cascade))),
        map: () => verdictMap(ctx, got),
        table: () => responderTable(ctx, got, was),
      }, { diagram: "Board" }),
    ],
    warnings: ctx.values.view === "cascade" ? cascade.warnings : got.warnings,
    // A what-if is of one day: on which days its answer would change, nobody is asked.
    ...(told.whatIf ? {} : { ruler: { points: [], later: changePoints(ctx, variables) } }),
    detail(id) {
      if (ctx.values.view === "cascade") {
        for (const { number, entrants } of cascade.rounds) for (const entrant of entrants) if (entrant.actor.id === id) return entryPanel(ctx, { entrant, round: number });
        const kept = [...cascade.torn, ...cascade.keptOut].find((x) => x.actor.id === id);
        if (kept) return entryPanel(ctx, { kept });
      }
      const r = got.responders.find((x) => x.actor.id === id) ?? cascade.keptOut.find((x) => x.actor.id === id);
      return r ? actorPanel(ctx, r) : null;
    },
  };
}

/** The days around this one on which the answer changes; fewer years where so many are too many to look at. */
async function changePoints(ctx: Context<"attack">, { attacker, victim, scenario, datasets }: Record<string, unknown>): Promise<string[]> {
  for (const years of [12, 4, 1]) {
    const question = { attacker, victim, scenario, datasets, from: shifted(ctx.asOf, { years: -years }), to: shifted(ctx.asOf, { years }) };
    const found = await ask<{ verdictChangePoints: { on: string }[] }>(changePointQuery, question).catch(() => null);
    if (found) return found.verdictChangePoints.map((p) => p.on);
  }
  return [];
}

type Before = { actor: { id: string; name: string }; verdict: string }[];

/** Those who are bound to nothing now stand on no card: they are named above the board. */
function freed(now: Assessment, before: Before | null, was: Map<string, string>): HTMLElement[] {
  const bound = new Set(now.responders.filter((r) => r.verdict !== "FREE").map((r) => r.actor.id));
  const list = (before ?? []).filter((r) => was.has(r.actor.id) && !bound.has(r.actor.id));
  if (!list.length) return [];
  const one = (r: Before[number]) => h("li", null, h("b", null, r.actor.name), h("small", { class: "was" }, " was: ", verdictGlyph(r.verdict, 11), ` ${(verdictWords[r.verdict as Verdict] ?? r.verdict).toLowerCase()}`));
  return [h("div", { class: "freed" }, h("h2", null, "Free now"), h("ul", { class: "actors" }, list.map(one)))];
}

/** The verdicts on the map, as hatches. */
function verdictMap(ctx: Context<"attack">, got: Assessment): HTMLElement {
  const box = h("div", null, h("p", { class: "note" }, "Drawing the map …"));
  const bound = got.responders.filter((r) => r.verdict !== "FREE");
  const fills = new Map(bound.map((r) => [r.actor.id, { kind: r.verdict, title: `${r.actor.name}: ${(verdictWords[r.verdict as Verdict] ?? r.verdict).toLowerCase()}` }]));
  const legend = h("p", { class: "row" }, [...new Set(bound.map((r) => r.verdict))].map((v) => verdictMark(v)), h("span", null, "The two themselves are filled."));
  import("../map")
    .then(({ worldMap }) => worldMap({ asOf: ctx.asOf, fills, marked: new Set([got.attacker.id, got.victim.id]), pick: (id) => ctx.select(id) }))
    .then((map) => box.replaceChildren(legend, map))
    .catch((fault: Error) => box.replaceChildren(h("p", { class: "fault" }, fault.message)));
  return box;
}

/** Who has another verdict than without what was assumed, and which it was. */
function moved(now: Assessment, before: Before | null): Map<string, string> {
  const out = new Map<string, string>();
  if (!before) return out;
  const listed = new Set(now.responders.map((r) => r.actor.id));
  for (const r of before) if (!listed.has(r.actor.id) && r.verdict !== "FREE") out.set(r.actor.id, r.verdict);
  const was = new Map(before.map((r) => [r.actor.id, r.verdict]));
  for (const r of now.responders) {
    const old = was.get(r.actor.id) ?? "FREE";
    if (old !== r.verdict) out.set(r.actor.id, old);
  }
  return out;
}

const nothing = () => nothingAsked("Say who attacks, and whom.", {
  "/attack?a=state:RUS&v=state:POL": "Russia attacks Poland",
  "/attack?a=state:UKR&v=state:RUS&asOf=2024-12-04": "Ukraine attacks Russia, on the day on which the treaty with North Korea entered into force",
  "/attack?a=state:CHN&v=state:TWN": "China attacks Taiwan",
});
