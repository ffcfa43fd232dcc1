// Changes of duties between two days. Pure.
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
  /** Whose duty it was before, or to whom it was owed, where a successor took it over. */
  predecessor: { name: string } | null;
}

/** The same seen from the later day back to the earlier one. */
export function mirrored(changes: Change[]): Change[] {
  const other: Record<Kind, Kind> = { GAINED: "LOST", LOST: "GAINED", CHANGED: "CHANGED", CARRIED: "CARRIED" };
  return changes.map((c) => ({ ...c, kind: other[c.kind] }));
}

/** How many duties, each toward one other, came, went, changed and were carried over. */
export function totals(changes: Pick<Change, "kind" | "beneficiaries">[]): Record<Kind, number> {
  const out: Record<Kind, number> = { GAINED: 0, LOST: 0, CHANGED: 0, CARRIED: 0 };
  for (const c of changes) out[c.kind] += Math.max(1, c.beneficiaries.length);
  return out;
}
