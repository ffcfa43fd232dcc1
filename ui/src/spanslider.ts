// Two thumbs on a line of years: a span of days. Each is an ARIA slider, beside two fields for who wants a day exactly.
import { fromOrdinal, ordinal, shifted, words } from "./dates";
import { h, s } from "./dom";

export interface SpanOptions {
  from: string;
  until: string;
  least: string;
  most: string;
  names: [string, string];
  change(from: string, until: string): void;
}

export function spanSlider(o: SpanOptions): HTMLElement {
  const days: [string, string] = [o.from, o.until];
  const [lo, hi] = [ordinal(o.least), ordinal(o.most)];
  const part = (day: string) => Math.min(1, Math.max(0, (ordinal(day) - lo) / (hi - lo)));
  const band = s("line", { class: "band", y1: 12, y2: 12 });
  const thumbs = [0, 1].map((i) =>
    s("circle", { class: "thumb", cy: 12, r: 8, tabindex: 0, role: "slider", id: `span-${i}`, "aria-label": o.names[i], "aria-valuemin": lo, "aria-valuemax": hi }));
  const svg = s("svg", { class: "spanline", width: "100%", height: 36 }, s("line", { class: "axis", x1: 0, x2: "100%", y1: 12, y2: 12 }), ticks(o.least, o.most, part), band, thumbs);
  const fields = days.map((day, i) => {
    const field = h("input", { type: "date", value: day, "aria-label": o.names[i], id: `span-day-${i}` });
    field.addEventListener("change", () => field.validity.valid && field.value && set(i, field.value, true));
    return field;
  });
  const place = () => {
    thumbs.forEach((thumb, i) => {
      thumb.setAttribute("cx", `${part(days[i]!) * 100}%`);
      thumb.setAttribute("aria-valuenow", String(ordinal(days[i]!)));
      thumb.setAttribute("aria-valuetext", words(days[i]!));
      fields[i]!.value = days[i]!;
    });
    band.setAttribute("x1", `${part(days[0]) * 100}%`);
    band.setAttribute("x2", `${part(days[1]) * 100}%`);
  };
  const set = (i: number, day: string, done: boolean) => {
    days[i] = day;
    place();
    if (done) o.change(days[0], days[1]);
  };
  thumbs.forEach((thumb, i) => {
    let held = false;
    const at = (event: PointerEvent) => {
      const box = svg.getBoundingClientRect();
      return fromOrdinal(lo + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (hi - lo));
    };
    thumb.addEventListener("pointerdown", (event) => {
      held = true;
      thumb.setPointerCapture(event.pointerId);
      event.preventDefault();
      thumb.focus();
    });
    thumb.addEventListener("pointermove", (event) => held && set(i, at(event), false));
    thumb.addEventListener("pointerup", (event) => {
      if (held) set(i, at(event), true);
      held = false;
    });
    thumb.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: { days: -1 }, ArrowDown: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { days: 1 }, PageUp: { years: 1 }, PageDown: { years: -1 } }[event.key];
      if (!by) return;
      event.preventDefault();
      set(i, shifted(days[i]!, event.shiftKey && "days" in by ? { months: by.days } : by), true);
    });
  });
  place();
  return h("div", { class: "spanbox" }, fields[0], svg, fields[1]);
}

function ticks(least: string, most: string, part: (day: string) => number): SVGElement[] {
  const [from, to] = [Number(least.slice(0, 4)), Number(most.slice(0, 4))];
  const step = [1, 2, 5, 10, 20, 25, 50].find((n) => (to - from) / n <= 12) ?? 100;
  const out: SVGElement[] = [];
  for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
    const at = part(`${String(year).padStart(4, "0")}-01-01`);
    out.push(s("text", { x: `${at * 100}%`, y: 33, "text-anchor": at < 0.02 ? "start" : at > 0.98 ? "end" : "middle" }, String(year)));
  }
  return out;
}
