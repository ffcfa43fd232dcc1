// What is asked for the timeline: what has a duration of each actor, and what happened on days.
import type { TimelineKind } from "../address";
import type { Period } from "../dates";
import { type Binding, boundFrom } from "../parties";

export interface Named {
  id: string;
  name: string;
}

export interface Bar {
  kind: TimelineKind;
  id: string;
  name: string;
  from: string | null;
  until: string | null;
  /** Signed on this day and not in force before `from`: drawn hollow. */
  signed?: string | null;
}

export interface Dot {
  kind: TimelineKind;
  id: string;
  name: string;
  date: string;
  actors: Named[];
}

interface Lasting {
  id: string;
  name: string;
  treaties?: (Binding & { ended: string | null; treaty: { id: string; title: string } })[];
  memberships?: { organization: Named; period: Period }[];
  conflicts?: { conflict: Named; period: Period }[];
  officeHolders?: { person: Named; title: string | null; period: Period }[];
}

const period = "period { from until text startUncertain endUncertain }";
const holders = `officeHolders(allTime: true) { person { id name } title ${period} }`;
const lasting: Partial<Record<TimelineKind, string>> = {
  TREATY: "treaties { signed inForce ended bound treaty { id title } }",
  MEMBERSHIP: `memberships(allTime: true) { organization { id name } ${period} }`,
  CONFLICT: `conflicts { conflict { id name } ${period} }`,
  OFFICE: `... on State { ${holders} } ... on Organization { ${holders} }`,
};

/** One question for all actors, of some kinds: each has an alias of its own. */
export function lastingQuery(n: number, kinds: TimelineKind[]): string {
  const each = Array.from({ length: n }, (_, i) => i);
  const fields = ["id name", ...kinds.flatMap((kind) => lasting[kind] ?? [])].join("\n    ");
  return `query Lasting(${each.map((i) => `$a${i}: NodeRef!`).join(", ")}, $asOf: Date) {\n${each.map((i) => `  a${i}: actor(ref: $a${i}, on: $asOf) {\n    ${fields}\n  }`).join("\n")}\n}`;
}

export const happenedQuery = `query Happened($actors: [NodeRef!]!, $from: Date, $to: Date, $kinds: [TimelineKind!]) {
  timeline(actors: $actors, from: $from, to: $to, kinds: $kinds, first: 500) {
    totalCount
    nodes { date kind text subject { id } actors { id name } }
  }
}`;

export type LastingAnswer = Record<string, Lasting | null>;

export interface HappenedAnswer {
  timeline: { totalCount: number; nodes: { date: string; kind: TimelineKind; text: string; subject: { id: string }; actors: Named[] }[] };
}

export interface Lane {
  actor: Named;
  bars: Bar[];
}

export function lanes(answer: LastingAnswer): Lane[] {
  return Object.values(answer).flatMap((a) => {
    if (!a) return [];
    const bars: Bar[] = [
      ...(a.treaties ?? []).map((t): Bar => ({ kind: "TREATY", id: t.treaty.id, name: t.treaty.title, from: boundFrom(t), until: t.ended, signed: t.signed })),
      ...(a.memberships ?? []).map((m): Bar => ({ kind: "MEMBERSHIP", id: m.organization.id, name: m.organization.name, from: m.period.from, until: m.period.until })),
      ...(a.conflicts ?? []).map((c): Bar => ({ kind: "CONFLICT", id: c.conflict.id, name: c.conflict.name, from: c.period.from, until: c.period.until })),
      ...(a.officeHolders ?? []).map((o): Bar => ({ kind: "OFFICE", id: o.person.id, name: [o.person.name, o.title].filter(Boolean).join(", "), from: o.period.from, until: o.period.until })),
    ];
    return [{ actor: { id: a.id, name: a.name }, bars: bars.filter((b) => b.from || b.signed) }];
  });
}
