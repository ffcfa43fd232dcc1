// What stands in place of an answer that would be too large: exact counts in groups, the first alliances as a table, and what helps.
import { nodeLink } from "./address";
import { type Period, end, start, words } from "./dates";
import { counted, figure, h, listed } from "./dom";
import { spaced, typeMark } from "./marks";
import { Fault } from "./server";
import { table } from "./table";
import type { Answer, Context } from "./view";

/** Whether the server refused to work out an answer of this size. */
export function tooLarge(fault: unknown): fault is Fault {
  return fault instanceof Fault && (fault.code === "LIMIT_EXCEEDED" || fault.code === "TIMEOUT");
}

/** Takes such a refusal for an answer; other faults stay faults. */
export function refused(fault: unknown): Fault {
  if (tooLarge(fault)) return fault;
  throw fault;
}

interface Bond {
  obligationType: string;
  from: { id: string; name: string };
  to: { id: string; name: string };
  treaty: { id: string; title: string };
  period: Period;
  dataset: { name: string };
}

interface Crowd {
  id: string;
  name: string;
  degrees: { type: string; direction: string; count: number }[];
  alliances: Bond[];
}

const fields = `id name degrees(asOf: $asOf) { type direction count }
  alliances(asOf: $asOf, obligationTypes: $types, datasets: $datasets, first: 500) { obligationType from { id name } to { id name } treaty { id title } period { from until text startUncertain endUncertain } dataset { name } }`;

/** The answer about actors that are bound in too many ways to work it out. */
export async function crowd(ctx: Context<"node" | "attack" | "diff" | "timeline" | "graph">, refs: string[], fault: Fault, helps: string, day = ctx.day): Promise<Answer> {
  const { types } = ctx.values;
  const declared = refs.map((_, i) => `$a${i}: NodeRef!`).join(", ");
  const found = await ctx.ask<Record<string, Crowd | null>>(
    `query Crowd(${declared}, $asOf: Date, $types: [ObligationType!], $datasets: [ID!]) {\n${refs.map((_, i) => `  a${i}: actor(ref: $a${i}, on: $asOf) { ${fields} }`).join("\n")}\n}`,
    { ...Object.fromEntries(refs.map((ref, i) => [`a${i}`, ref])), asOf: day, types: types.length ? types : undefined, datasets: ctx.datasets });
  const actors = Object.values(found).filter((a): a is Crowd => !!a);
  const groups = actors.flatMap((a) => a.degrees.map((d) => ({ ...d, actor: a }))).sort((a, b) => b.count - a.count);
  const bonds = [...new Map(actors.flatMap((a) => a.alliances).map((b) => [`${b.from.id} ${b.to.id} ${b.treaty.id} ${b.obligationType}`, b])).values()];
  const cut = actors.some((a) => a.alliances.length === 500);
  const link = (n: { id: string; name: string }) => h("a", { href: nodeLink(n.id, ctx.values.asOf) }, n.name);
  const names = listed(actors.map((a) => h("b", null, a.name)));
  return {
    title: actors.map((a) => a.name).join(" and "),
    sentence: [...names, ` on ${words(day ?? ctx.asOf)}: too much for one answer, so here it is in groups.`],
    warnings: [`${fault.message}. ${helps}`],
    body: [
      table({
        caption: `In groups, ${words(day ?? ctx.asOf)}`, file: "groups", rows: groups,
        columns: [
          { name: "Actor", head: true, text: (g) => g.actor.name, cell: (g) => link(g.actor) },
          { name: "What", text: (g) => g.type, cell: (g) => spaced(g.type) },
          { name: "Direction", text: (g) => (g.direction === "OUT" ? "from it" : "to it") },
          { name: "Count", number: true, text: (g) => figure(g.count) },
        ],
      }),
      table({
        caption: `Duties in force (${cut ? "the first " : ""}${figure(bonds.length)})`, file: "duties in force", rows: bonds, ...(cut ? { note: "in the order of their ids" } : {}),
        columns: [
          { name: "Owes", head: true, text: (b) => b.from.name, cell: (b) => link(b.from) },
          { name: "To", text: (b) => b.to.name, cell: (b) => link(b.to) },
          { name: "Type", text: (b) => b.obligationType, cell: (b) => typeMark(b.obligationType) },
          { name: "Treaty", text: (b) => b.treaty.title, cell: (b) => h("a", { href: nodeLink(b.treaty.id, ctx.values.asOf) }, b.treaty.title) },
          { name: "From", text: (b) => b.period.from ?? "", day: (b) => (b.period.from ? start(b.period) : "") },
          { name: "Until", text: (b) => b.period.until ?? "", day: (b) => (b.period.until ? end(b.period) : "") },
          { name: "Dataset", same: true, text: (b) => b.dataset.name },
        ],
      }),
    ],
  };
}

/** The answer where everything was asked about and there is too much of it. */
export async function everything(ctx: Context<"diff" | "data">, fault: Fault, helps: string): Promise<Answer> {
  const { stats } = await ctx.ask<{ stats: { relationshipCount: number; relationships: { type: string; count: number }[] } }>("query Everything { stats { relationshipCount relationships { type count } } }");
  return {
    sentence: `${counted(stats.relationshipCount, "relationship")} are too much for one answer, so here they are in groups.`,
    warnings: [`${fault.message}. ${helps}`],
    body: [table({ caption: "Relationships of all time, in groups", file: "groups", rows: stats.relationships, columns: [{ name: "What", head: true, text: (r) => r.type, cell: (r) => spaced(r.type) }, { name: "Count", number: true, text: (r) => figure(r.count) }] })],
  };
}
