import "./index.css";
import { type Example, ask, fetchExamples } from "./server";

interface Loaded {
  stats: { nodes: { label: string; count: number }[]; relationships: { type: string; count: number }[] };
  datasets: { id: string; name: string; publisher: string | null; version: string | null; licence: string | null }[];
}

const loadedQuery = `query Loaded {
  stats { nodes { label count } relationships { type count } }
  datasets { id name publisher version licence }
}`;

const exampleList = byId("examples");
const loadedPanel = byId("loaded");

await Promise.all([
  fill(exampleList, async () => showExamples(await fetchExamples())),
  fill(loadedPanel, async () => showLoaded(await ask<Loaded>(loadedQuery))),
]);

/** Puts what `make` returns into the element, or a line that says what went wrong. */
async function fill(element: HTMLElement, make: () => Promise<Node[]>) {
  try {
    element.replaceChildren(...(await make()));
  } catch (fault) {
    const line = create(element.tagName === "UL" ? "li" : "p", `The server could not tell: ${fault instanceof Error ? fault.message : fault}`);
    line.className = "fault";
    element.replaceChildren(line);
  }
  element.removeAttribute("aria-busy");
}

function showExamples(examples: Example[]): Node[] {
  return examples.map((example) => {
    const link = create("a", example.description || example.name);
    link.href = `/graphiql?example=${encodeURIComponent(example.name)}`;
    return create("li", link, create("span", example.name));
  });
}

function showLoaded({ stats, datasets }: Loaded): Node[] {
  const empty = stats.nodes.every((n) => n.count === 0);
  if (empty) return [create("p", "Nothing is loaded yet. `entente load --help` says how.")];
  const counts = create("div");
  counts.className = "counts";
  counts.append(
    countTable("Nodes", stats.nodes.map((n) => [n.label, n.count])),
    countTable("Relationships", stats.relationships.map((r) => [r.type, r.count])),
  );
  return [datasetTable(datasets), counts];
}

function datasetTable(datasets: Loaded["datasets"]): HTMLElement {
  const rows = datasets.map((d) => [d.name, d.publisher, d.version, d.licence].map((text) => create("td", text ?? "")));
  return table(`Datasets (${datasets.length})`, ["Dataset", "Publisher", "Version", "Licence"], rows);
}

function countTable(what: string, counts: [string, number][]): HTMLElement {
  const shown = counts.filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const total = shown.reduce((sum, [, n]) => sum + n, 0);
  const rows = shown.map(([name, n]) => {
    const count = create("td", n.toLocaleString("en"));
    count.className = "number";
    return [create("th", name), count];
  });
  return table(`${what} (${total.toLocaleString("en")})`, [], rows);
}

function table(caption: string, heads: string[], rows: HTMLElement[][]): HTMLElement {
  const element = create("table", create("caption", caption));
  if (heads.length) element.append(create("thead", create("tr", ...heads.map((h) => scoped(create("th", h), "col")))));
  element.append(
    create("tbody", ...rows.map((cells) => create("tr", ...cells.map((c) => (c.tagName === "TH" ? scoped(c, "row") : c))))),
  );
  const scroller = create("div", element);
  scroller.className = "scroller";
  return scroller;
}

function scoped(cell: HTMLElement, scope: string): HTMLElement {
  cell.setAttribute("scope", scope);
  return cell;
}

function create<K extends keyof HTMLElementTagNameMap>(tag: K, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.append(...content);
  return element;
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}
