// Changes of duties between two days, with what a successor carried on told apart from what came and went. Pure.
export interface Named {
  id: string;
  name: string;
}

export type Kind = "GAINED" | "LOST" | "CHANGED" | "CARRIED";

export interface Change {
  kind: Kind;
  actor: Named;
  treaty: { id: string; title: string };
  type: string;
  article: string | null;
  dataset: Named;
  beneficiaries: Named[];
  reason: string;
  on: string | null;
  /** Whose duty it was before, or to whom it was owed, where a successor carried it on. */
  from?: string;
}

interface Dyad {
  change: Change;
  to: Named;
}

const rest = (c: Change) => `${c.treaty.id} ${c.article ?? ""} ${c.type} ${c.dataset.id} ${c.on ?? ""}`;

/**
 * What ended for a predecessor and began for its successor on one day, under one article and with one other side, is carried over: one row in
 * place of a lost and a gained one.
 */
export function carried(changes: Change[]): Change[] {
  const dyads = (kind: Kind) => changes.filter((c) => c.kind === kind && c.reason === "SUCCESSION").flatMap((change) => change.beneficiaries.map((to): Dyad => ({ change, to })));
  const gained = dyads("GAINED");
  const taken = new Set<Dyad>();
  const out: Change[] = [];
  const gone = new Map<Change, Set<string>>();
  const drop = (d: Dyad) => gone.set(d.change, new Set([...(gone.get(d.change) ?? []), d.to.id]));
  for (const lost of dyads("LOST")) {
    const next = gained.find((g) => !taken.has(g) && rest(g.change) === rest(lost.change) && (g.to.id === lost.to.id) !== (g.change.actor.id === lost.change.actor.id));
    if (!next) continue;
    taken.add(next);
    drop(lost);
    drop(next);
    const from = next.to.id === lost.to.id ? lost.change.actor.name : lost.to.name;
    const same = out.find((c) => c.from === from && c.actor.id === next.change.actor.id && rest(c) === rest(next.change));
    if (same) same.beneficiaries.push(next.to);
    else out.push({ ...next.change, kind: "CARRIED", beneficiaries: [next.to], from });
  }
  for (const c of changes) {
    const left = c.beneficiaries.filter((b) => !gone.get(c)?.has(b.id));
    if (left.length || !c.beneficiaries.length) out.push({ ...c, beneficiaries: left });
  }
  return out;
}

/** The same seen from the later day back to the earlier one. */
export function mirrored(changes: Change[]): Change[] {
  const other: Record<Kind, Kind> = { GAINED: "LOST", LOST: "GAINED", CHANGED: "CHANGED", CARRIED: "CARRIED" };
  return changes.map((c) => ({ ...c, kind: other[c.kind] }));
}

/** How many duties, each toward one other, came, went, changed and were carried over. */
export function totals(changes: Change[]): Record<Kind, number> {
  const out: Record<Kind, number> = { GAINED: 0, LOST: 0, CHANGED: 0, CARRIED: 0 };
  for (const c of changes) out[c.kind] += Math.max(1, c.beneficiaries.length);
  return out;
}
