// What stands in place of an answer, or above it: waiting, faults, warnings.
import { type Page, altered, format } from "./address";
import { h } from "./dom";
import { Fault, playground } from "./server";
import type { Answer, Context } from "./view";

/** Fades the old answer after a moment, and offers to stop after two seconds. Returns what ends it. */
export function waiting(box: HTMLElement, stop: AbortController): () => void {
  const began = performance.now();
  const soon = setTimeout(() => {
    box.setAttribute("aria-busy", "true");
    if (!box.childElementCount) box.append(h("div", { class: "skeleton" }, h("i"), h("i"), h("i")));
  }, 150);
  let ticking = 0;
  const line = h("p", { class: "elapsed" });
  const late = setTimeout(() => {
    const seconds = h("span");
    line.append(seconds, " ", h("button", { type: "button", onclick: () => stop.abort() }, "Cancel"));
    const tick = () => (seconds.textContent = `Asking for ${Math.round((performance.now() - began) / 1000)} s`);
    tick();
    ticking = window.setInterval(tick, 1000);
    box.prepend(line);
  }, 2000);
  return () => {
    clearTimeout(soon);
    clearTimeout(late);
    clearInterval(ticking);
    line.remove();
    box.removeAttribute("aria-busy");
  };
}

/** Says above the answer that stays that it is an old one. */
export function offline(box: HTMLElement, answeredAt: string, retry: () => void) {
  box.querySelector(".offline")?.remove();
  const again = h("button", { type: "button", onclick: retry }, "Ask again");
  box.prepend(h("p", { class: "bar offline", role: "alert" }, `The server does not answer. This is the answer of ${answeredAt}, to the question before; it can be saved. `, again));
  again.focus();
}

/** What went wrong, in place of the answer; where a name was not understood, those who may be meant are buttons. */
export function faultView(ctx: Context<Page>, fault: unknown, retry: () => void): HTMLElement {
  const known = fault instanceof Fault ? fault : new Fault(String((fault as Error)?.message ?? fault), "INTERNAL");
  const candidates = known.candidates.map((c) => h("li", null, h("button", { type: "button", onclick: () => replaceName(ctx, known, c.id) }, c.name, " ", h("small", null, `${c.id}, ${c.why}`))));
  markField(known);
  const whole = known.message.replace(/^\w+: /, "").replace(/; want an id such as .*$/, "");
  const text = candidates.length ? whole.replace(/ could mean .*$/, " could mean more than one").replace(/; nearest: .*$/, "") : whole;
  return h(
    "div",
    { class: "faultbox", role: "alert" },
    h("p", { class: "fault", id: "fault" }, text.charAt(0).toUpperCase() + text.slice(1)),
    candidates.length > 0 && h("p", null, "Did you mean"),
    candidates.length > 0 && h("ul", { class: "candidates" }, candidates),
    h("p", { class: "detail" }, `${known.code}${known.requestId ? `, request ${known.requestId}` : ""} `, h("button", { type: "button", onclick: retry }, "Ask again")),
  );
}

/** Marks the field of the question that the fault names first, as in "attacker: …". */
function markField(fault: Fault) {
  const [, name] = /^(\w+)[:[]/.exec(fault.message) ?? [];
  const field = name ? document.querySelector(`#question #${CSS.escape(name)}`) : null;
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", "fault");
}

/** Puts the id in the place of the name that was not understood, wherever it stands in the state. */
function replaceName(ctx: Context<Page>, fault: Fault, id: string) {
  if (ctx.at.page === "node") {
    ctx.to({ ...ctx.at, id });
    return;
  }
  const meant = named(fault.message);
  const swapped = Object.fromEntries(
    Object.entries(ctx.at.values).map(([key, value]) => {
      if (typeof value === "string") return [key, value === meant ? id : value];
      if (Array.isArray(value)) return [key, (value as string[]).map((v) => (v === meant ? id : v))];
      return [key, value];
    }),
  );
  ctx.to(altered(ctx.at, swapped));
}

/** What was not understood, as it stands in the address: "Korea" could mean …, or Serbia (state:SRB) did not exist. */
function named(message: string): string {
  const [, quoted] = /"((?:[^"\\]|\\.)*)"/.exec(message) ?? [];
  if (quoted === undefined) return /\((\w+:\S+)\)/.exec(message)?.[1] ?? message;
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    return quoted;
  }
}

const changesSince = "query WhatDiffers($since: KnownAt) {\n  changes(since: $since, first: 500) {\n    nodes { commit { time dataset { name } } kind node { id name } relationshipType from { name } to { name } properties { property before after } }\n    pageInfo { hasNextPage endCursor }\n  }\n}";

/** Bars above the answer: what is not complete, what the address says wrongly, with which data a link was made. */
export function notes(ctx: Context<Page>, answer: Answer): HTMLElement[] {
  const bars: HTMLElement[] = [];
  const { dv } = ctx.at.values;
  if (ctx.at.faults.length) bars.push(h("p", { class: "bar" }, `Not understood in the address: ${ctx.at.faults.join("; ")}`));
  if (dv && ctx.dataVersion && !ctx.dataVersion.startsWith(dv)) {
    const plain = format(altered(ctx.at, { dv: "" }));
    bars.push(h("p", { class: "bar" }, `This link was made with data version ${dv.slice(0, 8)}; the data are now version ${ctx.dataVersion.slice(0, 8)}, and the answer may differ. `, h("a", { href: playground({ query: changesSince, variables: { since: dv } }) }, "Show what differs"), " ", h("a", { href: plain }, "Go on with these")));
  }
  const { ds } = ctx.at.values;
  if (ds.length) {
    const applied = ctx.asked.some(({ variables }) => variables.datasets);
    const chips = ds.map((id) => h("span", { class: "chip" }, id.replace(/^dataset:/, ""), h("button", { type: "button", class: "quiet", "aria-label": `Not only ${id}`, onclick: () => ctx.go({ ds: ds.filter((d) => d !== id) }) }, "×")));
    bars.push(h("p", { class: applied ? "filters" : "bar filters" }, applied ? "Only from " : "Of all datasets: this page does not choose among them. Elsewhere only from ", chips));
  }
  for (const warning of answer.warnings ?? []) bars.push(h("p", { class: "bar" }, warning));
  return bars;
}
