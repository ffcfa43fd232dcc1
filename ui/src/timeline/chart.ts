// Lanes of bars and dots over the years. Ends that are known only to the month or year are fuzzy; what is signed and not in force is hollow.
import { type TimelineKind } from "../address";
import { dayAfter, end, firstDay, fromOrdinal, ordinal, words } from "../dates";
import { s } from "../dom";
import { spaced } from "../marks";
import type { Bar, Dot, Lane } from "./query";

export interface ChartOptions {
  width: number;
  from: string;
  until: string;
  asOf: string;
  kinds: TimelineKind[];
  pick(id: string): void;
}

const row = 22;
const margin = 150;

interface Placed {
  bar: Bar;
  x1: number;
  x2: number;
  line: number;
}

/** Puts bars into as few lines as they need not to touch. */
export function packed(bars: Bar[], x: (day: string) => number, width: number): { placed: Placed[]; lines: number } {
  const ends: number[] = [];
  const placed = [...bars]
    .map((bar) => ({ bar, x1: Math.max(0, x(firstDay(bar.signed && (!bar.from || bar.signed < bar.from) ? bar.signed : (bar.from ?? "0001")))), x2: Math.min(width, x(end({ until: bar.until }))) }))
    .filter((b) => b.x2 > 0 && b.x1 < width)
    .sort((a, b) => a.x1 - b.x1 || a.bar.name.localeCompare(b.bar.name, "en"))
    .map((b) => {
      let line = ends.findIndex((e) => e < b.x1);
      if (line < 0) line = ends.length;
      ends[line] = Math.max(b.x2, b.x1 + 4) + 3;
      return { ...b, line };
    });
  return { placed, lines: ends.length };
}

export function chart(lanes: Lane[], dots: Dot[], o: ChartOptions): SVGSVGElement {
  const width = Math.max(300, o.width - margin - 12);
  const [lo, hi] = [ordinal(o.from), ordinal(o.until)];
  const x = (day: string) => ((ordinal(day) - lo) / Math.max(1, hi - lo)) * width;
  const g = s("g", { transform: `translate(${margin} 26)` });
  let y = 0;
  for (const lane of lanes) {
    g.append(s("text", { class: "actor", x: -margin + 2, y: y + 14 }, clip(lane.actor.name, 22)));
    y += 20;
    for (const kind of o.kinds) {
      const { placed, lines } = packed(lane.bars.filter((b) => b.kind === kind), x, width);
      const own = dots.filter((d) => d.kind === kind && !placed.some((p) => p.bar.id === d.id) && d.actors.some((a) => a.id === lane.actor.id));
      if (!lines && !own.length) continue;
      g.append(s("text", { class: "kind", x: -10, y: y + 14, "text-anchor": "end" }, spaced(kind)));
      for (const p of placed) g.append(barElement(p, y + p.line * row, x, o));
      y += lines * row;
      if (own.length) {
        for (const d of own) g.append(dotElement(d, x(firstDay(d.date)), y + row / 2, o));
        y += row;
      }
      y += 4;
      g.append(s("line", { class: "rule", x1: -margin, x2: width, y1: y, y2: y }));
      y += 4;
    }
  }
  const height = y + 34;
  const at = x(o.asOf);
  const svg = s("svg", { class: "timeline", width: o.width, height, viewBox: `0 0 ${o.width} ${height}`, role: "group", "aria-label": `Timeline from ${words(o.from)} to ${words(o.until)}` });
  svg.append(axis(lo, hi, x, width, height), g);
  if (at >= 0 && at <= width) svg.append(s("line", { class: "cursor", x1: margin + at, x2: margin + at, y1: 18, y2: height }), s("text", { class: "day", x: margin + at, y: 12, "text-anchor": "middle" }, words(o.asOf)));
  return svg;
}

function clip(text: string, n: number): string {
  return text.length > n ? `${text.slice(0, n - 1)}…` : text;
}

function barElement({ bar, x1, x2 }: Placed, y: number, x: (day: string) => number, o: ChartOptions): SVGElement {
  const g = s("g", { class: "bar", tabindex: 0, role: "graphics-symbol", "data-id": bar.id, "aria-label": `${bar.name}, ${spaced(bar.kind)}, ${said(bar)}`, onclick: () => o.pick(bar.id) }, s("title", null, `${bar.name}\n${said(bar)}`));
  g.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    o.pick(bar.id);
  });
  const top = y + 3;
  const tall = row - 6;
  const from = bar.from ? Math.max(0, x(firstDay(bar.from))) : x2;
  if (bar.signed && from > x1) g.append(s("rect", { class: "hollow", x: x1, y: top, width: Math.max(1, Math.min(x2, bar.from ? from : x2) - x1), height: tall }));
  if (bar.from && from <= x2) {
    // What is surely held, and what may be held, where an end is known only to the month or the year.
    const sureFrom = bar.from.length < 10 ? Math.max(0, x(dayAfter(bar.from))) : from;
    const sureUntil = bar.until && bar.until.length < 10 ? Math.min(x2, Math.max(0, x(firstDay(bar.until)))) : x2;
    if (sureFrom > from || sureUntil < x2) g.append(s("rect", { class: "fuzzy", x: from, y: top, width: Math.max(1, x2 - from), height: tall }));
    if (sureUntil > sureFrom) g.append(s("rect", { class: "sure", x: sureFrom, y: top, width: Math.max(2, sureUntil - sureFrom), height: tall }));
    else if (sureFrom === from) g.append(s("rect", { class: "sure", x: from, y: top, width: Math.max(2, x2 - from), height: tall }));
  }
  const room = Math.floor((x2 - x1) / 7.6) - 1;
  if (room > 5) g.append(s("svg", { x: x1, y: top, width: x2 - x1, height: tall }, s("text", { x: 5, y: 12, "aria-hidden": "true" }, clip(bar.name, room))));
  return g;
}

function said(bar: Bar): string {
  return [bar.signed && `signed ${words(bar.signed)}`, bar.from ? `from ${words(bar.from)}` : "never in force", bar.until && `until ${words(bar.until)}`].filter(Boolean).join(", ");
}

function dotElement(d: Dot, x: number, y: number, o: ChartOptions): SVGElement {
  const g = s("g", { class: "dot", tabindex: 0, role: "graphics-symbol", "data-id": d.id, "aria-label": `${d.name}, ${words(d.date)}`, transform: `translate(${x} ${y})`, onclick: () => o.pick(d.id) },
    s("rect", { class: "hit", x: -12, y: -12, width: 24, height: 24 }), s("path", { d: "M0 -6L6 0L0 6L-6 0z", class: d.date.length < 10 ? "fuzzy" : "" }), s("title", null, `${words(d.date)}: ${d.name}`));
  g.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    o.pick(d.id);
  });
  return g;
}

function axis(lo: number, hi: number, x: (day: string) => number, width: number, height: number): SVGElement {
  const g = s("g", { transform: `translate(${margin} 0)` });
  const days = hi - lo;
  const [from, to] = [fromOrdinal(lo), fromOrdinal(hi)];
  if (days < 900) {
    const step = days < 120 ? 1 : days < 450 ? 2 : 4;
    for (let m = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1; m <= Number(to.slice(0, 4)) * 12 + 12; m += step) mark(g, `${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")}`, x, width, height);
    return g;
  }
  const years = days / 365;
  const step = [1, 2, 5, 10, 20, 25, 50].find((n) => (years / n) * 50 < width) ?? 100;
  for (let year = Math.ceil(Number(from.slice(0, 4)) / step) * step; year <= Number(to.slice(0, 4)); year += step) mark(g, String(year), x, width, height);
  return g;
}

function mark(g: SVGElement, date: string, x: (day: string) => number, width: number, height: number) {
  const at = x(firstDay(date));
  if (at < 0 || at > width) return;
  const last = at > width - 50; // there is no room for its words behind it
  g.append(s("line", { class: "axis", x1: at, x2: at, y1: 22, y2: height }), s("text", { class: "year", x: at + (last ? -3 : 3), y: height - 4, "text-anchor": last ? "end" : "start" }, words(date)));
}
