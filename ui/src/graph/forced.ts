// Asks a worker where forces put the nodes.
import type { Pins, Point } from "./layout";
import type { Step } from "./model";

/** The places, or a rejection where the page asks something else meanwhile. */
export function forcedPlaces(steps: Step[], pins: Pins, signal: AbortSignal): Promise<Map<string, Point>> {
  const worker = new Worker(new URL("./force.worker.ts", import.meta.url), { type: "module" });
  return new Promise<Map<string, Point>>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.addEventListener("message", (event: MessageEvent<[string, Point][]>) => resolve(new Map(event.data)));
    worker.addEventListener("error", () => reject(new Error("the layout could not be computed")));
    worker.postMessage({ steps: steps.map(({ by, turn, nodes, lines }) => ({ by, turn, nodes: nodes.map(({ id }) => ({ id })), lines: lines.map(({ from, to }) => ({ from, to })) })), pins });
  }).finally(() => worker.terminate());
}
