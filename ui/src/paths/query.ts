// What is asked about paths, and what follows from the answer.
import { sourceFields, type SourceShown } from "../details";
import type { Period } from "../dates";
import { type Interval, intersect, ofPeriods } from "../intervals";

export interface Relation {
  id: string;
  type: string;
  from: { id: string; name: string };
  to: { id: string; name: string };
  period: Period;
  dataset: { id: string; name: string };
  source: SourceShown | null;
  obligationType?: string;
  mutual?: boolean;
  treaty?: { id: string; title: string };
  article?: { id: string; number: string; quotation: string | null } | null;
  obligation?: { id: string };
}

export interface PathFound {
  length: number;
  nodes: { id: string; name: string; label: string }[];
  hops: { label: string; from: { id: string; name: string }; to: { id: string; name: string }; relationships: Relation[] }[];
}

export interface PathShown extends PathFound {
  days: Interval[];
  holds: boolean;
  /** What the what-if made of it. */
  moved?: "new" | "gone";
}

export interface Found {
  paths: {
    paths: PathFound[];
    exploredNodes: number;
    truncated: boolean;
    timedOut: boolean;
    cut: string | null;
    onlyThrough: { nodes: { id: string; name: string }[]; treaties: { id: string; title: string }[] };
    changes: { gained: PathFound[]; lost: PathFound[] } | null;
  };
}

export interface Signed {
  treaties: { nodes: { id: string; title: string; signed: string | null; status: string; binding: boolean | null }[] };
}

export const relationFields = `id type from { id name } to { id name } period { from until text startUncertain endUncertain } dataset { id name } source { ${sourceFields} }
  ... on AlliedWith { obligationType mutual treaty { id title } article { id number quotation } obligation { id } }`;

export const pathsQuery = `query Paths($from: NodeRef!, $to: [NodeRef!]!, $asOf: Date, $allTime: Boolean! = false, $profile: TraversalProfile!, $filter: TraversalFilter, $hops: Int!, $k: Int!, $whatIf: [TreatyChange!]) {
  paths(from: $from, to: $to, asOf: $asOf, allTime: $allTime, profile: $profile, filter: $filter, maxHops: $hops, limit: $k, whatIf: $whatIf) {
    exploredNodes truncated timedOut cut
    onlyThrough { nodes { id name } treaties { id title } }
    paths { ...Path }
    changes { gained { ...Path } lost { ...Path } }
  }
}

fragment Path on Path {
  length
  nodes { id name label }
  hops { label from { id name } to { id name } relationships { ${relationFields} } }
}`;

export const signedQuery = `query Signed($parties: [NodeRef!]!, $asOf: Date) {
  treaties(filter: { parties: $parties, onlyParties: true }, orderBy: { field: SIGNED, direction: DESC }) {
    nodes { id title signed binding status(asOf: $asOf) }
  }
}`;

export interface Common {
  treaties: { totalCount: number; nodes: { id: string; title: string; kind: string | null; signed: string | null; inForce: string | null; ended: string | null; status: string }[] };
}

export const commonQuery = `query TreatiesOfBoth($parties: [NodeRef!]!, $asOf: Date) {
  treaties(filter: { parties: $parties }, asOf: $asOf, orderBy: { field: SIGNED, direction: DESC }, first: 100) {
    totalCount nodes { id title kind signed inForce ended status(asOf: $asOf) }
  }
}`;

export function keyOf(p: PathFound): string {
  return p.nodes.map((n) => n.id).join(" ");
}

/** The days on which a path holds: those on which each of its steps does, by any of the relationships between the two. */
export function daysOf(p: PathFound): Interval[] {
  return p.hops.map((hop) => ofPeriods(hop.relationships.map((r) => r.period))).reduce(intersect);
}
