// What is loaded, under which licence, what it does not cover, how it came in, and where it contradicts itself.
import { nodeLink } from "../address";
import { words } from "../dates";
import { everything, refused, tooLarge } from "../crowd";
import { shownValue } from "../details";
import { counted, figure, h, linked } from "../dom";
import { spaced } from "../marks";
import { table } from "../table";
import type { Answer, Context, View } from "../view";

interface Dataset {
  id: string;
  name: string;
  publisher: string | null;
  version: string | null;
  licence: string | null;
  attribution: string | null;
  url: string | null;
  retrieved: string | null;
  coverage: { from: string | null; until: string | null; text: string };
  nodeRecords: number;
  relationshipCount: number;
}

interface Run {
  id: string;
  dataset: { name: string };
  version: string;
  files: string[];
  status: string;
  started: string;
  finished: string | null;
  read: number;
  accepted: number;
  rejected: number;
  message: string;
  result: { nodesCreated: number; nodesChanged: number; nodesRemoved: number; relationshipsCreated: number; relationshipsChanged: number; relationshipsRemoved: number };
}

interface Contradiction {
  kind: string;
  actor: { id: string; name: string } | null;
  between: { id: string; name: string }[];
  treaty: { id: string; title: string } | null;
  since: string | null;
  explanation: string;
  duties: { citation: string; dataset: { name: string } }[];
}

type Tab = (ctx: Context<"data">) => Promise<Answer>;

const tabs: Record<string, { name: string; show: Tab }> = {
  datasets: { name: "Datasets", show: datasets },
  runs: { name: "Load runs", show: runs },
  contradictions: { name: "Contradictions", show: contradictions },
  differ: { name: "Where datasets differ", show: differ },
  arms: { name: "Arms", show: arms },
  counts: { name: "Counts", show: counts },
};

const contradictionWords: Record<string, string> = {
  DEFENSE_OF_BOTH_SIDES: "bound to help both sides",
  DEFENSE_AGAINST_PROTECTED: "bound to help one side, and not to fight the other",
  NONAGGRESSION_AND_OFFENSE: "bound to attack, and not to",
  POTENTIAL_DEFENSE_OF_RIVALS: "bound to help both rivals",
  POTENTIAL_DEFENSE_AGAINST_PROTECTED: "bound to help one rival, and not to fight the other",
};

const view: View<"data"> = {
  title: () => "Data",
  today: (at) => at.values.tab === "differ",

  async answer(ctx) {
    const current = tabs[ctx.values.tab] ? ctx.values.tab : "datasets";
    const answer = await tabs[current]!.show(ctx);
    const bar = h("nav", { class: "tabs", "aria-label": "About the data" }, Object.entries(tabs).map(([key, { name }]) => h("a", { href: ctx.link({ tab: key === "datasets" ? "" : key, sel: "" }), "aria-current": key === current ? "page" : null }, name)));
    return { ...answer, body: [bar, ...answer.body] };
  },
};
export default view;

async function datasets(ctx: Context<"data">): Promise<Answer> {
  const { datasets: list } = await ctx.ask<{ datasets: Dataset[] }>(`query Datasets { datasets { id name publisher version licence attribution url retrieved coverage { from until text } nodeRecords relationshipCount } stats { nodeCount } }`);
  const records = list.reduce((sum, d) => sum + d.relationshipCount, 0);
  const ends = list.filter((d) => d.coverage.until).map((d) => `${d.name} covers ${d.coverage.text}`);
  return {
    sentence: `${counted(list.length, "dataset")} with ${counted(records, "relationship")}.`,
    body: [
      ...(ends.length ? [h("p", { class: "note" }, `${ends.join("; ")}. What is not covered: days outside, which are answered with a warning.`)] : []),
      table({
        caption: "Datasets", file: "datasets", rows: list, id: (d) => d.id,
        columns: [
          { name: "Dataset", head: true, text: (d) => d.name, cell: (d) => h("a", { href: nodeLink(d.id) }, d.name) },
          { name: "Publisher", text: (d) => d.publisher ?? "", cell: (d) => linked(d.publisher ?? "", d.url) },
          { name: "Version", text: (d) => d.version ?? "" },
          { name: "Covers", text: (d) => d.coverage.text },
          { name: "Licence", text: (d) => d.licence ?? "" },
          { name: "Attribution", text: (d) => d.attribution ?? "" },
          { name: "Retrieved", text: (d) => d.retrieved ?? "", cell: (d) => words(d.retrieved) },
          { name: "Node records", number: true, text: (d) => figure(d.nodeRecords) },
          { name: "Relationships", number: true, text: (d) => figure(d.relationshipCount) },
        ],
      }),
    ],
  };
}

async function runs(ctx: Context<"data">): Promise<Answer> {
  const { loadRuns: list } = await ctx.ask<{ loadRuns: Run[] }>(`query Runs { loadRuns(first: 100) { id version files status started finished read accepted rejected message dataset { name }
    result { nodesCreated nodesChanged nodesRemoved relationshipsCreated relationshipsChanged relationshipsRemoved } } }`);
  const rejected = list.reduce((sum, r) => sum + r.rejected, 0);
  return {
    sentence: `${counted(list.length, "load run")}, ${counted(rejected, "row")} rejected.`,
    body: [table({
      caption: "Load runs, the newest first", file: "load runs", rows: list,
      columns: [
        { name: "Dataset", head: true, text: (r) => r.dataset.name },
        { name: "Version", text: (r) => r.version },
        { name: "Files", text: (r) => r.files.join(", ") },
        { name: "State", text: (r) => spaced(r.status) },
        { name: "Started", text: (r) => r.started, cell: (r) => r.started.slice(0, 16).replace("T", " "), day: (r) => r.started.slice(0, 10) },
        { name: "Read", number: true, text: (r) => figure(r.read) },
        { name: "Accepted", number: true, text: (r) => figure(r.accepted) },
        { name: "Rejected", number: true, text: (r) => figure(r.rejected) },
        { name: "Nodes + ~ −", text: (r) => `${r.result.nodesCreated} ${r.result.nodesChanged} ${r.result.nodesRemoved}` },
        { name: "Relationships + ~ −", text: (r) => `${r.result.relationshipsCreated} ${r.result.relationshipsChanged} ${r.result.relationshipsRemoved}` },
        { name: "Message", text: (r) => r.message },
      ],
    })],
  };
}

async function contradictions(ctx: Context<"data">): Promise<Answer> {
  const answered = await ctx.ask<{ contradictions: { totalCount: number; nodes: Contradiction[] } }>(
    `query Contradictions($asOf: Date, $datasets: [ID!]) { contradictions(asOf: $asOf, datasets: $datasets, first: 500) { totalCount nodes { kind actor { id name } between { id name } treaty { id title } since explanation duties { citation dataset { name } } } } }`, { asOf: ctx.day, datasets: ctx.datasets }).catch(refused);
  if (tooLarge(answered)) return everything(ctx, answered, "The promises of so many cannot be held against one another; a dataset (`ds=`) can.");
  const got = answered.contradictions;
  return {
    sentence: `${counted(got.totalCount, "promise")} on ${words(ctx.asOf)} cannot all be taken at ${got.totalCount === 1 ? "its" : "their"} word.`,
    warnings: got.totalCount > got.nodes.length ? [`${got.nodes.length} of ${figure(got.totalCount)} are shown; fewer datasets help.`] : [],
    body: [table({
      caption: `Contradictions on ${words(ctx.asOf)}`, file: "contradictions", rows: got.nodes,
      columns: [
        { name: "Kind", text: (c) => spaced(c.kind), cell: (c) => contradictionWords[c.kind] ?? spaced(c.kind) },
        { name: "Who", head: true, text: (c) => c.actor?.name ?? "", cell: (c) => (c.actor ? h("a", { href: nodeLink(c.actor.id, ctx.values.asOf) }, c.actor.name) : "") },
        { name: "Between", text: (c) => c.between.map((a) => a.name).join(", ") },
        { name: "Since", text: (c) => c.since ?? "", cell: (c) => words(c.since) },
        { name: "Why", text: (c) => c.explanation },
        { name: "By", text: (c) => (c.treaty ? [c.treaty.title] : c.duties.map((d) => d.citation)).join("; ") },
        { name: "Datasets", same: true, text: (c) => [...new Set(c.duties.map((d) => d.dataset.name))].join(", ") },
      ],
    })],
  };
}

interface Differing {
  id: string;
  title: string;
  disagreements: { property: string; reason: string; values: { value: unknown; dataset: { name: string }; source: { title: string } | null }[] }[];
}

/** On what datasets differ about the treaties that were in force, or signed, in the year of the day. */
async function differ(ctx: Context<"data">): Promise<Answer> {
  const year = Number((ctx.day ?? ctx.today).slice(0, 4));
  const during = { from: `${year}-01-01`, until: `${year + 1}-01-01` };
  const { treaties: got } = await ctx.ask<{ treaties: { totalCount: number; nodes: Differing[] } }>(
    `query WhereDatasetsDiffer($during: PeriodInput!) {
      treaties(filter: { during: $during }, first: 500) { totalCount nodes { id title disagreements { property reason values { value dataset { name } source { title } } } } }
    }`, { during });
  const coded = await ctx.ask<{ contradictions: { nodes: Contradiction[] } }>(
    "query WhereTheyCodeOtherwise($asOf: Date) { contradictions(asOf: $asOf, kinds: [DATASETS_DIFFER], first: 500) { nodes { kind actor { id name } between { id name } treaty { id title } since explanation duties { citation dataset { name } } } } }",
    { asOf: ctx.day }).catch(refused);
  const terms = tooLarge(coded) ? null : coded.contradictions;
  const rows = got.nodes.flatMap((t) => t.disagreements.map((d) => ({ treaty: t, ...d })));
  const says = (v: Differing["disagreements"][number]["values"][number]) => [v.dataset.name, v.source?.title].filter(Boolean).join(", ");
  const treaty = (t: { id: string; title: string }) => h("a", { href: nodeLink(t.id, ctx.values.asOf) }, t.title);
  return {
    sentence: `On ${figure(new Set(rows.map((r) => r.treaty.id)).size)} of ${figure(got.totalCount)} treaties in ${year} what is stated differs${terms ? `, and on the obligations of ${terms.nodes.length ? figure(terms.nodes.length) : "none"}` : ""}.`,
    warnings: [...(tooLarge(coded) ? [`Obligations that datasets code otherwise are too many to look for: ${coded.message}.`] : []), ...(got.totalCount > got.nodes.length ? [`${got.nodes.length} of ${figure(got.totalCount)} treaties are looked at, by name.`] : [])],
    body: [
      table({
        caption: `Treaties of ${year}: values side by side (${rows.length})`, file: `disagreements ${year}`, rows, id: (r) => r.treaty.id,
        columns: [
          { name: "Treaty", head: true, text: (r) => r.treaty.title, cell: (r) => treaty(r.treaty) },
          { name: "On", text: (r) => r.property, cell: (r) => r.property.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`) },
          { name: "Values", text: (r) => r.values.map((v) => `${says(v)}: ${shownValue(v.value)}`).join("; "), cell: (r) => h("ul", { class: "plain" }, r.values.map((v) => h("li", null, h("b", null, shownValue(v.value)), h("small", null, ` ${says(v)}`)))) },
          { name: "Shown because", text: (r) => r.reason },
        ],
      }),
      ...(terms?.nodes.length ? [table({
        caption: `Obligations that datasets code otherwise (${terms.nodes.length})`, file: `obligations that differ ${year}`, rows: terms.nodes,
        columns: [
          { name: "Treaty", head: true, text: (c) => c.treaty?.title ?? "", cell: (c) => (c.treaty ? treaty(c.treaty) : "") },
          { name: "How", text: (c) => c.explanation },
        ],
      })] : []),
    ],
  };
}

interface Arms {
  supplier: { id: string; name: string } | null;
  recipient: { id: string; name: string } | null;
  category: string | null;
  deals: number;
  numberDelivered: number | null;
  tivDelivered: number | null;
}

/** Who supplied what to whom, of all time. */
async function arms(ctx: Context<"data">): Promise<Answer> {
  const { armsTransferTotals: got } = await ctx.ask<{ armsTransferTotals: { truncated: boolean; rows: Arms[] } }>(
    "query Arms { armsTransferTotals(by: [CATEGORY, SUPPLIER, RECIPIENT]) { truncated rows { supplier { id name } recipient { id name } category deals numberDelivered tivDelivered } } }");
  const kinds = [...new Set(got.rows.map((r) => r.category ?? ""))].sort();
  const kind = kinds.includes(ctx.values.kind) ? ctx.values.kind : "";
  const rows = kind ? got.rows.filter((r) => r.category === kind) : got.rows;
  const actor = (a: Arms["supplier"]) => (a ? h("a", { href: nodeLink(a.id, ctx.values.asOf) }, a.name) : "");
  const deals = rows.reduce((sum, r) => sum + r.deals, 0);
  return {
    sentence: got.rows.length ? `${counted(deals, "deal")} in arms${kind ? ` of the category ${kind}` : ""}.` : "No arms transfers are loaded: `entente load sipri-transfers` brings them.",
    warnings: got.truncated ? ["There are more deals than are summed up here: the sums are too low."] : [],
    body: got.rows.length ? [
      h("p", { class: "row" }, kinds.filter(Boolean).map((k) => h("a", { class: "button", href: ctx.link({ kind: k === kind ? "" : k }), "aria-current": k === kind ? "true" : null }, k))),
      table({
        caption: `Who supplied ${kind || "arms"} to whom (${rows.length})`, note: "of all time", file: `arms ${kind}`.trim(), rows,
        columns: [
          { name: "Supplier", head: true, text: (r) => r.supplier?.name ?? "", cell: (r) => actor(r.supplier) },
          { name: "Recipient", text: (r) => r.recipient?.name ?? "", cell: (r) => actor(r.recipient) },
          { name: "Category", same: true, text: (r) => r.category ?? "" },
          { name: "Deals", number: true, text: (r) => figure(r.deals) },
          { name: "Items delivered", number: true, text: (r) => (r.numberDelivered === null ? "" : figure(r.numberDelivered)) },
          { name: "TIV delivered", number: true, text: (r) => (r.tivDelivered === null ? "" : figure(r.tivDelivered)) },
        ],
      })] : [],
  };
}

async function counts(ctx: Context<"data">): Promise<Answer> {
  const { stats } = await ctx.ask<{ stats: { nodeCount: number; relationshipCount: number; nodes: { label: string; count: number }[]; relationships: { type: string; count: number }[] } }>("query Counts { stats { nodeCount relationshipCount nodes { label count } relationships { type count } } }");
  const list = (caption: string, rows: { name: string; count: number }[]) => table({ caption, file: caption, rows, columns: [{ name: "What", head: true, text: (r) => r.name, cell: (r) => spaced(r.name) }, { name: "Count", number: true, text: (r) => figure(r.count) }] });
  return {
    sentence: `${counted(stats.nodeCount, "node")} and ${counted(stats.relationshipCount, "relationship")}.`,
    body: [h("div", { class: "counts" }, list("Nodes", stats.nodes.map((n) => ({ name: n.label, count: n.count }))), list("Relationships", stats.relationships.map((r) => ({ name: r.type, count: r.count }))))],
  };
}
