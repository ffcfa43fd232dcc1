// From when a treaty binds a party, as far as that is known.

export interface Binding {
  /** Whether the treaty has ever bound the party. */
  bound: boolean;
  signed: string | null;
  inForce: string | null;
}

/** The day of entry into force; where that is not known of a party that was bound, the signature. Null for a signature that never bound. */
export function boundFrom(p: Binding): string | null {
  return p.inForce ?? (p.bound ? p.signed : null);
}

/** Whether a party was bound from a day that is not known. */
export function boundFromUncertain(p: Binding): boolean {
  return p.bound && !p.inForce;
}
