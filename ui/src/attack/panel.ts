// What is told of one actor: why its verdict, what was considered, and what would change it.
import { nodeLink } from "../address";
import { span } from "../dates";
import { figure, h } from "../dom";
import { spaced, typeMark, verdictMark } from "../marks";
import { called } from "../names";
import type { Context } from "../view";
import { writeChange } from "../whatif";
import { conditions, deciding } from "./board";
import { entryHangsOn, verdictHangsOn } from "./hangs";
import { verdictName } from "../pivots";
import type { Duty, Entrant, Responder } from "./query";

export function actorPanel(ctx: Context<"attack">, r: Responder): HTMLElement {
  const decided = new Set(deciding(r));
  const section = (title: string, list: Duty[], note = "") => (list.length ? [h("h3", null, title), note && h("p", { class: "detail" }, note), list.map((d) => dutyView(ctx, r, d))] : []);
  const bring = r.couldBring;
  return h("div", null,
    h("h2", null, r.actor.name),
    h("p", null, verdictMark(r.verdict)),
    h("p", null, r.explanation),
    (bring.nuclearArmed || bring.personnel?.value) && h("p", { class: "detail" }, "Could bring: ", [bring.personnel?.value && `${figure(bring.personnel.value)} under arms`, bring.warheads?.value && `${figure(bring.warheads.value)} warheads`, bring.weaponSystems.length > 0 && `${bring.weaponSystems.length} weapon systems on record`].filter(Boolean).join(", ")),
    section("By these duties", [...decided]),
    verdictHangsOn(ctx, r),
    section("Owed to the attacker", r.against.filter((d) => !decided.has(d))),
    section("Considered, not triggered", r.unmet),
    section("Tensions", r.tensions, "They are shown, and decide nothing."),
    section("To consult", r.consultation.filter((d) => !decided.has(d))),
    section("Political commitments", r.political, "They do not bind in law."),
    h("p", null, h("a", { class: "button", href: nodeLink(r.actor.id, ctx.values.asOf) }, "Open its page")));
}

/** What is told of one that enters the war, or is kept out of it. */
export function entryPanel(ctx: Context<"attack">, entry: { entrant: Entrant; round: number } | { kept: Responder }): HTMLElement {
  const actor = "kept" in entry ? entry.kept.actor : entry.entrant.actor;
  const told = "kept" in entry ? [h("p", null, entry.kept.explanation)] : [
    h("p", null, `Enters in round ${entry.round} on the side of the ${entry.entrant.side.toLowerCase()}: helps ${called(entry.entrant.helps.name)} against ${called(entry.entrant.against.name)}, ${verdictName(entry.entrant.verdict)}.`),
    h("h3", null, "By these duties"),
    h("ul", { class: "plain" }, entry.entrant.because.map((d) => h("li", null, typeMark(d.type), ` ${d.citation} `, h("button", { type: "button", class: "quiet source", onclick: () => ctx.select(d.obligation.id) }, "source")))),
  ];
  return h("div", null, h("h2", null, actor.name), told, entryHangsOn(ctx, actor.id), h("p", null, h("a", { class: "button", href: nodeLink(actor.id, ctx.values.asOf) }, "Open its page")));
}

function dutyView(ctx: Context<"attack">, r: Responder, d: Duty): HTMLElement {
  const hypothesis = (name: string, change: Parameters<typeof writeChange>[0]) => {
    const text = writeChange(change);
    return h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ wi: [...ctx.values.wi.filter((w) => w !== text && w !== `-${text}`), text] }) }, name);
  };
  const reasons = d.conditions.filter((c) => c.judgement !== "MET" && c.text).map((c) => c.reason);
  return h("div", { class: "duty" },
    h("p", null, typeMark(d.type), " ", h("a", { href: nodeLink(d.treaty.id, ctx.values.asOf) }, d.treaty.title), d.article?.number && `, article ${d.article.number}`),
    d.article?.quotation && h("blockquote", null, `“${d.article.quotation}”`),
    conditions(ctx, d.conditions),
    reasons.length > 0 && h("p", { class: "detail" }, reasons.join("; ")),
    d.qualifiers.length > 0 && h("p", { class: "detail" }, "How automatic: ", d.qualifiers.map((q) => q.text ?? spaced(q.kind)).join("; ")),
    d.note && h("p", { class: "detail" }, d.note),
    h("p", { class: "detail" }, `${span(d.period) || d.period.text} · ${d.dataset.name} `, h("button", { type: "button", class: "quiet source", onclick: () => ctx.select(d.obligation.id) }, "source")),
    h("p", { class: "row hypotheses" }, h("small", null, "What if"), hypothesis("it withdrew", { kind: "withdraw", treaty: d.treaty.id, parties: [r.actor.id] }), hypothesis("it ended", { kind: "end", treaty: d.treaty.id, parties: [] }), hypothesis("suspended", { kind: "suspend", treaty: d.treaty.id, parties: [] })));
}
