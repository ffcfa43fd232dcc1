// One fixed picture of what changed: treaties in the middle, actors around them, for one day, the other, or both.
import { h } from "../dom";
import { type DrawnLine, type DrawnNode, draw, framed } from "../drawing";
import type { Context } from "../view";
import type { Change, Kind } from "./changes";

export const most = 160;
const signs: Record<Kind, string> = { GAINED: "+", LOST: "−", CHANGED: "~", CARRIED: "→" };

export function diffDrawing(ctx: Context<"diff">, changes: Change[]): HTMLElement {
  const { ab } = ctx.values;
  const treaties = [...new Map(changes.map((c) => [c.treaty.id, c.treaty])).values()];
  const actors = [...new Map(changes.map((c) => [c.actor.id, c.actor])).values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
  const pairs = new Map<string, Change>();
  for (const c of changes) pairs.set(`${c.actor.id} ${c.treaty.id} ${c.type} ${c.kind}`, c);
  if (actors.length + treaties.length + pairs.size > most * 4) return h("p", { class: "note" }, `${actors.length} actors and ${treaties.length} treaties are too many for a picture that can be read; the table has them all. Fewer actors above help.`);
  const rows = Math.max(Math.ceil(actors.length / 2), treaties.length, 3);
  const [down, width] = [Math.max(44, Math.min(80, 700 / rows)), 900];
  const height = rows * down + 60;
  const place = (i: number, n: number) => height / 2 + (i - (n - 1) / 2) * down - 6;
  const half = Math.ceil(actors.length / 2);
  const nodes: DrawnNode[] = [
    ...treaties.map((t, i) => ({ id: t.id, label: "TREATY", name: t.title, x: width / 2, y: height / 2 + (i - (treaties.length - 1) / 2) * Math.max(down, (height - 60) / Math.max(treaties.length, 3)) - 6 })),
    ...actors.map((a, i) => ({ id: a.id, label: a.id.startsWith("org:") ? "ORGANIZATION" : "STATE", name: a.name, x: i < half ? 110 : width - 110, y: i < half ? place(i, half) : place(i - half, actors.length - half) })),
  ];
  const shown = (c: Change) => ab === "both" || (ab === "a" ? c.kind !== "GAINED" : c.kind !== "LOST");
  const lines: DrawnLine[] = [...pairs.values()].map((c) => ({
    id: `${c.actor.id} ${c.treaty.id} ${c.type} ${c.kind}`, from: c.actor.id, to: c.treaty.id, type: c.type, word: signs[c.kind], dim: !shown(c),
    title: `${c.actor.name}, ${c.treaty.title}: ${c.type} ${c.kind.toLowerCase()}${c.article ? `, article ${c.article}` : ""}`,
  }));
  const drawing = draw(nodes, lines, { name: "What changed", width, height, pick: (id) => ctx.select(id.split(" ")[0]!) });
  const choice = (value: "both" | "a" | "b", name: string) => h("button", { type: "button", "aria-pressed": String(ab === value), onclick: () => ctx.go({ ab: value }, true), id: `ab-${value}` }, name);
  return h("div", null, h("p", { class: "row stepper", role: "group", "aria-label": "Which day is drawn" }, choice("both", "Both"), choice("a", "Before"), choice("b", "After")), h("div", { class: "picture" }, framed(drawing)));
}
