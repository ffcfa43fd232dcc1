// The ledger: treaty, article, obligation, toward whom; and the treaties of all time.
import { obligationTypes, nodeLink } from "../address";
import { type Period, end, firstDay, span, start, words } from "../dates";
import { crowd, refused, tooLarge } from "../crowd";
import { counted, figure, h, lazily, listed } from "../dom";
import { spaced, typeMark } from "../marks";
import { articled } from "../names";
import { table } from "../table";
import type { Context } from "../view";
import type { Head } from "../views/node";

interface Duty {
  relationship: { id: string };
  obligor: { id: string; name: string };
  beneficiary: { id: string; name: string };
  obligation: { id: string };
  treaty: { id: string; title: string };
  article: { id: string; number: string; heading: string | null } | null;
  citation: string;
  type: string;
  period: Period;
  conditions: { kind: string; text: string | null }[];
  qualifiers: { kind: string; text: string | null }[];
  dataset: { id: string; name: string };
}

interface Duties {
  actors: { nodes: { id: string; name: string }[] } | null;
  duties: { owes: Duty[]; owed: Duty[]; political: Duty[]; pending: { id: string; title: string; signed: string | null }[]; warnings: string[] } | null;
}

const dutyFields = `relationship { id } obligor { id name } beneficiary { id name } obligation { id } treaty { id title } article { id number heading }
  citation type period { from until text startUncertain endUncertain } conditions { kind text } qualifiers { kind text } dataset { id name }`;

const query = `query Ledger($id: NodeRef!, $asOf: Date, $on: Date, $types: [ObligationType!], $datasets: [ID!]) {
  duties(actor: $id, asOf: $asOf, obligationTypes: $types, datasets: $datasets) {
    owes { ${dutyFields} } owed { ${dutyFields} } political { ${dutyFields} }
    pending { id title signed } warnings
  }
  actors(filter: { alliedWith: [$id], nuclearArmed: true }, asOf: $on, first: 20) { nodes { id name } }
}`;

interface Entry {
  key: string;
  duty: Duty;
  toward: Map<string, { name: string; owes: boolean; owed: boolean; period: Duty["period"] }>;
}

/** One line of the ledger for each obligation, with all whom it binds to the actor. */
function entries(id: string, owes: Duty[], owed: Duty[]): Entry[] {
  const found = new Map<string, Entry>();
  const note = (duty: Duty, other: Duty["obligor"], out: boolean) => {
    const key = `${duty.obligation.id} ${duty.dataset.id}`;
    const entry = found.get(key) ?? { key, duty, toward: new Map() };
    const at = entry.toward.get(other.id) ?? { name: other.name, owes: false, owed: false, period: duty.period };
    if (out) at.owes = true;
    else at.owed = true;
    entry.toward.set(other.id, at);
    found.set(key, entry);
  };
  for (const duty of owes) if (duty.beneficiary.id !== id) note(duty, duty.beneficiary, true);
  for (const duty of owed) if (duty.obligor.id !== id) note(duty, duty.obligor, false);
  return [...found.values()];
}

export async function duties(ctx: Context<"node">, node: Head) {
  const { types } = ctx.values;
  const data = await ctx.ask<Duties>(query, { id: node.id, asOf: ctx.day, on: ctx.day ?? ctx.asOf, types: types.length ? types : undefined, datasets: ctx.datasets }).catch(refused);
  if (tooLarge(data)) {
    const { sentence: _, ...groups } = await crowd(ctx, [node.id], data, "Fewer types or datasets help; Everything has all of them.");
    return { ...groups, side: [typeLegend(ctx, [])] };
  }
  const d = data.duties;
  if (!d) return { body: [] };
  const all = entries(node.id, d.owes, d.owed);
  const political = entries(node.id, d.political.filter((p) => p.obligor.id === node.id), d.political.filter((p) => p.obligor.id !== node.id));
  const partners = new Set([...d.owes.map((o) => o.beneficiary.id), ...d.owed.map((o) => o.obligor.id)]);
  partners.delete(node.id);
  const body: Node[] = [];
  if (all.length) {
    body.push(h("p", { class: "summary" }, `${counted(all.length, "obligation")} of ${counted(new Set(all.map((e) => e.duty.treaty.id)).size, "treaty", "treaties")} bind it to ${counted(partners.size, "other")}.`));
    // Who owes it no defence holds no umbrella over it, though it may be owed defence itself.
    const defenders = new Set(d.owed.filter((o) => o.type === "DEFENSE").map((o) => o.obligor.id));
    const armed = (data.actors?.nodes ?? []).filter((a) => defenders.has(a.id));
    if (armed.length) body.push(h("p", { class: "armed" }, "Nuclear-armed among its allies: ", listed(armed.map((a) => h("a", { href: nodeLink(a.id, ctx.values.asOf) }, a.name))), "."));
    body.push(ledger(ctx, all));
  } else {
    body.push(h("p", { class: "note" }, `No obligation bound ${node.name} on ${words(ctx.asOf)}${types.length ? ` of type ${types.map(spaced).join(", ")}` : ""}. `, h("a", { href: ctx.link({ tab: "treaties" }) }, "Its treaties of all time")));
  }
  for (const p of d.pending) body.push(h("p", { class: "pending" }, `Signed${p.signed ? ` on ${words(p.signed)}` : ""} and not in force: `, h("a", { href: nodeLink(p.id, ctx.values.asOf) }, p.title)));
  if (political.length) body.push(h("h2", null, "Political commitments, which do not bind in law"), ledger(ctx, political));
  return { body: [...body, dutyTable(node, all)], warnings: d.warnings, side: [typeLegend(ctx, all)] };
}

function ledger(ctx: Context<"node">, all: Entry[]): HTMLElement {
  const byTreaty = new Map<string, Entry[]>();
  for (const entry of all) byTreaty.set(entry.duty.treaty.id, [...(byTreaty.get(entry.duty.treaty.id) ?? []), entry]);
  // What most would look for first: defence, then the rest; the smaller circle before the larger.
  const weight = (list: Entry[]) => Math.min(...list.map((e) => obligationTypes.indexOf(e.duty.type as never) * 1000 + e.toward.size));
  const order = [...byTreaty.values()].sort((a, b) => weight(a) - weight(b));
  const datasets = new Set(all.map((e) => e.duty.dataset.id));
  const section = (list: Entry[]) => {
    const { treaty } = list[0]!.duty;
    return h("section", null,
      h("h2", null, h("a", { href: nodeLink(treaty.id, ctx.values.asOf) }, treaty.title)),
      list.sort(byArticle).map((e) => line(ctx, e, datasets.size > 1)));
  };
  const rest = order.slice(mostSections);
  return h("div", { class: "ledger" }, order.slice(0, mostSections).map(section), rest.length > 0 && lazily(`${figure(rest.length)} more treaties`, () => rest.map(section)));
}

/** So many treaties are written out at once. */
const mostSections = 100;

function byArticle(a: Entry, b: Entry): number {
  return (a.duty.article?.number ?? "").localeCompare(b.duty.article?.number ?? "", "en", { numeric: true });
}

function line(ctx: Context<"node">, entry: Entry, datasets: boolean): HTMLElement {
  const { duty, toward } = entry;
  const sorted = [...toward].sort((a, b) => a[1].name.localeCompare(b[1].name, "en"));
  const names = ([id, t]: (typeof sorted)[number]) => h("a", { href: nodeLink(id, ctx.values.asOf) }, t.name);
  const way = sorted.every(([, t]) => t.owes && t.owed) ? "with" : sorted.every(([, t]) => t.owes) ? "owed to" : sorted.every(([, t]) => t.owed) ? "owed by" : "with";
  const shown = sorted.slice(0, 12).flatMap((p, i) => (i ? [", ", names(p)] : [names(p)]));
  const rest = sorted.length - 12;
  const conditions = [...duty.conditions, ...duty.qualifiers];
  return h("div", { class: "entry", "data-id": duty.obligation.id },
    h("span", { class: "article" }, articled(duty.article) || (duty.article ? "Art. ?" : "whole")),
    h("span", null, typeMark(duty.type)),
    h("span", { class: "toward" }, h("small", null, `${way} `), shown, rest > 0 && h("details", { class: "inline" }, h("summary", null, ` and ${rest} more`), sorted.slice(12).flatMap((p, i) => (i ? [", ", names(p)] : [names(p)])))),
    h("span", { class: "when" }, when(entry)),
    h("span", { class: "chips" },
      conditions.length > 0 && h("small", { title: conditions.map((c) => spaced(c.kind) + (c.text ? `: ${c.text}` : "")).join("\n") }, counted(conditions.length, "condition")),
      datasets && h("small", null, duty.dataset.name),
      h("button", { type: "button", class: "quiet source", onclick: () => ctx.select(duty.obligation.id), "aria-label": `source and text of ${duty.citation}` }, "source")));
}

/** Since when: of many who joined one after another, the first and the last. */
function when({ toward }: Entry): (Node | string)[] {
  const periods = [...toward.values()].map((t) => t.period).sort((a, b) => start(a).localeCompare(start(b)));
  const [first, last] = [periods[0]!, periods.at(-1)!];
  const said = span(first) || first.text;
  return start(first) === start(last) ? [said] : [said, h("small", null, ` the last ${span(last)}`)];
}

function dutyTable(node: Head, all: Entry[]): HTMLElement {
  const rows = all.flatMap((e) => [...e.toward].map(([id, t]) => ({ ...e, id, t })));
  return h("details", { class: "astable" }, h("summary", null, "The same as a table, pair by pair"), table({
    caption: `Obligations of ${node.name}`, file: `${node.id} obligations`, rows,
    columns: [
      { name: "Treaty", head: true, text: (r) => r.duty.treaty.title },
      { name: "Article", text: (r) => r.duty.article?.number ?? "" },
      { name: "Type", text: (r) => r.duty.type },
      { name: "With", text: (r) => r.t.name },
      { name: "Direction", text: (r) => (r.t.owes && r.t.owed ? "mutual" : r.t.owes ? "owes" : "is owed") },
      { name: "From", text: (r) => r.t.period.from ?? "", day: (r) => (r.t.period.from ? start(r.t.period) : "") },
      { name: "Until", text: (r) => r.t.period.until ?? "", day: (r) => (r.t.period.until ? end(r.t.period) : "") },
      { name: "Dataset", same: true, text: (r) => r.duty.dataset.name },
    ],
  }));
}

/** Types with their counts; a click shows only those. */
function typeLegend(ctx: Context<"node">, all: Entry[]): HTMLElement {
  const { types } = ctx.values;
  return h("div", { class: "legend" }, h("h2", null, "Obligations"), h("ul", { class: "plain" }, obligationTypes.map((type) => {
    const on = types.includes(type);
    const n = all.filter((e) => e.duty.type === type).length;
    const next = on ? types.filter((t) => t !== type) : [...types, type];
    return h("li", null, h("button", { type: "button", class: "filter", id: `type-${type}`, "aria-pressed": String(on), onclick: () => ctx.go({ types: next }) }, typeMark(type), h("span", { class: "n" }, types.length && !on ? "" : String(n))));
  })), types.length > 0 && h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ types: [] }) }, "Show all"));
}

interface Party {
  id: string;
  treaty: { id: string; title: string; status: string; endedHow: string | null };
  bound: boolean;
  signed: string | null;
  inForce: string | null;
  ended: string | null;
  dataset: { name: string };
}

export async function treatiesOfAllTime(ctx: Context<"node">, node: Head) {
  const { node: got } = await ctx.ask<{ node: { treaties: Party[] } }>(
    `query Treaties($id: ID!, $asOf: Date) { node(id: $id) { ${["State", "Organization", "Person", "ArmedGroup"].map((t) => `... on ${t} { treaties { id bound signed inForce ended dataset { name } treaty { id title status(asOf: $asOf) endedHow } } }`).join(" ")} } }`,
    { id: node.id, asOf: ctx.day },
  );
  const day = (date: string | null) => (date ? firstDay(date) : "");
  const rows = got.treaties.sort((a, b) => day(b.signed ?? b.inForce).localeCompare(day(a.signed ?? a.inForce)));
  return {
    body: [table({
      caption: `Treaties of ${node.name}, of all time`, file: `${node.id} treaties`, rows, id: (r) => r.treaty.id,
      columns: [
        { name: "Treaty", head: true, text: (r) => r.treaty.title, cell: (r) => h("a", { href: nodeLink(r.treaty.id, ctx.values.asOf) }, r.treaty.title) },
        { name: `On ${words(ctx.asOf)}`, text: (r) => spaced(r.treaty.status) },
        { name: "Signed", text: (r) => r.signed ?? "", cell: (r) => words(r.signed), day: (r) => day(r.signed) },
        { name: "In force", text: (r) => r.inForce ?? "", cell: (r) => words(r.inForce) || (r.bound ? "not known" : "never"), day: (r) => day(r.inForce) },
        { name: "Ended", text: (r) => r.ended ?? "", cell: (r) => words(r.ended) + (r.ended && r.treaty.endedHow ? `, ${spaced(r.treaty.endedHow)}` : ""), day: (r) => day(r.ended) },
        { name: "Dataset", same: true, text: (r) => r.dataset.name },
      ],
    })],
  };
}
