// The page of one node: for an actor a ledger of what it owes and is owed, for others what is known of them, with sources.
import { type Address, altered, format } from "../address";
import { type Period, span } from "../dates";
import { tooLarge } from "../crowd";
import { h, listed } from "../dom";
import { relationships } from "../ledger/lists";
import { type Parts, type Tab, tabsOf } from "../ledger/tabs";
import { shape, spaced } from "../marks";
import type { Fault } from "../server";
import type { Context, View } from "../view";

export interface Head {
  id: string;
  name: string;
  label: string;
  aliases: string[];
  identifiers: { scheme: string; value: string }[];
  period: Period;
  disagreements: { property: string }[];
  markings: string[];
  degrees: { type: string; direction: string; count: number }[];
  predecessors?: { predecessor: { id: string; name: string } }[];
  successors?: { successor: { id: string; name: string } }[];
}

// The interface of nodes has no aliases, codes and period; those that have them are named.
const named = ["State", "Organization", "Person", "ArmedGroup", "Treaty", "Article", "Obligation", "WeaponSystem", "ArmsTransfer", "Event", "Conflict", "Sanction", "Place", "Observation", "Dataset", "Source"];

const headQuery = `query Node($id: ID!, $asOf: Date) {
  node(id: $id) {
    id name label
    disagreements { property }
    degrees(asOf: $asOf) { type direction count }
    ${named.map((t) => `... on ${t} { aliases identifiers { scheme value } period { from until text startUncertain endUncertain } markings }`).join("\n    ")}
    ... on State { predecessors { predecessor { id name } } successors { successor { id name } } }
  }
}`;

const view: View<"node"> = {
  title: (at) => at.id,
  async answer(ctx) {
    const { node } = await ctx.ask<{ node: Head | null }>(headQuery, { id: ctx.at.id, asOf: ctx.day });
    if (!node) {
      const meant = await resolved(ctx);
      if (meant) return meant;
      return { sentence: `Nothing is known as “${ctx.at.id}”.`, body: [h("p", null, "The search above finds names, aliases and codes.")], plain: true };
    }
    const tabs = tabsOf(node.label);
    const tab = tabs.find((t) => t.name === ctx.values.tab) ?? tabs[0]!;
    const parts: Parts = await tab.build(ctx, node).catch(async (fault: unknown) => {
      if (!tooLarge(fault)) throw fault;
      return { ...(await relationships(ctx, node, tab.types)), warnings: [`${fault.message}. Here are the first of them.`] };
    });
    return {
      title: node.name,
      sentence: [shape(node.label, 22), " ", h("b", null, node.name)],
      body: [headFacts(ctx, node), tabBar(ctx, tabs, tab, node), h("div", { role: "tabpanel", id: "tabpanel", "aria-labelledby": `tab-${tab.name}`, class: "panel" }, parts.body)],
      warnings: parts.warnings ?? [],
      side: parts.side ?? [],
    };
  },
};
export default view;

/** An address may hold a name or a code in place of an id. */
async function resolved(ctx: Context<"node">) {
  const question = "query Named($ref: NodeRef!, $on: Date) { neighborhood(of: $ref, asOf: $on, limit: 1) { nodes { id } } }";
  const meant = await ctx.ask<{ neighborhood: { nodes: { id: string }[] } }>(question, { ref: ctx.at.id, on: ctx.day }).catch((fault: Fault) => {
    if (fault.code === "NOT_FOUND" && !fault.candidates.length) return null;
    throw fault;
  });
  if (!meant) return null;
  ctx.to({ ...ctx.at, id: meant.neighborhood.nodes[0]!.id } as Address);
  return { body: [], plain: true };
}

function headFacts(ctx: Context<"node">, node: Head): HTMLElement {
  const to = (id: string) => format({ ...altered(ctx.at, { tab: "", sel: "" }), id });
  const before = (node.predecessors ?? []).map((p) => h("a", { href: to(p.predecessor.id) }, p.predecessor.name));
  const after = (node.successors ?? []).map((p) => h("a", { href: to(p.successor.id) }, p.successor.name));
  return h("div", { class: "facts" },
    h("span", null, spaced(node.label)),
    span(node.period) && h("span", null, span(node.period)),
    before.length > 0 && h("span", null, "succeeds ", listed(before)),
    after.length > 0 && h("span", null, "succeeded by ", listed(after)),
    node.aliases.length > 0 && h("span", { class: "aliases" }, "also ", node.aliases.slice(0, 6).join(", ")),
    node.identifiers.length > 0 && h("span", { class: "codes" }, node.identifiers.slice(0, 8).map((i) => h("code", null, `${spaced(i.scheme).replace("iso3166 1 ", "iso ")} ${i.value}`))),
    node.markings.map((m) => h("span", { class: "badge" }, m)),
    node.disagreements.length > 0 && h("a", { class: "badge", href: ctx.link({ tab: "statements", sel: "" }) }, `datasets disagree on ${node.disagreements.length}`));
}

function tabBar(ctx: Context<"node">, tabs: Tab[], current: Tab, node: Head): HTMLElement {
  const links = tabs.map((t) => {
    const n = t.count?.(node);
    return h("a", { role: "tab", id: `tab-${t.name}`, "aria-selected": String(t === current), "aria-controls": "tabpanel", tabindex: t === current ? 0 : -1, href: ctx.link({ tab: t === tabs[0] ? "" : t.name, sel: "" }) }, t.title, n !== undefined && h("small", null, ` ${n}`));
  });
  const list = h("div", { role: "tablist", class: "tabs", "aria-label": node.name }, links);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = links[(at + step + links.length) % links.length]!;
    next.focus();
    next.click();
  });
  return list;
}
