// Where nodes stand. Rings around the seeds; what is added later takes free places, and nothing else moves. The same state gives the same picture.
import type { Step } from "./model";

export type Point = { x: number; y: number };

/** Where nodes were pinned. */
export type Pins = Record<string, [number, number]>;

/** The places with pinned nodes where they were pinned: a pin moves one node and no other. */
export function pinned(places: Map<string, Point>, pins: Pins): Map<string, Point> {
  return new Map([...places].map(([id, p]) => [id, pins[id] ? { x: pins[id][0], y: pins[id][1] } : p]));
}

// A node with its name needs so much room.
const [wide, tall] = [112, 56];

/** The points that are taken, in cells of the size of a node: whether a place is free is seen from the nine around it. */
class Taken {
  private readonly cells = new Map<string, Point[]>();

  add(p: Point) {
    const key = `${Math.floor(p.x / wide)} ${Math.floor(p.y / tall)}`;
    const cell = this.cells.get(key);
    if (cell) cell.push(p);
    else this.cells.set(key, [p]);
  }

  free(p: Point): boolean {
    const [column, line] = [Math.floor(p.x / wide), Math.floor(p.y / tall)];
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = line - 1; j <= line + 1; j++) {
        if (this.cells.get(`${i} ${j}`)?.some((t) => Math.abs(t.x - p.x) < wide && Math.abs(t.y - p.y) < tall)) return false;
      }
    }
    return true;
  }
}

/** The places of all nodes, step by step. */
export function places(steps: Step[], pins: Pins): Map<string, Point> {
  const at = new Map<string, Point>();
  const taken = new Taken();
  const put = (id: string, p: Point) => {
    at.set(id, p);
    taken.add(p);
  };
  for (const step of steps) {
    const fresh = step.nodes.filter((n) => !at.has(n.id));
    if (!fresh.length) continue;
    if (step.by === "") {
      seedsIn(fresh.map((n) => n.id), put);
      continue;
    }
    const around = at.get(step.by) ?? { x: 0, y: 0 };
    const lonely = at.size === 1;
    if (lonely) ring(fresh.map((n) => n.id), put);
    else near(fresh.map((n) => n.id), around, taken, put);
  }
  return pinned(at, pins);
}

function seedsIn(ids: string[], put: (id: string, p: Point) => void) {
  const radius = ids.length === 1 ? 0 : Math.max(190, (ids.length * 150) / (2 * Math.PI));
  ids.forEach((id, i) => {
    const turn = (i / ids.length) * 2 * Math.PI + Math.PI;
    put(id, { x: Math.cos(turn) * radius * 1.7, y: Math.sin(turn) * radius });
  });
}

/** One ring, wider than high as names are. */
function ring(ids: string[], put: (id: string, p: Point) => void) {
  const perRing = 26;
  for (let k = 0; k * perRing < ids.length; k++) {
    const own = ids.slice(k * perRing, (k + 1) * perRing);
    const radius = Math.max(120, (own.length * 62) / (2 * Math.PI)) + k * 80;
    own.forEach((id, i) => {
      const turn = ((i + (k % 2) / 2) / own.length) * 2 * Math.PI - Math.PI / 2;
      put(id, { x: Math.cos(turn) * radius * 1.9, y: Math.sin(turn) * radius });
    });
  }
}

/** Free places around one node, first outward from the middle, in arcs that grow. */
function near(ids: string[], around: Point, taken: Taken, put: (id: string, p: Point) => void) {
  const outward = Math.hypot(around.x, around.y) > 1 ? Math.atan2(around.y, around.x / 1.9) : -Math.PI / 2;
  let radius = 90;
  let next = 0;
  while (next < ids.length && radius < 6000) {
    const slots = Math.max(6, Math.floor((2 * Math.PI * radius) / 50));
    // Slots in order of how far they turn away from outward.
    const order = Array.from({ length: slots }, (_, i) => (i % 2 ? -1 : 1) * Math.ceil(i / 2) * ((2 * Math.PI) / slots));
    for (const turn of order) {
      if (next === ids.length) break;
      const p = { x: around.x + Math.cos(outward + turn) * radius * 1.5, y: around.y + Math.sin(outward + turn) * radius };
      if (taken.free(p)) put(ids[next++]!, p);
    }
    radius += 56;
  }
}

/** Layers from left to right by how far from the seeds a node came in. */
export function layered(steps: Step[], pins: Pins): Map<string, Point> {
  const layer = new Map<string, number>();
  for (const step of steps) {
    const by = step.by === "" ? -1 : (layer.get(step.by) ?? 0);
    for (const n of step.nodes) layer.set(n.id, by + 1);
  }
  const rows = new Map<number, string[]>();
  for (const [id, l] of layer) rows.set(l, [...(rows.get(l) ?? []), id]);
  const at = new Map<string, Point>();
  for (const [l, ids] of rows) ids.forEach((id, i) => at.set(id, { x: l * 260, y: (i - (ids.length - 1) / 2) * 62 }));
  return pinned(at, pins);
}
