// Runs the forces beside the page, which stays free meanwhile.
import { forced } from "./force";
import type { Pins } from "./layout";
import type { Step } from "./model";

addEventListener("message", ({ data: { steps, pins, turn } }: MessageEvent<{ steps: Step[]; pins: Pins; turn: number }>) => {
  postMessage({ turn, places: [...forced(steps, pins)] });
});
