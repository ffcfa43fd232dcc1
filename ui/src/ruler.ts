// The ruler of days at the foot of a page: ticks are days on which something changes, and dragging asks nothing before it ends.
import type { Page } from "./address";
import { fromOrdinal, ordinal, shifted, words } from "./dates";
import { byId, h, s } from "./dom";
import type { Context } from "./view";

export interface RulerOptions {
  /** The days on which something changes. */
  points: string[];
  /** Bars over the ruler: when something held. */
  bars?: { from: string; until: string; name: string }[];
  /** The days where there are none yet: the server has still to tell them. */
  later?: Promise<string[]>;
  /** What is drawn anew while the cursor moves. */
  move?(day: string): void;
}

const box = byId("ruler", HTMLElement);
let points: string[] = [];
let day = "";
let set: (to: string, replace?: boolean) => void = () => {};

/** Goes to the previous or next day on which something changes. */
export function jump(direction: 1 | -1) {
  const to = direction > 0 ? points.find((p) => p > day) : points.findLast((p) => p < day);
  if (to) set(to);
}

const height = 46;

/** Shows the ruler when the server has told its days, if there are any. */
function waitFor(ctx: Context<Page>, { later: _, ...rest }: RulerOptions, later: Promise<string[]>) {
  void later.then((points) => !ctx.signal.aborted && points.length > 0 && showRuler(ctx, { ...rest, points }));
}

export function showRuler(ctx: Context<Page>, o: RulerOptions | undefined) {
  const ruled = !!o && !(o.later && !o.points.length);
  box.hidden = !ruled;
  document.body.classList.toggle("ruled", ruled);
  points = o ? [...new Set(o.points.map((p) => (p.length === 4 ? `${p}-01-01` : p.length === 7 ? `${p}-01` : p)))].sort() : [];
  day = ctx.at.values.asOf || ctx.asOf;
  if (o?.later && !o.points.length) waitFor(ctx, o, o.later);
  if (!o || !day || !ruled) {
    box.replaceChildren();
    box.hidden = true;
    return;
  }
  set = (to, replace = false) => ctx.go({ asOf: to }, replace);
  const [lo, hi] = range(points, day);
  const label = h("output", { class: "cursor-day" }, words(day));
  const slider = h("div", { id: "day-slider", class: "slider", role: "slider", tabindex: 0, "aria-label": "Day", "aria-valuemin": lo, "aria-valuemax": hi, "aria-valuenow": ordinal(day), "aria-valuetext": words(day) });
  box.replaceChildren(
    h("button", { type: "button", class: "quiet", "aria-label": "Previous change", title: "Previous change, key [", onclick: () => jump(-1) }, "‹"),
    slider,
    h("button", { type: "button", class: "quiet", "aria-label": "Next change", title: "Next change, key ]", onclick: () => jump(1) }, "›"),
    label,
  );
  const width = Math.max(200, slider.clientWidth);
  const x = (d: number) => ((d - lo) / (hi - lo)) * width;
  const cursor = s("line", { class: "cursor", y1: 0, y2: height - 14 });
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, years(lo, hi, x, width));
  for (const bar of o.bars ?? []) svg.append(s("rect", { class: "bar", x: x(Math.max(lo, ordinal(bar.from))), width: Math.max(2, x(Math.min(hi, ordinal(bar.until))) - x(Math.max(lo, ordinal(bar.from)))), y: 6, height: 6 }, s("title", null, bar.name)));
  for (const p of points) svg.append(s("line", { class: "tick", x1: x(ordinal(p)), x2: x(ordinal(p)), y1: 16, y2: 30 }));
  svg.append(cursor);
  slider.append(svg);
  const place = (to: string) => {
    const at = Math.min(width - 1, Math.max(1, x(ordinal(to))));
    cursor.setAttribute("x1", String(at));
    cursor.setAttribute("x2", String(at));
    label.textContent = words(to);
    slider.setAttribute("aria-valuenow", String(ordinal(to)));
    slider.setAttribute("aria-valuetext", words(to));
  };
  place(day);
  drag(slider, width, lo, hi, (to, done) => {
    place(to);
    o.move?.(to);
    if (done) set(to);
  });
  slider.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: { days: -1 }, ArrowDown: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { days: 1 }, PageUp: { years: 1 }, PageDown: { years: -1 } }[event.key];
    if (by) {
      event.preventDefault();
      set(shifted(day, event.shiftKey && "days" in by ? { months: by.days } : by), true);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const to = event.key === "Home" ? points[0] : points.at(-1);
      if (to) set(to);
    }
  });
}

/** Near a tick the cursor takes its day: nobody can hit one of forty thousand days otherwise. */
function drag(slider: HTMLElement, width: number, lo: number, hi: number, to: (day: string, done: boolean) => void) {
  const near = ((hi - lo) / width) * 4;
  const at = (event: PointerEvent) => {
    const box = slider.getBoundingClientRect();
    const d = lo + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (hi - lo);
    const tick = points.map(ordinal).reduce((best, p) => (Math.abs(p - d) < Math.abs(best - d) ? p : best), Number.POSITIVE_INFINITY);
    return fromOrdinal(Math.abs(tick - d) <= near ? tick : d);
  };
  let held = false;
  let frame = 0;
  slider.addEventListener("pointerdown", (event) => {
    held = true;
    slider.setPointerCapture(event.pointerId);
    to(at(event), false);
  });
  slider.addEventListener("pointermove", (event) => {
    if (!held) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => to(at(event), false));
  });
  slider.addEventListener("pointerup", (event) => {
    if (!held) return;
    held = false;
    cancelAnimationFrame(frame);
    to(at(event), true);
  });
  slider.addEventListener("pointercancel", () => (held = false));
}

function range(points: string[], day: string): [number, number] {
  const all = [...points, day].map(ordinal);
  const lo = Math.min(...all);
  const hi = Math.max(...all);
  const margin = Math.max(200, (hi - lo) * 0.03);
  return [lo - margin, hi + margin];
}

function years(lo: number, hi: number, x: (d: number) => number, width: number): SVGElement[] {
  const from = Number(fromOrdinal(lo).slice(0, 4));
  const to = Number(fromOrdinal(hi).slice(0, 4));
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200].find((n) => ((to - from) / n) * 46 < width) ?? 500;
  const out: SVGElement[] = [s("line", { class: "axis", x1: 0, x2: width, y1: 30, y2: 30 })];
  for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
    const at = x(ordinal(String(year)));
    if (at < 14 || at > width - 14) continue;
    out.push(s("line", { class: "axis", x1: at, x2: at, y1: 30, y2: 34 }), s("text", { x: at, y: height - 1, "text-anchor": "middle" }, String(year)));
  }
  return out;
}
