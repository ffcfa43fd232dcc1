// The front page: one question in a sentence, six with their answers counted, and what is loaded.
import { type Address, address, format } from "../address";
import { answerBound } from "../bound";
import { byId, create, faultLine, figure, h, linked } from "../dom";
import { type Example, fetchExamples } from "../server";
import { countedQuestions } from "../six";
import { table } from "../table";
import type { View } from "../view";

interface Loaded {
  stats: {
    nodeCount: number;
    relationshipCount: number;
    nodes: { label: string; count: number }[];
    relationships: { type: string; count: number }[];
  };
  datasets: Dataset[];
  coverage: { total: Known; byType: (Known & { type: string })[] };
}

/** How many treaties there are, and of how many it is known which article imposes the duty. */
interface Known {
  treaties: number;
  withArticle: number;
}

interface Dataset {
  id: string;
  name: string;
  publisher: string | null;
  version: string | null;
  licence: string | null;
  url: string | null;
  coverage: { text: string };
  nodeRecords: number;
  relationshipCount: number;
}

const loadedQuery = `query Loaded {
  stats { nodeCount relationshipCount nodes { label count } relationships { type count } }
  datasets { id name publisher version licence url coverage { text } nodeRecords relationshipCount }
  coverage(wanted: 0) { total { treaties withArticle } byType { type treaties withArticle } }
}`;

/** So many questions are shown at once, so that what is loaded is not far below. */
const shown = 9;

const view: View<"home"> = {
  title: () => "",
  question: () => byId("home", HTMLTemplateElement).content.cloneNode(true),
  async answer(ctx) {
    await Promise.all([
      answerBound(ctx.values, (question) => history.replaceState(null, "", format(address("home", question) as Address))),
      fill(byId("counted", HTMLElement), countedQuestions),
      fill(byId("examples", HTMLElement), async () => showExamples(await fetchExamples())),
      fill(byId("loaded", HTMLElement), async () => showLoaded(await ctx.ask<Loaded>(loadedQuery))),
    ]);
    return { body: [], plain: true };
  },
};
export default view;

/** Puts what `make` returns into the element, or a line that says what went wrong. */
async function fill(element: HTMLElement, make: () => Promise<Node[]>) {
  try {
    element.replaceChildren(...(await make()));
  } catch (fault) {
    element.replaceChildren(faultLine(fault));
  }
  element.removeAttribute("aria-busy");
}

function showExamples(examples: Example[]): Node[] {
  const more = examples.slice(shown);
  const first = questions(examples.slice(0, shown));
  if (more.length === 0) return [first];
  return [first, create("details", create("summary", `${more.length} more questions`), questions(more))];
}

function questions(examples: Example[]): HTMLElement {
  const link = (example: Example) => h("a", { href: `/graphiql?example=${encodeURIComponent(example.name)}` }, example.description);
  return h("ul", { class: "examples" }, examples.map((example) => h("li", null, link(example))));
}

function showLoaded({ stats, datasets, coverage }: Loaded): Node[] {
  if (stats.nodeCount === 0) return [create("p", "Nothing is loaded yet. `entente load --help` says how.")];
  const count = <R extends { count: number }>(caption: string, name: string, rows: R[], head: (row: R) => string) =>
    table({ caption, file: name.toLowerCase(), rows, columns: [{ name, head: true, text: head }, { name: "Count", number: true, text: (r) => figure(r.count) }] });
  return [
    ...(coverage.total.treaties > 0 ? [create("p", byWhichArticle(coverage))] : []),
    datasetTable(datasets),
    h("div", { class: "counts" },
      count(`Nodes (${figure(stats.nodeCount)})`, "Label", stats.nodes, (n) => n.label),
      count(`Relationships (${figure(stats.relationshipCount)})`, "Type", stats.relationships, (r) => r.type)),
  ];
}

function byWhichArticle({ total, byType }: Loaded["coverage"]): string {
  const defence = byType.find((row) => row.type === "DEFENSE");
  const all = `The article that imposes the duty is known for ${figure(total.withArticle)} of ${figure(total.treaties)} treaties`;
  return defence ? `${all}, and for ${figure(defence.withArticle)} of the ${figure(defence.treaties)} that impose defence.` : `${all}.`;
}

export function datasetTable(datasets: Dataset[]): HTMLElement {
  return table({
    caption: `Datasets (${datasets.length})`,
    file: "datasets",
    rows: datasets,
    id: (d) => d.id,
    columns: [
      { name: "Dataset", head: true, text: (d) => d.name, cell: (d) => linked(d.name, d.url) },
      { name: "Publisher", text: (d) => d.publisher ?? "" },
      { name: "Version", text: (d) => d.version ?? "" },
      { name: "Covers", text: (d) => d.coverage.text },
      { name: "Licence", text: (d) => d.licence ?? "" },
      { name: "Node records", number: true, text: (d) => figure(d.nodeRecords) },
      { name: "Relationships", number: true, text: (d) => figure(d.relationshipCount) },
    ],
  });
}
