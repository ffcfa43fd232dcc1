// The address bar is the state of a page. This is the one place that reads and writes it: parse(format(a)) is a, whatever a is.
import { type Codec, choice, choices, day, flag, list, many, number, pins, text } from "./codec";

export const pages = ["home", "node", "paths", "attack", "diff", "timeline", "graph", "data"] as const;
export type Page = (typeof pages)[number];

export const obligationTypes = ["DEFENSE", "OFFENSE", "CONSUL", "NONAGG", "NEUTRAL"] as const;
export type ObligationType = (typeof obligationTypes)[number];

export const profiles = ["ALLIANCE", "DEFENSE_CHAIN", "PACT", "MEMBERSHIP", "ARMS", "DIPLOMATIC", "ANY"] as const;
export type Profile = (typeof profiles)[number];

export const timelineKinds = ["TREATY", "EVENT", "MEMBERSHIP", "OFFICE", "CONFLICT", "SANCTION", "ARMS_TRANSFER"] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** What every page has: the day, the filters, how the answer is shown and what is selected in it. */
const common = {
  asOf: day(),
  types: choices(obligationTypes),
  ds: list(),
  pending: flag(),
  view: choice(["", "diagram", "table", "map", "cascade", "list"]),
  sel: text(),
  dv: text(),
};

const fields = {
  home: { ...common, from: text(), to: text(), on: day() },
  node: { ...common, tab: text() },
  graph: { ...common, ids: list(), x: list(), open: list(), hide: list(), pin: pins(), layout: choice(["ring", "layers", "force"]) },
  paths: { ...common, from: text(), to: many(), profile: choice(profiles), hops: number(4, 1, 8), k: number(5, 1, 50), p: number(0, 0, 50), wi: many() },
  attack: {
    ...common,
    a: text(),
    v: text(),
    armed: choice(["yes", "no"]),
    prov: choice(["no", "yes"]),
    req: choice(["", "yes", "no"]),
    where: text(),
    hostile: list(),
    count: number(0, 0, 50),
    wi: many(),
    esc: flag(),
    conf: flag(),
    known: many(),
    round: number(0, 0, 20),
  },
  diff: { ...common, d1: day(), d2: day(), by: choice(["actor", "treaty"]), ab: choice(["both", "a", "b"]), actor: many() },
  timeline: { ...common, actor: many(), from: day(), to: day(), kinds: choices(timelineKinds) },
  data: { ...common, tab: text(), kind: text() },
} as const;

type Fields = typeof fields;
type Read<C> = C extends Codec<infer T> ? T : never;
export type Values<P extends Page = Page> = { [K in keyof Fields[P]]: Read<Fields[P][K]> };

export interface Address<P extends Page = Page> {
  page: P;
  /** The node of a node's page. */
  id: string;
  values: Values<P>;
  /** Parameters of others, or of a later version: kept as they are. */
  unknown: [string, string][];
  /** What could not be read, in words. */
  faults: string[];
}

/** The address of a page, with everything but what is given as it is by default. */
export function address<P extends Page>(page: P, values: Partial<Values<P>> = {}, id = ""): Address<P> {
  const defaults = Object.fromEntries(Object.entries(fields[page]).map(([name, codec]) => [name, (codec as Codec<unknown>).none]));
  return { page, id, values: { ...defaults, ...values } as Values<P>, unknown: [], faults: [] };
}

/** The same page with other values. */
export function altered<P extends Page>(from: Address<P>, values: Partial<Values<P>>): Address<P> {
  return { ...from, values: { ...from.values, ...values }, faults: [] };
}

/** Reads path and query; null where the path is none of these pages. */
export function parse(path: string, query: string): Address | null {
  const found = pageOf(path);
  if (!found) return null;
  const params = [...new URLSearchParams(query)];
  const read = address(found.page, {}, found.id);
  const known = fields[found.page] as Record<string, Codec<unknown>>;
  for (const [name, codec] of Object.entries(known)) {
    const texts = params.filter(([key]) => key === name).map(([, value]) => value);
    if (!texts.length) continue;
    try {
      (read.values as Record<string, unknown>)[name] = codec.read(texts);
    } catch (fault) {
      read.faults.push(`${name}: ${(fault as Error).message}`);
    }
  }
  read.unknown = params.filter(([key]) => !(key in known) && !(found.page === "node" && key === "id"));
  if (found.page === "node" && !read.id) read.id = params.find(([key]) => key === "id")?.[1] ?? "";
  return read;
}

/** Reads a link of this origin; null where it leads to none of these pages. */
export function readLink(link: string): Address | null {
  const [path = "", ...query] = link.split("?");
  return parse(path, query.join("?"));
}

function pageOf(path: string): { page: Page; id: string } | null {
  if (path === "/") return { page: "home", id: "" };
  if (path === "/node/" || path === "/node") return { page: "node", id: "" };
  if (path.startsWith("/node/")) return { page: "node", id: decoded(path.slice("/node/".length)) };
  const page = pages.find((p) => p !== "home" && p !== "node" && (path === `/${p}` || path === `/${p}/`));
  return page ? { page, id: "" } : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Writes path and query. */
export function format(a: Address): string {
  const parts: string[] = [];
  const codecs = fields[a.page] as Record<string, Codec<unknown>>;
  for (const [name, codec] of Object.entries(codecs)) {
    for (const text of codec.write((a.values as Record<string, unknown>)[name])) parts.push(`${name}=${escaped(text)}`);
  }
  let path = a.page === "home" ? "/" : `/${a.page}`;
  if (a.page === "node") {
    const clean = a.id !== "" && a.id.split("/").every((part) => part !== "" && part !== "." && part !== "..");
    path = clean ? `/node/${a.id.split("/").map(escaped).join("/")}` : "/node";
    if (!clean && a.id) parts.unshift(`id=${escaped(a.id)}`);
  }
  for (const [name, value] of a.unknown) parts.push(`${escaped(name)}=${escaped(value)}`);
  return parts.length ? `${path}?${parts.join("&")}` : path;
}

// A colon, a comma, a slash and an at are allowed in a query, and read better as they are.
function escaped(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/%(3A|2C|2F|40)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Half of a surrogate pair cannot be written in an address. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** The link to a node's page, on the day that rules this one. */
export function nodeLink(id: string, asOf = ""): string {
  return format(address("node", { asOf }, id));
}
