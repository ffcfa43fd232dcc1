// What follows, round by round: who enters, on which side, by which article, and what kept others out.
import { counted, h, listed } from "../dom";
import { verdictMark } from "../marks";
import { called } from "../names";
import { table } from "../table";
import type { Context } from "../view";
import type { Assessment, Cascade, Entrant, Responder } from "./query";

export function cascadeView(ctx: Context<"attack">, c: Cascade, a: Assessment): HTMLElement {
  const was: Was = new Map(c.changes.map((x) => [x.actor.id, x.before]));
  const last = c.rounds.filter((r) => r.entrants.length).at(-1)?.number ?? 0;
  const round = ctx.values.round ? Math.min(ctx.values.round - 1, last) : last;
  // The address counts from 1, so that "not said" can mean all rounds.
  const to = (n: number) => ctx.go({ round: n + 1 }, true);
  const steps = h("div", { class: "stepper", role: "group", "aria-label": "Rounds" },
    h("button", { type: "button", "aria-label": "Previous round", disabled: round === 0, id: "round-back", onclick: () => to(round - 1) }, "‹"),
    Array.from({ length: last + 1 }, (_, n) => h("button", { type: "button", id: `round-${n}`, "aria-pressed": String(n === round), onclick: () => to(n) }, String(n))),
    h("button", { type: "button", "aria-label": "Next round", disabled: round >= last, id: "round-on", onclick: () => to(round + 1) }, "›"));
  const shown = c.rounds.filter((r) => r.number <= round && r.entrants.length);
  const side = (name: "ATTACKER" | "VICTIM", title: string, first: string) => {
    const count = shown.reduce((n, r) => n + r.entrants.filter((e) => e.side === name).length, 0);
    return h("section", null, h("h2", null, title, h("span", { class: "n" }, String(count + 1))), h("p", { class: "round" }, h("b", null, first)),
      shown.map((r) => {
        const own = r.entrants.filter((e) => e.side === name);
        return own.length ? h("div", { class: r.number === round ? "round now" : "round" }, h("small", null, `Round ${r.number}`), groups(ctx, own, was)) : null;
      }));
  };
  return h("div", { class: "cascade" },
    h("div", { class: "row" }, steps, h("label", null, toggle("esc", ctx.values.esc, (esc) => ctx.go({ esc, round: 0 })), " whoever enters is attacked in turn")),
    h("div", { class: "sides" }, side("ATTACKER", "With the attacker", a.attacker.name), side("VICTIM", "With the victim", a.victim.name)),
    out(c, was), others("Torn between the two", c.torn, ctx, was), others("Kept out", c.keptOut, ctx, was),
    c.truncated && h("p", { class: "bar" }, "The cascade goes on after these rounds."));
}

/** What each did without the what-if, in words. */
type Was = Map<string, string>;

function wasMark(was: Was, id: string): HTMLElement | null {
  const before = was.get(id);
  return before ? h("small", { class: "was" }, ` was: ${before}`) : null;
}

/** Who has no place in the war any more. */
function out(c: Cascade, was: Was): HTMLElement | null {
  const there = new Set([...c.rounds.flatMap((r) => r.entrants), ...c.torn, ...c.keptOut].map((x) => x.actor.id));
  const gone = c.changes.filter((x) => !there.has(x.actor.id));
  if (!gone.length) return null;
  return h("div", { class: "freed" }, h("h2", null, "No part any more"), h("ul", { class: "actors" }, gone.map((x) => h("li", null, h("b", null, x.actor.name), wasMark(was, x.actor.id)))));
}

/** Those who enter by the same treaties stand together. */
function groups(ctx: Context<"attack">, entrants: Entrant[], was: Was): HTMLElement[] {
  const by = new Map<string, Entrant[]>();
  for (const e of entrants) {
    const key = listed([...new Set(e.because.map((d) => d.citation))]).join("");
    by.set(key, [...(by.get(key) ?? []), e]);
  }
  return [...by].sort((a, b) => b[1].length - a[1].length).map(([citation, list]) =>
    h("p", null, list.flatMap((e, i) => [h("span", { class: "together" }, h("button", { type: "button", class: "text", "data-id": e.actor.id, onclick: () => ctx.select(e.actor.id) }, e.actor.name), wasMark(was, e.actor.id), i < list.length - 1 && ","), " "]), h("small", null, ` help${list.length === 1 ? "s" : ""} ${[...new Set(list.map((e) => called(e.helps.name)))].join(", ")} by ${citation}`)));
}

function others(title: string, list: Responder[], ctx: Context<"attack">, was: Was): HTMLElement | null {
  if (!list.length) return null;
  return h("details", { open: list.length < 6 }, h("summary", null, `${title} (${list.length})`), h("ul", { class: "plain" }, list.map((r) => h("li", null, verdictMark(r.verdict), " ", h("button", { type: "button", class: "text", "data-id": r.actor.id, onclick: () => ctx.select(r.actor.id) }, r.actor.name), wasMark(was, r.actor.id), h("small", null, ` ${r.explanation}`)))));
}

export function toggle(id: string, checked: boolean, change: (on: boolean) => void): HTMLInputElement {
  const box = h("input", { type: "checkbox", id, checked });
  box.addEventListener("change", () => change(box.checked));
  return box;
}

export function cascadeTable(c: Cascade): HTMLElement {
  const rows = c.rounds.flatMap((r) => r.entrants.map((e) => ({ ...e, round: r.number })));
  return table({
    caption: `Cascade: ${counted(rows.length, "entry", "entries")}`, file: "cascade", rows,
    columns: [
      { name: "Round", number: true, text: (r) => String(r.round) },
      { name: "Enters", head: true, text: (r) => r.actor.name },
      { name: "Side", text: (r) => r.side.toLowerCase() },
      { name: "Helps", text: (r) => r.helps.name },
      { name: "Against", text: (r) => r.against.name },
      { name: "Verdict", text: (r) => r.verdict },
      { name: "By", text: (r) => r.because.map((d) => d.citation).join("; ") },
    ],
  });
}
