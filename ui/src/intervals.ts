// Sets of days as lists of half-open intervals, in order and apart from each other.
import { type Period, end, start } from "./dates";

export type Interval = [from: string, until: string];

export function ofPeriods(periods: Pick<Period, "from" | "until">[]): Interval[] {
  return union(periods.map((p): Interval => [start(p), end(p)]).filter(([a, b]) => a < b));
}

export function union(list: Interval[]): Interval[] {
  const out: Interval[] = [];
  for (const [from, until] of [...list].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = until > last[1] ? until : last[1];
    else out.push([from, until]);
  }
  return out;
}

export function intersect(a: Interval[], b: Interval[]): Interval[] {
  const out: Interval[] = [];
  for (const [f1, u1] of a) {
    for (const [f2, u2] of b) {
      const from = f1 > f2 ? f1 : f2;
      const until = u1 < u2 ? u1 : u2;
      if (from < until) out.push([from, until]);
    }
  }
  return union(out);
}

export function contains(list: Interval[], day: string): boolean {
  return list.some(([from, until]) => from <= day && day < until);
}

/** The first day of the list after `day`, and the last one before it. */
export function nearest(list: Interval[], day: string): { next?: string; before?: string } {
  const next = list.map(([from]) => from).filter((d) => d > day).sort()[0];
  const before = list.map(([, until]) => until).filter((d) => d <= day).sort().at(-1);
  return { ...(next ? { next } : {}), ...(before ? { before } : {}) };
}
