// Runs the forces beside the page, which stays free meanwhile.
import { forced } from "./force";
import type { Pins } from "./layout";
import type { Step } from "./model";

addEventListener("message", (event: MessageEvent<{ steps: Step[]; pins: Pins }>) => {
  postMessage([...forced(event.data.steps, event.data.pins)]);
});
