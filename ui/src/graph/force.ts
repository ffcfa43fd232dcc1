// Where nodes stand as forces between them say: lines pull, nodes push. Nothing is left to chance, so the same state gives the same picture, and
// what stood before is held while what came after it finds its place. Pure; a worker runs it.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { type Pins, type Point, pinned, places } from "./layout";
import type { Step } from "./model";

interface Body extends Point {
  id: string;
  fx?: number;
  fy?: number;
}

/** Names are wider than high, so what is computed as round is stretched. */
const stretch = 1.6;

/** The places of all nodes. What one question brought settles together; a pin moves one node and no other. */
export function forced(steps: Step[], pins: Pins): Map<string, Point> {
  const starts = places(steps, {});
  const settled = new Map<string, Body>();
  const lines: { source: string; target: string }[] = [];
  for (const turn of turns(steps)) {
    const fresh = turn.flatMap((step) => step.nodes).filter((n) => !settled.has(n.id));
    for (const { id } of fresh) {
      const start = starts.get(id)!;
      settled.set(id, { id, x: start.x / stretch, y: start.y });
    }
    lines.push(...turn.flatMap((step) => step.lines).map((l) => ({ source: l.from, target: l.to })));
    if (fresh.length) settle([...settled.values()], lines);
    for (const body of settled.values()) Object.assign(body, { fx: body.x, fy: body.y });
  }
  return pinned(new Map([...settled].map(([id, p]) => [id, { x: Math.round(p.x * stretch), y: Math.round(p.y) }])), pins);
}

/** What came in together, in order. */
function turns(steps: Step[]): Step[][] {
  const out = new Map<number, Step[]>();
  for (const step of steps) out.set(step.turn ?? 0, [...(out.get(step.turn ?? 0) ?? []), step]);
  return [...out].sort(([a], [b]) => a - b).map(([, list]) => list);
}

function settle(bodies: Body[], lines: { source: string; target: string }[]) {
  const simulation = forceSimulation(bodies)
    .force("lines", forceLink<Body, { source: string | Body; target: string | Body }>(lines.map((l) => ({ ...l }))).id((b) => b.id).distance(90))
    .force("push", forceManyBody<Body>().strength(-420).theta(1.6).distanceMax(900))
    .force("room", forceCollide<Body>(38))
    .force("x", forceX<Body>(0).strength(0.05))
    .force("y", forceY<Body>(0).strength(0.07))
    .stop();
  // Fewer steps for more bodies: each costs more, and large pictures are rougher anyway.
  const ticks = Math.max(40, Math.min(300, Math.round(20_000 / bodies.length)));
  simulation.alphaDecay(1 - 0.001 ** (1 / ticks)).tick(ticks);
}
