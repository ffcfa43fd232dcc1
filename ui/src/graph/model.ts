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
}

export interface Step {
  /** The node that brought in what follows; "" for the seeds themselves. */
  by: string;
  nodes: GNode[];
  lines: GLine[];
  /** Whether there are more lines than were asked for. */
  cut?: boolean;
}

export interface Model {
  steps: Step[];
  nodes: Map<string, GNode>;
  lines: GLine[];
}

export const mostParties = 12;

/** Joins what each step brought; what was brought before is not brought again, and what is hidden is left out with its lines. */
export function joined(steps: Step[], hidden: Set<string>): Model {
  const nodes = new Map<string, GNode>();
  const lines = new Map<string, GLine>();
  const own: Step[] = [];
  for (const step of steps) {
    const fresh = step.nodes.filter((n) => !nodes.has(n.id) && !hidden.has(n.id));
    for (const n of fresh) nodes.set(n.id, n);
    const drawn = step.lines.filter((l) => !lines.has(l.id) && nodes.has(l.from) && nodes.has(l.to));
    for (const l of drawn) lines.set(l.id, l);
    own.push({ by: step.by, nodes: fresh, lines: drawn });
  }
  return { steps: own, nodes, lines: [...lines.values()] };
}

export type State = "holds" | "signed" | "out";

export function stateOn(line: GLine, day: string, pending: boolean): State {
  if (contains(line.days, day)) return "holds";
  return pending && contains(line.signed, day) ? "signed" : "out";
}

/** The nodes that have a line on the day, with the seeds. */
export function present(model: Model, seeds: Set<string>, day: string, pending: boolean): Set<string> {
  const out = new Set(seeds);
  for (const l of model.lines) {
    if (stateOn(l, day, pending) === "out") continue;
    out.add(l.from);
    out.add(l.to);
  }
  return out;
}

export function strongest(types: string[]): ObligationType | undefined {
  return obligationTypes.find((t) => types.includes(t));
}
