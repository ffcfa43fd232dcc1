// The tabs of a node's page that are tables of its relationships.
import { nodeLink } from "../address";
import { type SourceShown, sourceFields, sourceLine } from "../details";
import { type Period, end, firstDay, holds, span, start, words } from "../dates";
import { counted, figure, h } from "../dom";
import { shape, spaced } from "../marks";
import { type Column, table } from "../table";
import type { Context } from "../view";
import type { Head } from "../views/node";

interface Named {
  id: string;
  name: string;
  label?: string;
}

interface Dated {
  period: Period;
  dataset: { name: string };
  source: SourceShown | null;
}

const dated = `period { from until text startUncertain endUncertain } dataset { name } source { ${sourceFields} }`;
const actors = ["State", "Organization", "Person", "ArmedGroup"];
const onActors = (fields: string, only = actors) => only.map((t) => `... on ${t} { ${fields} }`).join(" ");

const link = (ctx: Context<"node">, to: Named) => h("a", { href: nodeLink(to.id, ctx.values.asOf) }, to.label ? [shape(to.label), " "] : null, to.name);

function periodColumns<R extends Dated>(): Column<R>[] {
  return [
    { name: "From", text: (r) => r.period.from ?? "", cell: (r) => words(r.period.from), day: (r) => (r.period.from ? start(r.period) : "") },
    { name: "Until", text: (r) => r.period.until ?? "", cell: (r) => words(r.period.until), day: (r) => (r.period.until ? end(r.period) : "") },
  ];
}

function sourceColumns<R extends Dated>(): Column<R>[] {
  return [
    { name: "Dataset", same: true, text: (r) => r.dataset.name },
    { name: "Source", text: (r) => r.source?.title ?? "", cell: (r) => (r.source ? sourceLine(r.source) : "") },
  ];
}

interface Membership extends Dated {
  actor: Named;
  organization: Named;
  kind: string | null;
}

/** What holds on the day first, then the rest, by their beginning. */
function byDay<R extends Dated>(ctx: Context<"node">, rows: R[]): R[] {
  return [...rows].sort((a, b) => Number(holds(b.period, ctx.asOf)) - Number(holds(a.period, ctx.asOf)) || start(a.period).localeCompare(start(b.period)));
}

const holding = <R extends Dated>(ctx: Context<"node">): Column<R> => ({ name: `On ${words(ctx.asOf)}`, text: (r) => (holds(r.period, ctx.asOf) ? "yes" : start(r.period) > ctx.asOf ? "not yet" : "no longer") });

export async function memberships(ctx: Context<"node">, node: Head) {
  const { node: got } = await ctx.ask<{ node: { memberships: Membership[] } }>(`query Memberships($id: ID!, $asOf: Date) { node(id: $id) { degrees(asOf: $asOf) { count } ${onActors(`memberships(allTime: true) { kind organization { id name } ${dated} }`)} } }`, { id: node.id, asOf: ctx.day });
  return { body: [table({
    caption: `Memberships of ${node.name} (${got.memberships.length})`, file: `${node.id} memberships`, rows: byDay(ctx, got.memberships), id: (r) => r.organization.id,
    columns: [{ name: "Organization", head: true, text: (r) => r.organization.name, cell: (r) => link(ctx, r.organization) }, { name: "As", text: (r) => spaced(r.kind ?? "") }, holding(ctx), ...periodColumns<Membership>(), ...sourceColumns<Membership>()],
  })] };
}

export async function members(ctx: Context<"node">, node: Head) {
  const { node: got } = await ctx.ask<{ node: { members: Membership[] } }>(`query Members($id: ID!, $asOf: Date) { node(id: $id) { degrees(asOf: $asOf) { count } ... on Organization { members(allTime: true, kinds: [MEMBER, OBSERVER, PARTNER, CANDIDATE, SUSPENDED]) { kind actor { id name } ${dated} } } } }`, { id: node.id, asOf: ctx.day });
  const rows = byDay(ctx, got.members).sort((a, b) => Number(b.kind === "MEMBER") - Number(a.kind === "MEMBER"));
  const now = rows.filter((r) => r.kind === "MEMBER" && holds(r.period, ctx.asOf)).length;
  return { body: [
    h("p", { class: "summary" }, `${counted(now, "member")} on ${words(ctx.asOf)}.`),
    table({
      caption: `Members of ${node.name} (${rows.length})`, note: "of all time", file: `${node.id} members`, rows, id: (r) => r.actor.id,
      columns: [{ name: "Member", head: true, text: (r) => r.actor.name, cell: (r) => link(ctx, r.actor) }, { name: "As", text: (r) => spaced(r.kind ?? "") }, holding(ctx), ...periodColumns<Membership>(), ...sourceColumns<Membership>()],
    }),
  ] };
}

interface Use extends Dated {
  actor: Named;
  weaponSystem: Named & { category?: string | null; subtype?: string | null; rangeKm?: number | null; nuclearCapable?: boolean | null };
}

interface Supply extends Dated {
  supplier: Named;
  recipient: Named;
  weaponSystem: Named | null;
  designation: string | null;
  tivDelivered: number | null;
}

const supplyFields = `supplier { id name } recipient { id name } weaponSystem { id name } designation tivDelivered ${dated}`;

function supplyTable(ctx: Context<"node">, file: string, rows: Supply[], note: string): Node[] {
  if (!rows.length) return [];
  return [table({
    caption: `Arms supplied and received (${rows.length})`, note, file, rows,
    columns: [
      { name: "Supplier", head: true, text: (r) => r.supplier.name, cell: (r) => link(ctx, r.supplier) },
      { name: "Recipient", text: (r) => r.recipient.name, cell: (r) => link(ctx, r.recipient) },
      { name: "Weapon", text: (r) => r.designation ?? r.weaponSystem?.name ?? "", cell: (r) => (r.weaponSystem ? link(ctx, { ...r.weaponSystem, name: r.designation ?? r.weaponSystem.name }) : (r.designation ?? "")) },
      { name: "TIV delivered", number: true, text: (r) => (r.tivDelivered === null ? "" : figure(r.tivDelivered)) },
      ...periodColumns<Supply>(), ...sourceColumns<Supply>(),
    ],
  })];
}

export async function weapons(ctx: Context<"node">, node: Head) {
  const system = "weaponSystem { id name category subtype rangeKm nuclearCapable }";
  const { node: got } = await ctx.ask<{ node: { operates: Use[]; developed: Use[]; supplies: Supply[] } }>(
    `query Weapons($id: ID!, $asOf: Date) { node(id: $id) { ${onActors(`operates(asOf: $asOf) { ${system} ${dated} } developed { ${system} ${dated} } supplies(first: 500) { ${supplyFields} }`)} } }`, { id: node.id, asOf: ctx.day });
  const columns: Column<Use>[] = [
    { name: "Weapon system", head: true, text: (r) => r.weaponSystem.name, cell: (r) => link(ctx, r.weaponSystem) },
    { name: "Category", text: (r) => r.weaponSystem.category ?? "" },
    { name: "Type", text: (r) => r.weaponSystem.subtype ?? "" },
    { name: "Range, km", number: true, text: (r) => (r.weaponSystem.rangeKm ? figure(r.weaponSystem.rangeKm) : "") },
    { name: "Nuclear-capable", text: (r) => (r.weaponSystem.nuclearCapable === null || r.weaponSystem.nuclearCapable === undefined ? "" : r.weaponSystem.nuclearCapable ? "yes" : "no") },
    ...periodColumns<Use>(), ...sourceColumns<Use>(),
  ];
  return { body: [
    table({ caption: `In service on ${words(ctx.asOf)} (${got.operates.length})`, file: `${node.id} weapons`, rows: got.operates, id: (r) => r.weaponSystem.id, columns }),
    ...supplyTable(ctx, `${node.id} arms`, got.supplies, got.supplies.length === 500 ? "the first 500" : ""),
    ...(got.developed.length ? [table({ caption: `Developed (${got.developed.length})`, file: `${node.id} developed`, rows: got.developed, columns })] : []),
  ] };
}

export async function weaponUse(ctx: Context<"node">, node: Head) {
  type Got = { node: { category: string | null; subtype: string | null; rangeKm: number | null; warheadKg: number | null; nuclearCapable: boolean | null; firstTest: string | null; inService: string | null; note: string | null; operators: Use[]; developers: Use[]; transfers: (Named & { supplier: Named | null; recipient: Named | null; ordered: string | null; numberOrdered: number | null })[]; events: EventShown[] } };
  const { node: w } = await ctx.ask<Got>(
    `query Weapon($id: ID!, $asOf: Date) { node(id: $id) { degrees(asOf: $asOf) { count } ... on WeaponSystem { category subtype rangeKm warheadKg nuclearCapable firstTest inService note
      operators(allTime: true) { actor { id name } ${dated} } developers { actor { id name } ${dated} }
      transfers(first: 100) { id name supplier { id name } recipient { id name } ordered numberOrdered } events(first: 50) { ${eventFields} } } } }`, { id: node.id, asOf: ctx.day });
  const facts: [string, string | null][] = [
    ["Category", w.category], ["Type", w.subtype], ["Range", w.rangeKm ? `${figure(w.rangeKm)} km` : null], ["Warhead", w.warheadKg ? `${figure(w.warheadKg)} kg` : null],
    ["Nuclear-capable", w.nuclearCapable === null ? null : w.nuclearCapable ? "yes" : "no"], ["First test", words(w.firstTest)], ["In service", words(w.inService)], ["Remark", w.note],
  ];
  const actor: Column<Use> = { name: "Actor", head: true, text: (r) => r.actor.name, cell: (r) => link(ctx, r.actor) };
  return { body: [
    h("dl", { class: "keyed" }, facts.filter(([, v]) => v).flatMap(([k, v]) => [h("dt", null, k), h("dd", null, v)])),
    table({ caption: `Operators (${w.operators.length})`, note: "of all time", file: `${node.id} operators`, rows: byDay(ctx, w.operators), columns: [actor, holding(ctx), ...periodColumns<Use>(), ...sourceColumns<Use>()] }),
    ...(w.developers.length ? [table({ caption: `Developers (${w.developers.length})`, file: `${node.id} developers`, rows: w.developers, columns: [actor, ...sourceColumns<Use>()] })] : []),
    ...(w.transfers.length ? [table({ caption: `Deals (${w.transfers.length})`, file: `${node.id} deals`, rows: w.transfers, columns: [
      { name: "Deal", head: true, text: (r) => r.name, cell: (r) => link(ctx, r) }, { name: "Supplier", text: (r) => r.supplier?.name ?? "" }, { name: "Recipient", text: (r) => r.recipient?.name ?? "" },
      { name: "Ordered", text: (r) => r.ordered ?? "", cell: (r) => words(r.ordered), day: (r) => (r.ordered ? firstDay(r.ordered) : "") }, { name: "Number", number: true, text: (r) => (r.numberOrdered === null ? "" : figure(r.numberOrdered)) }] })] : []),
    ...(w.events.length ? [eventTable(ctx, `${node.id} events`, w.events)] : []),
  ] };
}

interface EventShown extends Named {
  eventType: string | null;
  status: string | null;
  summary: string | null;
  period: Period;
}

const eventFields = "id name eventType status summary period { from until text startUncertain endUncertain }";

function eventTable(ctx: Context<"node">, file: string, rows: EventShown[], note = ""): HTMLElement {
  return table({
    caption: `Events (${rows.length})`, note, file, rows, id: (e) => e.id,
    columns: [
      { name: "Date", text: (e) => e.period.text, cell: (e) => words(e.period.from), day: (e) => start(e.period) },
      { name: "Event", head: true, text: (e) => e.name, cell: (e) => link(ctx, e) },
      { name: "Type", text: (e) => spaced(e.eventType ?? "") },
      { name: "Status", text: (e) => spaced(e.status ?? "") },
      { name: "Summary", text: (e) => e.summary ?? "" },
    ],
  });
}

export async function events(ctx: Context<"node">, node: Head) {
  const { events: got } = await ctx.ask<{ events: { totalCount: number; nodes: EventShown[] } }>(
    `query Events($id: NodeRef!) { events(filter: { actors: [$id] }, orderBy: { field: START, direction: DESC }, first: 200) { totalCount nodes { ${eventFields} } } }`, { id: node.id });
  const note = got.totalCount > got.nodes.length ? `${got.nodes.length} of ${figure(got.totalCount)}, the newest first; the timeline has the rest` : "";
  return { body: [eventTable(ctx, `${node.id} events`, got.nodes, note)] };
}

export async function eventAccount(ctx: Context<"node">, node: Head) {
  type Part = { actor: Named; role: string | null; side: string | null };
  type Got = { node: { eventType: string | null; mode: string | null; status: string | null; summary: string | null; quotation: string | null; note: string | null; fatalitiesBest: number | null; actors: Part[]; recipients: Part[]; places: Named[]; involves: Named[]; triggers: { outcome: string | null; to: Named }[] } };
  const { node: e } = await ctx.ask<Got>(
    `query Event($id: ID!) { node(id: $id) { ... on Event { eventType mode status summary quotation note fatalitiesBest actors { actor { id name } role side } recipients { actor { id name } role side } places { id name } involves { id name label } triggers { outcome to { id name label } } } } }`, { id: node.id });
  const part = (p: Part) => h("li", null, link(ctx, p.actor), (p.role || p.side) && h("small", null, ` ${[p.role, p.side].filter(Boolean).join(", ")}`));
  const group = (title: string, items: HTMLElement[]) => (items.length ? [h("div", null, h("h2", null, title), h("ul", { class: "plain" }, items))] : []);
  return { body: [
    h("p", { class: "summary" }, [e.status && spaced(e.status), e.eventType && spaced(e.eventType), e.mode && spaced(e.mode)].filter(Boolean).join(" · "), e.fatalitiesBest ? ` · ${figure(e.fatalitiesBest)} dead` : ""),
    ...(e.summary ? [h("p", { class: "prose" }, e.summary)] : []),
    ...(e.quotation ? [h("blockquote", null, `“${e.quotation}”`)] : []),
    h("div", { class: "sides" }, [
      ...group("Who acted", e.actors.map(part)), ...group("Toward whom", e.recipients.map(part)), ...group("Where", e.places.map((p) => h("li", null, link(ctx, p)))),
      ...group("What it involves", e.involves.map((p) => h("li", null, link(ctx, p)))), ...group("Put to the test", e.triggers.map((t) => h("li", null, link(ctx, t.to), t.outcome && h("small", null, ` ${spaced(t.outcome)}`)))),
    ]),
    ...(e.note ? [h("p", { class: "note" }, e.note)] : []),
  ] };
}

interface Office extends Dated {
  person?: Named;
  body?: Named;
  title: string | null;
}

export async function offices(ctx: Context<"node">, node: Head) {
  const mine = node.label === "PERSON" ? `... on Person { offices { body { id name } title ${dated} } }` : onActors(`officeHolders(allTime: true) { person { id name } title ${dated} }`, ["State", "Organization"]);
  const { node: got } = await ctx.ask<{ node: { offices?: Office[]; officeHolders?: Office[] } }>(`query Offices($id: ID!, $asOf: Date) { node(id: $id) { degrees(asOf: $asOf) { count } ${mine} } }`, { id: node.id, asOf: ctx.day });
  const rows = byDay(ctx, got.offices ?? got.officeHolders ?? []);
  return { body: [table({
    caption: `Offices (${rows.length})`, file: `${node.id} offices`, rows,
    columns: [{ name: got.offices ? "Of" : "Who", head: true, text: (r) => (r.person ?? r.body)!.name, cell: (r) => link(ctx, (r.person ?? r.body)!) }, { name: "Title", text: (r) => r.title ?? "" }, holding(ctx), ...periodColumns<Office>(), ...sourceColumns<Office>()],
  })] };
}

export async function figures(ctx: Context<"node">, node: Head) {
  type Figure = { id: string; indicator: string | null; value: number | null; low: number | null; high: number | null; unit: string | null; estimate: boolean | null; period: Period; sources: SourceShown[] };
  const { node: got } = await ctx.ask<{ node: { observations: Figure[] } }>(
    `query Figures($id: ID!) { node(id: $id) { ${onActors(`observations(first: 500) { id indicator value low high unit estimate period { from until text startUncertain endUncertain } sources { ${sourceFields} } }`, [...actors, "WeaponSystem"])} } }`, { id: node.id });
  return { body: [table({
    caption: `Figures (${got.observations.length})`, file: `${node.id} figures`, rows: got.observations, id: (r) => r.id,
    columns: [
      { name: "Indicator", head: true, text: (r) => spaced(r.indicator ?? "") },
      { name: "Value", number: true, text: (r) => (r.value === null ? "" : figure(r.value)), cell: (r) => (r.value === null ? "" : figure(r.value)) + (r.estimate ? " est." : "") },
      { name: "Low", number: true, text: (r) => (r.low === null ? "" : figure(r.low)) },
      { name: "High", number: true, text: (r) => (r.high === null ? "" : figure(r.high)) },
      { name: "Unit", text: (r) => spaced(r.unit ?? "") },
      { name: "When", text: (r) => r.period.text, cell: (r) => span(r.period), day: (r) => start(r.period) },
      { name: "Source", text: (r) => r.sources[0]?.title ?? "", cell: (r) => (r.sources[0] ? sourceLine(r.sources[0]) : "") },
    ],
  })] };
}

interface Rel extends Dated {
  id: string;
  type: string;
  from: Named;
  to: Named;
  text: string;
}

const relFields = `id type text from { id name label } to { id name label } ${dated}`;

/** All relationships of the day, or those of some types. */
export async function relationships(ctx: Context<"node">, node: Head, types?: string[]) {
  const { node: got } = await ctx.ask<{ node: { relationships: Rel[]; degrees: { type: string; count: number }[] } }>(
    `query Everything($id: ID!, $asOf: Date, $types: [RelationshipType!], $datasets: [ID!]) { node(id: $id) { degrees(asOf: $asOf) { type count } relationships(asOf: $asOf, types: $types, datasets: $datasets, first: 500) { ${relFields} } } }`, { id: node.id, asOf: ctx.day, types, datasets: ctx.datasets });
  const total = got.degrees.filter((d) => types?.includes(d.type) ?? true).reduce((sum, d) => sum + d.count, 0);
  const other = (r: Rel) => (r.from.id === node.id ? r.to : r.from);
  return { body: [table({
    caption: `Relationships on ${words(ctx.asOf)}`, note: got.relationships.length < total ? `${figure(got.relationships.length)} of ${figure(total)}, ordered by id` : `${figure(total)}`, file: `${node.id} relationships`, rows: got.relationships, id: (r) => other(r).id,
    columns: [
      { name: "Type", text: (r) => r.type },
      { name: "Direction", text: (r) => (r.from.id === node.id ? "out" : "in") },
      { name: "Other end", head: true, text: (r) => other(r).name, cell: (r) => link(ctx, other(r)) },
      { name: "In words", text: (r) => r.text },
      ...periodColumns<Rel>(), ...sourceColumns<Rel>(),
    ],
  })] };
}

export async function mentions(ctx: Context<"node">, node: Head) {
  type Got = { node: { title: string; publisher: string | null; date: string | null; url: string | null; reliability: string | null; note: string | null; mentions: { to: Named; phrase: string | null; sentence: string | null }[] } };
  const { node: got } = await ctx.ask<Got>(`query Mentions($id: ID!) { node(id: $id) { ... on Source { title publisher date url reliability note mentions(first: 500) { phrase sentence to { id name label } } } } }`, { id: node.id });
  return { body: [
    h("p", { class: "summary" }, sourceLine({ ...got, id: node.id }), got.reliability && ` Reliability ${got.reliability} of A to F.`),
    ...(got.note ? [h("p", { class: "note" }, got.note)] : []),
    table({ caption: `What it names (${got.mentions.length})`, file: `${node.id} mentions`, rows: got.mentions, columns: [
      { name: "Names", head: true, text: (r) => r.to.name, cell: (r) => link(ctx, r.to) }, { name: "As", text: (r) => r.phrase ?? "" }, { name: "Sentence", text: (r) => r.sentence ?? "" }] }),
  ] };
}
