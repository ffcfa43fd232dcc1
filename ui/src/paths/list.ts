// Paths as numbered sentences with a bar of their days, and as a table.
import { nodeLink } from "../address";
import { end, firstDay, ordinal, span, start, words } from "../dates";
import { h, s } from "../dom";
import type { Interval } from "../intervals";
import { lineMark, spaced } from "../marks";
import { table } from "../table";
import type { Context } from "../view";
import type { Common, PathShown, Relation } from "./query";

export function pathList(ctx: Context<"paths">, list: PathShown[]): HTMLElement {
  const scale = range(list, ctx.asOf);
  return h("ol", { class: "paths" }, list.map((p, i) =>
    h("li", { class: p.holds ? "" : "off", "data-path": i + 1, "aria-current": ctx.values.p === i + 1 && p.holds ? "step" : null },
      h("button", { type: "button", class: "number", "aria-label": `Path ${i + 1}`, "aria-pressed": String(ctx.values.p === i + 1), onclick: () => ctx.go({ p: ctx.values.p === i + 1 ? 0 : i + 1 }, true) }, String(i + 1)),
      h("div", null,
        p.hops.map((hop) => {
          const first = hop.relationships[0]!;
          return h("p", { class: "hop" }, lineMark(first.obligationType ?? ""), " ", h("button", { type: "button", class: "text", onclick: () => ctx.select(first.obligation?.id ?? first.to.id) }, hop.label), hop.relationships.length > 1 && h("small", null, ` ${ways(hop.relationships)}`));
        }),
        p.moved && h("p", null, h("small", { class: "was" }, p.moved === "new" ? "was: none, only by what is assumed" : "was: a path, ended by what is assumed")),
        h("p", { class: "span" }, bar(p.days, scale, ctx.asOf), h("small", null, p.days.map(([a, b]) => span({ from: a > "0001" ? a : null, until: b < "9999" ? b : null }) || "always").join("; ") || "never all steps on one day"))))));
}

/** Whether the bond is owed both ways, and in how many other ways. */
function ways(list: Relation[]): string {
  const first = list[0]!;
  const back = list.some((r) => r.from.id === first.to.id && r.obligation?.id === first.obligation?.id);
  const others = new Set(list.map((r) => r.obligation?.id ?? r.id)).size - 1;
  return [back ? "owed both ways" : "one way", others > 0 && `and ${others} more`].filter(Boolean).join(", ");
}

function range(list: PathShown[], asOf: string): [number, number] {
  const ends = list.flatMap((p) => p.days.flat()).filter((d) => d > "0001" && d < "9999").concat(asOf).map(ordinal);
  const [lo, hi] = [Math.min(...ends), Math.max(...ends)];
  const margin = Math.max(365, (hi - lo) * 0.05);
  return [lo - margin, hi + margin];
}

function bar(days: Interval[], [lo, hi]: [number, number], asOf: string): SVGSVGElement {
  const width = 220;
  const x = (d: string) => Math.min(width, Math.max(0, ((ordinal(d) - lo) / (hi - lo)) * width));
  return s("svg", { class: "days", width, height: 12, viewBox: `0 0 ${width} 12`, "aria-hidden": "true" },
    s("rect", { class: "ground", width, height: 4, y: 4 }),
    days.map(([a, b]) => s("rect", { class: "held", x: x(a), width: Math.max(2, x(b) - x(a)), y: 2, height: 8 })),
    s("line", { class: "cursor", x1: x(asOf), x2: x(asOf), y1: 0, y2: 12 }));
}

/** The treaties to which both are, or were, parties, those between them alone or with others. */
export function commonTable(ctx: Context<"paths">, title: string, { treaties: { nodes, totalCount } }: Common): HTMLElement {
  const day = (date: string | null) => (date ? firstDay(date) : "");
  return table({
    caption: `Treaties of ${title} (${totalCount})`, note: totalCount > nodes.length ? `${nodes.length} are shown, the newest first` : "of all time", file: `treaties ${title}`, rows: nodes, id: (t) => t.id,
    columns: [
      { name: "Treaty", head: true, text: (t) => t.title, cell: (t) => h("a", { href: nodeLink(t.id, ctx.values.asOf) }, t.title) },
      { name: `On ${words(ctx.asOf)}`, text: (t) => spaced(t.status) },
      { name: "Signed", text: (t) => t.signed ?? "", cell: (t) => words(t.signed), day: (t) => day(t.signed) },
      { name: "In force", text: (t) => t.inForce ?? "", cell: (t) => words(t.inForce), day: (t) => day(t.inForce) },
      { name: "Ended", text: (t) => t.ended ?? "", cell: (t) => words(t.ended), day: (t) => day(t.ended) },
    ],
  });
}

export function pathTable(list: PathShown[], title: string): HTMLElement {
  const rows = list.flatMap((p, i) => p.hops.flatMap((hop, j) => hop.relationships.map((r) => ({ path: i + 1, step: j + 1, hop, r, holds: p.holds }))));
  return table({
    caption: `Paths between ${title}`, file: `paths ${title}`, rows, id: ({ r }) => r.obligation?.id ?? r.id,
    columns: [
      { name: "Path", number: true, text: (row) => String(row.path) },
      { name: "Step", number: true, text: (row) => String(row.step) },
      { name: "Holds that day", same: true, text: (row) => (row.holds ? "yes" : "no") },
      { name: "From", head: true, text: ({ r }) => r.from.name, cell: ({ r }) => h("a", { href: nodeLink(r.from.id) }, r.from.name) },
      { name: "To", text: ({ r }) => r.to.name, cell: ({ r }) => h("a", { href: nodeLink(r.to.id) }, r.to.name) },
      { name: "What", text: ({ r }) => r.obligationType ?? r.type },
      { name: "Treaty", text: ({ r }) => r.treaty?.title ?? "", cell: ({ r }) => (r.treaty ? h("a", { href: nodeLink(r.treaty.id) }, r.treaty.title) : "") },
      { name: "Article", text: ({ r }) => r.article?.number ?? "" },
      { name: "Since", text: ({ r }) => r.period.from ?? "", cell: ({ r }) => words(r.period.from), day: ({ r }) => (r.period.from ? start(r.period) : "") },
      { name: "Until", text: ({ r }) => r.period.until ?? "", cell: ({ r }) => words(r.period.until), day: ({ r }) => (r.period.until ? end(r.period) : "") },
      { name: "Dataset", same: true, text: ({ r }) => r.dataset.name },
      { name: "Source", text: ({ r }) => r.source?.title ?? "" },
    ],
  });
}
