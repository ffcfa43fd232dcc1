// Nodes and lines as SVG: focusable, named, and drawn with the signs of marks.ts.
import { h, s } from "./dom";
import { shapePath, spaced } from "./marks";

export interface DrawnNode {
  id: string;
  label: string;
  name: string;
  x: number;
  y: number;
  /** A few words in its name for those who hear it, such as "5 alliances in force". */
  said?: string;
  /** A count beside it, such as +12. */
  badge?: string;
  dim?: boolean;
}

export interface DrawnLine {
  id: string;
  from: string;
  to: string;
  /** An obligation type, or "" for another relationship, which is grey with a word. */
  type: string;
  word?: string;
  /** A head at the beneficiary; both where it is mutual. */
  head?: "to" | "both";
  title: string;
  hollow?: boolean;
  /** The day on which it starts or ends is not known: a question mark says so. */
  uncertain?: boolean;
  dim?: boolean;
  /** It goes round what lies between its ends: above it, or to the right of it. */
  round?: boolean;
}

export interface DrawOptions {
  name: string;
  width: number;
  height: number;
  pick(id: string): void;
  /** More keys on the node that has the focus. */
  key?(id: string, event: KeyboardEvent): void;
}

export interface Drawing {
  svg: SVGSVGElement;
  /** What is moved and scaled. */
  world: SVGGElement;
  /** Moves one node and its lines. */
  move(id: string, x: number, y: number): void;
}

const clipped = 24;
const mostLabels = 300;
const heads = ["DEFENSE", "OFFENSE", "CONSUL", "NONAGG", "NEUTRAL", "other"];

export function draw(nodes: DrawnNode[], lines: DrawnLine[], o: DrawOptions): Drawing {
  const at = new Map(nodes.map((n) => [n.id, { ...n }]));
  const svg = s("svg", { class: "drawing", viewBox: `0 0 ${o.width} ${o.height}`, role: "graphics-document", "aria-label": o.name, "aria-roledescription": "diagram" });
  svg.append(s("defs", null, heads.map((type) =>
    s("marker", { id: `head-${type}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, s("path", { d: "M0 0.500L8 4L0 7.500z", class: `head ${type}` })))));
  const world = s("g", { class: "world" });
  const linesLayer = s("g");
  const nodesLayer = s("g");
  world.append(linesLayer, nodesLayer);
  svg.append(world);
  // A click on empty ground clears what is selected.
  svg.addEventListener("click", (event) => event.target === svg && o.pick(""));

  const drawn = fanned(lines).map((f) => {
    const g = lineElement(f, o);
    linesLayer.append(g.element);
    return { ...f, ...g };
  });
  const place = (f: (typeof drawn)[number]) => {
    const a = at.get(f.line.from);
    const b = at.get(f.line.to);
    if (a && b) f.set(a, b);
  };
  for (const f of drawn) place(f);

  const degree = new Map<string, number>();
  for (const l of lines) for (const id of [l.from, l.to]) degree.set(id, (degree.get(id) ?? 0) + 1);
  const labelled = new Set([...nodes].sort((a, b) => (degree.get(b.id) ?? 0) - (degree.get(a.id) ?? 0)).slice(0, mostLabels).map((n) => n.id));
  const elements = new Map<string, SVGGElement>();
  nodes.forEach((n, i) => {
    const element = nodeElement(n, i === 0, labelled.has(n.id), degree.get(n.id) ?? 0, o);
    elements.set(n.id, element);
    nodesLayer.append(element);
  });
  rove(nodesLayer, at, lines, o);
  return {
    svg,
    world,
    move(id, x, y) {
      const n = at.get(id);
      if (!n) return;
      n.x = x;
      n.y = y;
      elements.get(id)?.setAttribute("transform", `translate(${x} ${y})`);
      for (const f of drawn) if (f.line.from === id || f.line.to === id) place(f);
    },
  };
}

function nodeElement(n: DrawnNode, first: boolean, labelled: boolean, degree: number, o: DrawOptions): SVGGElement {
  const name = n.name.length > clipped ? `${n.name.slice(0, clipped - 1)}…` : n.name;
  return s("g", {
    class: n.dim ? "node dim" : "node", transform: `translate(${n.x} ${n.y})`, tabindex: first ? 0 : -1, role: "graphics-symbol", "data-id": n.id,
    "aria-label": [n.name, spaced(n.label), n.said ?? `${degree} ${degree === 1 ? "line" : "lines"}`].join(", "), onclick: () => o.pick(n.id),
  },
  s("circle", { class: "halo", r: 16 }),
  s("path", { class: "body", d: shapePath(n.label), transform: "translate(-12 -12) scale(1.5)" }),
  labelled && s("text", { y: 27, "text-anchor": "middle", "aria-hidden": "true" }, name),
  n.badge && s("text", { class: "badge", x: 14, y: -9, "aria-hidden": "true" }, n.badge),
  s("title", null, n.name));
}

interface Fanned {
  line: DrawnLine;
  /** How far it bends, in units of the gap. */
  bend: number;
  count: number;
}

/** Lines between one pair lie side by side, at most three; more are one with their count. */
export function fanned(lines: DrawnLine[]): Fanned[] {
  const pairs = new Map<string, DrawnLine[]>();
  for (const l of lines) {
    const key = [l.from, l.to].sort().join(" ");
    pairs.set(key, [...(pairs.get(key) ?? []), l]);
  }
  return [...pairs.values()].flatMap((list) => {
    if (list.length > 3) return [{ line: { ...list[0]!, title: `${list.length} relationships: ${list.map((l) => l.title).join("; ")}` }, bend: 0, count: list.length }];
    const [a] = [list[0]!.from, list[0]!.to].sort();
    return list.map((line, i) => ({ line, bend: (i - (list.length - 1) / 2) * (line.from === a ? 1 : -1), count: 1 }));
  });
}

const gap = 26;
/** Twice how far a line goes aside to pass what lies on it. */
const detour = 90;
const radius = 16;

function lineElement({ line, bend, count }: Fanned, o: DrawOptions) {
  const path = s("path", { class: `line ${line.type || "other"}${line.hollow ? " hollow" : ""}` });
  const over = line.type === "OFFENSE" ? s("path", { class: "line gapline" }) : null;
  const hit = s("path", { class: "hit" });
  const marker = `url(#head-${line.type || "other"})`;
  if (line.head) path.setAttribute("marker-end", marker);
  if (line.head === "both") path.setAttribute("marker-start", marker);
  const word = count > 1 ? `×${count}` : [line.word, line.uncertain && "?"].filter(Boolean).join(" ");
  const text = word ? s("text", { class: "word", "text-anchor": "middle", "aria-hidden": "true" }, word) : null;
  const element = s("g", { class: line.dim ? "relation dim" : "relation", role: "graphics-symbol", "aria-label": line.title, "data-id": line.id, tabindex: -1, onclick: () => o.pick(line.id) }, path, over, hit, text, s("title", null, line.title));
  return {
    element,
    set(a: { x: number; y: number }, b: { x: number; y: number }) {
      const d = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const [ux, uy] = [(b.x - a.x) / d, (b.y - a.y) / d];
      const off = bend * gap + (line.round ? detour * Math.sign(a.x - b.x || a.y - b.y) : 0);
      const [mx, my] = [(a.x + b.x) / 2 - uy * off, (a.y + b.y) / 2 + ux * off];
      const toward = (p: { x: number; y: number }) => {
        const l = Math.hypot(mx - p.x, my - p.y) || 1;
        return [p.x + ((mx - p.x) / l) * radius, p.y + ((my - p.y) / l) * radius];
      };
      const [sx, sy] = toward(a);
      const [ex, ey] = toward(b);
      const curve = `M${sx} ${sy}Q${mx} ${my} ${ex} ${ey}`;
      for (const p of [path, over, hit]) p?.setAttribute("d", curve);
      // Words of lines side by side stand apart along them, or one would cover the other.
      const t = 0.5 + bend * 0.18;
      const on = (from: number, over: number, to: number) => (1 - t) ** 2 * from + 2 * t * (1 - t) * over + t ** 2 * to;
      text?.setAttribute("x", String(on(a.x, mx, b.x)));
      text?.setAttribute("y", String(on(a.y, my, b.y) - 4));
    },
  };
}

/** One tab stop; arrows go along the lines, and to whatever lies in that direction where there is none. */
function rove(layer: SVGGElement, at: Map<string, DrawnNode>, lines: DrawnLine[], o: DrawOptions) {
  const element = (id: string) => layer.querySelector<SVGGElement>(`[data-id="${CSS.escape(id)}"]`);
  // What is not of the day is not there, and no arrow leads to it.
  const there = (id: string) => !element(id)?.classList.contains("gone");
  const neighbours = (id: string) => lines.flatMap((l) => (l.from === id ? [l.to] : l.to === id ? [l.from] : [])).filter(there);
  const focus = (id: string | undefined) => {
    const next = id ? element(id) : null;
    if (!next) return;
    for (const other of layer.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  };
  layer.addEventListener("keydown", (event) => {
    const id = (event.target as Element).closest<SVGGElement>("[data-id]")?.dataset.id;
    const here = id ? at.get(id) : undefined;
    if (!id || !here) return;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) {
      event.preventDefault();
      event.stopPropagation();
      const score = (n: DrawnNode) => {
        const along = (n.x - here.x) * way[0]! + (n.y - here.y) * way[1]!;
        const aside = Math.abs((n.x - here.x) * way[1]! + (n.y - here.y) * way[0]!);
        return along <= 1 ? Number.POSITIVE_INFINITY : along + aside * 2;
      };
      const best = (ids: string[]) => ids.map((i) => at.get(i)).filter((n): n is DrawnNode => !!n && Number.isFinite(score(n))).sort((a, b) => score(a) - score(b))[0];
      focus((best(neighbours(id)) ?? best([...at.keys()].filter(there)))?.id);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const list = neighbours(id);
      focus(event.key === "Home" ? list[0] : list.at(-1));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      o.pick(id);
    } else {
      o.key?.(id, event);
    }
  });
}

/** A drawing with a frame that can be scrolled where it is too wide. */
export function framed(drawing: Drawing): HTMLElement {
  return h("figure", { class: "frame" }, drawing.svg);
}
