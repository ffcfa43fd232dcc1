// What the diagram holds: treaties as boxes with their parties around them, and what was expanded besides. Pure.
import type { ObligationType } from "../address";
import { obligationTypes } from "../address";
import { type Interval, contains } from "../intervals";

export interface GNode {
  id: string;
  label: string;
  name: string;
  /** For a treaty, how many parties and signatories it ever had: a box of more than twelve stays closed until it is opened. */
  parties?: number;
}

export interface GLine {
  id: string;
  from: string;
  to: string;
  /** The relationship's type. */
  type: string;
  /** The strongest obligation that the treaty imposes. */
  obligation?: ObligationType;
  /** The days on which it holds, and those on which it was signed and not in force. */
  days: Interval[];
  signed: Interval[];
  dataset: string;
  period: string;
  uncertain: boolean;
}

export interface Step {
  /** The node that brought in what follows; "" for the seeds themselves. */
  by: string;
  /** The how manieth question brought it, from 0 for what is there at first: what comes later moves nothing of before. */
  turn?: number;
  nodes: GNode[];
  lines: GLine[];
  /** Whether there are more lines than were asked for. */
  cut?: boolean;
  /** Whether the parties of its treaties were not asked for, since there are too many treaties. */
  closed?: boolean;
}

export interface Model {
  steps: Step[];
  nodes: Map<string, GNode>;
  lines: GLine[];
  /** Every line with the node that brought it in, once for each step that did. */
  brought: { by: string; line: GLine }[];
}

export const mostParties = 12;

/** So many nodes and lines are drawn at all. */
export const mostElements = 5000;

/** Joins what each step brought; what was brought before is not brought again, and what is hidden is left out with its lines. */
export function joined(steps: Step[], hidden: Set<string>): Model {
  const nodes = new Map<string, GNode>();
  const lines = new Map<string, GLine>();
  const brought: Model["brought"] = [];
  const own: Step[] = [];
  for (const step of steps) {
    const fresh = step.nodes.filter((n) => !nodes.has(n.id) && !hidden.has(n.id));
    for (const n of fresh) nodes.set(n.id, n);
    const whole = step.lines.filter((l) => nodes.has(l.from) && nodes.has(l.to));
    const drawn = whole.filter((l) => !lines.has(l.id));
    for (const l of drawn) lines.set(l.id, l);
    brought.push(...whole.map((line) => ({ by: step.by, line })));
    own.push({ ...step, nodes: fresh, lines: drawn });
  }
  return { steps: own, nodes, lines: [...lines.values()], brought };
}

export type State = "holds" | "signed" | "out";

export function stateOn(line: GLine, day: string, pending: boolean): State {
  if (contains(line.days, day)) return "holds";
  return pending && contains(line.signed, day) ? "signed" : "out";
}

/** The nodes that the day's lines lead to from the seeds, each from the node that brought it in: a treaty that the seed has left is gone with its other parties. */
export function present(model: Model, seeds: Set<string>, day: string, pending: boolean): Set<string> {
  const out = new Set(seeds);
  let waiting = model.brought.filter(({ line }) => stateOn(line, day, pending) !== "out");
  for (let before = -1; before !== out.size;) {
    before = out.size;
    waiting = waiting.filter(({ by, line }) => {
      if (!out.has(by)) return true;
      out.add(line.from).add(line.to);
      return false;
    });
  }
  return out;
}

/** The day's lines between the nodes that are present. */
export function between(model: Model, on: Set<string>, day: string, pending: boolean): GLine[] {
  return model.lines.filter((l) => on.has(l.from) && on.has(l.to) && stateOn(l, day, pending) !== "out");
}

export function strongest(types: string[]): ObligationType | undefined {
  return obligationTypes.find((t) => types.includes(t));
}
