// Changes of treaties for one question only, as they stand in the address: withdraw:treaty:nato-1949:state:USA, suspend:…, end:…,
// amend:treaty:…:CONSUL, add:DEFENSE:state:JPN,state:KOR. One that begins with "-" is switched off.
import { obligationTypes } from "./address";

export interface Change {
  /** As it stands in the address. */
  text: string;
  on: boolean;
  kind: "withdraw" | "suspend" | "end" | "amend" | "add" | "enter";
  treaty?: string;
  parties: string[];
  type?: string;
}

const kinds = ["withdraw", "suspend", "end", "amend", "add", "enter"] as const;

/** Reads a change; null where it is none. */
export function readChange(text: string): Change | null {
  const on = !text.startsWith("-");
  const plain = on ? text : text.slice(1);
  const kind = kinds.find((k) => plain.startsWith(`${k}:`));
  if (!kind) return null;
  const rest = plain.slice(kind.length + 1);
  if (kind === "add") {
    const type = rest.split(":")[0]!;
    const all = rest.slice(type.length + 1).split(",").filter(Boolean);
    return (obligationTypes as readonly string[]).includes(type) && all.length > 1 ? { text, on, kind, type, parties: all } : null;
  }
  const [, treaty, more = ""] = /^(treaty:[^:]+)(?::(.+))?$/.exec(rest) ?? [];
  if (!treaty) return null;
  if (kind === "withdraw") return more ? { text, on, kind, treaty, parties: [more] } : null;
  if (kind === "amend") return (obligationTypes as readonly string[]).includes(more) ? { text, on, kind, treaty, parties: [], type: more } : null;
  return { text, on, kind, treaty, parties: [] };
}

export function writeChange(c: Pick<Change, "kind" | "treaty" | "parties" | "type">): string {
  if (c.kind === "add") return `add:${c.type}:${c.parties.join(",")}`;
  return [c.kind, c.treaty, ...(c.kind === "withdraw" ? c.parties : c.kind === "amend" ? [c.type] : [])].join(":");
}

/** The change as the API takes it. */
export function asInput(c: Change): Record<string, unknown> {
  switch (c.kind) {
    case "withdraw":
      return { withdraw: { treaty: c.treaty, party: c.parties[0] } };
    case "amend":
      return { amend: { treaty: c.treaty, type: c.type } };
    case "add":
      return { add: { parties: c.parties, type: c.type } };
    case "enter":
      return { enterIntoForce: c.treaty };
    default:
      return { [c.kind]: c.treaty };
  }
}

export function ids(c: Change): string[] {
  return [...(c.treaty ? [c.treaty] : []), ...c.parties];
}

/** In words; `name` knows what ids are called. */
export function changeWords(c: Change, name: (id: string) => string): string {
  switch (c.kind) {
    case "withdraw":
      return `${name(c.parties[0]!)} withdraws from ${name(c.treaty!)}`;
    case "suspend":
      return `${name(c.treaty!)} is suspended`;
    case "end":
      return `${name(c.treaty!)} ends`;
    case "enter":
      return `${name(c.treaty!)} enters into force`;
    case "amend":
      return `${name(c.treaty!)} becomes one of ${c.type!.toLowerCase()}`;
    case "add":
      return `${c.parties.map(name).join(" and ")} conclude a treaty of ${c.type!.toLowerCase()}`;
  }
}
