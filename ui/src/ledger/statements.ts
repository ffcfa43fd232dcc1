// What each dataset states about a node, property by property, with source and grade; where they differ, side by side.
import { type SourceShown, shownValue, sourceFields, sourceLine } from "../details";
import { figure, h, linked } from "../dom";
import { spaced } from "../marks";
import { table } from "../table";
import type { Context } from "../view";
import type { Head } from "../views/node";

interface Statement {
  property: string;
  value: unknown;
  dataset: { id: string; name: string };
  source: SourceShown | null;
  locator: string | null;
  confidence: number | null;
}

interface Disagreement {
  property: string;
  reason: string;
  chosen: unknown;
  values: Statement[];
}

const statementFields = `property value dataset { id name } source { ${sourceFields} } locator confidence`;

export async function statements(ctx: Context<"node">, node: Head) {
  const { node: got } = await ctx.ask<{ node: { statements: Statement[]; disagreements: Disagreement[] } }>(
    `query Statements($id: ID!) { node(id: $id) { statements { ${statementFields} } disagreements { property reason chosen values { ${statementFields} } } } }`, { id: node.id });
  return {
    body: [
      ...got.disagreements.map((d) => h("section", { class: "disagree" }, h("h2", null, `Datasets disagree on ${spaced(d.property)}`), h("p", { class: "detail" }, d.reason),
        h("div", { class: "sides" }, d.values.map((v) => h("div", null, h("b", null, shownValue(v.value)), h("small", null, v.dataset.name), v.source && sourceLine(v.source)))))),
      table({
        caption: `Statements (${got.statements.length})`, file: `${node.id} statements`, rows: got.statements,
        columns: [
          { name: "Property", head: true, text: (s) => words(s.property) },
          { name: "Value", text: (s) => shownValue(s.value), cell: (s) => linked(shownValue(s.value), typeof s.value === "string" ? s.value : null) },
          { name: "Dataset", text: (s) => s.dataset.name },
          { name: "Source", text: (s) => s.source?.title ?? "", cell: (s) => (s.source ? sourceLine(s.source) : "") },
          { name: "Grade", text: (s) => s.source?.reliability ?? "" },
          { name: "Where", text: (s) => s.locator ?? "" },
        ],
      }),
    ],
  };
}

/** officialName as words. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
}

interface Dataset {
  publisher: string | null;
  version: string | null;
  licence: string | null;
  attribution: string | null;
  url: string | null;
  retrieved: string | null;
  priority: number;
  coverage: { text: string };
  nodeRecords: number;
  relationshipCount: number;
}

export async function datasetFacts(ctx: Context<"node">, node: Head) {
  const { node: d } = await ctx.ask<{ node: Dataset }>(
    `query Dataset($id: ID!) { node(id: $id) { ... on Dataset { publisher version licence attribution url retrieved priority coverage { text } nodeRecords relationshipCount } } }`, { id: node.id });
  const facts: [string, Node | string | null][] = [
    ["Publisher", d.publisher], ["Version", d.version], ["Licence", d.licence], ["Attribution", d.attribution], ["Address", d.url && linked(d.url, d.url)], ["Retrieved", d.retrieved],
    ["Covers", d.coverage.text], ["Priority", String(d.priority)], ["Node records", figure(d.nodeRecords)], ["Relationships", figure(d.relationshipCount)],
  ];
  return { body: [h("dl", { class: "keyed" }, facts.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)]))] };
}
