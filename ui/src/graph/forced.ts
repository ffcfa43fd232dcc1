// Asks a worker where forces put the nodes.
import type { Pins, Point } from "./layout";
import type { Step } from "./model";

/** The worker that waits for the next picture, and has computed one before: the first costs an engine several times as much. */
let idle: Worker | null = null;

/** Starts a worker, so that it is ready when what is to be drawn has been answered. */
export function prepareForces(): void {
  idle ??= started();
}

function started(): Worker {
  const worker = new Worker(new URL("./force.worker.ts", import.meta.url), { type: "module" });
  const ids = Array.from({ length: 60 }, (_, i) => String(i));
  worker.postMessage({ steps: [{ by: "", nodes: [{ id: "0" }], lines: [] }, { by: "0", nodes: ids.map((id) => ({ id })), lines: ids.map((id) => ({ from: "0", to: id })) }], pins: {}, turn: 0 });
  return worker;
}

let turns = 0;

/** The places, or a rejection where the page asks something else meanwhile. */
export function forcedPlaces(steps: Step[], pins: Pins, signal: AbortSignal): Promise<Map<string, Point>> {
  const worker = idle ?? started();
  idle = null;
  const mine = ++turns;
  const over = new AbortController();
  return new Promise<Map<string, Point>>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.addEventListener("message", ({ data }: MessageEvent<{ turn: number; places: [string, Point][] }>) => {
      if (data.turn === mine) resolve(new Map(data.places));
    }, { signal: over.signal });
    worker.addEventListener("error", () => reject(new Error("the layout could not be computed")), { signal: over.signal });
    worker.postMessage({ steps: steps.map(({ by, turn, nodes, lines }) => ({ by, turn, nodes: nodes.map(({ id }) => ({ id })), lines: lines.map(({ from, to }) => ({ from, to })) })), pins, turn: mine });
  }).then((places) => {
    idle ??= worker;
    return places;
  }, (fault: unknown) => {
    worker.terminate(); // it may be at it for long
    throw fault;
  }).finally(() => over.abort());
}
