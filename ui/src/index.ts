import "./index.css";
import { answerBound } from "./bound";
import { byId, create, faultLine, linked } from "./dom";
import { type Example, ask, fetchExamples } from "./server";

interface Loaded {
  stats: {
    nodeCount: number;
    relationshipCount: number;
    nodes: { label: string; count: number }[];
    relationships: { type: string; count: number }[];
  };
  datasets: Dataset[];
}

interface Dataset {
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
  datasets { name publisher version licence url coverage { text } nodeRecords relationshipCount }
}`;

/** So many questions are shown at once, so that what is loaded is not far below. */
const shown = 9;

const exampleList = byId("examples", HTMLElement);
const loadedPanel = byId("loaded", HTMLElement);

await Promise.all([
  answerBound(),
  fill(exampleList, async () => showExamples(await fetchExamples())),
  fill(loadedPanel, async () => showLoaded(await ask<Loaded>(loadedQuery))),
]);

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
  const list = create("ul");
  list.className = "examples";
  for (const example of examples) {
    const link = create("a", example.description);
    link.href = `/graphiql?example=${encodeURIComponent(example.name)}`;
    list.append(create("li", link));
  }
  return list;
}

function showLoaded({ stats, datasets }: Loaded): Node[] {
  if (stats.nodeCount === 0) return [create("p", "Nothing is loaded yet. `entente load --help` says how.")];
  const counts = create("div");
  counts.className = "counts";
  counts.append(
    table(`Nodes (${figure(stats.nodeCount)})`, [], stats.nodes.map((n) => [head(n.label), number(n.count)])),
    table(`Relationships (${figure(stats.relationshipCount)})`, [], stats.relationships.map((r) => [head(r.type), number(r.count)])),
  );
  return [datasetTable(datasets), counts];
}

function datasetTable(datasets: Dataset[]): HTMLElement {
  const rows = datasets.map((d) => [
    head(linked(d.name, d.url)),
    ...[d.publisher, d.version, d.coverage.text, d.licence].map((text) => create("td", text ?? "")),
    number(d.nodeRecords),
    number(d.relationshipCount),
  ]);
  return table(`Datasets (${datasets.length})`, ["Dataset", "Publisher", "Version", "Covers", "Licence", "Node records", "Relationships"], rows);
}

function table(caption: string, columns: string[], rows: HTMLElement[][]): HTMLElement {
  const element = create("table", create("caption", caption));
  if (columns.length) element.append(create("thead", create("tr", ...columns.map(column))));
  element.append(create("tbody", ...rows.map((cells) => create("tr", ...cells))));
  const scroller = create("div", element);
  scroller.className = "scroller";
  if (columns.length) {
    scroller.tabIndex = 0; // what is wider than a telephone can be scrolled by keyboard
    scroller.role = "region";
    scroller.ariaLabel = caption;
  }
  return scroller;
}

function column(name: string): HTMLElement {
  const cell = create("th", name);
  cell.scope = "col";
  return cell;
}

function head(content: Node | string): HTMLElement {
  const cell = create("th", content);
  cell.scope = "row";
  return cell;
}

function number(n: number): HTMLElement {
  const cell = create("td", figure(n));
  cell.className = "number";
  return cell;
}

function figure(n: number): string {
  return n.toLocaleString("en");
}
