// The panel at the side: what is selected, why it holds, and who says so.
import { type Page, nodeLink } from "./address";
import { type Period, span } from "./dates";
import { byId, h, linked } from "./dom";
import { conditionWords, shape, spaced, typeMark } from "./marks";
import { ask } from "./server";
import type { Answer, Context } from "./view";

const panel = byId("details", HTMLElement);
let opener: HTMLElement | null = null;
let turn = 0;

export interface SourceShown {
  id: string;
  title: string;
  url: string | null;
  publisher: string | null;
  date: string | null;
  reliability: string | null;
}

export const sourceFields = "id title url publisher date reliability";
const periodFields = "from until text";

const detailQuery = `query Details($id: ID!) {
  node(id: $id) {
    id name label
    statements { property value dataset { id name } source { ${sourceFields} } locator }
    disagreements { property reason values { value dataset { name } } }
    sources { ${sourceFields} }
    ... on State { period { ${periodFields} } officialName }
    ... on Organization { period { ${periodFields} } description }
    ... on Person { period { ${periodFields} } description }
    ... on Treaty { period { ${periodFields} } signed inForce ended }
    ... on Event { period { ${periodFields} } summary quotation }
    ... on WeaponSystem { note category rangeKm }
    ... on Article { summary quotation heading number treaty { id title } }
    ... on Obligation { obligationType mutual conditions { kind text qualifier } treaty { id title } article { id number heading summary quotation } note }
  }
}`;

interface Detail {
  id: string;
  name: string;
  label: string;
  statements: { property: string; value: unknown; dataset: { id: string; name: string }; source: SourceShown | null; locator: string | null }[];
  disagreements: { property: string; reason: string; values: { value: unknown; dataset: { name: string } }[] }[];
  sources: SourceShown[];
  period?: Period;
  officialName?: string | null;
  description?: string | null;
  summary?: string | null;
  quotation?: string | null;
  heading?: string | null;
  number?: string | null;
  obligationType?: string;
  mutual?: boolean;
  note?: string | null;
  conditions?: { kind: string; text: string | null; qualifier: boolean }[];
  treaty?: { id: string; title: string } | null;
  article?: { id: string; number: string; heading: string | null; summary: string | null; quotation: string | null } | null;
}

export function showDetails(ctx: Context<Page>, answer: Answer) {
  const id = ctx.at.values.sel;
  const mine = ++turn;
  for (const marked of document.querySelectorAll("[aria-current=true]")) marked.removeAttribute("aria-current");
  if (!id) {
    const within = panel.contains(document.activeElement);
    panel.hidden = true;
    panel.replaceChildren();
    document.body.classList.remove("detailed");
    if (within) (opener?.isConnected ? opener : byId("main", HTMLElement)).focus();
    return;
  }
  const from = document.activeElement;
  if (from instanceof HTMLElement && !panel.contains(from)) opener = from;
  document.querySelector(`[data-id="${CSS.escape(id)}"]`)?.setAttribute("aria-current", "true");
  panel.hidden = false;
  document.body.classList.add("detailed");
  const close = h("button", { type: "button", class: "quiet close", "aria-label": "Close details", onclick: () => ctx.select("") }, "×");
  const own = answer.detail?.(id);
  if (own) {
    panel.replaceChildren(close, own);
    return;
  }
  panel.replaceChildren(close, h("p", { class: "note" }, "…"));
  ask<{ node: Detail | null }>(detailQuery, { id })
    .then(({ node }) => {
      if (mine !== turn) return;
      panel.replaceChildren(close, ...(node ? describe(node, ctx) : [h("p", null, `Nothing is known as ${id}.`)]));
    })
    .catch((fault: unknown) => mine === turn && panel.replaceChildren(close, h("p", { class: "fault" }, (fault as Error).message)));
}

function describe(node: Detail, ctx: Context<Page>): Node[] {
  const asOf = ctx.at.values.asOf;
  const out: Node[] = [h("h2", null, shape(node.label), " ", node.name), h("p", { class: "detail" }, spaced(node.label), node.period && ` · ${span(node.period)}`)];
  if (node.obligationType) out.push(h("p", null, typeMark(node.obligationType), node.mutual ? ", owed to one another" : ""));
  if (node.treaty) out.push(h("p", null, h("a", { href: nodeLink(node.treaty.id, asOf) }, node.treaty.title)));
  const article = node.article ?? (node.number ? { number: node.number, heading: node.heading ?? null, summary: node.summary ?? null, quotation: node.quotation ?? null } : null);
  if (article) {
    out.push(h("h3", null, `${article.number ? `Article ${article.number}` : "Article whose number is not known"}${article.heading ? `: ${article.heading}` : ""}`));
    if (article.quotation) out.push(h("blockquote", null, `“${article.quotation}”`));
    if (article.summary) out.push(h("p", null, article.summary));
  } else {
    for (const text of [node.officialName, node.description, node.summary]) if (text) out.push(h("p", null, text));
    if (node.quotation) out.push(h("blockquote", null, `“${node.quotation}”`));
  }
  if (node.conditions?.length) {
    out.push(h("h3", null, "Conditions"), h("ul", { class: "plain" }, node.conditions.map((c) => h("li", null, h("b", null, conditionWords(c.kind)), c.text && ` ${c.text}`, c.qualifier && h("small", null, " (qualifier)")))));
  }
  if (node.note) out.push(h("p", { class: "note" }, node.note));
  for (const d of node.disagreements) {
    out.push(h("p", { class: "badge" }, `Datasets disagree on ${spaced(d.property)}: ${d.values.map((v) => `${shownValue(v.value)} (${v.dataset.name})`).join(", ")}`));
  }
  out.push(h("p", null, h("a", { class: "button", href: nodeLink(node.id, asOf) }, "Open its page")));
  const sources = new Map<string, SourceShown>();
  for (const source of [...node.statements.map((statement) => statement.source), ...node.sources]) if (source) sources.set(source.id, source);
  out.push(h("h3", null, `Who says so`), h("p", { class: "detail" }, `Dataset: ${[...new Set(node.statements.map((statement) => statement.dataset.name))].join(", ") || "none"}`));
  out.push(h("ul", { class: "plain sources" }, [...sources.values()].slice(0, 12).map((source) => h("li", null, sourceLine(source)))));
  if (sources.size > 12) out.push(h("p", { class: "detail" }, `and ${sources.size - 12} more on its page`));
  return out;
}

/** A source with its publisher, date and grade (Admiralty's A to F). */
export function sourceLine(source: SourceShown): HTMLElement {
  return h("span", { class: "source" },
    source.reliability && h("span", { class: "grade", title: `Reliability ${source.reliability} of A to F` }, source.reliability),
    h("a", { href: nodeLink(source.id) }, source.title),
    " ", h("small", null, [source.publisher, source.date].filter(Boolean).join(", ")), " ", source.url && linked("↗", source.url));
}

export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(shownValue).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
